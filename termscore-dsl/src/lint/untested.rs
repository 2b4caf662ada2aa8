//! `untested-rule`: a rule without a case in which it fires, or without one in which it stays silent.

use std::collections::BTreeMap;

use super::Facts;
use crate::diagnostic::{Code, Diagnostic};
use crate::lower::Sort;
use crate::testing::{Expected, Subject};

pub(super) fn lint(facts: &Facts<'_>, problems: &mut Vec<Diagnostic>) {
    let mut tested: BTreeMap<&str, (bool, bool)> = BTreeMap::new();
    for case in facts.tests {
        if let Subject::Rule(name) = &case.subject {
            let (fires, clear) = tested.entry(name).or_default();
            *fires |= case.expected == Expected::Fires;
            *clear |= case.expected == Expected::Clear;
        }
    }
    for rule in &facts.pack.rules {
        let Some(at) = facts.scope.place(Sort::Rule, &rule.name) else { continue };
        let (missing, cases) = match tested.get(rule.name.as_str()).copied().unwrap_or_default() {
            (true, true) => continue,
            (false, false) => (
                "fires, and none that it stays silent",
                "one case that `expects fires` and one that `expects clear`",
            ),
            (false, true) => ("fires", "a case that `expects fires`"),
            (true, false) => ("stays silent", "a case that `expects clear`"),
        };
        let name = rule.name.rsplit('.').next().unwrap_or(&rule.name);
        problems.push(
            Diagnostic::warning(Code::UntestedRule, at, format!("no test shows that `{name}` {missing}"))
                .help(format!("give `test {name} {{ ... }}` {cases}")),
        );
    }
}
