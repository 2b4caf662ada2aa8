//! Cuts a rule text into items before anything is parsed, so that each item has its own syntax
//! error and a mistake in one hides none in another. Bounds size and nesting as well, because the
//! parser's own limits are process-wide and belong to the host.

use crate::diagnostic::{Code, Diagnostic, Suggestion};
use crate::names::{meant, quoted_list};
use crate::source::{Loc, Source};

/// Largest source, in bytes.
pub(crate) const MAX_SOURCE: usize = 1 << 20;
/// Deepest nesting of brackets.
pub(crate) const MAX_DEPTH: usize = 64;
/// Words that start an item.
pub(crate) const ITEMS: [&str; 14] = [
    "pack", "use", "kind", "param", "extern", "concept", "cue", "clause", "rule", "score", "override",
    "disable", "extend", "test",
];
/// Those that go on after their brace: `override x { … } because "…"`.
const WITH_REASON: [&str; 2] = ["override", "extend"];

/// One item of a source, not yet parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chunk {
    /// One of [`ITEMS`].
    pub(crate) keyword: &'static str,
    /// First byte.
    pub(crate) start: usize,
    /// One past its last token.
    pub(crate) end: usize,
    /// It cannot be parsed, which has been reported.
    pub(crate) broken: bool,
}

/// The items of a source, in order; what stands outside of items is reported.
pub(crate) fn split(index: usize, source: &Source, problems: &mut Vec<Diagnostic>) -> Vec<Chunk> {
    if source.text.len() > MAX_SOURCE {
        let message = format!("source of {} bytes", source.text.len());
        let help = "split the pack into several files of at most 1 MiB each";
        problems.push(Diagnostic::error(Code::SourceTooLarge, Loc::new(index, 0, 0), message).help(help));
        return Vec::new();
    }
    let mut splitter = Splitter::new(index, &source.text, false);
    splitter.run();
    if splitter.unclosed {
        // The braces do not pair up: cut at keywords in the first column, to find out which item it was.
        splitter = Splitter::new(index, &source.text, true);
        splitter.run();
    }
    problems.append(&mut splitter.problems);
    splitter.chunks
}

struct Splitter<'a> {
    index: usize,
    text: &'a str,
    lexer: Lexer<'a>,
    /// Trust keywords in the first column more than braces.
    recover: bool,
    item: Option<Open>,
    /// Brackets that are open: the character and its place.
    brackets: Vec<(char, usize)>,
    /// A brace was left open.
    unclosed: bool,
    /// Text outside of items.
    stray: Option<(usize, usize)>,
    /// Braces open in it.
    stray_depth: usize,
    /// Where the last one ended; 0 if an item came after it.
    stray_end: usize,
    chunks: Vec<Chunk>,
    problems: Vec<Diagnostic>,
}

/// The item that is being read.
struct Open {
    keyword: &'static str,
    start: usize,
    end: usize,
    /// Tokens so far, the keyword included.
    n_tokens: usize,
    /// It has an error of its own already.
    broken: bool,
}

impl<'a> Splitter<'a> {
    fn new(index: usize, text: &'a str, recover: bool) -> Splitter<'a> {
        Splitter {
            index,
            text,
            lexer: Lexer::new(text),
            recover,
            item: None,
            brackets: Vec::new(),
            unclosed: false,
            stray: None,
            stray_depth: 0,
            stray_end: 0,
            chunks: Vec::new(),
            problems: Vec::new(),
        }
    }

    fn run(&mut self) {
        while let Some(token) = self.lexer.next() {
            self.step(token);
        }
        self.finish_item();
        self.finish_stray();
    }

    fn step(&mut self, token: Token) {
        let Token { sort, start, end } = token;
        let word = if sort == Sort::Word { self.text.get(start..end).unwrap_or_default() } else { "" };
        let keyword = ITEMS.iter().find(|it| **it == word).copied();
        // `std.rule` names something of another pack.
        let after_dot = self.text.get(..start).unwrap_or_default().ends_with('.');
        if let Some(keyword) = keyword
            && !after_dot
            && self.is_cut(start)
        {
            self.finish_item();
            self.finish_stray();
            self.stray_end = 0;
            self.item = Some(Open { keyword, start, end, n_tokens: 1, broken: false });
            return;
        }
        let Some(item) = &mut self.item else {
            self.step_outside(sort, start, end);
            return;
        };
        item.end = end;
        item.n_tokens += 1;
        match sort {
            Sort::Open(bracket) => {
                self.brackets.push((bracket, start));
                if self.brackets.len() == MAX_DEPTH + 1 {
                    item.broken = true;
                    let at = Loc::new(self.index, start, end);
                    let message = format!("brackets are nested more than {MAX_DEPTH} deep");
                    self.problems.push(
                        Diagnostic::error(Code::NestingTooDeep, at, message)
                            .help("name the inner part as a clause or a rule of its own"),
                    );
                }
            }
            Sort::Close(bracket) => self.close(bracket, start, end),
            Sort::Unclosed(what) => {
                item.broken = true;
                self.report_unclosed(what, start, end);
            }
            Sort::Word | Sort::Other => {}
        }
    }

    /// Text that belongs to no item: `claus x { … }` is one mistake, with all that it holds.
    fn step_outside(&mut self, sort: Sort, start: usize, end: usize) {
        match sort {
            Sort::Close('}') if self.stray_depth == 0 => {
                self.finish_stray();
                self.report_stray_bracket('}', start, end);
                return;
            }
            Sort::Close('}') => self.stray_depth -= 1,
            Sort::Open('{') => self.stray_depth += 1,
            _ => {}
        }
        self.stray = Some((self.stray.map_or(start, |it| it.0), end));
        // `replace x { … } because "…"` is one mistake, not two.
        let same_line = !self.text.get(self.stray_end..start).unwrap_or_default().contains('\n');
        if self.stray_end > 0 && same_line && self.stray_depth == 0 {
            self.stray = None;
            self.stray_end = end;
            return;
        }
        if sort == Sort::Close('}') && self.stray_depth == 0 {
            self.finish_stray();
        }
    }

    /// Does a keyword at this place start an item?
    fn is_cut(&self, start: usize) -> bool {
        let first_column = start == 0 || self.text.as_bytes().get(start - 1) == Some(&b'\n');
        let Some(item) = &self.item else { return self.stray_depth == 0 || self.recover && first_column };
        if self.recover && first_column && item.n_tokens > 1 {
            return true;
        }
        // The word after `rule` is its name, whatever it is; `score` has no name.
        self.brackets.is_empty() && (item.n_tokens > 1 || item.keyword == "score")
    }

    fn close(&mut self, bracket: char, start: usize, end: usize) {
        // A brace closes what was left open inside of it: the parser will find the mistake.
        if bracket == '}' {
            while self.brackets.last().is_some_and(|(open, _)| *open != '{') {
                self.brackets.pop();
            }
        }
        match self.brackets.last() {
            Some((open, _)) if partner(*open) == bracket => {
                self.brackets.pop();
                let goes_on = self.item.as_ref().is_some_and(|it| WITH_REASON.contains(&it.keyword));
                if self.brackets.is_empty() && bracket == '}' && !goes_on {
                    self.finish_item();
                }
            }
            Some(_) => {}
            // `rule x title "…" }`: the parser will miss the opening brace.
            None if bracket == '}' => self.finish_item(),
            None => {
                if let Some(item) = &mut self.item {
                    item.broken = true;
                }
                self.report_stray_bracket(bracket, start, end);
            }
        }
    }

    fn finish_item(&mut self) {
        let Some(item) = self.item.take() else { return };
        let open = self.brackets.iter().rfind(|(bracket, _)| *bracket == '{').map(|it| it.1);
        self.brackets.clear();
        if let Some(open) = open {
            self.unclosed = true;
            if !item.broken {
                let at = Loc::new(self.index, open, open + 1);
                let keyword = item.keyword;
                self.problems.push(
                    Diagnostic::error(Code::UnclosedBrace, at, "this `{` is never closed")
                        .also(Loc::new(self.index, item.start, item.start + keyword.len()), "in this item")
                        .help(format!("add the missing `}}` of the {keyword}, before the next item")),
                );
            }
        }
        let broken = item.broken || open.is_some();
        self.chunks.push(Chunk { keyword: item.keyword, start: item.start, end: item.end, broken });
    }

    /// One error for a run of tokens outside of any item.
    fn finish_stray(&mut self) {
        self.unclosed |= std::mem::take(&mut self.stray_depth) > 0;
        let Some((start, end)) = self.stray.take() else { return };
        self.stray_end = end;
        let stray = self.text.get(start..end).unwrap_or_default();
        let first = stray.split(|it: char| !is_word(it)).next().unwrap_or_default();
        let shown_end = if first.is_empty() {
            start + stray.chars().next().map_or(0, char::len_utf8)
        } else {
            start + first.len()
        };
        let at = Loc::new(self.index, start, shown_end);
        let shown = self.text.get(start..shown_end).unwrap_or_default();
        let message = format!("`{shown}` does not start an item");
        if shown == "#" {
            self.problems.push(
                Diagnostic::error(Code::UnknownItem, at, message)
                    .help("a comment starts with `//`")
                    .suggest(Suggestion::write(at, "//").safe()),
            );
            return;
        }
        self.problems.push(Diagnostic::error(Code::UnknownItem, at, message).meant(
            at,
            meant(shown, ITEMS),
            || format!("a pack consists of {}", quoted_list(ITEMS, "and")),
        ));
    }

    fn report_stray_bracket(&mut self, bracket: char, start: usize, end: usize) {
        let at = Loc::new(self.index, start, end);
        let message = format!("this `{bracket}` closes nothing");
        self.problems.push(
            Diagnostic::error(Code::UnclosedBrace, at, message)
                .help("remove it")
                .suggest(Suggestion::new(format!("remove this `{bracket}`")).remove(at)),
        );
    }

    fn report_unclosed(&mut self, what: Unclosed, start: usize, end: usize) {
        let at = Loc::new(self.index, start, end);
        let (message, help) = match what {
            Unclosed::Text => (
                "this quote is never closed",
                "close it with `\"` on the same line, or write a text of several lines between \"\"\" and \"\"\"",
            ),
            Unclosed::Long => ("this text is never closed", "close it with \"\"\""),
            Unclosed::Regex => {
                ("this regular expression is never closed", "close it with `/` on the same line")
            }
        };
        self.problems.push(Diagnostic::error(Code::UnclosedString, at, message).help(help));
    }
}

fn partner(open: char) -> char {
    match open {
        '{' => '}',
        '(' => ')',
        _ => ']',
    }
}

fn is_word(it: char) -> bool {
    it.is_alphanumeric() || it == '-' || it == '_'
}

/// A token, told apart as far as cutting needs it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) sort: Sort,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    Word,
    Open(char),
    Close(char),
    Unclosed(Unclosed),
    /// Strings, regexes, numbers, signs.
    Other,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unclosed {
    Text,
    Long,
    Regex,
}

/// Just enough of the language to skip strings, regular expressions and comments.
pub(crate) struct Lexer<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    pub(crate) fn new(text: &'a str) -> Lexer<'a> {
        Lexer { text, at: 0 }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(crate) fn next(&mut self) -> Option<Token> {
        loop {
            let rest = self.rest();
            let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n', '\u{feff}']).len();
            self.at += blank;
            if !self.rest().starts_with("//") {
                break;
            }
            self.at += self.rest().find('\n').unwrap_or(self.rest().len());
        }
        let rest = self.rest();
        let first = rest.chars().next()?;
        let (sort, len) = match first {
            '"' if rest.starts_with("\"\"\"") => match rest.get(3..).and_then(|it| it.find("\"\"\"")) {
                Some(inside) => (Sort::Other, inside + 6),
                // To the end of the line only, so that later items are still read.
                None => (Sort::Unclosed(Unclosed::Long), line_end(rest)),
            },
            '"' => match text_end(rest.get(1..).unwrap_or_default()) {
                Some(inside) => (Sort::Other, inside + 2),
                None => (Sort::Unclosed(Unclosed::Text), line_end(rest)),
            },
            '/' => match regex_end(rest.get(1..).unwrap_or_default()) {
                Some(inside) => (Sort::Other, inside + 2),
                None => (Sort::Unclosed(Unclosed::Regex), line_end(rest)),
            },
            '{' | '(' | '[' => (Sort::Open(first), 1),
            '}' | ')' | ']' => (Sort::Close(first), 1),
            _ if is_word(first) => (Sort::Word, rest.find(|it: char| !is_word(it)).unwrap_or(rest.len())),
            _ => (Sort::Other, first.len_utf8()),
        };
        let start = self.at;
        self.at += len;
        Some(Token { sort, start, end: self.at })
    }
}

fn line_end(rest: &str) -> usize {
    rest.find('\n').unwrap_or(rest.len())
}

/// Bytes before the quote that ends a text of one line.
fn text_end(rest: &str) -> Option<usize> {
    // INVARIANT (linear splitting): no token looks further than its own end.
    let end = rest.find(['"', '\n'])?;
    rest.get(end..)?.starts_with('"').then_some(end)
}

/// Bytes before the slash that ends a regular expression.
fn regex_end(rest: &str) -> Option<usize> {
    let mut escaped = false;
    for (n, it) in rest.char_indices() {
        match it {
            '\n' => return None,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '/' => return Some(n),
            _ => {}
        }
    }
    None
}
