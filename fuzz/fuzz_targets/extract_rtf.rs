#![no_main]
//! RTF files: any bytes are read or refused. Seeds: `tests/conformance/*.rtf`.

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| termscore_fuzz::read("fuzz.rtf", bytes));
