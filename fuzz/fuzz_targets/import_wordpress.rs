//! libFuzzer's way to `targets::import_wordpress`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| litopys_fuzz::run("import_wordpress", data));
