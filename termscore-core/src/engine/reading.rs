//! One document seen through one program: its words as form ids, and for each pattern the places where it may match.
//! Everything later looks only there.

use std::{
    borrow::Cow,
    cell::{Cell, OnceCell, RefCell},
    collections::BTreeMap,
    rc::Rc,
    sync::Arc,
};

use rustc_hash::FxHashMap;

use crate::{
    Document, Extracted, Registry, Span,
    document::{After, Observed, Sentence, observed},
    rule::{Observation, Role, Who},
    value::{Type, Value},
};

use super::{
    compiled::{ConceptId, Matcher, PatternId},
    forms::DocumentForms,
    hit::{Hit, SentenceId, View},
    mention::Parties,
    polarity::Cues,
    program::Program,
    screen::{AllCandidates, Presence, Sheets, Starts},
    vocab::{Form, OTHER},
    walk::Walk,
};

/// Places, `start..end`, found in a sentence for an item of the program.
type Memo<Item> = FxHashMap<(Item, SentenceId), Rc<[(u32, u32)]>>;

/// A value with the place after it; `None` if there is none.
type ValueRead = Option<(Value, u32)>;

/// What an extractor found, or why it failed.
type Extraction = Rc<Result<Vec<Extracted>, String>>;

pub(super) struct Reading<'a> {
    pub(super) program: &'a Program,
    pub(super) document: &'a Document,
    forms: DocumentForms<'a>,
    presence: Presence<'a>,
    /// Where patterns may match, but those that are asked about only near a match.
    candidates: AllCandidates,
    /// Its sentences as sets of places, each read once.
    sheets: RefCell<Sheets>,
    /// Its words with blanks between; made when a regular expression is looked for.
    spaced: OnceCell<Spaced<'static>>,
    /// What the document shows about itself, in the order of [`Observation::ALL`]; made when a clause asks for it.
    observed: [OnceCell<Vec<Observed>>; Observation::ALL.len()],
    pub(super) parties: Parties,
    registry: &'a Registry,
    /// What each extractor that was asked found, or why it failed.
    extracted: RefCell<BTreeMap<Arc<str>, Extraction>>,
    /// The first failure of an extractor that the clause at work asked.
    failed: RefCell<Option<String>>,
    /// Steps left for the clause at work; see [`super::Limits`].
    fuel: Cell<u64>,
    pub(super) cues: RefCell<FxHashMap<SentenceId, Rc<Cues>>>,
    pub(super) excepted: RefCell<Memo<ConceptId>>,
    pub(super) regex_hits: RefCell<Memo<PatternId>>,
    /// Values that were read: by type, sentence and place, each with the place after it.
    pub(super) values: RefCell<FxHashMap<(Type, SentenceId, u32), ValueRead>>,
    /// Kept for the next phrase.
    pub(super) walk: Cell<Walk>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(program: &'a Program, document: &'a Document, registry: &'a Registry) -> Reading<'a> {
        let forms =
            DocumentForms::new(document, &program.vocab, &program.told_of_forms, program.screen.fragments());
        Reading {
            program,
            document,
            presence: Presence::new(&program.screen, document, &forms),
            forms,
            candidates: AllCandidates::default(),
            sheets: RefCell::new(program.idle_sheets.take()),
            spaced: OnceCell::new(),
            observed: Default::default(),
            parties: Parties::default(),
            registry,
            extracted: RefCell::default(),
            failed: RefCell::default(),
            fuel: Cell::new(u64::MAX),
            cues: RefCell::default(),
            excepted: RefCell::default(),
            regex_hits: RefCell::default(),
            values: RefCell::default(),
            walk: Cell::default(),
        }
    }

    /// Gives its memory back, for the next document.
    pub(super) fn finish(self) {
        self.program.idle_sheets.give_back(self.sheets.into_inner());
    }

    /// Finds out where the patterns of some groups may match, before any of them is asked for.
    pub(super) fn screen(&mut self, groups: &[usize]) {
        let screen = &self.program.screen;
        let sheets = self.sheets.get_mut();
        self.candidates = screen.candidates(groups, self.document, &self.forms, &self.presence, sheets);
    }

    /// A sentence as the matcher walks it.
    pub(super) fn view(&self, id: SentenceId) -> View<'_> {
        let Some(sentence) = self.document.sentences.get(id as usize) else {
            return View { id, flow: &[], own: 0 };
        };
        View {
            id,
            flow: self.document.sentence_words(sentence),
            own: sentence.own_start.saturating_sub(sentence.flow_start),
        }
    }

    pub(super) fn sentence(&self, id: SentenceId) -> Option<&Sentence> {
        self.document.sentences.get(id as usize)
    }

    /// The sentences that are headings of the sections around a sentence, outermost first.
    pub(super) fn headings_above(&self, id: SentenceId) -> Vec<SentenceId> {
        let paragraph = self.sentence(id).and_then(|it| self.document.paragraphs.get(it.paragraph as usize));
        let sections = paragraph.map(|it| self.document.section_path(it.section)).unwrap_or_default();
        let heading = |it: &u32| self.document.sections.get(*it as usize)?.heading_sentence;
        sections.iter().filter_map(heading).collect()
    }

    /// False of a sentence that the file does not show or that is struck: what surrounds it does not read it.
    pub(super) fn shows(&self, id: SentenceId) -> bool {
        self.sentence(id).is_some_and(|it| !matches!(it.role, Role::Hidden | Role::Struck))
    }

    /// The form id of the word at a place of a sentence.
    pub(super) fn id_at(&self, view: &View<'_>, place: u32) -> Form {
        view.flow.get(place as usize).map_or(OTHER, |word| self.forms.form(*word))
    }

    /// Punctuation after the word at a place of a sentence; that of a lead-in's end does not count.
    pub(super) fn after(&self, view: &View<'_>, place: u32) -> After {
        if place + 1 == view.own || place + 1 >= view.len() {
            return After::Nothing;
        }
        let word = view.flow.get(place as usize).and_then(|word| self.document.words.get(*word as usize));
        word.map_or(After::Nothing, |word| word.after)
    }

    /// False if no value of a type begins at a place of a sentence.
    pub(super) fn may_start(&self, ty: Type, view: &View<'_>, place: u32) -> bool {
        let next = view.flow.get(place as usize + 1).copied();
        view.flow.get(place as usize).is_some_and(|word| self.forms.may_begin(ty, *word, next))
    }

    /// False if a sentence surely lacks a word without which a pattern cannot match.
    pub(super) fn may_match(&self, pattern: PatternId, sentence: SentenceId) -> bool {
        self.presence.has_all(self.program.screen.needs(pattern), sentence)
    }

    /// True of a pattern that is not screened: it is asked about only near a match, or once a document.
    fn limits(&self, pattern: PatternId) -> bool {
        pattern < self.program.first_standalone
            || self.program.patterns.get(pattern as usize).is_some_and(|it| it.limits)
    }

    /// The sentences in which a pattern may match, ascending, and where in each a match can begin; of one that is not only
    /// asked about near a match.
    pub(super) fn candidates(&self, pattern: PatternId) -> &[(SentenceId, Starts)] {
        debug_assert!(!self.limits(pattern));
        self.candidates.of(pattern)
    }

    /// True if no sentence holds all that a pattern cannot match without.
    pub(super) fn is_nowhere(&self, pattern: PatternId) -> bool {
        self.candidates_in(pattern, 0, self.document.sentences.len() as SentenceId).next().is_none()
    }

    /// True of a pattern that is one word: it matches wherever the word stands.
    pub(super) fn is_word(&self, pattern: PatternId) -> bool {
        let pattern = self.program.patterns.get(pattern as usize);
        pattern
            .is_some_and(|it| it.plain && matches!(&it.matcher, Matcher::Phrase(steps) if steps.len() == 1))
    }

    /// True of a sentence without a lead-in.
    pub(super) fn stands_alone(&self, id: SentenceId) -> bool {
        self.sentence(id).is_some_and(|it| it.own_start <= it.flow_start)
    }

    /// Where in a sentence a pattern can begin to match.
    pub(super) fn starts(&self, pattern: PatternId, sentence: SentenceId) -> Starts {
        if !self.limits(pattern) {
            return self.candidates.starts(pattern, sentence);
        }
        if !self.may_match(pattern, sentence) {
            return Starts::NOWHERE;
        }
        // To look at its words one after the other costs less than to take up the sheet of the sentence.
        if self.program.patterns.get(pattern as usize).is_some_and(|it| it.plain) {
            return Starts::ANYWHERE;
        }
        let read = (sentence, self.view(sentence).flow);
        let sheets = &mut self.sheets.borrow_mut();
        self.program.screen.starts(pattern, read, &self.forms, sheets)
    }

    /// The sentences that hold a word without which a pattern cannot match, ascending; all if there is no such word.
    pub(super) fn witnesses(&self, pattern: PatternId) -> impl Iterator<Item = SentenceId> {
        let n_sentences = self.document.sentences.len() as SentenceId;
        self.presence.holding(self.program.screen.witness(pattern), 0, n_sentences)
    }

    /// True if one of some sentences, ascending, holds a word without which one of some patterns cannot match.
    pub(super) fn hold_witness(&self, sentences: &[SentenceId], patterns: &[PatternId]) -> bool {
        let witnesses = patterns.iter().flat_map(|it| self.program.screen.witness(*it));
        self.presence.any_of(sentences, witnesses.copied())
    }

    /// See [`Screen::reached`](super::screen::Screen::reached).
    pub(super) fn reached(&self, pattern: PatternId, least: usize, n: usize) -> Vec<SentenceId> {
        self.program.screen.reached(pattern, least, n, &self.presence)
    }

    /// See [`Screen::furthest`](super::screen::Screen::furthest).
    pub(super) fn at_most(&self, pattern: PatternId, sentence: SentenceId) -> usize {
        let read = (sentence, self.view(sentence).flow);
        let sheets = &mut self.sheets.borrow_mut();
        self.program.screen.furthest(pattern, read, &self.forms, sheets)
    }

    /// The words of a sentence, as regular expressions read them.
    pub(super) fn spaced(&self, view: &View<'_>) -> Spaced<'_> {
        let all = self.spaced.get_or_init(|| Spaced::of(self.document, 0..self.document.words.len() as u32));
        let (Some(first), Some(last)) = (view.flow.first(), view.flow.last()) else {
            return Spaced::default();
        };
        // With a lead-in its words stand apart in the text.
        let together = last.checked_sub(*first).is_some_and(|it| it + 1 == view.len());
        let own = together.then(|| all.part(*first as usize, *last as usize + 1)).flatten();
        own.unwrap_or_else(|| Spaced::of(self.document, view.flow.iter().copied()))
    }

    /// The sentences of a range in which a pattern may match, ascending.
    pub(super) fn candidates_in(
        &self,
        pattern: PatternId,
        first: SentenceId,
        end: SentenceId,
    ) -> impl Iterator<Item = SentenceId> {
        let (candidates, limits) = (self.candidates.of(pattern), self.limits(pattern));
        let from = candidates.partition_point(|it| it.0 < first);
        let screened = candidates.iter().skip(from).map(|it| it.0).take_while(move |id| *id < end);
        let needs = self.program.screen.needs(pattern);
        let holding = limits.then(|| self.presence.holding(needs, first, end));
        // What is not screened has no candidates.
        screened.chain(holding.into_iter().flatten())
    }

    /// What the document shows about itself, in order of the text.
    pub(super) fn observed(&self, what: Observation) -> &[Observed] {
        let place = Observation::ALL.iter().position(|it| *it == what);
        let cell = place.and_then(|it| self.observed.get(it));
        cell.map_or(&[], |it| it.get_or_init(|| observed(self.document, what)))
    }

    /// Sets the steps that the next matches may take together.
    pub(super) fn refuel(&self, steps: u64) {
        self.fuel.set(steps);
        self.failed.replace(None);
    }

    /// Uses one step; false when none is left.
    pub(super) fn burn(&self) -> bool {
        match self.fuel.get().checked_sub(1) {
            Some(left) => {
                self.fuel.set(left);
                true
            }
            None => false,
        }
    }

    /// Why the last matches are not all there are: they ran out of steps, or an extractor failed.
    pub(super) fn cut(&self) -> Option<String> {
        let failed = self.failed.borrow().clone();
        failed.or_else(|| {
            (self.fuel.get() == 0).then(|| "the search was cut short by a limit on work".to_owned())
        })
    }

    /// The values that an extractor of the host found from a place on: each with the place after it.
    pub(super) fn extracted_at(&self, name: &Arc<str>, view: &View<'_>, place: u32) -> Vec<(Value, u32)> {
        let word_at = |place: u32| {
            view.flow.get(place as usize).and_then(|word| self.document.words.get(*word as usize))
        };
        let Some(word) = word_at(place) else { return Vec::new() };
        let known = self.extracted.borrow().get(name).cloned();
        let found = known.unwrap_or_else(|| {
            let found = Rc::new(self.registry.extract(name, self.document.text()));
            self.extracted.borrow_mut().insert(name.clone(), found.clone());
            found
        });
        let found = match found.as_ref() {
            Ok(found) => found,
            Err(error) => {
                let reason = format!("the host's extractor {name} failed: {error}");
                self.failed.borrow_mut().get_or_insert(reason);
                return Vec::new();
            }
        };
        // A value belongs to the word in which it begins: "#17" to "17", as signs are no words.
        let before = place.checked_sub(1).and_then(word_at).map_or(0, |it| it.end);
        let before = if before > word.start { 0 } else { before };
        let first = found.partition_point(|it| it.span.start < before as usize);
        let here = found.iter().skip(first).take_while(|it| it.span.start < word.end as usize);
        here.filter(|it| it.span.end > word.start as usize)
            .map(|it| {
                let goes_on = |at: &u32| {
                    word_at(*at)
                        .is_some_and(|next| (next.start as usize) < it.span.end && next.start >= word.start)
                };
                let after = (place..view.len()).take_while(goes_on).last().map_or(place, |it| it + 1);
                (it.value.clone(), after)
            })
            .filter(|(_, after)| *after > place)
            .collect()
    }

    /// The bytes of a hit: those of its own words, or of all if it has none.
    pub(super) fn span(&self, view: &View<'_>, start: u32, end: u32) -> Span {
        let from = if end > view.own { start.max(view.own) } else { start };
        self.bytes(view, from, end)
    }

    /// The bytes of a hit that lie in the lead-in, if any do.
    pub(super) fn lead_span(&self, view: &View<'_>, start: u32, end: u32) -> Option<Span> {
        (start < view.own && end > view.own).then(|| self.bytes(view, start, view.own))
    }

    fn bytes(&self, view: &View<'_>, start: u32, end: u32) -> Span {
        let word = |place: u32| view.flow.get(place as usize).map(|word| *word as usize);
        match (word(start), end.checked_sub(1).and_then(word)) {
            (Some(first), Some(last)) => self.document.written(first, last),
            _ => Span::default(),
        }
    }

    /// True if the pattern matches in one of these sentences.
    pub(super) fn matches_within(&self, pattern: PatternId, first: SentenceId, end: SentenceId) -> bool {
        let alone = end == first + 1;
        let mut sentences = self.candidates_in(pattern, first, end);
        sentences.any(|id| (alone || self.shows(id)) && self.matches(pattern, id))
    }

    /// The first match in a sentence.
    pub(super) fn first_hit(&self, pattern: PatternId, sentence: SentenceId) -> Option<Hit> {
        let mut hits = Vec::new();
        self.hits(pattern, sentence, true, &mut hits);
        hits.into_iter().next()
    }

    /// The party mentioned by the words from this place on, and how many words the mention has.
    pub(super) fn party_at(&self, view: &View<'_>, place: u32) -> Option<(u32, Who)> {
        let word = view.flow.get(place as usize)?;
        self.parties.mention_at(*word)
    }

    /// How many words the mention of a party from this place on has, if it is of this side.
    pub(super) fn party_of(&self, side: Option<Who>, view: &View<'_>, place: u32) -> Option<u32> {
        let (n_words, who) = self.party_at(view, place)?;
        side.is_none_or(|it| it == who).then_some(n_words)
    }
}

/// Normal forms of words, with one blank between each two.
#[derive(Default)]
pub(super) struct Spaced<'a> {
    text: Cow<'a, str>,
    /// Where each word begins, and one past the blank that would follow the last; `base` more than in `text`.
    starts: Cow<'a, [u32]>,
    base: u32,
}

impl Spaced<'_> {
    fn of(document: &Document, words: impl Iterator<Item = u32>) -> Spaced<'static> {
        let mut text = String::new();
        let mut starts = vec![0];
        for word in words {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(document.norm(word));
            starts.push(text.len() as u32 + 1);
        }
        Spaced { text: Cow::Owned(text), starts: Cow::Owned(starts), base: 0 }
    }

    fn part(&self, first: usize, end: usize) -> Option<Spaced<'_>> {
        let starts = self.starts.get(first..=end)?;
        let (base, after) = (*starts.first()?, *starts.last()?);
        let text = self.text.get(base as usize..after as usize - 1)?;
        Some(Spaced { text: Cow::Borrowed(text), starts: Cow::Borrowed(starts), base })
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// How many words begin before a place of the text.
    pub(super) fn words_before(&self, place: usize) -> u32 {
        let words = self.starts.split_last().map_or(&[][..], |(_, words)| words);
        words.partition_point(|at| ((at - self.base) as usize) < place) as u32
    }
}
