//! `category-unreachable` and `category-crowded`: what a category is worth, beside what its rules weigh.

use termscore_core::rule::{Points, Rule};

use super::together::{FUEL, heaviest};
use super::{Facts, scored};
use crate::ast::{Item, Name, Number, ScoreField};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Loc;

/// Weights may exceed the worth this many times.
const CROWDED: i64 = 3;

pub(super) fn lint(facts: &Facts<'_>, problems: &mut Vec<Diagnostic>) {
    let rules = scored(facts.pack);
    // A score without rules is made for other packs.
    let Some(model) = facts.pack.score.as_ref().filter(|_| !rules.is_empty()) else { return };
    let mut fuel = FUEL;
    for (name, worth) in declared(facts) {
        let Some(category) = model.categories.iter().find(|it| it.id == name.it) else { continue };
        let own: Vec<&Rule> = rules.iter().filter(|it| it.category == name.it).copied().collect();
        let at = name.at.cover(worth.at);
        problems.extend(unreachable(name, at, category.worth, &own));
        problems.extend(crowded(name, at, category.worth, own, &mut fuel));
    }
}

fn unreachable(name: &Name, at: Loc, worth: Points, rules: &[&Rule]) -> Option<Diagnostic> {
    let total: Points = rules.iter().map(|it| most(it)).sum();
    if total >= worth {
        return None;
    }
    let (message, help) = match rules {
        [] => (
            format!("no rule is of category `{}`, so its {worth} points cannot be lost", name.it),
            "give it rules, or its points to other categories".to_owned(),
        ),
        _ => (
            format!("the rules of category `{}` take {total} of its {worth} points at most", name.it),
            format!("raise the weights of its rules, or let it be worth {total}"),
        ),
    };
    Some(
        Diagnostic::warning(Code::CategoryUnreachable, at, message)
            .why("the points that cannot be lost make every contract look better than it is")
            .help(help),
    )
}

/// Rules that exclude or absorb one another do not crowd.
fn crowded(name: &Name, at: Loc, worth: Points, rules: Vec<&Rule>, fuel: &mut usize) -> Option<Diagnostic> {
    let together = heaviest(rules, fuel);
    let sum: Points = together.iter().map(|it| it.weight).sum();
    if sum.0 <= worth.0.saturating_mul(CROWDED) {
        return None;
    }
    let message = format!(
        "the rules of category `{}` that can fire together weigh {sum}, and it is worth {worth}",
        name.it
    );
    Some(
        Diagnostic::warning(Code::CategoryCrowded, at, message)
            .why("once a few of its rules fire, the others change nothing")
            .help("let it be worth more, split it, or lower the weights"),
    )
}

/// The most that a rule can take.
fn most(rule: &Rule) -> Points {
    rule.raised.iter().map(|it| it.weight).fold(rule.weight, Points::max)
}

/// Names and worths of the categories, as written.
fn declared<'a>(facts: &Facts<'a>) -> Vec<(&'a Name, &'a Number)> {
    let scores =
        facts.file.items.iter().filter_map(|it| if let Item::Score(it) = it { Some(it) } else { None });
    scores
        .flat_map(|it| &it.fields)
        .filter_map(|it| match &it.it {
            ScoreField::Category { name, worth, .. } => Some((name, worth)),
            ScoreField::Grade { .. } | ScoreField::Else(_) | ScoreField::Gate { .. } => None,
        })
        .collect()
}
