//! The built-in packs raise no doubts.

use termscore_dsl::check;

#[test]
fn built_in_packs_are_checked_without_a_word() {
    for name in termscore_rulepacks::names() {
        let sources = termscore_rulepacks::sources(name).expect("a built-in pack");
        let (_, diagnostics) = check(&sources, &termscore_rulepacks::resolve);
        assert!(diagnostics.is_empty(), "{name}\n{diagnostics}");
    }
}
