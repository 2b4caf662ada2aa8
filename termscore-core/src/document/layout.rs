//! What a reader of files knows about a text beyond its characters: blocks and pages.

use crate::Span;

/// Where paragraphs, headings, list items, table rows and pages lie in an extracted text.
///
/// List numbers and bullets are part of the text ("1.1 ", "(a) "), also where the file
/// stores them as automatic numbering, so that quotes show what a reader of the file sees.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// In reading order, without overlap. Text between blocks (line breaks) belongs to none.
    pub blocks: Vec<Block>,
    /// Byte offset at which each page begins, ascending, the first 0; empty if the format has no pages.
    pub pages: Vec<usize>,
}

/// One paragraph-like piece of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its characters, without the line break that ends it.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

/// What the file says a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BlockKind {
    /// A heading; 1 is the highest level.
    Heading(u8),
    /// Running text.
    Paragraph,
    /// An item of a list, nested so many levels deep; 1 is the outermost.
    ListItem(u8),
    /// One row of a table, its cells separated by " | ".
    TableRow,
    /// A footnote or an endnote, placed after the text that calls it.
    Note,
}
