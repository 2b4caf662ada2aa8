//! Answers conditions in three-valued logic, and, asked to, records why. There is one evaluator:
//! recording adds to what it returns and changes nothing.

use std::{
    cell::{Cell, OnceCell},
    sync::Arc,
};

use crate::{
    Registry, Truth,
    report::{KindVerdict, Polarity, Proof},
    rule::{Argument, Comparison, Condition, Name, Op, Operand, Verb, Who},
    value::{Jurisdiction, Value, compare},
};

use super::{
    Limits, Params,
    compiled::{ClauseId, CompiledFind},
    found::{Found, Match},
    hit::Capture,
    reading::Reading,
};

/// One document under evaluation: every clause and rule is worked out at most once.
pub(super) struct Evaluation<'a> {
    pub(super) reading: &'a Reading<'a>,
    pub(super) registry: &'a Registry,
    pub(super) params: &'a Params,
    pub(super) limits: &'a Limits,
    pub(super) kind: &'a KindVerdict,
    found: Vec<OnceCell<Found>>,
    truths: Vec<Cell<Option<Truth>>>,
}

/// An answer, and its proof if one was asked for.
pub(super) struct Answer {
    pub(super) truth: Truth,
    pub(super) proof: Option<Proof>,
}

impl<'a> Evaluation<'a> {
    pub(super) fn new(
        reading: &'a Reading<'a>,
        registry: &'a Registry,
        params: &'a Params,
        limits: &'a Limits,
        kind: &'a KindVerdict,
    ) -> Evaluation<'a> {
        let found = (0..reading.program.clauses.len()).map(|_| OnceCell::new()).collect();
        let truths = (0..reading.program.catalog.rules.len()).map(|_| Cell::new(None)).collect();
        Evaluation { reading, registry, params, limits, kind, found, truths }
    }

    /// The matches of a clause.
    pub(super) fn clause(&self, id: ClauseId) -> &Found {
        static NOTHING: Found = Found { matches: Vec::new(), cut: None };
        let Some(cell) = self.found.get(id as usize) else { return &NOTHING };
        if cell.get().is_none() {
            // Those it is found by come first: each has fuel of its own.
            let finds = self.reading.program.clauses.get(id as usize).map_or(&[][..], |clause| &clause.find);
            for find in finds {
                if let CompiledFind::Clause { id, .. } = find {
                    self.clause(*id);
                }
            }
        }
        cell.get_or_init(|| self.find(id))
    }

    pub(super) fn clause_named(&self, name: &str) -> Option<(ClauseId, &Found)> {
        let id = *self.reading.program.catalog.clause_ids.get(name)?;
        Some((id, self.clause(id)))
    }

    /// Whether a rule holds, whatever else counts for or against it; false if it is not for this kind.
    pub(super) fn rule(&self, index: usize) -> Truth {
        let (Some(rule), Some(known)) =
            (self.reading.program.catalog.rules.get(index), self.truths.get(index))
        else {
            return Truth::False;
        };
        if let Some(truth) = known.get() {
            return truth;
        }
        let asked = self.applies(rule.for_kinds())
            && !rule.disabled
            && !rule.required.iter().any(|clause| self.is_hopeless(*clause));
        let truth = if asked { self.answer(&rule.rule.when, false).truth } else { Truth::False };
        known.set(Some(truth));
        truth
    }

    /// See [`applies`].
    pub(super) fn applies(&self, for_kinds: &[Name]) -> bool {
        applies(for_kinds, self.kind)
    }

    /// Answers a condition; with its proof if `record`.
    pub(super) fn answer(&self, condition: &Condition, record: bool) -> Answer {
        match condition {
            Condition::All(parts) => self.combine(condition, parts, record, |truths| {
                truths.iter().fold(Truth::True, |all, it| all.and(*it))
            }),
            Condition::Any(parts) => self.combine(condition, parts, record, |truths| {
                truths.iter().fold(Truth::False, |any, it| any.or(*it))
            }),
            Condition::AtLeast(n, parts) => self.combine(condition, parts, record, |truths| {
                let sure = truths.iter().filter(|it| **it == Truth::True).count();
                let possible = truths.iter().filter(|it| **it != Truth::False).count();
                if sure >= *n {
                    Truth::True
                } else if possible < *n {
                    Truth::False
                } else {
                    Truth::Unknown
                }
            }),
            Condition::Not(part) => self.combine(condition, std::slice::from_ref(part), record, |truths| {
                !truths.first().copied().unwrap_or(Truth::Unknown)
            }),
            Condition::Text { verb, clause, filter } => self.text(condition, *verb, clause, filter, record),
            Condition::Count { clause, filter, op, n } => {
                self.count(condition, clause, filter, (*op, *n), record)
            }
            Condition::Fires(name) => {
                let index = self.reading.program.catalog.rule_ids.get(name).copied();
                let truth = index.map_or(Truth::Unknown, |index| self.rule(index));
                let inner =
                    index.and_then(|index| self.reading.program.catalog.rules.get(index)).filter(|_| record);
                let parts =
                    inner.and_then(|rule| self.answer(&rule.rule.when, true).proof).into_iter().collect();
                leaf(condition, truth, record, String::new, |proof| proof.parts = parts)
            }
            Condition::Kind(name) => {
                let truth =
                    if self.kind.name.is_empty() { Truth::Unknown } else { (self.kind.name == *name).into() };
                let note = || match truth {
                    Truth::Unknown => "the kind of this document was not recognised: name it".to_owned(),
                    _ => format!("this document was read as {}", self.kind.name),
                };
                leaf(condition, truth, record, note, |_| {})
            }
            Condition::Law(place) => self.law(condition, *place, record),
            Condition::Predicate(name) => {
                let (truth, note) = self.ask(name, &[]);
                leaf(condition, truth, record, || note, |_| {})
            }
        }
    }

    fn combine(
        &self,
        condition: &Condition,
        parts: &[Condition],
        record: bool,
        join: impl Fn(&[Truth]) -> Truth,
    ) -> Answer {
        // What decides alone: the answers to the other parts are needed only for the proof.
        let decisive = match condition {
            Condition::All(_) => Some(Truth::False),
            Condition::Any(_) => Some(Truth::True),
            _ => None,
        };
        let mut answers: Vec<Answer> = Vec::with_capacity(parts.len());
        for part in parts {
            answers.push(self.answer(part, record));
            if !record && decisive.is_some() && answers.last().map(|it| it.truth) == decisive {
                break;
            }
        }
        let truths: Vec<Truth> = answers.iter().map(|answer| answer.truth).collect();
        let truth = join(&truths);
        let decided_by = match condition {
            _ if truth == Truth::True => None,
            Condition::Not(_) => Some(0),
            Condition::Any(_) if truth == Truth::False => None,
            _ => truths.iter().position(|it| *it == truth),
        };
        let parts: Vec<Proof> = answers.into_iter().filter_map(|answer| answer.proof).collect();
        leaf(condition, truth, record, String::new, |proof| {
            proof.parts = parts;
            proof.decided_by = decided_by;
        })
    }

    fn text(
        &self,
        condition: &Condition,
        verb: Verb,
        name: &str,
        filter: &[Comparison],
        record: bool,
    ) -> Answer {
        let Some((id, found)) = self.clause_named(name) else {
            return leaf(condition, Truth::Unknown, record, || format!("there is no clause {name}"), |_| {});
        };
        // One answer for each match: does it hold of this match?
        let judged: Vec<(&Match, Truth)> = found
            .matches
            .iter()
            .map(|it| {
                let wanted = match (verb, it.polarity) {
                    (Verb::Mentions | Verb::Silent, _)
                    | (Verb::Asserts | Verb::Lacks | Verb::Every, Polarity::Asserted)
                    | (Verb::Denies, Polarity::Denied) => Truth::True,
                    (_, Polarity::Mixed) => Truth::Unknown,
                    _ => Truth::False,
                };
                (it, if wanted == Truth::False { wanted } else { wanted.and(self.filter(it, filter)) })
            })
            .collect();
        let limit = if found.cut.is_some() { Truth::Unknown } else { Truth::False };
        let any = judged.iter().fold(limit, |any, (_, truth)| any.or(*truth));
        let missing = match verb {
            Verb::Lacks | Verb::Silent if any == Truth::False => self.incomplete(id),
            _ => None,
        };
        let truth = match verb {
            Verb::Asserts | Verb::Denies | Verb::Mentions => any,
            Verb::Lacks | Verb::Silent if missing.is_some() => Truth::Unknown,
            Verb::Lacks | Verb::Silent => !any,
            Verb::Every => {
                let of = judged.iter().filter(|(it, _)| it.polarity != Polarity::Denied);
                let all = of.clone().fold(Truth::True, |all, (_, truth)| all.and(*truth));
                if of.count() == 0 { limit } else { all.and(!limit) }
            }
        };
        let note = || self.text_note(truth, found.cut.as_deref(), missing, &judged, filter);
        leaf(condition, truth, record, note, |proof| {
            let shown = judged.iter().filter(|(_, it)| match (verb, truth) {
                (Verb::Lacks | Verb::Silent, Truth::False) => *it == Truth::True,
                (Verb::Lacks | Verb::Silent, _) => *it == Truth::Unknown,
                (Verb::Every, _) => true,
                (_, Truth::True) => *it == Truth::True,
                (_, Truth::Unknown) => *it == Truth::Unknown,
                (_, Truth::False) => true,
            });
            proof.evidence = shown.take(MATCHES_SHOWN).map(|(it, _)| self.evidence(id, it)).collect();
            if any == Truth::False {
                proof.absence = Some(self.absence(id));
            }
        })
    }

    fn text_note(
        &self,
        truth: Truth,
        cut: Option<&str>,
        missing: Option<String>,
        judged: &[(&Match, Truth)],
        filter: &[Comparison],
    ) -> String {
        if let Some(missing) = missing {
            return missing;
        }
        if truth != Truth::Unknown {
            let compared = judged.iter().find(|(_, it)| *it == truth).or(judged.first());
            return match compared {
                Some((it, _)) if !filter.is_empty() => self.compared(it, filter),
                _ => String::new(),
            };
        }
        if let Some(reason) = cut {
            return reason.to_owned();
        }
        match judged.iter().find(|(_, it)| *it == Truth::Unknown) {
            Some((it, _)) if it.polarity == Polarity::Mixed => {
                let text = self.reading.document.text();
                let cues: Vec<String> = it.cues.iter().map(|cue| format!("“{}”", cue.of(text))).collect();
                format!("both affirmed and negated ({}): a person must read it", cues.join(", "))
            }
            Some((it, _)) => self.compared(it, filter),
            None => String::new(),
        }
    }

    fn count(
        &self,
        condition: &Condition,
        name: &str,
        filter: &[Comparison],
        (op, n): (Op, usize),
        record: bool,
    ) -> Answer {
        let Some((id, found)) = self.clause_named(name) else {
            return leaf(condition, Truth::Unknown, record, || format!("there is no clause {name}"), |_| {});
        };
        // A page that could not be read may hold more.
        let unread = match self.reading.document.unread_pages() {
            [] => None,
            _ => self.incomplete(id),
        };
        let open = found.cut.is_some() || unread.is_some();
        let (mut least, mut most) = (0, if open { usize::MAX } else { 0 });
        for it in &found.matches {
            let truth = match it.polarity {
                Polarity::Denied => Truth::False,
                Polarity::Mixed => Truth::Unknown.and(self.filter(it, filter)),
                Polarity::Asserted => self.filter(it, filter),
            };
            least += usize::from(truth == Truth::True);
            most += usize::from(truth != Truth::False && !open);
        }
        let holds = |number: usize| op.holds(number.cmp(&n));
        // Between the two, only `n` itself and its neighbours can change the answer.
        let between = [least, most, n.saturating_sub(1), n, n.saturating_add(1)];
        let mut answers = between.iter().filter(|it| (least..=most).contains(it)).map(|it| holds(*it));
        let first = answers.next().unwrap_or(false);
        let truth = if answers.all(|it| it == first) { first.into() } else { Truth::Unknown };
        let note = || match unread {
            Some(unread) if truth == Truth::Unknown => unread,
            _ if least == most => format!("{least} found"),
            _ => format!("at least {least} found"),
        };
        leaf(condition, truth, record, note, |proof| {
            proof.evidence =
                found.matches.iter().take(MATCHES_SHOWN).map(|it| self.evidence(id, it)).collect();
        })
    }

    /// Whether a match satisfies all comparisons.
    pub(super) fn filter(&self, it: &Match, filter: &[Comparison]) -> Truth {
        filter.iter().fold(Truth::True, |all, comparison| all.and(self.comparison(it, comparison)))
    }

    fn comparison(&self, it: &Match, comparison: &Comparison) -> Truth {
        match comparison {
            Comparison::Value { capture, op, with } => {
                let (Some(left), Some(right)) = (it.captures.get(capture.as_str()), self.operand(with))
                else {
                    return Truth::Unknown;
                };
                let ordering = compare(&left.value(self.reading.document.text()), right);
                ordering.map_or(Truth::Unknown, |ordering| op.holds(ordering).into())
            }
            Comparison::Predicate { name, arguments, holds } => {
                let truth =
                    self.arguments(it, arguments).map_or(Truth::Unknown, |values| self.ask(name, &values).0);
                if *holds { truth } else { !truth }
            }
            Comparison::Actor { includes, who } => match self.bound(it) {
                Who::Unknown if *who == Who::Unknown => Truth::True,
                Who::Unknown => Truth::Unknown,
                Who::Both if *includes && matches!(who, Who::You | Who::Them) => Truth::True,
                actor => (actor == *who).into(),
            },
        }
    }

    /// What a predicate of the host answers, and that in words.
    fn ask(&self, name: &str, values: &[Value]) -> (Truth, String) {
        match self.registry.ask(name, self.reading.document, values) {
            Ok(Some(answer)) => (answer.into(), format!("the host answered {answer}")),
            Ok(None) => (Truth::Unknown, format!("the host does not know {name}")),
            Err(error) => (Truth::Unknown, format!("the host's function {name} failed: {error}")),
        }
    }

    /// The values that a predicate is given for a match; `None` if one of them is missing or unclear.
    fn arguments(&self, it: &Match, arguments: &[Argument]) -> Option<Vec<Value>> {
        let text = self.reading.document.text();
        let value = |argument: &Argument| match argument {
            Argument::Capture(name) => match it.captures.get(name.as_str())? {
                Capture::Value(Value::Unclear(_)) => None,
                Capture::Value(value) => Some(value.clone()),
                Capture::Words(span) => Some(Value::Text(span.of(text).to_owned())),
            },
            Argument::Operand(operand) => self.operand(operand).cloned(),
        };
        arguments.iter().map(value).collect()
    }

    /// Which law governs: as the host says, or as the text does.
    fn law(&self, condition: &Condition, place: Jurisdiction, record: bool) -> Answer {
        if let Some(law) = self.reading.document.law {
            let truth = within(law, place);
            return leaf(
                condition,
                truth,
                record,
                || format!("the host names the law of {}", law.name()),
                |_| {},
            );
        }
        let mut evidence = Vec::new();
        let mut truths = Vec::new();
        for id in &self.reading.program.catalog.law_clauses {
            for it in &self.clause(*id).matches {
                let law = match it.captures.get("law") {
                    Some(Capture::Value(Value::Jurisdiction(law))) if it.polarity == Polarity::Asserted => {
                        *law
                    }
                    _ => continue,
                };
                truths.push(within(law, place));
                if record {
                    evidence.push(self.evidence(*id, it));
                }
            }
        }
        // Two laws, of which only one fits: which of them counts is for people to say.
        let truth = match truths.first() {
            Some(first) if truths.iter().all(|it| it == first) => *first,
            _ => Truth::Unknown,
        };
        let note = || match truths.as_slice() {
            [] => "the text names no law that governs it: say which".to_owned(),
            _ if truth == Truth::Unknown => {
                "the text does not name one law: a person must read it".to_owned()
            }
            _ => String::new(),
        };
        leaf(condition, truth, record, note, |proof| proof.evidence = evidence)
    }

    fn operand<'v>(&'v self, operand: &'v Operand) -> Option<&'v Value> {
        match operand {
            Operand::Literal(value) => Some(value),
            Operand::Param(name) => self.params.get(name),
        }
    }

    /// The values that a filter compared, as words.
    fn compared(&self, it: &Match, filter: &[Comparison]) -> String {
        let one = |comparison: &Comparison| match comparison {
            Comparison::Value { capture, op, with } => {
                let left = match it.captures.get(capture.as_str()) {
                    Some(capture) => capture.value(self.reading.document.text()).to_string(),
                    None => "no value".to_owned(),
                };
                let right = self.operand(with).map_or("no value".to_owned(), Value::to_string);
                let verdict = match self.comparison(it, comparison) {
                    Truth::True => "holds",
                    Truth::False => "does not hold",
                    Truth::Unknown => "cannot be told",
                };
                format!("{capture} is {left}: {left} {op} {right} {verdict}")
            }
            Comparison::Predicate { name, arguments, .. } => match self.arguments(it, arguments) {
                Some(values) => {
                    let given: Vec<String> = values.iter().map(ToString::to_string).collect();
                    format!("{name}({}): {}", given.join(", "), self.ask(name, &values).1)
                }
                None => format!("{name} was not asked: a value that it needs is missing or unclear"),
            },
            Comparison::Actor { .. } => {
                format!("bound by it: {}", self.bound(it))
            }
        };
        let all: Vec<String> = filter.iter().map(one).collect();
        all.join("; ")
    }
}

/// True if rules for these kinds are asked: no kinds, the document's own, or its kind is not known; never of a text
/// that does not read as a contract.
pub(super) fn applies(for_kinds: &[Name], kind: &KindVerdict) -> bool {
    let fits = for_kinds.is_empty() || kind.name.is_empty() || for_kinds.contains(&kind.name);
    fits && !kind.refused
}

/// Whether the law of one place is that of another: of a part it is, of the whole it may be.
fn within(law: Jurisdiction, place: Jurisdiction) -> Truth {
    if law.lies_in(place) {
        Truth::True
    } else if place.lies_in(law) {
        Truth::Unknown
    } else {
        Truth::False
    }
}

/// Matches shown in a proof for one question.
const MATCHES_SHOWN: usize = 20;

fn leaf(
    condition: &Condition,
    truth: Truth,
    record: bool,
    note: impl FnOnce() -> String,
    fill: impl FnOnce(&mut Proof),
) -> Answer {
    let proof = record.then(|| {
        let mut proof = Proof {
            question: condition.to_string(),
            truth,
            note: note(),
            evidence: Vec::new(),
            absence: None,
            parts: Vec::new(),
            decided_by: None,
        };
        fill(&mut proof);
        proof
    });
    Answer { truth, proof }
}

/// Captured values by name, as plain data.
pub(super) fn plain(
    captures: &std::collections::BTreeMap<Arc<str>, Capture>,
    text: &str,
) -> std::collections::BTreeMap<String, Value> {
    captures.iter().map(|(name, capture)| (name.to_string(), capture.value(text).into_owned())).collect()
}
