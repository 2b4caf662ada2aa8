//! A diagnostic as text with carets. The only file that knows annotate-snippets.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level as Title, Renderer, Snippet};
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
        let here = it.others.iter().filter(|other| other.source == it.label.source);
        let excerpt = Excerpt::of(source, here.clone().map(|other| other.span).chain([it.label.span]));
        let mut snippet = excerpt.snippet(source);
        snippet = snippet.annotation(annotation(AnnotationKind::Primary, &excerpt, &it.label));
        for other in here {
            snippet = snippet.annotation(annotation(AnnotationKind::Context, &excerpt, other));
        }
        group = group.element(snippet);
    }
    for other in it.others.iter().filter(|other| other.source != it.label.source) {
        if let Some(source) = sources.get(other.source) {
            let excerpt = Excerpt::of(source, [other.span].into_iter());
            let annotation = annotation(AnnotationKind::Context, &excerpt, other);
            group = group.element(excerpt.snippet(source).annotation(annotation));
        }
    }
    if let Some(why) = &it.why {
        group = group.element(Title::NOTE.with_name(Some("why")).message(why.as_str()));
    }
    if let Some(help) = &it.help {
        group = group.element(Title::HELP.message(help.as_str()));
    }
    Renderer::plain().render(&[group])
}

fn annotation<'a>(
    kind: AnnotationKind,
    excerpt: &Excerpt,
    label: &'a Label,
) -> annotate_snippets::Annotation<'a> {
    let annotation = kind.span(excerpt.shift(label.span));
    if label.text.is_empty() { annotation } else { annotation.label(label.text.as_str()) }
}

/// The lines of a source that a diagnostic needs, so that its cost does not grow with the source.
struct Excerpt {
    range: Range<usize>,
    first_line: usize,
}

impl Excerpt {
    fn of(source: &Source, spans: impl Iterator<Item = Span>) -> Excerpt {
        let text = &source.text;
        let all = spans.reduce(Span::cover).unwrap_or_default();
        let start = text.get(..all.start).and_then(|it| it.rfind('\n')).map_or(0, |it| it + 1);
        let end = text.get(all.end..).and_then(|it| it.find('\n')).map_or(text.len(), |it| all.end + it);
        let first_line = text.get(..start).map_or(0, |it| it.bytes().filter(|&b| b == b'\n').count()) + 1;
        Excerpt { range: start..end, first_line }
    }

    fn snippet<'a>(&self, source: &'a Source) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
        let text = source.text.get(self.range.clone()).unwrap_or_default();
        Snippet::source(text).line_start(self.first_line).path(source.name.as_str())
    }

    fn shift(&self, span: Span) -> Range<usize> {
        let clamp = |it: usize| it.clamp(self.range.start, self.range.end) - self.range.start;
        clamp(span.start)..clamp(span.end)
    }
}
