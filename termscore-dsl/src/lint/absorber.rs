//! `absorber-too-light`: a rule that weighs less than what it absorbs, so that its firing raises the score.

use std::collections::BTreeMap;

use termscore_core::rule::{Points, Rule, Severity};

use super::together::{FUEL, exclude, heaviest};
use super::{Facts, scored};
use crate::ast::{Item, RuleField};
use crate::diagnostic::{Code, Diagnostic};
use crate::lower::Sort;
use crate::source::Loc;

/// Of so many of the absorbed rules, the place is shown.
const SHOWN: usize = 8;

pub(super) fn lint(facts: &Facts<'_>, problems: &mut Vec<Diagnostic>) {
    let rules: BTreeMap<&str, &Rule> =
        scored(facts.pack).into_iter().map(|it| (it.name.as_str(), it)).collect();
    let mut fuel = FUEL;
    for rule in facts.pack.rules.iter().filter(|it| !it.absorbs.is_empty()) {
        let worth = facts.pack.score.iter().flat_map(|it| &it.categories).find(|it| it.id == rule.category);
        // Where the category is lost altogether, nothing is raised.
        if worth.is_some_and(|it| rule.weight >= it.worth) {
            continue;
        }
        let mut absorbed = absorbed(rule, &rules, &mut fuel);
        absorbed.retain(|it| !exclude(&rule.when, &it.when, &mut fuel));
        let together = heaviest(absorbed, &mut fuel);
        let sum: Points = together.iter().map(|it| it.weight).sum();
        if sum <= rule.weight {
            continue;
        }
        let Some(at) = place(facts, &rule.name) else { continue };
        let short = |it: &str| it.rsplit('.').next().unwrap_or(it).to_owned();
        let message =
            format!("`{}` weighs {}, and what it absorbs weighs {sum}", short(&rule.name), rule.weight);
        let mut problem = Diagnostic::warning(Code::AbsorberTooLight, at, message)
            .why("when all of them hold, its firing raises the score")
            .help(format!("give it a weight of {sum} at least, or let it absorb less"));
        for it in together.into_iter().take(SHOWN) {
            if let Some(at) = facts.scope.place(Sort::Rule, &it.name) {
                problem = problem.also(at, format!("weighs {}", it.weight));
            }
        }
        problems.push(problem);
    }
}

/// The word `absorbs` of a rule.
fn place(facts: &Facts<'_>, full: &str) -> Option<Loc> {
    facts.file.items.iter().find_map(|it| {
        let Item::Rule(it) = it else { return None };
        let own = facts.scope.full(&it.name.it) == full;
        it.fields.iter().find(|it| own && matches!(it.it, RuleField::Absorbs(_))).map(|it| it.at)
    })
}

/// What a rule stands for, directly or through others, and that takes points.
fn absorbed<'a>(rule: &'a Rule, rules: &BTreeMap<&str, &'a Rule>, fuel: &mut usize) -> Vec<&'a Rule> {
    let mut found: BTreeMap<&str, &Rule> = BTreeMap::new();
    let mut open: Vec<&Rule> = vec![rule];
    while let Some(it) = open.pop() {
        for name in &it.absorbs {
            *fuel = fuel.saturating_sub(1);
            if *fuel == 0 {
                return Vec::new();
            }
            if let Some(other) = rules.get(name.as_str())
                && other.name != rule.name
                && found.insert(&other.name, other).is_none()
            {
                open.push(other);
            }
        }
    }
    found.into_values().filter(|it| it.severity != Severity::Minimal).collect()
}
