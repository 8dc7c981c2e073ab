#!/usr/bin/env bash
# run.sh [SECONDS] [TARGET…]: each target for so long, as many at once as there are cores; new inputs go to a folder aside,
# findings to fuzz/artifacts/<target>/. Ends with what each did. fuzz/corpus/ itself is never written.
set -uo pipefail
cd "$(dirname "$0")"
seconds=${1:-600}; shift || true
targets=("$@"); [ ${#targets[@]} -gt 0 ] || { targets=(fuzz_targets/*.rs); targets=("${targets[@]##*/}"); targets=("${targets[@]%.rs}"); }
# With sanitizers off, everything that cargo-fuzz asks of the compiler is stable.
cargo fuzz build -s none || exit 1
built=target/$(rustc -vV | sed -n 's/^host: //p')/release
work=target/grown; mkdir -p "$work"

one() {
  mkdir -p "$work/$1" "artifacts/$1"
  nice -n 10 "$built/$1" "$work/$1" "corpus/$1" $([ -d "regressions/$1" ] && echo "regressions/$1") \
    -max_total_time="$seconds" -max_len=2048 -timeout=60 -rss_limit_mb=2048 -print_final_stats=1 -artifact_prefix="artifacts/$1/" \
    >"$work/$1.log" 2>&1
  local code=$? count
  count=$(sed -n 's/^stat::number_of_executed_units: *//p' "$work/$1.log")
  printf '%-16s exit %d, %s executions, %s\n' "$1" "$code" "${count:-?}" "$(grep -oE 'cov: [0-9]+ ft: [0-9]+ corp: [0-9]+' "$work/$1.log" | tail -1)"
  return $code
}
export -f one; export built work seconds
printf '%s\n' "${targets[@]}" | xargs -P "$(nproc)" -I{} bash -c 'one {}'
