//! Percentages: "twenty percent (20%)", "1.5% per month", "fifty basis points".

use std::cmp::Ordering;
use std::fmt;

use nom::Parser;
use nom::branch::alt;
use nom::bytes::complete::tag_no_case;
use nom::character::complete::{char, one_of};
use nom::combinator::{consumed, opt};
use nom::sequence::{preceded, terminated};

use super::Value;
use super::number::{self, Clash, Number, in_digits};
use super::text::{Parsed, boundary, bracketed, done, fail, gap, joint, keyword, known, spaces};

/// Ten-thousandths of a percent in a percent
const PER_PERCENT: u64 = 10_000;

/// A share, or a rate if it is per some period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[non_exhaustive]
pub struct Percent {
    /// Ten-thousandths of a percent: 15,000 is 1.5%
    pub ten_thousandths: i64,
    /// What it accrues over, as in "1.5% per month"
    pub per: Option<Period>,
}

/// What a rate is per.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[non_exhaustive]
pub enum Period {
    /// "per day", "daily"
    Day,
    /// "per week", "weekly"
    Week,
    /// "per month", "monthly"
    Month,
    /// "per quarter", "quarterly"
    Quarter,
    /// "per annum", "p.a.", "per year", "annually"
    Year,
}

impl Period {
    /// "day", "week", "month", "quarter" or "year"
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Period::Day => "day",
            Period::Week => "week",
            Period::Month => "month",
            Period::Quarter => "quarter",
            Period::Year => "year",
        }
    }

    /// The fewest and the most of them in a year, however a contract counts its days
    const fn in_a_year(self) -> (i128, i128) {
        match self {
            Period::Day => (360, 366),
            Period::Week => (51, 53),
            Period::Month => (12, 12),
            Period::Quarter => (4, 4),
            Period::Year => (1, 1),
        }
    }
}

impl Percent {
    /// From ten-thousandths of a percent: `Percent::new(200_000, None)` is 20%
    #[must_use]
    pub const fn new(ten_thousandths: i64, per: Option<Period>) -> Self {
        Percent { ten_thousandths, per }
    }

    /// The order, if neither is over a period, or both are: then as simple rates for a year, without interest on
    /// interest, as in "1.5% per month (18% per annum)". Absent where the length of the year decides.
    pub(super) fn compare(self, other: Self) -> Option<Ordering> {
        let (ours, theirs) = match (self.per, other.per) {
            (a, b) if a == b => ((1, 1), (1, 1)),
            (Some(a), Some(b)) => (a.in_a_year(), b.in_a_year()),
            _ => return None,
        };
        let a = i128::from(self.ten_thousandths);
        let b = i128::from(other.ten_thousandths);
        let order = (a * ours.0).cmp(&(b * theirs.0));
        let same = |ours: i128, theirs: i128| (a * ours).cmp(&(b * theirs)) == order;
        (same(ours.0, theirs.1) && same(ours.1, theirs.0) && same(ours.1, theirs.1)).then_some(order)
    }

    /// The same below zero
    pub(super) fn negated(self) -> Option<Self> {
        Some(Percent { ten_thousandths: self.ten_thousandths.checked_neg()?, ..self })
    }
}

/// "20%", "1.5% per month", "18% per year"
impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.ten_thousandths < 0 { "-" } else { "" };
        let magnitude = self.ten_thousandths.unsigned_abs();
        write!(f, "{sign}{}", magnitude / PER_PERCENT)?;
        let parts = magnitude % PER_PERCENT;
        if parts != 0 {
            let decimals = format!("{parts:04}");
            write!(f, ".{}", decimals.trim_end_matches('0'))?;
        }
        f.write_str("%")?;
        self.per.map_or(Ok(()), |it| write!(f, " per {}", it.name()))
    }
}

/// One statement: the number, ten-thousandths per unit if a unit is named, the period if one is
#[derive(Clone, Copy)]
struct Side {
    number: Number,
    per_unit: Option<u64>,
    per: Option<Period>,
}

/// A percentage
pub(super) fn percent(input: &str) -> Parsed<'_, Value> {
    let (rest, (first, side)) = consumed(side).parse(input)?;
    let (after, again) = opt(bracketed(consumed(self::side))).parse(rest)?;
    let (rest, again) = match again {
        Some((second, it)) if is_another(first, side, second, it) => (rest, None),
        Some(again) => (after, Some(again)),
        None => (rest, None),
    };
    let said = side.per_unit.or(again.and_then(|(_, it)| it.per_unit));
    let (rest, per_unit) = match said {
        Some(per_unit) => (rest, per_unit),
        None => preceded(gap, sign).parse(rest)?,
    };
    // "twenty (20%) percent"
    let (rest, _) = if side.per_unit.is_none() && again.is_some_and(|(_, it)| it.per_unit.is_some()) {
        opt(preceded(gap, sign)).parse(rest)?
    } else {
        (rest, None)
    };
    let per = side.per.or(again.and_then(|(_, it)| it.per));
    let (rest, per) = match per {
        Some(_) => (rest, per),
        None => opt(period).parse(rest)?,
    };
    let value = |it: &Side| it.number.in_units(it.per_unit.unwrap_or(per_unit));
    let Some(ten_thousandths) = value(&side) else { return fail() };
    match again {
        Some((second, it)) if value(&it) != Some(ten_thousandths) => {
            Ok((rest, Clash { first, second }.into_value()))
        }
        _ => Ok((rest, Value::Percent(Percent { ten_thousandths, per }))),
    }
}

/// True if what is in brackets says something else: a footnote, "10% (5)", or another rate, "1.5% per month (18% p.a.)"
fn is_another(first: &str, side: Side, second: &str, again: Side) -> bool {
    let other_period = side.per.is_some() && again.per.is_some() && side.per != again.per;
    let footnote =
        again.per_unit.is_none() && in_digits(first) && in_digits(second) && side.number != again.number;
    other_period || footnote
}

fn side(input: &str) -> Parsed<'_, Side> {
    let (rest, number) = number::quantity(input)?;
    let (rest, per_unit) = opt(preceded(gap, sign)).parse(rest)?;
    let (rest, per) = if per_unit.is_some() { opt(period).parse(rest)? } else { (rest, None) };
    Ok((rest, Side { number, per_unit, per }))
}

/// "%", "percent", "per cent", "basis points": ten-thousandths of a percent in one of it
fn sign(input: &str) -> Parsed<'_, u64> {
    let percent = alt((
        one_of("%％﹪").map(drop),
        known(|it| matches!(it, "percent" | "pct" | "percentage").then_some(())),
        (keyword("per"), joint, known(|it| matches!(it, "cent" | "centum").then_some(()))).map(drop),
    ));
    let (rest, per_unit) = alt((percent.map(|()| PER_PERCENT), basis_points)).parse(input)?;
    let point = known(|it| matches!(it, "point" | "points").then_some(()));
    let (rest, _) = opt(preceded(joint, point)).parse(rest)?;
    Ok((rest, per_unit))
}

fn basis_points(input: &str) -> Parsed<'_, u64> {
    let points = known(|it| matches!(it, "point" | "points").then_some(()));
    let long = (keyword("basis"), joint, points).map(drop);
    alt((long, known(|it| matches!(it, "bp" | "bps").then_some(())))).map(|()| PER_PERCENT / 100).parse(input)
}

/// " per month", "/month", " monthly", " p.a."
fn period(input: &str) -> Parsed<'_, Period> {
    let each = known(|it| matches!(it, "per" | "each" | "every" | "a" | "an").then_some(()));
    let before = alt((preceded(joint, terminated(each, joint)), (spaces, char('/'), spaces).map(drop)));
    let calendar = opt((known(|it| matches!(it, "calendar" | "full" | "contract").then_some(())), joint));
    let short = (joint, tag_no_case("p.a"), boundary, opt(char('.'))).map(|_| Period::Year);
    alt(((before, calendar, known(noun)).map(|(_, _, it)| it), preceded(joint, known(adverb)), short))
        .parse(input)
}

fn noun(word: &str) -> Option<Period> {
    Some(match word {
        "day" => Period::Day,
        "week" => Period::Week,
        "month" => Period::Month,
        "quarter" => Period::Quarter,
        "year" | "annum" => Period::Year,
        _ => return None,
    })
}

fn adverb(word: &str) -> Option<Period> {
    Some(match word {
        "daily" => Period::Day,
        "weekly" => Period::Week,
        "monthly" => Period::Month,
        "quarterly" => Period::Quarter,
        "annually" | "yearly" => Period::Year,
        _ => return None,
    })
}

/// The digits of a percentage below zero, for the rule language
pub(super) fn below_zero(input: &str) -> Parsed<'_, Percent> {
    let (rest, value) = preceded(char('-'), percent).parse(input)?;
    match value {
        Value::Percent(it) => done(rest, it.negated()),
        _ => fail(),
    }
}

#[cfg(test)]
mod tests {
    use crate::value::{Type, Value, compare, literal, read};

    #[track_caller]
    fn check(input: &str, expected: &str) {
        let found = read(Type::Percent, input)
            .map(|(value, used)| format!("{value}|{}", input.get(used..).unwrap_or("?")));
        assert_eq!(found.as_deref().unwrap_or("no"), expected, "{input:?}");
    }

    #[test]
    fn reads_percentages() {
        check("1.5%", "1.5%|");
        check("1.5 % per month", "1.5% per month|");
        check("one and one-half percent (1.5%) per month or", "1.5% per month| or");
        check("one and one-half percent (1½%) per month", "1.5% per month|");
        check("one and one-half percent (1 1/2%)", "1.5%|");
        check("1-1/2%", "1.5%|");
        check("18% per annum", "18% per year|");
        check("18% p.a. on", "18% per year| on");
        check("2%/month", "2% per month|");
        check("5% annually", "5% per year|");
        check("5% a year", "5% per year|");
        check("five percent", "5%|");
        check("5 per cent of", "5%| of");
        check("FIVE PER CENT.", "5%|.");
        check("twenty percent (20%)", "20%|");
        check("twenty (20%) percent", "20%|");
        check("twenty (20) percent", "20%|");
        check("20% (twenty percent) of", "20%| of");
        check("50 percent", "50%|");
        check("fifty (50) basis points", "0.5%|");
        check("fifty basis points (0.50%)", "0.5%|");
        check("one-half of one percent (0.5%)", "0.5%|");
        check("half a percent", "0.5%|");
        check("one-quarter of one percent", "0.25%|");
        check("five point five percent", "5.5%|");
        check("ten percentage points", "10%|");
        check("10\u{a0}%", "10%|");
        check("one hundred percent (100%)", "100%|");
        check("0.0001%", "0.0001%|");
        check("1.5% per month (18% per annum)", "1.5% per month| (18% per annum)");
        check("10% (5)", "10%| (5)");
        check("ten percent (15%)", "unclear: words say ten percent, digits say 15%|");
        check("ten (15) percent", "unclear: words say ten, digits say 15|");
    }

    #[test]
    fn reads_nothing_else() {
        check("5", "no");
        check("five", "no");
        check("per cent", "no");
        check("5 dollars", "no");
        check("0.00001%", "no");
        check("%", "no");
        check("", "no");
        check("5 per month", "no");
    }

    #[test]
    fn rates_compare_as_simple_rates_for_a_year() {
        use std::cmp::Ordering::{Equal, Greater, Less};
        let value = |text| literal(Type::Percent, text).expect("a percentage");
        let order = |a, b| compare(&value(a), &value(b));
        assert_eq!(order("20%", "5%"), Some(Greater));
        assert_eq!(order("1.5% per month", "18% per annum"), Some(Equal));
        assert_eq!(order("8% per annum", "1% per month"), Some(Less));
        assert_eq!(order("0.1% per day", "1% per month"), Some(Greater));
        // 0.05% a day is 18% of a year of 360 days, and more of one of 365.
        assert_eq!(order("0.05% per day", "18% per annum"), None);
        assert_eq!(order("18%", "18% per annum"), None);
        assert_eq!(order("-1%", "0%"), Some(Less));
        assert!(matches!(value("12.25%"), Value::Percent(it) if it.ten_thousandths == 122_500));
    }
}
