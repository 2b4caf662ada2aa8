//! The built-in rule packs: rule text under `packs/`, compiled and embedded at build time; each pack is read from its
//! bytes once, on first use.
//!
//! ```text
//! packs/<pack>/**.terms ─build.rs, termscore_dsl::compile→ bytes ─→ RulePack
//! ```
//!
//! | pack | what it is |
//! |---|---|
//! | [`std()`] | cues, parties, kinds of document, general clauses; no rules |
//! | [`freelance()`] | agreements under which a person makes something for a client |
//! | [`employment()`] | employment contracts and offer letters |
//! | [`lease()`] | homes and small business premises |
//! | [`nda()`] | confidentiality agreements, for who receives and for who discloses |
//! | [`licence()`] | licences of creative work, and of software |
//! | [`terms_of_service()`] | terms of online services |
//! | [`commercial()`] | supply, distribution, licence and other contracts between businesses |
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
    sync::{Arc, OnceLock},
    thread,
};

use termscore_core::rule::RulePack;
use termscore_dsl::Source;

/// What `build.rs` made of one pack.
struct Embedded {
    name: &'static str,
    /// Names of the packs that it uses, in order.
    imports: &'static [&'static str],
    /// The pack without those it uses.
    compiled: &'static [u8],
    /// Names and texts of its files, in order.
    files: &'static [(&'static str, &'static str)],
}

// `PACKS`, in order of name.
include!(concat!(env!("OUT_DIR"), "/packs.rs"));

/// Cues, parties, kinds of document and clauses that contracts of every kind have. Other packs use it;
/// it has no rules of its own.
pub fn std() -> Arc<RulePack> {
    built_in("std")
}

/// Freelance, agency and contractor agreements, and licences of creative work, read for the person who
/// does the work.
pub fn freelance() -> Arc<RulePack> {
    built_in("freelance")
}

/// Employment contracts and offer letters, read for the employee.
pub fn employment() -> Arc<RulePack> {
    built_in("employment")
}

/// Leases of homes and of small business premises, read for the tenant.
pub fn lease() -> Arc<RulePack> {
    built_in("lease")
}

/// Confidentiality agreements, read for who receives information and, with the side changed, for who discloses it.
pub fn nda() -> Arc<RulePack> {
    built_in("nda")
}

/// Licences of creative work, read for who made it, and of software, read for who uses it.
pub fn licence() -> Arc<RulePack> {
    built_in("licence")
}

/// Terms of online services, read for the user.
pub fn terms_of_service() -> Arc<RulePack> {
    built_in("terms-of-service")
}

/// Contracts between businesses, read for the smaller of them: supplier, distributor or licensee.
pub fn commercial() -> Arc<RulePack> {
    built_in("commercial")
}

/// Names of the built-in packs, in order.
///
/// ```
/// assert!(termscore_rulepacks::names().any(|name| name == "freelance"));
/// ```
pub fn names() -> impl Iterator<Item = &'static str> {
    PACKS.iter().map(|it| it.name)
}

/// All built-in packs, in order of name. The first time they are read side by side.
pub fn all() -> impl Iterator<Item = Arc<RulePack>> {
    thread::scope(|scope| {
        for name in names() {
            // Where there is no other thread to be had, it is read below.
            drop(thread::Builder::new().spawn_scoped(scope, move || built_in(name)));
        }
    });
    names().filter_map(pack)
}

/// A built-in pack by its name.
pub fn pack(name: &str) -> Option<Arc<RulePack>> {
    PACKS.iter().any(|it| it.name == name).then(|| built_in(name))
}

/// The rule text of a built-in pack, file by file in order of name; file names are relative to the pack.
pub fn sources(name: &str) -> Option<Vec<Source>> {
    let pack = PACKS.iter().find(|it| it.name == name)?;
    Some(pack.files.iter().map(|(file, text)| Source::new(format!("{name}/{file}"), *text)).collect())
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

/// A pack of this crate, read once; a pack that is none of it is empty.
fn built_in(name: &str) -> Arc<RulePack> {
    static READ: [OnceLock<Arc<RulePack>>; PACKS.len()] = [const { OnceLock::new() }; PACKS.len()];
    let Some((embedded, read)) = PACKS.iter().zip(&READ).find(|(it, _)| it.name == name) else {
        return Arc::default();
    };
    let read = read.get_or_init(|| {
        #[expect(
            clippy::expect_used,
            reason = "our own bytes, made by build.rs; the tests of this crate read every pack"
        )]
        let pack = RulePack::from_bytes(embedded.compiled).expect("a pack that this crate embeds");
        // A pack uses only packs that could be compiled before it: there is no circle.
        let imports = embedded.imports.iter().map(|name| built_in(name)).collect();
        Arc::new(RulePack { imports, ..pack })
    });
    read.clone()
}
