//! Names that the contract gives its parties: "Acme Inc. (the “Client”)", "Client: Acme Ltd".

use super::{Alias, Document};

/// In order of the text.
pub(super) fn aliases(_: &Document) -> Vec<Alias> {
    Vec::new()
}
