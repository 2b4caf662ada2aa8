//! Which rules are asked of a document, and so which clauses and patterns are needed.

use crate::rule::Name;

use super::catalog::{Catalog, NamedRule};

/// The rules of which an evaluation may ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// All, and clauses that no rule asks for.
    All,
    /// Those of some audiences, by their places in [`Catalog::audiences`]; ascending.
    Audiences(Vec<usize>),
}

impl Default for Wanted {
    fn default() -> Wanted {
        Wanted::Audiences(Vec::new())
    }
}

impl Wanted {
    /// The rules that are for some kinds of document.
    pub(super) fn of(catalog: &Catalog, is_for: impl Fn(&[Name]) -> bool) -> Wanted {
        let audiences = catalog.audiences.iter().enumerate();
        Wanted::Audiences(audiences.filter(|(_, it)| is_for(&it.for_kinds)).map(|it| it.0).collect())
    }

    /// True if a clause may be asked for.
    pub(super) fn clause(&self, catalog: &Catalog, id: usize) -> bool {
        let asks = |at: &usize| catalog.audiences.get(*at).is_some_and(|it| it.asks.get(id) == Some(&true));
        match self {
            Wanted::All => true,
            Wanted::Audiences(audiences) => audiences.iter().any(asks),
        }
    }

    /// True if a rule may be asked.
    pub(super) fn rule(&self, catalog: &Catalog, rule: &NamedRule) -> bool {
        let is_for =
            |at: &usize| catalog.audiences.get(*at).is_some_and(|it| it.for_kinds == rule.for_kinds());
        match self {
            Wanted::All => true,
            Wanted::Audiences(audiences) => audiences.iter().any(is_for),
        }
    }

    /// True if whatever `other` may ask for is there.
    pub(super) fn covers(&self, other: &Wanted) -> bool {
        match (self, other) {
            (Wanted::All, _) => true,
            (_, Wanted::All) => false,
            (Wanted::Audiences(here), Wanted::Audiences(asked)) => asked.iter().all(|it| here.contains(it)),
        }
    }
}
