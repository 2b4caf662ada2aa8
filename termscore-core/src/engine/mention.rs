//! Where the parties of a document are mentioned, and what it calls each side.

use crate::rule::Who;

/// The parties of a document.
#[derive(Debug, Default)]
pub(super) struct Parties {
    /// In order of word, without overlap.
    pub(super) mentions: Vec<Mention>,
    /// A bit by word: a mention begins with it.
    pub(super) begin: Vec<u64>,
    /// What the document calls each side; empty if it does not.
    pub(super) you: String,
    pub(super) them: String,
    /// The side that the document calls "you", if it says "you" to anyone.
    pub(super) addressee: Option<Who>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Mention {
    pub(super) word: u32,
    pub(super) n_words: u32,
    pub(super) who: Who,
    /// It stands in a heading: "FREELANCE AGREEMENT" calls nobody so.
    pub(super) in_heading: bool,
}

impl Parties {
    /// The mention that begins with this word: its length in words, and who it is.
    pub(super) fn mention_at(&self, word: u32) -> Option<(u32, Who)> {
        let begins = self.begin.get(word as usize / 64).is_some_and(|bits| bits >> (word % 64) & 1 == 1);
        if !begins {
            return None;
        }
        let index = self.mentions.binary_search_by_key(&word, |mention| mention.word).ok()?;
        self.mentions.get(index).map(|mention| (mention.n_words, mention.who))
    }
}
