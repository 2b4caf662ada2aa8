//! Where a document holds a clause.
//!
//! - A `find` pattern is looked for in sentences of the clause's roles; a `find` of another clause takes its asserted
//!   (or denied) matches, which then assert this clause; its mixed matches stay mixed.
//! - A `find` of what the document shows about itself asserts the clause, binds nobody, and captures what it is about.
//!   Its sentence must be of the clause's roles. Its words are those of that sentence that it shares bytes with.
//! - Evidence: in each window of a sentence in which a sign of positive weight stands, the weights of the signs that stand
//!   in the window are added, each once. If the sum reaches the threshold, the first match of the heaviest sign is a match: of equally
//!   heavy signs the first declared. A sign stands where a sentence's own words take part in it.
//! - Limits by heading hold for all of these. If there are `only` limits, one must be met.
//! - `except` drops matches with which it shares a word of the sentence, its lead-in included.
//! - `with` and `without` look into the window of the match. The window of a paragraph or more holds the lead-ins of
//!   its sentences; the window of a sentence is the sentence itself, and what matches there must reach into it.
//! - What `with` captures is kept with the match; there must be a match of it that agrees with what is captured
//!   already, and of these the first by sentence and word counts. A capture of words agrees with one of the same words.
//! - A window `section` outside of any section is the paragraph.
//! - Of matches that lie inside one another, the longest stays, in bytes of the text; of equal ones the one by the
//!   first `find` (evidence comes last), then the one that begins first in the sentence.

use std::{cmp::Ordering, collections::BTreeMap, ops::Range};

use termscore_core::{
    Document, Span, Value,
    document::{BlankKind, Target, words_of},
    report::Polarity,
    rule::{Clause, Evidence, Find, NAMED, Observation, Pattern, Role, Who, Window},
    value::compare,
};

use crate::{
    contract::Sentence,
    patterns::{Match, Reader, overlap},
};

/// A match of a clause.
#[derive(Clone)]
pub(crate) struct Found {
    pub(crate) sentence: usize,
    pub(crate) places: Range<usize>,
    pub(crate) span: Span,
    pub(crate) passage: Span,
    pub(crate) polarity: Polarity,
    pub(crate) cues: Vec<Span>,
    pub(crate) actor: Who,
    pub(crate) captures: BTreeMap<String, Value>,
}

/// What a document shows about itself, each with what it is about.
fn observed(document: &Document, what: Observation) -> Vec<(Span, String)> {
    let text = document.text();
    let mut found = Vec::new();
    match what {
        Observation::Blank => {
            let open = document.blanks().into_iter().filter(|it| it.kind != BlankKind::Redacted);
            found.extend(open.map(|it| (it.span, it.around.of(text).to_owned())));
        }
        Observation::MissingProvision => {
            found.extend(document.missing_provisions().into_iter().map(|it| (it.span, it.names)));
        }
        Observation::MissingExhibit if document.is_complete() => {}
        Observation::MissingExhibit => {
            let absent = document.references().into_iter().filter(|it| it.target == Target::NotSupplied);
            let absent = absent.filter(|it| {
                !document.attachments().any(|has| has.supplied && has.label.eq_ignore_ascii_case(&it.names))
            });
            found.extend(absent.map(|it| (it.span, it.names)));
        }
        Observation::UndefinedTerm => {
            found.extend(document.undefined_terms().into_iter().map(|it| (it.uses[0], it.term)));
        }
        _ => unreachable!("every observation is known here"),
    }
    for (_, named) in &mut found {
        *named = named.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    found
}

/// Equal values; texts by their words.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Text(a), Value::Text(b)) => words_of(a) == words_of(b),
        _ => compare(a, b) == Some(Ordering::Equal),
    }
}

impl Reader<'_> {
    /// The matches of a clause, by place in the text.
    pub(crate) fn clause(&self, clause: &Clause) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        for find in &clause.find {
            found.extend(match find {
                Find::Pattern(pattern) => self.by_pattern(clause, pattern),
                Find::Document(what) => self.by_observation(clause, *what),
                Find::Clause { name, denied } => self.by_clause(clause, self.packs.clause(name), *denied),
            });
        }
        if let Some(evidence) = &clause.evidence {
            found.extend(self.by_evidence(clause, evidence));
        }
        found.retain_mut(|it| {
            let sentence = &self.contract.sentences[it.sentence];
            self.headings_allow(clause, sentence) && self.surroundings_allow(clause, sentence, it)
        });
        longest(found)
    }

    fn by_pattern(&self, clause: &Clause, pattern: &Pattern) -> Vec<Found> {
        let mut found = Vec::new();
        for sentence in self.contract.sentences.iter().filter(|it| clause.roles.contains(&it.role)) {
            found.extend(self.matches(pattern, sentence).iter().map(|it| self.found(clause, sentence, it)));
        }
        found
    }

    fn by_clause(&self, clause: &Clause, other: &Clause, denied: bool) -> Vec<Found> {
        let wanted = if denied { Polarity::Denied } else { Polarity::Asserted };
        let mut found = self.clause(other);
        found.retain(|it| it.polarity == wanted || it.polarity == Polarity::Mixed);
        for it in &mut found {
            if it.polarity == wanted {
                it.polarity = Polarity::Asserted;
            }
            let sentence = &self.contract.sentences[it.sentence];
            it.passage = self.passage(clause.window, sentence).cover(it.span);
        }
        found
    }

    fn by_observation(&self, clause: &Clause, what: Observation) -> Vec<Found> {
        let mut found = Vec::new();
        for (span, named) in observed(self.contract.document, what) {
            let Some(sentence) = self.sentence_of(span.start) else { continue };
            if !clause.roles.contains(&sentence.role) {
                continue;
            }
            let word = |place: &usize| self.contract.words[sentence.flow[*place]].span;
            let own = sentence.own..sentence.flow.len();
            let start = own.clone().filter(|it| word(it).end <= span.start).count() + sentence.own;
            let end = own.filter(|it| word(it).start < span.end).count() + sentence.own;
            found.push(Found {
                sentence: sentence.index,
                places: start..end.max(start),
                span,
                passage: self.passage(clause.window, sentence).cover(span),
                polarity: Polarity::Asserted,
                cues: Vec::new(),
                actor: Who::Unknown,
                captures: BTreeMap::from([(NAMED.to_owned(), Value::Text(named))]),
            });
        }
        found
    }

    /// The sentence around a byte; without one the last before it in its paragraph, or else the paragraph's first; a
    /// byte in no paragraph belongs to the last sentence before it.
    fn sentence_of(&self, byte: usize) -> Option<&Sentence> {
        let all = &self.contract.sentences;
        let last = all.iter().rfind(|it| it.span.start <= byte);
        if last.is_some_and(|it| byte < it.span.end) {
            return last;
        }
        let paragraph = self.contract.paragraphs.iter().rfind(|it| it.span.start <= byte);
        match paragraph.filter(|it| byte < it.span.end && !it.sentences.is_empty()) {
            Some(it) => last.filter(|last| last.index >= it.sentences.start).or(all.get(it.sentences.start)),
            None => last.or(all.first()),
        }
    }

    fn by_evidence(&self, clause: &Clause, evidence: &Evidence) -> Vec<Found> {
        let searched: Vec<&Sentence> = self
            .contract
            .sentences
            .iter()
            .filter(|it| clause.roles.contains(&it.role) && self.headings_allow(clause, it))
            .collect();
        let mut windows: Vec<Range<usize>> = Vec::new();
        let stands = |sentence: &Sentence| {
            let mut signs = evidence.weighed.iter().filter(|it| it.weight > 0);
            signs.any(|it| !self.matches(&it.pattern, sentence).is_empty())
        };
        for sentence in &searched {
            let window = self.window(clause.window, sentence);
            if !windows.contains(&window) && stands(sentence) {
                windows.push(window);
            }
        }
        let mut found = Vec::new();
        for window in windows {
            let mut sum = 0;
            let mut heaviest: Option<(i32, &Sentence, Match)> = None;
            for sign in &evidence.weighed {
                let mut within = searched.iter().filter(|it| window.contains(&it.index));
                let first =
                    within.find_map(|it| Some((*it, self.matches(&sign.pattern, it).into_iter().next()?)));
                let Some((sentence, first)) = first else { continue };
                sum += sign.weight;
                if sign.weight > heaviest.as_ref().map_or(0, |it| it.0) {
                    heaviest = Some((sign.weight, sentence, first));
                }
            }
            if let Some((_, sentence, first)) = heaviest
                && sum >= evidence.threshold
            {
                found.push(self.found(clause, sentence, &first));
            }
        }
        found
    }

    fn found(&self, clause: &Clause, sentence: &Sentence, it: &Match) -> Found {
        let (polarity, cues) = self.polarity(sentence, it.places.start, it.head);
        let span = self.contract.span(sentence, it.places.clone());
        Found {
            sentence: sentence.index,
            places: it.places.clone(),
            span,
            passage: self.passage(clause.window, sentence).cover(span),
            polarity,
            cues: cues.into_iter().map(|cue| self.contract.span(sentence, cue)).collect(),
            actor: self.actor(sentence, it.head),
            captures: it.captures.iter().map(|it| (it.name.clone(), it.value.clone())).collect(),
        }
    }

    fn headings_allow(&self, clause: &Clause, sentence: &Sentence) -> bool {
        let above = self.contract.headings_above(sentence);
        let under = |pattern: &Pattern| above.iter().any(|it| !self.matches(pattern, it).is_empty());
        let (never, only): (Vec<_>, Vec<_>) = clause.sections.iter().partition(|it| it.never);
        (only.is_empty() || only.iter().any(|it| under(&it.heading)))
            && !never.iter().any(|it| under(&it.heading))
    }

    fn surroundings_allow(&self, clause: &Clause, sentence: &Sentence, it: &mut Found) -> bool {
        let mut excepted = clause.except.iter().flat_map(|it| self.matches_anywhere(it, sentence));
        let places = it.places.clone();
        if excepted.any(|it| overlap(&it.places, &places)) {
            return false;
        }
        let window = &self.contract.sentences[self.window(clause.window, sentence)];
        let around = |pattern: &Pattern| -> Vec<Match> {
            let of = |it: &Sentence| match clause.window {
                Window::Sentence => self.matches(pattern, it),
                Window::Paragraph | Window::Section | Window::Document => self.matches_anywhere(pattern, it),
            };
            // What a later part strikes surrounds nothing.
            let stands = |it: &&Sentence| it.role != Role::Struck || it.index == sentence.index;
            window.iter().filter(stands).flat_map(of).collect()
        };
        if clause.without.iter().any(|it| !around(it).is_empty()) {
            return false;
        }
        // What `with` captures is kept: of the matches that agree with what is captured already, the first.
        clause.with.iter().all(|with| {
            let mut n_matched = 0;
            for pattern in &with.patterns {
                let agrees = |found: &Match| {
                    found
                        .captures
                        .iter()
                        .all(|new| it.captures.get(&new.name).is_none_or(|old| same(old, &new.value)))
                };
                if let Some(first) = around(pattern).into_iter().find(agrees) {
                    n_matched += 1;
                    for new in first.captures {
                        it.captures.entry(new.name).or_insert(new.value);
                    }
                }
            }
            n_matched >= with.at_least
        })
    }

    /// The sentences of the window around a sentence.
    fn window(&self, window: Window, sentence: &Sentence) -> Range<usize> {
        let paragraph = &self.contract.paragraphs[sentence.paragraph];
        match (window, paragraph.section) {
            (Window::Sentence, _) => sentence.index..sentence.index + 1,
            (Window::Section, Some(section)) => self.contract.sections[section].sentences.clone(),
            (Window::Paragraph, _) | (Window::Section, None) => paragraph.sentences.clone(),
            (Window::Document, _) => 0..self.contract.sentences.len(),
        }
    }

    /// The bytes of the window around a sentence.
    fn passage(&self, window: Window, sentence: &Sentence) -> Span {
        let paragraph = &self.contract.paragraphs[sentence.paragraph];
        match (window, paragraph.section) {
            (Window::Sentence, _) => sentence.span,
            (Window::Section, Some(section)) => self.contract.sections[section].span,
            (Window::Paragraph, _) | (Window::Section, None) => paragraph.span,
            (Window::Document, _) => Span::new(0, self.contract.document.text().len()),
        }
    }
}

/// Drops matches that lie inside a better one; `found` is in order of preference.
fn longest(found: Vec<Found>) -> Vec<Found> {
    let inside_another = |at: usize, it: &Found| {
        found
            .iter()
            .enumerate()
            .any(|(other_at, other)| other.span.contains(it.span) && (other.span != it.span || other_at < at))
    };
    let mut kept: Vec<Found> = found
        .iter()
        .enumerate()
        .filter(|(at, it)| !inside_another(*at, it))
        .map(|(_, it)| it.clone())
        .collect();
    kept.sort_by_key(|it| (it.span.start, it.span.end));
    kept
}
