//! Lengths of time: "thirty (30) days", "six-month", "one year and six months", "in perpetuity".

use std::cmp::Ordering;
use std::fmt;

use nom::Parser;
use nom::branch::alt;
use nom::bytes::complete::tag;
use nom::character::complete::{char, satisfy};
use nom::combinator::{consumed, not, opt, verify};
use nom::multi::many0_count;
use nom::sequence::{preceded, terminated};

use super::Value;
use super::number::{self, Clash, Number, Stated};
use super::text::{
    Parsed, bracketed, done, fail, gap, joint, keyword, known, leading_letters, next_figure, spaces, word,
};

const MINUTES_PER_HOUR: u32 = 60;
const MINUTES_PER_DAY: u32 = 24 * 60;

/// A length of time as the calendar has it, or for ever.
///
/// Months, days, business days and minutes are kept apart, since none is a fixed number of another. A year is 12
/// months, a week 7 days, an hour 60 minutes. Compare with [`compare`](super::compare).
///
/// ```
/// use termscore_core::value::{Duration, Type, literal, Value};
///
/// assert_eq!(literal(Type::Duration, "2 years"), Some(Value::Duration(Duration::months(24))));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct Duration(Extent);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
enum Extent {
    Span(Span),
    Perpetual,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
struct Span {
    months: u32,
    days: u32,
    business_days: u32,
    minutes: u32,
}

impl Duration {
    /// Longer than every other duration
    pub const PERPETUAL: Duration = Duration(Extent::Perpetual);

    /// Calendar months; a year is 12
    #[must_use]
    pub const fn months(n: u32) -> Self {
        Duration(Extent::Span(Span { months: n, days: 0, business_days: 0, minutes: 0 }))
    }

    /// Calendar days; a week is 7
    #[must_use]
    pub const fn days(n: u32) -> Self {
        Duration(Extent::Span(Span { months: 0, days: n, business_days: 0, minutes: 0 }))
    }

    /// Days on which business is done
    #[must_use]
    pub const fn business_days(n: u32) -> Self {
        Duration(Extent::Span(Span { months: 0, days: 0, business_days: n, minutes: 0 }))
    }

    /// Minutes; an hour is 60. Whole days in them stay minutes: 24 hours and 1 day compare as equal, but differ
    #[must_use]
    pub const fn minutes(n: u32) -> Self {
        Duration(Extent::Span(Span { months: 0, days: 0, business_days: 0, minutes: n }))
    }

    /// One after the other; perpetual if either is, absent if it is too long to count
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        let (Extent::Span(a), Extent::Span(b)) = (self.0, other.0) else { return Some(Duration::PERPETUAL) };
        Some(Duration(Extent::Span(Span {
            months: a.months.checked_add(b.months)?,
            days: a.days.checked_add(b.days)?,
            business_days: a.business_days.checked_add(b.business_days)?,
            minutes: a.minutes.checked_add(b.minutes)?,
        })))
    }

    /// True for [`Duration::PERPETUAL`]
    #[must_use]
    pub fn is_perpetual(self) -> bool {
        self.0 == Extent::Perpetual
    }

    /// Shortest and longest it can be, in whole days rounded outwards; absent if perpetual
    ///
    /// A month has 28 to 31 days, two have 59 to 62, and so on; a year has 365 or 366. Business days have the weekends
    /// of a five-day week in them and up to 4 days off, plus one for each 20.
    #[must_use]
    pub fn range_in_days(self) -> Option<(u64, u64)> {
        let (shortest, longest) = self.bounds()?;
        let day = u64::from(MINUTES_PER_DAY);
        Some((shortest.checked_div(day)?, longest.div_ceil(day)))
    }

    /// Its months, and what is left without them; absent if perpetual
    pub(super) fn split_months(self) -> Option<(u32, Self)> {
        let Extent::Span(it) = self.0 else { return None };
        Some((it.months, Duration(Extent::Span(Span { months: 0, ..it }))))
    }

    /// Days, business days and minutes beside its months; absent if perpetual
    pub(super) fn below_months(self) -> Option<(u32, u32, u32)> {
        let Extent::Span(it) = self.0 else { return None };
        Some((it.days, it.business_days, it.minutes))
    }

    #[cfg(feature = "serde")]
    pub(super) fn parts(self) -> Option<[(&'static str, u32); 4]> {
        let Extent::Span(it) = self.0 else { return None };
        Some([
            ("months", it.months),
            ("days", it.days),
            ("business_days", it.business_days),
            ("minutes", it.minutes),
        ])
    }

    /// Shortest and longest it can be, in minutes
    fn bounds(self) -> Option<(u64, u64)> {
        let Extent::Span(span) = self.0 else { return None };
        // Days of the shortest and the longest run of so many months: February is in the former, not in the latter.
        const SHORTEST: [u64; 12] = [0, 28, 59, 89, 120, 150, 181, 212, 242, 273, 303, 334];
        const LONGEST: [u64; 12] = [0, 31, 62, 92, 123, 153, 184, 215, 245, 276, 306, 337];
        let (years, months) = (u64::from(span.months / 12), usize::try_from(span.months % 12).unwrap_or(0));
        let business_days = u64::from(span.business_days);
        let (weeks, odd) = (business_days / 5, business_days % 5);
        let off = if business_days == 0 { 0 } else { 4 + business_days / 20 };
        // Each term is below 2^42, so no sum here overflows.
        let days = u64::from(span.days);
        let shortest = days + years * 365 + SHORTEST.get(months).copied().unwrap_or(0) + weeks * 7 + odd;
        let longest = days
            + years * 366
            + LONGEST.get(months).copied().unwrap_or(0)
            + (business_days * 7).div_ceil(5)
            + off;
        let (day, minutes) = (u64::from(MINUTES_PER_DAY), u64::from(span.minutes));
        Some((shortest * day + minutes, longest * day + minutes))
    }

    /// The order, if it is the same whichever months and weeks they fall in
    pub(super) fn compare(self, other: Self) -> Option<Ordering> {
        let (a, b) = match (self.0, other.0) {
            (Extent::Perpetual, Extent::Perpetual) => return Some(Ordering::Equal),
            (Extent::Perpetual, _) => return Some(Ordering::Greater),
            (_, Extent::Perpetual) => return Some(Ordering::Less),
            (Extent::Span(a), Extent::Span(b)) => (a, b),
        };
        let by_unit = [
            a.months.cmp(&b.months),
            a.days.cmp(&b.days),
            a.business_days.cmp(&b.business_days),
            a.minutes.cmp(&b.minutes),
        ];
        match (by_unit.contains(&Ordering::Less), by_unit.contains(&Ordering::Greater)) {
            (false, false) => return Some(Ordering::Equal),
            (true, false) => return Some(Ordering::Less),
            (false, true) => return Some(Ordering::Greater),
            (true, true) => {}
        }
        let ((a_shortest, a_longest), (b_shortest, b_longest)) = (self.bounds()?, other.bounds()?);
        if a_longest < b_shortest {
            Some(Ordering::Less)
        } else if a_shortest > b_longest {
            Some(Ordering::Greater)
        } else if a_shortest == a_longest && (a_shortest, a_longest) == (b_shortest, b_longest) {
            Some(Ordering::Equal)
        } else {
            None
        }
    }
}

/// As a contract would have it: "30 days", "5 years", "18 months", "1 month and 10 business days", "perpetual"
impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Extent::Span(span) = self.0 else { return f.write_str("perpetual") };
        let whole = |n: u32, per: u32, large, small| {
            if n.is_multiple_of(per) { (n / per, large) } else { (n, small) }
        };
        let units = [
            whole(span.months, 12, "year", "month"),
            (span.days, "day"),
            (span.business_days, "business day"),
            whole(span.minutes, MINUTES_PER_HOUR, "hour", "minute"),
        ];
        let mut is_first = true;
        for (n, unit) in units.into_iter().filter(|(n, _)| *n != 0) {
            let and = if is_first { "" } else { " and " };
            let plural = if n == 1 { "" } else { "s" };
            write!(f, "{and}{n} {unit}{plural}")?;
            is_first = false;
        }
        if is_first { f.write_str("0 days") } else { Ok(()) }
    }
}

/// From the longest to the shortest
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
enum Unit {
    Decade,
    Year,
    Quarter,
    Month,
    Fortnight,
    Week,
    Day,
    BusinessDay,
    Hour,
    Minute,
}

impl Unit {
    /// So many of this unit; absent if that is no whole number of what is counted, or too many
    fn times(self, number: Number) -> Option<Duration> {
        let count = |per_one| number.in_units(per_one).and_then(|it| u32::try_from(it).ok());
        let days = |n: u32| {
            let part_of_day = || count(u64::from(n) * u64::from(MINUTES_PER_DAY)).map(Duration::minutes);
            count(u64::from(n)).map(Duration::days).or_else(part_of_day)
        };
        match self {
            Unit::Decade => count(120).map(Duration::months),
            Unit::Year => count(12).map(Duration::months),
            Unit::Quarter => count(3).map(Duration::months),
            Unit::Month => count(1).map(Duration::months),
            Unit::Fortnight => days(14),
            Unit::Week => days(7),
            Unit::Day => days(1),
            Unit::BusinessDay => count(1).map(Duration::business_days),
            Unit::Hour => count(60).map(Duration::minutes),
            Unit::Minute => count(1).map(Duration::minutes),
        }
    }
}

/// A length of time
pub(super) fn duration(input: &str) -> Parsed<'_, Value> {
    if let Ok((rest, ())) = perpetual(input) {
        return Ok((rest, Value::Duration(Duration::PERPETUAL)));
    }
    let (mut rest, mut sum) = part(input)?;
    let and = (joint, opt((keyword("and"), joint)));
    let mut next_part = preceded(and, part);
    // Only from longer to shorter units: "two years and six months", but not "thirty days and sixty days".
    while let Ok((after, next)) = next_part.parse(rest) {
        let both = sum.duration.checked_add(next.duration);
        let (Some(duration), true) = (both, sum.unit < next.unit) else { break };
        sum = Part { duration, unit: next.unit, clash: sum.clash.or(next.clash) };
        rest = after;
    }
    Ok((rest, sum.clash.map_or(Value::Duration(sum.duration), Clash::into_value)))
}

/// A length of time below for ever, or a bare number of days: "net 30", "thirty (30)"
pub(super) fn days(input: &str) -> Parsed<'_, Value> {
    if let Ok((rest, value)) = duration(input) {
        return if value == Value::Duration(Duration::PERPETUAL) { fail() } else { Ok((rest, value)) };
    }
    let (rest, stated) = number::stated(number::quantity)(input)?;
    let other_unit =
        alt((satisfy(|it| it.is_alphanumeric() || matches!(it, '%' | '/')).map(drop), named_otherwise));
    let (rest, ()) = not(other_unit).parse(rest)?;
    let days = stated.number.in_units(1).and_then(|it| u32::try_from(it).ok());
    let value = |n| stated.clash.map_or(Value::Duration(Duration::days(n)), Clash::into_value);
    done(rest, days.map(value))
}

/// What makes a bare number something else than days
fn named_otherwise(input: &str) -> Parsed<'_, ()> {
    let table =
        |it: &str| matches!(it, "percent" | "per" | "dollars" | "euros" | "pounds" | "cents").then_some(());
    alt((preceded(joint, known(table)), preceded(spaces, char('%')).map(drop))).parse(input)
}

fn perpetual(input: &str) -> Parsed<'_, ()> {
    let (rest, first) = word(input)?;
    let follows = |table: fn(&str) -> Option<()>| preceded(joint, known(table)).parse(rest);
    match first.as_str() {
        "perpetual" | "perpetually" | "perpetuity" | "forever" | "indefinitely" => Ok((rest, ())),
        "in" => follows(|it| (it == "perpetuity").then_some(())),
        "for" => follows(|it| (it == "ever").then_some(())),
        "indefinite" => follows(|it| matches!(it, "period" | "term" | "duration").then_some(())),
        _ => fail(),
    }
}

#[derive(Clone, Copy)]
struct Part<'a> {
    duration: Duration,
    unit: Unit,
    clash: Option<Clash<'a>>,
}

/// One number with its unit
fn part(input: &str) -> Parsed<'_, Part<'_>> {
    // Two figures are one number only as in "1 1/2".
    let whole = |it: &str| !it.trim_start_matches(|it: char| it.is_ascii_digit()).starts_with(['/', '⁄']);
    if next_figure(input).is_some_and(whole) {
        return fail();
    }
    let (rest, (first, (stated, unit))) = consumed(alt((single, counted))).parse(input)?;
    let Some(duration) = unit.times(stated.number) else { return fail() };
    let part = Part { duration, unit, clash: stated.clash };
    // "thirty days (30 days)", "thirty days (30)"
    let again = (number::quantity, opt(preceded(gap, unit_name)));
    let (after, again) = opt(bracketed(consumed(again))).parse(rest)?;
    let Some((second, (number, unit_again))) = again else { return Ok((rest, part)) };
    if unit_again.unwrap_or(unit).times(number) == Some(duration) {
        return Ok((after, part));
    }
    match (unit_again == Some(unit), part.clash) {
        (true, None) => Ok((after, Part { clash: Some(Clash { first, second }), ..part })),
        _ => Ok((rest, part)),
    }
}

/// "a year", "an additional month"
fn single(input: &str) -> Parsed<'_, (Stated<'_>, Unit)> {
    let article = known(|it| matches!(it, "a" | "an").then_some(()));
    let (rest, unit) = preceded((article, joint), unit_name).parse(input)?;
    Ok((rest, (Stated { number: Number::ONE, clash: None }, unit)))
}

/// "thirty (30) days", "thirty (30 days)", "30-day"
fn counted(input: &str) -> Parsed<'_, (Stated<'_>, Unit)> {
    let stated_first = (number::stated(number::quantity), preceded(gap, unit_name));
    alt((stated_first, unit_in_brackets)).parse(input)
}

fn unit_in_brackets(input: &str) -> Parsed<'_, (Stated<'_>, Unit)> {
    let (rest, (first, number)) = consumed(number::quantity).parse(input)?;
    let again = (number::quantity, preceded(gap, unit_name));
    let (rest, (second, (again, unit))) = bracketed(consumed(again)).parse(rest)?;
    let clash = (again != number).then_some(Clash { first, second });
    Ok((rest, (Stated { number, clash }, unit)))
}

/// The unit with what may stand before it: "days", "consecutive calendar days", "business days", "day(s)"
fn unit_name(input: &str) -> Parsed<'_, Unit> {
    let (rest, _) = many0_count(terminated(known(qualifier), joint)).parse(input)?;
    let (rest, first) = word(rest)?;
    let (rest, unit) = match first.as_str() {
        "business" | "working" | "banking" | "trading" | "work" => {
            let day = known(|it| matches!(it, "day" | "days").then_some(Unit::BusinessDay));
            preceded(joint, day).parse(rest)?
        }
        // Without such a word a quarter is a fourth of something: "three quarters of the fees".
        "calendar" | "fiscal" | "financial" => {
            let quarter = |it: &str| matches!(it, "quarter" | "quarters").then_some(Unit::Quarter);
            preceded(joint, known(|it| quarter(it).or(unit(it)))).parse(rest)?
        }
        other => done(rest, unit(other))?,
    };
    let (rest, _) = opt(verify(tag("(s)"), |_: &str| true)).parse(rest)?;
    Ok((rest, unit))
}

fn qualifier(word: &str) -> Option<()> {
    let known = matches!(
        word,
        "consecutive"
            | "additional"
            | "further"
            | "full"
            | "successive"
            | "continuous"
            | "complete"
            | "whole"
            | "clear"
            | "running"
            | "more"
    );
    known.then_some(())
}

fn unit(word: &str) -> Option<Unit> {
    Some(match word {
        "day" | "days" => Unit::Day,
        "month" | "months" | "mo" | "mos" | "mth" | "mths" => Unit::Month,
        "year" | "years" | "yr" | "yrs" => Unit::Year,
        "week" | "weeks" | "wk" | "wks" => Unit::Week,
        "hour" | "hours" | "hr" | "hrs" => Unit::Hour,
        "minute" | "minutes" | "mins" => Unit::Minute,
        "weekday" | "weekdays" => Unit::BusinessDay,
        "fortnight" | "fortnights" => Unit::Fortnight,
        "decade" | "decades" => Unit::Decade,
        _ => return None,
    })
}

/// True if a duration could begin with this lower-case word
pub(super) fn may_start(word: &str) -> bool {
    match (word.bytes().next(), leading_letters(word)) {
        (Some(b'p'), first) => matches!(first, "perpetual" | "perpetually" | "perpetuity"),
        (Some(b'i'), first) => matches!(first, "in" | "indefinitely" | "indefinite"),
        (Some(b'f'), "for" | "forever") | (Some(b'a'), "an") => true,
        _ => number::may_start(word),
    }
}

/// False if no duration begins with these two lower-case words; it could begin with the first
pub(super) fn may_go_on(first: &str, second: &str) -> bool {
    let then = leading_letters(second);
    match first {
        "in" => then == "perpetuity",
        "for" => then == "ever",
        _ if first == "an" || number::is_plain(first) => {
            let named = |it| matches!(it, "business" | "working" | "banking" | "trading" | "work");
            let counted = |it| matches!(it, "calendar" | "fiscal" | "financial");
            let unit_next = unit(then).is_some() || qualifier(then).is_some() || named(then) || counted(then);
            unit_next || number::may_go_on(second)
        }
        _ => true,
    }
}

/// True if [`days`] could begin with this lower-case word
pub(super) fn days_may_start(word: &str) -> bool {
    leading_letters(word) == "an" || number::may_start(word)
}

#[cfg(test)]
mod tests {
    use crate::value::{Type, Value, compare, literal, read};

    use super::*;

    /// `expected` is "value|bytes left over" or "no"
    #[track_caller]
    fn check_as(ty: Type, input: &str, expected: &str) {
        let found =
            read(ty, input).map(|(value, used)| format!("{value}|{}", input.get(used..).unwrap_or("?")));
        assert_eq!(found.as_deref().unwrap_or("no"), expected, "{input:?}");
    }

    #[track_caller]
    fn check(input: &str, expected: &str) {
        check_as(Type::Duration, input, expected);
    }

    #[track_caller]
    fn check_order(a: &str, b: &str, expected: Option<Ordering>) {
        let value = |text| literal(Type::Duration, text).expect("a duration");
        assert_eq!(compare(&value(a), &value(b)), expected, "{a} and {b}");
        assert_eq!(compare(&value(b), &value(a)), expected.map(Ordering::reverse), "{b} and {a}");
    }

    #[test]
    fn reads_lengths_of_time() {
        check("thirty (30) days after", "30 days| after");
        check("30 days", "30 days|");
        check("thirty days.", "30 days|.");
        check("THIRTY (30) DAYS", "30 days|");
        check("thirty\u{a0}(30)\u{a0}days’ notice", "30 days|’ notice");
        check("thirty\n  (30)\n days", "30 days|");
        check("thirty(30)days", "30 days|");
        check("thirty ( 30 ) days", "30 days|");
        check("thirty [30] days", "30 days|");
        check("thirty (30)-day period", "30 days| period");
        check("ninety (90) calendar days", "90 days|");
        check("ninety (90) consecutive calendar days", "90 days|");
        check("ten (10) business days", "10 business days|");
        check("10 working days", "10 business days|");
        check("five (5) Business Days", "5 business days|");
        check("two (2) weeks", "14 days|");
        check("a fortnight", "14 days|");
        check("six months", "6 months|");
        check("6-month term", "6 months| term");
        check("6\u{2011}month", "6 months|");
        check("six-month", "6 months|");
        check("one (1) year", "1 year|");
        check("twelve (12) months", "1 year|");
        check("twenty-four (24) months", "2 years|");
        check("twenty four (24) months", "2 years|");
        check("thir\u{ad}ty days", "30 days|");
        check("one hundred and twenty (120) days", "120 days|");
        check("one hundred eighty (180) days", "180 days|");
        check("24 hours", "24 hours|");
        check("forty-eight (48) hours", "48 hours|");
        check("30 minutes", "30 minutes|");
        check("a year", "1 year|");
        check("an additional year", "1 year|");
        check("a day(s)", "1 day|");
        check("thirty (30) day(s) or", "30 days| or");
        check("one and a half years", "18 months|");
        check("1½ years", "18 months|");
        check("1.5 years", "18 months|");
        check("18 (eighteen) months", "18 months|");
        check("one year and six months", "18 months|");
        check("1 year 6 months", "18 months|");
        check("thirty (30 days)", "30 days|");
        check("thirty days (30)", "30 days|");
        check("thirty days (30 days) from", "30 days| from");
        check("two calendar quarters", "6 months|");
        check("ten years", "10 years|");
        check("perpetual licence", "perpetual| licence");
        check("In\nPerpetuity", "perpetual|");
        check("forever.", "perpetual|.");
        check("for ever", "perpetual|");
        check("indefinitely", "perpetual|");
    }

    #[test]
    fn takes_no_more_than_one_length() {
        check("thirty days and sixty days", "30 days| and sixty days");
        check("30 days (the “Term”)", "30 days| (the “Term”)");
        check("one year (365 days)", "1 year| (365 days)");
        check("ten days (1)", "10 days| (1)");
        check("5 years and the rest", "5 years| and the rest");
    }

    #[test]
    fn words_and_digits_must_agree() {
        check("five (6) years from", "unclear: words say five, digits say 6| from");
        check("18 (twenty) months", "unclear: digits say 18, words say twenty|");
        check("thirty (60 days)", "unclear: words say thirty, digits say 60 days|");
        check("thirty days (60 days)", "unclear: words say thirty days, digits say 60 days|");
    }

    #[test]
    fn reads_nothing_else() {
        for input in [
            "",
            " 30 days",
            "a period of 30 days",
            "days",
            "30",
            "thirty",
            "30%",
            "three quarters of",
            "a",
            "an",
            "in",
            "in perpetual",
            "2.5 months",
            "99999999999 years",
            "99999999999999999999999 days",
            "8 business hours",
            "thirty (30",
            "thirty (30) ",
            "sixtyish days",
            "30 daylight",
            "-30 days",
        ] {
            check(input, "no");
        }
    }

    #[test]
    fn days_may_lack_their_unit() {
        let check = |input, expected| check_as(Type::Days, input, expected);
        check("30", "30 days|");
        check("thirty (30)", "30 days|");
        check("30 days", "30 days|");
        check("30, payable", "30 days|, payable");
        check("ten (10) business days", "10 business days|");
        check("2 months", "2 months|");
        check("five (6)", "unclear: words say five, digits say 6|");
        check("30%", "no");
        check("30 percent", "no");
        check("perpetual", "no");
        check("3rd", "no");
    }

    #[test]
    fn one_length_written_three_ways_is_one_value() {
        let value = |text| read(Type::Duration, text).map(|it| it.0);
        assert_eq!(value("ninety (90) days"), Some(Value::Duration(Duration::days(90))));
        assert_eq!(value("90 days"), value("ninety days"));
        assert_eq!(value("ninety (90) days"), value("ninety days"));
    }

    #[test]
    fn order_is_known_only_where_no_calendar_decides() {
        use Ordering::{Equal, Greater, Less};
        check_order("60 days", "30 days", Some(Greater));
        check_order("2 months", "30 days", Some(Greater));
        check_order("1 month", "30 days", None);
        check_order("1 month", "31 days", None);
        check_order("1 month", "32 days", Some(Less));
        check_order("12 months", "1 year", Some(Equal));
        check_order("1 year", "365 days", None);
        check_order("1 year", "364 days", Some(Greater));
        check_order("18 months", "1 year", Some(Greater));
        check_order("2 years", "60 days", Some(Greater));
        check_order("24 hours", "1 day", Some(Equal));
        check_order("36 hours", "1 day", Some(Greater));
        check_order("2 weeks", "14 days", Some(Equal));
        check_order("10 business days", "14 days", None);
        check_order("10 business days", "13 days", Some(Greater));
        check_order("10 business days", "30 days", Some(Less));
        check_order("5 business days", "10 business days", Some(Less));
        check_order("1 month and 5 days", "1 month", Some(Greater));
        check_order("perpetual", "100 years", Some(Greater));
        check_order("perpetual", "perpetual", Some(Equal));
        check_order("0 days", "0 months", Some(Equal));
    }

    #[test]
    fn range_is_rounded_outwards() {
        assert_eq!(Duration::months(14).range_in_days(), Some((424, 428)));
        assert_eq!(Duration::business_days(10).range_in_days(), Some((14, 18)));
        assert_eq!(Duration::minutes(25 * 60).range_in_days(), Some((1, 2)));
        assert_eq!(Duration::PERPETUAL.range_in_days(), None);
    }
}
