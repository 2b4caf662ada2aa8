//! Clauses without which a rule cannot hold: where one of them has nowhere to match, the rule is not asked.

use rustc_hash::FxHashMap;

use crate::rule::{Condition, Name, Verb};

use super::compiled::ClauseId;

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
