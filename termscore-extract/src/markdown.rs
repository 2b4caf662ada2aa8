//! Markdown: blocks of plain text, list numbers as a renderer would show them.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use termscore_core::BlockKind;

use crate::ordinal::is_marker;
use crate::traced::Traced;
use crate::writer::Writer;
use crate::{ExtractError, Extracted, Format, html, text};

pub(crate) fn read(bytes: &[u8]) -> Result<Extracted, ExtractError> {
    let (file, caveat) = text::decode(bytes, None);
    let source = file.trim_start_matches('\u{feff}');
    let mut reader = Reader { source, n_mark: file.len() - source.len(), ..Reader::default() };
    if let Some(caveat) = caveat {
        reader.writer.caveat(caveat);
    }
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    for (event, range) in Parser::new_ext(source, options).into_offset_iter() {
        reader.event(event, range);
    }
    reader.flush();
    if let Some(error) = reader.error {
        return Err(error);
    }
    for (kind, note) in std::mem::take(&mut reader.notes) {
        reader.writer.traced(kind, &note);
    }
    reader.writer.source(file.as_ref());
    reader.writer.finish(Format::Markdown)
}

#[derive(Default)]
struct Reader<'a> {
    source: &'a str,
    /// Bytes of the byte order mark before it.
    n_mark: usize,
    writer: Writer,
    /// Text of the block that is open.
    inline: Traced,
    /// Marks of strong emphasis that are open.
    strong: usize,
    /// Bytes of the open block that stand outside such marks, blanks not counted.
    plain: usize,
    /// Raw HTML of the block that is open.
    html: String,
    /// Set while a heading is open.
    heading: Option<u8>,
    /// Set from the start of an item until its first block is written: the marker and the depth.
    item: Option<(Traced, u8)>,
    lists: Vec<List>,
    cells: Vec<Traced>,
    in_table: bool,
    /// Set while a footnote is open: its label.
    note: Option<Traced>,
    /// Footnotes stand wherever their author put them; they are moved to the end.
    notes: Vec<(BlockKind, Traced)>,
    in_metadata: bool,
    /// What went wrong with raw HTML.
    error: Option<ExtractError>,
}

/// The rank of a paragraph that is emphasised as a whole, for want of a heading.
const LOWEST: u8 = 6;

/// True of a line that reads as a heading rather than as a sentence that matters.
fn is_title(content: &str) -> bool {
    let content = content.trim();
    let sentence = content.ends_with(['.', ';', ',', '!', '?']) && content.split_whitespace().count() > 6;
    content.len() <= 80
        && !content.contains('\n')
        && !sentence
        && content.starts_with(|it: char| it.is_alphanumeric())
}

struct List {
    /// The number of the next item; absent for bullets.
    next: Option<u64>,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        let file = self.n_mark + range.start;
        match event {
            Event::Start(tag) => self.start(tag, range.start),
            Event::End(tag) => self.end(tag),
            Event::Text(content) if !self.in_metadata => {
                if self.strong == 0 {
                    self.plain += content.split_whitespace().map(str::len).sum::<usize>();
                }
                self.inline.push_from(&content, file);
            }
            Event::Code(content) => {
                self.plain += content.len();
                let marks = before_code(self.source.get(range).unwrap_or_default(), &content);
                self.inline.push_from(&content, file + marks);
            }
            Event::SoftBreak | Event::HardBreak => self.inline.push_from("\n", file),
            Event::InlineHtml(tag) if tag.starts_with("<br") => self.inline.push_from(" ", file),
            Event::Html(markup) => {
                if self.html.is_empty() {
                    self.writer.anchor(file);
                }
                self.html.push_str(&markup);
            }
            Event::FootnoteReference(label) => self.inline.append(&footnote(&label, "]", file)),
            Event::Rule => self.flush(),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, offset: usize) {
        match tag {
            // The text of a link is its content: it goes on in the open block.
            Tag::Strong => {
                self.strong += 1;
                return;
            }
            Tag::Emphasis | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. } => return,
            Tag::TableCell => return,
            // The number of an item stands before its first paragraph.
            Tag::Paragraph | Tag::Heading { .. } if self.inline.is_blank() => {}
            _ => self.flush(),
        }
        match tag {
            Tag::Heading { level, .. } => self.heading = Some(rank(level)),
            Tag::List(next) => self.lists.push(List { next }),
            Tag::Item => self.item = Some((self.marker(offset), self.depth())),
            Tag::Table(_) => self.in_table = true,
            Tag::FootnoteDefinition(label) => {
                self.note = Some(footnote(&label, "] ", self.n_mark + offset));
            }
            Tag::MetadataBlock(_) => self.in_metadata = true,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Emphasis | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image => {}
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.inline);
                if !cell.is_blank() {
                    self.cells.push(cell);
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                let mut row = Traced::default();
                for (nth, cell) in std::mem::take(&mut self.cells).iter().enumerate() {
                    if nth > 0 {
                        row.push_made(" | ");
                    }
                    row.append(cell);
                }
                self.writer.traced(BlockKind::TableRow, &row);
            }
            TagEnd::Table => self.in_table = false,
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
            }
            TagEnd::HtmlBlock => {
                let markup = std::mem::take(&mut self.html);
                self.error = html::fragment(&markup, &mut self.writer).err().or(self.error.take());
            }
            TagEnd::MetadataBlock(_) => self.in_metadata = false,
            TagEnd::FootnoteDefinition => {
                self.flush();
                self.note = None;
            }
            TagEnd::CodeBlock => self.code(),
            _ => {
                self.flush();
                self.heading = None;
                if matches!(tag, TagEnd::Item) {
                    self.item = None;
                }
            }
        }
    }

    /// Contracts indent paragraphs, which Markdown takes for code: each run of lines is a paragraph.
    fn code(&mut self) {
        let code = std::mem::take(&mut self.inline);
        let mut start = 0;
        for paragraph in code.as_str().split("\n\n") {
            self.inline = code.piece(start..start + paragraph.len());
            self.plain = paragraph.len();
            self.flush();
            start += paragraph.len() + 2;
        }
    }

    fn flush(&mut self) {
        if self.in_table {
            return;
        }
        let content = std::mem::take(&mut self.inline);
        let strong = std::mem::take(&mut self.plain) == 0;
        if content.is_blank() && self.item.is_none() {
            return;
        }
        if let Some(label) = &self.note {
            if !content.is_blank() {
                self.notes.push((BlockKind::Note, joined(Some(label), &content)));
            }
            return;
        }
        let (marker, depth) = self.item.take().unzip();
        if let Some(level) = self.heading {
            self.writer.traced(BlockKind::Heading(level), &joined(marker.as_ref(), &content));
            return;
        }
        if marker.is_none() && strong && is_title(content.as_str()) {
            self.writer.traced(BlockKind::Heading(LOWEST), &content);
            return;
        }
        // An item that begins with a list ("1. (a) ...") has no text of its own; its number stays.
        let mut pieces = at_markers(content.as_str()).into_iter().map(|it| content.piece(it));
        let first = joined(marker.as_ref(), &pieces.next().unwrap_or_default());
        self.writer.traced(depth.map_or(BlockKind::Paragraph, BlockKind::ListItem), &first);
        for piece in pieces {
            self.writer.traced(BlockKind::Paragraph, &piece);
        }
    }

    /// "1. ", "1) " as the source delimits it, counted on as a renderer does; "• " for bullets.
    fn marker(&mut self, offset: usize) -> Traced {
        let Some(List { next: Some(number) }) = self.lists.last_mut() else {
            return Traced::at("• ", self.n_mark + offset);
        };
        let source = self.source.get(offset..).unwrap_or_default();
        let after = source.trim_start().trim_start_matches(|it: char| it.is_ascii_digit());
        let delimiter = if after.starts_with(')') { ')' } else { '.' };
        let marker = format!("{number}{delimiter} ");
        *number = number.saturating_add(1);
        Traced::at(&marker, self.n_mark + offset)
    }

    fn depth(&self) -> u8 {
        u8::try_from(self.lists.len()).unwrap_or(u8::MAX).max(1)
    }
}

/// Bytes before the content of a code span: its marks, and a blank that is none of it.
fn before_code(span: &str, content: &str) -> usize {
    let rest = span.trim_start_matches('`');
    let blank = rest.starts_with([' ', '\n']) && !content.starts_with([' ', '\n']);
    span.len() - rest.len() + usize::from(blank)
}

/// How a reader sees the mark of a footnote: without the sign that makes it one.
fn footnote(label: &str, end: &str, file: usize) -> Traced {
    let mut it = Traced::at("[", file);
    it.push_from(label, file + 2);
    it.push_made(end);
    it
}

fn joined(before: Option<&Traced>, content: &Traced) -> Traced {
    let mut it = before.cloned().unwrap_or_default();
    it.append(content);
    it
}

/// Cuts a paragraph before lines that begin with a number which Markdown does not know: "(a)", "1.1", "iv.".
/// Only after a line that ends as a clause does, since wrapped lines may begin with anything.
fn at_markers(content: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for line in content.split_inclusive('\n') {
        let end = start + line.len();
        let begins = line.split_whitespace().next().is_some_and(is_marker);
        match out.last_mut() {
            Some(last)
                if !(begins
                    && content
                        .get(last.clone())
                        .is_some_and(|it| it.trim_end().ends_with(['.', ';', ':', ',']))) =>
            {
                last.end = end;
            }
            _ => out.push(start..end),
        }
        start = end;
    }
    out
}

fn rank(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
