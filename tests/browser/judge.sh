#!/usr/bin/env bash
# Runs independent checkers over every kind of page of the shipped archive: HTML, accessibility, links, alternates, feeds,
# maps, citations, malformed requests, Lighthouse. An article with a film and a gallery, and one that was withdrawn, are added.
# Takes the folder of the judges, and `--all` to have Lighthouse look at every kind of page and not at nine only; LITOPYS names
# the binary, by default target/release/litopys.
set -euo pipefail
judges=$(cd "$1" && pwd)
root=$(cd "$(dirname "$0")/../.." && pwd)
base=http://127.0.0.1:8080 # the base_url of the shipped site.toml
archive=$(mktemp -d)
cp -r "$root"/{site.toml,articles,pages,authors,static} "$archive"/
cp -r "$root"/tests/browser/fixtures/articles "$archive"/
cp "$root"/articles/2022/borscht-unesco/borscht.svg "$root"/articles/2021/shchedryk/swallows.svg "$archive"/articles/2026/loom/
"${LITOPYS:-$root/target/release/litopys}" serve --archive "$archive" --listen 127.0.0.1:8080 --admin off 2>"$archive"/log &
server=$!
trap 'kill $server; rm -rf "$archive"' EXIT
until grep -q '^http://' "$archive"/log; do kill -0 $server || { cat "$archive"/log; exit 1; }; sleep 0.1; done

cache=$(bash "$judges"/setup.sh | tail -1)
kinds() { node "$root"/tests/browser/kinds.mjs "$base" "$@"; }
mapfile -t made < <(kinds --made)
mapfile -t pages < <(kinds; kinds --gone)
pages+=("${made[@]}")
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

# Lighthouse comes last and alone: it measures time too.
mapfile -t noindex < <(kinds --noindex)
indexed+=("${made[@]}")
if [ "${2:-}" != --all ]; then # one of each shape
  indexed=("$base"/uk/ "$base"/uk/2025/vykhid-z-ottavskoi-konventsii "$base"/en/2024/hypatian-codex "$base"/uk/about/archive
    "$base"/uk/tags "$base"/en/about "${made[@]}")
  noindex=("${noindex[1]}" "${noindex[4]}")
fi
node "$root"/tests/browser/lighthouse.mjs "${indexed[@]}" --noindex "${noindex[@]}"
