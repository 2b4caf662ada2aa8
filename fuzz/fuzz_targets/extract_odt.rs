#![no_main]
//! OpenDocument texts: a whole package, or its content and styles as XML with a zero byte between them. Seeds:
//! `tests/conformance/*.odt`, `fuzz/seeds/odt`.

use libfuzzer_sys::fuzz_target;
use termscore_fuzz::{packed, read};

const FIXED: [(&str, &str); 1] = [("mimetype", "application/vnd.oasis.opendocument.text")];

fuzz_target!(|bytes: &[u8]| read("fuzz.odt", &packed(bytes, &FIXED, &["content.xml", "styles.xml"])));
