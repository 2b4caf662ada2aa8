//! Plain text: the file's own characters, so that byte offsets into a UTF-8 file stay valid.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
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
/// UTF-8 keeps its byte order mark, so that offsets stay; UTF-16 loses it. `label` is an encoding that
/// the file itself names; what is valid UTF-8 is read as that whatever the label says.
pub(crate) fn decode<'a>(bytes: &'a [u8], label: Option<&[u8]>) -> (Cow<'a, str>, Option<String>) {
    // Latin text in UTF-16 is valid UTF-8, with a zero byte for every other character.
    let wide = utf16(bytes);
    if wide.is_none()
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        return (Cow::Borrowed(text), None);
    }
    let encoding = match Encoding::for_bom(bytes).map(|it| it.0).or(wide) {
        Some(encoding) => encoding,
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
    // In a text that is nearly all ASCII, signs without letters ("£", quotes, dashes) are Western; the detector takes
    // them for letters of other languages.
    let beyond = || bytes.iter().filter(|it| !it.is_ascii());
    if beyond().all(|it| (0x80..0xc0).contains(it)) && beyond().count() * 20 < bytes.len() {
        return WINDOWS_1252;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// UTF-16 without a mark, told by the zero bytes of Latin text: nearly all in every other place, and hardly any between.
pub(crate) fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..4096).unwrap_or(bytes);
    if head.len() < 4 || head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
        return None;
    }
    let zeros = |first: usize| head.iter().skip(first).step_by(2).filter(|it| **it == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let half = head.len() / 2;
    // A file of a program has other characters than text has.
    let is_text = |zero: usize| {
        head.chunks_exact(2).all(|pair| {
            let (zero, other) = (pair.get(zero), pair.get(1 - zero));
            zero != Some(&0)
                || other.is_some_and(|it| *it >= 0x20 || matches!(it, b'\t' | b'\n' | b'\r' | 0x0c))
        })
    };
    match (even * 10 >= half * 7, odd * 10 >= half * 7) {
        (false, true) if is_text(1) && even * 20 <= half => Some(UTF_16LE),
        (true, false) if is_text(0) && odd * 20 <= half => Some(UTF_16BE),
        _ => None,
    }
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
        check(b"a\0b\0c\0\xe9\0", "abc\u{e9}", "UTF-16LE");
        check(b"\0a\0b\0c\x20\x1c\0d", "abc\u{201c}d", "UTF-16BE");
        check(
            b"the \x93Company\x94 shall pay \x80500",
            "the \u{201c}Company\u{201d} shall pay \u{20ac}500",
            "windows-1252",
        );
        check(b"a fee of \xa3900 is due to the Artist", "a fee of £900 is due to the Artist", "windows-1252");
        check("“a” “b” “c” “d” “e” \u{fffd}".as_bytes(), "“a” “b” “c” “d” “e” \u{fffd}", "");
    }

    #[test]
    fn form_feeds_begin_pages() {
        assert_eq!(pages("one\u{c}two\u{c}"), [0, 4]);
        assert_eq!(pages("one"), [0; 0]);
    }
}
