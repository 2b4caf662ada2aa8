//! Text in, document model out: words, sentences with roles, paragraphs with lead-ins, sections,
//! defined party names, attachments. Built once, before any rule is looked at.
//!
//! ```text
//! text ─token→ words ─block→ blocks ─outline→ sections, paragraphs ─sentence→ sentences, flow
//!                                                              └─alias, amendment, attachment→ names, what is struck, exhibits
//! asked for: reference, definition, party, blank, signature, missing, undefined; observation: those that clauses can find
//! ```

mod alias;
mod amendment;
mod answer;
mod apposition;
mod attachment;
mod blank;
mod block;
mod citation;
mod definition;
mod form_line;
mod heading;
mod joined;
mod label;
mod labelled;
mod layout;
mod missing;
mod naming;
mod observation;
mod outline;
mod party;
mod party_name;
mod provision;
mod reference;
mod role;
mod running;
mod sentence;
mod short_form;
mod signature;
mod source;
mod spelling;
#[cfg(test)]
mod tests;
mod token;
mod undefined;
mod view;
mod written;

use spelling::{Spelling, Spellings};

use crate::{
    Span,
    rule::{Name, Role},
    value::Jurisdiction,
};

pub use blank::{Blank, BlankKind};
pub use definition::{Defined, Definition};
pub use joined::Joined;
pub use layout::{Block, BlockKind, Layout, LayoutError, Part};
pub(crate) use observation::{Observed, observed};
pub use party::Party;
pub use reference::{Reference, Target};
pub use signature::Signature;
pub use source::{Anchor, Source};
pub(crate) use spelling::BySpelling;
pub use token::words_of;
pub use undefined::UndefinedTerm;
pub use view::{AttachmentView, NameView, ParagraphView, SentenceView, WordView};

/// A contract, read once and never changed: what the engine scores.
#[derive(Clone, Debug)]
pub struct Document {
    name: String,
    text: String,
    layout: Layout,
    pub(crate) spellings: Spellings,
    pub(crate) words: Vec<Word>,
    /// Word indices, sentence after sentence: the words of its lead-ins (outermost first), then its own.
    pub(crate) flow: Vec<u32>,
    pub(crate) sentences: Vec<Sentence>,
    pub(crate) paragraphs: Vec<Paragraph>,
    pub(crate) sections: Vec<Section>,
    /// What a person would cite, one a paragraph, such as `4.2(b)`; empty if nothing above it has a number or a heading.
    labels: Vec<String>,
    pub(crate) aliases: Vec<Alias>,
    pub(crate) attachments: Vec<Attachment>,
    pub(crate) kind: Option<Name>,
    pub(crate) law: Option<Jurisdiction>,
    pub(crate) side: Side,
    pub(crate) complete: bool,
    pub(crate) caveats: Vec<String>,
}

/// Which side of the contract the report is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// The side that the pack's kind calls `you`.
    #[default]
    You,
    /// The other one.
    Them,
}

/// One word or number. Punctuation is no word.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    /// Bytes in the text: with a possessive `'s` and a glued prefix ("non-exclusive" is one word).
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Its normal form.
    pub(crate) spelling: Spelling,
    /// What stands between it and the next word.
    pub(crate) after: After,
}

/// The strongest punctuation between a word and the next one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum After {
    /// Blanks, hyphens, quotes, brackets or nothing.
    #[default]
    Nothing,
    /// A comma or a dash with blanks around it.
    Comma,
    /// A colon.
    Colon,
    /// A semicolon.
    Semicolon,
    /// A full stop, question or exclamation mark, or the end of a block.
    Stop,
}

/// A sentence, a heading, or one item of a list that runs inside a paragraph.
#[derive(Clone, Debug)]
pub(crate) struct Sentence {
    pub(crate) span: Span,
    pub(crate) role: Role,
    pub(crate) paragraph: u32,
    /// Range in `flow`: lead-in words, then own words.
    pub(crate) flow_start: u32,
    /// Where the own words begin in `flow`; equal to `flow_start` without a lead-in.
    pub(crate) own_start: u32,
    pub(crate) flow_end: u32,
    /// A question that is answered with "no": what it asks for is denied.
    pub(crate) is_answered_no: bool,
}

/// A numbered provision, a list item, a heading or a plain paragraph.
#[derive(Clone, Debug)]
pub(crate) struct Paragraph {
    pub(crate) span: Span,
    /// Innermost section that holds it.
    pub(crate) section: u32,
    /// Its own number as written, without closing punctuation, such as `4.2` or `(a)`; empty if none.
    pub(crate) number: String,
    /// Its sentences, `first_sentence..end_sentence`.
    pub(crate) first_sentence: u32,
    pub(crate) end_sentence: u32,
}

/// A heading and what it governs. Section 0 is the whole document and has no heading.
#[derive(Clone, Debug)]
pub(crate) struct Section {
    pub(crate) span: Span,
    /// Its number as written, such as `4`, `4.2`, `Article IV`, `Schedule 1`; empty if none.
    pub(crate) number: String,
    /// Its heading without number; empty if it has none.
    pub(crate) heading: String,
    /// The sentence that is the heading, if there is one.
    pub(crate) heading_sentence: Option<u32>,
    /// The section that holds it; `None` only for section 0.
    pub(crate) parent: Option<u32>,
    /// Its sentences, those of its subsections included: `first_sentence..end_sentence`.
    pub(crate) first_sentence: u32,
    pub(crate) end_sentence: u32,
}

/// A name that the contract gives a party: "Acme Inc. (the “Client”)".
#[derive(Clone, Debug)]
pub(crate) struct Alias {
    /// Normalised words of the defined name: `["client"]`.
    pub(crate) term: Vec<String>,
    /// The defined name as written: `Client`.
    pub(crate) written: String,
    /// The full name as written: `Acme Inc.`; empty if it could not be told.
    pub(crate) full_name: String,
    /// Normalised words of the full name; empty if it could not be told.
    pub(crate) full_words: Vec<String>,
    /// From the full name to the end of the parenthesis or line that defines the name.
    pub(crate) span: Span,
}

/// An exhibit, schedule or set of outside terms that the text refers to.
#[derive(Clone, Debug)]
pub(crate) struct Attachment {
    /// As referred to: `Exhibit C`.
    pub(crate) label: String,
    /// Sentences that refer to it, ascending.
    pub(crate) sentences: Vec<u32>,
    /// True if its text is part of the document.
    pub(crate) supplied: bool,
    /// True if it brings in terms as a whole ("the terms at … as amended", "incorporated by reference").
    pub(crate) wholesale: bool,
}

/// A section as people see it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SectionView {
    /// Such as `4`, `4.2`, `Article IV`, `Schedule 1`; empty if none.
    pub number: String,
    /// Without the number; empty if it has none.
    pub heading: String,
    /// 1 is the outermost.
    pub level: usize,
    /// Bytes from its number to the end of its last subsection.
    pub span: Span,
    /// Index of the sentence that is its heading, if there is one.
    pub heading_sentence: Option<usize>,
    /// Indices of its sentences, those of its subsections included.
    pub sentences: std::ops::Range<usize>,
}

impl Document {
    /// Reads plain text, guessing where paragraphs and headings are.
    ///
    /// ```
    /// use termscore_core::document::Document;
    /// let document = Document::from_text("nda.txt", "1. Term. This Agreement ends after two years.");
    /// assert_eq!(document.outline().first().map(|it| it.heading.as_str()), Some("Term"));
    /// ```
    pub fn from_text(name: impl Into<String>, text: impl Into<String>) -> Document {
        Document::build(name.into(), text.into(), Layout::default())
    }

    /// Reads text whose paragraphs, headings and pages are known. Without blocks they are guessed.
    ///
    /// # Errors
    /// [`LayoutError`] if a block or page does not fit the text.
    pub fn with_layout(
        name: impl Into<String>,
        text: impl Into<String>,
        layout: Layout,
    ) -> Result<Document, LayoutError> {
        let text = text.into();
        layout.check(&text)?;
        Ok(Document::build(name.into(), text, layout))
    }

    fn build(name: String, text: String, layout: Layout) -> Document {
        let mut lexed = token::Lexed::default();
        let pieces = block::pieces(&text, &layout);
        let blocks = labelled::blocks(&text, &pieces, &mut lexed);
        let starts: Vec<usize> = layout.parts.iter().skip(1).map(|it| it.start).collect();
        let mut outline = outline::Outline::build(&text, &mut lexed, blocks, &starts);
        // INVARIANT (added titles): a title that is not in the file governs what follows and holds no words to match.
        for part in layout.parts.iter().filter(|it| it.title > 0) {
            let title = Span::new(part.start, part.start + part.title);
            for sentence in outline.sentences.iter_mut().filter(|it| title.contains(it.span)) {
                sentence.own_start = sentence.flow_start;
                sentence.flow_end = sentence.flow_start;
            }
        }
        let (words, spellings) = Spellings::of(&lexed);
        let mut document = Document {
            name,
            text,
            layout,
            spellings,
            words,
            flow: outline.flow,
            sentences: outline.sentences,
            paragraphs: outline.paragraphs,
            sections: outline.sections,
            labels: outline.labels,
            aliases: Vec::new(),
            attachments: Vec::new(),
            kind: None,
            law: None,
            side: Side::default(),
            complete: false,
            caveats: Vec::new(),
        };
        document.aliases = alias::aliases(&document);
        amendment::strike(&mut document);
        document.attachments = attachment::attachments(&document);
        document
    }

    /// Says what kind of document it is, by the full name of the kind; else packs recognise it.
    #[must_use]
    pub fn with_kind(mut self, kind: impl Into<Name>) -> Document {
        self.kind = Some(kind.into());
        self
    }

    /// Says which law governs it; else that is read from its text.
    #[must_use]
    pub fn with_law(mut self, law: Jurisdiction) -> Document {
        self.law = Some(law);
        self
    }

    /// Says for which side the report is.
    #[must_use]
    pub fn with_side(mut self, side: Side) -> Document {
        self.side = side;
        self
    }

    /// Vouches that nothing is missing: attachments that it refers to count as supplied.
    #[must_use]
    pub fn assume_complete(mut self) -> Document {
        self.complete = true;
        self
    }

    /// What the reader of the file could not read, in sentences for people; replaces earlier ones.
    #[must_use]
    pub fn with_caveats(mut self, caveats: Vec<String>) -> Document {
        self.caveats = caveats;
        self
    }

    /// As given when it was built, such as a file name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text that all spans index.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What its reader told about the text: blocks, pages, the files that it was joined from.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The file that a span of the text stands in and the bytes of the file that it takes up, if the file is text with
    /// marks of its own, such as Markdown; `None` for other files, and behind the first of several.
    pub fn in_source(&self, span: Span) -> Option<(&Source, Span)> {
        let source = self.layout.source.as_ref()?;
        let end = self.layout.parts.get(1).map_or(self.text.len(), |it| it.start);
        (span.end <= end).then(|| (source, source.to_file(span)))
    }

    /// The characters that a reader of the first file sees and which of their bytes a span of the text is: those of
    /// [`Document::in_source`], or else the text itself where the file holds nothing else (`plain`). `None` in what is
    /// attached, whose lines count anew.
    pub fn in_file(&self, span: Span, plain: bool) -> Option<(&str, Span)> {
        if let Some((source, span)) = self.in_source(span) {
            return Some((source.text(), span));
        }
        let is_first = self.parts().next() == self.part_of(span.start);
        (plain && is_first).then(|| (self.text(), span))
    }

    /// The document together with one more file, read anew: as if the file had been joined to it from the start.
    /// What was said about the document (its kind, law, side, caveats) stays said. See [`Joined::attach`].
    ///
    /// ```
    /// use termscore_core::document::{Document, Layout};
    /// let contract = Document::from_text("nda.txt", "1. The terms are in Exhibit A.");
    /// let whole = contract.with_attached("exhibit-a.txt", None, "We pay ten days after delivery.", Layout::default())?;
    /// assert!(whole.attachments().all(|it| it.supplied));
    /// # Ok::<(), termscore_core::document::LayoutError>(())
    /// ```
    ///
    /// # Errors
    /// [`LayoutError`] if a block or page does not fit the text that is added.
    pub fn with_attached(
        &self,
        name: impl Into<String>,
        label: Option<&str>,
        text: &str,
        layout: Layout,
    ) -> Result<Document, LayoutError> {
        layout.check(text)?;
        let mut joined = Joined::new(self.name.clone(), self.text.clone(), self.layout.clone());
        joined.attach(name, label, text, layout);
        Ok(Document::with_layout(self.name.clone(), joined.text, joined.layout)?.said_as(self))
    }

    /// Says of it what was said of another document: kind, law, side, completeness, caveats. For another version of it.
    #[must_use]
    pub fn said_as(mut self, other: &Document) -> Document {
        self.kind.clone_from(&other.kind);
        self.law = other.law;
        self.side = other.side;
        self.complete = other.complete;
        self.caveats.clone_from(&other.caveats);
        self
    }

    /// Page of its file that holds this byte, from 1; `None` if the format has no pages.
    pub fn page_of(&self, byte: usize) -> Option<usize> {
        let start = self.part_at(byte).map_or(0, |it| it.start);
        let before = self.layout.pages.partition_point(|it| *it < start);
        let page = self.layout.pages.partition_point(|it| *it <= byte).saturating_sub(before);
        (page > 0).then_some(page)
    }

    /// Name of the file that holds this byte; `None` if the document is one file.
    pub fn part_of(&self, byte: usize) -> Option<&str> {
        self.part_at(byte).map(|it| it.name.as_str())
    }

    /// Names of the files that it was joined from, the contract first; none if it is one file.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        self.layout.parts.iter().map(|it| it.name.as_str())
    }

    fn part_at(&self, byte: usize) -> Option<&Part> {
        let next = self.layout.parts.partition_point(|it| it.start <= byte);
        next.checked_sub(1).and_then(|it| self.layout.parts.get(it))
    }

    /// How many pages the file has; 0 if the format has none.
    pub fn n_pages(&self) -> usize {
        self.layout.pages.len()
    }

    /// Pages, from 1, whose text could not be read. What is not found in the document may stand there, so questions
    /// about what it lacks stay open, also after [`Document::assume_complete`].
    pub fn unread_pages(&self) -> &[usize] {
        &self.layout.unread
    }

    /// Pages, from 1, whose text was recognised from a picture.
    pub fn pages_by_ocr(&self) -> &[usize] {
        &self.layout.by_ocr
    }

    /// Words and numbers, without page numbers and the like.
    pub fn n_words(&self) -> usize {
        self.words.len()
    }

    /// Its sections in reading order, each before its subsections.
    pub fn outline(&self) -> Vec<SectionView> {
        let mut levels = vec![0; self.sections.len()];
        let mut views = Vec::with_capacity(self.sections.len().saturating_sub(1));
        for (at, section) in self.sections.iter().enumerate().skip(1) {
            let above = section.parent.and_then(|it| levels.get(it as usize)).copied().unwrap_or(0);
            if let Some(level) = levels.get_mut(at) {
                *level = above + 1;
            }
            let (number, heading) = (section.number.clone(), section.heading.clone());
            views.push(SectionView {
                number,
                heading,
                level: above + 1,
                span: section.span,
                heading_sentence: section.heading_sentence.map(|it| it as usize),
                sentences: section.first_sentence as usize..section.end_sentence as usize,
            });
        }
        views
    }

    /// Normal form of a word; empty if there is no such word.
    pub(crate) fn norm(&self, word: u32) -> &str {
        self.words.get(word as usize).map_or("", |it| self.spellings.get(it.spelling))
    }

    /// Bytes from one word to another as they are written: neither end cuts a short form, such as "don't", in two.
    pub(crate) fn written(&self, first: usize, last: usize) -> Span {
        let word = |at: usize| self.words.get(at);
        let touch = |at: usize| word(at).zip(word(at + 1)).is_some_and(|(word, next)| word.end == next.start);
        let first = (0..first).rev().find(|it| !touch(*it)).map_or(0, |it| it + 1);
        let last = (last..self.words.len()).find(|it| !touch(*it)).unwrap_or(last);
        match (word(first), word(last)) {
            (Some(first), Some(last)) => Span::new(first.start as usize, last.end as usize),
            _ => Span::default(),
        }
    }

    /// Words of a sentence, its lead-ins first.
    pub(crate) fn sentence_words(&self, sentence: &Sentence) -> &[u32] {
        self.flow.get(sentence.flow_start as usize..sentence.flow_end as usize).unwrap_or_default()
    }

    /// Own words of a sentence.
    pub(crate) fn own_words(&self, sentence: &Sentence) -> &[u32] {
        self.flow.get(sentence.own_start as usize..sentence.flow_end as usize).unwrap_or_default()
    }

    /// The sections that hold a section and itself, outermost first, without section 0.
    pub(crate) fn section_path(&self, section: u32) -> Vec<u32> {
        let mut path = Vec::new();
        let mut at = section;
        while let Some(parent) = self.sections.get(at as usize).and_then(|it| it.parent) {
            path.push(at);
            at = parent;
        }
        path.reverse();
        path
    }

    /// What a person would cite for a paragraph: `4.2(b)`, `Article IV`, `Schedule 1, 3`; its heading if
    /// nothing is numbered; empty if there is neither.
    pub(crate) fn section_label(&self, paragraph: u32) -> &str {
        self.labels.get(paragraph as usize).map(String::as_str).unwrap_or_default()
    }
}
