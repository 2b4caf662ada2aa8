//! Contracts in, reports out.

pub mod document;
mod span;

pub use document::{Block, BlockKind, Layout};
pub use span::Span;
