#!/usr/bin/env bash
# Runs independent checkers over every kind of page of the shipped archive: HTML, accessibility, links, alternates, feeds,
# maps, citations, malformed requests, Lighthouse. Takes the folder of the judges; LITOPYS names the binary, by default
# target/release/litopys.
set -euo pipefail
judges=$(cd "$1" && pwd)
root=$(cd "$(dirname "$0")/../.." && pwd)
base=http://127.0.0.1:8080 # the base_url of the shipped site.toml
archive=$(mktemp -d)
cp -r "$root"/site.toml "$root"/articles "$archive"/
"${LITOPYS:-$root/target/release/litopys}" serve --archive "$archive" --listen 127.0.0.1:8080 --admin off 2>"$archive"/log &
server=$!
trap 'kill $server; rm -rf "$archive"' EXIT
for _ in $(seq 300); do grep -q '^http://' "$archive"/log && break; sleep 0.1; done
grep -q '^http://' "$archive"/log || { cat "$archive"/log; exit 1; }

cache=$(bash "$judges"/setup.sh | tail -1)
article=/uk/2025/vykhid-z-ottavskoi-konventsii
fallback=/ru/2022/borscht-unesco
stale=/ru/2024/humanitarian-demining
found='/uk/search?q=%D0%BA%D0%BE%D0%BD%D0%B2%D0%B5%D0%BD%D1%86%D1%96%D1%8F' # конвенція
full() { printf "$base%s\n" "$@"; }
mapfile -t texts < <(full /uk/ /en/ /ru/ "$article" /en/2024/hypatian-codex /ru/2024/letter-ge-returns "$fallback" "$stale" \
  "$article/with/en" /uk/2025/nowhere)
mapfile -t lists < <(full /uk/2024/ /uk/2025/06/ /uk/tag/war /en/author/taras-melnyk /en/section/culture "$found" \
  '/uk/search?q=zzzz' /uk/about/archive /uk/language /uk/kept /uk/offline)

cd "$cache"
node html.mjs "${texts[@]}" "${lists[@]}"
node a11y.mjs "${texts[@]}" & half=$!
node a11y.mjs "${lists[@]}"
wait $half
node links.mjs "$base/"
node hreflang.mjs "$base"/{uk,en,ru}/ "$base$article" "$base"/en/2022/borscht-unesco
python3 -m venv "$archive"/venv
"$archive"/venv/bin/pip -q install feedparser pybtex
"$archive"/venv/bin/python "$root"/tests/browser/feeds.py "$base" 10
python3 "$root"/tests/browser/maps.py "$base" "$archive"
"$archive"/venv/bin/python "$root"/tests/bibtex/parse.py "$base"
python3 "$judges"/malformed.py 8080 /uk/

# A busy machine costs points that a page does not: the best of three runs counts. Pages that are kept out of search
# engines on purpose cannot have the fourth score.
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
for page in /uk/ "$article" /en/2022/borscht-unesco; do scores "$base$page" "$whole, seo 100"; done
for page in "$found" "$article/with/en"; do scores "$base$page" "$whole"; done
