//! Numbers in words, digits or both: "twenty-four (24)", "1,500.00", "1½", "one-half of one".

use nom::Parser;
use nom::branch::alt;
use nom::bytes::complete::{tag, take_while_m_n, take_while1};
use nom::character::complete::{anychar, char, satisfy};
use nom::combinator::{consumed, map_opt, not, opt, peek, verify};
use nom::multi::fold_many1;
use nom::sequence::{preceded, terminated};

use super::Value;
use super::text::{self, Parsed, bracketed, done, fail, gap, joint, keyword, known, spaces, word};

const MILLION: i128 = 1_000_000;
/// More digits fit no `i64`.
const MOST_DIGITS: usize = 19;

/// An exact number in millionths; never negative when read from text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub(super) struct Number(i128);

impl Number {
    pub(super) const ZERO: Number = Number(0);
    pub(super) const ONE: Number = Number(MILLION);

    fn whole(n: u64) -> Number {
        Number(i128::from(n).saturating_mul(MILLION))
    }

    /// `numerator / denominator`, if millionths can say it
    pub(super) fn fraction(numerator: u64, denominator: u64) -> Option<Number> {
        Number::ONE.times(numerator)?.over(denominator)
    }

    fn over(self, divisor: u64) -> Option<Number> {
        let divisor = i128::from(divisor);
        if self.0.checked_rem(divisor)? == 0 { Some(Number(self.0.checked_div(divisor)?)) } else { None }
    }

    pub(super) fn times(self, factor: u64) -> Option<Number> {
        self.0.checked_mul(i128::from(factor)).map(Number)
    }

    pub(super) fn plus(self, other: Number) -> Option<Number> {
        self.0.checked_add(other.0).map(Number)
    }

    /// The number in units of which `per_one` make one; absent if it is between two of them or too large
    pub(super) fn in_units(self, per_one: u64) -> Option<i64> {
        let units = self.times(per_one)?.over(1_000_000)?;
        i64::try_from(units.0).ok()
    }
}

/// How thousands and decimals are set apart.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub(super) enum Style {
    /// 1,500.00 and 1,00,000
    English,
    /// 1.500,00
    European,
}

/// A number in digits, and how it was written.
#[derive(Clone, Copy)]
pub(super) struct Figure {
    pub(super) number: Number,
    pub(super) n_groups: usize,
    pub(super) n_decimals: usize,
}

/// Two statements of one number that do not agree.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clash<'a> {
    pub(super) first: &'a str,
    pub(super) second: &'a str,
}

impl Clash<'_> {
    pub(super) fn into_value(self) -> Value {
        let say = |text: &str| if in_digits(text) { "digits say" } else { "words say" };
        let (first, second) = (text::on_one_line(self.first), text::on_one_line(self.second));
        Value::Unclear(format!("{} {first}, {} {second}", say(self.first), say(self.second)))
    }
}

/// A number, perhaps said twice.
#[derive(Clone, Copy)]
pub(super) struct Stated<'a> {
    pub(super) number: Number,
    pub(super) clash: Option<Clash<'a>>,
}

/// A whole number, in words, in digits or both
pub(super) fn count(input: &str) -> Parsed<'_, Value> {
    let (rest, stated) = stated(whole).parse(input)?;
    let (rest, ()) = not(preceded(spaces, (char('%'), spaces))).parse(rest)?;
    match stated.clash {
        Some(clash) => Ok((rest, clash.into_value())),
        None => done(rest, stated.number.in_units(1).map(Value::Count)),
    }
}

/// "thirty (30)", "30 (thirty)", "thirty", "30", each side read by `one`
///
/// Digits that follow digits in brackets and differ are a footnote mark or the like: they are left unread.
pub(super) fn stated<'a>(
    one: fn(&'a str) -> Parsed<'a, Number>,
) -> impl FnMut(&'a str) -> Parsed<'a, Stated<'a>> {
    move |input| {
        let (rest, (first, number)) = consumed(one).parse(input)?;
        let (after, again) = opt(bracketed(consumed(one))).parse(rest)?;
        match again {
            None => Ok((rest, Stated { number, clash: None })),
            Some((_, same)) if same == number => Ok((after, Stated { number, clash: None })),
            Some((second, _)) if in_digits(first) && in_digits(second) => {
                Ok((rest, Stated { number, clash: None }))
            }
            Some((second, _)) => Ok((after, Stated { number, clash: Some(Clash { first, second }) })),
        }
    }
}

pub(super) fn in_digits(text: &str) -> bool {
    text.bytes().any(|it| it.is_ascii_digit())
}

/// A number with or without a fraction, in words or in English digits
pub(super) fn quantity(input: &str) -> Parsed<'_, Number> {
    match input.bytes().next() {
        Some(byte) if byte.is_ascii_alphabetic() => alt((fraction, mixed)).parse(input),
        _ => mixed_figure(input),
    }
}

/// A whole number, in words or in English digits; not the start of "1.1", "1/2" or "1st"
fn whole(input: &str) -> Parsed<'_, Number> {
    match input.bytes().next() {
        Some(byte) if byte.is_ascii_alphabetic() => cardinal.map(Number::whole).parse(input),
        Some(byte) if byte.is_ascii_digit() => {
            let (rest, figure) =
                verify(figure(Style::English), |it: &Figure| it.n_decimals == 0).parse(input)?;
            let (rest, ()) = text::boundary(rest)?;
            let (rest, ()) = not((satisfy(|it| matches!(it, '/' | '.' | ',')), digits)).parse(rest)?;
            Ok((rest, figure.number))
        }
        _ => fail(),
    }
}

// Digits

/// "1½", "1 1/2", "1-1/2", "½", "1/2", "1,500.25"
fn mixed_figure(input: &str) -> Parsed<'_, Number> {
    if let Ok((rest, part)) = alt((vulgar, slashed)).parse(input) {
        return Ok((rest, part));
    }
    let (rest, figure) = figure(Style::English)(input)?;
    let fraction = alt((preceded(spaces, vulgar), preceded(joint, slashed)));
    let (after, part) = opt(fraction).parse(rest)?;
    match part {
        Some(part) if figure.n_decimals == 0 => done(after, figure.number.plus(part)),
        _ => Ok((rest, figure.number)),
    }
}

fn vulgar(input: &str) -> Parsed<'_, Number> {
    let sign = |it| match it {
        '½' => Number::fraction(1, 2),
        '¼' => Number::fraction(1, 4),
        '¾' => Number::fraction(3, 4),
        '⅛' => Number::fraction(1, 8),
        '⅜' => Number::fraction(3, 8),
        '⅝' => Number::fraction(5, 8),
        '⅞' => Number::fraction(7, 8),
        _ => None,
    };
    map_opt(anychar, sign).parse(input)
}

/// "1/2": below one, and not the start of a date
fn slashed(input: &str) -> Parsed<'_, Number> {
    let part = |input| {
        map_opt(take_while_m_n(1, 2, |it: char| it.is_ascii_digit()), |it: &str| it.parse::<u64>().ok())
            .parse(input)
    };
    let (rest, numerator) = part(input)?;
    let (rest, _) = alt((char('/'), char('⁄'))).parse(rest)?;
    let (rest, denominator) = part(rest)?;
    let (rest, ()) = not(satisfy(|it| it.is_alphanumeric() || it == '/')).parse(rest)?;
    let proper = matches!(denominator, 2 | 4 | 5 | 8 | 10 | 16) && 0 < numerator && numerator < denominator;
    if proper { done(rest, Number::fraction(numerator, denominator)) } else { fail() }
}

pub(super) fn digits(input: &str) -> Parsed<'_, &str> {
    take_while1(|it: char| it.is_ascii_digit()).parse(input)
}

/// Digits with separators as `style` has them
pub(super) fn figure(style: Style) -> impl Fn(&str) -> Parsed<'_, Figure> {
    let (thousand, decimal) = match style {
        Style::English => (',', '.'),
        Style::European => ('.', ','),
    };
    move |input| {
        let (mut rest, first) = digits(input)?;
        let mut units = append(0, first);
        let mut n_groups = 0;
        if first.len() <= 3 {
            // Indian grouping has pairs before the last three; a group counts only if the last three do come.
            let (after, groups) = groups(thousand)(rest, units)?;
            if let Some((n, sum)) = groups {
                (rest, n_groups, units) = (after, n, sum);
            }
        }
        let mut number = units.and_then(|it| Some(Number(i128::from(it).checked_mul(MILLION)?)));
        let most_decimals = if style == Style::European { 2 } else { 6 };
        let decimals =
            terminated(take_while_m_n(1, most_decimals, |it: char| it.is_ascii_digit()), text::no_digit);
        let (rest, decimals) = opt(preceded(char(decimal), decimals)).parse(rest)?;
        let n_decimals = decimals.map_or(0, str::len);
        if let Some(decimals) = decimals {
            let parts = append(0, decimals).unwrap_or(0);
            let denominator = 10_u64.checked_pow(u32::try_from(n_decimals).unwrap_or(u32::MAX));
            let part = denominator.and_then(|it| Number::fraction(parts, it));
            number = number.and_then(|it| it.plus(part?));
        }
        done(rest, number.map(|number| Figure { number, n_groups, n_decimals }))
    }
}

type Groups = Option<(usize, Option<u64>)>;

/// Groups of digits after the first one: how many, and the number with them
fn groups(thousand: char) -> impl Fn(&str, Option<u64>) -> Parsed<'_, Groups> {
    move |input, first| {
        let separator = |it: char| match it {
            ',' | '.' => it == thousand,
            // Swiss apostrophes and the fixed blanks of the SI; an ordinary blank separates numbers, too.
            '\'' | '’' | '\u{a0}' | '\u{202f}' | '\u{2009}' => true,
            _ => false,
        };
        let (mut rest, mut units, mut n_groups) = (input, first, 0);
        let mut best = (input, None);
        let mut mark = None;
        let group = |input| -> Parsed<'_, (char, &str)> {
            (satisfy(separator), take_while_m_n(2, 3, |it: char| it.is_ascii_digit())).parse(input)
        };
        while let Ok((after, (sign, group))) = group(rest) {
            if *mark.get_or_insert(sign) != sign || text::no_digit(after).is_err() {
                break;
            }
            units = units.and_then(|it| append(it, group));
            n_groups += 1;
            rest = after;
            if group.len() == 3 {
                best = (rest, Some((n_groups, units)));
                if !pairs_so_far(input, rest) {
                    continue;
                }
                break;
            }
            if sign != ',' {
                break;
            }
        }
        Ok(best)
    }
}

/// True if the text between `from` and `to` has a group of two digits, so that a group of three ends it
fn pairs_so_far(from: &str, to: &str) -> bool {
    let read = from.len().saturating_sub(to.len());
    from.get(..read).is_some_and(|it| it.split(',').skip(1).any(|group| group.len() == 2))
}

fn append(number: u64, digits: &str) -> Option<u64> {
    if digits.trim_start_matches('0').len() > MOST_DIGITS {
        return None;
    }
    digits
        .bytes()
        .try_fold(number, |sum, it| sum.checked_mul(10)?.checked_add(u64::from(it.saturating_sub(b'0'))))
}

// Words

/// "one and one-half", "five point two five", "twenty-four"
fn mixed(input: &str) -> Parsed<'_, Number> {
    let (rest, number) = cardinal.map(Number::whole).parse(input)?;
    let (rest, part) = opt(alt((preceded((joint, keyword("and"), joint), part), point))).parse(rest)?;
    match part {
        Some(part) => done(rest, number.plus(part)),
        None => Ok((rest, number)),
    }
}

/// " point two five"
fn point(input: &str) -> Parsed<'_, Number> {
    let digit = preceded(joint, verify(known(below_twenty), |it| *it < 10));
    let digits = fold_many1(
        digit,
        || Some((0_u64, 1_u64)),
        |sum, digit| {
            let (parts, of): (u64, u64) = sum?;
            Some((parts.checked_mul(10)?.checked_add(digit)?, of.checked_mul(10)?))
        },
    );
    let (rest, sum) = preceded((joint, keyword("point")), digits).parse(input)?;
    done(rest, sum.and_then(|(parts, of)| Number::fraction(parts, of)))
}

/// "one-half", "three quarters", "half a", "one-quarter of one", "half"
fn fraction(input: &str) -> Parsed<'_, Number> {
    let of_one =
        (joint, opt((keyword("of"), joint)), known(|it| matches!(it, "one" | "a" | "an").then_some(())));
    terminated(part, opt(of_one)).parse(input)
}

/// "one-half", "a half", "three quarters", "half"
fn part(input: &str) -> Parsed<'_, Number> {
    let (rest, numerator) = opt(terminated(known(numerator), joint)).parse(input)?;
    let (rest, denominator) = known(denominator)(rest)?;
    match numerator {
        Some(numerator) => done(rest, Number::fraction(numerator, denominator)),
        None if denominator == 2 => done(rest, Number::fraction(1, 2)),
        None => fail(),
    }
}

fn numerator(word: &str) -> Option<u64> {
    match word {
        "a" => Some(1),
        _ => below_twenty(word).filter(|it| (1..10).contains(it)),
    }
}

fn denominator(word: &str) -> Option<u64> {
    Some(match word {
        "half" | "halves" => 2,
        "quarter" | "quarters" | "fourth" | "fourths" => 4,
        "fifth" | "fifths" => 5,
        "eighth" | "eighths" => 8,
        "tenth" | "tenths" => 10,
        "hundredth" | "hundredths" => 100,
        _ => return None,
    })
}

/// "one hundred and twenty", "two thousand five hundred", "a million"
pub(super) fn cardinal(input: &str) -> Parsed<'_, u64> {
    let (mut rest, mut number) = below_thousand(input)?;
    let (mut sum, mut last_scale) = (0_u64, u64::MAX);
    loop {
        let smaller = verify(known(scale), |it| *it < last_scale);
        let Ok((after, factor)) = preceded(joint, smaller).parse(rest) else {
            return done(rest, sum.checked_add(number));
        };
        let Some(next) = number.checked_mul(factor).and_then(|it| sum.checked_add(it)) else { return fail() };
        (rest, sum, last_scale) = (after, next, factor);
        let comma_or_and = (opt(char(',')), joint, opt((keyword("and"), joint)));
        let next = terminated(verify(below_thousand, |it| *it > 0), not(preceded(joint, known(denominator))));
        match preceded(comma_or_and, next).parse(rest) {
            Ok((after, next)) if next < last_scale => (rest, number) = (after, next),
            _ => return Ok((rest, sum)),
        }
    }
}

fn below_thousand(input: &str) -> Parsed<'_, u64> {
    let hundred = |input| preceded(joint, keyword("hundred")).map(drop).parse(input);
    let article = terminated(
        keyword("a"),
        peek(preceded(joint, known(|it| (it == "hundred").then_some(0).or(scale(it))))),
    );
    let (rest, number) = alt((article.map(|_| 1), below_hundred)).parse(input)?;
    let (rest, hundreds) = opt(hundred).parse(rest)?;
    if hundreds.is_none() || number == 0 {
        return Ok((rest, number));
    }
    let number = number.saturating_mul(100);
    let more = preceded((joint, opt((keyword("and"), joint))), verify(below_hundred, |it| *it > 0));
    let (rest, more) = opt(terminated(more, not(preceded(joint, known(denominator))))).parse(rest)?;
    Ok((rest, number.saturating_add(more.unwrap_or(0))))
}

fn below_hundred(input: &str) -> Parsed<'_, u64> {
    let (rest, first) = word(input)?;
    if let Some(number) = below_twenty(first.as_str()) {
        return Ok((rest, number));
    }
    let Some(number) = tens(first.as_str()) else { return fail() };
    let unit = verify(known(below_twenty), |it| (1..10).contains(it));
    let (rest, unit) = opt(preceded(joint, unit)).parse(rest)?;
    Ok((rest, number.saturating_add(unit.unwrap_or(0))))
}

fn below_twenty(word: &str) -> Option<u64> {
    Some(match word {
        "zero" => 0,
        "one" => 1,
        "two" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        "six" => 6,
        "seven" => 7,
        "eight" => 8,
        "nine" => 9,
        "ten" => 10,
        "eleven" => 11,
        "twelve" => 12,
        "thirteen" => 13,
        "fourteen" => 14,
        "fifteen" => 15,
        "sixteen" => 16,
        "seventeen" => 17,
        "eighteen" => 18,
        "nineteen" => 19,
        _ => return None,
    })
}

fn tens(word: &str) -> Option<u64> {
    Some(match word {
        "twenty" => 20,
        "thirty" => 30,
        "forty" | "fourty" => 40,
        "fifty" => 50,
        "sixty" => 60,
        "seventy" => 70,
        "eighty" => 80,
        "ninety" => 90,
        _ => return None,
    })
}

fn scale(word: &str) -> Option<u64> {
    Some(match word {
        "thousand" => 1_000,
        "lakh" | "lakhs" | "lac" | "lacs" => 100_000,
        "million" => 1_000_000,
        "crore" | "crores" => 10_000_000,
        "billion" => 1_000_000_000,
        "trillion" => 1_000_000_000_000,
        _ => return None,
    })
}

/// " million" after digits or after "one and a half"
pub(super) fn scale_after(input: &str) -> Parsed<'_, u64> {
    preceded(gap, known(scale)).parse(input)
}

/// " and 50/100", as cheques have it
pub(super) fn hundredths(input: &str) -> Parsed<'_, Number> {
    let and = alt((keyword("and").map(drop), char('&').map(drop)));
    let none = keyword("no").map(|_| 0).or(keyword("xx").map(|_| 0));
    let some =
        map_opt(take_while_m_n(1, 2, |it: char| it.is_ascii_digit()), |it: &str| it.parse::<u64>().ok());
    let (rest, parts) =
        preceded((joint, and, spaces), terminated(alt((none, some)), tag("/100"))).parse(input)?;
    done(rest, Number::fraction(parts, 100))
}

/// True of a word with which a number can begin and that is nothing else: "30", "1,500", "thirty"; not "30days"
pub(super) fn is_plain(word: &str) -> bool {
    word.bytes().all(|it| it.is_ascii_digit() || matches!(it, b',' | b'.'))
        || may_start(word) && word.bytes().all(|it| it.is_ascii_alphabetic())
}

/// False of a lower-case word that is not the second of any number
pub(super) fn may_go_on(word: &str) -> bool {
    let letters = text::leading_letters(word);
    may_start(word)
        || matches!(letters, "and" | "hundred" | "of" | "point")
        || scale(letters).is_some()
        || denominator(letters).is_some()
}

/// True if a number could begin with this lower-case word
pub(super) fn may_start(word: &str) -> bool {
    match word.bytes().next() {
        Some(byte) if byte.is_ascii_digit() => true,
        Some(b'a' | b'e' | b'f' | b'h' | b'n' | b'o' | b's' | b't' | b'z') => {
            let first = text::leading_letters(word);
            matches!(first, "a" | "half") || below_twenty(first).is_some() || tens(first).is_some()
        }
        Some(byte) if byte.is_ascii() => false,
        _ => word.starts_with(['½', '¼', '¾', '⅛', '⅜', '⅝', '⅞']),
    }
}

#[cfg(test)]
mod tests {
    use crate::value::{Type, literal, read};

    #[track_caller]
    fn check(input: &str, expected: &str) {
        let found = read(Type::Count, input)
            .map(|(value, used)| format!("{value}|{}", input.get(used..).unwrap_or("?")));
        assert_eq!(found.as_deref().unwrap_or("no"), expected, "{input:?}");
    }

    #[test]
    fn reads_counts() {
        check("two (2) copies", "2| copies");
        check("3", "3|");
        check("three", "3|");
        check("1,000", "1000|");
        check("1,00,000", "100000|");
        check("1,0", "no");
        check("twenty-one", "21|");
        check("twenty\u{2011}one", "21|");
        check("zero", "0|");
        check("one hundred", "100|");
        check("a hundred", "100|");
        check("one hundred and five", "105|");
        check("nineteen hundred", "1900|");
        check("one thousand two hundred thirty-four", "1234|");
        check("two million three hundred thousand and one (2,300,001)", "2300001|");
        check("one million, five hundred thousand", "1500000|");
        check("nine billion", "9000000000|");
        check("two and a half", "2| and a half");
        check("two and three", "2| and three");
        check("ten [10]", "10|");
        check("10 (ten)", "10|");
        check("3 (1)", "3| (1)");
        check("five (6)", "unclear: words say five, digits say 6|");
        check("thirty-\nfive", "35|");
    }

    #[test]
    fn reads_no_other_numbers() {
        check("1.1", "no");
        check("1.5", "no");
        check("1st", "no");
        check("1/2", "no");
        check("3%", "no");
        check("first", "no");
        check("a", "no");
        check("oneself", "no");
        check("-3", "no");
        check("99999999999999999999", "no");
        check("18446744073709551615", "no");
        check("", "no");
        check("①", "no");
    }

    #[test]
    fn literal_counts_may_be_below_zero() {
        let display = |text| literal(Type::Count, text).map(|it| it.to_string());
        assert_eq!(display("12").as_deref(), Some("12"));
        assert_eq!(display("-12").as_deref(), Some("-12"));
        assert_eq!(display("12 "), None);
        assert_eq!(display("five (6)"), None);
    }
}
