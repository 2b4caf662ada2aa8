//! Patterns over the words of one sentence.

use crate::value::Type;

use super::{SharedStr, Who, WordForms};

/// What a sentence is searched for.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub enum Pattern {
    /// A sequence of words, gaps and slots.
    Phrase(Phrase),
    /// A linear-time regular expression (syntax of the crate `regex`, without look-around) over the
    /// sentence's words in normalised form, joined by single blanks. Matches whole words only.
    Regex(String),
}

/// A sequence of steps that must follow one another; punctuation between words does not count.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct Phrase {
    /// As the author wrote it, for explanations.
    pub written: SharedStr,
    /// Never empty; neither starts nor ends with a gap. Exactly one step is the head.
    pub steps: Vec<Step>,
}

impl Phrase {
    /// True of a phrase that captures a party: among the words for a side it tells who the side is by what a party does.
    pub fn captures_party(&self) -> bool {
        captures_party(&self.steps)
    }
}

fn captures_party(steps: &[Step]) -> bool {
    steps.iter().any(|step| match &step.what {
        Element::Party { capture, .. } => capture.is_some(),
        Element::Alt(branches) => branches.iter().any(|it| captures_party(it)),
        Element::Opt(inner) => captures_party(inner),
        _ => false,
    })
}

/// One element of a phrase.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct Step {
    /// What it matches.
    pub what: Element,
    /// True of the element whose polarity and actor are asked about. Only steps of the outermost
    /// sequence can be heads.
    pub head: bool,
}

/// What one step of a phrase matches.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[non_exhaustive]
pub enum Element {
    /// One word, in any of these forms.
    Word(WordForms),
    /// One word in exactly this spelling, capitals included.
    Exact(String),
    /// Any one word.
    Any,
    /// Any words, at least `min` and at most `max` of them.
    Gap {
        /// Fewest words.
        min: u8,
        /// Most words.
        max: u8,
    },
    /// One of several sequences.
    Alt(Vec<Vec<Step>>),
    /// A sequence, or nothing.
    Opt(Vec<Step>),
    /// A match of a concept.
    Concept {
        /// Full name of the concept.
        name: SharedStr,
        /// Name under which the matched words are kept as text.
        capture: Option<String>,
    },
    /// A typed value.
    Value {
        /// Name under which it is kept.
        capture: String,
        /// What is read.
        ty: Type,
    },
    /// A value that an extractor of the host found.
    Extracted {
        /// Name under which it is kept.
        capture: String,
        /// Name of the extractor.
        extractor: String,
        /// What it yields.
        ty: Type,
    },
    /// A mention of a party to the contract, by role, name or pronoun.
    Party {
        /// Name under which it is kept.
        capture: Option<String>,
        /// Of this side only, [`Who::You`] or [`Who::Them`]; of any if absent.
        who: Option<Who>,
    },
}
