//! libFuzzer's way to `targets::cookie`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| litopys_fuzz::run("cookie", data));
