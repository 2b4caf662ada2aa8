//! YARA rules, each with one string and no other condition.

use std::fmt::Write;

use yara_x::{Compiler, Scanner};

use crate::{
    Result,
    rows::{Job, with_version},
};

pub fn phrases(phrases: &[String], texts: &[String]) -> Result<()> {
    let mut source = String::new();
    for (n, phrase) in phrases.iter().enumerate() {
        writeln!(source, "rule r{n} {{ strings: $s = \"{phrase}\" nocase condition: $s }}")?;
    }
    let mut compiler = Compiler::new();
    compiler.add_source(source.as_str())?;
    let rules = compiler.build();
    let mut scanner = Scanner::new(&rules);
    // What fails, fails here.
    scanner.scan(b"")?;
    Job {
        peer: &with_version("yara-x"),
        does: "a rule for each, `nocase`; which hold",
        looks_for: &format!("{} phrases", phrases.len()),
    }
    .measure(texts, str::to_owned, |text| {
        scanner.scan(text.as_bytes()).map_or(0, |results| results.matching_rules().len())
    });
    Ok(())
}
