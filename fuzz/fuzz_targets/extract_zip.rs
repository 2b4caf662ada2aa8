#![no_main]
//! Archives of several parts: a whole archive, or a main document, an exhibit and a third file with zero bytes between
//! them. Seeds: `tests/conformance/*.zip`.

use libfuzzer_sys::fuzz_target;
use termscore_fuzz::{packed, read};

fuzz_target!(|bytes: &[u8]| read("fuzz.zip", &packed(bytes, &[], &["agreement.txt", "Exhibit A.md", "Schedule 2.html"])));
