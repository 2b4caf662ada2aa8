//! Lines in, paragraphs out: wrapped lines are joined, across columns and pages too; footnotes find their places.

use std::collections::{BTreeMap, BTreeSet};

use termscore_core::BlockKind;

use super::footnotes::mark;
use super::furniture::is_rule;
use super::lines::Line;
use super::segment::is_signature_label;
use super::tables::{self, Row};
use crate::ordinal::is_marker;
use crate::writer::{SOFT_HYPHEN, Writer};

/// Where a line of a page begins in the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Anchor {
    /// From 0.
    pub(super) page: usize,
    pub(super) left: f64,
    pub(super) baseline: f64,
    /// Byte of the text.
    pub(super) offset: usize,
}

/// Writes the paragraphs of all pages, their footnotes, and the places where pages begin. Gives the places of lines.
///
/// Footnotes do not interrupt a sentence that goes on over the page: they come before the paragraph then, so that they
/// are on their page.
pub(super) fn write(pages: &[Vec<Line>], footnotes: &[Vec<Line>], writer: &mut Writer) -> Vec<Anchor> {
    let measures = Measures::of(pages, footnotes);
    let mut flow = Flow { open: Paragraph::default(), notes: Vec::new(), anchors: Vec::new() };
    for (number, page) in pages.iter().enumerate() {
        let mut starts_here = true;
        let rows = tables::rows(page);
        for (nth, (line, row)) in page.iter().zip(&rows).enumerate() {
            // A drawn rule ends a paragraph and says nothing.
            if is_rule(&line.text) {
                flow.close(&measures, writer);
                continue;
            }
            let margin = right_margin(page, nth);
            let open = &flow.open;
            let is_new = matches!(row, Row::Begins(_))
                || open.is_row
                || open
                    .lines
                    .last()
                    .is_some_and(|last| begins_paragraph(open, last, line, margin, &measures, starts_here));
            if (is_new || open.lines.is_empty()) && !(*row == Row::Continues && open.is_row) {
                flow.close(&measures, writer);
            } else if starts_here && open.began_on + 1 == number {
                flow.write_notes_before(&measures, writer);
            }
            flow.open.is_row |= matches!(row, Row::Begins(_));
            match row {
                Row::Begins(text) => {
                    let line = Line { text: text.clone(), ..line.clone() };
                    flow.open.push(number, &line, margin, &measures);
                }
                _ => flow.open.push(number, line, margin, &measures),
            }
            if starts_here {
                flow.open.mark_page();
                starts_here = false;
            }
        }
        if starts_here {
            match flow.open.lines.is_empty() {
                true => writer.page(writer.next_start()),
                false => flow.open.page_starts.push(flow.open.text.len() + 1),
            }
        }
        if let Some(notes) = footnotes.get(number) {
            flow.notes.extend(notes.iter().cloned());
        }
    }
    flow.close(&measures, writer);
    flow.anchors
}

/// What is being written.
struct Flow {
    open: Paragraph,
    /// Footnotes that wait for a place.
    notes: Vec<Line>,
    anchors: Vec<Anchor>,
}

impl Flow {
    /// Ends the open paragraph; the footnotes follow it.
    fn close(&mut self, measures: &Measures, writer: &mut Writer) {
        std::mem::take(&mut self.open).close(measures, writer, &mut self.anchors);
        self.write_notes(measures, writer);
    }

    /// Writes the footnotes before the open paragraph, behind the beginning of the page that they stand on.
    fn write_notes_before(&mut self, measures: &Measures, writer: &mut Writer) {
        if self.notes.is_empty() {
            return;
        }
        let at_start = self.open.page_starts.iter().take_while(|it| **it == 0).count();
        for _ in self.open.page_starts.drain(..at_start) {
            writer.page(writer.next_start());
        }
        self.write_notes(measures, writer);
    }

    fn write_notes(&mut self, measures: &Measures, writer: &mut Writer) {
        let mut text = String::new();
        for line in std::mem::take(&mut self.notes) {
            if mark(&line.text).is_some() {
                writer.block(BlockKind::Note, &std::mem::take(&mut text));
            }
            join(&mut text, &line.text, measures);
        }
        writer.block(BlockKind::Note, &text);
    }
}

/// What is usual in the document.
struct Measures {
    /// Size of most characters.
    body_size: f64,
    /// True if most of the text is bold, so that bold says nothing.
    bold_body: bool,
    /// Distance between baselines by size in half points, most frequent first seen smallest.
    pitches: BTreeMap<i64, f64>,
    /// Words that occur within lines, to decide on hyphens at their ends.
    words: BTreeSet<String>,
    /// True if the document breaks words at line ends all the time.
    hyphenates: bool,
}

impl Measures {
    fn of(pages: &[Vec<Line>], footnotes: &[Vec<Line>]) -> Measures {
        let mut sizes: BTreeMap<i64, usize> = BTreeMap::new();
        let mut pitches: BTreeMap<i64, BTreeMap<i64, usize>> = BTreeMap::new();
        let mut words = BTreeSet::new();
        let (mut n_bold, mut n_all, mut n_broken, mut n_lines) = (0, 0, 0, 0);
        for page in pages.iter().chain(footnotes) {
            let mut is_broken = false;
            for line in page {
                *sizes.entry(half_points(line.size)).or_default() += line.text.len();
                n_all += line.text.len();
                n_bold += if line.bold { line.text.len() } else { 0 };
                n_lines += 1;
                n_broken += usize::from(line.text.ends_with('-') || line.text.ends_with(SOFT_HYPHEN));
                // The rest of a broken word is no word.
                let n_rest = usize::from(is_broken);
                is_broken = line.text.ends_with(['-', '\u{2010}', SOFT_HYPHEN]);
                let own = line.text.split(|it: char| !it.is_alphanumeric() && it != '-').skip(n_rest);
                words.extend(own.map(str::to_lowercase));
            }
            for pair in page.windows(2) {
                if let [above, below] = pair
                    && above.column == below.column
                    && half_points(above.size) == half_points(below.size)
                    && (above.text.len() > 40 || below.text.len() > 40)
                {
                    let pitch = half_points(below.baseline - above.baseline);
                    *pitches.entry(half_points(above.size)).or_default().entry(pitch).or_default() += 1;
                }
            }
        }
        // The most frequent; of equals the smallest.
        let mode =
            |counts: &BTreeMap<i64, usize>| counts.iter().rev().max_by_key(|it| it.1).map_or(0, |it| *it.0);
        Measures {
            body_size: mode(&sizes) as f64 / 2.0,
            bold_body: n_bold * 2 > n_all,
            pitches: pitches.iter().map(|(size, counts)| (*size, mode(counts) as f64 / 2.0)).collect(),
            words,
            hyphenates: n_broken * 30 > n_lines,
        }
    }

    /// Distance between the lines of a paragraph of this size.
    fn pitch(&self, size: f64) -> f64 {
        let found =
            self.pitches.get(&half_points(size)).copied().filter(|it| (0.9..3.0).contains(&(it / size)));
        found.unwrap_or(size * 1.2)
    }
}

fn half_points(points: f64) -> i64 {
    (points * 2.0).round() as i64
}

/// How far right the lines around this one reach.
fn right_margin(page: &[Line], nth: usize) -> f64 {
    let column = page.get(nth).map(|it| it.column);
    let in_column = || page.iter().filter(|it| Some(it.column) == column);
    // Of ten long lines one may stick out, such as a date at the right edge.
    let mut rights: Vec<f64> = in_column().filter(|it| it.text.len() > 30).map(|it| it.right).collect();
    rights.sort_by(|a, b| b.total_cmp(a));
    let usual = rights.get(rights.len() / 10).copied();
    usual.unwrap_or_else(|| in_column().map(|it| it.right).fold(f64::MIN, f64::max))
}

#[derive(Default)]
struct Paragraph {
    /// As it will be written, but for a hyphen at its end.
    text: String,
    lines: Vec<Line>,
    /// Right margin of the page that the last line stands on.
    margin: f64,
    /// True for a row of a table.
    is_row: bool,
    /// Index of the page that its first line stands on.
    began_on: usize,
    /// Where in `text` pages begin.
    page_starts: Vec<usize>,
    /// Where in `text` its lines begin, with their pages.
    line_starts: Vec<(usize, usize)>,
}

impl Paragraph {
    fn push(&mut self, page: usize, line: &Line, margin: f64, measures: &Measures) {
        if self.lines.is_empty() {
            self.began_on = page;
        }
        let start = join(&mut self.text, &line.text, measures);
        self.line_starts.push((page, start));
        self.lines.push(line.clone());
        self.margin = margin;
    }

    /// Says that a page begins with the line that was pushed last.
    fn mark_page(&mut self) {
        self.page_starts.push(self.line_starts.last().map_or(0, |it| it.1));
    }

    fn close(self, measures: &Measures, writer: &mut Writer, anchors: &mut Vec<Anchor>) {
        let base = writer.next_start();
        for start in &self.page_starts {
            writer.page(base + start);
        }
        for ((page, start), line) in self.line_starts.iter().zip(&self.lines) {
            anchors.push(Anchor {
                page: *page,
                left: line.left,
                baseline: line.baseline,
                offset: base + start,
            });
        }
        let kind = self.kind(measures);
        writer.block(kind, &self.text);
    }

    fn kind(&self, measures: &Measures) -> BlockKind {
        if self.is_row {
            return BlockKind::TableRow;
        }
        let Some(first) = self.lines.first() else {
            return BlockKind::Paragraph;
        };
        let is_sentence = self.text.ends_with([',', ';', '.']) && self.text.split(' ').count() > 7;
        let short = self.lines.len() <= 3 && self.text.len() <= 120 && !is_sentence;
        let has_letters = self.text.chars().filter(|it| it.is_alphabetic()).count() >= 3;
        let ratio = first.size / measures.body_size.max(1.0);
        let bold = self.lines.iter().all(|it| it.bold) && !measures.bold_body;
        if self.text.starts_with(['•', '▪', '◦', '●', '\u{f0b7}', '\u{f0a7}']) {
            return BlockKind::ListItem(1);
        }
        match ratio {
            _ if !short || !has_letters => BlockKind::Paragraph,
            _ if ratio >= 1.45 => BlockKind::Heading(1),
            _ if ratio >= 1.15 => BlockKind::Heading(2),
            _ if bold && ratio > 0.9 => BlockKind::Heading(3),
            _ => BlockKind::Paragraph,
        }
    }
}

/// True if `line`, the one after `last`, is not the continuation of the open paragraph.
fn begins_paragraph(
    open: &Paragraph,
    last: &Line,
    line: &Line,
    margin: f64,
    measures: &Measures,
    on_new_page: bool,
) -> bool {
    if (line.size / last.size - 1.0).abs() > 0.12 && last.text.len().min(line.text.len()) > 3 {
        return true;
    }
    // A bold heading above running text, or the other way round.
    if last.bold != line.bold && (last.right < open.margin - last.size * 4.0 || line.bold) {
        return true;
    }
    // An entry of a contents page.
    if ends_with_leaders(&last.text) {
        return true;
    }
    let unmarked = without_marks(&last.text);
    let ended = unmarked.ends_with(['.', ';', ':', '!', '?', '”', '"', ')', ']']);
    // The first word of this line would have had room on the last: the writer broke the line on purpose.
    let first_word = line.text.split(' ').next().unwrap_or_default();
    let word_width = (line.right - line.left) * first_word.len() as f64 / line.text.len().max(1) as f64;
    let had_room = last.right + word_width + last.size * 0.6 < open.margin;
    if is_signature_label(&line.text) && !last.text.ends_with(',') && line.text.len() < 80 {
        return true;
    }
    // A title over two lines goes on in its column.
    let goes_on = line.column == last.column && last.right > open.margin - last.size * 4.0;
    if is_signature_label(&last.text) && last.text.len() < 80 && !goes_on {
        return true;
    }
    let moved = on_new_page || last.column != line.column;
    if moved {
        // Nothing but the words tells whether a paragraph goes on over the page.
        let full = !had_room || last.right > open.margin - (open.margin - last.left) * 0.25;
        let goes_on = line.text.starts_with(|it: char| it.is_lowercase()) || (!ended && full);
        return !goes_on || is_marker(first_word);
    }
    let pitch = measures.pitch(line.size);
    let own_pitch = match open.lines.as_slice() {
        [.., above, below] if above.column == below.column && below.baseline > above.baseline => {
            (below.baseline - above.baseline).min(pitch * 1.1)
        }
        _ => pitch,
    };
    let gap = line.baseline - last.baseline;
    if gap > own_pitch.max(pitch * 0.9) * 1.25 || gap < 0.0 {
        return true;
    }
    if is_marker(first_word) && (ended || had_room || last.text.ends_with("and") || last.text.ends_with("or"))
    {
        return true;
    }
    let body_left = open.lines.get(1..).into_iter().flatten().map(|it| it.left).fold(f64::MAX, f64::min);
    let body_left = if body_left == f64::MAX { last.left } else { body_left };
    let indented = line.left > body_left + line.size * 1.2 && line.right > margin - line.size * 8.0;
    if indented && ended {
        return true;
    }
    // Some writers break the line behind a raised mark.
    let is_marked = unmarked.len() < last.text.len();
    if is_marked && !ended && line.text.starts_with(|it: char| it.is_lowercase()) {
        return false;
    }
    // Lines of an address, a title or a signature block.
    had_room && (ended || last.right < open.margin - (open.margin - last.left) * 0.15)
}

/// "Payment ..... 12": dots that lead to a page number.
fn ends_with_leaders(text: &str) -> bool {
    let before = text.trim_end_matches(|it: char| it.is_ascii_digit() || matches!(it, 'i' | 'v' | 'x'));
    before.len() < text.len()
        && (text.len() - before.len()) <= 5
        && [".....", ". . . .", "……"].iter().any(|it| before.trim_end().ends_with(it))
}

/// The text before the marks of footnotes at its end: "the Work" of "the Work[1]".
fn without_marks(text: &str) -> &str {
    let mut text = text;
    while let Some((before, mark)) = text.strip_suffix(']').and_then(|it| it.rsplit_once('['))
        && (1..=3).contains(&mark.len())
        && mark.bytes().all(|it| it.is_ascii_digit())
    {
        text = before;
    }
    text
}

/// Appends a line to a paragraph: a space between, or a broken word mended. Gives the byte at which the line begins.
fn join(text: &mut String, line: &str, measures: &Measures) -> usize {
    // Soft hyphens count at the end of a line; elsewhere they are not drawn.
    let breaks = line.ends_with(SOFT_HYPHEN);
    let mut line: String = line.chars().filter(|it| *it != SOFT_HYPHEN).collect();
    if breaks {
        line.push(SOFT_HYPHEN);
    }
    let line = line.as_str();
    if text.is_empty() || text.ends_with(SOFT_HYPHEN) {
        if text.ends_with(SOFT_HYPHEN) {
            text.pop();
        }
        text.push_str(line);
        return text.len() - line.len();
    }
    let after_letter = |text: &str, hyphen: char| {
        text.strip_suffix(hyphen).is_some_and(|it| it.ends_with(char::is_alphabetic))
    };
    if !after_letter(text, '-') && !after_letter(text, '\u{2010}') {
        text.push(' ');
        text.push_str(line);
        return text.len() - line.len();
    }
    let lowercase = line.starts_with(|it: char| it.is_lowercase());
    let is_word = |it: &char| it.is_alphanumeric() || *it == '-';
    let hyphen_free = text.trim_end_matches(['-', '\u{2010}']);
    let stem: String = {
        let reversed: Vec<char> = hyphen_free.chars().rev().take_while(is_word).collect();
        reversed.into_iter().rev().collect()
    };
    let tail: String = line.chars().take_while(is_word).collect();
    let known = |glue: &str| measures.words.contains(&format!("{stem}{glue}{tail}").to_lowercase());
    // "sub-" of "sub-licence", where "licence" is a word by itself, but not of "sub-ject".
    let keeps = || is_prefix(&stem) || (is_syllable(&stem) && measures.words.contains(&tail.to_lowercase()));
    let drop = lowercase && (known("") || (measures.hyphenates && !known("-") && !keeps()));
    if drop {
        text.truncate(hyphen_free.len());
    }
    text.push_str(line);
    text.len() - line.len()
}

/// Stems that keep their hyphen more often than not: "non-compete", "third-party".
fn is_prefix(stem: &str) -> bool {
    let stem = stem.to_lowercase();
    let last = stem.rsplit('-').next().unwrap_or_default();
    stem.contains('-')
        || matches!(
            last,
            "non"
                | "self"
                | "co"
                | "post"
                | "anti"
                | "third"
                | "well"
                | "so"
                | "cross"
                | "multi"
                | "semi"
                | "part"
                | "full"
                | "long"
                | "short"
                | "non-"
                | "royalty"
                | "fee"
                | "fully"
                | "on"
        )
}

/// Stems that begin words as often as they stand before a hyphen: "exclusive", "provide", "subject", "prevent".
fn is_syllable(stem: &str) -> bool {
    matches!(stem.to_lowercase().as_str(), "ex" | "pre" | "pro" | "sub")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaders_and_marks_at_the_end() {
        for (text, expected) in
            [("Fees ..... 12", true), ("Fees......iv", true), ("paid on 12", false), ("and so on...", false)]
        {
            assert_eq!(ends_with_leaders(text), expected, "{text}");
        }
        for (text, expected) in [("Work[1][12]", "Work"), ("[Date]", "[Date]"), ("x]", "x]")] {
            assert_eq!(without_marks(text), expected, "{text}");
        }
    }

    #[test]
    fn broken_words_are_mended() {
        let measures = |hyphenates| Measures {
            body_size: 10.0,
            bold_body: false,
            pitches: BTreeMap::new(),
            words: ["agreement".to_owned(), "know-how".to_owned(), "licence".to_owned()].into(),
            hyphenates,
        };
        let check = |above: &str, below: &str, hyphenates, expected: &str| {
            let mut text = above.to_owned();
            join(&mut text, below, &measures(hyphenates));
            assert_eq!(text, expected);
        };
        check("this agree-", "ment shall", false, "this agreement shall");
        check("the con\u{ad}", "tract", false, "the contract");
        check("the know-", "how of", true, "the know-how of");
        check("a non-", "compete", true, "a non-compete");
        check("a warran-", "ty", true, "a warranty");
        check("an ex-", "clusive right", true, "an exclusive right");
        check("a sub-", "licence", true, "a sub-licence");
        check("a royalty-", "free", false, "a royalty-free");
        check("years 2019 -", "2020", false, "years 2019 - 2020");
    }
}
