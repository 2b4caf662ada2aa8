//! Makes patterns cheaper to match without changing what they match: alternatives of single words, and concepts of
//! single words that keep nothing, become one set of words; the branches that are left learn how they may begin.

use std::mem;

use super::{
    compiled::{Branch, CompiledConcept, CompiledElement, CompiledPattern, CompiledStep, Matcher, first_of},
    program::Program,
    vocab::Forms,
};

/// Simplifies all patterns of a program whose concepts know how they may begin.
pub(super) fn simplify(program: &mut Program) {
    let mut words = vec![None; program.concepts.len()];
    // The members of concepts were made before it was known how concepts begin.
    let members = program.patterns.iter_mut().take(program.first_cue as usize);
    members.for_each(|it| simplify_pattern(it, &program.concepts, &words));
    // A concept of concepts is simple once those are: one more round for each level.
    loop {
        let found: Vec<Option<Forms>> =
            program.concepts.iter().map(|it| only_words(it, &program.patterns)).collect();
        if found == words {
            break;
        }
        let new: Vec<bool> = found.iter().zip(&words).map(|(found, words)| found != words).collect();
        words = found;
        for pattern in &mut program.patterns {
            if let Matcher::Phrase(steps) = &pattern.matcher
                && steps.iter().any(|it| mentions(it, &new))
            {
                simplify_pattern(pattern, &program.concepts, &words);
            }
        }
    }
    for pattern in &mut program.patterns {
        pattern.plain = match &pattern.matcher {
            Matcher::Phrase(steps) => steps.iter().all(|step| matches!(step.what, CompiledElement::Word(_))),
            Matcher::Regex(_) => false,
        };
    }
}

fn simplify_pattern(pattern: &mut CompiledPattern, concepts: &[CompiledConcept], words: &[Option<Forms>]) {
    if let Matcher::Phrase(steps) = &mut pattern.matcher {
        let simple = mem::take(steps).into_iter().map(|step| simplified(step, concepts, words));
        *steps = simple.collect();
    }
}

/// True if a step asks for one of some concepts.
fn mentions(step: &CompiledStep, concepts: &[bool]) -> bool {
    match &step.what {
        CompiledElement::Concept(id, _) => concepts.get(*id as usize).copied().unwrap_or(false),
        CompiledElement::Alt(branches) => {
            branches.iter().flat_map(|it| &it.steps).any(|it| mentions(it, concepts))
        }
        CompiledElement::Opt(inner) => inner.iter().any(|it| mentions(it, concepts)),
        _ => false,
    }
}

fn simplified(step: CompiledStep, concepts: &[CompiledConcept], words: &[Option<Forms>]) -> CompiledStep {
    let inside = |steps: Vec<CompiledStep>| -> Vec<CompiledStep> {
        steps.into_iter().map(|step| simplified(step, concepts, words)).collect()
    };
    let what = match step.what {
        CompiledElement::Alt(branches) => {
            let mut forms = Vec::new();
            let mut others = Vec::new();
            for branch in branches {
                let steps = inside(branch.steps);
                match steps.as_slice() {
                    [CompiledStep { what: CompiledElement::Word(it), head: false }] => {
                        forms.extend_from_slice(it.ids())
                    }
                    _ => others.push(steps),
                }
            }
            if others.is_empty() {
                CompiledElement::Word(Forms::new(forms))
            } else {
                if !forms.is_empty() {
                    let what = CompiledElement::Word(Forms::new(forms));
                    others.push(vec![CompiledStep { what, head: false }]);
                }
                let branch = |steps: Vec<CompiledStep>| Branch { first: first_of(concepts, &steps), steps };
                CompiledElement::Alt(others.into_iter().map(branch).collect())
            }
        }
        CompiledElement::Opt(inner) => CompiledElement::Opt(inside(inner)),
        CompiledElement::Concept(id, None) => match words.get(id as usize).and_then(Option::as_ref) {
            Some(forms) => CompiledElement::Word(forms.clone()),
            None => CompiledElement::Concept(id, None),
        },
        other => other,
    };
    CompiledStep { what, ..step }
}

/// The words of a concept that holds nothing but single words, without exception.
fn only_words(concept: &CompiledConcept, patterns: &[CompiledPattern]) -> Option<Forms> {
    if concept.patterns.is_empty() || !concept.except.is_empty() {
        return None;
    }
    let mut forms = Vec::new();
    for member in &concept.patterns {
        match &patterns.get(*member as usize)?.matcher {
            Matcher::Phrase(steps) => match steps.as_slice() {
                [CompiledStep { what: CompiledElement::Word(it), .. }] => forms.extend_from_slice(it.ids()),
                _ => return None,
            },
            Matcher::Regex(_) => return None,
        }
    }
    Some(Forms::new(forms))
}
