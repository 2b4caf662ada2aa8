//! What patterns match.
//!
//! A phrase denotes a set of *ways*: runs of words of one sentence, each with a head, captures, and the number of
//! words that gaps skipped. [`Reader::ways`] lists all of them.
//!
//! - Of the ways from one word, one is *the* match: of a phrase that captures, the one that skips fewest words, then
//!   the longest; of others the longest, then the one that skips fewest. Then the one whose head comes first; then
//!   the one whose captures, compared in their order, begin earlier, or else end earlier, or else have the smaller
//!   name, or else the smaller value in words; a capture comes before none.
//! - Where a match is looked for, it must reach beyond the lead-in: what lies in the lead-in is found there.
//! - The head of a step is its first word; of a concept, the head of the concept's own match.
//! - A value is read from the text that begins with its first word and ends before the first word that the sentence
//!   does not go on with. An amount begins with the sign before its number, and the capitals before that: "US$ 5".
//! - A concept matches where one of its patterns does, unless that run of words overlaps a match of `except`,
//!   wherever in the sentence that begins.
//! - A regular expression is tried on the sentence's words joined by blanks, from left to right: the first match that
//!   begins and ends with a word, then the first after it, and so on. Of several from one word, the one that it prefers.

use std::{cell::RefCell, cmp::Ordering, collections::BTreeMap, ops::Range};

use regex::Regex;
use termscore_core::{
    Span, Type, Value,
    rule::{Element, Pattern, Phrase, Step},
    value,
};

use crate::{
    contract::{Contract, Sentence},
    host::numbers,
    packs::Packs,
    parties::Parties,
};

/// Most bytes of text that a value may take: a limit of the engine.
const VALUE_BYTES: usize = 256;

/// What is needed to tell whether a pattern matches.
pub(crate) struct Reader<'a> {
    pub(crate) packs: &'a Packs,
    pub(crate) contract: &'a Contract<'a>,
    /// Empty while the parties are being found.
    pub(crate) parties: Parties,
    /// Compiled once each: to compile them is slow.
    regexes: RefCell<BTreeMap<String, Regex>>,
}

/// A match.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Match {
    /// Places of its words.
    pub(crate) places: Range<usize>,
    pub(crate) head: usize,
    pub(crate) captures: Vec<Capture>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Capture {
    pub(crate) name: String,
    pub(crate) places: Range<usize>,
    pub(crate) value: Value,
}

/// One way to match the steps of a phrase from some place.
#[derive(Clone, PartialEq)]
struct Way {
    end: usize,
    head: Option<usize>,
    skipped: usize,
    captures: Vec<Capture>,
}

impl Way {
    fn to(end: usize) -> Way {
        Way { end, head: None, skipped: 0, captures: Vec::new() }
    }
}

impl<'a> Reader<'a> {
    pub(crate) fn new(packs: &'a Packs, contract: &'a Contract<'a>) -> Reader<'a> {
        Reader { packs, contract, parties: Parties::default(), regexes: RefCell::default() }
    }

    /// The matches of a pattern in a sentence that reach beyond its lead-in, by first word.
    pub(crate) fn matches(&self, pattern: &Pattern, sentence: &Sentence) -> Vec<Match> {
        self.chosen(pattern, sentence, sentence.own + 1)
    }

    /// The matches of a pattern in a sentence, its lead-in included.
    pub(crate) fn matches_anywhere(&self, pattern: &Pattern, sentence: &Sentence) -> Vec<Match> {
        self.chosen(pattern, sentence, 0)
    }

    /// For each first word the match among those that end at `least` or later.
    fn chosen(&self, pattern: &Pattern, sentence: &Sentence, least: usize) -> Vec<Match> {
        match pattern {
            Pattern::Phrase(phrase) => (0..sentence.flow.len())
                .filter_map(|start| self.phrase_at(phrase, sentence, start, least))
                .collect(),
            Pattern::Regex(source) => self
                .regex(source, sentence)
                .into_iter()
                .filter(|places| places.end >= least)
                .map(|places| Match { head: places.start, places, captures: Vec::new() })
                .collect(),
        }
    }

    fn phrase_at(&self, phrase: &Phrase, sentence: &Sentence, start: usize, least: usize) -> Option<Match> {
        let captures = phrase.steps.iter().any(captures);
        let ways = self.ways(&phrase.steps, sentence, start).into_iter().filter(|way| way.end >= least);
        let best = ways.min_by(|a, b| {
            let (near, long) = (a.skipped.cmp(&b.skipped), b.end.cmp(&a.end));
            let length = if captures { near.then(long) } else { long.then(near) };
            length.then(a.head.cmp(&b.head)).then_with(|| compare_captures(&a.captures, &b.captures))
        })?;
        let head = best.head.expect("one step of a phrase is its head");
        Some(Match { places: start..best.end, head, captures: best.captures })
    }

    /// The longest match of a cue that begins at a place.
    pub(crate) fn cue_at(&self, phrase: &Phrase, sentence: &Sentence, start: usize) -> Option<Range<usize>> {
        let ways = self.ways(&phrase.steps, sentence, start);
        ways.into_iter().map(|way| way.end).max().map(|end| start..end)
    }

    /// All ways in which a sequence of steps matches from a place.
    fn ways(&self, steps: &[Step], sentence: &Sentence, start: usize) -> Vec<Way> {
        let Some((step, rest)) = steps.split_first() else { return vec![Way::to(start)] };
        let mut ways = Vec::new();
        for first in self.step(step, sentence, start) {
            for then in self.ways(rest, sentence, first.end) {
                ways.push(Way {
                    end: then.end,
                    head: first.head.or(then.head),
                    skipped: first.skipped + then.skipped,
                    captures: [&first.captures[..], &then.captures].concat(),
                });
            }
        }
        // They are a set.
        ways.sort_by_key(|it| (it.end, it.head, it.skipped));
        ways.dedup();
        ways
    }

    /// All ways in which one step matches from a place.
    fn step(&self, step: &Step, sentence: &Sentence, start: usize) -> Vec<Way> {
        let mut ways = self.element(&step.what, sentence, start);
        for way in &mut ways {
            way.head = match step.what {
                _ if !step.head => None,
                Element::Concept { .. } => way.head,
                _ => Some(start),
            };
        }
        ways
    }

    #[expect(clippy::panic, reason = "a construct that is new to the language must be added here")]
    fn element(&self, element: &Element, sentence: &Sentence, start: usize) -> Vec<Way> {
        let n_words = sentence.flow.len();
        let one_word = |fits: bool| if fits { vec![Way::to(start + 1)] } else { Vec::new() };
        match element {
            Element::Word(forms) => {
                one_word(start < n_words && forms.iter().any(|it| it == self.contract.norm(sentence, start)))
            }
            Element::Exact(text) => {
                one_word(start < n_words && self.contract.written(sentence, start) == text)
            }
            Element::Any => one_word(start < n_words),
            Element::Gap { min, max } => (usize::from(*min)..=usize::from(*max))
                .filter(|n| start + n <= n_words)
                .map(|n| Way { skipped: n, ..Way::to(start + n) })
                .collect(),
            Element::Alt(branches) => {
                branches.iter().flat_map(|branch| self.ways(branch, sentence, start)).collect()
            }
            Element::Opt(inner) => {
                let mut ways = vec![Way::to(start)];
                ways.extend(self.ways(inner, sentence, start));
                ways
            }
            Element::Concept { name, capture } => {
                let ends = self.concept(name, sentence, start).into_iter();
                ends.map(|(end, head)| Way {
                    head: Some(head),
                    captures: self.words(capture.as_ref(), sentence, start..end),
                    ..Way::to(end)
                })
                .collect()
            }
            Element::Value { capture, ty } => {
                let read = self.value(*ty, sentence, start).into_iter();
                read.map(|(value, end)| Way {
                    captures: vec![Capture { name: capture.clone(), places: start..end, value }],
                    ..Way::to(end)
                })
                .collect()
            }
            Element::Party { capture, who: side } => {
                let mention = self.parties.mention_at(sentence, start).into_iter();
                mention
                    .filter(|(_, who)| side.is_none_or(|it| it == *who))
                    .map(|(end, _)| Way {
                        captures: self.words(capture.as_ref(), sentence, start..end),
                        ..Way::to(end)
                    })
                    .collect()
            }
            Element::Extracted { capture, extractor, .. } => {
                let read = self.extracted(extractor, sentence, start).into_iter();
                read.map(|(value, end)| Way {
                    captures: vec![Capture { name: capture.clone(), places: start..end, value }],
                    ..Way::to(end)
                })
                .collect()
            }
            other => panic!("the reference evaluator does not know {other:?}"),
        }
    }

    /// What an extractor found that begins in a word, or between it and the word before; it takes all words that begin
    /// before its end.
    fn extracted(&self, extractor: &str, sentence: &Sentence, start: usize) -> Vec<(Value, usize)> {
        if extractor != "host.number" || start >= sentence.flow.len() {
            return Vec::new();
        }
        let word = |place: usize| self.contract.span(sentence, place..place + 1);
        let here = word(start);
        // A lead-in may stand anywhere before.
        let before = start.checked_sub(1).map(word).filter(|it| it.end <= here.start).map_or(0, |it| it.end);
        let found = numbers(self.contract.document.text()).into_iter();
        found
            .filter(|it| before <= it.span.start && it.span.start < here.end && it.span.end > here.start)
            .map(|it| {
                let rest = (start..sentence.flow.len()).take_while(|place| {
                    let next = word(*place);
                    next.start >= here.start && next.start < it.span.end
                });
                (it.value, start + rest.count())
            })
            .filter(|(_, end)| *end > start)
            .collect()
    }

    /// A capture of words, if it has a name.
    fn words(&self, name: Option<&String>, sentence: &Sentence, places: Range<usize>) -> Vec<Capture> {
        let text = self.contract.span(sentence, places.clone()).of(self.contract.document.text());
        let capture = |name: &String| Capture {
            name: name.clone(),
            places: places.clone(),
            value: Value::Text(text.to_owned()),
        };
        name.into_iter().map(capture).collect()
    }

    /// Ends and heads of the matches of a concept that begin at a place.
    fn concept(&self, name: &str, sentence: &Sentence, start: usize) -> Vec<(usize, usize)> {
        let concept = self.packs.concept(name);
        let mut found = Vec::new();
        for pattern in &concept.patterns {
            match pattern {
                Pattern::Phrase(phrase) => {
                    let ways = self.ways(&phrase.steps, sentence, start).into_iter();
                    found.extend(ways.map(|way| (way.end, way.head.expect("a phrase has a head"))));
                }
                Pattern::Regex(source) => {
                    let hits = self.regex(source, sentence).into_iter();
                    found.extend(hits.filter(|it| it.start == start).map(|it| (it.end, it.start)));
                }
            }
        }
        if !found.is_empty() {
            let excepted: Vec<Range<usize>> = concept
                .except
                .iter()
                .flat_map(|it| self.matches_anywhere(it, sentence))
                .map(|it| it.places)
                .collect();
            found.retain(|(end, _)| !excepted.iter().any(|it| overlap(it, &(start..*end))));
        }
        found
    }

    /// The value that begins with the word at a place, and the place after it.
    fn value(&self, ty: Type, sentence: &Sentence, start: usize) -> Option<(Value, usize)> {
        let word = *sentence.flow.get(start)?;
        // Words of the sentence that follow one another in the text, too.
        let run = sentence.flow[start..].iter().zip(word..).take_while(|(a, b)| **a == *b).count();
        let text = self.contract.document.text();
        let mut from = self.contract.words[word].span.start;
        if ty == Type::Money {
            from = sign_before(text, from);
        }
        let to = self.contract.words.get(word + run).map_or(text.len(), |next| next.span.start);
        let to = (from..=to.min(from + VALUE_BYTES)).rev().find(|at| text.is_char_boundary(*at))?;
        let (value, used) = value::read(ty, Span::new(from, to).of(text))?;
        let taken = (word..word + run).filter(|it| self.contract.words[*it].span.start < from + used).count();
        (taken > 0).then_some((value, start + taken))
    }

    /// Places of the matches of a regular expression.
    fn regex(&self, source: &str, sentence: &Sentence) -> Vec<Range<usize>> {
        let mut regexes = self.regexes.borrow_mut();
        let regex = regexes.entry(source.to_owned()).or_insert_with(|| {
            // The line break ends a comment of `(?x)`.
            let whole = |end: &str| Regex::new(&format!(r"(?:\A| )({source}{end})(?: |\z)"));
            whole("").or_else(|_| whole("\n")).expect("the engine compiles regular expressions")
        });
        let words: Vec<&str> = (0..sentence.flow.len()).map(|it| self.contract.norm(sentence, it)).collect();
        let text = words.join(" ");
        // Byte ranges of the words in the joined text.
        let mut at = 0;
        let mut bounds = Vec::new();
        for word in &words {
            bounds.push(at..at + word.len());
            at += word.len() + 1;
        }
        let mut hits: Vec<Range<usize>> = Vec::new();
        for (first, word) in bounds.iter().enumerate() {
            if hits.last().is_some_and(|it| first < it.end) {
                continue;
            }
            // From the blank before the word, so that `^` and `\b` see what is there.
            let found = regex.captures_at(&text, word.start.saturating_sub(1)).and_then(|it| it.get(1));
            if let Some(found) = found.filter(|it| it.start() == word.start)
                && let Some(last) = bounds.iter().position(|it| it.end == found.end())
            {
                hits.push(first..last + 1);
            }
        }
        hits
    }
}

pub(crate) fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// Does a step capture anything, or a part of it?
fn captures(step: &Step) -> bool {
    match &step.what {
        Element::Value { .. } | Element::Extracted { .. } => true,
        Element::Concept { capture, .. } | Element::Party { capture, .. } => capture.is_some(),
        Element::Alt(branches) => branches.iter().flatten().any(captures),
        Element::Opt(inner) => inner.iter().any(captures),
        _ => false,
    }
}

fn compare_captures(a: &[Capture], b: &[Capture]) -> Ordering {
    let mut order = Ordering::Equal;
    for (a, b) in a.iter().zip(b) {
        let by_place = (a.places.start, a.places.end).cmp(&(b.places.start, b.places.end));
        let by_name = a.name.cmp(&b.name).then_with(|| a.value.to_string().cmp(&b.value.to_string()));
        order = order.then(by_place).then(by_name);
    }
    order.then(b.len().cmp(&a.len()))
}

/// Where an amount begins whose number begins at `number`: "US$ 5" begins with its "U".
fn sign_before(text: &str, number: usize) -> usize {
    let before = text.get(..number).unwrap_or_default();
    let unspaced = before.trim_end_matches([' ', '\u{a0}']);
    match unspaced.strip_suffix(['$', '£', '€', '¥']) {
        Some(letters) => letters.trim_end_matches(|it: char| it.is_ascii_uppercase()).len(),
        None => number,
    }
}
