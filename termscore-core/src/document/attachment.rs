//! Exhibits and outside terms that the text refers to, and whether they are part of it.

use std::collections::{BTreeMap, BTreeSet};

use super::{Attachment, BySpelling, Document, Sentence};
use crate::rule::Role;

/// In the order in which the text first refers to them.
pub(super) fn attachments(document: &Document) -> Vec<Attachment> {
    let supplied = supplied(document);
    let refers = BySpelling::new(document, may_refer);
    let mut found = Found::default();
    for (at, sentence) in document.sentences.iter().enumerate() {
        if !matches!(sentence.role, Role::Operative | Role::Definition | Role::Recital) {
            continue;
        }
        let words = document.own_words(sentence);
        if !words.iter().any(|it| refers.of(*it)) {
            continue;
        }
        let labels = labels(document, words);
        let wholesale = wholesale(document, words);
        let whole = matches!(wholesale, Some(Wholesale::Incorporated(_)));
        for label in &labels {
            found.add(label.clone(), at as u32, supplied.contains(&key(label)), whole);
        }
        let label = match wholesale {
            Some(Wholesale::Incorporated(label)) if labels.is_empty() => label,
            Some(Wholesale::Outside(label)) => label,
            _ => continue,
        };
        if !label.is_empty() {
            found.add(label, at as u32, false, whole || joins_the_contract(document, words));
        }
    }
    found.attachments
}

#[derive(Default)]
struct Found {
    places: BTreeMap<String, usize>,
    attachments: Vec<Attachment>,
}

impl Found {
    fn add(&mut self, label: String, sentence: u32, supplied: bool, wholesale: bool) {
        let place = *self.places.entry(key(&label)).or_insert(self.attachments.len());
        match self.attachments.get_mut(place) {
            Some(attachment) => {
                if attachment.sentences.last() != Some(&sentence) {
                    attachment.sentences.push(sentence);
                }
                attachment.wholesale |= wholesale;
            }
            None => {
                self.attachments.push(Attachment { label, sentences: vec![sentence], supplied, wholesale })
            }
        }
    }
}

fn key(label: &str) -> String {
    label.to_lowercase()
}

/// "Exhibit A" for a line that begins with it in any case: `EXHIBIT A - Fees`, `schedule 2`.
pub(super) fn label_at_start(line: &str) -> Option<String> {
    let mut words = line.split(|it: char| it.is_whitespace() || matches!(it, ':' | '–' | '—' | ','));
    let (word, id) = (words.next()?, words.find(|it| !it.is_empty())?);
    let (name, plural) = kind(&word.to_lowercase())?;
    let id = id.trim_matches(|it: char| !it.is_alphanumeric()).to_uppercase();
    let all = |fits: fn(&u8) -> bool| id.bytes().all(|it| fits(&it));
    let roman = all(|it| matches!(it, b'I' | b'V' | b'X'));
    let letter = id.len() == 1 && all(u8::is_ascii_uppercase);
    let number = id.len() <= 4 && id.bytes().any(|it| it.is_ascii_digit()) && {
        let rest = id.trim_start_matches(|it: char| it.is_ascii_uppercase());
        id.len() - rest.len() <= 1 && rest.bytes().all(|it| it.is_ascii_digit() || matches!(it, b'-' | b'.'))
    };
    let fits = !plural && !id.is_empty() && (roman && id.len() <= 4 || letter || number);
    fits.then(|| format!("{name} {id}"))
}

/// "Exhibit", for a word that names a kind of attachment; true if it is the plural.
pub(super) fn kind(norm: &str) -> Option<(&'static str, bool)> {
    Some(match norm {
        "exhibit" => ("Exhibit", false),
        "exhibits" => ("Exhibit", true),
        "schedule" => ("Schedule", false),
        "schedules" => ("Schedule", true),
        "annex" => ("Annex", false),
        "annexes" => ("Annex", true),
        "annexure" => ("Annexure", false),
        "annexures" => ("Annexure", true),
        "appendix" => ("Appendix", false),
        "appendices" => ("Appendix", true),
        "attachment" => ("Attachment", false),
        "attachments" => ("Attachment", true),
        "addendum" => ("Addendum", false),
        "rider" => ("Rider", false),
        "riders" => ("Rider", true),
        _ => return None,
    })
}

/// True of every word from which [`labels`] or [`wholesale`] start, and of few others.
fn may_refer(norm: &str) -> bool {
    let starts: &[&str] = match norm.as_bytes().first() {
        Some(b'a') => &["addendum", "annex", "append", "attachment"],
        Some(b'c') => &["conditions"],
        Some(b'e') => &["exhibit"],
        Some(b'g') => &["guidelines"],
        Some(b'i') => &["incorporate"],
        Some(b'p') => &["polic"],
        Some(b'r') => &["rider", "rules"],
        Some(b's') => &["schedule"],
        Some(b't') => &["terms", "time"],
        _ => return false,
    };
    starts.iter().any(|it| norm.starts_with(it))
}

/// Labels of the exhibits whose text the document holds, in lower case.
fn supplied(document: &Document) -> BTreeSet<String> {
    let mut labels = BTreeSet::new();
    for paragraph in &document.paragraphs {
        let sentences =
            document.sentences.get(paragraph.first_sentence as usize..paragraph.end_sentence as usize);
        let headed = sentences.and_then(<[Sentence]>::first).is_some_and(|it| it.role == Role::Heading);
        let Some((word, id)) = paragraph.number.split_once(|it: char| it.is_whitespace()) else { continue };
        if headed && let Some((name, _)) = kind(&word.to_lowercase()) {
            labels.insert(key(&format!("{name} {}", id.trim())));
        }
    }
    // "EXHIBIT A" and its title may stand in one heading that was not read as a label.
    for section in &document.sections {
        let mut words = section.heading.split_whitespace();
        if let (Some(word), Some(id)) = (words.next(), words.next())
            && let Some((name, _)) = kind(&word.to_lowercase())
        {
            labels.insert(key(&format!("{name} {}", id.trim_matches(|it: char| !it.is_alphanumeric()))));
        }
    }
    labels
}

/// "Exhibit A" for each reference among some words.
fn labels(document: &Document, words: &[u32]) -> Vec<String> {
    let mut labels = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let Some((name, plural)) = kind(document.norm(*word)) else { continue };
        if !written(document, *word).starts_with(char::is_uppercase) {
            continue;
        }
        let mut place = at + 1;
        let mut n_ids = 0;
        while let Some(word) = words.get(place) {
            let joint =
                n_ids > 0 && plural && matches!(document.norm(*word), "and" | "or" | "through" | "to");
            if joint {
                place += 1;
                continue;
            }
            let Some(id) = id(document, words, place) else { break };
            place += if id.contains('-') { 2 } else { 1 };
            // "Exhibit 10.7" belongs to a filing.
            let filing = name == "Exhibit" && id.split_once('.').is_some_and(|(it, _)| it.len() > 1);
            if !filing {
                labels.push(format!("{name} {id}"));
            }
            n_ids += 1;
            if !plural || n_ids > 12 {
                break;
            }
        }
    }
    labels
}

/// "A", "A-1", "II", "2.1" at a place.
fn id(document: &Document, words: &[u32], place: usize) -> Option<String> {
    let word = *words.get(place)?;
    let id = written(document, word);
    let letters = id.len() <= 4
        && id.bytes().all(|it| it.is_ascii_uppercase())
        && (id.len() <= 2 || id.bytes().all(|it| matches!(it, b'I' | b'V' | b'X')));
    let digits = id.len() <= 5
        && id.starts_with(|it: char| it.is_ascii_digit())
        && id.bytes().all(|it| it.is_ascii_digit() || it == b'.');
    let mixed = id.len() <= 4
        && id.starts_with(|it: char| it.is_ascii_uppercase())
        && id.bytes().skip(1).all(|it| it.is_ascii_digit());
    if !(letters || digits || mixed) {
        return None;
    }
    let next = words.get(place + 1).copied().filter(|it| *it == word + 1);
    if let (Some(this), Some(next)) = (document.words.get(word as usize), next)
        && document.text.get(this.end as usize..this.end as usize + 1) == Some("-")
        && document
            .words
            .get(next as usize)
            .is_some_and(|it| it.start == this.end + 1 && it.end - it.start <= 2)
    {
        return Some(format!("{id}-{}", written(document, next)));
    }
    Some(id.to_owned())
}

fn written(document: &Document, word: u32) -> &str {
    let Some(word) = document.words.get(word as usize) else { return "" };
    document.text.get(word.start as usize..word.end as usize).unwrap_or_default()
}

/// Terms that are brought in as a whole; each with a label.
enum Wholesale {
    /// "incorporated by reference"
    Incorporated(String),
    /// "the policies at …", "its policies, as amended from time to time"
    Outside(String),
}

fn wholesale(document: &Document, words: &[u32]) -> Option<Wholesale> {
    let norm = |at: usize| words.get(at).map(|it| document.norm(*it)).unwrap_or_default();
    for at in 0..words.len() {
        match norm(at) {
            "incorporated" | "incorporate" | "incorporates" => {
                let by_reference =
                    (at + 1..at + 12).any(|it| norm(it) == "by" && norm(it + 1) == "reference");
                let inside = (at.saturating_sub(14)..at + 6).any(|it| {
                    matches!(
                        norm(it),
                        "recital"
                            | "recitals"
                            | "recited"
                            | "preamble"
                            | "foregoing"
                            | "definitions"
                            | "section"
                            | "sections"
                            | "not"
                    )
                });
                if by_reference && !inside {
                    return Some(Wholesale::Incorporated(quote(document, words, at.saturating_sub(7), at)));
                }
            }
            "terms" | "policy" | "policies" | "conditions" | "guidelines" | "rules" | "terms-of-use" => {
                let link = (at + 1..at + 8).find(|it| is_link(norm(*it)));
                let leads = |link: usize| {
                    (at + 1..link).any(|it| {
                        matches!(
                            norm(it),
                            "available"
                                | "found"
                                | "posted"
                                | "located"
                                | "at"
                                | "published"
                                | "accessible"
                                | "viewed"
                                | "online"
                        )
                    })
                };
                if let Some(link) = link.filter(|it| leads(*it)) {
                    return Some(Wholesale::Outside(quote(document, words, at.saturating_sub(2), link + 1)));
                }
            }
            "time"
                if norm(at + 1) == "to" && norm(at + 2) == "time" && norm(at.wrapping_sub(1)) == "from" =>
            {
                let from = at.saturating_sub(14);
                let changed = (from..at)
                    .any(|it| matches!(norm(it), "amended" | "updated" | "modified" | "revised" | "changed"));
                let terms = (from..at).find(|it| {
                    matches!(
                        norm(*it),
                        "policy" | "policies" | "guidelines" | "handbook" | "manual" | "rules" | "procedures"
                    )
                });
                let terms = terms.filter(|terms| !has_topic(norm(terms.wrapping_sub(1))));
                if let (true, Some(terms)) = (changed, terms) {
                    return Some(Wholesale::Outside(quote(
                        document,
                        words,
                        terms.saturating_sub(3),
                        terms + 1,
                    )));
                }
            }
            _ => {}
        }
    }
    None
}

/// True of a word before "policy" or "rules" that says what they are about: an expense policy speaks of expenses and of
/// nothing else that the parties may owe each other.
fn has_topic(word: &str) -> bool {
    matches!(
        word,
        "expense"
            | "expenses"
            | "travel"
            | "reimbursement"
            | "safety"
            | "health"
            | "conduct"
            | "ethics"
            | "harassment"
            | "diversity"
            | "bribery"
            | "antibribery"
            | "environmental"
            | "brand"
            | "branding"
            | "style"
            | "editorial"
            | "dress"
            | "leave"
            | "vacation"
            | "holiday"
            | "sickness"
            | "grievance"
            | "disciplinary"
            | "house"
            | "parking"
            | "pet"
            | "pets"
            | "smoking"
            | "insurance"
            | "invoicing"
            | "billing"
    )
}

/// True if outside terms become terms of the contract ("apply", "form part of", "subject to", "agree to").
/// A mere duty to follow guidelines does not: they tell how to work, not what the parties owe each other.
fn joins_the_contract(document: &Document, words: &[u32]) -> bool {
    let norms: Vec<&str> = words.iter().map(|it| document.norm(*it)).collect();
    let phrases: [&[&str]; 15] = [
        &["apply"],
        &["applies"],
        &["govern"],
        &["governs"],
        &["governed", "by"],
        &["subject", "to"],
        &["part", "of"],
        &["integral", "part"],
        &["agree", "to"],
        &["agrees", "to"],
        &["accept"],
        &["accepts"],
        &["bound", "by"],
        &["incorporated"],
        &["in", "addition", "to"],
    ];
    phrases.iter().any(|phrase| norms.windows(phrase.len()).any(|it| it == *phrase))
}

fn is_link(norm: &str) -> bool {
    norm.starts_with("http") || norm.starts_with("www.")
}

/// The text from one word up to another, on one line.
fn quote(document: &Document, words: &[u32], mut from: usize, to: usize) -> String {
    const LEADING: [&str; 14] = [
        "with", "of", "to", "by", "in", "and", "or", "follow", "the", "all", "comply", "under", "any", "its",
    ];
    while from + 1 < to && words.get(from).is_some_and(|it| LEADING.contains(&document.norm(*it))) {
        from += 1;
    }
    let (Some(first), Some(last)) = (words.get(from), to.checked_sub(1).and_then(|it| words.get(it))) else {
        return String::new();
    };
    let (Some(first), Some(last)) = (document.words.get(*first as usize), document.words.get(*last as usize))
    else {
        return String::new();
    };
    let text = document.text.get(first.start as usize..last.end as usize).unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
