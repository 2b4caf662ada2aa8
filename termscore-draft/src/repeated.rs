//! Wordings in, those that another wording says already out.

use crate::wording::Clause;

/// So much of a wording stands in another one if that says it already, in hundredths of its words.
const SHARED: usize = 85;
/// Words without which two wordings cannot be compared.
const FEWEST: usize = 5;

/// A wording, and another one that says it already.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Repeat {
    pub(crate) text: String,
    pub(crate) said_in: String,
}

/// Each wording for which a longer one of its category stands, or an equally long one before it.
pub(crate) fn wordings(clauses: &[Clause]) -> Vec<Repeat> {
    let words: Vec<Vec<String>> = clauses.iter().map(|it| telling(&it.text)).collect();
    let mut repeats: Vec<Repeat> = Vec::new();
    for (at, (clause, own)) in clauses.iter().zip(&words).enumerate() {
        let others = clauses.iter().zip(&words).enumerate().filter(|(other_at, (other, theirs))| {
            let is_longer = theirs.len() > own.len() || theirs.len() == own.len() && *other_at < at;
            let n_shared = own.iter().filter(|it| theirs.contains(it)).count();
            *other_at != at
                && is_longer
                && other.category == clause.category
                && own.len() >= FEWEST
                && n_shared * 100 >= own.len() * SHARED
        });
        // The longest one is no repeat itself, so that no wording goes for one that goes as well.
        if let Some((_, (other, _))) = others.max_by_key(|(_, (_, theirs))| theirs.len()) {
            repeats.push(Repeat { text: clause.text.clone(), said_in: other.text.clone() });
        }
    }
    let gone: Vec<String> = repeats.iter().map(|it| it.text.clone()).collect();
    repeats.retain(|it| !gone.contains(&it.said_in));
    repeats
}

/// The words that say something, each once, without the ending of a plural.
fn telling(text: &str) -> Vec<String> {
    const SMALL: [&str; 38] = [
        "a",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "been",
        "by",
        "for",
        "from",
        "has",
        "have",
        "if",
        "in",
        "is",
        "it",
        "its",
        "may",
        "of",
        "on",
        "or",
        "shall",
        "that",
        "the",
        "their",
        "they",
        "this",
        "those",
        "to",
        "under",
        "which",
        "will",
        "with",
        "agreement",
        "who",
        "s",
    ];
    let mut out: Vec<String> = Vec::new();
    for word in text.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty()) {
        let word = word.to_lowercase();
        if SMALL.contains(&word.as_str()) {
            continue;
        }
        let word = match word.strip_suffix("ies") {
            Some(stem) => format!("{stem}y"),
            None => word.strip_suffix('s').map_or(word.clone(), str::to_owned),
        };
        if !out.contains(&word) {
            out.push(word);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(texts: &[&str], expected: &[(usize, usize)]) {
        let clause =
            |text: &&str| Clause { text: (*text).to_owned(), category: "exit".to_owned(), rules: Vec::new() };
        let clauses: Vec<Clause> = texts.iter().map(clause).collect();
        let found = wordings(&clauses);
        let at = |text: &str| texts.iter().position(|it| *it == text).expect("one of them");
        let found: Vec<(usize, usize)> = found.iter().map(|it| (at(&it.text), at(&it.said_in))).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn what_a_longer_wording_says_is_a_repeat() {
        let free = "Designer is free to work for others, including Studio's competitors. For six months Designer will not solicit clients whom Studio introduced.";
        check(
            &[free, "Designer is free to work for others, including Studio's competitors, everywhere."],
            &[(1, 0)],
        );
        check(
            &[
                "The signer may download all files and data in a usual format at any time, and for 30 days after the end.",
                "The signer may have all data deleted at any time.",
            ],
            &[],
        );
        check(&[free, "All rights pass only when Designer has received payment in full."], &[]);
        check(
            &[
                "Each party shall indemnify the other to the extent that claims are caused by its own breach of its warranties.",
                "Each party shall indemnify the other against third-party claims to the extent caused by its own breach of warranty or negligence.",
            ],
            &[(0, 1)],
        );
    }
}
