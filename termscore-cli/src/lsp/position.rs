//! Bytes of a text to lines and columns of the protocol, and back.

use lsp_types::{Position, Range};
use termscore::Span;

/// What a column counts, as agreed with the client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Encoding {
    /// UTF-16 code units: what every client understands.
    #[default]
    Utf16,
    /// Bytes.
    Utf8,
}

/// Where the lines of a text are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Lines {
    /// First byte of each line.
    starts: Vec<usize>,
}

impl Lines {
    pub(super) fn new(text: &str) -> Lines {
        let mut starts = vec![0];
        let bytes = text.as_bytes();
        for (n, byte) in bytes.iter().enumerate() {
            let ends = match byte {
                b'\n' => true,
                b'\r' => bytes.get(n + 1) != Some(&b'\n'),
                _ => false,
            };
            if ends {
                starts.push(n + 1);
            }
        }
        Lines { starts }
    }

    /// The position of a byte; of the last one before it that begins a character, if it begins none.
    pub(super) fn position(&self, text: &str, offset: usize, encoding: Encoding) -> Position {
        let line = self.starts.partition_point(|it| *it <= offset).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or_default();
        let mut end = offset.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = text.get(start..end).unwrap_or_default();
        let column = match encoding {
            Encoding::Utf8 => before.len(),
            Encoding::Utf16 => before.chars().map(char::len_utf16).sum(),
        };
        Position { line: narrow(line), character: narrow(column) }
    }

    /// The range of a span.
    pub(super) fn range(&self, text: &str, span: Span, encoding: Encoding) -> Range {
        Range {
            start: self.position(text, span.start, encoding),
            end: self.position(text, span.end, encoding),
        }
    }

    /// The byte at a position; the end of the line, or of the text, if there is no such column or line.
    pub(super) fn offset(&self, text: &str, position: Position, encoding: Encoding) -> usize {
        let line = usize::try_from(position.line).unwrap_or(usize::MAX);
        let Some(&start) = self.starts.get(line) else { return text.len() };
        let end = line.checked_add(1).and_then(|it| self.starts.get(it)).copied().unwrap_or(text.len());
        let within = text.get(start..end).unwrap_or_default().trim_end_matches(['\r', '\n']);
        let column = usize::try_from(position.character).unwrap_or(usize::MAX);
        let mut counted = 0_usize;
        for (n, it) in within.char_indices() {
            counted += match encoding {
                Encoding::Utf8 => it.len_utf8(),
                Encoding::Utf16 => it.len_utf16(),
            };
            if counted > column {
                return start + n;
            }
        }
        start + within.len()
    }
}

fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_what_was_agreed() {
        let text = "ab\r\n\u{1F600}é x\rlast";
        let lines = Lines::new(text);
        let x = text.find('x').expect("it is there");
        for (encoding, column) in [(Encoding::Utf16, 4), (Encoding::Utf8, 7)] {
            let position = lines.position(text, x, encoding);
            assert_eq!((position.line, position.character), (1, column));
            assert_eq!(lines.offset(text, position, encoding), x);
        }
        assert_eq!(lines.position(text, text.len(), Encoding::Utf16), Position { line: 2, character: 4 });
    }

    #[test]
    fn positions_outside_of_the_text_are_moved_into_it() {
        let text = "ab\r\n\u{1F600}";
        let lines = Lines::new(text);
        for (line, character, offset) in [(0, 9, 2), (1, 1, 4), (1, u32::MAX, 8), (7, 0, 8), (u32::MAX, 0, 8)]
        {
            assert_eq!(lines.offset(text, Position { line, character }, Encoding::Utf16), offset);
        }
        assert_eq!(lines.position(text, 99, Encoding::Utf16), Position { line: 1, character: 2 });
        assert_eq!(lines.position(text, 6, Encoding::Utf16), Position { line: 1, character: 0 });
    }
}
