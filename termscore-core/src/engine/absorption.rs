//! Which rules stand for others, of those that fired and of those that may fire.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use crate::{
    Truth,
    rule::{Points, Severity},
};

use super::catalog::NamedRule;

/// A rule that fired or may fire, as it counts.
pub(super) struct Weighed<'a> {
    /// Its place among all rules.
    pub(super) index: usize,
    pub(super) rule: &'a NamedRule,
    pub(super) truth: Truth,
    pub(super) severity: Severity,
    /// After the arms that hold.
    pub(super) weight: Points,
    /// At most, if every unknown arm goes against the signer.
    pub(super) worst: Points,
    /// At least, if every unknown arm goes well.
    pub(super) best: Points,
    /// No arm that could change it is unknown.
    pub(super) settled: bool,
    pub(super) arm: Option<&'static str>,
}

/// Fired rules that another fired rule stands for: index in `weighed` to that of the absorber, which stands itself.
/// Rules of more weight absorb first; what an absorbed rule stands for is absorbed with it.
pub(super) fn absorbed(weighed: &[Weighed<'_>], without: &[usize]) -> BTreeMap<usize, usize> {
    let edges = edges(weighed, |index, it| it.truth == Truth::True && !without.contains(&index));
    let mut order: Vec<usize> = edges.keys().copied().collect();
    order.sort_by_key(|index| weighed.get(*index).map(|it| rank(*index, it)));
    let mut gone: BTreeSet<usize> = BTreeSet::new();
    for root in &order {
        if !gone.contains(root) {
            gone.extend(reach(&edges, *root).into_iter().filter(|it| it != root));
        }
    }
    // Only now is it known which rules stand: a later one may absorb an earlier one.
    let mut by: BTreeMap<usize, usize> = BTreeMap::new();
    for root in order.iter().filter(|it| !gone.contains(it)) {
        for other in reach(&edges, *root).into_iter().filter(|it| it != root) {
            by.entry(other).or_insert(*root);
        }
    }
    by
}

/// The order in which rules absorb each other: the heaviest first, then the most severe, then by name.
fn rank(index: usize, it: &Weighed<'_>) -> (Reverse<(Points, Severity)>, usize) {
    (Reverse((it.weight, it.severity)), index)
}

/// Absorber to absorbed, among the rules that are asked for.
type Edges = BTreeMap<usize, Vec<usize>>;

fn edges(weighed: &[Weighed<'_>], among: impl Fn(usize, &Weighed<'_>) -> bool) -> Edges {
    let chosen: Vec<(usize, &Weighed<'_>)> =
        weighed.iter().enumerate().filter(|(index, it)| among(*index, it)).collect();
    let by_name: BTreeMap<&str, usize> =
        chosen.iter().map(|(index, it)| (it.rule.rule.name.as_str(), *index)).collect();
    let absorbs = |it: &Weighed<'_>| -> Vec<usize> {
        it.rule.rule.absorbs.iter().filter_map(|name| by_name.get(name.as_str()).copied()).collect()
    };
    chosen.into_iter().map(|(index, it)| (index, absorbs(it))).collect()
}

/// What can be reached from a rule in one step or more.
fn reach(edges: &Edges, from: usize) -> BTreeSet<usize> {
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(index) = open.pop() {
        for other in edges.get(&index).map_or(&[][..], Vec::as_slice) {
            if seen.insert(*other) {
                open.push(*other);
            }
        }
    }
    seen
}

/// What absorption makes of rules that are not all decided: what is so however they and their arms are decided.
///
/// INVARIANT (outer bounds): the score of every such decision lies between the two bounds that are made of this.
pub(super) struct Doubts<'a> {
    weighed: &'a [Weighed<'a>],
    /// By index: what the rule reaches through rules that fired; nothing from others.
    surely: Vec<BTreeSet<usize>>,
    /// By index: what the rule reaches through rules that fired or may fire.
    perhaps: Vec<BTreeSet<usize>>,
    /// Rules that may absorb any: few, as a rule.
    absorbers: Vec<usize>,
}

impl<'a> Doubts<'a> {
    pub(super) fn new(weighed: &'a [Weighed<'a>]) -> Doubts<'a> {
        let all = edges(weighed, |_, _| true);
        // A rule that may not fire is reached, but leads no further.
        let mut fired = all.clone();
        fired.retain(|index, _| weighed.get(*index).is_some_and(|it| it.truth == Truth::True));
        let reach_of = |edges: &Edges| -> Vec<BTreeSet<usize>> {
            (0..weighed.len()).map(|index| reach(edges, index)).collect()
        };
        let perhaps = reach_of(&all);
        let absorbers =
            perhaps.iter().enumerate().filter(|(_, it)| !it.is_empty()).map(|(index, _)| index).collect();
        Doubts { weighed, surely: reach_of(&fired), perhaps, absorbers }
    }

    /// True if another rule stands for this one in any case, should it fire.
    pub(super) fn surely_absorbed(&self, index: usize) -> bool {
        self.absorbers.iter().copied().any(|by| {
            by != index
                && reaches(&self.surely, by, index)
                && (!reaches(&self.perhaps, index, by) || self.surely_first(by, index))
        })
    }

    /// Points that are lost in any case, each under one of the rules of which at least one takes so many.
    pub(super) fn least_weights(&self) -> BTreeMap<usize, Points> {
        let mut least = BTreeMap::new();
        let mut taken: BTreeSet<usize> = BTreeSet::new();
        let mut doubtful = Vec::new();
        for (index, it) in self.weighed.iter().enumerate() {
            if it.truth != Truth::True || self.surely_absorbed(index) {
                continue;
            }
            let by: Vec<usize> =
                self.absorbers.iter().copied().filter(|other| self.may_absorb(*other, index)).collect();
            if by.is_empty() {
                least.insert(index, it.best);
                taken.insert(index);
                continue;
            }
            let lightest =
                by.iter().filter_map(|other| self.weighed.get(*other)).fold(it.best, |least, by| {
                    if by.rule.rule.category == it.rule.rule.category {
                        least.min(by.best)
                    } else {
                        Points(0)
                    }
                });
            doubtful.push((Reverse(lightest), index, by));
        }
        doubtful.sort();
        for (Reverse(points), index, by) in doubtful {
            if !taken.contains(&index) && by.iter().all(|it| !taken.contains(it)) {
                least.insert(index, points);
                taken.insert(index);
                taken.extend(by);
            }
        }
        least
    }

    fn may_absorb(&self, by: usize, index: usize) -> bool {
        by != index
            && reaches(&self.perhaps, by, index)
            && !(reaches(&self.surely, index, by) && self.surely_first(index, by))
    }

    /// True if one comes before another where both absorb each other, whatever the arms.
    fn surely_first(&self, one: usize, other: usize) -> bool {
        let (Some(a), Some(b)) = (self.weighed.get(one), self.weighed.get(other)) else { return false };
        a.best > b.worst || a.settled && b.settled && rank(one, a) < rank(other, b)
    }
}

fn reaches(reach: &[BTreeSet<usize>], from: usize, to: usize) -> bool {
    reach.get(from).is_some_and(|it| it.contains(&to))
}
