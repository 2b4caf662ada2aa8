//! Looks whether all patterns of packs can be matched, before any of them is made ready.

use rustc_hash::FxHashMap;

use crate::{
    Error, ErrorKind,
    rule::{Clause, Element, Find, Name, Pattern, Phrase, RulePack, Step},
};

use super::{
    catalog::{Catalog, acyclic, unknown},
    compiled::ConceptId,
    regexes,
};

/// Looks at every pattern.
///
/// # Errors
/// [`ErrorKind::UnknownName`] if a pattern names a concept that is not there, [`ErrorKind::BadPattern`] if one cannot be
/// matched, [`ErrorKind::Cycle`] if concepts go round in a circle.
pub(super) fn check(catalog: &Catalog) -> Result<(), Error> {
    let mut named = Vec::with_capacity(catalog.concept_ids.len());
    for pack in &catalog.packs {
        let mut look = Look { pack, concepts: &catalog.concept_ids, named: Vec::new() };
        for concept in &pack.concepts {
            look.patterns(&concept.name, concept.patterns.iter().chain(&concept.except))?;
            named.push(std::mem::take(&mut look.named));
        }
        for cue in &pack.cues {
            look.phrase(&format!("{} cue `{}`", pack.name, cue.phrase.written), &cue.phrase)?;
        }
        for kind in &pack.kinds {
            kind.you.iter().chain(&kind.them).try_for_each(|it| look.phrase(&kind.name, it))?;
            look.patterns(&kind.name, kind.evidence.weighed.iter().map(|it| &it.pattern))?;
        }
        for clause in &pack.clauses {
            look.patterns(&clause.name, patterns_of(clause))?;
        }
        for rule in &pack.rules {
            look.patterns(&rule.name, &rule.expected)?;
        }
    }
    acyclic(&named).map_err(|id| {
        ErrorKind::Cycle(catalog.concepts().nth(id).map_or(String::new(), |it| it.name.clone())).into()
    })
}

/// All patterns of a clause.
pub(super) fn patterns_of(clause: &Clause) -> impl Iterator<Item = &Pattern> {
    let found = clause.find.iter().filter_map(|find| match find {
        Find::Pattern(pattern) => Some(pattern),
        Find::Clause { .. } | Find::Document(_) => None,
    });
    let around = clause.with.iter().flat_map(|it| &it.patterns).chain(&clause.without).chain(&clause.except);
    let signs = clause.evidence.iter().flat_map(|it| &it.weighed).map(|it| &it.pattern);
    found.chain(around).chain(signs).chain(clause.sections.iter().map(|it| &it.heading))
}

/// A look at the patterns of one pack.
struct Look<'a> {
    pack: &'a RulePack,
    concepts: &'a FxHashMap<Name, ConceptId>,
    /// The concepts named so far.
    named: Vec<usize>,
}

impl Look<'_> {
    fn patterns<'p>(
        &mut self,
        item: &str,
        patterns: impl IntoIterator<Item = &'p Pattern>,
    ) -> Result<(), Error> {
        patterns.into_iter().try_for_each(|pattern| match pattern {
            Pattern::Phrase(phrase) => self.phrase(item, phrase),
            Pattern::Regex(source) => regexes::check(source).map_err(|reason| bad(item, &reason)),
        })
    }

    fn phrase(&mut self, item: &str, phrase: &Phrase) -> Result<(), Error> {
        if phrase.steps.is_empty() {
            return Err(bad(item, "it is empty"));
        }
        self.steps(item, &phrase.steps)
    }

    fn steps(&mut self, item: &str, steps: &[Step]) -> Result<(), Error> {
        steps.iter().try_for_each(|step| match &step.what {
            Element::Gap { min, max } if min > max => {
                Err(bad(item, &format!("the gap ..{min}-{max} is empty")))
            }
            Element::Alt(branches) => branches.iter().try_for_each(|it| self.steps(item, it)),
            Element::Opt(inner) => self.steps(item, inner),
            Element::Concept { name, .. } => match self.concepts.get(&**name) {
                Some(id) => {
                    self.named.push(*id as usize);
                    Ok(())
                }
                None => Err(unknown(self.pack, name)),
            },
            _ => Ok(()),
        })
    }
}

pub(super) fn bad(item: &str, reason: &str) -> Error {
    ErrorKind::BadPattern { item: item.to_owned(), reason: reason.to_owned() }.into()
}
