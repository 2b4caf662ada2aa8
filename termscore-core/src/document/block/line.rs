//! The lines of a text, those of pages told from those of the contract.

use memchr::{memchr, memchr3_iter, memmem};

use super::{
    super::{label, running, written::begins},
    LONG,
};
use crate::Span;

/// A line, or a part of a long line between runs of blanks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// Without blanks at its ends.
    pub(super) span: Span,
    pub(super) kind: LineKind,
    /// True if the line break before it was a run of blanks.
    pub(super) soft: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum LineKind {
    Blank,
    /// A page number, a rule, a page marker.
    Junk,
    Text,
}

pub(super) fn lines(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = 0;
    let ends = LineEnds::of(text);
    let wide = memmem::Finder::new("   ");
    while start < text.len() {
        let rest = text.get(start..).unwrap_or_default();
        let end = ends.first(rest).unwrap_or(rest.len());
        let body = rest.get(..end).unwrap_or_default();
        if end > LONG && wide.find(body.as_bytes()).is_some() {
            soft_lines(text, Span::new(start, start + end), &wide, &mut lines);
        } else {
            lines.push(read_line(text, Span::new(start, start + end), false));
        }
        let close = rest.get(end..).and_then(|it| it.chars().next()).map_or(0, char::len_utf8);
        start += end + close;
    }
    if running::may_run(text) {
        drop_running(text, &mut lines);
    }
    lines
}

/// What ends a line in a text.
struct LineEnds {
    /// A line feed; in old files of the Macintosh a carriage return.
    returns: u8,
    has_tabs: bool,
}

impl LineEnds {
    /// A vertical tab.
    const TAB: u8 = 0x0B;

    fn of(text: &str) -> LineEnds {
        let has = |it: u8| memchr(it, text.as_bytes()).is_some();
        LineEnds { returns: if has(b'\n') { b'\n' } else { b'\r' }, has_tabs: has(LineEnds::TAB) }
    }

    /// Where the first line of a text ends, if more follows.
    fn first(&self, text: &str) -> Option<usize> {
        // The separators of Unicode begin as its quotation marks do.
        let ends = |at: &usize| {
            text.as_bytes().get(*at) != Some(&0xE2)
                || text.get(*at..).is_some_and(|it| it.starts_with(['\u{2028}', '\u{2029}']))
        };
        let found = memchr3_iter(self.returns, 0x0C, 0xE2, text.as_bytes()).find(ends);
        let before = text.as_bytes().get(..found.unwrap_or(text.len())).filter(|_| self.has_tabs);
        before.and_then(|it| memchr(LineEnds::TAB, it)).or(found)
    }
}

/// Running headers and footers are no text.
fn drop_running(text: &str, lines: &mut [Line]) {
    let written: Vec<usize> = (0..lines.len())
        .filter(|&it| lines.get(it).is_some_and(|it: &Line| it.kind == LineKind::Text))
        .collect();
    let spans: Vec<Span> = written.iter().filter_map(|&it| lines.get(it)).map(|it| it.span).collect();
    for nth in running::running(text, &spans) {
        if let Some(line) = written.get(nth).and_then(|&it| lines.get_mut(it)) {
            line.kind = LineKind::Junk;
        }
    }
}

/// Cuts a long line at runs of three or more blanks, except behind a label.
fn soft_lines(text: &str, span: Span, wide: &memmem::Finder<'_>, lines: &mut Vec<Line>) {
    let body = span.of(text);
    let (mut start, mut done) = (0, 0);
    let mut soft = false;
    let behind = |at: usize| body.as_bytes().get(at..).unwrap_or_default();
    while let Some(at) = wide.find(behind(done)).map(|it| it + done) {
        done = at + behind(at).iter().take_while(|it| **it == b' ').count();
        let part = body.get(start..at).unwrap_or_default().trim();
        let only_label = || part.len() < 16 && label::label(part).is_some_and(|it| it.len >= part.len());
        if !part.is_empty() && !only_label() {
            lines.push(read_line(text, Span::new(span.start + start, span.start + at), soft));
            start = done;
            soft = true;
        }
    }
    lines.push(read_line(text, Span::new(span.start + start, span.end), soft));
}

fn read_line(text: &str, span: Span, soft: bool) -> Line {
    let body = span.of(text);
    let trimmed = body.trim();
    let start = span.start + (body.len() - body.trim_start().len());
    let kind = if trimmed.is_empty() {
        LineKind::Blank
    } else if is_junk(trimmed) {
        LineKind::Junk
    } else {
        LineKind::Text
    };
    Line { span: Span::new(start, start + trimmed.len()), kind, soft }
}

/// Page numbers, page markers, rules and the footers that filings carry.
fn is_junk(line: &str) -> bool {
    if line.len() > 100 {
        return line.bytes().all(|it| matches!(it, b'-' | b'_' | b'=' | b'*' | b' '));
    }
    if line.chars().all(|it| !it.is_alphabetic() && !matches!(it, '$' | '€' | '£' | '%' | '•' | '(' | '['))
    {
        let digits = line.bytes().filter(u8::is_ascii_digit).count();
        // "4.2" alone on its line numbers what follows.
        let parts = line.split('.').filter(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit()));
        if parts.count() > 1 && line.bytes().all(|it| it.is_ascii_digit() || it == b'.') {
            return false;
        }
        return digits <= 4 && !line.ends_with('.') && !line.contains("..");
    }
    is_page_marker(line) || is_short_page_mark(line)
}

/// "<PAGE>", "Page 2 of 3", "Source: ACME INC, 10-K, 3/28/2005": what filings print at the edges of pages.
fn is_page_marker(line: &str) -> bool {
    match line.bytes().next() {
        Some(b'<' | b'[') => {
            ["<TABLE>", "</TABLE>", "<CAPTION>", "[PAGE BREAK]"]
                .iter()
                .any(|it| line.eq_ignore_ascii_case(it))
                || begins(line, "<PAGE>")
        }
        Some(b'p' | b'P') => {
            let number = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
            begins(line, "PAGE ")
                && line.split_whitespace().skip(1).all(|it| it.eq_ignore_ascii_case("OF") || number(it))
        }
        Some(b's' | b'S') => {
            begins(line, "SOURCE: ") && line.ends_with(|it: char| it.is_ascii_digit()) && line.contains('/')
        }
        _ => false,
    }
}

/// "A-1", "- 12 -", "iv": a page number of the front matter or of an exhibit.
fn is_short_page_mark(line: &str) -> bool {
    let core = line.trim_matches(['-', '–', '—', ' ']);
    if core.len() > 5 {
        return false;
    }
    let front = label::roman(core).is_some();
    let exhibit = core.split_once('-').is_some_and(|(letter, digits)| {
        letter.len() == 1
            && letter.bytes().all(|it| it.is_ascii_uppercase())
            && !digits.is_empty()
            && digits.len() <= 2
            && digits.bytes().all(|it| it.is_ascii_digit())
    });
    front || exhibit
}
