//! A report in, what is shown of it in which order out: the same in every form.

use std::cmp::Reverse;

use termscore_core::{
    Report,
    report::{Finding, Undetermined},
    rule::Severity,
};

/// A finding with its number and those that it stands for.
#[derive(Debug)]
pub(crate) struct Numbered<'a> {
    /// From 1, the worst first.
    pub(crate) n: usize,
    pub(crate) finding: &'a Finding,
    /// Findings that are counted in this one.
    pub(crate) counted_here: Vec<&'a Finding>,
}

/// Findings, the worst first. One that is counted in another is shown there, or on its own if that is not shown.
pub(crate) fn numbered(report: &Report) -> Vec<Numbered<'_>> {
    let stands = |it: &&Finding| it.absorbed_by.is_none();
    let is_shown = |rule: &str| report.findings.iter().filter(stands).any(|it| it.rule == rule);
    let own = report.findings.iter().filter(|it| it.absorbed_by.as_ref().is_none_or(|by| !is_shown(by)));
    own.enumerate()
        .map(|(at, finding)| {
            let absorbed = |it: &&Finding| it.absorbed_by.as_ref() == Some(&finding.rule);
            let counted_here = match finding.absorbed_by {
                None => report.findings.iter().filter(absorbed).collect(),
                Some(_) => Vec::new(),
            };
            Numbered { n: at + 1, finding, counted_here }
        })
        .collect()
}

/// Open questions with their numbers, the worst first, those with the same reason together.
pub(crate) fn by_reason(report: &Report) -> Vec<(&str, Vec<(usize, &Undetermined)>)> {
    let mut sorted: Vec<&Undetermined> = report.undetermined.iter().collect();
    sorted.sort_by_key(|it| (Reverse(it.severity), Reverse(it.at_stake)));
    let mut groups: Vec<(&str, Vec<(usize, &Undetermined)>)> = Vec::new();
    for it in sorted {
        match groups.iter_mut().find(|(reason, _)| *reason == it.reason) {
            Some((_, all)) => all.push((0, it)),
            None => groups.push((&it.reason, vec![(0, it)])),
        }
    }
    let mut n = 0;
    for (number, _) in groups.iter_mut().flat_map(|(_, all)| all) {
        n += 1;
        *number = n;
    }
    groups
}

/// "1 critical, 3 high": how many of each, the worst first.
pub(crate) fn by_severity(findings: &[Numbered<'_>]) -> String {
    let of = |severity| findings.iter().filter(|it| it.finding.severity == severity).count();
    let counts = Severity::ALL.into_iter().rev().map(|it| (of(it), it)).filter(|(n, _)| *n > 0);
    counts.map(|(n, severity)| format!("{n} {severity}")).collect::<Vec<_>>().join(", ")
}

/// Things that a finding needs said beside what its rule says: what an arm or another pack changed, why it takes nothing.
pub(crate) fn notes(report: &Report, finding: &Finding) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(arm) = &finding.arm {
        let than_usual = if arm == "eased" { "Milder" } else { "Worse" };
        notes.push(format!("{than_usual} in this contract than elsewhere: {}.", finding.severity));
    }
    // A finding that costs nothing would look harmless.
    let category = report.categories.iter().find(|it| it.id == finding.category);
    let nothing = termscore_core::rule::Points(0);
    if let Some(category) = category.filter(|it| it.left <= nothing && finding.points <= nothing) {
        notes.push(format!("Takes no points because nothing is left of “{}”.", category.title));
    }
    notes.extend(finding.changed.clone());
    notes
}

/// What to ask for first, what to settle for, and where to walk away; steps that a rule leaves out, and a fallback that is
/// the first choice again, are left out.
pub(crate) fn ladder(finding: &Finding) -> Vec<(&'static str, &str)> {
    let prefer = step("Prefer", &finding.prefer);
    let accept = step("Accept", &finding.accept).filter(|it| Some(*it) != prefer);
    let steps = [("Prefer", prefer), ("Accept", accept), ("Refuse", step("Refuse", &finding.refuse))];
    steps.into_iter().filter_map(|(name, it)| Some((name, it?))).collect()
}

/// A step as it stands behind its name: "Prefer: None" could be read as if nothing were preferred.
fn step<'a>(name: &str, text: &'a str) -> Option<&'a str> {
    let text = text.trim();
    match text.trim_end_matches('.').to_lowercase().as_str() {
        "" | "-" | "–" => None,
        "none" if name == "Refuse" => Some("None at all"),
        "none" | "strike" | "struck" if name != "Refuse" => Some("No such clause"),
        _ => Some(text),
    }
}

/// Disclaimers of the packs, each once.
pub(crate) fn disclaimers(report: &Report) -> Vec<&str> {
    let mut said: Vec<&str> = Vec::new();
    for it in report.packs.iter().map(|it| it.disclaimer.trim()) {
        if !it.is_empty() && !said.contains(&it) {
            said.push(it);
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_says_what_it_means_behind_its_name() {
        for (name, text, expected) in [
            ("Prefer", "None", Some("No such clause")),
            ("Accept", "Struck", Some("No such clause")),
            ("Refuse", "None", Some("None at all")),
            ("Refuse", "Strike", Some("Strike")),
            ("Prefer", " 30 days ", Some("30 days")),
            ("Accept", "-", None),
            ("Refuse", "", None),
        ] {
            assert_eq!(step(name, text), expected, "{name} {text}");
        }
    }
}
