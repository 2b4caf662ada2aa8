//! Rule text in, rule packs out.
//!
//! ```text
//! text ─split→ items ─pest→ AST ─lower→ RulePack ─check→ RulePack, TestCases
//!        └──────────┴─────────┴───────────┴→ Diagnostics (all, in source order)
//! ```
//!
//! ```
//! use termscore_dsl::{Source, compile};
//!
//! let text = r#"
//!     pack demo 1.0.0 { title "A demonstration" }
//!     clause late-payment in sentence { find "~pay^ ..12 within {term: duration}" }
//! "#;
//! let pack = compile(&[Source::new("demo.terms", text)], &|_, _| None).expect("a correct pack");
//! assert_eq!(pack.clauses[0].name, "demo.late-payment");
//!
//! let wrong = [Source::new("demo.terms", "pack demo 1.0.0 { titel \"A demonstration\" }")];
//! let diagnostics = compile(&wrong, &|_, _| None).expect_err("a misspelt field");
//! assert!(diagnostics.to_string().contains("did you mean `title`?"));
//! ```

mod ast;
mod check;
mod diagnostic;
mod inflect;
mod keywords;
mod lower;
mod names;
mod parse;
mod source;
mod split;
pub mod symbols;
mod testing;

use std::sync::Arc;

use termscore_core::rule::RulePack;

pub use diagnostic::{Code, Diagnostic, Diagnostics, Label, Level};
pub use inflect::inflections;
pub use keywords::KEYWORDS;
pub use source::Source;
pub use testing::{Expected, Failure, FailureKind, Subject, TestCase, TestResult, TestRun, run_tests};

/// Finds a pack by name and version range, such as `"std"` and `"^1"`; `None` if it is not at hand.
pub type Resolve<'a> = dyn Fn(&str, &str) -> Option<Arc<RulePack>> + 'a;

/// Compiles the sources of one pack. Warnings are dropped; [`check`] keeps them.
///
/// # Errors
/// All mistakes in all sources, in source order.
pub fn compile(sources: &[Source], resolve: &Resolve<'_>) -> Result<RulePack, Diagnostics> {
    match check(sources, resolve) {
        (Some(pack), _) => Ok(pack),
        (None, diagnostics) => Err(diagnostics),
    }
}

/// Compiles the sources of one pack and tells all that is to be said about them, warnings included.
/// Without errors, there is a pack.
pub fn check(sources: &[Source], resolve: &Resolve<'_>) -> (Option<RulePack>, Diagnostics) {
    let (lowered, diagnostics) = read(sources, resolve);
    (lowered.pack, diagnostics)
}

/// The tests that a pack brings along, in source order.
///
/// # Errors
/// All mistakes in all sources, in source order.
pub fn test_cases(sources: &[Source], resolve: &Resolve<'_>) -> Result<Vec<TestCase>, Diagnostics> {
    pack_and_tests(sources, resolve).map(|it| it.1)
}

fn pack_and_tests(
    sources: &[Source],
    resolve: &Resolve<'_>,
) -> Result<(RulePack, Vec<TestCase>), Diagnostics> {
    match read(sources, resolve) {
        (lower::Lowered { pack: Some(pack), tests }, _) => Ok((pack, tests)),
        (_, diagnostics) => Err(diagnostics),
    }
}

fn read(sources: &[Source], resolve: &Resolve<'_>) -> (lower::Lowered, Diagnostics) {
    let mut problems = Vec::new();
    let file = parse::parse(sources, &mut problems);
    let lowered = lower::lower(&file, resolve, &mut problems);
    (lowered, Diagnostics::new(sources, problems))
}
