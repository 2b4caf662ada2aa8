//! Tracked changes in, text as accepted or as rejected out, and a note of each change.

use super::body::Body;
use super::line::{Line, Mark};
use crate::writer::collapse;
use crate::xml::Element;
use crate::{Changes, NoteKind};

impl Body<'_> {
    /// True if what stands in this kind of change is read, given how changes are read.
    pub(super) fn reads(&self, name: &str) -> bool {
        kind_of(name).is_some_and(|it| self.shows(it))
    }

    fn shows(&self, kind: NoteKind) -> bool {
        (kind == NoteKind::Insertion) == (self.changes == Changes::Accepted)
    }

    /// Runs that are inserted or deleted.
    pub(super) fn change(&mut self, change: Element<'_>, style: Option<&str>, line: &mut Line) {
        let Some(kind) = kind_of(change.name).filter(|_| self.dropped == 0) else {
            self.runs(change, style, line);
            return;
        };
        let author = change.label("author").unwrap_or_default();
        let note = self.begin(kind, author, line);
        let text = if self.shows(kind) {
            let start = line.text.len();
            self.runs(change, style, line);
            line.text.get(start..).unwrap_or_default().to_owned()
        } else {
            let mut dropped = Line::default();
            let fields = std::mem::take(&mut self.fields);
            self.dropped += 1;
            self.runs(change, style, &mut dropped);
            self.dropped -= 1;
            self.fields = fields;
            // A comment on deleted text is still one.
            dropped.marks.iter().for_each(|it| line.mark(it.1));
            dropped.text
        };
        self.notes.extend(note, &text);
        self.last_change = Some((note, line.text.len()));
    }

    /// True if the end of a paragraph is not there, as changes are read.
    pub(super) fn end_is_dropped(&mut self, mark: Option<Element<'_>>, line: &mut Line) -> bool {
        let mut dropped = false;
        for change in mark.into_iter().flat_map(Element::elements) {
            let Some(kind) = kind_of(change.name) else { continue };
            dropped |= !self.shows(kind);
            if self.dropped == 0 {
                let note = self.begin(kind, change.label("author").unwrap_or_default(), line);
                if self.last_change.is_none_or(|it| it.0 != note) {
                    self.notes.extend(note, "¶");
                }
            }
        }
        dropped
    }

    /// The change of a table row or cell, by its properties: true if it is read.
    pub(super) fn row_change(&mut self, properties: Option<Element<'_>>) -> Option<(bool, usize)> {
        let names = ["ins", "del", "cellIns", "cellDel"];
        let change = properties?.elements().find(|it| names.contains(&it.name))?;
        let kind = match change.name {
            "ins" | "cellIns" => NoteKind::Insertion,
            _ => NoteKind::Deletion,
        };
        if self.dropped > 0 {
            return None;
        }
        let author = change.label("author").unwrap_or_default();
        self.notes.count_change(&author);
        let note = self.notes.add(kind, String::new(), author);
        self.waiting.push(Mark::Note(note));
        Some((self.shows(kind), note))
    }

    /// The words of a changed row.
    pub(super) fn changed_row<'l>(&mut self, note: usize, lines: impl Iterator<Item = &'l Line>) {
        for line in lines {
            self.notes.extend(note, &collapse(&line.text));
            self.notes.extend(note, " ");
        }
    }

    /// A note for a change that begins here; the one before, if this is a part of it.
    fn begin(&mut self, kind: NoteKind, author: String, line: &mut Line) -> usize {
        if let Some((note, end)) = self.last_change
            && end == line.text.len()
            && self.notes.is(note, kind, &author)
        {
            return note;
        }
        self.notes.count_change(&author);
        let note = self.notes.add(kind, String::new(), author);
        line.mark(Mark::Note(note));
        note
    }
}

fn kind_of(name: &str) -> Option<NoteKind> {
    match name {
        "ins" | "moveTo" => Some(NoteKind::Insertion),
        "del" | "moveFrom" => Some(NoteKind::Deletion),
        _ => None,
    }
}
