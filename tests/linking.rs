//! An engine links its packs as documents ask for them; what it has linked so far does not show in what it says.

use std::{collections::BTreeSet, fs, path::Path};

use termscore::{Document, Engine, Registry, extract::extract, packs, report::Report};

fn engine() -> Engine {
    Engine::new(packs::all(), Registry::standard()).expect("the packs link")
}

/// One contract of each kind, an agency agreement among them, and a text that is none.
fn documents() -> Vec<Document> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/contracts");
    let files = [
        "agency-no-ai-only.txt",
        "residential-lease.md",
        "mutual-nda.txt",
        "illustrator-licence.md",
        "terms-of-service.html",
        "software-consultancy.txt",
        "employment-agreement.docx",
    ];
    let contracts = files.iter().map(|file| {
        let bytes = fs::read(folder.join(file)).expect("a sample");
        Document::from_text(*file, extract(file, &bytes).expect("a readable sample").text)
    });
    let recipe = "Mix the flour with two eggs and a cup of milk. Bake it for an hour. ".repeat(12);
    contracts.chain([Document::from_text("a recipe", recipe)]).collect()
}

#[test]
fn a_report_is_the_same_whatever_was_read_before() {
    let documents = documents();
    let new: Vec<Report> = documents.iter().map(|it| engine().score(it)).collect();
    let kinds: BTreeSet<&str> = new.iter().map(|it| it.kind.name.as_str()).collect();
    assert!(kinds.len() >= 6, "{kinds:?}");

    let used = engine();
    let one_after_another: Vec<Report> = documents.iter().map(|it| used.score(it)).collect();
    assert!(new == one_after_another);

    let whole = engine();
    let clauses: Vec<_> = documents.iter().map(|it| whole.clauses(it)).collect();
    let after_clauses: Vec<Report> = documents.iter().rev().map(|it| whole.score(it)).collect();
    assert!(new.iter().rev().eq(&after_clauses));
    assert!(clauses == documents.iter().map(|it| used.clauses(it)).collect::<Vec<_>>());
}

#[test]
fn a_proof_is_the_same_whatever_was_read_before() {
    let documents = documents();
    let (agency, lease) = (&documents[0], &documents[1]);
    for rule in ["freelance.no-kill-fee", "lease.costs-uncapped", "nda.ai-trained-on-your-secrets"] {
        let used = engine();
        used.score(lease);
        assert_eq!(used.explain(agency, rule).ok(), engine().explain(agency, rule).ok(), "{rule}");
    }
}
