#!/usr/bin/env bash
# make.sh ARCHIVE: how long one worker takes to make all pictures of ARCHIVE (benches/pictures/make_archive.py writes one of
# ten photos), in seconds of a processor, and the most memory the server had. Needs target/release/litopys.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
archive=$1
rm -rf "$archive"/.litopys
"$root"/target/release/litopys serve --archive "$archive" --listen 127.0.0.1:0 --admin off 2>"$archive"/log &
server=$!
trap 'kill $server' EXIT
ticks() { awk '{print $14 + $15}' /proc/$server/stat; }
made() { find "$archive"/.litopys/cache/pictures -type f ! -name '.*' 2>/dev/null | wc -l; }
photos=$(find "$archive"/articles -name '*.jpg' | wc -l)
[ "$photos" -gt 0 ] || { echo "no photo under $archive/articles"; exit 1; }
while [ "$(made)" -lt $((photos * 9)) ]; do
  ! grep -q 'error:' "$archive"/log || { cat "$archive"/log; exit 1; }
  sleep 0.2
done
awk -v ticks="$(ticks)" -v hz="$(getconf CLK_TCK)" -v photos="$photos" \
  'BEGIN { printf "%d photos, %d files: %.1f s of a processor\n", photos, photos * 9, ticks / hz }'
grep VmHWM /proc/$server/status
for made in {400,800,1600}.{avif,webp,jpg}; do
  find "$archive"/.litopys/cache/pictures -name "*-$made" -printf '%s\n' | awk -v made="$made" '{ sum += $1 } END { print made, sum }'
done
