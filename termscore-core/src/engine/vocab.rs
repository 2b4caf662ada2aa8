//! The words that packs know, as small numbers; every other word of a text is [`OTHER`].

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::frequency::frequency;

/// Id of a word form. Ids are given in order of first use.
pub(super) type Form = u32;

/// The id of all words that no pack knows.
pub(super) const OTHER: Form = 0;

/// Index of a set of forms that patterns ask for.
pub(super) type ClassId = u32;

/// Word forms with their ids.
#[derive(Debug, Default)]
pub(super) struct Vocab {
    ids: FxHashMap<Box<str>, Form>,
    /// By id: how often the form stands in contracts, see [`frequency`].
    costs: Vec<u32>,
}

impl Vocab {
    /// The id of a form, new if need be.
    pub(super) fn intern(&mut self, form: &str) -> Form {
        if let Some(id) = self.ids.get(form) {
            return *id;
        }
        let id = self.ids.len() as Form + 1;
        self.ids.insert(form.into(), id);
        self.costs.push(frequency(form));
        id
    }

    /// The id of a form, [`OTHER`] if no pack knows it.
    pub(super) fn get(&self, form: &str) -> Form {
        self.ids.get(form).copied().unwrap_or(OTHER)
    }

    /// What it costs to look at all places of a form.
    pub(super) fn cost(&self, id: Form) -> u32 {
        self.costs.get((id as usize).wrapping_sub(1)).copied().unwrap_or(u32::MAX)
    }

    /// One more than the largest id.
    pub(super) fn len(&self) -> usize {
        self.ids.len() + 1
    }
}

/// A set of form ids. Sets of one word take no memory of their own, copies of others share theirs.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Forms {
    One(Form),
    /// Ascending; not one.
    Many(Arc<[Form]>),
}

impl Forms {
    pub(super) fn new(mut ids: Vec<Form>) -> Forms {
        ids.sort_unstable();
        ids.dedup();
        match ids.as_slice() {
            [only] => Forms::One(*only),
            _ => Forms::Many(ids.into()),
        }
    }

    pub(super) fn contains(&self, id: Form) -> bool {
        match self {
            Forms::One(only) => *only == id,
            Forms::Many(several) if several.len() <= 8 => several.contains(&id),
            Forms::Many(many) => many.binary_search(&id).is_ok(),
        }
    }

    /// Ascending.
    pub(super) fn ids(&self) -> &[Form] {
        match self {
            Forms::One(only) => std::slice::from_ref(only),
            Forms::Many(many) => many,
        }
    }
}
