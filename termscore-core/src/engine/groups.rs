//! Which patterns are looked for together: those that the rules for the same kinds of document need. So a lease is not
//! searched for what only licences are asked, nor any document for clauses that no rule asks for.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    catalog::Catalog,
    compiled::{CompiledClause, CompiledFind, PatternId},
    wanted::Wanted,
};

/// Groups of patterns that the same audiences need.
#[derive(Debug, Default)]
pub(super) struct Groups {
    /// Each pattern that clauses are found by is in one group; the patterns of clauses that no rule asks for have a group
    /// that no audience needs.
    pub(super) patterns: Vec<Vec<PatternId>>,
    /// By audience: the groups that its rules may need.
    pub(super) of_audiences: Vec<Vec<usize>>,
}

impl Groups {
    pub(super) fn new(catalog: &Catalog, clauses: &[CompiledClause]) -> Groups {
        let mut alike: BTreeMap<Vec<bool>, Vec<PatternId>> = BTreeMap::new();
        for (id, clause) in clauses.iter().enumerate() {
            let found = clause.find.iter().filter_map(|find| match find {
                CompiledFind::Pattern(id) => Some(*id),
                CompiledFind::Clause { .. } | CompiledFind::Document(_) => None,
            });
            let mut patterns = found.chain(clause.evidence.iter().map(|it| it.1)).peekable();
            if patterns.peek().is_some() {
                let asking = catalog.audiences.iter().map(|it| it.asks.get(id) == Some(&true)).collect();
                alike.entry(asking).or_default().extend(patterns);
            }
        }
        let mut groups = Groups {
            patterns: Vec::with_capacity(alike.len()),
            of_audiences: vec![Vec::new(); catalog.audiences.len()],
        };
        for (asking, patterns) in alike {
            let asking = groups.of_audiences.iter_mut().zip(asking).filter(|it| it.1);
            asking.for_each(|it| it.0.push(groups.patterns.len()));
            groups.patterns.push(patterns);
        }
        groups
    }

    /// The groups that an evaluation may need; ascending.
    pub(super) fn of(&self, wanted: &Wanted) -> Vec<usize> {
        match wanted {
            Wanted::All => (0..self.patterns.len()).collect(),
            Wanted::Audiences(audiences) => {
                let of_audiences = audiences.iter().filter_map(|it| self.of_audiences.get(*it));
                let groups: BTreeSet<usize> = of_audiences.flatten().copied().collect();
                groups.into_iter().collect()
            }
        }
    }
}
