//! What there is to reach in concepts and clauses, each with the probes that tell whether it was.

use termscore_core::rule::Name;

use super::goal::{Goal, GoalKind};
use super::probe::{Probes, alternatives, patterns_of, patterns_of_field, place_of, with_concept};
use crate::DeclarationKind;
use crate::ast::{At, Clause, ClauseField, Concept, ConceptField, Item, Pattern};
use crate::source::Loc;

/// What tells that a goal is reached.
pub(super) enum Ask {
    /// A probe has a match in some test.
    Matches(Name),
    /// Two probes have different matches in some test.
    Differ(Name, Name),
}

/// A concept or clause with its goals.
pub(super) struct Planned {
    pub(super) name: Name,
    pub(super) kind: DeclarationKind,
    pub(super) goals: Vec<(Goal, Ask)>,
}

/// The goals of all concepts and clauses of a pack; adds the probes that they need.
pub(super) fn goals(probes: &mut Probes) -> Vec<Planned> {
    let items = probes.file.items.clone();
    let used: Vec<&Pattern> = items.iter().flat_map(patterns_of).collect();
    let mut planned = Vec::new();
    for item in &items {
        let (name, kind, goals) = match item {
            Item::Concept(it) => (&it.name.it, DeclarationKind::Concept, of_concept(it, &used, probes)),
            Item::Clause(it) => (&it.name.it, DeclarationKind::Clause, of_clause(it, probes)),
            Item::Pack(_)
            | Item::Use(_)
            | Item::Kind(_)
            | Item::Param(_)
            | Item::Extern(_)
            | Item::Cue(_)
            | Item::Rule(_)
            | Item::Score(_)
            | Item::Override(_)
            | Item::Disable(_)
            | Item::Extend(_)
            | Item::Test(_) => continue,
        };
        planned.push(Planned { name: probes.full(name), kind, goals });
    }
    planned
}

fn goal(kind: GoalKind, text: String, at: Loc) -> Goal {
    Goal { kind, text, source: at.source, span: at.span, reached: false }
}

/// A pattern as it is written, without its quotes.
fn written(pattern: &Pattern) -> String {
    match pattern {
        Pattern::Phrase(it) => it.written.clone(),
        Pattern::Regex(it) => format!("/{}/", it.it),
        Pattern::Broken => String::new(),
    }
}

/// The goal of a pattern, and those of its alternatives, each asked with `ask`.
fn of_pattern(kind: GoalKind, pattern: &Pattern, mut ask: impl FnMut(Pattern) -> Ask) -> Vec<(Goal, Ask)> {
    let Some(at) = place_of(pattern) else { return Vec::new() };
    let whole = written(pattern);
    let mut goals = vec![(goal(kind, whole.clone(), at), ask(pattern.clone()))];
    for (alone, place) in alternatives(pattern) {
        // Offsets within the quotes.
        let start = place.span.start.saturating_sub(at.span.start + 1);
        let text = whole.get(start..start + place.span.len()).unwrap_or(&whole);
        goals.push((goal(GoalKind::Alternative, text.to_owned(), place), ask(alone)));
    }
    goals
}

fn of_concept(concept: &Concept, used: &[&Pattern], probes: &mut Probes) -> Vec<(Goal, Ask)> {
    let at = concept.name.at;
    // Where the concept is used, with another in its place; if nowhere, the other alone.
    let uses = |other: &str, probes: &mut Probes| {
        let name = concept.name.it.as_str();
        let mut patterns: Vec<Pattern> = used.iter().flat_map(|it| with_concept(it, name, other)).collect();
        if patterns.is_empty() {
            patterns.push(alone(other, at));
        }
        probes.anywhere(patterns, at)
    };
    let excepts: Vec<&At<ConceptField>> =
        concept.fields.iter().filter(|it| matches!(it.it, ConceptField::Except(_))).collect();
    let bare: Vec<At<ConceptField>> =
        concept.fields.iter().filter(|it| !matches!(it.it, ConceptField::Except(_))).cloned().collect();
    let mut goals = Vec::new();
    for field in &concept.fields {
        match &field.it {
            ConceptField::Any(patterns) => {
                for pattern in patterns {
                    goals.extend(of_pattern(GoalKind::Phrase, pattern, |alone| {
                        let mut fields = vec![At { it: ConceptField::Any(vec![alone]), at: field.at }];
                        fields.extend(excepts.iter().map(|it| (*it).clone()));
                        let other = probes.concept(at, fields);
                        Ask::Matches(uses(&other, probes))
                    }));
                }
            }
            ConceptField::Except(patterns) => {
                for pattern in patterns {
                    goals.extend(of_pattern(GoalKind::Except, pattern, |alone| {
                        let free = probes.concept(at, bare.clone());
                        let mut fields = bare.clone();
                        fields.push(At { it: ConceptField::Except(vec![alone]), at: field.at });
                        let limited = probes.concept(at, fields);
                        Ask::Differ(uses(&free, probes), uses(&limited, probes))
                    }));
                }
            }
        }
    }
    goals
}

/// The phrase `{concept}`.
fn alone(concept: &str, at: Loc) -> Pattern {
    use crate::ast::{Element, Phrase, What};
    let slot = What::Slot { capture: None, of: At { it: concept.to_owned(), at } };
    let body = vec![Element { it: slot, head: None, optional: false, at }];
    Pattern::Phrase(Phrase { written: format!("{{{concept}}}"), at, body })
}

fn of_clause(clause: &Clause, probes: &mut Probes) -> Vec<(Goal, Ask)> {
    let mut goals = Vec::new();
    for (n, field) in clause.fields.iter().enumerate() {
        let at = field.at;
        // The fields that are kept, with one more.
        let like = |keep: &dyn Fn(usize, &ClauseField) -> bool, more: Option<ClauseField>| {
            let kept =
                clause.fields.iter().enumerate().filter(|(n, it)| keep(*n, &it.it)).map(|it| it.1.clone());
            kept.chain(more.map(|it| At { it, at })).collect::<Vec<_>>()
        };
        match &field.it {
            ClauseField::Find(patterns) => {
                for pattern in patterns {
                    goals.extend(of_pattern(GoalKind::Find, pattern, |alone| {
                        let fields = like(&|_, it| !finds(it), Some(ClauseField::Find(vec![alone])));
                        Ask::Matches(probes.clause(clause, fields))
                    }));
                }
            }
            ClauseField::FindClause { denied, clause: other } => {
                let text = format!("{} {}", if *denied { "denied" } else { "asserted" }, other.it);
                let fields = like(&|at, it| at == n || !finds(it), None);
                let ask = Ask::Matches(probes.clause(clause, fields));
                goals.push((goal(GoalKind::Find, text, at), ask));
            }
            ClauseField::FindDocument(it) => {
                let fields = like(&|at, it| at == n || !finds(it), None);
                let ask = Ask::Matches(probes.clause(clause, fields));
                goals.push((goal(GoalKind::Find, format!("document {}", it.it), at.cover(it.at)), ask));
            }
            ClauseField::With { patterns, .. } => {
                for pattern in patterns {
                    goals.extend(of_pattern(GoalKind::With, pattern, |alone| {
                        let alone = ClauseField::With { at_least: None, patterns: vec![alone] };
                        let fields = like(&|at, _| at != n, Some(alone));
                        Ask::Matches(probes.clause(clause, fields))
                    }));
                }
            }
            ClauseField::Without(patterns) => {
                for pattern in patterns {
                    goals.extend(of_pattern(GoalKind::Without, pattern, |alone| {
                        let alone = ClauseField::With { at_least: None, patterns: vec![alone] };
                        let fields = like(&|_, it| !matches!(it, ClauseField::Without(_)), Some(alone));
                        Ask::Matches(probes.clause(clause, fields))
                    }));
                }
            }
            ClauseField::Except(patterns) => {
                for pattern in patterns {
                    goals.extend(of_pattern(GoalKind::Except, pattern, |alone| {
                        let free = like(&|_, it| !matches!(it, ClauseField::Except(_)), None);
                        let mut limited = free.clone();
                        limited.push(At { it: ClauseField::Except(vec![alone]), at });
                        Ask::Differ(probes.clause(clause, free), probes.clause(clause, limited))
                    }));
                }
            }
            ClauseField::Weigh(_, pattern) => {
                goals.extend(of_pattern(GoalKind::Sign, pattern, |alone| {
                    let stands =
                        |it: &ClauseField| matches!(it, ClauseField::Section { .. } | ClauseField::Reads(_));
                    let fields = like(&|_, it| stands(it), Some(ClauseField::Find(vec![alone])));
                    Ask::Matches(probes.clause(clause, fields))
                }));
            }
            ClauseField::Section { never, heading } => {
                goals.extend(of_pattern(GoalKind::Section, heading, |alone| {
                    let other = |it: &ClauseField| matches!(it, ClauseField::Section { never: false, .. });
                    let alone = ClauseField::Section { never: *never, heading: alone };
                    if *never {
                        let free = like(&|at, _| at != n, None);
                        let mut limited = free.clone();
                        limited.push(At { it: alone, at });
                        Ask::Differ(probes.clause(clause, free), probes.clause(clause, limited))
                    } else {
                        Ask::Matches(probes.clause(clause, like(&|_, it| !other(it), Some(alone))))
                    }
                }));
            }
            ClauseField::Threshold(_)
            | ClauseField::Reads(_)
            | ClauseField::Label(_)
            | ClauseField::DeniedLabel(_) => {}
        }
    }
    goals
}

/// Does the field make matches?
fn finds(field: &ClauseField) -> bool {
    match field {
        ClauseField::Find(_)
        | ClauseField::FindClause { .. }
        | ClauseField::FindDocument(_)
        | ClauseField::Weigh(..)
        | ClauseField::Threshold(_) => true,
        ClauseField::With { .. }
        | ClauseField::Without(_)
        | ClauseField::Except(_)
        | ClauseField::Section { .. }
        | ClauseField::Reads(_)
        | ClauseField::Label(_)
        | ClauseField::DeniedLabel(_) => false,
    }
}

/// The fields that limit what a clause finds: index, keyword, patterns.
pub(super) fn limits(clause: &Clause) -> impl Iterator<Item = (usize, Loc, &[Pattern])> {
    let fields = clause.fields.iter().enumerate();
    fields.filter(|(_, it)| is_limit(&it.it)).map(|(n, it)| (n, it.at, patterns_of_field(&it.it)))
}

fn is_limit(field: &ClauseField) -> bool {
    match field {
        ClauseField::With { .. }
        | ClauseField::Without(_)
        | ClauseField::Except(_)
        | ClauseField::Section { .. } => true,
        ClauseField::Find(_)
        | ClauseField::FindClause { .. }
        | ClauseField::FindDocument(_)
        | ClauseField::Weigh(..)
        | ClauseField::Threshold(_)
        | ClauseField::Reads(_)
        | ClauseField::Label(_)
        | ClauseField::DeniedLabel(_) => false,
    }
}
