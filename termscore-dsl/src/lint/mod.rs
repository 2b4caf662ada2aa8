//! Doubts about packs that are correct: each file knows one. They are told only when there is no error,
//! because a pack that is half read would raise false ones.

mod absorber;
mod brackets;
mod category;
mod inclusion;
mod regex;
mod shadowed;
mod together;
mod untested;
mod unused;
mod walk;

use std::collections::BTreeSet;

use termscore_core::rule::{Rule, RulePack};

use crate::ast;
use crate::diagnostic::Diagnostic;
use crate::lower::Scope;
use crate::testing::TestCase;

/// A pack without errors, from all sides.
pub(crate) struct Facts<'a> {
    pub(crate) file: &'a ast::File,
    pub(crate) pack: &'a RulePack,
    pub(crate) tests: &'a [TestCase],
    pub(crate) scope: &'a Scope,
}

/// Tells all doubts.
pub(crate) fn lint(facts: &Facts<'_>, problems: &mut Vec<Diagnostic>) {
    untested::lint(facts, problems);
    brackets::lint(facts, problems);
    unused::lint(facts, problems);
    shadowed::lint(facts, problems);
    regex::lint(facts, problems);
    absorber::lint(facts, problems);
    category::lint(facts, problems);
}

/// The rules that are scored with a pack: its own, and those of all packs that it uses; each once.
fn scored(pack: &RulePack) -> Vec<&Rule> {
    let mut seen = BTreeSet::new();
    let mut open = vec![pack];
    let mut rules = Vec::new();
    while let Some(pack) = open.pop() {
        if seen.insert(pack.name.as_str()) {
            rules.extend(&pack.rules);
            open.extend(pack.imports.iter().map(AsRef::as_ref));
        }
    }
    rules
}
