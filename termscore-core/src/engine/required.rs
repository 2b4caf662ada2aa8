//! Clauses without which a rule cannot hold: where one of them has nowhere to match, the rule is not asked.

use rustc_hash::FxHashMap;

use crate::rule::{Condition, Name, Verb};

use super::{
    eval::Evaluation,
    program::{ClauseId, CompiledFind},
};

/// The clauses that a condition needs a match of.
pub(super) fn required(clause_ids: &FxHashMap<Name, ClauseId>, condition: &Condition) -> Box<[ClauseId]> {
    let mut found = Vec::new();
    let mut open = vec![condition];
    while let Some(condition) = open.pop() {
        match condition {
            Condition::All(parts) => open.extend(parts),
            Condition::Text {
                verb: Verb::Asserts | Verb::Denies | Verb::Mentions | Verb::Every,
                clause,
                ..
            } => {
                found.extend(clause_ids.get(clause));
            }
            _ => {}
        }
    }
    found.into()
}

impl Evaluation<'_> {
    /// True if a clause surely has no match, and nothing cuts the search for one short.
    pub(super) fn is_hopeless(&self, id: ClauseId) -> bool {
        // Without a single step to take, no search is complete.
        let Some(clause) = self.reading.program.clauses.get(id as usize).filter(|_| self.fuel() > 0) else {
            return false;
        };
        let hopeless = |find: &CompiledFind| match find {
            CompiledFind::Pattern(pattern) => self.reading.candidates(*pattern).is_empty(),
            CompiledFind::Clause { .. } | CompiledFind::Document(_) => false,
        };
        let mut signs = clause.evidence.iter().filter(|it| it.0 > 0);
        clause.find.iter().all(hopeless) && signs.all(|it| self.reading.candidates(it.1).is_empty())
    }
}
