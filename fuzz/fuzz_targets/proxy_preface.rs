//! libFuzzer's way to `targets::proxy_preface`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| litopys_fuzz::run("proxy_preface", data));
