//! A proof as an indented tree: what was asked, what the text answers, and which part decided.

use serde_json::{Value, json};
use termscore::{
    ConditionPlace, Source, Span, Truth,
    report::{NearMiss, Proof},
};

use crate::{contract::Contract, library::Places};

use super::{
    count::count,
    excerpt::excerpt,
    page::{Page, Piece, plain, styled},
    place::place,
    style::{BAD, DOUBT, FAINT, GOOD, STRONG},
};

/// Where a node of a proof stands in the rule text.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    places: &'a Places,
    source: &'a Source,
    at: &'a ConditionPlace,
}

impl<'a> Place<'a> {
    /// The condition of a rule, by its full name.
    pub(crate) fn of_rule(places: &'a Places, rule: &str) -> Option<Place<'a>> {
        let (source, declaration) = places.rule(rule)?;
        Some(Place { places, source, at: declaration.when.as_ref()? })
    }

    /// The conditions of the arms of a rule: `eased` or `raised`, each with its place.
    pub(crate) fn of_arms(places: &'a Places, rule: &str) -> Vec<(&'static str, Place<'a>)> {
        let Some((source, it)) = places.rule(rule) else { return Vec::new() };
        let eased = it.eased.iter().map(|at| ("eased", at));
        let all = eased.chain(it.raised.iter().map(|at| ("raised", at)));
        all.map(|(word, at)| (word, Place { places, source, at })).collect()
    }

    /// A part of a node. The only part of `fires other` is the condition of that rule.
    fn part(self, proof: &Proof, n: usize) -> Option<Place<'a>> {
        match proof.question.strip_prefix("fires ") {
            Some(rule) if self.at.parts.is_empty() => Place::of_rule(self.places, rule),
            _ => Some(Place { at: self.at.parts.get(n)?, ..self }),
        }
    }

    /// `payment.terms:12`
    fn line(self) -> String {
        format!("{}:{}", self.source.name, self.source.line(self.at.span.start))
    }
}

/// Adds its place to each node of a proof in JSON.
pub(crate) fn mark(tree: &mut Value, proof: &Proof, at: Option<Place<'_>>) {
    let Some(fields) = tree.as_object_mut() else { return };
    let place = at.map(|it| {
        let (source, span) = (it.source, it.at.span);
        json!({ "file": source.name, "line": source.line(span.start), "start": span.start, "end": span.end })
    });
    fields.insert(String::from("place"), json!(place));
    let parts = fields.get_mut("parts").and_then(Value::as_array_mut);
    for (n, (tree, part)) in parts.into_iter().flatten().zip(&proof.parts).enumerate() {
        mark(tree, part, at.and_then(|it| it.part(proof, n)));
    }
}

/// The tree, each line at least `indent` columns from the left.
pub(crate) fn tree(
    page: &mut Page,
    contract: &Contract,
    proof: &Proof,
    at: Option<Place<'_>>,
    indent: usize,
) {
    let margin = " ".repeat(indent);
    node(page, contract, proof, at, &Rails { here: margin.clone(), below: margin }, false);
}

/// The lines that lead to a node, and those that go on below it.
struct Rails {
    here: String,
    below: String,
}

fn node(
    page: &mut Page,
    contract: &Contract,
    proof: &Proof,
    at: Option<Place<'_>>,
    rails: &Rails,
    decides: bool,
) {
    let (word, style) = match proof.truth {
        Truth::True => ("true     ", GOOD),
        Truth::False => ("false    ", BAD),
        Truth::Unknown => ("unknown  ", DOUBT),
    };
    let n_parts = proof.parts.len();
    let rail = if n_parts > 0 { "│" } else { " " };
    let mut pieces = vec![plain(joined(proof).unwrap_or(&proof.question))];
    pieces.extend(at.map(|it| styled(FAINT, format!(" ({})", it.line()))));
    if decides {
        pieces.push(styled(STRONG, " ◄ decides"));
    }
    page.framed(
        &[styled(FAINT, &rails.here), styled(style, word)],
        &[styled(FAINT, format!("{}{rail}        ", rails.below))],
        &pieces,
    );
    let below = format!("{}{rail}  ", rails.below);
    let mut note = |pieces: &[Piece]| {
        let label = [styled(FAINT, &below)];
        page.framed(&label, &[styled(FAINT, format!("{below}  "))], pieces);
    };
    if !proof.note.is_empty() {
        note(&[plain(&proof.note)]);
    }
    for it in &proof.evidence {
        let mut pieces = vec![plain("“")];
        if !it.lead_in.is_empty() && !it.passage.of(contract.text()).contains(it.lead_in.trim()) {
            pieces.push(plain(format!("{} … ", it.lead_in.trim())));
        }
        for part in excerpt(contract.text(), it.passage, &[Span::new(it.start, it.end)]) {
            pieces.push(if part.matched { styled(STRONG, part.text) } else { plain(part.text) });
        }
        pieces.push(plain("”"));
        note(&pieces);
        let mut facts = vec![it.polarity.to_string(), format!("actor {}", it.actor)];
        facts.extend((!it.cues.is_empty()).then(|| format!("cues “{}”", it.cues.join("”, “"))));
        facts.extend(it.captures.iter().map(|(name, value)| format!("{name} = {value}")));
        let at = place(contract, it);
        facts.extend((!at.is_empty()).then_some(at));
        facts.push(format!("bytes {}–{}", it.start, it.end));
        note(&[styled(FAINT, facts.join(" · "))]);
    }
    if let Some(absence) = &proof.absence {
        let mut text = format!("searched {}", count(absence.searched, "sentence", "sentences"));
        if let Some(section) = &absence.expected_in {
            text.push_str(&format!("; expected under {section}"));
        }
        note(&[styled(FAINT, text)]);
        // Beside matches that do not fit, what came nearest is one of them.
        if let Some(near) = absence.nearest.as_ref().filter(|_| proof.evidence.is_empty()) {
            let quote: String = excerpt(&near.quote, Span::new(0, near.quote.len()), &[])
                .into_iter()
                .map(|it| it.text)
                .collect();
            note(&[
                styled(FAINT, "nearest: "),
                plain(format!("“{quote}”")),
                styled(FAINT, format!(" ({})", how_near(near))),
            ]);
        }
    }
    for (n, part) in proof.parts.iter().enumerate() {
        let last = n + 1 == n_parts;
        let rails = Rails {
            here: format!("{}{} ", rails.below, if last { "└─" } else { "├─" }),
            below: format!("{}{}  ", rails.below, if last { " " } else { "│" }),
        };
        let at = at.and_then(|it| it.part(proof, n));
        node(page, contract, part, at, &rails, proof.decided_by == Some(n) && n_parts > 1);
    }
}

fn how_near(near: &NearMiss) -> String {
    let NearMiss { matched, steps, pattern, .. } = near;
    if matched < steps {
        format!("{matched} of {steps} steps of “{pattern}”")
    } else {
        format!("it fits “{pattern}”, but not the limits or the polarity that the clause asks for")
    }
}

/// How the parts of a question are joined, where repeating them all would say less.
fn joined(proof: &Proof) -> Option<&'static str> {
    let first = proof.parts.first().filter(|_| proof.parts.len() > 1)?;
    let head = proof.question.trim_start_matches('(');
    let rest = head.strip_prefix(first.question.as_str())?.trim_start_matches(')');
    if rest.starts_with(" and ") {
        Some("all of")
    } else if rest.starts_with(" or ") {
        Some("any of")
    } else {
        None
    }
}
