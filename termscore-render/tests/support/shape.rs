//! A JSON Schema and a value in, what is wrong with the value out. Knows the words that our schemas use, and those of the
//! schema of SARIF; another word fails the test, so that nothing is passed over.

use serde_json::Value;

/// Words that say nothing about values.
const SILENT: [&str; 12] = [
    "$schema",
    "$id",
    "id",
    "title",
    "description",
    "$defs",
    "definitions",
    "default",
    "examples",
    "format",
    "deprecated",
    "$comment",
];

/// Checks a value.
pub struct Shape {
    root: Value,
    /// Fields that the schema does not name are mistakes.
    strict: bool,
}

impl Shape {
    /// Reads a schema. A strict one refuses fields that it does not name, also where it would allow more.
    pub fn new(schema: &str, strict: bool) -> Shape {
        Shape { root: serde_json::from_str(schema).expect("the schema is JSON"), strict }
    }

    /// What is wrong, each with its place.
    pub fn mistakes(&self, value: &Value) -> Vec<String> {
        let mut mistakes = Vec::new();
        self.check(&self.root, value, "$", &mut mistakes);
        mistakes
    }

    fn check(&self, schema: &Value, value: &Value, at: &str, mistakes: &mut Vec<String>) {
        let schema = match schema {
            Value::Bool(true) => return,
            Value::Bool(false) => return mistakes.push(format!("{at}: nothing is allowed here")),
            Value::Object(it) => it,
            other => panic!("no schema: {other}"),
        };
        for (word, it) in schema {
            let mut wrong = |what: String| mistakes.push(format!("{at}: {what}"));
            match word.as_str() {
                "$ref" => {
                    let pointer =
                        it.as_str().and_then(|it| it.strip_prefix('#')).expect("a reference inside");
                    let target = self.root.pointer(pointer).unwrap_or_else(|| panic!("{pointer} is missing"));
                    self.check(target, value, at, mistakes);
                }
                "type" => {
                    let names: Vec<&Value> = it.as_array().map_or(vec![it], |it| it.iter().collect());
                    if !names.iter().any(|it| is(value, it.as_str().unwrap_or_default())) {
                        wrong(format!("{value} is no {it}"));
                    }
                }
                "const" if value != it => wrong(format!("{value} is not {it}")),
                "enum" if !it.as_array().expect("a list").contains(value) => {
                    wrong(format!("{value} is none of {it}"))
                }
                "const" | "enum" => {}
                "minimum" if value.as_f64().is_some_and(|n| Some(n) < it.as_f64()) => {
                    wrong(format!("{value} < {it}"))
                }
                "maximum" if value.as_f64().is_some_and(|n| Some(n) > it.as_f64()) => {
                    wrong(format!("{value} > {it}"))
                }
                "minimum" | "maximum" => {}
                "minItems" | "uniqueItems" => {
                    if let Some(list) = value.as_array() {
                        let twice = list
                            .iter()
                            .enumerate()
                            .any(|(n, it)| list.iter().take(n).any(|other| other == it));
                        let few = it.as_u64().is_some_and(|n| (list.len() as u64) < n);
                        if (it == &Value::Bool(true) && twice) || few {
                            wrong(format!("{word} {it}"));
                        }
                    }
                }
                "required" => {
                    for name in it.as_array().expect("names").iter().filter_map(Value::as_str) {
                        if value.is_object() && value.get(name).is_none() {
                            wrong(format!("{name} is missing"));
                        }
                    }
                }
                "properties" | "additionalProperties" => {}
                "items" => {
                    for (n, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.check(it, item, &format!("{at}[{n}]"), mistakes);
                    }
                }
                "anyOf" | "oneOf" | "not" | "allOf" => self.choice(word, it, value, at, mistakes),
                it if SILENT.contains(&it) => {}
                other => panic!("this check does not know `{other}`"),
            }
        }
        let (own, more) = (schema.get("properties"), schema.get("additionalProperties"));
        if own.is_none() && more.is_none() {
            return;
        }
        for (name, field) in value.as_object().into_iter().flatten() {
            let at = format!("{at}.{name}");
            match (own.and_then(|it| it.get(name)), more) {
                (Some(it), _) => self.check(it, field, &at, mistakes),
                (None, Some(it)) => self.check(it, field, &at, mistakes),
                (None, None) if self.strict => mistakes.push(format!("{at}: the schema does not name it")),
                (None, None) => {}
            }
        }
    }

    fn choice(&self, word: &str, all: &Value, value: &Value, at: &str, mistakes: &mut Vec<String>) {
        let one = |schema: &Value| {
            let mut found = Vec::new();
            self.check(schema, value, at, &mut found);
            found
        };
        if word == "not" {
            if one(all).is_empty() {
                mistakes.push(format!("{at}: must not be {all}"));
            }
            return;
        }
        let found: Vec<Vec<String>> = all.as_array().expect("schemas").iter().map(one).collect();
        let n_fits = found.iter().filter(|it| it.is_empty()).count();
        let fits = match word {
            "anyOf" => n_fits > 0,
            "oneOf" => n_fits == 1,
            _ => n_fits == found.len(),
        };
        if !fits {
            mistakes.push(format!("{at}: fits {n_fits} of {word}: {found:?}"));
        }
    }
}

fn is(value: &Value, name: &str) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        other => panic!("no type: {other}"),
    }
}

#[test]
fn mistakes_are_told() {
    let schema = r##"{"type":"object","properties":{"a":{"$ref":"#/$defs/n"},"b":{"anyOf":[{"type":"null"},{"enum":["x"]}]}},
        "required":["a"],"$defs":{"n":{"type":"integer","minimum":1}}}"##;
    let shape = Shape::new(schema, true);
    let mistakes = |text: &str| shape.mistakes(&serde_json::from_str(text).expect("JSON")).len();
    assert_eq!(mistakes(r#"{"a":1,"b":null}"#), 0);
    assert_eq!(mistakes(r#"{"a":0,"b":"y","c":1}"#), 3);
    assert_eq!(mistakes(r#"{"b":"x"}"#), 1);
}
