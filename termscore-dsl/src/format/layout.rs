//! Where lines may be broken, and where they must be.

use super::doc::Doc;
use crate::parse::{Family, Field, Gap, Shape, Sort, Token, Tree, Trees};

/// Items that may stand together without an empty line, besides those of one kind.
const TOGETHER: [&str; 3] = ["override", "disable", "extend"];

/// The layout of a whole file.
pub(super) fn layout<'s>(trees: &Trees<'s>) -> Vec<Doc<'s>> {
    let page = Page { tokens: &trees.tokens };
    let mut docs = Vec::new();
    for (n, item) in trees.items.iter().enumerate() {
        let before = n.checked_sub(1).and_then(|it| trees.items.get(it));
        page.between_items(before, item, &mut docs);
        docs.extend(page.docs(item));
    }
    let before = trees.items.last().is_some();
    comments(&trees.end, before, &mut docs);
    if before || !trees.end.comments.is_empty() {
        docs.push(Doc::Hard { blank: false });
    }
    docs
}

/// The comments of a gap. `inside`: something stands before them, so that they begin with a break.
fn comments<'s>(gap: &Gap<'s>, mut inside: bool, docs: &mut Vec<Doc<'s>>) {
    for it in &gap.comments {
        if it.own_line || !inside {
            if inside {
                docs.push(Doc::Hard { blank: it.blank });
            }
            docs.push(Doc::Text(it.text));
        } else {
            docs.push(Doc::Comment(it.text));
        }
        inside = true;
    }
}

struct Page<'t, 's> {
    tokens: &'t [Token<'s>],
}

impl<'s> Page<'_, 's> {
    fn token(&self, n: usize) -> Option<&Token<'s>> {
        self.tokens.get(n)
    }

    fn sort(&self, n: usize) -> Sort {
        self.token(n).map_or(Sort::Other, |it| it.sort)
    }

    fn text(&self, n: usize) -> &'s str {
        self.token(n).map_or("", |it| it.text)
    }

    fn newline_before(&self, n: usize) -> bool {
        self.token(n).is_some_and(|it| it.gap.newline)
    }

    /// What separates a token from the one before: comments if there are any, else what is wanted.
    /// `nest`: the lines after comments are indented.
    fn separate(&self, n: usize, wanted: Doc<'s>, nest: bool, docs: &mut Vec<Doc<'s>>) {
        let Some(token) = self.token(n) else { return };
        if token.gap.comments.is_empty() {
            docs.push(wanted);
            return;
        }
        let blank = token.gap.blank && matches!(wanted, Doc::Hard { .. });
        let mut lines = Vec::new();
        comments(&token.gap, true, &mut lines);
        lines.push(Doc::Hard { blank });
        if nest {
            docs.push(Doc::Nest(lines));
        } else {
            docs.append(&mut lines);
        }
    }

    fn between_items(&self, before: Option<&Tree>, item: &Tree, docs: &mut Vec<Doc<'s>>) {
        let Some(token) = self.token(item.first) else { return };
        let gap = &token.gap;
        let Some(before) = before else {
            comments(gap, false, docs);
            if !gap.comments.is_empty() {
                docs.push(Doc::Hard { blank: gap.blank });
            }
            return;
        };
        let (last, this) = (self.text(before.first), token.text);
        let together = last == this || TOGETHER.contains(&last) && TOGETHER.contains(&this);
        let mut apart = !together && !gap.blank && !gap.comments.iter().any(|it| it.blank);
        for it in &gap.comments {
            if it.own_line {
                docs.push(Doc::Hard { blank: it.blank || apart });
                docs.push(Doc::Text(it.text));
                apart = false;
            } else {
                docs.push(Doc::Comment(it.text));
            }
        }
        docs.push(Doc::Hard { blank: gap.blank || apart });
    }

    fn docs(&self, tree: &Tree) -> Vec<Doc<'s>> {
        let mut docs = Vec::new();
        match tree.shape {
            Shape::Token => docs.push(Doc::Text(self.text(tree.first))),
            Shape::Run | Shape::Words | Shape::List => self.run(&tree.children, &mut docs),
            Shape::Filter => self.filter(&tree.children, &mut docs),
            Shape::Item => self.item(&tree.children, &mut docs),
            Shape::Case => self.case(tree, &mut docs),
            Shape::Field(field) => self.field(field, tree, (0, 0), &mut docs),
            Shape::Chain => self.chain(&tree.children, &mut docs),
        }
        docs
    }

    /// Blanks between a token and the one before, on one line.
    fn blanks(&self, n: usize) -> usize {
        let before = n.checked_sub(1).map_or(Sort::Other, |it| self.sort(it));
        let apart = match (before, self.sort(n)) {
            (Sort::LeftParen | Sort::LeftBracket, _) | (_, Sort::Closing | Sort::LeftBracket) => false,
            (Sort::Path, Sort::LeftParen) => false,
            (Sort::Currency, Sort::Figure) => self.text(n - 1).ends_with(|it: char| it.is_ascii_alphabetic()),
            (Sort::Figure, Sort::Unit) => self.text(n) != "%",
            _ => true,
        };
        usize::from(apart)
    }

    /// Trees on one line, but for what stands in braces and where `special` wants something else than
    /// blanks before the tree of an index. `nest`: lines after comments are indented.
    fn flow(
        &self,
        trees: &[Tree],
        nest: bool,
        special: impl Fn(usize, &Tree) -> Option<Doc<'s>>,
        docs: &mut Vec<Doc<'s>>,
    ) {
        let mut n = 0;
        while let Some(tree) = trees.get(n) {
            if n > 0 {
                let wanted = special(n, tree).unwrap_or(Doc::Blanks(self.blanks(tree.first)));
                self.separate(tree.first, wanted, nest, docs);
            }
            n += self.one(trees, n, docs);
        }
    }

    /// Trees without a shape of their own.
    fn run(&self, trees: &[Tree], docs: &mut Vec<Doc<'s>>) {
        let turn = |tree: &Tree| self.sort(tree.first) == Sort::Turn;
        self.flow(trees, true, |_, tree| turn(tree).then_some(Doc::Soft(1)), docs);
    }

    /// The tree at an index, or the block that it opens; how many trees that were.
    fn one(&self, trees: &[Tree], n: usize, docs: &mut Vec<Doc<'s>>) -> usize {
        let rest = trees.get(n..).unwrap_or_default();
        let is = |it: &Tree, sort| it.shape == Shape::Token && self.sort(it.first) == sort;
        let Some(first) = rest.first() else { return 1 };
        let close = if is(first, Sort::Open) { rest.iter().position(|it| is(it, Sort::Close)) } else { None };
        match close.and_then(|it| Some((it, rest.get(1..it)?, rest.get(it)?))) {
            Some((end, inner, close)) => {
                docs.push(self.block(inner, first.first, close.first));
                end + 1
            }
            None => {
                docs.extend(self.docs(first));
                1
            }
        }
    }

    /// A keyword, names, texts and perhaps a block. Too long a line is broken before a text.
    fn item(&self, trees: &[Tree], docs: &mut Vec<Doc<'s>>) {
        let open = trees.iter().rposition(|it| self.sort(it.first) == Sort::Open).unwrap_or(0);
        let soft = |n: usize, tree: &Tree| {
            n > open.max(1) && matches!(self.sort(tree.first), Sort::Text | Sort::Turn)
        };
        self.flow(trees, true, |n, tree| soft(n, tree).then(|| Doc::Nest(vec![Doc::Soft(1)])), docs);
    }

    /// `{ … }`: on one line if the author wrote it so and it fits.
    fn block(&self, inner: &[Tree], open: usize, close: usize) -> Doc<'s> {
        let broken = (open + 1..=close).any(|it| self.newline_before(it))
            || (open + 1..close).any(|it| self.text(it).contains('\n'));
        let line = |broken| if broken { Doc::Hard { blank: false } } else { Doc::Line(1) };
        let mut docs = Vec::new();
        let columns = self.columns(inner);
        // Fields that share the line of the one before, or else each have their own.
        let mut beside = Vec::new();
        for (n, tree) in inner.iter().enumerate() {
            let before = n.checked_sub(1).and_then(|it| inner.get(it));
            let joined = before.is_some_and(|it| self.are_joined(it, tree));
            if !joined && !beside.is_empty() {
                docs.push(Doc::Group(std::mem::take(&mut beside)));
            }
            let docs = if joined { &mut beside } else { &mut docs };
            match before {
                Some(before) => self.separate(tree.first, self.between(before, tree), false, docs),
                None => self.after_open(tree.first, line(broken), docs),
            }
            match tree.shape {
                Shape::Field(field) => self.field(field, tree, columns, docs),
                _ => docs.extend(self.docs(tree)),
            }
        }
        if !beside.is_empty() {
            docs.push(Doc::Group(beside));
        }
        let mut last = Vec::new();
        if let Some(gap) = self.token(close).map(|it| &it.gap) {
            comments(gap, true, &mut last);
            if let (true, Some(Doc::Hard { blank })) = (inner.is_empty(), last.first_mut()) {
                *blank = false;
            }
        }
        let mut block = vec![Doc::Text("{")];
        if !inner.is_empty() || !last.is_empty() {
            let closing = line(broken || !last.is_empty());
            docs.append(&mut last);
            block.push(Doc::Nest(docs));
            block.push(closing);
        }
        block.push(Doc::Text("}"));
        Doc::Group(block)
    }

    /// What comes after an opening brace; no empty line.
    fn after_open(&self, n: usize, wanted: Doc<'s>, docs: &mut Vec<Doc<'s>>) {
        let start = docs.len();
        let blank = self.token(n).is_some_and(|it| it.gap.blank && !it.gap.comments.is_empty());
        self.separate(n, if blank { Doc::Hard { blank: true } } else { wanted }, false, docs);
        if let Some(Doc::Hard { blank }) = docs.get_mut(start) {
            *blank = false;
        }
    }

    /// Do they stand on one line together with others, or not at all?
    fn are_joined(&self, before: &Tree, tree: &Tree) -> bool {
        let (Shape::Field(one), Shape::Field(two)) = (before.shape, tree.shape) else { return false };
        let whole = matches!(two.family, Some(Family::Measure | Family::Stances));
        whole
            && one.family == two.family
            && !self.newline_before(tree.first)
            && !self.text(before.end.saturating_sub(1)).contains('\n')
    }

    /// What separates two trees of a block.
    fn between(&self, before: &Tree, tree: &Tree) -> Doc<'s> {
        let gap = self.token(tree.first).map(|it| &it.gap);
        let hard = Doc::Hard { blank: gap.is_some_and(|it| it.blank) };
        if self.newline_before(tree.first) {
            return hard;
        }
        match (before.shape, tree.shape) {
            (Shape::Field(_) | Shape::Case, Shape::Field(_) | Shape::Case)
                if self.text(before.end.saturating_sub(1)).contains('\n') =>
            {
                hard
            }
            (Shape::Field(one), Shape::Field(two)) if one.family.is_some() && one.family == two.family => {
                if self.are_joined(before, tree) {
                    Doc::Line(3)
                } else {
                    Doc::Soft(3)
                }
            }
            (Shape::Field(_) | Shape::Case, _) => Doc::Line(3),
            (Shape::Token, Shape::Token) if self.sort(tree.first) == Sort::Text => Doc::Soft(2),
            _ => Doc::Line(2),
        }
    }

    /// A keyword and its content, which starts a column that later lines of it keep to.
    /// `columns`: those of the second and third token of a row.
    fn field(&self, field: Field, tree: &Tree, columns: (usize, usize), docs: &mut Vec<Doc<'s>>) {
        let inner = match tree.children.as_slice() {
            [only] if only.shape != Shape::Token => only,
            _ => tree,
        };
        let mut trees = inner.children.as_slice();
        if self.sort(tree.first) != Sort::Text
            && let Some((key, rest)) = trees.split_first()
        {
            docs.extend(self.docs(key));
            let pad = if field.key > 0 { Doc::Pad(field.key) } else { Doc::Blanks(1) };
            if let Some(first) = rest.first() {
                self.separate(first.first, pad, true, docs);
            }
            trees = rest;
        }
        let mut body = Vec::new();
        match inner.shape {
            Shape::List => self.list(trees, &mut body),
            Shape::Words => self.words(trees, &mut body),
            _ if field.row => self.row(trees, columns, &mut body),
            _ => self.content(trees, &mut body),
        }
        if field.key == 0 && inner.shape == Shape::Run {
            docs.append(&mut body);
        } else {
            docs.push(Doc::Align(body));
        }
    }

    /// As a run, but a line may be broken before texts that are not the first.
    fn content(&self, trees: &[Tree], docs: &mut Vec<Doc<'s>>) {
        let is_text = |tree: &Tree| self.sort(tree.first) == Sort::Text;
        let soft = |n: usize, tree: &Tree| {
            let second = is_text(tree) && trees.get(n - 1).is_some_and(is_text);
            second || self.sort(tree.first) == Sort::Turn
        };
        self.flow(trees, false, |n, tree| soft(n, tree).then_some(Doc::Soft(1)), docs);
    }

    /// Patterns or texts in the author's lines, perhaps after further keywords.
    fn list(&self, trees: &[Tree], docs: &mut Vec<Doc<'s>>) {
        let n_keys = trees.iter().position(|it| self.sort(it.first) == Sort::Text).unwrap_or(trees.len());
        let (keys, patterns) = trees.split_at(n_keys);
        self.run(keys, docs);
        if let (false, Some(first)) = (keys.is_empty(), patterns.first()) {
            self.separate(first.first, Doc::Blanks(1), false, docs);
        }
        let mut list = Vec::new();
        for (n, tree) in patterns.iter().enumerate() {
            if n > 0 {
                let hard = self.newline_before(tree.first);
                let wanted = if hard { Doc::Hard { blank: false } } else { Doc::Soft(2) };
                let start = list.len();
                self.separate(tree.first, wanted, false, &mut list);
                // An empty line inside of a field says nothing.
                if let Some(Doc::Hard { blank }) = list.get_mut(start..).and_then(<[_]>::last_mut) {
                    *blank = false;
                }
            }
            list.extend(self.docs(tree));
        }
        docs.push(Doc::Align(list));
    }

    fn words(&self, trees: &[Tree], docs: &mut Vec<Doc<'s>>) {
        self.flow(trees, false, |_, _| Some(Doc::Soft(1)), docs);
    }

    /// Widths of the second and third tokens of the rows of a block.
    fn columns(&self, inner: &[Tree]) -> (usize, usize) {
        let rows = inner.iter().filter(|it| matches!(it.shape, Shape::Field(field) if field.row));
        rows.fold((0, 0), |(name, title), row| {
            (name.max(self.width(row.first + 1)), title.max(self.width(row.first + 2)))
        })
    }

    fn width(&self, n: usize) -> usize {
        self.text(n).chars().count()
    }

    /// As a run, with blanks after the first two trees.
    fn row(&self, trees: &[Tree], columns: (usize, usize), docs: &mut Vec<Doc<'s>>) {
        for (n, tree) in trees.iter().enumerate() {
            if n > 0 {
                self.separate(tree.first, Doc::Blanks(1), false, docs);
            }
            docs.extend(self.docs(tree));
            let column = match n {
                0 => columns.0,
                1 => columns.1,
                _ => continue,
            };
            docs.push(Doc::Extra(column.saturating_sub(self.width(tree.first))));
        }
    }

    /// All on one line, or each operand on its own.
    fn chain(&self, trees: &[Tree], docs: &mut Vec<Doc<'s>>) {
        let mut chain = Vec::new();
        let junction = |tree: &Tree| self.sort(tree.first) == Sort::Junction;
        self.flow(trees, false, |_, tree| junction(tree).then_some(Doc::Line(1)), &mut chain);
        docs.push(Doc::Group(vec![Doc::Align(chain)]));
    }

    /// `[… and …]`, filled.
    fn filter(&self, trees: &[Tree], docs: &mut Vec<Doc<'s>>) {
        let mut filter = Vec::new();
        let junction = |tree: &Tree| self.sort(tree.first) == Sort::Junction;
        self.flow(trees, false, |_, tree| junction(tree).then_some(Doc::Soft(1)), &mut filter);
        docs.push(Doc::Align(filter));
    }

    /// A test's case: the text on the same line if the author wrote it so and it fits.
    fn case(&self, tree: &Tree, docs: &mut Vec<Doc<'s>>) {
        let last = tree.children.len().saturating_sub(1);
        let special = |n: usize, tree: &Tree| {
            let line = match self.sort(tree.first) {
                Sort::Text if n == last && self.newline_before(tree.first) => Doc::Hard { blank: false },
                Sort::Text if n == last => Doc::Soft(1),
                Sort::Turn => Doc::Soft(1),
                _ => return None,
            };
            Some(Doc::Nest(vec![line]))
        };
        self.flow(&tree.children, true, special, docs);
    }
}
