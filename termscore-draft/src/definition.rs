//! Wordings in, definitions of the terms that they use and the contract lacks out.

use termscore_core::{Document, document::words_of};

use crate::frame::Frame;

/// A term of the packs' wordings and what it means. `{you}`, `{them}` and `{agreement}` stand for the names.
struct Term {
    name: &'static str,
    /// Any of these in a wording uses the term.
    used_as: &'static [&'static str],
    /// What the contract may call the same thing: then the definition says so.
    same_as: &'static [&'static str],
    meaning: &'static str,
}

const TERMS: [Term; 12] = [
    Term {
        name: "AI Training",
        used_as: &["AI Training"],
        same_as: &[],
        meaning: "any use of the Work, in whole or in part and in any form, to train, fine-tune, evaluate or otherwise develop any machine-learning or artificial-intelligence model, system or dataset",
    },
    Term {
        name: "Work",
        used_as: &["the Work"],
        same_as: &[
            "Work Product",
            "Deliverables",
            "Works",
            "Materials",
            "Images",
            "Illustrations",
            "Artwork",
            "Content",
        ],
        meaning: "everything that {you} makes or delivers under this Agreement",
    },
    Term {
        name: "Deliverables",
        used_as: &["Deliverables", "Deliverable"],
        same_as: &["Work Product", "Work", "Works"],
        meaning: "what {you} is to deliver under this Agreement",
    },
    Term {
        name: "Statement of Work",
        used_as: &["Statement of Work"],
        same_as: &["Work Order", "SOW", "Order", "Brief", "Project Description"],
        meaning: "the document or message in which the parties agree on the work to be done, its fee and its dates",
    },
    Term {
        name: "Project",
        used_as: &["the Project"],
        same_as: &[],
        meaning: "the undertaking of {them} for which the work is made, as this Agreement or the order for the work describes it",
    },
    Term {
        name: "Background Technology",
        used_as: &["Background Technology"],
        same_as: &[
            "Background Materials",
            "Background IP",
            "Pre-Existing Materials",
            "Preexisting Materials",
        ],
        meaning: "what a party owned before this Agreement or developed independently of it",
    },
    Term {
        name: "Purpose",
        used_as: &["the Purpose"],
        same_as: &["Permitted Purpose"],
        meaning: "the purpose for which this Agreement lets confidential information be used",
    },
    Term {
        name: "Confidential Information",
        used_as: &["Confidential Information"],
        same_as: &["Proprietary Information"],
        meaning: "what this Agreement calls confidential",
    },
    Term {
        name: "Territory",
        used_as: &["the Territory"],
        same_as: &["Area"],
        meaning: "the area for which rights are granted under this Agreement",
    },
    Term {
        name: "Software",
        used_as: &["the Software"],
        same_as: &["Licensed Software", "Program", "Product"],
        meaning: "the programs that are licensed under this Agreement",
    },
    Term {
        name: "Service",
        used_as: &["the Service"],
        same_as: &["Services", "Platform"],
        meaning: "what {them} provides under this Agreement",
    },
    Term {
        name: "Marks",
        used_as: &["the Marks"],
        same_as: &["Trademarks", "Trade Marks", "Brand"],
        meaning: "the trade marks that are licensed under this Agreement",
    },
];

/// A definition for each term that some wordings use and that neither the contract nor a wording defines.
pub(crate) fn needed(document: &Document, frame: &Frame, wordings: &[&str]) -> Vec<String> {
    let defined: Vec<Vec<String>> = document.definitions().iter().map(|it| words_of(&it.term)).collect();
    let defines = |term: &str| defined.contains(&words_of(term));
    let mut out: Vec<String> = Vec::new();
    let mut used: Vec<String> = wordings.iter().map(|it| (*it).to_owned()).collect();
    for term in &TERMS {
        let is_used = used.iter().any(|it| term.used_as.iter().any(|word| has_words(it, word)));
        let says = format!("{} means", term.name);
        let means = format!("\"{}\" means", term.name);
        let told = wordings.iter().any(|it| it.contains(&says) || it.contains(&means));
        if !is_used || told || defines(term.name) {
            continue;
        }
        let meaning = match term.same_as.iter().find(|it| defines(it)) {
            Some(same) => format!("the {same} as this Agreement defines that term"),
            None => term.meaning.replace("{you}", &frame.you.role).replace("{them}", &frame.them.role),
        };
        // A definition may use a term that comes after it.
        used.push(meaning.clone());
        out.push(format!("“{}” means {meaning}.", term.name));
    }
    out
}

/// True if whole words of a text are these, in this spelling.
fn has_words(text: &str, words: &str) -> bool {
    let apart = |it: Option<char>| it.is_none_or(|it| !it.is_alphanumeric());
    text.match_indices(words).any(|(at, _)| {
        let before = text.get(..at).and_then(|it| it.chars().next_back());
        let after = text.get(at + words.len()..).and_then(|it| it.chars().next());
        apart(before) && apart(after)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Side;

    fn check(contract: &str, wording: &str, expected: &[&str]) {
        let side = |role: &str| Side { role: role.to_owned(), name: String::new() };
        let frame = Frame {
            agreement: String::new(),
            date: String::new(),
            you: side("Artist"),
            them: side("Client"),
        };
        let document = Document::from_text("x", contract);
        let found = needed(&document, &frame, &[wording]);
        let terms: Vec<&str> =
            found.iter().filter_map(|it| it.split('”').next()?.strip_prefix('“')).collect();
        assert_eq!(terms, expected, "{wording}");
    }

    #[test]
    fn only_what_is_used_and_unknown_is_defined() {
        check("Client pays.", "Client shall not carry out AI Training.", &["AI Training", "Work"]);
        check("“Work” means all files.", "Client shall not use the Work.", &[]);
        check("Client pays.", "AI Training means any use. AI Training is not permitted.", &[]);
        check("Client pays.", "The Workshop is open.", &[]);
    }

    #[test]
    fn what_the_contract_calls_otherwise_is_said_so() {
        let document = Document::from_text("x", "“Deliverables” means all files.");
        let side = |role: &str| Side { role: role.to_owned(), name: String::new() };
        let frame = Frame {
            agreement: String::new(),
            date: String::new(),
            you: side("Artist"),
            them: side("Client"),
        };
        let found = needed(&document, &frame, &["Client may use the Work."]);
        assert_eq!(found, ["“Work” means the Deliverables as this Agreement defines that term."]);
    }
}
