//! Where a number leads in a document: its own numbers as people cite them, looked up as references write them.
//!
//! A number is missing only if nothing could be meant by it: it is also looked for without its word, in the exhibit or
//! article that it stands in, and as an item inside the text of a provision.

use rustc_hash::FxHashMap;

use super::{
    Document, Sentence,
    citation::{Scope, attached, kind},
    label::{cardinal, roman},
};
use crate::{Span, rule::Role};

/// Where the numbers of a document are.
pub(super) struct Index<'d> {
    pub(super) document: &'d Document,
    /// Numbers as [`canonical`] writes them: the first paragraph that a person would cite so.
    places: FxHashMap<String, usize>,
    /// Places of "(a)" in the text, ascending.
    items: FxHashMap<String, Vec<usize>>,
    /// Titles of the document in lower case.
    titles: Vec<String>,
    /// True if "§" or "¶" stands anywhere.
    pub(super) signs: bool,
}

impl<'d> Index<'d> {
    pub(super) fn new(document: &'d Document) -> Index<'d> {
        Index::within(document, usize::MAX)
    }

    /// Of what begins before a byte.
    pub(super) fn within(document: &'d Document, end: usize) -> Index<'d> {
        let n_paragraphs = document.paragraphs.partition_point(|it| it.span.start < end);
        let mut places = FxHashMap::default();
        let mut ranges: Vec<(String, usize)> = Vec::new();
        for at in 0..n_paragraphs {
            let key = canonical(document.section_label(at as u32));
            if key.is_empty() {
                continue;
            }
            // "Article IV, 2" is also "2", where no other article has one.
            if let Some((outer, inner)) = key.split_once(", ")
                && outer.starts_with("article ")
            {
                ranges.push((inner.to_owned(), at));
            }
            // "4.2" shows that there is a 4.
            let mut outer = key.as_str();
            while let Some((above, _)) = outer.rsplit_once('.') {
                ranges.push((above.to_owned(), at));
                outer = above;
            }
            places.entry(key).or_insert(at);
        }
        for (at, paragraph) in document.paragraphs.iter().enumerate().take(n_paragraphs) {
            let key = canonical(&paragraph.number);
            if key.starts_with(|it: char| it.is_ascii_digit()) && key.contains('.') || attached_key(&key) {
                places.entry(key).or_insert(at);
            }
        }
        for section in document.sections.iter().filter(|it| it.span.start < end) {
            let mut words = section.heading.split_whitespace();
            if let (Some(word), Some(number)) = (words.next(), words.next())
                && kind(&word.to_lowercase()).is_some_and(|it| attached(it.0))
                && let Some(sentence) = document.sentences.get(section.first_sentence as usize)
            {
                let number = number.trim_matches(|it: char| !it.is_alphanumeric());
                places
                    .entry(format!("{} {number}", word.to_lowercase()).to_lowercase())
                    .or_insert(sentence.paragraph as usize);
            }
        }
        for (key, at) in ranges {
            places.entry(key).or_insert(at);
        }
        let mut items: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (open, _) in document.text.match_indices('(').take_while(|it| it.0 < end) {
            let rest = document.text.get(open + 1..).unwrap_or_default();
            let n = rest.bytes().take(6).take_while(u8::is_ascii_alphanumeric).count();
            if n == 0 || rest.as_bytes().get(n) != Some(&b')') {
                continue;
            }
            // "(a)" in "paragraph (a)" and "7(a)" refers; it is not the item.
            let before = document.text.get(..open).unwrap_or_default();
            let apart =
                before.is_empty() || before.ends_with([' ', '\n', '\t', '\u{A0}', '(', ';', ':', ',', '—']);
            let from = before.char_indices().rev().nth(20).map_or(0, |it| it.0);
            let word = before.get(from..).unwrap_or_default().trim_end();
            let word = word.rsplit(|it: char| !it.is_alphanumeric()).next().unwrap_or_default();
            let refers = !before.ends_with('\n') && kind(&word.to_lowercase()).is_some();
            if apart && !refers {
                let item = rest.get(..n).unwrap_or_default().to_ascii_lowercase();
                items.entry(item).or_default().push(open);
            }
        }
        let titles = document.sentences.iter().take(8).filter(|it| it.role == Role::Heading);
        let titles = titles.map(|it| it.span.of(&document.text).to_lowercase()).collect();
        let signs = document.text.contains('§') || document.text.contains('¶');
        Index { document, places, items, titles, signs }
    }

    /// The innermost section that holds a paragraph.
    pub(super) fn section_of(&self, paragraph: usize) -> Option<usize> {
        let section = self.document.paragraphs.get(paragraph)?.section;
        (section as usize).checked_sub(1)
    }

    pub(super) fn heading(&self, paragraph: usize) -> bool {
        let first = self.document.paragraphs.get(paragraph).map_or(0, |it| it.first_sentence);
        self.document.sentences.get(first as usize).is_some_and(|it| it.role == Role::Heading)
    }

    pub(super) fn is_title(&self, name: &str) -> bool {
        self.titles.iter().any(|it| it.contains(name))
    }

    /// The paragraph that "this Section" or "this Article" means.
    pub(super) fn own(&self, paragraph: usize, name: &str) -> usize {
        let label = self.document.section_label(paragraph as u32);
        let key = canonical(label);
        let cut = match name {
            "Article" => key.split([',', '.', '(']).next().unwrap_or_default(),
            "Section" | "Clause" => key.split('(').next().unwrap_or_default(),
            _ => return paragraph,
        };
        self.places.get(cut).copied().unwrap_or(paragraph)
    }

    /// The paragraph that a number means where it stands.
    pub(super) fn find(
        &self,
        name: &str,
        number: &str,
        scope: Option<&Scope>,
        sentence: &Sentence,
    ) -> Option<usize> {
        let number = number.to_lowercase();
        let get = |key: &str| self.places.get(key).copied();
        if attached(name) {
            return get(&format!("{} {}", name.to_lowercase(), number));
        }
        let here = canonical(self.document.section_label(sentence.paragraph));
        match scope {
            Some(scope) if attached(scope.kind) && !scope.number.is_empty() => {
                let exhibit = format!("{} {}", scope.kind.to_lowercase(), scope.number.to_lowercase());
                return get(&format!("{exhibit}, {}", canonical(&number)))
                    .or_else(|| self.inline(&exhibit, &number))
                    // What is numbered otherwise there is still there.
                    .or_else(|| get(&exhibit));
            }
            Some(scope) if !scope.number.is_empty() && number.starts_with('(') => {
                return self.number(&format!("{}{number}", scope.number.to_lowercase()), scope.kind, &here);
            }
            _ => {}
        }
        if number.starts_with('(') {
            return self.relative(&number, &here, sentence);
        }
        self.number(&number, name, &here)
    }

    fn number(&self, number: &str, name: &str, here: &str) -> Option<usize> {
        let get = |key: &str| self.places.get(key).copied();
        let plain = canonical(number);
        let bare = plain.split('(').next().unwrap_or_default();
        let value = bare.parse().ok().or_else(|| roman(bare));
        let mut keys: Vec<String> = Vec::new();
        // In an exhibit or article, its own numbers come first.
        if let Some((outer, _)) = here.split_once(", ") {
            keys.push(format!("{outer}, {plain}"));
        } else if attached_key(here) {
            keys.push(format!("{here}, {plain}"));
        }
        let article = value.map(|it| format!("article {it}{}", plain.get(bare.len()..).unwrap_or_default()));
        if name == "Article" {
            keys.extend(article.clone());
        }
        keys.push(plain.clone());
        // "3B" is "3(B)", where sections count so.
        if let Some(above) = plain.strip_suffix(|it: char| it.is_ascii_lowercase())
            && above.ends_with(|it: char| it.is_ascii_digit())
        {
            keys.push(format!("{above}({})", plain.get(above.len()..).unwrap_or_default()));
        }
        keys.extend(value.map(|it| format!("{it}{}", plain.get(bare.len()..).unwrap_or_default())));
        keys.extend(article);
        if let Some(found) = keys.iter().find_map(|it| get(it)) {
            return Some(found);
        }
        // "5(a)": "(a)" may stand inside the text of 5.
        keys.iter().find_map(|key| {
            let (outer, last) = key.rsplit_once('(')?;
            self.inline(outer, &format!("({last}"))
                .or_else(|| outer.rsplit_once('(').and_then(|it| self.inline(it.0, &format!("({last}"))))
        })
    }

    /// "(b)" seen from a paragraph: an item of a provision that holds it, innermost first.
    fn relative(&self, item: &str, here: &str, sentence: &Sentence) -> Option<usize> {
        let mut outer = here;
        for _ in 0..6 {
            let keys = [format!("{outer}{item}"), format!("{outer}, {item}")];
            if let Some(found) = keys.iter().find_map(|it| self.places.get(it)) {
                return Some(*found);
            }
            if let Some(found) = self.inline(outer, item) {
                return Some(found);
            }
            outer = match outer.rsplit_once('(') {
                Some((above, _)) => above,
                None => match outer.rsplit_once('.') {
                    Some((above, _)) => above,
                    None => break,
                },
            };
        }
        let paragraph = self.document.paragraphs.get(sentence.paragraph as usize)?;
        if self.item_in(item, paragraph.span) {
            return Some(sentence.paragraph as usize);
        }
        let top = self.document.section_path(paragraph.section);
        let top = top.first().and_then(|it| self.document.sections.get(*it as usize))?;
        let place = self.items.get(first_item(item))?;
        let place = *place.get(place.partition_point(|it| *it < top.span.start))?;
        (place < top.span.end).then(|| self.paragraph_at(place)).flatten()
    }

    /// An item inside the text of a provision.
    fn inline(&self, outer: &str, item: &str) -> Option<usize> {
        let at = *self.places.get(outer)?;
        let paragraph = self.document.paragraphs.get(at)?;
        let section = self.document.sections.get(paragraph.section as usize);
        // A provision with a heading holds what its section holds.
        let span = match section.filter(|_| paragraph.section > 0 && !paragraph.number.is_empty()) {
            Some(section) if section.span.start == paragraph.span.start => section.span,
            _ => paragraph.span,
        };
        if !self.item_in(item, span) {
            return None;
        }
        let places = self.items.get(first_item(item))?;
        let place = *places.get(places.partition_point(|it| *it < span.start))?;
        self.paragraph_at(place).or(Some(at))
    }

    fn item_in(&self, item: &str, span: Span) -> bool {
        let Some(places) = self.items.get(first_item(item)) else { return false };
        places.get(places.partition_point(|it| *it < span.start)).is_some_and(|it| *it < span.end)
    }

    fn paragraph_at(&self, byte: usize) -> Option<usize> {
        let after = self.document.paragraphs.partition_point(|it| it.span.start <= byte);
        after.checked_sub(1)
    }
}

/// "a" of "(a)(ii)".
fn first_item(item: &str) -> &str {
    item.split(['(', ')']).find(|it| !it.is_empty()).unwrap_or_default()
}

fn attached_key(key: &str) -> bool {
    key.split_once(' ').is_some_and(|it| kind(it.0).is_some_and(|it| attached(it.0)))
}

/// True if what a person would cite for a provision is the name of a reference: `4.2` for "Section 4.2", `Schedule 1, 3`
/// for "Section 3 of Schedule 1".
pub(super) fn is_called(label: &str, names: &str) -> bool {
    let label = canonical(label);
    let number = names.split_once(" of ").map_or(names, |it| it.0);
    let number = canonical(number.trim());
    let bare = number.rsplit_once(' ').map_or(number.as_str(), |it| it.1);
    let inner = label.rsplit_once(", ").map_or(label.as_str(), |it| it.1);
    !bare.is_empty() && (label == number || inner == number || inner == bare)
}

/// A number as references and labels share it: lower case, without "Section", articles in digits, "4.a" as "4(a)".
fn canonical(label: &str) -> String {
    // Most are numbers with items: "4.2(b)".
    let plain = |it: u8| it.is_ascii_digit() || it.is_ascii_lowercase() || matches!(it, b'.' | b'(' | b')');
    let lettered =
        || label.rsplit_once('.').is_some_and(|it| it.1.starts_with(|it: char| it.is_ascii_lowercase()));
    if label.bytes().all(plain) && !lettered() {
        return label.to_owned();
    }
    let lower = label.to_lowercase();
    let parts: Vec<String> = lower.split(", ").map(canonical_part).collect();
    parts.join(", ")
}

fn canonical_part(part: &str) -> String {
    let Some((word, number)) = part.split_once([' ', '\u{A0}']) else {
        let part = part.trim_start_matches('§');
        // "4.a" is "4(a)".
        return match part.rsplit_once('.') {
            Some((above, letter))
                if letter.len() == 1 && letter.bytes().all(|it| it.is_ascii_lowercase()) =>
            {
                format!("{above}({letter})")
            }
            _ => part.to_owned(),
        };
    };
    let number = number.trim();
    match word {
        "section" | "sec." | "sec" | "clause" | "§" | "paragraph" => match cardinal(number) {
            Some(it) => it.to_string(),
            None => number.to_owned(),
        },
        "article" | "part" | "chapter" | "title" => {
            let value = number.parse().ok().or_else(|| roman(number)).or_else(|| cardinal(number));
            match value {
                Some(it) if word == "article" => format!("article {it}"),
                Some(it) => format!("{word} {it}"),
                None => part.to_owned(),
            }
        }
        _ => part.to_owned(),
    }
}
