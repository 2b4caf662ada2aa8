//! The AST as JSON, for programs that read or write rules: `docs/ast.md` is its reference.
//!
//! ```text
//! rule text ─parse→ AST ─write→ JSON ─read→ rule text, formatted
//! ```
//!
//! JSON becomes text and not an AST, so that what a program writes passes the same parser as what a
//! person writes.

mod cursor;
mod item;
mod read;
mod write;

use serde_json::{Map, Value};
use thiserror::Error;

use crate::diagnostic::{Diagnostics, Level};
use crate::format;
use crate::parse;
use crate::source::Source;

use cursor::Cursor;

/// Value of the field `schema`.
const SCHEMA: &str = "termscore/ast/1";

/// JSON that says nothing that rule text could say.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{path}: expected {expected}, found {found}")]
#[non_exhaustive]
pub struct AstJsonError {
    /// Where, such as `items[2].rule.when.and[0].asserts`; `.` is the whole.
    pub path: String,
    /// What should stand there.
    pub expected: String,
    /// What stands there.
    pub found: String,
}

/// One rule file as JSON, in the schema `termscore/ast/1`. Names are not resolved; comments are left out.
///
/// ```
/// use termscore_dsl::{Source, ast_json};
///
/// let json = ast_json(&Source::new("demo.terms", "use std ^1")).expect("rule text");
/// assert_eq!(json["items"][0]["use"]["pack"], "std");
/// ```
///
/// # Errors
/// All places where the source is not rule text.
pub fn ast_json(source: &Source) -> Result<Value, Diagnostics> {
    let mut problems = Vec::new();
    let file = parse::parse(std::slice::from_ref(source), &mut problems);
    if problems.iter().any(|it| it.level == Level::Error) {
        return Err(Diagnostics::new(std::slice::from_ref(source), problems));
    }
    let mut json = Map::new();
    json.insert("schema".to_owned(), Value::from(SCHEMA));
    json.insert("items".to_owned(), file.items.iter().map(write::item).collect());
    Ok(Value::Object(json))
}

/// Rule text, formatted, from JSON in the schema `termscore/ast/1`. Whether the rules make sense is for
/// [`check`](crate::check()) to say.
///
/// ```
/// let json = serde_json::json!({"schema": "termscore/ast/1", "items": [
///     {"rule": {"name": "slow", "title": "Slow", "when": {"asserts": "term"}, "severity": "low", "weight": 2}},
/// ]});
/// let text = termscore_dsl::from_ast_json(&json).expect("a rule");
/// assert!(text.starts_with("rule slow {\n  title    \"Slow\"\n  when     asserts term\n  severity low   weight 2\n"));
/// ```
///
/// # Errors
/// The first place that cannot be written as rule text.
pub fn from_ast_json(json: &Value) -> Result<String, AstJsonError> {
    let root = Cursor::root(json);
    root.only(&["schema", "items"])?;
    let schema = root.need("schema")?;
    if schema.value.as_str() != Some(SCHEMA) {
        return Err(schema.expected(format!("`{SCHEMA}`")));
    }
    let mut text = String::new();
    for it in root.need("items")?.list()? {
        let item = item::item(&it)?;
        check_item(&it, &item)?;
        text.push_str(&item);
        text.push_str("\n\n");
    }
    format(&Source::new("json", text)).map_err(|it| unreadable(&root, &it))
}

/// What was written must be one item for the parser, too.
fn check_item(json: &Cursor<'_>, text: &str) -> Result<(), AstJsonError> {
    let source = Source::new("json", text);
    let mut problems = Vec::new();
    let file = parse::parse(std::slice::from_ref(&source), &mut problems);
    if problems.is_empty() && file.items.len() == 1 {
        return Ok(());
    }
    Err(unreadable(json, &Diagnostics::new(&[source], problems)))
}

fn unreadable(json: &Cursor<'_>, diagnostics: &Diagnostics) -> AstJsonError {
    let first = diagnostics.iter().next().map_or("something else", |it| it.message.as_str());
    json.error("what can be written as rule text", format!("what the parser rejects: {first}"))
}
