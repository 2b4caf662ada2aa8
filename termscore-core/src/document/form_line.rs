//! Lines of forms that name a party: "Client: Acme Ltd", "| Client | Acme Ltd |".

use super::{
    Alias, Document,
    party_name::{begins_name, ends_like_role, is_entity, runs},
    words_of,
};
use crate::Span;

/// Bytes of a line that are looked at.
const LONGEST: usize = 400;

/// "Client: Acme Ltd", "“Contractor”: Jane Doe", "| Client | Acme Ltd |"
pub(super) fn read(document: &Document, span: Span, aliases: &mut Vec<Alias>) {
    // The heading of the line may have been read as a sentence of its own.
    let near = document.text.floor_char_boundary(span.start.saturating_add(LONGEST));
    let rest = document.text.get(span.start..near).unwrap_or_default();
    let whole = rest.split('\n').next().unwrap_or_default();
    if tells_of_the_paper(whole) {
        return;
    }
    let line = whole.trim_start_matches(['|', ' ']);
    let skipped = whole.len() - line.len();
    let (name, rest) = match (line.split_once(':'), line.split_once('|')) {
        (Some((name, rest)), row) if row.is_none_or(|it| name.len() < it.0.len()) => (name, rest),
        (_, Some((name, rest))) => (name, rest),
        _ => return,
    };
    let value = rest.split('|').next().unwrap_or_default();
    let end = span.start + skipped + name.len() + 1 + value.trim_end().len();
    let written = name.trim().trim_matches(['*', '_', '"', '“', '”', '-', '•', ' ']).trim();
    // "Item 1 – Landlord"
    let written = last_piece(written);
    let written = written.strip_prefix("The ").unwrap_or(written);
    let title_case = written.split(' ').all(|it| it.starts_with(char::is_uppercase));
    if written.is_empty() || written.len() > 30 || !title_case {
        return;
    }
    let term = words_of(written);
    let value = value.trim_start_matches(['*', '_', ' ', '\t', '"']);
    if !begins_name(value) || aliases.iter().any(|it| it.term == term) {
        return;
    }
    let full_name = runs(value.get(..value.find('(').unwrap_or(value.len())).unwrap_or(value))
        .into_iter()
        .next()
        .unwrap_or_default();
    let role = term.len() <= 3 && ends_like_role(&term);
    if full_name.is_empty()
        || !(role || takes(&term) && is_entity(&full_name))
        || !value.starts_with(full_name.split(' ').next().unwrap_or_default())
        || full_name.len() > 120
    {
        return;
    }
    let full_words = words_of(&full_name);
    let span = Span::new(span.start, end);
    aliases.push(Alias { term, written: written.to_owned(), full_name, full_words, span });
}

/// "Landlord" of "Item 1 – Landlord".
fn last_piece(label: &str) -> &str {
    let dashes = [" – ", " — ", " - "];
    let start = dashes.iter().filter_map(|it| label.rfind(it).map(|at| at + it.len())).max().unwrap_or(0);
    label.get(start..).unwrap_or(label).trim()
}

/// "Library" before a company is a party; else it may be a thing.
fn takes(term: &[String]) -> bool {
    const THINGS: [&str; 9] =
        ["brand", "gallery", "hotel", "label", "library", "magazine", "museum", "platform", "venue"];
    matches!(term, [.., last] if THINGS.contains(&last.as_str()))
}

/// "Owner: People Ops | Version 3 | Status: draft"
fn tells_of_the_paper(line: &str) -> bool {
    const OF_PAPERS: [&str; 6] = ["draft", "edition", "revision", "status", "template", "version"];
    line.len() < 200 && words_of(line).iter().any(|it| OF_PAPERS.contains(&it.as_str()))
}

/// "Acme Ltd" of "Landlord: Acme Ltd": what the line of a form is about is no name.
pub(super) fn behind_label(segment: &str) -> &str {
    let line = segment.rfind('\n').map_or(0, |it| it + 1);
    let (label, value) = segment.get(line..).and_then(|it| it.split_once(':')).unwrap_or_default();
    let label = label.trim();
    let is_label =
        label.len() <= 40 && label.starts_with(char::is_uppercase) && !label.contains(['.', '(', ',']);
    if is_label && value.len() > 3 { value } else { segment }
}
