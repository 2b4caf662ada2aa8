//! What one pack changes of another: overrides, disabled rules, extended concepts and clauses, each with its reason.

#![allow(clippy::panic, reason = "tests")]

use std::sync::Arc;

use termscore::{
    Diagnostics, Document, Engine, ErrorKind, Registry, Report, Source, compile,
    report::Status,
    rule::{Points, RulePack, Severity},
};

const BASE: &str = r#"
pack base 1.0.0 { title "Base" }
concept pay-word { "~pay" "~remit" }
clause term in sentence { find "{pay-word} ..8 within {term: duration}" }
clause fee in sentence { find "late fee" }
rule slow {
  title "Paid after {term.term}" when asserts term[term > 30 days] severity medium weight 8 category all
  eased  when asserts fee to severity low weight 4
  raised when asserts term[term > 90 days] to severity high weight 12
}
rule no-fee { title "No late fee" when lacks fee severity low weight 3 category all }
score { category all "All" worth 100  grade A from 95  else B }
"#;

fn base() -> Arc<RulePack> {
    Arc::new(compile(&[Source::new("base.terms", BASE)], &|_, _| None).expect("a correct pack"))
}

fn house(name: &str, changes: &str) -> Result<RulePack, Diagnostics> {
    let base = base();
    let text = format!("pack {name} 1.0.0 {{ title \"House\" }}\nuse base ^1 as base\n{changes}");
    compile(&[Source::new("house.terms", text)], &|name, _| (name == "base").then(|| base.clone()))
}

fn score(changes: &str, text: &str) -> Report {
    let pack = house("house", changes).unwrap_or_else(|it| panic!("{it}"));
    let engine = Engine::new([pack], Registry::standard()).expect("packs that fit together");
    engine.score(&Document::from_text("text", text))
}

const SIXTY: &str = "Client shall pay within 60 days.";

#[test]
fn an_override_changes_severity_and_weight_and_says_so() {
    let report =
        score("override base.slow { severity low weight 2 } because \"Members invoice monthly\"", SIXTY);
    let finding = report.findings.iter().find(|it| it.rule == "base.slow").expect("it fires");
    assert_eq!((finding.severity, finding.points), (Severity::Low, Points::whole(2)));
    let expected = "severity low instead of medium, weight 2 instead of 8: Members invoice monthly";
    assert_eq!(finding.changed.as_deref(), Some(expected));
    assert!(
        report.to_string().contains("change base.slow by house: severity low instead of medium"),
        "{report}"
    );
}

#[test]
fn arms_never_turn_around_under_an_override() {
    let text = "Client shall pay within 60 days. A late fee is due.";
    let report = score("override base.slow { severity low weight 2 } because \"Ours\"", text);
    assert_eq!(report.findings[0].points, Points::whole(2), "eased to 4 would be worse: {report}");
    let report =
        score("override base.slow { severity critical weight 20 } because \"Ours\"", "Pay within 120 days.");
    assert_eq!(report.findings[0].points, Points::whole(20), "raised to 12 would be milder: {report}");
}

#[test]
fn an_override_may_change_the_words() {
    let report = score(
        "override base.slow { title \"Too slow for us: {base.term.term}\" } because \"Plainer\"",
        SIXTY,
    );
    assert_eq!(report.findings[0].title, "Too slow for us: 60 days");
    assert_eq!(report.findings[0].points, Points::whole(8));
}

#[test]
fn a_disabled_rule_is_not_asked_and_is_listed() {
    let report = score("disable base.slow because \"Handled by counsel\"", SIXTY);
    assert_eq!(report.outcome("base.slow"), Some(Status::Disabled));
    assert!(report.findings.iter().all(|it| it.rule != "base.slow"));
    assert_eq!(report.changes[0].what, "not asked");
}

#[test]
fn what_is_extended_finds_more() {
    let text = "Client shall settle each invoice within 60 days.";
    assert_eq!(score("", text).outcome("base.slow"), Some(Status::Clear));
    let report = score("extend base.pay-word { \"~settle\" } because \"Agency wording\"", text);
    assert_eq!(report.outcome("base.slow"), Some(Status::Fired), "a concept: {report}");
    let report = score(
        "extend base.fee { find \"interest on late\" } because \"Agency wording\"",
        "Interest on late sums is due.",
    );
    assert_eq!(report.outcome("base.no-fee"), Some(Status::Clear), "a clause: {report}");
}

#[test]
fn house_rules_need_no_score_model_of_their_own() {
    let report = score("", SIXTY);
    assert_eq!(report.score(), Points::whole(89));
}

#[test]
fn two_packs_cannot_change_one_rule() {
    let one = house("one", "disable base.slow because \"One\"").expect("a correct pack");
    let two = house("two", "override base.slow { weight 2 } because \"Two\"").expect("a correct pack");
    let error = Engine::new([one, two], Registry::standard()).expect_err("they clash");
    assert!(matches!(error.kind(), ErrorKind::ClashingChanges { .. }), "{error}");
}

#[test]
fn which_law_governs_is_read_from_the_text_or_told() {
    use termscore::value::Jurisdiction;
    let pack = r#"
        pack law 1.0.0 { title "Law" }
        clause governing in sentence { find "laws of the? {law: jurisdiction}" }
        rule californian { title "c" when law is "California" severity low weight 1 category all }
        rule american { title "a" when law is "United States" severity low weight 1 category all }
        rule foreign { title "f" when not law is "United Kingdom" severity low weight 1 category all }
        score { category all "All" worth 100 grade A from 80 else B }
    "#;
    let pack = Arc::new(compile(&[Source::new("law.terms", pack)], &|_, _| None).expect("a correct pack"));
    let engine = Engine::new([pack], Registry::standard()).expect("packs that fit together");
    use Status::{Clear, Fired, Undetermined};
    let check = |text: &str, law: Option<&str>, expected: [Status; 3]| {
        let mut document = Document::from_text("text", text);
        if let Some(law) = law.and_then(Jurisdiction::from_name) {
            document = document.with_law(law);
        }
        let report = engine.score(&document);
        let found =
            ["californian", "american", "foreign"].map(|it| report.outcome(&format!("law.{it}")).expect(it));
        assert_eq!(found, expected, "{text} {law:?}\n{report}");
    };
    check("The laws of the State of California govern.", None, [Fired, Fired, Fired]);
    check("The laws of England govern.", None, [Clear, Clear, Clear]);
    check("The laws of the United States govern.", None, [Undetermined, Fired, Fired]);
    check("Nothing is said.", None, [Undetermined, Undetermined, Undetermined]);
    check("The laws of Ohio govern, or the laws of California.", None, [Undetermined, Fired, Fired]);
    check("Nothing is said.", Some("California"), [Fired, Fired, Fired]);
}
