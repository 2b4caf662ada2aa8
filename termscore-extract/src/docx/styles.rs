//! styles.xml in, what a paragraph inherits out: heading level, numbering, hidden.

use std::collections::BTreeMap;

use crate::xml::Element;

/// Chains longer than this are circles.
const MAX_CHAIN: usize = 20;

/// Number and level of a paragraph's list; 0 as number switches inherited numbering off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct NumberRef {
    pub(super) number: Option<i64>,
    pub(super) level: Option<usize>,
}

impl NumberRef {
    /// From the `numPr` of paragraph properties, if there is one.
    pub(super) fn of(properties: Option<Element<'_>>) -> NumberRef {
        let list = properties.and_then(|it| it.child("numPr"));
        NumberRef {
            number: list.and_then(|it| it.child_val("numId")).and_then(|it| it.trim().parse().ok()),
            level: list.and_then(|it| it.child_val("ilvl")).and_then(|it| it.trim().parse().ok()),
        }
    }
}

#[derive(Default)]
struct Style {
    based_on: Option<String>,
    name: String,
    outline: Option<u8>,
    numbering: NumberRef,
    hidden: Option<bool>,
}

#[derive(Default)]
pub(super) struct Styles {
    styles: BTreeMap<String, Style>,
    default_paragraph: Option<String>,
    /// Some style hides its text.
    any_hidden: bool,
}

impl Styles {
    pub(super) fn read(root: Option<Element<'_>>) -> Styles {
        let mut out = Styles::default();
        for element in root.into_iter().flat_map(Element::elements).filter(|it| it.name == "style") {
            let Some(id) = element.attribute("styleId") else {
                continue;
            };
            let paragraph = element.child("pPr");
            let is_default = element.attribute("default").is_some_and(|it| matches!(it, "1" | "true" | "on"));
            if is_default && element.attribute("type") == Some("paragraph") {
                out.default_paragraph = Some(id.to_owned());
            }
            let style = Style {
                based_on: element.child_val("basedOn").map(str::to_owned),
                name: element.child("name").and_then(|it| it.label("val")).unwrap_or_default().to_lowercase(),
                outline: paragraph
                    .and_then(|it| it.child_val("outlineLvl"))
                    .and_then(|it| it.trim().parse().ok()),
                numbering: NumberRef::of(paragraph),
                hidden: element.child("rPr").and_then(|it| it.switch("vanish")),
            };
            out.any_hidden |= style.hidden == Some(true);
            out.styles.insert(id.to_owned(), style);
        }
        out
    }

    /// The style and what it is based on, nearest first; without an id the default paragraph style.
    fn chain<'a>(&'a self, id: Option<&'a str>) -> impl Iterator<Item = (&'a str, &'a Style)> {
        let first = id.or(self.default_paragraph.as_deref());
        let link = |id: &'a str| self.styles.get(id).map(|style| (id, style));
        std::iter::successors(first.and_then(link), move |(_, style)| {
            style.based_on.as_deref().and_then(link)
        })
        .take(MAX_CHAIN)
    }

    /// 1 to 9 for headings; absent for running text.
    pub(super) fn heading(&self, id: Option<&str>, properties: Option<Element<'_>>) -> Option<u8> {
        let own =
            properties.and_then(|it| it.child_val("outlineLvl")).and_then(|it| it.trim().parse::<u8>().ok());
        let level = own.or_else(|| self.chain(id).find_map(|it| it.1.outline));
        match level {
            Some(level) => (level < 9).then_some(level + 1),
            None => self.chain(id).find_map(|(id, style)| heading_by_name(id, &style.name)),
        }
    }

    /// The list that a style brings with it.
    pub(super) fn numbering(&self, id: Option<&str>) -> NumberRef {
        let mut found = NumberRef::default();
        for (_, style) in self.chain(id) {
            found.level = found.level.or(style.numbering.level);
            if let Some(number) = style.numbering.number {
                found.number = Some(number);
                return found;
            }
        }
        NumberRef::default()
    }

    /// True if the style hides its text.
    pub(super) fn hides(&self, id: Option<&str>) -> bool {
        self.any_hidden
            && id.is_some_and(|id| self.chain(Some(id)).find_map(|it| it.1.hidden).unwrap_or(false))
    }

    /// The style and its ancestors, nearest first.
    pub(super) fn ancestry<'a>(&'a self, id: Option<&'a str>) -> Vec<&'a str> {
        self.chain(id).map(|it| it.0).collect()
    }
}

fn heading_by_name(id: &str, name: &str) -> Option<u8> {
    let id = id.to_lowercase();
    for it in [name, id.as_str()] {
        if it == "title" {
            return Some(1);
        }
        if let Some(level) = it.strip_prefix("heading").and_then(|it| it.trim().parse().ok()) {
            return (1..=9).contains(&level).then_some(level);
        }
    }
    None
}
