//! Text under construction that knows where its characters stand in the file.

use std::ops::Range;

use termscore_core::document::Anchor;

/// Text, and where it was copied from. What was made up, such as the number of an item, stands where the text before
/// it ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Traced {
    text: String,
    /// Ascending.
    anchors: Vec<Anchor>,
}

impl Traced {
    /// Text that stands at a byte of the file.
    pub(crate) fn at(text: &str, file: usize) -> Traced {
        let mut it = Traced::default();
        it.push_from(text, file);
        it
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Adds what was copied from a byte of the file.
    pub(crate) fn push_from(&mut self, text: &str, file: usize) {
        self.anchors.push(Anchor { text: self.text.len(), file });
        self.text.push_str(text);
    }

    /// Adds what the file does not say.
    pub(crate) fn push_made(&mut self, text: &str) {
        self.text.push_str(text);
    }

    pub(crate) fn append(&mut self, other: &Traced) {
        let before = self.text.len();
        self.anchors
            .extend(other.anchors.iter().map(|it| Anchor { text: it.text.saturating_add(before), ..*it }));
        self.text.push_str(&other.text);
    }

    /// A piece; empty if the range does not fit.
    pub(crate) fn piece(&self, range: Range<usize>) -> Traced {
        let mut it =
            Traced { text: self.text.get(range.clone()).unwrap_or_default().to_owned(), anchors: Vec::new() };
        if let Some(file) = self.file_byte(range.start) {
            it.anchors.push(Anchor { text: 0, file });
        }
        let n_before = |byte| self.anchors.partition_point(|it| it.text < byte);
        let inside = self.anchors.get(n_before(range.start.saturating_add(1))..n_before(range.end));
        it.anchors.extend(
            inside.unwrap_or_default().iter().map(|it| Anchor { text: it.text - range.start, ..*it }),
        );
        it
    }

    /// Where a byte of the text was copied from.
    pub(crate) fn file_byte(&self, byte: usize) -> Option<usize> {
        let n_before = self.anchors.partition_point(|it| it.text <= byte);
        let anchor = n_before.checked_sub(1).and_then(|it| self.anchors.get(it))?;
        Some(anchor.file.saturating_add(byte - anchor.text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_know_where_they_stand() {
        let mut it = Traced::at("• ", 0);
        it.append(&Traced::at("ab", 2));
        it.push_made(" | ");
        it.push_from("cd", 20);
        assert_eq!(it.as_str(), "• ab | cd");
        let piece = it.piece(5..11);
        assert_eq!(piece.as_str(), "b | cd");
        assert_eq!([0, 4, 5].map(|at| piece.file_byte(at)), [Some(3), Some(20), Some(21)]);
        assert_eq!(it.piece(90..91), Traced::at("", 20 + 90 - 9));
    }
}
