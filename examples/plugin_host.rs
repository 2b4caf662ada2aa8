//! A law firm's program: it answers what no contract says, and rules ask it by name.
//!
//! ```text
//! cargo run --example plugin_host
//! ```
//!
//! The firm knows which courts it goes to and which clients are consumers. Both answers are closures over the firm's own
//! data, handed to the registry by value. An answer may be "not known": the rule is then undetermined, and the report says
//! so. A pack that asks what the registry lacks is refused by name.
#![allow(clippy::print_stdout, reason = "an example shows its results")]

use std::collections::BTreeMap;
use std::error::Error;

use termscore::{Document, Engine, Registry, Report, Source, compile, packs};

const FIRM_RULES: &str = r#"
pack firm 1.0.0 { title "What the firm looks at"  language en }
use std ^1 as std

rule court-not-approved {
  title    "Disputes go to a court that is not on our list"
  when     asserts std.exclusive-courts and not host.approved-court()
  severity medium   weight 10   category venue
  advice   "Ask for a court on the list, or take the matter to the partner."
}
rule consumer-sued-elsewhere {
  title    "A consumer may be sued only where they live"
  when     asserts std.exclusive-courts and host.is-consumer()
  severity high   weight 30   category venue
}
score { category venue "Venue" worth 100   grade A from 90  else B }
"#;

/// What the firm knows.
struct Firm {
    /// In small letters, as they are looked for in a text.
    approved_courts: Vec<String>,
    /// By name of the document: true if the client is a consumer.
    clients: BTreeMap<String, bool>,
}

impl Firm {
    fn registry(self) -> Result<Registry, termscore::Error> {
        let Firm { approved_courts, clients } = self;
        Registry::standard()
            .predicate("host.approved-court", move |document: &Document| {
                let text = document.text().to_lowercase();
                Ok(Some(approved_courts.iter().any(|court| text.contains(&format!("courts of {court}")))))
            })?
            // A client that the firm has not asked yet: neither yes nor no.
            .predicate("host.is-consumer", move |document| Ok(clients.get(document.name()).copied()))
    }
}

fn engine() -> Result<Engine, Box<dyn Error>> {
    let pack = compile(&[Source::new("firm.terms", FIRM_RULES)], &packs::resolve)?;
    let firm = Firm {
        approved_courts: vec!["ontario".to_owned(), "england".to_owned()],
        clients: BTreeMap::from([("lease.txt".to_owned(), true), ("supply.txt".to_owned(), false)]),
    };
    Ok(Engine::new([pack], firm.registry()?)?)
}

fn score(engine: &Engine, name: &str, place: &str) -> Report {
    let text = format!("The parties submit to the exclusive jurisdiction of the courts of {place}.");
    engine.score(&Document::from_text(name, &text))
}

fn main() -> Result<(), Box<dyn Error>> {
    let engine = engine()?;
    for (name, place) in [("lease.txt", "Ontario"), ("supply.txt", "Delaware"), ("new.txt", "England")] {
        let report = score(&engine, name, place);
        println!("{name}: score {} to {}", report.low, report.high);
        for finding in &report.findings {
            println!("  found        {}", finding.title);
        }
        for undetermined in &report.undetermined {
            println!("  undetermined {}: {}", undetermined.rule, undetermined.reason);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use termscore::report::Status;

    use super::{engine, score};

    #[test]
    fn the_firm_answers() {
        let engine = engine().expect("the pack and the firm fit together");
        let outcome = |name, place, rule| score(&engine, name, place).outcome(rule);
        assert_eq!(outcome("supply.txt", "Delaware", "firm.court-not-approved"), Some(Status::Fired));
        assert_eq!(outcome("supply.txt", "Ontario", "firm.court-not-approved"), Some(Status::Clear));
        assert_eq!(outcome("lease.txt", "Ontario", "firm.consumer-sued-elsewhere"), Some(Status::Fired));
        assert_eq!(outcome("new.txt", "Ontario", "firm.consumer-sued-elsewhere"), Some(Status::Undetermined));
    }
}
