//! What a reader of files knows about a text beyond its characters: blocks and pages.

use thiserror::Error;

use super::Source;
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
    ///
    /// With `parts`, a part that has pages begins with one, and pages count within the part.
    pub pages: Vec<usize>,
    /// The files that the text was joined from, in order, the first at 0; empty if there is only one.
    pub parts: Vec<Part>,
    /// Pages, from 1, ascending, whose text could not be read, such as scans without a text layer.
    pub unread: Vec<usize>,
    /// Pages, from 1, ascending, whose text was recognised from a picture and may be wrong in places.
    pub by_ocr: Vec<usize>,
    /// The file that the text was read from, of several the first, if it is text with marks of its own.
    pub source: Option<Source>,
}

/// One of several files that make up a contract.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// The byte at which its text begins, its title included.
    pub start: usize,
    /// Bytes of a title that is not in the file: it was made of the name of an exhibit that does not name itself.
    /// It is a heading that references find, and no rule reads it.
    pub title: usize,
    /// As the person who supplied it knows it, such as its file name.
    pub name: String,
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
    /// Text that the file holds and does not show.
    Hidden,
}

/// A layout that does not fit its text.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum LayoutError {
    /// A block ends behind the text, or an end of it cuts a character.
    #[error("block {0} does not lie on characters of the text")]
    Block(usize),
    /// A block begins before the one before it ends.
    #[error("block {0} overlaps the block before it")]
    Overlap(usize),
    /// A page begins behind the text, in a character or before the page before it.
    #[error("page {0} does not begin at a character of the text, after the page before it")]
    Page(usize),
    /// A part begins behind the text, in a character or before the part before it.
    #[error("part {0} does not begin at a character of the text, after the part before it")]
    Part(usize),
    /// A page that is said to be unread or recognised is none of the pages, or not after the one before it.
    #[error(
        "page {0}, said to be unread or read by OCR, is no page of the text, or not after the one before it"
    )]
    Coverage(usize),
}

impl Layout {
    /// # Errors
    /// The first block (counted from 0), else page, else part (counted from 1), that does not fit the text or the pages.
    pub(super) fn check(&self, text: &str) -> Result<(), LayoutError> {
        let mut end = 0;
        for (at, block) in self.blocks.iter().enumerate() {
            if text.get(block.span.start..block.span.end).is_none() {
                return Err(LayoutError::Block(at));
            }
            if block.span.start < end {
                return Err(LayoutError::Overlap(at));
            }
            end = block.span.end;
        }
        let mut before = 0;
        for (at, page) in self.pages.iter().enumerate() {
            let first = at == 0 && *page != 0 && self.parts.is_empty();
            if first || *page < before || !text.is_char_boundary(*page) {
                return Err(LayoutError::Page(at + 1));
            }
            before = *page;
        }
        let mut before = 0;
        for (at, part) in self.parts.iter().enumerate() {
            let first = at == 0 && part.start != 0;
            let title = part.start.checked_add(part.title).and_then(|it| text.get(part.start..it));
            if first || part.start < before || title.is_none() {
                return Err(LayoutError::Part(at + 1));
            }
            before = part.start + part.title;
        }
        for pages in [&self.unread, &self.by_ocr] {
            let mut before = 0;
            for page in pages {
                if *page <= before || *page > self.pages.len() {
                    return Err(LayoutError::Coverage(*page));
                }
                before = *page;
            }
        }
        Ok(())
    }
}
