//! Every built-in pack compiles, passes the tests that it brings along, and tests each of its rules.

use std::collections::BTreeMap;

use termscore_dsl::{Expected, Subject, run_tests};
use termscore_rulepacks::{names, pack, resolve, sources};

#[test]
fn every_pack_passes_its_own_tests() {
    for name in names() {
        let run =
            run_tests(&sources(name).expect("a built-in pack"), &resolve).unwrap_or_else(|it| panic!("{it}"));
        assert!(run.passed(), "{run}");
    }
}

/// At least one text on which it fires, one on which it is clear, and one more: the near miss.
#[test]
fn every_rule_has_cases_on_both_sides() {
    for name in names() {
        let run =
            run_tests(&sources(name).expect("a built-in pack"), &resolve).unwrap_or_else(|it| panic!("{it}"));
        let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        for rule in &pack(name).expect("a built-in pack").rules {
            counts.insert(rule.name.clone(), (0, 0));
        }
        for result in &run.results {
            let Subject::Rule(rule) = &result.case.subject else { continue };
            let count = counts.entry(rule.clone()).or_default();
            match result.case.expected {
                Expected::Fires => count.0 += 1,
                Expected::Clear => count.1 += 1,
                _ => {}
            }
        }
        for (rule, (fires, clear)) in counts {
            assert!(
                fires >= 1 && clear >= 1 && fires + clear >= 3,
                "{rule}: {fires} cases fire, {clear} are clear"
            );
        }
    }
}

#[test]
fn the_freelance_pack_has_rules_enough() {
    assert!(termscore_rulepacks::freelance().rules.len() >= 25);
}
