//! The built-in rule packs: rule text under `packs/`, embedded at build time, each pack compiled once on
//! first use.
//!
//! ```text
//! packs/<pack>/*.terms ─build.rs→ sources ─termscore_dsl::compile→ RulePack
//! ```
//!
//! | pack | what it is |
//! |---|---|
//! | [`std()`] | cues, parties, kinds of document, general clauses; no rules |
//! | [`freelance()`] | agreements under which a person makes something for a client |
//!
//! ```
//! use termscore_core::{Engine, Registry};
//!
//! let freelance = termscore_rulepacks::freelance();
//! assert!(freelance.rules.len() >= 25);
//! Engine::new([freelance], Registry::standard()).expect("the built-in packs link");
//! ```

mod version;

use std::{
    sync::{Arc, LazyLock},
    thread,
};

use termscore_core::rule::RulePack;
use termscore_dsl::{Source, compile_untested};

// `PACKS`: name of each pack with names and texts of its files, both in order.
include!(concat!(env!("OUT_DIR"), "/packs.rs"));

/// Cues, parties, kinds of document and clauses that contracts of every kind have. Other packs use it;
/// it has no rules of its own.
pub fn std() -> Arc<RulePack> {
    static STD: LazyLock<Arc<RulePack>> = LazyLock::new(|| built_in("std"));
    STD.clone()
}

/// Freelance, agency and contractor agreements, and licences of creative work, read for the person who
/// does the work.
pub fn freelance() -> Arc<RulePack> {
    static FREELANCE: LazyLock<Arc<RulePack>> = LazyLock::new(|| built_in("freelance"));
    FREELANCE.clone()
}

/// Names of the built-in packs, in order.
///
/// ```
/// assert!(termscore_rulepacks::names().any(|name| name == "freelance"));
/// ```
pub fn names() -> impl Iterator<Item = &'static str> {
    PACKS.iter().map(|(name, _)| *name)
}

/// All built-in packs, in order of name; compiled side by side where that has not been done.
pub fn all() -> impl Iterator<Item = Arc<RulePack>> {
    // A pack waits only where it needs another: most of the work is reading its own text.
    thread::scope(|scope| names().for_each(|name| drop(scope.spawn(move || pack(name)))));
    names().filter_map(pack)
}

/// A built-in pack by its name.
pub fn pack(name: &str) -> Option<Arc<RulePack>> {
    match name {
        "std" => Some(std()),
        "freelance" => Some(freelance()),
        _ => None,
    }
}

/// The rule text of a built-in pack, file by file in order of name; file names are relative to the pack.
pub fn sources(name: &str) -> Option<Vec<Source>> {
    let (_, files) = PACKS.iter().find(|(pack, _)| *pack == name)?;
    Some(files.iter().map(|(file, text)| Source::new(format!("{name}/{file}"), *text)).collect())
}

/// The built-in pack that `use <name> <requirement>` means: what [`termscore_dsl::compile`] asks for.
///
/// A requirement is `^1.2` (the same major version, not older; what a bare `1.2` means too), `~1.2` (the
/// same minor version, not older) or `=1.2.0`.
///
/// ```
/// use termscore_dsl::{Source, compile};
///
/// let house = Source::new("house.terms", r#"
///     pack house 1.0.0 { title "House rules" }
///     use freelance ^1 as freelance
/// "#);
/// let pack = compile(&[house], &termscore_rulepacks::resolve).expect("a correct pack");
/// assert_eq!(pack.imports[0].name, "freelance");
/// assert!(termscore_rulepacks::resolve("std", "^9").is_none());
/// ```
pub fn resolve(name: &str, requirement: &str) -> Option<Arc<RulePack>> {
    let pack = pack(name)?;
    version::satisfies(&pack.version, requirement).then_some(pack)
}

/// Compiles a pack of this crate.
fn built_in(name: &str) -> Arc<RulePack> {
    let sources = sources(name).unwrap_or_default();
    // Its own tests run in `tests/packs.rs`, not whenever somebody scores a contract.
    match compile_untested(&sources, &resolve) {
        Ok(pack) => Arc::new(pack),
        #[expect(clippy::panic, reason = "our own rule text; the tests of this crate compile every pack")]
        Err(diagnostics) => panic!("the built-in pack `{name}` does not compile:\n{diagnostics}"),
    }
}
