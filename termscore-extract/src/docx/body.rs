//! The parts of a document in, blocks out: runs are joined to paragraphs, changes accepted, numbers written.

use std::collections::BTreeMap;

use termscore_core::BlockKind;

use super::numbering::Numbering;
use super::styles::{NumberRef, Styles};
use crate::package::{Element, Node};
use crate::writer::{Writer, collapse};

/// Characters; a heading longer than this is a clause in a heading's style, as law firms number them.
const MAX_HEADING: usize = 150;
/// Words; a heading longer than this that ends as a sentence does is one.
const MAX_TITLE: usize = 7;

pub(super) struct Body<'a> {
    pub(super) styles: &'a Styles,
    pub(super) numbering: &'a mut Numbering,
    pub(super) writer: &'a mut Writer,
    /// Kind, number and text of a paragraph whose end is deleted or hidden: the next one goes on with it.
    pending: Option<(BlockKind, String)>,
    /// Text boxes, which stand beside their paragraph and are written after it.
    boxes: Vec<String>,
    fields: Vec<Field>,
    /// Marks of the footnotes (false) and endnotes (true) that the text calls, by their ids.
    calls: BTreeMap<(bool, String), String>,
    /// Set while the paragraphs of a note are read; the first of them takes it.
    note: Option<String>,
    /// Set while the paragraphs of a table cell are read: they are collected here.
    cell: Option<Vec<String>>,
}

/// A complex field is open: its instruction is not text, its result is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Instruction,
    Result,
}

impl<'a> Body<'a> {
    pub(super) fn new(styles: &'a Styles, numbering: &'a mut Numbering, writer: &'a mut Writer) -> Body<'a> {
        Body {
            styles,
            numbering,
            writer,
            pending: None,
            boxes: Vec::new(),
            fields: Vec::new(),
            calls: BTreeMap::new(),
            note: None,
            cell: None,
        }
    }

    /// Blocks of the body, of a cell or of a note.
    pub(super) fn blocks(&mut self, parent: &Element) {
        for element in parent.elements() {
            match element.name.as_str() {
                "p" => self.paragraph(element),
                "tbl" => self.table(element),
                "del" | "moveFrom" => self.changed(),
                "AlternateContent" => {
                    if let Some(choice) = alternative(element) {
                        self.blocks(choice);
                    }
                }
                "sdt" | "sdtContent" | "customXml" | "smartTag" | "ins" | "moveTo" => self.blocks(element),
                _ => {}
            }
        }
    }

    /// A footnote or an endnote after its mark; none that the text does not call, such as deleted ones.
    pub(super) fn note(&mut self, is_endnote: bool, element: &Element) {
        let id = element.attribute("id").unwrap_or_default().to_owned();
        let Some(mark) = self.calls.get(&(is_endnote, id)) else {
            return;
        };
        self.note = Some(format!("{mark} "));
        self.blocks(element);
        self.finish();
        self.note = None;
    }

    /// Writes a paragraph that still waits for its continuation.
    pub(super) fn finish(&mut self) {
        if let Some((kind, text)) = self.pending.take() {
            self.emit(kind, &text);
        }
    }

    fn changed(&mut self) {
        self.writer.caveat("tracked changes read as accepted");
    }

    fn paragraph(&mut self, paragraph: &Element) {
        let properties = paragraph.child("pPr");
        let style = properties.and_then(|it| it.child_val("pStyle"));
        let mark = properties.and_then(|it| it.child("rPr"));
        let mut text = String::new();
        self.runs(paragraph, style, &mut text);
        let deleted_end = mark.is_some_and(|it| it.child("del").is_some() || it.child("moveFrom").is_some());
        // Word's style separator: two paragraphs on one line, such as a heading run into its text.
        let separator = mark.is_some_and(|it| it.switch("specVanish") == Some(true));
        if deleted_end || mark.is_some_and(|it| it.child("ins").is_some()) {
            self.changed();
        }
        let blank = collapse(&text).is_empty();
        if !(blank && deleted_end) {
            match &mut self.pending {
                Some((_, begun)) => {
                    begun.push(' ');
                    begun.push_str(&text);
                }
                // Word numbers empty paragraphs as well: they count, but are not written.
                None => {
                    let (kind, number) = self.number(properties, style, &text);
                    if !blank {
                        self.pending = Some((kind, format!("{number}{text}")));
                    }
                }
            }
        }
        if !(deleted_end || separator) {
            self.finish();
        }
        for text in std::mem::take(&mut self.boxes) {
            self.emit(BlockKind::Paragraph, &text);
        }
    }

    /// What a paragraph is, and its list number with a space.
    fn number(
        &mut self,
        properties: Option<&Element>,
        style: Option<&str>,
        text: &str,
    ) -> (BlockKind, String) {
        let own = NumberRef::of(properties);
        let (inherited, _) = self.styles.numbering(style);
        let number = own.number.or(inherited.number).filter(|it| *it != 0);
        let heading = self.styles.heading(style, properties).filter(|_| is_title(text));
        let Some(number) = number else {
            return (heading.map_or(BlockKind::Paragraph, BlockKind::Heading), String::new());
        };
        let ancestry = self.styles.ancestry(style);
        let tied = if own.number.is_none() {
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
        (kind, if written.is_empty() { written } else { format!("{written} ") })
    }

    fn emit(&mut self, kind: BlockKind, text: &str) {
        if let Some(cell) = &mut self.cell {
            cell.push(text.to_owned());
        } else if let Some(mark) = &mut self.note {
            let text = format!("{}{text}", std::mem::take(mark));
            self.writer.block(BlockKind::Note, &text);
        } else {
            self.writer.block(kind, text);
        }
    }

    /// Text of runs and of what wraps them.
    fn runs(&mut self, parent: &Element, style: Option<&str>, out: &mut String) {
        for element in parent.elements() {
            match element.name.as_str() {
                "r" => self.run(element, style, out),
                "del" | "moveFrom" => self.changed(),
                "ins" | "moveTo" => {
                    self.changed();
                    self.runs(element, style, out);
                }
                "AlternateContent" => {
                    if let Some(choice) = alternative(element) {
                        self.runs(choice, style, out);
                    }
                }
                "hyperlink" | "sdt" | "sdtContent" | "smartTag" | "fldSimple" | "customXml" | "dir"
                | "bdo" => {
                    self.runs(element, style, out);
                }
                "oMath" | "oMathPara" => math(element, out),
                _ => {}
            }
        }
    }

    fn run(&mut self, run: &Element, style: Option<&str>, out: &mut String) {
        let properties = run.child("rPr");
        let own = properties.and_then(|it| it.switch("vanish"));
        let by_style = || {
            let character = properties.and_then(|it| it.child_val("rStyle"));
            self.styles.hides(character) || self.styles.hides(style)
        };
        let hidden = own.unwrap_or_else(by_style);
        let mut text = String::new();
        for node in &run.children {
            if let Node::Element(element) = node {
                self.piece(element, &mut text);
            }
        }
        if hidden && !text.trim().is_empty() {
            self.writer.caveat("hidden text left out");
        } else if !hidden {
            out.push_str(&text);
        }
    }

    fn piece(&mut self, element: &Element, out: &mut String) {
        match element.name.as_str() {
            "fldChar" => match element.attribute("fldCharType") {
                Some("begin") => {
                    self.fields.push(Field::Instruction);
                    checkbox(element, out);
                }
                Some("separate") => {
                    if let Some(field) = self.fields.last_mut() {
                        *field = Field::Result;
                    }
                }
                Some("end") => {
                    self.fields.pop();
                }
                _ => {}
            },
            _ if self.fields.contains(&Field::Instruction) => {}
            "t" => out.extend(element.children.iter().filter_map(|it| match it {
                Node::Text(text) => Some(text.as_str()),
                Node::Element(_) => None,
            })),
            "tab" | "br" | "cr" | "ptab" => out.push(' '),
            "noBreakHyphen" => out.push('-'),
            "sym" => out.extend(symbol(element)),
            "footnoteReference" | "endnoteReference" => {
                let id = element.attribute("id").unwrap_or_default().to_owned();
                let is_endnote = element.name == "endnoteReference";
                let nth = self.calls.keys().filter(|it| it.0 == is_endnote).count() + 1;
                let mark = if is_endnote { format!("[e{nth}]") } else { format!("[{nth}]") };
                out.push_str(self.calls.entry((is_endnote, id)).or_insert(mark));
            }
            "AlternateContent" => {
                if let Some(choice) = alternative(element) {
                    for it in choice.elements() {
                        self.piece(it, out);
                    }
                }
            }
            "drawing" | "pict" | "object" => self.text_boxes(element),
            _ => {}
        }
    }

    fn text_boxes(&mut self, drawing: &Element) {
        for element in drawing.elements() {
            if element.name == "txbxContent" {
                let text = self.collected(element);
                self.boxes.extend(text);
            } else if element.name == "AlternateContent" {
                if let Some(choice) = alternative(element) {
                    self.text_boxes(choice);
                }
            } else {
                self.text_boxes(element);
            }
        }
    }

    /// The paragraphs below an element, numbered but not written.
    fn collected(&mut self, parent: &Element) -> Vec<String> {
        let outer = (self.cell.replace(Vec::new()), self.pending.take(), std::mem::take(&mut self.boxes));
        let fields = std::mem::take(&mut self.fields);
        self.blocks(parent);
        self.finish();
        let collected = self.cell.take().unwrap_or_default();
        (self.cell, self.pending, self.boxes) = outer;
        self.fields = fields;
        collected
    }

    fn table(&mut self, table: &Element) {
        self.finish();
        let mut rows = Vec::new();
        wrapped(table, "tr", &mut rows);
        for row in rows {
            let properties = row.child("trPr");
            if properties.is_some_and(|it| it.child("del").is_some()) {
                self.changed();
                continue;
            }
            self.row(row);
        }
    }

    /// A row with one filled cell is layout: its paragraphs stand on their own.
    fn row(&mut self, row: &Element) {
        let mut cells = Vec::new();
        wrapped(row, "tc", &mut cells);
        if let [only] = cells.as_slice() {
            self.blocks(only);
            self.finish();
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
}

/// True of what may be a heading: short, and no sentence of its own.
pub(crate) fn is_title(text: &str) -> bool {
    let text = text.trim_end();
    let n_words = text.split_whitespace().count();
    text.chars().count() <= MAX_HEADING && !(text.ends_with(['.', ';', ',']) && n_words > MAX_TITLE)
}

/// Elements of a name, also inside content controls.
fn wrapped<'a>(parent: &'a Element, name: &str, out: &mut Vec<&'a Element>) {
    for element in parent.elements() {
        match element.name.as_str() {
            it if it == name => out.push(element),
            "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" => wrapped(element, name, out),
            _ => {}
        }
    }
}

/// The newer of two ways to say the same.
fn alternative(element: &Element) -> Option<&Element> {
    element.child("Choice").or_else(|| element.child("Fallback"))
}

/// A checkbox of the old kind; those of the new kind are characters.
fn checkbox(field: &Element, out: &mut String) {
    if let Some(checkbox) = field.child("ffData").and_then(|it| it.child("checkBox")) {
        let checked = checkbox.switch("checked").or(checkbox.switch("default")).unwrap_or(false);
        out.push_str(if checked { "☒" } else { "☐" });
    }
}

/// Characters of the symbol fonts that contracts use; the others have no meaning outside their font.
fn symbol(element: &Element) -> Option<char> {
    let code = u32::from_str_radix(element.attribute("char")?, 16).ok()?;
    let font = element.attribute("font").unwrap_or_default().to_lowercase();
    match (font.as_str(), code & 0xff) {
        (_, 0xb7) => Some('•'),
        ("wingdings", 0x6f | 0x71 | 0xa8) => Some('☐'),
        ("wingdings", 0x78 | 0xfd | 0xfe) | ("wingdings 2", 0x51..=0x54) => Some('☒'),
        ("wingdings", 0xfc) | ("wingdings 2", 0x50) => Some('✓'),
        ("wingdings 2", 0x2a | 0xa3) => Some('☐'),
        ("symbol", 0xa7) | ("wingdings", 0xa7) => Some('▪'),
        ("symbol", 0xd3 | 0xe3) => Some('©'),
        ("symbol", 0xd2 | 0xe2) => Some('®'),
        ("symbol", 0xd4 | 0xe4) => Some('™'),
        _ if code < 0xf000 => char::from_u32(code),
        _ => None,
    }
}

fn math(element: &Element, out: &mut String) {
    for node in &element.children {
        match node {
            Node::Text(text) => out.push_str(text),
            Node::Element(element) => math(element, out),
        }
    }
}
