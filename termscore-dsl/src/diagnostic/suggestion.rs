//! Changes of the text that would settle a diagnostic: data that a program can carry out.

use termscore_core::Span;

use crate::source::{Loc, Source};

/// A change of the rule text that would settle a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Suggestion {
    /// What it does, in a few words: "write `title`".
    pub title: String,
    /// All of them are to be made; in no particular order, and none overlaps another.
    pub edits: Vec<Edit>,
    /// There is no doubt that the author meant this.
    pub safe: bool,
}

/// One replacement in one source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Index of the source, among those that were compiled.
    pub source: usize,
    /// Bytes that are replaced; empty: something is put in.
    pub span: Span,
    /// What stands there afterwards; empty: nothing.
    pub text: String,
}

impl Suggestion {
    /// A change that consists of nothing yet.
    pub(crate) fn new(title: impl Into<String>) -> Suggestion {
        Suggestion { title: title.into(), edits: Vec::new(), safe: false }
    }

    /// Other words at a place, which are the title as well.
    pub(crate) fn write(at: Loc, text: impl Into<String>) -> Suggestion {
        let text = text.into();
        Suggestion::new(format!("write `{text}`")).replace(at, text)
    }

    /// Other words at a place.
    pub(crate) fn replace(mut self, at: Loc, text: impl Into<String>) -> Suggestion {
        self.edits.push(Edit { source: at.source, span: at.span, text: text.into() });
        self
    }

    /// Nothing at a place.
    pub(crate) fn remove(self, at: Loc) -> Suggestion {
        self.replace(at, "")
    }

    /// Parentheses around a place.
    pub(crate) fn enclose(self, at: Loc) -> Suggestion {
        let (start, end) = (at.span.start, at.span.end);
        self.replace(Loc::new(at.source, start, start), "(").replace(Loc::new(at.source, end, end), ")")
    }

    /// May be made unasked.
    pub(crate) fn safe(self) -> Suggestion {
        self.safe_if(true)
    }

    /// May be made unasked, if there is no doubt.
    pub(crate) fn safe_if(self, safe: bool) -> Suggestion {
        Suggestion { safe, ..self }
    }

    /// Lets removals take the blanks along that would be left over, and whole lines where nothing else
    /// stands on them.
    pub(super) fn tidy(&mut self, sources: &[Source]) {
        for edit in self.edits.iter_mut().filter(|it| it.text.is_empty()) {
            if let Some(source) = sources.get(edit.source) {
                edit.span = with_blanks(&source.text, edit.span);
            }
        }
    }
}

fn with_blanks(text: &str, span: Span) -> Span {
    let blank = |it: char| it == ' ' || it == '\t' || it == '\r';
    let before = text.get(..span.start).unwrap_or_default();
    let after = text.get(span.end..).unwrap_or_default();
    let kept_before = before.trim_end_matches(blank);
    let kept_after = after.trim_start_matches(blank);
    let starts_line = kept_before.is_empty() || kept_before.ends_with('\n');
    match (starts_line, kept_after.strip_prefix('\n')) {
        (true, Some(rest)) => Span::new(kept_before.len(), text.len() - rest.len()),
        (false, None) if kept_before.len() == before.len() => span,
        (false, None) if kept_after.len() == after.len() => Span::new(kept_before.len(), span.end),
        (_, None) => Span::new(span.start, text.len() - kept_after.len()),
        (false, Some(_)) => Span::new(kept_before.len(), span.end),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn removals_leave_no_blanks_behind() {
        let check = |text: &str, removed: &str, expected: &str| {
            let start = text.find(removed).expect("it is there");
            let span = with_blanks(text, Span::new(start, start + removed.len()));
            let mut left = text.to_owned();
            left.replace_range(span.start..span.end, "");
            assert_eq!(left, expected);
        };
        check("use a ^1\n  use b ^1 \nrule", "use b ^1", "use a ^1\nrule");
        check("{ title \"a\" title \"b\" }", "title \"b\"", "{ title \"a\" }");
        check("  first second\n", "first", "  second\n");
        check("find a  b c", "b", "find a  c");
        check("find a  b", "b", "find a");
        check("find a  b\n", "b", "find a\n");
        check("a, b", ",", "a b");
        check("use b ^1", "use b ^1", "");
    }
}
