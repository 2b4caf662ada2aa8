//! What must hold for every pack and every text, on packs and texts put together at random.

use std::collections::BTreeMap;

use proptest::prelude::*;
use termscore::{Document, Engine, Registry, Report, Source, compile, rule::Points};

const HEAD: &str = r#"
pack laws 1.0.0 { title "Laws" language en }
cue negate forward { "(shall|will|may|must|can|does|is) not" "never" "no" }
cue except forward { "except" "other than" }
cue modal { "shall" "may" "will" }
concept ai { "machine learning" "(artificial|generative) intelligence" "=AI" }
clause training in sentence { find "(~train|~develop)^ ..8 {ai}" find "{ai} ..4 ~train^" }
clause grant in sentence { find "~grant^ ..12 (licence|license)" }
clause wide in paragraph { find "~grant^ ..12 (licence|license)" with 1 of { "perpetual" "irrevocable" } }
clause payment in sentence { find "~pay^ ..12 within {term: duration}" }
clause indemnity in sentence { find "~indemnify" }
score {
  category ai "AI" worth 40   category money "Money" worth 35   category rest "Rest" worth 25
  grade A from 80 grade B from 60 else F
  gate 1 critical at most B
}
"#;

const RULES: [&str; 8] = [
    r#"rule trains { title "Trains" when asserts training severity critical weight 30 category ai }"#,
    r#"rule no-ban { title "No ban" when asserts grant and lacks training severity high weight 25 category ai absorbs wide-grant }"#,
    r#"rule wide-grant { title "Wide" when asserts wide severity medium weight 12.5 category ai eased when denies training to severity low weight 2 }"#,
    r#"rule slow { title "After {payment.term}" when asserts payment[term > 30 days] severity medium weight 20 category money raised when asserts payment[term > 60 days] to severity high weight 30 }"#,
    r#"rule no-pay { title "No pay" when silent on payment severity high weight 35 category money }"#,
    r#"rule indemnify { title "Indemnity" when asserts indemnity severity low weight 7.125 category rest }"#,
    r#"rule both { title "Both" when 2 of { fires trains fires slow fires indemnify } severity low weight 3.333 category rest }"#,
    r#"rule quiet { title "Quiet" when denies training and count indemnity < 2 severity minimal weight 0 category ai }"#,
];

const SENTENCES: [&str; 14] = [
    "Artist hereby grants Client a perpetual licence to use the Work.",
    "Client may use the Work to train any machine learning system.",
    "Client shall not use the Work to train artificial intelligence.",
    "Client shall not train AI, except to train its own machine learning tools.",
    "Client shall pay the fee within thirty (30) days.",
    "Client shall pay the fee within ninety (90) days of invoice.",
    "Client shall pay within five (6) days.",
    "Contractor shall indemnify Client against all claims.",
    "Neither party may assign this Agreement.",
    "The machine learning policy attached as Exhibit C applies to training.",
    "2. Payment\n\nClient shall pay Artist within 45 days:",
    "(a) by transfer; or (b) in cash.",
    "The weather is fine, and “nothing” else (so to speak) matters; 3.5% of it—or more.",
    "LICENCE",
];

#[expect(clippy::unwrap_used, clippy::panic, reason = "a law about packs needs a pack")]
fn engine(rules: &[usize]) -> Engine {
    let text = rules.iter().fold(HEAD.to_owned(), |text, index| text + "\n" + RULES[*index]);
    let pack = compile(&[Source::new("laws.terms", text)], &|_, _| None).unwrap_or_else(|it| panic!("{it}"));
    Engine::new([pack], Registry::standard()).unwrap()
}

fn document(sentences: &[usize]) -> Document {
    let text: Vec<&str> = sentences.iter().map(|index| SENTENCES[*index]).collect();
    Document::from_text("law.txt", text.join("\n\n"))
}

fn everything() -> Vec<usize> {
    (0..RULES.len()).collect()
}

fn sentences() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(0..SENTENCES.len(), 0..12)
}

fn contributions_sum(report: &Report) -> bool {
    let listed: Points = report.findings.iter().chain(&report.protections).map(|it| it.points).sum();
    let lost: Points = report.categories.iter().map(|it| it.worth - it.left).sum();
    let left = Points::FULL - report.score();
    listed == left && lost == left
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn contributions_sum_to_a_hundred_less_the_score(sentences in sentences()) {
        let report = engine(&everything()).score(&document(&sentences));
        prop_assert!(contributions_sum(&report), "{report}");
    }

    #[test]
    fn the_score_lies_in_its_interval(sentences in sentences()) {
        let report = engine(&everything()).score(&document(&sentences));
        prop_assert!(report.low <= report.score() && report.score() <= report.high, "{report}");
        prop_assert!(Points(0) <= report.low && report.high <= Points::FULL, "{report}");
    }

    #[test]
    fn the_same_pack_and_text_give_the_same_bytes(sentences in sentences()) {
        let once = engine(&everything()).score(&document(&sentences));
        let again = engine(&everything()).score(&document(&sentences));
        prop_assert_eq!(once.to_string(), again.to_string());
        prop_assert_eq!(once, again);
    }

    #[test]
    fn rule_order_does_not_change_the_report(sentences in sentences(), order in Just(everything()).prop_shuffle()) {
        let document = document(&sentences);
        prop_assert_eq!(engine(&everything()).score(&document), engine(&order).score(&document));
    }

    #[test]
    fn every_quote_is_a_slice_of_the_text(sentences in sentences()) {
        let document = document(&sentences);
        let report = engine(&everything()).score(&document);
        let evidence = report.findings.iter().chain(&report.protections).flat_map(|it| &it.evidence);
        for it in evidence.chain(report.undetermined.iter().flat_map(|it| &it.evidence)) {
            prop_assert_eq!(document.text().get(it.start..it.end), Some(it.quote.as_str()));
            prop_assert!(it.passage.start <= it.start && it.end <= it.passage.end);
        }
    }

    #[test]
    fn no_quote_no_finding(sentences in sentences()) {
        let report = engine(&everything()).score(&document(&sentences));
        for it in report.findings.iter().filter(|it| it.rule != "laws.both") {
            prop_assert!(!it.evidence.is_empty() || !it.absence.is_empty(), "{}", it.rule);
        }
    }

    #[test]
    fn a_proof_agrees_with_the_report(sentences in sentences()) {
        let (engine, document) = (engine(&everything()), document(&sentences));
        let report = engine.score(&document);
        for (rule, status) in &report.outcomes {
            use termscore::{Truth, report::Status};
            let expected = match status {
                Status::Fired | Status::Absorbed => Truth::True,
                Status::Undetermined => Truth::Unknown,
                _ => Truth::False,
            };
            prop_assert_eq!(engine.explain(&document, rule).unwrap().truth, expected, "{}", rule);
        }
    }

    #[test]
    fn an_unrelated_section_changes_no_assertion(sentences in sentences()) {
        let plain = document(&sentences);
        let longer = Document::from_text("law.txt", format!("{}\n\n9. Colours\n\nThe sky is blue today.", plain.text()));
        let engine = engine(&everything());
        let quotes = |document: &Document| -> BTreeMap<(usize, String), String> {
            let matches = engine.clauses(document);
            matches.iter().map(|it| ((it.evidence.start, it.evidence.clause.clone()), it.evidence.polarity.to_string())).collect()
        };
        prop_assert_eq!(quotes(&plain), quotes(&longer));
    }

    #[test]
    fn any_text_can_be_scored(text in "\\PC{0,400}") {
        let report = engine(&everything()).score(&Document::from_text("any", text));
        prop_assert!(contributions_sum(&report));
    }
}

#[test]
fn an_engine_can_be_shared_between_threads() {
    fn shared<T: Send + Sync + Clone>(_: &T) {}
    shared(&engine(&everything()));
    fn moved<T: Send + Sync>() {}
    moved::<Document>();
    moved::<Report>();
}
