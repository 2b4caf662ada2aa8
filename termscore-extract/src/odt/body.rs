//! Paragraphs, lists and tables in, blocks out: spans are joined, changes read as asked, numbers written.

use std::collections::{BTreeMap, BTreeSet};

use termscore_core::BlockKind;

use super::lists::{self, Counts, ListStyle, N_LEVELS, number};
use super::styles::Styles;
use crate::docx::is_title;
use crate::writer::{Writer, collapse, collapsed_length};
use crate::xml::{Element, Node};
use crate::{Changes, NoteKind, Options};

/// Stands for the end of a paragraph inside of deleted text that is read as still there.
const BREAK: char = '\u{2029}';

/// A tracked change.
struct Region<'a> {
    author: String,
    /// The paragraphs that were taken out; absent for an insertion.
    deleted: Option<Element<'a>>,
}

/// The list that is open.
struct List<'a> {
    style: Option<&'a ListStyle>,
    style_name: String,
    counts: Counts,
    /// Its nesting, from 1.
    level: usize,
    /// True if it goes on where another one ended.
    continues: bool,
}

pub(super) struct Body<'a> {
    styles: &'a Styles,
    writer: &'a mut Writer,
    options: Options,
    regions: BTreeMap<String, Region<'a>>,
    /// The insertion that is open, where it begins, and its text.
    insertion: Option<(String, usize, String)>,
    list: Option<List<'a>>,
    /// Counts of lists that have ended, by style and by id.
    by_style: BTreeMap<String, Counts>,
    by_id: BTreeMap<String, Counts>,
    headings: Counts,
    /// Number of the item whose first paragraph is still to come.
    marker: Option<String>,
    /// Kind and text of a paragraph whose end was put in and is read as not there.
    pending: Option<(BlockKind, String)>,
    /// Hidden text of the open paragraph.
    hidden: String,
    hides: bool,
    /// Text boxes of the open paragraph.
    boxes: Vec<String>,
    notes: Vec<String>,
    n_notes: (usize, usize),
    /// Set while a cell or note is read: its paragraphs are collected here.
    cell: Option<Vec<String>>,
    /// Set if the file says where pages end.
    has_pages: bool,
}

impl<'a> Body<'a> {
    pub(super) fn new(styles: &'a Styles, writer: &'a mut Writer, options: Options) -> Body<'a> {
        Body {
            styles,
            writer,
            options,
            regions: BTreeMap::new(),
            insertion: None,
            list: None,
            by_style: BTreeMap::new(),
            by_id: BTreeMap::new(),
            headings: Counts::default(),
            marker: None,
            pending: None,
            hidden: String::new(),
            hides: false,
            boxes: Vec::new(),
            notes: Vec::new(),
            n_notes: (0, 0),
            cell: None,
            has_pages: false,
        }
    }

    /// Reads what the tracked changes are, and whether the file knows its pages.
    pub(super) fn changes(&mut self, text: Element<'a>) {
        let mut authors = BTreeSet::new();
        for region in text.child("tracked-changes").into_iter().flat_map(|it| it.elements()) {
            let Some(change) = region.elements().find(|it| matches!(it.name, "insertion" | "deletion"))
            else {
                continue;
            };
            let info = change.child("change-info");
            let author =
                info.and_then(|it| it.child("creator")).map(|it| collapse(&it.text())).unwrap_or_default();
            if !author.is_empty() {
                authors.insert(author.clone());
            }
            let deleted = (change.name == "deletion").then_some(change);
            let id = region.attribute("id").unwrap_or_default().to_owned();
            self.regions.insert(id, Region { author, deleted });
        }
        let authors: Vec<&str> = authors.iter().map(String::as_str).collect();
        self.writer.pending_changes(self.regions.len(), &authors, self.options.changes);
        self.has_pages = has_page_breaks(text);
        if self.has_pages {
            self.writer.page(0);
        }
    }

    pub(super) fn blocks(&mut self, parent: Element<'a>) {
        for element in parent.elements() {
            self.block(element);
        }
    }

    fn block(&mut self, element: Element<'a>) {
        match element.name {
            "p" | "h" => self.paragraph(element),
            "list" => self.list(element),
            "numbered-paragraph" => {
                self.marker = element.child("number").map(Element::text);
                self.blocks(element);
                self.marker = None;
            }
            "table" => self.table(element),
            "section" | "index-body" | "index-title" | "table-of-content" | "alphabetical-index"
            | "user-index" | "illustration-index" | "table-index" | "object-index" | "bibliography" => {
                let hidden = element.attribute("display").is_some_and(|it| it == "none");
                let outer = self.hides;
                self.hides |= hidden;
                self.blocks(element);
                self.hides = outer;
            }
            "soft-page-break" => self.page(0),
            "change" | "change-start" | "change-end" => {
                let mut text = String::new();
                self.inline_element(element, &mut text);
                self.emit(BlockKind::Paragraph, &text);
            }
            "frame" | "g" | "text-box" => {
                self.frame(element);
                self.write_boxes();
            }
            _ => {}
        }
    }

    fn page(&mut self, offset: usize) {
        if self.has_pages && self.cell.is_none() {
            let start = self.writer.next_start();
            self.writer.page(if offset == 0 { start } else { start + offset });
        }
    }

    fn paragraph(&mut self, element: Element<'a>) {
        let style = element.attribute("style-name");
        if self.styles.breaks_page(style) && self.pending.is_none() && self.writer.next_start() > 0 {
            self.page(0);
        }
        let outer_hides = self.hides;
        self.hides |= self.styles.hides("paragraph", style);
        let mut text = String::new();
        self.inline(element, &mut text);
        self.hides = outer_hides;

        let outline =
            if element.name == "h" { number(element.attribute("outline-level")).or(Some(1)) } else { None };
        let level = outline.and_then(|it| u8::try_from(it).ok()).or_else(|| self.styles.heading(style));
        let marker = self.marker.take().or_else(|| self.heading_number(element, style));
        let is_item = self.list.is_some() && marker.is_some();
        let kind = match level.filter(|_| is_title(&text)) {
            Some(level) => BlockKind::Heading(level.clamp(1, 10)),
            None if is_item => BlockKind::ListItem(self.list.as_ref().map_or(1, |it| it.level as u8)),
            None => BlockKind::Paragraph,
        };
        let number = marker.map(|it| collapse(&it)).filter(|it| !it.is_empty());
        let own = number.map_or_else(String::new, |it| format!("{it} "));
        let (kind, mut whole) = match self.pending.take() {
            Some((kind, begun)) => (kind, format!("{begun}{text}")),
            None if collapse(&text).is_empty() => (kind, text),
            None => (kind, format!("{own}{text}")),
        };
        // Its end was put in, and is read as not there: the next paragraph goes on with it.
        if self.options.changes == Changes::Original && self.insertion.is_some() {
            self.pending = Some((kind, whole));
            return;
        }
        if whole.contains(BREAK) {
            let pieces = std::mem::take(&mut whole);
            for (nth, piece) in pieces.split(BREAK).enumerate() {
                self.emit(if nth == 0 { kind } else { BlockKind::Paragraph }, piece);
            }
        } else {
            self.emit(kind, &whole);
        }
        let hidden = std::mem::take(&mut self.hidden);
        if !hidden.trim().is_empty() {
            self.writer.caveat("the file holds hidden text");
            if self.cell.is_none() {
                self.writer.block(BlockKind::Hidden, &hidden);
            }
        }
        self.write_boxes();
    }

    fn write_boxes(&mut self) {
        for text in std::mem::take(&mut self.boxes) {
            self.emit(BlockKind::Paragraph, &text);
        }
    }

    /// The number of a heading outside of lists.
    fn heading_number(&mut self, element: Element<'_>, style: Option<&str>) -> Option<String> {
        if element.name != "h" || self.list.is_some() {
            return None;
        }
        if let Some(written) = element.child("number") {
            return Some(written.text());
        }
        let is_header = element.attribute("is-list-header").is_some_and(|it| it == "true");
        if is_header || self.styles.list(style) == Some("") {
            return None;
        }
        let level =
            number(element.attribute("outline-level")).and_then(|it| usize::try_from(it).ok()).unwrap_or(1);
        let restart = element.attribute("restart-numbering").is_some_and(|it| it == "true");
        let start = number(element.attribute("start-value")).or(restart.then_some(1));
        Some(lists::next(&self.styles.outline, &mut self.headings, level, start))
    }

    fn list(&mut self, element: Element<'a>) {
        let named = element.attribute("style-name");
        let continues = element.attribute("continue-numbering").is_some_and(|it| it == "true");
        let outer = self.list.take();
        let level = outer.as_ref().map_or(1, |it| it.level + 1).min(N_LEVELS);
        let style_name = named
            .or(outer.as_ref().map(|it| it.style_name.as_str()))
            .or_else(|| first_paragraph_style(element).and_then(|it| self.styles.list(Some(it))))
            .unwrap_or_default()
            .to_owned();
        let style = self.styles.lists.get(&style_name);
        let list = match &outer {
            Some(outer) => {
                let mut counts = outer.counts;
                // A list inside of an item begins anew, unless the item is only there to hold it.
                let keeps = continues || outer.continues;
                if !keeps {
                    counts.iter_mut().skip(level - 1).for_each(|it| *it = None);
                }
                List { style, style_name, counts, level, continues: keeps }
            }
            None => {
                let before = element.attribute("continue-list").and_then(|it| self.by_id.get(it));
                let before = before.or_else(|| self.by_style.get(&style_name).filter(|_| continues)).copied();
                let counts = before.unwrap_or_default();
                List { style, style_name, counts, level, continues: before.is_some() }
            }
        };
        self.list = Some(list);
        for item in element.elements().filter(|it| matches!(it.name, "list-item" | "list-header")) {
            self.item(item);
        }
        if let Some(list) = self.list.take() {
            match outer {
                Some(mut outer) => {
                    outer.counts = list.counts;
                    self.list = Some(outer);
                }
                None => {
                    if let Some(id) = element.attribute("id") {
                        self.by_id.insert(id.to_owned(), list.counts);
                    }
                    self.by_style.insert(list.style_name, list.counts);
                }
            }
        }
    }

    fn item(&mut self, item: Element<'a>) {
        let has_text = item.elements().any(|it| matches!(it.name, "p" | "h"));
        let written = item.child("number").map(Element::text);
        if let Some(list) = self.list.as_mut().filter(|_| item.name == "list-item" && has_text) {
            let start = number(item.attribute("start-value"));
            let counted = list
                .style
                .map_or_else(String::new, |style| lists::next(style, &mut list.counts, list.level, start));
            list.continues = false;
            self.marker = Some(written.unwrap_or(counted));
        }
        self.blocks(item);
        self.marker = None;
    }

    fn emit(&mut self, kind: BlockKind, text: &str) {
        match &mut self.cell {
            Some(cell) => {
                let text = collapse(text);
                if !text.is_empty() {
                    cell.push(text);
                }
            }
            None => self.writer.block(kind, text),
        }
    }

    fn inline(&mut self, parent: Element<'a>, out: &mut String) {
        for node in parent.children() {
            match node {
                Node::Text(text) => self.push(text, out),
                Node::Character(it) => self.push(it.encode_utf8(&mut [0; 4]), out),
                Node::Element(element) => self.inline_element(element, out),
            }
        }
    }

    fn push(&mut self, text: &str, out: &mut String) {
        if let Some((_, _, inserted)) = &mut self.insertion {
            inserted.push_str(text);
            if self.options.changes == Changes::Original {
                return;
            }
        }
        if self.hides { self.hidden.push_str(text) } else { out.push_str(text) }
    }

    fn inline_element(&mut self, element: Element<'a>, out: &mut String) {
        match element.name {
            "s" | "tab" | "line-break" => self.push(" ", out),
            "soft-hyphen" | "number" | "annotation-end" | "ruby-text" | "tracked-changes" => {}
            "soft-page-break" => self.page(collapsed_length(out)),
            "span" => {
                let hidden = self.styles.hides("text", element.attribute("style-name"));
                let outer = self.hides;
                self.hides |= hidden;
                self.inline(element, out);
                self.hides = outer;
            }
            "hidden-text" | "hidden-paragraph" => {
                let hidden = element.attribute("is-hidden").is_none_or(|it| it == "true");
                let value = element.label("string-value").unwrap_or_default();
                if hidden { self.hidden.push_str(&value) } else { self.push(&value, out) }
            }
            "note" => self.note(element, out),
            "annotation" => {
                let author = element.child("creator").map(Element::text).unwrap_or_default();
                let paragraphs: Vec<String> = element
                    .elements()
                    .filter(|it| matches!(it.name, "p" | "list"))
                    .map(Element::text)
                    .collect();
                let at = self.at(out);
                self.writer.note(NoteKind::Comment, &paragraphs.join(" "), &collapse(&author), Some(at));
            }
            "change-start" => {
                let id = element.attribute("change-id").unwrap_or_default().to_owned();
                self.insertion = Some((id, self.at(out), String::new()));
            }
            "change-end" => {
                if let Some((id, at, text)) = self.insertion.take() {
                    let author = self.regions.get(&id).map(|it| it.author.as_str()).unwrap_or_default();
                    self.writer.note(NoteKind::Insertion, &text, author, Some(at));
                }
            }
            "change" => self.deletion(element, out),
            "frame" | "custom-shape" | "g" | "rect" | "ellipse" | "polygon" => self.frame(element),
            "object" | "object-ole" | "image" | "script" | "meta-field-content" => {}
            _ => self.inline(element, out),
        }
    }

    /// Text that was taken out here.
    fn deletion(&mut self, element: Element<'_>, out: &mut String) {
        let id = element.attribute("change-id").unwrap_or_default();
        let Some(region) = self.regions.get(id) else { return };
        let Some(deleted) = region.deleted else { return };
        let mut paragraphs = Vec::new();
        paragraphs_of(deleted, &mut paragraphs);
        self.writer.note(
            NoteKind::Deletion,
            &paragraphs.join(" "),
            &region.author,
            Some(at(self.writer, out)),
        );
        if self.options.changes == Changes::Original {
            out.push_str(&paragraphs.join("\u{2029}"));
        }
    }

    fn at(&self, out: &str) -> usize {
        at(self.writer, out)
    }

    fn note(&mut self, element: Element<'a>, out: &mut String) {
        let is_endnote = element.attribute("note-class").is_some_and(|it| it == "endnote");
        let mark = if is_endnote {
            self.n_notes.1 += 1;
            format!("[e{}]", self.n_notes.1)
        } else {
            self.n_notes.0 += 1;
            format!("[{}]", self.n_notes.0)
        };
        self.push(&mark, out);
        let dropped = self.options.changes == Changes::Original && self.insertion.is_some();
        if let Some(body) = element.child("note-body").filter(|_| !dropped) {
            let text = self.collected(body).join(" ");
            self.notes.push(format!("{mark} {text}"));
        }
    }

    /// The paragraphs of text boxes in a drawing.
    fn frame(&mut self, frame: Element<'a>) {
        for element in frame.elements() {
            match element.name {
                "text-box" | "p" | "list" | "table" => {
                    let holder = if element.name == "text-box" { element } else { frame };
                    let text = self.collected(holder);
                    self.boxes.extend(text);
                    if element.name != "text-box" {
                        return;
                    }
                }
                "frame" | "custom-shape" | "g" => self.frame(element),
                _ => {}
            }
        }
    }

    /// The paragraphs below an element, numbered but not written.
    fn collected(&mut self, parent: Element<'a>) -> Vec<String> {
        let outer = (
            self.cell.replace(Vec::new()),
            self.pending.take(),
            self.marker.take(),
            self.list.take(),
            std::mem::take(&mut self.boxes),
        );
        self.blocks(parent);
        if let Some((kind, text)) = self.pending.take() {
            self.emit(kind, &text);
        }
        let collected = self.cell.take().unwrap_or_default();
        (self.cell, self.pending, self.marker, self.list, self.boxes) = outer;
        collected
    }

    fn table(&mut self, table: Element<'a>) {
        for element in table.elements() {
            match element.name {
                "table-row" => self.row(element),
                "table-header-rows" | "table-rows" | "table-row-group" => self.table(element),
                "soft-page-break" => self.page(0),
                _ => {}
            }
        }
    }

    /// A row with one filled cell is layout: its paragraphs stand on their own.
    fn row(&mut self, row: Element<'a>) {
        let cells: Vec<Element<'a>> = row.elements().filter(|it| it.name == "table-cell").collect();
        if let [only] = cells.as_slice() {
            self.blocks(*only);
            return;
        }
        let mut filled = Vec::new();
        for cell in cells {
            let text = collapse(&self.collected(cell).join(" "));
            if !text.is_empty() {
                filled.push(text);
            }
        }
        self.emit(BlockKind::TableRow, &filled.join(" | "));
    }

    /// Writes what stands behind and beside the text.
    pub(super) fn finish(mut self, styles: Element<'a>) {
        if let Some((kind, text)) = self.pending.take() {
            self.emit(kind, &text);
        }
        for note in std::mem::take(&mut self.notes) {
            self.writer.block(BlockKind::Note, &note);
        }
        self.has_pages = false;
        let mut seen = BTreeSet::new();
        let masters = styles.child("master-styles").into_iter().flat_map(|it| it.elements());
        for element in masters.flat_map(|it| it.elements()) {
            let kind = match element.name {
                "header" | "header-left" | "header-first" => NoteKind::Header,
                "footer" | "footer-left" | "footer-first" => NoteKind::Footer,
                _ => continue,
            };
            let text = self.collected(element).join(" ");
            if seen.insert((kind, text.clone())) {
                self.writer.note(kind, &text, "", None);
            }
        }
    }
}

fn at(writer: &Writer, out: &str) -> usize {
    writer.next_start() + collapsed_length(out)
}

fn paragraphs_of(parent: Element<'_>, out: &mut Vec<String>) {
    for element in parent.elements() {
        match element.name {
            "p" | "h" => out.push(element.text().trim_end_matches(' ').to_owned()),
            "change-info" => {}
            _ => paragraphs_of(element, out),
        }
    }
}

fn first_paragraph_style(list: Element<'_>) -> Option<&str> {
    let item = list.elements().next()?;
    item.elements().find(|it| matches!(it.name, "p" | "h"))?.attribute("style-name")
}

/// True if the file says where its pages ended when it was last laid out.
fn has_page_breaks(parent: Element<'_>) -> bool {
    parent.elements().any(|it| it.name == "soft-page-break" || has_page_breaks(it))
}
