//! Contract text in, typed values out: "thirty (30) days" becomes a [`Duration`], "US$1,500.00" a [`Money`].
//!
//! Rules compare what a contract says with what is acceptable, so a value is exact (no floats) or honest: where words
//! and digits disagree it is [`Value::Unclear`], and where the calendar could decide either way [`compare`] has no
//! answer.
//!
//! ```
//! use std::cmp::Ordering;
//! use termscore_core::value::{Type, compare, literal, read};
//!
//! let (term, used) = read(Type::Duration, "ninety (90) days after receipt").expect("a duration");
//! assert_eq!((term.to_string().as_str(), used), ("90 days", 16));
//!
//! let limit = literal(Type::Duration, "2 months").expect("a literal");
//! assert_eq!(compare(&term, &limit), Some(Ordering::Greater)); // two months have at most 62 days
//! ```

mod calendar;
mod date;
mod duration;
mod jurisdiction;
mod money;
mod number;
mod percent;
mod section;
mod text;

use std::cmp::Ordering;
use std::fmt;

pub use self::date::Date;
pub use self::duration::Duration;
pub use self::jurisdiction::Jurisdiction;
pub use self::money::{Currency, Money};
pub use self::percent::{Percent, Period};

/// What kind of value a capture holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[non_exhaustive]
pub enum Type {
    /// A length of time with its unit, or for ever: "thirty (30) days", "in perpetuity"
    Duration,
    /// A length of time whose unit may be left out: "net 30". Its values are of [`Value::Duration`]
    Days,
    /// An amount in a currency: "US$1,500.00". A bare "$" is taken for USD, "¥" for JPY, "rupees" for INR
    Money,
    /// A share or rate: "20%", "1.5% per month", "fifty basis points"
    Percent,
    /// Day, month and year
    Date,
    /// A whole number: "two (2)"
    Count,
    /// A place whose law may govern: "the State of New York"
    Jurisdiction,
    /// A reference to a provision: "Section 7.2(a)"
    Section,
    /// Words as they stand, in quotes or one alone
    Text,
}

impl Type {
    /// All types, in the order of their declaration
    #[must_use]
    pub const fn all() -> &'static [Type] {
        &[
            Type::Duration,
            Type::Days,
            Type::Money,
            Type::Percent,
            Type::Date,
            Type::Count,
            Type::Jurisdiction,
            Type::Section,
            Type::Text,
        ]
    }

    /// As the rule language has it: "duration", "days", "money", "percent", "date", "count", "jurisdiction", "section", "text"
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Type::Duration => "duration",
            Type::Days => "days",
            Type::Money => "money",
            Type::Percent => "percent",
            Type::Date => "date",
            Type::Count => "count",
            Type::Jurisdiction => "jurisdiction",
            Type::Section => "section",
            Type::Text => "text",
        }
    }

    /// The type with exactly this [`name`](Type::name)
    #[must_use]
    pub fn from_name(name: &str) -> Option<Type> {
        Type::all().iter().copied().find(|it| it.name() == name)
    }
}

/// The name
impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a contract says, or a rule asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[non_exhaustive]
pub enum Value {
    /// Read as [`Type::Duration`] or [`Type::Days`]
    Duration(Duration),
    /// Read as [`Type::Money`]
    Money(Money),
    /// Read as [`Type::Percent`]
    Percent(Percent),
    /// Read as [`Type::Date`]
    Date(Date),
    /// Read as [`Type::Count`]; never negative then
    Count(i64),
    /// Read as [`Type::Jurisdiction`]
    Jurisdiction(Jurisdiction),
    /// Read as [`Type::Section`]: the number alone, such as `7.2(a)`
    Section(String),
    /// Read as [`Type::Text`]
    Text(String),
    /// There is a value, but which is not certain; says why: "words say five, digits say 6"
    Unclear(String),
}

impl Value {
    /// What [`literal`] reads it back as; absent if unclear
    #[must_use]
    pub const fn value_type(&self) -> Option<Type> {
        match self {
            Value::Duration(_) => Some(Type::Duration),
            Value::Money(_) => Some(Type::Money),
            Value::Percent(_) => Some(Type::Percent),
            Value::Date(_) => Some(Type::Date),
            Value::Count(_) => Some(Type::Count),
            Value::Jurisdiction(_) => Some(Type::Jurisdiction),
            Value::Section(_) => Some(Type::Section),
            Value::Text(_) => Some(Type::Text),
            Value::Unclear(_) => None,
        }
    }
}

/// In plain English: "30 days", "USD 1,500.00", "1.5% per month", "2024-03-01", "12"; "unclear: " and the reason
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Duration(it) => it.fmt(f),
            Value::Money(it) => it.fmt(f),
            Value::Percent(it) => it.fmt(f),
            Value::Date(it) => it.fmt(f),
            Value::Count(it) => it.fmt(f),
            Value::Jurisdiction(it) => f.write_str(it.name()),
            Value::Section(it) | Value::Text(it) => f.write_str(it),
            Value::Unclear(why) => write!(f, "unclear: {why}"),
        }
    }
}

/// Reads a value of type `ty` that starts exactly at the beginning of `text`, and says how many bytes it takes.
///
/// `text` is raw contract text; leading white space is not skipped, trailing white space not taken. The number of bytes
/// is positive and ends on a character boundary. What is read ends where it ends in English, which may be past the
/// sentence: give it no more than the sentence.
#[must_use]
pub fn read(ty: Type, text: &str) -> Option<(Value, usize)> {
    let result = match ty {
        Type::Duration => duration::duration(text),
        Type::Days => duration::days(text),
        Type::Money => money::money(text),
        Type::Percent => percent::percent(text),
        Type::Date => date::date(text),
        Type::Count => number::count(text),
        Type::Jurisdiction => {
            jurisdiction::jurisdiction(text).map(|(rest, it)| (rest, Value::Jurisdiction(it)))
        }
        Type::Section => section::section(text),
        Type::Text => words(text),
    };
    let (rest, value) = result.ok()?;
    let used = text.len().saturating_sub(rest.len());
    (used > 0).then_some((value, used))
}

/// True if a value of type `ty` could begin with this normalised word: a cheap test before [`read`].
///
/// `word` is in lower case, and may have the signs that a tokenizer leaves on it: "$1,500", "us$5", "six-month", "30".
#[must_use]
pub fn may_start(ty: Type, word: &str) -> bool {
    match ty {
        Type::Duration => duration::may_start(word),
        Type::Days => duration::days_may_start(word),
        Type::Money => money::may_start(word),
        Type::Percent | Type::Count => number::may_start(word),
        Type::Date => date::may_start(word),
        Type::Jurisdiction => jurisdiction::may_start(word),
        Type::Section => section::may_start(word),
        Type::Text => true,
    }
}

/// False if no value of type `ty` begins with these two normalised words, one after the other: a second test before
/// [`read`], of what passes [`may_start`] with the first. The last word of a text is followed by "". Says nothing of
/// words that a hyphen breaks in two, at a line end for instance: the text has only a part of them there.
#[must_use]
pub fn may_go_on(ty: Type, first: &str, second: &str) -> bool {
    match ty {
        Type::Duration => duration::may_go_on(first, second),
        Type::Date => date::may_go_on(first, second),
        _ => true,
    }
}

/// Reads a literal of the rule language, all of it: `30 days`, `5000 USD`, `20%`, `2026-01-31`, `12`.
///
/// Whatever [`read`] takes is a literal if nothing is left and nothing is unclear; besides, numbers may be below zero.
/// As text the literal stands for itself, without quotes. Each value but the unclear is read back from its display,
/// save amounts, percentages and counts of `i64::MIN`.
#[must_use]
pub fn literal(ty: Type, text: &str) -> Option<Value> {
    let whole = |result: text::Parsed<'_, Value>| match result {
        Ok(("", value)) => Some(value),
        _ => None,
    };
    let special = match ty {
        Type::Text => return Some(Value::Text(text.to_owned())),
        Type::Money => whole(money::literal(text).map(|(rest, it)| (rest, Value::Money(it)))),
        Type::Percent => whole(percent::below_zero(text).map(|(rest, it)| (rest, Value::Percent(it)))),
        Type::Count => text.strip_prefix('-').and_then(|it| negative(whole(number::count(it))?)),
        Type::Section => section::literal(text),
        Type::Duration | Type::Days | Type::Date | Type::Jurisdiction => None,
    };
    special.or_else(|| {
        let (value, used) = read(ty, text)?;
        (used == text.len() && !matches!(value, Value::Unclear(_))).then_some(value)
    })
}

/// Compares two values; `None` is "unknown".
///
/// Unknown are: values of different types, different currencies, percentages over different periods, anything unclear,
/// durations whose order depends on the calendar, such as 30 days and 1 month, and a country compared with a part of it
/// (a part compared with its country is equal: California is the United States). Text and names are ordered by bytes,
/// provisions by the parts of their numbers.
#[must_use]
pub fn compare(a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::Duration(a), Value::Duration(b)) => a.compare(*b),
        (Value::Money(a), Value::Money(b)) => a.compare(*b),
        (Value::Percent(a), Value::Percent(b)) => a.compare(*b),
        (Value::Date(a), Value::Date(b)) => Some(a.cmp(b)),
        (Value::Count(a), Value::Count(b)) => Some(a.cmp(b)),
        (Value::Jurisdiction(a), Value::Jurisdiction(b)) if a.lies_in(*b) => Some(Ordering::Equal),
        (Value::Jurisdiction(a), Value::Jurisdiction(b)) if b.lies_in(*a) => None,
        (Value::Jurisdiction(a), Value::Jurisdiction(b)) => Some(a.name().cmp(b.name())),
        (Value::Section(a), Value::Section(b)) => Some(section::compare(a, b)),
        (Value::Text(a), Value::Text(b)) => Some(a.cmp(b)),
        _ => None,
    }
}

fn negative(value: Value) -> Option<Value> {
    match value {
        Value::Count(it) => it.checked_neg().map(Value::Count),
        _ => None,
    }
}

/// What stands in quotes, or else one word
fn words(text: &str) -> text::Parsed<'_, Value> {
    let mut chars = text.chars();
    let closing = match chars.next() {
        Some('"') => Some('"'),
        Some('“') => Some('”'),
        Some('‘') => Some('’'),
        _ => None,
    };
    let inside = chars.as_str();
    if let Some((quoted, rest)) = closing.and_then(|it| inside.split_once(it)) {
        return Ok((rest, Value::Text(text::on_one_line(quoted))));
    }
    let end = text.find(text::is_space).unwrap_or(text.len());
    let end = text.get(..end).map_or(0, |it| it.trim_end_matches(['.', ',', ';', ':', ')']).len());
    match text.split_at_checked(end) {
        Some((word, rest)) if !word.is_empty() => Ok((rest, Value::Text(word.to_owned()))),
        _ => text::fail(),
    }
}

#[cfg(feature = "serde")]
mod ser {
    //! Values as objects: `{"type":"duration","text":"30 days",…}` and fields for machines.

    use serde::ser::{Serialize, SerializeMap, Serializer};

    use super::{Type, Value};

    impl Serialize for Type {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_str(self.name())
        }
    }

    /// An unclear value has the type "unclear" and the reason as its text
    impl Serialize for Value {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut map = serializer.serialize_map(None)?;
            map.serialize_entry("type", self.value_type().map_or("unclear", Type::name))?;
            if let Value::Unclear(why) = self {
                map.serialize_entry("text", why)?;
                return map.end();
            }
            map.serialize_entry("text", &self.to_string())?;
            match self {
                Value::Duration(it) => {
                    map.serialize_entry("perpetual", &it.is_perpetual())?;
                    for (unit, n) in it.parts().into_iter().flatten() {
                        map.serialize_entry(unit, &n)?;
                    }
                }
                Value::Money(it) => {
                    map.serialize_entry("minor", &it.minor)?;
                    map.serialize_entry("currency", it.currency.code())?;
                }
                Value::Percent(it) => {
                    map.serialize_entry("ten_thousandths", &it.ten_thousandths)?;
                    map.serialize_entry("per", &it.per.map(super::Period::name))?;
                }
                Value::Date(it) => {
                    map.serialize_entry("year", &it.year())?;
                    map.serialize_entry("month", &it.month())?;
                    map.serialize_entry("day", &it.day())?;
                }
                Value::Count(it) => map.serialize_entry("count", it)?,
                Value::Jurisdiction(_) | Value::Section(_) | Value::Text(_) | Value::Unclear(_) => {}
            }
            map.end()
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn types_have_names() {
        for ty in Type::all() {
            assert_eq!(Type::from_name(ty.name()), Some(*ty));
        }
        assert_eq!(Type::from_name("Duration"), None);
    }

    #[test]
    fn text_is_quoted_or_one_word() {
        let check = |input, expected, n_bytes| {
            assert_eq!(
                read(Type::Text, input),
                Some((Value::Text(String::from(expected)), n_bytes)),
                "{input}"
            );
        };
        check("“New\nYork” law", "New York", 14);
        check("\"a b\" c", "a b", 5);
        check("Delaware, USA", "Delaware", 8);
        check("“open", "“open", 7);
        assert_eq!(read(Type::Text, " x"), None);
        assert_eq!(literal(Type::Text, "New York"), Some(Value::Text("New York".to_owned())));
    }

    #[test]
    fn may_start_turns_ordinary_words_away() {
        for word in
            ["the", "shall", "party", "agreement", "", "é", "notice", "any", "or", "herein", "this", "("]
        {
            for ty in Type::all().iter().filter(|it| **it != Type::Text) {
                assert!(!may_start(*ty, word), "{ty} {word}");
            }
        }
    }

    #[test]
    fn unclear_and_mixed_types_do_not_compare() {
        let unclear = Value::Unclear("so".to_owned());
        assert_eq!(compare(&unclear, &unclear), None);
        assert_eq!(compare(&Value::Count(1), &Value::Text("1".to_owned())), None);
    }

    fn duration() -> impl Strategy<Value = Value> {
        let part = || prop_oneof![3 => Just(0), 2 => 0..1000_u32, 1 => any::<u32>()];
        let span = (part(), part(), part(), part()).prop_map(|(months, days, business_days, minutes)| {
            [Duration::months(months), Duration::days(days), Duration::business_days(business_days)]
                .into_iter()
                .try_fold(Duration::minutes(minutes), Duration::checked_add)
                .expect("parts do not add up in one unit")
        });
        prop_oneof![9 => span, 1 => Just(Duration::PERPETUAL)].prop_map(Value::Duration)
    }

    fn value() -> impl Strategy<Value = Value> {
        let amount = || prop_oneof![-1_000_000..1_000_000_i64, i64::MIN + 1..=i64::MAX];
        let currency = prop::sample::select(vec!["USD", "EUR", "GBP", "JPY", "KWD", "ALL", "INR", "CLP"]);
        let money = (amount(), currency).prop_map(|(minor, code)| {
            Value::Money(Money::new(minor, Currency::from_code(code).expect("a code of ISO 4217")))
        });
        let per = prop::option::of(prop::sample::select(vec![
            Period::Day,
            Period::Week,
            Period::Month,
            Period::Quarter,
            Period::Year,
        ]));
        let percent = (amount(), per).prop_map(|(amount, per)| Value::Percent(Percent::new(amount, per)));
        let date = (1..=9999_u16, 1..=12_u8, 1..=28_u8)
            .prop_map(|(year, month, day)| Value::Date(Date::new(year, month, day).expect("a date")));
        prop_oneof![
            duration(),
            money,
            percent,
            date,
            amount().prop_map(Value::Count),
            ".*".prop_map(Value::Text)
        ]
    }

    /// Pieces of which values are made, and of which they nearly are
    fn near_text() -> impl Strategy<Value = String> {
        let pieces = vec![
            "thirty",
            "one",
            "five",
            "twenty",
            "hundred",
            "thousand",
            "million",
            "half",
            "a",
            "and",
            "point",
            "of",
            "30",
            "6",
            "1,500",
            "1.500,00",
            "00",
            "12",
            "2024",
            "½",
            "99999999999999999999",
            "(",
            ")",
            "[",
            "]",
            "-",
            "\u{2011}",
            "/",
            ".",
            ",",
            "'",
            " ",
            "\u{a0}",
            "\n",
            "$",
            "US$",
            "€",
            "USD",
            "dollars",
            "cents",
            "%",
            "percent",
            "per",
            "cent",
            "month",
            "months",
            "day",
            "days",
            "years",
            "business",
            "hours",
            "March",
            "1st",
            "day of",
            "perpetuity",
            "in",
            "for",
            "ever",
            "k",
            "\u{ad}",
            "é",
            "٣",
            "e\u{301}",
        ];
        prop::collection::vec(prop::sample::select(pieces), 0..12).prop_map(|it| it.concat())
    }

    fn check_read(text: &str) -> Result<(), TestCaseError> {
        for ty in Type::all() {
            let _ = literal(*ty, text);
            let Some((_, used)) = read(*ty, text) else { continue };
            prop_assert!(used > 0);
            prop_assert!(text.is_char_boundary(used), "{ty} {text:?} {used}");
            let first = text.split(text::is_space).next().unwrap_or_default();
            let normalised = first.replace('\u{ad}', "").to_lowercase();
            // A sign behind a word is no part of it.
            let bare = normalised.trim_end_matches(|it: char| !it.is_alphanumeric());
            prop_assert!(may_start(*ty, &normalised) || may_start(*ty, bare), "{ty} {text:?}");
            // Words that are broken there are read as far as they go.
            let words =
                crate::document::words_of(&text.replace(|it| text::is_hyphen(it) || it == '\u{ad}', " "));
            let word = |at: usize| words.get(at).map_or("", String::as_str);
            prop_assert!(!may_start(*ty, word(0)) || may_go_on(*ty, word(0), word(1)), "{ty} {text:?}");
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_is_read_or_not_but_never_panics(text in ".{0,60}") {
            check_read(&text)?;
        }

        #[test]
        fn what_looks_like_a_value_never_panics(text in near_text()) {
            for (at, _) in text.char_indices() {
                check_read(text.get(at..).unwrap_or_default())?;
                check_read(text.get(..at).unwrap_or_default())?;
            }
        }

        #[test]
        fn display_is_read_back_as_the_same_value(value in value()) {
            let ty = value.value_type().expect("no unclear values here");
            prop_assert_eq!(literal(ty, &value.to_string()), Some(value));
        }

        #[test]
        fn a_value_followed_by_other_text_is_still_read(value in value(), suffix in "[,;)] [a-z]{0,9}") {
            let text = value.to_string();
            if !matches!(value, Value::Text(_)) && !text.starts_with('-') && !text.starts_with("ALL") {
                let ty = value.value_type().expect("no unclear values here");
                prop_assert_eq!(read(ty, &format!("{text}{suffix}")), Some((value, text.len())));
            }
        }

        #[test]
        fn compare_is_antisymmetric(a in value(), b in value()) {
            prop_assert_eq!(compare(&a, &b), compare(&b, &a).map(Ordering::reverse));
            prop_assert_eq!(compare(&a, &a), Some(Ordering::Equal));
        }

        #[test]
        fn durations_compare_antisymmetrically(a in duration(), b in duration(), c in duration()) {
            prop_assert_eq!(compare(&a, &b), compare(&b, &a).map(Ordering::reverse));
            if compare(&a, &b) == Some(Ordering::Less) && compare(&b, &c) == Some(Ordering::Less) {
                prop_assert_ne!(compare(&a, &c), Some(Ordering::Greater));
            }
        }
    }
}
