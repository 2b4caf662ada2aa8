//! References to provisions and exhibits of the document itself: "Section 7.2(a)", "Sections 3 and 4", "this Clause",
//! "paragraph (b) of this Clause", "Article IV", "Exhibit A", "the preceding paragraph".
//!
//! What names another law or agreement ("Section 101 of the Copyright Act", "17 U.S.C. § 101") is none.

use std::collections::BTreeMap;

use nom::{
    IResult, Parser,
    branch::alt,
    bytes::complete::{tag, tag_no_case, take_while_m_n},
    character::complete::{char, multispace0, multispace1, satisfy},
    combinator::{not, opt, peek, recognize, verify},
    multi::{many_m_n, many0_count},
    sequence::{delimited, preceded, terminated},
};

use super::{
    Document, Sentence, attachment,
    label::{cardinal, roman},
};
use crate::{Span, rule::Role};

/// Numbers that one word such as "Sections" may have.
const LIST: usize = 24;
/// Whole numbers from here on belong to statutes, unless the document has them: no contract counts so far.
const STATUTE: u32 = 100;

/// A place where the document refers to a part of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reference {
    /// Its words, such as `Section 7.2`; of a list, the first with the word, the others the number alone.
    pub span: Span,
    /// What it names: the word in the singular and the number, `Section 7.2(a)`; `this Section`.
    pub names: String,
    /// Index of the sentence that it stands in.
    pub sentence: usize,
    /// Index, in [`Document::outline`], of the innermost section that holds what it names.
    pub section: Option<usize>,
    /// What became of it.
    pub target: Target,
}

/// What a reference leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Target {
    /// The paragraph with this index: the provision itself, or its heading.
    Paragraph(usize),
    /// An exhibit that is not part of the document.
    NotSupplied,
    /// A provision that the document does not have.
    Missing,
}

/// In order of the text.
pub(super) fn references(document: &Document) -> Vec<Reference> {
    let index = Index::new(document);
    let mut found = Vec::new();
    for (at, sentence) in document.sentences.iter().enumerate() {
        if matches!(sentence.role, Role::Heading | Role::Contents | Role::Hidden | Role::Struck) {
            continue;
        }
        of_sentence(&index, at, sentence, &mut found);
    }
    found
}

/// References of some sentences, as if nothing of the document stood at or behind a byte.
pub(super) fn before(document: &Document, sentences: std::ops::Range<usize>, end: usize) -> Vec<Reference> {
    let index = Index::within(document, end);
    let mut found = Vec::new();
    for at in sentences {
        if let Some(sentence) = document.sentences.get(at) {
            of_sentence(&index, at, sentence, &mut found);
        }
    }
    found
}

/// True if what a person would cite for a provision is the name of a reference: `4.2` for "Section 4.2", `Schedule 1, 3`
/// for "Section 3 of Schedule 1".
pub(super) fn is_called(label: &str, names: &str) -> bool {
    let label = canonical(label);
    let number = names.split_once(" of ").map_or(names, |it| it.0);
    let number = canonical(number.trim());
    let bare = number.rsplit_once(' ').map_or(number.as_str(), |it| it.1);
    let inner = label.rsplit_once(", ").map_or(label.as_str(), |it| it.1);
    !bare.is_empty() && (label == number || inner == number || inner == bare)
}

/// A word that begins a reference, in the singular; whether several numbers may follow.
fn kind(norm: &str) -> Option<(&'static str, bool)> {
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
fn attached(kind: &str) -> bool {
    attachment::kind(&kind.to_lowercase()).is_some()
}

fn of_sentence(index: &Index<'_>, at: usize, sentence: &Sentence, found: &mut Vec<Reference>) {
    let document = index.document;
    let own = document.own_words(sentence);
    // Behind this byte nothing has been read yet.
    let mut done = sentence.span.start;
    for (place, word) in own.iter().enumerate() {
        let Some(here) = document.words.get(*word as usize) else { continue };
        let (start, end) = (here.start as usize, here.end as usize);
        if start < done {
            continue;
        }
        let norm = |back: usize| {
            place
                .checked_sub(back)
                .and_then(|it| own.get(it))
                .map(|it| document.norm(*it))
                .unwrap_or_default()
        };
        let head = document.text.get(sentence.span.start.max(done)..start).unwrap_or_default();
        let signed = head.trim_end();
        let sign = if signed.ends_with(['§', '¶']) {
            head.len() - signed.trim_end_matches(['§', '¶']).len()
        } else {
            0
        };
        let rest_from =
            |byte: usize| document.text.get(byte..sentence.span.end.max(byte)).unwrap_or_default();
        let (name, plural, from, numbers_at) = if sign > 0 {
            ("Section", head.trim_end().ends_with("§§"), start - sign, start)
        } else if let Some((name, plural)) = kind(document.norm(*word)) {
            let written = document.text.get(start..end).unwrap_or_default();
            // "the exhibit b" is none; "exhibits" that hang on a wall are none.
            if attached(name) && !written.starts_with(char::is_uppercase) && norm(1) != "this" {
                continue;
            }
            (name, plural, start, end)
        } else {
            continue;
        };
        let rest = rest_from(numbers_at);
        let lead = if sign > 0 { Ok((rest, ())) } else { blanks(rest) };
        let listed = lead.ok().map(|(rest, ())| (rest, list(rest, plural))).filter(|it| !it.1.is_empty());
        let Some((base, numbers)) = listed else {
            if let Some((words, target)) = pointed(index, sentence, name, norm(1), norm(2)) {
                let from =
                    own.get(place.saturating_sub(words)).and_then(|it| document.words.get(*it as usize));
                let from = from.map_or(start, |it| it.start as usize);
                let span = Span::new(from, end);
                let names = span.of(&document.text).split_whitespace().collect::<Vec<_>>().join(" ");
                found.push(index.reference(span, names, at, target));
                done = end;
            }
            continue;
        };
        let base = sentence.span.end - base.len();
        let last = numbers.last().map_or(0, |it| it.end);
        let after = rest_from(base + last);
        done = base + last;
        if outside(index, after, norm(1), name) {
            continue;
        }
        // "paragraph (b) of Section 7", "Section 3 of Exhibit A"
        let scope = scope(after);
        done += scope.as_ref().map_or(0, |it| it.len);
        let n_numbers = numbers.len();
        for (n, number) in numbers.into_iter().enumerate() {
            let from = if n == 0 { from } else { base + number.start };
            let to = if n + 1 == n_numbers { done } else { base + number.end };
            let span = Span::new(from, to.max(from));
            let whole = if number.bare { span } else { Span::new(from, base + number.end) };
            let target = index.find(name, &number.id, scope.as_ref(), sentence);
            let statute = number.id.parse::<u32>().is_ok_and(|it| it >= STATUTE)
                || number.id.len() > 3
                    && number.id.bytes().take(3).all(|it| it.is_ascii_digit())
                    && !attached(name);
            if target.is_none() && statute {
                continue;
            }
            let target = target.map_or(
                if attached(name) { Target::NotSupplied } else { Target::Missing },
                Target::Paragraph,
            );
            let names = match &scope {
                Some(scope) if !scope.number.is_empty() && number.id.starts_with('(') => {
                    format!("{} {}{}", scope.kind, scope.number, number.id)
                }
                Some(scope) if !scope.number.is_empty() => {
                    format!("{name} {} of {} {}", number.id, scope.kind, scope.number)
                }
                _ => format!("{name} {}", number.id),
            };
            let span = if scope.is_some() && n + 1 == n_numbers { span } else { whole };
            found.push(index.reference(span, names, at, target));
        }
    }
}

/// "this Section", "the preceding paragraph": words before the last one, and where it leads.
fn pointed(
    index: &Index<'_>,
    sentence: &Sentence,
    name: &'static str,
    before: &str,
    second: &str,
) -> Option<(usize, Target)> {
    let paragraph = sentence.paragraph as usize;
    let document = index.document;
    let here = |at: usize| document.paragraphs.get(at).map(|it| it.section);
    match before {
        "this" if attached(name) => {
            let path = document.section_path(here(paragraph)?);
            let exhibit = path.iter().filter_map(|it| document.sections.get(*it as usize));
            let exhibit =
                exhibit.into_iter().find(|it| it.number.to_lowercase().starts_with(&name.to_lowercase()))?;
            let place = document.sentences.get(exhibit.first_sentence as usize)?.paragraph;
            Some((1, Target::Paragraph(place as usize)))
        }
        "this" => Some((1, Target::Paragraph(index.own(paragraph, name)))),
        "preceding" | "previous" | "foregoing" | "following" | "next" | "succeeding" => {
            let forward = matches!(before, "following" | "next" | "succeeding");
            let steps = if second == "immediately" { 2 } else { 1 };
            let level = if matches!(name, "Section" | "Clause" | "Article") {
                let section = here(paragraph)?;
                let mut it: Box<dyn Iterator<Item = usize>> = if forward {
                    Box::new(paragraph + 1..document.paragraphs.len())
                } else {
                    Box::new((0..paragraph).rev())
                };
                // No further than a person would look.
                it.by_ref().take(200).find(|at| here(*at) != Some(section))
            } else if forward {
                Some(paragraph + 1).filter(|it| *it < document.paragraphs.len())
            } else {
                (0..paragraph).rev().take(20).find(|it| !index.heading(*it))
            };
            level.map(|it| (steps, Target::Paragraph(it)))
        }
        _ => None,
    }
}

/// "of this Clause", "of Section 7", "of Exhibit A" behind a number.
struct Scope {
    kind: &'static str,
    /// Empty for "this Clause".
    number: String,
    len: usize,
}

fn scope(after: &str) -> Option<Scope> {
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

/// Last words of the names of laws.
const LAW: [&str; 24] = [
    "act",
    "acts",
    "cfr",
    "code",
    "constitution",
    "convention",
    "decree",
    "directive",
    "form",
    "gdpr",
    "law",
    "laws",
    "order",
    "ordinance",
    "protocol",
    "regulation",
    "regulations",
    "rule",
    "rules",
    "statute",
    "statutes",
    "tfeu",
    "title",
    "treaty",
];

/// Last words of the names of agreements.
const AGREEMENT: [&str; 8] =
    ["agreement", "contract", "deed", "indenture", "lease", "license", "licence", "plan"];

/// True if a number belongs to a law or to another agreement.
fn outside(index: &Index<'_>, after: &str, before: &str, name: &str) -> bool {
    let law = |it: &str| LAW.binary_search(&it).is_ok();
    let lawful = law(before)
        || matches!(before, "u.s.c" | "c.f.r" | "usc" | "irc" | "reg" | "regs" | "stat" | "u.c.c" | "ucc");
    if lawful {
        return true;
    }
    let near: String = after.chars().take(160).collect();
    let tail = near.trim_start();
    // "Article 28 GDPR", "Section 101 Copyright Act"
    let first = tail.split(|it: char| !it.is_alphanumeric()).next().unwrap_or_default();
    let acronym = |it: &str| (3..=6).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_uppercase());
    if acronym(first)
        && kind(&first.to_lowercase()).is_none()
        && !matches!(first, "AND" | "SHALL" | "WILL" | "FOR")
        && LAW.binary_search(&first.to_lowercase().as_str()).is_ok()
    {
        return true;
    }
    let tail = tail.strip_prefix(',').map_or(tail, str::trim_start);
    let lower = tail.to_lowercase();
    let Some(named) =
        ["of ", "under ", "in "].iter().find_map(|it| lower.strip_prefix(it).and(tail.get(it.len()..)))
    else {
        return false;
    };
    let named = named.trim_start();
    if named.starts_with(|it: char| it.is_ascii_digit()) {
        return true;
    }
    let (article, named) =
        ["the said ", "the ", "that certain ", "said ", "such ", "any ", "an ", "a ", "that "]
            .iter()
            .find_map(|it| {
                let head = named.get(..it.len())?;
                head.eq_ignore_ascii_case(it).then(|| (*it, named.get(it.len()..).unwrap_or_default()))
            })
            .unwrap_or(("", named));
    // The capitalised words that name it, small words between them included.
    let mut run: Vec<String> = Vec::new();
    for word in named.split_whitespace().take(14) {
        let core = word.trim_matches(|it: char| !it.is_alphanumeric());
        let small = matches!(core, "of" | "and" | "for" | "the" | "on" | "in") && !run.is_empty();
        if !(core.starts_with(|it: char| it.is_uppercase() || it.is_ascii_digit() && !run.is_empty())
            || small)
        {
            break;
        }
        run.push(core.to_owned());
        if word.ends_with([',', ';', '.', ')']) && !word.ends_with("S.") {
            break;
        }
    }
    while run.last().is_some_and(|it| it.starts_with(char::is_lowercase)) {
        run.pop();
    }
    let lower: Vec<String> = run.iter().map(|it| it.to_lowercase()).collect();
    let Some(first) = lower.first() else { return false };
    if kind(first).is_some() {
        return false;
    }
    if lower.iter().any(|it| law(it) && !matches!(it.as_str(), "order" | "rules" | "form" | "title"))
        || matches!(lower.last().map(String::as_str), Some("rules" | "form"))
        || first == "title" && run.len() > 1
        || run.len() == 1
            && run.first().is_some_and(|it| acronym(it))
            && !attached(name)
            && !index.document.aliases.iter().any(|it| it.term == [first.as_str()])
    {
        return true;
    }
    let agreement = lower.iter().any(|it| AGREEMENT.contains(&it.as_str()));
    let other = run.len() > 1 || matches!(article, "that certain " | "any " | "such " | "a " | "an ");
    agreement && other && !index.is_title(&lower.join(" "))
}

/// A number behind "Section": its bytes, and its id with the part that it shares with the one before it.
struct Number {
    start: usize,
    end: usize,
    id: String,
    bare: bool,
}

/// "3 and 4", "7.2(a), (b) and (c)"; offsets count from the start of `text`.
fn list(text: &str, plural: bool) -> Vec<Number> {
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

fn blanks(text: &str) -> IResult<&str, ()> {
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

/// Where the numbers of a document are.
struct Index<'d> {
    document: &'d Document,
    /// Numbers as [`canonical`] writes them: the first paragraph that a person would cite so.
    places: BTreeMap<String, usize>,
    /// Places of "(a)" in the text, ascending.
    items: BTreeMap<String, Vec<usize>>,
    /// Titles of the document in lower case.
    titles: Vec<String>,
}

impl<'d> Index<'d> {
    fn new(document: &'d Document) -> Index<'d> {
        Index::within(document, usize::MAX)
    }

    /// Of what begins before a byte.
    fn within(document: &'d Document, end: usize) -> Index<'d> {
        let mut places = BTreeMap::new();
        let mut ranges: Vec<(String, usize)> = Vec::new();
        let n_paragraphs = document.paragraphs.partition_point(|it| it.span.start < end);
        for at in 0..n_paragraphs {
            let key = canonical(document.section_label(at as u32));
            if key.is_empty() {
                continue;
            }
            // "Article IV, 2" is also "2", where no other article has one.
            if let Some((outer, inner)) = key.split_once(", ")
                && outer.starts_with("article ")
            {
                ranges.push((inner.to_owned(), at));
            }
            // "4.2" shows that there is a 4.
            let mut outer = key.as_str();
            while let Some((above, _)) = outer.rsplit_once('.') {
                ranges.push((above.to_owned(), at));
                outer = above;
            }
            places.entry(key).or_insert(at);
        }
        for (at, paragraph) in document.paragraphs.iter().enumerate().take(n_paragraphs) {
            let key = canonical(&paragraph.number);
            if key.starts_with(|it: char| it.is_ascii_digit()) && key.contains('.') || attached_key(&key) {
                places.entry(key).or_insert(at);
            }
        }
        for section in document.sections.iter().filter(|it| it.span.start < end) {
            let mut words = section.heading.split_whitespace();
            if let (Some(word), Some(number)) = (words.next(), words.next())
                && kind(&word.to_lowercase()).is_some_and(|it| attached(it.0))
                && let Some(sentence) = document.sentences.get(section.first_sentence as usize)
            {
                let number = number.trim_matches(|it: char| !it.is_alphanumeric());
                places
                    .entry(format!("{} {number}", word.to_lowercase()).to_lowercase())
                    .or_insert(sentence.paragraph as usize);
            }
        }
        for (key, at) in ranges {
            places.entry(key).or_insert(at);
        }
        let mut items: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (open, _) in document.text.match_indices('(').take_while(|it| it.0 < end) {
            let rest = document.text.get(open + 1..).unwrap_or_default();
            let n = rest.bytes().take(6).take_while(u8::is_ascii_alphanumeric).count();
            // "(a)" in "paragraph (a)" and "7(a)" refers; it is not the item.
            let before = document.text.get(..open).unwrap_or_default();
            let apart =
                before.is_empty() || before.ends_with([' ', '\n', '\t', '\u{A0}', '(', ';', ':', ',', '—']);
            let from = before.char_indices().rev().nth(20).map_or(0, |it| it.0);
            let word = before.get(from..).unwrap_or_default().trim_end();
            let word = word.rsplit(|it: char| !it.is_alphanumeric()).next().unwrap_or_default();
            let refers = !before.ends_with('\n') && kind(&word.to_lowercase()).is_some();
            if n > 0 && apart && !refers && rest.as_bytes().get(n) == Some(&b')') {
                let item = rest.get(..n).unwrap_or_default().to_ascii_lowercase();
                items.entry(item).or_default().push(open);
            }
        }
        let titles = document.sentences.iter().take(8).filter(|it| it.role == Role::Heading);
        let titles = titles.map(|it| it.span.of(&document.text).to_lowercase()).collect();
        Index { document, places, items, titles }
    }

    fn reference(&self, span: Span, names: String, sentence: usize, target: Target) -> Reference {
        let section = match target {
            Target::Paragraph(it) => {
                self.document.paragraphs.get(it).and_then(|it| (it.section as usize).checked_sub(1))
            }
            _ => None,
        };
        Reference { span, names, sentence, section, target }
    }

    fn heading(&self, paragraph: usize) -> bool {
        let first = self.document.paragraphs.get(paragraph).map_or(0, |it| it.first_sentence);
        self.document.sentences.get(first as usize).is_some_and(|it| it.role == Role::Heading)
    }

    fn is_title(&self, name: &str) -> bool {
        self.titles.iter().any(|it| it.contains(name))
    }

    /// The paragraph that "this Section" or "this Article" means.
    fn own(&self, paragraph: usize, name: &str) -> usize {
        let label = self.document.section_label(paragraph as u32);
        let key = canonical(label);
        let cut = match name {
            "Article" => key.split([',', '.', '(']).next().unwrap_or_default(),
            "Section" | "Clause" => key.split('(').next().unwrap_or_default(),
            _ => return paragraph,
        };
        self.places.get(cut).copied().unwrap_or(paragraph)
    }

    /// The paragraph that a number means where it stands.
    fn find(&self, name: &str, number: &str, scope: Option<&Scope>, sentence: &Sentence) -> Option<usize> {
        let number = number.to_lowercase();
        let get = |key: &str| self.places.get(key).copied();
        if attached(name) {
            return get(&format!("{} {}", name.to_lowercase(), number));
        }
        let here = canonical(self.document.section_label(sentence.paragraph));
        match scope {
            Some(scope) if attached(scope.kind) && !scope.number.is_empty() => {
                let exhibit = format!("{} {}", scope.kind.to_lowercase(), scope.number.to_lowercase());
                return get(&format!("{exhibit}, {}", canonical(&number)))
                    .or_else(|| self.inline(&exhibit, &number))
                    // What is numbered otherwise there is still there.
                    .or_else(|| get(&exhibit));
            }
            Some(scope) if !scope.number.is_empty() && number.starts_with('(') => {
                return self.number(&format!("{}{number}", scope.number.to_lowercase()), scope.kind, &here);
            }
            _ => {}
        }
        if number.starts_with('(') {
            return self.relative(&number, &here, sentence);
        }
        self.number(&number, name, &here)
    }

    fn number(&self, number: &str, name: &str, here: &str) -> Option<usize> {
        let get = |key: &str| self.places.get(key).copied();
        let plain = canonical(number);
        let bare = plain.split('(').next().unwrap_or_default();
        let value = bare.parse().ok().or_else(|| roman(bare));
        let mut keys: Vec<String> = Vec::new();
        // In an exhibit or article, its own numbers come first.
        if let Some((outer, _)) = here.split_once(", ") {
            keys.push(format!("{outer}, {plain}"));
        } else if attached_key(here) {
            keys.push(format!("{here}, {plain}"));
        }
        let article = value.map(|it| format!("article {it}{}", plain.get(bare.len()..).unwrap_or_default()));
        if name == "Article" {
            keys.extend(article.clone());
        }
        keys.push(plain.clone());
        // "3B" is "3(B)", where sections count so.
        if let Some(above) = plain.strip_suffix(|it: char| it.is_ascii_lowercase())
            && above.ends_with(|it: char| it.is_ascii_digit())
        {
            keys.push(format!("{above}({})", plain.get(above.len()..).unwrap_or_default()));
        }
        keys.extend(value.map(|it| format!("{it}{}", plain.get(bare.len()..).unwrap_or_default())));
        keys.extend(article);
        if let Some(found) = keys.iter().find_map(|it| get(it)) {
            return Some(found);
        }
        // "5(a)": "(a)" may stand inside the text of 5.
        keys.iter().find_map(|key| {
            let (outer, last) = key.rsplit_once('(')?;
            self.inline(outer, &format!("({last}"))
                .or_else(|| outer.rsplit_once('(').and_then(|it| self.inline(it.0, &format!("({last}"))))
        })
    }

    /// "(b)" seen from a paragraph: an item of a provision that holds it, innermost first.
    fn relative(&self, item: &str, here: &str, sentence: &Sentence) -> Option<usize> {
        let mut outer = here;
        for _ in 0..6 {
            let keys = [format!("{outer}{item}"), format!("{outer}, {item}")];
            if let Some(found) = keys.iter().find_map(|it| self.places.get(it)) {
                return Some(*found);
            }
            if let Some(found) = self.inline(outer, item) {
                return Some(found);
            }
            outer = match outer.rsplit_once('(') {
                Some((above, _)) => above,
                None => match outer.rsplit_once('.') {
                    Some((above, _)) => above,
                    None => break,
                },
            };
        }
        let paragraph = self.document.paragraphs.get(sentence.paragraph as usize)?;
        if self.item_in(item, paragraph.span) {
            return Some(sentence.paragraph as usize);
        }
        let top = self.document.section_path(paragraph.section);
        let top = top.first().and_then(|it| self.document.sections.get(*it as usize))?;
        let place = self.items.get(first_item(item))?;
        let place = *place.get(place.partition_point(|it| *it < top.span.start))?;
        (place < top.span.end).then(|| self.paragraph_at(place)).flatten()
    }

    /// An item inside the text of a provision.
    fn inline(&self, outer: &str, item: &str) -> Option<usize> {
        let at = *self.places.get(outer)?;
        let paragraph = self.document.paragraphs.get(at)?;
        let section = self.document.sections.get(paragraph.section as usize);
        // A provision with a heading holds what its section holds.
        let span = match section.filter(|_| paragraph.section > 0 && !paragraph.number.is_empty()) {
            Some(section) if section.span.start == paragraph.span.start => section.span,
            _ => paragraph.span,
        };
        if !self.item_in(item, span) {
            return None;
        }
        let places = self.items.get(first_item(item))?;
        let place = *places.get(places.partition_point(|it| *it < span.start))?;
        self.paragraph_at(place).or(Some(at))
    }

    fn item_in(&self, item: &str, span: Span) -> bool {
        let Some(places) = self.items.get(first_item(item)) else { return false };
        places.get(places.partition_point(|it| *it < span.start)).is_some_and(|it| *it < span.end)
    }

    fn paragraph_at(&self, byte: usize) -> Option<usize> {
        let after = self.document.paragraphs.partition_point(|it| it.span.start <= byte);
        after.checked_sub(1)
    }
}

/// "a" of "(a)(ii)".
fn first_item(item: &str) -> &str {
    item.split(['(', ')']).find(|it| !it.is_empty()).unwrap_or_default()
}

fn attached_key(key: &str) -> bool {
    key.split_once(' ').is_some_and(|it| kind(it.0).is_some_and(|it| attached(it.0)))
}

/// A number as references and labels share it: lower case, without "Section", articles in digits, "4.a" as "4(a)".
fn canonical(label: &str) -> String {
    let lower = label.to_lowercase();
    let parts: Vec<String> = lower.split(", ").map(canonical_part).collect();
    parts.join(", ")
}

fn canonical_part(part: &str) -> String {
    let Some((word, number)) = part.split_once([' ', '\u{A0}']) else {
        let part = part.trim_start_matches('§');
        // "4.a" is "4(a)".
        return match part.rsplit_once('.') {
            Some((above, letter))
                if letter.len() == 1 && letter.bytes().all(|it| it.is_ascii_lowercase()) =>
            {
                format!("{above}({letter})")
            }
            _ => part.to_owned(),
        };
    };
    let number = number.trim();
    match word {
        "section" | "sec." | "sec" | "clause" | "§" | "paragraph" => match cardinal(number) {
            Some(it) => it.to_string(),
            None => number.to_owned(),
        },
        "article" | "part" | "chapter" | "title" => {
            let value = number.parse().ok().or_else(|| roman(number)).or_else(|| cardinal(number));
            match value {
                Some(it) if word == "article" => format!("article {it}"),
                Some(it) => format!("{word} {it}"),
                None => part.to_owned(),
            }
        }
        _ => part.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `names -> where`, one after the other.
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let document = Document::from_text("", text);
        let found: Vec<String> = document
            .references()
            .iter()
            .map(|it| {
                assert!(document.text().get(it.span.start..it.span.end).is_some_and(|it| !it.is_empty()));
                let to = match it.target {
                    Target::Paragraph(at) => document.section_label(at as u32).to_owned(),
                    Target::NotSupplied => String::from("not supplied"),
                    Target::Missing => String::from("missing"),
                };
                format!("{} -> {to}", it.names)
            })
            .collect();
        assert_eq!(found.join("; "), expected, "{text}");
    }

    const BODY: &str = "7. Payment\n\n7.1 Client pays.\n\n7.2 Client pays (a) now; and (b) later.\n\n8. Use. Client may not:\n\n(a) copy; or\n\n(b) sell:\n\n(i) here; or\n\n(ii) there.\n\n9. End. ";

    #[test]
    fn numbers_lead_to_provisions() {
        let check = |text: &str, expected: &str| check(&format!("{BODY}{text}"), expected);
        check("Subject to Section 7.2, it ends.", "Section 7.2 -> 7.2");
        check("See Sections 7 and 8 above.", "Section 7 -> 7; Section 8 -> 8");
        check("See clause 8(b)(ii) and Section 14.", "Clause 8(b)(ii) -> 8(b)(ii); Section 14 -> missing");
        check("See Section 7.2(b).", "Section 7.2(b) -> 7.2");
        check(
            "See Section 8(a), (b) and (z).",
            "Section 8(a) -> 8(a); Section 8(b) -> 8(b); Section 8(z) -> missing",
        );
        check("See § 7.1 and §§ 7.1, 7.2.", "Section 7.1 -> 7.1; Section 7.1 -> 7.1; Section 7.2 -> 7.2");
        check(
            "As paragraph (b) of Section 8 says, this Section ends.",
            "Section 8(b) -> 8(b); this Section -> 9",
        );
        check("See Sections 7 to 9.", "Section 7 -> 7; Section 9 -> 9");
        check("Pay within Section 7 or 30 days.", "Section 7 -> 7");
        check("See Section 8B.", "Section 8B -> 8(b)");
        check("See Exhibit A and Schedule 1.", "Exhibit A -> not supplied; Schedule 1 -> not supplied");
        check("The section of the road. Sections are short. No clause applies.", "");
    }

    #[test]
    fn articles_have_one_number_in_both_spellings() {
        check(
            "ARTICLE IV\n\nFEES\n\n4.1 Under Article IV and Article 4 it ends. See Section 2 and Article V.\n\n2. Client pays.\n",
            "Article IV -> ARTICLE IV; Article 4 -> ARTICLE IV; Section 2 -> ARTICLE IV, 2; Article V -> missing",
        );
    }

    #[test]
    fn laws_and_other_agreements_are_none() {
        let check = |text: &str| check(&format!("{BODY}{text}"), "");
        check("Section 101 of the Copyright Act applies.");
        check("Under 17 U.S.C. § 101 it is a work.");
        check("Section 7 of the Internal Revenue Code applies.");
        check("California Civil Code Section 1542 is waived.");
        check("Article 28 GDPR and Article 6 of Regulation (EU) 2016/679 apply.");
        check("Section 409A is met.");
        check("Section 8 of the Master Services Agreement governs.");
        check("Section 7 of that certain Lease dated today governs.");
    }

    #[test]
    fn exhibits_and_items_near_by_are_found() {
        check(
            "1. Fees. See Exhibit A, Section 2 of Exhibit A.\n\nEXHIBIT A\n\nRATES\n\n1. Hours. Few.\n\n2. Rates. See Section 1 and this Exhibit.\n",
            "Exhibit A -> EXHIBIT A; Section 2 of Exhibit A -> EXHIBIT A, 2; Section 1 -> EXHIBIT A, 1; this Exhibit -> EXHIBIT A",
        );
        check(
            "1. Client shall not:\n(a) copy;\n(b) sell, except as in paragraph (a) of this Clause.\n\n2. The preceding paragraph survives.\n",
            "Paragraph (a) -> 1(a); preceding paragraph -> 1(b)",
        );
        check("1. Pay if (i) due or (ii) agreed; clause (ii) prevails.", "Clause (ii) -> 1");
    }
}
