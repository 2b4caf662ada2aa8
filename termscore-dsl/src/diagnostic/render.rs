//! A diagnostic as text with carets. The only file that knows annotate-snippets.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level as Title, Origin, Renderer, Snippet};
use termscore_core::Span;

use super::{Diagnostic, Label, Level};
use crate::source::Source;

pub(super) fn render(sources: &[Source], it: &Diagnostic) -> String {
    let title = match it.level {
        Level::Error => Title::ERROR,
        Level::Warning => Title::WARNING,
    };
    let mut group = Group::with_title(title.primary_title(it.message.as_str()).id(it.code.name()));
    if let Some(source) = sources.get(it.label.source) {
        let here = it.others.iter().filter(|other| is_near(it, other));
        let excerpt = Excerpt::of(source, here.clone().map(|other| other.span).chain([it.label.span]));
        let mut snippet = excerpt.snippet(source);
        snippet = snippet.annotation(annotation(AnnotationKind::Primary, &excerpt, &it.label));
        for other in here {
            snippet = snippet.annotation(annotation(AnnotationKind::Context, &excerpt, other));
        }
        if let Some(part) = excerpt.origin(source, it.label.span) {
            group = group.element(part);
        }
        group = group.element(snippet);
    }
    for other in it.others.iter().filter(|other| !is_near(it, other)) {
        if let Some(source) = sources.get(other.source) {
            let excerpt = Excerpt::of(source, [other.span].into_iter());
            let annotation = annotation(AnnotationKind::Context, &excerpt, other);
            group = group.element(excerpt.snippet(source).annotation(annotation));
        }
    }
    if let Some(why) = &it.why {
        group = group.element(Title::NOTE.with_name(Some("why")).message(why.as_str()));
    }
    let help = help(it);
    if let Some(help) = &help {
        group = group.element(Title::HELP.message(help.as_str()));
    }
    // A single change is what the help says, so only alternatives are listed.
    for suggestion in if it.suggestions.len() > 1 { it.suggestions.as_slice() } else { &[] } {
        group = group.element(Title::HELP.with_name(Some("try")).message(suggestion.title.as_str()));
    }
    Renderer::plain().render(&[group])
}

/// Bytes between two places that are shown in one piece of the source; its cost grows with its length.
const NEAR: usize = 20_000;

/// Is another place shown together with that of the diagnostic?
fn is_near(it: &Diagnostic, other: &Label) -> bool {
    let here = it.label.span;
    other.source == it.label.source && here.cover(other.span).len() <= NEAR.max(here.len())
}

/// What to do, and whether the program can do it.
fn help(it: &Diagnostic) -> Option<String> {
    match (&it.help, it.suggestions.as_slice()) {
        (Some(help), _) if it.fix().is_some() => Some(format!("{help} (`--fix` does it)")),
        (Some(help), _) => Some(help.clone()),
        (None, [only]) => Some(only.title.clone()),
        (None, _) => None,
    }
}

fn annotation<'a>(
    kind: AnnotationKind,
    excerpt: &Excerpt,
    label: &'a Label,
) -> annotate_snippets::Annotation<'a> {
    let annotation = kind.span(excerpt.shift(label.span));
    if label.text.is_empty() { annotation } else { annotation.label(label.text.as_str()) }
}

/// The part of a source that a diagnostic needs, so that its cost does not grow with the source: whole
/// lines, unless these are very long.
struct Excerpt {
    range: Range<usize>,
    first_line: usize,
    /// It starts within a line.
    clipped: bool,
}

/// Bytes around a label that are shown of a very long line.
const SHOWN: usize = 1_000;

impl Excerpt {
    fn of(source: &Source, spans: impl Iterator<Item = Span>) -> Excerpt {
        let text = &source.text;
        let all = spans.reduce(Span::cover).unwrap_or_default();
        let line_start = text.get(..all.start).and_then(|it| it.rfind('\n')).map_or(0, |it| it + 1);
        let line_end = text.get(all.end..).and_then(|it| it.find('\n')).map_or(text.len(), |it| all.end + it);
        let mut start = line_start.max(all.start.saturating_sub(SHOWN));
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let mut end = line_end.min(all.end + SHOWN);
        while !text.is_char_boundary(end) {
            end += 1;
        }
        let first_line = text.get(..start).map_or(0, |it| it.bytes().filter(|&b| b == b'\n').count()) + 1;
        Excerpt { range: start..end, first_line, clipped: start > line_start }
    }

    fn snippet<'a>(&self, source: &'a Source) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
        let text = source.text.get(self.range.clone()).unwrap_or_default();
        let snippet = Snippet::source(text).line_start(self.first_line);
        if self.clipped { snippet } else { snippet.path(source.name.as_str()) }
    }

    /// Name, line and column, where the snippet cannot tell them.
    fn origin<'a>(&self, source: &'a Source, span: Span) -> Option<Origin<'a>> {
        let before = source.text.get(..span.start).filter(|_| self.clipped)?;
        let line = before.bytes().filter(|&b| b == b'\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Some(Origin::path(source.name.as_str()).line(line).char_column(column))
    }

    fn shift(&self, span: Span) -> Range<usize> {
        let clamp = |it: usize| it.clamp(self.range.start, self.range.end) - self.range.start;
        clamp(span.start)..clamp(span.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::source::Loc;

    #[test]
    fn very_long_lines_are_clipped_and_keep_their_place() {
        let text = format!("\n{}here{}", "é ".repeat(2_000), "x ".repeat(2_000));
        let start = text.find("here").unwrap_or_default();
        let source = Source::new("long.terms", text);
        let problem = Diagnostic::error(Code::Syntax, Loc::new(0, start, start + 4), "wrong");
        let rendered = render(&[source], &problem);
        assert!(rendered.contains("--> long.terms:2:4001"), "{rendered}");
        assert!(rendered.contains("here") && rendered.len() < 1_000, "{rendered}");
    }
}
