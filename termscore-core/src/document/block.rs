//! Plain text into blocks: what a reader would take for one paragraph, heading or list item.
//!
//! Blank lines separate, hard-wrapped lines join, a number label or a bullet begins a block.
//! Some texts carry a paragraph a line, and some have their line breaks turned into runs of
//! blanks; runs of three or more blanks within a long line therefore count as line breaks.

mod line;
mod numbered;

use self::{
    line::{Line, LineKind, lines},
    numbered::{join_numbers, split_numbered},
};
use super::{
    Block, BlockKind, Layout,
    label::{self, Label},
    sentence,
    written::{capitals, field, is_notice, title_case},
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
