//! Markdown: blocks of plain text, list numbers as a renderer would show them.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use termscore_core::BlockKind;

use crate::ordinal::is_marker;
use crate::writer::Writer;
use crate::{ExtractError, Extracted, Format, html, text};

pub(crate) fn read(bytes: &[u8]) -> Result<Extracted, ExtractError> {
    let (source, caveat) = text::decode(bytes, None);
    let source = source.trim_start_matches('\u{feff}');
    let mut reader = Reader { source, writer: Writer::default(), ..Reader::default() };
    if let Some(caveat) = caveat {
        reader.writer.caveat(caveat);
    }
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    for (event, range) in Parser::new_ext(source, options).into_offset_iter() {
        reader.event(event, range.start);
    }
    reader.flush();
    if let Some(error) = reader.error {
        return Err(error);
    }
    for (kind, note) in std::mem::take(&mut reader.notes) {
        reader.writer.block(kind, &note);
    }
    reader.writer.finish(Format::Markdown)
}

#[derive(Default)]
struct Reader<'a> {
    source: &'a str,
    writer: Writer,
    /// Text of the block that is open.
    inline: String,
    /// Marks of strong emphasis that are open.
    strong: usize,
    /// Bytes of the open block that stand outside such marks, blanks not counted.
    plain: usize,
    /// Raw HTML of the block that is open.
    html: String,
    /// Set while a heading is open.
    heading: Option<u8>,
    /// Set from the start of an item until its first block is written: the marker and the depth.
    item: Option<(String, u8)>,
    lists: Vec<List>,
    cells: Vec<String>,
    in_table: bool,
    /// Set while a footnote is open: its label.
    note: Option<String>,
    /// Footnotes stand wherever their author put them; they are moved to the end.
    notes: Vec<(BlockKind, String)>,
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
    fn event(&mut self, event: Event<'_>, offset: usize) {
        match event {
            Event::Start(tag) => self.start(tag, offset),
            Event::End(tag) => self.end(tag),
            Event::Text(content) if !self.in_metadata => {
                if self.strong == 0 {
                    self.plain += content.split_whitespace().map(str::len).sum::<usize>();
                }
                self.inline.push_str(&content);
            }
            Event::Code(content) => {
                self.plain += content.len();
                self.inline.push_str(&content);
            }
            Event::SoftBreak | Event::HardBreak => self.inline.push('\n'),
            Event::InlineHtml(tag) if tag.starts_with("<br") => self.inline.push(' '),
            Event::Html(markup) => self.html.push_str(&markup),
            Event::FootnoteReference(label) => self.inline.push_str(&format!("[{label}]")),
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
            Tag::Paragraph | Tag::Heading { .. } if self.inline.trim().is_empty() => {}
            _ => self.flush(),
        }
        match tag {
            Tag::Heading { level, .. } => self.heading = Some(rank(level)),
            Tag::List(next) => self.lists.push(List { next }),
            Tag::Item => self.item = Some((self.marker(offset), self.depth())),
            Tag::Table(_) => self.in_table = true,
            Tag::FootnoteDefinition(label) => self.note = Some(label.to_string()),
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
                if !cell.trim().is_empty() {
                    self.cells.push(cell.trim().to_owned());
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                let row = std::mem::take(&mut self.cells).join(" | ");
                self.writer.block(BlockKind::TableRow, &row);
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
        for paragraph in code.split("\n\n") {
            self.inline.push_str(paragraph);
            self.plain = paragraph.len();
            self.flush();
        }
    }

    fn flush(&mut self) {
        if self.in_table {
            return;
        }
        let content = std::mem::take(&mut self.inline);
        let strong = std::mem::take(&mut self.plain) == 0;
        if content.trim().is_empty() && self.item.is_none() {
            return;
        }
        if let Some(label) = &self.note {
            if !content.trim().is_empty() {
                self.notes.push((BlockKind::Note, format!("[{label}] {content}")));
            }
            return;
        }
        match (self.heading, self.item.take()) {
            (Some(level), Some((marker, _))) => {
                self.writer.block(BlockKind::Heading(level), &format!("{marker}{content}"));
            }
            (Some(level), None) => self.writer.block(BlockKind::Heading(level), &content),
            (None, None) if strong && is_title(&content) => {
                self.writer.block(BlockKind::Heading(LOWEST), &content);
            }
            // An item that begins with a list ("1. (a) ...") has no text of its own; its number stays.
            (None, item) => {
                let mut pieces = at_markers(&content).into_iter();
                let first = pieces.next().unwrap_or_default();
                match item {
                    Some((marker, depth)) => {
                        self.writer.block(BlockKind::ListItem(depth), &format!("{marker}{first}"));
                    }
                    None => self.writer.block(BlockKind::Paragraph, &first),
                }
                for piece in pieces {
                    self.writer.block(BlockKind::Paragraph, &piece);
                }
            }
        }
    }

    /// "1. ", "1) " as the source delimits it, counted on as a renderer does; "• " for bullets.
    fn marker(&mut self, offset: usize) -> String {
        let Some(List { next: Some(number) }) = self.lists.last_mut() else {
            return "• ".to_owned();
        };
        let source = self.source.get(offset..).unwrap_or_default();
        let after = source.trim_start().trim_start_matches(|it: char| it.is_ascii_digit());
        let delimiter = if after.starts_with(')') { ')' } else { '.' };
        let marker = format!("{number}{delimiter} ");
        *number = number.saturating_add(1);
        marker
    }

    fn depth(&self) -> u8 {
        u8::try_from(self.lists.len()).unwrap_or(u8::MAX).max(1)
    }
}

/// Cuts a paragraph before lines that begin with a number which Markdown does not know: "(a)", "1.1", "iv.".
/// Only after a line that ends as a clause does, since wrapped lines may begin with anything.
fn at_markers(content: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for line in content.lines() {
        let begins = line.split_whitespace().next().is_some_and(is_marker);
        match out.last_mut() {
            Some(last) if !(begins && last.trim_end().ends_with(['.', ';', ':', ','])) => {
                last.push(' ');
                last.push_str(line);
            }
            _ => out.push(line.to_owned()),
        }
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
