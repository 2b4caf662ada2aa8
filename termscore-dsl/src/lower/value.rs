//! Numbers and typed values.

use std::cmp::Ordering;

use termscore_core::rule::{Param, Points};
use termscore_core::value::{Type, Value, compare, literal};

use super::{Lowerer, text};
use crate::ast::{self, Literal, Number};
use crate::diagnostic::{Code, Diagnostic, Suggestion};

/// "1,500 USD" for "1.500 USD", where the currency has no three decimals.
fn thousands(text: &str, value: &Value) -> Option<String> {
    let (before, after) = text.split_once('.')?;
    let digit = |it: char| it.is_ascii_digit();
    let whole = before.get(before.trim_end_matches(digit).len()..)?;
    let decimals = after.get(..after.len() - after.trim_start_matches(digit).len())?;
    let goes_on = after.get(decimals.len()..)?.starts_with([',', '.']);
    let grouped = (1..=3).contains(&whole.len()) && whole != "0" && decimals.len() == 3 && !goes_on;
    let shown = value.to_string();
    let exact = shown.split_once('.').is_some_and(|it| it.1.len() == 3);
    (grouped && !exact).then(|| format!("{before},{after}"))
}

impl Lowerer<'_> {
    pub(super) fn param(&mut self, param: &ast::Param) -> Option<Param> {
        let ty = self.type_of(&param.ty)?;
        let default = self.value(ty, &param.default);
        let range = match &param.bounds {
            None => None,
            Some((least, most)) => {
                let (low, high) = (self.value(ty, least), self.value(ty, most));
                if let (Some(low), Some(high), Some(default)) = (&low, &high, &default) {
                    let error = |at, message: String| Diagnostic::error(Code::OutOfRange, at, message);
                    if compare(low, high) == Some(Ordering::Greater) {
                        let message = "the ends of this range are swapped".to_owned();
                        let swapped = self.written(most.at).zip(self.written(least.at));
                        let mut problem =
                            error(least.at.cover(most.at), message).help(format!("write `{high} .. {low}`"));
                        if let Some((first, second)) = swapped {
                            let swap = Suggestion::new("swap the ends").safe();
                            problem = problem.suggest(swap.replace(least.at, first).replace(most.at, second));
                        }
                        self.problems.push(problem);
                    } else if compare(default, low) == Some(Ordering::Less)
                        || compare(default, high) == Some(Ordering::Greater)
                    {
                        let message = format!("{default} is not between {low} and {high}");
                        self.problems.push(
                            error(param.default.at, message)
                                .also(least.at.cover(most.at), "its range")
                                .why("the default is what a report uses unless its reader sets another value")
                                .help("change one of them"),
                        );
                    }
                }
                low.zip(high)
            }
        };
        let help = param.help.as_ref().map(text::prose).unwrap_or_default();
        Some(Param { name: self.scope.full(&param.name.it), ty, default: default?, range, help })
    }

    /// A value as written; reports what is no value of the type.
    pub(super) fn value(&mut self, ty: Type, written: &Literal) -> Option<Value> {
        let found = read(ty, &written.text);
        let thousands =
            found.as_ref().filter(|_| ty == Type::Money).and_then(|it| thousands(&written.text, it));
        if let Some(whole) = thousands {
            let message = format!("`{}` may mean `{whole}`", written.text);
            self.problems.push(
                Diagnostic::error(Code::BadLiteral, written.at, message)
                    .why("in many countries a point parts thousands; here decimals follow it")
                    .help("write thousands with a comma or without one, and two decimals")
                    .suggest(Suggestion::write(written.at, whole)),
            );
            return None;
        }
        if found.is_none() {
            let message = format!("`{}` is not a value of type {ty}", written.text);
            let problem = Diagnostic::error(Code::BadLiteral, written.at, message);
            self.problems.push(match with_unit(ty, &written.text) {
                Some(whole) => problem
                    .help(format!("write the unit as well: `{whole}`"))
                    .suggest(Suggestion::write(written.at, whole)),
                None => problem.help(format!("for example: {}", example(ty))),
            });
        }
        found
    }

    /// A whole number within a range.
    pub(super) fn whole(&mut self, number: &Number, what: &str, least: i64, most: i64) -> Option<i64> {
        let found = number.it.parse::<i64>().ok().filter(|it| (least..=most).contains(it));
        if found.is_none() {
            let message = format!("{what} is a whole number from {least} to {most}");
            let help = "write a number in this range";
            self.problems.push(Diagnostic::error(Code::BadNumber, number.at, message).help(help));
        }
        found
    }

    /// Points from 0 to 100, with at most 3 decimals.
    pub(super) fn points(&mut self, number: &Number, what: &str) -> Option<Points> {
        let found = points(&number.it).filter(|it| (Points(0)..=Points::FULL).contains(it));
        if found.is_none() {
            let message = format!("{what} is a number from 0 to 100 with at most 3 decimals");
            self.problems.push(
                Diagnostic::error(Code::BadNumber, number.at, message).help("for example: 12, 1.5 or 0.125"),
            );
        }
        found
    }
}

/// A literal of a type. Values of type `days` are lengths of time, so all of these can be written.
pub(super) fn read(ty: Type, written: &str) -> Option<Value> {
    let found = literal(ty, written);
    if ty == Type::Days { found.or_else(|| literal(Type::Duration, written)) } else { found }
}

/// `1.5` is 1,500 thousandths.
fn points(written: &str) -> Option<Points> {
    let (whole, decimals) = written.split_once('.').unwrap_or((written, ""));
    if decimals.len() > 3 || whole.starts_with('-') {
        return None;
    }
    let thousandths = format!("{decimals:0<3}").parse::<i64>().ok()?;
    Some(Points(whole.parse::<i64>().ok()?.checked_mul(1_000)?.checked_add(thousandths)?))
}

/// A bare number with the unit that it most likely has.
fn with_unit(ty: Type, written: &str) -> Option<String> {
    let bare = written.bytes().all(|it| it.is_ascii_digit() || it == b'.' || it == b',');
    let whole = match ty {
        Type::Duration if written == "1" => "1 day".to_owned(),
        Type::Duration => format!("{written} days"),
        Type::Money => format!("{written} USD"),
        Type::Percent => format!("{written}%"),
        _ => return None,
    };
    (bare && read(ty, &whole).is_some()).then_some(whole)
}

pub(super) fn example(ty: Type) -> &'static str {
    match ty {
        Type::Duration => "30 days, 2 years or perpetual",
        Type::Days => "30 days",
        Type::Money => "5000 USD",
        Type::Percent => "20%",
        Type::Date => "2026-01-31",
        Type::Count => "3",
        Type::Jurisdiction => "\"New York\"",
        Type::Section => "\"7.2(a)\"",
        _ => "\"New York\"",
    }
}
