//! Which rules of a category can fire together, as far as their conditions tell.
//!
//! Rules that exclude one another never fire together, and one that another stands for does not count.

use termscore_core::rule::{Comparison, Condition, Points, Rule, Verb};

/// Of more rules than these, the heaviest are tried in all combinations.
const MOST: usize = 14;
/// Pairs of questions that are compared in one pack, and rules that are followed; after these, rules are
/// taken to exclude one another.
pub(super) const FUEL: usize = 500_000;

/// A heavy set of rules that can fire together and all count: the heaviest of the first [`MOST`], and what
/// can be added to it.
pub(super) fn heaviest<'a>(mut rules: Vec<&'a Rule>, fuel: &mut usize) -> Vec<&'a Rule> {
    rules.sort_by_key(|it| std::cmp::Reverse(it.weight));
    let rest = rules.split_off(MOST.min(rules.len()));
    let mut together = heaviest_of(&rules, fuel);
    for rule in rest {
        if !together.iter().any(|it| apart(it, rule, fuel)) {
            together.push(rule);
        }
    }
    together
}

/// Can only one of them count?
fn apart(a: &Rule, b: &Rule, fuel: &mut usize) -> bool {
    a.absorbs.contains(&b.name) || b.absorbs.contains(&a.name) || exclude(&a.when, &b.when, fuel)
}

fn heaviest_of<'a>(rules: &[&'a Rule], fuel: &mut usize) -> Vec<&'a Rule> {
    let mut conflicts = vec![0_u32; rules.len()];
    for (i, a) in rules.iter().enumerate() {
        for (j, b) in rules.iter().enumerate().skip(i + 1) {
            if apart(a, b, fuel) {
                for (one, other) in [(i, j), (j, i)] {
                    if let Some(it) = conflicts.get_mut(one) {
                        *it |= 1 << other;
                    }
                }
            }
        }
    }
    let mut search = Search { rules, conflicts, best: (Points(-1), 0) };
    search.from(0, Points(0), 0);
    let best = search.best.1;
    rules.iter().enumerate().filter(|(n, _)| best & (1 << n) != 0).map(|it| *it.1).collect()
}

/// Takes or leaves one rule after the other, as long as what is left could beat the best.
struct Search<'a> {
    rules: &'a [&'a Rule],
    /// By rule: the set of those that it is apart from.
    conflicts: Vec<u32>,
    best: (Points, u32),
}

impl Search<'_> {
    // Recursion is bounded by `MOST`.
    fn from(&mut self, n: usize, sum: Points, set: u32) {
        let left: Points = self.rules.iter().skip(n).map(|it| it.weight).sum();
        if sum + left <= self.best.0 {
            return;
        }
        let (Some(rule), Some(conflicts)) = (self.rules.get(n), self.conflicts.get(n)) else {
            self.best = (sum, set);
            return;
        };
        if conflicts & set == 0 {
            self.from(n + 1, sum + rule.weight, set | 1 << n);
        }
        self.from(n + 1, sum, set);
    }
}

/// Is it plain that two conditions never hold together?
// Recursion is bounded by the nesting of the text.
pub(super) fn exclude(a: &Condition, b: &Condition, fuel: &mut usize) -> bool {
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
        ) => {
            first == second
                && (contradict((*one, left), (*two, right)) || contradict((*two, right), (*one, left)))
        }
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
