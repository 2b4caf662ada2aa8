#![no_main]
//! Mail with its parts: any bytes are read or refused. Seeds: `tests/conformance/*.eml`.

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| termscore_fuzz::read("fuzz.eml", bytes));
