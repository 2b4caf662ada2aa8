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
    /// A pack uses a function that the registry lacks.
    #[error(
        "pack `{pack}` needs the host function `{function}`, which the registry lacks: add it with `Registry::predicate` or `Registry::extractor`"
    )]
    UnknownFunction {
        /// Name of the pack.
        pack: String,
        /// Name of the function.
        function: String,
    },
    /// A function takes or gives something else than a pack declares.
    #[error("pack `{pack}` declares `{function}{declared}`, and the registry has `{function}{given}`")]
    WrongFunction {
        /// Name of the pack.
        pack: String,
        /// Name of the function.
        function: String,
        /// Its signature in the pack.
        declared: String,
        /// Its signature in the registry, or in another pack.
        given: String,
    },
    /// The registry has the function already.
    #[error("the registry already has a function `{0}`")]
    DuplicateFunction(String),
    /// Two packs change the same item in different ways.
    #[error("`{item}` is changed twice, by pack `{first}` and by pack `{second}`: keep one of the changes")]
    ClashingChanges {
        /// Full name of the item.
        item: String,
        /// Name of the pack with the first change.
        first: String,
        /// Name of the pack with the other.
        second: String,
    },
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
