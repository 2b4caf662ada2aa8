//! Which clauses capture the same value: a clause that finds another one takes over what it captures.

use std::collections::BTreeMap;

use termscore_core::{rule::NAMED, value::Type};

use super::Capture;
use crate::ast::{self, ClauseField, Item, Pattern};
use crate::graph::topological;
use crate::lower::{Scope, Sort, bound_in, found_by, slots_in};

/// What each clause captures, and which of these are one.
#[derive(Clone, Debug, Default)]
pub(super) struct Captures {
    /// By full name of the clause, then by name of the capture: its type and its group.
    by_clause: BTreeMap<String, BTreeMap<String, (String, usize)>>,
    /// Each group: the group that it was joined to, or itself.
    joined: Vec<usize>,
    /// Full name of each group: `pack.clause.capture` of the first clause that has it.
    names: Vec<String>,
}

/// What a clause captures itself, with types, and the clauses that it finds.
#[derive(Default)]
struct Own {
    captures: Vec<(String, String)>,
    finds: Vec<String>,
}

impl Captures {
    pub(super) fn new(file: &ast::File, scope: &Scope) -> Captures {
        let mut own: BTreeMap<String, Own> = BTreeMap::new();
        for clause in scope.packs().into_iter().flat_map(|it| &it.clauses) {
            let captures = bound_in(clause).map(|(name, bound)| (name.to_owned(), bound.noun()));
            let finds = found_by(clause).into_iter().map(str::to_owned).collect();
            own.insert(clause.name.clone(), Own { captures: captures.collect(), finds });
        }
        for item in &file.items {
            if let Item::Clause(clause) = item {
                own.insert(scope.full(&clause.name.it), own_of(clause, scope));
            }
        }
        let mut captures = Captures::default();
        let graph: BTreeMap<&str, Vec<&str>> = own
            .iter()
            .map(|(name, it)| (name.as_str(), it.finds.iter().map(String::as_str).collect()))
            .collect();
        for clause in topological(&graph).0 {
            if let Some(it) = own.get(clause) {
                captures.add(clause, it);
            }
        }
        captures
    }

    fn add(&mut self, clause: &str, own: &Own) {
        let mut all: BTreeMap<String, (String, usize)> = BTreeMap::new();
        for (name, ty) in &own.captures {
            if !all.contains_key(name) {
                let group = self.joined.len();
                self.joined.push(group);
                self.names.push(format!("{clause}.{name}"));
                all.insert(name.clone(), (ty.clone(), group));
            }
        }
        for found in &own.finds {
            for (name, (ty, group)) in self.by_clause.get(found).cloned().unwrap_or_default() {
                match all.get(&name) {
                    Some((_, known)) => self.join(*known, group),
                    None => {
                        all.insert(name, (ty, group));
                    }
                }
            }
        }
        self.by_clause.insert(clause.to_owned(), all);
    }

    /// INVARIANT (joined groups): a group is joined to one with a smaller number.
    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.group(a), self.group(b));
        if let Some(it) = self.joined.get_mut(a.max(b)) {
            *it = a.min(b);
        }
    }

    fn group(&self, mut group: usize) -> usize {
        while let Some(&to) = self.joined.get(group)
            && to != group
        {
            group = to;
        }
        group
    }

    /// The full name of a capture of a clause.
    pub(super) fn full(&self, clause: &str, capture: &str) -> Option<String> {
        let (_, group) = self.by_clause.get(clause)?.get(capture)?;
        self.names.get(self.group(*group)).cloned()
    }

    /// What a clause captures.
    pub(super) fn of(&self, clause: &str) -> Vec<Capture> {
        let captures = self.by_clause.get(clause).into_iter().flatten();
        captures.map(|(name, (ty, _))| Capture { name: name.clone(), ty: ty.clone() }).collect()
    }

    /// Clauses that have a capture of this full name.
    pub(super) fn clauses_with<'a>(&'a self, full: &'a str) -> impl Iterator<Item = &'a str> {
        self.by_clause
            .iter()
            .filter(move |(clause, captures)| {
                captures.keys().any(|it| self.full(clause, it).as_deref() == Some(full))
            })
            .map(|it| it.0.as_str())
    }
}

fn own_of(clause: &ast::Clause, scope: &Scope) -> Own {
    let mut own = Own::default();
    for field in &clause.fields {
        match &field.it {
            ClauseField::Find(patterns) | ClauseField::With { patterns, .. } => {
                own.captures
                    .extend(patterns.iter().flat_map(captured).map(|(name, ty)| (name.it.clone(), ty)));
            }
            ClauseField::FindDocument(_) => {
                own.captures.push((NAMED.to_owned(), Type::Text.name().to_owned()));
            }
            ClauseField::FindClause { clause, .. } => own.finds.extend(scope.find(Sort::Clause, &clause.it)),
            ClauseField::Without(_)
            | ClauseField::Except(_)
            | ClauseField::Weigh(..)
            | ClauseField::Threshold(_)
            | ClauseField::Section { .. }
            | ClauseField::Reads(_)
            | ClauseField::Label(_)
            | ClauseField::DeniedLabel(_) => {}
        }
    }
    own
}

/// What a pattern captures, with types; a name is that of the type if it has none of its own.
pub(super) fn captured(pattern: &Pattern) -> Vec<(&ast::Name, String)> {
    let Pattern::Phrase(phrase) = pattern else { return Vec::new() };
    let mut found = Vec::new();
    for (name, of) in slots_in(&phrase.body) {
        let ty = Type::from_name(&of.it);
        // A value of an extractor is called by the last part of its name, which is no token of its own.
        let Some(name) = name.or(ty.is_some().then_some(of)) else { continue };
        found.push((name, ty.unwrap_or(Type::Text).name().to_owned()));
    }
    found
}
