//! What is wrong with a rule text: data first, and text with carets on request.

mod code;
mod render;
mod suggestion;

use std::{error, fmt, slice, vec};

use termscore_core::Span;

use crate::names::Meant;
use crate::source::{Loc, Source};

pub use code::{Code, Group};
pub use suggestion::{Edit, Suggestion};

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
    /// Changes of the text, each of which would settle it; the likeliest first.
    pub suggestions: Vec<Suggestion>,
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
        Diagnostic {
            code,
            level: Level::Error,
            message,
            label,
            others: Vec::new(),
            why: None,
            help: None,
            suggestions: Vec::new(),
        }
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

    /// Offers a change of the text.
    pub(crate) fn suggest(mut self, suggestion: Suggestion) -> Diagnostic {
        self.suggestions.push(suggestion);
        self
    }

    /// Says which name was meant by the one at a place, or else what to do.
    pub(crate) fn meant(
        self,
        at: Loc,
        meant: Option<Meant>,
        otherwise: impl FnOnce() -> String,
    ) -> Diagnostic {
        match meant {
            Some(it) => self.help(it.question()).suggest(Suggestion::write(at, it.name).safe_if(it.sure)),
            None => self.help(otherwise()),
        }
    }

    /// The change that may be made unasked: the only one that is offered, if it is safe.
    pub fn fix(&self) -> Option<&Suggestion> {
        match self.suggestions.as_slice() {
            [only] if only.safe => Some(only),
            _ => None,
        }
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
        list.iter_mut().for_each(|it| it.suggestions.iter_mut().for_each(|it| it.tidy(sources)));
        let sources = if list.is_empty() { Vec::new() } else { sources.to_vec() };
        Diagnostics { sources, list }
    }

    /// Lets a host that knows more say more, such as why its resolver has no pack: the change gets each diagnostic
    /// with the text at its label.
    pub fn amend(self, mut change: impl FnMut(&mut Diagnostic, &str)) -> Diagnostics {
        let Diagnostics { sources, mut list } = self;
        for it in &mut list {
            let at = sources.get(it.label.source);
            let text =
                at.and_then(|at| at.text.get(it.label.span.start..it.label.span.end)).unwrap_or_default();
            change(it, text);
        }
        Diagnostics::new(&sources, list)
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

    /// How many keep the pack from being used.
    pub fn n_errors(&self) -> usize {
        self.list.iter().filter(|it| it.level == Level::Error).count()
    }

    /// True if one of them keeps the pack from being used.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|it| it.level == Level::Error)
    }

    /// The source that a label points into.
    pub fn source(&self, label: &Label) -> Option<&Source> {
        self.sources.get(label.source)
    }

    /// The name of a source, by the index that labels and edits have; empty if there is none.
    pub fn source_name(&self, index: usize) -> &str {
        self.sources.get(index).map_or("", |it| it.name.as_str())
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
