//! libFuzzer's way to `targets::archive_json`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| litopys_fuzz::run("archive_json", data));
