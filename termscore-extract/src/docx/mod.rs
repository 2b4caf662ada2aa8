//! Word files: an XML package in, blocks out, automatic numbers written into the text.
//!
//! ```text
//! bytes ─package→ XML parts ─xml→ elements ─styles, numbering→ lookups
//!   elements ─body (runs, table, changes)→ lines ─→ blocks, then notes; beside: comments, changes, headers
//! ```
//!
//! What Word does not show is a block of its own, of kind `Hidden`, behind its paragraph.

mod beside;
mod body;
mod changes;
mod fields;
mod line;
mod numbering;
mod runs;
mod styles;
mod symbol;
mod table;

use std::collections::BTreeSet;

use beside::Notes;
use body::Body;
pub(crate) use body::is_title;
use numbering::Numbering;
use styles::Styles;

use crate::package::Package;
use crate::writer::Writer;
use crate::xml::{self, Tree};
use crate::{Changes, ExtractError, Extracted, Format, NoteKind, Options};

fn damaged(reason: &str) -> ExtractError {
    ExtractError::damaged(Format::Docx, reason)
}

/// Headers and footers of a file that are read; a file has three of each for every section.
const MAX_ASIDES: usize = 60;

pub(crate) fn read(bytes: &[u8], options: Options) -> Result<Extracted, ExtractError> {
    let mut package = Package::open(bytes, Format::Docx)?;
    let top = package.relations("")?;
    let main = top.of_kind("officeDocument").next().unwrap_or("word/document.xml").to_owned();
    let relations = package.relations(&main)?;
    // Half a document is worse than none only if the half that is missing is the text: the others may be absent.
    let mut related = |kind: &str| match relations.of_kind(kind).next() {
        Some(name) => package.part(name),
        None => Ok(None),
    };
    let styles = Styles::read(root(tree(&related("styles")?)?.as_ref())?);
    let mut numbering = Numbering::read(root(tree(&related("numbering")?)?.as_ref())?);
    let mut notes = Notes::default();
    if let Some(comments) = root(tree(&related("comments")?)?.as_ref())? {
        notes.comments(comments, root(tree(&related("commentsExtended")?)?.as_ref())?);
    }
    let asides: Vec<(NoteKind, String)> = [(NoteKind::Header, "header"), (NoteKind::Footer, "footer")]
        .into_iter()
        .flat_map(|(kind, name)| relations.of_kind(name).map(move |it| (kind, it.to_owned())))
        .take(MAX_ASIDES)
        .collect();
    let called = [("footnotes", "footnote", false), ("endnotes", "endnote", true)];

    let mut writer = Writer::default();
    let source = package.part(&main)?.ok_or_else(|| damaged("it has no main document"))?;
    let document = Tree::parse(&source, Format::Docx)?;
    let body = document.root()?.child("body").ok_or_else(|| damaged("its main document has no body"))?;
    let mut reader = Body::new(&styles, &mut numbering, &relations, &mut writer, options.changes, notes);
    reader.blocks(body);
    reader.finish();
    for (kind, name, is_endnote) in called {
        if reader.n_calls == (0, 0) {
            break;
        }
        let source = match relations.of_kind(kind).next() {
            Some(name) => package.part(name)?,
            None => None,
        };
        let tree = tree(&source)?;
        let Some(notes) = root(tree.as_ref())? else { continue };
        // Separators are notes as well, of a type.
        for note in notes.elements().filter(|it| it.name == name && it.attribute("type").is_none()) {
            reader.note(is_endnote, note);
        }
    }
    let mut distinct = BTreeSet::new();
    for (kind, name) in asides {
        let source = package.part(&name)?;
        let tree = tree(&source)?;
        let Some(aside) = root(tree.as_ref())? else { continue };
        let text = reader.aside(aside);
        if !text.is_empty() && distinct.insert((kind, text.clone())) {
            reader.notes.add(kind, text, String::new());
        }
    }
    // Notes stand behind the text, not on the pages that call them.
    let paged = reader.n_calls == (0, 0) && options.changes == Changes::Accepted;
    let n_pages = match top.of_kind("extended-properties").next().filter(|_| paged) {
        Some(name) => pages(package.part(name)?),
        None => None,
    };
    reader.close(n_pages);
    writer.finish(Format::Docx)
}

fn tree(source: &Option<String>) -> Result<Option<Tree<'_>>, ExtractError> {
    source.as_deref().map(|it| Tree::parse(it, Format::Docx)).transpose()
}

fn root<'t>(tree: Option<&'t Tree<'t>>) -> Result<Option<xml::Element<'t>>, ExtractError> {
    tree.map(Tree::root).transpose()
}

/// The number of pages that Word counted when it saved the file.
fn pages(properties: Option<String>) -> Option<usize> {
    let source = properties?;
    let tree = Tree::parse(&source, Format::Docx).ok()?;
    let mut text = String::new();
    tree.root().ok()?.child("Pages")?.push_text(&mut text);
    text.trim().parse().ok()
}
