//! What editors ask: names at a place, their declarations and references, other names, and what can be written.

#![allow(clippy::panic, clippy::string_slice, clippy::unwrap_used, dead_code, reason = "tests")]

mod support;

use std::path::PathBuf;

use support::{resolve, sources};
use termscore_dsl::symbols::{Candidates, SymbolKind, Symbols, complete};
use termscore_dsl::{Source, check};

const PACK: &str = r#"pack demo 1.0.0 { title "Demo" kinds work }
use std ^1 as s
kind work "Work" { you "artist" them "client" weigh 2 "art" threshold 1 }
param most : duration = 30 days in 1 day .. 90 days "Longest term"
extern host.is-consumer() -> bool "The artist is a consumer" absent unknown
concept machine { "machine learning" "=AI" }
clause pay in sentence "Payment" { find "~pay^ ..9 within {term: duration}" find "net {days}" with "{who: party}" }
clause late in sentence { find denied pay find "{s.grant}^ ..4 {what: machine}" }
rule slow {
  title "Paid after {pay.term}, not {most}"
  when asserts pay[term > most and actor includes you] and lacks s.indemnity and not host.is-consumer()
  severity high weight 5 category money
  raised when asserts late[term > 60 days] to weight 9
}
rule slower { title "Slower" when fires slow or kind is work severity low weight 1 category money absorbs slow }
score { category money "Money" worth 100 grade A from 80 else B gate 1 high at most B }
test pay { case "a" expects asserted, term = 30 days "[[pay within 30 days]]" }
test slow { case "b" kind work with most = 5 days expects fires, term = 30 days "pay within 30 days" }
"#;

fn symbols(text: &str) -> Symbols {
    Symbols::of(&[Source::new("demo.terms", text)], &resolve)
}

/// The text with `|` taken out, and where it was.
fn marked(text: &str) -> (String, usize) {
    let offset = text.find('|').expect("a mark");
    (text.replacen('|', "", 1), offset)
}

#[test]
fn every_name_leads_to_its_declaration() {
    let symbols = symbols(PACK);
    for (after, kind, name) in [
        ("kinds ", SymbolKind::Kind, "demo.work"),
        ("use ", SymbolKind::Pack, "std"),
        ("as ", SymbolKind::Alias, "s"),
        ("find denied ", SymbolKind::Clause, "demo.pay"),
        ("{s.", SymbolKind::Concept, "standard.grant"),
        ("{", SymbolKind::Alias, "s"),
        ("{what: ", SymbolKind::Concept, "demo.machine"),
        ("after {", SymbolKind::Clause, "demo.pay"),
        ("after {pay.", SymbolKind::Capture, "demo.pay.term"),
        ("not {", SymbolKind::Param, "demo.most"),
        ("asserts pay[", SymbolKind::Capture, "demo.pay.term"),
        ("term > ", SymbolKind::Param, "demo.most"),
        ("lacks s.", SymbolKind::Clause, "standard.indemnity"),
        ("not host.", SymbolKind::Extern, "host.is-consumer"),
        ("late[", SymbolKind::Capture, "demo.pay.term"),
        ("weight 5 category ", SymbolKind::Category, "demo.money"),
        ("fires ", SymbolKind::Rule, "demo.slow"),
        ("kind is ", SymbolKind::Kind, "demo.work"),
        ("absorbs ", SymbolKind::Rule, "demo.slow"),
        ("at most ", SymbolKind::Grade, "demo.B"),
        ("test ", SymbolKind::Clause, "demo.pay"),
        ("test slow { case \"b\" kind ", SymbolKind::Kind, "demo.work"),
        ("with most = 5 days expects fires, ", SymbolKind::Capture, "demo.pay.term"),
        ("work with ", SymbolKind::Param, "demo.most"),
        ("net {", SymbolKind::Capture, "demo.pay.days"),
    ] {
        let at = match after {
            // The alias of `s.grant`.
            "{" => PACK.find("{s.grant").expect("it is there"),
            _ => PACK.find(after).unwrap_or_else(|| panic!("{after}")),
        };
        let named = symbols.at(0, at + after.len()).unwrap_or_else(|| panic!("no name after {after}"));
        assert_eq!((named.kind, named.name), (kind, name), "after {after}");
    }
    for it in &symbols.references {
        let elsewhere = it.kind != SymbolKind::Extern && symbols.is_imported(it.kind, &it.name);
        assert!(elsewhere || symbols.declared(it.kind, &it.name).next().is_some(), "{it:?}");
    }
    assert_eq!(symbols.references.iter().filter(|it| it.name == "demo.pay.term").count(), 5);
    let words: Vec<&str> = symbols.inflected.iter().map(|it| it.span.of(PACK)).collect();
    assert_eq!(words, ["~pay"]);
    assert!(symbols.at(0, PACK.find("\"Work\"").expect("it is there") + 3).is_none());
}

/// Cause: only the clauses of packs that are used directly were looked at, so what a clause finds two packs away had no
/// captures: neither for rules nor for editors.
#[test]
fn captures_come_through_packs_that_are_not_used_directly() {
    fn pack(name: &str) -> Option<(&'static str, &'static str)> {
        Some(match name {
            "a" => (
                "a.terms",
                "pack a 1.0.0 { title \"A\" } clause x in sentence { find \"within {term: duration}\" }",
            ),
            "b" => (
                "b.terms",
                "pack b 1.0.0 { title \"B\" } use a ^1 clause y in sentence { find asserted a.x }",
            ),
            _ => return None,
        })
    }
    fn resolve(name: &str, _: &str) -> Option<std::sync::Arc<termscore_core::rule::RulePack>> {
        let (file, text) = pack(name)?;
        termscore_dsl::compile(&[Source::new(file, text)], &resolve).ok().map(std::sync::Arc::new)
    }
    let text = "pack c 1.0.0 { title \"C\" } use b ^1\n\
        clause z in sentence { find asserted b.y }\n\
        rule r { title \"After {z.term}\" when asserts z[term > 30 days] severity low weight 5 category m }\n\
        score { category m \"M\" worth 100 grade A from 80 else B }\n\
        test z { case \"t\" expects asserted, term = 60 days \"[[within 60 days]]\" }\n\
        test r { case \"t\" expects fires \"within 60 days\" }";
    let sources = [Source::new("c.terms", text)];
    let (compiled, diagnostics) = check(&sources, &resolve);
    assert!(compiled.is_some(), "{diagnostics}");
    let run = termscore_dsl::run_tests(&sources, &resolve).unwrap();
    assert!(run.passed(), "{run}");
    let captures = Symbols::of(&sources, &resolve).captures("c.z");
    let names: Vec<(&str, &str)> = captures.iter().map(|it| (it.name.as_str(), it.ty.as_str())).collect();
    assert_eq!(names, [("term", "duration")]);
}

#[test]
fn inherited_captures_are_known() {
    let captures = symbols(PACK).captures("demo.late");
    let names: Vec<(&str, &str)> = captures.iter().map(|it| (it.name.as_str(), it.ty.as_str())).collect();
    assert_eq!(names, [("days", "days"), ("term", "duration"), ("what", "text"), ("who", "text")]);
}

#[test]
fn what_cannot_be_read_is_declared_and_found_all_the_same() {
    let text = PACK.replace("in sentence \"Payment\" {", "in sentense \"Payment\" {");
    let symbols = symbols(&text);
    let at = text.find("asserts pay").expect("it is there") + "asserts ".len();
    let named = symbols.at(0, at).expect("a name");
    assert_eq!((named.kind, named.name), (SymbolKind::Clause, "demo.pay"));
    let declared = symbols.declared(named.kind, named.name).next().expect("its declaration");
    assert_eq!(declared.name_span.of(&text), "pay");
    assert!(declared.span.of(&text).ends_with('}'));
}

fn renamed(text: &str, kind: SymbolKind, name: &str, new: &str) -> Result<String, String> {
    let sources = [Source::new("demo.terms", text)];
    let changes = Symbols::of(&sources, &resolve).rename(kind, name, new, &sources, &resolve)?;
    let mut text = text.to_owned();
    for it in changes.iter().rev() {
        text.replace_range(it.span.start..it.span.end, &it.text);
    }
    Ok(text)
}

#[test]
fn a_renamed_pack_is_still_correct() {
    for (kind, name, new, expected) in [
        (SymbolKind::Clause, "demo.pay", "payment", "{payment.term}"),
        (SymbolKind::Capture, "demo.pay.term", "due", "late[due > 60 days]"),
        (SymbolKind::Capture, "demo.pay.days", "net", "net {net: days}"),
        (SymbolKind::Param, "demo.most", "longest", "not {longest}"),
        (SymbolKind::Concept, "demo.machine", "ai", "{what: ai}"),
        (SymbolKind::Kind, "demo.work", "job", "kind is job"),
        (SymbolKind::Rule, "demo.slow", "paid-late", "absorbs paid-late"),
        (SymbolKind::Category, "demo.money", "payment", "weight 5 category payment"),
        (SymbolKind::Alias, "s", "std", "lacks std.indemnity"),
        (SymbolKind::Grade, "demo.B", "C+", "at most C+"),
        (SymbolKind::Pack, "demo", "demonstration", "pack demonstration 1.0.0"),
    ] {
        let text = renamed(PACK, kind, name, new).unwrap_or_else(|it| panic!("{name}: {it}"));
        assert!(text.contains(expected), "{name}: {text}");
        let (pack, diagnostics) = check(&[Source::new("demo.terms", &text)], &resolve);
        assert!(pack.is_some(), "{name}: {diagnostics}");
    }
    let text = renamed(&PACK.replace(" as s\n", "\n").replace("s.", "std."), SymbolKind::Alias, "std", "s");
    assert!(text.expect("a free name").contains("use std ^1 as s\n"));
}

#[test]
fn names_that_do_not_fit_are_refused() {
    for (kind, name, new, reason) in [
        (SymbolKind::Clause, "demo.pay", "NetDays", "write `net-days`"),
        (SymbolKind::Clause, "demo.pay", "", "kebab-case"),
        (SymbolKind::Clause, "demo.pay", "late", "taken by another clause"),
        (SymbolKind::Concept, "demo.machine", "money", "meaning of its own"),
        (SymbolKind::Capture, "demo.pay.term", "actor", "meaning of its own"),
        (SymbolKind::Capture, "demo.pay.term", "what", "taken by another capture"),
        (SymbolKind::Concept, "standard.grant", "gift", "belongs to pack `standard`"),
        (SymbolKind::Pack, "std", "lib", "belongs to pack `std`"),
        (SymbolKind::Extern, "host.is-consumer", "x", "function of the host"),
        (SymbolKind::Grade, "demo.B", "2", "not the name of a grade"),
    ] {
        let error = renamed(PACK, kind, name, new).expect_err(new);
        assert!(error.contains(reason), "{name} to {new}: {error}");
    }
    // The test of `pay` means the clause: `expects asserted` tells. With the rule called so, too, that stays.
    assert!(renamed(PACK, SymbolKind::Rule, "demo.slow", "pay").is_ok());
}

/// What can be written at the mark.
fn at_mark(text: &str) -> (Candidates, String) {
    let (text, offset) = marked(text);
    let sources = [Source::new("demo.terms", &text)];
    let packs = ["freelance".to_owned(), "std".to_owned()];
    let found = complete(&sources, 0, offset, &Symbols::of(&sources, &resolve), &packs);
    let typed = found.span.of(&text).to_owned();
    (found, typed)
}

#[test]
fn what_can_be_written_fits_the_place() {
    for (added, wanted, typed) in [
        ("cl|", "clause rule test pack", "cl"),
        ("rule x { ti| }", "title when severity", "ti"),
        ("rule x { when | }", "asserts lacks not", ""),
        ("rule x { when asserts | severity low }", "pay late s.indemnity", ""),
        ("rule x { when asserts s.in| }", "s.indemnity", "s.in"),
        ("rule x { when asserts pay[| ] }", "term days who actor", ""),
        ("rule x { when asserts pay[term > | ] }", "most s.max-notice", ""),
        ("rule x { when asserts pay[term > 3 days and | ] }", "term days", ""),
        ("rule x { when asserts pay[actor = | ] }", "you them both", ""),
        ("rule x { when fires | }", "slow slower", ""),
        ("rule x { when kind is | }", "work", ""),
        ("rule x { when lacks pay | }", "and or severity", ""),
        ("rule x { severity | }", "critical minimal", ""),
        ("rule x { category m| }", "money", "m"),
        ("rule x { absorbs slow | }", "slower title", ""),
        ("rule x { titl \"a\" when asserts | }", "pay late", ""),
        ("rule x { titl \"a\" | }", "title when", ""),
        ("rule x { title \"Paid after {| ", "you pay.term late.what most", ""),
        ("rule x { why \"\"\"\n one\n two {pay.|", "pay.term", "pay."),
        ("clause x in |", "sentence document", ""),
        ("clause x in section { find \"~pay {|\" }", "machine s.grant duration party", ""),
        ("clause x in section { find \"~pay {term: du|\" }", "duration machine", "du"),
        ("clause x in section { find denied | }", "pay late", ""),
        ("clause x in section { | }", "find with reads", ""),
        ("param x : |", "duration money text", ""),
        ("use |", "std freelance", ""),
        ("use std ^1 |", "as rule", ""),
        ("test | { }", "slow pay", ""),
        ("test slow { case \"a\" | }", "kind with expects", ""),
        ("test slow { case \"a\" with | }", "most", ""),
        ("test pay { case \"a\" expects asserted, | }", "term days who actor", ""),
        ("test slow { case \"a\" expects | }", "fires asserted", ""),
        ("score { gate 1 high at most | }", "A B", ""),
    ] {
        let (found, found_typed) = at_mark(&format!("{PACK}{added}"));
        let labels: Vec<&str> = found.list.iter().map(|it| it.label.as_str()).collect();
        for word in wanted.split(' ') {
            assert!(labels.contains(&word), "{added}: `{word}` is not among {labels:?}");
        }
        assert_eq!(found_typed, typed, "{added}");
    }
    let (found, _) = at_mark(&format!("{PACK}rule x {{ when asserts s.|"));
    assert!(!found.list.is_empty() && found.list.iter().all(|it| it.label.starts_with("s.")), "{found:?}");
    for added in ["// cl|", "clause x in section { find \"~pay |\" }", "concept x { /ab|c/ }", "rule |"] {
        let (found, _) = at_mark(&format!("{PACK}{added}"));
        assert!(found.list.is_empty(), "{added}: {found:?}");
    }
}

#[test]
fn no_place_of_any_text_is_too_much() {
    let inputs = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/inputs");
    for folder in ["ok", "err"] {
        for entry in std::fs::read_dir(inputs.join(folder)).expect("inputs") {
            let path = entry.expect("an input").path();
            let text = std::fs::read_to_string(&path).expect("text");
            if text.contains("//@ pad") || text.len() > 8_000 {
                continue;
            }
            let sources = sources("input.terms", &text);
            let symbols = Symbols::of(&sources, &resolve);
            for (index, source) in sources.iter().enumerate() {
                for (offset, _) in source.text.char_indices() {
                    let found = complete(&sources, index, offset, &symbols, &[]);
                    assert!(found.span.end == offset && found.span.start <= offset, "{}", path.display());
                    if let Some(named) = symbols.at(index, offset)
                        && named.span.start == offset
                    {
                        assert!(!named.span.of(&source.text).is_empty(), "{}", path.display());
                        let _ = symbols.rename(named.kind, named.name, "another-name", &sources, &resolve);
                    }
                }
            }
        }
    }
}

#[test]
fn a_pack_can_be_typed_from_its_start() {
    for offset in (0..PACK.len()).filter(|it| PACK.is_char_boundary(*it)).step_by(4) {
        let sources = [Source::new("demo.terms", &PACK[..offset])];
        let symbols = Symbols::of(&sources, &resolve);
        let found = complete(&sources, 0, offset, &symbols, &[]);
        assert!(found.span.end == offset, "{}", &PACK[..offset]);
        for it in &symbols.declarations {
            assert_eq!(it.name_span.of(&sources[0].text), it.written);
            assert!(it.span.contains(it.name_span), "{it:?}");
        }
        for it in &symbols.references {
            assert!(!it.span.of(&sources[0].text).is_empty(), "{it:?}");
        }
    }
}
