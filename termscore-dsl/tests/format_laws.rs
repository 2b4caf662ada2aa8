//! What holds for every rule file that is formatted, or turned into JSON and back.

#![allow(clippy::panic, clippy::string_slice, clippy::unwrap_used, dead_code, reason = "tests")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use proptest::prelude::*;
use serde_json::Value;
use support::{generate, resolve, sources};
use termscore_core::rule::RulePack;
use termscore_dsl::{Source, ast_json, compile, format, from_ast_json};

fn ast(text: &str) -> Value {
    ast_json(&Source::new("any.terms", text)).unwrap_or_else(|it| panic!("{text}\n{it}"))
}

fn formatted(text: &str) -> String {
    format(&Source::new("any.terms", text)).unwrap_or_else(|it| panic!("{text}\n{it}"))
}

/// The comments of a text, in order, without blanks at their ends; and the text without them.
fn comments(text: &str) -> (Vec<String>, String) {
    let (mut comments, mut other) = (Vec::new(), String::new());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let len = match first {
            '/' if rest.starts_with("//") => {
                let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
                comments.push(line.trim_end().to_owned());
                rest = &rest[line.len()..];
                continue;
            }
            '"' if rest.starts_with("\"\"\"") => rest[3..].find("\"\"\"").unwrap() + 6,
            '"' => rest[1..].find('"').unwrap() + 2,
            '/' => {
                let mut escaped = false;
                let end = rest[1..].find(|it| {
                    let ends = it == '/' && !escaped;
                    escaped = it == '\\' && !escaped;
                    ends
                });
                end.unwrap() + 2
            }
            _ => first.len_utf8(),
        };
        other.push_str(&rest[..len]);
        rest = &rest[len..];
    }
    (comments, other)
}

/// All that holds for one file.
fn check(text: &str) {
    let pretty = formatted(text);
    let tree = ast(text);
    assert_eq!(ast(&pretty), tree, "the same rules:\n{text}\n---\n{pretty}");
    assert_eq!(formatted(&pretty), pretty, "formatted once, formatted for good:\n{text}");
    let (kept, other) = comments(&pretty);
    assert_eq!(kept, comments(text).0, "the same comments:\n{text}\n---\n{pretty}");
    let inked =
        |it: &str| it.chars().filter(|it| !it.is_whitespace() && *it != '\u{feff}').collect::<String>();
    assert_eq!(inked(&other), inked(&comments(text).1), "the same tokens");
    assert!(!pretty.starts_with([' ', '\n']) && !pretty.ends_with("\n\n"), "{pretty}");

    let again = from_ast_json(&tree).unwrap_or_else(|it| panic!("{text}\n{it}"));
    assert_eq!(ast(&again), tree, "JSON and back:\n{text}\n---\n{again}");
    assert_eq!(formatted(&again), again, "what JSON becomes is formatted");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn formatting_and_json_keep_what_a_file_says(text in generate::rule_file()) {
        check(&text);
    }

    #[test]
    fn any_text_is_formatted_or_refused(text in "(rule|use|a|\\{|\\}|\"|//|\n| |title|[ -~]){0,30}") {
        if format(&Source::new("any.terms", text.as_str())).is_ok() {
            check(&text);
        }
    }

    #[test]
    fn any_json_is_read_or_refused(
        text in generate::rule_file(),
        at in any::<prop::sample::Index>(),
        with in prop::sample::select(vec!["null", "[]", "{}", "7", "\"\"", "\"a b\"", "\"\\\"\\\"\\\"\"", "true", "[[1]]"]),
    ) {
        let mut json = ast(&text);
        let n_values = count(&json);
        replace(&mut json, at.index(n_values), &serde_json::from_str(with).unwrap());
        if let Ok(text) = from_ast_json(&json) {
            check(&text);
        }
    }
}

fn count(json: &Value) -> usize {
    1 + match json {
        Value::Array(all) => all.iter().map(count).sum(),
        Value::Object(all) => all.values().map(count).sum(),
        _ => 0,
    }
}

/// Puts another value in place of the `n`-th.
fn replace(json: &mut Value, n: usize, with: &Value) {
    if n == 0 {
        *json = with.clone();
        return;
    }
    let mut n = n - 1;
    let inner: Vec<&mut Value> = match json {
        Value::Array(all) => all.iter_mut().collect(),
        Value::Object(all) => all.values_mut().collect(),
        _ => return,
    };
    for it in inner {
        let inside = count(it);
        if n < inside {
            return replace(it, n, with);
        }
        n -= inside;
    }
}

/// All rule files below a folder of the repository.
fn files(folder: &str) -> Vec<PathBuf> {
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder)];
    let mut files = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|it| it == "terms") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

#[test]
fn the_files_of_the_repository_keep_what_they_say() {
    let mut n_files = 0;
    for path in files("rulepacks/packs").into_iter().chain(files("termscore-dsl/tests/inputs")) {
        let text = fs::read_to_string(&path).unwrap();
        if format(&Source::new("any.terms", text.as_str())).is_ok() {
            check(&text);
            n_files += 1;
        }
    }
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/language.md")).unwrap();
    for part in page.split("```terms\n").skip(1) {
        check(part.split("```").next().unwrap());
        n_files += 1;
    }
    assert!(n_files > 40, "{n_files} files");
}

#[test]
fn formatted_packs_compile_to_the_same_packs() {
    let read = |pack: &str, change: &dyn Fn(&str) -> String| -> Vec<Source> {
        let files = files(&format!("rulepacks/packs/{pack}"));
        files.iter().map(|it| Source::new("x", change(&fs::read_to_string(it).unwrap()))).collect()
    };
    let pack = |sources: &[Source], std: Option<&Arc<RulePack>>| {
        compile(sources, &|_, _| std.cloned()).unwrap_or_else(|it| panic!("{it}"))
    };
    let std = Arc::new(pack(&read("std", &str::to_owned), None));
    assert_eq!(pack(&read("std", &formatted), None), *std);
    let freelance = pack(&read("freelance", &str::to_owned), Some(&std));
    assert_eq!(pack(&read("freelance", &formatted), Some(&std)), freelance);

    for path in files("termscore-dsl/tests/inputs/ok") {
        let text = fs::read_to_string(&path).unwrap();
        let original = sources("a.terms", &text);
        let again: Vec<Source> =
            original.iter().map(|it| Source::new(it.name.as_str(), formatted(&it.text))).collect();
        assert_eq!(compile(&again, &resolve).ok(), compile(&original, &resolve).ok(), "{}", path.display());
    }
}
