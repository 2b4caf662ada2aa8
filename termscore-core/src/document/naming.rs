//! Parentheses that do nothing but give names: (the “Client”), (hereinafter Client).

use super::{
    party_name::{begins_name, ends_like_role},
    words_of,
};

/// Words beside the quoted names in a parenthesis that gives a name.
pub(super) const BESIDE: &[&str] = &[
    "a",
    "also",
    "an",
    "and",
    "any",
    "are",
    "affiliates",
    "as",
    "call",
    "called",
    "collectively",
    "company",
    "each",
    "hereafter",
    "herein",
    "hereinafter",
    "individually",
    "is",
    "it",
    "its",
    "jointly",
    "just",
    "known",
    "of",
    "or",
    "our",
    "referred",
    "simply",
    "sometimes",
    "subsidiaries",
    "successors",
    "that",
    "the",
    "this",
    "to",
    "together",
    "we",
    "will",
    "with",
    "you",
    "your",
    "us",
];

/// True if a parenthesis does nothing but give names.
pub(super) fn names(inner: &str) -> bool {
    let (terms, beside) = parts(inner);
    !terms.is_empty() && names_only(&beside)
}

fn names_only(beside: &str) -> bool {
    words_of(beside).iter().all(|it| BESIDE.contains(&it.as_str()))
}

/// The quoted names of a parenthesis that does nothing but name.
pub(super) fn quoted(inner: &str) -> Vec<String> {
    if !may_name(inner) {
        return Vec::new();
    }
    let (mut terms, beside) = parts(inner);
    if !names_only(&beside) {
        // "the “Tenant”, which expression includes his heirs", "the “Supplier”, including its affiliates"
        let Some(named) = before_remark(inner) else { return Vec::new() };
        let (named, beside) = parts(named);
        if !names_only(&beside) {
            return Vec::new();
        }
        terms = named;
    }
    let terms = terms.iter().flat_map(|it| it.split(" or "));
    let terms = terms.map(|it| it.trim().trim_end_matches([',', '.', ';']).trim());
    let mut terms: Vec<String> =
        terms.map(|it| it.strip_prefix("the ").unwrap_or(it).trim().to_owned()).collect();
    terms.retain(|it| {
        let n_words = it.split_whitespace().count();
        (1..=4).contains(&n_words)
            && (begins_name(it) || matches!(it.as_str(), "we" | "us" | "our" | "you" | "your"))
    });
    terms
}

/// What stands before the first comma behind a quoted name.
fn before_remark(inner: &str) -> Option<&str> {
    let marks = ["\",", "”,", "’,", "»,", "',"];
    let end = marks.iter().filter_map(|it| inner.find(it).map(|at| at + it.len() - 1)).min()?;
    inner.get(..end)
}

/// The name that a parenthesis is all about, whatever it is the name of: "(the Recordist)".
pub(super) fn bare_name(inner: &str) -> Option<&str> {
    let name = inner.strip_prefix("the ")?.trim();
    let title_case =
        name.split(' ').all(|it| it.starts_with(char::is_uppercase) && it.chars().all(char::is_alphabetic));
    (title_case && name.split(' ').count() <= 2).then_some(name)
}

/// The role that a parenthesis is all about: "(Employer)", "(the Employee)".
pub(super) fn bare_role(inner: &str) -> Option<&str> {
    let role = inner.strip_prefix("the ").unwrap_or(inner).trim();
    let title_case = role.split(' ').all(|it| it.starts_with(char::is_uppercase));
    (title_case && role.len() <= 30 && ends_like_role(&words_of(role))).then_some(role)
}

/// False of most parentheses: they have neither a quoted name nor a "hereinafter" before one.
fn may_name(inner: &str) -> bool {
    const MARKS: [char; 11] = ['"', '“', '”', '‘', '’', '\'', '„', '«', '»', '*', '_'];
    inner.contains(MARKS) || inner.trim_start().starts_with(['h', 'H'])
}

/// The quoted names of a parenthesis, and the words beside them.
fn parts(inner: &str) -> (Vec<String>, String) {
    let mut terms = Vec::new();
    let mut beside = String::new();
    let mut open: Option<String> = None;
    let quotes = inner.contains(['"', '“', '”', '‘', '’']);
    let plain =
        inner.replace("**", if quotes { "" } else { "\"" }).replace("''", "\"").replace(['_', '*'], "");
    for it in plain.chars() {
        match (it, &mut open) {
            // "that's"
            ('’' | '\'', None) if beside.ends_with(char::is_alphabetic) => beside.push(it),
            ('"' | '“' | '”' | '‘' | '\'' | '’' | '„' | '«' | '»', None) => {
                open = Some(String::new())
            }
            ('"' | '”' | '“' | '»' | '«', Some(term)) => {
                terms.push(std::mem::take(term));
                open = None;
            }
            ('’' | '\'', Some(term)) if term.chars().count() > 1 => {
                terms.push(std::mem::take(term));
                open = None;
            }
            (it, Some(term)) => term.push(it),
            (it, None) => beside.push(it),
        }
    }
    if terms.is_empty() && open.is_none() {
        // "(hereinafter Client)", "(hereinafter referred to as the Client)"
        let words: Vec<&str> = plain.split_whitespace().collect();
        let n_beside = words.iter().take_while(|it| BESIDE.contains(&it.to_lowercase().as_str())).count();
        if words
            .first()
            .is_some_and(|it| it.to_lowercase().starts_with("herein") || it.to_lowercase() == "hereafter")
        {
            terms.push(words.get(n_beside..).unwrap_or_default().join(" "));
            beside.clear();
        }
    }
    (terms, beside)
}
