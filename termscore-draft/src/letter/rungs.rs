//! What a rule would ask for, accept and refuse in, the same as a letter can say it out.
//!
//! Rules say it in few words, as a list shows them: "None", "Mutual", "30 days". A word that is no answer in a letter is
//! said in a sentence, or left out: the wording that follows tells the rest.

use termscore_core::report::Finding;

use super::{lowered, person::in_first_person};

/// What the signer asks for, in the first person and without a full stop.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Rungs {
    /// First choice.
    pub(super) ask: Option<Ask>,
    /// What would also do.
    pub(super) fallback: Option<String>,
    /// Where the signer stops.
    pub(super) limit: Option<String>,
}

/// A first choice.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Ask {
    /// A whole sentence.
    Sentence(&'static str),
    /// What follows "I ask for:".
    Phrase(String),
}

impl Ask {
    /// As a sentence, or behind some words that introduce it.
    pub(super) fn behind(&self, introduction: &str) -> String {
        match self {
            Ask::Sentence(it) => (*it).to_owned(),
            Ask::Phrase(it) => format!("{introduction}: {it}."),
        }
    }

    /// As it stands behind a colon.
    pub(super) fn told(&self) -> String {
        match self {
            Ask::Sentence(it) => lowered(it.trim_end_matches('.')),
            Ask::Phrase(it) => it.clone(),
        }
    }
}

impl Rungs {
    pub(super) fn of(finding: &Finding) -> Rungs {
        let is_struck = is_out(&finding.prefer);
        let ask = if is_struck {
            Some(Ask::Sentence("Please take it out."))
        } else if let Some(it) = sentence(&finding.prefer) {
            Some(Ask::Sentence(it))
        } else {
            phrase(&finding.prefer).map(Ask::Phrase)
        };
        let same = same(&finding.prefer, &finding.accept) || is_struck && is_out(&finding.accept);
        let fallback = if same {
            None
        } else if is_out(&finding.accept) {
            Some("that it is taken out".to_owned())
        } else {
            phrase(&finding.accept)
        };
        // "What I cannot sign is this: none."
        let limit = if is_one_word(&finding.refuse) { None } else { phrase(&finding.refuse) };
        Rungs { ask, fallback, limit }
    }
}

/// True of what asks for a provision to go.
fn is_out(text: &str) -> bool {
    matches!(
        bare(text).as_str(),
        "none"
            | "strike"
            | "struck"
            | "strike it"
            | "delete"
            | "deleted"
            | "removed"
            | "out"
            | "never"
            | "neither"
    )
}

/// What a word asks for, where that takes a sentence.
fn sentence(text: &str) -> Option<&'static str> {
    Some(match bare(text).as_str() {
        "filled" => "Please fill in the gaps.",
        "defined" => "Please say what it means.",
        "attached" => "Please attach it.",
        _ => return None,
    })
}

/// A phrase as it stands behind a colon; none if it says nothing or speaks to the signer in a way that cannot be turned.
fn phrase(text: &str) -> Option<String> {
    let bare = bare(text);
    match bare.as_str() {
        "" => return None,
        "mutual" | "both" | "equal" => return Some("the same for both sides".to_owned()),
        "courts" => return Some("the courts".to_owned()),
        "licence" => return Some("a licence".to_owned()),
        "formula" => return Some("a formula".to_owned()),
        "yours" => return Some("that it stays mine".to_owned()),
        "theirs" => return Some("that it is on your side".to_owned()),
        "carved out" => return Some("that this is carved out".to_owned()),
        _ => {}
    }
    let is_participle =
        bare.ends_with("ed") && bare != "fault-based" || matches!(bare.as_str(), "paid" | "kept");
    if is_one_word(text) && is_participle {
        return Some(format!("that it is {bare}"));
    }
    let text = in_first_person(&format!("{}.", text.trim().trim_end_matches('.')));
    let text = text.trim_end_matches('.');
    (!text.is_empty()).then(|| lowered(text))
}

fn is_one_word(text: &str) -> bool {
    text.split_whitespace().count() < 2
}

fn same(one: &str, other: &str) -> bool {
    bare(one) == bare(other)
}

/// In small letters, without signs at its ends.
fn bare(text: &str) -> String {
    text.trim_matches(|it: char| !it.is_alphanumeric()).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_a_list_is_no_answer_in_a_letter() {
        for (text, expected) in [
            ("Mutual", Some("the same for both sides")),
            ("Reserved", Some("that it is reserved")),
            ("Kept", Some("that it is kept")),
            ("Quarterly", Some("quarterly")),
            ("-", None),
            ("", None),
            ("15%", Some("15%")),
            ("Non-exclusive", Some("non-exclusive")),
            ("30 days", Some("30 days")),
            ("Your courts", Some("my courts")),
            ("Licence with a No AI Training clause", Some("licence with a No AI Training clause")),
        ] {
            assert_eq!(phrase(text).as_deref(), expected, "{text}");
        }
        for text in ["None", "Struck", "Strike.", "never"] {
            assert!(is_out(text), "{text}");
        }
        assert!(!is_out("No training"));
    }
}
