#!/usr/bin/env bash
# real.sh MAKE: alignment, alternates, maps and feeds over a real archive of some three thousand articles, which `MAKE OUT` writes;
# LITOPYS names the binary, by default target/release/litopys. Where the archive cannot be
# made, for want of a network, it says so and is no failure.
set -euo pipefail
make=$(realpath "$1")
root=$(cd "$(dirname "$0")/../.." && pwd)
base=http://127.0.0.1:8080 # the base_url that it writes
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill $server; rm -rf "$work"' EXIT
if ! timeout 900 python3 "$make" "$work"/archive >"$work"/made 2>&1 || [ "$(find "$work"/archive -name article.toml | wc -l)" -lt 2000 ]; then
  tail -3 "$work"/made
  echo "skipped: the real archive cannot be made here"
  exit
fi
(cd "$root" && LITOPYS_REAL="$work"/archive cargo test --quiet --test it aligned -- --nocapture)
"${LITOPYS:-$root/target/release/litopys}" serve --archive "$work"/archive --listen 127.0.0.1:8080 --admin off 2>"$work"/log &
server=$!
# It answers before it has read everything; the last line it says of that counts.
until grep ' read, .* gone' "$work"/log; do kill -0 $server || { tail "$work"/log; exit 1; }; sleep 0.1; done
source "$root"/tests/browser/validators.sh "$work"
"$python" "$root"/tests/browser/maps.py "$base" "$work"/archive "$sitemap_xsd"
"$python" "$root"/tests/browser/alternates.py "$base"
"$python" "$root"/tests/browser/feeds.py "$base" 5 10
