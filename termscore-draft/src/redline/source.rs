//! The XML of a Word document in, its paragraphs with the places of their text out. Nothing is rewritten: places are
//! bytes of the XML, so that what is not edited stays as it is.

use std::ops::Range;

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

use super::RedlineError;

/// The namespace of Word's elements, and the one of its strict form.
const NAMESPACES: [&str; 2] = [
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
];

/// A document as its text stands in XML.
#[derive(Debug, Default)]
pub(super) struct Source {
    /// The prefix of Word's elements, such as `w`.
    pub(super) prefix: String,
    /// Paragraphs with text, in order; those in text boxes are left out.
    pub(super) paragraphs: Vec<Paragraph>,
    pub(super) runs: Vec<Run>,
    /// Characters of the text as it stands with all changes accepted.
    pub(super) letters: Vec<Letter>,
    /// The highest number that marks carry.
    pub(super) last_id: u64,
    /// Where the body ends: what is put in last goes here.
    pub(super) body_end: usize,
}

/// A paragraph of the XML.
#[derive(Clone, Debug, Default)]
pub(super) struct Paragraph {
    pub(super) span: Range<usize>,
    /// Its properties with their tags; empty if it has none.
    pub(super) properties: Range<usize>,
    /// Elements of its properties: name and place.
    pub(super) property: Vec<(String, Range<usize>)>,
    /// The end of the outermost table that it stands in.
    pub(super) table: Option<usize>,
    /// Its runs, as indices.
    pub(super) runs: Range<usize>,
    /// Its characters, as indices.
    pub(super) letters: Range<usize>,
}

/// A run of the XML.
#[derive(Clone, Debug, Default)]
pub(super) struct Run {
    pub(super) span: Range<usize>,
    /// Its tag.
    pub(super) open: Range<usize>,
    /// Its properties with their tags; empty if it has none.
    pub(super) properties: Range<usize>,
    pub(super) pieces: Vec<Piece>,
}

/// A part of a run.
#[derive(Clone, Debug)]
pub(super) enum Piece {
    /// A text, without tags and entities.
    Text(String),
    /// A tab or a break, as it stands.
    Space(Range<usize>),
    /// Anything else, as it stands. It is never struck.
    Other(Range<usize>),
}

/// A character, and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Letter {
    pub(super) it: char,
    pub(super) paragraph: usize,
    pub(super) run: usize,
}

/// An element whose content is looked at, or not.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Body,
    Table,
    Paragraph,
    ParagraphProperties,
    Run,
    RunProperties,
    Text,
    /// Deleted text, text boxes, drawings, instructions of fields.
    Skipped,
    /// What only wraps.
    Wrapper,
}

impl Source {
    pub(super) fn read(xml: &str) -> Result<Source, RedlineError> {
        Walk::new(xml).walk()
    }
}

struct Walk<'x> {
    xml: &'x str,
    source: Source,
    open: Vec<(Inside, usize)>,
    /// The paragraph that is being read.
    paragraph: Option<Paragraph>,
    run: Option<Run>,
    /// Paragraphs of the outermost open table.
    in_table: Vec<usize>,
    n_tables: usize,
    text: String,
    text_start: usize,
}

fn damaged(error: impl std::fmt::Display) -> RedlineError {
    RedlineError::Damaged(format!("its text cannot be read as XML ({error})"))
}

impl<'x> Walk<'x> {
    fn new(xml: &'x str) -> Walk<'x> {
        Walk {
            xml,
            source: Source::default(),
            open: Vec::new(),
            paragraph: None,
            run: None,
            in_table: Vec::new(),
            n_tables: 0,
            text: String::new(),
            text_start: 0,
        }
    }

    fn walk(mut self) -> Result<Source, RedlineError> {
        let mut reader = Reader::from_str(self.xml);
        loop {
            let start = place(reader.buffer_position());
            let event = reader.read_event().map_err(damaged)?;
            let end = place(reader.buffer_position());
            match event {
                Event::Start(tag) => self.opens(&tag, start..end),
                Event::Empty(tag) => {
                    self.opens(&tag, start..end);
                    self.closes(end);
                }
                Event::End(_) => {
                    if self.open.last().is_some_and(|it| it.0 == Inside::Body) {
                        self.source.body_end = start;
                    }
                    self.closes(end);
                }
                Event::Text(it) if self.is_in(Inside::Text) => {
                    self.text.push_str(&it);
                }
                Event::CData(it) if self.is_in(Inside::Text) => {
                    self.text.push_str(&it);
                }
                Event::GeneralRef(it) if self.is_in(Inside::Text) => {
                    let letter = match it.resolve_char_ref().map_err(damaged)? {
                        Some(letter) => Some(letter),
                        None => match &*it {
                            "amp" => Some('&'),
                            "lt" => Some('<'),
                            "gt" => Some('>'),
                            "quot" => Some('"'),
                            "apos" => Some('\''),
                            _ => None,
                        },
                    };
                    self.text.extend(letter);
                }
                Event::Eof => break,
                _ => {}
            }
        }
        if self.source.prefix.is_empty() || self.source.body_end == 0 {
            return Err(RedlineError::Damaged(
                "its main part is no Word document with prefixed names".to_owned(),
            ));
        }
        Ok(self.source)
    }

    fn is_in(&self, inside: Inside) -> bool {
        self.open.last().is_some_and(|it| it.0 == inside)
    }

    fn opens(&mut self, tag: &BytesStart<'_>, span: Range<usize>) {
        if self.open.is_empty() {
            self.prefix(tag);
        }
        self.id(tag);
        let own = tag.name().0.strip_prefix(self.source.prefix.as_str()).and_then(|it| it.strip_prefix(':'));
        let around = self.open.last().map_or(Inside::Wrapper, |it| it.0);
        let inside = match (around, own) {
            (Inside::Skipped, _) => Inside::Skipped,
            (Inside::RunProperties, _) => Inside::RunProperties,
            (Inside::ParagraphProperties, _) => Inside::ParagraphProperties,
            (Inside::Run, Some("rPr")) => Inside::RunProperties,
            (Inside::Run, Some("t")) => {
                self.text.clear();
                self.text_start = span.start;
                Inside::Text
            }
            (Inside::Run, Some("tab" | "br" | "cr")) => {
                if let Some(run) = &mut self.run {
                    run.pieces.push(Piece::Space(span.clone()));
                }
                Inside::Skipped
            }
            (Inside::Run, _) => {
                // Its end is known when it closes.
                if let Some(run) = &mut self.run {
                    run.pieces.push(Piece::Other(span.clone()));
                }
                Inside::Skipped
            }
            (Inside::Text, _) => Inside::Skipped,
            (_, Some("body")) => Inside::Body,
            (_, Some("tbl")) => {
                self.n_tables += 1;
                Inside::Table
            }
            (_, Some("p")) if self.paragraph.is_none() => {
                self.paragraph = Some(Paragraph {
                    span: span.clone(),
                    runs: self.source.runs.len()..self.source.runs.len(),
                    letters: self.source.letters.len()..self.source.letters.len(),
                    ..Paragraph::default()
                });
                Inside::Paragraph
            }
            (Inside::Paragraph, Some("pPr")) => {
                if let Some(it) = &mut self.paragraph {
                    it.properties = span.clone();
                }
                Inside::ParagraphProperties
            }
            (_, Some("r")) if self.paragraph.is_some() => {
                self.run = Some(Run { span: span.clone(), open: span.clone(), ..Run::default() });
                Inside::Run
            }
            (_, Some("del" | "moveFrom" | "txbxContent" | "sdtPr" | "sdtEndPr" | "rPr" | "fldData")) => {
                Inside::Skipped
            }
            (_, None) => Inside::Skipped,
            (_, Some(_)) => Inside::Wrapper,
        };
        if around == Inside::ParagraphProperties
            && self.open.iter().rev().take_while(|it| it.0 == Inside::ParagraphProperties).count() == 1
            && let (Some(paragraph), Some(own)) = (&mut self.paragraph, own)
        {
            paragraph.property.push((own.to_owned(), span.clone()));
        }
        self.open.push((inside, span.start));
    }

    /// Finds out how Word's elements are called here.
    fn prefix(&mut self, root: &BytesStart<'_>) {
        for attribute in root.attributes().flatten() {
            if NAMESPACES.contains(&attribute.value.as_ref())
                && let Some(prefix) = attribute.key.0.strip_prefix("xmlns:")
            {
                prefix.clone_into(&mut self.source.prefix);
            }
        }
    }

    /// Remembers the highest number of a mark.
    fn id(&mut self, tag: &BytesStart<'_>) {
        for attribute in tag.attributes().flatten() {
            if attribute.key.0.rsplit(':').next() == Some("id")
                && let Ok(id) = attribute.value.parse::<u64>()
                && id < u64::from(u32::MAX)
            {
                self.source.last_id = self.source.last_id.max(id);
            }
        }
    }

    fn closes(&mut self, end: usize) {
        let Some((inside, start)) = self.open.pop() else { return };
        match inside {
            Inside::ParagraphProperties => {
                let outer = !self.is_in(Inside::ParagraphProperties);
                if let Some(it) = &mut self.paragraph {
                    if outer {
                        it.properties.end = end;
                    } else if let Some(last) = it.property.last_mut().filter(|last| last.1.start == start) {
                        last.1.end = end;
                    }
                }
            }
            Inside::RunProperties if !self.is_in(Inside::RunProperties) => {
                if let Some(it) = &mut self.run {
                    it.properties = start..end;
                }
            }
            Inside::Text => {
                if let Some(run) = &mut self.run {
                    run.pieces.push(Piece::Text(std::mem::take(&mut self.text)));
                }
            }
            Inside::Skipped if self.is_in(Inside::Run) => {
                if let Some(Piece::Space(it) | Piece::Other(it)) =
                    self.run.as_mut().and_then(|it| it.pieces.last_mut())
                    && it.start == start
                {
                    it.end = end;
                }
            }
            Inside::Run => self.end_run(end),
            Inside::Paragraph => {
                let Some(mut paragraph) = self.paragraph.take() else { return };
                paragraph.span.end = end;
                paragraph.runs.end = self.source.runs.len();
                paragraph.letters.end = self.source.letters.len();
                if self.n_tables > 0 {
                    self.in_table.push(self.source.paragraphs.len());
                }
                self.source.paragraphs.push(paragraph);
            }
            Inside::Table => {
                self.n_tables = self.n_tables.saturating_sub(1);
                if self.n_tables == 0 {
                    for at in self.in_table.drain(..) {
                        if let Some(it) = self.source.paragraphs.get_mut(at) {
                            it.table = Some(end);
                        }
                    }
                }
            }
            _ => {}
        }
    }

    fn end_run(&mut self, end: usize) {
        let Some(mut run) = self.run.take() else { return };
        run.span.end = end;
        let (paragraph, at_run) = (self.source.paragraphs.len(), self.source.runs.len());
        for piece in &run.pieces {
            let Piece::Text(text) = piece else { continue };
            self.source.letters.extend(text.chars().map(|it| Letter { it, paragraph, run: at_run }));
        }
        self.source.runs.push(run);
    }
}

/// Files of more than 4 GiB are refused long before.
fn place(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

#[cfg(test)]
#[allow(clippy::string_slice, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn text_is_found_where_it_stands() {
        let xml = "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:pPr><w:pStyle w:val=\"A\"/><w:rPr><w:b/></w:rPr></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>A &amp; b</w:t><w:tab/><w:t>c</w:t></w:r><w:del w:id=\"7\"><w:r><w:delText>x</w:delText></w:r></w:del></w:p></w:body></w:document>";
        let source = Source::read(xml).expect("a document");
        let text: String = source.letters.iter().map(|it| it.it).collect();
        assert_eq!((text.as_str(), source.last_id, source.prefix.as_str()), ("A & bc", 7, "w"));
        let run = &source.runs[0];
        assert_eq!(&xml[run.properties.clone()], "<w:rPr><w:b/></w:rPr>");
        assert_eq!(
            &xml[run.span.clone()],
            "<w:r><w:rPr><w:b/></w:rPr><w:t>A &amp; b</w:t><w:tab/><w:t>c</w:t></w:r>"
        );
        let paragraph = &source.paragraphs[0];
        assert_eq!(paragraph.property.iter().map(|it| it.0.as_str()).collect::<Vec<_>>(), ["pStyle", "rPr"]);
        assert_eq!(&xml[paragraph.property[1].1.clone()], "<w:rPr><w:b/></w:rPr>");
        assert!(xml[source.body_end..].starts_with("</w:body>"));
    }
}
