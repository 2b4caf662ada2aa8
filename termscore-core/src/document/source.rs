//! A place in a text in, the place in the file that it was read from out, and back.

use crate::Span;

/// The file that a text was read from, if that is itself a text with marks of its own, such as Markdown: its
/// characters, and where those of the text stand among them.
///
/// ```
/// use termscore_core::{Span, document::{Anchor, Source}};
/// // The file is "a **b** c", the text "a b c".
/// let source = Source::new("a **b** c", [(0, 0), (2, 4), (3, 7)].map(|(text, file)| Anchor { text, file }));
/// assert_eq!(source.to_file(Span::new(2, 3)).of(source.text()), "b");
/// assert_eq!(source.to_text(Span::new(4, 5)), Span::new(2, 3));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    text: String,
    /// INVARIANT: ascending by `text`; `file` lies within the file.
    anchors: Vec<Anchor>,
}

/// A place that text and file share: from here to the next anchor they run side by side, as far as the file has room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Anchor {
    /// A byte of the text.
    pub text: usize,
    /// The byte of the file that stands for it.
    pub file: usize,
}

impl Source {
    /// The characters of the file, and the places that it shares with the text; the anchors may come in any order.
    pub fn new(file: impl Into<String>, anchors: impl IntoIterator<Item = Anchor>) -> Source {
        let text = file.into();
        let mut anchors: Vec<Anchor> = anchors.into_iter().filter(|it| it.file <= text.len()).collect();
        anchors.sort_by_key(|it| it.text);
        Source { text, anchors }
    }

    /// The characters of the file.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bytes of the file from where a span of the text begins to where it ends, marks between them included.
    pub fn to_file(&self, span: Span) -> Span {
        let start = self.file_byte(self.anchors.partition_point(|it| it.text <= span.start), span.start);
        if span.is_empty() {
            return Span::new(start, start);
        }
        // Where something ends belongs to what comes before.
        let end = self.file_byte(self.anchors.partition_point(|it| it.text < span.end), span.end);
        // A note that was moved to the end of the text stands before it in the file.
        Span::new(start.min(end), start.max(end))
    }

    /// The bytes of the text that stand for a span of the file. What the text leaves out is nearest to what comes after.
    pub fn to_text(&self, span: Span) -> Span {
        let start = self.text_byte(span.start);
        let end = if span.is_empty() { start } else { self.text_byte(span.end) };
        Span::new(start.min(end), start.max(end))
    }

    /// `n_before` anchors stand before a byte of the text.
    fn file_byte(&self, n_before: usize, byte: usize) -> usize {
        let Some(anchor) = n_before.checked_sub(1).and_then(|it| self.anchors.get(it)) else { return 0 };
        let next = self.anchors.get(n_before).map(|it| it.file).filter(|it| *it >= anchor.file);
        let room = next.unwrap_or(self.text.len());
        let place = anchor.file.saturating_add(byte.saturating_sub(anchor.text)).min(room);
        self.text.floor_char_boundary(place)
    }

    fn text_byte(&self, byte: usize) -> usize {
        let before = self.anchors.iter().enumerate().filter(|(_, it)| it.file <= byte);
        let Some((at, anchor)) = before.max_by_key(|(_, it)| it.file) else { return 0 };
        let room = self.anchors.get(at + 1).map_or(usize::MAX, |it| it.text);
        anchor.text.saturating_add(byte - anchor.file).min(room)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(file: &str, anchors: &[(usize, usize)]) -> Source {
        Source::new(file, anchors.iter().map(|&(text, file)| Anchor { text, file }))
    }

    #[test]
    fn spans_take_in_the_marks_between_and_not_those_around() {
        // Text: "1. Keep it secret. Always."
        let file = "1.  Keep it *secret*.\n    Always.";
        let it = source(file, &[(0, 0), (3, 4), (11, 13), (17, 20), (18, 21), (19, 26)]);
        for (start, end, expected) in [
            (0, 2, "1."),
            (3, 7, "Keep"),
            (11, 17, "secret"),
            (8, 18, "it *secret*."),
            (11, 25, "secret*.\n    Always"),
            (19, 26, "Always."),
            (19, 99, "Always."),
        ] {
            assert_eq!(it.to_file(Span::new(start, end)).of(file), expected, "{start}..{end}");
        }
        assert_eq!(it.to_text(Span::new(13, 19)), Span::new(11, 17));
        assert_eq!(it.to_text(Span::new(12, 20)), Span::new(11, 17), "with its marks");
    }

    #[test]
    fn what_was_moved_and_what_does_not_fit_is_no_panic() {
        let it = source("é[^1]: ü\n\nb", &[(0, 9), (3, 0), (900, 900)]);
        for start in 0..12 {
            for end in start..12 {
                let span = it.to_file(Span::new(start, end));
                assert!(it.text().get(span.start..span.end).is_some(), "{start}..{end} {span:?}");
                it.to_text(Span::new(start, end));
            }
        }
        assert_eq!(source("", &[]).to_file(Span::new(3, 9)), Span::new(0, 0));
    }
}
