//! What can be wrong with the parts that a host puts together. Scoring itself never fails.

/// A host put the parts of an engine together wrongly.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind}")]
pub struct Error {
    kind: ErrorKind,
}

impl Error {
    /// What is wrong.
    pub fn kind(&self) -> &ErrorKind {
        &self.kind
    }
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Error {
        Error { kind }
    }
}

/// The ways in which an engine cannot be built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Two different packs have the same name.
    #[error("two different packs are called `{0}`: give the engine one of them")]
    DuplicatePack(String),
    /// Two items have the same full name.
    #[error("pack `{pack}` has two items called `{name}`")]
    DuplicateItem {
        /// Name of the pack.
        pack: String,
        /// Full name of the item.
        name: String,
    },
    /// A reference of a pack does not resolve.
    #[error("pack `{pack}` refers to `{name}`, which no pack of this engine has")]
    UnknownName {
        /// Name of the pack.
        pack: String,
        /// The full name that was looked for.
        name: String,
    },
    /// Items refer to each other in a circle.
    #[error("`{0}` refers to itself through other items")]
    Cycle(String),
    /// A pattern cannot be matched.
    #[error("`{item}` has a pattern that cannot be matched: {reason}")]
    BadPattern {
        /// Full name of the item.
        item: String,
        /// Why.
        reason: String,
    },
    /// A rule asks a predicate that the registry lacks.
    #[error(
        "rule `{rule}` asks `{predicate}()`, which the registry lacks: add it with `Registry::predicate`"
    )]
    UnknownPredicate {
        /// Full name of the rule.
        rule: String,
        /// Name of the predicate.
        predicate: String,
    },
    /// The registry has the predicate already.
    #[error("the registry already has a predicate `{0}`")]
    DuplicatePredicate(String),
    /// No pack has this parameter.
    #[error("no pack has a parameter `{name}`; there are: {known}")]
    UnknownParam {
        /// As given.
        name: String,
        /// All there are, separated by commas.
        known: String,
    },
    /// A parameter's value is of another type, or out of range.
    #[error("parameter `{name}` takes {expected}, not `{given}`")]
    BadParam {
        /// Full name.
        name: String,
        /// Type and range.
        expected: String,
        /// The value given.
        given: String,
    },
    /// No pack has this kind of document.
    #[error("no pack has a kind of document `{name}`; there are: {known}")]
    UnknownKind {
        /// As given.
        name: String,
        /// All there are, separated by commas.
        known: String,
    },
    /// No pack has this rule.
    #[error("no pack has a rule `{0}`")]
    UnknownRule(String),
}
