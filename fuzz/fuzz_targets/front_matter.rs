//! libFuzzer's way to `targets::front_matter`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| litopys_fuzz::run("front_matter", data));
