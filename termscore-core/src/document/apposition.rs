//! Names told by what stands beside them, as plain contracts do it: "Ann Lee, the landlord,", "her tenant, Joe Wick",
//! "Ann Lee (tenant)"; and the first names by which they go on.

use memchr::memmem;

use super::{
    Alias, Document, Sentence,
    party_name::{is_entity, is_no_full_name, is_role, is_role_word, runs},
    words_of,
};
use crate::Span;

/// Bytes on either side of a role in which the name may stand.
const NEAR: usize = 120;

/// How often a first name stands alone in a contract that uses it as a name, of a person of whom nothing else is said.
const USES_UNTOLD: usize = 3;

/// Bytes behind "between", or before "agree", in which persons are named.
const NAMING: usize = 600;

/// Words for roles that are looked at in a sentence; where names are given, there are few.
const ROLES: usize = 16;

/// Persons of whom a shorter name is looked for.
const MOST: usize = 20;

const QUOTES: [char; 6] = ['"', '“', '”', '’', '«', '»'];

/// What may stand before a role: "the landlord", "her tenant".
const DETERMINERS: [&str; 8] = ["the", "your", "her", "his", "our", "their", "my", "as"];

/// Names by roles beside them in a sentence of the preamble.
pub(super) fn read(document: &Document, sentence: &Sentence, aliases: &mut Vec<Alias>) {
    let own = document.flow.get(sentence.own_start as usize..sentence.flow_end as usize).unwrap_or_default();
    for at in own.iter().filter(|it| is_role(document.norm(**it))).take(ROLES) {
        let norm = document.norm(*at);
        if aliases.iter().any(|it| it.term == [norm]) {
            continue;
        }
        let Some(named) = beside(document, sentence.span, *at, aliases) else { continue };
        let word = document
            .words
            .get(*at as usize)
            .map_or(named, |it| Span::new(it.start as usize, it.end as usize));
        let full_name = named.of(&document.text).to_owned();
        let known = aliases.iter().find(|it| it.full_name == full_name);
        let full_words = known.map_or_else(|| words_of(&full_name), |it| it.full_words.clone());
        let (term, written) = (vec![norm.to_owned()], word.of(&document.text).to_owned());
        aliases.push(Alias { term, written, full_name, full_words, span: named.cover(word) });
    }
}

/// Where the name stands that the role at a word is said of.
fn beside(document: &Document, sentence: Span, at: u32, aliases: &[Alias]) -> Option<Span> {
    let text = document.text.as_str();
    let word = document.words.get(at as usize)?;
    let (start, end) = (word.start as usize, word.end as usize);
    // "The landlord's agent" is not the landlord.
    if text.get(start..end)?.ends_with("'s") || text.get(start..end)?.ends_with("’s") {
        return None;
    }
    let before = text.get(text.ceil_char_boundary(sentence.start.max(start.saturating_sub(NEAR)))..start)?;
    let bare = before.trim_end();
    let determiner = DETERMINERS.iter().find(|it| {
        let rest = bare.len().checked_sub(it.len()).and_then(|at| Some((bare.get(..at)?, bare.get(at..)?)));
        rest.is_some_and(|(rest, last)| {
            last.eq_ignore_ascii_case(it) && !rest.ends_with(|it: char| it.is_alphanumeric())
        })
    });
    let lead = determiner.map_or(bare, |it| bare.get(..bare.len() - it.len()).unwrap_or_default());
    let rest = text.get(end..text.floor_char_boundary(sentence.end.min(end + NEAR)).max(end))?;
    let closes = rest.trim_start_matches(QUOTES).trim_start();
    let closes =
        closes.is_empty() || closes.starts_with([',', '.', ';', ')', '\n']) || closes.starts_with("and ");
    let opened = lead.trim_end();
    let said_of =
        [",", "(", " is", " as", " being", " –", " -"].iter().find_map(|it| opened.strip_suffix(it));
    let said_of = said_of.filter(|_| closes && (determiner.is_some() || opened.ends_with('(')));
    if let Some(found) = said_of.and_then(|it| name_at_end(text, start - before.len(), it, aliases)) {
        return Some(found);
    }
    determiner.filter(|it| **it != "as")?;
    let next = rest.trim_start_matches([' ', ',', ':', '(']);
    let apart = rest.len() - next.len();
    let name = runs(next).into_iter().next().filter(|it| apart <= 2 && next.starts_with(it.as_str()))?;
    let name = if is_entity(&name) { &name } else { name.trim_end_matches('.') };
    is_name(name).then(|| Span::new(end + apart, end + apart + name.len()))
}

/// The name with which a text ends that begins at `from`: given before, or of two words and more.
fn name_at_end(text: &str, from: usize, before: &str, aliases: &[Alias]) -> Option<Span> {
    let bare = before.trim_end_matches(|it| QUOTES.contains(&it) || matches!(it, ' ' | '*' | '_'));
    let end = from + bare.len();
    let given =
        aliases.iter().find(|it| !it.full_name.is_empty() && (it.span.end == end || it.span.end == end + 1));
    let given =
        given.and_then(|it| Some((it.span.start + it.span.of(text).find(&it.full_name)?, &it.full_name)));
    if let Some((start, name)) = given {
        return Some(Span::new(start, start + name.len()));
    }
    let name = runs(bare).pop().filter(|it| bare.ends_with(it.as_str()) && is_name(it))?;
    let lead = bare.get(..bare.len() - name.len())?;
    (!is_at_place(lead)).then(|| Span::new(end - name.len(), end))
}

/// True of "Ann Lee" and "Acme Ltd"; one word alone may be anything.
fn is_name(name: &str) -> bool {
    let first = name.split(' ').next().unwrap_or_default();
    let small = ["At", "By", "For", "From", "If", "In", "On", "To", "When", "With"].contains(&first);
    name.contains(' ') && !small && !is_role_word(name) && (is_entity(name) || is_person(name))
}

/// True of two to four words with capitals, none of which is a role or a thing.
fn is_person(name: &str) -> bool {
    let n_words = name.split(' ').count();
    let word = |it: &str| it.starts_with(char::is_uppercase) && !it.contains(|it: char| it.is_ascii_digit());
    let small =
        |it: &str| matches!(it, "de" | "van" | "von" | "der" | "la" | "le" | "du" | "da" | "del" | "di");
    (2..=4).contains(&n_words)
        && !is_entity(name)
        && name.split(' ').all(|it| word(it) || small(it))
        && !words_of(name).iter().any(|it| is_no_full_name(it))
}

/// "at 4 Mill Lane", "of New York".
fn is_at_place(lead: &str) -> bool {
    let last = lead.split_whitespace().next_back().unwrap_or_default();
    matches!(last, "at" | "in" | "on" | "near") || last.starts_with(|it: char| it.is_ascii_digit())
}

/// "Ann" and "Lee" of "Ann Lee", where the text calls her so.
pub(super) fn short_names(document: &Document, preamble: usize, aliases: &[Alias]) -> Vec<Alias> {
    let text = document.text.as_str();
    let mut persons: Vec<Alias> = Vec::new();
    for alias in aliases {
        if is_person(&alias.full_name) && !persons.iter().any(|it| it.full_name == alias.full_name) {
            persons.push(alias.clone());
        }
    }
    let told = persons.len();
    persons.extend(untold(document, preamble, &persons));
    let mut short: Vec<Alias> = Vec::new();
    for (nth, person) in persons.iter().enumerate().take(MOST) {
        let words: Vec<&str> = person.full_name.split(' ').collect();
        let (Some(first), Some(last)) = (words.first(), words.last()) else { continue };
        for name in [first, last] {
            let term = words_of(name);
            let taken = aliases.iter().chain(&short).any(|it| it.term == term);
            // Of two who share it, it names neither.
            let shared =
                persons.iter().filter(|it| it.full_name.split(' ').any(|it| it == *name)).count() > 1;
            let uses = if nth < told { 1 } else { USES_UNTOLD };
            if term.len() == 1
                && name.len() > 1
                && !taken
                && !shared
                && used_alone(text, name, &words) >= uses
            {
                short.push(Alias { term, written: (*name).to_owned(), ..person.clone() });
            }
        }
    }
    short
}

/// Persons who are named where the parties are, of whom no more is said: "an agreement between Ann Lee and Joe Wick",
/// "Ann Lee and Joe Wick agree".
fn untold(document: &Document, preamble: usize, known: &[Alias]) -> Vec<Alias> {
    let mut found: Vec<Alias> = Vec::new();
    for sentence in document.sentences.iter().take(preamble) {
        let text = sentence.span.of(&document.text);
        let between =
            [" between ", "Between "].iter().filter_map(|it| text.find(it).map(|at| at + it.len())).min();
        let agree = text.find(" agree").filter(|_| between.is_none());
        if between.or(agree).is_none() {
            continue;
        }
        let from =
            between.or(agree.map(|it| text.ceil_char_boundary(it.saturating_sub(NAMING)))).unwrap_or(0);
        let to = agree.unwrap_or_else(|| text.floor_char_boundary(from + NAMING));
        let named = text.get(from..to).unwrap_or_default();
        for name in runs(named) {
            let name = name.trim_end_matches('.');
            let Some(at) = named.find(name).filter(|_| is_person(name)) else { continue };
            let lead = named.get(..at).unwrap_or_default().trim_end();
            let joined = lead.is_empty() || lead.ends_with(" and") || lead == "and";
            // "The Licensed Mark": no words of the language name a person.
            let words = || name.split(' ').all(|it| places(&document.text, &it.to_lowercase()).is_empty());
            if joined && !known.iter().chain(&found).any(|it| it.full_name == name) && words() {
                let start = sentence.span.start + from + at;
                found.push(Alias {
                    term: Vec::new(),
                    written: String::new(),
                    full_name: name.to_owned(),
                    full_words: words_of(name),
                    span: Span::new(start, start + name.len()),
                });
            }
        }
    }
    found
}

/// Where a word stands in a text, in this spelling.
fn places(text: &str, word: &str) -> Vec<usize> {
    let apart = |it: Option<char>| it.is_none_or(|it| !it.is_alphanumeric());
    let whole = |at: &usize| {
        let (before, after) = (text.get(..*at), text.get(at + word.len()..));
        apart(before.and_then(|it| it.chars().next_back())) && apart(after.and_then(|it| it.chars().next()))
    };
    memmem::find_iter(text.as_bytes(), word).filter(whole).collect()
}

/// How often a part of a name stands alone; never if the text uses it as a word, too.
fn used_alone(text: &str, name: &str, whole: &[&str]) -> usize {
    if !places(text, &name.to_lowercase()).is_empty() {
        return 0;
    }
    let beside = |it: Option<&str>| {
        it.is_some_and(|it| whole.contains(&it.trim_matches(|it: char| !it.is_alphanumeric())))
    };
    let alone = places(text, name).into_iter().filter(|at| {
        let (before, after) =
            (text.get(..*at).unwrap_or_default(), text.get(at + name.len()..).unwrap_or_default());
        !beside(before.split_whitespace().next_back()) && !beside(after.split_whitespace().next())
    });
    alone.count()
}
