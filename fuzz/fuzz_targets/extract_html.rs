#![no_main]
//! Web pages: any bytes are read or refused. Seeds: `tests/conformance/*.html`.

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| termscore_fuzz::read("fuzz.html", bytes));
