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
    let mut chunks = Vec::new();
    for (index, source) in sources.iter().enumerate() {
        let found = split(index, source, problems).into_iter().filter(|it| wanted(it.keyword));
        chunks.extend(found.map(|chunk| (index, source, chunk)));
    }
    // Whatever a source that is too large declares is not known.
    let too_large = sources.iter().any(|it| it.text.len() > MAX_SOURCE);
    let mut file = File { lost_header: too_large, ..File::default() };
    for part in in_parts(&chunks) {
        file.items.extend(part.file.items);
        file.places.extend(part.file.places);
        file.broken.extend(part.file.broken);
        file.lost.extend(part.file.lost);
        file.lost_header |= part.file.lost_header;
        file.fields.extend(part.file.fields);
        problems.extend(part.problems);
    }
    file
}

/// An item with its source and the index of that.
type Cut<'s> = (usize, &'s Source, Chunk);

/// Some items in a row, read.
#[derive(Default)]
struct Part {
    file: File,
    problems: Vec<Diagnostic>,
}

/// Fewest bytes that are worth a thread of their own: about 2 ms of reading.
const WORTH_A_THREAD: usize = 1 << 16;

/// Reads all items, those of a long text side by side; the parts are in order, whatever their number.
fn in_parts(chunks: &[Cut<'_>]) -> Vec<Part> {
    let n_bytes: usize = chunks.iter().map(|(_, _, it)| it.end - it.start).sum();
    let n_threads = match n_bytes / WORTH_A_THREAD {
        0 | 1 => 1,
        most => std::thread::available_parallelism().map_or(1, usize::from).min(most),
    };
    let mut parts: Vec<&[Cut<'_>]> = Vec::new();
    let (mut start, mut taken) = (0, 0);
    for (n, (_, _, chunk)) in chunks.iter().enumerate() {
        taken += chunk.end - chunk.start;
        if taken * n_threads >= n_bytes * (parts.len() + 1) || n + 1 == chunks.len() {
            parts.extend(chunks.get(start..=n));
            start = n + 1;
        }
    }
    let Some((last, others)) = parts.split_last() else { return Vec::new() };
    std::thread::scope(|scope| {
        // Where no thread can be had, such as in a browser, its part is read here.
        let started: Vec<_> = others
            .iter()
            .map(|part| (part, std::thread::Builder::new().spawn_scoped(scope, || read_part(part)).ok()))
            .collect();
        let last = read_part(last);
        let others = started.into_iter().map(|(part, thread)| match thread.map(|it| it.join()) {
            Some(Ok(read)) => read,
            _ => read_part(part),
        });
        let mut read: Vec<Part> = others.collect();
        read.push(last);
        read
    })
}

fn read_part(chunks: &[Cut<'_>]) -> Part {
    let mut part = Part::default();
    for (index, source, chunk) in chunks {
        let mut reader = Reader {
            index: *index,
            base: chunk.start,
            problems: &mut part.problems,
            fields: &mut part.file.fields,
        };
        match if chunk.broken { None } else { reader.item(source, chunk) } {
            Some(item) => {
                part.file.items.push(item);
                part.file.places.push(Loc::new(*index, chunk.start, chunk.end));
            }
            None => lose(&mut part.file, *index, source, chunk),
        }
    }
    part
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
    fields: &'p mut Vec<(Loc, Loc)>,
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

    /// The place of a token, which has no children.
    fn leaf(&self, pair: &Pair<'_>) -> Loc {
        let span = pair.as_span();
        Loc::new(self.index, self.base + span.start(), self.base + span.end())
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
        At { it: pair.as_str().to_owned(), at: self.leaf(pair) }
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
        Text { raw: raw.to_owned(), long, at: self.leaf(pair) }
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
