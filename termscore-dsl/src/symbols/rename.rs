//! Another name for something, in all sources of its pack.

use std::collections::BTreeMap;

use termscore_core::Span;

use super::{SymbolKind, Symbols};
use crate::lower::RESERVED;
use crate::names::{is_kebab, to_kebab};
use crate::source::Source;

/// A text to put in place of another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Replacement {
    /// Index of the source.
    pub source: usize,
    /// What is replaced; empty to insert.
    pub span: Span,
    /// What stands there then.
    pub text: String,
}

impl Symbols {
    /// What to change so that something is called `new`; in source order.
    ///
    /// `sources` and `resolve` are those that the symbols were read from.
    ///
    /// # Errors
    /// One sentence that says why it cannot be called so: the name is ill-formed or taken, it belongs
    /// to another pack, or another name would change its meaning.
    pub fn rename(
        &self,
        kind: SymbolKind,
        name: &str,
        new: &str,
        sources: &[Source],
        resolve: &crate::Resolve<'_>,
    ) -> Result<Vec<Replacement>, String> {
        self.renamable(kind, name)?;
        self.fits(kind, name, new)?;
        let mut changes = Vec::new();
        for it in self.declared(kind, name) {
            let change = match (kind, it.short) {
                // `{duration}` becomes `{new: duration}`, and `use std ^1` becomes `use std ^1 as new`.
                (SymbolKind::Capture, true) => {
                    (Span::new(it.name_span.start, it.name_span.start), format!("{new}: "))
                }
                (SymbolKind::Alias, true) => (Span::new(it.span.end, it.span.end), format!(" as {new}")),
                _ => (it.name_span, new.to_owned()),
            };
            changes.push(Replacement { source: it.source, span: change.0, text: change.1 });
        }
        changes.extend(self.referred(kind, name).map(|it| Replacement {
            source: it.source,
            span: it.span,
            text: new.to_owned(),
        }));
        changes.sort();
        changes.dedup();
        let after = Symbols::of(&changed(sources, &changes), resolve);
        if self.same_but_for_names(&after) {
            Ok(changes)
        } else {
            Err(format!("with the name `{new}`, other names would mean something else: choose another one"))
        }
    }

    /// Can it be renamed from here at all?
    ///
    /// # Errors
    /// One sentence that says why not.
    pub fn renamable(&self, kind: SymbolKind, name: &str) -> Result<(), String> {
        let noun = kind.noun();
        if kind == SymbolKind::Extern {
            return Err(format!("`{name}` is a function of the host, which gives it its name"));
        }
        if !kind.is_named() {
            return Err(format!("a {noun} has no name of its own"));
        }
        let members =
            if kind == SymbolKind::Capture { self.captures.clauses_with(name).collect() } else { vec![name] };
        if let Some(other) = members.iter().find(|it| self.is_imported(kind, it)) {
            let pack = other.split('.').next().unwrap_or(other);
            return Err(format!("this {noun} belongs to pack `{pack}`: rename it there"));
        }
        if self.declared(kind, name).next().is_none() {
            return Err(format!("the declaration of this {noun} is not at hand"));
        }
        Ok(())
    }

    fn fits(&self, kind: SymbolKind, name: &str, new: &str) -> Result<(), String> {
        if kind == SymbolKind::Grade {
            let fine = new.starts_with(|it: char| it.is_ascii_alphabetic())
                && new.chars().all(|it| it.is_ascii_alphanumeric() || it == '+' || it == '-');
            if !fine {
                return Err(format!("`{new}` is not the name of a grade, such as A or B+"));
            }
        } else if !is_kebab(new) {
            let better = to_kebab(new);
            return Err(if is_kebab(&better) {
                format!("`{new}` is not a name in kebab-case: write `{better}`")
            } else {
                format!("`{new}` is not a name in kebab-case: small letters, digits and single hyphens")
            });
        }
        let reserved = match kind {
            SymbolKind::Concept => RESERVED.contains(&new),
            SymbolKind::Capture => new == "actor",
            _ => false,
        };
        if reserved {
            return Err(format!("`{new}` has a meaning of its own: a {} cannot be called so", kind.noun()));
        }
        let taken = match kind {
            SymbolKind::Capture => {
                self.captures.clauses_with(name).any(|clause| self.captures.full(clause, new).is_some())
            }
            _ => self.declarations.iter().any(|it| it.kind == kind && it.written == new && it.name != name),
        };
        if taken {
            return Err(format!("the name `{new}` is taken by another {}", kind.noun()));
        }
        Ok(())
    }

    /// Do both have the same declarations and references, except that names differ one to one?
    fn same_but_for_names(&self, other: &Symbols) -> bool {
        let names = |it: &Symbols| -> Vec<(SymbolKind, String, usize)> {
            let declared = it.declarations.iter().filter(|it| it.kind.is_named());
            let declared = declared.map(|it| (it.kind, it.name.clone(), it.source));
            declared.chain(it.references.iter().map(|it| (it.kind, it.name.clone(), it.source))).collect()
        };
        let (before, after) = (names(self), names(other));
        let (mut there, mut back) = (BTreeMap::new(), BTreeMap::new());
        before.len() == after.len()
            && before.iter().zip(&after).all(|(a, b)| {
                let (a_key, b_key) = ((a.0, &a.1), (b.0, &b.1));
                a.0 == b.0
                    && a.2 == b.2
                    && *there.entry(a_key).or_insert(b_key) == b_key
                    && *back.entry(b_key).or_insert(a_key) == a_key
            })
    }
}

/// The sources after the changes, which are in order and do not overlap.
fn changed(sources: &[Source], changes: &[Replacement]) -> Vec<Source> {
    let mut sources = sources.to_vec();
    for change in changes.iter().rev() {
        let Some(source) = sources.get_mut(change.source) else { continue };
        let fits = source.text.get(change.span.start..change.span.end).is_some();
        if fits {
            source.text.replace_range(change.span.start..change.span.end, &change.text);
        }
    }
    sources
}
