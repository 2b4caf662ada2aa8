//! A Word contract and findings in, the same file with tracked changes and comments out.
//!
//! ```text
//! docx ─package→ XML ─source→ letters and where they stand ─┐
//! findings ─plan→ what is struck, what is added ────────────┴edit→ XML with marks ─package→ docx
//! ```
//!
//! Everything that is not edited stays byte for byte. With all changes rejected the file says what it said; with all
//! accepted it is scored again, and each finding comes out as cleared or as still open.

mod comment;
mod edit;
mod package;
mod source;

use std::ops::Range;

use termscore_core::{Document, Engine, Report, Span, report::Finding, rule::Role};
use termscore_extract::{Changes, ExtractError, Options, extract_with};
use thiserror::Error;

use crate::{
    Block, Choice, ChoiceError, Frame, Outcome, Paper, State,
    choice::holds,
    chosen, letter, plan,
    plan::{Plan, Raised, Settled},
};
use comment::Comment;
use edit::{Edit, What};
use package::{Package, target};
use source::Source;

/// What is said of a wording where the contract keeps the words that it is to change.
const PREVAILS: &str = "This prevails over anything else in this Agreement that says otherwise.";

/// A contract with tracked changes, and what they do to it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Redline {
    /// The Word file.
    pub docx: Vec<u8>,
    /// What became of each finding that it is about, the worst first. What is open needs talking.
    pub outcomes: Vec<Outcome>,
    /// Findings that the changes themselves cause, by rule and title, the worst first; none, as a rule.
    pub raised: Vec<(String, String)>,
    /// What its wordings could say beyond what was asked for, as findings of low severity, by rule and title.
    pub could_add: Vec<(String, String)>,
    /// The contract with all changes accepted, scored.
    pub after: Report,
    /// How many changes there are, each with its comment.
    pub n_changes: usize,
}

/// Why there is no redline.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum RedlineError {
    /// A rule was named that found nothing.
    #[error(transparent)]
    Choice(#[from] ChoiceError),
    /// The file is no Word file that can be read.
    #[error(transparent)]
    Extract(#[from] ExtractError),
    /// The file is a Word file, but not one that can be edited.
    #[error("the Word file cannot be edited: {0}; save it anew with a word processor and try again")]
    Damaged(String),
    /// The date is not written as a year, a month and a day.
    #[error("`{0}` is no date: write it like 2026-01-31")]
    Date(String),
}

/// Marks a Word contract. `document` is the contract as it was read from `docx` with changes accepted, `report` its
/// report; the changes carry `date`, such as `2026-01-31`.
///
/// # Errors
/// [`RedlineError`], if a rule is named that found nothing, or the file cannot be read or edited.
pub fn draft(
    engine: &Engine,
    document: &Document,
    report: &Report,
    choice: &Choice,
    docx: &[u8],
    date: &str,
) -> Result<Redline, RedlineError> {
    let findings = chosen(report, choice)?;
    let time = time(date)?;
    let mut package = Package::open(docx)?;
    let main = target(&package.relations("")?, "", "officeDocument")
        .unwrap_or_else(|| "word/document.xml".to_owned());
    let xml =
        package.part(&main)?.ok_or_else(|| RedlineError::Damaged("it has no main document".to_owned()))?;
    let source = Source::read(&xml)?;
    let relations = package.relations(&main)?;
    let comments = comment::existing(&mut package, &main, &relations)?;
    let first_comment =
        comment::first_free(comments.as_ref().map(|it| it.1.as_str())).max(source.last_id + 1);

    let Settled { plan, .. } = crate::addendum::settled(engine, document, report, &findings);
    let sheet = Sheet { document, report, source: &source, index: Index::new(document, &source) };
    let (edits, notes) = sheet.edits(&plan, &findings, first_comment);
    let first_mark = first_comment + edits.len() as u64;
    let marked = edit::write(&xml, &source, &edits, &time, first_mark);
    let mut parts = vec![(main.clone(), marked)];
    if !notes.is_empty() {
        parts.extend(comment::parts(&mut package, &main, &relations, comments, &notes, &time)?);
    }
    let docx = package.with_parts(&parts)?;

    let options = Options::default().with_changes(Changes::Accepted);
    let read = extract_with("redline.docx", &docx, options)?;
    let accepted = Document::with_layout(document.name(), read.text, read.layout)
        .map_err(|it| RedlineError::Damaged(it.to_string()))?
        .said_as(document);
    let after = engine.score(&plan::read_alike(accepted, report));
    let outcomes = findings.iter().map(|it| outcome(&after, it)).collect();
    let Raised { new, minor } = {
        let said = plan::said(&engine.clauses(document));
        plan::raised(report, &after, &findings, &said)
    };
    Ok(Redline { docx, outcomes, raised: new, could_add: minor, after, n_changes: edits.len() })
}

/// A Word file that says what a contract says, for contracts that are none: its paragraphs as they were read.
pub fn as_docx(document: &Document) -> Vec<u8> {
    let headings: Vec<bool> = document
        .paragraphs()
        .map(|it| {
            let mut sentences = document.sentences().skip(it.sentences.start).take(it.sentences.len());
            sentences.all(|it| it.role == Role::Heading)
        })
        .collect();
    let mut blocks = Vec::new();
    let mut end = 0;
    let mut lines: Vec<String> = Vec::new();
    for (paragraph, is_heading) in document.paragraphs().zip(headings) {
        // What has no words, such as a line to sign on, is no paragraph of the document but part of the paper.
        let gap = document.text().get(end..paragraph.span.start).unwrap_or_default();
        lines.extend(gap.lines().map(str::trim).filter(|it| it.contains("___")).map(str::to_owned));
        blocks.extend(lines.drain(..).map(Block::Paragraph));
        let text = paragraph.span.of(document.text()).split_whitespace().collect::<Vec<_>>().join(" ");
        blocks.push(if is_heading { Block::Heading(String::new(), text) } else { Block::Paragraph(text) });
        end = paragraph.span.end;
    }
    Paper::new(blocks).to_docx()
}

/// "2026-01-31T00:00:00Z" for "2026-01-31".
fn time(date: &str) -> Result<String, RedlineError> {
    let wrong = || RedlineError::Date(date.to_owned());
    let parts: Vec<&str> = date.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return Err(wrong()) };
    let number = |it: &str, n: usize| {
        (it.len() == n && it.bytes().all(|it| it.is_ascii_digit())).then(|| it.parse::<u16>().ok()).flatten()
    };
    let (year, month, day) = (
        number(year, 4).ok_or_else(wrong)?,
        number(month, 2).ok_or_else(wrong)?,
        number(day, 2).ok_or_else(wrong)?,
    );
    let (month, day) = (u8::try_from(month).map_err(|_| wrong())?, u8::try_from(day).map_err(|_| wrong())?);
    termscore_core::value::Date::new(year, month, day).map(|_| format!("{date}T00:00:00Z")).ok_or_else(wrong)
}

fn outcome(after: &Report, finding: &Finding) -> Outcome {
    let state = if after.outcome(&finding.rule) == Some(termscore_core::report::Status::Clear) {
        State::Cleared
    } else if holds(after, &finding.rule) {
        let now = after.findings.iter().find(|it| it.rule == finding.rule);
        let still = now.and_then(|it| it.evidence.first());
        State::Open(match still {
            Some(it) => format!("it still rests on “{}”", crate::quote::shortened(&it.quote, 12)),
            None => "what it misses is not in the wording".to_owned(),
        })
    } else {
        let open = after.undetermined.iter().find(|it| it.rule == finding.rule);
        State::Open(open.map_or_else(
            || "with the changes, the contract is read as one of another kind".to_owned(),
            |it| format!("it can no longer be decided: {}", it.reason),
        ))
    };
    Outcome {
        rule: finding.rule.to_string(),
        title: finding.title.clone(),
        severity: finding.severity,
        state,
    }
}

/// Letters and digits of the document and of the XML, and how they correspond.
struct Index {
    /// Of the document, with the byte of each.
    text: Vec<(char, usize)>,
    /// Of the XML, with the index of each letter.
    xml: Vec<(char, usize)>,
}

impl Index {
    fn new(document: &Document, source: &Source) -> Index {
        let fold = |it: char| it.to_lowercase().next().unwrap_or(it);
        let text = document.text().char_indices();
        let text = text.filter(|it| it.1.is_alphanumeric()).map(|(at, it)| (fold(it), at)).collect();
        let letters = source.letters.iter().enumerate().filter(|it| it.1.it.is_alphanumeric());
        Index { text, xml: letters.map(|(at, it)| (fold(it.it), at)).collect() }
    }

    /// The letters of the XML that are the same as some bytes of the document: the same occurrence of the same words.
    fn find(&self, span: Span) -> Option<Range<usize>> {
        let from = self.text.partition_point(|it| it.1 < span.start);
        let to = self.text.partition_point(|it| it.1 < span.end);
        let wanted: Vec<char> = self.text.get(from..to)?.iter().map(|it| it.0).collect();
        if wanted.is_empty() {
            return None;
        }
        let before =
            occurrences(self.text.get(..from + wanted.len() - 1).unwrap_or_default(), &wanted).count();
        let all: Vec<usize> = occurrences(&self.xml, &wanted).collect();
        // What stands once is found even where the two texts count differently before it.
        let at = *all.get(before).or_else(|| all.first().filter(|_| all.len() == 1))?;
        let first = self.xml.get(at)?.1;
        let last = self.xml.get(at + wanted.len() - 1)?.1;
        Some(first..last + 1)
    }
}

/// Where some letters stand, ascending.
fn occurrences<'a>(text: &'a [(char, usize)], wanted: &'a [char]) -> impl Iterator<Item = usize> + 'a {
    let windows = text.windows(wanted.len().max(1)).enumerate();
    windows.filter(|(_, it)| it.iter().map(|it| it.0).eq(wanted.iter().copied())).map(|it| it.0)
}

struct Sheet<'a> {
    document: &'a Document,
    report: &'a Report,
    source: &'a Source,
    index: Index,
}

impl Sheet<'_> {
    /// What is changed, and the comments on it. Comments are numbered from `first` on.
    fn edits(&self, plan: &Plan, findings: &[&Finding], first: u64) -> (Vec<Edit>, Vec<Comment>) {
        let mut edits: Vec<Edit> = Vec::new();
        let mut comments: Vec<Comment> = Vec::new();
        let mut told: Vec<&str> = Vec::new();
        for strike in &plan.strikes {
            let Some(letters) = self.letters(&strike.sentences) else { continue };
            let mut insert = Vec::new();
            for clause in &plan.clauses {
                let answers = clause.rules.iter().any(|it| strike.rules.contains(it));
                if answers && !told.contains(&clause.text.as_str()) {
                    told.push(&clause.text);
                    insert.push(format!("{} ", clause.text));
                }
            }
            let id = first + comments.len() as u64;
            comments.push(Comment { id, paragraphs: self.comment(findings, &strike.rules) });
            edits.push(Edit { what: What::Strike(letters), insert, comment: id });
        }
        for clause in plan.clauses.iter().filter(|it| !told.contains(&it.text.as_str())) {
            let finding = findings.iter().find(|it| clause.rules.contains(&it.rule));
            let place = self.place(finding.copied());
            let id = first + comments.len() as u64;
            comments.push(Comment { id, paragraphs: self.comment(findings, &clause.rules) });
            // What stays of the contract may say something else.
            let stays = finding.is_some_and(|it| !it.evidence.is_empty());
            let insert = if stays { format!("{} {PREVAILS}", clause.text) } else { clause.text.clone() };
            edits.push(Edit { what: What::After(place), insert: vec![insert], comment: id });
        }
        // What the wordings need and the contract lacks is defined where the first of them may look for it.
        let frame = Frame::of(self.document, self.report);
        let wordings: Vec<&str> = plan.clauses.iter().map(|it| it.text.as_str()).collect();
        let definitions = crate::definition::needed(self.document, &frame, &wordings);
        if !definitions.is_empty() {
            let id = first + comments.len() as u64;
            let note = "Terms that the new wordings use and the contract does not define.".to_owned();
            comments.push(Comment { id, paragraphs: vec![note] });
            edits.push(Edit { what: What::After(self.last()), insert: definitions, comment: id });
        }
        (edits, comments)
    }

    /// The letters of some sentences of one paragraph, with the punctuation around them.
    fn letters(&self, sentences: &Range<usize>) -> Option<Range<usize>> {
        let all: Vec<_> = self.document.sentences().collect();
        let words: Vec<_> = self.document.words().collect();
        let own = all.get(sentences.clone())?.iter().flat_map(|it| it.own);
        let own: Vec<_> = own.filter_map(|it| words.get(*it as usize)).collect();
        let span = Span::new(own.first()?.span.start, own.last()?.span.end);
        let found = self.index.find(span)?;
        let letters = &self.source.letters;
        let paragraph = letters.get(found.start)?.paragraph;
        if letters.get(found.end.checked_sub(1)?)?.paragraph != paragraph {
            return None;
        }
        let mut range = found;
        let same = |at: usize| letters.get(at).is_some_and(|it| it.paragraph == paragraph);
        let is = |at: usize, signs: &str| letters.get(at).is_some_and(|it| signs.contains(it.it));
        while range.start > 0 && same(range.start - 1) && is(range.start - 1, "“\"‘$£€(") {
            range.start -= 1;
        }
        while same(range.end) && is(range.end, ".;:!?”\"’)%,") {
            range.end += 1;
        }
        while same(range.end) && is(range.end, " \u{A0}") {
            range.end += 1;
        }
        Some(range)
    }

    /// Why something is changed, without where the signer would stop.
    fn comment(&self, findings: &[&Finding], rules: &[String]) -> Vec<String> {
        let own = findings.iter().filter(|it| rules.contains(&it.rule));
        own.map(|it| letter::remark(it)).filter(|it| !it.is_empty()).collect()
    }

    /// The paragraph of the XML behind which a wording belongs: the one that a finding rests on, the last of the section
    /// where what is missing is expected, or the last before the signatures.
    fn place(&self, finding: Option<&Finding>) -> Option<usize> {
        let held = finding.and_then(|it| it.evidence.last()).map(|it| {
            let sentences = self.document.sentences();
            let own =
                sentences.enumerate().filter(|(_, own)| own.span.end > it.start && own.span.start < it.end);
            own.map(|it| it.0).collect::<Vec<_>>()
        });
        if let Some(place) = held.and_then(|it| it.last().and_then(|it| self.paragraph(*it..*it + 1))) {
            return Some(place);
        }
        let expected = finding.and_then(|it| it.absence.iter().find_map(|it| it.expected_in.as_deref()));
        let outline = self.document.outline();
        let section = expected.and_then(|label| {
            outline.iter().find(|it| {
                let written = format!("{} {}", it.number, it.heading);
                written.trim() == label || it.heading == label
            })
        });
        let Some(section) = section else { return self.last() };
        let paragraphs: Vec<_> = self.document.paragraphs().collect();
        let mut within = paragraphs.iter().rev().filter(|it| section.span.contains(it.span));
        within.find_map(|it| self.paragraph(it.sentences.clone())).or_else(|| self.last())
    }

    /// The last paragraph of the XML before the signatures of the contract.
    fn last(&self) -> Option<usize> {
        let sentences: Vec<_> = self.document.sentences().collect();
        let signed = sentences.iter().position(|it| it.role == Role::Signature).unwrap_or(sentences.len());
        let before = (0..signed).rev().filter(|it| {
            sentences.get(*it).is_some_and(|it| matches!(it.role, Role::Operative | Role::Definition))
        });
        before.take(40).find_map(|it| self.paragraph(it..it + 1))
    }

    /// The paragraph of the XML that holds the last of some sentences.
    fn paragraph(&self, sentences: Range<usize>) -> Option<usize> {
        let last = sentences
            .rev()
            .find_map(|it| self.document.sentences().nth(it).filter(|it| !it.own.is_empty()))?;
        let found = self.index.find(last.span)?;
        self.source.letters.get(found.end.checked_sub(1)?).map(|it| it.paragraph)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_days() {
        assert_eq!(time("2026-02-28").as_deref(), Ok("2026-02-28T00:00:00Z"));
        for wrong in ["2026-02-30", "2026-2-3", "today", "", "2026-02-28-01"] {
            assert_eq!(time(wrong), Err(RedlineError::Date(wrong.to_owned())), "{wrong}");
        }
    }
}
