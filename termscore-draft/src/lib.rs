//! Findings in, what the signer sends back out.
//!
//! ```text
//! Engine, Document, Report ─choice→ findings ─plan→ passages to strike, wordings to add ─┬→ addendum ─→ Paper
//!                                     │                 (each plan is scored again)      └→ redline ─→ docx
//!                                     └→ letter ─→ Paper
//! a name and a site ─→ policy ─→ files                     Paper ─→ Markdown | text | docx
//! ```
//!
//! A draft never claims more than was checked: what it changes is scored again together with the contract, and each
//! finding comes out as cleared or as still open, with the reason. Nothing is read from or written to disk here, and
//! the same input always gives the same bytes.

pub mod addendum;
mod choice;
mod definition;
mod frame;
pub mod letter;
mod paper;
mod plan;
pub mod policy;
mod quote;
pub mod redline;
mod repeated;
mod replaced;
mod wording;

pub use choice::{Choice, ChoiceError, chosen};
pub use frame::{Frame, Side};
pub use paper::{Block, Paper};
pub use plan::{Outcome, State};
