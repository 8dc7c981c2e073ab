#!/usr/bin/env bash
# Runs independent checkers over every kind of page of the shipped archive: HTML, accessibility, links, alternates, feeds,
# maps, citations, malformed requests, Lighthouse. An article with a film and a gallery, and one that was withdrawn, are added. Takes the folder of the judges, and `--all` to have Lighthouse look at
# every kind of page and not only at six; LITOPYS names the binary, by default target/release/litopys.
set -euo pipefail
judges=$(cd "$1" && pwd)
root=$(cd "$(dirname "$0")/../.." && pwd)
base=http://127.0.0.1:8080 # the base_url of the shipped site.toml
archive=$(mktemp -d)
cp -r "$root"/{site.toml,articles,pages,authors,static} "$archive"/
mkdir -p "$archive"/articles/2026/{loom,withdrawn}
cp "$root"/tests/browser/fixtures/loom.webm "$archive"/articles/2026/loom/
cp "$root"/articles/2022/borscht-unesco/borscht.svg "$root"/articles/2021/shchedryk/swallows.svg "$archive"/articles/2026/loom/
cat >"$archive"/articles/2026/loom/uk.md <<'END'
+++
title = "Як ткали килим"

[[image]]
file = "loom.webm"
alt = "Верстат, на якому тчуть килим"
caption = "Верстат, 1957 рік."

[[image]]
file = "borscht.svg"
alt = "Тарілка борщу"

[[image]]
file = "swallows.svg"
alt = "Ластівки на дроті"
+++

Килим ткали взимку, коли в полі не було роботи.

![](loom.webm)

Після роботи сідали до столу.

![](borscht.svg) ![](swallows.svg)
END
printf 'WEBVTT\n\n00:00.000 --> 00:02.000\nЧовник ходить туди й назад.\n' >"$archive"/articles/2026/loom/loom.uk.vtt
printf 'published = 2026-05-17\nsource = "uk"\n' >"$archive"/articles/2026/loom/article.toml
printf 'published = 2026-05-18\nsource = "uk"\nwithdrawn = "Авторка попросила зняти статтю."\n' >"$archive"/articles/2026/withdrawn/article.toml
printf '+++\ntitle = "Знята стаття"\n+++\n\nТекст.\n' >"$archive"/articles/2026/withdrawn/uk.md
"${LITOPYS:-$root/target/release/litopys}" serve --archive "$archive" --listen 127.0.0.1:8080 --admin off 2>"$archive"/log &
server=$!
trap 'kill $server; rm -rf "$archive"' EXIT
for _ in $(seq 300); do grep -q '^http://' "$archive"/log && break; sleep 0.1; done
grep -q '^http://' "$archive"/log || { cat "$archive"/log; exit 1; }

cache=$(bash "$judges"/setup.sh | tail -1)
kinds() { node "$root"/tests/browser/kinds.mjs "$base" "$@"; }
mapfile -t pages < <(kinds; kinds --made)
half=$((${#pages[@]} / 2))

cd "$cache"
node html.mjs "${pages[@]}"
node a11y.mjs "${pages[@]:0:half}" & other=$!
node a11y.mjs "${pages[@]:half}"
wait $other
node links.mjs "$base/"
mapfile -t indexed < <(kinds --indexed)
node hreflang.mjs "${indexed[@]}"
source "$root"/tests/browser/validators.sh "$archive"
"$python" "$root"/tests/browser/feeds.py "$base" 10
"$python" "$root"/tests/browser/maps.py "$base" "$archive" "$sitemap_xsd"
"$python" "$root"/tests/bibtex/parse.py "$base"
python3 "$judges"/malformed.py 8080 /uk/

# A busy machine costs points that a page does not: the best of three runs counts. Pages that are kept out of search
# engines on purpose (search, side by side, fallbacks, the reader's own pages) cannot have the fourth score.
whole='performance 100, accessibility 100, best-practices 100'
scores() {
  local said url=$1 wanted=$2
  for _ in 1 2 3; do
    said=$(node lighthouse.mjs "$url" 2>&1 || true)
    case $said in *"$wanted"*) tail -1 <<<"$said"; return ;; esac
  done
  echo "$said"
  return 1
}
mapfile -t noindex < <(kinds --noindex)
if [ "${2:-}" != --all ]; then # one of each shape
  indexed=("$base"/uk/ "$base"/uk/2025/vykhid-z-ottavskoi-konventsii "$base"/en/2024/hypatian-codex "$base"/uk/about/archive
    "$base"/uk/2026/loom "$base"/uk/tags "$base"/en/about)
  noindex=("${noindex[1]}" "${noindex[4]}")
fi
low=0
for page in "${indexed[@]}"; do scores "$page" "$whole, seo 100" || low=1; done
for page in "${noindex[@]}"; do scores "$page" "$whole" || low=1; done
exit $low
