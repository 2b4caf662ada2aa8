//! A contract and its report in, what a draft calls the agreement and its two sides out.

use termscore_core::{
    Document, Report, Value,
    rule::Role,
    value::{self, Type},
};

/// What is filled in by hand.
pub(crate) const BLANK: &str = "____________________";
/// Sentences at the start of a contract in which its title, date and parties stand.
const OPENING: usize = 24;

/// The agreement that a draft is about, and between whom it is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Frame {
    /// Its title, such as `Software Consultancy Services Agreement`; `Agreement` if it has none.
    pub agreement: String,
    /// Its date as written; empty if it is not told or left blank.
    pub date: String,
    /// Who signs.
    pub you: Side,
    /// With whom.
    pub them: Side,
}

/// One side of an agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Side {
    /// What the drafts call it, such as `Consultant`; `the signer` or `the other party` if the contract uses a pronoun.
    pub role: String,
    /// Its full name; empty if it is not told.
    pub name: String,
}

impl Frame {
    /// Reads them from a contract.
    pub fn of(document: &Document, report: &Report) -> Frame {
        Frame {
            agreement: title(document).unwrap_or_else(|| "Agreement".to_owned()),
            date: date(document).unwrap_or_default(),
            you: Side::of(document, &report.you, "the signer"),
            them: Side::of(document, &report.them, "the other party"),
        }
    }
}

impl Side {
    fn of(document: &Document, called: &str, otherwise: &str) -> Side {
        let pronoun = matches!(called.to_lowercase().as_str(), "you" | "we" | "i" | "us" | "me" | "");
        let mut parties = document.parties().into_iter();
        let same = |it: &str| it.eq_ignore_ascii_case(called);
        let party = parties.find(|it| it.called.iter().any(|it| same(it)) || same(&it.name));
        let name = party.map(|it| it.name).unwrap_or_default();
        let role = if pronoun { otherwise.to_owned() } else { called.to_owned() };
        Side { name: if name == role { String::new() } else { name }, role }
    }

    /// The role as the head of a line: `The signer`.
    pub(crate) fn heading(&self) -> String {
        capitalised(&self.role)
    }
}

/// The first letter in upper case.
pub(crate) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |it| it.to_uppercase().chain(letters).collect())
}

/// The first heading that names a kind of agreement.
fn title(document: &Document) -> Option<String> {
    const KINDS: [&str; 14] = [
        "agreement",
        "contract",
        "lease",
        "tenancy",
        "licence",
        "license",
        "terms",
        "deed",
        "letter",
        "nda",
        "undertaking",
        "conditions",
        "order",
        "memorandum",
    ];
    let headings = document.sentences().take(OPENING).filter(|it| it.role == Role::Heading);
    for heading in headings {
        let text = heading.span.of(document.text()).split_whitespace().collect::<Vec<_>>().join(" ");
        let lower = text.to_lowercase();
        let names = lower.split(|it: char| !it.is_alphanumeric()).any(|it| KINDS.contains(&it));
        if names && text.chars().count() <= 90 && !lower.starts_with(|it: char| it.is_ascii_digit()) {
            return Some(in_title_case(&text, document.text()));
        }
    }
    None
}

/// "SERVICES AGREEMENT" as "Services Agreement"; what is not all in capitals stays, and abbreviations as the contract
/// or the trade spells them.
fn in_title_case(text: &str, contract: &str) -> String {
    if text.chars().any(char::is_lowercase) {
        return text.to_owned();
    }
    let mut words = Vec::new();
    for (nth, word) in text.split(' ').enumerate() {
        let lower = word.to_lowercase();
        let small =
            matches!(lower.as_str(), "of" | "and" | "for" | "the" | "to" | "in" | "on" | "by" | "a" | "an");
        let bare = word.trim_matches(|it: char| !it.is_alphanumeric());
        words.push(if small && nth > 0 {
            lower
        } else if let Some(spelt) = abbreviation(bare, contract) {
            word.replace(bare, &spelt)
        } else {
            capital_after_signs(&lower)
        });
    }
    words.join(" ")
}

/// Abbreviations of titles, as they are written.
const ABBREVIATIONS: [&str; 40] = [
    "AG", "AI", "API", "DPA", "ERP", "EU", "EULA", "GmbH", "HR", "IaaS", "ICT", "IP", "IT", "LLC", "LLP",
    "MNDA", "MOU", "MSA", "NDA", "NFT", "OEM", "PaaS", "PR", "PLC", "RSU", "SaaS", "SLA", "SOW", "TV", "UAE",
    "UI", "UK", "US", "USA", "UX", "VAR", "VFX", "VR", "ASP", "SDK",
];

/// How a word in capitals is spelt if it is an abbreviation: as elsewhere in the contract, as in the trade, or, where it
/// has no vowel, as it stands.
fn abbreviation(word: &str, contract: &str) -> Option<String> {
    let inner = |it: &str| it.chars().skip(1).any(char::is_uppercase);
    let mixed = |it: &str| inner(it) && it.chars().any(char::is_lowercase);
    let elsewhere = contract
        .split(|it: char| !it.is_alphanumeric())
        .find(|it| it.len() == word.len() && mixed(it) && it.eq_ignore_ascii_case(word));
    let trade = || ABBREVIATIONS.into_iter().find(|it| it.eq_ignore_ascii_case(word));
    let vowel = |it: char| matches!(it.to_ascii_uppercase(), 'A' | 'E' | 'I' | 'O' | 'U' | 'Y');
    let shortened = matches!(word, "LTD" | "DR" | "MR" | "MRS" | "ST");
    let spoken_by_letters =
        || (word.chars().count() > 1 && !word.contains(vowel) && !shortened).then_some(word);
    elsewhere.or_else(trade).or_else(spoken_by_letters).map(str::to_owned)
}

/// Each letter that follows a hyphen, a bracket or nothing in upper case.
fn capital_after_signs(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut begins = true;
    for letter in word.chars() {
        if begins {
            out.extend(letter.to_uppercase());
        } else {
            out.push(letter);
        }
        begins = matches!(letter, '-' | '(' | '/' | '“' | '"');
    }
    out
}

/// The first date near a word that says that the agreement is of that date.
fn date(document: &Document) -> Option<String> {
    let text = document.text();
    let words: Vec<_> = document.words().collect();
    for sentence in document.sentences().take(OPENING) {
        let own: Vec<_> = sentence.own.iter().filter_map(|it| words.get(*it as usize)).collect();
        let says = |it: &str| {
            matches!(it, "dated" | "made" | "entered" | "effective" | "date" | "dates" | "between")
        };
        if !own.iter().any(|it| says(it.norm)) {
            continue;
        }
        for word in own.iter().filter(|it| value::may_start(Type::Date, it.norm)) {
            let rest = text.get(word.span.start..sentence.span.end).unwrap_or_default();
            if let Some((Value::Date(_), used)) = value::read(Type::Date, rest) {
                let written = rest.get(..used).unwrap_or_default();
                return Some(written.split_whitespace().collect::<Vec<_>>().join(" "));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_in_capitals_are_lowered() {
        for (title, expected) in [
            ("TERMS OF USE (SELF-SERVICE)", "Terms of Use (Self-Service)"),
            ("Mutual NDA", "Mutual NDA"),
            ("MUTUAL NDA", "Mutual NDA"),
            ("SAAS RESELLER AGREEMENT", "SaaS Reseller Agreement"),
            ("IT SERVICES AGREEMENT (UK)", "IT Services Agreement (UK)"),
            ("KDMX LICENCE", "KDMX Licence"),
            ("MLOPS AGREEMENT", "MLOps Agreement"),
            ("ACME LTD AGREEMENT", "Acme Ltd Agreement"),
        ] {
            assert_eq!(in_title_case(title, "The MLOps team."), expected);
        }
    }

    #[test]
    fn the_opening_tells_title_and_date() {
        let text = "SERVICES AGREEMENT\n\nThis Agreement is made on 6 April 2026 between Acme Ltd (“Client”) and Ann Lee (“Artist”).\n\n1. Fees. Client pays.";
        let document = Document::from_text("x", text);
        assert_eq!(title(&document).as_deref(), Some("Services Agreement"));
        assert_eq!(date(&document).as_deref(), Some("6 April 2026"));
        assert_eq!(Side::of(&document, "Artist", "").name, "Ann Lee");
        assert_eq!(Side::of(&document, "you", "the signer").role, "the signer");
    }
}
