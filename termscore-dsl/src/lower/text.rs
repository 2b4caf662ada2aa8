//! Quoted texts: lines joined or kept, placeholders resolved.

use super::{Lowerer, Sort};
use crate::ast::Text;
use crate::diagnostic::{Code, Diagnostic, Suggestion};
use crate::names::{meant, quoted_list};
use crate::source::Loc;

/// A text to be read by people: line breaks become blanks, an empty line starts a paragraph.
pub(super) fn prose(text: &Text) -> String {
    reflow(&text.raw)
}

fn reflow(raw: &str) -> String {
    let mut paragraphs: Vec<String> = vec![String::new()];
    for line in raw.lines() {
        let words = line.split_whitespace().collect::<Vec<_>>().join(" ");
        if words.is_empty() {
            paragraphs.push(String::new());
        } else if let Some(last) = paragraphs.last_mut() {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(&words);
        }
    }
    paragraphs.retain(|it| !it.is_empty());
    paragraphs.join("\n\n")
}

/// A contract text: lines are kept, and the indentation that they share is not.
pub(super) fn dedented(raw: &str) -> String {
    let lines: Vec<&str> = raw.lines().collect();
    let indent = |line: &&str| line.len() - line.trim_start().len();
    let shared = lines.iter().skip(1).filter(|it| !it.trim().is_empty()).map(indent).min().unwrap_or(0);
    let mut kept: Vec<&str> = Vec::new();
    for (n, line) in lines.iter().enumerate() {
        kept.push(if n == 0 { line.trim_start() } else { line.get(shared..).unwrap_or_default() }.trim_end());
    }
    kept.join("\n").trim_matches('\n').to_owned()
}

impl Lowerer<'_> {
    /// A text of a rule with its placeholders in full names; `asked` holds the clauses of its conditions.
    pub(super) fn template(&mut self, text: &Text, asked: &[String]) -> String {
        let mut full = String::new();
        let mut rest = text.raw.as_str();
        while let Some(open) = rest.find('{') {
            let start = text.raw.len() - rest.len() + open;
            full.push_str(rest.get(..open).unwrap_or_default());
            let inside = rest.get(open + 1..).unwrap_or_default();
            let Some(close) = inside.find('}') else {
                let message = "this placeholder is never closed";
                self.problems.push(
                    Diagnostic::error(Code::UnknownPlaceholder, text.within(start, start + 1), message)
                        .help("add the missing `}`"),
                );
                return full;
            };
            let name = inside.get(..close).unwrap_or_default();
            let at = text.within(start, start + close + 2);
            full.push('{');
            let indent = start + 1 + (name.len() - name.trim_start().len());
            let inner = text.within(indent, indent + name.trim().len());
            full.push_str(&self.placeholder(name.trim(), at, inner, asked).unwrap_or_default());
            full.push('}');
            rest = inside.get(close + 1..).unwrap_or_default();
        }
        full.push_str(rest);
        reflow(&full)
    }

    /// `at` is the place of the placeholder with its braces, `inner` that of the name.
    fn placeholder(&mut self, name: &str, at: Loc, inner: Loc, asked: &[String]) -> Option<String> {
        if name == "you" || name == "them" {
            return Some(name.to_owned());
        }
        if let Some(param) = self.scope.find(Sort::Param, name) {
            return Some(param);
        }
        if self.scope.is_lost(name) {
            return None;
        }
        let error = |message: String| Diagnostic::error(Code::UnknownPlaceholder, at, message);
        let clause = name.rsplit_once('.').and_then(|(clause, capture)| {
            self.scope.find(Sort::Clause, clause).map(|full| (clause, full, capture))
        });
        let Some((clause, full, capture)) = clause else {
            let known = self.fillable(asked);
            let problem = error(format!("nothing can be filled in for `{{{name}}}`"));
            let braced: Vec<String> = known.iter().map(|it| format!("{{{it}}}")).collect();
            self.problems.push(match meant(name, known.iter().map(String::as_str)) {
                Some(it) => {
                    let close = format!("{{{}}}", it.name);
                    problem
                        .help(format!("did you mean `{close}`?"))
                        .suggest(Suggestion::write(at, close).safe_if(it.sure))
                }
                None => problem.help(format!(
                    "write {}, or leave the braces out",
                    quoted_list(braced.iter().map(String::as_str), "or")
                )),
            });
            return None;
        };
        let captures = self.captures.get(&full).cloned().unwrap_or_default();
        if !captures.contains_key(capture) {
            let problem = error(format!("clause `{clause}` captures no `{capture}`"));
            let end = inner.span.end;
            let capture_at = Loc::new(inner.source, end.saturating_sub(capture.len()), end);
            self.problems.push(suggest_capture(problem, capture_at, clause, capture, &captures));
            return None;
        }
        if !asked.contains(&full) {
            self.problems.push(
                error(format!("this rule does not find clause `{clause}`, so `{{{name}}}` has no value"))
                    .help(format!(
                        "ask for it in `when`, such as `asserts {clause}` (what is lacking has no value), or leave the placeholder out"
                    )),
            );
            return None;
        }
        Some(format!("{full}.{capture}"))
    }

    /// All placeholders that the texts of a rule may hold.
    fn fillable(&self, asked: &[String]) -> Vec<String> {
        let mut known = vec!["you".to_owned(), "them".to_owned()];
        for full in asked {
            // As the author writes it: without the name of the own pack, with the alias of another.
            let written = self
                .scope
                .known(Sort::Clause)
                .into_iter()
                .find(|it| self.scope.find(Sort::Clause, it).as_ref() == Some(full));
            let captures = self.captures.get(full).into_iter().flatten();
            known.extend(captures.filter_map(|it| Some(format!("{}.{}", written.as_ref()?, it.0))));
        }
        known.extend(self.scope.known(Sort::Param));
        known
    }
}

/// Says what to write instead of a capture that is not there.
pub(super) fn suggest_capture(
    problem: Diagnostic,
    at: Loc,
    clause: &str,
    capture: &str,
    captures: &super::Captures,
) -> Diagnostic {
    let names = captures.keys().map(String::as_str);
    problem.meant(at, meant(capture, names.clone()), || {
        if captures.is_empty() {
            format!("capture it in a `find` of `{clause}`, as in `{{{capture}: duration}}`")
        } else {
            format!("it captures {}", quoted_list(names, "and"))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{dedented, reflow};

    #[test]
    fn prose_is_reflowed_and_keeps_paragraphs() {
        assert_eq!(reflow("a\n   b  c\n\n  d\n"), "a b c\n\nd");
        assert_eq!(reflow("  "), "");
    }

    #[test]
    fn contract_text_keeps_its_lines() {
        assert_eq!(dedented("\n    1. Term\n      (a) x\n    2. End\n  "), "1. Term\n  (a) x\n2. End");
        assert_eq!(dedented("one line"), "one line");
    }
}
