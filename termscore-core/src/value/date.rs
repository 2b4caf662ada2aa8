//! Calendar dates: "March 1, 2024", "1st day of March, 2024", "2024-03-01".

use std::fmt;

use nom::Parser;
use nom::branch::alt;
use nom::bytes::complete::take_while_m_n;
use nom::character::complete::{char, one_of, satisfy};
use nom::combinator::{consumed, map_opt, not, opt, verify};
use nom::sequence::{delimited, preceded, terminated};

use super::Value;
use super::number::in_digits;
use super::text::{
    Parsed, boundary, bracketed, done, fail, is_hyphen, joint, keyword, known, leading_letters, next_figure,
    on_one_line, spaces, word,
};

/// A day of the Gregorian calendar; later dates are greater.
///
/// ```
/// use termscore_core::value::Date;
///
/// assert_eq!(Date::new(2024, 2, 29).map(|it| it.to_string()), Some("2024-02-29".to_owned()));
/// assert_eq!(Date::new(2023, 2, 29), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct Date {
    // INVARIANT (real date): year 1 to 9999, month 1 to 12, day 1 to the last of that month.
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// Absent unless the calendar has the day and the year is from 1 to 9999
    #[must_use]
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let last = match month {
            2 if is_leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        // INVARIANT (real date)
        ((1..=9999).contains(&year) && (1..=last).contains(&day)).then_some(Date { year, month, day })
    }

    /// From 1 to 9999
    #[must_use]
    pub const fn year(self) -> u16 {
        self.year
    }

    /// From 1 to 12
    #[must_use]
    pub const fn month(self) -> u8 {
        self.month
    }

    /// From 1 to 31
    #[must_use]
    pub const fn day(self) -> u8 {
        self.day
    }
}

/// As in ISO 8601: "2024-03-01"
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// What was read, before it is looked up in the calendar
#[derive(Clone, Copy)]
enum Reading {
    Certain {
        year: u16,
        month: u8,
        day: u8,
    },
    /// Either of the first two numbers may be the month
    Either {
        year: u16,
        first: u8,
        second: u8,
    },
}

/// A date with day, month and year
pub(super) fn date(input: &str) -> Parsed<'_, Value> {
    let reading = match input.bytes().next() {
        Some(byte) if byte.is_ascii_digit() && next_figure(input).is_some() => fail(),
        Some(byte) if byte.is_ascii_digit() => alt((year_first, in_numbers, day_first)).parse(input),
        Some(byte) if byte.is_ascii_alphabetic() => alt((month_first, day_first)).parse(input),
        _ => fail(),
    };
    let (rest, reading) = reading?;
    let written = || input.get(..input.len().saturating_sub(rest.len())).map(on_one_line).unwrap_or_default();
    let date = match reading {
        Reading::Certain { year, month, day } => Date::new(year, month, day),
        Reading::Either { year, first, second } => {
            match (Date::new(year, first, second), Date::new(year, second, first)) {
                (Some(a), Some(b)) if a != b => {
                    let why = format!("{} is {a} or {b}", written());
                    return Ok((rest, Value::Unclear(why)));
                }
                (a, b) => a.or(b),
            }
        }
    };
    match date {
        Some(date) => Ok((rest, Value::Date(date))),
        None => Ok((rest, Value::Unclear(format!("there is no {}", written())))),
    }
}

/// "March 1, 2024", "Mar. 1st 2024", "March first, 2024"
fn month_first(input: &str) -> Parsed<'_, Reading> {
    let (rest, month) = month_name(input)?;
    let the = opt(preceded(keyword("the"), joint));
    let (rest, day) = preceded((joint, the), day).parse(rest)?;
    let (rest, year) = preceded(before_year, year).parse(rest)?;
    Ok((rest, Reading::Certain { year, month, day }))
}

/// "1 March 2024", "1st day of March, 2024", "first (1st) day of March 2024", "01-Mar-2024"
fn day_first(input: &str) -> Parsed<'_, Reading> {
    let day_of = opt((keyword("day"), joint));
    let of = opt((keyword("of"), joint));
    let (rest, day) = terminated(day, (joint, day_of, of)).parse(input)?;
    let (rest, month) = month_name(rest)?;
    let (rest, year) = preceded(before_year, year).parse(rest)?;
    Ok((rest, Reading::Certain { year, month, day }))
}

/// "2024-03-01", "2024/03/01"
fn year_first(input: &str) -> Parsed<'_, Reading> {
    let (rest, year) = whole_year(input)?;
    let (rest, separator) = alt((one_of("/."), satisfy(is_hyphen))).parse(rest)?;
    let (rest, (month, _, day)) = (two_digits, char(separator), two_digits).parse(rest)?;
    // A time may follow: 2024-03-01T00:00Z
    let (rest, ()) = match rest.chars().next() {
        Some('T') => (rest, ()),
        _ => boundary(rest)?,
    };
    Ok((rest, Reading::Certain { year, month, day }))
}

/// "03/01/2024", "3-1-2024", "31.12.2024", "3/1/24"
fn in_numbers(input: &str) -> Parsed<'_, Reading> {
    let (rest, first) = two_digits(input)?;
    let (rest, separator) = alt((one_of("/."), satisfy(is_hyphen))).parse(rest)?;
    let (rest, (second, _)) = (two_digits, char(separator)).parse(rest)?;
    // Two digits of a year only after a slash: 1.2.24 is a section, 1-2-24 anything.
    let short = separator == '/';
    let (rest, year) = if short { year(rest)? } else { terminated(whole_year, boundary).parse(rest)? };
    match separator {
        // Dots are written where the day comes first.
        '.' if (1..=12).contains(&second) => Ok((rest, Reading::Certain { year, month: second, day: first })),
        _ => Ok((rest, Reading::Either { year, first, second })),
    }
}

/// One or two digits
fn two_digits(input: &str) -> Parsed<'_, u8> {
    number(1, 2)(input)
}

fn number<T: std::str::FromStr>(least: usize, most: usize) -> impl Fn(&str) -> Parsed<'_, T> {
    move |input| {
        let digits = take_while_m_n(least, most, |it: char| it.is_ascii_digit());
        map_opt(digits, |it: &str| it.parse().ok()).parse(input)
    }
}

fn whole_year(input: &str) -> Parsed<'_, u16> {
    verify(number::<u16>(4, 4), |it| *it > 0).parse(input)
}

/// "2024", "24", "’24"; two digits are from 1970 to 2069
fn year(input: &str) -> Parsed<'_, u16> {
    let short = preceded(opt(one_of("'’")), number::<u16>(2, 2));
    let short = short.map(|it| if it < 70 { it.saturating_add(2000) } else { it.saturating_add(1900) });
    // The blank of a form is not a year: 20__
    terminated(alt((whole_year, short)), (boundary, not(char('_')))).parse(input)
}

/// ", ", " of ", ", in the year ", "-"
fn before_year(input: &str) -> Parsed<'_, ()> {
    let of = opt((keyword("of"), joint));
    let in_the_year = opt((keyword("in"), joint, keyword("the"), joint, keyword("year"), joint));
    let comma = alt(((spaces, char(','), spaces).map(drop), joint));
    (comma, of, in_the_year).map(drop).parse(input)
}

/// "1", "1st", "first", "first (1st)", "twenty-first", "1st (first)"
fn day(input: &str) -> Parsed<'_, u8> {
    let (rest, (text, day)) = consumed(day_once).parse(input)?;
    let again = bracketed(consumed(day_once));
    match opt(again).parse(rest)? {
        (after, Some((_, same))) if same == day => Ok((after, day)),
        (_, Some((again, _))) if in_digits(text) != in_digits(again) => fail(),
        _ => Ok((rest, day)),
    }
}

fn day_once(input: &str) -> Parsed<'_, u8> {
    let suffix = known(|it| matches!(it, "st" | "nd" | "rd" | "th").then_some(()));
    let in_digits = delimited_by(two_digits, suffix);
    verify(alt((in_digits, ordinal)), |it| (1..=31).contains(it)).parse(input)
}

fn delimited_by<'a>(
    digits: fn(&'a str) -> Parsed<'a, u8>,
    suffix: impl FnMut(&'a str) -> Parsed<'a, ()>,
) -> impl Parser<&'a str, Output = u8, Error = ()> {
    terminated(digits, alt((delimited(spaces, suffix, spaces_not_taken), boundary)))
}

fn spaces_not_taken(input: &str) -> Parsed<'_, ()> {
    Ok((input, ()))
}

/// "first", "twenty-first"
fn ordinal(input: &str) -> Parsed<'_, u8> {
    let (rest, first) = word(input)?;
    let tens = match first.as_str() {
        "twenty" => 20,
        "thirty" => 30,
        other => return done(rest, below_ordinal(other)),
    };
    let unit = verify(known(below_ordinal), |it: &u8| *it < 10);
    let (rest, unit) = preceded(joint, unit).parse(rest)?;
    Ok((rest, unit.saturating_add(tens)))
}

fn below_ordinal(word: &str) -> Option<u8> {
    Some(match word {
        "first" => 1,
        "second" => 2,
        "third" => 3,
        "fourth" => 4,
        "fifth" => 5,
        "sixth" => 6,
        "seventh" => 7,
        "eighth" => 8,
        "ninth" => 9,
        "tenth" => 10,
        "eleventh" => 11,
        "twelfth" => 12,
        "thirteenth" => 13,
        "fourteenth" => 14,
        "fifteenth" => 15,
        "sixteenth" => 16,
        "seventeenth" => 17,
        "eighteenth" => 18,
        "nineteenth" => 19,
        "twentieth" => 20,
        "thirtieth" => 30,
        _ => return None,
    })
}

/// With the full stop of an abbreviation
fn month_name(input: &str) -> Parsed<'_, u8> {
    terminated(known(month), opt(char('.'))).parse(input)
}

fn month(word: &str) -> Option<u8> {
    Some(match word {
        "january" | "jan" => 1,
        "february" | "feb" => 2,
        "march" | "mar" => 3,
        "april" | "apr" => 4,
        "may" => 5,
        "june" | "jun" => 6,
        "july" | "jul" => 7,
        "august" | "aug" => 8,
        "september" | "sep" | "sept" => 9,
        "october" | "oct" => 10,
        "november" | "nov" => 11,
        "december" | "dec" => 12,
        _ => return None,
    })
}

/// True if a date could begin with this lower-case word
pub(super) fn may_start(word: &str) -> bool {
    if word.starts_with(|it: char| it.is_ascii_digit()) {
        return true;
    }
    let first = leading_letters(word);
    month(first).is_some() || below_ordinal(first).is_some() || matches!(first, "twenty" | "thirty")
}

/// False if no date begins with these two lower-case words; it could begin with the first
pub(super) fn may_go_on(first: &str, second: &str) -> bool {
    // "04/18/18" is one word for some, "1st" is a day.
    let plain =
        first.bytes().all(|it| it.is_ascii_digit()) || first.bytes().all(|it| it.is_ascii_alphabetic());
    let then = leading_letters(second);
    !plain || may_start(second) || matches!(then, "day" | "nd" | "of" | "rd" | "st" | "th" | "the")
}

#[cfg(test)]
mod tests {
    use crate::value::{Type, Value, compare, literal, read};

    #[track_caller]
    fn check(input: &str, expected: &str) {
        let found = read(Type::Date, input)
            .map(|(value, used)| format!("{value}|{}", input.get(used..).unwrap_or("?")));
        assert_eq!(found.as_deref().unwrap_or("no"), expected, "{input:?}");
    }

    #[test]
    fn reads_dates() {
        check("March 1, 2024", "2024-03-01|");
        check("MARCH 1st, 2024.", "2024-03-01|.");
        check("March 1 2024", "2024-03-01|");
        check("Mar. 1, 2024", "2024-03-01|");
        check("Sept. 30, 2024", "2024-09-30|");
        check("1 March 2024", "2024-03-01|");
        check("1st March 2024", "2024-03-01|");
        check("1st day of March, 2024", "2024-03-01|");
        check("first day of March, 2024", "2024-03-01|");
        check("first (1st) day of March 2024", "2024-03-01|");
        check("twenty-first day of May, 2024", "2024-05-21|");
        check("1st of March 2024", "2024-03-01|");
        check("March\u{a0}1,\n2024", "2024-03-01|");
        check("2024-03-01", "2024-03-01|");
        check("2024\u{2011}03\u{2011}01", "2024-03-01|");
        check("2024-03-01T00:00", "2024-03-01|T00:00");
        check("2024/3/1", "2024-03-01|");
        check("31/12/2024", "2024-12-31|");
        check("12/31/2024", "2024-12-31|");
        check("12/31/24", "2024-12-31|");
        check("01/01/2024", "2024-01-01|");
        check("01.03.2024", "2024-03-01|");
        check("01-Mar-2024", "2024-03-01|");
        check("March 1, in the year 2024", "2024-03-01|");
        check("03/01/2024", "unclear: 03/01/2024 is 2024-03-01 or 2024-01-03|");
        check("February 30, 2024", "unclear: there is no February 30, 2024|");
        check("13/13/2024", "unclear: there is no 13/13/2024|");
    }

    #[test]
    fn reads_nothing_else() {
        check("March 2024", "no");
        check("March", "no");
        check("2024", "no");
        check("1.2.24", "no");
        check("March 1", "no");
        check("May 1, 20__", "no");
        check("32 March 2024", "no");
        check("", "no");
        check("2024-03-011", "no");
        check("may not", "no");
        check("second", "no");
    }

    #[test]
    fn later_is_greater() {
        let value = |text| literal(Type::Date, text).expect("a date");
        assert_eq!(compare(&value("2026-01-31"), &value("2025-12-31")), Some(std::cmp::Ordering::Greater));
        assert_eq!(
            compare(&value("2026-01-31"), &value("January 31, 2026")),
            Some(std::cmp::Ordering::Equal)
        );
        assert!(matches!(value("2024-02-29"), Value::Date(it) if it.day() == 29));
        assert_eq!(literal(Type::Date, "03/01/2024"), None);
    }
}
