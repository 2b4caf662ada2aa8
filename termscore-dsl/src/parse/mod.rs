//! Items of rule text in, AST out.

mod ahead;
mod condition;
mod expected;
mod grammar;
mod item;
mod phrase;
#[cfg(feature = "json")]
mod token;
mod tree;

use std::collections::BTreeMap;

use crate::ast::{At, Broken, File, Item, Literal, Number, Pattern, Text};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Loc, Source};
use crate::split::{Chunk, MAX_SOURCE, split};

pub(crate) use ahead::{Ahead, ahead, fields};
use grammar::{Node, Pair, Pairs};

#[cfg(feature = "json")]
pub(crate) use token::{Word, is_bare_literal, read_phrase};
pub(crate) use tree::{Family, Field, Gap, Shape, Sort, Token, Tree, Trees, trees};

/// Every item that can be read, in order; everything else is reported.
pub(crate) fn parse(sources: &[Source], problems: &mut Vec<Diagnostic>) -> File {
    parse_where(sources, problems, |_| true)
}

/// As [`parse`], but `test` items are passed over.
pub(crate) fn parse_without_tests(sources: &[Source], problems: &mut Vec<Diagnostic>) -> File {
    parse_where(sources, problems, |keyword| keyword != "test")
}

fn parse_where(sources: &[Source], problems: &mut Vec<Diagnostic>, wanted: impl Fn(&str) -> bool) -> File {
    let mut file = File {
        items: Vec::new(),
        places: Vec::new(),
        broken: Vec::new(),
        lost: Vec::new(),
        lost_header: false,
        fields: BTreeMap::new(),
    };
    for (index, source) in sources.iter().enumerate() {
        // Whatever it declares is not known.
        file.lost_header |= source.text.len() > MAX_SOURCE;
        for chunk in split(index, source, problems).into_iter().filter(|it| wanted(it.keyword)) {
            let mut reader = Reader { index, base: chunk.start, problems, fields: &mut file.fields };
            match if chunk.broken { None } else { reader.item(source, &chunk) } {
                Some(item) => {
                    file.items.push(item);
                    file.places.push(Loc::new(index, chunk.start, chunk.end));
                }
                None => lose(&mut file, index, source, &chunk),
            }
        }
    }
    file
}

/// A pattern that is a whole source, with its quotes or slashes; what cannot be read is reported.
pub(crate) fn pattern(at: Loc, text: &str, problems: &mut Vec<Diagnostic>) -> Pattern {
    let body = text.get(1..text.len().saturating_sub(1)).unwrap_or_default();
    if text.starts_with('/') {
        return Pattern::Regex(At { it: body.replace("\\/", "/"), at });
    }
    match phrase::parse(at.source, at, body) {
        Ok(phrase) => Pattern::Phrase(phrase),
        Err(problem) => {
            problems.push(*problem);
            Pattern::Broken
        }
    }
}

/// Remembers what an unreadable item declares, so that references to it are not reported as well.
fn lose(file: &mut File, index: usize, source: &Source, chunk: &Chunk) {
    let text = source.text.get(chunk.start + chunk.keyword.len()..chunk.end).unwrap_or_default();
    let start = chunk.end - text.trim_start().len();
    let text = text.trim_start();
    let name =
        text.split(|it: char| !(it.is_alphanumeric() || it == '-' || it == '_')).next().unwrap_or_default();
    let at = Loc::new(index, start, start + name.len());
    file.broken.push(Broken {
        keyword: chunk.keyword,
        name: (!name.is_empty()).then(|| At { it: name.to_owned(), at }),
        at: Loc::new(index, chunk.start, chunk.end),
    });
    match chunk.keyword {
        "pack" => file.lost_header = true,
        "score" => file.lost.push("score".to_owned()),
        "use" => file.lost.extend(text.split_whitespace().map(str::to_owned)),
        "test" | "cue" | "override" | "disable" | "extend" => {}
        _ => file.lost.push(name.to_owned()),
    }
}

/// Turns the pairs of one piece of text into AST.
struct Reader<'p> {
    index: usize,
    /// Where the piece starts in its source.
    base: usize,
    problems: &'p mut Vec<Diagnostic>,
    /// As in [`File`].
    fields: &'p mut BTreeMap<Loc, Loc>,
}

impl Reader<'_> {
    fn item(&mut self, source: &Source, chunk: &Chunk) -> Option<Item> {
        let text = source.text.get(chunk.start..chunk.end)?;
        match grammar::read(start_rule(chunk.keyword), text) {
            Ok(mut pairs) => {
                let item = self.build(pairs.next()?);
                debug_assert!(item.is_some(), "the grammar and the reader of `{}` disagree", chunk.keyword);
                item
            }
            Err(mismatch) => {
                let problem = expected::item_error(self.index, chunk, text, &mismatch);
                self.problems.push(problem);
                None
            }
        }
    }

    fn loc(&self, pair: &Pair<'_>) -> Loc {
        let start = pair.as_span().start();
        // Blanks and comments before an optional part that is not there belong to the pair, but not to the place.
        let mut last = pair.clone();
        while let Some(inner) = last.clone().into_inner().next_back() {
            last = inner;
        }
        Loc::new(self.index, self.base + start, self.base + last.as_span().end())
    }

    /// The text of a token.
    fn word(&self, pair: &Pair<'_>) -> At<String> {
        At { it: pair.as_str().to_owned(), at: self.loc(pair) }
    }

    /// A number without its sign of plus; read where its range is known.
    fn number(&self, pair: &Pair<'_>) -> Number {
        self.word(pair)
    }

    fn text(&self, pair: &Pair<'_>) -> Text {
        let quoted = pair.as_str();
        let long = quoted.starts_with("\"\"\"");
        let quote = if long { 3 } else { 1 };
        let raw = quoted.get(quote..quoted.len().saturating_sub(quote)).unwrap_or_default();
        Text { raw: raw.to_owned(), long, at: self.loc(pair) }
    }

    fn literal(&self, pair: Pair<'_>) -> Option<Literal> {
        let at = self.loc(&pair);
        let inner = pair.into_inner().next()?;
        let text = match inner.as_rule() {
            Node::text => self.text(&inner).raw,
            Node::amount => amount(inner.clone()),
            _ => inner.as_str().to_owned(),
        };
        Some(Literal { text, bare_path: inner.as_rule() == Node::path, at })
    }

    /// A pattern; a phrase that cannot be read is reported.
    fn pattern(&mut self, pair: Pair<'_>) -> Option<Pattern> {
        let pair = if pair.as_rule() == Node::pattern { pair.into_inner().next()? } else { pair };
        let at = self.loc(&pair);
        if pair.as_rule() == Node::regex {
            let written = pair.as_str();
            let body = written.get(1..written.len().saturating_sub(1)).unwrap_or_default();
            return Some(Pattern::Regex(At { it: body.replace("\\/", "/"), at }));
        }
        let written = self.text(&pair).raw;
        match phrase::parse(self.index, at, &written) {
            Ok(phrase) => Some(Pattern::Phrase(phrase)),
            Err(problem) => {
                self.problems.push(*problem);
                Some(Pattern::Broken)
            }
        }
    }

    /// All patterns among the children.
    fn patterns(&mut self, pair: Pair<'_>) -> Vec<Pattern> {
        let found = pair.into_inner().filter(|it| matches!(it.as_rule(), Node::pattern | Node::phrase));
        found.collect::<Vec<_>>().into_iter().filter_map(|it| self.pattern(it)).collect()
    }
}

/// As contracts have it, whatever blanks the author used: `30 days`, `20%`, `1% per month`, `$500`, `EUR 500`.
fn amount(pair: Pair<'_>) -> String {
    let mut text = String::new();
    for part in pair.into_inner() {
        let part = part.as_str();
        if part != "%" && text.ends_with(|it: char| it.is_alphanumeric() || it == '%') {
            text.push(' ');
        }
        text.push_str(part);
    }
    text
}

/// The children of a pair, taken in order by what they are; signs and keywords are skipped.
struct Children<'i> {
    pairs: Pairs<'i>,
}

impl<'i> Children<'i> {
    fn of(pair: Pair<'i>) -> Children<'i> {
        Children { pairs: pair.into_inner() }
    }

    /// The next child of this sort, skipping others.
    fn take(&mut self, node: Node) -> Option<Pair<'i>> {
        self.pairs.find(|it| it.as_rule() == node)
    }

    /// The next child of this sort, if one is left; skips nothing otherwise.
    fn maybe(&mut self, node: Node) -> Option<Pair<'i>> {
        let found = self.pairs.clone().position(|it| it.as_rule() == node)?;
        self.pairs.nth(found)
    }

    /// All children of this sort that are left.
    fn all(self, node: Node) -> impl Iterator<Item = Pair<'i>> {
        self.pairs.filter(move |it| it.as_rule() == node)
    }
}

fn start_rule(keyword: &str) -> Node {
    match keyword {
        "pack" => Node::pack_item,
        "use" => Node::use_item,
        "kind" => Node::kind_item,
        "param" => Node::param_item,
        "extern" => Node::extern_item,
        "override" => Node::override_item,
        "disable" => Node::disable_item,
        "extend" => Node::extend_item,
        "concept" => Node::concept_item,
        "cue" => Node::cue_item,
        "clause" => Node::clause_item,
        "score" => Node::score_item,
        "test" => Node::test_item,
        _ => Node::rule_item,
    }
}

/// A syntax error at a place.
fn syntax(at: Loc, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::Syntax, at, message)
}
