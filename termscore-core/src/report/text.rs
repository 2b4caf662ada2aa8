//! The stable text form of a report, made for snapshots: complete, in a fixed order, without colours,
//! widths, times or paths.

use std::fmt;

use super::{Absence, Evidence, Finding, Report};

pub(super) fn write(report: &Report, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "score {}", report.score())?;
    if report.low != report.high {
        write!(f, " ({} to {})", report.low, report.high)?;
    }
    match &report.grade {
        Ok(grade) => writeln!(f, ", grade {grade}")?,
        Err(reason) => writeln!(f, ", no grade: {reason}")?,
    }
    for gate in &report.gates {
        writeln!(f, "gate {}{}", gate.reason, if gate.lowered { " (lowered the grade)" } else { "" })?;
    }
    writeln!(f, "document {}", report.document)?;
    let kind = if report.kind.name.is_empty() { "not recognised" } else { &report.kind.name };
    writeln!(f, "kind {kind}")?;
    if !report.you.is_empty() || !report.them.is_empty() {
        let or = |name: &'_ str| if name.is_empty() { "unknown".to_owned() } else { name.to_owned() };
        writeln!(f, "you {}, them {}", or(&report.you), or(&report.them))?;
    }
    for pack in &report.packs {
        writeln!(f, "pack {} {}", pack.name, pack.version)?;
    }
    for category in &report.categories {
        writeln!(f, "category {} {} of {}", category.id, category.left, category.worth)?;
    }
    for finding in &report.findings {
        write_finding(finding, f)?;
    }
    for finding in &report.protections {
        writeln!(f, "\nprotection {}\n  {}", finding.rule, finding.title)?;
        write_grounds(finding, f)?;
    }
    for it in &report.undetermined {
        writeln!(f, "\nundetermined {} (up to -{})\n  {}", it.rule, it.at_stake, it.title)?;
        writeln!(f, "  because {}", one_line(&it.reason))?;
        it.evidence.iter().try_for_each(|evidence| write_evidence(evidence, f))?;
    }
    if !report.best_fixes.is_empty() {
        writeln!(f)?;
    }
    for fix in &report.best_fixes {
        writeln!(f, "fix {} +{}", fix.rule, fix.gain)?;
    }
    for it in &report.changes {
        writeln!(f, "change {} by {}: {}, because {}", it.item, it.pack, it.what, one_line(&it.because))?;
    }
    for caveat in &report.caveats {
        writeln!(f, "caveat {}", one_line(caveat))?;
    }
    Ok(())
}

fn write_finding(finding: &Finding, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "\n{} {} -{}", finding.severity, finding.rule, finding.points)?;
    if let Some(arm) = &finding.arm {
        write!(f, " ({arm})")?;
    }
    if let Some(by) = &finding.absorbed_by {
        write!(f, " (counted in {by})")?;
    }
    writeln!(f, "\n  {}", finding.title)?;
    if !finding.impact.is_empty() {
        writeln!(f, "  impact {}", finding.impact)?;
    }
    write_grounds(finding, f)
}

fn write_grounds(finding: &Finding, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    finding.evidence.iter().try_for_each(|evidence| write_evidence(evidence, f))?;
    finding.absence.iter().try_for_each(|absence| write_absence(absence, f))
}

fn write_evidence(evidence: &Evidence, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "  {} {} at {}..{}", evidence.polarity, evidence.clause, evidence.start, evidence.end)?;
    if !evidence.section.is_empty() {
        write!(f, ", § {}", evidence.section)?;
    }
    if let Some(page) = evidence.page {
        write!(f, ", page {page}")?;
    }
    if let Some(file) = &evidence.file {
        write!(f, ", in {file}")?;
    }
    writeln!(f, ": \"{}\"", one_line(&evidence.quote))?;
    for (name, value) in &evidence.captures {
        writeln!(f, "    {name} = {value}")?;
    }
    Ok(())
}

fn write_absence(absence: &Absence, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "  not found {}: {} sentences searched", absence.clause, absence.searched)?;
    if let Some(heading) = &absence.expected_in {
        write!(f, ", expected under § {heading}")?;
    }
    writeln!(f)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
