//! `regex-without-text`: a regular expression that needs no three letters in a row, such as `/[a-z]+ly/`.

use regex_syntax::hir::{Hir, HirKind};

use super::Facts;
use super::walk::patterns;
use crate::ast::Pattern;
use crate::diagnostic::{Code, Diagnostic};

/// So many letters in a row are enough.
const ENOUGH: usize = 3;

pub(super) fn lint(facts: &Facts<'_>, problems: &mut Vec<Diagnostic>) {
    for pattern in facts.file.items.iter().flat_map(patterns) {
        let Pattern::Regex(written) = pattern else { continue };
        let Ok(hir) = regex_syntax::parse(&written.it) else { continue };
        if n_letters(&hir) < ENOUGH {
            let message = "this regular expression needs no three letters in a row";
            problems.push(
                Diagnostic::warning(Code::RegexWithoutText, written.at, message)
                    .why("it is tried on every sentence, and matches more than its author can foresee")
                    .help("let it hold a part that is always there, or write a phrase"),
            );
        }
    }
}

/// Letters in a row that every match has, as far as the structure tells; never too many.
// Recursion is bounded by the nesting that the parser allows.
fn n_letters(hir: &Hir) -> usize {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) | HirKind::Class(_) => 0,
        HirKind::Literal(it) => {
            let text = String::from_utf8_lossy(&it.0);
            text.split(|it: char| !it.is_alphabetic()).map(|it| it.chars().count()).max().unwrap_or(0)
        }
        HirKind::Repetition(it) if it.min > 0 => n_letters(&it.sub),
        HirKind::Repetition(_) => 0,
        HirKind::Capture(it) => n_letters(&it.sub),
        HirKind::Concat(all) => all.iter().map(n_letters).max().unwrap_or(0),
        HirKind::Alternation(all) => all.iter().map(n_letters).min().unwrap_or(0),
    }
}

#[cfg(test)]
mod tests {
    use super::n_letters;

    #[test]
    fn letters_that_every_match_has() {
        for (regex, n) in [
            ("works? made for hire", 4),
            ("[a-z]+ly", 2),
            ("(ab|abc)d", 2),
            ("(?:terminat(?:e|ion))?", 0),
            ("(?:terminat(?:e|ion))+", 8),
            ("a b c", 1),
            (r"\d+ days", 4),
            ("organi[sz]e", 6),
        ] {
            assert_eq!(n_letters(&regex_syntax::parse(regex).expect("it is correct")), n, "{regex}");
        }
    }
}
