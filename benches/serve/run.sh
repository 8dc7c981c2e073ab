#!/usr/bin/env bash
# Litopys against nginx and Apache, the same bytes with the same headers: one core for the server, one for the load.
# Usage: benches/serve/run.sh [ARTICLES] [SECONDS] [ROWS]   (10000 articles in three languages, 6 seconds a measurement, all rows)
# Prints a table, and leaves it in target/serve-bench.md: requests a second as a ratio, p99, CPU microseconds a request, how busy
# either core was (a load that is busy to the full hides what a server could do), resident memory.
set -euo pipefail
cd "$(dirname "$0")/../.."
have() { command -v "$1" >/dev/null 2>&1; }
root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
packages=()
have nginx || packages+=(nginx)
[ -e /usr/lib/nginx/modules/ngx_http_brotli_static_module.so ] || packages+=(libnginx-mod-http-brotli-static)
have apache2 || packages+=(apache2)
have wrk || packages+=(wrk)
if [ ${#packages[@]} -gt 0 ]; then
  root apt-get update -qq
  root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
fi
cargo build --release --locked --quiet
exec python3 benches/serve/bench.py "${1:-10000}" "${2:-6}" "${3:-}"
