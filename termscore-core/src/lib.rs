//! Contracts in, reports out.
//!
//! A [`Document`] is a text cut into words, sentences with roles, paragraphs with their lead-ins and
//! sections. An [`Engine`] links compiled [`RulePack`](rule::RulePack)s with the host's functions
//! ([`Registry`]) and builds an index of rare words once. [`Engine::score`] looks only where those words stand,
//! matches phrases there, reads typed values, decides polarity and who is bound, answers the rules'
//! conditions in three-valued logic and adds up a [`Report`]. Every number in it is read from an
//! [`Explanation`](report::Explanation), and every finding quotes the text.
//!
//! ```text
//! text+layout ─logos→ words ─outline→ Document ─┐
//! RulePack ────────────────────────────────────┤
//! Registry ────────────────────────────────────┴→ Engine::score → Report
//!     index ▸ match ▸ values (nom) ▸ polarity, actor ▸ conditions ▸ explanation
//! ```
//!
//! This crate touches no files, clock, environment or network, and its results depend on nothing but
//! the packs and the document.

pub mod document;
mod engine;
mod error;
mod registry;
pub mod report;
pub mod rule;
mod span;
pub mod value;

pub use document::{Block, BlockKind, Document, Layout};
pub use engine::{Engine, Limits, Truth};
pub use error::{Error, ErrorKind};
pub use registry::{Call, Extracted, PluginResult, Registry};
pub use report::Report;
pub use span::Span;
pub use value::{Type, Value};
