//! Functions of the host: their declarations, and where rules and phrases use them.

use termscore_core::rule::{Argument, Comparison, Condition, Extern, Function, Operand};
use termscore_core::value::Type;

use super::value::read;
use super::{Captures, Lowerer, Sort, text};
use crate::ast::{self, Literal, Path};
use crate::diagnostic::{Code, Diagnostic};
use crate::names::{counted, list, meant, quoted_list};
use crate::source::Loc;

impl Lowerer<'_> {
    pub(super) fn external(&mut self, it: &ast::Extern) -> Option<Extern> {
        let inputs = match &it.inputs {
            None => None,
            Some(types) => {
                let types: Vec<_> = types.iter().map(|it| self.type_of(it)).collect();
                Some(types.into_iter().collect::<Option<Vec<_>>>()?)
            }
        };
        let function = match (inputs, it.yields.it == "bool") {
            (Some(inputs), true) => Function::Predicate(inputs),
            (None, false) => Function::Extractor(self.type_of(&it.yields)?),
            (Some(_), false) => {
                let message = format!("a function with arguments gives bool, not {}", it.yields.it);
                self.problems.push(
                    Diagnostic::error(Code::WrongType, it.yields.at, message)
                        .why("predicates answer yes or no; extractors take the whole text and have no arguments")
                        .help("write `-> bool`, or leave the parentheses out"),
                );
                return None;
            }
            (None, true) => {
                self.problems.push(
                    Diagnostic::error(
                        Code::WrongType,
                        it.yields.at,
                        "a function that gives bool takes arguments, or none in `()`",
                    )
                    .help(format!("write `extern {}() -> bool`", it.name.it)),
                );
                return None;
            }
        };
        let optional = it.absent.as_ref().is_some_and(|it| it.it == "unknown");
        Some(Extern { name: it.name.it.clone(), function, help: text::prose(&it.help), optional })
    }

    /// A type by its name; reports one that does not exist.
    pub(super) fn type_of(&mut self, name: &ast::Name) -> Option<Type> {
        let found = Type::from_name(&name.it);
        if found.is_none() {
            let types = Type::all().iter().map(|it| it.name());
            let message = format!("unknown type `{}`", name.it);
            self.problems.push(Diagnostic::error(Code::UnknownType, name.at, message).meant(
                name.at,
                meant(&name.it, types.clone()),
                || format!("the types are {}", list(types.map(str::to_owned), "and")),
            ));
        }
        found
    }

    /// A predicate that is asked about the document alone.
    pub(super) fn predicate(&mut self, name: &Path) -> Option<Condition> {
        let inputs = self.predicate_inputs(name)?;
        if !inputs.is_empty() {
            let types: Vec<&str> = inputs.iter().map(|it| it.name()).collect();
            let message =
                format!("`{}` takes {}: {}", name.it, counted(inputs.len(), "argument"), types.join(", "));
            self.problems.push(
                Diagnostic::error(Code::WrongArguments, name.at, message)
                    .why("values come from the matches of a clause")
                    .help(format!("ask it in a filter, as in: asserts some-clause[{}(capture)]", name.it)),
            );
            return None;
        }
        Some(Condition::Predicate(name.it.clone()))
    }

    /// A predicate that is asked about what a clause captures.
    pub(super) fn call(
        &mut self,
        captures: &Captures,
        not: Option<Loc>,
        name: &Path,
        arguments: &[Literal],
    ) -> Option<Comparison> {
        let inputs = self.predicate_inputs(name)?;
        if inputs.len() != arguments.len() {
            let message = format!(
                "`{}` takes {}, and {} given",
                name.it,
                counted(inputs.len(), "argument"),
                if arguments.len() == 1 { "1 is".to_owned() } else { format!("{} are", arguments.len()) }
            );
            self.problems.push(
                Diagnostic::error(Code::WrongArguments, name.at, message)
                    .help("give as many as its `extern` line lists"),
            );
            return None;
        }
        let lowered: Vec<_> =
            inputs.iter().zip(arguments).map(|(ty, it)| self.argument(captures, *ty, it)).collect();
        let arguments = lowered.into_iter().collect::<Option<_>>()?;
        Some(Comparison::Predicate { name: name.it.clone(), arguments, holds: not.is_none() })
    }

    fn argument(&mut self, captures: &Captures, ty: Type, written: &Literal) -> Option<Argument> {
        let wrong = |noun: String| {
            let message = format!("`{}` is {noun}, and {ty} is needed", written.text);
            Diagnostic::error(Code::WrongType, written.at, message)
                .help("give a value of the type in the `extern` line")
        };
        if written.bare_path
            && let Some(bound) = captures.get(&written.text).copied()
        {
            if !bound.fits(ty) {
                self.problems.push(wrong(bound.noun()));
                return None;
            }
            return Some(Argument::Capture(written.text.clone()));
        }
        if written.bare_path
            && let Some(param) = self.scope.find(Sort::Param, &written.text)
        {
            return Some(Argument::Operand(Operand::Param(param)));
        }
        let readable = ty != Type::Text || !written.bare_path;
        if !readable || read(ty, &written.text).is_none() {
            let known: Vec<&str> = captures.keys().map(String::as_str).collect();
            let message = format!("`{}` is neither a capture nor a value of type {ty}", written.text);
            self.problems.push(Diagnostic::error(Code::UnknownCapture, written.at, message).meant(
                written.at,
                meant(&written.text, known.iter().copied()),
                || {
                    match known.len() {
                        0 => "the clause captures nothing: capture it in a phrase, as in `{court: text}`"
                            .to_owned(),
                        _ => format!("the clause captures {}", quoted_list(known.iter().copied(), "and")),
                    }
                },
            ));
            return None;
        }
        Some(Argument::Operand(Operand::Literal(self.value(ty, written)?)))
    }

    fn predicate_inputs(&mut self, name: &Path) -> Option<Vec<Type>> {
        match self.scope.function(&name.it) {
            Some(Function::Predicate(inputs)) => Some(inputs),
            Some(_) => {
                let message = format!("`{}` finds values and answers no question", name.it);
                self.problems.push(
                    Diagnostic::error(Code::WrongArguments, name.at, message)
                        .help(format!("use it in a phrase: \"{{value: {}}}\"", name.it)),
                );
                None
            }
            None => {
                self.unknown_function(name, &format!("extern {}() -> bool \"What it tells\"", name.it));
                None
            }
        }
    }

    pub(super) fn unknown_function(&mut self, name: &Path, declaration: &str) {
        if self.scope.is_lost(&name.it) {
            return;
        }
        let known = self.scope.functions();
        let message = format!("unknown host function `{}`", name.it);
        self.problems.push(
            Diagnostic::error(Code::UnknownFunction, name.at, message)
                .why("what a pack expects of its host stands in the pack")
                .meant(name.at, meant(&name.it, known.iter().map(String::as_str)), || {
                    format!("declare it: {declaration}")
                }),
        );
    }
}
