//! Rule text as the parser sees it, token by token and with what stands between the tokens: what the
//! formatter lays out. Unlike the AST, it keeps comments and line breaks, and a new construct comes out
//! right at once: what has no shape of its own is a run of tokens on one line. New items and the
//! wrappers of their fields (`…_field`) get a shape in [`shape`].

use super::grammar::{Node, read};
use super::{Pair, start_rule};
use crate::source::Source;
use crate::split::split;

/// All items of a correct source.
#[derive(Debug, Default)]
pub(crate) struct Trees<'s> {
    /// In order, each of shape [`Shape::Item`].
    pub(crate) items: Vec<Tree>,
    pub(crate) tokens: Vec<Token<'s>>,
    /// What follows the last token.
    pub(crate) end: Gap<'s>,
    /// Is the first line break outside of texts one of Windows? `None` if there is none.
    pub(crate) windows: Option<bool>,
}

/// Some tokens in a row.
#[derive(Debug)]
pub(crate) struct Tree {
    pub(crate) shape: Shape,
    /// Index of its first token.
    pub(crate) first: usize,
    /// One past its last token.
    pub(crate) end: usize,
    pub(crate) children: Vec<Tree>,
}

/// How a tree is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// One token, without children.
    Token,
    /// Its children in a row.
    Run,
    /// Ends with texts or patterns, whose lines are the author's.
    List,
    /// A keyword and names, filled into lines.
    Words,
    /// Conditions with `and` or `or` between them.
    Chain,
    /// `[…]`
    Filter,
    Item,
    /// Stands in the braces of an item.
    Field(Field),
    /// As a field; its last text may have a line of its own.
    Case,
}

/// What is special about a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Field {
    /// Fields of one family may share a line.
    pub(crate) family: Option<Family>,
    /// Columns of its keyword where it starts a line; 0 if it is not padded.
    pub(crate) key: usize,
    /// Its second and third token are padded to those of the other rows.
    pub(crate) row: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    Header,
    Signs,
    Measure,
    Stances,
    Grades,
    Gates,
}

/// A token with what stands before it.
#[derive(Debug)]
pub(crate) struct Token<'s> {
    pub(crate) text: &'s str,
    pub(crate) sort: Sort,
    pub(crate) gap: Gap<'s>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    Open,
    Close,
    LeftParen,
    LeftBracket,
    /// `)`, `]`, `,`
    Closing,
    /// Texts, phrases, regular expressions.
    Text,
    Path,
    /// `$`, `USD`
    Currency,
    Figure,
    Unit,
    /// A line may be broken before it: `to`, `expects`, `because`.
    Turn,
    /// `and`, `or`
    Junction,
    Other,
}

/// What stands between two tokens.
#[derive(Debug, Default)]
pub(crate) struct Gap<'s> {
    pub(crate) comments: Vec<Comment<'s>>,
    /// Holds a line break.
    pub(crate) newline: bool,
    /// An empty line comes directly before the token.
    pub(crate) blank: bool,
}

#[derive(Debug)]
pub(crate) struct Comment<'s> {
    /// With its slashes, without blanks at the end.
    pub(crate) text: &'s str,
    /// Nothing else stands before it on its line.
    pub(crate) own_line: bool,
    /// An empty line comes directly before it.
    pub(crate) blank: bool,
}

/// The trees of a source that parses; items that do not are left out.
pub(crate) fn trees(source: &Source) -> Trees<'_> {
    let mut builder = Builder { text: &source.text, base: 0, at: 0, trees: Trees::default() };
    for chunk in split(0, source, &mut Vec::new()) {
        let text = source.text.get(chunk.start..chunk.end).unwrap_or_default();
        let Some(pair) = read(start_rule(chunk.keyword), text).ok().and_then(|mut it| it.next()) else {
            continue;
        };
        builder.base = chunk.start;
        let mut items = Vec::new();
        builder.tree(pair, &mut items);
        builder.trees.items.append(&mut items);
    }
    builder.finish()
}

struct Builder<'s> {
    text: &'s str,
    /// Where the item starts.
    base: usize,
    /// End of the last token.
    at: usize,
    trees: Trees<'s>,
}

impl<'s> Builder<'s> {
    // Recursion is bounded: `split.rs` checks the nesting of brackets.
    fn tree(&mut self, pair: Pair<'_>, siblings: &mut Vec<Tree>) {
        let node = pair.as_rule();
        if node == Node::EOI || pair.as_str().is_empty() {
            return;
        }
        let span = pair.as_span();
        let start = self.base + span.start();
        let text = pair.as_str();
        let inner: Vec<Pair<'_>> = pair.into_inner().collect();
        if inner.is_empty() {
            let sort = sort(node, text);
            self.token(start, start + ink(sort, text).len(), sort, siblings);
            return;
        }
        let shape = inner.first().map_or(Shape::Run, |it| shape(node, it));
        let mut children = Vec::new();
        for it in inner {
            self.tree(it, &mut children);
        }
        if matches!(shape, Shape::Run | Shape::Chain) && children.len() == 1 {
            siblings.append(&mut children);
        } else if let (Some(first), Some(last)) = (children.first(), children.last()) {
            siblings.push(Tree { shape, first: first.first, end: last.end, children });
        }
    }

    /// A token, and before it those that the grammar has no rules for.
    fn token(&mut self, start: usize, end: usize, sort: Sort, siblings: &mut Vec<Tree>) {
        loop {
            match self.gap(start) {
                (gap, Some(end)) => self.push(gap, end, Sort::Other, siblings),
                (gap, None) => return self.push(gap, end, sort, siblings),
            }
        }
    }

    /// The text up to `end` as a token.
    fn push(&mut self, gap: Gap<'s>, end: usize, sort: Sort, siblings: &mut Vec<Tree>) {
        let first = self.trees.tokens.len();
        let text = self.text.get(self.at..end).unwrap_or_default();
        self.trees.tokens.push(Token { text, sort, gap });
        self.at = end;
        siblings.push(Tree { shape: Shape::Token, first, end: first + 1, children: Vec::new() });
    }

    /// What stands from here to `end`. If that is more than blanks and comments, then where the first
    /// word of it ends, and it starts here.
    fn gap(&mut self, end: usize) -> (Gap<'s>, Option<usize>) {
        let mut gap = Gap::default();
        let first = self.trees.tokens.is_empty();
        let mut n_lines = if first { 1 } else { 0 };
        loop {
            let rest = self.text.get(self.at..end).unwrap_or_default();
            let inked = rest.trim_start_matches([' ', '\t', '\r', '\n', '\u{feff}']);
            let blank = rest.get(..rest.len() - inked.len()).unwrap_or_default();
            n_lines += blank.bytes().filter(|it| *it == b'\n').count();
            if let (None, Some(end)) = (self.trees.windows, blank.find('\n')) {
                let before = self.text.get(..self.at + end).unwrap_or_default();
                self.trees.windows = Some(before.ends_with('\r'));
            }
            gap.newline |= n_lines > 0;
            self.at += blank.len();
            if inked.starts_with("//") {
                let line = inked.get(..inked.find('\n').unwrap_or(inked.len())).unwrap_or_default();
                let at_top = first && gap.comments.is_empty();
                let comment =
                    Comment { text: line.trim_end(), own_line: n_lines > 0, blank: n_lines > 1 && !at_top };
                gap.comments.push(comment);
                self.at += line.len();
                n_lines = 0;
                continue;
            }
            gap.blank = n_lines > 1 && !(first && gap.comments.is_empty());
            let word = ink(Sort::Other, inked).len();
            return (gap, (word > 0).then_some(self.at + word));
        }
    }

    fn finish(mut self) -> Trees<'s> {
        self.trees.end = self.gap(self.text.len()).0;
        self.trees
    }
}

/// A token without what the parser skipped at its end: `=` looks at what follows.
fn ink(sort: Sort, text: &str) -> &str {
    if sort == Sort::Text {
        return text;
    }
    let word = text.split([' ', '\t', '\r', '\n', '\u{feff}']).next().unwrap_or_default();
    word.split("//").next().unwrap_or_default()
}

fn shape(node: Node, first: &Pair<'_>) -> Shape {
    let inner = first.as_rule();
    let plain = Field::default();
    match node {
        Node::pack_item
        | Node::use_item
        | Node::kind_item
        | Node::param_item
        | Node::extern_item
        | Node::override_item
        | Node::disable_item
        | Node::extend_item
        | Node::concept_item
        | Node::cue_item
        | Node::clause_item
        | Node::rule_item
        | Node::score_item
        | Node::test_item => Shape::Item,
        Node::pack_field => {
            Shape::Field(Field { family: (inner != Node::pack_text).then_some(Family::Header), ..plain })
        }
        Node::kind_field | Node::clause_field | Node::concept_field | Node::extend_field => {
            Shape::Field(Field {
                family: matches!(inner, Node::weigh | Node::threshold).then_some(Family::Signs),
                key: if inner == Node::kind_side { "them".len() } else { 0 },
                row: false,
            })
        }
        Node::rule_field | Node::override_field => Shape::Field(Field {
            family: match inner {
                Node::severity_field | Node::weight_field | Node::category_field => Some(Family::Measure),
                Node::rule_text if is_stance(first.as_str()) => Some(Family::Stances),
                _ => None,
            },
            key: "severity".len(),
            row: false,
        }),
        Node::score_field => Shape::Field(Field {
            family: match inner {
                Node::grade_step | Node::lowest => Some(Family::Grades),
                Node::gate => Some(Family::Gates),
                _ => None,
            },
            key: 0,
            row: inner == Node::category,
        }),
        Node::case_item => Shape::Case,
        Node::patterns
        | Node::except
        | Node::find
        | Node::more_find
        | Node::without
        | Node::kind_side
        | Node::label
        | Node::denied_label => Shape::List,
        Node::reads | Node::absorbs | Node::pack_kinds => Shape::Words,
        Node::condition => Shape::Chain,
        Node::filter => Shape::Filter,
        _ => Shape::Run,
    }
}

fn is_stance(text: &str) -> bool {
    ["prefer", "accept", "refuse"].iter().any(|it| text.starts_with(it))
}

fn sort(node: Node, text: &str) -> Sort {
    match node {
        Node::open => Sort::Open,
        Node::close => Sort::Close,
        Node::lparen => Sort::LeftParen,
        Node::lbracket => Sort::LeftBracket,
        Node::rparen | Node::rbracket | Node::comma => Sort::Closing,
        Node::text | Node::phrase | Node::regex => Sort::Text,
        Node::path | Node::name => Sort::Path,
        Node::currency => Sort::Currency,
        Node::figure => Sort::Figure,
        Node::unit => Sort::Unit,
        Node::junction | Node::k_and => Sort::Junction,
        Node::k_to | Node::k_expects | Node::k_checked => Sort::Turn,
        _ if text == "because" => Sort::Turn,
        _ => Sort::Other,
    }
}
