//! Plain text into blocks: what a reader would take for one paragraph, heading or list item.
//!
//! Blank lines separate, hard-wrapped lines join, a number label or a bullet begins a block.
//! Some texts carry a paragraph a line, and some have their line breaks turned into runs of
//! blanks; runs of three or more blanks within a long line therefore count as line breaks.

use memchr::{memchr, memchr3_iter, memmem};

use super::{
    Block, BlockKind, Layout,
    label::{self, Label},
    running, sentence,
};
use crate::{
    Span,
    value::{self, Type},
};

/// Lines longer than this are not hard-wrapped.
const LONG: usize = 130;

/// One paragraph-like piece of the text, with what is known about it.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// Stretches of text that belong to it; page numbers between them do not.
    pub(super) spans: Vec<Span>,
    /// What the file says it is, if the file says so.
    pub(super) kind: Option<BlockKind>,
}

impl Piece {
    pub(super) fn span(&self) -> Span {
        match (self.spans.first(), self.spans.last()) {
            (Some(first), Some(last)) => first.cover(*last),
            _ => Span::default(),
        }
    }
}

/// The blocks of a text, in order.
pub(super) fn pieces(text: &str, layout: &Layout) -> Vec<Piece> {
    let given = |blocks: &[Block]| -> Vec<Piece> {
        let blocks = blocks.iter().filter(|it| !it.span.is_empty());
        let mut pieces: Vec<Piece> =
            blocks.map(|it| Piece { spans: vec![it.span], kind: Some(it.kind) }).collect();
        join_numbers(text, &mut pieces);
        pieces
    };
    if layout.parts.is_empty() {
        return if layout.blocks.is_empty() { guessed(text) } else { given(&layout.blocks) };
    }
    let mut pieces = Vec::new();
    let mut blocks = layout.blocks.as_slice();
    for (at, part) in layout.parts.iter().enumerate() {
        let end = layout.parts.get(at + 1).map_or(text.len(), |it| it.start);
        let (own, later) = blocks.split_at(blocks.partition_point(|it| it.span.end <= end));
        blocks = later;
        pieces.extend(given(own));
        // A title that was added says nothing about the rest of the part.
        let start = part.start + part.title;
        if own.last().is_none_or(|it| it.span.end <= start) {
            let mut rest = guessed(text.get(start..end).unwrap_or_default());
            for span in rest.iter_mut().flat_map(|it| &mut it.spans) {
                *span = Span::new(span.start + start, span.end + start);
            }
            pieces.extend(rest);
        }
    }
    pieces
}

/// The blocks of a text that says nothing about them.
fn guessed(text: &str) -> Vec<Piece> {
    let lines = lines(text);
    let wrapped = wrapped(&lines);
    let mut blocks = join(text, &lines, wrapped);
    split_numbered(text, &mut blocks);
    join_numbers(text, &mut blocks);
    blocks
}

/// Joins a number alone on its line to the text that it numbers.
fn join_numbers(text: &str, blocks: &mut Vec<Piece>) {
    let mut joined: Vec<Piece> = Vec::with_capacity(blocks.len());
    for mut block in blocks.drain(..) {
        let plain = |kind: Option<BlockKind>| matches!(kind, None | Some(BlockKind::Paragraph));
        let follows = plain(block.kind) || matches!(block.kind, Some(BlockKind::Heading(_)));
        let number =
            joined.last().is_some_and(|it| plain(it.kind) && follows && only_number(it.span().of(text)))
                && label::label(block.span().of(text)).is_none();
        match joined.pop_if(|_| number) {
            Some(mut number) => {
                number.spans.append(&mut block.spans);
                joined.push(Piece { spans: number.spans, kind: block.kind });
            }
            None => joined.push(block),
        }
    }
    *blocks = joined;
}

/// "1.", "4.2", "(a)": no "Article IV", which has a heading of its own.
fn only_number(body: &str) -> bool {
    body.len() < 16
        && label::label(body).is_some_and(|it| it.len >= body.len() && !it.word && !it.number.is_empty())
}

/// A line, or a part of a long line between runs of blanks.
#[derive(Clone, Copy, Debug)]
struct Line {
    /// Without blanks at its ends.
    span: Span,
    kind: LineKind,
    /// True if the line break before it was a run of blanks.
    soft: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum LineKind {
    Blank,
    /// A page number, a rule, a page marker.
    Junk,
    Text,
}

fn lines(text: &str) -> Vec<Line> {
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

/// True of a text that begins with some ASCII text, in large or small letters.
fn begins(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|it| it.eq_ignore_ascii_case(start))
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

/// True if most of the text stands in lines of a page's width.
fn wrapped(lines: &[Line]) -> Option<usize> {
    let text = || lines.iter().filter(|it| it.kind == LineKind::Text && !it.soft).map(|it| it.span.len());
    let long: usize = text().filter(|it| *it > LONG).sum();
    let middle: usize = text().filter(|it| (40..=LONG).contains(it)).sum();
    let width = text().filter(|it| *it <= LONG).max().unwrap_or(0);
    (middle > long).then_some(width)
}

/// Joins lines to blocks.
fn join(text: &str, lines: &[Line], wrapped: Option<usize>) -> Vec<Piece> {
    let mut blocks: Vec<Piece> = Vec::new();
    let mut previous: Option<(Line, Option<Label>)> = None;
    let (mut blank, mut junk) = (false, false);
    for line in lines {
        match line.kind {
            LineKind::Blank => blank = true,
            LineKind::Junk => junk = true,
            LineKind::Text => {
                // The line before is not the first of its block.
                let inside = previous.as_ref().is_some_and(|(it, _)| {
                    blocks.last().is_some_and(|block| block.span().start < it.span.start)
                });
                let label = label::label(line.span.of(text));
                let this = (*line, label.as_ref());
                let joins = previous.as_ref().is_some_and(|(it, label)| {
                    continues(text, (*it, label.as_ref()), this, (blank, junk, inside), wrapped)
                }) || !blank
                    && !junk
                    && blocks.last().is_some_and(|it| counts_on(it.span().of(text), line.span.of(text)));
                match blocks.last_mut().filter(|_| joins) {
                    Some(block) if junk => block.spans.push(line.span),
                    Some(block) => {
                        if let Some(last) = block.spans.last_mut() {
                            *last = last.cover(line.span);
                        }
                    }
                    None => blocks.push(Piece { spans: vec![line.span], kind: None }),
                }
                previous = Some((*line, label));
                (blank, junk) = (false, false);
            }
        }
    }
    blocks
}

/// True if a line goes on with the paragraph of the line before it; each with its label.
fn continues(
    text: &str,
    (before, label_before): (Line, Option<&Label>),
    (line, label): (Line, Option<&Label>),
    (blank, junk, inside): (bool, bool, bool),
    wrapped: Option<usize>,
) -> bool {
    let (previous, this) = (before.span.of(text), line.span.of(text));
    let ended = ends(previous);
    let lower = goes_on(this);
    if label.is_some_and(|it| begins_item(this, it, previous)) || is_underline(this) {
        return false;
    }
    let was_capitals = capitals(previous);
    if blank || junk {
        // A page break in the middle of a sentence, or a text with a blank line after every line.
        return !ended
            && !was_capitals
            && (lower || junk && previous.len() > 60)
            && !list_joint(previous)
            && !is_salutation(previous);
    }
    let is_capitals = capitals(this);
    let wide = wrapped.is_some_and(|it| previous.len() * 100 >= it * 70);
    if was_capitals && is_capitals && (wide || inside || says(previous)) && !ended {
        // A paragraph in capitals, or a title over two lines.
        return true;
    }
    if !inside && !ended && runs_in(previous, this) {
        return true;
    }
    if !inside && heading_line(previous, label_before)
        || is_capitals != was_capitals && (was_capitals && previous.len() < 80 || is_capitals && ended)
    {
        return is_capitals == was_capitals && ends_with_joint(previous);
    }
    if field(this) || field(previous) && previous.len() < 60 {
        return false;
    }
    match wrapped {
        _ if line.soft => !ended || lower,
        Some(width) if previous.len() <= LONG => !ended || lower || previous.len() * 100 >= width * 85,
        _ => {
            !ended
                && (lower
                    || previous.split(' ').nth(3).is_some()
                        && ends_with_joint(previous)
                        && !previous.ends_with(','))
        }
    }
}

/// True of a line that begins in the middle of a sentence: "and sold", "(including any updates".
fn goes_on(line: &str) -> bool {
    let word =
        line.strip_prefix('(').map(|it| it.split(|it: char| !it.is_lowercase()).next().unwrap_or_default());
    line.starts_with(char::is_lowercase) || word.is_some_and(|it| it.len() > 4)
}

/// True if a line is a heading and the beginning of its text, with which the next line goes on: "8. Liability. IN NO EVENT
/// SHALL" before "EITHER PARTY BE LIABLE", "2. Term. This Agreement" before "begins".
fn runs_in(line: &str, next: &str) -> bool {
    let Some((head, rest)) = line.rsplit_once(". ").filter(|(head, _)| head.len() <= 80) else {
        return false;
    };
    let last = head.rsplit(|it: char| !it.is_alphanumeric()).next().unwrap_or_default();
    // What stands before the stop is a title, not a number or "Acme Inc.".
    let titled = last.len() >= 4
        && last.starts_with(char::is_uppercase)
        && !sentence::abbreviates(&last.to_lowercase());
    let shouts = capitals(rest) && !capitals(head) && capitals(next);
    titled && (shouts || next.starts_with(char::is_lowercase))
}

/// True if a line begins with the next item of a list that runs on inside the block: "…: (i) be employed; (ii) solicit;
/// or" before "(iii) compete".
fn counts_on(block: &str, line: &str) -> bool {
    const ROMAN: [&str; 12] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];
    let Some((number, _)) = line.strip_prefix('(').and_then(|it| it.split_once(')')) else { return false };
    let inside = |number: &str| block.find(&format!(" ({number}) ")).is_some_and(|at| at > 0);
    let roman = || {
        let at = ROMAN.iter().position(|it| *it == number)?;
        ROMAN.get(at.checked_sub(1)?)
    };
    let letter = || match number.as_bytes() {
        [it @ b'b'..=b'z'] => Some(char::from(it - 1).to_string()),
        _ => None,
    };
    let count = || number.parse::<u8>().ok().and_then(|it| it.checked_sub(1)).map(|it| it.to_string());
    roman().is_some_and(|it| inside(it))
        || letter().is_some_and(|it| inside(&it))
        || count().is_some_and(|it| inside(&it))
}

/// Ends like a sentence or like a list item.
fn ends(line: &str) -> bool {
    line.trim_end_matches(['"', '”', '’', '\'', ')', ']', '*', '_', ' ']).ends_with(['.', ';', ':', '!', '?'])
}

/// True of a line in capitals that says something, as no heading does.
fn says(line: &str) -> bool {
    let verb = |it: &str| {
        matches!(
            it,
            "WILL"
                | "SHALL"
                | "MAY"
                | "MUST"
                | "IS"
                | "ARE"
                | "HAS"
                | "HAVE"
                | "AGREE"
                | "AGREES"
                | "DOES"
                | "DO"
        )
    };
    line.len() >= 40 && line.split_whitespace().any(verb)
}

/// Ends with a word that wants another one. Some do so only in small letters: "Exhibit A", "Opt In".
fn ends_with_joint(line: &str) -> bool {
    let last = line.rsplit(|it: char| !it.is_alphanumeric() && it != '&').next().unwrap_or_default();
    matches!(last, "a" | "an" | "in" | "on" | "from" | "any" | "this" | "each")
        || matches!(
            last.to_ascii_lowercase().as_str(),
            "and" | "or" | "of" | "for" | "the" | "to" | "by" | "with" | "&" | "your" | "our" | "their"
        )
        || line.ends_with(',')
}

/// "…; and" before the next item of a list.
fn list_joint(line: &str) -> bool {
    let before = line.strip_suffix(" and").or_else(|| line.strip_suffix(" or"));
    before.is_some_and(|it| it.ends_with(';'))
}

/// "Dear Ms Okafor," of a letter, whose first line often begins with a small letter.
fn is_salutation(line: &str) -> bool {
    line.starts_with("Dear ") && line.ends_with(',') && line.len() <= 60
}

/// "====" or "----" under a heading of Markdown.
fn is_underline(line: &str) -> bool {
    line.len() >= 3 && line.bytes().all(|it| matches!(it, b'=' | b'-'))
}

/// "Name: Jane Doe", "By: ______".
pub(super) fn field(line: &str) -> bool {
    let Some((name, _)) = line.split_once(':') else {
        return line.starts_with("/s/") || line.starts_with("By ___");
    };
    let name = name.trim_matches(['*', '"', '“', '”', ' ']);
    !name.is_empty()
        && name.len() <= 30
        && name.split_whitespace().count() <= 3
        && name.chars().all(|it| it.is_alphanumeric() || " ./&-'’".contains(it))
        && name.starts_with(char::is_uppercase)
        && line.len() < 110
}

/// True if the letters of a line are capitals, and there are at least three.
pub(super) fn capitals(line: &str) -> bool {
    let (mut upper, mut lower) = (0_usize, 0_usize);
    let n_letters = line.len().min(400);
    for it in line.chars().take(400) {
        upper += usize::from(it.is_uppercase());
        lower += usize::from(it.is_lowercase());
        // Were all the rest capitals, they would be too few.
        if lower * 10 > n_letters - lower {
            return false;
        }
    }
    upper >= 3 && lower * 10 <= upper
}

/// True if a line begins with a label that numbers it, and is not the rest of a reference.
fn begins_item(line: &str, label: &Label, previous: &str) -> bool {
    let rest = line.get(label.len..).unwrap_or_default();
    let last = previous
        .rsplit(|it: char| !it.is_alphanumeric())
        .find(|it| !it.is_empty())
        .unwrap_or_default()
        .to_ascii_lowercase();
    let refers = matches!(
        last.as_str(),
        "section"
            | "sections"
            | "clause"
            | "clauses"
            | "article"
            | "articles"
            | "paragraph"
            | "paragraphs"
            | "subsection"
            | "subsections"
            | "subparagraph"
            | "rule"
            | "exhibit"
            | "schedule"
            | "item"
            | "items"
            | "appendix"
            | "annex"
            | "no"
    );
    if refers && !ends(previous) {
        return false;
    }
    // "within thirty\n(30) days": a number in words and digits, broken at the line's end.
    let digits = label.number.trim_matches(['(', ')']);
    if !ends(previous)
        && label.number.starts_with('(')
        && digits.chars().all(|it| it.is_ascii_digit())
        && value::read(Type::Count, &last).is_some()
    {
        return false;
    }
    if label.word
        && !ends(previous)
        && !capitals(line)
        && rest.starts_with(|it: char| it.is_lowercase() || matches!(it, ',' | ';' | ')'))
    {
        return false;
    }
    // "… in accordance with\n4.2 of this Agreement"
    let closed = line.get(..label.len).unwrap_or_default().trim_end().ends_with(['.', ')', ':']);
    closed || ends(previous) || label.number.is_empty() || !rest.starts_with(char::is_lowercase)
}

/// What filings print between the provisions.
pub(super) fn is_notice(line: &str) -> bool {
    const INSIDE: [&str; 9] = [
        "CONFIDENTIAL TREATMENT",
        "SIGNATURE PAGE",
        "EXECUTION COPY",
        "CONFORMED COPY",
        "LEFT BLANK",
        "GRAPHIC OMITTED",
        "OMITTED PORTION",
        "SIGNATURES APPEAR",
        "SIGNATURES FOLLOW",
    ];
    const WHOLE: [&str; 9] = [
        "BETWEEN",
        "B E T W E E N",
        "AND",
        "TO",
        "EXECUTION VERSION",
        "DRAFT",
        "BY AND BETWEEN",
        "PAGE",
        "CONFIDENTIAL",
    ];
    const START: [&str; 7] = ["ATTENTION:", "DATED", "AND:", "TO:", "FROM:", "SOURCE:", "RE:"];
    let core = line.trim_matches(|it: char| !it.is_alphanumeric());
    WHOLE.iter().any(|it| core.eq_ignore_ascii_case(it))
        || START.iter().any(|it| begins(core, it))
        || INSIDE.iter().any(|it| holds(core, it))
}

/// True if some ASCII text stands in another text, in large or small letters.
fn holds(text: &str, inner: &str) -> bool {
    text.as_bytes().windows(inner.len()).any(|it| it.eq_ignore_ascii_case(inner.as_bytes()))
}

/// A line that can only be a heading: short, without final stop, in capitals or title case.
fn heading_line(line: &str, label: Option<&Label>) -> bool {
    if line.len() > 100 || line.is_empty() {
        return false;
    }
    !line.starts_with(['<', '[']) && titles(line, label) && !is_notice(line)
}

/// True of a label, and of a line in capitals or title case.
fn titles(line: &str, label: Option<&Label>) -> bool {
    let rest = label.and_then(|it| line.get(it.len..)).unwrap_or(line).trim();
    if rest.is_empty() {
        return label.is_some_and(|it| it.word);
    }
    if capitals(rest) && !rest.ends_with([',', ';']) {
        return rest.split_whitespace().count() <= 14;
    }
    title_case(rest, if label.is_some() { 10 } else { 8 })
        && (label.is_some() || !rest.contains([',', '_', '@']))
}

/// Every word that counts begins with a capital, and there are at most so many.
pub(super) fn title_case(text: &str, most: usize) -> bool {
    let text = text.trim().trim_matches(['*', '_', ' ']);
    if text.is_empty() || text.ends_with([';', ',', ':', '?', '!']) {
        return false;
    }
    let text = text.strip_suffix('.').unwrap_or(text);
    let mut n_words = 0;
    let mut n_capital = 0;
    for word in text.split_whitespace() {
        n_words += 1;
        let word = word.trim_matches(|it: char| !it.is_alphanumeric());
        if word.starts_with(char::is_uppercase) {
            n_capital += 1;
        } else if word.is_empty() || n_words > 1 && is_small(word) {
        } else {
            return false;
        }
        if word.len() > 3 && text.len() > 60 && word.ends_with(".") {
            return false;
        }
    }
    n_words <= most && n_capital > 0
}

fn is_small(word: &str) -> bool {
    matches!(
        word,
        "a" | "an"
            | "and"
            | "as"
            | "at"
            | "by"
            | "for"
            | "from"
            | "in"
            | "into"
            | "of"
            | "on"
            | "or"
            | "the"
            | "to"
            | "with"
            | "without"
            | "upon"
            | "not"
            | "no"
            | "its"
            | "per"
            | "under"
            | "between"
            | "re"
            | "non"
            | "vs"
            | "via"
            | "after"
            | "during"
            | "other"
            | "than"
    )
}

/// Cuts blocks in which numbered provisions follow one another without line breaks.
fn split_numbered(text: &str, blocks: &mut Vec<Piece>) {
    let mut split = Vec::with_capacity(blocks.len());
    let mut top = 0;
    for block in blocks.drain(..) {
        if let Some(label) = label::label(block.span().of(text))
            && let Some((label::Style::Decimal(1), rank)) = label.steps.first()
        {
            top = *rank;
        }
        let mut done: Vec<Span> = Vec::new();
        for span in block.spans {
            let mut start = span.start;
            if span.len() > 300 {
                let body = span.of(text);
                for (at, rank) in numbered_starts(body) {
                    if let Some(rank) = rank {
                        if rank != top + 1 {
                            continue;
                        }
                        top = rank;
                    }
                    let cut = span.start + at;
                    if cut > start {
                        let before = Span::new(start, cut);
                        done.push(Span::new(before.start, before.start + before.of(text).trim_end().len()));
                        split.push(Piece { spans: std::mem::take(&mut done), kind: block.kind });
                        start = cut;
                    }
                }
            }
            done.push(Span::new(start, span.end));
        }
        split.push(Piece { spans: done, kind: block.kind });
    }
    *blocks = split;
}

/// Offsets of "13.2 The" and "13. The" behind the end of a sentence; a rank for those of one part.
fn numbered_starts(body: &str) -> Vec<(usize, Option<u32>)> {
    let bytes = body.as_bytes();
    let mut starts = Vec::new();
    let mut at = 1;
    while let Some(near) = bytes.get(at..).and_then(first_digit) {
        at += near;
        if bytes.get(at - 1) != Some(&b' ') {
            at += 1;
            continue;
        }
        let stopped = body
            .get(..at)
            .is_some_and(|it| it.trim_end().ends_with(['.', ';', ':', '”', '"']) && !ends_with_reference(it));
        let n_bytes = bytes
            .get(at..)
            .unwrap_or_default()
            .iter()
            .take(12)
            .take_while(|it| it.is_ascii_digit() || **it == b'.')
            .count();
        let number = body.get(at..at + n_bytes).unwrap_or_default();
        let rest = body.get(at + n_bytes..).unwrap_or_default();
        let next = rest.trim_start();
        let capital = next.len() < rest.len()
            && next.starts_with(|it: char| it.is_uppercase() || matches!(it, '“' | '"'));
        let inner = number.trim_end_matches('.');
        if stopped && capital && inner.split('.').all(|it| (1..=2).contains(&it.len())) {
            let parts = inner.split('.').count();
            if parts > 1 {
                starts.push((at, None));
            } else if number.ends_with('.') {
                starts.push((at, inner.parse().ok()));
            }
        }
        at += n_bytes.max(1);
    }
    starts
}

/// Where the first digit stands, looked for in chunks: most have none, which is told without a branch a byte.
fn first_digit(bytes: &[u8]) -> Option<usize> {
    let (chunks, _) = bytes.as_chunks::<32>();
    let plain = |chunk: &&[u8; 32]| !chunk.iter().fold(false, |any, it| any | it.is_ascii_digit());
    let skipped = chunks.iter().take_while(plain).count() * 32;
    let near = bytes.get(skipped..)?.iter().position(u8::is_ascii_digit)?;
    Some(skipped + near)
}

/// "… pursuant to Sec. 4.2 The" is a reference.
fn ends_with_reference(before: &str) -> bool {
    let last = before.trim_end().rsplit(' ').next().unwrap_or_default().to_ascii_lowercase();
    matches!(
        last.as_str(),
        "sec."
            | "art."
            | "no."
            | "nos."
            | "par."
            | "cl."
            | "u.s.c."
            | "c.f.r."
            | "vs."
            | "v."
            | "reg."
            | "fig."
    )
}
