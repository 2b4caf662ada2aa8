//! References to provisions: "Section 7.2(a)", "clause 4", "Article IV", "§ 12".

use std::cmp::Ordering;

use nom::branch::alt;
use nom::bytes::complete::{tag_no_case, take_while_m_n};
use nom::character::complete::{char, multispace0, multispace1};
use nom::combinator::{opt, recognize, verify};
use nom::multi::many0_count;
use nom::sequence::{delimited, preceded};
use nom::{IResult, Parser};

use super::Value;
use super::text::Parsed;

/// A word or sign for a provision, and its number; the value is the number: `7.2(a)`.
pub(super) fn section(input: &str) -> Parsed<'_, Value> {
    let (rest, _) = alt((
        recognize((char('§'), opt(char('§')), multispace0)),
        recognize((
            alt((
                tag_no_case("subsection"),
                tag_no_case("section"),
                tag_no_case("sect."),
                tag_no_case("sec."),
                tag_no_case("clause"),
                tag_no_case("article"),
                tag_no_case("art."),
                tag_no_case("paragraph"),
            )),
            multispace1,
        )),
    ))
    .parse(input)?;
    let (rest, number) = number(rest)?;
    Ok((rest, Value::Section(number.to_owned())))
}

/// A number alone, as the rule language writes it.
pub(super) fn literal(input: &str) -> Option<Value> {
    match number(input) {
        Ok(("", number)) => Some(Value::Section(number.to_owned())),
        _ => None,
    }
}

/// True if a reference could begin with this normalised word, or just before it with "§".
pub(super) fn may_start(word: &str) -> bool {
    matches!(word, "section" | "subsection" | "sect" | "sec" | "clause" | "article" | "art" | "paragraph")
        || word.starts_with(|it: char| it.is_ascii_digit())
}

/// `7`, `7.2`, `7.2(a)(iii)`, `IV`.
fn number(input: &str) -> Parsed<'_, &str> {
    let digits = |it| take_while_m_n(1, 4, |it: char| it.is_ascii_digit()).parse(it);
    let roman =
        verify(take_while_m_n(1, 6, |it| matches!(it, 'I' | 'V' | 'X' | 'L')), |it: &str| !it.is_empty());
    let item = |it| -> IResult<&str, &str, ()> {
        delimited(char('('), take_while_m_n(1, 5, |it: char| it.is_ascii_alphanumeric()), char(')')).parse(it)
    };
    recognize((
        alt((recognize((digits, many0_count(preceded(char('.'), digits)))), roman)),
        many0_count(item),
    ))
    .parse(input)
}

/// By the parts of their numbers, digits by value: 7.2 comes before 7.10.
pub(super) fn compare(a: &str, b: &str) -> Ordering {
    let parts = |it: &str| -> Vec<(Option<u32>, String)> {
        let parts = it.split(['.', '(', ')']).filter(|it| !it.is_empty());
        parts.map(|it| (it.parse().ok(), it.to_owned())).collect()
    };
    parts(a).cmp(&parts(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read() {
        let check = |text: &str, expected: &str, rest: &str| {
            assert_eq!(section(text), Ok((rest, Value::Section(expected.to_owned()))), "{text}");
        };
        check("Section 7.2(a)(iii) of", "7.2(a)(iii)", " of");
        check("clause 4.", "4", ".");
        check("§ 12", "12", "");
        check("Article IV and", "IV", " and");
        assert!(section("section of the").is_err());
        assert!(section("7.2").is_err());
        assert_eq!(literal("7.2"), Some(Value::Section("7.2".to_owned())));
    }

    #[test]
    fn parts_are_compared_by_value() {
        assert_eq!(compare("7.2", "7.10"), Ordering::Less);
        assert_eq!(compare("7", "7(a)"), Ordering::Less);
        assert_eq!(compare("4(b)", "4(b)"), Ordering::Equal);
    }
}
