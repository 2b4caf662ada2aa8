//! One contract in seven formats: the same findings, the same score, and quotes that differ only in white space.
//! The Word file numbers its clauses automatically, as do odt, rtf and pdf made from it; md, html and txt have typed
//! numbers. `tests/conformance/build/seven.py` makes them.

use std::{fs, path::Path};

use termscore::{Document, Engine, Registry, extract, packs, report::Finding};

const FILES: [&str; 7] = [
    "examples/contracts/agency-freelancer-friendly.docx",
    "tests/conformance/seven/agreement.md",
    "tests/conformance/seven/agreement.html",
    "tests/conformance/seven/agreement.txt",
    "tests/conformance/seven/agreement.odt",
    "tests/conformance/seven/agreement.rtf",
    "tests/conformance/seven/agreement.pdf",
];

/// Formats that do not yet give the same, and what is wrong. One that does must leave.
const KNOWN: &[(&str, &str)] = &[];

/// What a report says, in lines that two reports can be compared by.
fn said(file: &str) -> Result<Vec<String>, String> {
    let bytes = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).expect("a file of the repository");
    let extracted = extract::extract(file, &bytes).map_err(|it| it.to_string())?;
    let document =
        Document::with_layout("agreement", extracted.text, extracted.layout).map_err(|it| it.to_string())?;
    let engine =
        Engine::new([packs::freelance()], Registry::standard()).expect("the built-in packs fit together");
    let report = engine.score(&document);
    let mut lines = vec![format!("score {}, from {} to {}", report.score(), report.low, report.high)];
    for it in report.findings.iter().chain(&report.protections) {
        lines.extend(lines_of(it));
    }
    lines.extend(report.undetermined.iter().map(|it| format!("undetermined: {}", it.rule)));
    for it in engine.clauses(&document) {
        lines.push(format!(
            "clause {}, {:?}: {}",
            it.evidence.clause,
            it.evidence.polarity,
            squeezed(&it.evidence.quote)
        ));
    }
    Ok(lines)
}

fn lines_of(finding: &Finding) -> Vec<String> {
    let quotes =
        finding.evidence.iter().map(|it| format!("  {} in {}", squeezed(&it.quote), squeezed(&it.section)));
    std::iter::once(format!("{} {}", finding.rule, finding.points)).chain(quotes).collect()
}

/// Without white space, and without the bars between the cells of a row, which plain text has not.
fn squeezed(text: &str) -> String {
    text.chars().filter(|it| !it.is_whitespace() && *it != '|').collect()
}

#[test]
fn one_contract_is_one_report_in_every_format() {
    let expected = said(FILES.first().expect("the Word file")).expect("it is read");
    assert!(expected.len() > 60, "a report with findings: {expected:?}");
    let mut wrong = Vec::new();
    for file in FILES {
        let known = KNOWN.iter().find(|it| file.ends_with(it.0));
        let difference = match said(file) {
            Err(error) => format!("  {error}"),
            Ok(found) => {
                let missing = expected.iter().filter(|it| !found.contains(it)).map(|it| format!("  - {it}"));
                let surplus = found.iter().filter(|it| !expected.contains(it)).map(|it| format!("  + {it}"));
                let mut lines: Vec<String> = missing.chain(surplus).collect();
                if lines.is_empty() && found != expected {
                    lines.push("  the same lines in another order or number".to_owned());
                }
                lines.join("\n")
            }
        };
        match known {
            None if !difference.is_empty() => wrong.push(format!("{file}:\n{difference}")),
            Some((_, reason)) if difference.is_empty() => {
                wrong.push(format!("{file} is right now: take it out of KNOWN ({reason})"))
            }
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "`-` is in the Word file's report, `+` only in this\n{}", wrong.join("\n"));
}
