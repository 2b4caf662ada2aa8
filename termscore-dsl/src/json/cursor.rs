//! Places in JSON, which know what they are called.

use serde_json::Value;

use super::AstJsonError;
use crate::names::{meant, quoted_list};
use crate::parse::Word;
use crate::split::MAX_DEPTH;

/// A value with its path from the root.
#[derive(Clone, Debug)]
pub(super) struct Cursor<'v> {
    pub(super) value: &'v Value,
    path: String,
    /// Conditions or steps of phrases around it.
    level: usize,
}

impl<'v> Cursor<'v> {
    pub(super) fn root(value: &'v Value) -> Cursor<'v> {
        Cursor { value, path: String::new(), level: 0 }
    }

    pub(super) fn error(&self, expected: impl Into<String>, found: impl Into<String>) -> AstJsonError {
        let path = if self.path.is_empty() { ".".to_owned() } else { self.path.clone() };
        AstJsonError { path, expected: expected.into(), found: found.into() }
    }

    /// Something else should stand here.
    pub(super) fn expected(&self, what: impl Into<String>) -> AstJsonError {
        self.error(what, describe(self.value))
    }

    fn below(&self, value: &'v Value, step: &str) -> Cursor<'v> {
        let dot = if self.path.is_empty() || step.starts_with('[') { "" } else { "." };
        Cursor { value, path: format!("{}{dot}{step}", self.path), level: self.level }
    }

    /// The value of a key; `null` counts as absent.
    pub(super) fn get(&self, key: &str) -> Option<Cursor<'v>> {
        self.value.get(key).filter(|it| !it.is_null()).map(|it| self.below(it, key))
    }

    /// The value of a key that must be there.
    pub(super) fn need(&self, key: &str) -> Result<Cursor<'v>, AstJsonError> {
        if !self.value.is_object() {
            return Err(self.expected("an object"));
        }
        self.get(key).ok_or_else(|| self.error(format!("a field `{key}`"), "none"))
    }

    /// Checks that this is an object without other keys.
    pub(super) fn only(&self, keys: &[&str]) -> Result<(), AstJsonError> {
        let Some(object) = self.value.as_object() else { return Err(self.expected("an object")) };
        match object.keys().find(|it| !keys.contains(&it.as_str())) {
            Some(unknown) => Err(self.unknown(unknown, keys)),
            None => Ok(()),
        }
    }

    /// The only key of an object, and its value.
    pub(super) fn single(&self, what: &str) -> Result<(&'v str, Cursor<'v>), AstJsonError> {
        let object = self.value.as_object().ok_or_else(|| self.expected(what))?;
        let mut entries = object.iter();
        match (entries.next(), entries.next()) {
            (Some((key, value)), None) => Ok((key, self.below(value, key))),
            (None, _) => Err(self.error(what, "an empty object")),
            (Some(_), Some(_)) => Err(self.error(what, "an object with several fields")),
        }
    }

    /// A key has no meaning here.
    pub(super) fn unknown(&self, key: &str, known: &[&str]) -> AstJsonError {
        let all = || quoted_list(known.iter().copied(), "or");
        let hint = meant(key, known.iter().copied()).map(|it| it.question());
        self.error(hint.map_or_else(all, |it| format!("another field ({it})")), format!("`{}`", shorten(key)))
    }

    pub(super) fn list(&self) -> Result<Vec<Cursor<'v>>, AstJsonError> {
        let list = self.value.as_array().ok_or_else(|| self.expected("a list"))?;
        Ok(list.iter().enumerate().map(|(n, it)| self.below(it, &format!("[{n}]"))).collect())
    }

    /// A list that is not empty.
    pub(super) fn some(&self) -> Result<Vec<Cursor<'v>>, AstJsonError> {
        let list = self.list()?;
        if list.is_empty() { Err(self.error("at least one element", "an empty list")) } else { Ok(list) }
    }

    pub(super) fn text(&self, what: &str) -> Result<&'v str, AstJsonError> {
        self.value.as_str().ok_or_else(|| self.expected(what))
    }

    /// A token of the language; numbers may be numbers of JSON.
    pub(super) fn word(&self, word: Word) -> Result<String, AstJsonError> {
        let text = match self.value {
            Value::String(text) => text.clone(),
            Value::Number(number) if matches!(word, Word::Number | Word::Version) => number.to_string(),
            _ => return Err(self.expected(word.expected())),
        };
        if word.is(&text) { Ok(text) } else { Err(self.expected(word.expected())) }
    }

    /// The token of a key that must be there.
    pub(super) fn word_of(&self, key: &str, word: Word) -> Result<String, AstJsonError> {
        self.need(key)?.word(word)
    }

    /// Tokens of a list that is not empty.
    pub(super) fn words(&self, word: Word) -> Result<String, AstJsonError> {
        let words: Vec<String> = self.some()?.iter().map(|it| it.word(word)).collect::<Result<_, _>>()?;
        Ok(words.join(" "))
    }

    /// The same one level further in: conditions and phrases must not be nested without bound.
    pub(super) fn nested(&self) -> Result<Cursor<'v>, AstJsonError> {
        // A bracket of rule text takes at most two: `not`, and `and` in parentheses.
        if self.level > 2 * MAX_DEPTH {
            return Err(self.error(format!("nesting of at most {MAX_DEPTH} levels"), "more"));
        }
        Ok(Cursor { level: self.level + 1, ..self.clone() })
    }
}

/// What a value is, in a few words.
fn describe(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(it) => it.to_string(),
        Value::Number(it) => it.to_string(),
        Value::String(it) => format!("{:?}", shorten(it)),
        Value::Array(it) if it.is_empty() => "an empty list".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(it) if it.is_empty() => "an empty object".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
