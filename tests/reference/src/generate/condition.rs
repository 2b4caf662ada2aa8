//! Conditions over the clauses and rules that there are.

use super::Choices;

/// A clause that may be asked about: full name, captures with their types.
pub(super) struct Asked {
    pub(super) name: String,
    pub(super) captured: Vec<(String, &'static str)>,
}

pub(super) fn condition(choices: &mut Choices<'_>, clauses: &[Asked], rules: usize, depth: usize) -> String {
    let part = |choices: &mut Choices<'_>| match condition(choices, clauses, rules, depth - 1) {
        whole if whole.contains(" and ") || whole.contains(" or ") => format!("({whole})"),
        whole => whole,
    };
    if depth > 0 {
        match choices.below(5) {
            0 | 1 => {}
            2 => return format!("{} and {}", part(choices), part(choices)),
            3 => return format!("{} or {}", part(choices), part(choices)),
            _ => {
                let n = 1 + choices.below(3);
                return format!("{n} of {{ {} {} {} }}", part(choices), part(choices), part(choices));
            }
        }
    }
    match choices.below(13) {
        0 => text("asserts", choices, clauses),
        1 => text("denies", choices, clauses),
        2 | 3 => text("lacks", choices, clauses),
        4 => text("silent on", choices, clauses),
        5 => text("mentions", choices, clauses),
        6 => text("every", choices, clauses),
        7 => {
            let op = choices.of(&[">=", "<", "=", "!=", ">", "<="]);
            format!("{} {op} {}", text("count", choices, clauses), 1 + choices.below(3))
        }
        8 => format!("{}kind is {}", not(choices), choices.of(&["deal", "lease"])),
        9 => format!("{}{}()", not(choices), choices.of(&["host.one", "host.two"])),
        10 => format!("{}law is \"{}\"", not(choices), choices.of(&["Ohio", "United States", "France"])),
        _ if rules > 0 => format!("{}fires rule-{}", not(choices), choices.below(rules)),
        _ => text("asserts", choices, clauses),
    }
}

fn not(choices: &mut Choices<'_>) -> &'static str {
    if choices.once_in(3) { "not " } else { "" }
}

fn text(verb: &str, choices: &mut Choices<'_>, clauses: &[Asked]) -> String {
    let at = choices.below(clauses.len());
    let Some(clause) = clauses.get(at) else { return "host.one()".to_owned() };
    let mut comparisons = Vec::new();
    for _ in 0..choices.below(3) {
        let (capture, ty) = match clause.captured.get(choices.below(clause.captured.len() + 1)) {
            Some(captured) => captured,
            None => {
                let how = choices.of(&["=", "includes"]);
                let who = choices.of(&["you", "them", "both", "other", "unknown"]);
                comparisons.push(format!("actor {how} {who}"));
                continue;
            }
        };
        if *ty == "text" && choices.once_in(3) {
            comparisons.push(format!("{}host.even({capture})", not(choices)));
            continue;
        }
        let op = choices.of(&["=", ">", "<=", "!=", ">=", "<"]);
        let right = match *ty {
            "duration" => choices.of(&["30 days", "longest", "perpetual", "1 month"]),
            "money" => choices.of(&["500 USD", "least", "10 EUR"]),
            "percent" => "2%",
            "date" => "2026-01-31",
            "count" => "5",
            "jurisdiction" => choices.of(&["\"Ohio\"", "\"United States\""]),
            "section" => "\"7.2\"",
            _ => choices.of(&["\"data\"", "\"the Work\"", "\"Client\""]),
        };
        let op = if right.starts_with('"') { choices.of(&["=", "!="]) } else { op };
        comparisons.push(format!("{capture} {op} {right}"));
    }
    match comparisons.as_slice() {
        [] => format!("{verb} {}", clause.name),
        some => format!("{verb} {}[{}]", clause.name, some.join(" and ")),
    }
}
