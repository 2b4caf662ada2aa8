//! What a pack declares, and what its texts refer to: everything that an editor asks about names.
//!
//! ```text
//! sources ─parse→ AST ─collect (names found by lower/scope.rs)→ Symbols ─→ rename, complete
//! ```
//!
//! Works on sources with mistakes, too: an item that cannot be read is still declared, and the others
//! lose nothing.

mod captures;
mod collect;
mod complete;
mod rename;
mod words;

use std::sync::Arc;

use termscore_core::Span;
use termscore_core::rule::RulePack;

use crate::lower::Sort;
use crate::source::Source;

pub use complete::{Candidate, CandidateKind, Candidates, complete};
pub use rename::Replacement;
pub use words::{has_header, word_at};

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SymbolKind {
    /// A pack; its full name is its name.
    Pack,
    /// What another pack is known as, by `use`; its full name is the alias.
    Alias,
    /// A kind of document.
    Kind,
    /// A parameter.
    Param,
    /// A concept.
    Concept,
    /// A set of cues, which has no name and is called by what it does: `negate`.
    Cue,
    /// A clause.
    Clause,
    /// A value that a clause captures; its full name is `pack.clause.capture`.
    Capture,
    /// A rule.
    Rule,
    /// The score model, which has no name.
    Score,
    /// A category of the score model.
    Category,
    /// A grade of the score model.
    Grade,
    /// The tests of a rule or a clause, called as it is.
    Test,
    /// A function of the host; its full name is as written.
    Extern,
}

impl SymbolKind {
    /// As messages call it: "clause".
    pub fn noun(self) -> &'static str {
        match self {
            SymbolKind::Pack => "pack",
            SymbolKind::Alias => "alias",
            SymbolKind::Kind => "kind",
            SymbolKind::Param => "param",
            SymbolKind::Concept => "concept",
            SymbolKind::Cue => "cue",
            SymbolKind::Clause => "clause",
            SymbolKind::Capture => "capture",
            SymbolKind::Rule => "rule",
            SymbolKind::Score => "score",
            SymbolKind::Category => "category",
            SymbolKind::Grade => "grade",
            SymbolKind::Test => "test",
            SymbolKind::Extern => "extern",
        }
    }

    /// Can something be referred to by this kind of name? Not cues, scores and tests.
    pub fn is_named(self) -> bool {
        !matches!(self, SymbolKind::Cue | SymbolKind::Score | SymbolKind::Test)
    }

    fn sort(self) -> Option<Sort> {
        Some(match self {
            SymbolKind::Kind => Sort::Kind,
            SymbolKind::Param => Sort::Param,
            SymbolKind::Concept => Sort::Concept,
            SymbolKind::Clause => Sort::Clause,
            SymbolKind::Rule => Sort::Rule,
            SymbolKind::Pack
            | SymbolKind::Alias
            | SymbolKind::Cue
            | SymbolKind::Capture
            | SymbolKind::Score
            | SymbolKind::Category
            | SymbolKind::Grade
            | SymbolKind::Test
            | SymbolKind::Extern => return None,
        })
    }
}

impl From<Sort> for SymbolKind {
    fn from(sort: Sort) -> SymbolKind {
        match sort {
            Sort::Kind => SymbolKind::Kind,
            Sort::Param => SymbolKind::Param,
            Sort::Concept => SymbolKind::Concept,
            Sort::Clause => SymbolKind::Clause,
            Sort::Rule => SymbolKind::Rule,
        }
    }
}

/// Something that a source declares.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Declaration {
    /// What it is.
    pub kind: SymbolKind,
    /// Full name: `pack.item`, except as [`SymbolKind`] says.
    pub name: String,
    /// As written where it is declared.
    pub written: String,
    /// Index of the source.
    pub source: usize,
    /// The whole item, field or slot.
    pub span: Span,
    /// Its name, within `span`.
    pub name_span: Span,
    /// No name of its own stands there: `{duration}` declares `duration`, `use std ^1` the alias `std`.
    pub short: bool,
    /// What is to be known of it, in the order of the source.
    pub facts: Vec<Fact>,
}

/// A field of a declaration, such as `severity` and `high`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The field.
    pub field: &'static str,
    /// As written; of a text, what stands between the quotes.
    pub text: String,
}

/// A place where a source refers to something.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reference {
    /// What it refers to.
    pub kind: SymbolKind,
    /// Its full name.
    pub name: String,
    /// Index of the source.
    pub source: usize,
    /// The name, without an alias before it.
    pub span: Span,
}

/// The name at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named<'a> {
    /// What it names.
    pub kind: SymbolKind,
    /// The full name.
    pub name: &'a str,
    /// Where it stands.
    pub span: Span,
}

/// A word `~train` of a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Inflected {
    /// Without the `~`.
    pub word: String,
    /// Index of the source.
    pub source: usize,
    /// With the `~`.
    pub span: Span,
}

/// A value that a clause captures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capture {
    /// As filters write it.
    pub name: String,
    /// Type of its values: `duration`; words and parties are `text`.
    pub ty: String,
}

/// Every declaration and reference of some sources.
#[derive(Clone, Debug, Default)]
pub struct Symbols {
    /// Name of the pack; empty without a header.
    pub pack: String,
    /// In source order.
    pub declarations: Vec<Declaration>,
    /// In source order.
    pub references: Vec<Reference>,
    /// In source order.
    pub inflected: Vec<Inflected>,
    imports: Vec<(String, Arc<RulePack>)>,
    captures: captures::Captures,
}

impl Symbols {
    /// Reads the sources of one pack; what is wrong with them is for [`check`](crate::check) to tell.
    ///
    /// ```
    /// use termscore_dsl::Source;
    /// use termscore_dsl::symbols::{SymbolKind, Symbols};
    ///
    /// let text = r#"pack demo 1.0.0 { title "Demo" } clause fee in sentence { find "~fee" } test fee { }"#;
    /// let symbols = Symbols::of(&[Source::new("demo.terms", text)], &|_, _| None);
    /// let named = symbols.at(0, text.rfind("fee").expect("it is there")).expect("a name");
    /// assert_eq!((named.kind, named.name), (SymbolKind::Clause, "demo.fee"));
    /// assert_eq!(symbols.declared(SymbolKind::Clause, "demo.fee").count(), 1);
    /// ```
    pub fn of(sources: &[Source], resolve: &crate::Resolve<'_>) -> Symbols {
        collect::collect(sources, resolve)
    }

    /// The name that an offset touches; the end of a name counts.
    pub fn at(&self, source: usize, offset: usize) -> Option<Named<'_>> {
        let touches = |at: Span| at.start <= offset && offset <= at.end;
        let referred = self.references.iter().filter(|it| it.source == source && touches(it.span));
        let referred = referred.map(|it| Named { kind: it.kind, name: &it.name, span: it.span });
        let declared = self
            .declarations
            .iter()
            .filter(|it| it.kind.is_named() && it.source == source && touches(it.name_span));
        let declared = declared.map(|it| Named { kind: it.kind, name: &it.name, span: it.name_span });
        // Of `std.fee`, an offset after the dot means `fee`.
        referred.chain(declared).min_by_key(|it| (it.span.end == offset, it.span.len()))
    }

    /// Where a full name is declared; a capture may be declared in several places.
    pub fn declared<'a>(&'a self, kind: SymbolKind, name: &'a str) -> impl Iterator<Item = &'a Declaration> {
        self.declarations.iter().filter(move |it| it.kind == kind && it.name == name)
    }

    /// Where a full name is referred to.
    pub fn referred<'a>(&'a self, kind: SymbolKind, name: &'a str) -> impl Iterator<Item = &'a Reference> {
        self.references.iter().filter(move |it| it.kind == kind && it.name == name)
    }

    /// The smallest item that holds a place: who refers there.
    pub fn around(&self, source: usize, span: Span) -> Option<&Declaration> {
        let holds = |it: &&Declaration| it.source == source && it.span.contains(span);
        self.declarations
            .iter()
            .filter(|it| it.kind != SymbolKind::Capture)
            .filter(holds)
            .min_by_key(|it| it.span.len())
    }

    /// What the matches of a clause capture, by its full name; what it inherits included. In order of name.
    pub fn captures(&self, clause: &str) -> Vec<Capture> {
        self.captures.of(clause)
    }

    /// Everything of a kind that this pack can refer to: as written, and by full name. Own names first.
    pub fn visible(&self, kind: SymbolKind) -> Vec<(String, String)> {
        let own = self.declarations.iter().filter(|it| it.kind == kind && kind != SymbolKind::Capture);
        let mut visible: Vec<(String, String)> =
            own.map(|it| (it.written.clone(), it.name.clone())).collect();
        for (alias, pack) in &self.imports {
            if let Some(sort) = kind.sort() {
                let names = sort.names(pack);
                visible
                    .extend(names.iter().map(|it| (format!("{alias}.{it}"), format!("{}.{it}", pack.name))));
            }
            if kind == SymbolKind::Extern {
                visible.extend(pack.externs.iter().map(|it| (it.name.clone(), it.name.clone())));
            }
            // As in the check of categories: those of other packs count if the pack has no score of its own.
            let own_score = self.declarations.iter().any(|it| it.kind == SymbolKind::Score);
            if kind == SymbolKind::Category && !own_score {
                let categories = pack.score.iter().flat_map(|it| &it.categories);
                visible.extend(categories.map(|it| (it.id.clone(), format!("{}.{}", pack.name, it.id))));
            }
        }
        visible.dedup();
        visible
    }

    /// Does a full name belong to another pack?
    pub fn is_imported(&self, kind: SymbolKind, name: &str) -> bool {
        match kind {
            SymbolKind::Alias => false,
            SymbolKind::Pack => name != self.pack,
            _ => name.split('.').next() != Some(self.pack.as_str()),
        }
    }
}
