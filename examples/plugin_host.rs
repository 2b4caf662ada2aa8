//! A law firm's program: it answers what no contract says, and rules ask it by name.
//!
//! ```text
//! cargo run --example plugin_host
//! ```
//!
//! Three kinds of host function, each a closure over the firm's own data, handed to the registry by value with its types:
//! a question about the document (is the client a consumer?), a question about a value that the text holds (is this court
//! on our list?), and an extractor (the firm's matter numbers). An answer may be "not known": the rule is then
//! undetermined, and the report says so. A pack that asks what the registry lacks is refused by name.
#![allow(clippy::print_stdout, reason = "an example shows its results")]

use std::collections::BTreeMap;
use std::error::Error;

use termscore::{Document, Engine, Extracted, Registry, Report, Source, Span, Type, Value, compile, packs};

const FIRM_RULES: &str = r#"
pack firm 1.0.0 { title "What the firm looks at"  language en }
use std ^1 as std

extern host.is-consumer() -> bool "The client contracts as a consumer" absent unknown
extern host.approved-court(text) -> bool "The court is on our list"
extern host.matter-number -> text "Matter numbers as the firm writes them: M-2026-0417"

clause venue in sentence "Agreed court" { find "(court|courts) of {court: text}" }
clause matter in sentence "Our matter number" {
  find "{number: host.matter-number}"
  reads operative heading
}

rule court-not-approved {
  title    "The courts of {venue.court} are not on our list"
  when     asserts venue[not host.approved-court(court)]
  severity medium   weight 10   category venue
  advice   "Ask for a court on the list, or take the matter to the partner."
}
rule consumer-sued-elsewhere {
  title    "A consumer may be sued only where they live"
  when     asserts std.exclusive-courts and host.is-consumer()
  severity high   weight 30   category venue
}
rule no-matter-number {
  title    "Our matter number is missing"
  when     lacks matter
  severity low   weight 5   category filing
}
score { category venue "Venue" worth 90  category filing "Filing" worth 10   grade A from 90  else B }
"#;

/// What the firm knows.
struct Firm {
    approved_courts: Vec<String>,
    /// By name of the document: true if the client is a consumer.
    clients: BTreeMap<String, bool>,
}

impl Firm {
    fn registry(self) -> Result<Registry, termscore::Error> {
        let Firm { approved_courts, clients } = self;
        Registry::standard()
            // A client that the firm has not asked yet: neither yes nor no.
            .predicate("host.is-consumer", &[], move |call| Ok(clients.get(call.document().name()).copied()))?
            .predicate("host.approved-court", &[Type::Text], move |call| {
                let court = call.text(0)?;
                Ok(Some(approved_courts.iter().any(|it| it.eq_ignore_ascii_case(court))))
            })?
            .extractor("host.matter-number", Type::Text, |text| Ok(matter_numbers(text)))
    }
}

/// Every `M-2026-0417` of a text that is a word of its own.
fn matter_numbers(text: &str) -> Vec<Extracted> {
    let shape =
        |it: &str| -> String { it.chars().map(|it| if it.is_ascii_digit() { '9' } else { it }).collect() };
    let words = text.split(|it: char| !(it.is_alphanumeric() || it == '-'));
    let mut at = 0;
    let mut found = Vec::new();
    for word in words {
        if shape(word) == "M-9999-9999" {
            let value = Value::Text(word.to_owned());
            found.push(Extracted { span: Span::new(at, at + word.len()), value });
        }
        // The separator after the word.
        let rest = text.get(at + word.len()..).and_then(|it| it.chars().next());
        at += word.len() + rest.map_or(0, char::len_utf8);
    }
    found
}

fn engine() -> Result<Engine, Box<dyn Error>> {
    let pack = compile(&[Source::new("firm.terms", FIRM_RULES)], &packs::resolve)?;
    let firm = Firm {
        approved_courts: vec!["Ontario".to_owned(), "England".to_owned()],
        clients: BTreeMap::from([("lease.txt".to_owned(), true), ("supply.txt".to_owned(), false)]),
    };
    Ok(Engine::new([pack], firm.registry()?)?)
}

fn score(engine: &Engine, name: &str, text: &str) -> Report {
    engine.score(&Document::from_text(name, text))
}

const ONTARIO: &str =
    "Our matter M-2026-0417. The parties submit to the exclusive jurisdiction of the courts of Ontario.";
const DELAWARE: &str = "The parties submit to the exclusive jurisdiction of the courts of Delaware.";

fn main() -> Result<(), Box<dyn Error>> {
    let engine = engine()?;
    for (name, text) in [("lease.txt", ONTARIO), ("supply.txt", DELAWARE), ("new.txt", ONTARIO)] {
        let report = score(&engine, name, text);
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

    use super::{DELAWARE, ONTARIO, engine, score};

    #[test]
    fn the_firm_answers() {
        let engine = engine().expect("the pack and the firm fit together");
        let outcome = |name, text, rule| score(&engine, name, text).outcome(rule);
        assert_eq!(outcome("supply.txt", DELAWARE, "firm.court-not-approved"), Some(Status::Fired));
        assert_eq!(outcome("supply.txt", ONTARIO, "firm.court-not-approved"), Some(Status::Clear));
        assert_eq!(outcome("supply.txt", DELAWARE, "firm.no-matter-number"), Some(Status::Fired));
        assert_eq!(outcome("supply.txt", ONTARIO, "firm.no-matter-number"), Some(Status::Clear));
        assert_eq!(outcome("lease.txt", ONTARIO, "firm.consumer-sued-elsewhere"), Some(Status::Fired));
        assert_eq!(outcome("new.txt", ONTARIO, "firm.consumer-sued-elsewhere"), Some(Status::Undetermined));
    }
}
