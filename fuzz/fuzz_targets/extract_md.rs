#![no_main]
//! Markdown: any text is read or refused, and its letters stand in the file where the text says. Seeds:
//! `tests/conformance/*.md`, `examples/contracts/*.md`.

use libfuzzer_sys::fuzz_target;
use termscore::{Span, extract::extract};

fuzz_target!(|file: &str| {
    termscore_fuzz::read("fuzz.md", file.as_bytes());
    let Ok(extracted) = extract("fuzz.md", file.as_bytes()) else { return };
    let Some(source) = &extracted.layout.source else { return };
    assert_eq!(source.text(), file);
    // Pages within it have places of their own; code may be written in other bytes.
    let is_plain = !file.contains(['<', '`', '\r', '\0']);
    for (at, letter) in extracted.text.char_indices() {
        let place = source.to_file(Span::new(at, at + letter.len_utf8()));
        let there = file.get(place.start..place.end).expect("a place in the file");
        if is_plain && letter.is_alphabetic() {
            assert!(there.starts_with(letter) || there.starts_with('&'), "{letter} at {at}: {there:?}");
        }
    }
});
