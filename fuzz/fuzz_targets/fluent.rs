//! libFuzzer's way to `targets::fluent`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| litopys_fuzz::run("fluent", data));
