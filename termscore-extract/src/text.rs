//! Plain text: the file's own characters, so that byte offsets into a UTF-8 file stay valid.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};
use termscore_core::Layout;

use crate::{ExtractError, Extracted, Format, MAX_TEXT};

pub(crate) fn read(bytes: &[u8]) -> Result<Extracted, ExtractError> {
    let (text, caveat) = decode(bytes, None);
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        return Err(ExtractError::Empty);
    }
    if text.len() > MAX_TEXT {
        return Err(ExtractError::TooLarge { what: "the text in the file", limit: "16 MiB" });
    }
    let layout = Layout { pages: pages(&text), ..Layout::default() };
    Ok(Extracted {
        text: text.into_owned(),
        layout,
        format: Format::Text,
        caveats: caveat.into_iter().collect(),
        notes: Vec::new(),
    })
}

/// The characters of a file, and a caveat if they are not UTF-8.
///
/// UTF-8 keeps its byte order mark, so that offsets stay; UTF-16 needs one and loses it. `label` is an encoding that
/// the file itself names; what is valid UTF-8 is read as that whatever the label says.
pub(crate) fn decode<'a>(bytes: &'a [u8], label: Option<&[u8]>) -> (Cow<'a, str>, Option<String>) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (Cow::Borrowed(text), None);
    }
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None => label.and_then(Encoding::for_label).filter(|&it| it != UTF_8).unwrap_or_else(|| guess(bytes)),
    };
    let (text, malformed) = encoding.decode_with_bom_removal(bytes);
    let name = encoding.name();
    let caveat = if malformed {
        format!("read as {name}, in which some characters are not valid and shown as \u{fffd}")
    } else {
        format!("read as {name}, so that offsets count in the text, not in the file")
    };
    (text, Some(caveat))
}

/// Never UTF-8: that was tried before; a text that is UTF-8 but for a few bytes is better read by the majority.
fn guess(bytes: &[u8]) -> &'static Encoding {
    if mostly_utf8(bytes) {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// True if at least ten non-ASCII characters are valid for each that is not.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut n_valid, mut n_invalid) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        n_valid += chunk.valid().chars().filter(|it| !it.is_ascii()).count();
        n_invalid += usize::from(!chunk.invalid().is_empty());
    }
    n_valid >= n_invalid * 10
}

/// A form feed begins a page.
fn pages(text: &str) -> Vec<usize> {
    let breaks: Vec<usize> =
        text.match_indices('\u{c}').map(|(at, _)| at + 1).filter(|&it| it < text.len()).collect();
    if breaks.is_empty() { Vec::new() } else { std::iter::once(0).chain(breaks).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], text: &str, caveat: &str) {
        let (found, found_caveat) = decode(bytes, None);
        assert_eq!(found, text);
        assert!(found_caveat.unwrap_or_default().contains(caveat));
    }

    #[test]
    fn encodings() {
        check("\u{feff}a".as_bytes(), "\u{feff}a", "");
        check(b"\xff\xfea\0\xe9\0", "a\u{e9}", "UTF-16LE");
        check(b"\xfe\xff\0a\0\xe9", "a\u{e9}", "UTF-16BE");
        check(
            b"the \x93Company\x94 shall pay \x80500",
            "the \u{201c}Company\u{201d} shall pay \u{20ac}500",
            "windows-1252",
        );
        check("“a” “b” “c” “d” “e” \u{fffd}".as_bytes(), "“a” “b” “c” “d” “e” \u{fffd}", "");
    }

    #[test]
    fn form_feeds_begin_pages() {
        assert_eq!(pages("one\u{c}two\u{c}"), [0, 4]);
        assert_eq!(pages("one"), [0; 0]);
    }
}
