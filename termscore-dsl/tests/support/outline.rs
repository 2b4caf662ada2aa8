//! A pack in few lines, so that a person can read what rule text became.

use std::fmt::Write as _;

use termscore_core::rule::{Arm, Condition, Element, Find, Pattern, Phrase, RulePack, Step};

pub(crate) fn outline(pack: &RulePack) -> String {
    let mut out = format!("pack {} {} {:?} for {:?}\n", pack.name, pack.version, pack.title, pack.for_kinds);
    let mut line = |it: std::fmt::Arguments<'_>| writeln!(out, "{it}").expect("a string takes all");
    for it in &pack.kinds {
        line(format_args!("\nkind {} {:?} threshold {}", it.name, it.title, it.evidence.threshold));
        it.you.iter().for_each(|it| line(format_args!("  you   {}", phrase(it))));
        it.them.iter().for_each(|it| line(format_args!("  them  {}", phrase(it))));
        it.evidence
            .weighed
            .iter()
            .for_each(|it| line(format_args!("  {:+} {}", it.weight, pattern(&it.pattern))));
    }
    for it in &pack.params {
        let range = it.range.as_ref().map(|(a, b)| format!(" in {a} .. {b}")).unwrap_or_default();
        line(format_args!("\nparam {}: {} = {}{range} {:?}", it.name, it.ty, it.default, it.help));
    }
    for it in &pack.concepts {
        line(format_args!("\nconcept {}", it.name));
        it.patterns.iter().for_each(|it| line(format_args!("  {}", pattern(it))));
        it.except.iter().for_each(|it| line(format_args!("  except {}", pattern(it))));
    }
    for it in &pack.cues {
        line(format_args!("\ncue {:?} {:?} {}: {}", it.kind, it.direction, it.reach, phrase(&it.phrase)));
    }
    for it in &pack.clauses {
        line(format_args!("\nclause {} in {:?} {:?} reads {:?}", it.name, it.window, it.title, it.roles));
        for find in &it.find {
            match find {
                Find::Pattern(it) => line(format_args!("  find {}", pattern(it))),
                Find::Document(what) => line(format_args!("  find document {}", what.name())),
                Find::Clause { name, denied } => {
                    line(format_args!("  find {} {name}", if *denied { "denied" } else { "asserted" }));
                }
            }
        }
        for with in &it.with {
            let all: Vec<String> = with.patterns.iter().map(pattern).collect();
            line(format_args!("  with {} of {}", with.at_least, all.join(" ;; ")));
        }
        it.without.iter().for_each(|it| line(format_args!("  without {}", pattern(it))));
        it.except.iter().for_each(|it| line(format_args!("  except {}", pattern(it))));
        if let Some(evidence) = &it.evidence {
            line(format_args!("  threshold {}", evidence.threshold));
            evidence
                .weighed
                .iter()
                .for_each(|it| line(format_args!("  {:+} {}", it.weight, pattern(&it.pattern))));
        }
        for limit in &it.sections {
            line(format_args!(
                "  {} in {}",
                if limit.never { "never" } else { "only" },
                pattern(&limit.heading)
            ));
        }
        if !it.labels.is_empty() || !it.denied_labels.is_empty() {
            line(format_args!("  labels {:?} denied {:?}", it.labels, it.denied_labels));
        }
    }
    for it in &pack.rules {
        line(format_args!("\nrule {} {:?}", it.name, it.title));
        line(format_args!("  {} weight {} category {}", it.severity, it.weight, it.category));
        line(format_args!("  when {}", condition(&it.when)));
        let mut arms = |word: &str, arms: &[Arm]| {
            for it in arms {
                line(format_args!("  {word} {} -> {} {}", condition(&it.when), it.severity, it.weight));
            }
        };
        arms("eased", &it.eased);
        arms("raised", &it.raised);
        if !it.absorbs.is_empty() {
            line(format_args!("  absorbs {:?}", it.absorbs));
        }
        it.expected.iter().for_each(|it| line(format_args!("  expected {}", pattern(it))));
        for text in [&it.impact, &it.why, &it.advice, &it.suggest, &it.prefer, &it.accept, &it.refuse] {
            if !text.is_empty() {
                line(format_args!("  {text:?}"));
            }
        }
        it.sources
            .iter()
            .for_each(|it| line(format_args!("  source {:?} {} {}", it.text, it.url, it.checked)));
    }
    if let Some(score) = &pack.score {
        line(format_args!("\nscore"));
        score
            .categories
            .iter()
            .for_each(|it| line(format_args!("  {} {:?} worth {}", it.id, it.title, it.worth)));
        score.grades.iter().for_each(|it| line(format_args!("  {} from {}", it.grade, it.from)));
        line(format_args!("  else {}", score.lowest));
        score
            .gates
            .iter()
            .for_each(|it| line(format_args!("  {} {} -> {}", it.count, it.severity, it.at_most)));
    }
    out
}

fn pattern(it: &Pattern) -> String {
    match it {
        Pattern::Phrase(it) => phrase(it),
        Pattern::Regex(it) => format!("/{it}/"),
    }
}

fn phrase(it: &Phrase) -> String {
    steps(&it.steps)
}

fn steps(all: &[Step]) -> String {
    let one = |it: &Step| format!("{}{}", element(&it.what), if it.head { "^" } else { "" });
    all.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn element(it: &Element) -> String {
    let named = |capture: &Option<String>| capture.as_ref().map(|it| format!("{it}: ")).unwrap_or_default();
    match it {
        Element::Word(forms) => forms.iter().collect::<Vec<_>>().join("/"),
        Element::Exact(word) => format!("={word}"),
        Element::Any => "_".to_owned(),
        Element::Gap { min, max } => format!("..{min}-{max}"),
        Element::Alt(branches) => {
            format!("({})", branches.iter().map(|it| steps(it)).collect::<Vec<_>>().join(" | "))
        }
        Element::Opt(inner) => format!("({})?", steps(inner)),
        Element::Concept { name, capture } => format!("{{{}{name}}}", named(capture)),
        Element::Value { capture, ty } => format!("{{{capture}: {ty}}}"),
        Element::Party { capture, who } => {
            let who = who.map_or_else(|| "party".to_owned(), |it| it.to_string());
            format!("{{{}{who}}}", named(capture))
        }
        other => format!("{other:?}"),
    }
}

fn condition(it: &Condition) -> String {
    let all = |all: &[Condition], word: &str| all.iter().map(condition).collect::<Vec<_>>().join(word);
    match it {
        Condition::All(it) => format!("({})", all(it, " and ")),
        Condition::Any(it) => format!("({})", all(it, " or ")),
        Condition::AtLeast(n, it) => format!("{n} of ({})", all(it, ", ")),
        Condition::Not(it) => format!("not {}", condition(it)),
        Condition::Text { verb, clause, filter } if filter.is_empty() => format!("{verb:?} {clause}"),
        Condition::Text { verb, clause, filter } => format!("{verb:?} {clause} {filter:?}"),
        Condition::Count { clause, filter, op, n } => format!("Count {clause} {filter:?} {op:?} {n}"),
        other => format!("{other:?}"),
    }
}
