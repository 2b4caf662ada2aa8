//! What is usual: how often contracts of a kind hold a clause, what values they agree on, how they score. A survey of a
//! folder writes it to a file; a report is put beside it. The score knows nothing of it: what is common is not
//! therefore fair.

mod beside;
mod survey;

use std::{cmp::Ordering, collections::BTreeMap, fs, path::Path};

use serde::{Deserialize, Serialize};
use termscore::value::{Type, Value, compare, literal};

use crate::problem::Problem;

pub(crate) use beside::{Beside, beside, show};
pub(crate) use survey::run;

/// Says what a file is, and in which version.
const SCHEMA: &str = "termscore-market/1";

/// Fewer contracts than this say nothing about a market.
pub(crate) const FEWEST: usize = 10;

/// A survey of contracts.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Market {
    schema: String,
    /// What was surveyed, in a line.
    pub(crate) title: String,
    /// Where the contracts are from.
    pub(crate) source: String,
    /// Name and version of each pack.
    pub(crate) packs: BTreeMap<String, String>,
    /// By full name of the kind.
    pub(crate) kinds: BTreeMap<String, Sample>,
}

/// The contracts of one kind.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Sample {
    /// For people.
    pub(crate) title: String,
    /// How many.
    pub(crate) documents: usize,
    /// In thousandths of a point, ascending.
    pub(crate) scores: Vec<i64>,
    /// How many contracts a rule fired on; of all rules that were asked.
    pub(crate) rules: BTreeMap<String, usize>,
    /// How many contracts hold a clause.
    pub(crate) clauses: BTreeMap<String, usize>,
    /// By clause and capture, such as `freelance.payment-term.term`.
    pub(crate) values: BTreeMap<String, Values>,
}

/// Values that contracts agree on, one a contract: the first in the text.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Values {
    /// Their type, by name.
    pub(crate) r#type: String,
    /// As written out by this program, ascending; what cannot be ordered is left out.
    pub(crate) values: Vec<String>,
}

impl Market {
    /// Reads a file that [`run`] wrote.
    pub(crate) fn read(path: &Path) -> Result<Market, Problem> {
        let text = fs::read_to_string(path).map_err(|error| Problem::io(path, &error))?;
        let wrong = |why: String| {
            let what = format!("--market {}", path.display());
            Problem::new(what, format_args!("{why}: make one with `termscore survey DIR --out FILE`"))
        };
        let market: Market =
            serde_json::from_str(&text).map_err(|error| wrong(format!("it is no market file ({error})")))?;
        if market.schema != SCHEMA {
            return Err(wrong(format!(
                "it is of the form `{}`, and this program reads {SCHEMA}",
                market.schema
            )));
        }
        Ok(market)
    }
}

impl Sample {
    /// How many scores are lower, and how many there are.
    pub(crate) fn below(&self, score: i64) -> (usize, usize) {
        (self.scores.partition_point(|it| *it < score), self.scores.len())
    }
}

impl Values {
    /// How many values are less, and how many can be compared at all.
    pub(crate) fn below(&self, value: &Value) -> (usize, usize) {
        let Some(ty) = Type::from_name(&self.r#type) else { return (0, 0) };
        let known = self.values.iter().filter_map(|it| literal(ty, it));
        let orders: Vec<Ordering> = known.filter_map(|it| compare(&it, value)).collect();
        (orders.iter().filter(|it| it.is_lt()).count(), orders.len())
    }
}

/// A share of a whole in whole per cent, rounded; 0 of nothing.
pub(crate) fn percent(part: usize, whole: usize) -> usize {
    (part * 200 + whole).checked_div(whole * 2).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_count_what_is_less() {
        let sample = Sample { scores: vec![10, 20, 20, 30], ..Sample::default() };
        for (score, expected) in [(5, 0), (10, 0), (20, 1), (25, 3), (99, 4)] {
            assert_eq!(sample.below(score), (expected, 4), "{score}");
        }
        let terms = ["7 days", "30 days", "2 months", "1 year"].map(str::to_owned).to_vec();
        let values = Values { r#type: "duration".to_owned(), values: terms };
        let below = |text: &str| values.below(&literal(Type::Duration, text).expect("a duration"));
        assert_eq!(below("30 days"), (1, 4));
        assert_eq!(below("90 days"), (3, 4));
        // Two months may have 60 days, or not: they are not compared.
        assert_eq!(below("60 days"), (2, 3));
    }

    #[test]
    fn shares_are_rounded() {
        assert_eq!(
            [(0, 0), (1, 3), (2, 3), (1, 2), (5, 5)].map(|(a, b)| percent(a, b)),
            [0, 33, 67, 50, 100]
        );
    }
}
