//! No input panics, and whatever is read keeps its promises.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use proptest::prelude::*;
use termscore_core::Span;
use termscore_extract::{MAX_TEXT, extract};

const NAMES: [&str; 7] = ["a.txt", "a.md", "a.html", "a.docx", "a.pdf", "a.eml", "a.rtf"];

/// Small real files of each kind.
const FILES: [(&str, &[u8]); 7] = [
    ("a.docx", include_bytes!("data/agreement.docx")),
    ("a.pdf", include_bytes!("data/agreement.pdf")),
    ("a.pdf", include_bytes!("data/owner-password.pdf")),
    (
        "a.html",
        b"<html><body><ol start=2><li>x<table><tr><td>y<td>z</table><li>v</ol><dl><dt>w<dd>u</body></html>",
    ),
    (
        "a.rtf",
        b"{\\rtf1\\ansi{\\fonttbl{\\f1\\fcharset128 x;}}{\\stylesheet{\\s1 heading 1;}}{\\*\\revtbl{x;}{y;}}\\s1{\\listtext 1.\\tab}Fees\\par\\pard\\f1\\'83\\'65\\u-10179?\\u-8704?\\v x\\v0{\\footnote y}\\par\\trowd\\intbl a\\cell b\\cell\\row{\\deleted\\revauthdel1 z}}",
    ),
    (
        "a.fodt",
        b"<office:document ><office:styles><text:list-style style:name='L'><text:list-level-style-number text:level='1' style:num-format='1'/></text:list-style></office:styles><office:body><office:text><text:list text:style-name='L'><text:list-item><text:p>One <text:soft-page-break/>two</text:p></text:list-item></text:list><text:p>x<text:note><text:note-body><text:p>y</text:p></text:note-body></text:note></text:p></office:text></office:body></office:document>",
    ),
    (
        "a.eml",
        b"From: a@b.c\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nbody\r\n--x\r\nContent-Type: text/html; name=exhibit-a.html\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+eDxwPnk=\r\n--x--\r\n",
    ),
];

fn check(name: &str, bytes: &[u8]) {
    let read = extract(name, bytes);
    assert_eq!(read, extract(name, bytes), "the same bytes give the same text");
    let Ok(extracted) = read else { return };
    let text = &extracted.text;
    assert!(text.len() <= MAX_TEXT + 2 && !text.trim().is_empty());
    let mut last = Span::default();
    for block in &extracted.layout.blocks {
        assert!(!block.span.is_empty() && block.span.start >= last.end, "in order, without overlap");
        assert!(text.get(block.span.start..block.span.end).is_some(), "inside, on character boundaries");
        last = block.span;
    }
    let pages = &extracted.layout.pages;
    assert!(pages.is_empty() || pages.first() == Some(&0), "{pages:?}");
    assert!(pages.is_sorted() && pages.iter().all(|&it| text.is_char_boundary(it)), "{pages:?}");
}

#[test]
fn real_files_are_read() {
    for (name, bytes) in FILES {
        check(name, bytes);
        assert!(extract(name, bytes).is_ok());
    }
}

#[test]
fn truncated_files_do_not_panic() {
    for (name, bytes) in FILES {
        for nth in 0..40 {
            check(name, bytes.get(..bytes.len() * nth / 40).unwrap());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_do_not_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), nth in 0..7_usize) {
        check(NAMES.get(nth).unwrap(), &bytes);
    }

    #[test]
    fn random_text_does_not_panic(text in "([ \n#*>|<&;\\[\\]()`~_-]|<[a-z]{1,5}>|</(p|ol|li|td|div)>|[0-9.]{1,3}|\\PC){0,80}", nth in 0..3_usize) {
        check(NAMES.get(nth).unwrap(), text.as_bytes());
    }

    #[test]
    fn mutated_files_do_not_panic(
        which in 0..7_usize,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
    ) {
        let (name, bytes) = FILES.get(which).unwrap();
        let mut bytes = bytes.to_vec();
        for (place, value) in changes {
            let at = place.index(bytes.len());
            *bytes.get_mut(at).unwrap() = value;
        }
        check(name, &bytes);
    }
}
