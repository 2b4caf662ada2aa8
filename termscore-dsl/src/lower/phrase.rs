//! Phrases: words into their forms, slots into what they name, and exactly one head.

use std::collections::BTreeMap;

use termscore_core::rule::{Element, Function, Pattern, Phrase, Step, Who, WordForms};
use termscore_core::value::Type;

use super::scope::Sort;
use super::{Lowerer, words_of};
use crate::ast::{self, What};
use crate::diagnostic::{Code, Diagnostic, Suggestion};
use crate::inflect::inflections;
use crate::names::{is_kebab, list, meant};
use crate::source::Loc;

/// What a capture holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bound {
    Value(Type),
    /// The words of a concept, or a party.
    Words,
}

impl Bound {
    pub(crate) fn noun(self) -> String {
        match self {
            Bound::Value(ty) => ty.name().to_owned(),
            Bound::Words => "text".to_owned(),
        }
    }

    /// The type of the values it is compared with.
    pub(crate) fn ty(self) -> Type {
        match self {
            Bound::Value(ty) => ty,
            Bound::Words => Type::Text,
        }
    }

    /// Can a value of one be compared with a value of the other?
    pub(crate) fn fits(self, other: Type) -> bool {
        let plain = |ty: Type| if ty == Type::Days { Type::Duration } else { ty };
        plain(self.ty()) == plain(other)
    }
}

/// Longest gap, in words.
const MAX_GAP: u8 = 200;
/// Longest gap that does not raise doubts.
const USUAL_GAP: u8 = 50;

impl Lowerer<'_> {
    /// Patterns of a place where nothing is captured; `place` names it: "`without`".
    pub(super) fn plain_patterns(&mut self, patterns: &[ast::Pattern], place: &str) -> Vec<Pattern> {
        patterns.iter().filter_map(|it| self.plain_pattern(it, place)).collect()
    }

    pub(super) fn plain_pattern(&mut self, pattern: &ast::Pattern, place: &str) -> Option<Pattern> {
        if let ast::Pattern::Phrase(phrase) = pattern {
            for (name, of) in slots_in(&phrase.body) {
                let Some(name) = name else { continue };
                self.problems.push(
                    Diagnostic::error(
                        Code::CaptureNotAllowed,
                        name.at,
                        format!("nothing can be captured in {place}"),
                    )
                    .why("what is captured is a value of the match, and only `find` and `with` make a match")
                    .help(format!("write `{{{}}}`, or move the phrase to a `find` or a `with`", of.it))
                    .suggest(
                        Suggestion::new(format!("write `{{{}}}`", of.it))
                            .replace(name.at.cover(of.at), &of.it),
                    ),
                );
            }
        }
        self.pattern(pattern)
    }

    /// Phrases of a place where regular expressions are not read.
    pub(super) fn plain_phrases(&mut self, patterns: &[ast::Pattern], place: &str) -> Vec<Phrase> {
        let patterns = self.plain_patterns(patterns, place);
        patterns
            .into_iter()
            .filter_map(|it| if let Pattern::Phrase(it) = it { Some(it) } else { None })
            .collect()
    }

    pub(super) fn pattern(&mut self, pattern: &ast::Pattern) -> Option<Pattern> {
        match pattern {
            ast::Pattern::Phrase(it) => self.phrase(it).map(Pattern::Phrase),
            ast::Pattern::Regex(it) => self.regex(it),
            ast::Pattern::Broken => None,
        }
    }

    fn phrase(&mut self, phrase: &ast::Phrase) -> Option<Phrase> {
        let before = self.problems.len();
        self.check_heads(&phrase.body);
        self.check_captures(&phrase.body);
        if let Some(gap) = edge_gap(&phrase.body, false).or_else(|| edge_gap(&phrase.body, true)) {
            let bare = phrase.body.first().is_some_and(|it| it.at == gap)
                || phrase.body.last().is_some_and(|it| it.at == gap);
            let mut problem = Diagnostic::error(Code::GapAtEdge, gap, "a gap needs a word on both sides")
                .why("it would only make the quoted passage longer")
                .help(if bare {
                    "remove it: a phrase matches wherever its words stand"
                } else {
                    "what stands at one of its sides may be absent: remove both, or the `?`"
                });
            if let (true, [first, second, ..]) = (bare, phrase.body.as_slice()) {
                // At the start, together with the blanks before the next word.
                let start = gap.span.start;
                let end = if first.at == gap { second.at.span.start } else { gap.span.end };
                let at = Loc::new(gap.source, start, end);
                problem = problem.suggest(Suggestion::new("remove the gap").remove(at).safe());
            }
            self.problems.push(problem);
        } else if can_be_empty(&phrase.body) {
            self.problems.push(
                Diagnostic::error(Code::EmptyPhrase, phrase.at, "every word of this phrase may be absent")
                    .help("remove the `?` of at least one word"),
            );
        }
        let head = phrase.body.iter().position(|it| it.head.is_some()).or_else(|| default_head(&phrase.body));
        let mut steps = Vec::new();
        for (n, element) in phrase.body.iter().enumerate() {
            let start = steps.len();
            steps.extend(self.element(element));
            if head == Some(n) {
                // Of a word with hyphens, the inflected end counts, and otherwise the start.
                let end = matches!(element.it, What::Inflected(_));
                let at = if end { steps.len().saturating_sub(1) } else { start };
                if let Some(step) = steps.get_mut(at) {
                    step.head = true;
                }
            }
        }
        (!self.failed_since(before)).then(|| Phrase { written: phrase.written.as_str().into(), steps })
    }

    fn check_heads(&mut self, body: &[ast::Element]) {
        let mut first: Option<Loc> = None;
        for element in body {
            if let Some(inner) = inner_head(element) {
                self.problems.push(
                    Diagnostic::error(Code::TwoHeads, inner, "`^` cannot stand inside parentheses")
                        .help("put it after the closing parenthesis, as in `(~train|~teach)^`"),
                );
            }
            let Some(head) = element.head else { continue };
            if matches!(element.it, What::Gap(..)) {
                self.problems.push(
                    Diagnostic::error(Code::HeadOnGap, head, "a gap cannot be the head")
                        .why("the head is the word that is asked whether it is negated, and who is bound by it")
                        .help("put `^` after the word whose negation and subject count"),
                );
            } else if element.optional {
                self.problems.push(
                    Diagnostic::error(Code::HeadOnGap, head, "what may be absent cannot be the head")
                        .why("the head is the word that is asked whether it is negated, and who is bound by it")
                        .help("put `^` after a word that is always there"),
                );
            }
            match first {
                Some(before) => self.problems.push(
                    Diagnostic::error(Code::TwoHeads, head, "a phrase has one head")
                        .also(before, "first head")
                        .why("the head is the one word that is asked whether it is negated, and who is bound by it")
                        .help("keep the `^` of the word whose negation and subject count")
                        .suggest(Suggestion::new("keep the first `^`").remove(head))
                        .suggest(Suggestion::new("keep this `^`").remove(before)),
                ),
                None => first = Some(head),
            }
        }
    }

    fn check_captures(&mut self, body: &[ast::Element]) {
        let mut seen: BTreeMap<&str, Loc> = BTreeMap::new();
        for (name, of) in slots_in(body) {
            let bare_type = Type::from_name(&of.it).is_some().then_some(of);
            let Some(name) = name.or(bare_type) else { continue };
            if let Some(before) = seen.insert(&name.it, name.at) {
                self.problems.push(
                    Diagnostic::error(
                        Code::DuplicateCapture,
                        name.at,
                        format!("`{}` is captured twice in one phrase", name.it),
                    )
                    .also(before, "first captured here")
                    .why("one match has one value of each name")
                    .help("give one of them another name, as in `{other: money}`, or write two phrases"),
                );
            }
            if !is_kebab(&name.it) || name.it == "actor" {
                self.problems.push(
                    Diagnostic::error(
                        Code::BadName,
                        name.at,
                        format!("a capture cannot be named `{}`", name.it),
                    )
                    .help("choose a name in kebab-case; `actor` has a meaning of its own"),
                );
            }
        }
    }

    fn sequence(&mut self, body: &[ast::Element]) -> Vec<Step> {
        body.iter().flat_map(|it| self.element(it)).collect()
    }

    fn element(&mut self, element: &ast::Element) -> Vec<Step> {
        let step = |what: Element| Step { what, head: false };
        let steps = match &element.it {
            What::Choice(branches) if element.optional && branches.len() == 1 => {
                branches.iter().flat_map(|it| self.sequence(it)).collect()
            }
            What::Choice(branches) => {
                vec![step(one_of(branches.iter().map(|it| self.sequence(it)).collect()))]
            }
            _ => self.simple(element).into_iter().map(step).collect(),
        };
        if element.optional && !steps.is_empty() { vec![step(Element::Opt(steps))] } else { steps }
    }

    fn simple(&mut self, element: &ast::Element) -> Vec<Element> {
        match &element.it {
            What::Word(word) => self.words(element, word, false),
            What::Inflected(word) => self.words(element, word, true),
            What::Exact(word) => {
                let parts: Vec<&str> = if words_of(word).len() == 1 {
                    vec![word.as_str()]
                } else {
                    word.split(['-', '/']).filter(|it| !it.is_empty()).collect()
                };
                let whole = parts.iter().all(|it| words_of(it).len() == 1);
                self.check_words(element, word, if whole { parts.len() } else { 0 });
                parts.into_iter().map(|it| Element::Exact(it.to_owned())).collect()
            }
            What::Any => vec![Element::Any],
            What::Gap(first, second) => self.gap(element.at, first, second.as_deref()).into_iter().collect(),
            What::Slot { capture, of } => self.slot(capture.as_ref(), of).into_iter().collect(),
            What::Choice(_) => Vec::new(),
        }
    }

    /// What a word is made of; of the last part all inflections if asked for.
    fn words(&mut self, element: &ast::Element, word: &str, inflected: bool) -> Vec<Element> {
        let known = if inflected { &mut self.inflected } else { &mut self.plain };
        if !known.contains_key(word) {
            let parts = words_of(word);
            let mut forms: Vec<WordForms> = parts.iter().map(|it| WordForms::new([it])).collect();
            if let (true, Some(part), Some(last)) = (inflected, parts.last(), forms.last_mut()) {
                *last = WordForms::new(forms_of(part));
            }
            known.insert(word.to_owned(), forms);
        }
        let forms = known.get(word).map(Vec::as_slice).unwrap_or_default();
        let words: Vec<Element> = forms.iter().cloned().map(Element::Word).collect();
        self.check_words(element, word, words.len());
        words
    }

    fn check_words(&mut self, element: &ast::Element, word: &str, n_words: usize) {
        if n_words == 0 {
            let message = format!("`{word}` does not count as a word");
            self.problems.push(
                Diagnostic::error(Code::SpecialCharacter, element.at, message)
                    .help("leave it out: punctuation between words is ignored"),
            );
        }
    }

    /// `..6` is `0..=6`, `..2-6` is `2..=6`.
    fn gap(&mut self, at: Loc, first: &str, second: Option<&str>) -> Option<Element> {
        let read = |it: &str| it.parse::<u8>().ok().filter(|it| *it <= MAX_GAP);
        let (min, max) = match second {
            None => (Some(0), read(first)),
            Some(second) => (read(first), read(second)),
        };
        let error = |message: String| Diagnostic::error(Code::BadGap, at, message);
        match (min, max) {
            (Some(_), Some(0)) => {
                self.problems.push(
                    error("a gap of no words".to_owned())
                        .help("leave it out")
                        .suggest(Suggestion::new("remove the gap").remove(at).safe()),
                );
                None
            }
            (Some(min), Some(max)) if min <= max => {
                if max > USUAL_GAP {
                    let message = format!("a gap of {max} words spans most sentences");
                    self.problems.push(
                        Diagnostic::warning(Code::BadGap, at, message)
                            .help("for words that are far apart, `find` one phrase and ask for the other with `with`")
                            .suggest(usual_gap(at, min)),
                    );
                }
                Some(Element::Gap { min, max })
            }
            (Some(min), Some(max)) => {
                let swapped = format!("..{max}-{min}");
                self.problems.push(
                    error("the ends of this gap are swapped".to_owned())
                        .help(format!("write `{swapped}`"))
                        .suggest(Suggestion::write(at, swapped).safe()),
                );
                None
            }
            _ => {
                self.problems.push(
                    error(format!("a gap has at most {MAX_GAP} words"))
                        .help("for words that are far apart, `find` one phrase and ask for the other with `with`")
                        .suggest(usual_gap(at, 0)),
                );
                None
            }
        }
    }

    fn slot(&mut self, capture: Option<&ast::Name>, of: &ast::Path) -> Option<Element> {
        let capture = capture.map(|it| it.it.clone());
        if let Some(who) = party(&of.it) {
            return Some(Element::Party { capture, who });
        }
        if let Some(ty) = Type::from_name(&of.it) {
            return Some(Element::Value { capture: capture.unwrap_or_else(|| of.it.clone()), ty });
        }
        if let Some(Function::Extractor(ty)) = self.scope.function(&of.it) {
            let last = || of.it.rsplit('.').next().unwrap_or_default().to_owned();
            let capture = capture.unwrap_or_else(last);
            return Some(Element::Extracted { capture, extractor: of.it.clone(), ty });
        }
        if of.it.starts_with("host.") {
            self.unknown_function(of, &format!("extern {} -> text \"What it finds\"", of.it));
            return None;
        }
        if let Some(name) = self.scope.find(Sort::Concept, &of.it) {
            return Some(Element::Concept { name: name.into(), capture });
        }
        if capture.is_some() && !of.it.contains('.') && !self.scope.is_lost(&of.it) {
            // `{term: durations}`: neither a type nor a concept.
            let types: Vec<&str> =
                Type::all().iter().map(|it| it.name()).chain(["party", "you", "them"]).collect();
            let concepts = self.scope.known(Sort::Concept);
            let known = types.iter().copied().chain(concepts.iter().map(String::as_str));
            let meant = meant(&of.it, known);
            let message = format!("`{}` is neither a type nor a concept", of.it);
            self.problems.push(Diagnostic::error(Code::UnknownType, of.at, message).meant(
                of.at,
                meant,
                || format!("the types are {}", list(types.iter().map(|it| (*it).to_owned()), "and")),
            ));
            return None;
        }
        let name = self.scope.resolve(Sort::Concept, of, self.problems)?;
        Some(Element::Concept { name: name.into(), capture })
    }
}

/// A gap of a length that raises no doubts.
fn usual_gap(at: Loc, min: u8) -> Suggestion {
    match min {
        0 => Suggestion::write(at, format!("..{USUAL_GAP}")),
        _ => Suggestion::write(at, format!("..{}-{USUAL_GAP}", min.min(USUAL_GAP))),
    }
}

/// All inflections of a word as a document has them, sorted.
fn forms_of(word: &str) -> Vec<String> {
    let mut forms: Vec<String> =
        inflections(word).iter().map(|it| words_of(it)).filter(|it| it.len() == 1).flatten().collect();
    forms.sort();
    forms.dedup();
    forms
}

/// An alternative. Its single words together are one word of many forms: most alternatives are long lists of words.
fn one_of(branches: Vec<Vec<Step>>) -> Element {
    let (mut words, mut others) = (Vec::new(), Vec::new());
    for branch in branches {
        match branch.as_slice() {
            [Step { what: Element::Word(forms), .. }] => words.push(forms.clone()),
            _ => others.push(branch),
        }
    }
    let word = Element::Word(WordForms::new(words.iter().flat_map(WordForms::iter)));
    if others.is_empty() {
        return word;
    }
    if !words.is_empty() {
        others.insert(0, vec![Step { what: word, head: false }]);
    }
    Element::Alt(others)
}

/// Whom a slot asks for: any party, or that of one side.
pub(super) fn party(of: &str) -> Option<Option<Who>> {
    match of {
        "party" => Some(None),
        "you" => Some(Some(Who::You)),
        "them" => Some(Some(Who::Them)),
        _ => None,
    }
}

/// The slots of a phrase, in order: the name of the capture, and what is read.
pub(crate) fn slots_in(body: &[ast::Element]) -> Vec<(Option<&ast::Name>, &ast::Path)> {
    let mut found = Vec::new();
    for element in body {
        match &element.it {
            What::Slot { capture, of } => found.push((capture.as_ref(), of)),
            What::Choice(branches) => found.extend(branches.iter().flat_map(|it| slots_in(it))),
            _ => {}
        }
    }
    found
}

/// What a pattern binds.
pub(crate) fn bound_by(pattern: &Pattern) -> Vec<(&str, Bound)> {
    fn walk<'a>(steps: &'a [Step], found: &mut Vec<(&'a str, Bound)>) {
        for step in steps {
            match &step.what {
                Element::Value { capture, ty } | Element::Extracted { capture, ty, .. } => {
                    found.push((capture, Bound::Value(*ty)))
                }
                Element::Concept { capture: Some(it), .. } | Element::Party { capture: Some(it), .. } => {
                    found.push((it, Bound::Words));
                }
                Element::Alt(branches) => branches.iter().for_each(|it| walk(it, found)),
                Element::Opt(inner) => walk(inner, found),
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    if let Pattern::Phrase(phrase) = pattern {
        walk(&phrase.steps, &mut found);
    }
    found
}

/// The concepts that a pattern names.
pub(crate) fn concepts_of(pattern: &Pattern) -> Vec<&str> {
    fn walk<'a>(steps: &'a [Step], found: &mut Vec<&'a str>) {
        for step in steps {
            match &step.what {
                Element::Concept { name, .. } => found.push(name),
                Element::Alt(branches) => branches.iter().for_each(|it| walk(it, found)),
                Element::Opt(inner) => walk(inner, found),
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    if let Pattern::Phrase(phrase) = pattern {
        walk(&phrase.steps, &mut found);
    }
    found
}

/// A `^` inside of a group.
fn inner_head(element: &ast::Element) -> Option<Loc> {
    let What::Choice(branches) = &element.it else { return None };
    branches.iter().flatten().find_map(|it| it.head.or_else(|| inner_head(it)))
}

/// The first inflected element, or else the first that must be there.
fn default_head(body: &[ast::Element]) -> Option<usize> {
    let stays = |it: &ast::Element| !it.optional && !matches!(it.it, What::Gap(..));
    body.iter().position(|it| stays(it) && is_inflected(it)).or_else(|| body.iter().position(stays))
}

fn is_inflected(element: &ast::Element) -> bool {
    match &element.it {
        What::Inflected(_) => true,
        What::Choice(branches) => branches.iter().flatten().any(is_inflected),
        _ => false,
    }
}

/// A gap that a match of this sequence could start with, or end with.
fn edge_gap(body: &[ast::Element], at_end: bool) -> Option<Loc> {
    let n = body.len();
    for element in (0..n).filter_map(|it| body.get(if at_end { n - 1 - it } else { it })) {
        match &element.it {
            What::Gap(..) => return Some(element.at),
            What::Choice(branches) => {
                if let Some(gap) = branches.iter().find_map(|it| edge_gap(it, at_end)) {
                    return Some(gap);
                }
                if !element.optional && !branches.iter().any(|it| can_be_empty(it)) {
                    return None;
                }
            }
            _ if element.optional => {}
            _ => return None,
        }
    }
    None
}

/// Could the sequence match without any word?
fn can_be_empty(body: &[ast::Element]) -> bool {
    body.iter().all(|it| match &it.it {
        What::Gap(..) => true,
        What::Choice(branches) => it.optional || branches.iter().any(|it| can_be_empty(it)),
        _ => it.optional,
    })
}
