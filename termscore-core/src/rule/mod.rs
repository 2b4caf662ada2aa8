//! Rule packs as the engine sees them: names resolved, typed, without syntax.
//!
//! A front end (the rule language, or a program) fills these plain structs; [`Engine::new`]
//! links them by name and refuses a pack whose references do not resolve.
//!
//! [`Engine::new`]: crate::Engine::new

#[cfg(feature = "borsh")]
mod bytes;
mod change;
mod clause;
mod condition;
mod external;
mod pattern;
mod score;
mod shared;
mod word_forms;

use std::sync::Arc;

use crate::value::{Type, Value};

pub use change::{Change, Edit, Override};
pub use clause::{
    Clause, Cue, CueKind, Direction, Evidence, Find, Kind, NAMED, Observation, Role, SectionLimit, Weighed,
    Window, With,
};
pub use condition::{Argument, Comparison, Condition, Op, Operand, Verb, Who};
pub use external::{Extern, Function};
pub use pattern::{Element, Pattern, Phrase, Step};
pub use score::{Category, Gate, GradeStep, Points, ScoreModel, Severity};
pub use shared::SharedStr;
pub use word_forms::WordForms;

/// The full name of an item: `pack.item`, such as `std.indemnity`. Every reference in a pack is one.
pub type Name = String;

/// A compiled pack: its own items, and the packs it uses.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct RulePack {
    /// Kebab-case; the first part of the names of its items.
    pub name: String,
    /// Semantic version, such as `1.0.0`.
    pub version: String,
    /// For people.
    pub title: String,
    /// Shown under every report, such as "Legal information, not legal advice."
    pub disclaimer: String,
    /// Full names of the kinds of document that its rules are for; empty: all kinds.
    pub for_kinds: Vec<Name>,
    /// Kinds of document that it can recognise.
    pub kinds: Vec<Kind>,
    /// Values that a host may set.
    pub params: Vec<Param>,
    /// Named patterns.
    pub concepts: Vec<Concept>,
    /// Words that turn a match around.
    pub cues: Vec<Cue>,
    /// What to look for.
    pub clauses: Vec<Clause>,
    /// What to make of it.
    pub rules: Vec<Rule>,
    /// How findings add up; a library pack has none.
    pub score: Option<ScoreModel>,
    /// Functions that it expects of its host.
    pub externs: Vec<Extern>,
    /// What it changes of the packs that it uses.
    pub changes: Vec<Change>,
    /// The packs that its names refer to, each compiled.
    #[cfg_attr(feature = "borsh", borsh(skip))]
    pub imports: Vec<Arc<RulePack>>,
}

/// A named set of patterns, used inside phrases as `{name}`.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct Concept {
    /// Full name.
    pub name: Name,
    /// Any of these.
    pub patterns: Vec<Pattern>,
    /// Matches that overlap one of these do not count.
    pub except: Vec<Pattern>,
}

/// A value that rules compare with and a host may set.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct Param {
    /// Full name.
    pub name: Name,
    /// What it holds.
    pub ty: Type,
    /// Used unless the host sets another.
    pub default: Value,
    /// Smallest and largest value a host may set, both inclusive.
    pub range: Option<(Value, Value)>,
    /// For people.
    pub help: String,
}

/// What a pattern of facts means for the signer.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct Rule {
    /// Full name.
    pub name: Name,
    /// One line; `{clause.capture}`, `{you}`, `{them}` and `{param}` are filled in.
    pub title: String,
    /// True: the rule fires.
    pub when: Condition,
    /// How bad, unless an arm changes it.
    pub severity: Severity,
    /// Points that it takes from its category, unless an arm changes it.
    pub weight: Points,
    /// Id of a category of the score model.
    pub category: String,
    /// Circumstances that make it less bad; the first that holds counts.
    pub eased: Vec<Arm>,
    /// Circumstances that make it worse; the first that holds counts, after `eased`.
    pub raised: Vec<Arm>,
    /// Rules of the same category that this one stands for when it fires.
    pub absorbs: Vec<Name>,
    /// Heading under which a missing clause would have been expected.
    pub expected: Option<Pattern>,
    /// What it does to the signer, in one line.
    pub impact: String,
    /// The reason, in a sentence or two.
    pub why: String,
    /// What to do.
    pub advice: String,
    /// Wording to ask for, with placeholders.
    pub suggest: String,
    /// First choice in a negotiation.
    pub prefer: String,
    /// Acceptable fallback.
    pub accept: String,
    /// Where to walk away.
    pub refuse: String,
    /// What it rests on.
    pub sources: Vec<Citation>,
}

impl Rule {
    /// A rule that says nothing and takes no points, to be filled in.
    #[must_use]
    pub fn new(name: Name, when: Condition) -> Rule {
        Rule {
            name,
            title: String::new(),
            when,
            severity: Severity::Minimal,
            weight: Points(0),
            category: String::new(),
            eased: Vec::new(),
            raised: Vec::new(),
            absorbs: Vec::new(),
            expected: None,
            impact: String::new(),
            why: String::new(),
            advice: String::new(),
            suggest: String::new(),
            prefer: String::new(),
            accept: String::new(),
            refuse: String::new(),
            sources: Vec::new(),
        }
    }
}

/// A change of severity and weight under a condition.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct Arm {
    /// When it applies.
    pub when: Condition,
    /// Severity from then on.
    pub severity: Severity,
    /// Weight from then on.
    pub weight: Points,
}

/// A source of law or practice.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct Citation {
    /// As lawyers cite it.
    pub text: String,
    /// Where to read it; may be empty.
    pub url: String,
    /// Day on which it was read, `YYYY-MM-DD`; may be empty.
    pub checked: String,
}
