//! Every example of the language's reference page compiles.

#![allow(clippy::panic, dead_code, reason = "tests")]

mod support;

use termscore_dsl::{Code, Source, check};

const PAGE: &str = include_str!("../../docs/language.md");

#[test]
fn examples_compile_without_a_word() {
    let mut n_examples = 0;
    for part in PAGE.split("```terms\n").skip(1) {
        let example = part.split("```").next().unwrap_or_default();
        let sources = [Source::new("docs/language.md", example)];
        let (_, diagnostics) = check(&sources, &support::resolve);
        assert!(diagnostics.is_empty(), "{example}\n{diagnostics}");
        n_examples += 1;
    }
    assert!(n_examples > 5, "the page has examples");
}

#[test]
fn codes_have_names_and_summaries_of_their_own() {
    for (n, code) in Code::ALL.iter().enumerate() {
        let name = code.name();
        assert!(PAGE.contains(&format!("| `{name}` | {} |\n", code.summary())), "{name} is on the page");
        assert!(name.chars().all(|it| it.is_ascii_lowercase() || it == '-'), "{name}");
        assert!(
            Code::ALL.iter().skip(n + 1).all(|it| it.name() != name && it.summary() != code.summary()),
            "{name}"
        );
    }
}
