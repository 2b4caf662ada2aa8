//! Rules as JSON: one file with every construct as a golden, and what wrong JSON is told.

#![allow(clippy::panic, clippy::unwrap_used, reason = "tests")]

use serde_json::{Value, json};
use termscore_dsl::{Source, ast_json, from_ast_json};

fn terms(items: Value) -> String {
    let json = json!({"schema": "termscore/ast/1", "items": items});
    from_ast_json(&json).unwrap_or_else(|it| panic!("{it}"))
}

fn refused(items: Value) -> String {
    from_ast_json(&json!({"schema": "termscore/ast/1", "items": items})).unwrap_err().to_string()
}

#[test]
fn every_construct_as_json() {
    for (name, text) in [
        ("conditions", include_str!("inputs/ok/conditions.terms")),
        ("phrases", include_str!("inputs/ok/phrases.terms")),
    ] {
        let json = ast_json(&Source::new(name, text)).unwrap();
        insta::assert_snapshot!(name, format!("{json:#}"));
    }
}

#[test]
fn a_program_writes_a_pack() {
    let text = terms(json!([
        {"pack": {"name": "demo", "version": "1.0.0", "title": "Demo", "kinds": ["lease"]}},
        {"use": {"pack": "std", "range": "^1"}},
        {"kind": {"name": "lease", "title": "Lease", "you": ["(Tenant|Lessee)"], "them": ["Landlord"],
            "weigh": [{"weight": 3, "pattern": "lease"}, {"weight": 1, "pattern": "rent"}], "threshold": 3}},
        {"param": {"name": "limit", "type": "duration", "default": "30 days", "least": "1 day", "most": "180 days"}},
        {"concept": {"name": "ai", "any": ["machine learning", {"regex": "and/or ai"}], "except": ["=AI act"]}},
        {"cue": {"kind": "negate", "direction": "forward", "reach": 12, "phrases": ["not", "never"]}},
        {"clause": {"name": "payment", "window": "sentence", "title": "Payment",
            "find": ["~pay^ ..25 within {term: duration}", {"elements": [
                {"choice": [[{"word": "net"}], [{"inflected": "invoice"}, {"gap": {"most": 6}}, {"word": "in"}]], "head": true},
                {"slot": {"capture": "term", "of": "days"}, "optional": false},
            ]}],
            "find_denied": ["ai-use", "std.x"], "find_document": "missing-exhibit",
            "with": [{"at_least": 2, "of": ["a", "b", "c"]}, "d"],
            "only_in_section": "payment", "reads": ["operative"], "label": ["cuad/None"]}},
        {"rule": {"name": "slow", "title": "Paid after {payment.term}", "severity": "medium", "weight": 2.5, "category": "all",
            "when": {"and": [
                {"asserts": "payment", "where": [{"capture": "term", "op": ">", "value": {"name": "limit"}}, {"actor_includes": "you"}]},
                {"or": [{"silent_on": "ai"}, {"not": {"or": [{"fires": "x"}, {"not": {"kind_is": "lease"}}]}}, {"group": {"predicate": "host.a"}}]},
                {"at_least": 1, "of": [{"fires": "x"}, {"and": [{"fires": "y"}, {"count": "payment", "op": ">=", "number": 2}]}]},
            ]},
            "eased": {"when": {"lacks": "x"}, "severity": "low"},
            "suggest": "He said \"no\".",
            "why": "Two\nlines",
            "source": [{"text": "One", "url": "https://example.com"}, {"text": "Two", "checked": "2026-11-23"}]}},
        {"score": {"category": {"name": "all", "title": "All", "worth": 100}, "grade": [{"name": "A", "from": 80}], "else": "B",
            "gate": {"count": 1, "severity": "high", "at_most": "B"}}},
        {"test": {"subject": "slow", "cases": [
            {"name": "sixty", "kind": "lease", "with": [{"param": "limit", "value": "1 year"}], "outcome": "fires",
             "expects": [{"capture": "term", "value": "60 days"}, {"actor": "you"}], "text": "Tenant shall pay."},
        ]}},
    ]));
    insta::assert_snapshot!(text);
}

#[test]
fn the_example_of_the_reference_is_true() {
    let page = include_str!("../../docs/ast.md");
    let block = |kind: &str| page.split(kind).nth(1).and_then(|it| it.split("```").next()).unwrap();
    let json: Value = serde_json::from_str(block("```json\n")).unwrap();
    assert_eq!(from_ast_json(&json).unwrap(), block("```text\n"));
}

#[test]
fn wrong_json_is_told_where_and_what() {
    let mistakes = [
        json!({}),
        json!([{"rul": {}}]),
        json!([{"rule": {}}]),
        json!([{"rule": {"name": "two words"}}]),
        json!([{"rule": {"name": "a", "titel": "A"}}]),
        json!([{"rule": {"name": "a", "fields": [{"severity": "mild"}]}}]),
        json!([{"rule": {"name": "a", "fields": [{"title": "A", "why": "B"}]}}]),
        json!([{"rule": {"name": "a", "title": "\"\"\""}}]),
        json!([{"rule": {"name": "a", "weight": 1e30}}]),
        json!([{"rule": {"name": "a", "when": {"assert": "c"}}}]),
        json!([{"rule": {"name": "a", "when": {"and": [{"asserts": "c"}]}}}]),
        json!([{"rule": {"name": "a", "when": {"and": [{"asserts": "c"}, {"asserts": 7}]}}}]),
        json!([{"rule": {"name": "a", "when": {"asserts": "c", "where": [{"capture": "t", "op": "~", "value": 3}]}}}]),
        json!([{"rule": {"name": "a", "eased": {"when": {"fires": "b"}}}}]),
        json!([{"rule": {"name": "a", "absorbs": []}}]),
        json!([{"rule": {"name": "a", "absorbs": ["severity"]}}]),
        json!([{"clause": {"name": "c", "window": "page"}}]),
        json!([{"clause": {"name": "c", "window": "section", "find": ["(a"]}}]),
        json!([{"clause": {"name": "c", "window": "section", "find": [{"regex": "a\\"}]}}]),
        json!([{"clause": {"name": "c", "window": "section", "find": [{"elements": [{"word": "a b"}]}]}}]),
        json!([{"clause": {"name": "c", "window": "section", "find": [{"phrase": "a", "elements": [{"word": "b"}]}]}}]),
        json!([{"kind": {"name": "k", "title": "K", "you": [{"regex": "a"}]}}]),
        json!([{"param": {"name": "p", "type": "days", "default": "1", "least": "1"}}]),
    ];
    let told: Vec<String> = mistakes.into_iter().map(refused).collect();
    let told = told.join("\n");
    insta::assert_snapshot!(told);
    let error = from_ast_json(&json!({"schema": "termscore/ast/2", "items": []})).unwrap_err();
    assert_eq!(error.path, "schema");
    assert_eq!(error.to_string(), "schema: expected `termscore/ast/1`, found \"termscore/ast/2\"");
}

#[test]
fn nesting_has_an_end() {
    let nested = |n| (0..n).fold(json!({"fires": "a"}), |it, _| json!({"group": it}));
    let rule = |n| json!([{"rule": {"name": "a", "when": nested(n)}}]);
    assert!(terms(rule(60)).contains("fires a"));
    for n in [70, 150, 200] {
        assert!(refused(rule(n)).contains("nest"), "{n}");
    }
    let deep = format!("rule a {{ when {}fires b{} }}", "not (fires a and ".repeat(60), ")".repeat(60));
    let json = ast_json(&Source::new("deep", deep)).unwrap();
    assert_eq!(from_ast_json(&json).unwrap().matches("not (").count(), 60);
}

#[test]
fn a_file_with_mistakes_has_no_json() {
    let diagnostics = ast_json(&Source::new("any.terms", "rule a { titel \"A\" }")).unwrap_err();
    assert!(diagnostics.to_string().contains("title"), "{diagnostics}");
}
