//! Findings in, the sentences of the contract that their wordings take the place of out.
//!
//! A right that only one side has is answered by a wording that gives it to both: beside that, the old sentence would be
//! a second and different one on the same thing. So would a sentence that denies in words what a wording grants.

use std::collections::BTreeSet;

use termscore_core::{
    Document, Engine,
    report::{ClauseMatch, Finding, Polarity, Proof},
};

use crate::quote::Words;

/// What a finding's wording takes the place of.
pub(crate) struct Place {
    pub(crate) rule: String,
    /// Indices of sentences, ascending.
    pub(crate) sentences: Vec<usize>,
}

/// The places of some findings; those whose wording stands beside the contract have none.
pub(crate) fn places(
    engine: &Engine,
    document: &Document,
    clauses: &[ClauseMatch],
    words: &Words<'_>,
    findings: &[&Finding],
) -> Vec<Place> {
    let answered = |it: &&&Finding| !it.absence.is_empty() && !it.suggest.trim().is_empty();
    let mut places: Vec<Place> = Vec::new();
    let mut add = |finding: &Finding, sentences: BTreeSet<usize>| {
        if !sentences.is_empty() {
            places.push(Place { rule: finding.rule.to_string(), sentences: sentences.into_iter().collect() });
        }
    };
    for finding in findings.iter().filter(answered).filter(|it| is_for_both(&it.suggest)) {
        add(finding, one_sided(words, finding));
    }
    let denials = clauses.iter().map(|it| &it.evidence).filter(|it| it.polarity == Polarity::Denied);
    let denials: Vec<_> = denials.collect();
    for finding in findings.iter().filter(answered) {
        let denied = denials.iter().filter(|it| {
            finding.absence.iter().any(|absence| absence.clause == it.clause)
                && !finding.evidence.iter().any(|own| own.clause == it.clause)
        });
        let denied: Vec<_> = denied.collect();
        if denied.is_empty() {
            continue;
        }
        let proof = engine.explain(document, &finding.rule);
        let whoever = |clause: &str| proof.as_ref().is_ok_and(|it| asks_of_anybody(it, clause));
        let held = denied.iter().filter(|it| whoever(&it.clause));
        let held = held.flat_map(|it| words.holding(it.start, it.end));
        // "Neither party may assign this Agreement" protects the signer as well.
        add(finding, held.filter(|it| !names_both(&words.norms(*it))).collect());
    }
    places
}

/// True of wordings that bind or free both sides alike.
fn is_for_both(wording: &str) -> bool {
    let words = wording.split(|it: char| !it.is_alphanumeric()).map(str::to_lowercase);
    let words: Vec<String> = words.collect();
    names_both(&words.iter().map(String::as_str).collect::<Vec<_>>())
}

fn names_both(words: &[&str]) -> bool {
    words.iter().any(|it| matches!(*it, "each" | "either" | "neither" | "both" | "mutual"))
}

/// The sentences by which one side has what the other one lacks, with what hangs on them.
fn one_sided(words: &Words<'_>, finding: &Finding) -> BTreeSet<usize> {
    let mut sentences = BTreeSet::new();
    let lacks = |clause: &str| finding.absence.iter().any(|it| it.clause == clause);
    for evidence in finding.evidence.iter().filter(|it| lacks(&it.clause)) {
        let held = words.holding(evidence.start, evidence.end);
        let verb = evidence.quote.split_whitespace().next().unwrap_or_default().to_lowercase();
        let paragraph = |at: usize| words.sentences.get(at).map(|it| it.paragraph);
        let same = |at: &usize| paragraph(*at).is_some() && paragraph(*at) == paragraph(held.start);
        // "This limitation does not apply to Reseller."
        sentences.extend((held.end..).take_while(same).take_while(|it| refers_back(&words.norms(*it))));
        // "Designer may terminate only for material breach."
        let before = (0..held.start).rev().take_while(same);
        let others = before.chain((held.end..).take_while(same));
        sentences.extend(others.filter(|it| is_restricted(&words.norms(*it), &verb)));
        sentences.extend(held);
    }
    sentences
}

/// True of a sentence that goes on about the provision before it, as "this limitation" does.
fn refers_back(words: &[&str]) -> bool {
    const PROVISIONS: [&str; 14] = [
        "limitation",
        "limit",
        "cap",
        "indemnity",
        "indemnification",
        "obligation",
        "obligations",
        "restriction",
        "right",
        "exclusion",
        "covenant",
        "exception",
        "period",
        "undertaking",
    ];
    let mut words = words.iter();
    matches!(words.next(), Some(&("this" | "these" | "such" | "that" | "foregoing")))
        && words.next().is_some_and(|it| PROVISIONS.contains(it))
}

/// True of "may terminate only" and "may not terminate".
fn is_restricted(words: &[&str], verb: &str) -> bool {
    words.iter().enumerate().any(|(at, it)| {
        let next = |n: usize| words.get(at + n).copied().unwrap_or_default();
        let limit = |it: &str| matches!(it, "not" | "only");
        matches!(*it, "may" | "shall" | "can" | "will")
            && (next(1) == verb && (limit(next(2)) || limit(next(4))) || limit(next(1)) && next(2) == verb)
    })
}

/// True if a proof asks of a clause no matter who is bound by it.
fn asks_of_anybody(proof: &Proof, clause: &str) -> bool {
    let own = proof.absence.as_ref().is_some_and(|it| it.clause == clause);
    own && !proof.question.contains("[actor") || proof.parts.iter().any(|it| asks_of_anybody(it, clause))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_restricted_is_told_from_what_is_granted() {
        let check = |text: &str, expected: bool| {
            let words: Vec<&str> = text.split(' ').collect();
            assert_eq!(is_restricted(&words, "terminate"), expected, "{text}");
        };
        check("designer may terminate only for material breach", true);
        check("designer may terminate this agreement only for breach", true);
        check("designer may not terminate this agreement", true);
        check("designer may only terminate for breach", true);
        check("designer may terminate for breach", false);
        check("designer may invoice only monthly", false);
    }

    #[test]
    fn this_limitation_refers_back_and_this_agreement_does_not() {
        assert!(refers_back(&["this", "limitation", "does", "not", "apply"]));
        assert!(!refers_back(&["this", "agreement", "ends"]));
        assert!(!refers_back(&["the", "limit", "is", "high"]));
    }

    #[test]
    fn wordings_for_both_name_both() {
        assert!(is_for_both("Either party may leave."));
        assert!(names_both(&["neither", "party", "may", "assign"]));
        assert!(!is_for_both("The losing party pays."));
    }
}
