//! `absorber-too-light`: a rule that weighs less than what it absorbs, so that its firing raises the score.
//!
//! Rules that exclude one another never fire together and are not added up; nor is a rule that another of
//! the absorbed ones stands for.

use std::collections::BTreeMap;

use termscore_core::rule::{Comparison, Condition, Points, Rule, Severity, Verb};

use super::{Facts, scored};
use crate::ast::{Item, RuleField};
use crate::diagnostic::{Code, Diagnostic};
use crate::lower::Sort;
use crate::source::Loc;

/// Of more rules than these, the heaviest are looked at.
const MOST: usize = 14;
/// Pairs of questions that are compared in one pack; after these, rules are taken to exclude one another.
const FUEL: usize = 1_000_000;

pub(super) fn lint(facts: &Facts<'_>, problems: &mut Vec<Diagnostic>) {
    let rules: BTreeMap<&str, &Rule> = scored(facts.pack).into_iter().map(|it| (it.name.as_str(), it)).collect();
    let mut fuel = FUEL;
    for rule in facts.pack.rules.iter().filter(|it| !it.absorbs.is_empty()) {
        let worth = facts.pack.score.iter().flat_map(|it| &it.categories).find(|it| it.id == rule.category);
        // Where the category is lost altogether, nothing is raised.
        if worth.is_some_and(|it| rule.weight >= it.worth) {
            continue;
        }
        let mut absorbed = absorbed(rule, &rules);
        absorbed.retain(|it| !exclude(&rule.when, &it.when, &mut fuel));
        absorbed.sort_by_key(|it| std::cmp::Reverse(it.weight));
        absorbed.truncate(MOST);
        let together = heaviest(&absorbed, &mut fuel);
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
        for it in together {
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
fn absorbed<'a>(rule: &'a Rule, rules: &BTreeMap<&str, &'a Rule>) -> Vec<&'a Rule> {
    let mut found: BTreeMap<&str, &Rule> = BTreeMap::new();
    let mut open: Vec<&Rule> = vec![rule];
    while let Some(it) = open.pop() {
        for name in &it.absorbs {
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

/// The heaviest of those sets whose rules can fire together and all count.
fn heaviest<'a>(rules: &[&'a Rule], fuel: &mut usize) -> Vec<&'a Rule> {
    let mut apart = vec![0_u32; rules.len()];
    for (i, a) in rules.iter().enumerate() {
        for (j, b) in rules.iter().enumerate().skip(i + 1) {
            let stands_for = a.absorbs.contains(&b.name) || b.absorbs.contains(&a.name);
            if stands_for || exclude(&a.when, &b.when, fuel) {
                for (one, other) in [(i, j), (j, i)] {
                    if let Some(it) = apart.get_mut(one) {
                        *it |= 1 << other;
                    }
                }
            }
        }
    }
    let members = |set: u32| rules.iter().enumerate().filter(move |(n, _)| set & (1 << n) != 0);
    let fits = |set: u32| members(set).all(|(n, _)| apart.get(n).is_some_and(|it| it & set == 0));
    let weight = |set: u32| -> Points { members(set).map(|it| it.1.weight).sum() };
    let best = (0..1_u32 << rules.len()).filter(|it| fits(*it)).max_by_key(|it| (weight(*it), std::cmp::Reverse(*it)));
    members(best.unwrap_or(0)).map(|it| *it.1).collect()
}

/// Is it plain that two conditions never hold together?
// Recursion is bounded by the nesting of the text.
fn exclude(a: &Condition, b: &Condition, fuel: &mut usize) -> bool {
    if *fuel == 0 {
        return true;
    }
    *fuel -= 1;
    match (a, b) {
        (Condition::All(parts), other) | (other, Condition::All(parts)) => {
            parts.iter().any(|it| exclude(it, other, fuel))
        }
        (Condition::Any(parts), other) | (other, Condition::Any(parts)) => {
            parts.iter().all(|it| exclude(it, other, fuel))
        }
        (Condition::Not(inner), other) | (other, Condition::Not(inner)) => **inner == *other,
        (
            Condition::Text { verb: one, clause: first, filter: left },
            Condition::Text { verb: two, clause: second, filter: right },
        ) => first == second && (contradict((*one, left), (*two, right)) || contradict((*two, right), (*one, left))),
        _ => false,
    }
}

/// Does the first say that there is no such match, and the second that there is one?
fn contradict((one, left): (Verb, &[Comparison]), (two, right): (Verb, &[Comparison])) -> bool {
    // Without a filter, no match at all fits; with one, only the same filter is compared.
    let covers = left.is_empty() || left == right;
    match one {
        Verb::Lacks => covers && matches!(two, Verb::Asserts),
        Verb::Silent => covers && matches!(two, Verb::Asserts | Verb::Denies | Verb::Mentions),
        _ => false,
    }
}
