//! More harm never makes a contract better, and the wording that a finding asks for answers it: for every rule of the
//! freelance pack, on a fair contract.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use termscore::{
    Document, Engine, Expected, Registry, Subject, TestCase,
    extract::extract,
    packs,
    report::{Finding, Report, Status},
    rule::Severity,
};

const KIND: &str = "freelance.freelance";

fn engine() -> Engine {
    Engine::new(packs::all(), Registry::standard().lenient()).expect("the packs link")
}

/// A contract that takes little from the freelancer.
fn fair() -> String {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/contracts/agency-freelancer-friendly.docx");
    extract("fair.docx", &fs::read(path).expect("a sample")).expect("a readable sample").text
}

fn score(engine: &Engine, text: &str) -> Report {
    engine.score(&Document::from_text("t", text).with_kind(KIND).assume_complete())
}

fn with(text: &str, heading: &str, more: &str) -> String {
    format!("{text}\n\n90. {heading}\n\n{more}\n")
}

/// The first cases in which each rule fires.
fn harmful() -> Vec<TestCase> {
    let sources = packs::sources("freelance").expect("a built-in pack");
    let cases = termscore::test_cases(&sources, &packs::resolve).expect("a correct pack");
    let fires = |it: &TestCase| matches!(it.subject, Subject::Rule(_)) && it.expected == Expected::Fires;
    let all = cases.into_iter().filter(|it| fires(it) && it.kind.as_deref().is_none_or(|kind| kind == KIND));
    let mut n_of: BTreeMap<String, usize> = BTreeMap::new();
    all.filter(|it| {
        let n = n_of.entry(it.subject.name().to_owned()).or_default();
        *n += 1;
        *n <= CASES_A_RULE
    })
    .collect()
}

/// There are more; one of each tradition shows what there is to show.
const CASES_A_RULE: usize = 2;

/// On so many texts the wording of a finding is tried.
const TEXTS_A_FINDING: usize = 2;

/// Rules that tell of a protection.
fn protections() -> BTreeSet<String> {
    let rules = packs::all().flat_map(|it| it.rules.clone());
    rules.filter(|it| it.severity == Severity::Minimal).map(|it| it.name.to_string()).collect()
}

#[test]
fn a_harmful_clause_never_raises_the_score() {
    let (engine, fair) = (engine(), fair());
    let before = score(&engine, &fair);
    let (mut raised, protections) = (Vec::new(), protections());
    let cases = harmful();
    assert!(cases.len() > 400, "{} cases", cases.len());
    for case in cases {
        if protections.contains(case.subject.name()) {
            continue;
        }
        let after = score(&engine, &with(&fair, "Further terms", &case.text));
        if after.score() > before.score() {
            let gained: Vec<_> = before
                .findings
                .iter()
                .filter(|it| after.outcome(&it.rule) != Some(Status::Fired))
                .map(|it| it.rule.as_str())
                .collect();
            raised.push(format!(
                "{} ({}): {} became {}; gone: {gained:?}",
                case.subject.name(),
                case.name,
                before.score(),
                after.score()
            ));
        }
    }
    assert!(raised.is_empty(), "{}", raised.join("\n"));
}

/// Their wording takes the place of a clause that stands there: a permission with a price, a ban that is wide enough.
/// Beside the old clause it changes little.
const REPLACES: [&str; 4] = [
    "freelance.ai-training-unpaid",
    "freelance.ai-training-opt-out",
    "freelance.ai-ban-too-narrow",
    "freelance.ai-ban-swallowed",
];

/// Findings that say that something is missing, which can be added.
fn absences(report: &Report) -> Vec<&Finding> {
    let adds = |it: &&Finding| {
        !it.absence.is_empty() && !it.suggest.is_empty() && !REPLACES.contains(&it.rule.as_str())
    };
    report.findings.iter().filter(adds).collect()
}

#[test]
fn the_suggested_wording_of_a_missing_clause_clears_its_finding() {
    let engine = engine();
    let mut wrong = Vec::new();
    let mut tried: BTreeMap<String, usize> = BTreeMap::new();
    for case in harmful() {
        let before = score(&engine, &case.text);
        for finding in absences(&before) {
            let n = tried.entry(finding.rule.to_string()).or_default();
            *n += 1;
            if *n > TEXTS_A_FINDING {
                continue;
            }
            let after = score(&engine, &with(&case.text, "Agreed", &finding.suggest));
            let cleared = after.outcome(&finding.rule) == Some(Status::Clear);
            if !cleared || after.score() < before.score() {
                wrong.push(format!(
                    "{} on “{}”: {:?}, {} became {}",
                    finding.rule,
                    case.name,
                    after.outcome(&finding.rule),
                    before.score(),
                    after.score()
                ));
            }
        }
    }
    assert!(tried.len() >= 30, "only {} rules were tried", tried.len());
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn no_suggested_wording_raises_an_alarm_of_its_own() {
    let (engine, fair) = (engine(), fair());
    let before = score(&engine, &fair);
    let found =
        |it: &Report| -> BTreeSet<String> { it.findings.iter().map(|it| it.rule.to_string()).collect() };
    let (mut known, mut alarms) = (found(&before), Vec::new());
    // The fair contract has a term of its own: another one beside it is a contradiction, as it should be.
    known.insert("freelance.two-payment-terms".to_owned());
    // Wording for a lease would be out of place here, whatever it says.
    for pack in packs::all().filter(|it| it.for_kinds.iter().any(|kind| kind == KIND)) {
        for rule in pack.rules.iter().filter(|it| !it.suggest.is_empty()) {
            let wording = rule.suggest.replace("{them}", "Client").replace("{you}", "Freelancer");
            let after = score(&engine, &with(&fair, "Agreed", &wording));
            let new: Vec<String> = found(&after).difference(&known).cloned().collect();
            if !new.is_empty() {
                alarms.push(format!("{}: {new:?}", rule.name));
            }
        }
    }
    assert!(alarms.is_empty(), "{}", alarms.join("\n"));
}
