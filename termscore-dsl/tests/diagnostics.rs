//! Each code has a page in the manual, whose examples are what they claim to be; and what is said to be
//! correctable can be corrected.

#![allow(clippy::panic, clippy::string_slice, clippy::unwrap_used, dead_code, reason = "tests")]

mod support;

use std::fmt::Write as _;

use support::{resolve, sources};
use termscore_dsl::{Code, Group, Level, Source, check, fix, run_tests};

/// The blocks of a page that start with a fence of this kind.
fn blocks<'a>(page: &'a str, fence: &str) -> Vec<&'a str> {
    let fence = format!("```{fence}\n");
    page.split(fence.as_str()).skip(1).map(|it| it.split("```\n").next().unwrap_or_default()).collect()
}

/// A page's example; the one of too large a source is made too large.
fn example(code: Code, text: &str) -> [Source; 1] {
    let mut text = text.to_owned();
    if code == Code::SourceTooLarge && text.contains("and more than 1 MiB") {
        text.push_str(&"// An item.\n".repeat(100_000));
    }
    [Source::new("example.terms", text)]
}

#[test]
fn pages_show_what_is_wrong_and_what_is_right() {
    for &code in Code::ALL {
        let page = code.page();
        let start = format!("# {code}\n\n*");
        assert!(page.starts_with(&start) && page.contains(code.summary()), "{code}: heading and summary");
        assert!(page.contains("\n## Why\n") && page.contains("\n## Corrected\n"), "{code}: chapters");
        let (wrong, right) = (blocks(page, "terms,wrong"), blocks(page, "terms"));
        assert_eq!((wrong.len(), right.len()), (1, 1), "{code}: one wrong and one corrected pack");

        let (pack, diagnostics) = check(&example(code, wrong[0]), &resolve);
        assert!(!diagnostics.is_empty(), "{code}: the wrong pack is correct");
        assert!(diagnostics.iter().all(|it| it.code == code), "{code}: other mistakes\n{diagnostics}");
        let level = if pack.is_some() { Level::Warning } else { Level::Error };
        let named = if level == Level::Error { "*An error.*" } else { "*A warning.*" };
        assert!(page.contains(named), "{code}: a page of {level:?}");

        let right = example(code, right[0]);
        let (pack, diagnostics) = check(&right, &resolve);
        assert!(pack.is_some() && diagnostics.is_empty(), "{code}: corrected\n{diagnostics}");
        let run = run_tests(&right, &resolve).unwrap();
        assert!(run.passed(), "{code}: {run}");
    }
}

#[test]
fn the_index_lists_all_pages_by_group() {
    let mut expected = "# Diagnostics\n\nEvery message of `termscore check` has a code, shown in brackets. \
        `termscore check --explain CODE` shows its page.\n"
        .to_owned();
    for group in Group::ALL {
        write!(expected, "\n## {}\n\n", group.title()).unwrap();
        for code in Code::ALL.iter().filter(|it| it.group() == *group) {
            writeln!(expected, "- [`{code}`]({code}.md): {}", code.summary()).unwrap();
        }
    }
    assert_eq!(include_str!("../../docs/diagnostics/README.md"), expected);
}

#[test]
fn no_page_is_left_over() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/diagnostics");
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let code = name.strip_suffix(".md").and_then(Code::from_name);
        assert!(code.is_some() || name == "README.md", "{name} is of no code");
    }
}

#[test]
fn codes_have_names_and_summaries_of_their_own() {
    for (n, code) in Code::ALL.iter().enumerate() {
        let name = code.name();
        assert!(name.chars().all(|it| it.is_ascii_lowercase() || it == '-'), "{name}");
        assert_eq!(Code::from_name(name), Some(*code));
        assert!(
            Code::ALL.iter().skip(n + 1).all(|it| it.name() != name && it.summary() != code.summary()),
            "{name}"
        );
        assert!(Group::ALL.contains(&code.group()), "{name}");
    }
}

/// Fixes a pack; the number of diagnostics that were settled, the text afterwards, and what is left.
fn fixed(text: &str) -> (usize, String, Vec<Code>) {
    let fixed = fix(&[Source::new("p.terms", text)], &resolve);
    let left = fixed.diagnostics.iter().map(|it| it.code).collect();
    (fixed.n_fixed, fixed.sources[0].text.clone(), left)
}

#[test]
fn what_is_beyond_doubt_is_corrected() {
    let check = |wrong: &str, right: &str| {
        let pack = |it: &str| format!("pack p 1.0.0 {{ title \"P\" }}\n{it}\n");
        let (n, text, left) = fixed(&pack(wrong));
        assert_eq!(text, pack(right));
        assert!(n > 0 && left.is_empty(), "{n} {left:?}");
    };
    check("claus c in sentense { finds \"~renew\" }", "clause c in sentence { find \"~renew\" }");
    check("concept work { \"Work\", \"Works\" }", "concept work { \"Work\" \"Works\" }");
    check("concept work { \"..6 Work ..0 here\" }", "concept work { \"Work here\" }");
    check("concept work { \"the ..9-3 Work\" }", "concept work { \"the ..3-9 Work\" }");
    check(
        "param longest : duration = 9 days in 90 days .. 1 day",
        "param longest : duration = 9 days in 1 day .. 90 days",
    );
    check(
        "concept ai-system { \"ai\" } clause c in sentence { find \"{ai-sytem}\" find \"{p.ai-system} here\" }",
        "concept ai-system { \"ai\" } clause c in sentence { find \"{ai-system}\" find \"{ai-system} here\" }",
    );
    check("use words ^1\nconcept work { \"Work\" }", "concept work { \"Work\" }");
    check(
        "clause c in sentence { weigh 2 \"ai\" threshold 2 threshold 2 }",
        "clause c in sentence { weigh 2 \"ai\" threshold 2 }",
    );
    check(
        "clause c in sentence { find \"perpetual licence\" \"(perpetual|endless) licence\" }",
        "clause c in sentence { find \"(perpetual|endless) licence\" }",
    );
}

#[test]
fn what_could_be_meant_in_two_ways_is_left_alone() {
    let check = |text: &str, code: Code| {
        let text = format!("pack p 1.0.0 {{ title \"P\" }}\n{text}\n");
        let (n, after, left) = fixed(&text);
        assert_eq!((n, after), (0, text));
        assert!(left.contains(&code), "{left:?}");
    };
    let rule = |when: &str| {
        format!(
            "clause c in sentence {{ find \"~renew\" }} rule r {{ title \"R\" when {when} severity minimal category m }} \
             score {{ category m \"M\" worth 100 grade A from 80 else B }}"
        )
    };
    check(&rule("not asserts c"), Code::NotOverText);
    check(&rule("asserts c and lacks c or denies c"), Code::MixedAndOr);
    check("clause c in sentence { weigh 2 \"ai\" threshold 2 threshold 1 }", Code::DuplicateField);
    check("concept word { \"w\" } concept ward { \"v\" } concept c { \"{wurd}\" }", Code::UnknownConcept);
}

#[test]
fn each_alternative_of_mixed_junctions_is_a_correct_condition() {
    let text = "pack p 1.0.0 { title \"P\" }\nclause c in sentence { find \"~renew\" }\n\
        rule r { title \"R\" severity minimal category m\n  when asserts c and lacks c or denies c and mentions c }\n\
        score { category m \"M\" worth 100 grade A from 80 else B }";
    let (_, diagnostics) = check(&[Source::new("p.terms", text)], &resolve);
    let suggestions = &diagnostics.iter().next().unwrap().suggestions;
    let after: Vec<String> = suggestions
        .iter()
        .map(|it| {
            let mut edits = it.edits.clone();
            edits.sort_by_key(|it| std::cmp::Reverse(it.span));
            let mut text = text.to_owned();
            edits.iter().for_each(|it| text.replace_range(it.span.start..it.span.end, &it.text));
            assert!(check(&[Source::new("p.terms", text.as_str())], &resolve).0.is_some(), "{text}");
            text.lines().nth(3).unwrap().to_owned()
        })
        .collect();
    assert_eq!(
        after,
        [
            "  when (asserts c and lacks c) or (denies c and mentions c) }",
            "  when asserts c and (lacks c or denies c) and mentions c }"
        ]
    );
}

#[test]
fn all_mistakes_come_at_once_and_in_order() {
    let text = include_str!("inputs/err/five-mistakes.terms");
    let (_, diagnostics) = check(&sources("five-mistakes.terms", text), &resolve);
    let codes: Vec<&str> = diagnostics.iter().map(|it| it.code.name()).collect();
    let wanted = ["bad-gap", "unknown-clause", "category-sum", "syntax", "unbalanced-marks"];
    assert!(wanted.iter().all(|it| codes.contains(it)), "{codes:?}");
    assert!(diagnostics.iter().is_sorted_by_key(|it| (it.label.source, it.label.span)), "{codes:?}");
}
