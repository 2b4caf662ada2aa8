//! A program of your own: compile a pack, score a text, print what was found.
//!
//! ```text
//! cargo run --example embed
//! ```
#![allow(clippy::print_stdout, reason = "an example shows its results")]

use std::error::Error;

use termscore::{Document, Engine, Registry, Source, compile, packs};

const HOUSE_RULES: &str = r#"
pack house 1.0.0 {
  title "What our members should look at first"   language en
  disclaimer "Legal information, not legal advice."
}
use std ^1 as std
extern host.is-freelancer() -> bool "The signer is a freelancer"

param longest-term : duration = 30 days in 1 day .. 180 days "Longest payment term accepted"

clause payment in sentence "When you are paid" {
  find "(~pay|~remit)^ ..20 within {term: duration}"
}

rule slow-payment {
  title    "Paid after {payment.term}"
  when     asserts payment[term > longest-term] and host.is-freelancer()
  severity medium   weight 20   category money
  impact   "You finance the client's business."
  advice   "Ask for {longest-term} or less."
}

score { category money "Money" worth 100   grade A from 90 grade B from 70 else C }
"#;

const CONTRACT: &str = "\
4. Fees

Client shall pay each undisputed invoice within ninety (90) days of receipt. \
Contractor shall pay its own taxes within thirty (30) days of their due date.";

fn main() -> Result<(), Box<dyn Error>> {
    // The built-in packs can be imported; your own come from wherever you keep them.
    let pack = compile(&[Source::new("house.terms", HOUSE_RULES)], &packs::resolve)?;

    // A question only your program can answer; rules ask it by name.
    let registry = Registry::standard().predicate("host.is-freelancer", &[], |_call| Ok(Some(true)))?;

    let engine = Engine::new([pack], registry)?;
    let report = engine.score(&Document::from_text("offer.txt", CONTRACT));

    println!("score {} of 100", report.score());
    for finding in &report.findings {
        println!("{} [{}] -{}", finding.title, finding.severity, finding.points);
        for evidence in &finding.evidence {
            println!("  § {}: “{}”", evidence.section, evidence.quote);
        }
        println!("  {}", finding.advice);
    }
    Ok(())
}
