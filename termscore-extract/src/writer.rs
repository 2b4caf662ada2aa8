//! Blocks in, text with layout out: the one place where readers of all formats write.

use termscore_core::{
    Block, BlockKind, Layout, Span,
    document::{Anchor, Source},
};

use crate::traced::Traced;
use crate::{Changes, ExtractError, Extracted, Format, MAX_TEXT, Note, NoteKind};

/// Collects blocks, one blank line between them.
///
/// INVARIANT (blocks): in order, without overlap, never empty, on character boundaries.
#[derive(Default)]
pub(crate) struct Writer {
    text: String,
    layout: Layout,
    caveats: Vec<String>,
    notes: Vec<Note>,
    /// Where blocks that were traced stand in the file.
    anchors: Vec<Anchor>,
}

impl Writer {
    /// Adds one block, its white space collapsed; nothing if only white space is left.
    pub(crate) fn block(&mut self, kind: BlockKind, content: &str) {
        let content = collapse(content);
        if content.is_empty() || self.is_full() {
            return;
        }
        let start = self.open();
        self.text.push_str(&content);
        self.layout.blocks.push(Block { span: Span::new(start, self.text.len()), kind });
    }

    /// As [`Writer::block`], for text that knows where it stands in the file.
    pub(crate) fn traced(&mut self, kind: BlockKind, content: &Traced) {
        let start = self.next_start();
        let mut anchors = Vec::new();
        // Where the next character would be copied from if text and file run on side by side.
        let mut expected = None;
        collapse_with(content.as_str(), |c, at, place| {
            let file = content.file_byte(at);
            if let Some(file) = file.filter(|_| file != expected) {
                anchors.push(Anchor { text: start + place, file });
            }
            expected = file.map(|it| it + c.len_utf8());
        });
        let n_blocks = self.layout.blocks.len();
        self.block(kind, content.as_str());
        if self.layout.blocks.len() > n_blocks {
            self.anchors.append(&mut anchors);
        }
    }

    /// Says that what is written next stands somewhere behind this byte of the file.
    pub(crate) fn anchor(&mut self, file: usize) {
        self.anchors.push(Anchor { text: self.next_start(), file });
    }

    /// Says that blocks were read from a file of these characters.
    pub(crate) fn source(&mut self, file: impl Into<String>) {
        self.layout.source = Some(Source::new(file, std::mem::take(&mut self.anchors)));
    }

    /// Says that what is written next begins a new page.
    ///
    /// The first page begins at 0; a page without text begins where the next one does.
    pub(crate) fn page(&mut self, offset: usize) {
        self.layout.pages.push(offset);
    }

    /// Says which pages, from 1, could not be read, and which were read by OCR.
    pub(crate) fn coverage(&mut self, unread: Vec<usize>, by_ocr: Vec<usize>) {
        self.layout.unread = unread;
        self.layout.by_ocr = by_ocr;
    }

    /// Where the next block will begin.
    pub(crate) fn next_start(&self) -> usize {
        if self.text.is_empty() { 0 } else { self.text.len() + SEPARATOR.len() }
    }

    /// Adds a caveat, once.
    pub(crate) fn caveat(&mut self, caveat: impl Into<String>) {
        let caveat = caveat.into();
        if !self.caveats.contains(&caveat) {
            self.caveats.push(caveat);
        }
    }

    /// Adds what stands beside the text, unless it is empty.
    pub(crate) fn note(&mut self, kind: NoteKind, text: &str, author: &str, at: Option<usize>) {
        let text = collapse(text);
        if !text.is_empty() && self.notes.len() < MAX_NOTES {
            self.notes.push(Note { kind, text, author: author.trim().to_owned(), at });
        }
    }

    /// Says how many tracked changes wait for an answer, by whom, and how they were read; nothing if there are none.
    pub(crate) fn pending_changes(&mut self, n_changes: usize, authors: &[&str], read: Changes) {
        if n_changes == 0 {
            return;
        }
        let (noun, verb, they) =
            if n_changes == 1 { ("change", "is", "it was") } else { ("changes", "are", "they were") };
        let by = if authors.is_empty() { String::new() } else { format!(" by {}", authors.join(", ")) };
        let read = match read {
            Changes::Accepted => "accepted",
            Changes::Original => "rejected",
        };
        self.caveat(format!(
            "{n_changes} tracked {noun}{by} {verb} pending: the text is read as if {they} {read}"
        ));
    }

    /// True once the text has outgrown [`MAX_TEXT`]; what comes after is not kept.
    pub(crate) fn is_full(&self) -> bool {
        self.text.len() > MAX_TEXT
    }

    pub(crate) fn finish(mut self, format: Format) -> Result<Extracted, ExtractError> {
        if self.is_full() {
            return Err(ExtractError::TooLarge { what: "the text in the file", limit: "16 MiB" });
        }
        if self.text.is_empty() {
            return Err(ExtractError::Empty);
        }
        let end = self.text.len();
        let mut before = 0;
        for page in &mut self.layout.pages {
            before = self.text.floor_char_boundary((*page).min(end)).max(before);
            *page = before;
        }
        for at in self.notes.iter_mut().filter_map(|it| it.at.as_mut()) {
            *at = self.text.floor_char_boundary(*at);
        }
        let places = self.notes.iter_mut().filter_map(|it| it.at.as_mut());
        for place in places.chain(&mut self.layout.pages) {
            *place = self.text.floor_char_boundary(*place);
        }
        Ok(Extracted {
            text: self.text,
            layout: self.layout,
            format,
            caveats: self.caveats,
            notes: self.notes,
        })
    }

    fn open(&mut self) -> usize {
        if !self.text.is_empty() {
            self.text.push_str(SEPARATOR);
        }
        self.text.len()
    }
}

/// More notes than this are not kept: they are for people to read.
pub(crate) const MAX_NOTES: usize = 1_000;

const SEPARATOR: &str = "\n\n";

/// Runs of white space (also unbreakable) become one space; soft hyphens, zero-width and control characters go.
pub(crate) fn collapse(content: &str) -> String {
    collapse_with(content, |_, _, _| ())
}

/// [`collapse`] that tells of each character that stays where it came from and where it is written, in bytes.
fn collapse_with(content: &str, mut stays: impl FnMut(char, usize, usize)) -> String {
    let mut out = String::with_capacity(content.len());
    let mut blank = None;
    for (at, c) in content.char_indices() {
        if c.is_whitespace() {
            blank = blank.or(Some(at).filter(|_| !out.is_empty()));
        } else if c != SOFT_HYPHEN && !is_invisible(c) {
            if let Some(at) = blank.take() {
                stays(' ', at, out.len());
                out.push(' ');
            }
            stays(c, at, out.len());
            out.push(c);
        }
    }
    out
}

/// True if [`collapse`] leaves nothing of it.
pub(crate) fn is_blank(content: &str) -> bool {
    content.chars().all(|it| it.is_whitespace() || it == SOFT_HYPHEN || is_invisible(it))
}

/// Where bytes of a content, which ascend, lie in its [`collapse`]d form.
pub(crate) fn places(content: &str, bytes: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut found = Vec::new();
    let mut bytes = bytes.peekable();
    let collapsed = collapse_with(content, |_, at, place| {
        while bytes.next_if(|it| *it <= at).is_some() {
            found.push(place);
        }
    });
    found.extend(bytes.map(|_| collapsed.len()));
    found
}

/// Where a word may be broken; drawn only at the end of a line.
pub(crate) const SOFT_HYPHEN: char = '\u{ad}';

/// [`collapse`] that keeps soft hyphens, for text whose lines are still to be joined.
pub(crate) fn collapse_line(content: &str) -> String {
    let mut out = String::with_capacity(content.len());
    for c in content.chars() {
        if c.is_whitespace() {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else if !is_invisible(c) {
            out.push(c);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Bytes of some text once it is written; 0 for more than any paragraph has, which would take long to tell again
/// and again.
pub(crate) fn collapsed_length(content: &str) -> usize {
    if content.len() > MAX_PARAGRAPH { 0 } else { collapse(content).len() }
}

const MAX_PARAGRAPH: usize = 32 << 10;

fn is_invisible(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_collapses_and_invisible_characters_go() {
        assert_eq!(collapse("  a\u{a0}\n\tb\u{ad}c\u{200b} \u{0} "), "a bc");
        assert_eq!(collapse(" \u{feff} "), "");
    }

    #[test]
    fn places_follow_their_characters() {
        let content = "  a\u{a0}\n b\u{ad}ü\u{200b} c ";
        let collapsed = collapse(content);
        for (at, c) in content.char_indices().filter(|it| it.1.is_alphabetic()) {
            let place = places(content, [at].into_iter());
            assert_eq!(place.first().and_then(|it| collapsed.get(*it..)?.chars().next()), Some(c));
        }
        assert_eq!(places(" a ", [0, 0, 9].into_iter()), [0, 0, 1]);
        assert!(is_blank(" \u{ad}\u{200b}") && !is_blank(" x"));
    }

    #[test]
    fn blocks_are_separated_and_spanned() {
        let mut writer = Writer::default();
        writer.block(BlockKind::Heading(1), " One ");
        writer.block(BlockKind::Paragraph, "  ");
        writer.block(BlockKind::Paragraph, "two\n three");
        let Ok(extracted) = writer.finish(Format::Text) else {
            unreachable!("there is text");
        };
        assert_eq!(extracted.text, "One\n\ntwo three");
        assert_eq!(
            extracted.layout.blocks.iter().map(|it| it.span.of(&extracted.text)).collect::<Vec<_>>(),
            ["One", "two three"]
        );
    }
}
