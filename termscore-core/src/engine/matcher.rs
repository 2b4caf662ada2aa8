//! Matches of patterns in one sentence, with what they capture.

use std::rc::Rc;

use crate::{
    Span,
    value::{self, Type, Value},
};

use super::{
    compiled::{CompiledElement, CompiledPattern, CompiledStep, ConceptId, Matcher, PatternId},
    hit::{Hit, NO_HEAD, SentenceId, View},
    reading::Reading,
    screen::Starts,
    vocab::Forms,
};

impl Reading<'_> {
    /// All matches of a pattern in a sentence that reach beyond its lead-in, at most one for each
    /// first word; only the first of all if `only_first`.
    ///
    /// Of several matches from the same word, one that binds captures skips as few words as it can (the
    /// value nearest to the words that ask for it is the one meant); others are as long as they can be. Of equals
    /// the one with the earliest head, then the earliest captures.
    pub(super) fn hits(&self, id: PatternId, sentence: SentenceId, only_first: bool, out: &mut Vec<Hit>) {
        let view = self.view(sentence);
        self.hits_beyond(id, &view, (self.starts(id, sentence), view.own), only_first, out);
    }

    /// As [`Reading::hits`], all that begin at one of some places.
    pub(super) fn hits_from(&self, id: PatternId, sentence: SentenceId, starts: Starts, out: &mut Vec<Hit>) {
        let view = self.view(sentence);
        self.hits_beyond(id, &view, (starts, view.own), false, out);
    }

    /// As [`Reading::hits`], those that lie in the lead-in included.
    pub(super) fn hits_anywhere(&self, id: PatternId, sentence: SentenceId, out: &mut Vec<Hit>) {
        self.hits_beyond(id, &self.view(sentence), (self.starts(id, sentence), 0), false, out);
    }

    /// Matches that begin at one of some places and end after another.
    fn hits_beyond(
        &self,
        id: PatternId,
        view: &View<'_>,
        (starts, after): (Starts, u32),
        only_first: bool,
        out: &mut Vec<Hit>,
    ) {
        let Some(pattern) = self.program.patterns.get(id as usize) else { return };
        match &pattern.matcher {
            Matcher::Phrase(steps) => {
                for start in starts.places(view.len()) {
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
                let beyond = hits.iter().filter(|(_, end)| *end > after);
                out.extend(beyond.map(|(start, end)| Hit {
                    start: *start,
                    end: *end,
                    head: *start,
                    captures: Vec::new(),
                }));
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
            Some(Matcher::Regex(_)) => self.regex_hits(id, &view).to_vec(),
            None => Vec::new(),
        }
    }

    /// True if a pattern matches in a sentence, beyond its lead-in.
    pub(super) fn matches(&self, id: PatternId, sentence: SentenceId) -> bool {
        let view = self.view(sentence);
        self.matches_beyond(id, &view, view.own)
    }

    /// True if a pattern matches anywhere in a sentence, its lead-in included.
    pub(super) fn matches_anywhere(&self, id: PatternId, sentence: SentenceId) -> bool {
        self.matches_beyond(id, &self.view(sentence), 0)
    }

    fn matches_beyond(&self, id: PatternId, view: &View<'_>, after: u32) -> bool {
        let Some(pattern) = self.program.patterns.get(id as usize) else { return false };
        match &pattern.matcher {
            Matcher::Phrase(steps) => {
                let starts = self.starts(id, view.id).places(view.len());
                let mut starts = starts.filter(|start| self.begins(pattern, steps, view, *start));
                if pattern.plain {
                    return starts
                        .any(|start| self.plain_at(steps, view, start).is_some_and(|(end, _)| end > after));
                }
                self.with_walk(false, |walk| {
                    starts.any(|start| {
                        walk.restart();
                        self.ways(view, steps, start, walk);
                        walk.ways.iter().any(|way| way.place > after)
                    })
                })
            }
            Matcher::Regex(_) => self.regex_hits(id, view).iter().any(|(_, end)| *end > after),
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
        if !self.begins(pattern, steps, view, start) {
            return None;
        }
        self.with_walk(pattern.captures, |walk| {
            self.ways(view, steps, start, walk);
            let ends = walk.ways.iter().filter(|way| way.place > after);
            let best = match pattern.captures {
                true => ends.min_by_key(|way| (way.skipped, u32::MAX - way.place)),
                false => ends.min_by_key(|way| (u32::MAX - way.place, way.skipped)),
            };
            let best = *best?;
            let head = if best.head == NO_HEAD { start } else { best.head };
            Some(Hit { start, end: best.place, head, captures: walk.taken(best) })
        })
    }

    /// False if the word at a place rules out that a phrase begins there.
    pub(super) fn begins(
        &self,
        pattern: &CompiledPattern,
        steps: &[CompiledStep],
        view: &View<'_>,
        start: u32,
    ) -> bool {
        match &pattern.first {
            Some(first) => first.contains(self.id_at(view, start)),
            None => steps.first().is_none_or(|it| self.may_begin(view, &it.what, start)),
        }
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
            CompiledElement::Party(_, who) => self.party_of(*who, view, place).is_some(),
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

    /// Places covered by the exceptions of a concept in a sentence, found once: ascending, those that overlap as one.
    pub(super) fn excepted(&self, id: ConceptId, except: &[PatternId], view: &View<'_>) -> Rc<[(u32, u32)]> {
        if let Some(known) = self.excepted.borrow().get(&(id, view.id)) {
            return known.clone();
        }
        let mut covered: Vec<(u32, u32)> =
            except.iter().flat_map(|pattern| self.covered(*pattern, view.id)).collect();
        covered.sort_unstable();
        covered.dedup_by(|next, last| {
            let overlap = next.0 < last.1;
            if overlap {
                last.1 = last.1.max(next.1);
            }
            overlap
        });
        let covered: Rc<[_]> = covered.into();
        self.excepted.borrow_mut().insert((id, view.id), covered.clone());
        covered
    }

    /// The value that begins at a word, and the place after it; read once.
    pub(super) fn value_at(&self, ty: Type, view: &View<'_>, place: u32) -> Option<(Value, u32)> {
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
    pub(super) fn regex_hits(&self, id: PatternId, view: &View<'_>) -> Rc<[(u32, u32)]> {
        if let Some(known) = self.regex_hits.borrow().get(&(id, view.id)) {
            return known.clone();
        }
        let mut hits = Vec::new();
        if let Some(CompiledPattern { matcher: Matcher::Regex(regex), .. }) =
            self.program.patterns.get(id as usize)
            && let Some(regex) = regex.regex()
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
        let hits: Rc<[_]> = hits.into();
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
