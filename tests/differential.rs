//! Engine and reference agree on every match, answer and point: on packs and contracts put together at random, on
//! the built-in packs over the sample contracts and over the texts of the packs' own tests, and on every pair of
//! pack and contract on which they once did not. The reference is slow by design, so that each run looks at a part of
//! the contracts and cases; `cargo test --all-features --test differential -- --ignored` looks at all of the contracts and
//! at four times as many cases, which takes minutes.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    sync::Arc,
};

use proptest::prelude::*;
use termscore::{Document, Layout, Type, Value, packs, rule::RulePack, test_cases};
use termscore_reference::{check, evaluate, generate::trial};

fn agree(pack: &Arc<RulePack>, document: &Document) {
    let differences = check(std::slice::from_ref(pack), document, &BTreeMap::new())
        .expect("built-in packs ask no predicates");
    assert!(differences.is_empty(), "{}:\n{}", document.name(), differences.join("\n"));
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: ProptestConfig::default().cases.max(600),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn engine_and_reference_agree(
        pack in prop::collection::vec(any::<u8>(), 0..600),
        text in prop::collection::vec(any::<u8>(), 0..250),
    ) {
        let trial = trial(&pack, &text);
        let differences = trial.differences().map_err(|it| TestCaseError::fail(format!("{it}\n{trial}")))?;
        prop_assert!(differences.is_empty(), "{}\n{trial}", differences.join("\n"));
    }
}

/// Texts and Markdown of these folders below that of the sample contracts.
fn samples(folders: &[&str]) {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/contracts");
    let mut files = Vec::new();
    for folder in folders.iter().map(|it| samples.join(it)) {
        for entry in fs::read_dir(folder).expect("the folder is in the repository") {
            let path = entry.expect("a file in it can be listed").path();
            if path.extension().is_some_and(|it| it == "txt" || it == "md") {
                files.push(path);
            }
        }
    }
    files.sort();
    assert!(files.len() > 3);
    for path in files {
        let text = fs::read_to_string(&path).expect("a sample is text");
        agree(&packs::freelance(), &Document::from_text(path.display().to_string(), text));
    }
}

#[test]
fn they_agree_on_sample_contracts() {
    samples(&["", "table"]);
}

#[test]
#[ignore = "takes minutes"]
fn they_agree_on_all_sample_contracts() {
    samples(&["", "table", "fixed", "sources", "sources/table"]);
}

#[test]
fn they_agree_on_a_contract_with_an_unread_page() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/contracts/mutual-nda.txt");
    let text = fs::read_to_string(path).expect("a sample is text");
    let layout = Layout { pages: vec![0, text.len()], unread: vec![2], ..Layout::default() };
    let document = Document::with_layout("nda", text, layout).expect("the pages fit the text");
    agree(&packs::freelance(), &document);
    agree(&packs::freelance(), &document.assume_complete());
}

/// Of the texts of the packs' own tests one in so many.
fn cases(every: usize) {
    for name in packs::names() {
        let sources = packs::sources(name).expect("the text of a built-in pack");
        let cases = test_cases(&sources, &packs::resolve).expect("built-in packs are correct");
        let pack = packs::pack(name).expect("a built-in pack");
        for case in cases.into_iter().step_by(every) {
            let mut document = Document::from_text(format!("{name}: {}", case.name), case.text);
            if let Some(kind) = case.kind {
                document = document.with_kind(kind);
            }
            agree(&pack, &document);
        }
    }
}

#[test]
fn they_agree_on_texts_of_the_packs_own_tests() {
    cases(149);
}

#[test]
#[ignore = "takes minutes"]
fn they_agree_on_more_texts_of_the_packs_own_tests() {
    cases(37);
}

/// A test of the trials: agreement on matches that never happen would prove nothing.
#[test]
fn trials_reach_every_kind_of_answer() {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut state = 7_u32;
    let mut byte = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    for _ in 0..600 {
        let pack: Vec<u8> = (0..500).map(|_| byte()).collect();
        let text: Vec<u8> = (0..250).map(|_| byte()).collect();
        let trial = trial(&pack, &text);
        let pack = trial.compile().expect("the generator makes correct packs");
        let answers = evaluate(&[pack], &trial.document(), &BTreeMap::new(), &trial.host);
        let mut see = |what: String| {
            seen.insert(what);
        };
        for it in &answers.matches {
            see(format!("{}", it.polarity));
            see(format!("actor {}", it.actor));
            let of = |it: &Value| it.value_type().map_or("unclear", Type::name);
            it.captures.values().for_each(|it| see(format!("captured {}", of(it))));
        }
        for it in answers.rules.values() {
            see(format!("rule {:?}", it.status));
            see(format!("severity {}", it.severity));
        }
        see(format!("grade {}", answers.grade.as_deref().unwrap_or("none")));
        see(format!("kind {}", answers.kind));
        see(format!("wide {}", answers.low < answers.high));
    }
    let expected = "asserted, denied, mixed, actor you, actor them, actor both, actor other, actor unknown, captured duration, \
         captured money, captured percent, captured date, captured count, captured text, captured unclear, rule Fired, \
         rule Absorbed, rule Clear, rule Undetermined, rule NotApplicable, severity minimal, severity low, \
         severity medium, severity high, severity critical, grade A, grade B, grade C, grade none, kind , \
         kind gen.deal, kind gen.lease, wide true, wide false";
    for what in expected.split(", ") {
        assert!(seen.contains(what), "never {what}");
    }
}
