//! What a draft adds to a contract.

/// A wording that is added.
#[derive(Clone, Debug)]
pub(crate) struct Clause {
    pub(crate) text: String,
    pub(crate) category: String,
    /// The findings that it answers, by rule.
    pub(crate) rules: Vec<String>,
}
