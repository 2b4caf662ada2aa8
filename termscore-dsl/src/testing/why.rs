//! Why a case fails: the answers that decided, the `find` that matched, the limit that dropped a match, and
//! what came nearest; each with its place in the rule text.

use std::collections::BTreeMap;

use termscore_core::document::words_of;
use termscore_core::report::{ClauseMatch, Evidence, Proof};
use termscore_core::rule::{Condition, Name, Rule, RulePack, Verb};
use termscore_core::{Document, Engine, Span, Truth};

use super::coverage::one_line;
use super::failure::{Failure, FailureKind, Place, Reason};
use super::goals::limits;
use super::probe::{self, Probes};
use super::{Expected, Subject, TestCase};
use crate::ast::{At, Clause, ClauseField, Element, Item, Pattern, Phrase, What};
use crate::source::Loc;
use crate::{ConditionPlace, Declaration, DeclarationKind, Resolve, Source, declarations};

/// Fewer than all of many: reasons of one kind that are told.
const MOST: usize = 3;

/// Knows a pack well enough to say why its tests fail.
pub(super) struct Why {
    sources: Vec<Source>,
    engine: Engine,
    pack: RulePack,
    declarations: Vec<Declaration>,
    /// Of each clause of the pack, by full name.
    clauses: BTreeMap<Name, Known>,
}

/// A clause, and what it would find if it were otherwise.
struct Known {
    clause: Clause,
    /// With one `find` alone.
    finds: Vec<Variant>,
    /// Without one limit.
    limits: Vec<Variant>,
    /// In sentences of every role.
    roles: Name,
    /// Without any limit, in sentences of every role.
    free: Name,
}

/// A variant of a clause; by the text that makes the difference.
struct Variant {
    name: Name,
    text: String,
    place: Place,
}

impl Why {
    /// `None` if the engine does not take the pack.
    pub(super) fn new(sources: &[Source], resolve: &Resolve<'_>) -> Option<Why> {
        let mut probes = Probes::new(sources);
        let mut clauses = BTreeMap::new();
        for item in probes.file.items.clone() {
            if let Item::Clause(clause) = item {
                clauses.insert(probes.full(&clause.name.it), known(clause, &mut probes, sources));
            }
        }
        let mut pack = probes.compile(sources, resolve).ok()?;
        let names =
            pack.imports.iter().flat_map(|it| &it.clauses).chain(&pack.clauses).map(|it| it.name.clone());
        for clause in names.collect::<Vec<_>>() {
            let when = Condition::Text { verb: Verb::Mentions, clause: clause.clone(), filter: Vec::new() };
            pack.rules.push(Rule::new(mentions(&clause), when));
        }
        let engine = probe::engine(pack.clone()).ok()?;
        Some(Why { sources: sources.to_vec(), engine, pack, declarations: declarations(sources), clauses })
    }

    /// Where the subject of a case is declared, if in this pack.
    pub(super) fn subject(&self, subject: &Subject) -> Option<Place> {
        let kind = match subject {
            Subject::Rule(_) => DeclarationKind::Rule,
            Subject::Clause(_) => DeclarationKind::Clause,
        };
        let found = self.declarations.iter().find(|it| it.kind == kind && it.name == subject.name())?;
        Some(Place { source: found.source, span: found.span })
    }

    /// Why a case fails.
    pub(super) fn reasons(&self, case: &TestCase, failure: &Failure) -> Vec<Reason> {
        let set = case
            .params
            .iter()
            .try_fold(self.engine.clone(), |engine, (name, value)| engine.with_param(name, value.clone()));
        let (Ok(engine), document) = (set, probe::document(case)) else { return Vec::new() };
        let matches = engine.clauses(&document);
        let text = Text { why: self, engine: &engine, document: &document, matches: &matches };
        match failure.kind {
            FailureKind::Refused => Vec::new(),
            FailureKind::WrongSpan => text.beside_marks(case),
            FailureKind::Missing | FailureKind::Noisy | FailureKind::WrongValue => match &case.subject {
                Subject::Rule(rule) => text.of_rule(rule),
                Subject::Clause(clause) => text.of_clause(clause),
            },
        }
    }

    fn slice(&self, place: Place) -> Option<String> {
        Some(one_line(place.span.of(&self.sources.get(place.source)?.text)))
    }
}

fn known(clause: Clause, probes: &mut Probes, sources: &[Source]) -> Known {
    let text = |at: Loc| sources.get(at.source).map(|it| one_line(at.span.of(&it.text))).unwrap_or_default();
    let variant = |name, at: Loc| Variant { name, text: text(at), place: at.into() };
    let is_limit: Vec<usize> = limits(&clause).map(|it| it.0).collect();
    let without = |left_out: &dyn Fn(usize, &ClauseField) -> bool| -> Vec<At<ClauseField>> {
        let kept = clause.fields.iter().enumerate().filter(|(n, it)| !left_out(*n, &it.it));
        kept.map(|it| it.1.clone()).collect()
    };
    let finds = |it: &ClauseField| {
        matches!(it, ClauseField::Find(_) | ClauseField::FindClause { .. } | ClauseField::FindDocument(_))
    };
    let weighs = |it: &ClauseField| matches!(it, ClauseField::Weigh(..) | ClauseField::Threshold(_));
    let mut ways = Vec::new();
    for (n, field) in clause.fields.iter().enumerate() {
        match &field.it {
            ClauseField::Find(patterns) => {
                for pattern in patterns {
                    let mut fields = without(&|_, it| finds(it) || weighs(it));
                    fields.push(At { it: ClauseField::Find(vec![pattern.clone()]), at: field.at });
                    let at = probe::place_of(pattern).unwrap_or(field.at);
                    ways.push((fields, at));
                }
            }
            ClauseField::FindClause { clause, .. } => {
                let at = field.at.cover(clause.at);
                ways.push((without(&|at, it| at != n && (finds(it) || weighs(it))), at));
            }
            ClauseField::FindDocument(what) => {
                let at = field.at.cover(what.at);
                ways.push((without(&|at, it| at != n && (finds(it) || weighs(it))), at));
            }
            ClauseField::With { .. }
            | ClauseField::Without(_)
            | ClauseField::Except(_)
            | ClauseField::Weigh(..)
            | ClauseField::Threshold(_)
            | ClauseField::Section { .. }
            | ClauseField::Reads(_)
            | ClauseField::Label(_)
            | ClauseField::DeniedLabel(_) => {}
        }
    }
    let finds = ways.into_iter().map(|(fields, at)| variant(probes.clause(&clause, fields), at)).collect();
    let limits = limits(&clause)
        .map(|(n, at, patterns)| {
            let name = probes.clause(&clause, without(&|at, _| at == n));
            // The place of a field is its keyword.
            let ends = patterns.iter().filter_map(probe::place_of);
            let mut limit = variant(name, ends.fold(at, Loc::cover));
            if limit.text.contains('{') && patterns.len() > 1 {
                limit.text.push_str(" }");
            }
            limit
        })
        .collect::<Vec<_>>();
    let all_roles = |mut fields: Vec<At<ClauseField>>| {
        let at = clause.name.at;
        let roles = ["operative", "heading", "recital", "definition", "contents", "signature", "hidden"];
        let roles = roles.map(|it| At { it: it.to_owned(), at });
        fields.retain(|it| !matches!(it.it, ClauseField::Reads(_)));
        fields.push(At { it: ClauseField::Reads(roles.to_vec()), at });
        fields
    };
    let roles = probes.clause(&clause, all_roles(without(&|_, _| false)));
    let free = probes.clause(&clause, all_roles(without(&|n, _| is_limit.contains(&n))));
    Known { clause, finds, limits, roles, free }
}

/// Name of the question whether a clause is mentioned; no item of a pack is called so.
fn mentions(clause: &str) -> Name {
    format!("{clause}#mentions")
}

/// The text of one case, as the engine reads it.
struct Text<'a> {
    why: &'a Why,
    engine: &'a Engine,
    document: &'a Document,
    matches: &'a [ClauseMatch],
}

impl Text<'_> {
    fn of_rule(&self, rule: &str) -> Vec<Reason> {
        let Ok(proof) = self.engine.explain(self.document, rule) else { return Vec::new() };
        let mut out = Vec::new();
        self.rule_decided(rule, &proof, &mut out);
        out
    }

    /// The answers that decided a rule.
    fn rule_decided(&self, rule: &str, proof: &Proof, out: &mut Vec<Reason>) {
        let Some(it) = self.why.pack.rules.iter().find(|it| it.name == rule) else { return };
        let declared = |it: &&Declaration| it.kind == DeclarationKind::Rule && it.name == rule;
        let declaration = self.why.declarations.iter().find(declared);
        let place = declaration.and_then(|it| Some((it.source, it.when.as_ref()?)));
        self.decided(&it.when, proof, place, out);
    }

    fn decided(
        &self,
        condition: &Condition,
        proof: &Proof,
        place: Option<(usize, &ConditionPlace)>,
        out: &mut Vec<Reason>,
    ) {
        let parts: &[Condition] = match condition {
            Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => parts,
            _ => &[],
        };
        if !parts.is_empty() {
            for (n, (part, of_part)) in parts.iter().zip(&proof.parts).enumerate() {
                let decides = match proof.decided_by {
                    Some(by) => by == n,
                    None => of_part.truth == proof.truth,
                };
                if decides {
                    let place = place.and_then(|(source, it)| Some((source, it.parts.get(n)?)));
                    self.decided(part, of_part, place, out);
                }
            }
            return;
        }
        let place = place.map(|(source, it)| Place { source, span: it.span });
        let question = place.and_then(|it| self.why.slice(it)).unwrap_or_else(|| proof.question.clone());
        let answer = match proof.truth {
            Truth::True => "is true",
            Truth::False => "is false",
            Truth::Unknown => "cannot be told",
        };
        let mut reason = Reason::new(format_args!("`{question}` {answer}")).at(place);
        if !proof.note.is_empty() {
            reason.because.push(Reason::new(&proof.note));
        }
        match condition {
            Condition::Fires(rule) => {
                proof.parts.iter().for_each(|it| self.rule_decided(rule, it, &mut reason.because));
            }
            Condition::Text { clause, .. } | Condition::Count { clause, .. } => {
                if proof.evidence.is_empty() {
                    reason.because.extend(self.absent(clause));
                } else {
                    reason.because.extend(proof.evidence.iter().take(MOST).map(|it| self.found(it)));
                }
            }
            _ => {}
        }
        out.push(reason);
    }

    fn of_clause(&self, clause: &str) -> Vec<Reason> {
        let found: Vec<&ClauseMatch> = self.matches_of(clause).collect();
        if found.is_empty() {
            return self.absent(clause);
        }
        found.into_iter().take(MOST).map(|it| self.found(&it.evidence)).collect()
    }

    fn matches_of<'a>(&'a self, clause: &'a str) -> impl Iterator<Item = &'a ClauseMatch> {
        self.matches.iter().filter(move |it| it.evidence.clause == clause)
    }

    /// A match, the `find` that made it, and what turned it around.
    fn found(&self, it: &Evidence) -> Reason {
        let mut text = format!("{} {}", it.polarity, quoted(&it.quote));
        if !it.cues.is_empty() {
            let cues: Vec<String> = it.cues.iter().map(|it| quoted(it)).collect();
            text.push_str(&format!(", because of {}", cues.join(" and ")));
        }
        let known = self.why.clauses.get(&it.clause);
        let made = known.into_iter().flat_map(|known| &known.finds).find(|variant| {
            self.matches_of(&variant.name)
                .any(|other| (other.evidence.start, other.evidence.end) == (it.start, it.end))
        });
        match made {
            Some(variant) => {
                Reason::new(format_args!("{text}: found by {}", variant.text)).at(Some(variant.place))
            }
            None => Reason::new(text),
        }
    }

    /// Why a clause has no match.
    fn absent(&self, clause: &str) -> Vec<Reason> {
        let known = self.why.clauses.get(clause);
        let mut out = Vec::new();
        for variant in known.into_iter().flat_map(|it| &it.limits) {
            if let Some(it) = self.matches_of(&variant.name).next() {
                let text =
                    format!("{} is found, and dropped by `{}`", quoted(&it.evidence.quote), variant.text);
                out.push(Reason::new(text).at(Some(variant.place)));
            }
        }
        if let (Some(known), true) = (known, out.is_empty()) {
            let roles = self.matches_of(&known.roles).next();
            let free = self.matches_of(&known.free).next();
            if let Some(it) = roles {
                let text = format!(
                    "{} is found, but not in a sentence of a role that the clause `reads`",
                    quoted(&it.evidence.quote)
                );
                out.push(Reason::new(text).at(Some(known.clause.name.at.into())));
            } else if let Some(it) = free {
                let text = format!("{} is found, and dropped by several limits", quoted(&it.evidence.quote));
                out.push(Reason::new(text).at(Some(known.clause.name.at.into())));
            }
        }
        if out.is_empty() {
            out.push(self.nearest(clause));
        }
        out
    }

    fn nearest(&self, clause: &str) -> Reason {
        let proof = self.engine.explain(self.document, &mentions(clause)).ok();
        let near = proof.and_then(|it| it.absence).and_then(|it| it.nearest);
        let known = self.why.clauses.get(clause);
        let declared = known.map(|it| Place::from(it.clause.name.at));
        let short = clause.split_once('.').filter(|_| known.is_some()).map_or(clause, |(_, it)| it);
        let Some(near) = near else {
            return Reason::new(format_args!("no sentence comes near `{short}`")).at(declared);
        };
        let phrase = known.and_then(|it| phrase_written(&it.clause, &near.pattern));
        let quote = quoted(&near.quote);
        let text = match phrase.and_then(|it| stop(it, near.matched)) {
            Some((found, Some(missed))) => format!("nearest: {quote} has “{found}”, then not “{missed}”"),
            _ if near.matched >= near.steps => {
                format!("nearest: {quote} fits “{}”, but the clause does not take it", near.pattern)
            }
            _ => format!(
                "nearest: {quote} fits {} of {} steps of “{}”",
                near.matched, near.steps, near.pattern
            ),
        };
        let place = phrase.map(|it| it.at.into()).or(declared);
        Reason { nearest: Some(near), ..Reason::new(text).at(place) }
    }

    /// Marks without a match, and matches beside the marks.
    fn beside_marks(&self, case: &TestCase) -> Vec<Reason> {
        let clauses: Vec<&str> = match &case.subject {
            Subject::Clause(it) => vec![it.as_str()],
            Subject::Rule(rule) => {
                let rule = self.why.pack.rules.iter().find(|it| it.name == *rule);
                rule.into_iter().flat_map(|it| it.when.clauses()).map(String::as_str).collect()
            }
        };
        let touched =
            |mark: &Span, it: &ClauseMatch| Span::new(it.evidence.start, it.evidence.end).overlaps(*mark);
        let mut out = Vec::new();
        for mark in &case.marks {
            if clauses.iter().any(|clause| self.matches_of(clause).any(|it| touched(mark, it))) {
                continue;
            }
            let marked = mark.of(&case.text);
            let mut reason = Reason::new(format_args!("nothing is found at the mark {}", quoted(marked)));
            // The marked words alone.
            let document = Document::from_text(&case.name, marked);
            let matches = self.engine.clauses(&document);
            let alone = Text { document: &document, matches: &matches, ..*self };
            reason.because = clauses.iter().flat_map(|it| alone.of_clause(it)).take(MOST).collect();
            out.push(reason);
        }
        if matches!(case.expected, Expected::Asserted | Expected::Denied | Expected::Mixed) {
            let beside = clauses.iter().flat_map(|it| self.matches_of(it));
            let beside = beside.filter(|it| !case.marks.iter().any(|mark| touched(mark, it)));
            out.extend(beside.take(MOST).map(|it| {
                let reason = self.found(&it.evidence);
                Reason { text: format!("outside of the marks: {}", reason.text), ..reason }
            }));
        }
        out
    }
}

/// A phrase of a clause by what is written between its quotes.
fn phrase_written<'a>(clause: &'a Clause, written: &str) -> Option<&'a Phrase> {
    let patterns = clause.fields.iter().flat_map(|it| probe::patterns_of_field(&it.it));
    patterns.into_iter().find_map(|it| match it {
        Pattern::Phrase(it) if it.written == written => Some(it),
        _ => None,
    })
}

/// What is written of a phrase up to a step of its compiled form, and the element after it.
fn stop(phrase: &Phrase, matched: usize) -> Option<(&str, Option<&str>)> {
    let offset = |byte: usize| byte.saturating_sub(phrase.at.span.start + 1);
    let (mut steps, mut end) = (0, 0);
    let mut rest = phrase.body.iter();
    for element in rest.by_ref() {
        steps += n_steps(element);
        if steps > matched {
            let missed = phrase.written.get(offset(element.at.span.start)..offset(element.at.span.end));
            return Some((phrase.written.get(..end)?.trim(), missed)).filter(|it| !it.0.is_empty());
        }
        end = offset(element.at.span.end);
        if steps == matched {
            break;
        }
    }
    // The gap after it fits as well; what follows the gap does not.
    let next = rest.find(|it| !matches!(it.it, What::Gap(..)));
    let missed = next.and_then(|it| phrase.written.get(offset(it.at.span.start)..offset(it.at.span.end)));
    Some((phrase.written.get(..end)?.trim(), missed))
}

/// Steps that an element is lowered to.
fn n_steps(element: &Element) -> usize {
    match &element.it {
        _ if element.optional => 1,
        What::Word(word) | What::Inflected(word) | What::Exact(word) => words_of(word).len(),
        What::Any | What::Gap(..) | What::Choice(_) | What::Slot { .. } => 1,
    }
}

fn quoted(text: &str) -> String {
    format!("“{}”", one_line(text))
}
