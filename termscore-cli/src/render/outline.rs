//! How a contract is built, as a page for people or as JSON for programs.

use std::collections::BTreeMap;

use serde::Serialize;
use termscore::{
    Document, Span,
    document::{BlankKind, Defined, Party, Reference, Signature, Target},
    rule::Role,
};

use crate::{args::OutlinePart, contract::Contract};

use super::{
    count::count,
    page::{NO_BREAK, Page, Piece, columns, plain, styled},
    style::{BAD, DOUBT, FAINT, GOOD, STRONG},
};

/// Left edge of what stands below a title.
const EDGE: usize = 2;

/// What is shown.
#[derive(Debug, Default)]
pub(crate) struct Choice {
    /// Empty: all parts.
    pub(crate) only: Vec<OutlinePart>,
    /// Levels of sections.
    pub(crate) depth: Option<usize>,
}

impl Choice {
    fn shows(&self, part: OutlinePart) -> bool {
        self.only.is_empty() || self.only.contains(&part)
    }
}

/// Writes one part.
type Show = fn(&mut Page, &Places<'_>, &Choice);

/// What is needed to say where something stands.
struct Places<'a> {
    contract: &'a Contract,
    /// What a person would cite, one a paragraph.
    labels: Vec<String>,
    /// Where lines end.
    breaks: Vec<usize>,
}

impl<'a> Places<'a> {
    fn new(contract: &'a Contract) -> Places<'a> {
        let breaks = contract.line_ends();
        Places { contract, labels: labels(&contract.document), breaks }
    }

    /// "p. 3" or "line 12".
    fn place(&self, byte: usize) -> Option<String> {
        match self.contract.document.page_of(byte) {
            Some(page) => Some(format!("p.{NO_BREAK}{page}")),
            None => self.contract.among_lines(byte).map(|(_, byte)| {
                let line = self.breaks.partition_point(|it| *it < byte) + 1;
                format!("line{NO_BREAK}{line}")
            }),
        }
    }

    /// What a person would cite for a paragraph, with page or line.
    fn cited(&self, paragraph: Option<usize>, byte: usize) -> String {
        let label = paragraph.and_then(|it| self.labels.get(it)).filter(|it| !it.is_empty());
        let label = label.map(|it| {
            if it.starts_with(|it: char| it.is_ascii_digit()) {
                format!("§{NO_BREAK}{it}")
            } else {
                it.clone()
            }
        });
        [label, self.place(byte)].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// A page with one part below the other; parts that a contract does not have are left out.
pub(crate) fn text(page: &mut Page, contract: &Contract, choice: &Choice) {
    let document = &contract.document;
    let n_sections = document.outline().len();
    let mut facts =
        vec![count(n_sections, "section", "sections"), count(document.n_words(), "word", "words")];
    if contract.n_pages() > 0 {
        facts.push(count(contract.n_pages(), "page", "pages"));
    }
    page.paragraph(0, &[styled(STRONG, contract.name()), styled(FAINT, format!(" · {}", facts.join(" · ")))]);
    let places = Places::new(contract);
    let parts: [(OutlinePart, Show); 7] = [
        (OutlinePart::Parties, parties),
        (OutlinePart::Sections, sections),
        (OutlinePart::Definitions, definitions),
        (OutlinePart::References, references),
        (OutlinePart::Exhibits, exhibits),
        (OutlinePart::Blanks, blanks),
        (OutlinePart::Signatures, signatures),
    ];
    for (part, show) in parts {
        if choice.shows(part) {
            show(page, &places, choice);
        }
    }
}

fn title(page: &mut Page, name: &str, remark: &str) {
    page.gap();
    page.paragraph(
        0,
        &[
            styled(STRONG, name),
            styled(FAINT, if remark.is_empty() { String::new() } else { format!(" · {remark}") }),
        ],
    );
}

fn parties(page: &mut Page, places: &Places<'_>, _: &Choice) {
    let parties = places.contract.document.parties();
    if parties.is_empty() {
        return;
    }
    title(page, "Parties", "");
    for party in &parties {
        let called = party.called.join(", ");
        let label = if called.is_empty() { party.name.clone() } else { called };
        let mut about: Vec<String> = Vec::new();
        if !party.called.is_empty() {
            about.push(if party.name.is_empty() { String::from("not named") } else { party.name.clone() });
        }
        if !party.entity.is_empty() || !party.place.is_empty() {
            let kind = if party.place.is_empty() {
                party.entity.clone()
            } else {
                format!("{} {}", party.place, party.entity)
            };
            about.push(kind.trim().to_owned());
        }
        about.extend(Some(&party.address).filter(|it| !it.is_empty()).cloned());
        let dash = if about.is_empty() { "" } else { ": " };
        page.hanging(
            &[plain(" ".repeat(EDGE))],
            EDGE + 4,
            &[styled(STRONG, format!("{label}{dash}")), plain(about.join("; "))],
        );
    }
}

fn sections(page: &mut Page, places: &Places<'_>, choice: &Choice) {
    let document = &places.contract.document;
    let outline = document.outline();
    if outline.is_empty() {
        return;
    }
    title(page, "Sections", "");
    for section in &outline {
        if choice.depth.is_some_and(|it| section.level > it) {
            continue;
        }
        let indent = EDGE + 2 * section.level.saturating_sub(1).min(8);
        let number = section.number.replace(' ', &NO_BREAK.to_string());
        let label = match (number.is_empty(), section.heading.is_empty()) {
            (true, _) => String::new(),
            (false, true) => number,
            (false, false) => format!("{number}  "),
        };
        let shown = [plain(" ".repeat(indent)), styled(FAINT, &label)];
        let heading = plain(&section.heading);
        let left = indent + columns(&label);
        match places.place(section.span.start) {
            Some(it) => page.ends(&shown, left, &[heading], &styled(FAINT, it)),
            None => page.hanging(&shown, left, &[heading]),
        }
    }
}

fn labels(document: &Document) -> Vec<String> {
    document.paragraphs().map(|it| it.label.to_owned()).collect()
}

fn row(page: &mut Page, left: &[Piece], right: &str) {
    let indent = [plain(" ".repeat(EDGE))];
    if right.is_empty() {
        page.hanging(&indent, EDGE + 2, left);
    } else {
        page.ends(&indent, EDGE + 2, left, &styled(FAINT, right));
    }
}

fn definitions(page: &mut Page, places: &Places<'_>, _: &Choice) {
    defined(page, places);
    undefined(page, places);
}

fn undefined(page: &mut Page, places: &Places<'_>) {
    let terms = places.contract.document.undefined_terms();
    if terms.is_empty() {
        return;
    }
    title(page, "Terms without a definition", &count(terms.len(), "term", "terms"));
    for it in &terms {
        let uses = format!("  used {}", count(it.uses.len(), "time", "times"));
        let place = it.uses.first().and_then(|it| places.place(it.start)).unwrap_or_default();
        row(page, &[styled(DOUBT, &it.term), styled(FAINT, uses)], &place);
    }
}

fn defined(page: &mut Page, places: &Places<'_>) {
    let document = &places.contract.document;
    let definitions = document.definitions();
    if definitions.is_empty() {
        return;
    }
    title(page, "Definitions", &count(definitions.len(), "term", "terms"));
    for it in &definitions {
        let remark = match it.how {
            Defined::Elsewhere => "  defined elsewhere",
            Defined::Named => "",
            _ => "  means",
        };
        let mut pieces = vec![plain(&it.term), styled(FAINT, remark)];
        if it.how == Defined::Means {
            pieces.push(styled(FAINT, format!(" {}", meaning(document.text(), it.term_span, it.span))));
        }
        row(page, &pieces, &places.cited(Some(it.paragraph), it.term_span.start));
    }
}

/// The first words of a meaning: behind the verb, at most a line of them.
fn meaning(text: &str, term: Span, span: Span) -> String {
    let rest = text.get(term.end..span.end).unwrap_or_default();
    let verb = [" means", " mean ", " refers to", "meaning of", " includes", " include "];
    let at = verb.iter().filter_map(|it| rest.find(it).map(|at| at + it.len())).min().unwrap_or(0);
    let rest = rest.get(at..).unwrap_or_default();
    let rest = rest
        .trim_start_matches(|it: char| !it.is_alphanumeric() && !matches!(it, '“' | '"' | '(' | '[' | '$'));
    short(rest, 56)
}

/// Text on one line, cut between words.
fn short(text: &str, most: usize) -> String {
    let mut out = String::new();
    for word in text.split_whitespace() {
        if columns(&out) + columns(word) + 1 > most {
            return if out.is_empty() {
                word.chars().take(most).collect()
            } else {
                out.trim_end_matches([',', ';', ':']).to_owned() + " …"
            };
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

fn references(page: &mut Page, places: &Places<'_>, _: &Choice) {
    let document = &places.contract.document;
    let references = document.references();
    if references.is_empty() {
        return;
    }
    let sentences: Vec<usize> = document.sentences().map(|it| it.paragraph).collect();
    let n_missing = references.iter().filter(|it| it.target == Target::Missing).count();
    let remark = match n_missing {
        0 => format!("{}, none to a missing provision", count(references.len(), "reference", "references")),
        n => format!("{}, {n} to a missing provision", count(references.len(), "reference", "references")),
    };
    title(page, "References", &remark);
    // One line for everything that is named alike and leads to the same place, the missing ones first.
    let mut groups: Vec<(&Reference, Vec<&Reference>)> = Vec::new();
    let mut nth: BTreeMap<(&str, Option<usize>), usize> = BTreeMap::new();
    for it in &references {
        let target = match it.target {
            Target::Paragraph(at) => Some(at),
            _ => None,
        };
        let place = *nth.entry((it.names.as_str(), target)).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.1.push(it),
            None => groups.push((it, vec![it])),
        }
    }
    groups.sort_by_key(|(it, _)| it.target != Target::Missing);
    let headings = headings(document);
    for (it, all) in &groups {
        let (arrow, style) = match it.target {
            Target::Paragraph(at) => (format!(" → {}", target_name(&headings, &places.labels, at)), FAINT),
            Target::NotSupplied => (String::from(" → not supplied"), DOUBT),
            _ => (String::from(" → missing"), BAD),
        };
        let from = sentences.get(it.sentence).copied();
        let mut right = places.cited(from, it.span.start);
        if all.len() > 1 {
            right = if right.is_empty() {
                count(all.len(), "time", "times")
            } else {
                format!("{right} and {} more", all.len() - 1)
            };
        }
        row(page, &[plain(&it.names), styled(style, arrow)], &right);
    }
}

/// "7.2 Payment", "Recitals": number and heading of a provision.
fn target_name(headings: &[String], labels: &[String], at: usize) -> String {
    let label = labels.get(at).cloned().unwrap_or_default();
    let heading = headings.get(at).filter(|it| !it.is_empty() && **it != label).map(|it| short(it, 30));
    let label = if label.is_empty() { String::from("text before the first number") } else { label };
    match heading {
        Some(it) => format!("{label} {it}"),
        None => label,
    }
}

/// The heading that each paragraph stands under; empty if there is none.
fn headings(document: &Document) -> Vec<String> {
    let outline = document.outline();
    let heading =
        |section: Option<usize>| section.and_then(|it| outline.get(it)).map(|it| it.heading.clone());
    document.paragraphs().map(|it| heading(it.section).unwrap_or_default()).collect()
}

fn exhibits(page: &mut Page, places: &Places<'_>, _: &Choice) {
    let document = &places.contract.document;
    let exhibits: Vec<_> = document.attachments().collect();
    if exhibits.is_empty() {
        return;
    }
    let sentences: Vec<(usize, Span)> = document.sentences().map(|it| (it.paragraph, it.span)).collect();
    let n_missing = exhibits.iter().filter(|it| !it.supplied).count();
    title(page, "Exhibits and outside terms", &format!("{n_missing} not supplied"));
    for it in &exhibits {
        let (remark, style) = if it.supplied { ("  supplied", GOOD) } else { ("  not supplied", DOUBT) };
        let sentence = it.sentences.first().and_then(|it| sentences.get(*it as usize));
        let right = sentence.map(|it| places.cited(Some(it.0), it.1.start)).unwrap_or_default();
        row(page, &[plain(it.label), styled(style, remark)], &right);
    }
}

fn blanks(page: &mut Page, places: &Places<'_>, _: &Choice) {
    let document = &places.contract.document;
    let blanks = document.blanks();
    if blanks.is_empty() {
        return;
    }
    title(page, "Blanks", &count(blanks.len(), "place to fill in", "places to fill in"));
    for it in &blanks {
        let text = document.text();
        let before = text.get(it.around.start..it.span.start).unwrap_or_default();
        let after = text.get(it.span.end..it.around.end).unwrap_or_default();
        let mark = short(it.span.of(text), 40);
        row(
            page,
            &[plain(before), styled(DOUBT, mark), plain(after)],
            &places.cited(it.paragraph, it.span.start),
        );
    }
}

fn signatures(page: &mut Page, places: &Places<'_>, _: &Choice) {
    let signatures = places.contract.document.signatures();
    if signatures.is_empty() {
        return;
    }
    title(page, "Signatures", "");
    for it in &signatures {
        let who: Vec<&str> = [it.party.as_str(), it.name.as_str(), it.title.as_str(), it.date.as_str()]
            .into_iter()
            .filter(|it| !it.is_empty())
            .collect();
        let who = if who.is_empty() { String::from("nobody named") } else { who.join(", ") };
        let (remark, style) = if it.blank { ("  not signed", DOUBT) } else { ("  signed", GOOD) };
        row(page, &[plain(who), styled(style, remark)], &places.place(it.span.start).unwrap_or_default());
    }
}

/// One object on one line.
pub(crate) fn json(contract: &Contract, choice: &Choice) -> serde_json::Result<String> {
    let document = &contract.document;
    let labels = labels(document);
    let label = |paragraph: Option<usize>| {
        paragraph.and_then(|it| labels.get(it)).map(String::as_str).unwrap_or_default()
    };
    let sentences: Vec<usize> = document.sentences().map(|it| it.paragraph).collect();
    let paragraphs: Vec<Span> = document.paragraphs().map(|it| it.span).collect();
    let text = document.text();
    let shown = |part| choice.shows(part);
    let list = Listing {
        schema: "termscore/outline/1",
        file: contract.name(),
        words: document.n_words(),
        pages: Some(contract.n_pages()).filter(|it| *it > 0),
        parties: shown(OutlinePart::Parties).then(|| document.parties().into_iter().map(party).collect()),
        sections: shown(OutlinePart::Sections).then(|| {
            let all =
                document.outline().into_iter().filter(|it| choice.depth.is_none_or(|most| it.level <= most));
            let section = |it: termscore::document::SectionView| SectionLine {
                page: document.page_of(it.span.start),
                number: it.number,
                heading: it.heading,
                level: it.level,
                start: it.span.start,
                end: it.span.end,
            };
            all.map(section).collect()
        }),
        definitions: shown(OutlinePart::Definitions).then(|| {
            let all = document.definitions().into_iter();
            let definition = |it: termscore::document::Definition| DefinitionLine {
                how: match it.how {
                    Defined::Elsewhere => "elsewhere",
                    Defined::Named => "named",
                    _ => "means",
                },
                quote: it.span.of(text).to_owned(),
                section: label(Some(it.paragraph)).to_owned(),
                start: it.span.start,
                end: it.span.end,
                term: it.term,
            };
            all.map(definition).collect()
        }),
        undefined: shown(OutlinePart::Definitions).then(|| {
            let term = |it: termscore::document::UndefinedTerm| UndefinedLine {
                uses: it.uses.iter().map(|it| PlaceLine { start: it.start, end: it.end }).collect(),
                term: it.term,
            };
            document.undefined_terms().into_iter().map(term).collect()
        }),
        references: shown(OutlinePart::References).then(|| {
            let all = document.references().into_iter();
            let reference = |it: Reference| {
                let (status, target) = match it.target {
                    Target::Paragraph(at) => ("resolved", Some(at)),
                    Target::NotSupplied => ("not-supplied", None),
                    _ => ("missing", None),
                };
                let span = target.and_then(|it| paragraphs.get(it));
                ReferenceLine {
                    quote: it.span.of(text).to_owned(),
                    section: label(sentences.get(it.sentence).copied()).to_owned(),
                    start: it.span.start,
                    end: it.span.end,
                    names: it.names,
                    status,
                    target: target.map(|at| label(Some(at)).to_owned()),
                    target_start: span.map(|it| it.start),
                    target_end: span.map(|it| it.end),
                }
            };
            all.map(reference).collect()
        }),
        exhibits: shown(OutlinePart::Exhibits).then(|| {
            let exhibit = |it: termscore::document::AttachmentView<'_>| ExhibitLine {
                label: it.label.to_owned(),
                supplied: it.supplied,
                wholesale: it.wholesale,
                sections: {
                    let mut all: Vec<String> = Vec::new();
                    for place in it.sentences {
                        let name = label(sentences.get(*place as usize).copied());
                        if all.last().is_none_or(|it| it != name) {
                            all.push(name.to_owned());
                        }
                    }
                    all
                },
            };
            document.attachments().map(exhibit).collect()
        }),
        blanks: shown(OutlinePart::Blanks).then(|| {
            let blank = |it: termscore::document::Blank| BlankLine {
                quote: it.span.of(text).to_owned(),
                kind: match it.kind {
                    BlankKind::Line => "line",
                    BlankKind::Mark => "mark",
                    BlankKind::Note => "note",
                    BlankKind::Word => "word",
                    BlankKind::Field => "field",
                    BlankKind::Redacted => "redacted",
                    _ => "other",
                },
                around: it.around.of(text).to_owned(),
                section: label(it.paragraph).to_owned(),
                start: it.span.start,
                end: it.span.end,
                page: document.page_of(it.span.start),
            };
            document.blanks().into_iter().map(blank).collect()
        }),
        signatures: shown(OutlinePart::Signatures)
            .then(|| document.signatures().into_iter().map(|it| signature(it, document)).collect()),
        contents: shown(OutlinePart::Sections)
            .then(|| document.sentences().filter(|it| it.role == Role::Contents).count())
            .filter(|it| *it > 0),
    };
    serde_json::to_string(&list)
}

fn party(it: Party) -> PartyLine {
    PartyLine {
        called: it.called,
        name: it.name,
        entity: it.entity,
        place: it.place,
        address: it.address,
        start: it.span.map(|it| it.start),
        end: it.span.map(|it| it.end),
    }
}

fn signature(it: Signature, document: &Document) -> SignatureLine {
    SignatureLine {
        page: document.page_of(it.span.start),
        start: it.span.start,
        end: it.span.end,
        party: it.party,
        name: it.name,
        title: it.title,
        date: it.date,
        signed: !it.blank,
    }
}

/// Parts that were not asked for are left out.
#[derive(Serialize)]
struct Listing<'a> {
    schema: &'static str,
    file: &'a str,
    words: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pages: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parties: Option<Vec<PartyLine>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sections: Option<Vec<SectionLine>>,
    /// Lines of contents pages, which are no sections.
    #[serde(skip_serializing_if = "Option::is_none")]
    contents: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    definitions: Option<Vec<DefinitionLine>>,
    /// Terms that are used as defined ones and never defined.
    #[serde(skip_serializing_if = "Option::is_none")]
    undefined: Option<Vec<UndefinedLine>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    references: Option<Vec<ReferenceLine>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exhibits: Option<Vec<ExhibitLine>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    blanks: Option<Vec<BlankLine>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signatures: Option<Vec<SignatureLine>>,
}

#[derive(Serialize)]
struct PartyLine {
    called: Vec<String>,
    name: String,
    entity: String,
    place: String,
    address: String,
    start: Option<usize>,
    end: Option<usize>,
}

#[derive(Serialize)]
struct SectionLine {
    number: String,
    heading: String,
    level: usize,
    start: usize,
    end: usize,
    page: Option<usize>,
}

#[derive(Serialize)]
struct DefinitionLine {
    term: String,
    how: &'static str,
    quote: String,
    section: String,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct UndefinedLine {
    term: String,
    uses: Vec<PlaceLine>,
}

#[derive(Serialize)]
struct PlaceLine {
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct ReferenceLine {
    names: String,
    quote: String,
    section: String,
    start: usize,
    end: usize,
    status: &'static str,
    target: Option<String>,
    target_start: Option<usize>,
    target_end: Option<usize>,
}

#[derive(Serialize)]
struct ExhibitLine {
    label: String,
    supplied: bool,
    wholesale: bool,
    sections: Vec<String>,
}

#[derive(Serialize)]
struct BlankLine {
    quote: String,
    kind: &'static str,
    around: String,
    section: String,
    start: usize,
    end: usize,
    page: Option<usize>,
}

#[derive(Serialize)]
struct SignatureLine {
    party: String,
    name: String,
    title: String,
    date: String,
    signed: bool,
    start: usize,
    end: usize,
    page: Option<usize>,
}
