//! Amounts of money: "ten thousand dollars ($10,000)", "US$1,500.00", "EUR 2.000", "$1.5 million".

use std::cmp::Ordering;
use std::fmt;

use nom::Parser;
use nom::branch::alt;
use nom::bytes::complete::{tag, tag_no_case};
use nom::character::complete::{char, satisfy};
use nom::combinator::{consumed, map_opt, not, opt, peek, verify};
use nom::sequence::{preceded, terminated};

use super::Value;
use super::number::{self, Clash, Figure, Number, Style, in_digits};
use super::text::{
    Parsed, boundary, bracketed, done, fail, gap, joint, keyword, known, leading_letters, letters, no_digit,
    spaces, word,
};

/// An amount in one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[non_exhaustive]
pub struct Money {
    /// Minor units of the currency: cents of USD, yen of JPY; see [`Currency::minor_digits`]
    pub minor: i64,
    /// What it is paid in
    pub currency: Currency,
}

/// A currency by its ISO 4217 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct Currency([u8; 3]); // INVARIANT (known code): one of `CODES`

/// Active codes of ISO 4217 without funds, metals and testing; sorted.
const CODES: &str = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD \
    CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD \
    HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD \
    MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG \
    QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD \
    TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG";

impl Currency {
    /// US dollar
    pub const USD: Currency = Currency(*b"USD");
    /// Euro
    pub const EUR: Currency = Currency(*b"EUR");
    /// Pound sterling
    pub const GBP: Currency = Currency(*b"GBP");

    /// From an active code of ISO 4217 in capitals, such as "CAD"
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let letters = <[u8; 3]>::try_from(code.as_bytes()).ok()?;
        // Each code has four bytes with its blank. INVARIANT (known code)
        CODES.as_bytes().chunks(4).any(|it| it.starts_with(&letters)).then_some(Currency(letters))
    }

    /// The code, such as "CAD"
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Decimal digits of the minor unit: 2 for USD, 0 for JPY, 3 for KWD
    #[must_use]
    pub fn minor_digits(self) -> u32 {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG" | b"RWF"
            | b"UGX" | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            _ => 2,
        }
    }

    fn per_major(self) -> u64 {
        10_u64.pow(self.minor_digits())
    }

    /// True if "2.000" of it is two thousand
    fn has_european_digits(self) -> bool {
        matches!(
            &self.0,
            b"EUR"
                | b"DKK"
                | b"SEK"
                | b"NOK"
                | b"PLN"
                | b"CZK"
                | b"HUF"
                | b"RON"
                | b"TRY"
                | b"BRL"
                | b"ARS"
                | b"CLP"
                | b"COP"
                | b"IDR"
                | b"VND"
                | b"ISK"
                | b"RSD"
                | b"BGN"
                | b"CHF"
        )
    }

    fn is_dollar(self) -> bool {
        matches!(
            &self.0,
            b"USD"
                | b"CAD"
                | b"AUD"
                | b"NZD"
                | b"HKD"
                | b"SGD"
                | b"TWD"
                | b"JMD"
                | b"BBD"
                | b"BSD"
                | b"BMD"
                | b"KYD"
                | b"BZD"
                | b"TTD"
                | b"XCD"
                | b"FJD"
                | b"GYD"
                | b"LRD"
                | b"NAD"
                | b"BND"
                | b"MXN"
        )
    }
}

/// The code
impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Money {
    /// From minor units: `Money::new(150_000, Currency::USD)` is USD 1,500.00
    #[must_use]
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Money { minor, currency }
    }

    /// The order, within one currency
    pub(super) fn compare(self, other: Self) -> Option<Ordering> {
        (self.currency == other.currency).then(|| self.minor.cmp(&other.minor))
    }
}

/// "USD 1,500.00", "JPY 50,000", "-USD 20.00"
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.minor < 0 { "-" } else { "" };
        let (magnitude, per_major) = (self.minor.unsigned_abs(), self.currency.per_major());
        write!(f, "{sign}{} ", self.currency)?;
        let digits = (magnitude / per_major).to_string();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && digits.len().saturating_sub(at) % 3 == 0 {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        match usize::try_from(self.currency.minor_digits()) {
            Ok(n_digits) if n_digits > 0 => write!(f, ".{:0n_digits$}", magnitude % per_major),
            _ => Ok(()),
        }
    }
}

/// How an amount names its currency.
#[derive(Clone, Copy)]
struct Tender {
    currency: Currency,
    certainty: Certainty,
    /// Of a major unit: 100 if the number counts cents
    divisor: u64,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
enum Certainty {
    /// "pounds" may be a weight: a second statement must say that they are money
    Hint,
    /// "$" and "dollars" are taken for US dollars unless something says otherwise
    Assumed,
    Explicit,
}

impl Tender {
    fn new(code: &str, certainty: Certainty) -> Option<Tender> {
        Some(Tender { currency: Currency::from_code(code)?, certainty, divisor: 1 })
    }

    /// The one currency that both may be
    fn agree(self, other: Tender) -> Option<Tender> {
        let (sure, unsure) = if self.certainty >= other.certainty { (self, other) } else { (other, self) };
        let is_same = sure.currency == unsure.currency
            || (unsure.certainty == Certainty::Assumed
                && unsure.currency.is_dollar()
                && sure.currency.is_dollar());
        is_same.then_some(Tender { divisor: self.divisor, ..sure })
    }
}

/// One statement of an amount
#[derive(Clone, Copy)]
struct Side {
    number: Number,
    tender: Option<Tender>,
}

/// An amount with its currency
pub(super) fn money(input: &str) -> Parsed<'_, Value> {
    let (rest, (first, side)) = consumed(side).parse(input)?;
    let (rest, tender, again) = restated(rest, first, side);
    let (rest, tender) = match tender {
        Some(it) => {
            // "ten thousand ($10,000) dollars"
            let repeated = map_opt(preceded(gap, tender_after), |again| it.agree(again));
            let (rest, repeated) = if again.is_some() { opt(repeated).parse(rest)? } else { (rest, None) };
            (rest, repeated.unwrap_or(it))
        }
        None => preceded(gap, tender_after).parse(rest)?,
    };
    if tender.certainty == Certainty::Hint {
        return fail();
    }
    let minor = |it: Side| {
        let divisor = it.tender.unwrap_or(tender).divisor;
        it.number.in_units(tender.currency.per_major().checked_div(divisor)?)
    };
    let Some(amount) = minor(side) else { return fail() };
    match again {
        Some((second, it)) if minor(it) != Some(amount) => Ok((rest, Clash { first, second }.into_value())),
        _ => Ok((rest, Value::Money(Money { minor: amount, currency: tender.currency }))),
    }
}

type Again<'a> = Option<(&'a str, Side)>;

/// The second statement in brackets, if there is one that is about the same amount
fn restated<'a>(rest: &'a str, first: &str, side: Side) -> (&'a str, Option<Tender>, Again<'a>) {
    if let (Some(tender), Ok((after, code))) = (side.tender, bracketed(tender_code).parse(rest))
        && let Some(tender) = tender.agree(code)
    {
        return (after, Some(tender), None);
    }
    let Ok((after, (second, again))) = bracketed(consumed(self::side)).parse(rest) else {
        return (rest, side.tender, None);
    };
    let tender = match (side.tender, again.tender) {
        (Some(a), Some(b)) => match a.agree(b) {
            Some(both) => Some(both),
            None => return (rest, side.tender, None),
        },
        (a, b) => a.or(b),
    };
    let footnote =
        again.tender.is_none() && in_digits(first) && in_digits(second) && side.number != again.number;
    if footnote { (rest, side.tender, None) } else { (after, tender, Some((second, again))) }
}

fn side(input: &str) -> Parsed<'_, Side> {
    if let Ok((rest, tender)) = tender_before(input) {
        let (rest, number) = amount_of(tender.currency)(rest)?;
        let again = map_opt(preceded(gap, tender_after), |again| tender.agree(again));
        let (rest, again) = opt(again).parse(rest)?;
        return Ok((rest, Side { number, tender: Some(again.unwrap_or(tender)) }));
    }
    let european =
        map_opt((european_figure, opt(number::scale_after), preceded(gap, tender_after)), |parts| {
            let ((number, is_certain), scale, tender) = parts;
            let number = number.times(scale.unwrap_or(1))?;
            (is_certain || tender.currency.has_european_digits())
                .then_some(Side { number, tender: Some(tender) })
        });
    alt((european, number_first)).parse(input)
}

/// "ten thousand and 50/100 dollars", "1.5 million USD", "one hundred dollars and fifty cents", "ten thousand"
fn number_first(input: &str) -> Parsed<'_, Side> {
    let (rest, number) = number::quantity(input)?;
    let (rest, factor) = opt(number::scale_after).parse(rest)?;
    let Some(number) = number.times(factor.unwrap_or(1)) else { return fail() };
    let (rest, part) = opt(number::hundredths).parse(rest)?;
    let Some(number) = number.plus(part.unwrap_or(Number::ZERO)) else { return fail() };
    let (rest, tender) = opt(preceded(gap, tender_after)).parse(rest)?;
    let cent = known(|it| matches!(it, "cent" | "cents").then_some(()));
    let cents = preceded((joint, keyword("and"), joint), terminated(number::cardinal, (joint, cent)));
    let (rest, cents) =
        if tender.is_some_and(|it| it.divisor == 1) { opt(cents).parse(rest)? } else { (rest, None) };
    let number = match cents {
        Some(cents) => Number::fraction(cents, 100).and_then(|it| number.plus(it)),
        None => Some(number),
    };
    done(rest, number.map(|number| Side { number, tender }))
}

/// The number after a currency: "1,500.00", "1.5 million", "10k", "ten thousand"
fn amount_of(currency: Currency) -> impl Fn(&str) -> Parsed<'_, Number> {
    move |input| {
        let european = european_figure(input).ok();
        let english = number::figure(Style::English)(input).ok();
        let (rest, number) = match (european, english) {
            (Some((rest, (number, is_certain))), english) if is_certain || currency.has_european_digits() => {
                match english {
                    Some((longer, figure)) if longer.len() < rest.len() => (longer, figure.number),
                    _ => (rest, number),
                }
            }
            (_, Some((rest, figure))) => (rest, figure.number),
            _ => number::quantity(input)?,
        };
        let (rest, factor) = opt(alt((number::scale_after, short_scale))).parse(rest)?;
        done(rest, number.times(factor.unwrap_or(1)))
    }
}

/// "1.500,00", "2.000", "1,50", and true if it can be read in no English way; not what both write alike
fn european_figure(input: &str) -> Parsed<'_, (Number, bool)> {
    let is_european = |it: &Figure| it.n_groups > 0 || it.n_decimals > 0;
    let (rest, figure) = verify(number::figure(Style::European), is_european).parse(input)?;
    let is_certain = figure.n_groups > 1 || (figure.n_groups > 0 && figure.n_decimals > 0);
    Ok((rest, (figure.number, is_certain)))
}

/// "k", "m", "mm", "bn", close behind the digits
fn short_scale(input: &str) -> Parsed<'_, u64> {
    known(|it| match it {
        "k" => Some(1_000),
        "m" | "mm" | "mn" | "mio" => Some(1_000_000),
        "b" | "bn" => Some(1_000_000_000),
        _ => None,
    })(input)
}

// Currencies before the number

fn tender_before(input: &str) -> Parsed<'_, Tender> {
    let by_letters =
        terminated(map_opt(letters, |it| code(it.as_str(), it.is_capitals())), opt((spaces, symbol)));
    let by_name = verify(tender_name, |it| it.certainty > Certainty::Hint && it.divisor == 1);
    terminated(alt((symbol, regional_dollar, by_letters, rupee, by_name)), gap).parse(input)
}

fn symbol(input: &str) -> Parsed<'_, Tender> {
    let sign = |it| match it {
        '$' | '＄' => Tender::new("USD", Certainty::Assumed),
        '€' => Tender::new("EUR", Certainty::Explicit),
        '£' => Tender::new("GBP", Certainty::Explicit),
        '¥' | '￥' => Tender::new("JPY", Certainty::Assumed),
        '₹' => Tender::new("INR", Certainty::Explicit),
        '₩' => Tender::new("KRW", Certainty::Explicit),
        '₽' => Tender::new("RUB", Certainty::Explicit),
        '₺' => Tender::new("TRY", Certainty::Explicit),
        '₪' => Tender::new("ILS", Certainty::Explicit),
        '₱' => Tender::new("PHP", Certainty::Explicit),
        '₫' => Tender::new("VND", Certainty::Explicit),
        '₦' => Tender::new("NGN", Certainty::Explicit),
        '₴' => Tender::new("UAH", Certainty::Explicit),
        '฿' => Tender::new("THB", Certainty::Explicit),
        _ => None,
    };
    map_opt(satisfy(|it| !it.is_alphanumeric()), sign).parse(input)
}

/// "US$", "U.S. $", "A$": a single letter is a region only if it is a capital and touches the sign
fn regional_dollar(input: &str) -> Parsed<'_, Tender> {
    let united_states =
        alt((tag_no_case("u.s."), tag_no_case("us"))).map(|_| Tender::new("USD", Certainty::Explicit));
    let apart = terminated(united_states, spaces);
    let touching = map_opt(letters, |it| {
        let code = match it.as_str() {
            "a" | "au" => "AUD",
            "c" | "ca" | "cdn" | "can" => "CAD",
            "nz" => "NZD",
            "hk" => "HKD",
            "s" | "sg" => "SGD",
            "nt" => "TWD",
            "r" => "BRL",
            "mx" => "MXN",
            _ => return None,
        };
        it.is_capitals().then(|| Tender::new(code, Certainty::Explicit))
    });
    map_opt(terminated(alt((apart, touching)), char('$')), |it| it).parse(input)
}

/// "Rs. 500"
fn rupee(input: &str) -> Parsed<'_, Tender> {
    let rs = (verify(letters, |it| it.as_str() == "rs"), opt(char('.')), peek((spaces, number::digits)));
    map_opt(rs, |_| Tender::new("INR", Certainty::Explicit)).parse(input)
}

/// The code in lower case, if it was written in capitals and is no common English word in a heading
fn code(word: &str, capitals: bool) -> Option<Tender> {
    if !capitals || matches!(word, "all" | "top") {
        return None;
    }
    if word == "rmb" {
        return Tender::new("CNY", Certainty::Explicit);
    }
    let lower = <[u8; 3]>::try_from(word.as_bytes()).ok()?;
    let upper = lower.map(|it| it.to_ascii_uppercase());
    Tender::new(std::str::from_utf8(&upper).ok()?, Certainty::Explicit)
}

// Currencies after the number

fn tender_after(input: &str) -> Parsed<'_, Tender> {
    let signed = terminated(alt((symbol, tender_code)), not((spaces, number::digits)));
    alt((signed, tender_name)).parse(input)
}

/// "USD", as a word
fn tender_code(input: &str) -> Parsed<'_, Tender> {
    map_opt(word, |it| code(it.as_str(), it.is_capitals())).parse(input)
}

/// "dollars", "US dollars", "pounds sterling", "Swiss francs"
fn tender_name(input: &str) -> Parsed<'_, Tender> {
    let mut united_states = alt((
        (tag_no_case("u.s."), opt((spaces, tag_no_case("dollars"), boundary))).map(|(_, it)| it.is_some()),
        (keyword("united"), joint, keyword("states")).map(|_| false),
    ));
    if let Ok((rest, has_noun)) = united_states.parse(input) {
        let dollar = known(|it| matches!(it, "dollar" | "dollars").then_some(()));
        let (rest, ()) =
            if has_noun { (rest, ()) } else { preceded((gap, opt(tag("'"))), dollar).parse(rest)? };
        return done(rest, Tender::new("USD", Certainty::Explicit));
    }
    let (rest, first) = word(input)?;
    let sure = |code| Tender::new(code, Certainty::Explicit);
    let tender = match first.as_str() {
        "dollar" | "dollars" => Tender::new("USD", Certainty::Assumed),
        "cent" | "cents" => {
            Some(Tender { currency: Currency::USD, certainty: Certainty::Assumed, divisor: 100 })
        }
        "euro" | "euros" => sure("EUR"),
        "sterling" => sure("GBP"),
        "yen" => sure("JPY"),
        "yuan" | "renminbi" => sure("CNY"),
        "rupee" | "rupees" => Tender::new("INR", Certainty::Assumed),
        "pound" | "pounds" => {
            let (after, sterling) = opt(preceded(joint, keyword("sterling"))).parse(rest)?;
            return match sterling {
                Some(_) => done(after, sure("GBP")),
                None => done(rest, Tender::new("GBP", Certainty::Hint)),
            };
        }
        region => return national(region, rest),
    };
    done(rest, tender)
}

/// "Canadian dollars", after its first word
fn national<'a>(region: &str, rest: &'a str) -> Parsed<'a, Tender> {
    let second = |expected| preceded(joint, keyword(expected)).parse(rest).map(|(rest, _)| rest);
    let (rest, region) = match region {
        "hong" => (second("kong")?, "hong kong"),
        "new" => (second("zealand")?, "new zealand"),
        _ => (rest, region),
    };
    let code = |noun: &str| {
        Some(match (region, noun) {
            ("us" | "american", "dollar" | "dollars") => "USD",
            ("canadian", "dollar" | "dollars") => "CAD",
            ("australian", "dollar" | "dollars") => "AUD",
            ("singapore", "dollar" | "dollars") => "SGD",
            ("hong kong", "dollar" | "dollars") => "HKD",
            ("new zealand", "dollar" | "dollars") => "NZD",
            ("british" | "uk", "pound" | "pounds") => "GBP",
            ("indian", "rupee" | "rupees") => "INR",
            ("japanese", "yen") => "JPY",
            ("chinese", "yuan" | "renminbi") => "CNY",
            ("swiss", "franc" | "francs") => "CHF",
            ("danish", "krone" | "kroner") => "DKK",
            ("norwegian", "krone" | "kroner") => "NOK",
            ("swedish", "krona" | "kronor") => "SEK",
            _ => return None,
        })
    };
    preceded(joint, known(|noun| Tender::new(code(noun)?, Certainty::Explicit))).parse(rest)
}

/// True if an amount could begin with this lower-case word
pub(super) fn may_start(word: &str) -> bool {
    let first = leading_letters(word);
    if first.is_empty() {
        return number::may_start(word) || symbol(word).is_ok();
    }
    if word.contains('$') || number::may_start(word) {
        return true;
    }
    match first {
        "us" | "u" | "united" | "american" | "canadian" | "australian" | "singapore" | "hong" | "new"
        | "british" | "uk" | "indian" | "japanese" | "chinese" | "swiss" | "danish" | "norwegian"
        | "swedish" | "dollar" | "dollars" | "yen" | "yuan" | "renminbi" | "rupee" | "sterling" | "euro"
        | "euros" | "rupees" | "rs" | "au" | "c" | "ca" | "cdn" | "can" | "nz" | "hk" | "s" | "sg" | "nt"
        | "r" | "mx" => true,
        _ => code(first, true).is_some(),
    }
}

/// An amount in one code of the rule language: "5000 USD", "USD 1,500.00", "-USD 20.00"
pub(super) fn literal(input: &str) -> Parsed<'_, Money> {
    let (rest, minus) = opt(char('-')).parse(input)?;
    let any_code = |input| map_opt(letters, |it| any_code(it.as_str(), it.is_capitals())).parse(input);
    let figure = |input| number::figure(Style::English)(input).map(|(rest, it)| (rest, it.number));
    let before = (terminated(any_code, spaces), figure).map(|(currency, number)| (number, currency));
    let after = (terminated(figure, spaces), any_code);
    let (rest, (number, currency)) = alt((before, after)).parse(rest)?;
    let (rest, ()) = no_digit(rest)?;
    let minor = number.in_units(currency.per_major());
    let minor = if minus.is_some() { minor.and_then(i64::checked_neg) } else { minor };
    done(rest, minor.map(|minor| Money { minor, currency }))
}

fn any_code(word: &str, capitals: bool) -> Option<Currency> {
    if capitals { Currency::from_code(&word.to_ascii_uppercase()) } else { None }
}

#[cfg(test)]
mod tests {
    use crate::value::{Type, Value, compare, literal, read};

    #[track_caller]
    fn check(input: &str, expected: &str) {
        let found = read(Type::Money, input)
            .map(|(value, used)| format!("{value}|{}", input.get(used..).unwrap_or("?")));
        assert_eq!(found.as_deref().unwrap_or("no"), expected, "{input:?}");
    }

    #[test]
    fn reads_amounts() {
        check("$1,500", "USD 1,500.00|");
        check("US$1,500.00 per", "USD 1,500.00| per");
        check("$ 1,500.", "USD 1,500.00|.");
        check("USD 1,500", "USD 1,500.00|");
        check("1,500 USD", "USD 1,500.00|");
        check("USD1,500", "USD 1,500.00|");
        check("1500$", "USD 1,500.00|");
        check("U.S. $500", "USD 500.00|");
        check("USD $500", "USD 500.00|");
        check("$1,500 USD", "USD 1,500.00|");
        check("$1,500 CAD", "CAD 1,500.00|");
        check("$500 (CAD)", "CAD 500.00|");
        check("£250", "GBP 250.00|");
        check("€1.500,00", "EUR 1,500.00|");
        check("EUR 2.000", "EUR 2,000.00|");
        check("2.000 EUR", "EUR 2,000.00|");
        check("1.500,50 €", "EUR 1,500.50|");
        check("€1,500", "EUR 1,500.00|");
        check("€1,50", "EUR 1.50|");
        check("€1.50", "EUR 1.50|");
        check("€1,500.25", "EUR 1,500.25|");
        check("CHF 1\u{2019}500", "CHF 1,500.00|");
        check("CAD 100", "CAD 100.00|");
        check("A$500", "AUD 500.00|");
        check("C$500", "CAD 500.00|");
        check("HK$500", "HKD 500.00|");
        check("¥50,000", "JPY 50,000|");
        check("₹1,00,000", "INR 100,000.00|");
        check("Rs. 500", "INR 500.00|");
        check("INR 5 lakh", "INR 500,000.00|");
        check("KWD 1.500", "KWD 1.500|");
        check("ten thousand dollars ($10,000)", "USD 10,000.00|");
        check("ten thousand ($10,000) dollars", "USD 10,000.00|");
        check("ten thousand (10,000) dollars", "USD 10,000.00|");
        check("Ten Thousand (US$10,000.00)", "USD 10,000.00|");
        check("one thousand five hundred US dollars (US$1,500)", "USD 1,500.00|");
        check("ten thousand dollars (A$10,000)", "AUD 10,000.00|");
        check("One Thousand Five Hundred and 00/100 Dollars ($1,500.00)", "USD 1,500.00|");
        check("one hundred dollars and fifty cents ($100.50)", "USD 100.50|");
        check("fifty cents ($0.50)", "USD 0.50|");
        check("US Dollars ten thousand", "USD 10,000.00|");
        check("ten Canadian dollars", "CAD 10.00|");
        check("$1.5 million", "USD 1,500,000.00|");
        check("$1.5M", "USD 1,500,000.00|");
        check("$10k", "USD 10,000.00|");
        check("£2bn", "GBP 2,000,000,000.00|");
        check("one and a half million dollars", "USD 1,500,000.00|");
        check("1.5 million euros", "EUR 1,500,000.00|");
        check("one million five hundred thousand dollars", "USD 1,500,000.00|");
        check("a hundred dollars", "USD 100.00|");
        check("five hundred pounds (£500)", "GBP 500.00|");
        check("500 pounds sterling", "GBP 500.00|");
        check("$10,000 (ten thousand dollars)", "USD 10,000.00|");
        check(
            "five thousand dollars ($6,000)",
            "unclear: words say five thousand dollars, digits say $6,000|",
        );
    }

    #[test]
    fn takes_one_amount() {
        check("$500 (€450)", "USD 500.00| (€450)");
        check("$500 (1)", "USD 500.00| (1)");
        check("$500 (the “Fee”)", "USD 500.00| (the “Fee”)");
        check("$500-$700", "USD 500.00|-$700");
        check("$500 and 30 days", "USD 500.00| and 30 days");
        check("$1,500, 20 days", "USD 1,500.00|, 20 days");
    }

    #[test]
    fn reads_nothing_else() {
        check("", "no");
        check("$", "no");
        check("500", "no");
        check("ten thousand", "no");
        check("50 pounds", "no");
        check("ALL 30", "no");
        check("the 30", "no");
        check("usd 30", "no");
        check("3 USD 500", "no");
        check("A $500", "no");
        check("$0.005", "no");
        check("$99999999999999999999", "no");
        check("XYZ 5", "no");
        check("20%", "no");
        check("new 30", "no");
        check("united", "no");
    }

    #[test]
    fn literals_take_any_code() {
        let display = |text| literal(Type::Money, text).map(|it| it.to_string());
        assert_eq!(display("5000 USD").as_deref(), Some("USD 5,000.00"));
        assert_eq!(display("ALL 30").as_deref(), Some("ALL 30.00"));
        assert_eq!(display("-USD 20.00").as_deref(), Some("-USD 20.00"));
        assert_eq!(display("5000 XYZ"), None);
        assert_eq!(display("5000"), None);
    }

    #[test]
    fn currencies_do_not_compare() {
        let value = |text| literal(Type::Money, text).expect("an amount");
        assert_eq!(compare(&value("5 USD"), &value("5 EUR")), None);
        assert_eq!(compare(&value("5 USD"), &value("$5.01")), Some(std::cmp::Ordering::Less));
        assert!(matches!(value("5 USD"), Value::Money(it) if it.minor == 500));
    }
}
