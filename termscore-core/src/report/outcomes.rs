//! What became of each rule.

use std::{fmt, sync::Arc};

use super::Status;
use crate::rule::Name;

/// What became of each rule, by full name: a map that is read only, in order of name. The names are the engine's own, so
/// that a report of thousands of rules copies none of them.
#[derive(Clone, PartialEq, Eq)]
pub struct Outcomes {
    names: Arc<[Name]>,
    statuses: Box<[Status]>,
}

impl Outcomes {
    /// Of names in order, with a status for each.
    pub(crate) fn new(names: Arc<[Name]>, statuses: Vec<Status>) -> Outcomes {
        debug_assert!(names.is_sorted() && names.len() == statuses.len());
        Outcomes { names, statuses: statuses.into() }
    }

    /// What became of a rule; `None` if there is no rule of this full name.
    pub fn get(&self, rule: &str) -> Option<&Status> {
        let at = self.names.binary_search_by(|it| it.as_str().cmp(rule)).ok()?;
        self.statuses.get(at)
    }

    /// Rules with what became of them.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Name, &Status)> {
        self.names.iter().zip(&self.statuses)
    }

    /// Full names of the rules.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &Name> {
        self.names.iter()
    }

    /// What became of the rules, in order of their names.
    pub fn values(&self) -> impl ExactSizeIterator<Item = &Status> {
        self.statuses.iter()
    }

    /// How many rules there are.
    pub fn len(&self) -> usize {
        self.statuses.len()
    }

    /// True if there are no rules.
    pub fn is_empty(&self) -> bool {
        self.statuses.is_empty()
    }
}

impl<'a> IntoIterator for &'a Outcomes {
    type Item = (&'a Name, &'a Status);
    type IntoIter = std::iter::Zip<std::slice::Iter<'a, Name>, std::slice::Iter<'a, Status>>;

    fn into_iter(self) -> Self::IntoIter {
        self.names.iter().zip(&self.statuses)
    }
}

impl fmt::Debug for Outcomes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self).finish()
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Outcomes {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_map(self)
    }
}
