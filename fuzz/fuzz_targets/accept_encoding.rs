//! libFuzzer's way to `targets::accept_encoding`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| litopys_fuzz::run("accept_encoding", data));
