//! OpenDocument texts, packed or flat: XML in, blocks out, automatic numbers written into the text.
//!
//! ```text
//! bytes ─package→ XML parts ─styles, lists→ lookups ─body→ blocks, then notes
//! ```

mod body;
mod lists;
mod styles;

use body::Body;
use styles::Styles;

use crate::package::{self, Element, Package};
use crate::writer::Writer;
use crate::{ExtractError, Extracted, Format, Options};

pub(crate) fn read(bytes: &[u8], options: Options) -> Result<Extracted, ExtractError> {
    if !bytes.starts_with(b"PK") {
        let flat = package::parse(bytes, Format::Odt)?;
        return read_parts(&flat, None, options);
    }
    let mut package = Package::open(bytes, Format::Odt)?;
    if let Some(manifest) = package.part("META-INF/manifest.xml")?
        && manifest.elements().any(|it| it.child("encryption-data").is_some())
    {
        return Err(ExtractError::Encrypted { format: Format::Odt });
    }
    let content = package
        .part("content.xml")?
        .ok_or_else(|| ExtractError::damaged(Format::Odt, "it has no content.xml"))?;
    let styles = package.part("styles.xml")?;
    read_parts(&content, styles.as_ref(), options)
}

/// `styles` is absent for a flat file, which has them in the same tree.
fn read_parts(
    content: &Element,
    styles: Option<&Element>,
    options: Options,
) -> Result<Extracted, ExtractError> {
    let text = content
        .child("body")
        .and_then(|it| it.child("text"))
        .ok_or_else(|| ExtractError::damaged(Format::Odt, "it has no text"))?;
    // Styles of the same name in the content come later and win.
    let roots = styles.into_iter().chain([content]);
    let read = Styles::read(roots);
    let mut writer = Writer::default();
    let mut body = Body::new(&read, &mut writer, options);
    body.changes(text);
    body.blocks(text);
    body.finish(styles.unwrap_or(content));
    writer.finish(Format::Odt)
}
