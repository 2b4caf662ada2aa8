//! Does one phrase match wherever another does? Decided on the structure of both, as automata without loops:
//! "yes" is certain, "no" may be wrong.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use termscore_core::document::words_of;
use termscore_core::rule::{Element, Phrase, Step, Who, WordForms};
use termscore_core::value::Type;

/// Phrases with more states are not compared.
const MAX_STATES: usize = 1_000;

/// Forms of words by number: sets of numbers are compared faster than texts.
#[derive(Default)]
pub(super) struct Numbers<'a>(HashMap<Cow<'a, str>, u32>);

impl<'a> Numbers<'a> {
    fn of(&mut self, form: Cow<'a, str>) -> u32 {
        let next = self.0.len() as u32;
        *self.0.entry(form).or_insert(next)
    }

    /// That of the one word that is spelt so.
    fn of_spelling(&mut self, spelling: &str) -> Option<u32> {
        let mut words = words_of(spelling).into_iter();
        let only = words.next().filter(|_| words.len() == 0)?;
        Some(self.of(Cow::Owned(only)))
    }

    /// Those of all forms of a word; ascending.
    fn of_all(&mut self, forms: &'a WordForms) -> Box<[u32]> {
        let mut numbers: Vec<u32> = forms.iter().map(|it| self.of(Cow::Borrowed(it))).collect();
        numbers.sort_unstable();
        numbers.into()
    }
}

/// A phrase as states and steps between them.
pub(super) struct Automaton<'a> {
    /// By state: the steps that leave it.
    states: Vec<Vec<Transition<'a>>>,
    last: usize,
}

struct Transition<'a> {
    /// Absent: nothing is read.
    reads: Option<Reads<'a>>,
    head: bool,
    to: usize,
}

#[derive(Clone, PartialEq)]
enum Reads<'a> {
    /// A word in any of these forms.
    Word(Box<[u32]>),
    /// One form of a word.
    Form(u32),
    /// A spelling, and the form of the word that is spelt so, if it is one word.
    Exact(&'a str, Option<u32>),
    Any,
    Concept(&'a str, Option<&'a str>),
    Value(&'a str, Type),
    Party(Option<&'a str>, Option<Who>),
}

impl<'a> Automaton<'a> {
    /// Absent if the phrase is too large, or holds what is not known here.
    pub(super) fn of(phrase: &'a Phrase, numbers: &mut Numbers<'a>) -> Option<Automaton<'a>> {
        let mut it = Automaton { states: vec![Vec::new()], last: 0 };
        it.last = it.sequence(&phrase.steps, 0, false, numbers)?;
        Some(it)
    }

    fn state(&mut self) -> Option<usize> {
        self.states.push(Vec::new());
        (self.states.len() <= MAX_STATES).then_some(self.states.len() - 1)
    }

    fn join(&mut self, from: usize, reads: Option<Reads<'a>>, head: bool, to: usize) {
        if let Some(state) = self.states.get_mut(from) {
            state.push(Transition { reads, head, to });
        }
    }

    /// Adds steps after a state; the state after them. `head`: their first word is the head.
    fn sequence(
        &mut self,
        steps: &'a [Step],
        from: usize,
        head: bool,
        numbers: &mut Numbers<'a>,
    ) -> Option<usize> {
        let mut at = from;
        for (n, step) in steps.iter().enumerate() {
            at = self.step(&step.what, at, step.head || head && n == 0, numbers)?;
        }
        Some(at)
    }

    fn step(
        &mut self,
        what: &'a Element,
        from: usize,
        head: bool,
        numbers: &mut Numbers<'a>,
    ) -> Option<usize> {
        let reads = match what {
            Element::Word(forms) => Reads::Word(numbers.of_all(forms)),
            Element::Exact(it) => Reads::Exact(it, numbers.of_spelling(it)),
            Element::Any => Reads::Any,
            Element::Concept { name, capture } => Reads::Concept(name, capture.as_deref()),
            Element::Value { capture, ty } => Reads::Value(capture, *ty),
            Element::Party { capture, who } => Reads::Party(capture.as_deref(), *who),
            Element::Gap { min, max } => {
                let mut exits = vec![from];
                for _ in 0..*max {
                    let to = self.state()?;
                    self.join(*exits.last()?, Some(Reads::Any), false, to);
                    exits.push(to);
                }
                let end = self.state()?;
                for at in exits.into_iter().skip(usize::from(*min)) {
                    self.join(at, None, false, end);
                }
                return Some(end);
            }
            Element::Alt(branches) => {
                let mut exits = Vec::new();
                for branch in branches {
                    exits.push(self.sequence(branch, from, head, numbers)?);
                }
                let end = self.state()?;
                exits.into_iter().for_each(|at| self.join(at, None, false, end));
                return Some(end);
            }
            Element::Opt(inner) => {
                let exit = self.sequence(inner, from, head, numbers)?;
                let end = self.state()?;
                self.join(exit, None, false, end);
                self.join(from, None, false, end);
                return Some(end);
            }
            _ => return None,
        };
        let to = self.state()?;
        self.join(from, Some(reads), head, to);
        Some(to)
    }

    fn leaving(&self, state: usize) -> &[Transition<'a>] {
        self.states.get(state).map_or(&[], Vec::as_slice)
    }

    /// Adds the states that are reached without reading.
    fn close(&self, states: &mut BTreeSet<usize>, fuel: &mut usize) {
        let mut open: Vec<usize> = states.iter().copied().collect();
        while let Some(state) = open.pop() {
            *fuel = fuel.saturating_sub(1);
            for it in self.leaving(state).iter().filter(|it| it.reads.is_none()) {
                if states.insert(it.to) {
                    open.push(it.to);
                }
            }
        }
    }
}

/// Is every match of the narrow phrase one of the wide phrase, with the same captures and, if heads count,
/// the same head? Gives up, with "no", when the fuel is used up.
pub(super) fn includes(wide: &Automaton<'_>, narrow: &Automaton<'_>, heads: bool, fuel: &mut usize) -> bool {
    let mut start = BTreeSet::from([0]);
    wide.close(&mut start, fuel);
    let mut seen = BTreeSet::new();
    let mut open = vec![(0_usize, start)];
    while let Some((state, reached)) = open.pop() {
        if *fuel == 0 || state == narrow.last && !reached.contains(&wide.last) {
            return false;
        }
        *fuel = fuel.saturating_sub(reached.len());
        if !seen.insert((state, reached.clone())) {
            continue;
        }
        for step in narrow.leaving(state) {
            let Some(reads) = &step.reads else {
                open.push((step.to, reached.clone()));
                continue;
            };
            for reads in singly(reads) {
                let mut next = BTreeSet::new();
                for it in reached.iter().flat_map(|it| wide.leaving(*it)) {
                    *fuel = fuel.saturating_sub(1);
                    let covered = it.reads.as_ref().is_some_and(|it| covers(it, &reads));
                    if covered && (!heads || it.head == step.head) {
                        next.insert(it.to);
                    }
                }
                if next.is_empty() {
                    return false;
                }
                wide.close(&mut next, fuel);
                open.push((step.to, next));
            }
        }
    }
    true
}

/// One of its forms at a time.
fn singly<'a>(reads: &Reads<'a>) -> Vec<Reads<'a>> {
    match reads {
        Reads::Word(forms) => forms.iter().map(|it| Reads::Form(*it)).collect(),
        other => vec![other.clone()],
    }
}

/// Does the first read whatever the second reads, a single form?
fn covers(wide: &Reads<'_>, narrow: &Reads<'_>) -> bool {
    match (wide, narrow) {
        (Reads::Word(forms), Reads::Form(form) | Reads::Exact(_, Some(form))) => {
            forms.binary_search(form).is_ok()
        }
        (Reads::Any, Reads::Form(_) | Reads::Exact(..) | Reads::Any) => true,
        (wide, narrow) => wide == narrow,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Source, compile};
    use termscore_core::rule::Pattern;

    /// Does the first phrase match wherever the second does?
    fn check(wide: &str, narrow: &str, expected: bool) {
        let text = format!(
            "pack p 1.0.0 {{ title \"P\" }} concept work {{ \"work\" }} concept c {{ \"{wide}\" \"{narrow}\" }}"
        );
        let pack = compile(&[Source::new("p.terms", text)], &|_, _| None).expect("a correct pack");
        let phrases: Vec<&Phrase> = pack.concepts[1]
            .patterns
            .iter()
            .filter_map(|it| if let Pattern::Phrase(it) = it { Some(it) } else { None })
            .collect();
        let mut numbers = Numbers::default();
        let mut automaton = |n: usize| Automaton::of(phrases[n], &mut numbers).expect("a small phrase");
        let (first, second) = (automaton(0), automaton(1));
        assert_eq!(includes(&first, &second, true, &mut 10_000), expected, "{wide} / {narrow}");
    }

    #[test]
    fn wider_phrases_include_narrower_ones() {
        check("perpetual licence", "perpetual licence", true);
        check("(perpetual|irrevocable) (licence|license)", "perpetual licence", true);
        check("grant ..6 licence", "grant a? licence", true);
        check("grant ..2-6 licence", "grant ..3-5 licence", true);
        check("~grant", "granted", true);
        check("(a b|c d)", "(a b|c d)", true);
        check("hereby? ~grant^", "~grant^", true);
        check("{work} _", "{work} here", true);
    }

    #[test]
    fn others_do_not() {
        check("perpetual licence", "(perpetual|irrevocable) licence", false);
        check("grant ..2-6 licence", "grant ..6 licence", false);
        // The words are there, but the match is longer, and what is quoted with it.
        check("licence", "perpetual licence", false);
        check("grant licence^", "grant^ licence", false);
        check("granted", "~grant", false);
        check("ai", "=AI", true);
        check("=AI", "ai", false);
        check("grant ..6 work", "grant ..6 {work}", false);
    }
}
