//! Terms that a document uses as defined ones and never defines: "the Deliverables", "such Services".
//!
//! Few and sure rather than many: whatever could be defined, named or known elsewhere counts as defined.

mod capitalised;
mod known;

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use self::{
    capitalised::{Capitalised, key_of},
    known::Known,
};
use super::{BySpelling, Document, Sentence};
use crate::{Span, rule::Role};

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
    let capitalised = Capitalised::new(document);
    let mut candidates = candidates(&capitalised);
    if candidates.is_empty() {
        return Vec::new();
    }
    let mut known = Known::new(&capitalised, candidates.iter().map(Candidate::keys));
    known.read_small();
    candidates.retain(|it| known.is_common(&it.keys));
    // Where most terms are defined comes first: what comes last is slow to read.
    let places: [fn(&mut _); 5] = [
        Known::add_definitions,
        Known::add_defining,
        Known::add_headings,
        Known::add_marked,
        Known::add_labels,
    ];
    for read in places {
        if candidates.is_empty() {
            break;
        }
        // Of fewer terms each time.
        let mut known = Known::new(&capitalised, candidates.iter().map(Candidate::keys));
        read(&mut known);
        candidates.retain(|it| !known.knows(&it.keys));
    }
    candidates.into_iter().map(|it| it.found).collect()
}

/// What looks like a term and is no name.
struct Candidate {
    /// See [`key_of`]; never empty.
    keys: Vec<String>,
    found: UndefinedTerm,
}

impl Candidate {
    fn keys(&self) -> &[String] {
        &self.keys
    }
}

/// By first use.
fn candidates(capitalised: &Capitalised<'_>) -> Vec<Candidate> {
    let document = capitalised.document;
    static ANYWHERE: LazyLock<FxHashSet<&str>> = LazyLock::new(|| NAMES.split_whitespace().collect());
    static LAST: LazyLock<FxHashSet<&str>> = LazyLock::new(|| LAST_OF_NAMES.split_whitespace().collect());
    let mut places: FxHashMap<String, usize> = FxHashMap::default();
    let mut found: Vec<Candidate> = Vec::new();
    let binds = |it: &&Sentence| matches!(it.role, Role::Operative | Role::Definition | Role::Recital);
    let runs = document.sentences.iter().filter(binds).flat_map(|it| capitalised.runs(it));
    for run in runs.filter(|it| it.is_referred(document)) {
        let keys: Vec<String> = run.words(document).map(key_of).collect();
        let named = keys.iter().any(|it| ANYWHERE.contains(it.as_str()))
            || keys.last().is_none_or(|it| LAST.contains(it.as_str()));
        if named {
            continue;
        }
        let place = *places.entry(keys.join(" ")).or_insert(found.len());
        match found.get_mut(place) {
            Some(it) => it.found.uses.push(run.span),
            None => {
                let term = run.words(document).collect::<Vec<_>>().join(" ");
                let found_first = UndefinedTerm { term, uses: vec![run.span] };
                found.push(Candidate { keys, found: found_first });
            }
        }
    }
    found.retain(|it| it.found.uses.len() >= USES);
    found
}

/// "Capitalized terms used but not defined herein have the meanings given in the Credit Agreement."
fn defines_elsewhere(document: &Document) -> bool {
    let says = BySpelling::new(document, |norm| matches!(norm, "capitalized" | "capitalised" | "defined"));
    document.sentences.iter().any(|sentence| {
        let words = document.own_words(sentence);
        let has = |it: &str| words.iter().any(|word| document.norm(*word) == it);
        words.iter().any(|it| says.of(*it))
            && (has("term") || has("terms") || has("words") || has("expressions"))
            && (has("not") && has("defined") || has("ascribed") || has("assigned"))
            && (has("meaning") || has("meanings") || has("definition") || has("definitions"))
    })
}

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
        check(
            "The Sub-projects are listed in Exhibit A. Client owns the Project. Contractor sends each Project.",
            &[],
        );
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
