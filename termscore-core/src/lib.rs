//! Contracts in, reports out.

pub mod document;
mod span;
pub mod value;

pub use document::{Block, BlockKind, Layout};
pub use span::Span;
pub use value::{Type, Value};
