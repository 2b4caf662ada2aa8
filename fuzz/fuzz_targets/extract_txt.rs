#![no_main]
//! Plain text in any encoding: any bytes are read or refused. Seeds: `tests/conformance/*.txt`.

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| termscore_fuzz::read("fuzz.txt", bytes));
