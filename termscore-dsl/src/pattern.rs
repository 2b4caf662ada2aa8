//! A pattern on its own, read as a pack would read it.

use termscore_core::rule::{Find, Pattern, RulePack};

use crate::ast::{At, Clause, ClauseField, Item};
use crate::source::Loc;
use crate::{Diagnostics, Resolve, Source, lower, parse};

/// Name of the source that a pattern of its own is.
const SOURCE: &str = "phrase";

/// Compiles a phrase, written without its quotes, or a regular expression with its slashes, as if it stood
/// in the pack of these sources. Returns the pack as well: its concepts are what the pattern refers to.
///
/// # Errors
/// All mistakes in the pattern and in the sources; the pattern is the last source, `phrase`.
///
/// ```
/// use termscore_dsl::{Source, compile_pattern};
/// use termscore_core::rule::{Element, Pattern};
///
/// let pack = [Source::new("demo.terms", "pack demo 1.0.0 { title \"Demo\" }")];
/// let (pattern, _) = compile_pattern("~pay late", &pack, &|_, _| None).expect("a correct phrase");
/// let Pattern::Phrase(phrase) = pattern else { panic!("a phrase") };
/// assert!(matches!(&phrase.steps[0].what, Element::Word(forms) if forms.contains("paid")));
/// assert!(compile_pattern("(late", &pack, &|_, _| None).is_err());
/// ```
pub fn compile_pattern(
    written: &str,
    sources: &[Source],
    resolve: &Resolve<'_>,
) -> Result<(Pattern, RulePack), Diagnostics> {
    let is_regex = written.len() > 1 && written.starts_with('/') && written.ends_with('/');
    let text = if is_regex { written.to_owned() } else { format!("\"{written}\"") };
    let mut all = sources.to_vec();
    all.push(Source::new(SOURCE, text.as_str()));
    let mut problems = Vec::new();
    let mut file = parse::parse(sources, &mut problems);
    let at = Loc::new(sources.len(), 0, text.len());
    let pattern = parse::pattern(at, &text, &mut problems);
    let name = file.free_name("phrase");
    file.items.push(Item::Clause(Clause {
        name: At { it: name, at },
        window: At { it: "sentence".to_owned(), at },
        title: None,
        fields: vec![At { it: ClauseField::Find(vec![pattern]), at }],
    }));
    let mut pack = lower::lower(&all, &file, resolve, &mut problems).0.pack;
    // The clause was the last item.
    let found = pack.as_mut().and_then(|it| it.clauses.pop()).and_then(|mut it| it.find.pop());
    match (found, pack) {
        (Some(Find::Pattern(pattern)), Some(pack)) => Ok((pattern, pack)),
        _ => Err(Diagnostics::new(&all, problems)),
    }
}
