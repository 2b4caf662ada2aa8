//! Blocks with their words and what is told of each before the outline: its label, whether it is a heading, what part of
//! the document it lies in.

use std::ops::Range;

use super::{
    After, BlockKind,
    block::Piece,
    label::{self, Label, Paren, Style},
    token::Lexed,
};
use crate::Span;

/// What part of a block is a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Head {
    /// None of it.
    None,
    /// All of it; it governs what follows.
    Whole,
    /// All of it, but it is the title of the document or a lone line: it governs nothing.
    Title,
    /// Its words up to this one.
    RunIn(usize),
}

/// What stretch of the document a block belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Provisions, and what comes before them.
    Body,
    /// The table of contents.
    Contents,
    /// The signature block.
    Signature,
    /// What the file does not show.
    Hidden,
}

/// A block with its label and its words.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) span: Span,
    pub(super) kind: Option<BlockKind>,
    pub(super) label: Option<Label>,
    /// Where the text behind the label begins.
    pub(super) body: usize,
    /// All its words.
    pub(super) words: Range<usize>,
    /// Its words behind the label.
    pub(super) own: Range<usize>,
    pub(super) head: Head,
    pub(super) part: Part,
}

impl Block {
    /// The text behind the label.
    pub(super) fn text<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.body..self.span.end).unwrap_or_default()
    }
}

/// Lexes the pieces and reads their labels.
pub(super) fn blocks(text: &str, pieces: &[Piece], lexed: &mut Lexed) -> Vec<Block> {
    let mut blocks = Vec::with_capacity(pieces.len());
    lexed.reserve(text.len());
    let mut letter = 0;
    for piece in pieces {
        let first = lexed.words.len();
        for span in &piece.spans {
            lexed.add(text, *span);
        }
        if piece.spans.len() > 1 {
            // A page break within a sentence is no stop.
            for span in piece.spans.iter().take(piece.spans.len() - 1) {
                mend(text, lexed, first, *span);
            }
        }
        let span = piece.span();
        let body = span.of(text);
        let label = if matches!(piece.kind, Some(BlockKind::TableRow | BlockKind::Hidden)) {
            None
        } else {
            label::label(body)
        };
        let label = label.filter(|it| match it.steps.first() {
            // "J. Smith" is no item, unless "I." came before.
            Some((Style::Upper(Paren::Stop), rank)) => {
                let follows = *rank == 1 || (letter + 1..=letter + 2).contains(rank);
                letter = if follows { *rank } else { letter };
                follows
            }
            Some((Style::UpperRoman(Paren::Stop), 1)) if letter == 8 => {
                letter = 9;
                true
            }
            _ => true,
        });
        let start = label.as_ref().map_or(span.start, |it| span.start + it.len);
        let words = first..lexed.words.len();
        let n_label = lexed
            .words
            .get(words.clone())
            .unwrap_or_default()
            .iter()
            .take_while(|it| (it.start as usize) < start)
            .count();
        let own = words.start + n_label..words.end;
        if words.is_empty() {
            continue;
        }
        blocks.push(Block {
            span,
            kind: piece.kind,
            label,
            body: start,
            words,
            own,
            head: Head::None,
            part: Part::Body,
        });
    }
    blocks
}

/// Takes back the stop that the end of a stretch put after its last word.
fn mend(text: &str, lexed: &mut Lexed, first: usize, span: Span) {
    let place =
        lexed.words.get(first..).unwrap_or_default().partition_point(|it| (it.end as usize) <= span.end);
    let Some(word) = place.checked_sub(1).and_then(|it| lexed.words.get_mut(first + it)) else { return };
    let rest = text.get(word.end as usize..span.end).unwrap_or_default();
    if !rest.contains(['.', '!', '?']) {
        word.after = if rest.contains(';') {
            After::Semicolon
        } else if rest.contains(':') {
            After::Colon
        } else {
            After::Nothing
        };
    }
}
