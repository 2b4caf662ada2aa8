//! What is wrong with a rule text: data first, and text with carets on request.

mod code;
mod render;

use std::{error, fmt, slice, vec};

use termscore_core::Span;

use crate::source::{Loc, Source};

pub use code::Code;

/// One mistake in a rule text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// What kind of mistake.
    pub code: Code,
    /// Does it keep the pack from being used?
    pub level: Level,
    /// What is wrong, in one line.
    pub message: String,
    /// Where.
    pub label: Label,
    /// Other places that matter, such as an earlier declaration.
    pub others: Vec<Label>,
    /// Why the language forbids it, if that is not plain.
    pub why: Option<String>,
    /// What to do; may have several lines.
    pub help: Option<String>,
}

/// How bad a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The pack cannot be used.
    Error,
    /// The pack can be used, and probably does not do what its author thinks.
    Warning,
}

/// A place in a source, with a remark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Index of the source, among those that were compiled.
    pub source: usize,
    /// Bytes of its text.
    pub span: Span,
    /// Shown beside the caret; may be empty.
    pub text: String,
}

impl Diagnostic {
    /// An error at a place.
    pub(crate) fn error(code: Code, at: Loc, message: impl Into<String>) -> Diagnostic {
        let label = Label { source: at.source, span: at.span, text: String::new() };
        let message = message.into();
        Diagnostic { code, level: Level::Error, message, label, others: Vec::new(), why: None, help: None }
    }

    /// A warning at a place.
    pub(crate) fn warning(code: Code, at: Loc, message: impl Into<String>) -> Diagnostic {
        Diagnostic { level: Level::Warning, ..Diagnostic::error(code, at, message) }
    }

    /// Points at another place.
    pub(crate) fn also(mut self, at: Loc, text: impl Into<String>) -> Diagnostic {
        self.others.push(Label { source: at.source, span: at.span, text: text.into() });
        self
    }

    /// Says what to do.
    pub(crate) fn help(mut self, text: impl Into<String>) -> Diagnostic {
        self.help = Some(text.into());
        self
    }

    /// Says what to do, if there is something to say.
    pub(crate) fn maybe_help(mut self, text: Option<String>) -> Diagnostic {
        self.help = text.or(self.help);
        self
    }

    /// Says why it is forbidden.
    pub(crate) fn why(mut self, text: impl Into<String>) -> Diagnostic {
        self.why = Some(text.into());
        self
    }
}

/// All mistakes of some rule texts, in source order, with the texts they point into.
///
/// `Display` renders them with carets, without colour; empty if there is nothing to say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    sources: Vec<Source>,
    // INVARIANT (sorted diagnostics): by source, then start, then end, then code; no two are equal.
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Sorts what was found in the sources.
    pub(crate) fn new(sources: &[Source], mut list: Vec<Diagnostic>) -> Diagnostics {
        let key = |it: &Diagnostic| (it.label.source, it.label.span, it.code);
        list.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message)));
        list.dedup();
        let sources = if list.is_empty() { Vec::new() } else { sources.to_vec() };
        Diagnostics { sources, list }
    }

    /// The mistakes, in source order.
    pub fn iter(&self) -> slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// True if one of them keeps the pack from being used.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|it| it.level == Level::Error)
    }

    /// The source that a label points into.
    pub fn source(&self, label: &Label) -> Option<&Source> {
        self.sources.get(label.source)
    }

    /// Line and column of the first byte of a label, both from 1; the column counts characters.
    pub fn position(&self, label: &Label) -> Option<(usize, usize)> {
        let before = self.source(label)?.text.get(..label.span.start)?;
        let line = before.bytes().filter(|&it| it == b'\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Some((line, column))
    }

    /// One of them, rendered with carets, without colour, without a final line break.
    pub fn render(&self, diagnostic: &Diagnostic) -> String {
        render::render(&self.sources, diagnostic)
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = slice::Iter<'a, Diagnostic>;
    fn into_iter(self) -> Self::IntoIter {
        self.list.iter()
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = vec::IntoIter<Diagnostic>;
    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

/// At most so many are rendered by `Display`; the rest is counted.
const SHOWN: usize = 100;

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, it) in self.list.iter().take(SHOWN).enumerate() {
            if n > 0 {
                f.write_str("\n\n")?;
            }
            f.write_str(&self.render(it))?;
        }
        match self.list.len().saturating_sub(SHOWN) {
            0 => Ok(()),
            more => write!(f, "\n\n... and {more} more"),
        }
    }
}

impl error::Error for Diagnostics {}
