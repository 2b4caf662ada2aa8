//! Bytes of a fuzzer to files of one format, and what must hold however such a file is read.

use std::io::{Cursor, Write};

use termscore::{
    Document,
    extract::{MAX_TEXT, extract},
};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// Reads a file: no panic, text within its limit, a layout that fits the text, and an error with words.
pub fn read(name: &str, bytes: &[u8]) {
    match extract(name, bytes) {
        Ok(extracted) => {
            assert!(!extracted.text.trim().is_empty() && extracted.text.len() <= MAX_TEXT + 2);
            for note in &extracted.notes {
                assert!(note.at.is_none_or(|at| extracted.text.is_char_boundary(at)), "{note:?}");
            }
            Document::with_layout(name, extracted.text, extracted.layout).expect("readers keep the promises of a layout");
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// An archive as it is, or parts, zero bytes between them, packed under these names: a fuzzer rarely gets past the
/// checksums of a zip, and what is to be tried is mostly inside.
pub fn packed(bytes: &[u8], fixed: &[(&str, &str)], names: &[&str]) -> Vec<u8> {
    if bytes.starts_with(b"PK") {
        return bytes.to_vec();
    }
    let parts = names.iter().copied().zip(bytes.splitn(names.len(), |it| *it == 0));
    let fixed = fixed.iter().map(|(name, content)| (*name, content.as_bytes()));
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in fixed.chain(parts) {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        zip.start_file(name, options).expect("a short name");
        zip.write_all(content).expect("memory can be written");
    }
    zip.finish().expect("a small archive").into_inner()
}
