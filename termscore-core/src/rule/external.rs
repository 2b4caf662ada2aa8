//! Functions that a pack expects of its host.

use crate::value::Type;

/// A function of the host, as a pack declares it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct Extern {
    /// Such as `host.is-consumer`.
    pub name: String,
    /// What it takes and gives.
    pub function: Function,
    /// What it tells, for people.
    pub help: String,
    /// True: where the host lacks it, its answer is unknown. False: the host must have it.
    pub optional: bool,
}

/// What a function of the host takes and gives.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[non_exhaustive]
pub enum Function {
    /// Answers yes, no or not known about a document and values of these types.
    Predicate(Vec<Type>),
    /// Finds values of this type in the text of a document.
    Extractor(Type),
}

impl Function {
    /// As the rule language writes it after the name: `(text, money) -> bool`, `-> text`.
    #[must_use]
    pub fn signature(&self) -> String {
        match self {
            Function::Predicate(inputs) => {
                let inputs: Vec<&str> = inputs.iter().map(|it| it.name()).collect();
                format!("({}) -> bool", inputs.join(", "))
            }
            Function::Extractor(ty) => format!(" -> {ty}"),
        }
    }
}
