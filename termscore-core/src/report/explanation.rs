//! How a score came about: the only arithmetic on points.

use crate::rule::{Name, Points};

/// A tree of points: a leaf is what one finding takes, a branch is computed from its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum Explanation {
    /// The score: [`Points::FULL`] less what the parts take.
    Score {
        /// One branch a category.
        parts: Vec<Explanation>,
    },
    /// What a category loses: the sum of its parts, at most its worth.
    Category {
        /// Its id.
        id: String,
        /// The most that it can lose.
        worth: Points,
        /// One leaf a finding, in the order in which they take from the worth.
        parts: Vec<Explanation>,
    },
    /// What a finding takes.
    Finding {
        /// Full name of the rule.
        rule: Name,
        /// Its weight, after `eased` and `raised`; 0 if absorbed.
        weight: Points,
        /// What the category still had: never more than the weight.
        points: Points,
    },
}

impl Explanation {
    /// The score of a root; what a branch or leaf takes from it otherwise.
    pub fn points(&self) -> Points {
        match self {
            Explanation::Score { parts } => Points::FULL - parts.iter().map(Explanation::points).sum(),
            Explanation::Category { parts, .. } => parts.iter().map(Explanation::points).sum(),
            Explanation::Finding { points, .. } => *points,
        }
    }

    /// All findings with the points they take, in order.
    pub fn contributions(&self) -> Vec<(&str, Points)> {
        match self {
            Explanation::Score { parts } | Explanation::Category { parts, .. } => {
                parts.iter().flat_map(Explanation::contributions).collect()
            }
            Explanation::Finding { rule, points, .. } => vec![(rule.as_str(), *points)],
        }
    }

    /// The score if the findings of each category, of this worth, have these weights together, none below 0: what the root of
    /// a tree of them would say, in whatever order they take from the worth.
    pub(crate) fn score_of(categories: impl Iterator<Item = (Points, Points)>) -> Points {
        Points::FULL - categories.map(|(worth, weights)| weights.min(worth).max(Points(0))).sum()
    }

    /// A category: each weight takes what is left of the worth, so that the points of the parts sum
    /// exactly to what the category loses.
    pub(crate) fn category(id: &str, worth: Points, weights: &[(Name, Points)]) -> Explanation {
        let mut left = worth;
        let parts = weights
            .iter()
            .map(|(rule, weight)| {
                let points = (*weight).min(left).max(Points(0));
                left = left - points;
                Explanation::Finding { rule: rule.clone(), weight: *weight, points }
            })
            .collect();
        Explanation::Category { id: id.to_owned(), worth, parts }
    }
}
