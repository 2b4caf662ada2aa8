//! Tables in, blocks out: a row is a block, unless the table is only there to lay out paragraphs.

use termscore_core::BlockKind;

use super::body::{Body, is_prompt};
use super::line::Line;
use super::symbol;
use crate::ordinal::is_marker;
use crate::xml::Element;

/// Bytes; a cell with two paragraphs longer than this holds running text.
const RUNNING: usize = 100;

/// The blocks of a cell.
type Cell = Vec<(BlockKind, Line)>;

impl Body<'_> {
    pub(super) fn table(&mut self, table: Element<'_>) {
        self.finish();
        let mut rows = Vec::new();
        wrapped(table, "tr", false, &mut rows);
        for (row, prompts) in rows {
            let properties = row.child("trPr");
            let change = self.row_change(properties);
            let dropped = usize::from(change.is_some_and(|it| !it.0));
            self.dropped += dropped;
            let mut cells = self.cells(row, prompts);
            self.dropped -= dropped;
            if let Some((_, note)) = change {
                for cell in &cells {
                    self.changed_row(note, cell.iter().map(|it| &it.1));
                }
            }
            if dropped > 0 {
                continue;
            }
            if properties.and_then(|it| it.switch("hidden")) == Some(true) {
                cells.iter_mut().flatten().for_each(|it| it.1.hide(0));
            }
            let mut properties = row.elements().filter_map(|it| it.child("tcPr"));
            let merged = properties.any(|it| it.child("vMerge").is_some());
            self.row(cells, merged);
        }
    }

    fn cells(&mut self, row: Element<'_>, prompts: bool) -> Vec<Cell> {
        let mut cells = Vec::new();
        wrapped(row, "tc", prompts, &mut cells);
        let mut read = Vec::with_capacity(cells.len());
        for (cell, prompts) in cells {
            let change = self.row_change(cell.child("tcPr"));
            let dropped = usize::from(change.is_some_and(|it| !it.0));
            self.dropped += dropped;
            let mut lines = self.collected(cell);
            self.dropped -= dropped;
            if prompts {
                lines.iter_mut().for_each(|it| it.1.text = symbol::prompt(&it.1.text));
            }
            if let Some((_, note)) = change {
                self.changed_row(note, lines.iter().map(|it| &it.1));
            }
            if dropped == 0 {
                read.push(lines);
            }
        }
        read
    }

    /// `merged` says that a cell goes on from the row above: what stands alone beside it is a row all the same.
    fn row(&mut self, cells: Vec<Cell>, merged: bool) {
        let shown = |cell: &Cell| cell.iter().any(|it| !it.1.is_blank());
        let n_shown = cells.iter().filter(|it| shown(it)).count();
        let running = |cell: &Cell| cell.iter().filter(|it| it.1.text.len() > RUNNING).count() > 1;
        if n_shown <= 1 && !merged || cells.iter().any(running) {
            for (kind, line) in cells.into_iter().flatten() {
                self.emit(kind, line);
            }
            return;
        }
        // Signature blocks side by side are read one after the other, as people sign.
        if cells.iter().filter(|it| is_signature(it)).count() > 1 {
            for (kind, line) in cells.into_iter().flatten() {
                self.emit(kind, line);
            }
            return;
        }
        // "(a)" beside its text: a list that somebody laid out by hand.
        let number = cells.iter().find(|it| shown(it)).filter(|_| n_shown == 2).and_then(number_of);
        if let Some(number) = number {
            let mut number = Some(Line::new(number + " "));
            for (kind, mut line) in cells.into_iter().filter(shown).skip(1).flatten() {
                if !line.is_blank()
                    && let Some(mut begun) = number.take()
                {
                    begun.append(line);
                    line = begun;
                }
                self.emit(kind, line);
            }
            return;
        }
        let mut joined = Line::default();
        for cell in cells {
            if cell.is_empty() {
                continue;
            }
            let separator = if !joined.is_blank() && shown(&cell) { " | " } else { "" };
            joined.text.push_str(separator);
            let mut in_table = false;
            for (kind, line) in cell {
                // Rows of a table in the cell stay apart; the first goes on in the row that holds the table.
                let is_row = kind == BlockKind::TableRow;
                if in_table && is_row {
                    self.emit(BlockKind::TableRow, std::mem::take(&mut joined));
                }
                in_table = is_row;
                joined.append(line);
                joined.text.push(' ');
            }
        }
        self.emit(BlockKind::TableRow, joined);
    }
}

/// True of a cell with lines to sign on: "Signed for Acme", "By: ____", "Date:".
fn is_signature(cell: &Cell) -> bool {
    let lines: Vec<&str> = cell.iter().map(|it| it.1.text.trim()).filter(|it| !it.is_empty()).collect();
    let is_label = |line: &&&str| {
        let label = line.split([':', '_']).next().unwrap_or_default().trim().to_ascii_lowercase();
        line.len() > label.len()
            && matches!(label.as_str(), "by" | "its" | "name" | "title" | "date" | "signature" | "signed")
    };
    lines.len() > 1 && lines.iter().filter(is_label).count() > 1
}

/// The text of a cell that holds a list number and nothing else.
fn number_of(cell: &Cell) -> Option<String> {
    let mut lines = cell.iter().filter(|it| !it.1.is_blank());
    let text = lines.next()?.1.text.trim();
    (lines.next().is_none() && is_marker(text) && cell.iter().all(|it| it.1.marks.is_empty()))
        .then(|| text.to_owned())
}

/// Elements of a name, also inside content controls; whether the control shows its prompt.
fn wrapped<'t>(parent: Element<'t>, name: &str, prompts: bool, out: &mut Vec<(Element<'t>, bool)>) {
    for element in parent.elements() {
        match element.name {
            it if it == name => out.push((element, prompts)),
            "sdt" => wrapped(element, name, is_prompt(element), out),
            "sdtContent" | "customXml" | "ins" | "moveTo" => wrapped(element, name, prompts, out),
            _ => {}
        }
    }
}
