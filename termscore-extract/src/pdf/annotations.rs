//! A page's annotations in, notes beside the text out: form fields with their values, comments with their authors.
//!
//! The library draws appearances and says nothing of the objects behind them, so these are read here.

use std::collections::BTreeSet;

use hayro_interpret::RectExt;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Object, Rect, String as PdfString};
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::kurbo::{self, Affine};

use crate::NoteKind;

/// A form field or a comment on a page.
#[derive(Clone, Debug)]
pub(super) struct Annotation {
    /// [`NoteKind::Field`] or [`NoteKind::Comment`].
    pub(super) kind: NoteKind,
    /// "Rate: 90", or what the comment says.
    pub(super) text: String,
    pub(super) author: String,
    /// Where it stands, in points from the upper left corner of the page; empty if the file does not say.
    pub(super) place: kurbo::Rect,
    /// What the page may show of it; empty if that says nothing, such as a tick.
    pub(super) value: String,
}

/// What a page has beside its content.
#[derive(Clone, Debug, Default)]
pub(super) struct Annotations {
    /// In the order of the file.
    pub(super) all: Vec<Annotation>,
    /// Where comments are drawn over the page: what stands there is no part of the contract's own text.
    pub(super) overlays: Vec<kurbo::Rect>,
}

/// Pages hold no more annotations than this that are looked at.
const MOST: usize = 2_000;

/// Fields lie in each other no deeper than this.
const DEEPEST: usize = 16;

/// Reads the annotations of a page; `seen` has the names of fields that other pages or widgets have told already.
pub(super) fn annotations(page: &Page<'_>, to_page: Affine, seen: &mut BTreeSet<String>) -> Annotations {
    let mut found = Annotations::default();
    let Some(list) = page.raw().get::<Array<'_>>(b"Annots") else { return found };
    for it in list.iter::<Dict<'_>>().take(MOST) {
        let place = it.get::<Rect>(b"Rect").map_or(kurbo::Rect::ZERO, |it| it.to_kurbo());
        let place = to_page.transform_rect_bbox(place);
        match it.get::<Name<'_>>(b"Subtype").as_deref() {
            Some(b"Widget") => found.all.extend(field(&it, place, seen)),
            Some(b"Link" | b"Popup") | None => {}
            Some(_) => {
                if it.get::<u32>(b"F").unwrap_or(0) & HIDDEN != 0 {
                    continue;
                }
                found.overlays.push(place);
                let text = string(&it, b"Contents");
                if !text.trim().is_empty() {
                    let (author, value) = (string(&it, b"T"), String::new());
                    found.all.push(Annotation { kind: NoteKind::Comment, text, author, place, value });
                }
            }
        }
    }
    found
}

/// Hidden, or not for view.
const HIDDEN: u32 = 1 << 1 | 1 << 5;

/// Of a button that does something and holds nothing.
const PUSH_BUTTON: u32 = 1 << 16;

/// Of a button that excludes the others of its name.
const RADIO: u32 = 1 << 15;

/// A field's name and value, the first time that the name comes up; nothing for an empty field.
fn field(widget: &Dict<'_>, place: kurbo::Rect, seen: &mut BTreeSet<String>) -> Option<Annotation> {
    // A widget may be its field, or a part of it; what it does not say, its parents say.
    let mut chain = vec![widget.clone()];
    while let Some(parent) = chain.last().and_then(|it| it.get::<Dict<'_>>(b"Parent")) {
        chain.push(parent);
        if chain.len() > DEEPEST {
            return None;
        }
    }
    let mut names: Vec<String> = chain.iter().map(|it| string(it, b"T")).collect();
    names.retain(|it| !it.is_empty());
    names.reverse();
    let name = names.join(".");
    let flags = chain.iter().find_map(|it| it.get::<u32>(b"Ff")).unwrap_or(0);
    let ty = chain.iter().find_map(|it| it.get::<Name<'_>>(b"FT"))?;
    let value = chain.iter().find_map(|it| it.get::<Object<'_>>(b"V"));
    // What people are told that a field is; its name is for programs.
    let label = chain.iter().map(|it| string(it, b"TU")).find(|it| !it.trim().is_empty());
    let (text, shown) = match &*ty {
        b"Btn" if flags & PUSH_BUTTON != 0 => return None,
        b"Btn" => {
            let state = widget.get::<Name<'_>>(b"AS").or(value.and_then(Object::into_name));
            let on = state.filter(|it| &**it != b"Off");
            match (on, flags & RADIO != 0) {
                (Some(on), true) => (decode(&on), String::new()),
                // Another of the buttons may be the one that is chosen.
                (None, true) => return None,
                (on, false) => {
                    (if on.is_some() { "checked" } else { "not checked" }.to_owned(), String::new())
                }
            }
        }
        b"Sig" => (if value.is_some() { "signed" } else { "not signed" }.to_owned(), String::new()),
        _ => {
            let options = chain.iter().find_map(|it| it.get::<Array<'_>>(b"Opt"));
            let text = values(value?, options.as_ref());
            (text.clone(), text)
        }
    };
    if text.trim().is_empty() || (!name.is_empty() && !seen.insert(name.clone())) {
        return None;
    }
    let label = label.unwrap_or(name);
    let text =
        if label.is_empty() { text } else { format!("{}: {text}", label.trim_end_matches([':', ' '])) };
    Some(Annotation { kind: NoteKind::Field, text, author: String::new(), place, value: shown })
}

/// The value of a text or choice field, as people see it.
fn values(value: Object<'_>, options: Option<&Array<'_>>) -> String {
    let one = |it: &PdfString<'_>| {
        // A choice is stored by what programs call it: [stored, shown].
        let shown = options.and_then(|all| {
            let mut pairs = all.iter::<Array<'_>>().take(MOST);
            pairs.find_map(|pair| {
                let mut both = pair.iter::<PdfString<'_>>();
                let stored = both.next()?;
                both.next().filter(|_| stored == *it)
            })
        });
        decode(shown.as_ref().unwrap_or(it))
    };
    match value {
        Object::String(it) => one(&it),
        Object::Name(it) => decode(&it),
        Object::Array(all) => {
            all.iter::<PdfString<'_>>().take(MOST).map(|it| one(&it)).collect::<Vec<_>>().join(", ")
        }
        Object::Stream(it) => it.decoded().map(|it| decode(&it)).unwrap_or_default(),
        _ => String::new(),
    }
}

fn string(dict: &Dict<'_>, key: &[u8]) -> String {
    dict.get::<PdfString<'_>>(key).map(|it| decode(&it)).unwrap_or_default()
}

/// A PDF text string: UTF-16, UTF-8 or PDFDocEncoding (ISO 32000-1, annex D.2), told by its first bytes.
fn decode(bytes: &[u8]) -> String {
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        let units = rest.chunks_exact(2).filter_map(|it| Some(u16::from_be_bytes(it.try_into().ok()?)));
        return char::decode_utf16(units).map(|it| it.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    }
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return String::from_utf8_lossy(rest).into_owned();
    }
    let special = |it: u8| HIGH.chars().nth(usize::from(it) - 0x80);
    bytes
        .iter()
        .map(|&it| if (0x80..=0xa0).contains(&it) { special(it).unwrap_or(' ') } else { char::from(it) })
        .collect()
}

/// Characters 0x80 to 0xA0 of PDFDocEncoding.
const HIGH: &str = "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž\u{fffd}€";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_strings_are_decoded() {
        assert_eq!(decode(b"a\x8db\x8e \xe9 \xa0"), "a“b” é €");
        assert_eq!(decode(b"\xfe\xff\x00A\x20\xac"), "A€");
        assert_eq!(decode(b"\xef\xbb\xbf\xc3\xa9"), "é");
        assert_eq!(decode(b"\xfe\xff\xd8\x00"), "\u{fffd}");
    }
}
