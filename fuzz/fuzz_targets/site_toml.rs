//! libFuzzer's way to `targets::site_toml`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| litopys_fuzz::run("site_toml", data));
