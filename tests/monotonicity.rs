//! More harm never makes a contract better, and the wording that a finding asks for answers it: for every rule of
//! every built-in pack, on fair contracts of its kind.

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

/// A contract that takes little from the one who reads it, and what to call the two sides.
struct Ground {
    pack: &'static str,
    kind: &'static str,
    fair: &'static str,
    you: &'static str,
    them: &'static str,
}

const fn ground(
    pack: &'static str,
    kind: &'static str,
    fair: &'static str,
    you: &'static str,
    them: &'static str,
) -> Ground {
    Ground { pack, kind, fair, you, them }
}

const GROUNDS: [Ground; 8] = [
    ground(
        "freelance",
        "freelance.freelance",
        "examples/contracts/agency-freelancer-friendly.docx",
        "Freelancer",
        "Client",
    ),
    ground(
        "employment",
        "std.employment",
        "rulepacks/packs/employment/samples/fair-us-agreement.txt",
        "Employee",
        "Employer",
    ),
    ground("lease", "std.lease", "tests/fair/lease.txt", "Tenant", "Landlord"),
    ground(
        "licence",
        "std.creator-licence",
        "rulepacks/packs/licence/samples/fair-book.txt",
        "Author",
        "Publisher",
    ),
    ground(
        "licence",
        "std.software-licence",
        "rulepacks/packs/licence/samples/fair-saas.txt",
        "Customer",
        "Vendor",
    ),
    ground("nda", "std.nda", "rulepacks/packs/nda/samples/fair-one-way.txt", "Recipient", "Discloser"),
    ground(
        "commercial",
        "std.commercial",
        "rulepacks/packs/commercial/samples/supply-fair.txt",
        "Supplier",
        "Customer",
    ),
    ground("terms-of-service", "std.terms-of-service", "tests/fair/terms-of-service.txt", "you", "us"),
];

impl Ground {
    fn text(&self) -> String {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(self.fair);
        let name = self.fair.rsplit('/').next().unwrap_or_default();
        extract(name, &fs::read(path).expect("a sample")).expect("a readable sample").text
    }

    fn score(&self, engine: &Engine, text: &str) -> Report {
        engine.score(&Document::from_text("t", text).with_kind(self.kind).assume_complete())
    }

    /// The first cases in which each rule of the pack fires on a document of this kind.
    fn harmful(&self) -> Vec<TestCase> {
        let sources = packs::sources(self.pack).expect("a built-in pack");
        let cases = termscore::test_cases(&sources, &packs::resolve).expect("a correct pack");
        let fires = |it: &TestCase| matches!(it.subject, Subject::Rule(_)) && it.expected == Expected::Fires;
        let of_kind = |it: &TestCase| it.kind.as_deref().is_none_or(|kind| kind == self.kind);
        let mut n_of: BTreeMap<String, usize> = BTreeMap::new();
        let first = |it: &TestCase| {
            let n = n_of.entry(it.subject.name().to_owned()).or_default();
            *n += 1;
            *n <= CASES_A_RULE
        };
        cases.into_iter().filter(|it| fires(it) && of_kind(it)).filter(first).collect()
    }
}

fn engine() -> Engine {
    Engine::new(packs::all(), Registry::standard().lenient()).expect("the packs link")
}

fn with(text: &str, heading: &str, more: &str) -> String {
    format!("{text}\n\n90. {heading}\n\n{more}\n")
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
    let engine = engine();
    let (mut raised, mut n_cases, protections) = (Vec::new(), 0, protections());
    for ground in &GROUNDS {
        let fair = ground.text();
        let before = ground.score(&engine, &fair);
        for case in ground.harmful() {
            n_cases += 1;
            if protections.contains(case.subject.name()) {
                continue;
            }
            let after = ground.score(&engine, &with(&fair, "Further terms", &case.text));
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
    }
    assert!(n_cases > 1_000, "{n_cases} cases");
    assert!(raised.is_empty(), "{}:\n{}", raised.len(), raised.join("\n"));
}

/// Their wording takes the place of a clause that stands there: a permission with a price, a ban that is wide enough.
/// Beside the old clause it changes little.
const REPLACES: [&str; 4] = [
    "freelance.ai-training-unpaid",
    "freelance.ai-training-opt-out",
    "freelance.ai-ban-too-narrow",
    "freelance.ai-ban-swallowed",
];

/// Findings that say that something is missing, which can be added. A finding that also quotes something may ask for a
/// wording in place of what it quotes; in the freelance pack only those of [`REPLACES`] do.
fn absences<'r>(pack: &str, report: &'r Report) -> Vec<&'r Finding> {
    let adds = |it: &&Finding| match pack {
        "freelance" => !REPLACES.contains(&it.rule.as_str()),
        _ => it.evidence.is_empty(),
    };
    let missing = report.findings.iter().filter(|it| !it.absence.is_empty() && !it.suggest.is_empty());
    missing.filter(adds).collect()
}

#[test]
fn the_suggested_wording_of_a_missing_clause_clears_its_finding() {
    let engine = engine();
    let mut wrong = Vec::new();
    let mut tried: BTreeMap<String, usize> = BTreeMap::new();
    for ground in &GROUNDS {
        let mut of_kind: BTreeMap<String, usize> = BTreeMap::new();
        for case in ground.harmful() {
            let before = ground.score(&engine, &case.text);
            for finding in absences(ground.pack, &before) {
                let n = of_kind.entry(finding.rule.to_string()).or_default();
                *n += 1;
                if *n > TEXTS_A_FINDING {
                    continue;
                }
                let after = ground.score(&engine, &with(&case.text, "Agreed", &finding.suggest));
                let cleared = after.outcome(&finding.rule) == Some(Status::Clear);
                if !cleared || after.score() < before.score() {
                    wrong.push(format!(
                        "{} on “{}” ({}): {:?}, {} became {}",
                        finding.rule,
                        case.name,
                        case.subject.name(),
                        after.outcome(&finding.rule),
                        before.score(),
                        after.score()
                    ));
                }
            }
        }
        tried.extend(of_kind);
    }
    assert!(tried.len() >= 30, "only {} rules were tried", tried.len());
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

/// Wordings for contracts of a pack's other kind, and what is found in them where they do not belong: a deposit or notice for
/// business premises is too large for a home, and "the Work" or "the Project" is no term of each licence. And a licence that
/// has no acceptance, no warranty and no secrecy: one clause about such a thing wants the clauses that belong to it.
const BESIDE: [(&str, &str); 17] = [
    ("freelance.rejected-for-any-reason", "freelance.no-deemed-acceptance"),
    ("freelance.rights-assigned", "freelance.no-deemed-acceptance"),
    ("freelance.long-free-fixes", "freelance.no-warranty-disclaimer"),
    ("freelance.only-you-keep-secrets", "freelance.confidentiality-without-exceptions"),
    ("freelance.only-you-keep-secrets", "freelance.no-disclosure-required-by-law"),
    ("freelance.only-you-keep-secrets", "freelance.no-reporting-exception"),
    ("freelance.only-you-keep-secrets", "freelance.no-secrecy-term"),
    ("freelance.only-you-keep-secrets", "freelance.nobody-may-help"),
    ("freelance.nobody-may-help", "freelance.confidentiality-without-exceptions"),
    ("freelance.nobody-may-help", "freelance.no-disclosure-required-by-law"),
    ("freelance.nobody-may-help", "freelance.no-reporting-exception"),
    ("freelance.nobody-may-help", "freelance.no-secrecy-term"),
    ("freelance.recordings-feed-systems", "freelance.term-without-meaning"),
    ("freelance.recordings-feed-systems", "licence.term-without-meaning"),
    ("lease.business-deposit-large", "lease.deposit-too-large"),
    ("lease.break-conditions", "lease.long-notice-to-leave"),
    ("licence.data-rights", "licence.term-without-meaning"),
];

#[test]
fn no_suggested_wording_raises_an_alarm_of_its_own() {
    let engine = engine();
    let found =
        |it: &Report| -> BTreeSet<String> { it.findings.iter().map(|it| it.rule.to_string()).collect() };
    let mut alarms = Vec::new();
    for ground in &GROUNDS {
        let fair = ground.text();
        let mut known = found(&ground.score(&engine, &fair));
        // The fair contract has a term of its own: another one beside it is a contradiction, as it should be.
        known.insert("freelance.two-payment-terms".to_owned());
        // Wording for a lease would be out of place elsewhere, whatever it says.
        for pack in packs::all().filter(|it| it.for_kinds.iter().any(|kind| kind == ground.kind)) {
            for rule in pack.rules.iter().filter(|it| !it.suggest.is_empty()) {
                let wording = rule.suggest.replace("{them}", ground.them).replace("{you}", ground.you);
                let after = ground.score(&engine, &with(&fair, "Agreed", &wording));
                // "An advance of [amount]" is a gap until the amount stands there.
                let gap = |new: &str| wording.contains('[') && new.ends_with(".left-blank");
                let beside = |new: &str| BESIDE.contains(&(rule.name.as_str(), new));
                let found = found(&after);
                let new = found.difference(&known).map(String::as_str);
                let new: Vec<&str> = new.filter(|it| !beside(it) && !gap(it)).collect();
                if !new.is_empty() {
                    alarms.push(format!("{} ({}): {new:?}", rule.name, ground.kind));
                }
            }
        }
    }
    assert!(alarms.is_empty(), "{}:\n{}", alarms.len(), alarms.join("\n"));
}
