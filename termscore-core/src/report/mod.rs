//! The outcome of scoring one document: plain data, complete, in a fixed order.

mod coverage;
mod explanation;
#[cfg(feature = "serde")]
mod json;
mod outcomes;
mod text;

use std::{collections::BTreeMap, fmt};

use crate::{
    Span, Truth,
    rule::{Citation, Name, Points, Severity, Who},
    value::Value,
};

pub(crate) use coverage::pages_in_words;
pub use coverage::{Confidence, Coverage};
pub use explanation::Explanation;
pub use outcomes::Outcomes;

/// What an engine found in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// Name of the document, as given to it.
    pub document: String,
    /// What kind of document it was read as.
    pub kind: KindVerdict,
    /// What the document calls the signer, such as `Contractor`; empty if it could not be told.
    pub you: String,
    /// What it calls the other side; empty if it could not be told.
    pub them: String,
    /// The packs that were asked, in the order given to the engine.
    pub packs: Vec<PackInfo>,
    /// How the score came about; [`Report::score`] reads its root.
    pub explanation: Explanation,
    /// The least that the score can be, however undetermined rules and unknown arms are decided: an outer bound.
    pub low: Points,
    /// The most that the score can be, however they are decided: an outer bound, and often the score itself.
    /// Higher than the score where an undetermined rule may stand for a heavier one that fired.
    pub high: Points,
    /// The grade, or why there is none.
    pub grade: Result<String, String>,
    /// The gates that count for this report, whether or not they lowered the grade.
    pub gates: Vec<GateHit>,
    /// The parts of the score, in the order of the score model.
    pub categories: Vec<CategoryScore>,
    /// Rules that fired, the worst first: by severity, points, then rule name.
    pub findings: Vec<Finding>,
    /// Protections that the document has: rules of severity `minimal` that fired.
    pub protections: Vec<Finding>,
    /// Rules that could not be decided, by name. They take no points but widen the interval.
    pub undetermined: Vec<Undetermined>,
    /// What became of each rule, by name.
    pub outcomes: Outcomes,
    /// Up to three findings whose repair gains most.
    pub best_fixes: Vec<Fix>,
    /// The score if all of `best_fixes` are made; the score itself if there are none.
    pub score_if_fixed: Points,
    /// What packs changed of each other's items.
    pub changes: Vec<PackChange>,
    /// How much of the file was read.
    pub coverage: Coverage,
    /// What a reader should know before trusting the number.
    pub caveats: Vec<String>,
}

impl Report {
    /// The score: 100 is nothing found against the signer. Read from the explanation; there is no second sum.
    pub fn score(&self) -> Points {
        self.explanation.points()
    }

    /// True if at least one rule was asked. If none was, the score says nothing about the document.
    pub fn is_scored(&self) -> bool {
        self.outcomes.values().any(|status| !matches!(status, Status::NotApplicable | Status::Disabled))
    }

    /// What became of a rule, by its full name.
    pub fn outcome(&self, rule: &str) -> Option<Status> {
        self.outcomes.get(rule).copied()
    }
}

/// The stable text form; it changes only with a changelog entry.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        text::write(self, f)
    }
}

/// Share of the support of the best kind, in per cent, from which on another kind is named beside it. Support is what the
/// signs sum to, by the sum that the kind asks for. Set so that single agreements among public ones name no second kind.
pub const ALSO: i64 = 60;

/// The kind of a document, and how it was told.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct KindVerdict {
    /// Full name of the kind; empty if none was recognised, nor came near.
    pub name: Name,
    /// For people; empty if `name` is.
    pub title: String,
    /// True if the host named it.
    pub given: bool,
    /// Sum of the signs found for it.
    pub evidence: i32,
    /// Sum at which a kind counts as recognised.
    pub threshold: i32,
    /// How far its signs are ahead of those of the kind that comes next, in per cent: 50 is a tie, 100 means that no
    /// other kind reached its threshold, or that the host named it. Less by the share of the threshold that its signs fall
    /// short of; 0 if there is no kind.
    pub confidence: u8,
    /// Titles of other kinds that the document reads as, too, the best supported first: an offer letter with a
    /// confidentiality agreement inside. Their signs reach at least [`ALSO`] of those of the kind named.
    pub also: Vec<String>,
    /// The packs can tell a contract of any kind from other texts, and this does not read as one, or not as English: no
    /// rule was asked.
    pub refused: bool,
}

impl KindVerdict {
    /// False of a document whose kind is not known, or was only guessed: the text is read as the kind that comes nearest,
    /// and gets no grade.
    pub fn is_recognised(&self) -> bool {
        !self.name.is_empty() && (self.given || self.evidence >= self.threshold)
    }
}

/// A pack that took part.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PackInfo {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// For people.
    pub title: String,
    /// What it is not.
    pub disclaimer: String,
}

/// What one pack changed of an item of another.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PackChange {
    /// Name of the pack that changed it.
    pub pack: String,
    /// Full name of the item.
    pub item: Name,
    /// Such as `weight 2 instead of 8`, or `not asked`.
    pub what: String,
    /// The reason that the pack gives.
    pub because: String,
}

/// A gate whose condition was met.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct GateHit {
    /// Such as `2 critical findings: at most D`.
    pub reason: String,
    /// Best grade that it leaves.
    pub at_most: String,
    /// True if the grade would be better without it.
    pub lowered: bool,
}

/// One part of the score.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct CategoryScore {
    /// Its id.
    pub id: String,
    /// For people.
    pub title: String,
    /// What it is worth.
    pub worth: Points,
    /// What is left of it.
    pub left: Points,
}

/// A rule that fired.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Finding {
    /// Full name of the rule.
    pub rule: Name,
    /// Its pack.
    pub pack: String,
    /// One line, with values filled in.
    pub title: String,
    /// After `eased` and `raised`.
    pub severity: Severity,
    /// Id of its category.
    pub category: String,
    /// Points that it took from the score: after arms, absorption and the category's limit.
    pub points: Points,
    /// The score without this finding.
    pub score_if_fixed: Points,
    /// The rule that stands for this one, if any; its points are then 0.
    pub absorbed_by: Option<Name>,
    /// `eased` or `raised`, if an arm applied.
    pub arm: Option<String>,
    /// What another pack changed of the rule, and why: `weight 2 instead of 8: Members invoice monthly`.
    pub changed: Option<String>,
    /// What it does to the signer.
    pub impact: String,
    /// Why.
    pub why: String,
    /// What to do.
    pub advice: String,
    /// Wording to ask for.
    pub suggest: String,
    /// First choice.
    pub prefer: String,
    /// Fallback.
    pub accept: String,
    /// Where to walk away.
    pub refuse: String,
    /// What the rule rests on.
    pub sources: Vec<Source>,
    /// The passages it rests on, in document order. Empty only for an absence.
    pub evidence: Vec<Evidence>,
    /// For an absence: what was searched and what came nearest.
    pub absence: Vec<Absence>,
}

/// A source of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Source {
    /// As cited.
    pub text: String,
    /// Where to read it.
    pub url: String,
    /// When it was read.
    pub checked: String,
}

impl From<&Citation> for Source {
    fn from(citation: &Citation) -> Source {
        Source { text: citation.text.clone(), url: citation.url.clone(), checked: citation.checked.clone() }
    }
}

/// A passage that a finding rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Evidence {
    /// Full name of the clause that matched.
    pub clause: Name,
    /// Asserted, denied or mixed.
    pub polarity: Polarity,
    /// Who is bound.
    pub actor: Who,
    /// The matched words, exactly as in the text: `text[start..end]`.
    pub quote: String,
    /// First byte of the match.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// What a reader would call the clause: the sentence, paragraph or section around the match.
    pub passage: Span,
    /// Where the match stands in the file, if the text was read from a file with marks of its own, such as Markdown.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub source: Option<Span>,
    /// Number and heading of the section, such as `4.2 Payment`; empty if the text has none.
    pub section: String,
    /// Page, from 1; `None` if the format has none.
    pub page: Option<usize>,
    /// The file it stands in, if the contract was supplied in several; the page counts within it.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub file: Option<String>,
    /// The words of the lead-in that govern the match, if it stands in a list item; else empty.
    pub lead_in: String,
    /// The cues that decided the polarity, as written.
    pub cues: Vec<String>,
    /// Captured values, by name.
    pub captures: BTreeMap<String, Value>,
}

/// Where something was looked for and not found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Absence {
    /// Full name of the clause.
    pub clause: Name,
    /// For people.
    pub title: String,
    /// Sentences that were searched.
    pub searched: usize,
    /// Heading under which it would have been expected, as found in this document.
    pub expected_in: Option<String>,
    /// The sentence that came nearest, if one came near, and what it lacked.
    pub nearest: Option<NearMiss>,
}

/// A sentence that fits part of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct NearMiss {
    /// The sentence, or its first words.
    pub quote: String,
    /// Where it stands.
    pub span: Span,
    /// The pattern, as written.
    pub pattern: String,
    /// Steps of the pattern that matched, out of `steps`.
    pub matched: usize,
    /// Steps of the pattern.
    pub steps: usize,
}

/// A rule that could not be decided.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Undetermined {
    /// Full name of the rule.
    pub rule: Name,
    /// Its title.
    pub title: String,
    /// How bad it would be.
    pub severity: Severity,
    /// Points at stake.
    pub at_stake: Points,
    /// Why it could not be decided, and what would help.
    pub reason: String,
    /// The passages behind the doubt.
    pub evidence: Vec<Evidence>,
}

/// What became of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum Status {
    /// It holds, and counts.
    Fired,
    /// It holds, and another rule stands for it.
    Absorbed,
    /// It does not hold.
    Clear,
    /// It cannot be told.
    Undetermined,
    /// It is not for this kind of document.
    NotApplicable,
    /// A pack disabled it.
    Disabled,
}

/// A repair, and what it gains.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Fix {
    /// Full name of the rule.
    pub rule: Name,
    /// Its title.
    pub title: String,
    /// Points gained.
    pub gain: Points,
}

/// Whether a text says a thing, or says the opposite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "lowercase"))]
pub enum Polarity {
    /// It says so.
    Asserted,
    /// It says the opposite.
    Denied,
    /// Two negations, or a negation with an exception: a person must read it.
    Mixed,
}

impl fmt::Display for Polarity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Polarity::Asserted => "asserted",
            Polarity::Denied => "denied",
            Polarity::Mixed => "mixed",
        })
    }
}

/// One match of a clause, whether or not a rule asks about it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ClauseMatch {
    /// Its pack.
    pub pack: String,
    /// Labels of public taxonomies that it stands for when asserted.
    pub labels: Vec<String>,
    /// Likewise when denied.
    pub denied_labels: Vec<String>,
    /// Clause, polarity, actor, quote and places.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub evidence: Evidence,
}

/// Why a condition holds, does not hold, or cannot be told: one node for each of its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Proof {
    /// The question, as the language writes it: `lacks freelance.no-ai-training`.
    pub question: String,
    /// The answer.
    pub truth: Truth,
    /// The reason in words, where the parts do not tell it: values compared, what is missing.
    pub note: String,
    /// Matches that decided it.
    pub evidence: Vec<Evidence>,
    /// For an absence: what was searched and what came nearest.
    pub absence: Option<Absence>,
    /// Answers to its parts, in the order of the rule.
    pub parts: Vec<Proof>,
    /// Index in `parts` of the one that decided a false or unknown answer.
    pub decided_by: Option<usize>,
}
