//! Which part of a page is its text: what belongs to the site, to its menus and its banners is left out.

use super::style;
use super::tree::{DOCUMENT, Id, Tree};

/// Bytes; what is longer than this is no menu, banner or notice.
const MAX_CHROME: usize = 2_000;

/// The `<main>` with the most text, or else the `<article>`, if it holds most of the text of the page.
pub(super) fn main_of(tree: &Tree) -> Option<Id> {
    let (mut mains, mut articles) = (Vec::new(), Vec::new());
    tree.visit(DOCUMENT, |it| {
        match tree.tag(it) {
            Some("main") => mains.push(it),
            Some("article") => articles.push(it),
            _ => {}
        }
        true
    });
    if mains.is_empty() && articles.is_empty() {
        return None;
    }
    let whole = length(tree, DOCUMENT);
    let most = |found: Vec<Id>| {
        let largest = found.into_iter().map(|it| (length(tree, it), it)).max_by_key(|it| it.0);
        largest.filter(|(length, _)| *length > 0 && length * 2 >= whole).map(|it| it.1)
    };
    most(mains).or_else(|| most(articles))
}

/// Bytes of text below a node, without what belongs to the site.
fn length(tree: &Tree, node: Id) -> usize {
    let mut length = 0;
    tree.visit(node, |it| {
        length += tree.text(it).map_or(0, |it| it.trim().len());
        tree.tag(it).is_none_or(|name| {
            let chrome = matches!(name, "nav" | "header" | "footer" | "aside");
            it == node || !(chrome || is_left_out(tree, it, name) || is_undisplayed(tree, it))
        })
    });
    length
}

/// True of what is never text, and of what a page shows on demand.
pub(super) fn is_left_out(tree: &Tree, node: Id, name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "noscript"
            | "template"
            | "head"
            | "svg"
            | "iframe"
            | "object"
            | "audio"
            | "video"
            | "canvas"
            | "dialog"
            | "datalist"
    ) || tree.attribute(node, "aria-hidden") == Some("true")
}

/// True of what the page itself takes out of sight. Style sheets are not read.
pub(super) fn is_undisplayed(tree: &Tree, node: Id) -> bool {
    tree.attribute(node, "hidden").is_some()
        || tree.attribute(node, "style").is_some() && {
            let style = style(tree, node);
            ["display:none", "visibility:hidden"].iter().any(|it| style.contains(it))
        }
}

/// True of a header or footer that holds a menu or hardly anything but links.
pub(super) fn is_chrome(tree: &Tree, node: Id) -> bool {
    let (mut n_text, mut n_link, mut has_nav) = (0, 0, false);
    let mut links = Vec::new();
    tree.visit(node, |it| {
        n_text += tree.text(it).map_or(0, |it| it.trim().len());
        has_nav |= tree.tag(it) == Some("nav");
        if tree.tag(it) == Some("a") {
            links.push(it);
        }
        true
    });
    for link in links {
        tree.visit(link, |it| {
            n_link += tree.text(it).map_or(0, |it| it.trim().len());
            true
        });
    }
    (has_nav && n_text < MAX_CHROME) || n_link * 2 > n_text
}

/// True of a notice about cookies, or a window over the page.
pub(super) fn is_banner(tree: &Tree, node: Id) -> bool {
    let window = tree.attribute(node, "role").is_some_and(|it| matches!(it, "dialog" | "alertdialog"));
    let named = |name: &str| {
        tree.attribute(node, name).is_some_and(|it| {
            let it = it.to_ascii_lowercase();
            it.contains("cookie")
                && ["banner", "consent", "notice", "popup", "bar", "modal", "overlay", "message"]
                    .iter()
                    .any(|word| it.contains(word))
        })
    };
    (window || named("id") || named("class")) && length(tree, node) < MAX_CHROME
}
