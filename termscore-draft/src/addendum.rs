//! Findings in, an addendum out: what is struck from the agreement, what is put in its place, and that it prevails.

use std::ops::Range;

use termscore_core::{Document, Engine, Report, report::Finding};

use crate::{
    Block, Choice, ChoiceError, Frame, Outcome, Paper, chosen, definition,
    frame::{BLANK, Side},
    plan::{self, Plan, Raised, Settled, Strike},
    quote::Words,
    wording::Clause,
};

/// What the addendum is not.
const NOTE: &str = "Drafted by TermScore from the wordings of its rules. This is legal information, not legal advice: \
                    have it checked if much depends on it.";

/// An addendum, and what it does to the contract.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Addendum {
    /// The addendum itself.
    pub paper: Paper,
    /// What became of each finding that it is about, the worst first. What is open needs talking.
    pub outcomes: Vec<Outcome>,
    /// Findings that the addendum itself causes, by rule and title, the worst first; none, as a rule.
    pub raised: Vec<(String, String)>,
    /// What its wordings could say beyond what was asked for, as findings of low severity, by rule and title.
    pub could_add: Vec<(String, String)>,
    /// The contract and the addendum, scored together.
    pub after: Report,
}

/// Drafts an addendum to a contract that was scored. Scored together with it, the contract no longer has the findings
/// that come out as cleared.
///
/// ```
/// use termscore_core::{Document, Engine, Registry};
/// use termscore_draft::{Choice, State, addendum};
/// let engine = Engine::new([termscore_rulepacks::freelance()], Registry::standard())?;
/// let text = "Freelance Agreement. Acme Ltd (“Client”) engages Ann Lee (“Freelancer”). The Work is a work made for hire.";
/// let contract = Document::from_text("contract.txt", text);
/// let report = engine.score(&contract);
/// let draft = addendum::draft(&engine, &contract, &report, &Choice::Serious)?;
/// assert!(draft.outcomes.iter().all(|it| it.state == State::Cleared));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`ChoiceError`] if a rule is named that found nothing.
pub fn draft(
    engine: &Engine,
    document: &Document,
    report: &Report,
    choice: &Choice,
) -> Result<Addendum, ChoiceError> {
    let findings = chosen(report, choice)?;
    let Settled { plan, after, outcomes, raised } = settled(engine, document, report, &findings);
    let (frame, words) = (Frame::of(document, report), Words::new(document));
    let sheet = Sheet { document, report, frame: &frame, words: &words };
    let Raised { new, minor } = raised;
    Ok(Addendum { paper: sheet.paper(&plan), outcomes, raised: new, could_add: minor, after })
}

/// The plan of an addendum, tried until nothing more can be cleared.
pub(crate) fn settled(
    engine: &Engine,
    document: &Document,
    report: &Report,
    findings: &[&Finding],
) -> Settled {
    let (frame, words) = (Frame::of(document, report), Words::new(document));
    let sheet = Sheet { document, report, frame: &frame, words: &words };
    let apply = |plan: &Plan| {
        let (text, layout) = sheet.paper(plan).laid_out();
        let attached = document.with_attached("addendum.docx", None, &text, layout);
        // INVARIANT (laid out): a paper's layout fits its text.
        attached.unwrap_or_else(|_| document.clone())
    };
    plan::settle(engine, document, report, findings, &apply)
}

/// What an addendum is written from.
struct Sheet<'a> {
    document: &'a Document,
    report: &'a Report,
    frame: &'a Frame,
    words: &'a Words<'a>,
}

impl Sheet<'_> {
    fn paper(&self, plan: &Plan) -> Paper {
        let Frame { agreement, you, them, .. } = self.frame;
        let mut blocks = vec![Block::Title(format!("Addendum to the {agreement}"))];
        blocks.push(Block::Paragraph(self.opening()));
        let mut number = 1;
        blocks.push(Block::Heading(number.to_string(), "Words used here".to_owned()));
        let mut words = vec![
            "Words that the Agreement defines mean the same here. In this Addendum, “this Agreement” is the Agreement as this Addendum changes it.".to_owned(),
        ];
        let wordings: Vec<&str> = plan.clauses.iter().map(|it| it.text.as_str()).collect();
        words.extend(definition::needed(self.document, self.frame, &wordings));
        numbered(&mut blocks, number, words);
        for category in &self.report.categories {
            let clauses: Vec<&Clause> = plan.clauses.iter().filter(|it| it.category == category.id).collect();
            let strikes: Vec<&Strike> =
                plan.strikes.iter().filter(|it| it.works && self.category(it) == category.id).collect();
            if clauses.is_empty() && strikes.is_empty() {
                continue;
            }
            number += 1;
            blocks.push(Block::Heading(number.to_string(), category.title.clone()));
            numbered(&mut blocks, number, self.provisions(number, &clauses, &strikes));
        }
        number += 1;
        blocks.push(Block::Heading(number.to_string(), "This Addendum and the Agreement".to_owned()));
        numbered(
            &mut blocks,
            number,
            [
                "This Addendum is part of the Agreement. If the two differ, this Addendum prevails, whatever the Agreement says about which document comes first.",
                "Everything else in the Agreement stays as it is.",
                "A clause of this Addendum that says how long it lasts outlives the end of the Agreement for that long.",
                "This Addendum may be signed in counterparts and electronically.",
            ]
            .map(str::to_owned)
            .to_vec(),
        );
        blocks.push(Block::Paragraph("Signed by the parties:".to_owned()));
        blocks.extend([them, you].map(signature));
        Paper::new(blocks).with_note(NOTE)
    }

    /// "Addendum of … between … and …, to the … of …".
    fn opening(&self) -> String {
        let Frame { agreement, date, you, them } = self.frame;
        // No blanks to fill in: who does not know a name or date signs all the same.
        let side = |it: &Side| {
            let role = it.role.strip_prefix("the ").unwrap_or(&it.role);
            let role = crate::frame::capitalised(role);
            match it.name.as_str() {
                "" => format!("the {role} named in the Agreement"),
                name => format!("{name} (“{role}”)"),
            }
        };
        let date = if date.is_empty() { String::new() } else { format!(" dated {date}") };
        format!(
            "This Addendum is made between {} and {} and takes effect when both have signed it. It changes the {agreement} between them{date} (the “Agreement”).",
            side(them),
            side(you)
        )
    }

    /// The category under which a strike is told: that of the first clause that answers the same finding.
    fn category(&self, strike: &Strike) -> &str {
        let of = |rule: &String| self.report.findings.iter().find(|it| it.rule == *rule);
        strike.rules.iter().find_map(of).map_or("", |it| it.category.as_str())
    }

    /// Each strike before the clause that takes its place; a clause that takes nobody's place after these.
    fn provisions(&self, number: usize, clauses: &[&Clause], strikes: &[&Strike]) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        let mut done = vec![false; strikes.len()];
        let answers =
            |clause: &Clause, strike: &Strike| clause.rules.iter().any(|it| strike.rules.contains(it));
        for clause in clauses {
            let mut mine: Vec<&Strike> = Vec::new();
            for (strike, done) in strikes.iter().zip(&mut done) {
                if !*done && answers(clause, strike) {
                    *done = true;
                    mine.push(strike);
                }
            }
            let place = out.len() + mine.len() + 1;
            for strike in mine {
                out.push(format!("{} and replaced by clause {number}.{place}.", self.struck(strike)));
            }
            out.push(clause.text.clone());
        }
        let rest = strikes.iter().zip(&done).filter(|it| !it.1);
        out.extend(rest.map(|it| format!("{}.", self.struck(it.0))));
        out
    }

    /// "Section 4.2 of the Agreement is deleted", "In Section 4.2 of the Agreement, the words “…” are deleted".
    fn struck(&self, strike: &Strike) -> String {
        let paragraph = self.words.sentences.get(strike.sentences.start).map_or(0, |it| it.paragraph);
        let number = self.number(paragraph);
        match &number {
            Some(number) if !strike.by_words && self.is_whole(paragraph, number, &strike.sentences) => {
                format!("Section {number} of the Agreement is deleted")
            }
            Some(number) => {
                format!(
                    "In Section {number} of the Agreement, {} are deleted",
                    self.words.cited(&strike.sentences)
                )
            }
            None => format!("In the Agreement, {} are deleted", self.words.cited(&strike.sentences)),
        }
    }

    /// What a person would cite for a paragraph, if that is a number.
    fn number(&self, paragraph: usize) -> Option<String> {
        let label = self.document.paragraphs().nth(paragraph)?.label;
        let digits = label.starts_with(|it: char| it.is_ascii_digit());
        let plain = label.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '.' | '(' | ')'));
        (digits && plain).then(|| label.to_owned())
    }

    /// True if some sentences are all that stands under a number.
    fn is_whole(&self, paragraph: usize, number: &str, sentences: &Range<usize>) -> bool {
        let mut own_number = false;
        for (at, it) in self.document.paragraphs().enumerate() {
            let same = it.label == number;
            let deeper = it.label.strip_prefix(number).is_some_and(|it| it.starts_with(['.', '(']));
            if at == paragraph {
                own_number = !it.number.is_empty();
                let rest = it.sentences.filter(|it| !sentences.contains(it));
                let mut rest = rest.filter_map(|it| self.words.sentences.get(it));
                if rest.any(|it| it.role != termscore_core::rule::Role::Heading) {
                    return false;
                }
            } else if same || deeper {
                return false;
            }
        }
        own_number
    }
}

/// Numbered clauses of a heading.
fn numbered(blocks: &mut Vec<Block>, number: usize, texts: Vec<String>) {
    for (nth, text) in texts.into_iter().enumerate() {
        blocks.push(Block::Clause(format!("{number}.{}", nth + 1), text));
    }
}

/// Where one side signs.
fn signature(side: &Side) -> Block {
    let name = if side.name.is_empty() { BLANK } else { side.name.as_str() };
    Block::Lines(vec![
        side.heading(),
        format!("For: {name}"),
        format!("Signature: {BLANK}"),
        format!("Name: {BLANK}"),
        format!("Date: {BLANK}"),
    ])
}
