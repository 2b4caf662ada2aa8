//! Tests: what is given, what is expected, and the marks in the text.

use termscore_core::Span;
use termscore_core::rule::{Name, RulePack};
use termscore_core::value::Type;

use super::condition::actor;
use super::scope::Sort;
use super::text::{dedented, suggest_capture};
use super::{Lowerer, text};
use crate::ast::{self, Case, Expectation, Text};
use crate::diagnostic::{Code, Diagnostic};
use crate::names::{list, meant};
use crate::source::Loc;
use crate::testing::{Expected, Subject, TestCase};

impl Lowerer<'_> {
    pub(super) fn test(&mut self, test: &ast::Test, pack: &RulePack, found: &mut Vec<TestCase>) {
        let path = &test.subject;
        let rule = self.scope.find(Sort::Rule, &path.it).map(Subject::Rule);
        let clause = self.scope.find(Sort::Clause, &path.it).map(Subject::Clause);
        if rule.is_none() && clause.is_none() && !self.scope.is_lost(&path.it) {
            let mut known = self.scope.known(Sort::Rule);
            known.extend(self.scope.known(Sort::Clause));
            let meant = meant(&path.it, known.iter().map(String::as_str));
            let message = format!("no rule or clause `{}`", path.it);
            self.problems.push(Diagnostic::error(Code::UnknownSubject, path.at, message).meant(
                path.at,
                meant,
                || "a test names a rule or a clause".to_owned(),
            ));
        }
        if test.cases.is_empty() {
            self.missing(
                path.at,
                "test",
                "case",
                "case \"what it shows\" expects fires \"text of a contract\"",
            );
        }
        for case in &test.cases {
            // A rule and a clause may share a name: what is expected tells which is meant.
            let of_rules = Expected::OF_RULES.contains(&outcome(&case.outcome.it));
            let (first, second) = if of_rules { (&rule, &clause) } else { (&clause, &rule) };
            let lowered = self.case(first.as_ref().or(second.as_ref()), case, pack);
            found.extend(lowered);
        }
    }

    fn case(&mut self, subject: Option<&Subject>, case: &Case, pack: &RulePack) -> Option<TestCase> {
        let mut kind = None;
        for path in &case.kind {
            if let (Some(first), true) = (case.kind.first(), kind.is_some()) {
                let message = "a case is of one kind";
                self.problems.push(
                    Diagnostic::error(Code::DuplicateField, path.at, message)
                        .also(first.at, "first kind")
                        .help("keep one of them, or write a case for each"),
                );
            }
            kind = self.scope.resolve(Sort::Kind, path, self.problems);
        }
        // Rules are for the kinds of their pack: a case without a kind is of the first.
        let kind = kind.or_else(|| self.for_kinds.first().cloned());
        let mut params = Vec::new();
        for (path, value) in &case.params {
            let Some(name) = self.scope.resolve(Sort::Param, path, self.problems) else { continue };
            let Some(ty) = self.params.get(&name).copied() else { continue };
            params.extend(self.value(ty, value).map(|value| (name, value)));
        }
        let outcome = self.outcome(subject, case);
        let (mut who, mut values) = (None, Vec::new());
        for expectation in &case.expects {
            match expectation {
                Expectation::Actor(it) => who = Some(actor(&it.it)),
                Expectation::Value(name, value) => {
                    let Some(ty) = self.captured_type(subject, name, pack) else { continue };
                    values.extend(self.value(ty, value).map(|value| (name.it.clone(), value)));
                }
            }
        }
        let (text, marks) = self.marked(&case.text);
        Some(TestCase {
            subject: subject?.clone(),
            name: text::prose(&case.name),
            kind,
            params,
            expected: outcome?,
            actor: who,
            values,
            text,
            marks,
            source: case.at.source,
            span: case.at.span.cover(case.name.at.span),
        })
    }

    fn outcome(&mut self, subject: Option<&Subject>, case: &Case) -> Option<Expected> {
        let outcome = outcome(&case.outcome.it);
        let (noun, fitting) = match subject? {
            Subject::Rule(_) => ("rule", Expected::OF_RULES),
            Subject::Clause(_) => ("clause", Expected::OF_CLAUSES),
        };
        if !fitting.contains(&outcome) {
            let names = list(fitting.iter().map(|it| it.name().to_owned()), "or");
            let message = format!("a {noun} cannot be `{outcome}`");
            let mut problem = Diagnostic::error(Code::WrongExpectation, case.outcome.at, message)
                .help(format!("of a {noun}, one of these can be expected: {names}"));
            if let Some(at) = self.declared(subject?) {
                problem = problem.also(at, format!("this {noun} is tested"));
            }
            self.problems.push(problem);
            return None;
        }
        Some(outcome)
    }

    /// The type of a capture of the clause, or of one of the clauses that the rule asks about.
    fn captured_type(
        &mut self,
        subject: Option<&Subject>,
        name: &ast::Name,
        pack: &RulePack,
    ) -> Option<Type> {
        let mut clauses: Vec<Name> = Vec::new();
        match subject? {
            Subject::Clause(it) => clauses.push(it.clone()),
            Subject::Rule(it) => {
                let packs = self.scope.imports.iter().filter_map(|it| it.pack.as_deref()).chain([pack]);
                if let Some(rule) = packs.flat_map(|it| &it.rules).find(|rule| rule.name == *it) {
                    super::condition::asked(&rule.when, &mut clauses);
                }
            }
        }
        let captures: super::Captures = clauses
            .iter()
            .filter_map(|it| self.captures.get(it))
            .flatten()
            .map(|it| (it.0.clone(), *it.1))
            .collect();
        if let Some(bound) = captures.get(&name.it) {
            return Some(bound.ty());
        }
        let subject = subject?.name();
        let short = subject.rsplit('.').next().unwrap_or(subject);
        let message = format!("`{short}` captures no `{}`", name.it);
        self.problems.push(suggest_capture(
            Diagnostic::error(Code::UnknownCapture, name.at, message),
            name.at,
            short,
            &name.it,
            &captures,
        ));
        None
    }

    /// Where the subject of a test is declared, if in this pack.
    fn declared(&self, subject: &Subject) -> Option<Loc> {
        match subject {
            Subject::Rule(it) => self.scope.place(Sort::Rule, it),
            Subject::Clause(it) => self.scope.place(Sort::Clause, it),
        }
    }

    /// The text without its marks, and where they were.
    fn marked(&mut self, written: &Text) -> (String, Vec<Span>) {
        let raw = if written.long { dedented(&written.raw) } else { written.raw.clone() };
        let (mut text, mut marks, mut open) = (String::new(), Vec::new(), None);
        let mut rest = raw.as_str();
        let mut balanced = true;
        while let Some(at) = rest.find("[[").into_iter().chain(rest.find("]]")).min() {
            let (before, mark) = rest.split_at(at);
            text.push_str(before);
            match (mark.starts_with("[["), open) {
                (true, None) => open = Some(text.len()),
                (false, Some(start)) => {
                    marks.push(Span::new(start, text.len()));
                    open = None;
                }
                _ => balanced = false,
            }
            rest = mark.get(2..).unwrap_or_default();
        }
        text.push_str(rest);
        if !balanced || open.is_some() {
            self.problems.push(
                Diagnostic::error(Code::UnbalancedMarks, written.at, "the marks in this text do not pair up")
                    .help("put `[[` before and `]]` after each passage that must be found"),
            );
        }
        (text, marks)
    }
}

fn outcome(word: &str) -> Expected {
    let all = Expected::OF_RULES.iter().chain(Expected::OF_CLAUSES);
    all.copied().find(|it| it.name() == word).unwrap_or(Expected::Silent)
}
