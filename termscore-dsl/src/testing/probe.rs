//! Variants of a pack's own clauses, compiled by the same compiler and run by the same engine: whether a
//! phrase, an alternative or a limit counts is asked by leaving the others out.

use termscore_core::rule::{Name, RulePack};
use termscore_core::{Block, BlockKind, Document, Engine, Layout, Registry, Span};

use super::TestCase;
use crate::ast::{
    self, At, Clause, ClauseField, Concept, ConceptField, Element, File, Item, Name as Word, Phrase, What,
};
use crate::source::Loc;
use crate::{Diagnostics, Resolve, Source, lower, parse};

/// A pack with items added to it.
pub(super) struct Probes {
    pub(super) file: File,
    pack: String,
    stem: String,
    n: usize,
}

impl Probes {
    /// The pack of some sources, without its tests.
    pub(super) fn new(sources: &[Source]) -> Probes {
        let mut file = parse::parse(sources, &mut Vec::new());
        file.items.retain(|it| !matches!(it, Item::Test(_)));
        let header =
            file.items.iter().find_map(|it| if let Item::Pack(it) = it { Some(&it.name.it) } else { None });
        let pack = header.cloned().unwrap_or_default();
        let stem = file.free_name("probe");
        Probes { file, pack, stem, n: 0 }
    }

    fn name(&mut self, at: Loc) -> Word {
        self.n += 1;
        At { it: format!("{}-{}", self.stem, self.n), at }
    }

    pub(super) fn full(&self, name: &str) -> Name {
        format!("{}.{name}", self.pack)
    }

    /// Adds a clause like another one, with other fields. Returns its full name.
    pub(super) fn clause(&mut self, like: &Clause, fields: Vec<At<ClauseField>>) -> Name {
        let name = self.name(like.name.at);
        let full = self.full(&name.it);
        self.file.items.push(Item::Clause(Clause { name, fields, title: None, ..like.clone() }));
        full
    }

    /// Adds a clause that finds these patterns in sentences of every role. Returns its full name.
    pub(super) fn anywhere(&mut self, patterns: Vec<ast::Pattern>, at: Loc) -> Name {
        let roles = ["operative", "heading", "recital", "definition", "contents", "signature", "hidden"];
        let roles = roles.map(|it| At { it: it.to_owned(), at });
        let fields = vec![
            At { it: ClauseField::Find(patterns), at },
            At { it: ClauseField::Reads(roles.to_vec()), at },
        ];
        let window = At { it: "sentence".to_owned(), at };
        let name = At { it: String::new(), at };
        self.clause(&Clause { name, window, title: None, fields: Vec::new() }, fields)
    }

    /// Adds a concept. Returns its short name.
    pub(super) fn concept(&mut self, at: Loc, fields: Vec<At<ConceptField>>) -> String {
        let name = self.name(at);
        let short = name.it.clone();
        self.file.items.push(Item::Concept(Concept { name, fields }));
        short
    }

    /// Compiles it all.
    pub(super) fn compile(&self, sources: &[Source], resolve: &Resolve<'_>) -> Result<RulePack, Diagnostics> {
        let mut problems = Vec::new();
        lower::lower(sources, &self.file, resolve, &mut problems)
            .0
            .pack
            .ok_or_else(|| Diagnostics::new(sources, problems))
    }
}

/// The engine that asks a pack.
pub(super) fn engine(pack: RulePack) -> Result<Engine, termscore_core::Error> {
    Engine::new([pack], Registry::standard().lenient())
}

/// The contract of a case.
pub(super) fn document(case: &TestCase) -> Document {
    let document = match hidden_layout(&case.text) {
        // Spans of whole lines fit any text.
        Some(layout) => Document::with_layout(&case.name, &case.text, layout)
            .unwrap_or_else(|_| Document::from_text(&case.name, &case.text)),
        None => Document::from_text(&case.name, &case.text),
    };
    match &case.kind {
        Some(kind) => document.with_kind(kind),
        None => document,
    }
}

/// Begins a line of a test's text that stands for text which a file holds and does not show.
const HIDDEN: &str = "[hidden]";

/// A block a line, if some line is hidden; the mark belongs to no block.
fn hidden_layout(text: &str) -> Option<Layout> {
    let mut layout = Layout::default();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let from = start + (line.len() - line.trim_start().len());
        let end = start + line.trim_end().len();
        let (from, kind) = match line.trim_start().strip_prefix(HIDDEN) {
            Some(rest) => (from + HIDDEN.len() + (rest.len() - rest.trim_start().len()), BlockKind::Hidden),
            None => (from, BlockKind::Paragraph),
        };
        if from < end {
            layout.blocks.push(Block { span: Span::new(from, end), kind });
        }
        start += line.len();
    }
    layout.blocks.iter().any(|it| it.kind == BlockKind::Hidden).then_some(layout)
}

/// The pattern with each alternative of each `( | )` alone, and where this stands. What may be absent must
/// be there, and so must what the alternative is part of.
pub(super) fn alternatives(pattern: &ast::Pattern) -> Vec<(ast::Pattern, Loc)> {
    let ast::Pattern::Phrase(phrase) = pattern else { return Vec::new() };
    let bodies = alternatives_in(&phrase.body).into_iter();
    bodies.map(|(body, at)| (ast::Pattern::Phrase(Phrase { body, ..phrase.clone() }), at)).collect()
}

// Recursion is bounded by the nesting of the text.
fn alternatives_in(body: &[Element]) -> Vec<(Vec<Element>, Loc)> {
    let mut found = Vec::new();
    for (n, element) in body.iter().enumerate() {
        let What::Choice(branches) = &element.it else { continue };
        let only = |branch: Vec<Element>| {
            let mut body = body.to_vec();
            if let Some(it) = body.get_mut(n) {
                *it = Element { it: What::Choice(vec![branch]), optional: false, ..element.clone() };
            }
            body
        };
        for branch in branches {
            if branches.len() > 1
                && let (Some(first), Some(last)) = (branch.first(), branch.last())
            {
                found.push((only(branch.clone()), first.at.cover(last.at)));
            }
            found.extend(alternatives_in(branch).into_iter().map(|(inner, at)| (only(inner), at)));
        }
    }
    found
}

/// The pattern with one use of a concept replaced by another, for each use.
pub(super) fn with_concept(pattern: &ast::Pattern, from: &str, to: &str) -> Vec<ast::Pattern> {
    let ast::Pattern::Phrase(phrase) = pattern else { return Vec::new() };
    let bodies = replaced_in(&phrase.body, from, to).into_iter();
    bodies.map(|body| ast::Pattern::Phrase(Phrase { body, ..phrase.clone() })).collect()
}

fn replaced_in(body: &[Element], from: &str, to: &str) -> Vec<Vec<Element>> {
    let mut found = Vec::new();
    for (n, element) in body.iter().enumerate() {
        let mut put = |what: What| {
            let mut body = body.to_vec();
            if let Some(it) = body.get_mut(n) {
                *it = Element { it: what, optional: false, ..element.clone() };
            }
            found.push(body);
        };
        match &element.it {
            What::Slot { capture, of } if of.it == from => {
                put(What::Slot { capture: capture.clone(), of: At { it: to.to_owned(), at: of.at } });
            }
            What::Choice(branches) => {
                branches
                    .iter()
                    .flat_map(|it| replaced_in(it, from, to))
                    .for_each(|it| put(What::Choice(vec![it])));
            }
            What::Word(_)
            | What::Inflected(_)
            | What::Exact(_)
            | What::Any
            | What::Gap(..)
            | What::Slot { .. } => {}
        }
    }
    found
}

/// All patterns of an item, wherever they stand in it.
pub(super) fn patterns_of(item: &Item) -> Vec<&ast::Pattern> {
    match item {
        Item::Kind(it) => it
            .fields
            .iter()
            .flat_map(|field| match &field.it {
                ast::KindField::You(it) | ast::KindField::Them(it) => it.as_slice(),
                ast::KindField::Weigh(_, it) => std::slice::from_ref(it),
                ast::KindField::Threshold(_) => &[],
            })
            .collect(),
        Item::Concept(it) => it
            .fields
            .iter()
            .flat_map(|field| match &field.it {
                ConceptField::Any(it) | ConceptField::Except(it) => it,
            })
            .collect(),
        Item::Cue(it) => it.phrases.iter().collect(),
        Item::Clause(it) => it.fields.iter().flat_map(|field| patterns_of_field(&field.it)).collect(),
        Item::Extend(it) => it
            .fields
            .iter()
            .flat_map(|field| match &field.it {
                ast::ExtendField::Any(it) | ast::ExtendField::Find(it) => it,
            })
            .collect(),
        Item::Pack(_)
        | Item::Use(_)
        | Item::Param(_)
        | Item::Extern(_)
        | Item::Rule(_)
        | Item::Score(_)
        | Item::Override(_)
        | Item::Disable(_)
        | Item::Test(_) => Vec::new(),
    }
}

pub(super) fn patterns_of_field(field: &ClauseField) -> &[ast::Pattern] {
    match field {
        ClauseField::Find(it)
        | ClauseField::With { patterns: it, .. }
        | ClauseField::Without(it)
        | ClauseField::Except(it) => it,
        ClauseField::Weigh(_, it) | ClauseField::Section { heading: it, .. } => std::slice::from_ref(it),
        ClauseField::FindClause { .. }
        | ClauseField::FindDocument(_)
        | ClauseField::Threshold(_)
        | ClauseField::Reads(_)
        | ClauseField::Label(_)
        | ClauseField::DeniedLabel(_) => &[],
    }
}

/// Where a pattern stands.
pub(super) fn place_of(pattern: &ast::Pattern) -> Option<Loc> {
    match pattern {
        ast::Pattern::Phrase(it) => Some(it.at),
        ast::Pattern::Regex(it) => Some(it.at),
        ast::Pattern::Broken => None,
    }
}
