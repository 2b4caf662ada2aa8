//! The number at the head of a provision: "1.1(a)(iii)", "(iv)", "Article IV", "Schedule 1", bullets.

use nom::{
    IResult, Parser,
    branch::alt,
    bytes::complete::{tag_no_case, take_while, take_while_m_n},
    character::complete::{char, one_of, satisfy},
    combinator::{opt, recognize, verify},
    multi::{fold_many_m_n, many_m_n},
    sequence::{delimited, preceded, terminated},
};

/// What a label looks like; items of one list share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Style {
    /// "Exhibit A", "Schedule 1".
    Exhibit,
    /// "Article IV".
    Article,
    /// "4", "4.2", "Section 4.2.1": so many parts.
    Decimal(u8),
    /// "(1)", "1)".
    Counted(Paren),
    /// "First.", "SECOND:".
    Ordinal,
    /// "A.", "(A)".
    Upper(Paren),
    /// "a.", "(a)", "a)".
    Lower(Paren),
    /// "IV.", "(IV)".
    UpperRoman(Paren),
    /// "iv.", "(iv)".
    LowerRoman(Paren),
    /// A bullet of this character.
    Bullet(char),
    /// An unnumbered heading in capitals.
    Capitals,
    /// An unnumbered heading in title case.
    Title,
    /// A heading that the file calls one, at this level.
    Given(u8),
    /// A list item that the file calls one, at this level.
    Item(u8),
    /// A paragraph without number that leads in to a list.
    Plain,
}

/// What stands around a letter or number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Paren {
    /// "a."
    Stop,
    /// "a)"
    Right,
    /// "(a)"
    Both,
}

/// A label at the head of a block.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Label {
    /// Bytes up to the text that it numbers.
    pub(super) len: usize,
    /// As written, without closing punctuation; empty for a bullet.
    pub(super) number: String,
    /// Each step of "1.1(a)(iii)", outermost first: its style, and its rank among its like, from 1.
    /// A letter that may be a roman number has another reading, see [`other_reading`].
    pub(super) steps: Vec<(Style, u32)>,
    /// True of "Article", "Section", "Exhibit" and the like.
    pub(super) word: bool,
}

/// Emphasis marks before a label.
const MARKS: usize = 3;

/// The label that a text begins with, if any.
pub(super) fn label(text: &str) -> Option<Label> {
    let blank = text.len() - text.trim_start_matches(is_blank_or_mark).len();
    let body = text.get(blank..)?;
    let (mut rest, (mut number, mut steps, word)) = first(body)?;
    // "1.2 (a) Client shall"
    if steps.iter().all(|it| matches!(it.0, Style::Decimal(_)))
        && let Ok((after, (written, step))) = both(rest.trim_start())
        && after.starts_with(' ')
    {
        number = format!("{}{written}", number.trim_end_matches(['.', ':']));
        steps.push(step);
        rest = after;
    }
    // Emphasis marks and blanks between the label and its text belong to the label.
    let tail = rest.trim_start_matches(['*', '_']);
    let closed = tail.trim_start_matches(|it: char| it.is_whitespace() || it == '\u{A0}');
    let glued = closed.len() == rest.len() && !rest.is_empty();
    if glued && !number.is_empty() && !number.ends_with([')', '.']) {
        return None;
    }
    let closed = closed
        .strip_prefix("- ")
        .or_else(|| closed.strip_prefix("– "))
        .or_else(|| closed.strip_prefix("— "))
        .unwrap_or(closed);
    let closed = if word { closed.strip_prefix(": ").unwrap_or(closed).trim_start() } else { closed };
    number.truncate(number.trim_end_matches(['.', ':']).len());
    if !number.contains('(') {
        number.truncate(number.trim_end_matches(')').len());
    }
    Some(Label { len: text.len() - closed.len(), number, steps, word })
}

/// The outermost label of a text, by the reader that its first characters call for.
fn first(body: &str) -> Option<(&str, Found)> {
    let n_marks = body.bytes().take(MARKS).take_while(|it| *it == b'*').count();
    let unmarked = body.get(n_marks..)?;
    let read = match unmarked.bytes().next()? {
        b'0'..=b'9' | b'(' => numeral(body),
        b'a'..=b'z' | b'A'..=b'Z' => reader(unmarked)?(body),
        _ if unmarked.starts_with('§') => section(body),
        _ => bullet(body),
    };
    read.ok()
}

/// The reader of what begins with a letter. None for most lines of prose: they begin with a word that neither closes
/// like a letter or number nor is one that stands before a number.
fn reader(body: &str) -> Option<fn(&str) -> Read<'_>> {
    let n_letters = body.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (word, rest) = body.split_at_checked(n_letters)?;
    let is = |it: &&str| word.eq_ignore_ascii_case(it);
    // "SectionIV" is read like "Section IV": these words may go on.
    let begins = |it: &&str| word.get(..it.len()).is_some_and(|word| word.eq_ignore_ascii_case(it));
    let worded: Option<fn(&str) -> Read<'_>> = match word.bytes().next()?.to_ascii_lowercase() {
        b'a' if is(&"article") => Some(article),
        b'a' if ["annexure", "annex", "appendix", "attachment", "addendum"].iter().any(is) => Some(exhibit),
        b'c' if is(&"chapter") => Some(article),
        b'c' if begins(&"clause") => Some(section),
        b'e' if is(&"exhibit") => Some(exhibit),
        b'o' if is(&"o") && !rest.starts_with(['.', ')']) => Some(bullet),
        b'p' if is(&"part") => Some(article),
        b'p' if begins(&"paragraph") => Some(section),
        b'r' if is(&"rider") => Some(exhibit),
        b's' if is(&"schedule") => Some(exhibit),
        b's' if begins(&"section") || is(&"sec") => Some(section),
        b't' if is(&"title") => Some(article),
        _ => None,
    };
    let closed = || rest.starts_with(['.', ')', ':']).then_some(lettered as fn(&str) -> Read<'_>);
    worded.or_else(closed)
}

/// "A.", "iv)", "First."
fn lettered(text: &str) -> Read<'_> {
    alt((numeral, ordinal)).parse(text)
}

/// A blank between a word and its number.
fn is_gap(it: char) -> bool {
    matches!(it, ' ' | '\u{A0}' | '\t')
}

fn is_blank_or_mark(it: char) -> bool {
    it.is_whitespace() || matches!(it, '\u{A0}' | '_' | '#')
}

/// Number, steps, and whether a word such as "Section" stands before it.
type Found = (String, Vec<(Style, u32)>, bool);
type Read<'a> = IResult<&'a str, Found>;
type Steps<'a> = IResult<&'a str, (String, Vec<(Style, u32)>)>;

/// "Exhibit A", "SCHEDULE 1-B", "Annex II:".
fn exhibit(text: &str) -> Read<'_> {
    let (rest, (start, _)) = (marks, kind_of_exhibit).parse(text)?;
    let (rest, _) = take_while(is_gap).parse(rest)?;
    let (rest, _) = opt(one_of("\"“'#")).parse(rest)?;
    let (after, id) = verify(
        recognize((
            alt((
                recognize((
                    satisfy(|it| it.is_ascii_digit()),
                    take_while_m_n(0, 3, |it: char| it.is_ascii_digit()),
                )),
                verify(take_while_m_n(1, 5, |it: char| it.is_ascii_uppercase()), |it: &str| {
                    it.len() == 1 || roman(&it.to_ascii_lowercase()).is_some()
                }),
                recognize(verify(satisfy(|it| it.is_ascii_lowercase()), |_| false)),
            )),
            many_m_n(0, 3, (one_of("-.–"), take_while_m_n(1, 3, |it: char| it.is_ascii_alphanumeric()))),
        )),
        |it: &str| !it.is_empty(),
    )
    .parse(rest)?;
    let (after, _) = opt(one_of("\"”'")).parse(after)?;
    let (after, _) = opt(one_of(".:")).parse(after)?;
    // "Exhibit A is attached" refers; "Exhibit A to the Agreement" may be a title.
    let goes_on =
        after.starts_with(|it: char| it.is_alphanumeric() || matches!(it, ',' | ';' | ')' | '(' | '’'));
    let rest = after.trim_start();
    if goes_on || rest.starts_with(char::is_lowercase) && !rest.starts_with("to ") {
        return fail(text);
    }
    let kind =
        text.get(start.len()..).unwrap_or_default().split([' ', '\u{A0}', '\t']).next().unwrap_or_default();
    let rank = rank_of(id.trim_end_matches('.'));
    Ok((after, (format!("{kind} {id}"), vec![(Style::Exhibit, rank)], true)))
}

/// "Article IV", "PART 2", "Chapter 3".
fn article(text: &str) -> Read<'_> {
    let (rest, (start, word)) = (
        marks,
        alt((tag_no_case("article"), tag_no_case("part"), tag_no_case("chapter"), tag_no_case("title"))),
    )
        .parse(text)?;
    let (rest, _) = take_while_m_n(1, 4, is_gap).parse(rest)?;
    let (after, id) = take_while_m_n(1, 6, |it: char| it.is_ascii_alphanumeric()).parse(rest)?;
    let lower = id.to_ascii_lowercase();
    let Some(rank) = lower.parse().ok().or_else(|| roman(&lower)).or_else(|| cardinal(&lower)) else {
        return fail(text);
    };
    let (after, _) = take_while_m_n(0, 2, |it| matches!(it, '.' | ':')).parse(after)?;
    if after.starts_with(|it: char| it.is_alphanumeric() || it == '(' || it == ',') {
        return fail(text);
    }
    let kind = text.get(start.len()..start.len() + word.len()).unwrap_or_default();
    Ok((after, (format!("{kind} {id}"), vec![(Style::Article, rank)], true)))
}

/// "Section 4.2", "§ 3", "Clause 7(b)".
fn section(text: &str) -> Read<'_> {
    let words = (
        tag_no_case("section"),
        tag_no_case("sec."),
        tag_no_case("clause"),
        tag_no_case("§"),
        tag_no_case("paragraph"),
    );
    let (rest, (start, word)) = (marks, alt(words)).parse(text)?;
    let (rest, _) = take_while_m_n(0, 4, is_gap).parse(rest)?;
    let (after, (id, mut steps)) = alt((decimal, spelt)).parse(rest)?;
    let (after, more) = many_m_n(0, 4, both).parse(after)?;
    let (after, closing) = take_while_m_n(0, 2, |it| matches!(it, '.' | ':')).parse(after)?;
    // "Section 4.2 (Fees) of the Agreement" refers; "Section 4.2 (Fees)" may be a heading.
    let captioned = after.trim_start().strip_prefix('(').and_then(|it| it.split_once(')'));
    let rest = captioned.map_or(after, |it| it.1);
    if after.starts_with(|it: char| it.is_alphanumeric() || it == ',')
        || closing.is_empty() && rest.trim_start().starts_with(char::is_lowercase)
    {
        return fail(text);
    }
    let mut number = format!("{} {id}", text.get(start.len()..start.len() + word.len()).unwrap_or_default());
    for (written, step) in more {
        number.push_str(&written);
        steps.push(step);
    }
    Ok((after, (number, steps, true)))
}

/// "First. The Client …", "SECOND: …"; "First, …" is no label.
fn ordinal(text: &str) -> Read<'_> {
    const NAMES: [&str; 20] = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
    ];
    let (rest, _) = marks(text)?;
    let (after, id) = take_while_m_n(5, 11, |it: char| it.is_ascii_alphabetic()).parse(rest)?;
    let (after, close) = one_of(".:").parse(after)?;
    let lower = id.to_ascii_lowercase();
    let rank = NAMES.iter().position(|it| *it == lower);
    let next = after.trim_start_matches(['*', '_']);
    match rank {
        Some(rank)
            if id.starts_with(|it: char| it.is_ascii_uppercase())
                && next.starts_with([' ', '\t', '\u{A0}', '\n']) =>
        {
            Ok((after, (format!("{id}{close}"), vec![(Style::Ordinal, rank as u32 + 1)], false)))
        }
        _ => fail(text),
    }
}

/// "1.", "1.1", "1.1(a)(iii)", "(a)", "iv)", "A."
fn numeral(text: &str) -> Read<'_> {
    let (text, _) = marks(text)?;
    alt((numeral_decimal, numeral_both, numeral_open)).parse(text)
}

fn numeral_decimal(text: &str) -> Read<'_> {
    let (after, (mut number, mut steps)) = decimal(text)?;
    let (after, more) = many_m_n(0, 4, both).parse(after)?;
    let bare = more.is_empty() && steps.first().is_some_and(|it| it.0 == Style::Decimal(1));
    for (written, step) in more {
        number.push_str(&written);
        steps.push(step);
    }
    if bare {
        // "4" alone numbers nothing: "30 days", "2020".
        if let Some(rest) = after.strip_prefix(')') {
            let rank = steps.first().map_or(1, |it| it.1);
            return Ok((rest, (number, vec![(Style::Counted(Paren::Right), rank)], false)));
        }
        let closed = after.strip_prefix(['.', ':']);
        let far = after.starts_with('\t') || after.starts_with("  ");
        let Some(rest) = closed.or(far.then_some(after)) else { return fail(text) };
        if rest.starts_with(|it: char| it.is_ascii_digit() || it.is_lowercase()) || number.len() > 3 {
            return fail(text);
        }
        number.push('.');
        return Ok((rest, (number, steps, false)));
    }
    let (after, _) = take_while_m_n(0, 2, |it| matches!(it, '.' | ':' | ')')).parse(after)?;
    if after.starts_with(|it: char| it.is_alphanumeric() || matches!(it, ',' | '%' | '/')) {
        return fail(text);
    }
    Ok((after, (number, steps, false)))
}

fn numeral_both(text: &str) -> Read<'_> {
    let (after, more) = many_m_n(1, 4, both).parse(text)?;
    let (after, _) = opt(one_of(".:")).parse(after)?;
    if after.starts_with([',', ';', ')']) {
        return fail(text);
    }
    let number = more.iter().map(|it| it.0.as_str()).collect();
    Ok((after, (number, more.into_iter().map(|it| it.1).collect(), false)))
}

fn numeral_open(text: &str) -> Read<'_> {
    let (after, id) = take_while_m_n(1, 5, |it: char| it.is_ascii_alphabetic()).parse(text)?;
    let (after, close) = one_of(".)").parse(after)?;
    let paren = if close == ')' { Paren::Right } else { Paren::Stop };
    if close == '.' && !after.starts_with([' ', '\t', '\u{A0}', '*', '_']) && !after.is_empty() {
        return fail(text);
    }
    let Some(step) = step(id, paren) else { return fail(text) };
    // "I. Smith" and "v. Jones" are names; a roman "I." is followed by a title.
    Ok((after, (format!("{id}{close}"), vec![step], false)))
}

fn bullet(text: &str) -> Read<'_> {
    let (after, mark) = one_of("•●○▪■◦·‣⁃➢✓*-–—o\u{F0B7}\u{F0A7}").parse(text)?;
    let (after, _) = take_while_m_n(1, 8, is_gap).parse(after)?;
    if mark == 'o' && !text.starts_with("o\t") && !text.starts_with("o  ") {
        return fail(text);
    }
    Ok((after, (String::new(), vec![(Style::Bullet(mark), 0)], false)))
}

/// "4.2.1" and what it ranks: by its last part.
fn decimal(text: &str) -> Steps<'_> {
    let digits = |it| take_while_m_n(1, 3, |it: char| it.is_ascii_digit()).parse(it);
    let part = preceded(char('.'), digits);
    let parts = fold_many_m_n(0, 4, part, || (), |(), _| ());
    let (after, number) = recognize((digits, parts)).parse(text)?;
    let parts = number.split('.').count() as u8;
    let rank = number.rsplit('.').next().and_then(|it| it.parse().ok()).unwrap_or(0);
    Ok((after, (number.to_owned(), vec![(Style::Decimal(parts), rank)])))
}

/// "IV" and "ONE" behind "Section".
fn spelt(text: &str) -> Steps<'_> {
    let (after, id) = take_while_m_n(1, 6, |it: char| it.is_ascii_alphabetic()).parse(text)?;
    let lower = id.to_ascii_lowercase();
    let upper = id.bytes().all(|it| it.is_ascii_uppercase());
    match cardinal(&lower).or_else(|| roman(&lower).filter(|_| upper)) {
        Some(rank) => Ok((after, (id.to_owned(), vec![(Style::Decimal(1), rank)]))),
        None => fail(text),
    }
}

fn both(text: &str) -> IResult<&str, (String, (Style, u32))> {
    let (after, id) = delimited(
        char('('),
        delimited(
            take_while(|it| it == ' '),
            take_while_m_n(1, 5, |it: char| it.is_ascii_alphanumeric()),
            take_while(|it| it == ' '),
        ),
        char(')'),
    )
    .parse(text)?;
    match step(id, Paren::Both) {
        Some(step) => Ok((after, (format!("({id})"), step))),
        None => fail(text),
    }
}

/// Style and rank of "a", "iv", "B", "12"; a letter that could be either is read as a letter, except i, v and x.
pub(super) fn step(id: &str, paren: Paren) -> Option<(Style, u32)> {
    if let Ok(rank) = id.parse() {
        return (id.len() <= 2).then_some((Style::Counted(paren), rank));
    }
    let lower = id.to_ascii_lowercase();
    let upper = id.bytes().all(|it| it.is_ascii_uppercase());
    if !upper && id != lower {
        return None;
    }
    let as_letter = letter(&lower);
    let as_roman = roman(&lower);
    match (as_letter, as_roman) {
        (_, Some(rank)) if matches!(lower.as_str(), "i" | "ii" | "v" | "x" | "xx") || as_letter.is_none() => {
            Some((if upper { Style::UpperRoman(paren) } else { Style::LowerRoman(paren) }, rank))
        }
        (Some(rank), _) => Some((if upper { Style::Upper(paren) } else { Style::Lower(paren) }, rank)),
        _ => None,
    }
}

/// The other readings of a step: "(i)" may be the letter after "(h)", "(c)" the roman hundred.
pub(super) fn other_reading(step: (Style, u32)) -> Option<(Style, u32)> {
    let (style, rank) = step;
    match style {
        Style::LowerRoman(paren) => roman_letter(rank).map(|it| (Style::Lower(paren), it)),
        Style::UpperRoman(paren) => roman_letter(rank).map(|it| (Style::Upper(paren), it)),
        _ => None,
    }
}

fn roman_letter(rank: u32) -> Option<u32> {
    match rank {
        1 => Some(9),
        2 => Some(35),
        5 => Some(22),
        10 => Some(24),
        20 => Some(50),
        _ => None,
    }
}

/// "a" is 1, "z" 26, "aa" 27, "bb" 28.
fn letter(lower: &str) -> Option<u32> {
    let mut bytes = lower.bytes();
    let first = bytes.next().filter(u8::is_ascii_lowercase)?;
    if lower.len() > 2 || !bytes.all(|it| it == first) {
        return None;
    }
    Some(u32::from(first - b'a') + 1 + if lower.len() == 2 { 26 } else { 0 })
}

/// Value of a lower-case roman number up to 39.
pub(super) fn roman(lower: &str) -> Option<u32> {
    let tens = lower.bytes().take_while(|it| *it == b'x').count();
    let ones = match lower.get(tens..)? {
        "" => 0,
        "i" => 1,
        "ii" => 2,
        "iii" => 3,
        "iv" => 4,
        "v" => 5,
        "vi" => 6,
        "vii" => 7,
        "viii" => 8,
        "ix" => 9,
        _ => return None,
    };
    let value = tens as u32 * 10 + ones;
    (tens <= 3 && value > 0).then_some(value)
}

pub(super) fn cardinal(lower: &str) -> Option<u32> {
    let names =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    names.iter().position(|it| *it == lower).map(|it| it as u32 + 1)
}

fn rank_of(id: &str) -> u32 {
    let lower = id.to_ascii_lowercase();
    lower.parse().ok().or_else(|| letter(&lower)).or_else(|| roman(&lower)).unwrap_or(0)
}

fn kind_of_exhibit(text: &str) -> IResult<&str, &str> {
    let kinds = (
        tag_no_case("exhibit"),
        tag_no_case("schedule"),
        tag_no_case("annexure"),
        tag_no_case("annex"),
        tag_no_case("appendix"),
        tag_no_case("attachment"),
        tag_no_case("addendum"),
        tag_no_case("rider"),
    );
    terminated(alt(kinds), verify(one_of(" \u{A0}\t"), |_| true)).parse(text)
}

/// Emphasis marks of Markdown before a label.
fn marks(text: &str) -> IResult<&str, &str> {
    take_while_m_n(0, MARKS, |it| it == '*').parse(text)
}

fn fail<T>(text: &str) -> IResult<&str, T> {
    Err(nom::Err::Error(nom::error::Error::new(text, nom::error::ErrorKind::Verify)))
}
