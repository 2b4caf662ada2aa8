//! A document as other programs may walk it: its words, sentences, paragraphs, names and attachments, read-only
//! and by index. What the engine sees, no more and no less; indices count from 0 in reading order.

use std::ops::Range;

use super::{After, Blank, Definition, Document, Party, Reference, Side, Signature, UndefinedTerm};
use crate::{Span, rule::Role};

/// A word or number of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WordView<'a> {
    /// Normal form, as [`words_of`](super::words_of) spells it.
    pub norm: &'a str,
    /// With a possessive `'s` and a glued prefix.
    pub span: Span,
    /// The strongest punctuation between it and the next word.
    pub after: After,
}

/// A sentence, a heading, or one item of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SentenceView<'a> {
    /// Where it stands, without its lead-in.
    pub span: Span,
    /// What it does.
    pub role: Role,
    /// Index of its paragraph.
    pub paragraph: usize,
    /// Indices of the words of its lead-ins, outermost first; empty if it has none.
    pub lead_in: &'a [u32],
    /// Indices of its own words.
    pub own: &'a [u32],
    /// True of a question that the sentence behind it answers with "no": what it asks for is denied.
    pub is_answered_no: bool,
}

/// A numbered provision, a list item, a heading or a plain paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ParagraphView<'a> {
    /// Where it stands, without its lead-in.
    pub span: Span,
    /// Its own number as written, such as `4.2` or `(a)`; empty if none.
    pub number: &'a str,
    /// What a person would cite: `4.2(b)`, `Schedule 1, 3`; its heading if nothing is numbered; may be empty.
    pub label: &'a str,
    /// Index, in [`Document::outline`], of the innermost section that holds it.
    pub section: Option<usize>,
    /// Indices of its sentences.
    pub sentences: Range<usize>,
}

/// A name that the contract gives a party: "Acme Inc. (the “Client”)".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NameView<'a> {
    /// Normalised words of the defined name: `["client"]`.
    pub term: &'a [String],
    /// The full name as written: `Acme Inc.`; empty if it could not be told.
    pub full_name: &'a str,
    /// Normalised words of the full name.
    pub full_words: &'a [String],
}

/// An exhibit, schedule or set of outside terms that the text refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AttachmentView<'a> {
    /// As referred to: `Exhibit C`.
    pub label: &'a str,
    /// Indices of the sentences that refer to it, ascending.
    pub sentences: &'a [u32],
    /// True if its text is part of the document.
    pub supplied: bool,
    /// True if it brings in terms as a whole ("incorporated by reference").
    pub wholesale: bool,
}

impl Document {
    /// All words, in reading order.
    ///
    /// ```
    /// use termscore_core::Document;
    /// let document = Document::from_text("x", "The Client’s fee: $5.");
    /// let norms: Vec<&str> = document.words().map(|it| it.norm).collect();
    /// assert_eq!(norms, ["the", "client", "fee", "5"]);
    /// ```
    pub fn words(&self) -> impl Iterator<Item = WordView<'_>> {
        self.words.iter().enumerate().map(|(at, word)| WordView {
            norm: self.norm(at as u32),
            span: Span::new(word.start as usize, word.end as usize),
            after: word.after,
        })
    }

    /// All sentences, in reading order.
    ///
    /// ```
    /// use termscore_core::{Document, rule::Role};
    /// let document = Document::from_text("x", "Client shall not:\n(a) copy; or\n(b) sell the Work.");
    /// let last = document.sentences().last().expect("an item");
    /// assert_eq!((last.role, last.lead_in.len(), last.own.len()), (Role::Operative, 3, 3));
    /// ```
    pub fn sentences(&self) -> impl Iterator<Item = SentenceView<'_>> {
        let flow = |start: u32, end: u32| self.flow.get(start as usize..end as usize).unwrap_or_default();
        self.sentences.iter().map(move |it| SentenceView {
            span: it.span,
            role: it.role,
            paragraph: it.paragraph as usize,
            lead_in: flow(it.flow_start, it.own_start),
            own: flow(it.own_start, it.flow_end),
            is_answered_no: it.is_answered_no,
        })
    }

    /// All paragraphs, in reading order.
    ///
    /// ```
    /// use termscore_core::Document;
    /// let document = Document::from_text("x", "1. Fees. Client pays.\n\n2. Term. It ends.");
    /// let sections: Vec<_> = document.paragraphs().map(|it| it.section).collect();
    /// assert_eq!(sections, [Some(0), Some(1)]);
    /// ```
    pub fn paragraphs(&self) -> impl Iterator<Item = ParagraphView<'_>> {
        self.paragraphs.iter().enumerate().map(|(at, it)| ParagraphView {
            span: it.span,
            number: &it.number,
            label: self.section_label(at as u32),
            section: (it.section as usize).checked_sub(1),
            sentences: it.first_sentence as usize..it.end_sentence as usize,
        })
    }

    /// The names that it gives its parties, in the order of the text.
    ///
    /// ```
    /// use termscore_core::Document;
    /// let document = Document::from_text("x", "Acme Ltd (the “Client”) hires Ann Lee (“Lee”).");
    /// let names: Vec<_> = document.names().map(|it| (it.term.join(" "), it.full_name)).collect();
    /// assert_eq!(names, [("client".to_owned(), "Acme Ltd"), ("lee".to_owned(), "Ann Lee")]);
    /// ```
    pub fn names(&self) -> impl Iterator<Item = NameView<'_>> {
        self.aliases.iter().map(|it| NameView {
            term: &it.term,
            full_name: &it.full_name,
            full_words: &it.full_words,
        })
    }

    /// What it refers to as attached or as terms elsewhere, in the order of the text.
    ///
    /// ```
    /// use termscore_core::Document;
    /// let document = Document::from_text("x", "Fees are set out in Exhibit C.");
    /// let labels: Vec<_> = document.attachments().map(|it| (it.label, it.supplied)).collect();
    /// assert_eq!(labels, [("Exhibit C", false)]);
    /// ```
    pub fn attachments(&self) -> impl Iterator<Item = AttachmentView<'_>> {
        self.attachments.iter().map(|it| AttachmentView {
            label: &it.label,
            sentences: &it.sentences,
            supplied: it.supplied,
            wholesale: it.wholesale,
        })
    }

    /// Its references to its own provisions and exhibits, in the order of the text; found anew at each call.
    ///
    /// ```
    /// use termscore_core::{Document, document::Target};
    /// let text = "1. Fees. Client pays.\n\n2. Term. Subject to Section 1 and Section 14, it ends.";
    /// let document = Document::from_text("x", text);
    /// let found: Vec<_> = document.references().into_iter().map(|it| (it.names, it.target)).collect();
    /// let expected = [("Section 1".to_owned(), Target::Paragraph(0)), ("Section 14".to_owned(), Target::Missing)];
    /// assert_eq!(found, expected);
    /// ```
    pub fn references(&self) -> Vec<Reference> {
        super::reference::references(self)
    }

    /// Its references to provisions that it surely does not have, in the order of the text; found anew at each call. Of
    /// [`Target::Missing`](super::Target::Missing) those that can be told to people as mistakes: none of a document
    /// whose own numbers have gaps, and none of an amendment, which refers to what it amends.
    ///
    /// ```
    /// use termscore_core::Document;
    /// let text = "1. Fees. Client pays.\n\n2. Term. Subject to Section 1 and Section 14, it ends.";
    /// let document = Document::from_text("x", text);
    /// let names: Vec<_> = document.missing_provisions().into_iter().map(|it| it.names).collect();
    /// assert_eq!(names, ["Section 14"]);
    /// ```
    pub fn missing_provisions(&self) -> Vec<Reference> {
        super::missing::missing_provisions(self)
    }

    /// The terms that it defines, in the order of the text; found anew at each call.
    ///
    /// ```
    /// use termscore_core::Document;
    /// let document = Document::from_text("x", "“Work” means all files. Client pays the sum (the “Fee”).");
    /// let terms: Vec<_> = document.definitions().into_iter().map(|it| it.term).collect();
    /// assert_eq!(terms, ["Work", "Fee"]);
    /// ```
    pub fn definitions(&self) -> Vec<Definition> {
        super::definition::definitions(self)
    }

    /// Terms that it uses as defined ones and never defines, by their first use; found anew at each call.
    ///
    /// ```
    /// use termscore_core::Document;
    /// let text = "Contractor sends the Deliverables. Client owns such Deliverables and the “Work”.";
    /// let document = Document::from_text("x", text);
    /// let terms: Vec<_> = document.undefined_terms().into_iter().map(|it| it.term).collect();
    /// assert_eq!(terms, ["Deliverables"]);
    /// ```
    pub fn undefined_terms(&self) -> Vec<UndefinedTerm> {
        super::undefined::undefined_terms(self)
    }

    /// Its parties, in the order of the text; found anew at each call.
    ///
    /// ```
    /// use termscore_core::Document;
    /// let document = Document::from_text("x", "Acme Ltd, an Ohio corporation (the “Client”), hires Ann Lee (“Lee”).");
    /// let first = document.parties().into_iter().next().expect("a party");
    /// assert_eq!((first.name.as_str(), first.entity.as_str(), first.place.as_str()), ("Acme Ltd", "corporation", "Ohio"));
    /// ```
    pub fn parties(&self) -> Vec<Party> {
        super::party::parties(self)
    }

    /// What somebody still has to fill in, lines to sign on excepted; found anew at each call.
    ///
    /// ```
    /// use termscore_core::Document;
    /// let document = Document::from_text("x", "Client pays $[●] on [insert date].");
    /// let blanks: Vec<_> = document.blanks().iter().map(|it| it.span.of(document.text()).to_owned()).collect();
    /// assert_eq!(blanks, ["$[●]", "[insert date]"]);
    /// ```
    pub fn blanks(&self) -> Vec<Blank> {
        super::blank::blanks(self)
    }

    /// Who signs, in the order of the text; found anew at each call.
    ///
    /// ```
    /// use termscore_core::Document;
    /// let document = Document::from_text("x", "It ends.\n\nCLIENT\n\nBy: ________\nName: Ann Lee");
    /// let signers: Vec<_> = document.signatures().into_iter().map(|it| (it.name, it.blank)).collect();
    /// assert_eq!(signers, [("Ann Lee".to_owned(), true)]);
    /// ```
    pub fn signatures(&self) -> Vec<Signature> {
        super::signature::signatures(self)
    }

    /// The kind that it was said to be, by full name; `None`: packs recognise it. See [`Document::with_kind`].
    pub fn kind(&self) -> Option<&str> {
        self.kind.as_deref()
    }

    /// The side that the report is for.
    pub fn side(&self) -> Side {
        self.side
    }

    /// True if the host vouches that nothing is missing. See [`Document::assume_complete`].
    pub fn is_complete(&self) -> bool {
        self.complete
    }
}
