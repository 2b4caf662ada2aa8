//! Paragraphs and cells of one flow of text in, blocks out. The body is a flow, and so is each note.

use termscore_core::BlockKind;

use crate::writer::{Writer, collapse};

/// What becomes of a flow when it ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Body,
    /// A footnote or endnote, with its mark.
    Note(String),
    Comment {
        author: String,
        at: usize,
    },
    Header,
    Footer,
    /// A text box.
    Frame,
}

/// The paragraph that is open.
#[derive(Clone, Debug, Default)]
pub(super) struct Paragraph {
    pub(super) text: String,
    pub(super) hidden: String,
    /// Its list number as written in the file.
    pub(super) marker: String,
}

/// What a paragraph's properties say.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Properties {
    pub(super) heading: Option<u8>,
    /// Nesting in lists, from 1; 0 outside of lists.
    pub(super) level: u8,
    pub(super) in_table: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Flow {
    pub(super) target: Target,
    pub(super) open: Paragraph,
    /// Finished paragraphs of a flow that is not the body.
    paragraphs: Vec<String>,
    /// Paragraphs of the cell that is open.
    cell: Vec<(BlockKind, String)>,
    /// Cells of the row that is open.
    row: Vec<Vec<(BlockKind, String)>>,
}

impl Flow {
    pub(super) fn new(target: Target) -> Flow {
        Flow { target, open: Paragraph::default(), paragraphs: Vec::new(), cell: Vec::new(), row: Vec::new() }
    }

    /// Ends the open paragraph.
    pub(super) fn end_paragraph(&mut self, properties: Properties, writer: &mut Writer) {
        let Paragraph { text, hidden, marker } = std::mem::take(&mut self.open);
        let (content, marker) = (collapse(&text), collapse(&marker));
        let heading = properties.heading.filter(|_| crate::docx::is_title(&content));
        let kind = match (heading, marker.is_empty()) {
            (Some(level), _) => BlockKind::Heading(level),
            (None, false) => BlockKind::ListItem(properties.level.max(1)),
            (None, true) => BlockKind::Paragraph,
        };
        if !properties.in_table {
            self.end_table(writer);
        }
        if !content.is_empty() {
            let content = format!("{marker} {content}");
            self.write(kind, content.trim_start(), properties.in_table, writer);
        }
        if !hidden.trim().is_empty() {
            writer.caveat("the file holds hidden text");
            if self.target == Target::Body {
                writer.block(BlockKind::Hidden, &hidden);
            }
        }
    }

    fn write(&mut self, kind: BlockKind, content: &str, in_table: bool, writer: &mut Writer) {
        if in_table {
            self.cell.push((kind, content.to_owned()));
        } else if self.target == Target::Body {
            writer.block(kind, content);
        } else {
            self.paragraphs.push(content.to_owned());
        }
    }

    pub(super) fn end_cell(&mut self, properties: Properties, writer: &mut Writer) {
        self.end_paragraph(Properties { in_table: true, ..properties }, writer);
        let cell = std::mem::take(&mut self.cell);
        self.row.push(cell);
    }

    /// Cells of a table inside a cell are pieces of that cell.
    pub(super) fn end_nested_cell(&mut self) {
        if !self.open.text.trim().is_empty() {
            self.open.text.push_str(" | ");
        }
    }

    pub(super) fn end_nested_row(&mut self, properties: Properties, writer: &mut Writer) {
        let trimmed = self.open.text.trim_end_matches([' ', '|']).len();
        self.open.text.truncate(trimmed);
        self.end_paragraph(Properties { in_table: true, ..properties }, writer);
    }

    /// A row with one filled cell is layout: its paragraphs stand on their own.
    pub(super) fn end_row(&mut self, writer: &mut Writer) {
        let cells = std::mem::take(&mut self.row);
        let mut filled: Vec<_> = cells.into_iter().filter(|it| !it.is_empty()).collect();
        if filled.len() == 1 {
            for (kind, content) in filled.pop().unwrap_or_default() {
                self.write(kind, &content, false, writer);
            }
            return;
        }
        let joined: Vec<String> = filled
            .into_iter()
            .map(|cell| cell.into_iter().map(|it| it.1).collect::<Vec<_>>().join(" "))
            .collect();
        self.write(BlockKind::TableRow, &joined.join(" | "), false, writer);
    }

    /// Cells without the end of a row, where the file is damaged or the table nested.
    fn end_table(&mut self, writer: &mut Writer) {
        if !self.cell.is_empty() {
            let cell = std::mem::take(&mut self.cell);
            self.row.push(cell);
        }
        if !self.row.is_empty() {
            self.end_row(writer);
        }
    }

    /// Ends the flow; the text of one that is not the body.
    pub(super) fn finish(&mut self, properties: Properties, writer: &mut Writer) -> String {
        self.end_paragraph(Properties { in_table: false, ..properties }, writer);
        std::mem::take(&mut self.paragraphs).join(" ")
    }
}
