//! Which words a phrase takes from a place on, and what its slots take: sets of ways walk the steps together on one
//! stack, so that the work is bounded by the length of the sentence and the gaps, and nothing depends on search order.

use super::{
    compiled::{CompiledElement, CompiledStep, ConceptId, Matcher, PatternId},
    hit::{Capture, NO_HEAD, SentenceId, View},
    reading::Reading,
    walk::{Walk, Way},
};

impl Reading<'_> {
    /// The ways of a phrase that begin at a place, by place and head, one for each. What is on the stack already stays;
    /// theirs is all that is on top of it.
    pub(super) fn ways(&self, view: &View<'_>, steps: &[CompiledStep], start: u32, walk: &mut Walk) {
        let base = walk.len();
        walk.ways.push(Way::at(start));
        self.along(view, steps, walk, base);
    }

    /// Runs with an empty stack that was used before.
    pub(super) fn with_walk<T>(&self, records: bool, run: impl FnOnce(&mut Walk) -> T) -> T {
        // Empty while another phrase is being walked: that of an exception of a concept.
        let mut walk = self.walk.take();
        walk.restart();
        walk.records = records;
        let result = run(&mut walk);
        self.walk.set(walk);
        result
    }

    /// How many steps of a phrase can be matched from the best place of a sentence.
    pub(super) fn furthest(&self, id: PatternId, sentence: SentenceId) -> usize {
        let Some(pattern) = self.program.patterns.get(id as usize) else { return 0 };
        let Matcher::Phrase(steps) = &pattern.matcher else { return 0 };
        let view = self.view(sentence);
        let begins = |start: &u32| self.begins(pattern, steps, &view, *start);
        self.with_walk(false, |walk| {
            walk.ways.extend((0..view.len()).filter(begins).map(Way::at));
            let mut matched = 0;
            // A gap is matched with what follows it.
            let mut index = 0;
            while index < steps.len() && walk.len() > 0 {
                let end = match steps.get(index).map(|it| &it.what) {
                    Some(CompiledElement::Gap(..)) => (index + 2).min(steps.len()),
                    _ => index + 1,
                };
                self.along(&view, steps.get(index..end).unwrap_or_default(), walk, 0);
                index = end;
                if walk.len() > 0 {
                    matched = index;
                }
            }
            matched
        })
    }

    /// Leads the ways on top of the stack along some steps.
    fn along(&self, view: &View<'_>, steps: &[CompiledStep], walk: &mut Walk, base: usize) {
        let mut steps = steps.iter();
        while let Some(step) = steps.next() {
            match (&step.what, steps.as_slice().first()) {
                (CompiledElement::Gap(min, max), Some(next)) => {
                    steps.next();
                    self.over_gap(view, (*min, *max), next, walk, base);
                }
                _ => self.one_step(view, step, walk, base),
            }
            if walk.len() == base {
                return;
            }
        }
    }

    /// A gap and the step after it in one go: only places where the step may begin become ways.
    fn over_gap(
        &self,
        view: &View<'_>,
        (min, max): (u32, u32),
        next: &CompiledStep,
        walk: &mut Walk,
        base: usize,
    ) {
        let from = walk.len();
        let word = matches!(next.what, CompiledElement::Word(_) | CompiledElement::Exact(..));
        for at in base..from {
            let Some(way) = walk.get(at) else { break };
            for words in min..=max {
                let place = way.place + words;
                if place > view.len() || !self.burn() {
                    break;
                }
                if self.may_begin(view, &next.what, place) {
                    let head = if word && next.head { place } else { way.head };
                    let skipped = way.skipped + words;
                    walk.ways.push(Way { place: place + u32::from(word), head, skipped, ..way });
                }
            }
        }
        walk.ways.drain(base..from);
        walk.distinct(base);
        if !word {
            self.one_step(view, next, walk, base);
        }
    }

    /// Leads the ways on top of the stack along one step.
    fn one_step(&self, view: &View<'_>, step: &CompiledStep, walk: &mut Walk, base: usize) {
        let from = walk.len();
        for at in base..from {
            let Some(way) = walk.get(at) else { break };
            if !self.burn() {
                walk.ways.truncate(base);
                return;
            }
            self.lead(view, step, way, walk);
        }
        walk.ways.drain(base..from);
        walk.distinct(base);
    }

    /// Adds the ways that one step leads to.
    fn lead(&self, view: &View<'_>, step: &CompiledStep, way: Way, walk: &mut Walk) {
        let from = walk.len();
        let Way { place, .. } = way;
        match &step.what {
            CompiledElement::Word(_) | CompiledElement::Exact(..) => {
                if place < view.len() && self.word_fits(view, &step.what, place) {
                    walk.ways.push(Way { place: place + 1, ..way });
                }
            }
            CompiledElement::Any => {
                if place < view.len() {
                    walk.ways.push(Way { place: place + 1, ..way });
                }
            }
            CompiledElement::Gap(min, max) => {
                for words in *min..=*max {
                    if place + words > view.len() || !self.burn() {
                        break;
                    }
                    walk.ways.push(Way { place: place + words, skipped: way.skipped + words, ..way });
                }
            }
            CompiledElement::Alt(branches) => {
                let form = self.id_at(view, place);
                for branch in branches {
                    if branch.first.as_ref().is_none_or(|first| first.contains(form)) {
                        let base = walk.len();
                        walk.ways.push(way);
                        self.along(view, &branch.steps, walk, base);
                    }
                }
            }
            CompiledElement::Opt(inner) => {
                walk.ways.push(way);
                let base = walk.len();
                walk.ways.push(way);
                self.along(view, inner, walk, base);
            }
            CompiledElement::Concept(id, name) => {
                self.ways_of_concept(*id, view, place, walk);
                let name = name.as_ref().filter(|_| walk.records);
                for at in from..walk.len() {
                    let Some(it) = walk.ways.get_mut(at) else { break };
                    // The head of a step that is a concept is the concept's own.
                    let head = if step.head { it.head } else { way.head };
                    *it = Way { place: it.place, head, ..way };
                    if let Some(name) = name {
                        let it = *it;
                        let words = self.span(view, place, it.place);
                        walk.push_captured(it, name, Capture::Words(words), place);
                        walk.ways.swap_remove(at);
                    }
                }
                return;
            }
            CompiledElement::Value(name, ty) if walk.records => {
                if let Some((value, after)) = self.value_at(*ty, view, place) {
                    walk.push_captured(Way { place: after, ..way }, name, Capture::Value(value), place);
                }
            }
            CompiledElement::Value(_, ty) => {
                if let Some(place) = self.value_end(*ty, view, place) {
                    walk.ways.push(Way { place, ..way });
                }
            }
            CompiledElement::Extracted(name, extractor) => {
                for (value, after) in self.extracted_at(extractor, view, place) {
                    let way = Way { place: after, ..way };
                    match walk.records {
                        true => walk.push_captured(way, name, Capture::Value(value), place),
                        false => walk.ways.push(way),
                    }
                }
            }
            CompiledElement::Party(name, who) => {
                if let Some(words) = self.party_of(*who, view, place) {
                    let way = Way { place: place + words, ..way };
                    match name.as_ref().filter(|_| walk.records) {
                        Some(name) => {
                            let words = self.span(view, place, way.place);
                            walk.push_captured(way, name, Capture::Words(words), place);
                        }
                        None => walk.ways.push(way),
                    }
                }
            }
        }
        if step.head {
            walk.ways.iter_mut().skip(from).for_each(|it| it.head = place);
        }
    }

    /// Adds the matches of a concept that begin at a place: ends and heads, each once.
    fn ways_of_concept(&self, id: ConceptId, view: &View<'_>, start: u32, walk: &mut Walk) {
        let Some(concept) = self.program.concepts.get(id as usize) else { return };
        let form = self.id_at(view, start);
        if start >= view.len() || concept.first.as_ref().is_some_and(|first| !first.contains(form)) {
            return;
        }
        let base = walk.len();
        // What a concept holds is captured as a whole.
        let records = std::mem::replace(&mut walk.records, false);
        for member in concept.members.beginning(form) {
            let Some(pattern) = self.program.patterns.get(member as usize) else { continue };
            match &pattern.matcher {
                Matcher::Phrase(steps) if pattern.plain => {
                    let plain = self.plain_at(steps, view, start);
                    walk.ways.extend(plain.map(|(place, head)| Way { place, head, ..Way::at(start) }));
                }
                Matcher::Phrase(steps) => self.ways(view, steps, start, walk),
                Matcher::Regex(_) => {
                    let hits = self.regex_hits(member, view);
                    let from = hits.partition_point(|it| it.0 < start);
                    let here = hits.iter().skip(from).take_while(|it| it.0 == start);
                    walk.ways.extend(here.map(|(head, place)| Way {
                        place: *place,
                        head: *head,
                        ..Way::at(start)
                    }));
                }
            }
        }
        walk.records = records;
        for it in walk.ways.iter_mut().skip(base) {
            it.head = if it.head == NO_HEAD { start } else { it.head };
            it.skipped = 0;
        }
        if walk.len() > base && !concept.except.is_empty() {
            let excepted = self.excepted(id, &concept.except, view);
            // They lie apart, in order: only the first that ends behind the start can overlap.
            let first = excepted.get(excepted.partition_point(|it| it.1 <= start));
            let free = |it: &Way| first.is_none_or(|(from, _)| *from >= it.place);
            let mut kept = base;
            for at in base..walk.len() {
                if walk.ways.get(at).is_some_and(free) {
                    walk.ways.swap(kept, at);
                    kept += 1;
                }
            }
            walk.ways.truncate(kept);
        }
        walk.distinct(base);
    }

    /// The match of a phrase that begins at a place; the longest, unless it binds captures.
    pub(super) fn longest_at(&self, id: PatternId, view: &View<'_>, start: u32) -> Option<(u32, u32)> {
        let pattern = self.program.patterns.get(id as usize)?;
        let Matcher::Phrase(steps) = &pattern.matcher else { return None };
        if pattern.plain {
            return self.plain_at(steps, view, start).map(|(end, _)| (start, end));
        }
        if !self.begins(pattern, steps, view, start) {
            return None;
        }
        self.with_walk(false, |walk| {
            self.ways(view, steps, start, walk);
            // As for a match: the value nearest to the words that ask for it is the one meant.
            let best = match pattern.captures {
                true => walk.ways.iter().min_by_key(|way| (way.skipped, u32::MAX - way.place)),
                false => walk.ways.iter().max_by_key(|way| way.place),
            };
            best.map(|way| (start, way.place))
        })
    }
}
