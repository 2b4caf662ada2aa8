//! RTF files: groups and control words in, blocks out.
//!
//! ```text
//! bytes ─token→ words, bytes ─reader→ paragraphs, cells, notes ─flow→ blocks
//! ```
//!
//! List numbers stand in the file as text, for readers that do not count. What a program does not know it is told
//! to pass over (`\*`); so are pictures, styles' other traits, and the instructions of fields.

mod charset;
mod flow;
mod reader;
mod token;

use crate::{ExtractError, Extracted, Options};

pub(crate) fn read(bytes: &[u8], options: Options) -> Result<Extracted, ExtractError> {
    reader::read(bytes, options)
}
