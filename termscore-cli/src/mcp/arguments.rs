//! Arguments of a tool held against its schema, so that a mistake is told with the name of the argument: what reads them
//! afterwards knows no names, and passes over what it does not know.

use serde_json::{Map, Value};

use crate::nearest::{nearest, question};

/// What is wrong with the arguments, if anything; `schema` is what the tool was told of with.
pub(super) fn check(schema: &Map<String, Value>, arguments: &Map<String, Value>) -> Result<(), String> {
    object(schema, schema, "", arguments)
}

/// Every object is closed, unless its schema says what else it may hold.
fn object(
    root: &Map<String, Value>,
    schema: &Map<String, Value>,
    path: &str,
    given: &Map<String, Value>,
) -> Result<(), String> {
    let own = schema.get("properties").and_then(Value::as_object);
    let others = schema.get("additionalProperties").filter(|it| it.is_object());
    for (name, it) in given {
        let full = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        match own.and_then(|all| all.get(name)).or(others) {
            Some(schema) => value(root, schema, &full, it)?,
            None => {
                let known: Vec<&str> = own.into_iter().flat_map(Map::keys).map(String::as_str).collect();
                let help = question(&nearest(name, known.iter().copied(), 1))
                    .unwrap_or_else(|| format!("these are {}", known.join(", ")));
                return Err(format!("there is no argument `{full}`: {help}"));
            }
        }
    }
    Ok(())
}

fn value(root: &Map<String, Value>, schema: &Value, path: &str, given: &Value) -> Result<(), String> {
    let Some(schema) = schema.as_object() else { return Ok(()) };
    if let Some(name) = schema.get("$ref").and_then(Value::as_str).and_then(|it| it.rsplit('/').next()) {
        let found = root.get("$defs").and_then(|it| it.get(name));
        return found.map_or(Ok(()), |it| value(root, it, path, given));
    }
    let choices = schema.get("anyOf").or_else(|| schema.get("oneOf")).and_then(Value::as_array);
    if let Some(choices) = choices {
        let mut first = None;
        for choice in choices {
            match value(root, choice, path, given) {
                Ok(()) => return Ok(()),
                Err(problem) => first = first.or(Some(problem)),
            }
        }
        let words = words_of(choices);
        // Of "one of these, or null", what is said first is to the point.
        return if words.is_empty() { first.map_or(Ok(()), Err) } else { Err(one_of(path, &words, given)) };
    }
    if let Some(word) = schema.get("const") {
        return if word == given {
            Ok(())
        } else {
            Err(one_of(path, &words_of(&[schema.clone().into()]), given))
        };
    }
    if let Some(words) = schema.get("enum").and_then(Value::as_array)
        && !words.contains(given)
    {
        let words: Vec<String> = words.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        return Err(one_of(path, &words, given));
    }
    let types: Vec<&str> = match schema.get("type") {
        Some(Value::String(one)) => vec![one.as_str()],
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
        _ => return Ok(()),
    };
    let fits = |it: &&str| *it == type_of(given) || *it == "integer" && given.is_u64();
    if !types.iter().any(fits) {
        let wanted: Vec<&str> = types.iter().filter(|it| **it != "null").map(|it| with_article(it)).collect();
        let quoted =
            if given.is_number() && types.contains(&"string") { ", in quotes and with its unit" } else { "" };
        return Err(format!(
            "`{path}` is {}, not {}{quoted}",
            wanted.join(" or "),
            with_article(type_of(given))
        ));
    }
    match given {
        Value::Object(it) => object(root, schema, path, it),
        Value::Array(all) => match schema.get("items") {
            Some(schema) => all
                .iter()
                .enumerate()
                .try_for_each(|(n, it)| value(root, schema, &format!("{path}[{n}]"), it)),
            None => Ok(()),
        },
        _ => Ok(()),
    }
}

/// The words among which one may choose.
fn words_of(choices: &[Value]) -> Vec<String> {
    choices.iter().filter_map(|it| it.get("const")?.as_str()).map(str::to_owned).collect()
}

fn one_of(path: &str, words: &[String], given: &Value) -> String {
    format!("`{path}` is one of {}, not {given}", words.join(", "))
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn with_article(r#type: &str) -> &'static str {
    match r#type {
        "boolean" => "true or false",
        "number" => "a number",
        "integer" => "a whole number",
        "string" => "a text",
        "array" => "a list",
        "object" => "an object",
        _ => "null",
    }
}
