//! OpenDocument texts, packed or flat: XML in, blocks out, automatic numbers written into the text.
//!
//! ```text
//! bytes ─package→ XML parts ─xml→ elements ─styles, lists→ lookups ─body→ blocks, then notes
//! ```

mod body;
mod lists;
mod styles;

use body::Body;
use styles::Styles;

use crate::package::Package;
use crate::writer::Writer;
use crate::xml::{Element, Tree};
use crate::{ExtractError, Extracted, Format, Options, text};

pub(crate) fn read(bytes: &[u8], options: Options) -> Result<Extracted, ExtractError> {
    if !bytes.starts_with(b"PK") {
        let (source, _) = text::decode(bytes, None);
        let tree = Tree::parse(&source, Format::Odt)?;
        return read_parts(tree.root()?, None, options);
    }
    let mut package = Package::open(bytes, Format::Odt)?;
    if let Some(manifest) = package.part("META-INF/manifest.xml")? {
        let tree = Tree::parse(&manifest, Format::Odt)?;
        if tree.root()?.elements().any(|it| it.child("encryption-data").is_some()) {
            return Err(ExtractError::Encrypted { format: Format::Odt });
        }
    }
    let content = package
        .part("content.xml")?
        .ok_or_else(|| ExtractError::damaged(Format::Odt, "it has no content.xml"))?;
    let content = Tree::parse(&content, Format::Odt)?;
    let styles = package.part("styles.xml")?;
    let styles = styles.as_deref().map(|it| Tree::parse(it, Format::Odt)).transpose()?;
    let styles = styles.as_ref().map(Tree::root).transpose()?;
    read_parts(content.root()?, styles, options)
}

/// `styles` is absent for a flat file, which has them in the same tree.
fn read_parts(
    content: Element<'_>,
    styles: Option<Element<'_>>,
    options: Options,
) -> Result<Extracted, ExtractError> {
    let text = content
        .child("body")
        .and_then(|it| it.child("text"))
        .ok_or_else(|| ExtractError::damaged(Format::Odt, "it has no text"))?;
    // Styles of the same name in the content come later and win.
    let read = Styles::read(styles.into_iter().chain([content]));
    let mut writer = Writer::default();
    let mut body = Body::new(&read, &mut writer, options);
    body.changes(text);
    body.blocks(text);
    body.finish(styles.unwrap_or(content));
    writer.finish(Format::Odt)
}
