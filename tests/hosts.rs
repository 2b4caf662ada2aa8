//! Functions of the host: what they are given, and what becomes of a rule when they do not know, fail or panic.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use termscore::{
    Document, Engine, ErrorKind, Extracted, Registry, Source, Span, Truth, compile,
    report::Status,
    value::{Type, Value},
};

const PACK: &str = r#"
pack firm 1.0.0 { title "What our firm asks" }
extern host.is-consumer() -> bool "The signer is a consumer" absent unknown
extern host.approved-court(text) -> bool "The court is on our list"
extern host.matter-number -> text "Matter numbers as the firm writes them"
cue modal { "shall" }
clause court in sentence { find "courts of {court: text}" }
clause matter in sentence { find "matter {number: host.matter-number}" }
rule foreign-court {
  title "A court that is not on our list: {court.court}"
  when asserts court[not host.approved-court(court)]  severity high  weight 20  category all
}
rule other-matter {
  title "Another matter: {matter.number}"
  when asserts matter[number != "M-2026-0417"]  severity low  weight 5  category all
}
rule no-matter { title "No matter number" when silent on matter severity low weight 5 category all }
rule consumer { title "Consumer" when host.is-consumer() severity low weight 5 category all }
score { category all "All" worth 100  grade A from 80  else B }
"#;

const TEXT: &str = "The courts of Delaware decide. See matter M-2025-0099 and the courts of Oslo.";

fn registry() -> Registry {
    Registry::standard()
        .predicate("host.approved-court", &[Type::Text], |call| Ok(Some(call.text(0)? == "Oslo")))
        .and_then(|it| it.extractor("host.matter-number", Type::Text, |text| Ok(matter_numbers(text))))
        .expect("names of their own")
}

/// `M-2026-0417`: always 11 bytes.
fn matter_numbers(text: &str) -> Vec<Extracted> {
    let found = text.match_indices("M-20").map(|(at, _)| Span::new(at, at + 11));
    found.map(|span| Extracted { span, value: Value::Text(span.of(text).to_owned()) }).collect()
}

fn engine(registry: Registry) -> Result<Engine, termscore::Error> {
    let pack = compile(&[Source::new("firm.terms", PACK)], &|_, _| None).expect("a correct pack");
    Engine::new([pack], registry)
}

fn outcome(registry: Registry, rule: &str) -> Option<Status> {
    let engine = engine(registry).expect("a registry with all that is needed");
    engine.score(&Document::from_text("text", TEXT).assume_complete()).outcome(&format!("firm.{rule}"))
}

#[test]
fn a_predicate_is_asked_about_what_was_captured() {
    let engine = engine(registry()).expect("a registry with all that is needed");
    let document = Document::from_text("text", TEXT);
    let report = engine.score(&document);
    assert_eq!(report.findings[0].title, "A court that is not on our list: Delaware");
    assert_eq!(report.findings[0].evidence.len(), 1, "Oslo is on the list: {report}");
    let proof = engine.explain(&document, "foreign-court").expect("a rule of the pack");
    assert!(proof.note.contains("host.approved-court(Delaware): the host answered false"), "{}", proof.note);
}

#[test]
fn an_extractor_finds_values_for_phrases() {
    let engine = engine(registry()).expect("a registry with all that is needed");
    let report = engine.score(&Document::from_text("text", TEXT));
    let finding = report.findings.iter().find(|it| it.rule == "firm.other-matter").expect("it fires");
    assert_eq!(finding.title, "Another matter: M-2025-0099");
    assert_eq!(finding.evidence[0].quote, "matter M-2025-0099");
    assert_eq!(outcome(registry(), "no-matter"), Some(Status::Clear));
}

#[test]
fn what_is_absent_and_may_be_is_unknown() {
    assert_eq!(outcome(registry(), "consumer"), Some(Status::Undetermined));
}

#[test]
fn what_is_absent_and_must_not_be_is_refused_by_name() {
    let error = engine(Registry::standard()).expect_err("no court list");
    assert!(matches!(error.kind(), ErrorKind::UnknownFunction { .. }), "{error}");
    assert!(error.to_string().contains("host.approved-court"), "{error}");
    assert!(engine(Registry::standard().lenient()).is_ok());
}

#[test]
fn a_function_of_another_signature_is_refused() {
    let registry = Registry::standard()
        .predicate("host.approved-court", &[Type::Money], |_| Ok(None))
        .and_then(|it| it.extractor("host.matter-number", Type::Text, |_| Ok(Vec::new())))
        .expect("names of their own");
    let error = engine(registry).expect_err("another type");
    assert_eq!(
        error.to_string(),
        "pack `firm` declares `host.approved-court(text) -> bool`, and the registry has `host.approved-court(money) -> bool`"
    );
}

#[test]
fn an_error_or_a_panic_leaves_only_the_asking_rules_open() {
    std::panic::set_hook(Box::new(|_| {}));
    for panics in [false, true] {
        let registry = Registry::standard()
            .predicate("host.approved-court", &[Type::Text], move |_| {
                if panics { panic!("oh") } else { Err("no list".into()) }
            })
            .and_then(|it| {
                it.extractor("host.matter-number", Type::Text, move |_| {
                    if panics { panic!("oh") } else { Err("no index".into()) }
                })
            })
            .expect("names of their own");
        let engine = engine(registry).expect("a registry with all that is needed");
        let report = engine.score(&Document::from_text("text", TEXT));
        for rule in ["foreign-court", "other-matter", "no-matter"] {
            assert_eq!(
                report.outcome(&format!("firm.{rule}")),
                Some(Status::Undetermined),
                "{rule}: {report}"
            );
        }
        let reason = if panics { "it panicked" } else { "no list" };
        assert!(report.undetermined.iter().any(|it| it.reason.contains(reason)), "{report}");
    }
}

#[test]
fn an_extractor_with_wrong_spans_or_types_fails_by_name() {
    for found in [
        Extracted { span: Span::new(0, 9_999), value: Value::Text(String::new()) },
        Extracted { span: Span::new(3, 3), value: Value::Text(String::new()) },
        Extracted { span: Span::new(0, 3), value: Value::Count(3) },
    ] {
        let registry = Registry::standard()
            .predicate("host.approved-court", &[Type::Text], |_| Ok(Some(true)))
            .and_then(|it| it.extractor("host.matter-number", Type::Text, move |_| Ok(vec![found.clone()])))
            .expect("names of their own");
        assert_eq!(outcome(registry, "other-matter"), Some(Status::Undetermined));
    }
}

#[test]
fn an_extractor_runs_once_for_a_document() {
    let n_calls = Arc::new(AtomicUsize::new(0));
    let counted = n_calls.clone();
    let registry = Registry::standard()
        .predicate("host.approved-court", &[Type::Text], |_| Ok(Some(true)))
        .and_then(|it| {
            it.extractor("host.matter-number", Type::Text, move |text| {
                counted.fetch_add(1, Ordering::Relaxed);
                Ok(matter_numbers(text))
            })
        })
        .expect("names of their own");
    engine(registry).expect("all that is needed").score(&Document::from_text("text", TEXT.repeat(20)));
    assert_eq!(n_calls.load(Ordering::Relaxed), 1);
}

/// What the host does not know may become either answer, and decided rules stay as they are.
#[test]
fn knowing_more_never_turns_an_answer_around() {
    let truth = |answer: Option<bool>, rule: &str| {
        let registry =
            registry().predicate("host.is-consumer", &[], move |_| Ok(answer)).expect("a name of its own");
        let engine = engine(registry).expect("all that is needed");
        engine.explain(&Document::from_text("text", TEXT), rule).expect("a rule of the pack").truth
    };
    for rule in ["foreign-court", "other-matter", "no-matter", "consumer"] {
        let unknown = truth(None, rule);
        for known in [truth(Some(true), rule), truth(Some(false), rule)] {
            assert!(unknown == Truth::Unknown || unknown == known, "{rule}");
        }
    }
}
