//! Answers to conditions, in three values.
//!
//! - A match *fits* a filter if all comparisons hold of it. A comparison with a value that was not captured, or that
//!   does not compare, is unknown. An unknown actor is unknown, unless `unknown` is asked for; both sides are
//!   included where `includes you` or `includes them` is asked.
//! - `asserts`, `denies`: a match of that polarity fits. Of a mixed match it is not known whether it counts: it can
//!   make the answer unknown, not true. `mentions`: any match fits.
//! - `lacks` is the opposite of `asserts`, `silent on` of `mentions`, but unknown instead of true if an attachment
//!   that is relevant to the clause was not supplied. Relevant is one that brings in terms as a whole, and one that a
//!   sentence refers to which holds a witness of a pattern of the clause, or of a clause it is found by.
//!   They are unknown, too, if pages could not be read.
//! - `every`: all matches that are not denied fit, and there is one. `count`: of asserted matches that fit.
//! - `fires`: the condition of the other rule. A rule for other kinds of document, or one that is disabled, does not
//!   hold.
//! - `law is`: of what clauses capture as `law` in asserted matches, all must lie in the place, or none; a whole of
//!   which the place is a part leaves it open, and so do different answers and none at all.

use std::collections::BTreeMap;

use termscore_core::{
    Truth, Value,
    report::Polarity,
    rule::{
        Argument, Clause, Comparison, Condition, Element, Find, Name, Op, Operand, Pattern, RulePack, Step,
        Verb, Who,
    },
    value::{Jurisdiction, Type, compare},
};

use crate::{clauses::Found, host::even, packs::Packs, patterns::Reader, witness::witnesses};

/// What is known of a document before rules are asked.
pub(crate) struct Facts<'a> {
    pub(crate) reader: &'a Reader<'a>,
    pub(crate) packs: &'a Packs,
    /// Full name of its kind; empty if it was not recognised.
    pub(crate) kind: String,
    /// The host named the kind, or its signs reach the threshold.
    pub(crate) recognised: bool,
    /// It does not read as a contract of any kind.
    pub(crate) refused: bool,
    pub(crate) matches: BTreeMap<Name, Vec<Found>>,
    pub(crate) params: &'a BTreeMap<Name, Value>,
    /// The host's answers to its predicates.
    pub(crate) host: &'a BTreeMap<String, Truth>,
}

fn captures_law(steps: &[Step]) -> bool {
    steps.iter().any(|step| match &step.what {
        Element::Value { capture, ty } => capture == "law" && *ty == Type::Jurisdiction,
        Element::Alt(branches) => branches.iter().any(|it| captures_law(it)),
        Element::Opt(inner) => captures_law(inner),
        _ => false,
    })
}

fn all(truths: impl IntoIterator<Item = Truth>) -> Truth {
    let truths: Vec<Truth> = truths.into_iter().collect();
    if truths.contains(&Truth::False) {
        Truth::False
    } else if truths.contains(&Truth::Unknown) {
        Truth::Unknown
    } else {
        Truth::True
    }
}

fn any(truths: impl IntoIterator<Item = Truth>) -> Truth {
    !all(truths.into_iter().map(|it| !it))
}

impl Facts<'_> {
    /// Whether a rule holds.
    pub(crate) fn rule(&self, name: &str) -> Truth {
        let rules = self.packs.rules();
        let (rule, pack) = rules.iter().find(|it| it.0.name == name).expect("the engine links rules");
        if self.applies(pack) && !self.packs.disabled.contains(name) {
            self.answer(&rule.when)
        } else {
            Truth::False
        }
    }

    /// True if the rules of a pack are asked of this document.
    pub(crate) fn applies(&self, pack: &RulePack) -> bool {
        let fits = pack.for_kinds.is_empty() || self.kind.is_empty() || pack.for_kinds.contains(&self.kind);
        fits && !self.refused
    }

    #[expect(clippy::panic, reason = "a construct that is new to the language must be added here")]
    pub(crate) fn answer(&self, condition: &Condition) -> Truth {
        match condition {
            Condition::All(parts) => all(parts.iter().map(|it| self.answer(it))),
            Condition::Any(parts) => any(parts.iter().map(|it| self.answer(it))),
            Condition::AtLeast(n, parts) => {
                let answers: Vec<Truth> = parts.iter().map(|it| self.answer(it)).collect();
                let n_true = answers.iter().filter(|it| **it == Truth::True).count();
                let n_false = answers.iter().filter(|it| **it == Truth::False).count();
                match () {
                    () if n_true >= *n => Truth::True,
                    () if answers.len() - n_false < *n => Truth::False,
                    () => Truth::Unknown,
                }
            }
            Condition::Not(part) => !self.answer(part),
            Condition::Text { verb, clause, filter } => self.text(*verb, clause, filter),
            Condition::Count { clause, filter, op, n } => self.count(clause, filter, *op, *n),
            Condition::Fires(rule) => self.rule(rule),
            Condition::Kind(_) if self.kind.is_empty() => Truth::Unknown,
            Condition::Kind(name) => (self.kind == *name).into(),
            Condition::Law(place) => self.law(*place),
            Condition::Predicate(name) => self.host.get(name).copied().unwrap_or(Truth::Unknown),
            other => panic!("the reference evaluator does not know {other:?}"),
        }
    }

    fn text(&self, verb: Verb, clause: &str, filter: &[Comparison]) -> Truth {
        let matches = &self.matches[clause];
        let of_polarity = |wanted: Polarity| {
            any(matches.iter().map(|it| match it.polarity {
                Polarity::Mixed => all([Truth::Unknown, self.fits(it, filter)]),
                polarity if polarity == wanted => self.fits(it, filter),
                _ => Truth::False,
            }))
        };
        let mentioned = || any(matches.iter().map(|it| self.fits(it, filter)));
        let unless_missing = |answer: Truth| match answer {
            Truth::True if self.something_is_missing(self.packs.clause(clause)) => Truth::Unknown,
            answer => answer,
        };
        match verb {
            Verb::Asserts => of_polarity(Polarity::Asserted),
            Verb::Denies => of_polarity(Polarity::Denied),
            Verb::Mentions => mentioned(),
            Verb::Lacks => unless_missing(!of_polarity(Polarity::Asserted)),
            Verb::Silent => unless_missing(!mentioned()),
            Verb::Every => {
                let not_denied: Vec<&Found> =
                    matches.iter().filter(|it| it.polarity != Polarity::Denied).collect();
                if not_denied.is_empty() {
                    return Truth::False;
                }
                all(not_denied.into_iter().map(|it| match it.polarity {
                    Polarity::Mixed => all([Truth::Unknown, self.fits(it, filter)]),
                    _ => self.fits(it, filter),
                }))
            }
        }
    }

    fn count(&self, clause: &str, filter: &[Comparison], op: Op, n: usize) -> Truth {
        let counts = self.matches[clause].iter().map(|it| match it.polarity {
            Polarity::Asserted => self.fits(it, filter),
            Polarity::Mixed => all([Truth::Unknown, self.fits(it, filter)]),
            Polarity::Denied => Truth::False,
        });
        let (mut least, mut most) = (0_usize, 0_usize);
        for truth in counts {
            least += usize::from(truth == Truth::True);
            most += usize::from(truth != Truth::False);
        }
        // A page that could not be read may hold more: as many as could change the answer.
        if !self.reader.contract.document.unread_pages().is_empty() {
            most = most.max(n) + 1;
        }
        let answers: Vec<bool> = (least..=most).map(|count| op.holds(count.cmp(&n))).collect();
        match (answers.contains(&true), answers.contains(&false)) {
            (true, true) => Truth::Unknown,
            (holds, _) => holds.into(),
        }
    }

    fn fits(&self, it: &Found, filter: &[Comparison]) -> Truth {
        all(filter.iter().map(|comparison| self.holds(it, comparison)))
    }

    #[expect(clippy::panic, reason = "a construct that is new to the language must be added here")]
    fn holds(&self, it: &Found, comparison: &Comparison) -> Truth {
        match comparison {
            Comparison::Value { capture, op, with } => {
                let right = match with {
                    Operand::Literal(value) => Some(value),
                    Operand::Param(name) => self.params.get(name),
                };
                let ordering = it.captures.get(capture).zip(right).and_then(|(a, b)| compare(a, b));
                ordering.map_or(Truth::Unknown, |it| op.holds(it).into())
            }
            Comparison::Actor { includes, who } => match (it.actor, *who) {
                (actor, who) if actor == who => Truth::True,
                (Who::Unknown, _) => Truth::Unknown,
                (Who::Both, Who::You | Who::Them) => (*includes).into(),
                _ => Truth::False,
            },
            Comparison::Predicate { name, arguments, holds } => {
                let values = arguments.iter().map(|argument| match argument {
                    Argument::Capture(capture) => it.captures.get(capture),
                    Argument::Operand(Operand::Literal(value)) => Some(value),
                    Argument::Operand(Operand::Param(name)) => self.params.get(name),
                });
                let answer = match (name.as_str(), values.collect::<Option<Vec<_>>>().as_deref()) {
                    ("host.even", Some([Value::Text(text)])) => even(text).into(),
                    _ => Truth::Unknown,
                };
                if *holds { answer } else { !answer }
            }
            other => panic!("the reference evaluator does not know {other:?}"),
        }
    }

    /// Captures of a jurisdiction as `law` in asserted matches of clauses that capture one themselves: they must agree.
    fn law(&self, place: Jurisdiction) -> Truth {
        let asks = |clause: &&Clause| {
            let own =
                clause.find.iter().filter_map(|it| if let Find::Pattern(it) = it { Some(it) } else { None });
            let mut own = own.chain(clause.with.iter().flat_map(|it| &it.patterns));
            own.any(|it| matches!(it, Pattern::Phrase(it) if captures_law(&it.steps)))
        };
        let clauses = self.packs.clauses().filter(asks);
        let asserted =
            clauses.flat_map(|it| &self.matches[&it.name]).filter(|it| it.polarity == Polarity::Asserted);
        let laws = asserted.filter_map(|it| match it.captures.get("law") {
            Some(Value::Jurisdiction(law)) => Some(*law),
            _ => None,
        });
        let answers: Vec<Truth> = laws
            .map(|law| match () {
                () if law.lies_in(place) => Truth::True,
                () if place.lies_in(law) => Truth::Unknown,
                () => Truth::False,
            })
            .collect();
        match answers.first() {
            Some(first) if answers.iter().all(|it| it == first) => *first,
            _ => Truth::Unknown,
        }
    }

    fn something_is_missing(&self, clause: &Clause) -> bool {
        let contract = self.reader.contract;
        let sets = self.witnesses_of(clause);
        let speaks_of_it = |sentence: usize| {
            let sentence = &contract.sentences[sentence];
            (0..sentence.flow.len())
                .any(|place| sets.iter().any(|words| words.contains(contract.norm(sentence, place))))
        };
        // A page that could not be read may say anything, and nobody can vouch for it.
        if !contract.document.unread_pages().is_empty() {
            return true;
        }
        // What the contract shows about itself it shows whatever was supplied.
        if !self.looks_for_words(clause) {
            return false;
        }
        !contract.document.is_complete()
            && contract.document.attachments().any(|it| {
                let mut sentences = it.sentences.iter();
                !it.supplied && (it.wholesale || sentences.any(|it| speaks_of_it(*it as usize)))
            })
    }

    fn looks_for_words(&self, clause: &Clause) -> bool {
        clause.evidence.is_some()
            || clause.find.iter().any(|find| match find {
                Find::Pattern(_) => true,
                Find::Clause { name, .. } => self.looks_for_words(self.packs.clause(name)),
                Find::Document(_) => false,
            })
    }

    fn witnesses_of(&self, clause: &Clause) -> Vec<std::collections::BTreeSet<String>> {
        let mut sets = Vec::new();
        for find in &clause.find {
            match find {
                Find::Pattern(pattern) => sets.extend(witnesses(self.packs, pattern)),
                Find::Clause { name, .. } => sets.extend(self.witnesses_of(self.packs.clause(name))),
                Find::Document(_) => {}
            }
        }
        let signs = clause.evidence.iter().flat_map(|it| &it.weighed).filter(|it| it.weight > 0);
        sets.extend(signs.filter_map(|it| witnesses(self.packs, &it.pattern)));
        sets
    }
}
