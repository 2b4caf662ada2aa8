//! The sample contracts, read with the built-in packs: what the program promises about them.

use std::{fs, path::Path};

use termscore::{
    Document, Engine, Layout, Registry, Report, packs,
    report::{Confidence, Finding, Polarity, Status},
    rule::Severity,
};

fn engine() -> Engine {
    Engine::new([packs::freelance()], Registry::standard()).expect("the built-in packs fit together")
}

fn score(file: &str) -> Report {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/contracts").join(file);
    let text = fs::read_to_string(path).expect("a sample contract");
    engine().score(&Document::from_text(file, text))
}

/// The finding or protection that answers whether the client may train AI; others are about how well a ban is made.
fn about_ai(report: &Report) -> &Finding {
    const ANSWERS: [&str; 4] = [
        "freelance.ai-training-work-for-hire",
        "freelance.ai-training-perpetual-licence",
        "freelance.ai-training-restricted-use",
        "freelance.ai-training-prohibited",
    ];
    let mut all = report.findings.iter().chain(&report.protections);
    all.find(|it| ANSWERS.contains(&it.rule.as_str())).expect("the sample says or omits something about AI")
}

/// The table of the article that this program began with: four contracts that differ in one clause.
#[test]
fn the_table_of_clause_impact_and_risk_comes_out() {
    let rows = [
        ("work-for-hire", "High (client owns everything)", Severity::Critical),
        ("perpetual-licence", "High (client can use for ever)", Severity::High),
        ("restricted-use", "Low (limited to the specific project)", Severity::Low),
        ("no-ai-training", "None (explicitly prohibited)", Severity::Minimal),
    ];
    for (file, impact, severity) in rows {
        let report = score(&format!("table/{file}.txt"));
        let finding = about_ai(&report);
        assert_eq!((finding.impact.as_str(), finding.severity), (impact, severity), "{file}");
        assert!(!finding.evidence.is_empty(), "{file} quotes the clause");
    }
}

#[test]
fn the_four_contracts_of_the_table_differ_in_one_clause_only() {
    let lines = |file: &str| -> Vec<String> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("examples/contracts/table/{file}.txt"));
        let text = fs::read_to_string(path).expect("a sample contract");
        text.split("\n\n").map(str::to_owned).collect()
    };
    let first = lines("work-for-hire");
    for file in ["perpetual-licence", "restricted-use", "no-ai-training"] {
        let other = lines(file);
        assert_eq!(first.len(), other.len(), "{file}");
        let changed = first.iter().zip(&other).filter(|(a, b)| a != b).count();
        assert_eq!(changed, 1, "{file}");
    }
}

/// Matches of one clause in one sentence, as polarity and value of `term`, if it captures one.
fn found(clause: &str, text: &str) -> Vec<(Polarity, Option<String>)> {
    let matches = engine().clauses(&Document::from_text("text", text));
    let of_clause = matches.iter().filter(|it| it.evidence.clause == clause);
    of_clause
        .map(|it| (it.evidence.polarity, it.evidence.captures.get("term").map(ToString::to_string)))
        .collect()
}

#[test]
fn a_denied_work_for_hire_is_denied_and_not_found() {
    let text = "The Work shall not be deemed a work made for hire.";
    assert_eq!(found("freelance.work-for-hire", text), [(Polarity::Denied, None)]);
}

#[test]
fn a_ban_on_training_is_never_a_permission() {
    for text in [
        "Client shall not use the Work to train any machine-learning model.",
        "Neither Client nor its affiliates may train artificial intelligence on the Work.",
        "Under no circumstances may the Work be used for the training of AI systems.",
        "Client may use the Work for any purpose other than training artificial intelligence.",
        "The licence does not include the right to use the Work to train AI models.",
    ] {
        let document = Document::from_text("text", text);
        let report = engine().score(&document);
        assert_eq!(report.outcome("freelance.ai-training-permitted"), Some(Status::Clear), "{text}");
    }
}

#[test]
fn a_non_exclusive_licence_is_not_exclusive() {
    let polarities = |licence: &str| -> Vec<Polarity> {
        let text = format!("Artist grants Client {licence} to use the Work.");
        found("freelance.exclusive-licence", &text).into_iter().map(|it| it.0).collect()
    };
    assert_eq!(polarities("an exclusive, worldwide licence"), [Polarity::Asserted]);
    assert_eq!(polarities("a non-exclusive, worldwide licence"), []);
    assert_eq!(polarities("a nonexclusive, worldwide licence"), []);
}

#[test]
fn days_in_words_and_digits_are_one_value() {
    for days in ["ninety (90) days", "90 days", "ninety days"] {
        let text = format!("Client shall pay each invoice within {days} of receipt.");
        let expected = [(Polarity::Asserted, Some("90 days".to_owned()))];
        assert_eq!(found("freelance.payment-term", &text), expected, "{days}");
    }
}

/// What a contract lacks is open while a page of it is unread, whatever the host vouches for; what it says is not.
#[test]
fn an_unread_page_leaves_absences_open() {
    let text = "Artist grants Client a perpetual, irrevocable licence to use the Work.";
    let with = |n_pages: usize, unread: &[usize]| {
        let layout = Layout {
            pages: (0..n_pages).map(|it| if it == 0 { 0 } else { text.len() }).collect(),
            unread: unread.to_vec(),
            ..Layout::default()
        };
        let document = Document::with_layout("text", text, layout).expect("the pages fit the text");
        engine().score(&document.assume_complete())
    };
    let rule = "freelance.ai-training-perpetual-licence";
    let whole = with(3, &[]);
    assert_eq!(whole.outcome(rule), Some(Status::Fired), "{whole}");
    assert_eq!(whole.coverage.confidence, Confidence::Full);
    let partly = with(3, &[2]);
    assert_eq!(partly.outcome(rule), Some(Status::Undetermined), "{partly}");
    let open = partly.undetermined.iter().find(|it| it.rule == rule).expect("it is undetermined");
    assert!(open.reason.starts_with("page 2 could not be read"), "{}", open.reason);
    assert!(partly.caveats.contains(&"read 2 of 3 pages: page 2 could not be read".to_owned()));
    assert_eq!((partly.coverage.pages, partly.coverage.unread.as_slice()), (3, &[2][..]));

    let clauses =
        |report: &Report| -> Vec<String> { report.protections.iter().map(|it| it.rule.clone()).collect() };
    assert_eq!(clauses(&whole), clauses(&partly));
}

/// A grade for a third of a contract would mislead.
#[test]
fn most_pages_must_be_read_for_a_grade() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/contracts/mutual-nda.txt");
    let text = fs::read_to_string(path).expect("a sample contract");
    let grade = |unread: &[usize]| {
        let pages = vec![0, text.len(), text.len()];
        let layout = Layout { pages, unread: unread.to_vec(), ..Layout::default() };
        let document = Document::with_layout("nda", text.as_str(), layout).expect("the pages fit the text");
        let kind = engine().kinds().map(|it| it.0.to_owned()).find(|it| it.ends_with(".freelance"));
        let kind = kind.expect("the pack has a kind of its own name");
        engine().score(&document.with_kind(kind)).grade
    };
    let reason = Err("too little of the file was read for a grade: read 1 of 3 pages".to_owned());
    assert_eq!(grade(&[2, 3]), reason);
    assert_ne!(grade(&[3]), reason);
}

#[test]
fn a_policy_that_was_not_supplied_leaves_the_question_open() {
    let text = "Artist grants Client a perpetual, irrevocable licence to use the Work, subject to the AI Policy \
                attached as Exhibit C.";
    let report = engine().score(&Document::from_text("text", text));
    let rule = "freelance.ai-training-perpetual-licence";
    assert_eq!(report.outcome(rule), Some(Status::Undetermined), "{report}");
}
