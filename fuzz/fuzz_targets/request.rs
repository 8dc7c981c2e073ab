//! libFuzzer's way to `targets::request`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| litopys_fuzz::run("request", data));
