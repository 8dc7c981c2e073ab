//! libFuzzer's way to `targets::query`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| litopys_fuzz::run("query", data));
