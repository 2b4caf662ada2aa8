//! One line of JSON, read as far as the table, the parquet file and `--fail-under` need it.

use serde::Deserialize;
use termscore::rule::Points;

use crate::problem::Problem;

/// A report, or the reason why there is none.
#[derive(Debug, Deserialize)]
pub(super) struct Line {
    pub(super) file: String,
    /// Digest of the file's bytes; absent if it could not be opened.
    pub(super) content: Option<String>,
    pub(super) error: Option<String>,
    pub(super) kind: Option<Kind>,
    score: Option<f64>,
    pub(super) low: Option<f64>,
    pub(super) high: Option<f64>,
    pub(super) grade: Option<String>,
    pub(super) no_grade: Option<String>,
    #[serde(default)]
    pub(super) findings: Vec<Finding>,
    #[serde(default)]
    outcomes: std::collections::BTreeMap<String, String>,
}

/// The kind that it was read as.
#[derive(Debug, Deserialize)]
pub(super) struct Kind {
    pub(super) name: String,
    pub(super) title: String,
}

/// A finding of a report.
#[derive(Debug, Deserialize)]
pub(super) struct Finding {
    pub(super) rule: String,
    pub(super) pack: String,
    pub(super) title: String,
    pub(super) severity: String,
    pub(super) category: String,
    pub(super) points: f64,
    pub(super) score_if_fixed: f64,
    pub(super) absorbed_by: Option<String>,
    #[serde(default)]
    pub(super) evidence: Vec<Evidence>,
}

/// A passage of a finding.
#[derive(Debug, Deserialize)]
pub(super) struct Evidence {
    pub(super) quote: String,
    pub(super) start: i64,
    pub(super) end: i64,
    pub(super) section: String,
    pub(super) page: Option<i64>,
}

impl Line {
    /// Reads what this program wrote.
    pub(super) fn read(text: &str) -> Result<Line, Problem> {
        serde_json::from_str(text).map_err(|error| {
            Problem::new("score", format_args!("a line of results cannot be read back: {error}"))
        })
    }

    /// The score, as a number.
    pub(super) fn score_number(&self) -> Option<f64> {
        self.score
    }

    /// The score; 0 for a file that was not read.
    #[expect(clippy::cast_possible_truncation, reason = "points have three decimals and are at most 100")]
    pub(super) fn score(&self) -> Points {
        Points((self.score.unwrap_or_default() * 1_000.0).round() as i64)
    }

    /// True if at least one rule was asked.
    pub(super) fn is_scored(&self) -> bool {
        self.outcomes.values().any(|it| !matches!(it.as_str(), "not-applicable" | "disabled"))
    }

    /// Findings of a severity that count for themselves.
    pub(super) fn n_findings(&self, severity: &str) -> usize {
        self.findings.iter().filter(|it| it.severity == severity && it.absorbed_by.is_none()).count()
    }
}
