//! The language inside the quotes of a phrase: `"~grant^ ..6 (licence|right)"`.
//!
//! Brackets and characters are looked at before the grammar is asked, because a message that names the
//! stray character helps more than a list of what else could have stood there.

use super::grammar::{Node, read};
use super::{Children, Pair};
use crate::ast::{At, Element, Name, Phrase, What};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Loc;
use crate::split::MAX_DEPTH;

/// Reads what is written between the quotes; `at` is the place with the quotes.
pub(super) fn parse(index: usize, at: Loc, written: &str) -> Result<Phrase, Box<Diagnostic>> {
    let place = Place { index, base: at.span.start + 1 };
    if written.trim().is_empty() {
        let problem = Diagnostic::error(Code::EmptyPhrase, at, "this phrase is empty");
        return Err(problem.help("write the words to look for, or remove it").into());
    }
    if let Some(problem) = bad_character(&place, written).or_else(|| unbalanced(&place, written)) {
        return Err(problem.into());
    }
    let mut pairs = read(Node::phrase_body, written)
        .map_err(|mismatch| Box::new(unreadable(&place, written, mismatch.offset)))?;
    let body = pairs.next().and_then(|it| Children::of(it).take(Node::sequence));
    let body = body.and_then(|it| place.sequence(it)).unwrap_or_default();
    debug_assert!(!body.is_empty(), "the grammar and the reader of phrases disagree");
    Ok(Phrase { written: written.to_owned(), at, body })
}

/// Where a phrase stands.
struct Place {
    index: usize,
    /// Of the first byte between the quotes.
    base: usize,
}

impl Place {
    fn loc(&self, start: usize, end: usize) -> Loc {
        Loc::new(self.index, self.base + start, self.base + end)
    }

    fn at(&self, pair: &Pair<'_>) -> Loc {
        let span = pair.as_span();
        self.loc(span.start(), span.end())
    }

    fn name(&self, pair: &Pair<'_>) -> Name {
        At { it: pair.as_str().to_owned(), at: self.at(pair) }
    }

    fn sequence(&self, pair: Pair<'_>) -> Option<Vec<Element>> {
        pair.into_inner().map(|it| self.element(it)).collect()
    }

    fn element(&self, pair: Pair<'_>) -> Option<Element> {
        let at = self.at(&pair);
        let (mut head, mut optional, mut what) = (None, false, None);
        for inner in pair.into_inner() {
            match inner.as_rule() {
                Node::mark if inner.as_str() == "^" => head = Some(self.at(&inner)),
                Node::mark => optional = true,
                _ => what = Some(self.what(inner)?),
            }
        }
        Some(Element { it: what?, head, optional, at })
    }

    fn what(&self, pair: Pair<'_>) -> Option<What> {
        let node = pair.as_rule();
        let text = pair.as_str().to_owned();
        let mut children = Children::of(pair);
        Some(match node {
            Node::word => What::Word(text),
            Node::inflected => What::Inflected(children.take(Node::word)?.as_str().to_owned()),
            Node::exact => What::Exact(children.take(Node::word)?.as_str().to_owned()),
            Node::any => What::Any,
            Node::gap => {
                let first = children.take(Node::gap_end)?.as_str().to_owned();
                What::Gap(first, children.maybe(Node::gap_end).map(|it| it.as_str().to_owned()))
            }
            Node::choice => {
                What::Choice(children.all(Node::sequence).map(|it| self.sequence(it)).collect::<Option<_>>()?)
            }
            Node::slot => {
                let first = self.name(&children.take(Node::path)?);
                match children.maybe(Node::path) {
                    Some(second) => What::Slot { capture: Some(first), of: self.name(&second) },
                    None => What::Slot { capture: None, of: first },
                }
            }
            _ => return None,
        })
    }
}

/// Characters that authors bring along from other pattern languages.
fn bad_character(place: &Place, written: &str) -> Option<Diagnostic> {
    let mut in_slot = false;
    for (n, it) in written.char_indices() {
        match it {
            '{' => in_slot = true,
            '}' => in_slot = false,
            _ => {}
        }
        let help = match it {
            '\\' => "nothing needs to be escaped in a phrase; for a regular expression write /.../",
            '*' | '+' => {
                "write `~word` for any inflection, `_` for any one word, `..6` for up to six words between"
            }
            '[' | ']' => "write `(a|b)` for alternatives and `{name}` for a concept",
            '<' | '>' => "write `{name}` for a concept and `{name: type}` to capture a value",
            '#' | '@' | '!' => "leave it out: signs do not count as words",
            ':' if in_slot => continue,
            _ if it.is_control() && it != '\t' && it != '\r' => "leave it out",
            _ => continue,
        };
        let at = place.loc(n, n + it.len_utf8());
        let shown = it.escape_debug();
        let shown = if it == '\\' { "\\".to_owned() } else { shown.to_string() };
        let message = format!("`{shown}` has no meaning in a phrase");
        return Some(Diagnostic::error(Code::SpecialCharacter, at, message).help(help));
    }
    None
}

fn unbalanced(place: &Place, written: &str) -> Option<Diagnostic> {
    let mut open: Vec<(usize, char)> = Vec::new();
    for (n, it) in written.char_indices() {
        match it {
            '(' | '{' => open.push((n, it)),
            ')' | '}' => {
                let wanted = if it == ')' { '(' } else { '{' };
                match open.pop() {
                    Some((_, found)) if found == wanted => {}
                    Some((start, found)) => return Some(unclosed(place, start, found)),
                    None => {
                        let message = format!("this `{it}` closes nothing");
                        let help = format!("remove it, or add the missing `{wanted}` before it");
                        let at = place.loc(n, n + 1);
                        return Some(Diagnostic::error(Code::UnbalancedPhrase, at, message).help(help));
                    }
                }
            }
            _ => {}
        }
        if open.len() > MAX_DEPTH {
            let message = format!("brackets are nested more than {MAX_DEPTH} deep");
            let at = place.loc(n, n + 1);
            let problem = Diagnostic::error(Code::NestingTooDeep, at, message);
            return Some(problem.help("name the inner part as a concept"));
        }
    }
    open.first().map(|&(start, found)| unclosed(place, start, found))
}

fn unclosed(place: &Place, start: usize, found: char) -> Diagnostic {
    let closing = if found == '(' { ')' } else { '}' };
    Diagnostic::error(
        Code::UnbalancedPhrase,
        place.loc(start, start + 1),
        format!("this `{found}` is never closed"),
    )
    .help(format!("add the missing `{closing}`"))
}

/// What the grammar does not allow, in the words of the phrase language.
fn unreadable(place: &Place, written: &str, offset: usize) -> Diagnostic {
    let rest = written.get(offset..).unwrap_or_default();
    let before = written.get(..offset).unwrap_or_default();
    let len = rest.chars().next().map_or(0, char::len_utf8);
    let at = place.loc(offset, offset + len);
    let error = |message: &str, help: &str| Diagnostic::error(Code::PhraseSyntax, at, message).help(help);
    let in_slot = before.rfind('{') > before.rfind('}');
    if in_slot || rest.starts_with('{') && !before.ends_with(|it: char| it.is_alphanumeric()) {
        return error(
            "a slot holds a name, or a name and what it captures",
            "write `{concept}`, `{alias.concept}`, `{name: type}` or `{name: concept}`",
        );
    }
    match rest.chars().next() {
        Some('|') if before.trim_end().ends_with(['(', '|']) => {
            error("this alternative is empty", "write `(a|b)?` for something that may be absent")
        }
        Some(')') if before.trim_end().ends_with('|') => {
            error("this alternative is empty", "write `(a|b)?` for something that may be absent")
        }
        Some(')') if before.trim_end().ends_with('(') => {
            error("these parentheses are empty", "write the alternatives, as in `(a|b c)`")
        }
        Some('|') => error("`|` stands outside parentheses", "write `(a|b)`, or two phrases"),
        Some('^') => error(
            "`^` must follow the word that it marks, without a blank",
            "write `~grant^`: the word whose negation and subject count",
        ),
        Some('?') => error(
            "`?` must follow the word that may be absent, without a blank",
            "write `hereby?` or `(a|b)?`; a question mark in the text does not count as a word",
        ),
        Some('_') => error("`_` stands for one whole word", "put blanks around it"),
        _ if before.ends_with("..") => {
            error("a gap needs a number", "write `..6` for up to six words, `..2-6` for two to six")
        }
        _ if before.ends_with('~') => error("`~` must touch the word that it inflects", "write `~train`"),
        _ if before.ends_with('=') => error("`=` must touch the word that it spells", "write `=AI`"),
        None => error("the phrase ends too early", "finish it"),
        _ => error("a blank is missing here", "put a blank between the parts of a phrase"),
    }
}
