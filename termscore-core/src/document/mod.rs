//! Text in, document model out: words, sentences with roles, paragraphs with lead-ins, sections,
//! defined party names, attachments. Built once, before any rule is looked at.
//!
//! ```text
//! text ─token→ words ─block→ blocks ─outline→ sections, paragraphs ─sentence→ sentences, flow
//!                                                              └─alias, attachment→ names, exhibits
//! ```

mod layout;

use crate::{
    Span,
    rule::{Name, Role},
};

pub use layout::{Block, BlockKind, Layout};

/// A contract, read once and never changed: what the engine scores.
#[derive(Clone, Debug)]
pub struct Document {
    name: String,
    text: String,
    layout: Layout,
    /// Normalised forms of all words, one after the other.
    norms: String,
    pub(crate) words: Vec<Word>,
    /// Word indices, sentence after sentence: the words of its lead-ins (outermost first), then its own.
    pub(crate) flow: Vec<u32>,
    pub(crate) sentences: Vec<Sentence>,
    pub(crate) paragraphs: Vec<Paragraph>,
    pub(crate) sections: Vec<Section>,
    pub(crate) aliases: Vec<Alias>,
    pub(crate) attachments: Vec<Attachment>,
    pub(crate) kind: Option<Name>,
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
    /// Bytes in `norms`.
    pub(crate) norm_start: u32,
    pub(crate) norm_end: u32,
    /// What stands between it and the next word.
    pub(crate) after: After,
}

/// The strongest punctuation between a word and the next one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum After {
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
}

/// A numbered provision, a list item, a heading or a plain paragraph.
#[derive(Clone, Debug)]
pub(crate) struct Paragraph {
    pub(crate) span: Span,
    /// Innermost section that holds it.
    pub(crate) section: u32,
    /// Its own number as written, without closing punctuation, such as `4.2` or `(a)`; empty if none.
    pub(crate) number: String,
    /// The sentences that lead in to it ("Licensee shall not:"), outermost first.
    pub(crate) leads: Vec<u32>,
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
    /// As written: `Client`.
    pub(crate) written: String,
    /// The full name as written: `Acme Inc.`; empty if it could not be told.
    pub(crate) full_name: String,
    /// Normalised words of the full name; empty if it could not be told.
    pub(crate) full_words: Vec<String>,
    pub(crate) sentence: u32,
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
