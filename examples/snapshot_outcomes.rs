//! Snapshot tests of rule outcomes: when a pack or a contract changes, the difference shows up as a diff.
//!
//! ```text
//! cargo test --features serde --example snapshot_outcomes
//! ```
//!
//! The text form of a report is public API and needs no redactions: it holds no time, path or float.
#![allow(clippy::print_stdout, reason = "an example shows its results")]

use termscore::{Document, Engine, Registry, Report, packs};

const OFFER: &str = "\
SERVICES AGREEMENT

This Agreement is made between Northwind Media LLC (the \"Client\") and Ada Okafor (the \"Contractor\").

1. Services. Contractor shall deliver the illustrations described in the statement of work as an independent contractor.

2. Fees. Client shall pay each invoice within sixty (60) days of receipt.

3. Rights. Contractor hereby grants Client a perpetual, irrevocable, worldwide, royalty-free licence to use, modify and \
adapt the deliverables for any purpose.

4. Indemnity. Contractor shall indemnify Client against all claims.";

fn report() -> Report {
    let engine =
        Engine::new([packs::freelance()], Registry::standard()).expect("the built-in packs fit together");
    engine.score(&Document::from_text("offer.txt", OFFER))
}

fn main() {
    println!("{}", report());
}

#[test]
fn the_text_form() {
    insta::assert_snapshot!(report());
}

#[test]
fn the_json_form() {
    insta::assert_json_snapshot!(report());
}
