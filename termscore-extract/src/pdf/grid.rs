//! Rows of a page in, rows of tables out: where a cell has several lines, its row is one.
//!
//! Writers centre the short cells of a row beside the long one, so that no line of the page is the row. Places tell,
//! whether lines are drawn or not: columns begin under those of the first row, and space parts the rows.

use super::segment::{Segment, is_signature_label};

/// Of the font's size: lines of a cell are nearer to each other, rows further apart.
const ROW_GAP: f64 = 1.45;

/// Tables beyond this stay as they are: nobody makes them, and the work must not grow with their square.
const MAX_COLUMNS: usize = 40;
const MAX_ROWS: usize = 400;

/// Rows after a table that may look like the table's.
const TRIES: usize = 4;

/// Merges rows of which each is a part of a row of a table; others stay as they are.
pub(super) fn merge(rows: Vec<Vec<Segment>>) -> Vec<Vec<Segment>> {
    let mut out = Vec::with_capacity(rows.len());
    let mut at = 0;
    while let Some(head) = rows.get(at) {
        let end = at + 1 + rows.get(at + 1..).map_or(0, |it| length(head, it));
        // A short line below the table stands in its first column, too.
        let shorter = (at + 1..=end).rev().take(TRIES);
        let mut found = shorter.filter_map(|it| Some((it, table(head, rows.get(at + 1..it)?)?)));
        let (after, merged) = found.next().unwrap_or((at, Vec::new()));
        out.extend(merged);
        out.extend(rows.get(after..end).into_iter().flatten().cloned());
        at = end;
    }
    out
}

/// How many rows below the first have all their parts in its columns.
fn length(head: &[Segment], below: &[Vec<Segment>]) -> usize {
    // Signature blocks side by side are no table.
    let signs = |row: &[Segment]| row.iter().any(|it| is_signature_label(&it.text));
    if !(3..=MAX_COLUMNS).contains(&head.len()) || signs(head) {
        return 0;
    }
    let mut last = head.first().map_or(0.0, |it| it.baseline);
    let fits = |row: &&Vec<Segment>| {
        let near = row.iter().all(|it| it.baseline - last < 4.0 * it.size);
        last = row.first().map_or(last, |it| it.baseline);
        near && row.len() <= head.len() && !signs(row) && row.iter().all(|it| column(head, it).is_some())
    };
    below.iter().take(MAX_ROWS).take_while(fits).count()
}

/// The column that a part stands in: it begins where the column's first cell does, and ends before the next.
fn column(head: &[Segment], part: &Segment) -> Option<usize> {
    let nth = head.iter().position(|it| (it.left - part.left).abs() < 2.0)?;
    head.get(nth + 1).is_none_or(|next| part.right < next.left).then_some(nth)
}

/// A cell: its column, and its parts from the top.
struct Cell {
    column: usize,
    parts: Vec<Segment>,
}

impl Cell {
    fn top(&self) -> f64 {
        self.parts.first().map_or(0.0, |it| it.baseline - it.size)
    }

    fn bottom(&self) -> f64 {
        self.parts.last().map_or(0.0, |it| it.baseline)
    }
}

/// The rows of a table, its first one too; nothing if no cell has several lines, or if space does not part the rows.
fn table(head: &[Segment], below: &[Vec<Segment>]) -> Option<Vec<Vec<Segment>>> {
    if below.len() < 2 {
        return None;
    }
    let mut columns: Vec<Vec<&Segment>> = vec![Vec::new(); head.len()];
    for part in below.iter().flatten() {
        columns.get_mut(column(head, part)?)?.push(part);
    }
    let mut cells: Vec<Cell> = Vec::new();
    for (nth, parts) in columns.into_iter().enumerate() {
        let first = cells.len();
        for part in parts {
            let open = cells.get_mut(first..).and_then(<[Cell]>::last_mut);
            match open.filter(|it| part.baseline - it.bottom() < ROW_GAP * part.size) {
                Some(cell) => cell.parts.push(part.clone()),
                None => cells.push(Cell { column: nth, parts: vec![part.clone()] }),
            }
        }
    }
    if cells.iter().all(|it| it.parts.len() < 2) {
        return None;
    }
    cells.sort_by(|a, b| a.top().total_cmp(&b.top()));
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut foot = f64::MIN;
    for cell in cells {
        let goes_on = cell.top() < foot;
        foot = foot.max(cell.bottom());
        match rows.last_mut().filter(|_| goes_on) {
            Some(row) => row.push(cell),
            None => rows.push(vec![cell]),
        }
    }
    // Two cells of a column in a row, or a row without its first cell: the places say something else.
    let is_row = |row: &mut Vec<Cell>| {
        row.sort_by_key(|it| it.column);
        row.len() > 1
            && row.first().is_some_and(|it| it.column == 0)
            && row.windows(2).all(|it| matches!(it, [a, b] if a.column < b.column))
            && row.iter().filter(|it| it.parts.len() > 1).count() < row.len()
    };
    if !rows.iter_mut().all(is_row) {
        return None;
    }
    let head = head.iter().cloned().map(|it| Segment { begins_cell: true, ..it }).collect();
    let rows = rows.into_iter().map(|row| {
        let baseline = row.iter().map(Cell::bottom).fold(f64::MIN, f64::max);
        row.into_iter().filter_map(|it| join(it, baseline)).collect()
    });
    Some(std::iter::once(head).chain(rows).collect())
}

/// A cell as if it were written in one line.
fn join(cell: Cell, baseline: f64) -> Option<Segment> {
    let mut parts = cell.parts.into_iter();
    let first = parts.next()?;
    let mut joined = Segment { baseline, begins_cell: true, ..first };
    for part in parts {
        joined.text.push(' ');
        joined.text.push_str(&part.text);
        joined.right = joined.right.max(part.right);
        joined.n_bold += part.n_bold;
    }
    Some(joined)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Parts of size 10 at a place and a baseline, 5 points a character wide.
    fn rows(parts: &[(f64, &[(f64, &str)])]) -> Vec<Vec<Segment>> {
        let part = |baseline: f64, (left, text): &(f64, &str)| Segment {
            text: (*text).to_owned(),
            left: *left,
            right: left + 5.0 * text.len() as f64,
            baseline,
            size: 10.0,
            n_bold: 0,
            begins_cell: false,
        };
        parts.iter().map(|(y, row)| row.iter().map(|it| part(*y, it)).collect()).collect()
    }

    fn check(parts: &[(f64, &[(f64, &str)])], expected: &[&str]) {
        let merged = merge(rows(parts));
        let texts = |row: &Vec<Segment>| row.iter().map(|it| it.text.as_str()).collect::<Vec<_>>().join("|");
        assert_eq!(merged.iter().map(texts).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn cells_of_several_lines_are_one_row() {
        check(
            &[
                (0.0, &[(0.0, "Stage"), (90.0, "When"), (180.0, "Sum")]),
                (20.0, &[(90.0, "On signature")]),
                (32.0, &[(0.0, "Deposit"), (90.0, "of both"), (180.0, "600")]),
                (44.0, &[(90.0, "parties")]),
                (64.0, &[(90.0, "On delivery")]),
                (70.0, &[(0.0, "Finals"), (180.0, "1,800")]),
                (76.0, &[(90.0, "of all")]),
                (100.0, &[(0.0, "The Client shall pay in time.")]),
            ],
            &[
                "Stage|When|Sum",
                "Deposit|On signature of both parties|600",
                "Finals|On delivery of all|1,800",
                "The Client shall pay in time.",
            ],
        );
    }

    #[test]
    fn rows_that_no_space_parts_stay() {
        let tight: &[(f64, &[(f64, &str)])] = &[
            (0.0, &[(0.0, "Stage"), (90.0, "When"), (180.0, "Sum")]),
            (12.0, &[(0.0, "Deposit"), (90.0, "Now"), (180.0, "600")]),
            (24.0, &[(0.0, "Finals"), (90.0, "Then"), (180.0, "1,800")]),
        ];
        check(tight, &["Stage|When|Sum", "Deposit|Now|600", "Finals|Then|1,800"]);
    }
}
