//! What rules mean: a naive evaluator of packs, written to be read, and a generator of packs and texts.
//!
//! ```text
//! packs ──────────┐
//! Document ───────┤→ evaluate → Answers ─┐
//! host's answers ─┘                      ├─ differences: none
//! Engine::score, Engine::clauses ────────┘
//! ```
//!
//! The engine has indices, sets of states, memos and limits on work; this has none of them. A pattern is tried at
//! every word of every sentence, every way in which it can match is listed, and then the declared one is chosen.
//! Where the two differ, one of them is wrong by the design. Each file states the rules of one topic in its first
//! lines; where the design is silent, these lines are the rule.

mod actor;
mod clauses;
mod compare;
mod conditions;
mod contract;
#[path = "../../../termscore-core/src/engine/frequency.rs"]
mod frequency;
pub mod generate;
mod host;
mod packs;
mod parties;
mod patterns;
mod polarity;
mod score;
mod witness;

pub use compare::{check, differences};
pub use host::registry;
pub use score::{Answers, evaluate};
