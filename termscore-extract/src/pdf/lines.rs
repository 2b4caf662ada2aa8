//! Positioned characters of a page in, lines in reading order out: words are spaced, columns told apart.

use super::glyphs::Glyph;
use super::grid;
use super::segment::{Segment, is_signature_label};

/// One line of text on a page, in points from the upper left corner.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) baseline: f64,
    /// Size of most of its characters.
    pub(super) size: f64,
    /// True if nearly all of it is bold.
    pub(super) bold: bool,
    /// Its parts that stand far apart, as the cells of a table do: left and right end, and the byte where it begins.
    pub(super) cells: Vec<Cell>,
    /// Lines of one column (or of the whole width) share a number, which grows in reading order.
    pub(super) column: usize,
}

/// A part of a line with wide gaps around it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Cell {
    pub(super) left: f64,
    pub(super) right: f64,
    /// Byte of the line's text.
    pub(super) start: usize,
}

/// Of the font's size; gaps that justify a line or follow a full stop are narrower.
const COLUMN_GAP: f64 = 1.6;

/// Reading order: bands from the top, in a band of two columns the left one first.
pub(super) fn lines(glyphs: &[Glyph]) -> Vec<Line> {
    let segments = segments(glyphs);
    let mut out = Vec::new();
    let mut column = 0;
    for part in columns(segments) {
        for block in signature_blocks(grid::merge(rows(part))) {
            for row in block {
                out.extend(join(row, column));
            }
            column += 1;
        }
    }
    out
}

/// Cuts rows so that signature blocks that stand side by side are read one after the other.
fn signature_blocks(rows: Vec<Vec<Segment>>) -> Vec<Vec<Vec<Segment>>> {
    let second = |row: &[Segment]| {
        let mut labels = row.iter().filter(|it| is_signature_label(&it.text));
        labels.next().and(labels.next()).map(|it| it.left)
    };
    let pairs: Vec<usize> =
        rows.iter().enumerate().filter(|it| second(it.1).is_some()).map(|it| it.0).collect();
    let (Some(&first), Some(&last)) = (pairs.first(), pairs.last()) else { return vec![rows] };
    let gutter = rows.iter().filter_map(|it| second(it)).fold(f64::MAX, f64::min) - 1.0;
    let is_apart = |row: &[Segment]| row.iter().all(|it| it.right <= gutter || it.left >= gutter);
    let is_pair = |row: &[Segment]| {
        is_apart(row) && row.iter().any(|it| it.right <= gutter) && row.iter().any(|it| it.left >= gutter)
    };
    let between = rows.get(first..=last).unwrap_or_default();
    if pairs.len() < 2 || !between.iter().all(|it| is_apart(it)) {
        return vec![rows];
    }
    // Names of the parties stand above, and what follows the last label below.
    let start = (0..first).rev().take_while(|&it| rows.get(it).is_some_and(|it| is_pair(it))).last();
    let end = (last + 1..rows.len()).take_while(|&it| rows.get(it).is_some_and(|it| is_pair(it))).last();
    let (start, end) = (start.unwrap_or(first), end.unwrap_or(last) + 1);
    let (mut above, mut left, mut right, mut below) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (nth, row) in rows.into_iter().enumerate() {
        if nth < start {
            above.push(row);
        } else if nth >= end {
            below.push(row);
        } else {
            let (first, second): (Vec<_>, Vec<_>) = row.into_iter().partition(|it| it.right <= gutter);
            left.push(first);
            right.push(second);
        }
    }
    // Where two pairs of parties sign one below the other, what lies below may be pairs again.
    let mut out = vec![above, left, right];
    out.push(below);
    out
}

fn segments(glyphs: &[Glyph]) -> Vec<Segment> {
    let mut out: Vec<Segment> = Vec::new();
    for glyph in glyphs {
        let blank = glyph.text.trim().is_empty();
        if let Some(last) = out.last_mut() {
            let gap = glyph.left - last.right;
            let same_line = (glyph.baseline - last.baseline).abs() < 0.2 * last.size.min(glyph.size)
                && (0.8..1.25).contains(&(glyph.size / last.size));
            if same_line && gap > -0.5 * glyph.size && gap < CELL_GAP * glyph.size {
                if blank {
                    // Its width does not count: what follows decides by its distance whether it was a gap.
                    if !last.text.ends_with(' ') {
                        last.text.push(' ');
                    }
                } else {
                    if gap > WORD_GAP * glyph.size && !last.text.ends_with(' ') {
                        last.text.push(' ');
                    }
                    last.text.push_str(&glyph.text);
                    last.right = last.right.max(glyph.right);
                    last.n_bold += usize::from(glyph.bold);
                }
                continue;
            }
        }
        if !blank {
            out.push(Segment {
                text: glyph.text.clone(),
                left: glyph.left,
                right: glyph.right,
                baseline: glyph.baseline,
                size: glyph.size,
                n_bold: usize::from(glyph.bold),
                begins_cell: false,
            });
        }
    }
    out
}

/// Of the font's size; a wider gap ends a segment, so that a superscript or a cell can stand in it.
const CELL_GAP: f64 = 0.65;

/// Of the font's size; justified text squeezes spaces to about 0.2, kerning and tracking stay below 0.1.
const WORD_GAP: f64 = 0.16;

/// Cuts a page at the places where two columns of running text stand side by side.
///
/// Tables and signature blocks stay rows: their cells are narrow, a column's lines are nearly as wide as the column.
fn columns(segments: Vec<Segment>) -> Vec<Vec<Segment>> {
    let Some(gutter) = gutter(&segments) else {
        return vec![segments];
    };
    let mut by_height = segments;
    by_height.sort_by(|a, b| a.baseline.total_cmp(&b.baseline));
    let mut out: Vec<Vec<Segment>> = Vec::new();
    let (mut wide, mut left, mut right) = (Vec::new(), Vec::new(), Vec::new());
    for segment in by_height {
        if segment.left < gutter && segment.right > gutter {
            close_band(&mut wide, &mut left, &mut right, &mut out);
            wide.push(segment);
        } else if segment.right <= gutter {
            left.push(segment);
        } else {
            right.push(segment);
        }
    }
    close_band(&mut wide, &mut left, &mut right, &mut out);
    if !wide.is_empty() {
        out.push(wide);
    }
    out
}

/// A band ends where text crosses the gutter; if it was not two columns it joins the text of full width.
fn close_band(
    wide: &mut Vec<Segment>,
    left: &mut Vec<Segment>,
    right: &mut Vec<Segment>,
    out: &mut Vec<Vec<Segment>>,
) {
    if are_columns(left, right) {
        if !wide.is_empty() {
            out.push(std::mem::take(wide));
        }
        out.push(std::mem::take(left));
        out.push(std::mem::take(right));
    } else {
        wide.append(left);
        wide.append(right);
    }
}

/// True if running text stands on the left and on the right: two full columns; two whose headings make short lines,
/// at heights of their own; or a full one, and the end of the text at the top of the other.
fn are_columns(left: &[Segment], right: &[Segment]) -> bool {
    let (left, right) = (Measure::of(left), Measure::of(right));
    let full = left.is_full(50) && right.is_full(50);
    let apart = || left.is_full(40) && right.is_full(40) && right.is_flow() && !right.is_level_with(&left);
    let ends = || {
        left.is_full(50)
            && left.rows.len() >= 12
            && (2..left.rows.len()).contains(&right.rows.len())
            && right.width > 0.7 * left.width
            && right.is_flow()
    };
    full || apart() || ends()
}

/// What tells a column of running text from the cells of a table.
struct Measure {
    width: f64,
    /// Rows that are long and nearly as wide as the widest.
    n_full: usize,
    /// Left end, baseline and size of each row, top to bottom.
    rows: Vec<(f64, f64, f64)>,
}

impl Measure {
    fn of(segments: &[Segment]) -> Measure {
        let left = segments.iter().map(|it| it.left).fold(f64::MAX, f64::min);
        let right = segments.iter().map(|it| it.right).fold(f64::MIN, f64::max);
        let width = right - left;
        let n_full =
            segments.iter().filter(|it| it.right - it.left > 0.7 * width && it.text.len() > 25).count();
        let first = |row: Vec<Segment>| row.first().map(|it| (it.left, it.baseline, it.size));
        Measure { width, n_full, rows: rows(segments.to_vec()).into_iter().filter_map(first).collect() }
    }

    /// At least five rows, so many of a hundred full.
    fn is_full(&self, percent: usize) -> bool {
        self.rows.len() >= 5 && self.n_full * 100 >= self.rows.len() * percent
    }

    /// True if rows begin at one left edge and follow one another without the gaps that short cells leave.
    fn is_flow(&self) -> bool {
        let edge = self.rows.iter().map(|it| it.0).fold(f64::MAX, f64::min);
        let n_flush = self.rows.iter().filter(|it| it.0 - edge < 2.0).count();
        let near = |pair: &[(f64, f64, f64)]| match pair {
            [above, below] => below.1 - above.1 < 3.0 * above.2,
            _ => true,
        };
        n_flush * 4 >= self.rows.len() * 3 && self.rows.windows(2).all(near)
    }

    /// True if half of the rows stand at the height of a row of the other, as cells do.
    fn is_level_with(&self, other: &Measure) -> bool {
        let level = |it: &&(f64, f64, f64)| {
            let next = other.rows.partition_point(|row| row.1 <= it.1 - 1.0);
            other.rows.get(next).is_some_and(|row| row.1 < it.1 + 1.0)
        };
        self.rows.iter().filter(level).count() * 2 >= self.rows.len()
    }
}

/// The vertical line near the middle that the fewest segments cross, if that is few of them.
fn gutter(segments: &[Segment]) -> Option<f64> {
    let left = segments.iter().map(|it| it.left).fold(f64::MAX, f64::min);
    let right = segments.iter().map(|it| it.right).fold(f64::MIN, f64::max);
    let width = right - left;
    if segments.len() < 10 || width < 200.0 {
        return None;
    }
    let crossings = |x: f64| segments.iter().filter(|it| it.left < x && it.right > x).count();
    let candidates = (0..=60).map(|it| left + width * (0.35 + 0.005 * f64::from(it)));
    let scored: Vec<(usize, f64)> = candidates.map(|x| (crossings(x), x)).collect();
    let fewest = scored.iter().map(|it| it.0).min()?;
    // The middle of the widest stretch with the fewest crossings.
    let best: Vec<f64> = scored.iter().filter(|it| it.0 == fewest).map(|it| it.1).collect();
    let middle = best.get(best.len() / 2).copied()?;
    (fewest * 2 < segments.len()).then_some(middle)
}

/// Segments that share a baseline, top to bottom, each row left to right.
fn rows(mut segments: Vec<Segment>) -> Vec<Vec<Segment>> {
    segments.sort_by(|a, b| a.baseline.total_cmp(&b.baseline).then(a.left.total_cmp(&b.left)));
    let mut level: Vec<Vec<Segment>> = Vec::new();
    for segment in segments {
        let home = level.last_mut().filter(|row| {
            row.iter().any(|it| (segment.baseline - it.baseline).abs() < 0.3 * it.size.min(segment.size))
        });
        match home {
            Some(row) => row.push(segment),
            None => level.push(vec![segment]),
        }
    }
    let mut out: Vec<Vec<Segment>> = Vec::new();
    // Set if the row last taken is raised or lowered text that belongs to the one below it.
    let mut raised: Option<Vec<Segment>> = None;
    for mut row in level {
        if let Some(raised) = raised.take() {
            if is_script(&raised, &row) {
                row.extend(raised);
            } else {
                out.push(raised);
            }
        }
        match out.last_mut() {
            Some(above) if is_script(&row, above) => above.extend(row),
            _ => raised = Some(row),
        }
    }
    out.extend(raised);
    for row in &mut out {
        row.sort_by(|a, b| a.left.total_cmp(&b.left));
    }
    out
}

/// True if a row is nothing but superscripts and subscripts of another.
fn is_script(script: &[Segment], row: &[Segment]) -> bool {
    script.iter().all(|script| {
        row.iter().any(|base| {
            let touches = (script.left - base.right).abs() < 0.3 * base.size
                || (base.left - script.right).abs() < 0.3 * base.size;
            touches
                && script.size < 0.9 * base.size
                && (script.baseline - base.baseline).abs() < 0.7 * base.size
        })
    })
}

/// A raised number behind a word or at the start of a line calls a footnote; "m²", "10³" and "5th" do not.
fn is_note_mark(segment: &Segment, baseline: f64, size: f64, before: &str) -> bool {
    let mark = segment.text.trim();
    let raised = baseline - segment.baseline > 0.15 * size && segment.size < 0.9 * size;
    let is_mark = (1..=3).contains(&mark.len()) && mark.bytes().all(|it| it.is_ascii_digit());
    let mut last = before.chars().rev();
    let fits = match last.next() {
        None => true,
        Some(it) if it.is_alphabetic() => last.next().is_some_and(char::is_alphabetic),
        Some(it) => matches!(it, '.' | ',' | ';' | ':' | ')' | ']' | '"' | '”' | '’' | '\''),
    };
    raised && is_mark && fits
}

fn join(row: Vec<Segment>, column: usize) -> Option<Line> {
    let widest = row.iter().max_by_key(|it| it.text.len())?;
    let (baseline, size) = (widest.baseline, widest.size);
    let n_bold: usize = row.iter().map(|it| it.n_bold).sum();
    let mut text = String::new();
    let mut last: Option<&Segment> = None;
    let mut cells: Vec<Cell> = Vec::new();
    for segment in &row {
        match cells.last_mut() {
            Some(cell) if !segment.begins_cell && segment.left - cell.right < COLUMN_GAP * segment.size => {
                cell.right = cell.right.max(segment.right);
            }
            _ => {
                if !text.is_empty() && !text.ends_with(' ') {
                    text.push(' ');
                }
                let start = crate::writer::collapse_line(&text).len();
                cells.push(Cell {
                    left: segment.left,
                    right: segment.right,
                    start: if start > 0 { start + 1 } else { 0 },
                });
            }
        }
        let touches = last.is_none_or(|it| segment.left - it.right < 0.3 * size);
        if touches && is_note_mark(segment, baseline, size, &text) {
            // As the other readers write it.
            text.push_str(&format!("[{}]", segment.text.trim()));
            last = Some(segment);
            continue;
        }
        // Superscripts stand as far off as the larger of the two would.
        let gap = |it: &Segment| segment.left - it.right > WORD_GAP * segment.size.max(it.size);
        if !text.ends_with(' ') && last.is_some_and(gap) {
            text.push(' ');
        }
        text.push_str(&segment.text);
        last = Some(segment);
    }
    let text = crate::writer::collapse_line(&text);
    if text.is_empty() {
        return None;
    }
    let n_letters = text.chars().filter(|it| !it.is_whitespace()).count();
    Some(Line {
        left: row.first()?.left,
        right: row.iter().map(|it| it.right).fold(f64::MIN, f64::max),
        baseline,
        size,
        cells,
        bold: n_bold * 10 >= n_letters * 9,
        column,
        text,
    })
}
