//! Places whose law may govern a contract: "the State of New York", "England and Wales".

use std::sync::LazyLock;

use nom::{Parser, combinator::opt};
use rustc_hash::FxHashSet;

use super::text::{self, Parsed};

/// A country, or a part of one with law of its own.
///
/// Names are those in common English use; the parts listed are the states of the United States (with the District of
/// Columbia), the provinces and territories of Canada, the states and mainland territories of Australia, the parts of
/// the United Kingdom, and the parts of countries that contracts often name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct Jurisdiction {
    /// Index in [`TABLE`].
    index: u16,
}

impl Jurisdiction {
    /// The name, such as "New York".
    #[must_use]
    pub fn name(self) -> &'static str {
        TABLE.get(usize::from(self.index)).map_or("", |it| it.0)
    }

    /// The country of which it is a part; absent for a country.
    #[must_use]
    pub fn part_of(self) -> Option<Jurisdiction> {
        let parent = TABLE.get(usize::from(self.index))?.1;
        (!parent.is_empty()).then(|| exactly(parent))?
    }

    /// True if it is `other`, or lies in it: California in the United States, England in England and Wales.
    #[must_use]
    pub fn lies_in(self, other: Jurisdiction) -> bool {
        let mut at = Some(self);
        while let Some(it) = at {
            if it == other {
                return true;
            }
            at = it.part_of();
        }
        false
    }

    /// All names that can be written, in order of the table.
    pub fn names() -> impl Iterator<Item = &'static str> {
        TABLE.iter().map(|it| it.0)
    }

    /// The jurisdiction of a name, in any letter case: "california", "the State of Delaware", "UK", "U.S.A.".
    #[must_use]
    pub fn from_name(name: &str) -> Option<Jurisdiction> {
        let name = name.trim();
        match jurisdiction(lead("the")(name).map_or(name, |it| it.0)) {
            Ok(("" | ".", it)) => Some(it),
            _ => None,
        }
    }
}

fn exactly(name: &str) -> Option<Jurisdiction> {
    let index = TABLE.iter().position(|it| it.0 == name)?;
    Some(Jurisdiction { index: u16::try_from(index).ok()? })
}

/// A name from the table, perhaps after "State of", "Republic of" and the like; the longest that fits.
pub(super) fn jurisdiction(input: &str) -> Parsed<'_, Jurisdiction> {
    let mut rest = input;
    for title in TITLES {
        if let Ok((after, ())) = phrase(rest, title)
            && let Ok((after, ())) = blank(after)
        {
            rest = opt(lead("the")).parse(after)?.0;
            break;
        }
    }
    let mut best: Option<(usize, &str, Jurisdiction)> = None;
    let names = TABLE.iter().map(|it| (it.0, it.0)).chain(OTHER_NAMES);
    for (written, name) in names {
        if best.is_none_or(|(len, ..)| written.len() > len)
            && let Ok((after, ())) = phrase(rest, written)
            && let Some(it) = exactly(name)
        {
            best = Some((written.len(), after, it));
        }
    }
    match best {
        Some((_, after, it)) => Ok((after, it)),
        None => text::fail(),
    }
}

/// True if a jurisdiction could begin with this normalised word.
pub(super) fn may_start(word: &str) -> bool {
    /// What stands first in a title or a name, in lower case: its first word, all of it, all without full stops.
    static FIRST: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
        let names = TABLE.iter().map(|it| it.0).chain(OTHER_NAMES.iter().map(|it| it.0));
        let written = TITLES.iter().copied().chain(names);
        let first = |name: &str| {
            let word = name.split([' ', '.']).next().unwrap_or_default();
            [word.to_owned(), name.to_owned(), bare(name)].map(|it| it.to_ascii_lowercase())
        };
        written.flat_map(first).collect()
    });
    if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return FIRST.contains(&word.to_ascii_lowercase());
    }
    FIRST.contains(word)
}

/// Without full stops.
fn bare(name: &str) -> String {
    name.chars().filter(|it| *it != '.').collect()
}

/// A word and the blank after it.
fn lead<'a>(word: &'static str) -> impl Fn(&'a str) -> Parsed<'a, ()> {
    move |input| {
        let (rest, ()) = phrase(input, word)?;
        blank(rest)
    }
}

fn blank(input: &str) -> Parsed<'_, ()> {
    let rest = input.trim_start();
    if rest.len() < input.len() { Ok((rest, ())) } else { text::fail() }
}

/// Words in any letter case, with any blanks between them; no letter or digit may follow.
fn phrase<'a>(input: &'a str, words: &str) -> Parsed<'a, ()> {
    let mut rest = input;
    for (n, word) in words.split(' ').enumerate() {
        if n > 0 {
            rest = blank(rest)?.0;
        }
        let Some(head) = rest.get(..word.len()).filter(|it| it.eq_ignore_ascii_case(word)) else {
            return text::fail();
        };
        rest = rest.get(head.len()..).unwrap_or_default();
    }
    // "US$" is money.
    let goes_on = |it: char| it.is_alphanumeric() || "$€£¥_'’-".contains(it);
    if rest.starts_with(goes_on) { text::fail() } else { Ok((rest, ())) }
}

const TITLES: [&str; 8] = [
    "State of",
    "Commonwealth of",
    "Province of",
    "Republic of",
    "Federal Republic of",
    "Kingdom of",
    "Grand Duchy of",
    "Emirate of",
];

/// Names that mean one of the table.
const OTHER_NAMES: [(&str, &str); 22] = [
    ("US", "United States"),
    ("U.S.", "United States"),
    ("USA", "United States"),
    ("U.S.A.", "United States"),
    ("United States of America", "United States"),
    ("UK", "United Kingdom"),
    ("U.K.", "United Kingdom"),
    ("Great Britain", "United Kingdom"),
    ("United Kingdom of Great Britain and Northern Ireland", "United Kingdom"),
    ("Wales", "England and Wales"),
    ("English", "England"),
    ("Scots", "Scotland"),
    ("Washington, D.C.", "District of Columbia"),
    ("D.C.", "District of Columbia"),
    ("German", "Germany"),
    ("French", "France"),
    ("Irish", "Ireland"),
    ("Dutch", "Netherlands"),
    ("Swiss", "Switzerland"),
    ("Czechia", "Czech Republic"),
    ("Korea", "South Korea"),
    ("UAE", "United Arab Emirates"),
];

/// Name, and the name of what it is a part of.
const TABLE: [(&str, &str); 154] = [
    ("Alabama", "United States"),
    ("Alaska", "United States"),
    ("Arizona", "United States"),
    ("Arkansas", "United States"),
    ("California", "United States"),
    ("Colorado", "United States"),
    ("Connecticut", "United States"),
    ("Delaware", "United States"),
    ("District of Columbia", "United States"),
    ("Florida", "United States"),
    ("Georgia", "United States"),
    ("Hawaii", "United States"),
    ("Idaho", "United States"),
    ("Illinois", "United States"),
    ("Indiana", "United States"),
    ("Iowa", "United States"),
    ("Kansas", "United States"),
    ("Kentucky", "United States"),
    ("Louisiana", "United States"),
    ("Maine", "United States"),
    ("Maryland", "United States"),
    ("Massachusetts", "United States"),
    ("Michigan", "United States"),
    ("Minnesota", "United States"),
    ("Mississippi", "United States"),
    ("Missouri", "United States"),
    ("Montana", "United States"),
    ("Nebraska", "United States"),
    ("Nevada", "United States"),
    ("New Hampshire", "United States"),
    ("New Jersey", "United States"),
    ("New Mexico", "United States"),
    ("New York", "United States"),
    ("North Carolina", "United States"),
    ("North Dakota", "United States"),
    ("Ohio", "United States"),
    ("Oklahoma", "United States"),
    ("Oregon", "United States"),
    ("Pennsylvania", "United States"),
    ("Puerto Rico", "United States"),
    ("Rhode Island", "United States"),
    ("South Carolina", "United States"),
    ("South Dakota", "United States"),
    ("Tennessee", "United States"),
    ("Texas", "United States"),
    ("Utah", "United States"),
    ("Vermont", "United States"),
    ("Virginia", "United States"),
    ("Washington", "United States"),
    ("West Virginia", "United States"),
    ("Wisconsin", "United States"),
    ("Wyoming", "United States"),
    ("Alberta", "Canada"),
    ("British Columbia", "Canada"),
    ("Manitoba", "Canada"),
    ("New Brunswick", "Canada"),
    ("Newfoundland and Labrador", "Canada"),
    ("Northwest Territories", "Canada"),
    ("Nova Scotia", "Canada"),
    ("Nunavut", "Canada"),
    ("Ontario", "Canada"),
    ("Prince Edward Island", "Canada"),
    ("Quebec", "Canada"),
    ("Saskatchewan", "Canada"),
    ("Yukon", "Canada"),
    ("Australian Capital Territory", "Australia"),
    ("New South Wales", "Australia"),
    ("Northern Territory", "Australia"),
    ("Queensland", "Australia"),
    ("South Australia", "Australia"),
    ("Tasmania", "Australia"),
    ("Victoria", "Australia"),
    ("Western Australia", "Australia"),
    ("England", "England and Wales"),
    ("England and Wales", "United Kingdom"),
    ("Northern Ireland", "United Kingdom"),
    ("Scotland", "United Kingdom"),
    ("Dubai", "United Arab Emirates"),
    ("Abu Dhabi", "United Arab Emirates"),
    ("Hong Kong", ""),
    ("Macau", ""),
    ("Jersey", ""),
    ("Guernsey", ""),
    ("Isle of Man", ""),
    ("Bermuda", ""),
    ("British Virgin Islands", ""),
    ("Cayman Islands", ""),
    ("Argentina", ""),
    ("Australia", ""),
    ("Austria", ""),
    ("Bangladesh", ""),
    ("Belgium", ""),
    ("Brazil", ""),
    ("Bulgaria", ""),
    ("Canada", ""),
    ("Chile", ""),
    ("China", ""),
    ("Colombia", ""),
    ("Costa Rica", ""),
    ("Croatia", ""),
    ("Cyprus", ""),
    ("Czech Republic", ""),
    ("Denmark", ""),
    ("Egypt", ""),
    ("Estonia", ""),
    ("Finland", ""),
    ("France", ""),
    ("Germany", ""),
    ("Ghana", ""),
    ("Greece", ""),
    ("Hungary", ""),
    ("Iceland", ""),
    ("India", ""),
    ("Indonesia", ""),
    ("Ireland", ""),
    ("Israel", ""),
    ("Italy", ""),
    ("Japan", ""),
    ("Kenya", ""),
    ("Latvia", ""),
    ("Liechtenstein", ""),
    ("Lithuania", ""),
    ("Luxembourg", ""),
    ("Malaysia", ""),
    ("Malta", ""),
    ("Mexico", ""),
    ("Netherlands", ""),
    ("New Zealand", ""),
    ("Nigeria", ""),
    ("Norway", ""),
    ("Pakistan", ""),
    ("Panama", ""),
    ("Peru", ""),
    ("Philippines", ""),
    ("Poland", ""),
    ("Portugal", ""),
    ("Romania", ""),
    ("Saudi Arabia", ""),
    ("Singapore", ""),
    ("Slovakia", ""),
    ("Slovenia", ""),
    ("South Africa", ""),
    ("South Korea", ""),
    ("Spain", ""),
    ("Sweden", ""),
    ("Switzerland", ""),
    ("Taiwan", ""),
    ("Thailand", ""),
    ("Turkey", ""),
    ("Ukraine", ""),
    ("United Arab Emirates", ""),
    ("United Kingdom", ""),
    ("United States", ""),
    ("Vietnam", ""),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_with_their_titles() {
        let check = |text, name, rest| {
            let (after, it) = jurisdiction(text).expect(text);
            assert_eq!((it.name(), after), (name, rest), "{text}");
            assert!(may_start(&text.split_whitespace().next().unwrap_or_default().to_lowercase()), "{text}");
        };
        check("State of New York, without", "New York", ", without");
        check("California law", "California", " law");
        check("England and Wales.", "England and Wales", ".");
        check("England shall", "England", " shall");
        check("West\nVirginia", "West Virginia", "");
        check("United States of America", "United States", "");
        check("Republic of Ireland", "Ireland", "");
        check("U.S.A.", "United States", "");
        check("UK law", "United Kingdom", " law");
        assert!(jurisdiction("Georgian").is_err());
        assert!(jurisdiction("the parties").is_err());
        assert_eq!(Jurisdiction::from_name("the State of Ohio").map(Jurisdiction::name), Some("Ohio"));
    }

    #[test]
    fn parts_lie_in_their_countries() {
        let named = |name| Jurisdiction::from_name(name).expect(name);
        assert!(named("california").lies_in(named("USA")));
        assert!(named("England").lies_in(named("United Kingdom")));
        assert!(!named("United Kingdom").lies_in(named("England")));
        assert!(!named("Ontario").lies_in(named("United States")));
    }

    #[test]
    fn every_name_is_read_back_and_has_its_parent_in_the_table() {
        for (name, parent) in TABLE {
            assert_eq!(Jurisdiction::from_name(name).map(Jurisdiction::name), Some(name));
            assert!(parent.is_empty() || exactly(parent).is_some(), "{name}");
        }
        for (written, name) in OTHER_NAMES {
            assert_eq!(Jurisdiction::from_name(written).map(Jurisdiction::name), Some(name));
        }
    }
}
