//! Rule text as it comes in, and places in it.

use termscore_core::Span;

/// A rule text with the name that diagnostics call it by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Such as a path relative to the pack's folder: `clauses.terms`.
    pub name: String,
    /// The whole text.
    pub text: String,
}

impl Source {
    /// A text under a name.
    ///
    /// ```
    /// let source = termscore_dsl::Source::new("pack.terms", "pack demo 1.0.0 { }");
    /// assert_eq!(source.name, "pack.terms");
    /// ```
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Source {
        Source { name: name.into(), text: text.into() }
    }

    /// The line of a byte, from 1.
    pub fn line(&self, byte: usize) -> usize {
        self.text.bytes().take(byte).filter(|it| *it == b'\n').count() + 1
    }
}

/// A place in one of several sources.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Loc {
    /// Index of the source.
    pub(crate) source: usize,
    /// Bytes of its text.
    pub(crate) span: Span,
}

impl Loc {
    /// The bytes `start..end` of a source.
    pub(crate) fn new(source: usize, start: usize, end: usize) -> Loc {
        Loc { source, span: Span::new(start, end) }
    }

    /// The smallest place that holds both, which lie in one source.
    pub(crate) fn cover(self, other: Loc) -> Loc {
        Loc { source: self.source, span: self.span.cover(other.span) }
    }
}
