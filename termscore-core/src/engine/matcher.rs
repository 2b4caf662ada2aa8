//! Matches patterns against one sentence: sets of states walk the steps together, so that the work
//! is bounded by the length of the sentence and the gaps, and nothing depends on search order.

use std::{borrow::Cow, cmp::Ordering, rc::Rc, sync::Arc};

use crate::{
    Span,
    value::{self, Type, Value},
};

use super::{
    program::{CompiledElement, CompiledPattern, CompiledStep, ConceptId, Matcher, PatternId},
    reading::{Reading, SentenceId, View},
    vocab::Forms,
};

/// A match of a pattern in a sentence; places count the words of the sentence's flow.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    pub(super) start: u32,
    /// One past the last word.
    pub(super) end: u32,
    pub(super) head: u32,
    pub(super) captures: Vec<(Arc<str>, Capture)>,
}

/// What a slot took.
#[derive(Clone, Debug)]
pub(super) enum Capture {
    Value(Value),
    Words(Span),
}

impl Capture {
    /// As rules compare it and reports show it: words are text.
    pub(super) fn value(&self, text: &str) -> Cow<'_, Value> {
        match self {
            Capture::Value(value) => Cow::Borrowed(value),
            Capture::Words(span) => Cow::Owned(Value::Text(span.of(text).to_owned())),
        }
    }
}

/// No head has been passed yet.
pub(super) const NO_HEAD: u32 = u32::MAX;

#[derive(Clone)]
struct State {
    place: u32,
    head: u32,
    skipped: u32,
    captures: Captures,
}

type Captures = Option<Rc<Captured>>;

struct Captured {
    name: Arc<str>,
    capture: Capture,
    start: u32,
    end: u32,
    before: Captures,
}

impl State {
    fn at(place: u32) -> State {
        State { place, head: NO_HEAD, skipped: 0, captures: None }
    }

    fn moved(&self, place: u32) -> State {
        State { place, ..self.clone() }
    }

    /// Keeps what the words from `start` to this state's place are.
    fn with(mut self, name: &Arc<str>, capture: Capture, start: u32) -> State {
        let (before, end) = (self.captures.take(), self.place);
        self.captures = Some(Rc::new(Captured { name: name.clone(), capture, start, end, before }));
        self
    }

    /// In the order of the phrase.
    fn captured(&self) -> Vec<&Captured> {
        let mut all = Vec::new();
        let mut rest = &self.captures;
        while let Some(captured) = rest {
            all.push(&**captured);
            rest = &captured.before;
        }
        all.reverse();
        all
    }
}

impl Reading<'_> {
    /// All matches of a pattern in a sentence that reach beyond its lead-in, at most one for each
    /// first word; only the first of all if `only_first`.
    ///
    /// Of several matches from the same word, one that binds captures skips as few words as it can (the
    /// value nearest to the words that ask for it is the one meant); others are as long as they can be. Of equals
    /// the one with the earliest head, then the earliest captures.
    pub(super) fn hits(&self, id: PatternId, sentence: SentenceId, only_first: bool, out: &mut Vec<Hit>) {
        let view = self.view(sentence);
        self.hits_beyond(id, &view, view.own, only_first, out);
    }

    /// As [`Reading::hits`], those that lie in the lead-in included.
    pub(super) fn hits_anywhere(&self, id: PatternId, sentence: SentenceId, out: &mut Vec<Hit>) {
        self.hits_beyond(id, &self.view(sentence), 0, false, out);
    }

    /// Matches that end after a place.
    fn hits_beyond(&self, id: PatternId, view: &View<'_>, after: u32, only_first: bool, out: &mut Vec<Hit>) {
        let Some(pattern) = self.program.patterns.get(id as usize) else { return };
        match &pattern.matcher {
            Matcher::Phrase(steps) => {
                for start in self.starts(id, view.id).places(view.len()) {
                    if let Some(hit) = self.hit_at(pattern, steps, view, start, after) {
                        out.push(hit);
                        if only_first {
                            return;
                        }
                    }
                }
            }
            Matcher::Regex(_) => {
                let hits = self.regex_hits(id, view);
                let beyond = hits.into_iter().filter(|(_, end)| *end > after);
                out.extend(beyond.map(|(start, end)| Hit { start, end, head: start, captures: Vec::new() }));
            }
        }
    }

    /// Places of the matches of a pattern in a sentence, those that lie in its lead-in included; of a phrase
    /// one from each first word, as [`Reading::hits`] chooses it.
    pub(super) fn covered(&self, id: PatternId, sentence: SentenceId) -> Vec<(u32, u32)> {
        let view = self.view(sentence);
        match self.program.patterns.get(id as usize).map(|pattern| &pattern.matcher) {
            Some(Matcher::Phrase(_)) => {
                let starts = self.starts(id, sentence).places(view.len());
                starts.filter_map(|start| self.longest_at(id, &view, start)).collect()
            }
            Some(Matcher::Regex(_)) => self.regex_hits(id, &view),
            None => Vec::new(),
        }
    }

    /// End and head of a phrase of single words that begins at a place.
    pub(super) fn plain_at(&self, steps: &[CompiledStep], view: &View<'_>, start: u32) -> Option<(u32, u32)> {
        let end = start + steps.len() as u32;
        if end > view.len() {
            return None;
        }
        let mut head = start;
        for (step, place) in steps.iter().zip(start..end) {
            if !self.word_fits(view, &step.what, place) {
                return None;
            }
            if step.head {
                head = place;
            }
        }
        Some((end, head))
    }

    fn hit_at(
        &self,
        pattern: &CompiledPattern,
        steps: &[CompiledStep],
        view: &View<'_>,
        start: u32,
        after: u32,
    ) -> Option<Hit> {
        if pattern.plain {
            let (end, head) = self.plain_at(steps, view, start).filter(|(end, _)| *end > after)?;
            return Some(Hit { start, end, head, captures: Vec::new() });
        }
        if pattern.first.as_ref().is_some_and(|first| !first.contains(self.id_at(view, start))) {
            return None;
        }
        let from = |head: u32| if head == NO_HEAD { start } else { head };
        if !pattern.captures {
            return self.with_stack(|stack| {
                self.ways(view, steps, start, stack);
                let ends = stack.iter().filter(|way| way.place > after);
                let best = ends.min_by_key(|way| (u32::MAX - way.place, way.skipped))?;
                Some(Hit { start, end: best.place, head: from(best.head), captures: Vec::new() })
            });
        }
        let states = self.walk(view, steps, vec![State::at(start)]);
        let ends = states.into_iter().filter(|state| state.place > after);
        let best = ends.min_by_key(|state| (state.skipped, u32::MAX - state.place))?;
        let captures = best.captured().iter().map(|it| (it.name.clone(), it.capture.clone())).collect();
        Some(Hit { start, end: best.place, head: from(best.head), captures })
    }

    fn walk(&self, view: &View<'_>, steps: &[CompiledStep], mut states: Vec<State>) -> Vec<State> {
        let mut steps = steps.iter();
        while let Some(step) = steps.next() {
            states = match (&step.what, steps.as_slice().first()) {
                (CompiledElement::Gap(min, max), Some(next)) => {
                    steps.next();
                    self.gap_then(view, (*min, *max), next, &states)
                }
                _ => self.step(view, step, states),
            };
            if states.is_empty() {
                break;
            }
        }
        states
    }

    /// A gap and the step after it in one go: only places where the step may begin become states.
    fn gap_then(
        &self,
        view: &View<'_>,
        (min, max): (u32, u32),
        next: &CompiledStep,
        states: &[State],
    ) -> Vec<State> {
        let word = matches!(next.what, CompiledElement::Word(_) | CompiledElement::Exact(..));
        let mut out = Vec::new();
        for state in states {
            for words in min..=max {
                let place = state.place + words;
                if place > view.len() || !self.burn() {
                    break;
                }
                if self.may_begin(view, &next.what, place) {
                    let mut moved = state.moved(place + u32::from(word));
                    moved.skipped += words;
                    if word && next.head {
                        moved.head = place;
                    }
                    out.push(moved);
                }
            }
        }
        let states = distinct(out);
        if word || states.is_empty() { states } else { self.step(view, next, states) }
    }

    /// False if the word at a place rules out that a step begins there.
    pub(super) fn may_begin(&self, view: &View<'_>, element: &CompiledElement, place: u32) -> bool {
        let one_of =
            |forms: &Option<Forms>| forms.as_ref().is_none_or(|it| it.contains(self.id_at(view, place)));
        match element {
            CompiledElement::Word(_) | CompiledElement::Exact(..) => {
                place < view.len() && self.word_fits(view, element, place)
            }
            CompiledElement::Any => place < view.len(),
            CompiledElement::Alt(branches) => branches.iter().any(|it| one_of(&it.first)),
            CompiledElement::Concept(id, _) => {
                self.program.concepts.get(*id as usize).is_some_and(|it| one_of(&it.first))
            }
            CompiledElement::Value(_, ty) => self.may_start(*ty, view, place),
            CompiledElement::Party(_) => self.party_at(view, place).is_some(),
            CompiledElement::Gap(..) | CompiledElement::Opt(_) | CompiledElement::Extracted(..) => true,
        }
    }

    pub(super) fn word_fits(&self, view: &View<'_>, element: &CompiledElement, place: u32) -> bool {
        match element {
            CompiledElement::Word(forms) => forms.contains(self.id_at(view, place)),
            CompiledElement::Exact(_, Some(form)) if *form != self.id_at(view, place) => false,
            CompiledElement::Exact(text, _) => view
                .flow
                .get(place as usize)
                .and_then(|word| self.document.words.get(*word as usize))
                .is_some_and(|word| {
                    let written = Span::new(word.start as usize, word.end as usize).of(self.document.text());
                    let bare =
                        written.strip_suffix("'s").or_else(|| written.strip_suffix("’s")).unwrap_or(written);
                    bare == text
                }),
            _ => false,
        }
    }

    fn step(&self, view: &View<'_>, step: &CompiledStep, states: Vec<State>) -> Vec<State> {
        let mut out = Vec::new();
        for state in &states {
            if !self.burn() {
                return Vec::new();
            }
            let from = out.len();
            self.element(view, step, state, &mut out);
            if step.head && !matches!(step.what, CompiledElement::Concept(..)) {
                for moved in out.iter_mut().skip(from) {
                    moved.head = state.place;
                }
            }
        }
        distinct(out)
    }

    /// Adds the states that one step leads to. The head of a step that is a concept is the concept's own.
    fn element(&self, view: &View<'_>, step: &CompiledStep, state: &State, out: &mut Vec<State>) {
        let place = state.place;
        match &step.what {
            CompiledElement::Word(_) | CompiledElement::Exact(..) => {
                if place < view.len() && self.word_fits(view, &step.what, place) {
                    out.push(state.moved(place + 1));
                }
            }
            CompiledElement::Any => {
                if place < view.len() {
                    out.push(state.moved(place + 1));
                }
            }
            CompiledElement::Gap(min, max) => {
                for words in *min..=*max {
                    if place + words > view.len() || !self.burn() {
                        break;
                    }
                    let mut moved = state.moved(place + words);
                    moved.skipped += words;
                    out.push(moved);
                }
            }
            CompiledElement::Alt(branches) => {
                let form = self.id_at(view, place);
                for branch in branches {
                    if branch.first.as_ref().is_none_or(|first| first.contains(form)) {
                        out.extend(self.walk(view, &branch.steps, vec![state.clone()]));
                    }
                }
            }
            CompiledElement::Opt(inner) => {
                out.push(state.clone());
                out.extend(self.walk(view, inner, vec![state.clone()]));
            }
            CompiledElement::Concept(id, name) => {
                let mut ways = Vec::new();
                self.ways_of_concept(*id, view, place, &mut ways);
                for way in ways {
                    let mut moved = state.moved(way.place);
                    if step.head {
                        moved.head = way.head;
                    }
                    out.push(match name {
                        Some(name) => {
                            moved.with(name, Capture::Words(self.span(view, place, way.place)), place)
                        }
                        None => moved,
                    });
                }
            }
            CompiledElement::Value(name, ty) => {
                if let Some((value, end)) = self.value_at(*ty, view, place) {
                    out.push(state.moved(end).with(name, Capture::Value(value), place));
                }
            }
            CompiledElement::Extracted(name, extractor) => {
                for (value, end) in self.extracted_at(extractor, view, place) {
                    out.push(state.moved(end).with(name, Capture::Value(value), place));
                }
            }
            CompiledElement::Party(name) => {
                if let Some((words, _)) = self.party_at(view, place) {
                    let moved = state.moved(place + words);
                    out.push(match name {
                        Some(name) => {
                            moved.with(name, Capture::Words(self.span(view, place, place + words)), place)
                        }
                        None => moved,
                    });
                }
            }
        }
    }

    /// Places covered by the exceptions of a concept in a sentence, found once.
    pub(super) fn excepted(&self, id: ConceptId, except: &[PatternId], view: &View<'_>) -> Vec<(u32, u32)> {
        if let Some(known) = self.excepted.borrow().get(&(id, view.id)) {
            return known.clone();
        }
        let covered: Vec<_> = except.iter().flat_map(|pattern| self.covered(*pattern, view.id)).collect();
        self.excepted.borrow_mut().insert((id, view.id), covered.clone());
        covered
    }

    /// The value that begins at a word, and the place after it; read once.
    fn value_at(&self, ty: Type, view: &View<'_>, place: u32) -> Option<(Value, u32)> {
        self.with_value(ty, view, place, Clone::clone)
    }

    /// The place after the value that begins at a word.
    pub(super) fn value_end(&self, ty: Type, view: &View<'_>, place: u32) -> Option<u32> {
        self.with_value(ty, view, place, |it| it.1)
    }

    fn with_value<T>(
        &self,
        ty: Type,
        view: &View<'_>,
        place: u32,
        take: impl FnOnce(&(Value, u32)) -> T,
    ) -> Option<T> {
        if !self.may_start(ty, view, place) {
            return None;
        }
        let mut known = self.values.borrow_mut();
        let value = known.entry((ty, view.id, place)).or_insert_with(|| self.read_value(ty, view, place));
        value.as_ref().map(take)
    }

    fn read_value(&self, ty: Type, view: &View<'_>, place: u32) -> Option<(Value, u32)> {
        let index = *view.flow.get(place as usize)?;
        let word = self.document.words.get(index as usize)?;
        let text = self.document.text();
        let start = match ty {
            Type::Money => currency_before(text, word.start as usize),
            Type::Section => section_sign_before(text, word.start as usize),
            _ => word.start as usize,
        };
        // A value ends with the sentence, and at a lead-in's end: where the flow leaves the text.
        let run =
            view.flow.get(place as usize..)?.iter().zip(index..).take_while(|(a, b)| *a == b).count() as u32;
        let next = self.document.words.get((index + run) as usize);
        let rest = text.get(start..next.map_or(text.len(), |next| next.start as usize))?;
        // The longest values in words are well below this; beyond it nothing is read twice.
        let limit = (0..=VALUE_BYTES.min(rest.len())).rev().find(|at| rest.is_char_boundary(*at))?;
        let (value, used) = value::read(ty, rest.get(..limit)?)?;
        let end = (start + used) as u32;
        let words = self.document.words.get(index as usize..(index + run) as usize)?;
        let taken = words.iter().take_while(|word| word.start < end).count() as u32;
        (taken > 0).then_some((value, place + taken))
    }

    /// Word places of the matches of a regular expression in a sentence, found once: the first, the first after it,
    /// and so on. A match begins and ends with a word.
    pub(super) fn regex_hits(&self, id: PatternId, view: &View<'_>) -> Vec<(u32, u32)> {
        if let Some(known) = self.regex_hits.borrow().get(&(id, view.id)) {
            return known.clone();
        }
        let mut hits = Vec::new();
        if let Some(CompiledPattern { matcher: Matcher::Regex(regex), .. }) =
            self.program.patterns.get(id as usize)
        {
            let words = self.spaced(view);
            let text = words.text();
            // The blank after one match may be that before the next.
            let mut from = 0;
            while let Some(found) = regex.find_at(text, from) {
                let blank = |at: usize| text.as_bytes().get(at) == Some(&b' ');
                let start = found.start() + usize::from(blank(found.start()));
                let end = found.end() - usize::from(found.end() > start && blank(found.end() - 1));
                let (first, last) = (words.words_before(start), words.words_before(end));
                if last > first {
                    hits.push((first, last));
                }
                if end <= from {
                    break;
                }
                from = end;
            }
        }
        self.regex_hits.borrow_mut().insert((id, view.id), hits.clone());
        hits
    }
}

/// Bytes of text that a value may take.
const VALUE_BYTES: usize = 256;

/// Where an amount begins whose number begins at `start`: at a currency sign before it, and the
/// capitals before that ("US$").
fn currency_before(text: &str, start: usize) -> usize {
    let Some(before) = text.get(..start) else { return start };
    let trimmed = before.trim_end_matches([' ', '\u{a0}']);
    let Some(sign) = trimmed.chars().next_back().filter(|sign| "$£€¥".contains(*sign)) else {
        return start;
    };
    let mut at = trimmed.len() - sign.len_utf8();
    while let Some(letter) =
        text.get(..at).and_then(|it| it.chars().next_back()).filter(char::is_ascii_uppercase)
    {
        at -= letter.len_utf8();
    }
    at
}

/// Where a reference begins whose number begins at `start`: at a section sign before it.
fn section_sign_before(text: &str, start: usize) -> usize {
    let before = text.get(..start).map_or("", |it| it.trim_end_matches([' ', '\u{a0}']));
    before.strip_suffix('§').map_or(start, |it| it.strip_suffix('§').unwrap_or(it).len())
}

/// One state for each place and head: the one that skipped fewest words, and of those the one whose captures
/// come first. What a state leads to adds the same to all of them, so the best of all ways remains.
fn distinct(mut states: Vec<State>) -> Vec<State> {
    if states.len() > 1 {
        states.sort_by(|a, b| {
            let key = |state: &State| (state.place, state.head, state.skipped);
            key(a).cmp(&key(b)).then_with(|| by_captures(a, b))
        });
        states.dedup_by_key(|state| (state.place, state.head));
    }
    states
}

/// Compares the captures of two states that are equal otherwise, one after the other: the one that begins
/// earlier comes first, then the shorter, then by name and value; a capture comes before none. So the choice
/// depends on the captures alone and not on the order of the search.
fn by_captures(a: &State, b: &State) -> Ordering {
    match (&a.captures, &b.captures) {
        (None, None) => return Ordering::Equal,
        (Some(a), Some(b)) if Rc::ptr_eq(a, b) => return Ordering::Equal,
        _ => {}
    }
    let (a, b) = (a.captured(), b.captured());
    for (a, b) in a.iter().zip(&b) {
        let value = |it: &Captured| match &it.capture {
            Capture::Value(value) => value.to_string(),
            Capture::Words(_) => String::new(),
        };
        let order = (a.start, a.end, &a.name).cmp(&(b.start, b.end, &b.name));
        let order = order.then_with(|| value(a).cmp(&value(b)));
        if order.is_ne() {
            return order;
        }
    }
    b.len().cmp(&a.len())
}
