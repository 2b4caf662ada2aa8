//! Markup in, a flat tree out: one vector of nodes that point at one another by index.
//!
//! The tree that comes with the parser counts references and borrows for each step, and takes some three times as
//! long to build and to walk.

use std::borrow::Cow;
use std::cell::RefCell;

use html5ever::interface::ElemName;
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, LocalName, Namespace, ParseOpts, QualName, parse_document};

/// Place of a node in its tree.
pub(super) type Id = u32;

const NONE: Id = u32::MAX;
pub(super) const DOCUMENT: Id = 0;

#[derive(Debug)]
enum Data {
    Document,
    Element { name: QualName, attributes: Vec<Attribute>, template: Id },
    Text(StrTendril),
    Comment,
}

#[derive(Debug)]
struct Node {
    data: Data,
    parent: Id,
    first: Id,
    last: Id,
    before: Id,
    after: Id,
}

/// A page, read.
#[derive(Debug, Default)]
pub(super) struct Tree {
    nodes: Vec<Node>,
}

impl Tree {
    pub(super) fn parse(source: &str) -> Tree {
        let mut tree = Tree::default();
        tree.add(Data::Document);
        parse_document(Builder { tree: RefCell::new(tree) }, ParseOpts::default()).one(source)
    }

    /// The name of an element; absent for text and the like.
    pub(super) fn tag(&self, id: Id) -> Option<&str> {
        match &self.node(id)?.data {
            Data::Element { name, .. } => Some(&name.local),
            _ => None,
        }
    }

    pub(super) fn text(&self, id: Id) -> Option<&str> {
        match &self.node(id)?.data {
            Data::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn attribute(&self, id: Id, wanted: &str) -> Option<&str> {
        let Data::Element { attributes, .. } = &self.node(id)?.data else {
            return None;
        };
        attributes.iter().find(|it| &*it.name.local == wanted).map(|it| &*it.value)
    }

    pub(super) fn children(&self, id: Id) -> impl Iterator<Item = Id> {
        let after = |id: Id| self.node(id).map(|it| it.after).filter(|it| *it != NONE);
        let first = self.node(id).map(|it| it.first).filter(|it| *it != NONE);
        std::iter::successors(first, move |it| after(*it))
    }

    /// The node and all below it in the order of the page; `enter` says whether to go below a node.
    pub(super) fn visit(&self, root: Id, mut enter: impl FnMut(Id) -> bool) {
        let mut at = root;
        loop {
            let Some(node) = self.node(at) else { return };
            if enter(at) && node.first != NONE {
                at = node.first;
                continue;
            }
            let mut up = at;
            at = loop {
                let Some(node) = self.node(up).filter(|_| up != root) else { return };
                if node.after != NONE {
                    break node.after;
                }
                up = node.parent;
            };
        }
    }

    fn node(&self, id: Id) -> Option<&Node> {
        self.nodes.get(id as usize)
    }

    fn edit(&mut self, id: Id, change: impl FnOnce(&mut Node)) {
        if let Some(node) = self.nodes.get_mut(id as usize) {
            change(node);
        }
    }

    fn add(&mut self, data: Data) -> Id {
        let id = Id::try_from(self.nodes.len()).unwrap_or(NONE);
        self.nodes.push(Node { data, parent: NONE, first: NONE, last: NONE, before: NONE, after: NONE });
        id
    }

    fn last(&self, id: Id) -> Id {
        self.node(id).map_or(NONE, |it| it.last)
    }

    /// Goes on with the text that a node is; gives it back if it is none.
    fn extend(&mut self, id: Id, text: StrTendril) -> Option<StrTendril> {
        match self.nodes.get_mut(id as usize).map(|it| &mut it.data) {
            Some(Data::Text(before)) => {
                before.push_tendril(&text);
                None
            }
            _ => Some(text),
        }
    }

    fn take_out(&mut self, id: Id) {
        let Some(node) = self.node(id) else { return };
        let (parent, before, after) = (node.parent, node.before, node.after);
        self.edit(id, |it| (it.parent, it.before, it.after) = (NONE, NONE, NONE));
        if before == NONE {
            self.edit(parent, |it| it.first = after)
        } else {
            self.edit(before, |it| it.after = after)
        }
        if after == NONE {
            self.edit(parent, |it| it.last = before)
        } else {
            self.edit(after, |it| it.before = before)
        }
    }

    fn append(&mut self, parent: Id, child: NodeOrText<Id>) {
        let last = self.last(parent);
        let child = match child {
            NodeOrText::AppendNode(id) => id,
            NodeOrText::AppendText(text) => match self.extend(last, text) {
                Some(text) => self.add(Data::Text(text)),
                None => return,
            },
        };
        self.take_out(child);
        let last = self.last(parent);
        self.edit(child, |it| (it.parent, it.before) = (parent, last));
        if last == NONE {
            self.edit(parent, |it| it.first = child)
        } else {
            self.edit(last, |it| it.after = child)
        }
        self.edit(parent, |it| it.last = child);
    }

    fn insert_before(&mut self, sibling: Id, child: NodeOrText<Id>) {
        let before = self.node(sibling).map_or(NONE, |it| it.before);
        let child = match child {
            NodeOrText::AppendNode(id) => id,
            NodeOrText::AppendText(text) => match self.extend(before, text) {
                Some(text) => self.add(Data::Text(text)),
                None => return,
            },
        };
        self.take_out(child);
        let Some((parent, before)) = self.node(sibling).map(|it| (it.parent, it.before)) else { return };
        self.edit(child, |it| (it.parent, it.before, it.after) = (parent, before, sibling));
        self.edit(sibling, |it| it.before = child);
        if before == NONE {
            self.edit(parent, |it| it.first = child)
        } else {
            self.edit(before, |it| it.after = child)
        }
    }

    fn move_children(&mut self, from: Id, to: Id) {
        while let Some(first) = self.node(from).map(|it| it.first).filter(|it| *it != NONE) {
            self.append(to, NodeOrText::AppendNode(first));
        }
    }
}

/// The tree while the parser builds it. INVARIANT (borrows): no borrow outlives the call that took it.
struct Builder {
    tree: RefCell<Tree>,
}

/// A name by value: cheap, since known names are numbers.
#[derive(Debug)]
struct Name {
    space: Namespace,
    local: LocalName,
}

impl ElemName for Name {
    fn ns(&self) -> &Namespace {
        &self.space
    }

    fn local_name(&self) -> &LocalName {
        &self.local
    }
}

impl TreeSink for Builder {
    type Handle = Id;
    type Output = Tree;
    type ElemName<'a> = Name;

    fn finish(self) -> Tree {
        self.tree.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Id {
        DOCUMENT
    }

    fn elem_name<'a>(&'a self, target: &'a Id) -> Name {
        match self.tree.borrow().node(*target).map(|it| &it.data) {
            Some(Data::Element { name, .. }) => Name { space: name.ns.clone(), local: name.local.clone() },
            // Asked of elements only.
            _ => Name { space: Namespace::default(), local: LocalName::default() },
        }
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, flags: ElementFlags) -> Id {
        let mut tree = self.tree.borrow_mut();
        let template = if flags.template { tree.add(Data::Document) } else { NONE };
        tree.add(Data::Element { name, attributes, template })
    }

    fn create_comment(&self, _: StrTendril) -> Id {
        self.tree.borrow_mut().add(Data::Comment)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Id {
        self.tree.borrow_mut().add(Data::Comment)
    }

    fn append(&self, parent: &Id, child: NodeOrText<Id>) {
        self.tree.borrow_mut().append(*parent, child);
    }

    fn append_based_on_parent_node(&self, element: &Id, before: &Id, child: NodeOrText<Id>) {
        let has_parent = self.tree.borrow().node(*element).is_some_and(|it| it.parent != NONE);
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(before, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Id) -> Id {
        match self.tree.borrow().node(*target).map(|it| &it.data) {
            Some(Data::Element { template, .. }) if *template != NONE => *template,
            _ => *target,
        }
    }

    fn same_node(&self, one: &Id, other: &Id) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Id, child: NodeOrText<Id>) {
        self.tree.borrow_mut().insert_before(*sibling, child);
    }

    fn add_attrs_if_missing(&self, target: &Id, more: Vec<Attribute>) {
        self.tree.borrow_mut().edit(*target, |it| {
            if let Data::Element { attributes, .. } = &mut it.data {
                let missing: Vec<Attribute> =
                    more.into_iter().filter(|new| !attributes.iter().any(|it| it.name == new.name)).collect();
                attributes.extend(missing);
            }
        });
    }

    fn remove_from_parent(&self, target: &Id) {
        self.tree.borrow_mut().take_out(*target);
    }

    fn reparent_children(&self, node: &Id, new_parent: &Id) {
        self.tree.borrow_mut().move_children(*node, *new_parent);
    }
}
