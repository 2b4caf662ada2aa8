//! How a text names a provision: the word, the numbers behind it, and what they are a part of.

use nom::{
    IResult, Parser,
    branch::alt,
    bytes::complete::{tag, tag_no_case, take_while_m_n},
    character::complete::{char, multispace0, multispace1, satisfy},
    combinator::{not, opt, peek, recognize, verify},
    multi::{many_m_n, many0_count},
    sequence::{delimited, preceded, terminated},
};

use super::attachment;

/// Numbers that one word such as "Sections" may have.
const LIST: usize = 24;
/// A word that begins a reference, in the singular; whether several numbers may follow.
pub(super) fn kind(norm: &str) -> Option<(&'static str, bool)> {
    Some(match norm {
        "section" | "sec" | "sect" => ("Section", false),
        "sections" | "secs" => ("Section", true),
        "subsection" => ("Subsection", false),
        "subsections" => ("Subsection", true),
        "clause" | "cl" => ("Clause", false),
        "clauses" | "cls" => ("Clause", true),
        "subclause" => ("Subclause", false),
        "subclauses" => ("Subclause", true),
        "article" | "art" => ("Article", false),
        "articles" | "arts" => ("Article", true),
        "paragraph" | "para" => ("Paragraph", false),
        "paragraphs" | "paras" => ("Paragraph", true),
        "subparagraph" => ("Subparagraph", false),
        "subparagraphs" => ("Subparagraph", true),
        _ => return attachment::kind(norm),
    })
}

/// Does a word for a provision name something attached?
pub(super) fn attached(kind: &str) -> bool {
    attachment::kind(&kind.to_lowercase()).is_some()
}

/// A number behind "Section": its bytes, and its id with the part that it shares with the one before it.
pub(super) struct Number {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) id: String,
    pub(super) bare: bool,
}

/// "3 and 4", "7.2(a), (b) and (c)"; offsets count from the start of `text`.
pub(super) fn list(text: &str, plural: bool) -> Vec<Number> {
    let mut numbers: Vec<Number> = Vec::new();
    let mut rest = text;
    while numbers.len() < LIST {
        let Ok((after, written)) = id(rest) else { break };
        let start = text.len() - rest.len();
        let end = text.len() - after.len();
        let bare = written.starts_with('(');
        let full = match numbers.last() {
            Some(previous) if bare && !previous.id.starts_with('(') => {
                format!("{}{written}", previous.id.split('(').next().unwrap_or_default())
            }
            _ => written.trim_end_matches('.').to_owned(),
        };
        // "Section 3 or 30 days": only a number of parts goes on after the singular.
        if !numbers.is_empty() && !plural && !full.contains(['.', '(']) {
            break;
        }
        numbers.push(Number { start, end, id: full, bare });
        let Ok((next, _)) = joint(after) else { break };
        rest = next;
    }
    numbers
}

type Read<'a> = IResult<&'a str, &'a str>;

pub(super) fn blanks(text: &str) -> IResult<&str, ()> {
    let (rest, _) = (opt(char('.')), alt((multispace1, tag("\u{A0}")))).parse(text)?;
    let (rest, _) = many0_count(alt((multispace1, tag("\u{A0}")))).parse(rest)?;
    let (rest, _) = opt((opt(tag("No.")), multispace0)).parse(rest)?;
    let (rest, _) = many0_count(alt((tag("§"), tag("#"), tag("“"), tag("\"")))).parse(rest)?;
    Ok((rest.trim_start(), ()))
}

fn joint(text: &str) -> Read<'_> {
    recognize((
        multispace0,
        alt((
            recognize((char(','), multispace1, opt(terminated(alt((tag("and"), tag("or"))), multispace1)))),
            recognize((
                alt((
                    tag_no_case("and/or"),
                    tag_no_case("and"),
                    tag_no_case("or"),
                    tag_no_case("through"),
                    tag_no_case("to"),
                )),
                multispace1,
            )),
            recognize((alt((tag("–"), tag("-"), tag("&"), tag("/"))), multispace0)),
        )),
        opt((alt((tag("§"), tag("§§"))), multispace0)),
    ))
    .parse(text)
}

/// `7`, `7.2`, `7A`, `7.2(a)(iii)`, `IV`, `A`, `A-1`, `(b)`.
fn id(text: &str) -> Read<'_> {
    let digits = |it| take_while_m_n(1, 4, |it: char| it.is_ascii_digit()).parse(it);
    let item = |it| -> Read<'_> {
        recognize(delimited(
            char('('),
            take_while_m_n(1, 5, |it: char| it.is_ascii_alphanumeric()),
            char(')'),
        ))
        .parse(it)
    };
    let decimal = |it| -> Read<'_> {
        recognize((
            digits,
            many0_count(preceded(
                char('.'),
                alt((
                    recognize(digits),
                    recognize((
                        satisfy(|it| it.is_ascii_alphabetic()),
                        not(peek(satisfy(|it: char| it.is_alphanumeric()))),
                    )),
                )),
            )),
            opt((
                satisfy(|it: char| it.is_ascii_uppercase()),
                not(peek(satisfy(|it: char| it.is_alphanumeric()))),
            )),
        ))
        .parse(it)
    };
    let letters = |it| -> Read<'_> {
        recognize((
            verify(take_while_m_n(1, 6, |it: char| it.is_ascii_uppercase()), |it: &str| {
                it.len() == 1 || it.bytes().all(|it| matches!(it, b'I' | b'V' | b'X' | b'L'))
            }),
            opt((alt((char('-'), char('.'))), digits)),
            opt(digits),
        ))
        .parse(it)
    };
    let (rest, found) =
        alt((recognize((alt((decimal, letters)), many0_count(item))), recognize(many_m_n(1, 4, item))))
            .parse(text)?;
    // "Section 5% of", "Section Aside", "Article 1,000"
    let (_, ()) = not(peek(satisfy(|it: char| it.is_alphanumeric() || it == '%'))).parse(rest)?;
    Ok((rest, found))
}

/// "of this Clause", "of Section 7", "of Exhibit A" behind a number.
pub(super) struct Scope {
    pub(super) kind: &'static str,
    /// Empty for "this Clause".
    pub(super) number: String,
    pub(super) len: usize,
}

pub(super) fn scope(after: &str) -> Option<Scope> {
    let rest = after.trim_start();
    let rest =
        rest.strip_prefix("of ").or_else(|| rest.strip_prefix("in ")).or_else(|| rest.strip_prefix("to "))?;
    let (rest, this) = match rest.trim_start().strip_prefix("this ") {
        Some(rest) => (rest, true),
        None => (rest.trim_start().strip_prefix("the ").unwrap_or(rest.trim_start()), false),
    };
    let word: String = rest.chars().take_while(|it| it.is_alphabetic()).take(16).collect();
    let (name, _) = kind(&word.to_lowercase())?;
    let tail = rest.get(word.len()..)?;
    let number = blanks(tail).ok().and_then(|(rest, ())| id(rest).ok());
    match number {
        Some((left, number)) => {
            Some(Scope { kind: name, number: number.to_owned(), len: after.len() - left.len() })
        }
        None if this => Some(Scope { kind: name, number: String::new(), len: after.len() - tail.len() }),
        None => None,
    }
}
