//! The matches of a clause.

use std::{collections::BTreeMap, sync::Arc};

use crate::{Span, report::Polarity};

use super::hit::{Capture, SentenceId};

/// All matches of a clause in a document.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// By start, then end; none inside another.
    pub(super) matches: Vec<Match>,
    /// Why there may be more: a limit stopped the search, or a function of the host failed.
    pub(super) cut: Option<String>,
}

#[derive(Clone, Debug)]
pub(super) struct Match {
    pub(super) sentence: SentenceId,
    /// Places of the sentence's flow.
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) head: u32,
    /// The words of the sentence's own that matched.
    pub(super) span: Span,
    pub(super) polarity: Polarity,
    /// The cues that decided the polarity.
    pub(super) cues: Vec<Span>,
    pub(super) captures: BTreeMap<Arc<str>, Capture>,
    /// True of what the document shows about itself: it binds nobody.
    pub(super) observed: bool,
    /// Order of the `find` that made it.
    pub(super) order: usize,
}
