//! Where engine and reference once differed, or both were wrong by the design: the smallest pack and text that show
//! it, with the cause. Each is checked against what the design says, and engine against reference.

use std::{collections::BTreeMap, sync::Arc};

use termscore::{
    Document, Engine, Registry, Source, Truth, compile,
    report::{ClauseMatch, Report, Status},
    rule::{Points, RulePack, Who},
};
use termscore_reference::check;

const CUES: &str = r#"cue negate forward { "shall not" } cue modal { "shall" "may" }"#;
const KIND: &str = r#"kind deal "Deal" { you "artist" them "client" weigh 1 "(artist|client)" threshold 1 }"#;

fn pack(items: &str) -> Arc<RulePack> {
    let text =
        format!("pack p 1.0.0 {{ title \"P\" }}\nextern host.one() -> bool \"One\" absent unknown\n{items}");
    Arc::new(compile(&[Source::new("p.terms", text)], &|_, _| None).expect("a correct pack"))
}

/// Host predicates `host.one` and `host.two` are unknown. Engine and reference must agree.
fn engine(items: &str, document: &Document) -> Engine {
    let pack = pack(items);
    let host = ["host.one", "host.two"].map(|name| (name.to_owned(), Truth::Unknown));
    let differences =
        check(std::slice::from_ref(&pack), document, &BTreeMap::from(host)).expect("the pack links");
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    Engine::new([pack], Registry::standard().lenient()).expect("the pack links")
}

fn matches(items: &str, text: &str) -> Vec<ClauseMatch> {
    let document = Document::from_text("t", text);
    engine(items, &document).clauses(&document)
}

/// Quotes of the matches of clause `p.c`.
fn quotes(items: &str, text: &str) -> Vec<String> {
    let found = matches(items, text);
    found.into_iter().filter(|it| it.evidence.clause == "p.c").map(|it| it.evidence.quote).collect()
}

fn report(items: &str, text: &str) -> Report {
    let document = Document::from_text("t", text);
    engine(items, &document).score(&document)
}

/// Cause: the engine looked for exceptions of concepts with its matcher of phrases, which knows no regular expression.
#[test]
fn a_concept_takes_out_what_a_regular_expression_finds() {
    let items =
        r#"concept fruit { "apples" except /apples? pies?/ } clause c in sentence { find "{fruit}" }"#;
    assert_eq!(quotes(items, "Client sells apples. Client sells apples pie."), ["apples"]);
}

/// Cause: exceptions, too, had to reach beyond the lead-in, although a match can begin in it.
#[test]
fn an_exception_within_the_lead_in_counts() {
    let items = r#"clause c in sentence { find "training ..6 models" except "staff training" }"#;
    assert_eq!(quotes(items, "The training includes:\n(a) large models; and\n(b) books.").len(), 1);
    assert!(quotes(items, "The staff training includes:\n(a) large models; and\n(b) books.").is_empty());
}

/// Cause: likewise of the exceptions of a concept.
#[test]
fn an_exception_of_a_concept_within_the_lead_in_counts() {
    let items = r#"concept ai { "machine learning" except "machine learning staff" }
        clause c in sentence { find "{ai} ..8 tools" }"#;
    assert_eq!(quotes(items, "The machine learning team may use:\n(a) tools; or\n(b) books.").len(), 1);
    assert!(quotes(items, "The machine learning staff may use:\n(a) tools; or\n(b) books.").is_empty());
}

/// Cause: `with` and `without` had to reach beyond the lead-in; but a paragraph is a list item with its lead-in.
#[test]
fn the_window_of_a_list_item_holds_its_lead_in() {
    let text = "Artist grants for ever the right:\n(a) to copy; and\n(b) to sell.";
    assert_eq!(quotes(r#"clause c in paragraph { find "sell" with "for ever" }"#, text), ["sell"]);
    assert!(quotes(r#"clause c in paragraph { find "sell" without "for ever" }"#, text).is_empty());
    assert_eq!(quotes(r#"clause c in sentence { find "sell" without "for ever" }"#, text), ["sell"]);
}

/// Cause: limits by heading were asked only of sentences that patterns are looked for in, not of `find denied`.
#[test]
fn limits_by_heading_hold_for_the_matches_of_another_clause() {
    let items = format!(
        r#"{CUES} clause use in sentence {{ find "use" }}
        clause c in sentence {{ find denied use never in section "privacy" }}"#
    );
    let text = "1. Privacy\n\nClient shall not use the data.\n\n2. Work\n\nClient shall not use the Work.";
    let found = quotes(&items, text);
    assert_eq!(found, ["use"]);
    assert_eq!(matches(&items, text).len(), 3);
}

/// Cause: a value was read from the text that follows its first word, whatever sentence that is in.
#[test]
fn a_value_ends_with_its_sentence() {
    let items = r#"clause c in sentence { find "within {term: days}" }"#;
    assert_eq!(quotes(items, "1. Term\n\nPay within 30\n\nDays off\n\nThey are free."), ["within 30"]);
}

/// Cause: the full name of a party was looked for across the ends of sentences, and such a mention at the end of a
/// lead-in reached beyond the item: its quote was empty.
#[test]
fn a_name_does_not_go_on_in_the_next_sentence() {
    let items = format!(r#"{KIND} clause c in sentence {{ find "by {{party}}" }}"#);
    let text = "This is between Big Acme Ltd (“Acme”) and Ann Lee (the “Client”).\n\n\
                The work is made by Big\n\nAcme Ltd pays.";
    assert!(quotes(&items, text).is_empty());
}

/// Cause: names whose full name could not be told shared the empty one, and so were taken for one party.
#[test]
fn names_without_a_full_name_are_of_different_parties() {
    let items = format!(r#"{KIND} {CUES} clause c in sentence {{ find "~pay" }}"#);
    let text = "The buyer (the “Client”), the maker (the “Artist”) and the helper (the “Supplier”) meet.\n\n\
                The Supplier shall pay.";
    let without = Document::from_text("t", text).names().filter(|it| it.full_name.is_empty()).count();
    assert_eq!(without, 3);
    let found = matches(&items, text);
    assert_eq!(found.first().map(|it| it.evidence.actor.to_string()).as_deref(), Some("other"));
}

/// Cause: words kept by `{what: concept}` are text in reports and to the compiler, but compared as unknown.
#[test]
fn captured_words_compare_as_text() {
    let items = r#"concept thing { "data" "work" } clause c in sentence { find "use {what: thing}" }
        rule r { title "R" when asserts c[what = "data"] severity low weight 5 category all }
        score { category all "All" worth 100 grade A from 80 else B }"#;
    assert_eq!(report(items, "Client may use data.").outcome("p.r"), Some(Status::Fired));
    assert_eq!(report(items, "Client may use work.").outcome("p.r"), Some(Status::Clear));
}

/// Cause: of ways that tie in all that was compared, the engine kept the one that its search came upon first.
#[test]
fn of_equal_ways_the_one_with_the_earlier_captures_is_chosen() {
    let items = r#"concept words { "red" "red red" }
        clause c in sentence { find "paint^ (red {b: words}|{a: words} red) blue" }"#;
    let found = matches(items, "Client may paint red red blue.");
    let captured: Vec<&str> = found[0].evidence.captures.keys().map(String::as_str).collect();
    assert_eq!(captured, ["a"]);
}

/// Cause: the low bound took the arm that holds for certain, though a lighter or heavier one before it might.
#[test]
fn an_unknown_arm_before_one_that_holds_widens_the_interval() {
    let items = r#"clause c in sentence { find "pay" }
        rule r { title "R" when asserts c severity medium weight 20 category all
          eased when host.one() to severity low weight 10
          eased when asserts c to severity low weight 5
        }
        rule q { title "Q" when asserts c severity medium weight 20 category more
          raised when host.one() to severity high weight 25
          raised when asserts c to severity high weight 40
        }
        score { category all "All" worth 50 category more "More" worth 50 grade A from 80 else B }"#;
    let report = report(items, "Client may pay.");
    assert_eq!(report.score(), Points::whole(100 - 5 - 40));
    assert_eq!((report.low, report.high), (Points::whole(100 - 10 - 40), Points::whole(100 - 5 - 25)));
}

/// Cause: only what unabsorbed rules absorb was left out of the low bound, though what an absorbed rule stands for is
/// absorbed with it.
#[test]
fn an_undetermined_rule_that_is_absorbed_through_another_does_not_widen_the_interval() {
    let items = r#"clause c in sentence { find "pay" }
        rule a { title "A" when asserts c severity high weight 30 category all absorbs b }
        rule b { title "B" when asserts c severity high weight 20 category all absorbs d }
        rule d { title "D" when host.one() severity high weight 10 category all }
        score { category all "All" worth 100 grade A from 80 else B }"#;
    let report = report(items, "Client may pay.");
    assert_eq!(report.outcome("p.d"), Some(Status::Undetermined));
    assert_eq!((report.low, report.score()), (Points::whole(70), Points::whole(70)));
}

/// Cause: of modals that begin together, the one declared last governed; now the longest does.
#[test]
fn the_order_of_modals_does_not_matter() {
    let clause = r#"clause c in sentence { find "paid" }"#;
    let text = "The Artist is being paid.";
    let one = format!("{KIND} {clause} cue modal {{ \"is\" \"is being\" }}");
    let other = format!("{KIND} {clause} cue modal {{ \"is being\" \"is\" }}");
    assert_eq!(matches(&one, text), matches(&other, text));
    assert_eq!(matches(&one, text)[0].evidence.actor, Who::You);
}

/// Cause: "(30)" at the head of a wrapped line was taken for the number of a list item. Found by the law that line
/// breaks do not matter.
#[test]
fn digits_after_a_number_in_words_begin_no_item() {
    let items = r#"clause c in sentence { find "within {term: duration}" }"#;
    assert_eq!(quotes(items, "The Client shall pay the fee within thirty\n(30) days of the invoice that it has\nreceived from Artist.").len(), 1);
}

/// Cause: the regular expression preferred "foo bar", which ends inside of a word, and no shorter match was looked for.
#[test]
fn a_regular_expression_takes_the_match_that_ends_with_a_word() {
    let check = |regex: &str, text: &str, expected: &[&str]| {
        assert_eq!(
            quotes(&format!("clause c in sentence {{ find {regex} }}"), text),
            expected,
            "{regex} {text}"
        );
    };
    check("/foo( bar)?/", "The foo bars.", &["foo"]);
    check("/foo( bar)?/", "The foo bar.", &["foo bar"]);
    check("/oo bar|bar/", "The foo bar.", &["bar"]);
    check("/foo/", "foo foo food foo.", &["foo", "foo", "foo"]);
    check("/foo|foods?/", "foods", &["foods"]);
    check("/^foo|bar$/", "foo bar foo bar", &["foo", "bar"]);
    check(r"/fo{1,2}(x|\b)/", "fo foo foox food", &["fo", "foo", "foox"]);
    check("/(?x) foo # and no more/", "foo", &["foo"]);
}

/// Cause: the rule that was named had been absorbed itself by one that came later in the order of weights.
#[test]
fn absorbed_by_names_a_rule_that_stands() {
    let items = r#"clause c in sentence { find "pay" }
        rule a { title "A" when asserts c severity high weight 30 category all absorbs b }
        rule b { title "B" when asserts c severity high weight 20 category all }
        rule d { title "D" when asserts c severity high weight 10 category all absorbs a }
        score { category all "All" worth 100 grade A from 80 else B }"#;
    let report = report(items, "Client may pay.");
    let by =
        |rule: &str| report.findings.iter().find(|it| it.rule == rule).and_then(|it| it.absorbed_by.clone());
    assert_eq!(by("p.a").as_deref(), Some("p.d"));
    assert_eq!(by("p.b").as_deref(), Some("p.d"));
    assert_eq!(by("p.d"), None);
}
