//! Who is who.
//!
//! - Role words of the document's kind are mentions of its sides: `you`, or `them` if the report is for the other
//!   side. A role word is found in the sentence that owns it, as phrases are; what a role phrase matches only
//!   together with a lead-in is none.
//! - A party with a name that the document defines ("Aduro Inc. (the “Client”)") is on a side if one of its names is
//!   a role word that the document uses. Names with the same full name are of one party; a name whose full name
//!   could not be told is a party of its own. Of two sides that use the same words the first declared has them.
//! - If the parties of one side only are known and exactly one party is left, it is the other side; otherwise those
//!   left are third parties.
//! - Each place in a sentence where the defined or the full name stands is a mention.
//! - Of mentions that overlap, the one that begins first stays, then the longest, then role words (of `you` in the
//!   kind before those of `them`), then names in the order of the document.

use termscore_core::{
    document::Side,
    rule::{Kind, Pattern, Phrase, Who},
};

use crate::{
    contract::{Contract, Sentence},
    patterns::Reader,
};

#[derive(Default)]
pub(crate) struct Parties {
    mentions: Vec<Mention>,
}

#[derive(Clone)]
struct Mention {
    /// Indices of words: `word..end`.
    word: usize,
    end: usize,
    who: Who,
}

impl Parties {
    /// The mention that begins at a place: the place after it, and who it is.
    pub(crate) fn mention_at(&self, sentence: &Sentence, place: usize) -> Option<(usize, Who)> {
        let word = sentence.flow.get(place)?;
        let mention = self.mentions.iter().find(|it| it.word == *word)?;
        Some((place + mention.end - mention.word, mention.who))
    }

    pub(crate) fn find(reader: &Reader<'_>, kind: &Kind) -> Parties {
        let (you, them) = match reader.contract.document.side() {
            Side::You => (Who::You, Who::Them),
            Side::Them => (Who::Them, Who::You),
        };
        let mut all = roles(reader, &kind.you, you);
        all.extend(roles(reader, &kind.them, them));
        all.extend(names(reader.contract, &all));
        // A stable sort: what stands first in `all` stays first among equals.
        all.sort_by_key(|it| (it.word, std::cmp::Reverse(it.end)));
        let mut mentions: Vec<Mention> = Vec::new();
        for mention in all {
            if mentions.iter().all(|other| other.end <= mention.word) {
                mentions.push(mention);
            }
        }
        Parties { mentions }
    }
}

fn roles(reader: &Reader<'_>, phrases: &[Phrase], who: Who) -> Vec<Mention> {
    let mut mentions = Vec::new();
    for phrase in phrases {
        let pattern = Pattern::Phrase(phrase.clone());
        for sentence in &reader.contract.sentences {
            for it in reader.matches(&pattern, sentence) {
                if it.places.start >= sentence.own {
                    let word = sentence.flow[it.places.start];
                    mentions.push(Mention { word, end: word + it.places.len(), who });
                }
            }
        }
    }
    mentions
}

fn names(contract: &Contract<'_>, roles: &[Mention]) -> Vec<Mention> {
    let side_of = |words: &[String]| {
        let spelt = |it: &&Mention| contract.words[it.word..it.end].iter().map(|it| it.norm).eq(words);
        roles.iter().find(spelt).map(|it| it.who)
    };
    // What tells parties apart: the full name, or else the defined one.
    let party = |full_name: &str, term: &[String]| match full_name {
        "" => format!("“{}”", term.join(" ")),
        name => name.to_owned(),
    };
    let mut known: Vec<(String, Who)> = Vec::new();
    let mut left: Vec<String> = Vec::new();
    for name in contract.document.names() {
        if let Some(who) = side_of(name.term) {
            known.push((party(name.full_name, name.term), who));
        }
    }
    for name in contract.document.names() {
        let party = party(name.full_name, name.term);
        if !known.iter().any(|it| it.0 == party) && !left.contains(&party) {
            left.push(party);
        }
    }
    let has = |who: Who| known.iter().any(|it| it.1 == who);
    let left_over = match (has(Who::You), has(Who::Them), left.len()) {
        (true, false, 1) => Who::Them,
        (false, true, 1) => Who::You,
        _ => Who::Other,
    };
    let mut mentions = Vec::new();
    for name in contract.document.names() {
        let party = party(name.full_name, name.term);
        let who = known.iter().find(|it| it.0 == party).map_or(left_over, |it| it.1);
        for words in [name.term, name.full_words] {
            if words.is_empty() || side_of(words).is_some() {
                continue;
            }
            for sentence in &contract.sentences {
                let own = &sentence.flow[sentence.own..];
                for run in own.windows(words.len()) {
                    if run.iter().map(|it| contract.words[*it].norm).eq(words) {
                        mentions.push(Mention { word: run[0], end: run[0] + words.len(), who });
                    }
                }
            }
        }
    }
    mentions
}
