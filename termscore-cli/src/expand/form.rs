//! A compiled pattern as a tree to look at, and the sequences of words that it stands for.

use std::collections::BTreeSet;

use serde::Serialize;
use termscore::rule::{Concept, Element, Pattern, RulePack, Step, Who};

/// One step of a pattern.
#[derive(Serialize)]
pub(super) struct Form {
    #[serde(flatten)]
    pub(super) what: What,
    /// True of the step that is asked for its polarity and for who is bound.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) head: bool,
}

/// What a step matches.
#[derive(Serialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub(super) enum What {
    /// One word in any of these forms.
    Word { forms: Vec<String> },
    /// One word in exactly this spelling.
    Exact { word: String },
    /// Any one word.
    Any {},
    /// So many words.
    Gap { min: u8, max: u8 },
    /// One of several.
    OneOf { branches: Vec<Vec<Form>> },
    /// These steps or nothing.
    Maybe { steps: Vec<Form> },
    /// A concept; `expanded` is false where it stands too deep to be shown.
    Concept {
        name: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        capture: Option<String>,
        expanded: bool,
        phrases: Vec<Vec<Form>>,
        /// As written.
        except: Vec<String>,
    },
    /// A value.
    Value { capture: String, r#type: String },
    /// A party.
    Party {
        #[serde(skip_serializing_if = "Option::is_none")]
        capture: Option<String>,
        /// `you` or `them` if it must be of that side.
        #[serde(skip_serializing_if = "Option::is_none")]
        who: Option<Who>,
    },
    /// A regular expression.
    Regex { written: String },
    /// Something that is newer than this program.
    Other {},
}

impl Form {
    /// The only step of a regular expression.
    pub(super) fn regex(written: &str) -> Form {
        Form { what: What::Regex { written: written.to_owned() }, head: false }
    }
}

/// Turns steps into forms.
pub(super) struct Expander<'a> {
    packs: Vec<&'a RulePack>,
    depth: usize,
}

impl<'a> Expander<'a> {
    /// Concepts are those of a pack and of all that it uses; `depth` levels of them are expanded.
    pub(super) fn new(pack: &'a RulePack, depth: usize) -> Expander<'a> {
        let mut packs = vec![pack];
        let mut next = 0;
        while let Some(pack) = packs.get(next).copied() {
            next += 1;
            for it in &pack.imports {
                if !packs.iter().any(|known| known.name == it.name) {
                    packs.push(it);
                }
            }
        }
        Expander { packs, depth }
    }

    /// Steps with their concepts.
    pub(super) fn forms(&self, steps: &[Step]) -> Vec<Form> {
        self.at_depth(steps, self.depth)
    }

    fn concept(&self, name: &str) -> Option<&'a Concept> {
        self.packs.iter().flat_map(|it| &it.concepts).find(|it| it.name == name)
    }

    // A pack that compiles has no circle of concepts.
    fn at_depth(&self, steps: &[Step], depth: usize) -> Vec<Form> {
        let one = |step: &Step| match &step.what {
            Element::Word(forms) => What::Word { forms: forms.iter().map(str::to_owned).collect() },
            Element::Exact(word) => What::Exact { word: word.clone() },
            Element::Any => What::Any {},
            Element::Gap { min, max } => What::Gap { min: *min, max: *max },
            Element::Alt(branches) => {
                What::OneOf { branches: branches.iter().map(|it| self.at_depth(it, depth)).collect() }
            }
            Element::Opt(steps) => What::Maybe { steps: self.at_depth(steps, depth) },
            Element::Concept { name, capture } => {
                let concept = self.concept(name).filter(|_| depth > 0);
                let phrases = concept.into_iter().flat_map(|it| &it.patterns).map(|it| match it {
                    Pattern::Phrase(it) => self.at_depth(&it.steps, depth.saturating_sub(1)),
                    Pattern::Regex(it) => vec![Form::regex(it)],
                });
                let except = concept.into_iter().flat_map(|it| &it.except).map(|it| match it {
                    Pattern::Phrase(it) => format!("“{}”", it.written),
                    Pattern::Regex(it) => format!("/{it}/"),
                });
                What::Concept {
                    name: name.to_string(),
                    capture: capture.clone(),
                    expanded: concept.is_some(),
                    phrases: phrases.collect(),
                    except: except.collect(),
                }
            }
            Element::Value { capture, ty } => {
                What::Value { capture: capture.clone(), r#type: ty.name().to_owned() }
            }
            Element::Extracted { capture, extractor, .. } => {
                What::Value { capture: capture.clone(), r#type: extractor.clone() }
            }
            Element::Party { capture, who } => What::Party { capture: capture.clone(), who: *who },
            _ => What::Other {},
        };
        steps.iter().map(|step| Form { what: one(step), head: step.head }).collect()
    }
}

/// Steps in one line: `(pay|paid) ..4 {term: duration}`.
pub(super) fn inline(steps: &[Form]) -> String {
    let words: Vec<String> = steps.iter().map(one_inline).collect();
    words.join(" ")
}

fn one_inline(form: &Form) -> String {
    let either = |branches: Vec<String>| match branches.as_slice() {
        [only] => only.clone(),
        _ => format!("({})", branches.join("|")),
    };
    match &form.what {
        What::Word { forms } => either(forms.clone()),
        What::OneOf { branches } => either(branches.iter().map(|it| inline(it)).collect()),
        What::Maybe { steps } => format!("({})?", inline(steps)),
        What::Concept { phrases, expanded: true, .. } => {
            either(phrases.iter().map(|it| inline(it)).collect())
        }
        other => token(other),
    }
}

/// What stands for something that has no words of its own.
fn token(what: &What) -> String {
    match what {
        What::Exact { word } => format!("={word}"),
        What::Any {} => String::from("_"),
        What::Gap { min: 0, max } => format!("..{max}"),
        What::Gap { min, max } => format!("..{min}-{max}"),
        What::Concept { name, .. } => format!("{{{name}}}"),
        What::Value { capture, r#type } => format!("{{{capture}: {type}}}"),
        What::Party { who: Some(who), .. } => format!("{{{who}}}"),
        What::Party { who: None, .. } => String::from("{party}"),
        What::Regex { written } => format!("/{written}/"),
        What::Word { .. } | What::OneOf { .. } | What::Maybe { .. } | What::Other {} => String::from("…"),
    }
}

/// How many sequences of words steps stand for; two that read alike count twice. Saturates.
pub(super) fn total(steps: &[Form]) -> u64 {
    let sum = |branches: &[Vec<Form>]| branches.iter().map(|it| total(it)).fold(0, u64::saturating_add);
    let one = |form: &Form| match &form.what {
        What::Word { forms } => forms.len() as u64,
        What::OneOf { branches } => sum(branches),
        What::Maybe { steps } => total(steps).saturating_add(1),
        What::Concept { phrases, expanded: true, .. } => sum(phrases),
        _ => 1,
    };
    steps.iter().map(one).fold(1, u64::saturating_mul)
}

/// The first sequences of words that steps stand for, at most `limit`, none twice.
pub(super) fn sequences(steps: &[Form], limit: usize) -> Vec<String> {
    let mut open: Vec<Vec<String>> = vec![Vec::new()];
    for form in steps {
        let ways: Vec<String> = match &form.what {
            What::Word { forms } => forms.iter().take(limit).cloned().collect(),
            What::OneOf { branches } | What::Concept { phrases: branches, expanded: true, .. } => {
                branches.iter().flat_map(|it| sequences(it, limit)).take(limit).collect()
            }
            What::Maybe { steps } => {
                let mut ways = sequences(steps, limit);
                ways.push(String::new());
                ways
            }
            other => vec![token(other)],
        };
        let longer = open.iter().flat_map(|before| {
            ways.iter().map(move |way| {
                let mut all = before.clone();
                all.extend((!way.is_empty()).then(|| way.clone()));
                all
            })
        });
        open = longer.take(limit).collect();
    }
    let mut seen = BTreeSet::new();
    open.into_iter().map(|it| it.join(" ")).filter(|it| seen.insert(it.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(forms: &[&str]) -> Form {
        Form { what: What::Word { forms: forms.iter().map(|it| (*it).to_owned()).collect() }, head: false }
    }

    #[test]
    fn sequences_are_complete_or_cut() {
        let steps = || {
            vec![
                word(&["pay", "pays"]),
                Form { what: What::Gap { min: 0, max: 4 }, head: false },
                Form { what: What::Maybe { steps: vec![word(&["the"])] }, head: false },
                Form {
                    what: What::OneOf {
                        branches: vec![vec![word(&["fee"])], vec![word(&["sum"]), word(&["due"])]],
                    },
                    head: false,
                },
            ]
        };
        assert_eq!(total(&steps()), 8);
        let all = sequences(&steps(), 100);
        assert_eq!(all.len(), 8);
        assert_eq!(all.first().map(String::as_str), Some("pay ..4 the fee"));
        assert_eq!(all.last().map(String::as_str), Some("pays ..4 sum due"));
        assert_eq!(sequences(&steps(), 3), all.into_iter().take(3).collect::<Vec<_>>());
        assert_eq!(inline(&steps()), "(pay|pays) ..4 (the)? (fee|sum due)");
    }

    #[test]
    fn totals_saturate() {
        let many: Vec<Form> = (0..100).map(|_| word(&["a", "b"])).collect();
        assert_eq!(total(&many), u64::MAX);
        assert_eq!(sequences(&many, 2).len(), 2);
    }
}
