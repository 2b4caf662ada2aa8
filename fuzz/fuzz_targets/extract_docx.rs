#![no_main]
//! Word files: a whole package, or its document, numbering, styles, footnotes and comments as XML with zero bytes between
//! them. Seeds: `tests/conformance/*.docx`, `fuzz/seeds/docx`.

use libfuzzer_sys::fuzz_target;
use termscore_fuzz::{packed, read};

const FIXED: [(&str, &str); 2] = [
    ("_rels/.rels", r#"<Relationships><Relationship Type="x/officeDocument" Target="word/document.xml"/></Relationships>"#),
    (
        "word/_rels/document.xml.rels",
        r#"<Relationships><Relationship Type="x/numbering" Target="numbering.xml"/><Relationship Type="x/styles" Target="styles.xml"/><Relationship Type="x/footnotes" Target="footnotes.xml"/><Relationship Type="x/comments" Target="comments.xml"/></Relationships>"#,
    ),
];

const PARTS: [&str; 5] =
    ["word/document.xml", "word/numbering.xml", "word/styles.xml", "word/footnotes.xml", "word/comments.xml"];

fuzz_target!(|bytes: &[u8]| read("fuzz.docx", &packed(bytes, &FIXED, &PARTS)));
