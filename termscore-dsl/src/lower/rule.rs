//! Rules: what fires, how bad it is, and what people are told.

use termscore_core::rule::{Arm, Citation, Points, Rule, Severity};

use super::condition::asked;
use super::scope::Sort;
use super::{Lowerer, text};
use crate::ast::{self, At, Number, RuleField};
use crate::diagnostic::{Code, Diagnostic, Suggestion};
use crate::names::{meant, quoted_list};

impl Lowerer<'_> {
    pub(super) fn rule(&mut self, rule: &ast::Rule) -> Option<Rule> {
        self.once(&rule.fields, |it| match it {
            RuleField::Text(key, _) => key,
            RuleField::When(_) => "when",
            RuleField::Severity(_) => "severity",
            RuleField::Weight(_) => "weight",
            RuleField::Category(_) => "category",
            RuleField::Absorbs(_) => "absorbs",
            RuleField::Expected(_) => "expected",
            RuleField::Arm(_) | RuleField::Source { .. } => "",
        });
        // Placeholders are checked against the conditions, so these come first.
        let mut clauses = Vec::new();
        let (mut when, mut arms) = (None, Vec::new());
        for field in &rule.fields {
            match &field.it {
                RuleField::When(it) => {
                    when = self.condition(it);
                    when.iter().for_each(|it| asked(it, &mut clauses));
                }
                RuleField::Arm(it) => {
                    let condition = self.condition(&it.when);
                    condition.iter().for_each(|it| asked(it, &mut clauses));
                    arms.push((it, condition));
                }
                _ => {}
            }
        }
        let conditions_failed = when.is_none() || arms.iter().any(|it| it.1.is_none());
        let (severity, weight) = self.severity_and_weight(rule);
        let when = when.unwrap_or(termscore_core::rule::Condition::Any(Vec::new()));
        let mut lowered = Rule { severity, weight, ..Rule::new(self.scope.full(&rule.name.it), when) };
        for (arm, condition) in arms {
            let condition = condition.unwrap_or(termscore_core::rule::Condition::Any(Vec::new()));
            let lowered_arm = self.arm(arm, condition, severity, weight);
            if arm.raised { &mut lowered.raised } else { &mut lowered.eased }.extend(lowered_arm);
        }
        for field in &rule.fields {
            match &field.it {
                // With a broken condition, it is not known what could be filled in.
                RuleField::Text(key, it) => {
                    let full = if conditions_failed { text::prose(it) } else { self.template(it, &clauses) };
                    match key.as_str() {
                        "title" => lowered.title = full,
                        "impact" => lowered.impact = full,
                        "why" => lowered.why = full,
                        "advice" => lowered.advice = full,
                        "suggest" => lowered.suggest = full,
                        "prefer" => lowered.prefer = full,
                        "accept" => lowered.accept = full,
                        _ => lowered.refuse = full,
                    }
                }
                RuleField::Category(it) => {
                    self.check_category(it);
                    lowered.category = it.it.clone();
                }
                RuleField::Absorbs(rules) => {
                    let rules =
                        rules.iter().filter_map(|it| self.scope.resolve(Sort::Rule, it, self.problems));
                    lowered.absorbs.extend(rules);
                }
                RuleField::Expected(it) => lowered.expected = self.plain_pattern(it, "a heading"),
                RuleField::Source { text, url, checked } => lowered.sources.push(Citation {
                    text: text::prose(text),
                    url: url.as_ref().map(|it| it.raw.clone()).unwrap_or_default(),
                    checked: checked.as_ref().map(|it| self.day(it)).unwrap_or_default(),
                }),
                RuleField::When(_) | RuleField::Severity(_) | RuleField::Weight(_) | RuleField::Arm(_) => {}
            }
        }
        self.check_fields(rule);
        Some(lowered)
    }

    fn check_fields(&mut self, rule: &ast::Rule) {
        let has = |wanted: fn(&RuleField) -> bool| rule.fields.iter().any(|it| wanted(&it.it));
        let at = rule.name.at;
        if !has(|it| matches!(it, RuleField::Text(key, _) if key == "title")) {
            self.missing(at, "rule", "title", "title \"What is wrong, in one line\"");
        }
        if !has(|it| matches!(it, RuleField::When(_))) {
            self.missing(at, "rule", "when", "when asserts some-clause");
        }
        if !has(|it| matches!(it, RuleField::Severity(_))) {
            self.missing(at, "rule", "severity", "severity medium");
        }
        if !has(|it| matches!(it, RuleField::Category(_))) {
            let first = self.score.as_ref().and_then(|it| it.categories.first());
            let example = format!("category {}", first.map_or("payment", |it| it.id.as_str()));
            self.missing(at, "rule", "category", &example);
        }
    }

    /// Of the rule itself; a mistake gives harmless values.
    fn severity_and_weight(&mut self, rule: &ast::Rule) -> (Severity, Points) {
        let mut severity = None;
        let mut severity_at = rule.name.at;
        let mut weight: Option<&Number> = None;
        for field in &rule.fields {
            match &field.it {
                RuleField::Severity(it) => {
                    severity = Some(severity_named(&it.it));
                    severity_at = it.at;
                }
                RuleField::Weight(it) => weight = Some(it),
                _ => {}
            }
        }
        let points = weight.and_then(|it| self.points(it, "a weight"));
        let error = |at, message: &str| Diagnostic::error(Code::BadWeight, at, message.to_owned());
        match (severity, weight, points) {
            (Some(Severity::Minimal), Some(number), Some(Points(1..))) => self.problems.push(
                error(number.at, "a rule of severity minimal takes no points")
                    .also(severity_at, "its severity")
                    .why("it marks a protection, which is good to have")
                    .help("leave `weight` out, or choose another severity")
                    .suggest(Suggestion::write(number.at, "0")),
            ),
            (Some(Severity::Minimal) | None, _, _) => {}
            (_, Some(number), Some(Points(0))) => self.problems.push(
                error(number.at, "a weight of 0 takes no points")
                    .also(severity_at, "its severity")
                    .help("give it a weight, or the severity `minimal`")
                    .suggest(
                        Suggestion::new("give it the severity `minimal`").replace(severity_at, "minimal"),
                    ),
            ),
            (_, None, _) => self.missing(rule.name.at, "rule", "weight", "weight 5"),
            _ => {}
        }
        (severity.unwrap_or(Severity::Minimal), points.unwrap_or_default())
    }

    fn arm(
        &mut self,
        arm: &ast::Arm,
        when: termscore_core::rule::Condition,
        severity: Severity,
        weight: Points,
    ) -> Option<Arm> {
        let to_severity = arm.severity.as_ref().map_or(severity, |it| severity_named(&it.it));
        let to_weight = match &arm.weight {
            Some(it) => self.points(it, "a weight")?,
            None => weight,
        };
        let (before, after) = ((severity, weight), (to_severity, to_weight));
        let error = |code, message: String| Diagnostic::error(code, arm.to, message);
        let change =
            format!("from severity {severity} weight {weight} to severity {to_severity} weight {to_weight}");
        let why = "whoever reads `eased` or `raised` relies on the direction";
        let (code, word, other, fits) = if arm.raised {
            (Code::RaisedLowers, "raised", "eased", to_severity >= severity && to_weight >= weight)
        } else {
            (Code::EasedRaises, "eased", "raised", to_severity <= severity && to_weight <= weight)
        };
        if before == after {
            self.problems.push(
                error(code, format!("`{word}` changes nothing"))
                    .why(why)
                    .help("give another severity or weight, or remove it"),
            );
        } else if !fits {
            let direction = if arm.raised { "worse" } else { "milder" };
            self.problems.push(
                error(code, format!("`{word}` may only make a rule {direction}, and this goes {change}"))
                    .why(why)
                    .help(format!("write `{other}`, or correct the severity and the weight")),
            );
        } else if to_severity == Severity::Minimal && to_weight > Points(0) {
            self.problems.push(
                error(Code::BadWeight, "severity minimal takes no points".to_owned())
                    .help("write `weight 0`"),
            );
        }
        Some(Arm { when, severity: to_severity, weight: to_weight })
    }

    fn check_category(&mut self, category: &ast::Name) {
        // A pack without a score of its own adds rules to the categories of those it uses.
        let models: Vec<_> = match &self.score {
            Some(own) => vec![own],
            None => self.scope.imports.iter().filter_map(|it| it.pack.as_ref()?.score.as_ref()).collect(),
        };
        let known: Vec<&str> = models.iter().flat_map(|it| &it.categories).map(|it| it.id.as_str()).collect();
        if known.contains(&category.it.as_str()) || self.score.is_none() && self.scope.is_lost("score") {
            return;
        }
        let message = format!("unknown category `{}`", category.it);
        let meant = meant(&category.it, known.iter().copied());
        self.problems.push(Diagnostic::error(Code::UnknownCategory, category.at, message).meant(
            category.at,
            meant,
            || {
                if known.is_empty() {
                    "declare the categories: score { category payment \"Getting paid\" worth 100 ... }"
                        .to_owned()
                } else {
                    format!("the categories are {}", quoted_list(known.iter().copied(), "and"))
                }
            },
        ));
    }

    /// A day that exists, as written.
    fn day(&mut self, day: &At<String>) -> String {
        if termscore_core::value::literal(termscore_core::value::Type::Date, &day.it).is_none() {
            let message = format!("`{}` is no date", day.it);
            self.problems.push(
                Diagnostic::error(Code::BadLiteral, day.at, message).help("write year-month-day: 2026-11-23"),
            );
        }
        day.it.clone()
    }
}

pub(super) fn severity_named(word: &str) -> Severity {
    Severity::ALL.into_iter().find(|it| it.name() == word).unwrap_or(Severity::Minimal)
}
