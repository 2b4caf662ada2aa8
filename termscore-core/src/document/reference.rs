//! References to provisions and exhibits of the document itself: "Section 7.2(a)", "Sections 3 and 4", "this Clause",
//! "paragraph (b) of this Clause", "Article IV", "Exhibit A", "the preceding paragraph".
//!
//! What names another law or agreement ("Section 101 of the Copyright Act", "17 U.S.C. § 101") is none.

use super::{
    BySpelling, Document, Sentence,
    citation::{attached, blanks, kind, list, scope},
    provision::Index,
};
use crate::{Span, rule::Role};

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
    let kinds = BySpelling::new(document, kind);
    let mut found = Vec::new();
    for (at, sentence) in document.sentences.iter().enumerate() {
        if matches!(sentence.role, Role::Heading | Role::Contents | Role::Hidden | Role::Struck) {
            continue;
        }
        of_sentence(&index, |it| kinds.of(it), at, sentence, &mut found);
    }
    found
}

/// References of some sentences, as if nothing of the document stood at or behind a byte.
pub(super) fn before(document: &Document, sentences: std::ops::Range<usize>, end: usize) -> Vec<Reference> {
    let index = Index::within(document, end);
    let mut found = Vec::new();
    for at in sentences {
        if let Some(sentence) = document.sentences.get(at) {
            let kind_of = |word: u32| kind(document.norm(word));
            of_sentence(&index, kind_of, at, sentence, &mut found);
        }
    }
    found
}

/// `kind_of` tells [`kind`] of a word.
fn of_sentence(
    index: &Index<'_>,
    kind_of: impl Fn(u32) -> Option<(&'static str, bool)>,
    at: usize,
    sentence: &Sentence,
    found: &mut Vec<Reference>,
) {
    let document = index.document;
    let own = document.own_words(sentence);
    // Behind this byte nothing has been read yet.
    let mut done = sentence.span.start;
    for (place, word) in own.iter().enumerate() {
        let named = kind_of(*word);
        if named.is_none() && !index.signs {
            continue;
        }
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
        } else if let Some((name, plural)) = named {
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
                found.push(reference(index, span, names, at, target));
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
            found.push(reference(index, span, names, at, target));
        }
    }
}

fn reference(index: &Index<'_>, span: Span, names: String, sentence: usize, target: Target) -> Reference {
    let section = match target {
        Target::Paragraph(it) => index.section_of(it),
        Target::NotSupplied | Target::Missing => None,
    };
    Reference { span, names, sentence, section, target }
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
