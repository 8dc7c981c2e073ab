//! libFuzzer's way to `targets::accept_language`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| litopys_fuzz::run("accept_language", data));
