//! What the tests of a pack reach: one goal of each kind, reached and not.

#![allow(clippy::expect_used, clippy::panic, dead_code, reason = "tests")]

mod support;

use std::path::Path;

use support::{resolve, sources};
use termscore_dsl::{Coverage, Source, coverage};

const PACK: &str = r#"pack sample 1.0.0 { title "Sample" }
concept sum { "(fee|price)"  "amount" except "price list" }
clause other in sentence { find "terminate" }
clause all in paragraph {
  find "~pay (the|any)? {sum}"
  find denied other
  with 2 of { "euro" "dollar" "franc" }
  without "refund"
  except "pay any price"
  never in section "definitions"
}
clause signs in paragraph { weigh 2 "arbitration" weigh -1 "mediation" threshold 2 }
extern host.known() -> bool "It is known" absent unknown
rule r { title "R" when (asserts all or host.known()) and not fires s  severity low weight 2 category c
  eased when asserts signs to weight 1
  raised when mentions other to weight 3 }
rule s { title "S" when asserts signs severity low weight 1 category c }
score { category c "C" worth 100 grade A from 80 else B }
"#;

fn of(tests: &str) -> Coverage {
    let sources = [Source::new("sample.terms", PACK), Source::new("tests.terms", tests)];
    coverage(&sources, &resolve).unwrap_or_else(|it| panic!("{it}"))
}

#[test]
fn without_tests_nothing_is_reached() {
    let coverage = of("");
    assert_eq!(coverage.share().0, 0);
    assert_eq!(coverage.percent(), 0);
    insta::assert_snapshot!(coverage);
}

#[test]
fn what_is_left_out_of_the_tests_is_told() {
    let coverage = of(r#"
test all {
  case "fee" expects asserted "Client may pay the fee in euro or dollar."
  case "refund" expects silent "Client may pay the amount in euro or dollar as a refund."
  case "except" expects silent "Client may pay any price in euro or dollar."
  case "price list" expects silent "Client may pay the price list in euro or dollar."
}
test r {
  case "milder" expects clear "Client may pay the fee in euro or dollar. Disputes go to arbitration."
  case "fires" expects fires "Client may pay the fee in euro or dollar."
}
test s { case "signs" expects clear "Disputes go to arbitration after mediation." }
"#);
    insta::assert_snapshot!(coverage);
}

#[test]
fn a_pack_with_mistakes_has_no_coverage() {
    let sources = [Source::new("sample.terms", "pack sample 1.0.0 { }")];
    assert!(coverage(&sources, &resolve).is_err());
}

#[test]
fn every_construct_of_the_language_has_coverage() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/inputs/ok");
    for path in std::fs::read_dir(folder).expect("a folder") {
        let path = path.expect("a file").path();
        let text = std::fs::read_to_string(&path).expect("a text");
        let coverage = coverage(&sources("any.terms", &text), &resolve)
            .unwrap_or_else(|it| panic!("the probes of {} do not compile:\n{it}", path.display()));
        assert!(!coverage.items.is_empty(), "{}", path.display());
        for (item, goal) in coverage.items.iter().flat_map(|item| item.goals.iter().map(move |it| (item, it)))
        {
            let source = coverage.sources.get(goal.source).expect("a source");
            assert!(!goal.span.of(&source.text).is_empty(), "{}: {goal:?}", item.name);
        }
    }
}
