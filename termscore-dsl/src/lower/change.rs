//! `override`, `disable` and `extend`: what a pack changes of the packs it uses.

use std::collections::BTreeMap;

use termscore_core::rule::{Change, Edit, Override, Points, Rule, Severity};

use super::condition::asked;
use super::rule::severity_named;
use super::{Lowerer, Sort, text};
use crate::ast::{self, ExtendField, Item, OverrideField, Path, Text};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Loc;

impl Lowerer<'_> {
    /// All changes of a file, in order; an item that is changed twice is reported.
    pub(super) fn changes(&mut self, file: &ast::File) -> Vec<Change> {
        let mut changes = Vec::new();
        let mut seen: BTreeMap<String, Loc> = BTreeMap::new();
        for item in &file.items {
            let (path, change) = match item {
                Item::Override(it) => (&it.item, self.override_rule(it)),
                Item::Disable(it) => (&it.item, self.disable(it)),
                Item::Extend(it) => (&it.item, self.extend(it)),
                _ => continue,
            };
            let Some(change) = change else { continue };
            if !matches!(change.edit, Edit::Extend(_))
                && let Some(before) = seen.insert(change.item.clone(), path.at)
            {
                self.problems.push(
                    Diagnostic::error(Code::WrongChange, path.at, format!("`{}` is changed twice", path.it))
                        .also(before, "first changed here")
                        .help("put both changes into one, or remove one of them"),
                );
            }
            changes.push(change);
        }
        changes
    }

    fn override_rule(&mut self, it: &ast::Override) -> Option<Change> {
        self.once(&it.fields, |it| match it {
            OverrideField::Text(key, _) => key,
            OverrideField::Severity(_) => "severity",
            OverrideField::Weight(_) => "weight",
        });
        let rule = self.rule_of_another(&it.item)?;
        if it.fields.is_empty() {
            self.missing(it.item.at, "override", "severity", "severity low   weight 2");
        }
        let mut clauses = Vec::new();
        let arms = rule.eased.iter().chain(&rule.raised).map(|it| &it.when);
        std::iter::once(&rule.when).chain(arms).for_each(|it| asked(it, &mut clauses));
        let mut edit = Override::default();
        for field in &it.fields {
            match &field.it {
                OverrideField::Severity(it) => edit.severity = Some(severity_named(&it.it)),
                OverrideField::Weight(it) => edit.weight = Some(self.points(it, "a weight")?),
                OverrideField::Text(key, it) => edit.texts.push((key.clone(), self.template(it, &clauses))),
            }
        }
        let severity = edit.severity.unwrap_or(rule.severity);
        let weight = edit.weight.unwrap_or(rule.weight);
        if (severity == Severity::Minimal) != (weight == Points(0)) {
            let (message, help) = match severity {
                Severity::Minimal => {
                    ("a rule of severity minimal takes no points", "add `weight 0`".to_owned())
                }
                _ => (
                    "a weight of 0 takes no points",
                    format!("give it a weight, or write: disable {} because \"...\"", it.item.it),
                ),
            };
            self.problems.push(Diagnostic::error(Code::BadWeight, it.item.at, message).help(help));
            return None;
        }
        Some(Change { item: rule.name, edit: Edit::Override(edit), because: self.reason(&it.because) })
    }

    fn disable(&mut self, it: &ast::Disable) -> Option<Change> {
        let rule = self.rule_of_another(&it.item)?;
        Some(Change { item: rule.name, edit: Edit::Disable, because: self.reason(&it.because) })
    }

    fn extend(&mut self, it: &ast::Extend) -> Option<Change> {
        self.must_be_of_another(&it.item)?;
        let concept = self.scope.find(Sort::Concept, &it.item.it);
        let clause = self.scope.find(Sort::Clause, &it.item.it);
        let (name, is_clause) = match (concept, clause) {
            // A name may be both; what is added tells which is meant.
            (Some(_), Some(clause)) if it.fields.iter().any(|it| matches!(it.it, ExtendField::Find(_))) => {
                (clause, true)
            }
            (Some(concept), _) => (concept, false),
            (None, Some(clause)) => (clause, true),
            (None, None) => {
                self.scope.resolve(Sort::Concept, &it.item, self.problems);
                return None;
            }
        };
        if it.fields.is_empty() {
            let example = if is_clause { "find \"more words\"" } else { "\"more words\"" };
            self.missing(it.item.at, "extend", "phrase", example);
        }
        let mut patterns = Vec::new();
        for field in &it.fields {
            let (found, is_find) = match &field.it {
                ExtendField::Any(it) => (it, false),
                ExtendField::Find(it) => (it, true),
            };
            if is_find != is_clause {
                let (message, help) = if is_clause {
                    (
                        format!("`{}` is a clause: it finds phrases", it.item.it),
                        "write `find` before the phrases",
                    )
                } else {
                    (format!("`{}` is a concept: it has phrases alone", it.item.it), "leave `find` out")
                };
                self.problems.push(Diagnostic::error(Code::WrongChange, field.at, message).help(help));
                continue;
            }
            match is_clause {
                true => patterns.extend(found.iter().filter_map(|it| self.pattern(it))),
                false => patterns.extend(self.plain_patterns(found, "a concept")),
            }
        }
        Some(Change { item: name, edit: Edit::Extend(patterns), because: self.reason(&it.because) })
    }

    /// The rule of a pack that is used.
    fn rule_of_another(&mut self, path: &Path) -> Option<Rule> {
        self.must_be_of_another(path)?;
        let name = self.scope.resolve(Sort::Rule, path, self.problems)?;
        let packs = self.scope.imports.iter().filter_map(|it| it.pack.as_ref());
        packs.flat_map(|it| &it.rules).find(|it| it.name == name).cloned()
    }

    fn must_be_of_another(&mut self, path: &Path) -> Option<()> {
        if path.it.contains('.') {
            return Some(());
        }
        let message = format!("`{}` is not an item of another pack", path.it);
        self.problems.push(
            Diagnostic::error(Code::WrongChange, path.at, message)
                .why("a pack changes its own items where they stand")
                .help("name it with its pack, as in `std.indemnity`, or change the item itself"),
        );
        None
    }

    fn reason(&mut self, because: &Text) -> String {
        let reason = text::prose(because);
        if reason.is_empty() {
            self.problems.push(
                Diagnostic::error(Code::MissingField, because.at, "this change has no reason")
                    .why("the reason is shown in every report that the change had a part in")
                    .help("say why, in one sentence"),
            );
        }
        reason
    }
}
