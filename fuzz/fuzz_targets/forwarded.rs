//! libFuzzer's way to `targets::forwarded`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| litopys_fuzz::run("forwarded", data));
