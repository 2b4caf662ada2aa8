//! Words of a block into sentences, and lists that run inside a paragraph into one sentence an item.

use std::ops::Range;

use super::{
    After,
    label::{Paren, Style, other_reading, step},
    token::{Lexed, Lexeme},
};
use crate::Span;

/// A sentence or list item of one block.
#[derive(Clone, Debug)]
pub(super) struct Cut {
    /// From the first character of its text to its closing punctuation.
    pub(super) span: Span,
    /// Its own words.
    pub(super) words: Range<usize>,
    /// Earlier cuts of the same block that lead in to it, outermost first.
    pub(super) leads: Vec<usize>,
}

/// Abbreviations that stand before a number or a name, never at the end.
const BEFORE: &[&str] = &[
    "approx", "attn", "c.f.r", "ca", "cal", "cf", "civ", "del", "dr", "e.g", "f.3d", "fed", "hon", "i.e",
    "lit", "messrs", "min", "mr", "mrs", "ms", "prof", "reg", "rev", "s.ct", "sec", "secs", "stat", "tel",
    "tex", "treas", "u.s.c", "v", "viz", "vs", "rd",
];

/// Likewise, if a number or a label follows.
const BEFORE_NUMBER: &[&str] = &[
    "art", "arts", "cl", "cls", "ch", "ex", "exh", "fig", "id", "no", "nos", "p", "para", "paras", "pp",
    "pt", "rs", "sch", "sched", "sub", "vol",
];

/// Abbreviations that may end a sentence: they do before a word that begins one.
const MAYBE: &[&str] = &[
    "a.g", "a.m", "ave", "b.v", "blvd", "bros", "co", "corp", "d.c", "dept", "esq", "etc", "inc", "int'l",
    "jr", "l.l.c", "l.l.p", "l.p", "ltd", "mfg", "n.a", "n.v", "n.w", "natl", "p.c", "p.m", "p.o", "ph.d",
    "pte", "pty", "s.a", "sr", "st", "ste", "u.k", "u.s", "u.s.a",
];

/// No abbreviation has more bytes.
const LONGEST: usize = 6;

/// Words that begin a sentence after an abbreviation.
const STARTERS: &[&str] = &[
    "a",
    "additionally",
    "all",
    "an",
    "any",
    "as",
    "at",
    "both",
    "but",
    "by",
    "client",
    "company",
    "consultant",
    "contractor",
    "customer",
    "during",
    "each",
    "either",
    "employee",
    "except",
    "executive",
    "following",
    "for",
    "furthermore",
    "he",
    "however",
    "i",
    "if",
    "in",
    "it",
    "its",
    "licensee",
    "licensor",
    "neither",
    "no",
    "nothing",
    "notwithstanding",
    "our",
    "she",
    "should",
    "such",
    "the",
    "there",
    "these",
    "they",
    "this",
    "those",
    "unless",
    "upon",
    "we",
    "when",
    "where",
    "while",
    "with",
    "without",
    "you",
    "your",
    "to",
];

/// Words that come before the number of a provision that is referred to.
const REFERENCE: &[&str] = &[
    "annex",
    "appendix",
    "article",
    "articles",
    "attachment",
    "clause",
    "clauses",
    "exhibit",
    "exhibits",
    "foregoing",
    "item",
    "items",
    "lines",
    "paragraph",
    "paragraphs",
    "part",
    "parts",
    "provision",
    "rule",
    "rules",
    "schedule",
    "schedules",
    "section",
    "sections",
    "step",
    "sub",
    "subclause",
    "subclauses",
    "subparagraph",
    "subparagraphs",
    "subsection",
    "subsections",
    "under",
    "regulation",
];

/// Cuts words `range` of a block; `numbered` is the innermost step of the block's own label.
pub(super) fn cut(
    text: &str,
    lexed: &mut Lexed,
    range: Range<usize>,
    end: usize,
    numbered: Option<(Style, u32)>,
) -> Vec<Cut> {
    let mut ends = Vec::new();
    for at in range.clone() {
        let stop = lexed.words.get(at).is_some_and(|it| it.after == After::Stop);
        if at + 2 < range.end && enacts(lexed, at + 1) {
            ends.push(at + 1);
        } else if stop && at + 1 < range.end {
            if is_end(text, lexed, &range, at) {
                ends.push(at + 1);
            } else if let Some(word) = lexed.words.get_mut(at) {
                word.after = After::Nothing;
            }
        }
    }
    let items = items(text, lexed, range.clone(), numbered);
    shorten(lexed, &range, &items, &mut ends);
    let mut cuts: Vec<Cut> = Vec::new();
    let mut leads: Vec<usize> = Vec::new();
    let mut chains: Vec<Vec<usize>> = Vec::new();
    let mut start = range.start;
    let mut ends = ends.into_iter().peekable();
    let mut items = items.into_iter().peekable();
    loop {
        let end_at = ends.peek().copied().unwrap_or(range.end);
        if let Some(item) = items.next_if(|it| it.label < end_at) {
            let before =
                (start < item.label).then(|| push(text, lexed, &mut cuts, start..item.label, end, &leads));
            chains.truncate(item.depth + 1);
            if chains.len() <= item.depth {
                let mut chain = chains.last().cloned().unwrap_or_default();
                chain.extend(before.filter(|_| item.led));
                chains.resize(item.depth + 1, chain);
            }
            leads = chains.last().cloned().unwrap_or_default();
            start = item.label + 1;
            continue;
        }
        if start < end_at {
            push(text, lexed, &mut cuts, start..end_at, end, &leads);
        }
        start = end_at;
        leads.clear();
        if ends.next().is_none() {
            return cuts;
        }
    }
}

/// Adds a cut; gives its index.
fn push(
    text: &str,
    lexed: &Lexed,
    cuts: &mut Vec<Cut>,
    words: Range<usize>,
    end: usize,
    leads: &[usize],
) -> usize {
    let Some((first, last)) = lexed.words.get(words.clone()).and_then(|it| Some((it.first()?, it.last()?)))
    else {
        return cuts.len();
    };
    let limit = lexed.words.get(words.end).map_or(end, |it| end.min(it.start as usize));
    let floor = cuts.last().map_or(0, |it| it.span.end);
    let tail = text.get(last.end as usize..limit.max(last.end as usize)).unwrap_or_default();
    let closing = |it: char| {
        matches!(
            it,
            '.' | ';' | ':' | ',' | '!' | '?' | '"' | '”' | '’' | '\'' | ')' | ']' | '*' | '_' | '%' | '…'
        )
    };
    let close = last.end as usize + tail.len() - tail.trim_start_matches(closing).len();
    let head = text.get(floor.min(first.start as usize)..first.start as usize).unwrap_or_default();
    let opening =
        |it: char| matches!(it, '"' | '“' | '‘' | '\'' | '(' | '[' | '$' | '€' | '£' | '*' | '_' | '§');
    let open = first.start as usize - (head.len() - head.trim_end_matches(opening).len());
    cuts.push(Cut { span: Span::new(open, close), words, leads: leads.to_vec() });
    cuts.len() - 1
}

/// Words of a sentence. No sentence of a contract is as long; what is looked for in a text without stops would cost its
/// length over and over.
const MOST: usize = 800;

/// Ends sentences that are too long: behind the last semicolon, or else comma, or else word that they may have.
fn shorten(lexed: &Lexed, range: &Range<usize>, items: &[Item], ends: &mut Vec<usize>) {
    if range.len() <= MOST {
        return;
    }
    let mut stops: Vec<usize> = ends.iter().copied().chain(items.iter().map(|it| it.label)).collect();
    stops.push(range.end);
    stops.sort_unstable();
    let mut start = range.start;
    for stop in stops {
        while stop.saturating_sub(start) > MOST {
            let last = |mark: After| {
                let after = |at: usize| lexed.words.get(at).map_or(After::Nothing, |it| it.after);
                (start + MOST / 2..start + MOST).rev().find(|at| after(*at) >= mark)
            };
            let at = last(After::Semicolon).or_else(|| last(After::Comma));
            start = at.map_or(start + MOST, |it| it + 1);
            ends.push(start);
        }
        start = start.max(stop);
    }
    ends.sort_unstable();
    ends.dedup();
}

/// "; NOW, THEREFORE," begins what the recitals before it lead to.
fn enacts(lexed: &Lexed, at: usize) -> bool {
    let is = |at: usize, norm: &str| lexed.words.get(at).is_some_and(|it| lexed.norm(it) == norm);
    is(at, "now") && is(at + 1, "therefore")
}

/// True if the stop after word `at` ends a sentence; there is a word after it.
fn is_end(text: &str, lexed: &Lexed, range: &Range<usize>, at: usize) -> bool {
    let (Some(word), Some(next)) = (lexed.words.get(at), lexed.words.get(at + 1)) else { return true };
    let gap = text.get(word.end as usize..next.start as usize).unwrap_or_default();
    let written = text.get(next.start as usize..next.end as usize).unwrap_or_default();
    if written.starts_with(char::is_lowercase) && !gap.contains('(') && !gap.contains('\n') {
        return false;
    }
    if gap.contains(['!', '?']) {
        return true;
    }
    let norm = lexed.norm(word);
    let next_norm = lexed.norm(next);
    let numberish = || {
        written.starts_with(|it: char| it.is_ascii_digit())
            || written.len() <= 2
            || gap.contains(['§', '(', '#'])
    };
    let starts = || STARTERS.contains(&next_norm) || gap.contains(['“', '"']) && !gap.starts_with(['"', '”']);
    if at == range.start && norm.len() <= 3 && norm.bytes().all(|it| it.is_ascii_digit()) {
        return false;
    }
    let among = |list: &[&str]| norm.len() <= LONGEST && list.contains(&norm);
    if among(BEFORE) || among(BEFORE_NUMBER) && numberish() {
        return false;
    }
    if among(MAYBE)
        || norm.contains('.') && !norm.starts_with(|it: char| it.is_ascii_digit()) && norm.len() <= 8
    {
        // "Acme Inc. (the “Client”) pays": what stands in parentheses belongs to the name.
        let in_parentheses = gap.trim_start_matches(['.', ' ']).starts_with('(');
        return (starts() && !in_parentheses) || gap.contains(";") || written.len() > 1 && label_after(gap);
    }
    let initial = norm.len() == 1
        && text
            .get(word.start as usize..word.end as usize)
            .is_some_and(|it| it.starts_with(char::is_uppercase));
    if initial && !starts() {
        let before =
            at.checked_sub(1).and_then(|it| lexed.words.get(it)).map(|it| lexed.norm(it)).unwrap_or_default();
        return REFERENCE.contains(&before);
    }
    true
}

/// True of a word that often begins a sentence.
pub(super) fn starts(norm: &str) -> bool {
    STARTERS.contains(&norm)
}

/// True of a word whose stop may not end anything: "Inc.", "No.", "U.S."
pub(super) fn abbreviates(norm: &str) -> bool {
    BEFORE.contains(&norm)
        || BEFORE_NUMBER.contains(&norm) && norm != "no"
        || MAYBE.contains(&norm)
        || norm.contains('.') && !norm.starts_with(|it: char| it.is_ascii_digit())
}

/// A list label stands between two words only if something closes it.
fn label_after(gap: &str) -> bool {
    gap.contains("\n\n")
}

/// An item of a list inside a paragraph.
#[derive(Clone, Copy, Debug)]
struct Item {
    /// Its label's word.
    label: usize,
    /// 0 for the outermost list.
    depth: usize,
    /// False if the block's own label is the first item: nothing inside the block leads in.
    led: bool,
}

/// A list that is being read.
#[derive(Debug)]
struct Run {
    style: Style,
    rank: u32,
    labels: Vec<usize>,
    depth: usize,
    led: bool,
}

/// Labels of the lists that are worth cutting, ascending.
fn items(text: &str, lexed: &Lexed, range: Range<usize>, numbered: Option<(Style, u32)>) -> Vec<Item> {
    let mut open: Vec<Run> = Vec::new();
    let mut done: Vec<Run> = Vec::new();
    if let Some((style, rank)) = numbered {
        open.push(Run { style, rank, labels: Vec::new(), depth: 0, led: false });
    }
    // Every label has a bracket before it.
    let words = lexed.words.get(range.clone()).unwrap_or_default();
    let bytes = words.first().zip(words.last()).and_then(|(first, last)| {
        text.as_bytes().get((first.start as usize).saturating_sub(1)..last.start as usize)
    });
    let labels = if bytes.is_some_and(|it| it.contains(&b'(')) { range.clone() } else { 0..0 };
    for at in labels {
        let Some(found) = label_at(text, lexed, &range, at) else { continue };
        let readings = [Some(found), other_reading(found)];
        let goes_on = readings.into_iter().flatten().find_map(|(style, rank)| {
            open.iter().rposition(|it| it.style == style && it.rank + 1 == rank).map(|place| (place, rank))
        });
        if let Some((place, rank)) = goes_on {
            done.extend(open.drain(place + 1..));
            if let Some(run) = open.last_mut() {
                run.rank = rank;
                run.labels.push(at);
            }
        } else if found.1 == 1 {
            if let Some(place) = open.iter().position(|it| it.style == found.0) {
                done.extend(open.drain(place..));
            }
            if open.len() < 4 {
                open.push(Run { style: found.0, rank: 1, labels: vec![at], depth: 0, led: true });
            }
        }
    }
    done.append(&mut open);
    done.retain(|it| worth_cutting(lexed, it));
    // A list is inside another if it lies between two of its labels or behind its last.
    let mut items: Vec<Item> = Vec::new();
    done.sort_by_key(|it| it.labels.first().copied());
    let mut outer: Vec<(usize, Vec<usize>)> = Vec::new();
    for run in &mut done {
        let first = run.labels.first().copied().unwrap_or_default();
        outer.retain(|(start, labels)| {
            *start < first
                && !labels.iter().any(|it| run.labels.first() < Some(it) && run.labels.last() > Some(it))
        });
        outer.retain(|(_, labels)| {
            labels.last().is_some_and(|it| *it > first)
                || sentence_of(lexed, labels.last().copied().unwrap_or(0), first)
        });
        if outer.len() == DEEPEST {
            outer.remove(0);
        }
        run.depth = outer.len();
        outer.push((first, run.labels.clone()));
        items.extend(run.labels.iter().map(|label| Item { label: *label, depth: run.depth, led: run.led }));
    }
    items.sort_by_key(|it| it.label);
    items
}

/// Lists in lists.
const DEEPEST: usize = 8;

/// True if no sentence ends between two words that lie near each other.
fn sentence_of(lexed: &Lexed, from: usize, to: usize) -> bool {
    to - from < 400
        && !lexed.words.get(from..to).unwrap_or_default().iter().any(|it: &Lexeme| it.after == After::Stop)
}

/// Lists after a colon, of items closed by semicolons, or of long items closed by commas.
fn worth_cutting(lexed: &Lexed, run: &Run) -> bool {
    let Some(first) = run.labels.first().copied() else { return false };
    if run.labels.len() + usize::from(!run.led) < 2 {
        return false;
    }
    let after = |label: usize| {
        let before = label.checked_sub(1).and_then(|it| lexed.words.get(it));
        let joint = before.is_some_and(|it| matches!(lexed.norm(it), "and" | "or" | "but"));
        let place = if joint { label.checked_sub(2).and_then(|it| lexed.words.get(it)) } else { before };
        (place.map(|it| it.after).unwrap_or_default(), joint)
    };
    if run.led && after(first).0 == After::Colon {
        return true;
    }
    let later = run.labels.get(usize::from(run.led)..).unwrap_or_default();
    if later.iter().any(|it| after(*it).0 >= After::Semicolon) {
        return true;
    }
    let all_commas = later.iter().all(|it| {
        let (mark, joint) = after(*it);
        mark == After::Comma || joint
    });
    let words = run.labels.last().copied().unwrap_or(first) - first;
    all_commas && later.len() > 1 && words >= 10 * later.len()
}

/// "(a)" or "(iv)" at a word, if it is no reference.
fn label_at(text: &str, lexed: &Lexed, range: &Range<usize>, at: usize) -> Option<(Style, u32)> {
    let word = lexed.words.get(at)?;
    let open = (word.start as usize).checked_sub(1)?;
    if word.end - word.start > 5 || text.as_bytes().get(open) != Some(&b'(') {
        return None;
    }
    let outside = text.get(..open)?;
    let after = text.get(word.end as usize..).filter(|it| it.starts_with(')'))?;
    if !outside.ends_with(|it: char| it.is_whitespace() || matches!(it, ';' | ':' | ',' | '—' | '('))
        && at > range.start
    {
        return None;
    }
    if after.get(1..)?.starts_with([',', ')', ';', '(', '.']) {
        return None;
    }
    if at > range.start {
        let previous = lexed.words.get(at - 1)?;
        if previous.after == After::Nothing && REFERENCE.contains(&lexed.norm(previous)) {
            return None;
        }
    }
    step(text.get(word.start as usize..word.end as usize)?, Paren::Both)
}
