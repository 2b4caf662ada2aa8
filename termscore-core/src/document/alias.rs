//! Names that the contract gives its parties: "Acme Inc. (the “Client”)", "Client: Acme Ltd".

use memchr::{memchr_iter, memmem};

use super::{
    Alias, Document,
    naming::quoted,
    party_name::{ENTITY, NO_PARTY, begins_name, ends_like_role, is_no_full_name, may_be_party, runs},
    words_of,
};
use crate::{Span, rule::Role};

/// Sentences from the start in which any capitalised name may be a party.
const PREAMBLE: usize = 25;

/// Names that are kept; no contract has so many.
const MOST: usize = 400;

/// Names of which a shorter one is looked for.
const MOST_SHORTENED: usize = 20;

/// What comes before a name that stands outside parentheses.
const CALLED: [&str; 2] = ["hereinafter ", "hereafter "];

/// In order of the text.
pub(super) fn aliases(document: &Document) -> Vec<Alias> {
    let mut aliases: Vec<Alias> = Vec::new();
    let mut called: Vec<usize> =
        CALLED.iter().flat_map(|it| memmem::find_iter(document.text.as_bytes(), it)).collect();
    called.sort_unstable();
    let mut done = 0;
    for (at, sentence) in document.sentences.iter().enumerate() {
        if aliases.len() >= MOST {
            break;
        }
        if matches!(sentence.role, Role::Contents | Role::Signature | Role::Hidden) {
            continue;
        }
        let preamble = at < PREAMBLE;
        if preamble {
            let text = sentence.span.of(&document.text);
            let lines = std::iter::once(0).chain(text.match_indices('\n').map(|it| it.0 + 1));
            for start in lines {
                label_line(document, Span::new(sentence.span.start + start, sentence.span.end), &mut aliases);
            }
        }
        let start = sentence.span.start.max(done);
        done = sentence.span.end.max(done);
        let span = Span::new(start, done);
        let from = called.partition_point(|it| *it < span.start);
        let here = called.iter().skip(from).take_while(|it| **it < span.end);
        parentheses(document, span, preamble, here.map(|it| it - span.start), &mut aliases);
    }
    let short = short_names(&document.text, &aliases);
    aliases.extend(short);
    aliases
}

/// "Loom" for "Loom, Inc.", where the text calls it so.
fn short_names(text: &str, aliases: &[Alias]) -> Vec<Alias> {
    let mut short: Vec<Alias> = Vec::new();
    // The whole text is searched for each.
    for alias in aliases.iter().take(MOST_SHORTENED) {
        let Some(n_words) = alias.full_words.iter().position(|it| ENTITY.contains(&it.as_str())) else {
            continue;
        };
        let term = alias.full_words.get(..n_words).unwrap_or_default();
        let telling = term.iter().any(|it| it.len() > 2 && it != "the" && !is_no_full_name(it));
        if !telling || aliases.iter().chain(&short).any(|it| it.term == term) {
            continue;
        }
        let written: Vec<&str> = alias.full_name.split_whitespace().take(n_words).collect();
        let written = written.join(" ").trim_matches([',', '"', '“', '”']).to_owned();
        // A word that the text also uses as a word names nobody.
        let word = n_words == 1 && memmem::find(text.as_bytes(), written.to_lowercase().as_bytes()).is_some();
        let alone = |it: &str| {
            memmem::find_iter(text.as_bytes(), it).any(|at| {
                let rest = text.get(at + it.len()..).unwrap_or_default();
                let next = rest.trim_start_matches([',', ' ', '\n']);
                let next = next.split(|it: char| it.is_whitespace() || it == ',').next().unwrap_or_default();
                let entity = words_of(next).first().is_some_and(|it| ENTITY.contains(&it.as_str()));
                !entity && !rest.starts_with(|it: char| it.is_alphanumeric() || it == '.' || it == '@')
            })
        };
        let titled = in_title_case(&written);
        let used = || alone(&titled) || titled != written && alone(&written);
        if words_of(&written) == term && !word && used() {
            short.push(Alias { term: term.to_vec(), written, ..alias.clone() });
        }
    }
    short
}

/// "Loom Works" for "LOOM WORKS".
fn in_title_case(name: &str) -> String {
    let word = |it: &str| {
        let mut letters = it.chars();
        letters.next().map_or_else(String::new, |first| first.to_string() + &letters.as_str().to_lowercase())
    };
    name.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// "(the “Client”)" and the like in one sentence, and "hereinafter called “Client”" without parentheses, which may stand
/// where it is `called` so.
fn parentheses(
    document: &Document,
    span: Span,
    preamble: bool,
    called: impl Iterator<Item = usize>,
    aliases: &mut Vec<Alias>,
) {
    let text = span.of(&document.text);
    let mut before = 0;
    let mut opens: Vec<usize> = memchr_iter(b'(', text.as_bytes()).chain(called).collect();
    opens.sort_unstable();
    for open in opens {
        if open < before {
            continue;
        }
        let rest = text.get(open..).unwrap_or_default();
        let Some(inner) = rest.strip_prefix('(').map_or_else(|| said(rest), in_parentheses) else {
            continue;
        };
        let terms = quoted(inner);
        if terms.is_empty() {
            continue;
        }
        let segment = text.get(before..open).unwrap_or_default();
        before = open + inner.len() + usize::from(rest.starts_with('('));
        let named: Vec<(String, Vec<String>)> = terms.iter().map(|it| (it.clone(), words_of(it))).collect();
        if !named.iter().any(|(_, term)| may_be_party(term)) {
            continue;
        }
        let full_name = full_name(segment, &terms);
        for (written, term) in named {
            if is_party(&term, &full_name, segment, preamble) && !aliases.iter().any(|it| it.term == term) {
                let full_words = words_of(&full_name);
                // From the full name, if it stands before the parenthesis.
                let name_at = place_of(&full_name, segment);
                let start = name_at.map_or(open, |it| open - segment.len() + it);
                let end = before + usize::from(rest.starts_with('('));
                let span = Span::new(span.start + start, span.start + end);
                aliases.push(Alias { term, written, full_name: full_name.clone(), full_words, span });
            }
        }
    }
}

/// What stands up to the closing parenthesis, if that is near.
fn in_parentheses(rest: &str) -> Option<&str> {
    let mut near = rest.char_indices().take(220);
    let close = near.find(|it| matches!(it.1, '(' | ')')).filter(|it| it.1 == ')')?;
    rest.get(..close.0)
}

/// "hereinafter called “Client”", up to the end of the quote; `None` of a text that begins otherwise.
fn said(rest: &str) -> Option<&str> {
    const QUOTES: [char; 3] = ['"', '“', '”'];
    if !CALLED.iter().any(|it| rest.starts_with(it)) {
        return None;
    }
    let (open, _) = rest.char_indices().take(60).find(|it| QUOTES.contains(&it.1))?;
    let inner = rest.get(open..)?;
    let (close, mark) = inner.char_indices().skip(1).take(60).find(|it| QUOTES.contains(&it.1))?;
    rest.get(..open + close + mark.len_utf8())
}

/// Where a full name last stands in the text before its parenthesis, line breaks within it or not.
fn place_of(full_name: &str, segment: &str) -> Option<usize> {
    let first = full_name.split(' ').next().filter(|it| !it.is_empty())?;
    let from = segment.char_indices().rev().nth(700).map_or(0, |it| it.0);
    let near = segment.get(from..)?;
    let same = |at: &usize| {
        let there =
            near.get(*at..).unwrap_or_default().chars().filter(|it| !it.is_whitespace() && *it != '*');
        let name = full_name.chars().filter(|it| !it.is_whitespace());
        there.take(name.clone().count()).eq(name)
    };
    let found = near.rmatch_indices(first).map(|it| it.0).take(50).find(same)?;
    Some(from + found)
}

fn is_party(term: &[String], full_name: &str, segment: &str, preamble: bool) -> bool {
    if !may_be_party(term) {
        return false;
    }
    let role = ends_like_role(term);
    let full_words = words_of(full_name);
    let entity = full_words.last().is_some_and(|it| ENTITY.contains(&it.as_str()))
        || full_words.iter().rev().take(2).any(|it| ENTITY.contains(&it.as_str()));
    let lower = segment.to_lowercase();
    let individual =
        lower.contains("an individual") || lower.contains("sole proprietor") || lower.contains("sole trader");
    let thing = full_words.last().is_some_and(|it| NO_PARTY.contains(&it.as_str()));
    if !preamble {
        return entity
            && !thing
            && (role || term.iter().all(|it| full_words.contains(it)) || initials(term, &full_words))
            || individual && role;
    }
    role || entity && !thing
        || individual
        || !full_name.is_empty() && !thing && (full_words.len() > 1 || full_words == term)
}

/// "PNC" for "PNC" or "Pittsburgh National Corporation".
fn initials(term: &[String], full_words: &[String]) -> bool {
    let [term] = term else { return false };
    let initials: String = full_words.iter().filter_map(|it| it.chars().next()).collect();
    term.len() > 1 && initials.starts_with(term.as_str())
}

/// The name of the party in the text before the parenthesis: "Acme Inc." of "and Acme Inc., a Delaware corporation,".
fn full_name(segment: &str, terms: &[String]) -> String {
    let start = [" between ", " among ", " between:", "BETWEEN ", "Between "]
        .iter()
        .filter_map(|it| segment.rfind(it).map(|at| at + it.len() - 1))
        .max()
        .unwrap_or(0);
    let segment = segment.get(start..).unwrap_or_default();
    // Only the last few hundred characters: a name is never further away.
    let from = segment.char_indices().rev().nth(600).map_or(0, |it| it.0);
    let segment = segment.get(from..).unwrap_or_default();
    let runs = runs(segment);
    let entity = runs.iter().find(|it| words_of(it).last().is_some_and(|it| ENTITY.contains(&it.as_str())));
    // "… of England, and Bob Roe (“Roe”)": the name that the short one is taken from.
    let taken_from = || {
        let terms: Vec<String> = terms.iter().flat_map(|it| words_of(it)).collect();
        runs.iter().rev().find(|it| words_of(it).iter().any(|it| terms.contains(it)))
    };
    // "…, 3 Mill Lane, and Ann Lee (the “Artist”)": a place comes after a name, and no name is that of a thing.
    let begins = |it: &&String| {
        let before = segment.find(it.as_str()).and_then(|at| segment.get(..at)).unwrap_or_default();
        let before = before.trim_end_matches(|it: char| it.is_whitespace() || matches!(it, '*' | '_'));
        before.rsplit(char::is_whitespace).next().is_none_or(|it| matches!(it, "" | "and" | "AND" | "&"))
    };
    let thing = |it: &&String| words_of(it).last().is_some_and(|it| NO_PARTY.contains(&it.as_str()));
    let persons: Vec<&String> = runs.iter().filter(|it| !thing(it)).collect();
    let alone = || persons.iter().copied().find(begins).or(persons.first().copied());
    entity.or_else(taken_from).or_else(alone).cloned().unwrap_or_default()
}

/// "Client: Acme Ltd", "“Contractor”: Jane Doe"
fn label_line(document: &Document, span: Span, aliases: &mut Vec<Alias>) {
    // The heading of the line may have been read as a sentence of its own.
    let line_end = document
        .text
        .get(span.start..)
        .and_then(|it| it.find(['\n', '|']))
        .map_or(document.text.len(), |it| span.start + it);
    let line = document.text.get(span.start..line_end).unwrap_or_default();
    let Some((name, value)) =
        line.get(..line.len().min(400)).or(Some(line)).and_then(|it| it.split_once(':'))
    else {
        return;
    };
    let written = name.trim().trim_matches(['*', '_', '"', '“', '”', '-', '•', ' ']).trim();
    let written = written.strip_prefix("The ").unwrap_or(written);
    if written.is_empty() || written.len() > 30 || !written.starts_with(char::is_uppercase) {
        return;
    }
    let term = words_of(written);
    let role = term.len() <= 3 && ends_like_role(&term);
    let value = value.trim_start_matches(['*', '_', ' ', '\t', '"']);
    if !role || !begins_name(value) || aliases.iter().any(|it| it.term == term) {
        return;
    }
    let full_name = runs(value.get(..value.find('(').unwrap_or(value.len())).unwrap_or(value))
        .into_iter()
        .next()
        .unwrap_or_default();
    if full_name.is_empty()
        || !value.starts_with(full_name.split(' ').next().unwrap_or_default())
        || full_name.len() > 120
    {
        return;
    }
    let full_words = words_of(&full_name);
    let span = Span::new(span.start, span.start + line.trim_end().len());
    aliases.push(Alias { term, written: written.to_owned(), full_name, full_words, span });
}
