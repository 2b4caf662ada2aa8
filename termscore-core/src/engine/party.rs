//! Who is who: the mentions of the parties of a document.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::{
    Span,
    document::{Alias, BySpelling, Sentence, Side},
    rule::{Role, Who},
};

use super::{
    compiled::{CompiledKind, PatternId},
    hit::Capture,
    mention::{Mention, Parties},
    reading::Reading,
};

impl Parties {
    /// Of mentions that overlap, the one that begins first stays, then the longest, then the first given.
    fn of(reading: &Reading<'_>, roles: &[Mention], names: &Names<'_>) -> Parties {
        let mut mentions: Vec<Mention> = roles.iter().copied().chain(names.mentions(reading)).collect();
        mentions.sort_by_key(|mention| (mention.word, u32::MAX - mention.n_words));
        let mut end = 0;
        mentions.retain(|mention| {
            let keep = mention.word >= end;
            if keep {
                end = mention.word + mention.n_words;
            }
            keep
        });
        let of_side = |who| mentions.iter().filter(move |it| it.who == who && !it.in_heading);
        let called = |who| most_frequent(reading, of_side(who));
        let mut begin = vec![0; reading.document.words.len().div_ceil(64)];
        for mention in &mentions {
            if let Some(bits) = begin.get_mut(mention.word as usize / 64) {
                *bits |= 1 << (mention.word % 64);
            }
        }
        let addressed = |it: &&Mention| it.n_words == 1 && reading.document.norm(it.word) == "you";
        let addressee = mentions.iter().find(addressed).map(|it| it.who);
        Parties { you: called(Who::You), them: called(Who::Them), mentions, begin, addressee }
    }
}

impl Reading<'_> {
    /// Finds the mentions of the sides of a kind: by its role words; by the names that the document defines for itself,
    /// where a party has a role word, too; where no role word tells a side and it is known that the document is of the kind,
    /// by what parties do, also against a role word where all of them have one of the same side; and, where one side is known
    /// and one party is left over, by elimination.
    pub(super) fn tell_parties(&mut self, kind: &CompiledKind, is_known: bool) {
        let (you, them) = match self.document.side {
            Side::You => (Who::You, Who::Them),
            Side::Them => (Who::Them, Who::You),
        };
        let mut roles = Vec::new();
        role_mentions(self, &kind.you.words, you, &mut roles);
        role_mentions(self, &kind.them.words, them, &mut roles);
        let mut names = Names::of(self, &roles);
        self.take_parties(&roles, &names);
        let told = [(you, &kind.you.deeds), (them, &kind.them.deeds)];
        // "Client" and "Agency" are both words for the one who pays: here one of them does the work.
        if let Some(side) = names.only_side().filter(|_| is_known) {
            let other = told.iter().map(|it| it.0).find(|it| *it != side).unwrap_or(side);
            let mut open = names.without_roles();
            let votes = told.map(|(who, deeds)| (who, votes(self, deeds, &open)));
            if open.tell(other, &votes) {
                open.settle(side);
                roles.retain(|it| !open.bears(other, &words(self, it)));
                names = open;
                self.take_parties(&roles, &names);
            }
        }
        let untold =
            told.into_iter().filter(|(who, deeds)| is_known && !deeds.is_empty() && !names.has(*who));
        let untold: Vec<_> = untold.filter(|_| !names.left.is_empty()).collect();
        if untold.is_empty() {
            return;
        }
        // What is done counts against being the other side, too.
        let votes = told.map(|(who, deeds)| (who, votes(self, deeds, &names)));
        let mut found = false;
        for (who, _) in untold {
            found |= names.tell(who, &votes);
        }
        if found {
            self.take_parties(&roles, &names);
        }
    }

    /// What was found while other words were of a side is forgotten.
    fn take_parties(&mut self, roles: &[Mention], names: &Names<'_>) {
        self.parties = Parties::of(self, roles, names);
        self.excepted.take();
    }
}

/// Mentions by role words. Words are taken from the sentence that owns them, so that lead-ins count once.
fn role_mentions(reading: &Reading<'_>, patterns: &[PatternId], who: Who, out: &mut Vec<Mention>) {
    for pattern in patterns {
        for sentence in reading.witnesses(*pattern) {
            let view = reading.view(sentence);
            let in_heading = reading.sentence(sentence).is_some_and(is_heading);
            let mut hits = Vec::new();
            reading.hits(*pattern, sentence, false, &mut hits);
            for hit in hits.iter().filter(|hit| hit.start >= view.own) {
                if let Some(word) = view.flow.get(hit.start as usize) {
                    out.push(Mention { word: *word, n_words: hit.end - hit.start, who, in_heading });
                }
            }
        }
    }
}

/// What tells parties apart: the full name; of one whose full name could not be told, its own.
type Party<'d> = (&'d str, &'d [String]);

fn party(alias: &Alias) -> Party<'_> {
    let own = if alias.full_name.is_empty() { alias.term.as_slice() } else { &[] };
    (alias.full_name.as_str(), own)
}

/// The parties that the document gives names: "Aduro Inc. (“Aduro”)".
struct Names<'d> {
    aliases: &'d [Alias],
    /// Role words as they are used.
    role_of: FxHashMap<String, Who>,
    known: BTreeMap<Party<'d>, Who>,
    /// Of no side so far; in the order of the document.
    left: Vec<Party<'d>>,
}

impl<'d> Names<'d> {
    /// Those that have a role word are of its side.
    fn of(reading: &Reading<'d>, roles: &[Mention]) -> Names<'d> {
        let document = reading.document;
        let mut role_of: FxHashMap<String, Who> = FxHashMap::default();
        for mention in roles {
            role_of.entry(words(reading, mention).join(" ")).or_insert(mention.who);
        }
        let mut known: BTreeMap<Party<'d>, Who> = BTreeMap::new();
        for alias in &document.aliases {
            if let Some(who) = role_of.get(&alias.term.join(" ")) {
                known.entry(party(alias)).or_insert(*who);
            }
        }
        let mut left: Vec<Party<'d>> = Vec::new();
        for alias in &document.aliases {
            let party = party(alias);
            if !known.contains_key(&party) && !left.contains(&party) {
                left.push(party);
            }
        }
        Names { aliases: &document.aliases, role_of, known, left }
    }

    /// The side of all of them, if they are several and none is left.
    fn only_side(&self) -> Option<Who> {
        let mut sides = self.known.values();
        let side = *sides.next().filter(|_| self.known.len() > 1 && self.left.is_empty())?;
        sides.all(|it| *it == side).then_some(side)
    }

    /// The same parties, as if their role words said nothing.
    fn without_roles(&self) -> Names<'d> {
        let mut left = Vec::new();
        for alias in self.aliases {
            let party = party(alias);
            if !left.contains(&party) {
                left.push(party);
            }
        }
        Names { aliases: self.aliases, role_of: FxHashMap::default(), known: BTreeMap::new(), left }
    }

    /// Puts all that are left on a side.
    fn settle(&mut self, side: Who) {
        self.known.extend(self.left.drain(..).map(|it| (it, side)));
    }

    /// True of words that are a name of a party of a side.
    fn bears(&self, side: Who, written: &[&str]) -> bool {
        let named = |it: &&Alias| written.iter().copied().eq(it.term.iter().map(String::as_str));
        self.aliases.iter().filter(named).any(|it| self.known.get(&party(it)) == Some(&side))
    }

    fn has(&self, who: Who) -> bool {
        self.known.values().any(|it| *it == who)
    }

    /// Who the parties are that nothing else tells.
    fn left_over(&self) -> Who {
        match (self.has(Who::You), self.has(Who::Them), self.left.as_slice()) {
            (true, false, [_]) => Who::Them,
            (false, true, [_]) => Who::You,
            _ => Who::Other,
        }
    }

    /// Gives a side to the party that does most of what this side does, if it does less of what the other does, and no
    /// other does as much; says whether there is one.
    fn tell(&mut self, who: Who, votes: &[(Who, Vec<Party<'d>>); 2]) -> bool {
        let count = |side: Who, party: &Party<'_>| -> usize {
            let of_side = votes.iter().filter(|it| it.0 == side).flat_map(|it| &it.1);
            of_side.filter(|it| *it == party).count()
        };
        let other = if who == Who::You { Who::Them } else { Who::You };
        let mut fitting: Vec<(usize, Party<'d>)> = self
            .left
            .iter()
            .map(|it| (count(who, it), *it))
            .filter(|(n, it)| *n > count(other, it))
            .collect();
        fitting.sort_by_key(|it| std::cmp::Reverse(it.0));
        let best = match fitting.as_slice() {
            [(n, best), rest @ ..] if rest.first().is_none_or(|it| it.0 < *n) => *best,
            _ => return false,
        };
        self.left.retain(|it| *it != best);
        self.known.insert(best, who);
        true
    }

    /// The party of a mention, if it is of no side so far.
    fn left_party(&self, reading: &Reading<'_>, mention: &Mention) -> Option<Party<'d>> {
        let written = words(reading, mention);
        let same = |name: &[String]| written.iter().copied().eq(name.iter().map(String::as_str));
        let alias = self.aliases.iter().find(|it| same(&it.term) || same(&it.full_words))?;
        Some(party(alias)).filter(|it| self.left.contains(it))
    }

    fn mentions(&self, reading: &Reading<'_>) -> Vec<Mention> {
        let document = reading.document;
        let left_over = self.left_over();
        let mut by_first: FxHashMap<&str, Vec<(&[String], Who)>> = FxHashMap::default();
        for alias in self.aliases {
            let who = self.known.get(&party(alias)).copied().unwrap_or(left_over);
            for name in [&alias.term, &alias.full_words] {
                if let Some(first) = name.first()
                    && !self.role_of.contains_key(&name.join(" "))
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
            let in_heading = is_heading(sentence);
            for (at, word) in own.iter().enumerate().filter(|it| begins.of(*it.1)) {
                for (name, who) in by_first.get(document.norm(*word)).map_or(&[][..], Vec::as_slice) {
                    let there = own.get(at..at + name.len()).unwrap_or_default();
                    if there.iter().map(|word| document.norm(*word)).eq(name.iter()) {
                        let n_words = name.len() as u32;
                        mentions.push(Mention { word: *word, n_words, who: *who, in_heading });
                    }
                }
            }
        }
        mentions
    }
}

/// The parties of no side that do what some patterns say, once for each match.
fn votes<'d>(reading: &Reading<'_>, deeds: &[PatternId], names: &Names<'d>) -> Vec<Party<'d>> {
    let mut votes = Vec::new();
    let mut hits = Vec::new();
    for pattern in deeds {
        for sentence in reading.witnesses(*pattern) {
            hits.clear();
            reading.hits(*pattern, sentence, false, &mut hits);
            for (_, capture) in hits.iter().flat_map(|it| &it.captures) {
                let Capture::Words(span) = capture else { continue };
                let mentions = &reading.parties.mentions;
                let words = &reading.document.words;
                let start =
                    |it: &Mention| words.get(it.word as usize).map_or(usize::MAX, |it| it.start as usize);
                let mention = mentions.partition_point(|it| start(it) < span.start);
                votes.extend(mentions.get(mention).and_then(|it| names.left_party(reading, it)));
            }
        }
    }
    votes
}

fn is_heading(sentence: &Sentence) -> bool {
    matches!(sentence.role, Role::Heading | Role::Contents)
}

fn words<'a>(reading: &Reading<'a>, mention: &Mention) -> Vec<&'a str> {
    (mention.word..mention.word + mention.n_words).map(|word| reading.document.norm(word)).collect()
}

/// "We" for "our": a pronoun as it stands before a verb.
fn subject(written: &str) -> Option<&'static str> {
    Some(match written.to_lowercase().as_str() {
        "you" | "your" | "yours" | "yourself" | "yourselves" => "You",
        "we" | "our" | "ours" | "us" | "ourselves" => "We",
        "i" | "me" | "my" | "mine" | "myself" => "I",
        _ => return None,
    })
}

/// How a side is most often written with a capital; all in capitals only if the document never writes it otherwise.
fn most_frequent<'m>(reading: &Reading<'_>, mentions: impl Iterator<Item = &'m Mention>) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for mention in mentions {
        let words = &reading.document.words;
        let first = words.get(mention.word as usize);
        let last = words.get((mention.word + mention.n_words - 1) as usize);
        if let (Some(first), Some(last)) = (first, last) {
            let text = Span::new(first.start as usize, last.end as usize).of(reading.document.text());
            let text = text.strip_suffix("'s").or_else(|| text.strip_suffix("’s")).unwrap_or(text);
            if text.starts_with(|it: char| it.is_uppercase() || it.is_ascii_digit()) || text.len() <= 3 {
                let called = subject(text)
                    .map_or_else(|| text.split_whitespace().collect::<Vec<_>>().join(" "), str::to_owned);
                *counts.entry(called).or_default() += 1;
            }
        }
    }
    let mixed = |it: &str| it.len() <= 3 || it.contains(char::is_lowercase);
    let best =
        counts.into_iter().max_by(|(a, n), (b, m)| (mixed(a), n).cmp(&(mixed(b), m)).then_with(|| b.cmp(a)));
    best.map(|it| it.0).unwrap_or_default()
}
