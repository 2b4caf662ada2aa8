//! Lines in, rows of tables among them out: lines of several cells that stand under each other.

use super::lines::{Cell, Line};
use crate::ordinal::is_marker;

/// How a line belongs to a table.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Row {
    /// It does not.
    None,
    /// A row; its cells, " | " between them.
    Begins(String),
    /// The rest of a cell that goes over several lines.
    Continues,
}

/// One entry a line of a page.
pub(super) fn rows(page: &[Line]) -> Vec<Row> {
    let cells: Vec<Vec<Cell>> = page.iter().map(cells).collect();
    let of = |nth: usize| cells.get(nth).map_or(&[][..], Vec::as_slice);
    let near = |a: usize, b: usize| {
        page.get(a).zip(page.get(b)).is_some_and(|(a, b)| {
            a.column == b.column && (0.0..a.size * 4.5).contains(&(b.baseline - a.baseline))
        })
    };
    // The lines before and after, past lines that are one cell.
    let with_next: Vec<bool> = (0..page.len())
        .map(|nth| {
            let next = (nth + 1..page.len()).take_while(|it| near(nth, *it)).find(|it| of(*it).len() > 1);
            of(nth).len() > 1 && next.is_some_and(|it| aligned(of(nth), of(it)))
        })
        .collect();
    let mut rows: Vec<Row> = Vec::with_capacity(page.len());
    let mut last: Option<usize> = None;
    let mut in_table = false;
    for (nth, line) in page.iter().enumerate() {
        let own = of(nth);
        let after_row = in_table && last.is_some_and(|it| near(it, nth) && aligned(of(it), own));
        let next = with_next.get(nth).copied().unwrap_or(false);
        let row = if own.len() > 1 && (next || after_row) {
            (last, in_table) = (Some(nth), true);
            Row::Begins(text(line, own))
        } else if let (true, [only], Some(above)) = (in_table, own, last)
            && near(above, nth)
            && of(above).iter().skip(1).any(|it| (it.left - only.left).abs() < 2.0)
        {
            Row::Continues
        } else {
            in_table = false;
            Row::None
        };
        rows.push(row);
    }
    rows
}

/// The cells of a line; a number or a bullet belongs to what it numbers, and leaders make no cells.
fn cells(line: &Line) -> Vec<Cell> {
    let mut cells = line.cells.clone();
    if line.text.contains("...") || line.text.contains("…") || line.text.contains(". . .") {
        cells.truncate(1);
        return cells;
    }
    while let [first, second, ..] = cells.as_slice() {
        let marker = line.text.get(first.start..second.start).unwrap_or_default().trim();
        // "260   Return shipments" is a provision with its number, not a row.
        let is_number = cells.len() == 2 && marker.bytes().all(|it| it.is_ascii_digit() || it == b'.');
        if !(is_marker(marker) || is_number || marker.chars().count() < 2) {
            break;
        }
        let start = first.start;
        cells.remove(0);
        if let Some(it) = cells.first_mut() {
            it.start = start;
        }
    }
    cells
}

/// True if a cell but the first stands under one of the other line: at its left, at its right or in its middle.
fn aligned(above: &[Cell], below: &[Cell]) -> bool {
    let same = |a: f64, b: f64| (a - b).abs() < 2.5;
    above.iter().skip(1).any(|above| {
        below.iter().skip(1).any(|below| {
            same(above.left, below.left)
                || same(above.right, below.right)
                || same(above.left + above.right, below.left + below.right)
        })
    })
}

fn text(line: &Line, cells: &[Cell]) -> String {
    let ends = cells.iter().skip(1).map(|it| it.start).chain([line.text.len()]);
    let parts = cells.iter().zip(ends).filter_map(|(cell, end)| line.text.get(cell.start..end));
    parts.map(str::trim).filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" | ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cells at places 10 points a character wide; lines 12 points apart.
    fn line(nth: usize, parts: &[(f64, &str)]) -> Line {
        let mut text = String::new();
        let mut cells = Vec::new();
        for (left, part) in parts {
            if !text.is_empty() {
                text.push(' ');
            }
            cells.push(Cell { left: *left, right: left + 10.0 * part.len() as f64, start: text.len() });
            text.push_str(part);
        }
        let baseline = 12.0 * nth as f64;
        Line { text, left: 0.0, right: 500.0, baseline, size: 10.0, bold: false, cells, column: 0 }
    }

    fn check(lines: &[&[(f64, &str)]], expected: &[Row]) {
        let lines: Vec<Line> = lines.iter().enumerate().map(|(nth, parts)| line(nth, parts)).collect();
        assert_eq!(rows(&lines), expected);
    }

    #[test]
    fn cells_under_each_other_are_rows() {
        let row = |it: &str| Row::Begins(it.to_owned());
        check(
            &[
                &[(0.0, "Fees:")],
                &[(0.0, "Item"), (200.0, "Fee")],
                &[(0.0, "Code"), (200.0, "$ 10")],
                &[(200.0, "net")],
                &[(0.0, "The end.")],
            ],
            &[Row::None, row("Item | Fee"), row("Code | $ 10"), Row::Continues, Row::None],
        );
    }

    #[test]
    fn numbered_clauses_and_contents_are_no_tables() {
        check(&[&[(0.0, "1."), (40.0, "Fees")], &[(0.0, "2."), (40.0, "Term")]], &[Row::None, Row::None]);
        check(
            &[&[(0.0, "Fees ......"), (400.0, "1")], &[(0.0, "Term ......"), (400.0, "2")]],
            &[Row::None, Row::None],
        );
    }
}
