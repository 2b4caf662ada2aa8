//! Conditions: three-valued questions, and the two spellings that have no single reading.

use termscore_core::rule::{Comparison, Condition, Op, Operand, Verb, Who};
use termscore_core::value::{Jurisdiction, Type};

use super::scope::Sort;
use super::text::suggest_capture;
use super::value::read;
use super::{Captures, Lowerer};
use crate::ast::{self, Asked, At, Junction, Path};
use crate::diagnostic::{Code, Diagnostic, Suggestion};
use crate::names::{counted, meant, quoted_list};
use crate::source::Loc;

impl Lowerer<'_> {
    // Recursion is bounded by the nesting of the text.
    pub(super) fn condition(&mut self, condition: &ast::Condition) -> Option<Condition> {
        match &condition.it {
            Asked::Group(inner) => self.condition(inner),
            Asked::Chain(operands, junctions) => self.chain(operands, junctions),
            Asked::Not(not, inner) => {
                if let Some(question) = text_question(inner) {
                    self.not_over_text(*not, inner, &question);
                    return None;
                }
                self.condition(inner).map(negated)
            }
            Asked::AtLeast(number, all) => {
                let n = self.whole(number, "how many conditions must hold", 1, 1_000);
                if n.and_then(|it| usize::try_from(it).ok()).is_some_and(|it| it > all.len()) {
                    let message =
                        format!("{} of {} can never hold", number.it, counted(all.len(), "condition"));
                    self.unreachable(number.at, &message);
                }
                let all: Vec<_> = all.iter().map(|it| self.condition(it)).collect();
                Some(Condition::AtLeast(usize::try_from(n?).ok()?, all.into_iter().collect::<Option<_>>()?))
            }
            Asked::Question { verb, clause, filter } => {
                let (clause, filter) = self.question(clause, filter)?;
                Some(Condition::Text { verb: self.verb(&verb.it), clause, filter })
            }
            Asked::Count { clause, filter, op, n } => {
                let n = self.whole(n, "a count", 0, 1_000_000);
                let (clause, filter) = self.question(clause, filter)?;
                Some(Condition::Count { clause, filter, op: operator(&op.it), n: usize::try_from(n?).ok()? })
            }
            Asked::Fires(rule) => self.scope.resolve(Sort::Rule, rule, self.problems).map(Condition::Fires),
            Asked::Kind(kind) => self.scope.resolve(Sort::Kind, kind, self.problems).map(Condition::Kind),
            Asked::Law(place) => self.law(place),
            Asked::Predicate(name) => self.predicate(name),
        }
    }

    fn chain(&mut self, operands: &[ast::Condition], junctions: &[At<Junction>]) -> Option<Condition> {
        let first = junctions.first()?;
        if let Some(other) = junctions.iter().find(|it| it.it != first.it) {
            let mut problem =
                Diagnostic::error(Code::MixedAndOr, other.at, "`and` and `or` stand side by side")
                    .also(first.at, "other word here")
                    .why("it could be read in two ways")
                    .help("put parentheses around one of them: `a and (b or c)` or `(a and b) or c`");
            for inner in [Junction::And, Junction::Or] {
                let word = if inner == Junction::And { "and" } else { "or" };
                let groups = groups(operands, junctions, inner);
                let empty = Suggestion::new(format!("put parentheses around what `{word}` joins"));
                problem = problem.suggest(groups.into_iter().fold(empty, Suggestion::enclose));
            }
            self.problems.push(problem);
        }
        let all: Vec<_> = operands.iter().map(|it| self.condition(it)).collect();
        let all = all.into_iter().collect::<Option<Vec<_>>>()?;
        Some(if first.it == Junction::And { Condition::All(all) } else { Condition::Any(all) })
    }

    fn not_over_text(&mut self, not: Loc, inner: &ast::Condition, question: &Question<'_>) {
        let clause = &question.clause.it;
        let mut problem =
            Diagnostic::error(Code::NotOverText, not, "`not` cannot stand before a question about the text")
                .also(question.at, "this asks what the text says")
                .why(format!(
                    "silence is not denial: \"not {} {clause}\" could mean that the text says the opposite, or that it is silent",
                    question.verb
                ));
        let directly = matches!(inner.it, Asked::Question { .. } | Asked::Count { .. });
        for (write, means) in if directly { opposites(question.verb) } else { &[] } {
            let title = format!("`{write} {clause}`: {means}");
            problem = problem.suggest(Suggestion::new(title).replace(not.cover(question.verb_at), *write));
        }
        self.problems.push(if problem.suggestions.is_empty() {
            problem.help(format!(
                "ask each question the way that you mean it: `denies {clause}`, `lacks {clause}` or `silent on {clause}`"
            ))
        } else {
            problem
        });
    }

    fn law(&mut self, place: &ast::Text) -> Option<Condition> {
        let found = Jurisdiction::from_name(&place.raw);
        if found.is_none() {
            let message = format!("`{}` is not the name of a jurisdiction", place.raw);
            let within = place.within(0, place.raw.len());
            self.problems.push(Diagnostic::error(Code::BadLiteral, place.at, message).meant(
                within,
                meant(&place.raw, Jurisdiction::names()),
                || {
                    "name a country, or a part of one with law of its own, in English: \"California\", \"England and Wales\""
                        .to_owned()
                },
            ));
        }
        found.map(Condition::Law)
    }

    fn verb(&self, verb: &str) -> Verb {
        match verb {
            "asserts" => Verb::Asserts,
            "denies" => Verb::Denies,
            "lacks" => Verb::Lacks,
            "mentions" => Verb::Mentions,
            "every" => Verb::Every,
            _ => Verb::Silent,
        }
    }

    fn question(&mut self, clause: &Path, filter: &[ast::Comparison]) -> Option<(String, Vec<Comparison>)> {
        let full = self.scope.resolve(Sort::Clause, clause, self.problems)?;
        let captures = self.captures.get(&full).cloned().unwrap_or_default();
        let filter: Vec<_> = filter.iter().map(|it| self.comparison(clause, &captures, it)).collect();
        Some((full, filter.into_iter().collect::<Option<_>>()?))
    }

    fn comparison(&mut self, clause: &Path, captures: &Captures, it: &ast::Comparison) -> Option<Comparison> {
        match it {
            ast::Comparison::Actor { includes, who } => {
                Some(Comparison::Actor { includes: *includes, who: actor(&who.it) })
            }
            ast::Comparison::Call { not, name, arguments } => self.call(captures, *not, name, arguments),
            ast::Comparison::Value { capture, op, with } => {
                if capture.it == "actor" {
                    self.unknown_actor(&op.it, op.at, with);
                    return None;
                }
                let Some(bound) = captures.get(&capture.it).copied() else {
                    let message = format!("clause `{}` captures no `{}`", clause.it, capture.it);
                    self.problems.push(suggest_capture(
                        Diagnostic::error(Code::UnknownCapture, capture.at, message),
                        capture.at,
                        &clause.it,
                        &capture.it,
                        captures,
                    ));
                    return None;
                };
                if let Some(param) =
                    with.bare_path.then(|| self.scope.find(Sort::Param, &with.text)).flatten()
                {
                    if let Some(ty) = self.params.get(&param).copied()
                        && !bound.fits(ty)
                    {
                        let message =
                            format!("`{}` is {} and `{}` is {ty}", capture.it, bound.noun(), with.text);
                        let mut problem = Diagnostic::error(Code::WrongType, with.at, message)
                            .help("only values of one type can be compared");
                        if let Some(at) = self.scope.place(Sort::Param, &param) {
                            problem = problem.also(at, format!("a param of type {ty}"));
                        }
                        self.problems.push(problem);
                    }
                    return Some(Comparison::Value {
                        capture: capture.it.clone(),
                        op: operator(&op.it),
                        with: Operand::Param(param),
                    });
                }
                let value = if with.bare_path && read(bound.ty(), &with.text).is_none() {
                    self.unknown_operand(with);
                    None
                } else if with.bare_path && bound.ty() == Type::Text {
                    // A bare word would be taken for text, and a misspelt parameter with it.
                    self.unknown_operand(with);
                    None
                } else {
                    self.value(bound.ty(), with)
                };
                let with = Operand::Literal(value?);
                Some(Comparison::Value { capture: capture.it.clone(), op: operator(&op.it), with })
            }
        }
    }

    /// `actor` was compared with something else than a side, or otherwise than by `=`.
    fn unknown_actor(&mut self, op: &str, op_at: Loc, with: &ast::Literal) {
        let sides = quoted_list(SIDES, "or");
        if SIDES.contains(&with.text.as_str()) {
            let message = format!("`actor` cannot be compared with `{op}`");
            self.problems.push(
                Diagnostic::error(Code::WrongType, op_at, message)
                    .why("who is bound is a name, and no value")
                    .help("write `actor = you`, or `actor includes you` to take in both sides"),
            );
            return;
        }
        let message = format!("`actor` is one of {sides}, not `{}`", with.text);
        let problem = Diagnostic::error(Code::WrongType, with.at, message).why(
            "who is bound is told by side, because a pack is read for either: the kind says what each side is called",
        );
        self.problems.push(problem.meant(with.at, meant(&with.text, SIDES), || {
            format!("write `actor {op} you` for the signer, or `actor {op} them` for the other side")
        }));
    }

    fn unknown_operand(&mut self, with: &ast::Literal) {
        if self.scope.is_lost(&with.text) {
            return;
        }
        let params = self.scope.known(Sort::Param);
        let meant = meant(&with.text, params.iter().map(String::as_str));
        let message = format!("unknown param `{}`", with.text);
        self.problems.push(Diagnostic::error(Code::UnknownParam, with.at, message).meant(
            with.at,
            meant,
            || "write a value such as 30 days, a text in quotes, or declare it with `param`".to_owned(),
        ));
    }
}

/// A question about the text, somewhere inside a condition.
struct Question<'a> {
    verb: &'a str,
    verb_at: Loc,
    clause: &'a Path,
    at: Loc,
}

fn text_question(condition: &ast::Condition) -> Option<Question<'_>> {
    match &condition.it {
        Asked::Question { verb, clause, .. } => {
            Some(Question { verb: &verb.it, verb_at: verb.at, clause, at: condition.at })
        }
        Asked::Count { clause, .. } => {
            Some(Question { verb: "count", verb_at: condition.at, clause, at: condition.at })
        }
        Asked::Group(inner) | Asked::Not(_, inner) => text_question(inner),
        Asked::Chain(all, _) | Asked::AtLeast(_, all) => all.iter().find_map(text_question),
        Asked::Fires(_) | Asked::Kind(_) | Asked::Law(_) | Asked::Predicate(_) => None,
    }
}

/// What "not asserts" could have meant, and likewise of the other questions; nothing where only another
/// number would say it.
fn opposites(verb: &str) -> &'static [(&'static str, &'static str)] {
    match verb {
        "asserts" => &[
            ("denies", "the text says the opposite"),
            ("lacks", "the text nowhere says so"),
            ("silent on", "the text does not mention it"),
        ],
        "denies" => &[("asserts", "the text says so"), ("silent on", "the text does not mention it")],
        "lacks" => &[("asserts", "the text says so"), ("mentions", "the text says so, or the opposite")],
        "silent on" => &[("mentions", "the text says so, or the opposite"), ("asserts", "the text says so")],
        "mentions" => &[("silent on", "the text does not mention it"), ("lacks", "the text nowhere says so")],
        _ => &[],
    }
}

/// The runs of operands that one of the words joins, at least two operands each.
fn groups(operands: &[ast::Condition], junctions: &[At<Junction>], word: Junction) -> Vec<Loc> {
    let mut groups = Vec::new();
    let mut open: Option<Loc> = None;
    for (pair, junction) in operands.windows(2).zip(junctions) {
        let [left, right] = pair else { continue };
        if junction.it == word {
            open = Some(open.unwrap_or(left.at).cover(right.at));
        } else {
            groups.extend(open.take());
        }
    }
    groups.extend(open);
    groups
}

/// The opposite of a condition on facts, with `not` moved inwards to each fact.
fn negated(condition: Condition) -> Condition {
    match condition {
        Condition::All(all) => Condition::Any(all.into_iter().map(negated).collect()),
        Condition::Any(all) => Condition::All(all.into_iter().map(negated).collect()),
        // Fewer than n of k hold, if at least k - n + 1 do not.
        Condition::AtLeast(n, all) => {
            let others = (all.len() + 1).saturating_sub(n);
            Condition::AtLeast(others, all.into_iter().map(negated).collect())
        }
        Condition::Not(inner) => *inner,
        fact => Condition::Not(Box::new(fact)),
    }
}

pub(super) fn operator(op: &str) -> Op {
    match op {
        "<" => Op::Less,
        "<=" => Op::AtMost,
        "!=" => Op::NotEqual,
        ">=" => Op::AtLeast,
        ">" => Op::Greater,
        _ => Op::Equal,
    }
}

/// What `actor` can be.
const SIDES: [&str; 5] = ["you", "them", "both", "other", "unknown"];

pub(super) fn actor(who: &str) -> Who {
    match who {
        "you" => Who::You,
        "them" => Who::Them,
        "both" => Who::Both,
        "other" => Who::Other,
        _ => Who::Unknown,
    }
}

/// Full names of the clauses whose matches a condition may rest on: what is lacking has no words, and no values.
pub(crate) fn asked(condition: &Condition, found: &mut Vec<String>) {
    match condition {
        Condition::All(all) | Condition::Any(all) | Condition::AtLeast(_, all) => {
            all.iter().for_each(|it| asked(it, found));
        }
        Condition::Not(inner) => asked(inner, found),
        Condition::Text { verb: Verb::Lacks | Verb::Silent, .. } => {}
        Condition::Text { clause, .. } | Condition::Count { clause, .. } if !found.contains(clause) => {
            found.push(clause.clone());
        }
        _ => {}
    }
}

/// Full names of the rules that a condition refers to.
pub(crate) fn fired(condition: &Condition) -> Vec<&str> {
    match condition {
        Condition::All(all) | Condition::Any(all) | Condition::AtLeast(_, all) => {
            all.iter().flat_map(fired).collect()
        }
        Condition::Not(inner) => fired(inner),
        Condition::Fires(name) => vec![name],
        _ => Vec::new(),
    }
}
