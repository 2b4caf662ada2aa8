//! The language's reference page knows every code. That its examples compile, `tests/docs.rs` of the root crate shows.

use termscore_dsl::Code;

const PAGE: &str = include_str!("../../docs/language.md");

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
