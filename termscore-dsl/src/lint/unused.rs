//! `unused-item`: a concept, a clause or a parameter that no rule needs, directly or through others.
//!
//! A clause with a label or a test is there for its own sake, and a pack without rules is there for others.

use std::collections::{BTreeMap, BTreeSet};

use super::Facts;
use super::walk::Names;
use crate::ast::{self, ClauseField, Item};
use crate::diagnostic::{Code, Diagnostic};
use crate::lower::Sort;

type Key = (Sort, String);

pub(super) fn lint(facts: &Facts<'_>, problems: &mut Vec<Diagnostic>) {
    if facts.pack.rules.is_empty() {
        return;
    }
    // What each concept and clause needs, and what is needed anyway.
    let mut needs: BTreeMap<Key, Vec<Key>> = BTreeMap::new();
    let mut open: Vec<Key> = Vec::new();
    let mut declared: Vec<(Key, &ast::Name)> = Vec::new();
    for item in &facts.file.items {
        let names = needed(facts, item);
        let (sort, name) = match item {
            Item::Concept(it) => (Sort::Concept, &it.name),
            Item::Clause(it) => (Sort::Clause, &it.name),
            Item::Param(it) => (Sort::Param, &it.name),
            Item::Pack(_)
            | Item::Use(_)
            | Item::Kind(_)
            | Item::Extern(_)
            | Item::Override(_)
            | Item::Disable(_)
            | Item::Extend(_)
            | Item::Cue(_)
            | Item::Rule(_)
            | Item::Score(_)
            | Item::Test(_) => {
                open.extend(names);
                continue;
            }
        };
        let key = (sort, facts.scope.full(&name.it));
        if let Item::Clause(it) = item
            && has_label(it)
        {
            open.push(key.clone());
        }
        declared.push((key.clone(), name));
        needs.entry(key).or_default().extend(names);
    }
    let mut used: BTreeSet<Key> = BTreeSet::new();
    while let Some(key) = open.pop() {
        if let Some(needed) = needs.get(&key)
            && !used.contains(&key)
        {
            open.extend(needed.iter().cloned());
        }
        used.insert(key);
    }
    for (key, name) in declared.into_iter().filter(|it| !used.contains(&it.0)) {
        let noun = key.0.noun();
        let message = format!("nothing uses {noun} `{}`", name.it);
        problems.push(Diagnostic::warning(Code::UnusedItem, name.at, message).help(match key.0 {
            Sort::Clause => "remove it, ask for it in a rule, or give it a `label` or a `test`",
            _ => "remove it, or refer to it",
        }));
    }
}

fn has_label(clause: &ast::Clause) -> bool {
    clause.fields.iter().any(|it| matches!(it.it, ClauseField::Label(_) | ClauseField::DeniedLabel(_)))
}

/// The full names of what an item refers to.
fn needed(facts: &Facts<'_>, item: &Item) -> Vec<Key> {
    let names = Names::of(item);
    let all = [(Sort::Concept, names.concepts), (Sort::Clause, names.clauses), (Sort::Param, names.params)];
    all.into_iter()
        .flat_map(|(sort, paths)| paths.into_iter().map(move |it| (sort, it)))
        .filter_map(|(sort, path)| Some((sort, facts.scope.find(sort, path)?)))
        .collect()
}
