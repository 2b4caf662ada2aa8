//! Names that the contract gives its parties: "Acme Inc. (the “Client”)", "Client: Acme Ltd".

use memchr::{memchr_iter, memmem};

use super::{
    Alias, Document, apposition, form_line,
    naming::{bare_name, bare_role, quoted},
    party_name::{
        ENTITY, NO_PARTY, ends_like_role, is_entity, is_no_full_name, is_role_word, may_be_party, runs,
    },
    words_of,
};
use crate::{Span, rule::Role};

/// Sentences from the start in which any capitalised name may be a party.
const PREAMBLE: usize = 25;

/// Names that are kept; no contract has so many.
const MOST: usize = 400;

/// Names of which a shorter one is looked for.
const MOST_SHORTENED: usize = 20;

/// Characters above a line that only names in which the full name may stand.
const ABOVE: usize = 400;

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
        let preamble = at < PREAMBLE;
        // "By: Ann Lee (the “Recipient”)" at the top signs nothing yet.
        let signs = sentence.role == Role::Signature && !preamble;
        if signs || matches!(sentence.role, Role::Contents | Role::Hidden) {
            continue;
        }
        if preamble {
            let text = sentence.span.of(&document.text);
            let lines = std::iter::once(0).chain(text.match_indices('\n').map(|it| it.0 + 1));
            for start in lines {
                form_line::read(
                    document,
                    Span::new(sentence.span.start + start, sentence.span.end),
                    &mut aliases,
                );
            }
        }
        let start = sentence.span.start.max(done);
        done = sentence.span.end.max(done);
        let span = Span::new(start, done);
        let from = called.partition_point(|it| *it < span.start);
        let here = called.iter().skip(from).take_while(|it| **it < span.end);
        parentheses(document, span, preamble, here.map(|it| it - span.start), &mut aliases);
    }
    for sentence in document.sentences.iter().take(PREAMBLE) {
        if !matches!(sentence.role, Role::Contents | Role::Hidden | Role::Signature) {
            apposition::read(document, sentence, &mut aliases);
        }
    }
    let first = apposition::short_names(document, PREAMBLE, &aliases);
    aliases.extend(first);
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
        let in_parentheses = rest.strip_prefix('(').map(in_parentheses);
        let Some(inner) = in_parentheses.unwrap_or_else(|| said(rest)) else { continue };
        let marks = usize::from(in_parentheses.is_some());
        let naming = Naming { document, sentence: span, before, open, inner, bare: marks == 0, preamble };
        let terms = naming.terms(aliases);
        if terms.is_empty() {
            continue;
        }
        before = open + inner.len() + marks;
        let named: Vec<(String, Vec<String>)> = terms.iter().map(|it| (it.clone(), words_of(it))).collect();
        if !named.iter().any(|(_, term)| may_be_party(term)) {
            continue;
        }
        let Named { segment, full_name, alone } = naming.full_name(&terms, aliases);
        // "The Disclosing Company … (the “Evaluation”)": what is named is not who does it.
        let full_words = words_of(&full_name);
        let known = aliases.iter().any(|it| it.term == full_words && it.full_words != full_words);
        let by_role = preamble && named.iter().any(|(_, term)| ends_like_role(term));
        for (written, term) in named {
            // "the person who opens an account (“Member”, “you”)"
            let pronoun = by_role && matches!(written.as_str(), "we" | "us" | "our" | "you" | "your");
            let is_party =
                is_party(&term, &full_name, segment, preamble) && (!known || ends_like_role(&term));
            let is_name = alone && may_be_party(&term);
            if (pronoun || is_party || is_name) && !aliases.iter().any(|it| it.term == term) {
                let full_words = full_words.clone();
                // From the full name, if it stands before the parenthesis.
                let name_at = place_of(&full_name, segment);
                let open = span.start + open;
                let start = name_at.map_or(open, |it| open.saturating_sub(segment.len()) + it);
                let end = span.start + before + marks;
                let span = Span::new(start, end);
                aliases.push(Alias { term, written, full_name: full_name.clone(), full_words, span });
            }
        }
    }
}

/// A place where names are given; bytes count from the start of the sentence.
struct Naming<'d> {
    document: &'d Document,
    sentence: Span,
    /// Where what was named before ends.
    before: usize,
    open: usize,
    /// What is said there, without parentheses.
    inner: &'d str,
    /// Without parentheses.
    bare: bool,
    preamble: bool,
}

/// Who gets the names.
struct Named<'d> {
    /// The text in which the full name stands.
    segment: &'d str,
    /// Empty if none is known.
    full_name: String,
    /// True where an address stands for it: the name tells that it is a party.
    alone: bool,
}

impl<'d> Naming<'d> {
    /// The names that are given.
    fn terms(&self, aliases: &[Alias]) -> Vec<String> {
        let mut terms = quoted(self.inner);
        if self.preamble && terms.is_empty() && !self.bare {
            let role = bare_role(self.inner).or_else(|| {
                let line = self.whole_line(aliases);
                bare_name(self.inner).filter(|_| self.before == 0 && begins_with_name(line))
            });
            terms.extend(role.map(str::to_owned));
        }
        terms
    }

    /// The full name of who is called so, before it in the sentence, above it, or else in its line.
    fn full_name(&self, terms: &[String], aliases: &[Alias]) -> Named<'d> {
        let text = self.sentence.of(&self.document.text);
        let mut segment = text.get(self.before..self.open).unwrap_or_default();
        if self.preamble && segment.trim_matches(|it: char| !it.is_alphanumeric()).is_empty() {
            segment = above(self.document, self.sentence.start + self.open, aliases);
        }
        let full_name = full_name(segment, terms);
        let named = Named { segment, full_name, alone: false };
        if is_entity(&named.full_name) {
            return named;
        }
        let line = (self.preamble && self.before == 0).then(|| self.whole_line(aliases));
        let in_line = line.map(|it| (it, self::full_name(it, terms))).filter(|it| is_one_entity(&it.1));
        match in_line {
            Some((segment, full_name)) => Named { segment, full_name, alone: false },
            // "at 2 King Road (the “Plaza”)" is no party, "of 2 King Road (“FMI”)" is one.
            None if is_place(&named.full_name, segment) => Named {
                full_name: String::new(),
                alone: self.preamble && !self.inner.starts_with("the "),
                ..named
            },
            None => named,
        }
    }

    /// What stands before the place in its line, behind what was named before: "Acme Ltd (Co. No. 4) of 1 High Street" may
    /// have been read as two sentences.
    fn whole_line(&self, aliases: &[Alias]) -> &'d str {
        let (text, sentence) = (&self.document.text, self.sentence.start);
        let start = text.get(..sentence).and_then(|it| it.rfind('\n')).map_or(0, |it| it + 1);
        let from = aliases.last().map_or(0, |it| it.span.end).max(start).min(sentence);
        let from = text.floor_char_boundary(from.max(sentence.saturating_sub(ABOVE)));
        text.get(from..sentence + self.open).unwrap_or_default()
    }
}

/// The lines above a line that only names, behind what was named before: up to a blank line if there is text.
fn above<'d>(document: &'d Document, at: usize, aliases: &[Alias]) -> &'d str {
    let from = aliases.last().map_or(0, |it| it.span.end).min(at);
    let text = document.text.get(from..at).unwrap_or_default();
    let near = text.char_indices().rev().nth(ABOVE).map_or(0, |it| it.0);
    let text = text.get(near..).unwrap_or_default();
    let end = text.trim_end_matches(|it: char| !it.is_alphanumeric() && !matches!(it, '.' | ')')).len();
    let start = text.get(..end).and_then(|it| it.rfind("\n\n")).map_or(0, |it| it + 2);
    // Up to the name that is given below.
    text.get(start..).unwrap_or_default()
}

/// What stands up to the closing parenthesis, if that is near.
fn in_parentheses(rest: &str) -> Option<&str> {
    let mut near = rest.char_indices().take(220);
    let close = near.find(|it| matches!(it.1, '(' | ')')).filter(|it| it.1 == ')')?;
    rest.get(..close.0)
}

/// True of "(2) ANN LEE of Mill Cottage" and "2. Acme Ltd, a company": who is named stands first.
fn begins_with_name(line: &str) -> bool {
    let label =
        line.trim_start().trim_start_matches(|it: char| it.is_ascii_digit() || matches!(it, '(' | ')' | '.'));
    let name = label.trim_start();
    let is_labelled = label.len() < line.trim_start().len();
    is_labelled && runs(name).first().is_some_and(|it| it.contains(' ') && name.starts_with(it.as_str()))
}

/// "hereinafter called “Client”", up to the end of the quote, and "hereinafter called the LESSOR"; `None` of a text that
/// begins otherwise.
fn said(rest: &str) -> Option<&str> {
    const QUOTES: [char; 3] = ['"', '“', '”'];
    if !CALLED.iter().any(|it| rest.starts_with(it)) {
        return None;
    }
    let Some((open, _)) = rest.char_indices().take(60).find(|it| QUOTES.contains(&it.1)) else {
        return said_in_capitals(rest);
    };
    let inner = rest.get(open..)?;
    let (close, mark) = inner.char_indices().skip(1).take(60).find(|it| QUOTES.contains(&it.1))?;
    rest.get(..open + close + mark.len_utf8())
}

/// "hereinafter jointly called the LESSEE", up to the name.
fn said_in_capitals(rest: &str) -> Option<&str> {
    const CALLS: [&str; 4] = ["called the ", "called ", "referred to as the ", "known as the "];
    let near = rest.get(..rest.floor_char_boundary(60))?;
    let start = CALLS.iter().filter_map(|it| near.find(it).map(|at| at + it.len())).min_by_key(|it| *it)?;
    let name = near.get(start..)?;
    let name = name.strip_prefix("the ").unwrap_or(name);
    let start = near.len() - name.len();
    let len = name.find(|it: char| !it.is_uppercase() && it != ' ')?;
    let len = name.get(..len)?.trim_end().len();
    (len > 2).then(|| rest.get(..start + len)).flatten()
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

/// "known as 2 King Road", "at Eden House".
fn is_place(full_name: &str, segment: &str) -> bool {
    let before = place_of(full_name, segment).and_then(|at| segment.get(..at)).unwrap_or_default();
    let beside = |it: &&str| *it == "the" || it.bytes().all(|it| it.is_ascii_digit());
    let mut words = before.split_whitespace().rev().skip_while(beside);
    matches!(words.next(), Some("as" | "at" | "in" | "on"))
}

/// True of the name of a company that no stop is in, unless a legal form follows: "Kopi Pte. Ltd."
fn is_one_entity(name: &str) -> bool {
    is_entity(name) && name.split(". ").skip(1).all(|it| is_entity(it) && !it.contains(' '))
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
    let segment = form_line::behind_label(segment);
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
    // "the person who opens an Account": what there are several of is nobody's name.
    let common = |it: &&String| {
        let before = segment.find(it.as_str()).and_then(|at| segment.get(..at)).unwrap_or_default();
        matches!(before.trim_end().rsplit(char::is_whitespace).next(), Some("a" | "an" | "any" | "each"))
    };
    let persons: Vec<&String> =
        runs.iter().filter(|it| !thing(it) && !common(it) && !is_role_word(it)).collect();
    let alone = || persons.iter().copied().find(begins).or(persons.first().copied());
    entity.or_else(taken_from).or_else(alone).cloned().unwrap_or_default()
}
