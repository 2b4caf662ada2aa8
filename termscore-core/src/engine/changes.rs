//! Applies what packs change of each other's items, before they are linked.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    Error, ErrorKind,
    report::PackChange,
    rule::{Arm, Change, Edit, Find, Name, Override, Rule, RulePack, Severity},
};

/// Packs after their changes, and what became of the items.
#[derive(Debug, Default)]
pub(super) struct Changed {
    pub(super) packs: Vec<Arc<RulePack>>,
    /// Rules that are asked no more.
    pub(super) disabled: BTreeSet<Name>,
    /// For reports: by changing pack, in the order of the engine, then as the pack has them.
    pub(super) log: Vec<PackChange>,
}

/// Makes the changes of all packs.
///
/// # Errors
/// [`ErrorKind::UnknownName`] if an item does not exist or is of another sort; [`ErrorKind::ClashingChanges`] if a
/// rule is changed twice.
pub(super) fn apply(packs: Vec<Arc<RulePack>>) -> Result<Changed, Error> {
    let wanted: Vec<(String, Change)> =
        packs.iter().flat_map(|pack| pack.changes.iter().map(|it| (pack.name.clone(), it.clone()))).collect();
    let mut changed = Changed { packs, ..Changed::default() };
    let mut first: BTreeMap<&str, &str> = BTreeMap::new();
    for (pack, change) in &wanted {
        if !matches!(change.edit, Edit::Extend(_))
            && let Some(first) = first.insert(&change.item, pack)
        {
            let (item, first, second) = (change.item.clone(), first.to_owned(), pack.clone());
            return Err(ErrorKind::ClashingChanges { item, first, second }.into());
        }
        let what = changed.make(change).ok_or_else(|| -> Error {
            ErrorKind::UnknownName { pack: pack.clone(), name: change.item.clone() }.into()
        })?;
        let because = change.because.clone();
        changed.log.push(PackChange { pack: pack.clone(), item: change.item.clone(), what, because });
    }
    Ok(changed)
}

impl Changed {
    /// Makes one change and says what it was; `None` if there is no such item.
    fn make(&mut self, change: &Change) -> Option<String> {
        let owner = change.item.split_once('.')?.0;
        let pack = Arc::make_mut(self.packs.iter_mut().find(|it| it.name == owner)?);
        match &change.edit {
            Edit::Override(edit) => {
                pack.rules.iter_mut().find(|it| it.name == change.item).map(|rule| overridden(rule, edit))
            }
            Edit::Disable => {
                pack.rules.iter().find(|it| it.name == change.item)?;
                self.disabled.insert(change.item.clone());
                Some("not asked".to_owned())
            }
            Edit::Extend(patterns) => {
                let s = if patterns.len() == 1 { "" } else { "s" };
                let what = format!("{} more pattern{s}", patterns.len());
                if let Some(concept) = pack.concepts.iter_mut().find(|it| it.name == change.item) {
                    concept.patterns.extend(patterns.iter().cloned());
                    return Some(what);
                }
                let clause = pack.clauses.iter_mut().find(|it| it.name == change.item)?;
                clause.find.extend(patterns.iter().cloned().map(Find::Pattern));
                Some(what)
            }
        }
    }
}

/// Changes a rule, and says how.
fn overridden(rule: &mut Rule, edit: &Override) -> String {
    let mut what = Vec::new();
    if let Some(severity) = edit.severity.filter(|it| *it != rule.severity) {
        what.push(format!("severity {severity} instead of {}", rule.severity));
        rule.severity = severity;
    }
    if let Some(weight) = edit.weight.filter(|it| *it != rule.weight) {
        what.push(format!("weight {weight} instead of {}", rule.weight));
        rule.weight = weight;
    }
    let (severity, weight) = (rule.severity, rule.weight);
    let milder = |arm: &mut Arm| {
        arm.severity = arm.severity.min(severity);
        arm.weight =
            if arm.severity == Severity::Minimal { Default::default() } else { arm.weight.min(weight) };
    };
    let worse =
        |arm: &mut Arm| (arm.severity, arm.weight) = (arm.severity.max(severity), arm.weight.max(weight));
    rule.eased.iter_mut().for_each(milder);
    rule.raised.iter_mut().for_each(worse);
    for (field, text) in &edit.texts {
        let old = match field.as_str() {
            "title" => &mut rule.title,
            "impact" => &mut rule.impact,
            "why" => &mut rule.why,
            "advice" => &mut rule.advice,
            "suggest" => &mut rule.suggest,
            "prefer" => &mut rule.prefer,
            "accept" => &mut rule.accept,
            _ => &mut rule.refuse,
        };
        old.clone_from(text);
        what.push(format!("another {field}"));
    }
    what.join(", ")
}
