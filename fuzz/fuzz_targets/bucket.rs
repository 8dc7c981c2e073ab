//! libFuzzer's way to `targets::bucket`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| litopys_fuzz::run("bucket", data));
