//! The text of one paragraph on its way to a block, with what is attached to places in it.

use crate::writer::is_blank;

/// What a place in the text is remembered for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// A note begins, by its index.
    Note(usize),
    /// A page begins.
    Page,
}

/// Shown and hidden text of a paragraph, white space as the file has it.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) text: String,
    /// What Word does not show.
    pub(super) hidden: String,
    /// Length of `text` when `hidden` grew last.
    hidden_at: usize,
    /// By their bytes in `text`, which may lie behind its end.
    pub(super) marks: Vec<(usize, Mark)>,
}

impl Line {
    pub(super) fn new(text: impl Into<String>) -> Line {
        Line { text: text.into(), ..Line::default() }
    }

    pub(super) fn mark(&mut self, mark: Mark) {
        self.marks.push((self.text.len(), mark));
    }

    /// True if it shows nothing.
    pub(super) fn is_blank(&self) -> bool {
        is_blank(&self.text)
    }

    /// Hides the text from this byte on.
    pub(super) fn hide(&mut self, from: usize) {
        if self.text.get(from..).is_none_or(is_blank) {
            return;
        }
        if self.hidden_at != from {
            self.hidden.push(' ');
        }
        let hidden = self.text.split_off(from);
        self.hidden.push_str(&hidden);
        self.hidden_at = from;
    }

    /// Goes on with another one.
    pub(super) fn append(&mut self, other: Line) {
        let before = self.text.len();
        self.marks.extend(other.marks.iter().map(|(at, mark)| (before + at, *mark)));
        self.text.push_str(&other.text);
        if !other.hidden.is_empty() {
            self.hidden.push(' ');
            self.hidden.push_str(&other.hidden);
        }
    }
}
