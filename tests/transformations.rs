//! What a contract says does not change with how it is written down: every sample contract, renumbered, with other
//! names, reflowed, with other quotes and spellings, with its numbers in digits only, its sections in another order,
//! has the same findings and the same score.

use std::{collections::BTreeSet, fs, path::Path};

use regex::{Captures, Regex};
use termscore::{
    Document, Engine, Registry,
    extract::extract,
    packs,
    report::{Report, Status},
};

/// The sample contracts as plain text: what is written down differently is then all that differs.
fn contracts() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/contracts");
    let mut files: Vec<_> = [folder.clone(), folder.join("table")]
        .iter()
        .flat_map(|it| fs::read_dir(it).expect("the samples"))
        .map(|it| it.expect("an entry").path())
        .filter(|it| it.is_file() && it.file_name().is_some_and(|it| it != "README.md"))
        .collect();
    files.sort();
    files
        .iter()
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            let bytes = fs::read(path).expect("a sample");
            let text = extract(&name, &bytes).expect("a readable sample").text;
            (name, text)
        })
        .collect()
}

fn engine() -> Engine {
    Engine::new(packs::all(), Registry::standard().lenient()).expect("the packs link")
}

/// What must stay the same.
#[derive(Debug, PartialEq, Eq)]
struct Essence {
    kind: String,
    score: String,
    grade: Option<String>,
    fired: BTreeSet<String>,
    undetermined: BTreeSet<String>,
}

fn essence(report: &Report) -> Essence {
    let with = |wanted: &[Status]| {
        report.outcomes.iter().filter(|it| wanted.contains(it.1)).map(|it| it.0.to_string()).collect()
    };
    Essence {
        kind: report.kind.name.to_string(),
        score: report.score().to_string(),
        grade: report.grade.as_ref().ok().cloned(),
        fired: with(&[Status::Fired, Status::Absorbed]),
        undetermined: with(&[Status::Undetermined]),
    }
}

/// Compares each sample with what `write` makes of it; all differences are told at once.
fn check(write: impl Fn(&Document) -> String) {
    let engine = engine();
    let (mut differences, mut n_changed) = (Vec::new(), 0);
    for (name, text) in contracts() {
        let document = Document::from_text(name.as_str(), text.as_str());
        let written = write(&document);
        n_changed += usize::from(written != text);
        let before = essence(&engine.score(&document));
        let after = essence(&engine.score(&Document::from_text(name.as_str(), written)));
        if before == after {
            continue;
        }
        let of = |it: &Essence| (it.kind.clone(), it.score.clone(), it.grade.clone());
        differences.push(format!(
            "{name}: {:?} became {:?}\n  gone: {:?}\n  new: {:?}\n  undetermined: {:?} became {:?}",
            of(&before),
            of(&after),
            before.fired.difference(&after.fired).collect::<Vec<_>>(),
            after.fired.difference(&before.fired).collect::<Vec<_>>(),
            before.undetermined,
            after.undetermined,
        ));
    }
    assert!(n_changed >= 5, "only {n_changed} samples were written differently");
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a correct pattern")
}

#[test]
fn other_numbers() {
    let (labels, references) = (
        regex(r"(?m)^(\s*(?:Section |SECTION |§ ?)?)(\d{1,2})((?:(?:\.\d+)+\.?|\.)[ \t])"),
        regex(r"\b((?:[Ss]ections?|[Cc]lauses?|[Aa]rticles?|[Pp]aragraphs?) )(\d{1,2})\b"),
    );
    let shifted = |it: &Captures<'_>| -> String {
        let number: usize = it[2].parse().expect("digits");
        format!("{}{}{}", &it[1], number + 20, it.get(3).map_or("", |it| it.as_str()))
    };
    check(|document| {
        let text = labels.replace_all(document.text(), shifted);
        references.replace_all(&text, shifted).into_owned()
    });
}

#[test]
fn other_names() {
    check(|document| {
        let mut text = document.text().to_owned();
        for (n, name) in document.names().enumerate() {
            // The form of the company stays: it tells that the name is one.
            let first = name.full_name.split_whitespace().next().unwrap_or_default();
            if first.len() > 3 && first.chars().all(char::is_alphanumeric) {
                let other = ["Zephyr", "Quillon", "Marlowe", "Brightwater"][n % 4];
                text = regex(&format!(r"\b{first}\b")).replace_all(&text, other).into_owned();
            }
        }
        text
    });
}

#[test]
fn other_line_breaks() {
    // On narrower lines "(A)" may come to stand at the start of one, where it reads as an item.
    for width in [72, 96] {
        check(|document| {
            let lines = document.text().lines().map(|line| {
                // A text that has its line breaks already would get ragged lines, which nobody writes.
                if line.len() < 130 {
                    return line.to_owned();
                }
                let mut wrapped = String::new();
                let mut used = 0;
                for word in line.split(' ') {
                    if used > 0 && used + word.len() >= width {
                        wrapped.push('\n');
                        used = 0;
                    } else if used > 0 {
                        wrapped.push(' ');
                    }
                    wrapped.push_str(word);
                    used += word.len() + 1;
                }
                wrapped
            });
            lines.collect::<Vec<_>>().join("\n")
        });
    }
}

#[test]
fn other_quotes_and_dashes() {
    check(|document| {
        let text = document.text().replace(['“', '”', '„'], "\"").replace(['‘', '’'], "'");
        text.replace(['–', '—'], " - ").replace('\u{2011}', "-").replace("...", "…")
    });
    check(|document| {
        let text = regex(r#"(^|[\s(\[])""#).replace_all(document.text(), "$1«").replace('"', "»");
        text.replace(['“', '„'], "«").replace('”', "»").replace('\'', "’")
    });
}

#[test]
fn numbers_in_digits_alone() {
    const WORDS: &str = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|twenty|thirty|\
                         forty|fifty|sixty|seventy|eighty|ninety|hundred";
    let both = regex(&format!(r"(?i)\b(?:{WORDS})(?:[- ](?:{WORDS}))*\s+\((\d+)\)"));
    check(|document| both.replace_all(document.text(), "$1").into_owned());
}

#[test]
fn british_and_american_spelling() {
    const PAIRS: [(&str, &str); 21] = [
        ("license", "licence"),
        ("licenses", "licences"),
        ("licensed", "licenced"),
        ("sublicense", "sublicence"),
        ("authorize", "authorise"),
        ("authorized", "authorised"),
        ("organization", "organisation"),
        ("organizations", "organisations"),
        ("recognize", "recognise"),
        ("unauthorized", "unauthorised"),
        ("favor", "favour"),
        ("honor", "honour"),
        ("honored", "honoured"),
        ("judgment", "judgement"),
        ("canceled", "cancelled"),
        ("analyze", "analyse"),
        ("program", "programme"),
        ("defense", "defence"),
        ("fulfill", "fulfil"),
        ("labor", "labour"),
        ("utilize", "utilise"),
    ];
    let written = |text: &str, from: &str, to: &str| {
        let text = regex(&format!(r"\b{from}\b")).replace_all(text, to).into_owned();
        let upper =
            |it: &str| it.get(..1).unwrap_or_default().to_uppercase() + it.get(1..).unwrap_or_default();
        regex(&format!(r"\b{}\b", upper(from))).replace_all(&text, upper(to)).into_owned()
    };
    check(|document| PAIRS.iter().fold(document.text().to_owned(), |it, (us, uk)| written(&it, us, uk)));
    check(|document| PAIRS.iter().fold(document.text().to_owned(), |it, (us, uk)| written(&it, uk, us)));
}

#[test]
fn sections_in_another_order() {
    check(|document| {
        let text = document.text();
        // Neighbouring numbered sections at the top, from "1" on: not the title, the preamble or the signatures.
        let top: Vec<_> = document
            .outline()
            .into_iter()
            .filter(|it| it.level == 1 && it.number.trim_end_matches('.').parse::<usize>().is_ok())
            .collect();
        // The last one may hold the signatures.
        let Some((_, movable)) = top.split_last() else { return text.to_owned() };
        let (Some(first), Some(last)) = (movable.first(), movable.last()) else { return text.to_owned() };
        let Some(end) = top.last().map(|it| it.span.start).filter(|it| *it >= last.span.end) else {
            return text.to_owned();
        };
        let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
        let starts: Vec<usize> = movable.iter().map(|it| it.span.start).chain([end]).collect();
        let parts: Vec<&str> = starts.windows(2).map(|it| part(it[0], it[1])).rev().collect();
        format!("{}{}{}", part(0, first.span.start), parts.concat(), part(end, text.len()))
    });
}
