//! Word files: an XML package in, blocks out, automatic numbers written into the text.
//!
//! ```text
//! bytes ─package→ XML parts ─styles, numbering→ lookups ─body→ blocks, then notes
//! ```
//!
//! Tracked changes are read as accepted. Comments become notes; headers and footers are left out.

mod body;
mod numbering;
mod styles;

use body::Body;
pub(crate) use body::is_title;
use numbering::Numbering;
use styles::Styles;

use crate::package::Package;
use crate::writer::Writer;
use crate::{ExtractError, Extracted, Format, NoteKind, Options};

pub(crate) fn read(bytes: &[u8], _options: Options) -> Result<Extracted, ExtractError> {
    let mut package = Package::open(bytes, Format::Docx)?;
    let main =
        package.relations("")?.remove("officeDocument").unwrap_or_else(|| "word/document.xml".to_owned());
    let damaged = |reason: &str| ExtractError::damaged(Format::Docx, reason);
    let document = package.part(&main)?.ok_or_else(|| damaged("it has no main document"))?;
    let relations = package.relations(&main)?;
    // Half a document is worse than none only if the half that is missing is the text: the others may be absent.
    let mut related = |kind: &str| match relations.get(kind) {
        Some(name) => package.part(name),
        None => Ok(None),
    };
    let styles = Styles::read(related("styles")?.as_ref());
    let mut numbering = Numbering::read(related("numbering")?.as_ref());
    let mut writer = Writer::default();
    let body = document.child("body").ok_or_else(|| damaged("its main document has no body"))?;
    let mut reader = Body::new(&styles, &mut numbering, &mut writer);
    reader.blocks(body);
    reader.finish();
    for (kind, name, is_endnote) in [("footnotes", "footnote", false), ("endnotes", "endnote", true)] {
        let Some(notes) = related(kind)? else {
            continue;
        };
        // Separators are notes as well, of a type.
        for note in notes.elements().filter(|it| it.name == name && it.attribute("type").is_none()) {
            reader.note(is_endnote, note);
        }
    }
    if let Some(comments) = related("comments")? {
        for comment in comments.elements().filter(|it| it.name == "comment") {
            let author = comment.attribute("author").unwrap_or_default();
            writer.note(NoteKind::Comment, &comment.text(), author, None);
        }
    }
    writer.finish(Format::Docx)
}
