//! A sentence as it is matched, and a match of a pattern in it.

use std::{borrow::Cow, sync::Arc};

use crate::{Span, value::Value};

/// Index of a sentence in its document.
pub(super) type SentenceId = u32;

/// The words of a sentence, those of its lead-ins first.
pub(super) struct View<'a> {
    pub(super) id: SentenceId,
    /// Word indices.
    pub(super) flow: &'a [u32],
    /// Place of its first own word.
    pub(super) own: u32,
}

impl View<'_> {
    pub(super) fn len(&self) -> u32 {
        self.flow.len() as u32
    }
}

/// A match of a pattern in a sentence; places count the words of the sentence's flow.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    pub(super) start: u32,
    /// One past the last word.
    pub(super) end: u32,
    pub(super) head: u32,
    pub(super) captures: Vec<(Arc<str>, Capture)>,
}

/// What a slot took.
#[derive(Clone, Debug)]
pub(super) enum Capture {
    Value(Value),
    Words(Span),
}

impl Capture {
    /// As rules compare it and reports show it: words are text.
    pub(super) fn value(&self, text: &str) -> Cow<'_, Value> {
        match self {
            Capture::Value(value) => Cow::Borrowed(value),
            Capture::Words(span) => Cow::Owned(Value::Text(span.of(text).to_owned())),
        }
    }
}

/// No head has been passed yet.
pub(super) const NO_HEAD: u32 = u32::MAX;
