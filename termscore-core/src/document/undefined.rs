//! Terms that a document uses as defined ones and never defines: "the Deliverables", "such Services".
//!
//! Few and sure rather than many: whatever could be defined, named or known elsewhere counts as defined.

use std::collections::{BTreeMap, BTreeSet};

use super::{After, Document, Sentence};
use crate::{Span, rule::Role};

/// Words of a term, at most.
const LONGEST: usize = 5;
/// Uses from which on it looks like a term.
const USES: usize = 2;

/// A term without a definition.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UndefinedTerm {
    /// As it is first written: `Deliverables`.
    pub term: String,
    /// Where it is used with a word such as "the" or "such" before it; at least two, in order of the text.
    pub uses: Vec<Span>,
}

/// By first use.
pub(super) fn undefined_terms(document: &Document) -> Vec<UndefinedTerm> {
    if defines_elsewhere(document) {
        return Vec::new();
    }
    let known = Known::new(document);
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut found: Vec<UndefinedTerm> = Vec::new();
    for sentence in &document.sentences {
        if !matches!(sentence.role, Role::Operative | Role::Definition | Role::Recital) {
            continue;
        }
        for run in runs(document, sentence) {
            let keys: Vec<String> = run.words.iter().map(|it| key_of(it)).collect();
            if !run.referred || !known.may_be_undefined(&keys) {
                continue;
            }
            let place = *places.entry(keys.join(" ")).or_insert(found.len());
            match found.get_mut(place) {
                Some(it) => it.uses.push(run.span),
                None => found.push(UndefinedTerm { term: run.words.join(" "), uses: vec![run.span] }),
            }
        }
    }
    found.retain(|it| it.uses.len() >= USES);
    found
}

/// Capitalised words that follow one another.
struct Run<'a> {
    words: Vec<&'a str>,
    span: Span,
    /// "the Deliverables", "such Services": a term, where its words are no name.
    referred: bool,
    /// "this Lease": the document speaks of itself or of a part.
    itself: bool,
}

/// Words before a term. What stands behind "this" and "these" names the document itself.
const REFERRING: [&str; 10] = ["all", "any", "each", "every", "its", "our", "said", "such", "the", "their"];

fn runs<'a>(document: &'a Document, sentence: &Sentence) -> Vec<Run<'a>> {
    let own = document.own_words(sentence);
    let text = document.text.as_str();
    let word = |place: usize| {
        let it = document.words.get(*own.get(place)? as usize)?;
        let written = text.get(it.start as usize..it.end as usize)?;
        let bare = written.strip_suffix("'s").or_else(|| written.strip_suffix("’s")).unwrap_or(written);
        Some((it, bare, bare.len() < written.len()))
    };
    let mut found = Vec::new();
    let mut place = 0;
    while let Some((first, bare, possessive)) = word(place) {
        let here = place;
        place += 1;
        // "Any Report" begins a sentence: the term begins behind "Any".
        let norm = own.get(here).map_or("", |it| document.norm(*it));
        if !is_capitalised(bare) || REFERRING.contains(&norm) || matches!(norm, "this" | "these") {
            continue;
        }
        let mut words = vec![bare];
        let mut span = Span::new(first.start as usize, first.start as usize + bare.len());
        let mut open = !possessive && first.after == After::Nothing;
        while let (true, Some((next, bare, possessive))) = (open, word(place)) {
            let between = text.get(span.end..next.start as usize).unwrap_or_default();
            let near = between.chars().all(|it| it.is_whitespace() || it == '-') && between.len() <= 3;
            if !near || !bare.starts_with(char::is_uppercase) {
                break;
            }
            words.push(bare);
            span = Span::new(span.start, next.start as usize + bare.len());
            open = !possessive && next.after == After::Nothing;
            place += 1;
        }
        let before = here.checked_sub(1).and_then(|it| own.get(it)).map_or("", |it| document.norm(*it));
        let name = goes_on_as_name(text.get(span.end..).unwrap_or_default());
        let joined = text
            .get(..first.start as usize)
            .is_some_and(|it| it.ends_with(['-', '/', '“', '"', '&', '.', '(']));
        found.push(Run {
            referred: REFERRING.contains(&before)
                && words.len() <= LONGEST
                && !name
                && !joined
                && words.last().is_some_and(|it| is_capitalised(it)),
            itself: matches!(before, "this" | "these"),
            words,
            span,
        });
    }
    found
}

/// "the State of Ohio", "the Age Discrimination in Employment Act", "the Smith & Co account", "the Series 4 shares", "the
/// Buy-out option", "the Report Abuse button": the words before are part of a name.
fn goes_on_as_name(after: &str) -> bool {
    let next = after.trim_start();
    if after.starts_with('-') || next.starts_with(['&', '®', '™', '#', '“', '"', '\'', '*']) {
        return true;
    }
    let mut words = next.split_whitespace();
    let (Some(first), second) = (words.next(), words.next().unwrap_or_default()) else { return false };
    let second = if second == "the" { words.next().unwrap_or_default() } else { second };
    let shown =
        ["app", "button", "facility", "feature", "form", "icon", "link", "menu", "option", "page", "tab"];
    first.starts_with(|it: char| it.is_ascii_digit())
        || matches!(first, "of" | "in" | "for" | "and") && second.starts_with(char::is_uppercase)
        || shown.binary_search(&first.trim_end_matches([',', '.', ';'])).is_ok()
}

/// What stands behind a term that is defined there and then, or somewhere that is named.
const DEFINING: &str = "\
    mean | shall mean | will mean | refer | shall refer | include | shall include | consist | \
    shall consist | comprise | is defined | are defined | as defined | (as defined | (defined | \
    defined in | as such term | (as such term | has the meaning | have the meaning | \
    shall have the meaning | is the | are the | shall be the | is set | are set | set forth | set out | \
    as set | described | is described | are described | as described | listed | are listed | \
    identified | specified";

fn defines(after: &str) -> bool {
    DEFINING.split(" | ").any(|it| {
        let rest = after.strip_prefix(it.trim());
        rest.is_some_and(|rest| !rest.starts_with(|it: char| it.is_alphabetic()) || !it.contains(' '))
    })
}

/// "Deliverables"; not "AI", "iPhone", "A".
fn is_capitalised(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
        && word.chars().count() > 2
        && word.chars().skip(1).all(|it| it.is_lowercase() || it == '-')
}

/// A word in lower case and the singular, so that "Deliverable" and "Deliverables" are one term.
fn key_of(word: &str) -> String {
    let lower = word.to_lowercase();
    match lower.strip_suffix("ies").filter(|it| it.len() > 2) {
        Some(stem) => format!("{stem}y"),
        None if lower.len() > 3 && lower.ends_with('s') && !lower.ends_with("ss") => {
            lower.trim_end_matches('s').to_owned()
        }
        None => lower,
    }
}

/// What needs no definition in this document.
struct Known<'d> {
    document: &'d Document,
    /// Keys of terms and of all their parts.
    terms: BTreeSet<String>,
    /// Keys of the words that the document also writes small.
    small: BTreeSet<String>,
    /// [`TERMS`], [`NAMES`] and [`LAST_OF_NAMES`].
    common: BTreeSet<&'static str>,
    names: BTreeSet<&'static str>,
    last_of_names: BTreeSet<&'static str>,
}

impl<'d> Known<'d> {
    fn new(document: &'d Document) -> Known<'d> {
        let mut known = Known {
            document,
            terms: BTreeSet::new(),
            small: BTreeSet::new(),
            common: TERMS.split_whitespace().collect(),
            names: NAMES.split_whitespace().collect(),
            last_of_names: LAST_OF_NAMES.split_whitespace().collect(),
        };
        for it in document.definitions() {
            known.add(&it.term);
        }
        for alias in &document.aliases {
            known.add(&alias.written);
            known.add(&alias.full_name);
        }
        for section in &document.sections {
            known.add(&section.heading);
            known.add(&section.number);
        }
        for sentence in &document.sentences {
            if matches!(sentence.role, Role::Heading | Role::Contents | Role::Signature) {
                known.add(sentence.span.of(&document.text));
            }
            for run in runs(document, sentence) {
                let after = document.text.get(run.span.end..).unwrap_or_default().trim_start();
                let after = after.trim_start_matches(['”', '"', '*', '_', ')', ',']).trim_start();
                if run.itself || defines(after) {
                    known.add(&run.words.join(" "));
                }
            }
            for word in document.own_words(sentence) {
                let Some(it) = document.words.get(*word as usize) else { continue };
                let written = document.text.get(it.start as usize..it.end as usize).unwrap_or_default();
                if written.starts_with(char::is_lowercase) {
                    known.small.insert(key_of(document.norm(*word)));
                }
            }
        }
        let dated = |it: &str| {
            ["effective", "last updated", "last revised", "date"].iter().any(|at| it.starts_with(at))
        };
        if document
            .text
            .lines()
            .any(|it| dated(it.trim_start_matches(['#', '*', '_', ' ']).to_lowercase().as_str()))
        {
            known.add("Effective Date");
        }
        known.add_marked();
        known.add_labels();
        known
    }

    /// Quoted, in parentheses, in bold: "(the Services)", "“Work”", "**Fees**", "hereinafter called Fees".
    fn add_marked(&mut self) {
        let text = self.document.text.as_str();
        for (open, close) in [
            ("(", ")"),
            ("“", "”"),
            ("\"", "\""),
            ("‘", "’"),
            ("''", "''"),
            ("**", "**"),
            ("[", "]"),
            ("_", "_"),
        ] {
            for (at, _) in text.match_indices(open) {
                let inner = text.get(at + open.len()..).unwrap_or_default();
                let n = inner.char_indices().nth(90).map_or(inner.len(), |it| it.0);
                let inner = inner.get(..n).unwrap_or_default();
                if let Some(end) = inner.find(close) {
                    self.add(inner.get(..end).unwrap_or_default());
                }
            }
        }
        for said in [
            "referred to as",
            "called",
            "known as",
            "defined as",
            "designated",
            "collectively",
            "hereinafter",
            "hereafter",
            "being",
            "i.e.",
        ] {
            for (at, _) in text.match_indices(said) {
                let rest = text.get(at + said.len()..).unwrap_or_default();
                let n = rest.char_indices().nth(60).map_or(rest.len(), |it| it.0);
                self.add(rest.get(..n).and_then(|it| it.split(['.', ';', '\n']).next()).unwrap_or_default());
            }
        }
    }

    /// "Fee: $500", "| Fee | $500 |", "Fee - the sum of", and lines of few words.
    fn add_labels(&mut self) {
        for line in self.document.text.lines() {
            let line = line.trim();
            if line.contains(['|', '\t']) || line.contains("   ") {
                for cell in line.split(['|', '\t']).flat_map(|it| it.split("   ")) {
                    if cell.split_whitespace().count() <= 6 {
                        self.add(cell);
                    }
                }
            }
            for sign in [":", " - ", " – ", " — ", ". "] {
                let Some((label, _)) = line.split_once(sign) else { continue };
                // "Final Payment. Client pays …" has a heading, "Client pays the Fee. It ends." has none.
                let titled = |it: &str| it.len() < 4 || !it.starts_with(char::is_lowercase);
                let heads = sign != ". " || label.split_whitespace().all(titled);
                if heads && label.split_whitespace().count() <= 8 {
                    self.add(label);
                }
            }
            if line.split_whitespace().count() <= 6 && !line.ends_with(['.', ';', ',']) {
                self.add(line);
            }
        }
    }

    /// Adds words and all runs of them that could be a term.
    fn add(&mut self, words: &str) {
        let keys: Vec<String> = words
            .split(|it: char| !(it.is_alphanumeric() || matches!(it, '\'' | '’')))
            .filter(|it| !it.is_empty())
            .take(24)
            .map(|it| key_of(it.strip_suffix("'s").or_else(|| it.strip_suffix("’s")).unwrap_or(it)))
            .collect();
        for at in 0..keys.len() {
            for n in 1..=LONGEST.min(keys.len() - at) {
                if let Some(run) = keys.get(at..at + n) {
                    self.terms.insert(run.join(" "));
                }
            }
        }
    }

    /// True of words that name nothing known: neither as a whole, nor by the words that they end in, nor a name.
    fn may_be_undefined(&self, keys: &[String]) -> bool {
        let Some(last) = keys.last() else { return false };
        let common = self.small.contains(last) || self.common.contains(last.as_str());
        let named = keys.iter().any(|it| self.names.contains(it.as_str()))
            || self.last_of_names.contains(last.as_str());
        let known =
            (0..keys.len()).any(|at| keys.get(at..).is_some_and(|it| self.terms.contains(&it.join(" "))));
        common && !named && !known
    }
}

/// "Capitalized terms used but not defined herein have the meanings given in the Credit Agreement."
fn defines_elsewhere(document: &Document) -> bool {
    document.sentences.iter().any(|sentence| {
        let words: Vec<&str> = document.own_words(sentence).iter().map(|it| document.norm(*it)).collect();
        let has = |it: &str| words.contains(&it);
        (has("capitalized") || has("capitalised") || has("defined"))
            && (has("term") || has("terms") || has("words") || has("expressions"))
            && (has("not") && has("defined") || has("ascribed") || has("assigned"))
            && (has("meaning") || has("meanings") || has("definition") || has("definitions"))
    })
}

/// Last words of terms, in the singular: what could be a term though the document never writes it small.
const TERMS: &str = "\
    asset assignment bonus change claim collateral commission compensation content cost date deliverable \
    deposit design document drawing duty equipment event expense fee file fixture good idea image \
    improvement information invention invoice loss material milestone obligation payment period person \
    premise price product project property purpose report result royalty service share software \
    specification task term territory trademark warrant website work";

/// Words that make a name of whatever they stand in, or that need no definition.
const NAMES: &str = "\
    addenda addendum africa african agreement amazon amendment america american annex annexure appendice \
    appendix apple april article asia asian atlantic attachment august australia australian bahamas bible \
    brazil brazilian britain british california canada canadian certain china chinese christian christmas \
    city clause commonwealth contract county course daily december delaware district dollar dr dutch earth \
    east easter eastern england english euro europe european exhibit facebook february federal federation \
    florida franc france french friday german germany god google hague hong honorable india indian \
    international internet ireland irish israel israeli italian italy january japan japanese jersey july \
    june kingdom kong korea korean london lord march may mexican mexico microsoft monday monthly mr mrs ms \
    nasdaq national netherlands nevada north northern november nyse october pacific paragraph paris party \
    philippine pound preamble province quarterly recital reddit renminbi republic russia russian saturday \
    schedule scotland section securitie security september singapore sir south southern spain spanish state \
    sterling subsection sunday swiss switzerland territories texas thanksgiving thursday tuesday uniform \
    union united wales web wednesday weekly west western world yearly yen york";

/// Last words of names: of laws, courts, bodies, offices, documents.
const LAST_OF_NAMES: &str = "\
    academy act addenda administration administrator ag agency agent agreement amendment appendice \
    arbitration arbitrator article artist assembly association attention attorney author authority avenue \
    award bank bar bench bill board borrower boulevard bureau buyer bv by-law bylaw certificate chair \
    chairman chairperson charter chief church client club co code college commission commissioner committee \
    company condition conditions congress constitution consultant contract contractor convention corp \
    corporation council counsel court customer day decree deed department designer developer directive \
    director discloser disclosing distributor document drive employee employer exchange executive floor form \
    foundation franchisee franchisor freelancer fund general gmbh government governor guarantee guaranty \
    guest guideline handbook holder host inc indenture inspector institute institution investor judge jury \
    landlord language law league lease lender lessee lessor letter licence license licensee licensor limited \
    list llc llp lp ltd manager manual manufacturer market mediation mediator meeting member memorandum \
    minister ministry note nv offering office officer order ordinance owner park parliament partner \
    partnership performer photographer plan plaza plc policy president principal producer program programme \
    protocol provider publisher purchaser receiver receiving recipient registrar registration registry \
    regulation resolution road rule sa schedule school secretary seller senate shareholder sheet signatory \
    society statement statute stockholder street subcontractor suite supplier supreme tenant terms time \
    treasurer treasury treaty tribunal trust trustee undersigned university us user vendor vice we worker \
    you";

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let document = Document::from_text("", text);
        let found = document.undefined_terms();
        let terms: Vec<&str> = found.iter().map(|it| it.term.as_str()).collect();
        assert_eq!(terms, expected, "{text}");
        for term in &found {
            assert!(term.uses.len() >= USES);
            assert!(term.uses.iter().all(|it| it.of(text).starts_with(char::is_uppercase)));
        }
    }

    #[test]
    fn terms_without_a_definition_are_found() {
        check("Contractor sends the Deliverables. Client owns such Deliverables.", &["Deliverables"]);
        check("Client approves each Final Report. Any Final Report is secret.", &["Final Report"]);
        check("Client returns the Materials, all Materials and any Material of it.", &["Materials"]);
    }

    #[test]
    fn what_is_defined_somewhere_is_none() {
        let uses = "Contractor sends the Deliverables. Client owns such Deliverables.";
        for defined in [
            "“Deliverables” means all files.",
            "Contractor makes drawings (the Deliverables).",
            "Contractor makes drawings, hereinafter called Deliverables.",
            "Deliverables: drawings and files",
            "DELIVERABLES\n\nAll files.",
            "| Deliverables | drawings |",
            "The Deliverables are set out in Exhibit A.",
            "Capitalized terms not defined here have the meanings of the Master Agreement.",
        ] {
            check(&format!("{uses}\n\n{defined}"), &[]);
        }
        check("Contractor sends the Deliverables once.", &[]);
        check("Contractor sends the deliverables. Client owns such deliverables.", &[]);
    }

    #[test]
    fn names_are_none() {
        check(
            "Client obeys the Privacy Act. Contractor obeys the Privacy Act, and the law of the State of Ohio.",
            &[],
        );
        check(
            "The Company pays on the Monday. The Company tells the Court. Any Court may ask the Board.",
            &[],
        );
        check(
            "Client has the Buy-out option. Client presses the Report button, the Report button again.",
            &[],
        );
        check("Under the Agreement all Sections of the Agreement and the Sections count.", &[]);
        check("Client uses the Acme Cloud. Contractor uses the Acme Cloud.", &[]);
    }
}
