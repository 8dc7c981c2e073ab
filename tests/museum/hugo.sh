#!/usr/bin/env bash
# The museum's afternoon with Hugo (docs/decisions/0099-the-museums-afternoon.md): prints the seconds of every build, then what
# becomes of the old addresses. Usage: tests/museum/hugo.sh FOLDER, an empty one, with `hugo`, `curl` and `python3` in PATH.
set -euo pipefail
cd "$1"

build() { # build NAME [OPTIONS]: says how long the build took
    local TIMEFORMAT="$1: %R s, of which the processor %U s and %S s"
    time hugo --quiet --cleanDestinationDir "${@:2}" || echo "hugo failed: $1"
}

text() { # text FILE TITLE [FRONT MATTER]: a file as `hugo new content` begins it, filled; the body comes on stdin
    hugo new content --quiet "content/$1" >/dev/null
    { printf '+++\ndate = 2026-11-01\ntitle = "%s"\n%s\n+++\n\n' "$2" "${3:-}"; cat; } >"content/$1"
}

ask() { # ask PATH…: the status of each, and where it leads
    for path in "$@"; do
        python3 - "$path" <<'PY'
import re, sys, urllib.error, urllib.request
path = sys.argv[1]
try:
    page = urllib.request.urlopen("http://127.0.0.1:8199" + path).read(4000).decode(errors="replace")
    refresh = re.search(r'http-equiv="?refresh"?[^>]*url=([^">]*)', page)
    print("   ", path, "200", ("refresh to " + refresh[1]) if refresh else "")
except urllib.error.HTTPError as error:
    print("   ", path, error.code)
PY
    done
}

# Begins the site: the command, the configuration, three templates and a shortcode for films.
hugo new site museum --quiet >/dev/null
cd museum
cat >hugo.toml <<'TOML'
baseURL = 'https://museum.example/'
title = 'Музей'
defaultContentLanguage = 'uk'
defaultContentLanguageInSubdir = true
[languages.uk]
label = 'Українська'
weight = 1
[languages.en]
label = 'English'
weight = 2
[languages.ru]
label = 'Русский'
weight = 3
TOML
cat >layouts/baseof.html <<'HTML'
<!doctype html>
<html lang="{{ .Site.Language.Name }}">
<head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body>
<nav><a href="{{ .Site.Home.RelPermalink }}">{{ .Site.Title }}</a>
{{ range .Translations }}<a href="{{ .RelPermalink }}" hreflang="{{ .Language.Name }}">{{ .Language.Label }}</a>{{ end }}</nav>
{{ block "main" . }}{{ end }}
<footer>{{ range .Site.Menus.footer }}<a href="{{ .URL }}">{{ .Name }}</a>{{ end }}</footer>
</body></html>
HTML
cat >layouts/list.html <<'HTML'
{{ define "main" }}<h1>{{ .Title }}</h1>{{ .Content }}
<ul>{{ range .RegularPagesRecursive }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>{{ end }}
HTML
cat >layouts/page.html <<'HTML'
{{ define "main" }}<h1>{{ .Title }}</h1>{{ .Content }}{{ end }}
HTML
mkdir -p layouts/_shortcodes
cat >layouts/_shortcodes/film.html <<'HTML'
{{ $film := .Page.Resources.Get (.Get 0) }}{{ $page := .Page }}
<figure><video controls src="{{ $film.RelPermalink }}">
{{ range .Page.Resources.Match (.Get 1) }}{{ $lang := substr .Name -6 2 }}
<track kind="subtitles" src="{{ .RelPermalink }}" srclang="{{ $lang }}"{{ if eq $lang $page.Language.Name }} default{{ end }}>
{{ end }}</video></figure>
HTML
build 'the empty site'

# Eight articles: the last two are a draft and a scheduled one.
text 2026/text/index.uk.md Слово <<<'Звичайний текст.'
text 2026/picture/index.uk.md Світлина <<<'![Пагорб](hill.svg)'
echo '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="400"><path d="M0 0h600v400z"/></svg>' >content/2026/picture/hill.svg
text 2026/table/index.uk.md Таблиця <<<$'| рік | речей |\n|---|---|\n| 2026 | 5 |\n\nПримітка.[^1]\n\n[^1]: Так.'
text 2026/translated/index.uk.md Переклад <<<'Перший абзац. [Слово](../text/)'
text 2026/translated/index.en.md Translation <<<'The first paragraph.'
for part in 1 2; do text 2026/hall-$part/index.uk.md "Зала $part" 'series = "halls"' <<<'Опис.'; done
text 2026/secret/index.uk.md 'Чернетка zqdraft' 'draft = true' <<<'Ще не готово.'
text 2026/later/index.uk.md 'Згодом zqlater' "publishDate = $(date -u -d +1day +%FT%TZ)" <<<'Незабаром.'
build 'eight articles'

text 2026/film/index.uk.md Кіно <<<'{{< film "loom.mp4" "loom-*.vtt" >}}'
printf '\0\0\0\024ftypisom\0\0\0\0mp42\0\0\0\010mdat' >content/2026/film/loom.mp4
# Not `loom.en.vtt`: Hugo would give that to English pages only.
for lang in uk en ru; do printf 'WEBVTT\n\n00:00.000 --> 00:01.000\n%s\n' $lang >content/2026/film/loom-$lang.vtt; done
build 'a film with subtitles in three languages'
grep -o '<track.*' public/uk/2026/film/index.html

text 2026/book/index.uk.md Книга <<<'[Скан книги](book.pdf)'
{ printf '%%PDF-1.4\n'; head -c 314572791 /dev/urandom; } >content/2026/book/book.pdf
build 'a PDF of 300 MB'
python3 -m http.server 8199 --bind 127.0.0.1 --directory public >/dev/null 2>&1 &
trap "kill $!" EXIT
until curl -so /dev/null http://127.0.0.1:8199/; do sleep 0.2; done
pdf=/uk/2026/book/book.pdf
printf '    a part of the PDF from http.server: %s\n' "$(curl -so /dev/null -w '%{http_code} %{size_download}' -r 0-7 http://127.0.0.1:8199$pdf)"
ask /uk/ /uk/2026/text/ /en/2026/text/ /en/2026/translated/ /uk/2026/film/ /en/2026/film/ /uk/2026/secret/ /uk/2026/later/

build 'a draft, in a folder for the colleague' --buildDrafts --destination ../shared --baseURL https://museum.example/shared/
sed -i 's/^draft = true$//' content/2026/secret/index.uk.md
build 'the draft published'
ask /uk/2026/secret/

sed -i "s/^publishDate = .*/publishDate = $(date -u -d +20sec +%FT%TZ)/" content/2026/later/index.uk.md
build 'an article scheduled in 20 s'
sleep 21
ask /uk/2026/later/
build 'the same, built after its time'
ask /uk/2026/later/

text visit/index.uk.md 'Як дістатися' $'slug = "vidvidaty"\nmenus = "footer"' <<<'Трамваєм.'
text visit/index.en.md 'Visit us' $'slug = "visit-us"\nmenus = "footer"' <<<'By tram.'
build 'a page and its entry in the menu'
ask /uk/vidvidaty/ /en/visit-us/ /ru/vidvidaty/
grep -o '<footer>.*' public/en/index.html public/ru/index.html

old="$(cd public && find . -name '*.html' -o -name 'hill.svg' -o -name 'loom*' -o -name 'book.pdf' | sed 's|^\.||; s|index\.html$||' | sort)"

# `/uk/2026/text/` would be an alias at /uk/uk/2026/text/: the language goes in front by itself.
mv content/2026/text content/2026/word
sed -i 's|^title = .*|&\naliases = ["/2026/text/"]|' content/2026/word/index.uk.md
build 'a rename'
ask /uk/2026/text/ /uk/2026/word/
grep -o 'href="[^"]*text/"' public/uk/2026/translated/index.html || true
mkdir -p content/2025
mv content/2026/film content/2025/loom
sed -i 's|^date = .*|date = 2025-05-05\naliases = ["/2026/film/"]|' content/2025/loom/index.uk.md
build 'a move to another year'
ask /uk/2026/film/ /uk/2026/film/loom.mp4 /uk/2025/loom/ /uk/2025/loom/loom.mp4
rm content/2026/picture/hill.svg
sed -i '/^!\[/d; s/^title = .*/title = "Світлина: знято"/' content/2026/picture/index.uk.md
echo 'Права не в нас.' >>content/2026/picture/index.uk.md
build 'a removal with its reason'
ask /uk/2026/picture/ /uk/2026/picture/hill.svg

printf "[languages.pl]\nlabel = 'Polski'\nweight = 4\n" >>hugo.toml
build 'a fourth language'
ask /pl/ /pl/2026/word/

# The Ukrainian texts for readers of Polish, and one text that is translated.
cat >>hugo.toml <<'TOML'
[[cascade]]
[cascade.sites.matrix]
languages = ['uk', 'pl']
[cascade.target.sites.matrix]
languages = ['uk']
TOML
build 'the same with a fallback'
ask /pl/2026/word/ /pl/2026/table/
# `hugo new content` writes this file and fails: "the target path conflicts with existing content".
printf '+++\ndate = 2026-11-01\ntitle = "Tablica"\n+++\n\nPo polsku.\n' >content/2026/table/index.pl.md
build 'a translation'
grep -o '<h1>.*</h1>' public/pl/2026/table/index.html

echo 'every address that was public:'
# shellcheck disable=SC2086
ask $old
