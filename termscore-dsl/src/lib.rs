//! Rule text in, rule packs out.
//!
//! ```text
//! text ─split→ items ─pest→ AST ─lower→ RulePack ─check→ RulePack, TestCases ─lint→ doubts
//!        └──────────┴─────────┴───────────┴→ Diagnostics (all, in source order) ←───┘
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
mod declaration;
mod diagnostic;
mod fix;
mod folder;
mod format;
mod graph;
mod inflect;
#[cfg(feature = "json")]
mod json;
mod keywords;
mod lint;
mod lower;
mod names;
mod parse;
mod pattern;
mod source;
mod split;
pub mod symbols;
mod testing;

use std::sync::Arc;

use termscore_core::rule::RulePack;

pub use declaration::{ConditionPlace, Declaration, DeclarationKind, declarations};
pub use diagnostic::{Code, Diagnostic, Diagnostics, Edit, Group, Label, Level, Suggestion};
pub use fix::{Fixed, fix};
pub use folder::pack_files;
pub use format::format;
pub use inflect::inflections;
#[cfg(feature = "json")]
pub use json::{AstJsonError, ast_json, from_ast_json};
pub use keywords::KEYWORDS;
pub use pattern::compile_pattern;
pub use source::Source;
pub use testing::{
    Coverage, Covered, Expected, Failure, FailureKind, Goal, GoalKind, PackProblem, Place, Reason, Subject,
    TestCase, TestResult, TestRun, check_folder, coverage, run_tests, run_tests_of,
};

/// Finds a pack by name and version range, such as `"std"` and `"^1"`; `None` if it is not at hand.
///
/// The compiler makes sure that the version fits. Where none does, it asks once more with the range `"*"`, so that the
/// diagnostic can tell which version is at hand.
pub type Resolve<'a> = dyn Fn(&str, &str) -> Option<Arc<RulePack>> + 'a;

/// Compiles the sources of one pack. Warnings are dropped; [`check`] keeps them.
///
/// # Errors
/// All mistakes in all sources, in source order.
pub fn compile(sources: &[Source], resolve: &Resolve<'_>) -> Result<RulePack, Diagnostics> {
    pack_and_tests(sources, resolve).map(|it| it.0)
}

/// As [`compile`], but passes over the tests that the pack brings along, which is faster by their share of the text:
/// for packs whose tests are run elsewhere.
///
/// # Errors
/// All mistakes outside of tests, in source order.
pub fn compile_untested(sources: &[Source], resolve: &Resolve<'_>) -> Result<RulePack, Diagnostics> {
    let mut problems = Vec::new();
    let file = parse::parse_without_tests(sources, &mut problems);
    let (lowered, _) = lower::lower(sources, &file, resolve, &mut problems);
    lowered.pack.ok_or_else(|| Diagnostics::new(sources, problems))
}

/// Compiles the sources of one pack and tells all that is to be said about them, warnings included.
/// Without errors, there is a pack, and lints tell what may be doubted about it.
pub fn check(sources: &[Source], resolve: &Resolve<'_>) -> (Option<RulePack>, Diagnostics) {
    let (lowered, diagnostics) = read(sources, resolve, Lints::Told);
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
    match read(sources, resolve, Lints::Untold) {
        (lower::Lowered { pack: Some(pack), tests }, _) => Ok((pack, tests)),
        (_, diagnostics) => Err(diagnostics),
    }
}

/// Are doubts about a correct pack looked for? That costs about as much as compiling it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lints {
    Told,
    Untold,
}

fn read(sources: &[Source], resolve: &Resolve<'_>, lints: Lints) -> (lower::Lowered, Diagnostics) {
    let mut problems = Vec::new();
    let file = parse::parse(sources, &mut problems);
    let (lowered, scope) = lower::lower(sources, &file, resolve, &mut problems);
    if let (Some(pack), Lints::Told) = (&lowered.pack, lints) {
        let facts = lint::Facts { file: &file, pack, tests: &lowered.tests, scope: &scope };
        lint::lint(&facts, &mut problems);
    }
    (lowered, Diagnostics::new(sources, problems))
}
