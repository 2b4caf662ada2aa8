//! The extension for VS Code: its files are well-formed, complete, and know every word of the language.

#![allow(clippy::panic, clippy::string_slice, clippy::unwrap_used, reason = "tests")]

use std::{collections::BTreeSet, fs, path::PathBuf, process::Command};

use serde_json::Value;
use termscore::KEYWORDS;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../editors/vscode")
}

fn read(file: &str) -> String {
    fs::read_to_string(folder().join(file)).unwrap_or_else(|it| panic!("{file}: {it}"))
}

fn json(file: &str) -> Value {
    serde_json::from_str(&read(file)).unwrap_or_else(|it| panic!("{file}: {it}"))
}

/// The regular expressions and the included rules of a grammar.
fn walk<'a>(node: &'a Value, regexes: &mut Vec<&'a str>, included: &mut BTreeSet<&'a str>) {
    match node {
        Value::Object(fields) => {
            for (key, value) in fields {
                match (key.as_str(), value.as_str()) {
                    ("match" | "begin" | "end", Some(it)) => regexes.push(it),
                    ("include", Some(it)) => {
                        included.insert(it);
                    }
                    _ => walk(value, regexes, included),
                }
            }
        }
        Value::Array(all) => all.iter().for_each(|it| walk(it, regexes, included)),
        _ => {}
    }
}

#[test]
fn the_manifest_names_files_that_are_there() {
    let manifest = json("package.json");
    let contributes = &manifest["contributes"];
    assert_eq!(contributes["languages"][0]["extensions"][0], ".terms");
    assert_eq!(contributes["languages"][0]["id"], contributes["grammars"][0]["language"]);
    for file in [
        &manifest["main"],
        &contributes["languages"][0]["configuration"],
        &contributes["grammars"][0]["path"],
    ] {
        let file = file.as_str().expect("a path");
        assert!(folder().join(file).is_file(), "{file}");
    }
    assert!(contributes["configuration"]["properties"]["termscore.path"]["default"] == "termscore");
    // Packaging needs no network.
    assert!(manifest.get("dependencies").is_none() && manifest.get("scripts").is_none());
    for file in ["README.md", "LICENSE", "server.js"] {
        assert!(!read(file).is_empty(), "{file}");
    }
    assert_eq!(manifest["version"], env!("CARGO_PKG_VERSION"));
    json("language-configuration.json");
}

/// Everything in the folder is packed but the script that packs it, so that no file is forgotten.
#[test]
fn the_package_holds_every_file() {
    let script = read("package.js");
    let list = script.split_once("const FILES = [").and_then(|it| it.1.split_once("];")).expect("the list").0;
    let listed: BTreeSet<String> = list
        .split('\'')
        .skip(1)
        .step_by(2)
        .map(|it| it.replace('/', std::path::MAIN_SEPARATOR_STR))
        .collect();
    let mut found = BTreeSet::new();
    let mut folders = vec![folder()];
    while let Some(inside) = folders.pop() {
        for entry in fs::read_dir(inside).unwrap().map(|it| it.unwrap().path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else if entry.extension().is_none_or(|it| it != "vsix") {
                found.insert(entry.strip_prefix(folder()).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    assert!(found.remove("package.js") && found.remove(".vscodeignore"));
    assert_eq!(listed, found);
}

/// A .vsix is a zip whose first entry is the manifest; the same files give the same bytes.
#[test]
fn node_alone_makes_the_package() {
    let out = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let make = |name: &str| {
        let made = Command::new("node").arg(folder().join("package.js")).arg(out.join(name)).output();
        // Who builds TermScore needs no Node.
        let made = made.ok()?;
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        Some(fs::read(out.join(name)).unwrap())
    };
    let Some(bytes) = make("one.vsix") else { return };
    assert!(bytes.starts_with(b"PK\x03\x04"));
    assert_eq!(bytes.get(30..52), Some(b"extension.vsixmanifest".as_slice()));
    assert_eq!(make("two.vsix"), Some(bytes));
}

#[test]
fn the_grammar_knows_every_keyword() {
    let grammar = json("syntaxes/terms.tmLanguage.json");
    assert_eq!(grammar["scopeName"], json("package.json")["contributes"]["grammars"][0]["scopeName"]);
    let (mut regexes, mut included) = (Vec::new(), BTreeSet::new());
    walk(&grammar, &mut regexes, &mut included);
    let words: BTreeSet<&str> =
        regexes.iter().flat_map(|it| it.split(|it: char| !it.is_ascii_alphabetic() && it != '-')).collect();
    for (keyword, _) in KEYWORDS {
        assert!(words.contains(keyword), "the grammar does not colour `{keyword}`");
    }
    for it in included {
        let name = it.strip_prefix('#').expect("rules of this grammar only");
        assert!(grammar["repository"].get(name).is_some(), "no rule `{name}`");
    }
}

/// The extension as VS Code runs it, with the real server; `support/vscode.js` says what it must answer.
#[test]
fn the_client_and_the_server_understand_each_other() {
    let temporary = tempfile::tempdir().unwrap();
    let file = temporary.path().join("demo.terms");
    let text = "pack demo 1.0.0 { titel \"Demo\" }\n\
                clause fee in sentence { find \"~charge^ ..6 {amount: money}\" }\n\
                rule dear { title \"Dear\" when asserts fee[amount > 500 USD] severity low weight 100 category money }\n\
                score { category money \"Money\" worth 100 grade A from 85 else B }\n\
                test dear {\n\
                case \"dear\" expects fires \"Client is charged 600 USD.\"\n\
                case \"cheap\" expects clear \"Client is charged 400 USD.\" }\n";
    fs::write(&file, text).unwrap();
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/support/vscode.js");
    let played = Command::new("node")
        .arg(script)
        .arg(folder().join("extension.js").canonicalize().unwrap())
        .arg(env!("CARGO_BIN_EXE_termscore"))
        .arg(&file)
        .output();
    // Who builds TermScore needs no Node.
    let Ok(played) = played else { return };
    assert!(played.status.success(), "{}", String::from_utf8_lossy(&played.stderr));
}
