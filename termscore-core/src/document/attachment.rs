//! Exhibits and outside terms that the text refers to, and whether they are part of it.

use super::{Attachment, Document};

/// In order of the text.
pub(super) fn attachments(_: &Document) -> Vec<Attachment> {
    Vec::new()
}
