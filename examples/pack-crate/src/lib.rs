//! Rules of the Photographers' Union, an imaginary union that tells its members what to look at before they sign.
//!
//! The rule text lies under `packs/union`. It is embedded when this crate is built, so that a program that uses the
//! crate needs no files.
//!
//! ```
//! use termscore::Document;
//!
//! let offer = "Client may alter the photographs and shall pay within ninety (90) days of the invoice.";
//! let report = union_rules::engine()?.score(&Document::from_text("offer.txt", offer));
//! assert!(report.findings.iter().any(|it| it.rule == "union.altered-at-will"));
//! # Ok::<(), Box<dyn std::error::Error + Send + Sync>>(())
//! ```

use std::error::Error;

use termscore::rule::RulePack;
use termscore::{Diagnostics, Engine, Registry, Source, compile, packs};

/// The files of the pack: names for messages, and texts.
const FILES: [(&str, &str); 5] = [
    ("union/house.terms", include_str!("../packs/union/house.terms")),
    ("union/pack.terms", include_str!("../packs/union/pack.terms")),
    ("union/credit.terms", include_str!("../packs/union/credit.terms")),
    ("union/shoot.terms", include_str!("../packs/union/shoot.terms")),
    ("union/use.terms", include_str!("../packs/union/use.terms")),
];

/// The union's pack. It uses the built-in packs `std` and `freelance`, whose rules run with its own.
///
/// # Errors
/// All mistakes in the rule text; none, as the tests of this crate show.
pub fn pack() -> Result<RulePack, Diagnostics> {
    let sources = FILES.map(|(name, text)| Source::new(name, text));
    compile(&sources, &packs::resolve)
}

/// An engine that scores contracts by the union's rules. Build it once and share it.
///
/// # Errors
/// Those of [`pack`], or that the packs do not fit together.
pub fn engine() -> Result<Engine, Box<dyn Error + Send + Sync>> {
    Ok(Engine::new([pack()?], Registry::standard())?)
}
