//! Every example of the language's reference page compiles.

#![allow(clippy::panic, dead_code, reason = "tests")]

mod support;

use termscore_dsl::{Source, check};

const PAGE: &str = include_str!("../../docs/language.md");

#[test]
fn examples_compile_without_a_word() {
    let mut n_examples = 0;
    for part in PAGE.split("```terms\n").skip(1) {
        let example = part.split("```").next().unwrap_or_default();
        let sources = [Source::new("docs/language.md", example)];
        let (_, diagnostics) = check(&sources, &support::resolve);
        // They show one thing each, and are no whole packs.
        assert!(diagnostics.iter().all(|it| it.code.is_lint()), "{example}\n{diagnostics}");
        n_examples += 1;
    }
    assert!(n_examples > 5, "the page has examples");
}
