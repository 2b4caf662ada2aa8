//! Changes that one pack makes to the items of another, each with a reason.

use super::{Name, Pattern, Points, Severity};

/// One change to one item.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct Change {
    /// Full name of the item that is changed.
    pub item: Name,
    /// What becomes of it.
    pub edit: Edit,
    /// Why, in the author's words; shown in every report that the change had a part in.
    pub because: String,
}

/// What becomes of an item.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[non_exhaustive]
pub enum Edit {
    /// A rule gets another severity, weight or text.
    Override(Override),
    /// A rule is asked no more.
    Disable,
    /// A concept gets more phrases, or a clause more to find.
    Extend(Vec<Pattern>),
}

/// What is different about a rule; what is absent stays.
///
/// A milder rule stays milder in its `eased` arms and a worse one worse in its `raised` arms: an arm that would go the
/// other way under the new severity or weight is brought to it.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct Override {
    /// How bad.
    pub severity: Option<Severity>,
    /// Points that it takes.
    pub weight: Option<Points>,
    /// Field and text: `title`, `impact`, `why`, `advice`, `suggest`, `prefer`, `accept` or `refuse`.
    pub texts: Vec<(String, String)>,
}
