//! A draft as headings, numbered clauses and lines to sign on, before it becomes a file.

mod docx;
mod markdown;
mod text;

pub(crate) use docx::escaped;
use termscore_core::{self as core, BlockKind, Layout, Span};

/// A draft, laid out.
///
/// ```
/// use termscore_draft::{Block, Paper};
/// let paper = Paper::new(vec![Block::Title("Addendum".into()), Block::Clause("1.1".into(), "Client pays.".into())]);
/// assert_eq!(paper.to_markdown(), "# Addendum\n\n1.1 Client pays.\n");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Paper {
    /// From top to bottom.
    pub blocks: Vec<Block>,
    /// What stands beside the text and is no part of it: a footer in Word, a last line elsewhere. Empty if nothing.
    pub note: String,
}

/// A piece of a [`Paper`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Block {
    /// The title.
    Title(String),
    /// A heading of its number, such as `2`, and its words. The number may be empty.
    Heading(String, String),
    /// Running text.
    Paragraph(String),
    /// A clause of its number, such as `2.1` or `(a)`, and its words.
    Clause(String, String),
    /// An item of a list.
    Item(String),
    /// A block of lines that stay lines, such as where to sign.
    Lines(Vec<String>),
}

impl Paper {
    /// A paper without a note.
    pub fn new(blocks: Vec<Block>) -> Paper {
        Paper { blocks, note: String::new() }
    }

    /// The same with a note.
    #[must_use]
    pub fn with_note(mut self, note: impl Into<String>) -> Paper {
        self.note = note.into();
        self
    }

    /// As Markdown: one blank line between blocks, a line break at the end. Signs that mean something there are escaped.
    pub fn to_markdown(&self) -> String {
        markdown::write(self)
    }

    /// As plain text, paragraphs unwrapped, as mails carry them.
    pub fn to_text(&self) -> String {
        text::write(self)
    }

    /// As a Word file: the same paper gives the same bytes.
    pub fn to_docx(&self) -> Vec<u8> {
        docx::write(self)
    }

    /// As what a reader of its file would find: text with layout, the note left out.
    pub fn laid_out(&self) -> (String, Layout) {
        let (mut text, mut layout) = (String::new(), Layout::default());
        let mut add = |kind: BlockKind, content: &str| {
            if content.trim().is_empty() {
                return;
            }
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            let start = text.len();
            text.push_str(content.trim());
            layout.blocks.push(core::Block { span: Span::new(start, text.len()), kind });
        };
        for block in &self.blocks {
            match block {
                Block::Title(it) => add(BlockKind::Heading(1), it),
                Block::Heading(number, it) => add(BlockKind::Heading(2), &numbered(number, it, ". ")),
                Block::Paragraph(it) => add(BlockKind::Paragraph, it),
                Block::Clause(number, it) => add(BlockKind::Paragraph, &numbered(number, it, " ")),
                Block::Item(it) => add(BlockKind::ListItem(1), &format!("• {it}")),
                Block::Lines(lines) => lines.iter().for_each(|it| add(BlockKind::Paragraph, it)),
            }
        }
        (text, layout)
    }
}

/// A number and the words that it counts.
fn numbered(number: &str, words: &str, between: &str) -> String {
    if number.is_empty() { words.to_owned() } else { format!("{number}{between}{words}") }
}
