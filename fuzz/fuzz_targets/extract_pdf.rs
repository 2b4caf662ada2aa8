#![no_main]
//! PDFs: any bytes are read or refused. Seeds: `tests/conformance/*.pdf`.

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| termscore_fuzz::read("fuzz.pdf", bytes));
