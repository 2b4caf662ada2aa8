//! Which patterns are looked for together: those that the rules for the same kinds of document need. So a lease is not
//! searched for what only licences are asked, nor any document for clauses that no rule asks for.

use std::collections::{BTreeMap, BTreeSet};

use crate::rule::Name;

use super::program::{ClauseId, CompiledFind, CompiledRule, PatternId, Program};

/// The rules that are for the same kinds of document.
#[derive(Debug)]
pub(super) struct Audience {
    pub(super) for_kinds: Vec<Name>,
    /// The groups of patterns that they may need: places in [`Program::groups`].
    pub(super) groups: Vec<usize>,
}

/// Fills in the groups of a program whose clauses and rules are all there. Each pattern that clauses are found by is in
/// one group; the patterns of clauses that no rule asks for have a group that no audience needs.
pub(super) fn group(program: &mut Program) {
    let kinds: BTreeSet<&Vec<Name>> = program.rules.iter().map(|it| &it.for_kinds).collect();
    let mut audiences: Vec<Audience> =
        kinds.into_iter().map(|it| Audience { for_kinds: it.clone(), groups: Vec::new() }).collect();
    let mut asking: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); program.clauses.len()];
    for (at, audience) in audiences.iter().enumerate() {
        for clause in asked(program, &audience.for_kinds) {
            asking.get_mut(clause as usize).into_iter().for_each(|it| {
                it.insert(at);
            });
        }
    }
    let mut alike: BTreeMap<&BTreeSet<usize>, Vec<PatternId>> = BTreeMap::new();
    for (clause, asking) in program.clauses.iter().zip(&asking) {
        let found = clause.find.iter().filter_map(|find| match find {
            CompiledFind::Pattern(id) => Some(*id),
            CompiledFind::Clause { .. } | CompiledFind::Document(_) => None,
        });
        alike.entry(asking).or_default().extend(found.chain(clause.evidence.iter().map(|it| it.1)));
    }
    let mut groups = Vec::with_capacity(alike.len());
    for (place, (asking, patterns)) in alike.into_iter().enumerate() {
        for at in asking {
            audiences.get_mut(*at).into_iter().for_each(|it| it.groups.push(place));
        }
        groups.push(patterns);
    }
    program.audiences = audiences;
    program.groups = groups;
}

/// The clauses that the rules for some kinds may ask for, themselves or through other rules and clauses. Those that tell
/// which law governs are always among them.
fn asked(program: &Program, for_kinds: &[Name]) -> BTreeSet<ClauseId> {
    let mut clauses: BTreeSet<ClauseId> = BTreeSet::new();
    let mut open_clauses: Vec<ClauseId> = program.law_clauses.clone();
    let mut rules: BTreeSet<usize> = BTreeSet::new();
    let all = program.rules.iter().enumerate();
    let mut open: Vec<usize> = all.filter(|(_, it)| it.for_kinds == for_kinds).map(|it| it.0).collect();
    while let Some(index) = open.pop() {
        let Some(CompiledRule { rule, .. }) = program.rules.get(index).filter(|_| rules.insert(index)) else {
            continue;
        };
        let arms = rule.eased.iter().chain(&rule.raised).map(|arm| &arm.when);
        for condition in std::iter::once(&rule.when).chain(arms) {
            open_clauses.extend(condition.clauses().filter_map(|name| program.clause_ids.get(name)));
            open.extend(condition.rules().filter_map(|name| program.rule_ids.get(name)));
        }
    }
    while let Some(id) = open_clauses.pop() {
        let Some(clause) = program.clauses.get(id as usize).filter(|_| clauses.insert(id)) else { continue };
        open_clauses.extend(clause.find.iter().filter_map(|find| match find {
            CompiledFind::Clause { id, .. } => Some(*id),
            CompiledFind::Pattern(_) | CompiledFind::Document(_) => None,
        }));
    }
    clauses
}
