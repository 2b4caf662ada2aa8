//! Who is who: the mentions of the parties of a document.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::{
    Span,
    document::{Alias, BySpelling, Side},
    rule::Who,
};

use super::{
    program::{CompiledKind, PatternId},
    reading::Reading,
};

/// The parties of a document.
#[derive(Debug, Default)]
pub(super) struct Parties {
    /// In order of word, without overlap.
    mentions: Vec<Mention>,
    /// A bit by word: a mention begins with it.
    begin: Vec<u64>,
    /// What the document calls each side; empty if it does not.
    pub(super) you: String,
    pub(super) them: String,
}

#[derive(Clone, Copy, Debug)]
struct Mention {
    word: u32,
    n_words: u32,
    who: Who,
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

    /// Finds the mentions of the sides of a kind: by its role words, by the names that the document
    /// defines for itself, and, where one side is known and one name is left over, by elimination.
    pub(super) fn find(reading: &Reading<'_>, kind: &CompiledKind) -> Parties {
        let document = reading.document;
        let (you, them) = match document.side {
            Side::You => (Who::You, Who::Them),
            Side::Them => (Who::Them, Who::You),
        };
        let mut mentions = Vec::new();
        role_mentions(reading, &kind.you, you, &mut mentions);
        role_mentions(reading, &kind.them, them, &mut mentions);
        mentions.extend(name_mentions(reading, &mentions));
        mentions.sort_by_key(|mention| (mention.word, u32::MAX - mention.n_words));
        let mut end = 0;
        mentions.retain(|mention| {
            let keep = mention.word >= end;
            if keep {
                end = mention.word + mention.n_words;
            }
            keep
        });
        let called = |who| most_frequent(reading, mentions.iter().filter(|mention| mention.who == who));
        let mut begin = vec![0; document.words.len().div_ceil(64)];
        for mention in &mentions {
            if let Some(bits) = begin.get_mut(mention.word as usize / 64) {
                *bits |= 1 << (mention.word % 64);
            }
        }
        Parties { you: called(Who::You), them: called(Who::Them), mentions, begin }
    }
}

/// Mentions by role words. Words are taken from the sentence that owns them, so that lead-ins count once.
fn role_mentions(reading: &Reading<'_>, patterns: &[PatternId], who: Who, out: &mut Vec<Mention>) {
    for pattern in patterns {
        for sentence in reading.witnesses(*pattern) {
            let view = reading.view(sentence);
            let mut hits = Vec::new();
            reading.hits(*pattern, sentence, false, &mut hits);
            for hit in hits.iter().filter(|hit| hit.start >= view.own) {
                if let Some(word) = view.flow.get(hit.start as usize) {
                    out.push(Mention { word: *word, n_words: hit.end - hit.start, who });
                }
            }
        }
    }
}

/// Mentions by names that the document defines: "Aduro Inc. (“Aduro”)".
fn name_mentions(reading: &Reading<'_>, roles: &[Mention]) -> Vec<Mention> {
    let document = reading.document;
    let mut role_of: FxHashMap<String, Who> = FxHashMap::default();
    for mention in roles {
        role_of.entry(words(reading, mention).join(" ")).or_insert(mention.who);
    }
    // Aliases of one party share its full name; one whose full name could not be told is a party of its own.
    fn party(alias: &Alias) -> (&str, &[String]) {
        let own = if alias.full_name.is_empty() { alias.term.as_slice() } else { &[] };
        (alias.full_name.as_str(), own)
    }
    let mut known: BTreeMap<(&str, &[String]), Who> = BTreeMap::new();
    for alias in &document.aliases {
        if let Some(who) = role_of.get(&alias.term.join(" ")) {
            known.entry(party(alias)).or_insert(*who);
        }
    }
    let mut unknown: Vec<_> = document.aliases.iter().map(party).collect();
    unknown.retain(|party| !known.contains_key(party));
    unknown.sort_unstable();
    unknown.dedup();
    let sides: Vec<Who> = known.values().copied().collect();
    let left_over = match (sides.contains(&Who::You), sides.contains(&Who::Them), unknown.as_slice()) {
        (true, false, [_]) => Who::Them,
        (false, true, [_]) => Who::You,
        _ => Who::Other,
    };
    let mut by_first: FxHashMap<&str, Vec<(&[String], Who)>> = FxHashMap::default();
    for alias in &document.aliases {
        let who = known.get(&party(alias)).copied().unwrap_or(left_over);
        for name in [&alias.term, &alias.full_words] {
            if let Some(first) = name.first()
                && !role_of.contains_key(&name.join(" "))
            {
                by_first.entry(first).or_default().push((name, who));
            }
        }
    }
    if by_first.is_empty() {
        return Vec::new();
    }
    let begins = BySpelling::new(document, |norm| by_first.contains_key(norm));
    let mut mentions = Vec::new();
    for sentence in &document.sentences {
        let own = document.own_words(sentence);
        for (at, word) in own.iter().enumerate().filter(|it| begins.of(*it.1)) {
            for (name, who) in by_first.get(document.norm(*word)).map_or(&[][..], Vec::as_slice) {
                let there = own.get(at..at + name.len()).unwrap_or_default();
                if there.iter().map(|word| document.norm(*word)).eq(name.iter()) {
                    mentions.push(Mention { word: *word, n_words: name.len() as u32, who: *who });
                }
            }
        }
    }
    mentions
}

fn words<'a>(reading: &Reading<'a>, mention: &Mention) -> Vec<&'a str> {
    (mention.word..mention.word + mention.n_words).map(|word| reading.document.norm(word)).collect()
}

/// How a side is most often written, with a capital if the document ever gives it one.
fn most_frequent<'m>(reading: &Reading<'_>, mentions: impl Iterator<Item = &'m Mention>) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for mention in mentions {
        let words = &reading.document.words;
        let first = words.get(mention.word as usize);
        let last = words.get((mention.word + mention.n_words - 1) as usize);
        if let (Some(first), Some(last)) = (first, last) {
            let text = Span::new(first.start as usize, last.end as usize).of(reading.document.text());
            let text = text.strip_suffix("'s").or_else(|| text.strip_suffix("’s")).unwrap_or(text);
            let mixed = text.starts_with(char::is_uppercase) && text.contains(char::is_lowercase);
            if mixed || text.len() <= 3 {
                *counts.entry(text).or_default() += 1;
            }
        }
    }
    let best = counts.into_iter().max_by(|(a, n), (b, m)| n.cmp(m).then(b.cmp(a)));
    best.map_or(String::new(), |(text, _)| text.to_owned())
}
