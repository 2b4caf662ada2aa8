//! What stands beside the text: comments, tracked changes, and in which places of the text they are attached.

use std::collections::BTreeMap;

use crate::writer::{MAX_NOTES, Writer};
use crate::xml::Element;
use crate::{Changes, NoteKind};

/// Authors that are told apart.
const MAX_AUTHORS: usize = 100;
/// Names that a caveat lists; the others are counted.
const MAX_NAMES: usize = 3;

#[derive(Debug)]
struct Beside {
    kind: NoteKind,
    text: String,
    author: String,
    at: Option<usize>,
}

/// Notes in the order of the file; a place is filled in when its paragraph is written.
#[derive(Debug, Default)]
pub(super) struct Notes {
    notes: Vec<Beside>,
    /// Comments by their ids.
    comments: BTreeMap<String, usize>,
    /// Replies and what they reply to.
    replies: Vec<(usize, usize)>,
    n_changes: usize,
    /// Authors of tracked changes, in the order of their first ones.
    authors: Vec<String>,
}

impl Notes {
    /// Takes the comments; `extended` tells which of them are replies.
    pub(super) fn comments(&mut self, root: Element<'_>, extended: Option<Element<'_>>) {
        let mut by_paragraph = BTreeMap::new();
        for comment in root.elements().filter(|it| it.name == "comment").take(MAX_NOTES) {
            let mut text = String::new();
            comment.push_text(&mut text);
            let index = self.add(NoteKind::Comment, text, comment.label("author").unwrap_or_default());
            self.comments.entry(comment.attribute("id").unwrap_or_default().to_owned()).or_insert(index);
            let last = comment.elements().filter(|it| it.name == "p").last();
            if let Some(id) = last.and_then(|it| it.attribute("paraId")) {
                by_paragraph.insert(id, index);
            }
        }
        for reply in extended.into_iter().flat_map(Element::elements) {
            let of = |name: &str| reply.attribute(name).and_then(|it| by_paragraph.get(it)).copied();
            if let (Some(index), Some(parent)) = (of("paraId"), of("paraIdParent")) {
                self.replies.push((index, parent));
            }
        }
    }

    /// The comment of an id, if it has no place yet.
    pub(super) fn comment(&mut self, id: &str) -> Option<usize> {
        self.comments.remove(id)
    }

    /// Adds a note that has no place yet.
    pub(super) fn add(&mut self, kind: NoteKind, text: String, author: String) -> usize {
        // A hostile file has millions; the last one stands for all that are not kept.
        if self.notes.len() > MAX_NOTES {
            return MAX_NOTES;
        }
        self.notes.push(Beside { kind, text, author, at: None });
        self.notes.len() - 1
    }

    /// Counts a tracked change.
    pub(super) fn count_change(&mut self, author: &str) {
        self.n_changes += 1;
        if !author.is_empty()
            && self.authors.len() < MAX_AUTHORS
            && !self.authors.iter().any(|it| it == author)
        {
            self.authors.push(author.to_owned());
        }
    }

    pub(super) fn is(&self, index: usize, kind: NoteKind, author: &str) -> bool {
        self.notes.get(index).is_some_and(|it| it.kind == kind && it.author == author)
    }

    pub(super) fn extend(&mut self, index: usize, text: &str) {
        if let Some(note) = self.notes.get_mut(index).filter(|_| index < MAX_NOTES) {
            note.text.push_str(text);
        }
    }

    pub(super) fn place(&mut self, index: usize, at: usize) {
        if let Some(note) = self.notes.get_mut(index) {
            note.at.get_or_insert(at);
        }
    }

    /// Hands all notes over, in the order of their places, and says what they mean for a reader.
    pub(super) fn finish(mut self, changes: Changes, writer: &mut Writer) {
        for (index, parent) in std::mem::take(&mut self.replies) {
            if let Some(at) = self.notes.get(parent).and_then(|it| it.at) {
                self.place(index, at);
            }
        }
        let comments: Vec<&Beside> = self.notes.iter().filter(|it| it.kind == NoteKind::Comment).collect();
        if !comments.is_empty() {
            let mut authors: Vec<&str> = Vec::new();
            for it in &comments {
                if !it.author.is_empty() && !authors.contains(&it.author.as_str()) {
                    authors.push(&it.author);
                }
            }
            let (n, s) = plural(comments.len());
            let (by, are) = (by(&authors), if n == 1 { "is" } else { "are" });
            writer.caveat(format!("{n} comment{s} of reviewers{by} {are} not part of the text"));
        }
        if self.n_changes > 0 {
            let authors: Vec<&str> = self.authors.iter().map(String::as_str).collect();
            let (n, s) = plural(self.n_changes);
            let (are, it) = if n == 1 { ("is", "it was") } else { ("are", "they were") };
            let how = match changes {
                Changes::Accepted => "accepted",
                Changes::Original => "rejected",
            };
            let by = by(&authors);
            writer.caveat(format!(
                "{n} tracked change{s}{by} {are} pending: the text is read as if {it} {how}"
            ));
        }
        self.notes.sort_by_key(|it| it.at.unwrap_or(usize::MAX));
        for it in self.notes {
            writer.note(it.kind, &it.text, &it.author, it.at);
        }
    }
}

fn plural(n: usize) -> (usize, &'static str) {
    (n, if n == 1 { "" } else { "s" })
}

/// " (Ann, Bob)", " (Ann, Bob, Cy and 2 others)"; nothing if nobody is named.
fn by(names: &[&str]) -> String {
    let listed = names.get(..MAX_NAMES.min(names.len())).unwrap_or_default().join(", ");
    match names.len().saturating_sub(MAX_NAMES) {
        0 if listed.is_empty() => String::new(),
        0 => format!(" ({listed})"),
        1 => format!(" ({listed} and 1 other)"),
        more => format!(" ({listed} and {more} others)"),
    }
}
