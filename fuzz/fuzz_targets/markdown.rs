//! libFuzzer's way to `targets::markdown`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| litopys_fuzz::run("markdown", data));
