//! Matches of clauses in, what each says about the calendar out. Which clause says what stands here and nowhere else.

use serde::Serialize;
use termscore::{
    Document, Span,
    report::{ClauseMatch, Evidence, Polarity},
    rule::Who,
    value::{Type, Value},
};

/// The pack whose clauses are asked; it brings those of `std`.
pub(super) const PACK: &str = "commercial";

/// What a clause says about the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The day that stands at its top.
    Dated,
    /// The day on which it takes effect.
    Start,
    /// It takes effect when the last of them has signed.
    StartOnSignature,
    /// Where a start should stand.
    StartNamed,
    /// How long it runs.
    Term,
    /// Its last day.
    End,
    /// It goes on until somebody ends it.
    OpenEnded,
    /// It renews itself.
    Renewal,
    /// How long a renewal runs.
    RenewedFor,
    /// Notice that stops a renewal.
    Objection,
    /// Notice with which one may leave at any time.
    Leaving,
}

/// Clause, the capture that holds the value, and what it says. "If neither party objects 60 days before the end" denies
/// that somebody objects: the notice counts all the same.
const SIGNS: [(&str, Option<&str>, Role, bool); 12] = [
    ("std.dated", Some("when"), Role::Dated, false),
    ("std.dated-line", Some("when"), Role::Dated, false),
    ("std.start-date", Some("when"), Role::Start, false),
    ("std.starts-on-signature", None, Role::StartOnSignature, false),
    ("std.start-named", None, Role::StartNamed, false),
    ("std.runs-for", Some("term"), Role::Term, false),
    ("std.end-date", Some("when"), Role::End, false),
    ("std.open-ended", None, Role::OpenEnded, false),
    ("std.auto-renewal", None, Role::Renewal, false),
    ("commercial.renewed-for", Some("term"), Role::RenewedFor, false),
    ("commercial.objection", Some("notice"), Role::Objection, true),
    ("commercial.leaving-notice", Some("notice"), Role::Leaving, false),
];

/// A passage that a date rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Basis {
    /// Full name of the clause; empty for what stands in a signature block or was given by the user.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) clause: String,
    /// Exactly as in the text.
    pub(super) quote: String,
    /// First byte.
    pub(super) start: usize,
    /// One past the last.
    pub(super) end: usize,
    /// Number and heading of the section; empty if there are none.
    pub(super) section: String,
    /// From 1.
    pub(super) page: Option<usize>,
}

/// One match, read for the calendar.
#[derive(Clone, Debug)]
pub(super) struct Sign {
    pub(super) role: Role,
    /// A date or a length of time, where the clause has one.
    pub(super) value: Option<Value>,
    pub(super) basis: Basis,
    /// Whom it binds or entitles.
    pub(super) actor: Who,
    /// The sentence or paragraph around it.
    pub(super) passage: Span,
}

/// In the order of the text. What the text denies is left out.
pub(super) fn signs(matches: &[ClauseMatch]) -> Vec<Sign> {
    let mut all: Vec<Sign> = matches.iter().filter_map(|it| sign(&it.evidence)).collect();
    all.sort_by_key(|it| (it.basis.start, it.basis.end));
    all
}

fn sign(evidence: &Evidence) -> Option<Sign> {
    let (_, capture, role, also_denied) = SIGNS.iter().find(|it| it.0 == evidence.clause)?;
    if evidence.polarity == Polarity::Denied && !also_denied {
        return None;
    }
    let value = capture.and_then(|it| evidence.captures.get(it)).cloned();
    let basis = Basis {
        clause: evidence.clause.clone(),
        quote: evidence.quote.clone(),
        start: evidence.start,
        end: evidence.end,
        section: evidence.section.clone(),
        page: evidence.page,
    };
    Some(Sign { role: *role, value, basis, actor: evidence.actor, passage: evidence.passage })
}

/// Who has signed when: each signature with its date, which is absent where it is left open.
pub(super) fn signatures(document: &Document) -> Vec<(String, Option<Value>, Basis)> {
    let signatures = document.signatures().into_iter();
    signatures
        .map(|it| {
            let date = termscore::value::read(Type::Date, it.date.trim()).map(|it| it.0);
            let text = document.text();
            let within = it.span.of(text).find(it.date.trim()).filter(|_| date.is_some());
            let start = within.map_or(it.span.start, |at| it.span.start + at);
            let end = if within.is_some() { start + it.date.trim().len() } else { it.span.end };
            let quote = text.get(start..end).unwrap_or_default().to_owned();
            let who = if it.name.is_empty() { it.party } else { it.name };
            let page = document.page_of(start);
            let basis = Basis { clause: String::new(), quote, start, end, section: String::new(), page };
            (who, date, basis)
        })
        .collect()
}
