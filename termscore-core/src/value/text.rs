//! Words, gaps and brackets of raw contract text: what every value reader is made of.
//!
//! Raw means as extracted: any case, non-breaking spaces, line breaks, soft hyphens and typographic dashes. Nothing
//! here allocates, and nothing fails with more than `()`, because nearly every attempt to read a value fails.

use nom::bytes::complete::take_while;
use nom::character::complete::{one_of, satisfy};
use nom::combinator::{not, opt, verify};
use nom::sequence::{delimited, preceded, terminated};
use nom::{IResult, Parser};

/// Result of a reader; the error carries nothing.
pub(super) type Parsed<'a, T> = IResult<&'a str, T, ()>;

/// Longer words are in no table ("indefinitely" has 12 letters).
const LONGEST: usize = 14;

const SOFT_HYPHEN: char = '\u{ad}';

/// A run of ASCII letters in lower case; empty if it is longer than any word that a table knows.
#[derive(Clone, Copy)]
pub(super) struct Word {
    letters: [u8; LONGEST],
    len: usize,
    capitals: bool,
}

impl Word {
    pub(super) fn as_str(&self) -> &str {
        self.letters.get(..self.len).and_then(|it| std::str::from_utf8(it).ok()).unwrap_or_default()
    }

    /// True if every letter was a capital
    pub(super) fn is_capitals(&self) -> bool {
        self.capitals
    }
}

pub(super) fn fail<'a, T>() -> Parsed<'a, T> {
    Err(nom::Err::Error(()))
}

/// `Some` as success, `None` as failure
pub(super) fn done<T>(rest: &str, value: Option<T>) -> Parsed<'_, T> {
    match value {
        Some(value) => Ok((rest, value)),
        None => fail(),
    }
}

/// Letters up to the first character that is none, whatever that is: "usd" of "USD1,500"
pub(super) fn letters(input: &str) -> Parsed<'_, Word> {
    let mut word = Word { letters: [0; LONGEST], len: 0, capitals: true };
    let mut n_letters = 0;
    let mut end = 0;
    for (at, char) in input.char_indices() {
        if char == SOFT_HYPHEN && end > 0 {
            continue;
        }
        let Ok(byte) = u8::try_from(char) else { break };
        if !byte.is_ascii_alphabetic() {
            break;
        }
        if let Some(place) = word.letters.get_mut(n_letters) {
            *place = byte.to_ascii_lowercase();
        }
        word.capitals &= byte.is_ascii_uppercase();
        n_letters += 1;
        end = at + 1;
    }
    word.len = if n_letters > LONGEST { 0 } else { n_letters };
    match input.get(end..) {
        Some(rest) if end > 0 => Ok((rest, word)),
        _ => fail(),
    }
}

/// Letters that no letter or digit follows
pub(super) fn word(input: &str) -> Parsed<'_, Word> {
    terminated(letters, boundary).parse(input)
}

/// The end of a word: what follows is neither letter nor digit
pub(super) fn boundary(input: &str) -> Parsed<'_, ()> {
    not(satisfy(char::is_alphanumeric)).parse(input)
}

/// Not a digit
pub(super) fn no_digit(input: &str) -> Parsed<'_, ()> {
    not(satisfy(|it| it.is_ascii_digit())).parse(input)
}

/// This very word, given in lower case
pub(super) fn keyword<'a>(expected: &'static str) -> impl Parser<&'a str, Output = Word, Error = ()> {
    verify(word, move |it: &Word| it.as_str() == expected)
}

/// A word that `table` knows
pub(super) fn known<'a, T>(table: impl Fn(&str) -> Option<T>) -> impl FnMut(&'a str) -> Parsed<'a, T> {
    move |input| {
        let (rest, word) = word(input)?;
        done(rest, table(word.as_str()))
    }
}

pub(super) fn is_space(char: char) -> bool {
    char.is_whitespace() || matches!(char, '\u{200b}' | '\u{2060}' | '\u{feff}')
}

pub(super) fn is_hyphen(char: char) -> bool {
    matches!(char, '-' | SOFT_HYPHEN | '\u{2010}'..='\u{2013}')
}

/// The ASCII letters that a normalised word begins with: "six" of "six-month"
pub(super) fn leading_letters(word: &str) -> &str {
    let end = word.bytes().take_while(u8::is_ascii_alphabetic).count();
    word.get(..end).unwrap_or_default()
}

/// What follows a figure and blanks, if that is another figure: "3 -" of "7 3 -", as tables and page numbers have them
pub(super) fn next_figure(input: &str) -> Option<&str> {
    let rest = input.trim_start_matches(|it: char| it.is_ascii_digit());
    let next = rest.trim_start_matches([' ', '\n']);
    let apart = rest.len() < input.len() && next.len() < rest.len();
    (apart && next.starts_with(|it: char| it.is_ascii_digit())).then_some(next)
}

/// White space, possibly none
pub(super) fn spaces(input: &str) -> Parsed<'_, ()> {
    take_while(is_space).map(drop).parse(input)
}

/// White space with at most one hyphen in it, possibly nothing: what stands between "30" and "days"
pub(super) fn gap(input: &str) -> Parsed<'_, ()> {
    (spaces, opt(satisfy(is_hyphen)), spaces).map(drop).parse(input)
}

/// A [`gap`] that is not empty: what stands between two words
pub(super) fn joint(input: &str) -> Parsed<'_, ()> {
    let (rest, ()) = gap(input)?;
    if rest.len() == input.len() { fail() } else { Ok((rest, ())) }
}

/// `inner` in round or square brackets, with the white space before and inside them
pub(super) fn bracketed<'a, T>(
    inner: impl Parser<&'a str, Output = T, Error = ()>,
) -> impl Parser<&'a str, Output = T, Error = ()> {
    delimited(preceded(spaces, (one_of("(["), spaces)), inner, (spaces, one_of(")]")))
}

/// `text` with every run of white space as one blank, for messages
pub(super) fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for part in text.split(is_space).filter(|it| !it.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(part);
    }
    line
}
