//! From answered rules to a report: arms, points, interval, grade, findings.

use std::collections::BTreeMap;

use crate::{
    Truth,
    document::Side,
    report::{
        Absence, CategoryScore, Coverage, Evidence, Explanation, Finding, Fix, GateHit, Outcomes, Proof,
        Report, Source, Status, Undetermined,
    },
    rule::{Arm, Name, Points, Rule, ScoreModel, Severity},
    value::Value,
};

use super::{
    Engine,
    absorption::{Doubts, Weighed, absorbed as absorbed_by_others},
    catalog::NamedRule,
    eval::Evaluation,
    legible::{WORDS_FOR_A_GRADE, reads_as_english},
};

/// The proof of a rule's condition; a rule for other kinds of document says so.
pub(super) fn proof(evaluation: &Evaluation<'_>, rule: &NamedRule) -> Proof {
    let mut proof = evaluation.answer(&rule.rule.when, true).proof.unwrap_or_else(|| Proof {
        question: rule.rule.when.to_string(),
        truth: Truth::Unknown,
        note: String::new(),
        evidence: Vec::new(),
        absence: None,
        parts: Vec::new(),
        decided_by: None,
    });
    if !evaluation.applies(rule.for_kinds()) {
        proof.truth = Truth::False;
        proof.note = match evaluation.kind.refused {
            true => "not asked: the document does not read as a contract".to_owned(),
            false => format!(
                "not applicable: the rule is for {}, the document was read as {}",
                rule.for_kinds().join(", "),
                evaluation.kind.name
            ),
        };
    }
    if rule.disabled {
        proof.truth = Truth::False;
        proof.note = format!("not asked: {}", rule.changed.as_deref().unwrap_or("it is disabled"));
    }
    expect(evaluation, rule, &mut proof);
    proof
}

/// Fills in where absent clauses would have been expected.
fn expect(evaluation: &Evaluation<'_>, rule: &NamedRule, proof: &mut Proof) {
    let heading = evaluation
        .reading
        .program
        .expected
        .get(rule.id)
        .copied()
        .flatten()
        .and_then(|it| evaluation.heading_like(it));
    fn fill(proof: &mut Proof, heading: &Option<String>) {
        if let Some(absence) = &mut proof.absence {
            absence.expected_in = heading.clone();
        }
        for part in &mut proof.parts {
            fill(part, heading);
        }
    }
    fill(proof, &heading);
}

pub(super) fn report(engine: &Engine, evaluation: &Evaluation<'_>) -> Report {
    let reading = evaluation.reading;
    let document = reading.document;
    let weighed = weigh(evaluation);
    let model = model_for(engine, evaluation);
    let sums = Sums::new(model, &weighed);
    let absorbed = &sums.absorbed;
    let explanation = sums.explanation();
    let doubts = Doubts::new(&weighed);
    let least = doubts.least_weights();
    let score = explanation.points();
    debug_assert_eq!(sums.score_without(&[]), score);

    let filler = Filler { evaluation };
    let mut findings = Vec::new();
    let mut protections = Vec::new();
    let mut undetermined = Vec::new();
    let status = |rule: &NamedRule| match evaluation.applies(rule.for_kinds()) {
        _ if rule.disabled => Status::Disabled,
        true => Status::Clear,
        false => Status::NotApplicable,
    };
    let mut statuses: Vec<Status> = reading.program.catalog.rules.iter().map(status).collect();
    let points: BTreeMap<&str, Points> = explanation.contributions().into_iter().collect();
    for (index, it) in weighed.iter().enumerate() {
        let name = &it.rule.rule.name;
        let proof = proof(evaluation, it.rule);
        let status = match it.truth {
            Truth::True if absorbed.contains_key(&index) => Status::Absorbed,
            Truth::True => Status::Fired,
            _ => Status::Undetermined,
        };
        if let Some(outcome) = statuses.get_mut(it.index) {
            *outcome = status;
        }
        if it.truth == Truth::True {
            let absorbed_by =
                absorbed.get(&index).and_then(|by| weighed.get(*by)).map(|by| by.rule.rule.name.clone());
            let score_if_fixed = sums.score_without(&[index]);
            let finding = Finding {
                points: points.get(name.as_str()).copied().unwrap_or_default(),
                score_if_fixed,
                absorbed_by,
                ..filler.finding(it, &proof)
            };
            if it.severity == Severity::Minimal { protections.push(finding) } else { findings.push(finding) }
        } else {
            undetermined.push(filler.undetermined(it, &proof));
        }
    }
    let worst_first = |a: &Finding, b: &Finding| {
        let rank = |it: &Finding| (it.absorbed_by.is_some(), std::cmp::Reverse((it.severity, it.points)));
        rank(a).cmp(&rank(b)).then_with(|| a.rule.cmp(&b.rule))
    };
    let outcomes = Outcomes::new(reading.program.catalog.rule_names.clone(), statuses);
    findings.sort_by(worst_first);
    protections.sort_by(worst_first);

    let (grade, gates) = grade(evaluation, model, score, &findings, &outcomes);
    let best_fixes = best_fixes(&findings, score);
    let is_fixed = |it: &Weighed<'_>| best_fixes.iter().any(|fix| fix.rule == it.rule.rule.name);
    let fixed: Vec<usize> =
        weighed.iter().enumerate().filter(|(_, it)| is_fixed(it)).map(|(index, _)| index).collect();
    Report {
        document: document.name().to_owned(),
        kind: evaluation.kind.clone(),
        you: reading.parties.you.clone(),
        them: reading.parties.them.clone(),
        packs: engine.packs.iter().map(|pack| pack.info.clone()).collect(),
        low: sums.score(|index, it| (!doubts.surely_absorbed(index)).then_some(it.worst)),
        high: sums.score(|index, _| least.get(&index).copied()),
        grade,
        gates,
        categories: categories(model, &explanation),
        explanation,
        findings,
        protections,
        undetermined,
        outcomes,
        score_if_fixed: sums.score_without(&fixed),
        best_fixes,
        changes: reading.program.catalog.changes.clone(),
        coverage: Coverage::of(document),
        caveats: caveats(evaluation),
    }
}

/// The rules that hold or may hold, in order of name, with the weight that their arms leave them.
fn weigh<'a>(evaluation: &Evaluation<'a>) -> Vec<Weighed<'a>> {
    let rules = evaluation.reading.program.catalog.rules.iter().enumerate();
    rules
        .filter_map(|(index, rule)| {
            let truth = evaluation.rule(index);
            if truth == Truth::False {
                return None;
            }
            let truths = |arms: &'a [Arm]| -> Vec<(&'a Arm, Truth)> {
                arms.iter().map(|arm| (arm, evaluation.answer(&arm.when, false).truth)).collect()
            };
            let (eased, raised) = (truths(&rule.rule.eased), truths(&rule.rule.raised));
            let sure = |arms: &[(&'a Arm, Truth)]| {
                arms.iter().find(|(_, it)| *it == Truth::True).map(|(arm, _)| *arm)
            };
            let base = rule.rule.weight;
            let (severity, weight, arm) = match (sure(&raised), sure(&eased)) {
                (Some(arm), _) => (arm.severity, arm.weight, Some("raised")),
                (None, Some(arm)) => (arm.severity, arm.weight, Some("eased")),
                (None, None) => (rule.rule.severity, base, None),
            };
            // Unknown arms count up to the first that holds; if a raised one holds, no eased one counts.
            let possible = |arms: &[(&'a Arm, Truth)]| -> Vec<Points> {
                arms.iter()
                    .take_while(|(_, it)| *it != Truth::True)
                    .filter(|(_, it)| *it == Truth::Unknown)
                    .map(|(arm, _)| arm.weight)
                    .collect()
            };
            let mut weights = possible(&raised);
            if sure(&raised).is_none() {
                weights.extend(possible(&eased));
            }
            Some(Weighed {
                index,
                rule,
                truth,
                severity,
                weight,
                settled: weights.is_empty(),
                worst: weights.iter().copied().fold(weight, Points::max),
                best: weights.into_iter().fold(weight, Points::min),
                arm,
            })
        })
        .collect()
}

/// The score model: that of the first pack that is for the document's kind, or else of a pack that one of them uses.
fn model_for<'a>(engine: &'a Engine, evaluation: &Evaluation<'_>) -> Option<&'a ScoreModel> {
    let own = engine.packs.iter().filter(|pack| evaluation.applies(&pack.for_kinds));
    let mut used = engine.packs.iter().flat_map(|pack| &pack.used);
    let of_used = || used.find(|(for_kinds, _)| evaluation.applies(for_kinds)).map(|it| &it.1);
    own.filter_map(|pack| pack.score.as_ref()).next().or_else(of_used)
}

/// The arithmetic on weighed rules under a score model.
struct Sums<'a> {
    model: Option<&'a ScoreModel>,
    weighed: &'a [Weighed<'a>],
    /// By weighed rule: its category; `None` of one that the model does not know.
    categories: Vec<Option<usize>>,
    absorbed: BTreeMap<usize, usize>,
    /// By category: what its findings weigh together.
    weights: Vec<Points>,
}

impl<'a> Sums<'a> {
    fn new(model: Option<&'a ScoreModel>, weighed: &'a [Weighed<'a>]) -> Sums<'a> {
        let categories = model.map_or(&[][..], |model| &model.categories);
        let of =
            |it: &Weighed<'_>| categories.iter().position(|category| category.id == it.rule.rule.category);
        let categories = weighed.iter().map(of).collect();
        let absorbed = absorbed_by_others(weighed, &[]);
        let mut sums = Sums { model, weighed, categories, absorbed, weights: Vec::new() };
        sums.weights = sums.by_category(|index, it| sums.counts(&sums.absorbed, index, it));
        sums
    }

    /// What a finding weighs; nothing if another stands for it.
    fn counts(&self, absorbed: &BTreeMap<usize, usize>, index: usize, it: &Weighed<'_>) -> Option<Points> {
        (it.truth == Truth::True && !absorbed.contains_key(&index)).then_some(it.weight)
    }

    /// The score once these findings are repaired: what they stood for counts, and so does what their category had no
    /// points left for.
    fn score_without(&self, fixed: &[usize]) -> Points {
        let stands_for_others =
            |index: &usize| self.weighed.get(*index).is_some_and(|it| !it.rule.rule.absorbs.is_empty());
        if fixed.iter().any(stands_for_others) {
            let absorbed = absorbed_by_others(self.weighed, fixed);
            let left = |index: usize, it: &Weighed<'_>| {
                self.counts(&absorbed, index, it).filter(|_| !fixed.contains(&index))
            };
            return self.of_weights(&self.by_category(left));
        }
        let mut weights = self.weights.clone();
        for index in fixed {
            let Some(it) = self.weighed.get(*index) else { continue };
            let category = self.categories.get(*index).copied().flatten();
            let of_category = category.and_then(|category| weights.get_mut(category));
            if let (Some(sum), Some(weight)) = (of_category, self.counts(&self.absorbed, *index, it)) {
                *sum = *sum - weight.max(Points(0));
            }
        }
        self.of_weights(&weights)
    }

    /// The score if rules take so much; what takes nothing is left out.
    fn score(&self, weight: impl Fn(usize, &Weighed<'_>) -> Option<Points>) -> Points {
        self.of_weights(&self.by_category(weight))
    }

    /// By category: what its rules weigh together.
    fn by_category(&self, weight: impl Fn(usize, &Weighed<'_>) -> Option<Points>) -> Vec<Points> {
        let mut sums = vec![Points(0); self.model.map_or(0, |model| model.categories.len())];
        for (index, (it, category)) in self.weighed.iter().zip(&self.categories).enumerate() {
            let of_category = category.and_then(|category| sums.get_mut(category));
            if let (Some(sum), Some(weight)) = (of_category, weight(index, it)) {
                *sum = *sum + weight.max(Points(0));
            }
        }
        sums
    }

    fn of_weights(&self, weights: &[Points]) -> Points {
        let categories = self.model.map_or(&[][..], |model| &model.categories);
        Explanation::score_of(categories.iter().zip(weights).map(|(it, weights)| (it.worth, *weights)))
    }

    /// The tree of points.
    fn explanation(&self) -> Explanation {
        let categories = self.model.map_or(&[][..], |model| &model.categories);
        let parts = categories
            .iter()
            .enumerate()
            .map(|(at, category)| {
                let of_category = self.weighed.iter().zip(&self.categories).enumerate();
                let mut rules: Vec<(Severity, Points, &Name)> = of_category
                    .filter(|(_, (it, of))| **of == Some(at) && it.truth == Truth::True)
                    .map(|(index, (it, _))| {
                        let weight = if self.absorbed.contains_key(&index) { Points(0) } else { it.weight };
                        (it.severity, weight, &it.rule.rule.name)
                    })
                    .collect();
                rules.sort_by(|a, b| (b.0, b.1).cmp(&(a.0, a.1)).then_with(|| a.2.cmp(b.2)));
                let weights: Vec<(Name, Points)> =
                    rules.into_iter().map(|(_, weight, name)| (name.clone(), weight)).collect();
                Explanation::category(&category.id, category.worth, &weights)
            })
            .collect();
        Explanation::Score { parts }
    }
}

fn categories(model: Option<&ScoreModel>, explanation: &Explanation) -> Vec<CategoryScore> {
    let Explanation::Score { parts } = explanation else { return Vec::new() };
    let categories = model.map_or(&[][..], |model| &model.categories);
    categories
        .iter()
        .zip(parts)
        .map(|(category, lost)| CategoryScore {
            id: category.id.clone(),
            title: category.title.clone(),
            worth: category.worth,
            left: category.worth - lost.points(),
        })
        .collect()
}

/// The grade after gates, or why there is none.
fn grade(
    evaluation: &Evaluation<'_>,
    model: Option<&ScoreModel>,
    score: Points,
    findings: &[Finding],
    outcomes: &Outcomes,
) -> (Result<String, String>, Vec<GateHit>) {
    let kind = evaluation.kind;
    let n_words = evaluation.reading.document.words.len();
    let asked = outcomes.values().any(|status| !matches!(status, Status::NotApplicable | Status::Disabled));
    let refuse = |reason: String| (Err(reason), Vec::new());
    if kind.refused && !reads_as_english(evaluation.reading.document) {
        return refuse("this does not read as English, and the rules read English only".to_owned());
    }
    if kind.refused {
        return refuse("this does not read as a contract; if it is one, say of which kind".to_owned());
    }
    if !asked && !kind.name.is_empty() {
        let title = if kind.title.is_empty() { &kind.name } else { &kind.title };
        return refuse(format!("this reads as “{title}”, and none of the packs has rules for that"));
    }
    let Some(model) = model else {
        return refuse("none of the packs says how findings add up to a score".to_owned());
    };
    if n_words < WORDS_FOR_A_GRADE {
        return refuse(format!("too little text was read for a grade: {n_words} words"));
    }
    let coverage = Coverage::of(evaluation.reading.document);
    if coverage.unread.len() * 2 > coverage.pages {
        return refuse(format!("too little of the file was read for a grade: {}", coverage.read()));
    }
    let for_some_kinds = evaluation.reading.program.catalog.rules.iter().any(|it| !it.for_kinds().is_empty());
    if !kind.is_recognised() && for_some_kinds {
        return refuse("the kind of this document is not clear: name it to get a grade".to_owned());
    }
    let grades: Vec<&str> =
        model.grades.iter().map(|step| step.grade.as_str()).chain([model.lowest.as_str()]).collect();
    let rank = |grade: &str| grades.iter().position(|it| *it == grade).unwrap_or(0);
    let earned = model.grades.iter().position(|step| score >= step.from).unwrap_or(model.grades.len());
    let mut final_rank = earned;
    let mut gates = Vec::new();
    for gate in &model.gates {
        let n = findings.iter().filter(|it| it.absorbed_by.is_none() && it.severity >= gate.severity).count();
        if n >= gate.count {
            let capped = rank(&gate.at_most);
            let s = if n == 1 { "" } else { "s" };
            gates.push(GateHit {
                reason: format!("{n} {} finding{s}: at most {}", gate.severity, gate.at_most),
                at_most: gate.at_most.clone(),
                lowered: capped > earned,
            });
            final_rank = final_rank.max(capped);
        }
    }
    (Ok(grades.get(final_rank).copied().unwrap_or(&model.lowest).to_owned()), gates)
}

/// Up to three findings whose repair gains most.
fn best_fixes(findings: &[Finding], score: Points) -> Vec<Fix> {
    let mut fixes: Vec<Fix> = findings
        .iter()
        .map(|it| Fix { rule: it.rule.clone(), title: it.title.clone(), gain: it.score_if_fixed - score })
        .filter(|fix| fix.gain > Points(0))
        .collect();
    fixes.sort_by(|a, b| b.gain.cmp(&a.gain).then_with(|| a.rule.cmp(&b.rule)));
    fixes.truncate(3);
    fixes
}

fn caveats(evaluation: &Evaluation<'_>) -> Vec<String> {
    let document = evaluation.reading.document;
    let mut caveats = document.caveats.clone();
    caveats.extend(Coverage::of(document).caveats());
    if document.side == Side::Them {
        caveats.push(
            "read for the other side than its rules are written for: what they say of a clause that binds nobody by name is \
             still what their own side would mind"
                .to_owned(),
        );
    }
    let kind = evaluation.kind;
    if kind.name.is_empty() && !kind.refused {
        caveats.push("the kind of this document was not recognised: all rules were asked".to_owned());
    } else if !kind.is_recognised() && !kind.refused {
        caveats.push(format!(
            "the kind of this document is not clear: it was read as “{}”, which comes nearest",
            kind.title
        ));
    }
    if !document.complete {
        let missing: Vec<&str> =
            document.attachments.iter().filter(|it| !it.supplied).map(|it| it.label.as_str()).collect();
        if !missing.is_empty() {
            let verb = if missing.len() == 1 { "is" } else { "are" };
            let was = if missing.len() == 1 { "was" } else { "were" };
            caveats.push(format!("{} {verb} referred to but {was} not supplied", missing.join(", ")));
        }
    }
    caveats
}

/// Turns proofs into findings, with the placeholders of texts filled in.
struct Filler<'a> {
    evaluation: &'a Evaluation<'a>,
}

impl Filler<'_> {
    fn finding(&self, it: &Weighed<'_>, proof: &Proof) -> Finding {
        let Rule {
            name, title, category, impact, why, advice, suggest, prefer, accept, refuse, sources, ..
        } = &*it.rule.rule;
        let mut evidence = Vec::new();
        let mut absence = Vec::new();
        grounds(proof, Truth::True, &mut evidence, &mut absence);
        in_order(&mut evidence);
        let fill = |text: &str| self.fill(text, &evidence);
        Finding {
            rule: name.clone(),
            pack: it.rule.rule.pack().name.clone(),
            title: fill(title),
            severity: it.severity,
            category: category.clone(),
            points: Points(0),
            score_if_fixed: Points(0),
            absorbed_by: None,
            arm: it.arm.map(str::to_owned),
            changed: it.rule.changed.clone(),
            impact: fill(impact),
            why: fill(why),
            advice: fill(advice),
            suggest: fill(suggest),
            prefer: fill(prefer),
            accept: fill(accept),
            refuse: fill(refuse),
            sources: sources.iter().map(Source::from).collect(),
            evidence,
            absence,
        }
    }

    fn undetermined(&self, it: &Weighed<'_>, proof: &Proof) -> Undetermined {
        let mut evidence = Vec::new();
        grounds(proof, Truth::Unknown, &mut evidence, &mut Vec::new());
        in_order(&mut evidence);
        Undetermined {
            rule: it.rule.rule.name.clone(),
            title: self.fill(&it.rule.rule.title, &evidence),
            severity: it.severity,
            at_stake: it.worst,
            reason: reason(proof).unwrap_or_else(|| format!("{} could not be told", proof.question)),
            evidence,
        }
    }

    /// Fills `{you}`, `{them}`, `{param}` and `{clause.capture}`; what is not known stays as its own words. Parties
    /// that have no name but a pronoun are "the signer" and "the other party".
    fn fill(&self, text: &str, evidence: &[Evidence]) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, tail)) = after.split_once('}') else { break };
            out.push_str(before);
            let filled = self.placeholder(name.trim(), evidence, &out);
            let mut letters = filled.chars();
            match letters.next().filter(|_| starts_sentence(&out)) {
                Some(first) => out.extend(first.to_uppercase().chain(letters)),
                None => out.push_str(&filled),
            }
            rest = tail;
        }
        out.push_str(rest);
        out
    }

    /// What stands for a name behind some text.
    fn placeholder(&self, name: &str, evidence: &[Evidence], before: &str) -> String {
        let parties = &self.evaluation.reading.parties;
        // "You owns the Work" is no sentence: texts are written for names.
        let or = |text: &str, other: &str| {
            if text.is_empty() || is_pronoun(text) { other.to_owned() } else { text.to_owned() }
        };
        match name {
            "you" => return or(&parties.you, "the signer"),
            "them" => return or(&parties.them, "the other party"),
            _ => {}
        }
        let is = |full: &str, short: &str| full == short || full.ends_with(&format!(".{short}"));
        if let Some((_, value)) = self.evaluation.params.iter().find(|(param, _)| is(param, name)) {
            return as_words(value, before);
        }
        if let Some((clause, capture)) = name.rsplit_once('.') {
            let mut values =
                evidence.iter().filter(|it| is(&it.clause, clause)).filter_map(|it| it.captures.get(capture));
            if let Some(value) = values.next() {
                return as_words(value, before);
            }
            return capture.to_owned();
        }
        name.to_owned()
    }
}

/// A value as it is read behind some text: "for 2 years", "for an unlimited time".
fn as_words(value: &Value, before: &str) -> String {
    match value {
        Value::Duration(it) if it.is_perpetual() && before.ends_with("for ") => {
            "an unlimited time".to_owned()
        }
        _ => value.to_string(),
    }
}

/// True for the words by which terms in the first or second person call a party.
fn is_pronoun(party: &str) -> bool {
    ["you", "your", "we", "us", "our", "i", "me", "my"].iter().any(|it| it.eq_ignore_ascii_case(party))
}

/// True if what comes after `text` begins a sentence.
fn starts_sentence(text: &str) -> bool {
    let before = text.trim_end();
    before.is_empty() || (before.len() < text.len() && before.ends_with(['.', '!', '?']))
}

/// The evidence and absences behind an answer: those of its parts with the same answer.
fn grounds(proof: &Proof, truth: Truth, evidence: &mut Vec<Evidence>, absence: &mut Vec<Absence>) {
    if proof.truth != truth {
        // A false part may be why a negated or counted whole is true; its matches are no ground for it.
        return;
    }
    evidence.extend(proof.evidence.iter().cloned());
    // A clause may be asked for once for each side that it could bind: it was searched once.
    if let Some(it) = proof.absence.as_ref().filter(|it| !absence.contains(it)) {
        absence.push(it.clone());
    }
    for part in &proof.parts {
        // Beside what is unknown, what is true of an undetermined rule belongs to the story.
        if part.truth == Truth::True || part.truth == truth {
            grounds(part, part.truth, evidence, absence);
        }
    }
}

fn in_order(evidence: &mut Vec<Evidence>) {
    evidence.sort_by(|a, b| (a.start, a.end, &a.clause).cmp(&(b.start, b.end, &b.clause)));
    evidence.dedup_by(|b, a| (a.start, a.end, &a.clause) == (b.start, b.end, &b.clause));
}

/// The reason of the first part that is unknown in its own right.
fn reason(proof: &Proof) -> Option<String> {
    if proof.truth != Truth::Unknown {
        return None;
    }
    let inner = proof.parts.iter().find_map(reason);
    inner.or_else(|| (!proof.note.is_empty()).then(|| proof.note.clone()))
}
