//! What holds for every rule text.

#![allow(clippy::panic, clippy::string_slice, clippy::unwrap_used, dead_code, reason = "tests")]

mod support;

use proptest::prelude::*;
use support::{resolve, sources};
use termscore_dsl::{Source, check, compile, compile_pattern, declarations, fix};

/// Correct packs, to be taken apart.
const PACKS: [&str; 3] = [
    include_str!("inputs/ok/freelance.terms"),
    include_str!("inputs/ok/conditions.terms"),
    include_str!("inputs/ok/phrases.terms"),
];

/// Compiles and renders, and checks what every diagnostic must have.
fn read(text: &str) {
    let sources = [Source::new("any.terms", text)];
    let (pack, diagnostics) = check(&sources, &resolve);
    assert_eq!(pack.is_none(), diagnostics.has_errors(), "{diagnostics}");
    let mut last = 0;
    for it in &diagnostics {
        assert!(it.label.span.start >= last, "sorted");
        last = it.label.span.start;
        assert!(text.get(it.label.span.start..it.label.span.end).is_some(), "on characters: {it:?}");
        assert!(it.others.iter().all(|it| text.get(it.span.start..it.span.end).is_some()), "{it:?}");
    }
    for it in diagnostics.iter().filter(|it| it.message.starts_with("expected ")) {
        let expected = it.message.split(", found").next().unwrap_or_default();
        assert!(!expected.contains('_'), "no name of the grammar is shown: {expected}");
    }
    assert!(diagnostics.iter().take(100).all(|it| diagnostics.position(&it.label).is_some()));
    for suggestion in diagnostics.iter().flat_map(|it| &it.suggestions) {
        let mut spans: Vec<_> = suggestion.edits.iter().map(|it| it.span).collect();
        spans.sort();
        assert!(!spans.is_empty() && spans.windows(2).all(|it| it[0].end <= it[1].start), "{suggestion:?}");
        assert!(spans.iter().all(|it| text.get(it.start..it.end).is_some()), "on characters: {suggestion:?}");
    }
    let _ = diagnostics.to_string();
    for it in declarations(&sources) {
        assert!(text.get(it.span.start..it.span.end).is_some(), "on characters: {it:?}");
    }
}

/// Pieces of rule text, well and badly chosen.
fn pieces() -> impl Strategy<Value = String> {
    let pieces = vec![
        "pack p 1.0.0 { title \"P\" }",
        "use std ^1 as std",
        "clause",
        "rule",
        "concept",
        "cue",
        "kind",
        "param",
        "score",
        "test",
        "c",
        "in",
        "sentence",
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        "\"",
        "\"\"\"",
        "/",
        "//",
        "\n",
        "find",
        "with",
        "without",
        "except",
        "2",
        "of",
        "-1.5",
        "..",
        "\"~grant^ ..6 (a|b)\"",
        "\"{x: money}\"",
        "/re+/",
        "when",
        "asserts",
        "lacks",
        "not",
        "and",
        "or",
        "c[x > 3 days]",
        "severity high",
        "weight 5",
        "category m",
        "title \"T\"",
        "case \"x\" expects fires",
        "\"[[text\"",
        "é",
        "\u{feff}",
        "…",
        "\"{\"",
        "\"x?\"",
        "=",
        ":",
        ",",
        "in section",
        "only",
        "never",
        "threshold 3",
        "weigh 2 \"x\"",
        "eased",
        "raised",
        "to",
        "worth 100",
    ];
    prop::collection::vec((prop::sample::select(pieces), "[ \n]?"), 0..40)
        .prop_map(|all| all.into_iter().map(|(piece, blank)| format!("{piece}{blank}")).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_compiled_or_explained(text in "\\PC{0,200}") {
        read(&text);
    }

    #[test]
    fn any_heap_of_pieces_is_compiled_or_explained(text in pieces()) {
        read(&text);
    }

    #[test]
    fn any_phrase_is_compiled_or_explained(phrase in "[a-c~^?.|(){}=_0-9 :*é-]{0,24}") {
        read(&format!("pack p 1.0.0 {{ title \"P\" }}\nclause c in sentence {{ find \"{phrase}\" }}"));
    }

    #[test]
    fn any_pattern_on_its_own_is_compiled_or_explained(
        strange in "\\PC{0,40}",
        phrase in "[a-c~^?.|(){}=_0-9 :*é/\"-]{0,24}",
    ) {
        let pack = [Source::new("p.terms", "pack p 1.0.0 { title \"P\" }")];
        for written in [strange, phrase] {
            if let Err(diagnostics) = compile_pattern(&written, &pack, &resolve) {
                prop_assert!(diagnostics.has_errors());
                prop_assert!(!diagnostics.to_string().is_empty());
            }
        }
    }

    #[test]
    fn a_damaged_pack_is_compiled_or_explained(
        pack in prop::sample::select(PACKS.to_vec()),
        at in any::<prop::sample::Index>(),
        n_removed in 0..30_usize,
        inserted in pieces(),
    ) {
        let places: Vec<usize> = pack.char_indices().map(|it| it.0).collect();
        let start = *at.get(&places);
        let end = places.iter().copied().find(|it| *it >= start + n_removed).unwrap_or(pack.len());
        read(&format!("{}{inserted}{}", &pack[..start], &pack[end..]));
        read(&pack[..start]);
        read(&pack[start..]);
    }

    #[test]
    fn what_was_fixed_has_nothing_more_to_fix(
        pack in prop::sample::select(PACKS.to_vec()),
        at in any::<prop::sample::Index>(),
        n_removed in 0..4_usize,
        inserted in "[a-z,.0 -]{0,2}",
    ) {
        let places: Vec<usize> = pack.char_indices().map(|it| it.0).collect();
        let start = *at.get(&places);
        let end = places.iter().copied().find(|it| *it >= start + n_removed).unwrap_or(pack.len());
        let text = format!("{}{inserted}{}", &pack[..start], &pack[end..]);
        let fixed = fix(&[Source::new("any.terms", text.as_str())], &resolve);
        let again = fix(&fixed.sources, &resolve);
        prop_assert_eq!(again.n_fixed, 0, "{}", again.diagnostics);
        prop_assert_eq!(fixed.n_fixed == 0, fixed.sources[0].text == text);
    }

    #[test]
    fn blanks_and_comments_between_tokens_do_not_change_the_pack(
        pack in prop::sample::select(PACKS.to_vec()),
        fillings in prop::collection::vec(prop::sample::select(vec![" ", "\n", "\t ", "\r\n", " // a \"comment\" {\n", "\n\n//\n"]), 1..20),
    ) {
        let mut changed = String::new();
        let mut fillings = fillings.iter().cycle();
        for token in tokens(pack) {
            changed.push_str(token);
            changed.push_str(fillings.next().unwrap());
        }
        let original = compile(&sources("a.terms", pack), &resolve).unwrap();
        let again = compile(&sources("a.terms", &changed), &resolve);
        prop_assert_eq!(again.map_err(|it| it.to_string()), Ok(original));
    }
}

/// What stands between blanks and comments; quoted text and `asserts x[…]` included as they are.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let line = rest.find('\n').unwrap_or(rest.len());
        let len = match first {
            _ if rest.starts_with("//") => {
                rest = rest[line..].trim_start();
                continue;
            }
            '"' if rest.starts_with("\"\"\"") => rest[3..].find("\"\"\"").unwrap() + 6,
            '"' => rest[1..].find('"').unwrap() + 2,
            // No expression in these packs holds a blank before an escaped slash.
            '/' => rest[1..].match_indices('/').find(|it| !rest[..it.0 + 1].ends_with('\\')).unwrap().0 + 2,
            '{' | '}' | '(' | ')' | '[' | ']' => 1,
            _ => rest.find(|it: char| it.is_whitespace() || "{}()[]\"".contains(it)).unwrap_or(rest.len()),
        };
        let (token, after) = rest.split_at(len);
        tokens.push(token);
        rest = after.trim_start();
    }
    tokens
}

#[test]
fn deep_nesting_is_an_error_and_not_a_crash() {
    for open in ["(", "{", "[", "not (", "2 of { ", "\"(", "\"{"] {
        read(&format!("pack p 1.0.0 {{ title \"P\" }} rule r {{ when {} }}", open.repeat(20_000)));
        read(&open.repeat(20_000));
    }
    read(&format!("pack p 1.0.0 {{ title \"P\" }} rule r {{ when {} fires r }}", "not ".repeat(50_000)));
    read(&format!("pack p 1.0.0 {{ title \"P\" }} concept c {{ \"{}\" }}", "a? ".repeat(20_000)));
}

#[test]
fn many_circles_and_many_unknown_names_do_not_take_for_ever() {
    let n = 3_000;
    let mut text = "pack p 1.0.0 { title \"P\" }\n".to_owned();
    for i in 0..n {
        text.push_str(&format!(
            "clause c{i} in sentence {{ find denied c{} find denied unknown{i} }}\n",
            i + 1
        ));
    }
    let all: String = (0..n).map(|i| format!(" find denied c{i}")).collect();
    text.push_str(&format!("clause c{n} in sentence {{ {all} }}"));
    read(&text);
}

#[test]
fn long_chains_of_names_do_not_crash() {
    let mut text = "pack p 1.0.0 { title \"P\" }\n".to_owned();
    for n in 0..5_000 {
        text.push_str(&format!("clause c{n} in sentence {{ find denied c{} }}\n", n + 1));
    }
    text.push_str("clause c5000 in sentence { find \"x {term: days}\" }\n");
    read(&text);
}

#[test]
fn lints_do_not_take_for_ever() {
    let mut text =
        "pack p 1.0.0 { title \"P\" }\nscore { category m \"M\" worth 100 grade A from 80 else B }\n"
            .to_owned();
    text.push_str("clause c in sentence { find \"word\" }\n");
    // Phrases that are alike up to the last word, in lists of all lengths.
    for n in 0..10 {
        let phrases: String =
            (0..190).map(|it| format!(" \"s (a|b)? ..40 (a|b)? ..40 x{it} y{n}\"")).collect();
        text.push_str(&format!("concept l{n} {{{phrases} }}\n"));
    }
    let many: String = (0..5_000).map(|it| format!(" \"x{it}\"")).collect();
    text.push_str(&format!("concept many {{{many} }}\n"));
    // Rules that absorb all others, with long conditions.
    let asked = "asserts c and ".repeat(100);
    let names: String = (0..200).map(|it| format!(" r{it} ")).collect();
    for n in 0..200 {
        text.push_str(&format!(
            "rule r{n} {{ title \"R\" when {asked} mentions c severity low weight {} category m absorbs{} }}\n",
            n % 50 + 1,
            names.replacen(&format!(" r{n} "), " ", 1),
        ));
    }
    // Lints look at packs without errors only.
    compile(&sources("any.terms", &text), &resolve).unwrap_or_else(|it| panic!("{it}"));
    read(&text);
}
