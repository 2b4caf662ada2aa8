//! Which words a phrase takes from a place on, whatever it captures: sets of ways walk the steps together on one stack.
//! What limits clauses, cues, and phrases without captures need no more than this.

use super::{
    matcher::NO_HEAD,
    program::{CompiledElement, CompiledPattern, CompiledStep, ConceptId, Matcher, PatternId},
    reading::{Reading, SentenceId, View},
};

/// A way through the steps so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Way {
    /// The place behind its last word.
    pub(super) place: u32,
    /// Where the head lies; [`NO_HEAD`] if it has not been passed.
    pub(super) head: u32,
    /// Words that gaps skipped.
    pub(super) skipped: u32,
}

impl Way {
    fn at(place: u32) -> Way {
        Way { place, head: NO_HEAD, skipped: 0 }
    }
}

impl Reading<'_> {
    /// The ways of a phrase that begin at a place, by place, head and words skipped, one for each place and head. What is
    /// on the stack already stays; theirs is all that is on top of it.
    pub(super) fn ways(&self, view: &View<'_>, steps: &[CompiledStep], start: u32, stack: &mut Vec<Way>) {
        let base = stack.len();
        stack.push(Way::at(start));
        self.along(view, steps, stack, base);
    }

    /// Runs with an empty stack that was used before.
    pub(super) fn with_stack<T>(&self, run: impl FnOnce(&mut Vec<Way>) -> T) -> T {
        // Empty while another phrase is being walked: that of an exception of a concept.
        let mut stack = self.stack.take();
        stack.clear();
        let result = run(&mut stack);
        self.stack.set(stack);
        result
    }

    /// How many steps of a phrase can be matched from the best place of a sentence, and how many it has.
    pub(super) fn furthest(&self, id: PatternId, sentence: SentenceId) -> (usize, usize) {
        let Some(CompiledPattern { matcher: Matcher::Phrase(steps), .. }) =
            self.program.patterns.get(id as usize)
        else {
            return (0, 1);
        };
        let view = self.view(sentence);
        let begins = |start: &u32| steps.first().is_some_and(|it| self.may_begin(&view, &it.what, *start));
        let best = (0..view.len()).filter(begins).map(|start| {
            self.with_stack(|stack| {
                stack.push(Way::at(start));
                let mut best = 0;
                // A gap is matched with what follows it.
                let mut index = 0;
                while index < steps.len() && !stack.is_empty() {
                    let end = match steps.get(index).map(|it| &it.what) {
                        Some(CompiledElement::Gap(..)) => (index + 2).min(steps.len()),
                        _ => index + 1,
                    };
                    self.along(&view, steps.get(index..end).unwrap_or_default(), stack, 0);
                    index = end;
                    if !stack.is_empty() {
                        best = index;
                    }
                }
                best
            })
        });
        (best.max().unwrap_or(0), steps.len())
    }

    /// Leads the ways on top of the stack along some steps.
    fn along(&self, view: &View<'_>, steps: &[CompiledStep], stack: &mut Vec<Way>, base: usize) {
        let mut steps = steps.iter();
        while let Some(step) = steps.next() {
            let from = stack.len();
            match (&step.what, steps.as_slice().first()) {
                (CompiledElement::Gap(min, max), Some(next)) => {
                    steps.next();
                    self.over_gap(view, (*min, *max), next, stack, base);
                }
                _ => {
                    for at in base..from {
                        let Some(way) = stack.get(at).copied() else { break };
                        if !self.burn() {
                            stack.truncate(base);
                            return;
                        }
                        self.one_step(view, step, way, stack);
                    }
                    stack.drain(base..from);
                    distinct(stack, base);
                }
            }
            if stack.len() == base {
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
        stack: &mut Vec<Way>,
        base: usize,
    ) {
        let from = stack.len();
        let word = matches!(next.what, CompiledElement::Word(_) | CompiledElement::Exact(..));
        for at in base..from {
            let Some(way) = stack.get(at).copied() else { break };
            for words in min..=max {
                let place = way.place + words;
                if place > view.len() || !self.burn() {
                    break;
                }
                if self.may_begin(view, &next.what, place) {
                    let head = if word && next.head { place } else { way.head };
                    stack.push(Way { place: place + u32::from(word), head, skipped: way.skipped + words });
                }
            }
        }
        stack.drain(base..from);
        distinct(stack, base);
        if word {
            return;
        }
        let from = stack.len();
        for at in base..from {
            let Some(way) = stack.get(at).copied() else { break };
            if !self.burn() {
                stack.truncate(base);
                return;
            }
            self.one_step(view, next, way, stack);
        }
        stack.drain(base..from);
        distinct(stack, base);
    }

    /// Adds the ways that one step leads to.
    fn one_step(&self, view: &View<'_>, step: &CompiledStep, way: Way, stack: &mut Vec<Way>) {
        let from = stack.len();
        let Way { place, .. } = way;
        match &step.what {
            CompiledElement::Word(_) | CompiledElement::Exact(..) => {
                if place < view.len() && self.word_fits(view, &step.what, place) {
                    stack.push(Way { place: place + 1, ..way });
                }
            }
            CompiledElement::Any => {
                if place < view.len() {
                    stack.push(Way { place: place + 1, ..way });
                }
            }
            CompiledElement::Gap(min, max) => {
                for words in *min..=*max {
                    if place + words > view.len() || !self.burn() {
                        break;
                    }
                    stack.push(Way { place: place + words, skipped: way.skipped + words, ..way });
                }
            }
            CompiledElement::Alt(branches) => {
                let form = self.id_at(view, place);
                for branch in branches {
                    if branch.first.as_ref().is_none_or(|first| first.contains(form)) {
                        let base = stack.len();
                        stack.push(way);
                        self.along(view, &branch.steps, stack, base);
                    }
                }
            }
            CompiledElement::Opt(inner) => {
                stack.push(way);
                let base = stack.len();
                stack.push(way);
                self.along(view, inner, stack, base);
            }
            CompiledElement::Concept(id, _) => {
                self.ways_of_concept(*id, view, place, stack);
                for it in stack.iter_mut().skip(from) {
                    // The head of a step that is a concept is the concept's own.
                    let head = if step.head { it.head } else { way.head };
                    *it = Way { place: it.place, head, skipped: way.skipped };
                }
                return;
            }
            CompiledElement::Value(_, ty) => {
                if let Some(place) = self.value_end(*ty, view, place) {
                    stack.push(Way { place, ..way });
                }
            }
            CompiledElement::Extracted(_, extractor) => {
                let ends = self.extracted_at(extractor, view, place).into_iter().map(|it| it.1);
                stack.extend(ends.map(|place| Way { place, ..way }));
            }
            CompiledElement::Party(_) => {
                if let Some((words, _)) = self.party_at(view, place) {
                    stack.push(Way { place: place + words, ..way });
                }
            }
        }
        if step.head {
            stack.iter_mut().skip(from).for_each(|it| it.head = place);
        }
    }

    /// Adds the matches of a concept that begin at a place: ends and heads, each once.
    pub(super) fn ways_of_concept(&self, id: ConceptId, view: &View<'_>, start: u32, stack: &mut Vec<Way>) {
        let Some(concept) = self.program.concepts.get(id as usize) else { return };
        let begins = |first: &Option<super::vocab::Forms>| {
            first.as_ref().is_none_or(|first| first.contains(self.id_at(view, start)))
        };
        if start >= view.len() || !begins(&concept.first) {
            return;
        }
        let base = stack.len();
        for member in &concept.patterns {
            let Some(pattern) = self.program.patterns.get(*member as usize) else { continue };
            match &pattern.matcher {
                Matcher::Phrase(steps) if pattern.plain => {
                    let plain = self.plain_at(steps, view, start);
                    stack.extend(plain.map(|(place, head)| Way { place, head, skipped: 0 }));
                }
                Matcher::Phrase(steps) => {
                    if begins(&pattern.first) {
                        self.ways(view, steps, start, stack);
                    }
                }
                Matcher::Regex(_) => {
                    let hits = self.regex_hits(*member, view).into_iter().filter(|(from, _)| *from == start);
                    stack.extend(hits.map(|(head, place)| Way { place, head, skipped: 0 }));
                }
            }
        }
        for it in stack.iter_mut().skip(base) {
            it.head = if it.head == NO_HEAD { start } else { it.head };
            it.skipped = 0;
        }
        if stack.len() > base && !concept.except.is_empty() {
            let excepted = self.excepted(id, &concept.except, view);
            let free = |it: &Way| !excepted.iter().any(|(from, to)| *from < it.place && start < *to);
            let mut kept = base;
            for at in base..stack.len() {
                if stack.get(at).is_some_and(free) {
                    stack.swap(kept, at);
                    kept += 1;
                }
            }
            stack.truncate(kept);
        }
        distinct(stack, base);
    }

    /// The match of a phrase that begins at a place; the longest, unless it binds captures.
    pub(super) fn longest_at(&self, id: PatternId, view: &View<'_>, start: u32) -> Option<(u32, u32)> {
        let Some(CompiledPattern { matcher: Matcher::Phrase(steps), first, plain, captures, .. }) =
            self.program.patterns.get(id as usize)
        else {
            return None;
        };
        if *plain {
            return self.plain_at(steps, view, start).map(|(end, _)| (start, end));
        }
        if first.as_ref().is_some_and(|first| !first.contains(self.id_at(view, start))) {
            return None;
        }
        self.with_stack(|stack| {
            self.ways(view, steps, start, stack);
            // As for a match: the value nearest to the words that ask for it is the one meant.
            let best = match captures {
                true => stack.iter().min_by_key(|way| (way.skipped, u32::MAX - way.place)),
                false => stack.iter().max_by_key(|way| way.place),
            };
            best.map(|way| (start, way.place))
        })
    }
}

/// Of the ways from `base` on, one for each place and head: the one that skipped fewest words.
fn distinct(stack: &mut Vec<Way>, base: usize) {
    let Some(ways) = stack.get_mut(base..).filter(|it| it.len() > 1) else { return };
    if ways.windows(2).all(|pair| match pair {
        [a, b] => (a.place, a.head) < (b.place, b.head),
        _ => true,
    }) {
        return;
    }
    ways.sort_unstable();
    let mut kept = base;
    for at in base + 1..stack.len() {
        let (Some(last), Some(way)) = (stack.get(kept).copied(), stack.get(at).copied()) else { break };
        if (last.place, last.head) != (way.place, way.head) {
            kept += 1;
            if let Some(it) = stack.get_mut(kept) {
                *it = way;
            }
        }
    }
    stack.truncate(kept + 1);
}
