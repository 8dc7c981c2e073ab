#!/usr/bin/env bash
# Runs independent checkers over every kind of page of the shipped archive: HTML, accessibility, links, alternates,
# malformed requests, Lighthouse. Takes the folder of the judges; needs target/release/litopys.
set -euo pipefail
judges=$(cd "$1" && pwd)
root=$(cd "$(dirname "$0")/../.." && pwd)
base=http://127.0.0.1:8080 # the base_url of the shipped site.toml
archive=$(mktemp -d)
cp -r "$root"/site.toml "$root"/articles "$archive"/
"$root"/target/release/litopys serve --archive "$archive" --listen 127.0.0.1:8080 2>"$archive"/log &
server=$!
trap 'kill $server; rm -rf "$archive"' EXIT
for _ in $(seq 100); do grep -q '^http://' "$archive"/log && break; sleep 0.1; done
grep -q '^http://' "$archive"/log || { cat "$archive"/log; exit 1; }

cache=$(bash "$judges"/setup.sh | tail -1)
pages=(/uk/ /en/ /ru/ /uk/2025/vykhid-z-ottavskoi-konventsii /en/2024/hypatian-codex /ru/2024/letter-ge-returns
  /ru/2024/humanitarian-demining /uk/tag/war /en/section/culture)
fallback=/ru/2022/borscht-unesco
missing=/uk/2025/nowhere
cd "$cache"
full() { printf "$base%s\n" "$@"; }
mapfile -t all < <(full "${pages[@]}" "$fallback")
node html.mjs "${all[@]}" "$base$missing"
node a11y.mjs "${all[@]}" "$base$missing"
node links.mjs "$base/"
node hreflang.mjs "$base"/{uk,en,ru}/ "$base"/uk/2025/vykhid-z-ottavskoi-konventsii "$base"/en/2022/borscht-unesco
python3 "$judges"/malformed.py 8080 /uk/
node lighthouse.mjs "$base"/uk/ "$base"/uk/2025/vykhid-z-ottavskoi-konventsii "$base"/en/2022/borscht-unesco
