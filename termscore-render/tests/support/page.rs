//! A page in, what a browser makes of it out: elements, text. Stricter than a browser: a page of ours that is not well
//! formed fails the test.

use std::collections::{BTreeMap, BTreeSet};

/// Elements that have no end.
const VOID: [&str; 2] = ["meta", "link"];

/// Everything that a page of ours is made of.
const KNOWN: [&str; 49] = [
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "script",
    "a",
    "header",
    "p",
    "span",
    "nav",
    "ul",
    "li",
    "main",
    "section",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "svg",
    "desc",
    "path",
    "text",
    "rect",
    "b",
    "strong",
    "ol",
    "footer",
    "article",
    "figure",
    "figcaption",
    "blockquote",
    "mark",
    "details",
    "summary",
    "dl",
    "dt",
    "dd",
    "code",
    "sup",
    "link",
    "em",
    "table",
    "tr",
    "td",
];

/// A page, read.
pub struct Page {
    /// Elements in the order of their start tags.
    pub elements: Vec<Element>,
    /// What is shown, blanks collapsed.
    pub text: String,
}

pub struct Element {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    /// Text inside, blanks collapsed.
    pub text: String,
}

impl Page {
    /// Reads a page or a part of one.
    pub fn read(html: &str) -> Page {
        let mut elements: Vec<Element> = Vec::new();
        let mut open: Vec<(usize, usize)> = Vec::new();
        let mut text = String::new();
        let mut rest = html.strip_prefix("<!DOCTYPE html>").unwrap_or(html);
        while !rest.is_empty() {
            let Some(at) = rest.find('<') else {
                text.push_str(&unescape(rest));
                break;
            };
            let (before, tag) = rest.split_at(at);
            text.push_str(&unescape(before));
            let end = tag.find('>').expect("a tag ends");
            let (inside, after) = (&tag[1..end], &tag[end + 1..]);
            rest = after;
            if let Some(name) = inside.strip_prefix('/') {
                let (index, from) = open.pop().unwrap_or_else(|| panic!("</{name}> ends nothing"));
                assert_eq!(elements[index].name, name, "elements end in the order in which they began");
                elements[index].text = collapse(&text[from..]);
                continue;
            }
            let (name, attributes) = tag_of(inside);
            assert!(KNOWN.contains(&name.as_str()), "<{name}> is no element of a page: {inside}");
            elements.push(Element { name: name.clone(), attributes, text: String::new() });
            if name == "style" || name == "script" {
                let end = format!("</{name}>");
                let at = rest.find(&end).expect("it ends");
                rest = &rest[at + end.len()..];
            } else if !VOID.contains(&name.as_str()) {
                open.push((elements.len() - 1, text.len()));
            }
        }
        assert!(open.is_empty(), "all elements end");
        Page { elements, text: collapse(&text) }
    }

    /// What must hold of each page: nothing runs, nothing is loaded, links lead somewhere.
    pub fn check(&self) {
        let mut ids = BTreeSet::new();
        for it in &self.elements {
            for (name, value) in &it.attributes {
                assert!(
                    !name.starts_with("on") && name != "style" && name != "src",
                    "<{} {name}={value}>",
                    it.name
                );
                if name == "id" {
                    assert!(ids.insert(value.as_str()), "id {value} is there twice");
                }
            }
        }
        let mut level = 0;
        for it in &self.elements {
            for name in ["href", "aria-labelledby"] {
                let Some(value) = it.attributes.get(name) else { continue };
                if value.starts_with("https://") || value.starts_with("http://") {
                    continue;
                }
                for target in value.split_whitespace() {
                    let target = if name == "href" {
                        target.strip_prefix('#').expect("a link inside")
                    } else {
                        target
                    };
                    assert!(ids.contains(target), "{name}={value} leads nowhere");
                }
            }
            if let Some(n) = it.name.strip_prefix('h').and_then(|it| it.parse::<usize>().ok()) {
                assert!(n <= level + 1, "<h{n}> follows <h{level}>: {}", it.text);
                level = n;
            }
        }
    }
}

/// Whether the words of a quote are shown one after the other.
pub fn shows(text: &str, quote: &str) -> bool {
    text.contains(&collapse(quote))
}

pub fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn tag_of(inside: &str) -> (String, BTreeMap<String, String>) {
    let (name, mut rest) = inside.split_once(' ').unwrap_or((inside, ""));
    let mut attributes = BTreeMap::new();
    while !rest.trim().is_empty() {
        let (key, after) =
            rest.split_once("=\"").unwrap_or_else(|| panic!("attributes have values: {inside}"));
        let (value, after) = after.split_once('"').expect("a value ends");
        attributes.insert(key.trim().to_owned(), unescape(value));
        rest = after;
    }
    (name.to_owned(), attributes)
}

fn unescape(text: &str) -> String {
    let plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    let entity = plain.match_indices('&').find(|(at, _)| !plain[*at..].starts_with("&amp;"));
    assert!(entity.is_none(), "an ampersand is not escaped: {text}");
    plain.replace("&amp;", "&")
}
