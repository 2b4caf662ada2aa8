//! For the tests of crates that bring rule packs along.

use std::path::Path;

pub use termscore_dsl::PackProblem;

/// Compiles the pack in a folder (all its files that end in `.terms`) and runs its tests. It may use the packs in
/// the folders beside it and, with the feature `packs`, the built-in ones. In a test, a relative path begins at
/// the folder of the crate's `Cargo.toml`.
///
/// ```no_run
/// #[test]
/// fn the_pack_passes_its_own_tests() -> Result<(), termscore::testing::PackProblem> {
///     termscore::testing::check_pack("packs/union")
/// }
/// ```
///
/// # Errors
/// The first of: the folder cannot be read, its rule text has mistakes (all of them), a test fails (all that do).
/// Both `Display` and `Debug` tell them in full.
pub fn check_pack(folder: impl AsRef<Path>) -> Result<(), PackProblem> {
    #[cfg(feature = "packs")]
    let beyond = termscore_rulepacks::resolve;
    #[cfg(not(feature = "packs"))]
    let beyond = |_: &str, _: &str| None;
    termscore_dsl::check_folder(folder, &beyond)
}
