//! What may stand at the end of an unfinished item: the grammar's own answer, for completion.

use super::expected::{fields_of, keyword, words_of};
use super::grammar::{Node, read};
use super::start_rule;

/// What may come next in an item.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Ahead {
    /// Keywords and other fixed words, without repeats.
    pub(crate) words: Vec<String>,
    /// A name, or a name with an alias.
    pub(crate) name: bool,
    /// A value such as `30 days`, or a parameter.
    pub(crate) value: bool,
    /// A phrase.
    pub(crate) phrase: bool,
    /// A comparison of a filter, or an expectation of a test.
    pub(crate) comparison: bool,
    /// The item may end here.
    pub(crate) end: bool,
}

/// What may follow `text`, the start of an item with this keyword; `None` if it has a mistake before its end.
pub(crate) fn ahead(item: &str, text: &str) -> Option<Ahead> {
    // No token has this character, so that reading fails here and tells what it tried.
    let cut = format!("{text}\u{1}");
    let mismatch = read(start_rule(item), &cut).err()?;
    if mismatch.offset != text.len() {
        return None;
    }
    let mut ahead = Ahead::default();
    for node in mismatch.expected {
        ahead.add(node);
    }
    Some(ahead)
}

/// The fields of an item; none if it has only phrases, or no braces.
pub(crate) fn fields(item: &str) -> &'static [&'static str] {
    let node = match item {
        "pack" => Node::pack_field,
        "kind" => Node::kind_field,
        "clause" => Node::clause_field,
        "rule" => Node::rule_field,
        "score" => Node::score_field,
        "override" => Node::override_field,
        "extend" => Node::extend_field,
        _ => return &[],
    };
    fields_of(node).unwrap_or_default()
}

impl Ahead {
    fn add(&mut self, node: Node) {
        match node {
            Node::name | Node::path | Node::grade | Node::type_name => self.name = true,
            Node::literal => self.value = true,
            Node::phrase | Node::pattern | Node::patterns => self.phrase = true,
            Node::concept_field => {
                self.phrase = true;
                self.word("except");
            }
            Node::comparison | Node::expectation => self.comparison = true,
            Node::value_test | Node::value_is => self.comparison = true,
            Node::EOI => self.end = true,
            Node::given => {
                self.word("kind");
                self.word("with");
            }
            Node::find_clause => {
                self.word("asserted");
                self.word("denied");
            }
            Node::find_document => self.word("document"),
            Node::bounds => self.word("in"),
            Node::checked => self.word("checked"),
            Node::except => self.word("except"),
            _ => {
                let words = fields_of(node).unwrap_or_else(|| words_of(node));
                for word in words {
                    self.word(word);
                }
                let named = keyword(node);
                if words.is_empty() && format!("{node:?}").starts_with("k_") {
                    self.word(named.trim_matches('`'));
                }
            }
        }
    }

    fn word(&mut self, word: &str) {
        if !self.words.iter().any(|it| it == word) {
            self.words.push(word.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grammar_tells_what_may_follow() {
        for (item, text, wanted) in [
            ("rule", "rule x { ", "title when severity"),
            ("rule", "rule x { when ", "asserts lacks silent on not"),
            ("rule", "rule x { when asserts a ", "and or severity"),
            ("rule", "rule x { severity ", "critical minimal"),
            ("rule", "rule x { eased when asserts a to ", "severity weight"),
            ("clause", "clause x in ", "sentence document"),
            ("clause", "clause x in section { find ", "asserted denied document"),
            ("clause", "clause x in section { find document ", "blank missing-provision undefined-term"),
            ("clause", "clause x in section { find \"a\" ", "without reads"),
            ("concept", "concept x { \"a\" ", "except"),
            ("param", "param x : days = 3 days ", "in"),
            ("use", "use std ^1 ", "as"),
            ("cue", "cue ", "negate mutual"),
            ("test", "test x { ", "case"),
            ("test", "test x { case \"a\" ", "kind with expects"),
            ("test", "test x { case \"a\" expects ", "fires asserted"),
            ("score", "score { gate 1 critical ", "at"),
        ] {
            let found = ahead(item, text).unwrap_or_else(|| panic!("{text}"));
            for word in wanted.split(' ') {
                let known = found.words.iter().any(|it| it.split(' ').any(|it| it == word));
                assert!(known, "{text} {word}: {found:?}");
            }
        }
    }

    #[test]
    fn the_grammar_tells_where_names_stand() {
        for text in
            ["rule x { when asserts ", "rule x { category ", "rule x { absorbs a ", "rule x { when fires "]
        {
            assert!(ahead("rule", text).is_some_and(|it| it.name), "{text}");
        }
        assert!(ahead("rule", "rule x { when asserts a[").is_some_and(|it| it.comparison));
        assert!(ahead("rule", "rule x { when asserts a[t > ").is_some_and(|it| it.value));
        assert!(ahead("param", "param x : ").is_some_and(|it| it.name));
        assert!(ahead("use", "use std ^1 ").is_some_and(|it| it.end));
        assert_eq!(ahead("rule", "rule x { wen asserts "), None);
    }
}
