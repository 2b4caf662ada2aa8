//! Low and high are outer bounds: however the host decides what it did not know, the score lies between them.

#![allow(clippy::expect_used, reason = "tests")]

use std::{collections::BTreeMap, fmt::Write as _, sync::Arc};

use proptest::prelude::*;
use termscore::{Document, Engine, Source, Truth, compile, report::Report, rule::RulePack};
use termscore_reference::{check, registry};

/// A rule: whether it fires for certain, its weight, the rules that it absorbs, and a `raised` or `eased` arm.
#[derive(Clone, Debug)]
struct Plan {
    certain: bool,
    weight: u8,
    absorbs: Vec<usize>,
    arm: Option<u8>,
}

fn plan() -> impl Strategy<Value = Plan> {
    let absorbs = prop::collection::vec(0..5_usize, 0..3);
    (any::<bool>(), 1..30_u8, absorbs, prop::option::of(1..40_u8))
        .prop_map(|(certain, weight, absorbs, arm)| Plan { certain, weight, absorbs, arm })
}

/// Rule `n` asks `host.f<n>()`, its arm `host.a<n>()`. Absorption may go in circles, as in packs that programs write.
fn pack(plans: &[Plan]) -> Arc<RulePack> {
    let mut text = String::from("pack p 1.0.0 { title \"P\" }\nclause c in sentence { find \"pay\" }\n");
    for (n, plan) in plans.iter().enumerate() {
        for ask in ["f", "a"] {
            writeln!(text, "extern host.{ask}{n}() -> bool \"Q\" absent unknown").expect("a string");
        }
        let when = if plan.certain { "asserts c".to_owned() } else { format!("host.f{n}()") };
        write!(
            text,
            "rule r{n} {{ title \"R\" when {when} severity medium weight {} category all",
            plan.weight
        )
        .expect("a string");
        match plan.arm {
            Some(arm) if arm > plan.weight => {
                write!(text, " raised when host.a{n}() to severity high weight {arm}").expect("a string");
            }
            Some(arm) if arm < plan.weight => {
                write!(text, " eased when host.a{n}() to severity low weight {arm}").expect("a string");
            }
            _ => {}
        }
        let mut absorbs: Vec<usize> =
            plan.absorbs.iter().copied().filter(|it| *it != n && *it < plans.len()).collect();
        absorbs.sort_unstable();
        absorbs.dedup();
        if !absorbs.is_empty() {
            let names: Vec<String> = absorbs.iter().map(|it| format!("r{it}")).collect();
            write!(text, " absorbs {}", names.join(" ")).expect("a string");
        }
        text.push_str(" }\n");
    }
    text.push_str("score { category all \"All\" worth 100 grade A from 80 else B }\n");
    Arc::new(compile(&[Source::new("p.terms", text)], &|_, _| None).expect("a correct pack"))
}

fn questions(plans: &[Plan]) -> Vec<String> {
    (0..plans.len()).flat_map(|n| [format!("host.f{n}"), format!("host.a{n}")]).collect()
}

fn score(pack: &Arc<RulePack>, host: &BTreeMap<String, Truth>) -> Report {
    let document = Document::from_text("t", "Client shall pay.");
    let registry = registry(host).expect("names of their own");
    Engine::new([pack.clone()], registry).expect("the pack links").score(&document)
}

fn undecided(plans: &[Plan]) -> BTreeMap<String, Truth> {
    questions(plans).into_iter().map(|it| (it, Truth::Unknown)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_score_lies_within_the_interval_however_doubts_are_decided(
        plans in prop::collection::vec(plan(), 1..5)
    ) {
        let pack = pack(&plans);
        let open = undecided(&plans);
        let document = Document::from_text("t", "Client shall pay.");
        let differences = check(std::slice::from_ref(&pack), &document, &open).expect("the pack links");
        prop_assert!(differences.is_empty(), "{}\n{plans:?}", differences.join("\n"));
        let report = score(&pack, &open);
        prop_assert!(report.low <= report.score() && report.score() <= report.high, "{plans:?}");
        let questions = questions(&plans);
        for bits in 0..1_u32 << questions.len() {
            let decide = |(n, it): (usize, &String)| {
                (it.clone(), if bits >> n & 1 == 1 { Truth::True } else { Truth::False })
            };
            let decided = score(&pack, &questions.iter().enumerate().map(decide).collect());
            prop_assert!(decided.low == decided.score() && decided.score() == decided.high, "{plans:?} {bits:b}");
            let within = report.low <= decided.score() && decided.score() <= report.high;
            prop_assert!(
                within,
                "{} not in {}..{}: {plans:?} {bits:b}",
                decided.score(), report.low, report.high
            );
        }
    }
}

fn rule(certain: bool, weight: u8, absorbs: &[usize]) -> Plan {
    Plan { certain, weight, absorbs: absorbs.to_vec(), arm: None }
}

fn interval(plans: &[Plan]) -> (String, String, String) {
    let report = score(&pack(plans), &undecided(plans));
    (report.low.to_string(), report.score().to_string(), report.high.to_string())
}

fn check_interval(plans: &[Plan], low: &str, score: &str, high: &str) {
    assert_eq!(interval(plans), (low.to_owned(), score.to_owned(), high.to_owned()), "{plans:?}");
}

#[test]
fn an_undetermined_rule_that_absorbs_a_heavier_one_may_raise_the_score() {
    check_interval(&[rule(true, 20, &[]), rule(false, 5, &[0])], "75", "80", "95");
}

#[test]
fn one_undetermined_rule_absorbs_two_that_fired() {
    check_interval(&[rule(true, 20, &[]), rule(true, 10, &[]), rule(false, 5, &[0, 1])], "65", "70", "95");
}

#[test]
fn an_undetermined_rule_that_absorbs_and_is_absorbed_counts_at_its_heaviest() {
    check_interval(&[rule(true, 10, &[1]), rule(false, 30, &[0])], "60", "90", "90");
}

#[test]
fn what_is_surely_absorbed_widens_nothing() {
    check_interval(&[rule(true, 30, &[1]), rule(false, 10, &[])], "70", "70", "70");
}
