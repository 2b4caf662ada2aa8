//! Replays what the fuzzers once found: `fuzz/regressions/<target>/*`.

use std::{fs, path::Path};

use termscore::{Document, Engine, Registry, Source, compile, format, packs};

fn inputs(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/regressions").join(target);
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("the folder is in the repository")
        .map(|entry| entry.expect("a file in it can be listed").path())
        .collect();
    files.sort();
    files.into_iter().map(|path| (path.display().to_string(), fs::read(&path).expect("and read"))).collect()
}

#[test]
fn compile_takes_every_input_once_found() {
    for (name, bytes) in inputs("compile") {
        let text = String::from_utf8_lossy(&bytes);
        if let Err(diagnostics) = compile(&[Source::new("fuzz.terms", text)], &packs::resolve) {
            assert!(!diagnostics.to_string().is_empty(), "{name}");
        }
    }
}

#[test]
fn score_takes_every_input_once_found() {
    let engine = Engine::new([packs::freelance()], Registry::standard()).unwrap();
    for (name, bytes) in inputs("score") {
        let report = engine.score(&Document::from_text(name.as_str(), String::from_utf8_lossy(&bytes)));
        assert!(report.low <= report.high, "{name}");
    }
}

#[test]
fn format_takes_every_input_once_found() {
    for (name, bytes) in inputs("format").into_iter().chain(inputs("compile")) {
        let text = String::from_utf8_lossy(&bytes);
        let Ok(pretty) = format(&Source::new("fuzz.terms", text.clone())) else { continue };
        assert_eq!(format(&Source::new("fuzz.terms", pretty.as_str())).as_ref(), Ok(&pretty), "{name}");
        assert_eq!(pretty.matches("//").count(), text.matches("//").count(), "{name}");
    }
}

/// What it reads is checked where there is more of it, in `tests/conformance.rs`; here nothing may panic.
#[cfg(feature = "extract")]
#[test]
fn extract_takes_every_input_once_found() {
    for extension in ["docx", "eml", "html", "odt", "pdf", "rtf", "txt", "zip"] {
        for (name, bytes) in inputs(&format!("extract_{extension}")) {
            match termscore::extract::extract(&format!("fuzz.{extension}"), &bytes) {
                Ok(it) => assert!(Document::with_layout("fuzz", it.text, it.layout).is_ok(), "{name}"),
                Err(error) => assert!(!error.to_string().is_empty(), "{name}"),
            }
        }
    }
}
