//! Clauses, cues and kinds of document: what a pack looks for in a text.

use super::{Name, Pattern, Phrase};

/// Something a contract may say.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct Clause {
    /// Full name.
    pub name: Name,
    /// For people; empty: the name is shown.
    pub title: String,
    /// Where `with` and `without` look, and what a reader would call "the clause".
    pub window: Window,
    /// Any of these makes a match.
    pub find: Vec<Find>,
    /// All of these must hold in the window of a match.
    pub with: Vec<With>,
    /// None of these may match in the window of a match.
    pub without: Vec<Pattern>,
    /// Matches that overlap one of these are dropped.
    pub except: Vec<Pattern>,
    /// Signs that add up, instead of or beside `find`.
    pub evidence: Option<Evidence>,
    /// Limits by heading.
    pub sections: Vec<SectionLimit>,
    /// Roles of the sentences that are searched.
    pub roles: Vec<Role>,
    /// Names in public taxonomies that it stands for when asserted, such as `cuad/Governing Law`.
    pub labels: Vec<String>,
    /// Likewise when denied.
    pub denied_labels: Vec<String>,
}

/// One way to find a clause.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub enum Find {
    /// By a pattern.
    Pattern(Pattern),
    /// Every match of another clause.
    Clause {
        /// Its full name.
        name: Name,
        /// True: its denied matches, each of which asserts this clause; false: its asserted ones.
        denied: bool,
    },
    /// By what the document shows about itself; each observation asserts the clause, binds nobody, and captures
    /// [`NAMED`].
    Document(Observation),
}

/// The capture of a [`Find::Document`], a text: the words around a blank, the reference, the term.
pub const NAMED: &str = "named";

/// What a document shows about itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[non_exhaustive]
pub enum Observation {
    /// A place that somebody still has to fill in: `[●]`, "____", "TBD"; not `[***]`. See
    /// [`Document::blanks`](crate::Document::blanks).
    Blank,
    /// A reference to a provision that the document surely does not have. See
    /// [`Document::missing_provisions`](crate::Document::missing_provisions).
    MissingProvision,
    /// A reference to an exhibit that was not supplied; none if the host vouches that nothing is missing.
    MissingExhibit,
    /// A term that is used as a defined one and never defined. See
    /// [`Document::undefined_terms`](crate::Document::undefined_terms).
    UndefinedTerm,
}

impl Observation {
    /// All of them, in the order of their names in the language.
    pub const ALL: [Observation; 4] = [
        Observation::Blank,
        Observation::MissingProvision,
        Observation::MissingExhibit,
        Observation::UndefinedTerm,
    ];

    /// As the rule language calls it, such as `missing-provision`.
    pub fn name(self) -> &'static str {
        match self {
            Observation::Blank => "blank",
            Observation::MissingProvision => "missing-provision",
            Observation::MissingExhibit => "missing-exhibit",
            Observation::UndefinedTerm => "undefined-term",
        }
    }

    /// The one of this name.
    pub fn from_name(name: &str) -> Option<Observation> {
        Observation::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// At least so many of these patterns match in the window.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct With {
    /// Smallest number of patterns that match.
    pub at_least: usize,
    /// Each counts once.
    pub patterns: Vec<Pattern>,
}

/// Weighted signs: a window whose weights reach the threshold is a match.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct Evidence {
    /// Each counts once a window.
    pub weighed: Vec<Weighed>,
    /// Smallest sum that counts.
    pub threshold: i32,
}

/// A pattern with its weight.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct Weighed {
    /// Negative weights speak against.
    pub weight: i32,
    /// The sign.
    pub pattern: Pattern,
}

/// A limit by heading: the headings above a sentence, outermost first.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct SectionLimit {
    /// True: no heading above may match; false: one must.
    pub never: bool,
    /// Matched against each heading.
    pub heading: Pattern,
}

/// Stretch of text around a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub enum Window {
    /// The sentence.
    Sentence,
    /// The numbered provision or list item, with its lead-in.
    Paragraph,
    /// The section, with its heading.
    Section,
    /// Everything.
    Document,
}

/// What a sentence does in a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[non_exhaustive]
pub enum Role {
    /// It binds, grants, states.
    Operative,
    /// It names a section.
    Heading,
    /// It tells why the parties contract ("WHEREAS").
    Recital,
    /// It defines a term.
    Definition,
    /// It belongs to a table of contents.
    Contents,
    /// It belongs to the signature block.
    Signature,
    /// The file holds it and does not show it.
    Hidden,
    /// A later part takes it out of the contract: "Section 4.2 is deleted". Nothing reads it.
    Struck,
}

/// A word or phrase that changes what a match near it means.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct Cue {
    /// What it does.
    pub kind: CueKind,
    /// How it is worded.
    pub phrase: Phrase,
    /// Which side of it is affected.
    pub direction: Direction,
    /// Words that it reaches, counted from its end (forward) or start (backward); 0: to the end of the sentence.
    pub reach: u8,
}

/// What a cue does to the words in its reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub enum CueKind {
    /// Turns the meaning around: "shall not".
    Negate,
    /// Takes something out: "except", "other than".
    Except,
    /// Makes it depend: "if", "unless", "with prior written consent".
    Condition,
    /// Looks like a cue and is none: "not only", "without limitation".
    Pseudo,
    /// Ends the reach of the cues before it: "but", "provided that".
    Stop,
    /// A modal or performative ("shall", "agrees to", "hereby"): its subject is who is bound.
    Modal,
    /// A subject that stands for both sides: "each party", "neither party".
    Mutual,
}

/// Side of a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub enum Direction {
    /// The words after it.
    Forward,
    /// The words before it.
    Backward,
    /// Both.
    Both,
}

/// A kind of document: how it is recognised and what its two sides are called.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct Kind {
    /// Full name.
    pub name: Name,
    /// For people, such as "Freelance or agency agreement".
    pub title: String,
    /// Role words of the side that reads the report; those that capture a party tell who it is by what it does.
    pub you: Vec<Phrase>,
    /// The same of the other side.
    pub them: Vec<Phrase>,
    /// Signs by which it is recognised, each counted once; empty: only by the host's word.
    pub evidence: Evidence,
}

impl Kind {
    /// Without sides, it tells a contract of whatever kind from other texts: the last resort of recognition.
    pub fn is_last_resort(&self) -> bool {
        self.you.is_empty() && self.them.is_empty() && !self.evidence.weighed.is_empty()
    }
}
