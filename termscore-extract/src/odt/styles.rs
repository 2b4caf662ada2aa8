//! Styles of a document in, what a paragraph or span inherits out: heading level, list, hidden, page break.

use std::collections::BTreeMap;

use super::lists::{ListStyle, level};
use crate::xml::Element;

#[derive(Default)]
struct Style {
    parent: Option<String>,
    display_name: Option<String>,
    outline: Option<u8>,
    list: Option<String>,
    hidden: Option<bool>,
    breaks_page: bool,
}

/// By family and name: paragraphs, spans and sections may share names.
#[derive(Default)]
pub(super) struct Styles {
    styles: BTreeMap<(String, String), Style>,
    pub(super) lists: BTreeMap<String, ListStyle>,
    /// How headings are numbered.
    pub(super) outline: ListStyle,
}

/// Styles are based on one another; a chain longer than this is a ring.
const MAX_CHAIN: usize = 32;

impl Styles {
    pub(super) fn read<'a>(roots: impl Iterator<Item = Element<'a>>) -> Styles {
        let mut out = Styles::default();
        for root in roots {
            for group in root.elements().filter(|it| matches!(it.name, "styles" | "automatic-styles")) {
                for element in group.elements() {
                    out.add(element);
                }
            }
        }
        out
    }

    fn add(&mut self, element: Element<'_>) {
        let name = element.attribute("name").unwrap_or_default().to_owned();
        match element.name {
            "style" => {
                let family = element.attribute("family").unwrap_or_default().to_owned();
                let text = element.child("text-properties");
                let paragraph = element.child("paragraph-properties");
                let style = Style {
                    parent: element.attribute("parent-style-name").map(str::to_owned),
                    display_name: element.label("display-name"),
                    outline: element.attribute("default-outline-level").and_then(|it| it.parse().ok()),
                    list: element.attribute("list-style-name").map(str::to_owned),
                    hidden: text.and_then(|it| it.attribute("display")).map(|it| it == "none"),
                    breaks_page: paragraph
                        .and_then(|it| it.attribute("break-before"))
                        .is_some_and(|it| it == "page"),
                };
                self.styles.insert((family, name), style);
            }
            "list-style" => {
                self.lists.insert(name, element.elements().filter_map(level).collect());
            }
            "outline-style" => self.outline = element.elements().filter_map(level).collect(),
            _ => {}
        }
    }

    fn get(&self, family: &str, name: &str) -> Option<(&str, &Style)> {
        let (key, style) = self.styles.get_key_value(&(family.to_owned(), name.to_owned()))?;
        Some((key.1.as_str(), style))
    }

    /// A style and those it is based on, with their names.
    fn chain<'s>(
        &'s self,
        family: &'static str,
        name: Option<&str>,
    ) -> impl Iterator<Item = (&'s str, &'s Style)> + use<'s> {
        let first = name.and_then(|it| self.get(family, it));
        let above = move |style: &'s Style| self.get(family, style.parent.as_deref()?);
        std::iter::successors(first, move |(_, style)| above(style)).take(MAX_CHAIN)
    }

    /// 1 for the highest; absent for running text.
    pub(super) fn heading(&self, name: Option<&str>) -> Option<u8> {
        self.chain("paragraph", name).find_map(|(name, style)| {
            let title = style.display_name.as_deref().unwrap_or(name).eq_ignore_ascii_case("title");
            style.outline.filter(|it| *it > 0).or(title.then_some(1))
        })
    }

    /// The list that a paragraph's style brings; the empty name takes it out of lists.
    pub(super) fn list(&self, name: Option<&str>) -> Option<&str> {
        self.chain("paragraph", name).find_map(|(_, style)| style.list.as_deref())
    }

    pub(super) fn hides(&self, family: &'static str, name: Option<&str>) -> bool {
        self.chain(family, name).find_map(|(_, style)| style.hidden).unwrap_or(false)
    }

    pub(super) fn breaks_page(&self, name: Option<&str>) -> bool {
        self.chain("paragraph", name).next().is_some_and(|(_, style)| style.breaks_page)
    }
}
