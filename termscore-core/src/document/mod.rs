//! Text in, document model out.

mod layout;

pub use layout::{Block, BlockKind, Layout};
