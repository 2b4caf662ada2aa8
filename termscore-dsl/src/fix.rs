//! Carries out the changes that diagnostics are sure of, until none is left.

use termscore_core::rule::RulePack;

use crate::diagnostic::{Diagnostics, Edit};
use crate::source::Source;
use crate::{Resolve, check};

/// Rule texts after [`fix`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Fixed {
    /// The texts, under the same names and in the same order.
    pub sources: Vec<Source>,
    /// How many diagnostics were settled.
    pub n_fixed: usize,
    /// The pack, if no error is left.
    pub pack: Option<RulePack>,
    /// What is left to be said about the texts.
    pub diagnostics: Diagnostics,
}

/// Settling one mistake may bring another to light, but not for ever.
const MAX_ROUNDS: usize = 20;

/// Makes those changes of which there is no doubt: [`Diagnostic::fix`](crate::Diagnostic::fix) of each
/// diagnostic. A pack that had no errors has none afterwards.
///
/// ```
/// use termscore_dsl::{Source, fix};
///
/// let wrong = [Source::new("demo.terms", "pack demo 1.0.0 { titel \"A demonstration\" }")];
/// let fixed = fix(&wrong, &|_, _| None);
/// assert_eq!(fixed.sources[0].text, "pack demo 1.0.0 { title \"A demonstration\" }");
/// assert_eq!((fixed.n_fixed, fixed.diagnostics.len()), (1, 0));
/// ```
pub fn fix(sources: &[Source], resolve: &Resolve<'_>) -> Fixed {
    let (pack, diagnostics) = check(sources, resolve);
    let mut fixed = Fixed { sources: sources.to_vec(), n_fixed: 0, pack, diagnostics };
    for _ in 0..MAX_ROUNDS {
        let (n, edits) = chosen(&fixed.diagnostics);
        if n == 0 {
            break;
        }
        let sources = apply(&fixed.sources, edits);
        let (pack, diagnostics) = check(&sources, resolve);
        if fixed.pack.is_some() && pack.is_none() {
            break;
        }
        fixed = Fixed { sources, n_fixed: fixed.n_fixed + n, pack, diagnostics };
    }
    fixed
}

/// How many diagnostics can be settled at once, and the changes that do it; none overlaps another.
fn chosen(diagnostics: &Diagnostics) -> (usize, Vec<Edit>) {
    let (mut n, mut edits): (usize, Vec<Edit>) = (0, Vec::new());
    for fix in diagnostics.iter().filter_map(|it| it.fix()) {
        let free = fix.edits.iter().all(|new| edits.iter().all(|old| apart(old, new)));
        if free {
            edits.extend(fix.edits.iter().cloned());
            n += 1;
        }
        if n == MAX_AT_ONCE {
            break;
        }
    }
    (n, edits)
}

/// So many diagnostics are settled in one round, because each change is compared with the others.
const MAX_AT_ONCE: usize = 2_000;

fn apart(a: &Edit, b: &Edit) -> bool {
    a.source != b.source || a.span.end < b.span.start || b.span.end < a.span.start
}

/// The sources with the edits made.
fn apply(sources: &[Source], mut edits: Vec<Edit>) -> Vec<Source> {
    edits.sort_by_key(|it| (it.source, it.span));
    let mut changed = sources.to_vec();
    for (index, source) in changed.iter_mut().enumerate() {
        let old = std::mem::take(&mut source.text);
        let mut at = 0;
        for edit in edits.iter().filter(|it| it.source == index) {
            source.text.push_str(old.get(at..edit.span.start).unwrap_or_default());
            source.text.push_str(&edit.text);
            at = edit.span.end;
        }
        source.text.push_str(old.get(at..).unwrap_or_default());
    }
    changed
}
