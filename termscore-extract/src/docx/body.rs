//! The parts of a document in, blocks out: runs are joined to paragraphs, numbers are written.

use std::collections::{BTreeMap, BTreeSet};

use termscore_core::BlockKind;

use super::beside::Notes;
use super::fields::Fields;
use super::line::{Line, Mark};
use super::numbering::Numbering;
use super::styles::{NumberRef, Styles};
use super::symbol;
use crate::Changes;
use crate::package::Relations;
use crate::writer::{Writer, collapse, is_blank, places};
use crate::xml::Element;

/// Characters; a heading longer than this is a clause in a heading's style, as law firms number them.
const MAX_HEADING: usize = 150;
/// Words; a heading longer than this that ends as a sentence does is one.
const MAX_TITLE: usize = 7;
/// Parts that are not read and named as such.
const MAX_FOREIGN: usize = 8;

pub(super) struct Body<'a> {
    pub(super) styles: &'a Styles,
    pub(super) numbering: &'a mut Numbering,
    pub(super) relations: &'a Relations,
    pub(super) writer: &'a mut Writer,
    pub(super) changes: Changes,
    pub(super) notes: Notes,
    /// A paragraph whose end is deleted or hidden: the next one goes on with it.
    pending: Option<(BlockKind, Line)>,
    /// Places that belong to the next text that is written.
    pub(super) waiting: Vec<Mark>,
    /// Where Word began pages when it saved the file.
    pages: Vec<usize>,
    /// Text boxes, which stand beside their paragraph and are written after it.
    pub(super) boxes: Vec<(BlockKind, Line)>,
    pub(super) fields: Fields,
    /// Marks of the footnotes (false) and endnotes (true) that the text calls, by their ids.
    pub(super) calls: BTreeMap<(bool, String), String>,
    /// How many of each kind.
    pub(super) n_calls: (usize, usize),
    /// Set while the paragraphs of a note are read; the first of them takes it.
    note: Option<String>,
    /// Set while the paragraphs of a table cell are read: they are collected here.
    cell: Option<Vec<(BlockKind, Line)>>,
    /// Nesting in changes that are not read: their text is wanted, and nothing else of it.
    pub(super) dropped: usize,
    /// Nesting in content controls that show their prompt.
    prompts: usize,
    /// The last tracked change of the paragraph, and where it ends.
    pub(super) last_change: Option<(usize, usize)>,
    /// Paragraphs begun.
    pub(super) nth_paragraph: usize,
    /// Parts that are not read, for the caveats.
    foreign: BTreeSet<String>,
    n_foreign: usize,
    hides: bool,
}

impl<'a> Body<'a> {
    pub(super) fn new(
        styles: &'a Styles,
        numbering: &'a mut Numbering,
        relations: &'a Relations,
        writer: &'a mut Writer,
        changes: Changes,
        notes: Notes,
    ) -> Body<'a> {
        Body {
            styles,
            numbering,
            relations,
            writer,
            changes,
            notes,
            pending: None,
            waiting: Vec::new(),
            pages: Vec::new(),
            boxes: Vec::new(),
            fields: Fields::default(),
            calls: BTreeMap::new(),
            n_calls: (0, 0),
            note: None,
            cell: None,
            dropped: 0,
            prompts: 0,
            last_change: None,
            nth_paragraph: 0,
            foreign: BTreeSet::new(),
            n_foreign: 0,
            hides: false,
        }
    }

    /// Blocks of the body, of a cell or of a note.
    pub(super) fn blocks(&mut self, parent: Element<'_>) {
        for element in parent.elements() {
            match element.name {
                "p" => self.paragraph(element),
                "tbl" => self.table(element),
                "AlternateContent" => {
                    if let Some(choice) = alternative(element) {
                        self.blocks(choice);
                    }
                }
                "sdt" => {
                    let prompts = usize::from(is_prompt(element));
                    self.prompts += prompts;
                    self.blocks(element);
                    self.prompts -= prompts;
                }
                "sdtContent" | "customXml" | "smartTag" => self.blocks(element),
                "ins" | "moveTo" | "del" | "moveFrom" if self.reads(element.name) => self.blocks(element),
                "commentRangeStart" => {
                    let note = element.attribute("id").and_then(|it| self.notes.comment(it));
                    self.waiting.extend(note.map(Mark::Note));
                }
                "altChunk" => self.linked(element),
                _ => {}
            }
        }
    }

    /// A footnote or an endnote after its mark; none that the text does not call, such as deleted ones.
    pub(super) fn note(&mut self, is_endnote: bool, element: Element<'_>) {
        let id = element.attribute("id").unwrap_or_default().to_owned();
        let Some(mark) = self.calls.get(&(is_endnote, id)) else {
            return;
        };
        self.note = Some(format!("{mark} "));
        self.blocks(element);
        self.finish();
        self.note = None;
    }

    /// The text of a header or footer, on one line.
    pub(super) fn aside(&mut self, root: Element<'_>) -> String {
        let lines = self.collected(root);
        let texts: Vec<String> = lines.iter().map(|it| collapse(&it.1.text)).collect();
        texts.iter().filter(|it| !it.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ")
    }

    /// Writes a paragraph that still waits for its continuation.
    pub(super) fn finish(&mut self) {
        if let Some((kind, line)) = self.pending.take() {
            self.emit(kind, line);
        }
    }

    /// Where pages begin, if Word's own count of them agrees; then hands over what stands beside the text.
    pub(super) fn close(mut self, n_pages: Option<usize>) {
        self.finish();
        let end = self.writer.next_start();
        for mark in std::mem::take(&mut self.waiting) {
            self.settle(mark, end);
        }
        if n_pages == Some(self.pages.len() + 1) && n_pages != Some(1) {
            self.writer.page(0);
            self.pages.iter().for_each(|it| self.writer.page(*it));
        }
        if self.hides {
            self.writer
                .caveat("the file holds text that Word does not show: it was read apart from the contract");
        }
        if self.fields.instruct() {
            self.writer.caveat("a field has no end: what follows it could not be read");
        }
        for it in self.foreign {
            self.writer.caveat(it);
        }
        self.notes.finish(self.changes, self.writer);
    }

    /// A part of the document that is another file.
    pub(super) fn linked(&mut self, element: Element<'_>) {
        if self.n_foreign >= MAX_FOREIGN {
            return;
        }
        let relation = element.attribute("id").and_then(|it| self.relations.by_id(it));
        let name = relation.map_or("another file", |it| it.target.as_str());
        let caveat = format!(
            "a part of the document is kept apart in {name} and was not read: save it from Word as one file"
        );
        self.foreign(caveat);
    }

    /// Names a part that is not read.
    pub(super) fn foreign(&mut self, caveat: String) {
        if self.n_foreign < MAX_FOREIGN && self.dropped == 0 {
            self.n_foreign += 1;
            self.foreign.insert(caveat);
        }
    }

    fn paragraph(&mut self, paragraph: Element<'_>) {
        self.last_change = None;
        self.nth_paragraph += 1;
        let own = paragraph.child("pPr");
        let mark = own.and_then(|it| it.child("rPr"));
        let before = own.and_then(|it| it.child("pPrChange")).and_then(|it| it.child("pPr"));
        let properties = before.filter(|_| self.changes == Changes::Original).or(own);
        let style = properties.and_then(|it| it.child_val("pStyle"));
        let mut line = Line::default();
        self.runs(paragraph, style, &mut line);
        if self.prompts > 0 && !line.is_blank() {
            line.text = symbol::prompt(&line.text);
        }
        // The end is deleted, or hidden as Word's style separator hides it: a heading run into its text.
        let hidden = || mark.and_then(|it| it.switch("vanish")).unwrap_or_else(|| self.styles.hides(style));
        let separator = mark.is_some_and(|it| it.switch("specVanish") == Some(true));
        let hidden = separator || hidden();
        let joins = self.end_is_dropped(mark, &mut line) || hidden;
        self.add(line, properties, style, joins);
        if !joins {
            self.finish();
        }
        for (kind, line) in std::mem::take(&mut self.boxes) {
            self.emit(kind, line);
        }
    }

    /// Begins a block with a paragraph, or goes on with the last one.
    fn add(&mut self, line: Line, properties: Option<Element<'_>>, style: Option<&str>, joins: bool) {
        let blank = line.is_blank();
        if let Some((_, begun)) = &mut self.pending {
            begun.text.push(' ');
            begun.append(line);
            return;
        }
        // Word counts no paragraph that holds nothing but the end of a section.
        let break_only = blank && properties.is_some_and(|it| it.child("sectPr").is_some());
        if blank && joins || break_only || self.dropped > 0 {
            self.emit(BlockKind::Paragraph, line);
            return;
        }
        // Word numbers empty paragraphs as well: they count. In a cell the number may be all there is.
        let (kind, number) = self.number(properties, style, &line.text);
        let alone = self.cell.is_some() && !number.is_empty() && number != "•";
        if number.is_empty() || blank && !alone {
            self.pending = Some((kind, line));
        } else {
            let mut begun = Line::new(number);
            begun.text.push(' ');
            begun.append(line);
            self.pending = Some((kind, begun));
        }
    }

    /// What a paragraph is, and its list number.
    fn number(
        &mut self,
        properties: Option<Element<'_>>,
        style: Option<&str>,
        text: &str,
    ) -> (BlockKind, String) {
        let own = NumberRef::of(properties);
        let inherited = self.styles.numbering(style);
        let number = own.number.or(inherited.number).filter(|it| *it != 0);
        let heading = self.styles.heading(style, properties).filter(|_| is_title(text));
        let Some(number) = number else {
            return (heading.map_or(BlockKind::Paragraph, BlockKind::Heading), String::new());
        };
        let tied = if own.number.is_none() {
            let ancestry = self.styles.ancestry(style);
            self.numbering.level_of_style(number, &ancestry, self.styles)
        } else {
            None
        };
        let level = own.level.or(tied).or(inherited.level).unwrap_or(0);
        let written = self.numbering.next(number, level, self.styles).unwrap_or_default();
        let depth = u8::try_from(level + 1).unwrap_or(u8::MAX);
        let kind = match heading {
            Some(heading) => BlockKind::Heading(heading),
            None if written.is_empty() => BlockKind::Paragraph,
            None => BlockKind::ListItem(depth),
        };
        (kind, written)
    }

    pub(super) fn emit(&mut self, kind: BlockKind, line: Line) {
        if let Some(cell) = &mut self.cell {
            cell.push((kind, line));
        } else if self.note.is_some() {
            let mark = if line.is_blank() { None } else { self.note.as_mut().map(std::mem::take) };
            let mut noted = Line::new(mark.unwrap_or_default());
            noted.append(line);
            self.write(BlockKind::Note, &noted);
        } else {
            self.write(kind, &line);
        }
    }

    /// A block, then what it hides as a block of its own.
    fn write(&mut self, kind: BlockKind, line: &Line) {
        if line.is_blank() {
            self.waiting.extend(line.marks.iter().map(|it| it.1));
        } else {
            let start = self.writer.next_start();
            for mark in std::mem::take(&mut self.waiting) {
                self.settle(mark, start);
            }
            if !line.marks.is_empty() {
                let found = places(&line.text, line.marks.iter().map(|it| it.0));
                for ((_, mark), at) in line.marks.iter().zip(found) {
                    self.settle(*mark, start + at);
                }
            }
            self.writer.block(kind, &line.text);
        }
        if !is_blank(&line.hidden) {
            self.hides = true;
            self.writer.block(BlockKind::Hidden, &line.hidden);
        }
    }

    fn settle(&mut self, mark: Mark, at: usize) {
        match mark {
            Mark::Note(index) => self.notes.place(index, at),
            Mark::Page => self.pages.push(at),
        }
    }

    /// The paragraphs below an element, numbered but not written.
    pub(super) fn collected(&mut self, parent: Element<'_>) -> Vec<(BlockKind, Line)> {
        let outer = (self.cell.replace(Vec::new()), self.pending.take(), std::mem::take(&mut self.boxes));
        let fields = std::mem::take(&mut self.fields);
        self.blocks(parent);
        self.finish();
        let collected = self.cell.take().unwrap_or_default();
        (self.cell, self.pending, self.boxes) = outer;
        self.fields = fields;
        collected
    }
}

/// True of what may be a heading: short, and no sentence of its own.
pub(crate) fn is_title(text: &str) -> bool {
    let text = text.trim_end();
    text.len() <= MAX_HEADING * 4
        && text.chars().count() <= MAX_HEADING
        && !(text.ends_with(['.', ';', ',']) && text.split_whitespace().count() > MAX_TITLE)
}

/// True of a content control that shows its prompt because nothing is filled in.
pub(super) fn is_prompt(control: Element<'_>) -> bool {
    control.child("sdtPr").and_then(|it| it.switch("showingPlcHdr")) == Some(true)
}

/// The newer of two ways to say the same.
pub(super) fn alternative(element: Element<'_>) -> Option<Element<'_>> {
    element.child("Choice").or_else(|| element.child("Fallback"))
}
