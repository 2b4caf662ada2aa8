//! Who is who.
//!
//! - Role words of the document's kind are mentions of its sides: `you`, or `them` if the report is for the other
//!   side. A role word is found in the sentence that owns it, as phrases are; what a role phrase matches only
//!   together with a lead-in is none.
//! - A party with a name that the document defines ("Aduro Inc. (the “Client”)") is on a side if one of its names is
//!   a role word that the document uses. Names with the same full name are of one party; a name whose full name
//!   could not be told is a party of its own. Of two sides that use the same words the first declared has them.
//! - Phrases for a side that capture a party tell it by what it does, where no party with a name is known to be of that
//!   side and the kind is recognised: of those of no side the one that does most of these things, a match each, if it does less of what tells the
//!   other side and no other does as much. `you` is told before `them`.
//! - Where the role words of all parties with names are of one side, and there are two or more of them, the one that
//!   does most of what tells the other side is of the other side, by the same count and where the kind is recognised; its
//!   names are no role words then.
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
    /// All mentions: `word..end`, and who it is.
    pub(crate) fn all(&self) -> impl Iterator<Item = (usize, usize, Who)> {
        self.mentions.iter().map(|it| (it.word, it.end, it.who))
    }

    /// The mention that begins at a place: the place after it, and who it is.
    pub(crate) fn mention_at(&self, sentence: &Sentence, place: usize) -> Option<(usize, Who)> {
        let word = sentence.flow.get(place)?;
        let mention = self.mentions.iter().find(|it| it.word == *word)?;
        Some((place + mention.end - mention.word, mention.who))
    }

    /// Tells the reader who is who.
    pub(crate) fn tell(reader: &mut Reader<'_>, kind: &Kind, is_known: bool) {
        let (you, them) = match reader.contract.document.side() {
            Side::You => (Who::You, Who::Them),
            Side::Them => (Who::Them, Who::You),
        };
        let sides = [(you, &kind.you), (them, &kind.them)];
        let mut roles: Vec<Mention> = sides.iter().flat_map(|it| roles(reader, it.1, it.0)).collect();
        let mut known = known(reader.contract, &roles);
        reader.parties = Parties::of(reader.contract, &roles, &known);
        let only = known.first().and_then(|it| it.1);
        if let Some(side) =
            only.filter(|it| known.len() > 1 && known.iter().all(|(_, other)| *other == Some(*it)))
            && is_known
        {
            let other = if side == you { them } else { you };
            let mut open: Vec<(String, Option<Who>)> = known.iter().map(|it| (it.0.clone(), None)).collect();
            let deeds = sides.map(|(who, phrases)| (who, deeds(reader, phrases, &open)));
            if let Some(told) = doer(other, &deeds, &open) {
                open.iter_mut().for_each(|it| it.1 = Some(if it.0 == told { other } else { side }));
                let contract = reader.contract;
                roles.retain(|it| {
                    let written = || contract.words[it.word..it.end].iter().map(|it| it.norm);
                    let mut named = contract.document.names().filter(|it| written().eq(it.term.iter()));
                    !named.any(|it| party(it.full_name, it.term) == told)
                });
                known = open;
                reader.parties = Parties::of(reader.contract, &roles, &known);
            }
        }
        let deeds = sides.map(|(who, phrases)| (who, deeds(reader, phrases, &known)));
        let untold = sides
            .map(|it| it.0)
            .into_iter()
            .filter(|who| is_known && !known.iter().any(|it| it.1 == Some(*who)));
        for who in untold.collect::<Vec<_>>() {
            if let Some(best) = doer(who, &deeds, &known) {
                known.iter_mut().filter(|it| it.0 == best).for_each(|it| it.1 = Some(who));
            }
        }
        reader.parties = Parties::of(reader.contract, &roles, &known);
    }

    fn of(contract: &Contract<'_>, roles: &[Mention], known: &[(String, Option<Who>)]) -> Parties {
        let mut all = roles.to_vec();
        all.extend(names(contract, roles, known));
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

/// The party of no side that does most of what tells a side, less of what tells the other, and more than any other.
fn doer(who: Who, deeds: &[(Who, Vec<String>); 2], known: &[(String, Option<Who>)]) -> Option<String> {
    let done = |party: &str, mine: bool| {
        let all = deeds.iter().filter(|it| (it.0 == who) == mine).flat_map(|it| &it.1);
        all.filter(|it| *it == party).count()
    };
    let left = known.iter().filter(|it| it.1.is_none()).map(|it| it.0.clone());
    let fitting: Vec<String> = left.filter(|it| done(it, true) > done(it, false)).collect();
    let most = fitting.iter().map(|it| done(it, true)).max();
    let mut best = fitting.iter().filter(|it| Some(done(it, true)) == most);
    best.next().filter(|_| best.next().is_none()).cloned()
}

/// The parties of no side that do what some phrases say, once for each match.
fn deeds(reader: &Reader<'_>, phrases: &[Phrase], known: &[(String, Option<Who>)]) -> Vec<String> {
    let contract = reader.contract;
    let mut found = Vec::new();
    for phrase in phrases.iter().filter(|it| it.captures_party()) {
        let pattern = Pattern::Phrase(phrase.clone());
        for sentence in &contract.sentences {
            for capture in reader.matches(&pattern, sentence).into_iter().flat_map(|it| it.captures) {
                let written = sentence.flow[capture.places].iter().map(|it| contract.words[*it].norm);
                let names = contract.document.names();
                let mut named = names.filter(|it| {
                    written.clone().eq(it.term.iter()) || written.clone().eq(it.full_words.iter())
                });
                let party = named.next().map(|it| party(it.full_name, it.term));
                found.extend(party.filter(|it| known.contains(&(it.clone(), None))));
            }
        }
    }
    found
}

fn roles(reader: &Reader<'_>, phrases: &[Phrase], who: Who) -> Vec<Mention> {
    let mut mentions = Vec::new();
    for phrase in phrases.iter().filter(|it| !it.captures_party()) {
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

/// The words that a mention has are these.
fn side_of(contract: &Contract<'_>, roles: &[Mention], words: &[String]) -> Option<Who> {
    let spelt = |it: &&Mention| contract.words[it.word..it.end].iter().map(|it| it.norm).eq(words);
    roles.iter().find(spelt).map(|it| it.who)
}

/// What tells parties apart: the full name, or else the defined one.
fn party(full_name: &str, term: &[String]) -> String {
    match full_name {
        "" => format!("“{}”", term.join(" ")),
        name => name.to_owned(),
    }
}

/// The parties with names, in order of the document, with their sides as role words tell them.
fn known(contract: &Contract<'_>, roles: &[Mention]) -> Vec<(String, Option<Who>)> {
    let mut known: Vec<(String, Option<Who>)> = Vec::new();
    for name in contract.document.names() {
        let party = party(name.full_name, name.term);
        let side = side_of(contract, roles, name.term);
        match known.iter_mut().find(|it| it.0 == party) {
            Some(it) => it.1 = it.1.or(side),
            None => known.push((party, side)),
        }
    }
    known
}

fn names(contract: &Contract<'_>, roles: &[Mention], known: &[(String, Option<Who>)]) -> Vec<Mention> {
    let has = |who: Who| known.iter().any(|it| it.1 == Some(who));
    let left = known.iter().filter(|it| it.1.is_none()).count();
    let left_over = match (has(Who::You), has(Who::Them), left) {
        (true, false, 1) => Who::Them,
        (false, true, 1) => Who::You,
        _ => Who::Other,
    };
    let mut mentions = Vec::new();
    for name in contract.document.names() {
        let party = party(name.full_name, name.term);
        let who = known.iter().find(|it| it.0 == party).and_then(|it| it.1).unwrap_or(left_over);
        for words in [name.term, name.full_words] {
            if words.is_empty() || side_of(contract, roles, words).is_some() {
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
