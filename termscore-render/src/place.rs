//! A byte of a document in, the place that a reader would look up out.

use termscore_core::{Span, report::Evidence};

use crate::Subject;

/// `§ 4.2 Payment, page 3`; empty if neither section, page nor line is known.
pub(crate) fn place(subject: &Subject<'_>, evidence: &Evidence) -> String {
    let mut parts = Vec::new();
    if !evidence.section.is_empty() {
        parts.push(section(&evidence.section));
    }
    match evidence.page {
        Some(page) => parts.push(format!("page {page}")),
        None => parts.extend(line(subject, evidence.start).map(|it| format!("line {it}"))),
    }
    parts.extend(evidence.file.as_ref().map(|it| format!("in {it}")));
    parts.join(", ")
}

/// A section as a reader would call it.
pub(crate) fn section(section: &str) -> String {
    if section.starts_with(|it: char| it.is_ascii_digit()) {
        format!("§ {section}")
    } else {
        section.to_owned()
    }
}

/// The line of a byte, from 1, if lines are what a reader of the file sees.
pub(crate) fn line(subject: &Subject<'_>, byte: usize) -> Option<usize> {
    in_file(subject, Span::new(byte, byte)).map(|(text, span)| Position::of(text, span.start).line)
}

/// The characters of the file that was named and the bytes of it that a span of the text stands for, if a reader of
/// the file sees lines; `None` in what is attached, which counts anew.
pub(crate) fn in_file<'a>(subject: &Subject<'a>, span: Span) -> Option<(&'a str, Span)> {
    subject.document.in_file(span, subject.lines)
}

/// A place in a text as editors count: from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    pub(crate) line: usize,
    pub(crate) column: usize,
    /// Characters before it, from 0.
    pub(crate) chars: usize,
}

impl Position {
    /// Of a byte; of the end if there is no such byte or it lies inside of a character.
    pub(crate) fn of(text: &str, byte: usize) -> Position {
        let before = text.get(..byte).unwrap_or(text);
        let end = if text.contains('\n') { '\n' } else { '\r' };
        let line_start = before.rfind(end).map_or(0, |it| it + 1);
        Position {
            line: before.matches(end).count() + 1,
            column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
            chars: before.chars().count(),
        }
    }

    /// Of both ends of a span.
    pub(crate) fn both(text: &str, span: Span) -> (Position, Position) {
        (Position::of(text, span.start), Position::of(text, span.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_from_one_in_characters() {
        let text = "ä b\ncé d";
        let at = |byte| Position::of(text, byte);
        assert_eq!(at(0), Position { line: 1, column: 1, chars: 0 });
        assert_eq!(at(text.find('d').unwrap_or(0)), Position { line: 2, column: 4, chars: 7 });
        assert_eq!(at(999), Position { line: 2, column: 5, chars: 8 });
    }
}
