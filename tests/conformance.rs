//! Reading is right: each file of `tests/conformance` was made for one trait by another program, and its golden,
//! `<file>.outline`, tells what a person sees in it. `tests/conformance/README.md` says how both are made.

use std::{collections::BTreeSet, env, fmt::Write as _, fs, path::PathBuf, sync::LazyLock};

use termscore::{
    Document, Engine, Registry,
    document::{SectionView, SentenceView},
    extract::{self, ExtractError, Extracted},
    packs,
    report::Evidence,
    rule::Role,
};

/// Files that are not yet read as a person reads them, and what is wrong. A file that comes out right must leave.
const KNOWN: &[(&str, &str)] =
    &[("html-ordered-lists.html", "short items with letters that count down are taken for headings")];

/// How many files there are at least, by the first word of their names.
const SHARES: [(&str, usize); 8] =
    [("docx", 12), ("pdf", 8), ("html", 4), ("md", 2), ("txt", 6), ("rtf", 3), ("odt", 3), ("mail", 3)];

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    Engine::new([packs::freelance()], Registry::standard()).expect("the built-in packs fit together")
});

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/conformance")
}

/// Names of the documents, in order; what is made of them or about them is left out.
fn names() -> Vec<String> {
    let entries = fs::read_dir(folder()).expect("the folder is in the repository");
    let mut names: Vec<String> = entries
        .map(|it| it.expect("a file in it can be listed"))
        .filter(|it| it.file_type().is_ok_and(|kind| kind.is_file()))
        .map(|it| it.file_name().to_string_lossy().into_owned())
        .filter(|it| !it.ends_with(".outline") && !it.ends_with(".pages") && it.contains('-'))
        .collect();
    names.sort();
    names
}

fn is_known(name: &str) -> bool {
    KNOWN.iter().any(|it| it.0 == name)
}

fn bytes(name: &str) -> Vec<u8> {
    fs::read(folder().join(name)).expect("a file of the folder")
}

fn read(name: &str) -> Result<(Extracted, Document), ExtractError> {
    let extracted = extract::extract(name, &bytes(name))?;
    let document = Document::with_layout(name, extracted.text.clone(), extracted.layout.clone())
        .expect("readers keep the promises of a layout")
        .with_caveats(extracted.caveats.clone());
    Ok((extracted, document))
}

/// What a person sees: a line for each paragraph, then what stands beside the text.
fn outline(name: &str) -> String {
    let (extracted, document) = match read(name) {
        Ok(read) => read,
        Err(error) => return format!("error: {error}\n"),
    };
    let mut out = String::new();
    let sections = document.outline();
    let sentences: Vec<SentenceView<'_>> = document.sentences().collect();
    for paragraph in document.paragraphs() {
        let own = sentences.get(paragraph.sentences.clone()).unwrap_or_default();
        let mut roles: String = own.iter().map(letter).collect();
        if own.first().is_some_and(|it| !it.lead_in.is_empty()) {
            roles.push('^');
        }
        let page = document.page_of(paragraph.span.start).map_or("-".to_owned(), |it| it.to_string());
        let section = paragraph.section.map_or_else(String::new, |it| path(&sections, it));
        let text = ends(document.text().get(paragraph.span.start..paragraph.span.end).unwrap_or_default());
        let _ = writeln!(out, "{roles} | {section} | {} | {page} | {text}", paragraph.number);
    }
    for caveat in &extracted.caveats {
        let _ = writeln!(out, "caveat: {caveat}");
    }
    for note in &extracted.notes {
        let by = if note.author.is_empty() { String::new() } else { format!(" by {}", note.author) };
        let after = note.at.and_then(|at| extracted.text.get(at..));
        let place = after.map_or_else(String::new, |it| format!(" at \u{201c}{}\u{201d}", clip(it, 20)));
        let _ = writeln!(out, "{:?}{by}{place}: {}", note.kind, ends(&note.text));
    }
    for it in document.attachments() {
        let _ =
            writeln!(out, "attachment: {}, {}", it.label, if it.supplied { "supplied" } else { "missing" });
    }
    out
}

fn letter(sentence: &SentenceView<'_>) -> char {
    match sentence.role {
        Role::Operative => 'O',
        Role::Heading => 'H',
        Role::Recital => 'R',
        Role::Definition => 'D',
        Role::Contents => 'C',
        Role::Signature => 'S',
        Role::Hidden => 'X',
        Role::Struck => '-',
        _ => '?',
    }
}

/// Numbers of the sections that hold this one and its own, a heading where there is no number.
fn path(sections: &[SectionView], at: usize) -> String {
    let mut names = Vec::new();
    let mut level = usize::MAX;
    for section in sections.get(..=at).unwrap_or_default().iter().rev() {
        if section.level < level {
            level = section.level;
            names.push(if section.number.is_empty() {
                clip(&section.heading, 20)
            } else {
                section.number.clone()
            });
        }
    }
    names.reverse();
    names.join(" > ")
}

/// White space as single blanks, and no byte-order mark, which nobody sees.
fn line(text: &str) -> String {
    text.trim_start_matches('\u{feff}').split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first characters.
fn clip(text: &str, most: usize) -> String {
    let line = line(text);
    let clipped: String = line.chars().take(most).collect();
    if clipped.len() < line.len() { format!("{}…", clipped.trim_end()) } else { clipped }
}

/// Beginning and end of what is longer than a line: where readers of columns and pages go wrong.
fn ends(text: &str) -> String {
    let line = line(text);
    let n_chars = line.chars().count();
    if n_chars <= 80 {
        return line;
    }
    let begin: String = line.chars().take(54).collect();
    let end: String = line.chars().skip(n_chars - 23).collect();
    format!("{} … {}", begin.trim_end(), end.trim_start())
}

/// The lines of one that the other has not, in order, marked.
fn difference(expected: &str, found: &str) -> String {
    let missing = expected.lines().filter(|it| !found.lines().any(|other| other == *it));
    let surplus = found.lines().filter(|it| !expected.lines().any(|other| other == *it));
    let lines = missing.map(|it| format!("  - {it}\n")).chain(surplus.map(|it| format!("  + {it}\n")));
    let lines: String = lines.collect();
    if lines.is_empty() { "  the same lines in another order\n".to_owned() } else { lines }
}

/// `CONFORMANCE=write` writes the goldens of files that are not in [`KNOWN`], to be read before they are kept.
#[test]
fn each_document_is_read_as_a_person_reads_it() {
    let writes = env::var_os("CONFORMANCE").is_some_and(|it| it == "write");
    let mut wrong = String::new();
    for name in names() {
        let golden = folder().join(format!("{name}.outline"));
        let found = outline(&name);
        let known = KNOWN.iter().find(|it| it.0 == name);
        let expected = fs::read_to_string(&golden).unwrap_or_default();
        match known {
            None if writes => fs::write(&golden, &found).expect("the folder can be written"),
            None if expected != found => {
                let _ = writeln!(
                    wrong,
                    "{name}: `-` is what a person sees, `+` what was read\n{}",
                    difference(&expected, &found)
                );
            }
            Some((_, reason)) if expected == found => {
                let _ = writeln!(wrong, "{name} is read right now: take it out of KNOWN ({reason})");
            }
            Some(_) if expected.is_empty() => {
                let _ = writeln!(wrong, "{name} has no golden: write what a person sees");
            }
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn every_format_has_its_share_and_no_golden_is_left_over() {
    let names: BTreeSet<String> = names().into_iter().collect();
    for (kind, least) in SHARES {
        let n_files = names.iter().filter(|it| it.split('-').next() == Some(kind)).count();
        assert!(n_files >= least, "{n_files} files for {kind}, {least} are promised");
    }
    assert!(KNOWN.iter().all(|it| names.contains(it.0)), "KNOWN names files that are here");
    for entry in fs::read_dir(folder()).expect("the folder is in the repository") {
        let name = entry.expect("a file in it can be listed").file_name().to_string_lossy().into_owned();
        if let Some(of) = name.strip_suffix(".outline").or_else(|| name.strip_suffix(".pages")) {
            assert!(names.contains(of), "{name} belongs to no document");
        }
    }
}

/// Whatever a report or a list of clauses quotes from a document.
fn quoted(document: &Document) -> Vec<Evidence> {
    let report = ENGINE.score(document);
    let findings = report.findings.into_iter().chain(report.protections).flat_map(|it| it.evidence);
    findings.chain(ENGINE.clauses(document).into_iter().map(|it| it.evidence)).collect()
}

#[test]
fn every_quote_is_the_text_at_its_place() {
    let mut n_quoting = 0;
    for name in names() {
        let Ok((extracted, document)) = read(&name) else { continue };
        let quoted = quoted(&document);
        n_quoting += usize::from(!quoted.is_empty());
        for it in &quoted {
            assert_eq!(extracted.text.get(it.start..it.end), Some(it.quote.as_str()), "{name}");
            assert!(!it.quote.trim().is_empty(), "{name}");
            assert!(it.passage.start <= it.start && it.end <= it.passage.end, "{name}: {}", it.quote);
            assert_eq!(it.page, document.page_of(it.start), "{name}: {}", it.quote);
        }
    }
    assert!(n_quoting >= MIN_QUOTING, "{n_quoting} documents hold something to quote");
}

/// Documents that must hold something to quote, lest the test above be empty.
const MIN_QUOTING: usize = 60;

/// Letters and digits only, lower case, ligatures apart: what is left when programs disagree on white space.
fn letters(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\u{fb00}' => out.push_str("ff"),
            '\u{fb01}' => out.push_str("fi"),
            '\u{fb02}' => out.push_str("fl"),
            '\u{fb03}' => out.push_str("ffi"),
            '\u{fb04}' => out.push_str("ffl"),
            _ if c.is_alphanumeric() => out.extend(c.to_lowercase()),
            _ => {}
        }
    }
    out
}

/// The pages of a file as another program tells them: `pdftotext`, or the form feeds of a text.
fn pages(name: &str) -> Option<Vec<String>> {
    let told = fs::read_to_string(folder().join(format!("{name}.pages"))).ok()?;
    Some(told.split('\u{c}').map(letters).collect())
}

#[test]
fn every_quote_stands_on_the_page_that_is_told() {
    let mut n_checked = 0;
    for name in names() {
        let (Some(pages), Ok((_, document))) = (pages(&name), read(&name)) else { continue };
        if is_known(&name) {
            continue;
        }
        for it in quoted(&document) {
            let page = it.page.unwrap_or_default();
            let there = page.checked_sub(1).and_then(|nth| pages.get(nth)).map_or("", String::as_str);
            // A quote may go on over the page; its beginning may not.
            let begins: String = letters(&it.quote).chars().take(12).collect();
            assert!(there.contains(&begins), "{name}: {:?} is not on page {page}", it.quote);
            n_checked += 1;
        }
    }
    assert!(n_checked >= MIN_ON_PAGES, "{n_checked} quotes in files with pages");
}

/// Quotes in files with pages, lest the test above be empty.
const MIN_ON_PAGES: usize = 300;
