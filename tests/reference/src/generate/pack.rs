//! Two packs: a library with cues, a concept and a clause, and one with everything, that uses it.

use std::fmt::Write;

use crate::host::EXTERNS;

use super::{
    Choices,
    condition::{Asked, condition},
    phrase::{Phrases, Place},
};

const CUES: [&str; 16] = [
    r#"cue modal { "shall" "may" "agrees" "agrees to" }"#,
    r#"cue negate forward { "(shall|may) not" "not" "never" }"#,
    r#"cue negate forward 3 { "no" "nor" }"#,
    r#"cue negate backward 4 { "is prohibited" }"#,
    r#"cue negate both 5 { "not permitted" "neither" }"#,
    r#"cue except forward { "except" "other than" }"#,
    r#"cue except forward 4 { "excluding" "but not" }"#,
    r#"cue pseudo { "not only" "not less than" "no later than" }"#,
    r#"cue stop { "but" "provided that" }"#,
    r#"cue condition { "if" "unless" "subject to" }"#,
    r#"cue mutual { "each party" "neither party" "the parties" }"#,
    r#"cue modal { "hereby" "is required to" "will" }"#,
    r#"cue negate forward { "shall not be" "no ..2 to" }"#,
    r#"cue stop backward { "however" }"#,
    r#"cue except both 3 { "apart from" }"#,
    r#"cue pseudo { "not (only|merely) ..1 pay" }"#,
];
const SEVERITIES: [&str; 3] = ["low", "medium", "high"];

pub(super) fn packs(choices: &mut Choices<'_>) -> (String, String) {
    let mut lib = String::from("pack lib 1.0.0 { title \"Library\" }\n");
    let mut main = String::from("pack gen 1.0.0 {\n  title \"Generated\"\n");
    main.push_str(choices.of(&["", "  kinds deal\n", "", "  kinds deal lease\n"]));
    main.push_str("}\nuse lib ^1\n");

    lib.push_str(EXTERNS);
    main.push_str(EXTERNS);

    let first = choices.below(CUES.len());
    for at in 0..6 + choices.below(8) {
        let cue = CUES.get((first + at * 5) % CUES.len()).copied().unwrap_or_default();
        let pack = if choices.once_in(3) { &mut main } else { &mut lib };
        line(pack, cue);
    }
    if choices.once_in(3) {
        let phrase = Phrases::new(&[]).phrase(choices, Place::Cue);
        let kind = choices.of(&["negate", "except", "stop", "pseudo", "modal", "mutual"]);
        line(&mut main, &format!("cue {kind} both {} {{ \"but\" {phrase} }}", 1 + choices.below(6)));
    }

    let mut concepts = Vec::new();
    line(&mut lib, &format!("concept base {{ {} }}", members(choices, &[])));
    concepts.push("lib.base".to_owned());
    for n in 0..choices.below(3) {
        line(&mut main, &format!("concept concept-{n} {{ {} }}", members(choices, &concepts)));
        concepts.push(format!("concept-{n}"));
    }
    kinds(choices, &mut main, &concepts);
    main.push_str("param longest : duration = 30 days\nparam least : money = 500 USD\n");

    let mut clauses = vec![Asked { name: "lib.shared".to_owned(), captured: Vec::new() }];
    let shared = clause(choices, "shared", &["base".to_owned()], &[]);
    line(&mut lib, &shared.0);
    if let Some(first) = clauses.first_mut() {
        first.captured = shared.1;
    }
    let when = choices.of(&["asserts shared", "mentions shared", "lacks shared"]);
    line(
        &mut lib,
        &format!(
            "rule rule {{ title \"Rule\" when {when} severity medium weight 9 category first \
             eased when denies shared to severity low weight 4 raised when mentions shared to severity high weight 12 }}"
        ),
    );
    line(&mut lib, "score { category first \"First\" worth 100  grade A from 80  else F }");
    for n in 0..1 + choices.below(4) {
        let name = format!("clause-{n}");
        let (text, captured) = clause(choices, &name, &concepts, &clauses);
        line(&mut main, &text);
        clauses.push(Asked { name, captured });
    }
    rules(choices, &mut main, &clauses);
    changes(choices, &mut main);
    main.push_str(
        "score {\n  category first \"First\" worth 60  category second \"Second\" worth 40\n  \
         grade A from 80  grade B from 60  grade C from 20  else F\n  \
         gate 1 critical at most B  gate 2 high at most C\n}\n",
    );
    (lib, main)
}

/// What the pack changes of the library.
fn changes(choices: &mut Choices<'_>, main: &mut String) {
    if choices.once_in(4) {
        let phrase = Phrases::new(&[]).phrase(choices, Place::Plain);
        line(main, &format!("extend lib.base {{ {phrase} }} because \"More words\""));
    }
    if choices.once_in(4) {
        let phrase = Phrases::new(&[]).phrase(choices, Place::Plain);
        line(main, &format!("extend lib.shared {{ find {phrase} }} because \"More to find\""));
    }
    match choices.below(6) {
        0 => line(main, "disable lib.rule because \"Not ours\""),
        1 => line(main, "override lib.rule { severity high weight 31 } because \"Worse for us\""),
        2 => line(main, "override lib.rule { severity low weight 2 } because \"Usual here\""),
        _ => {}
    }
}

fn line(pack: &mut String, text: &str) {
    pack.push_str(text);
    pack.push('\n');
}

fn members(choices: &mut Choices<'_>, concepts: &[String]) -> String {
    let mut phrases = Phrases::new(concepts);
    let mut text = phrases.pattern(choices, Place::Plain);
    for _ in 0..choices.below(3) {
        let _ = write!(text, " {}", phrases.pattern(choices, Place::Plain));
    }
    if choices.once_in(3) {
        let _ = write!(text, " except {}", phrases.pattern(choices, Place::Plain));
    }
    text
}

fn kinds(choices: &mut Choices<'_>, main: &mut String, concepts: &[String]) {
    let mut phrases = Phrases::new(concepts);
    let you = choices.of(&[
        r#""(Artist|Contractor)""#,
        r#""artist""#,
        r#""service provider" "we""#,
        r#""artist" "{party} (shall|is)" "paid by {party}""#,
    ]);
    let them = choices.of(&[
        r#""(Client|=Company)""#,
        r#""client" "acme""#,
        r#""you""#,
        r#""client" "{party} (may|shall) ..2 (use|pay)""#,
    ]);
    // A concept may ask for a side: nothing is of one while they are told.
    let more = match concepts.first().filter(|_| choices.once_in(4)) {
        Some(concept) => format!(" \"{{{concept}}}\""),
        None => String::new(),
    };
    let sign = phrases.phrase(choices, Place::Plain);
    let other = phrases.pattern(choices, Place::Plain);
    let threshold = 1 + choices.below(4);
    line(
        main,
        &format!(
            "kind deal \"Deal\" {{ you {you} them {them}{more} weigh 2 \"agreement\" weigh 2 {sign} weigh -1 {other} threshold {threshold} }}"
        ),
    );
    line(
        main,
        &format!(
            "kind lease \"Lease\" {{ you \"tenant\" them \"landlord\" weigh 3 \"rent\" weigh 1 {sign} threshold 3 }}"
        ),
    );
    if choices.once_in(3) {
        let text =
            format!("kind any \"Any\" {{ weigh 4 \"(shall|may)\" weigh 1 {sign} threshold {threshold} }}");
        line(main, &text);
    }
}

/// The text of a clause and what its finds capture; `others` are those it may be found by.
fn clause(
    choices: &mut Choices<'_>,
    name: &str,
    concepts: &[String],
    others: &[Asked],
) -> (String, Vec<(String, &'static str)>) {
    let mut phrases = Phrases::new(concepts);
    let window = choices.of(&["sentence", "paragraph", "section", "document"]);
    let mut text = format!("clause {name} in {window} {{");
    let mut captured = Vec::new();
    let evidence = choices.once_in(4);
    if evidence {
        for weight in ["3", "2", "-2"] {
            let _ = write!(text, " weigh {weight} {}", phrases.pattern(choices, Place::Plain));
        }
        let _ = write!(text, " threshold {}", 2 + choices.below(3));
    }
    for _ in 0..usize::from(!evidence) + choices.below(2) {
        let other = others.get(choices.below(3 * others.len()));
        match other {
            _ if choices.once_in(9) => {
                let observations = ["blank", "missing-provision", "missing-exhibit", "undefined-term"];
                let _ = write!(text, " find document {}", choices.of(&observations));
                captured.push(("named".to_owned(), "text"));
            }
            Some(other) => {
                let _ = write!(text, " find {} {}", choices.of(&["denied", "asserted"]), other.name);
                captured.extend(other.captured.iter().cloned());
            }
            None => {
                let _ = write!(text, " find {}", phrases.pattern(choices, Place::Find));
            }
        }
    }
    for (name, ty) in phrases.captured.clone() {
        if !captured.iter().any(|it| it.0 == name) {
            captured.push((name, ty));
        }
    }
    if choices.once_in(4) {
        let mut with = Phrases::new(concepts);
        let _ = write!(text, " with {}", with.pattern(choices, Place::Find));
        captured.extend(
            with.captured.into_iter().filter(|(name, _)| !phrases.captured.iter().any(|it| it.0 == *name)),
        );
    }
    let plain = |choices: &mut Choices<'_>| Phrases::new(concepts).pattern(choices, Place::Plain);
    if choices.once_in(4) {
        let _ = write!(text, " with {}", plain(choices));
    }
    if choices.once_in(5) {
        let n = 1 + choices.below(2);
        let _ = write!(text, " with {n} of {{ {} {} {} }}", plain(choices), plain(choices), plain(choices));
    }
    if choices.once_in(5) {
        let _ = write!(text, " without {}", plain(choices));
    }
    if choices.once_in(4) {
        let _ = write!(text, " except {}", plain(choices));
    }
    if choices.once_in(6) {
        let limit = choices.of(&["only", "never"]);
        let heading = choices.of(&["\"payment\"", "\"(use|rights)\"", "\"(term|terms)\"", "/pay.*/"]);
        let _ = write!(text, " {limit} in section {heading}");
    }
    if choices.once_in(6) {
        let roles =
            ["operative heading", "definition recital", "operative definition recital signature contents"];
        let _ = write!(text, " reads {}", choices.of(&roles));
    }
    text.push_str(" }");
    (text, captured)
}

fn rules(choices: &mut Choices<'_>, main: &mut String, clauses: &[Asked]) {
    let n_rules = 1 + choices.below(5);
    let mut categories = Vec::new();
    let plan: Vec<(&str, usize)> =
        (0..n_rules).map(|_| (choices.of(&["first", "second"]), choices.below(4))).collect();
    for (n, (category, severity)) in plan.iter().enumerate() {
        let mut text =
            format!("rule rule-{n} {{ title \"Rule {n}\" when {}", condition(choices, clauses, n, 2));
        match SEVERITIES.get(*severity) {
            None => {
                let _ = write!(text, " severity minimal category {category}");
            }
            Some(severity) => {
                let weight = 8 + 7 * choices.below(5);
                let _ = write!(text, " severity {severity} weight {weight} category {category}");
                for arm in 0..choices.below(3) {
                    let when = condition(choices, clauses, n, 1);
                    let _ = write!(text, " eased when {when} to severity low weight {}", 5 - 2 * arm);
                }
                for arm in 0..choices.below(3) {
                    let when = condition(choices, clauses, n, 1);
                    let heavier = weight + [9, 4, 6].get(arm).copied().unwrap_or(1);
                    let _ = write!(text, " raised when {when} to severity critical weight {heavier}");
                }
            }
        }
        if choices.once_in(3) {
            let same: Vec<usize> = (0..n_rules)
                .filter(|it| *it != n && plan.get(*it).is_some_and(|it| it.0 == *category))
                .collect();
            if let Some(other) = same.get(choices.below(same.len())) {
                let _ = write!(text, " absorbs rule-{other}");
            }
        }
        text.push_str(" }");
        categories.push(*category);
        line(main, &text);
    }
}
