//! Points, severities and the score model of a pack.

use std::{fmt, iter::Sum, ops};

/// Points in thousandths: `Points(1_500)` is 1.5. Sums are exact, in any order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct Points(pub i64);

impl Points {
    /// The score of a document in which nothing was found.
    pub const FULL: Points = Points(100_000);

    /// So many whole points.
    pub const fn whole(points: i64) -> Points {
        Points(points * 1_000)
    }
}

impl ops::Add for Points {
    type Output = Points;
    fn add(self, other: Points) -> Points {
        Points(self.0.saturating_add(other.0))
    }
}

impl ops::Sub for Points {
    type Output = Points;
    fn sub(self, other: Points) -> Points {
        Points(self.0.saturating_sub(other.0))
    }
}

impl Sum for Points {
    fn sum<I: Iterator<Item = Points>>(iter: I) -> Points {
        iter.fold(Points(0), ops::Add::add)
    }
}

/// Without trailing zeros: `12`, `1.5`, `-0.125`.
impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (self.0.unsigned_abs() / 1_000, self.0.unsigned_abs() % 1_000);
        let text = format!("{sign}{whole}.{rest:03}");
        f.pad(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

/// How bad a finding is for the signer; later is worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "lowercase"))]
pub enum Severity {
    /// A protection: good to have. It takes no points.
    Minimal,
    /// Worth knowing.
    Low,
    /// Worth asking for a change.
    Medium,
    /// Do not sign without a change, or a price.
    High,
    /// Do not sign as drafted.
    Critical,
}

impl Severity {
    /// All, the least bad first.
    pub const ALL: [Severity; 5] =
        [Severity::Minimal, Severity::Low, Severity::Medium, Severity::High, Severity::Critical];

    /// The word of the rule language: `critical`, `high`, `medium`, `low` or `minimal`.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Minimal => "minimal",
            Severity::Low => "low",
            Severity::Medium => "medium",
            Severity::High => "high",
            Severity::Critical => "critical",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// How findings become a number and a grade.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct ScoreModel {
    /// Their worths sum to 100.
    pub categories: Vec<Category>,
    /// From the best grade down; a score below all of them gets `lowest`.
    pub grades: Vec<GradeStep>,
    /// Grade of a score below all steps.
    pub lowest: String,
    /// What caps the grade.
    pub gates: Vec<Gate>,
}

/// A part of the score.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct Category {
    /// Kebab-case.
    pub id: String,
    /// For people.
    pub title: String,
    /// The most that can be lost in it.
    pub worth: Points,
}

/// A grade and the score from which it is given.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct GradeStep {
    /// Such as `A`.
    pub grade: String,
    /// Smallest score that earns it.
    pub from: Points,
}

/// So many findings of a severity or worse, and the grade is at most this.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct Gate {
    /// Smallest number of findings.
    pub count: usize,
    /// Findings of this severity or worse count.
    pub severity: Severity,
    /// Best grade that remains.
    pub at_most: String,
}
