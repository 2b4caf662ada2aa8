//! Where the items of a pack are declared, and where the parts of a rule's condition stand.
//!
//! The IR knows no places; what is said about a pack (a proof, a failed test) points into its text
//! with these.

use termscore_core::Span;
use termscore_core::rule::Name;

use crate::ast::{self, Asked, Item, RuleField};
use crate::{Source, parse};

/// An item of a pack that has a name.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Declaration {
    /// Full name, such as `freelance.slow-payment`; a rule and a clause may share one.
    pub name: Name,
    /// What it is.
    pub kind: DeclarationKind,
    /// Index of the source that it stands in.
    pub source: usize,
    /// Its name in that source.
    pub span: Span,
    /// The condition of a rule, in the shape in which the engine asks it; absent for others.
    pub when: Option<ConditionPlace>,
    /// The conditions of its `eased`, in order.
    pub eased: Vec<ConditionPlace>,
    /// The conditions of its `raised`, in order.
    pub raised: Vec<ConditionPlace>,
}

/// What is declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum DeclarationKind {
    /// A kind of document.
    Kind,
    /// A parameter.
    Param,
    /// A concept.
    Concept,
    /// A clause.
    Clause,
    /// A rule.
    Rule,
}

impl DeclarationKind {
    /// The keyword of the rule language.
    pub fn name(self) -> &'static str {
        match self {
            DeclarationKind::Kind => "kind",
            DeclarationKind::Param => "param",
            DeclarationKind::Concept => "concept",
            DeclarationKind::Clause => "clause",
            DeclarationKind::Rule => "rule",
        }
    }
}

/// Where a part of a condition stands: as many parts, in the same order, as the proof of it has.
///
/// The proof of `fires other` has one part more than its place: the condition of that rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionPlace {
    /// Bytes of the source that its rule stands in.
    pub span: Span,
    /// Places of its parts.
    pub parts: Vec<ConditionPlace>,
}

/// The items of a pack, in source order; what cannot be read is left out.
///
/// ```
/// use termscore_dsl::{Source, declarations};
///
/// let text = r#"pack demo 1.0.0 { title "Demo" } clause late in sentence { find "~pay late" }"#;
/// let all = declarations(&[Source::new("demo.terms", text)]);
/// assert_eq!((all[0].name.as_str(), all[0].span.of(text)), ("demo.late", "late"));
/// ```
pub fn declarations(sources: &[Source]) -> Vec<Declaration> {
    let file = parse::parse(sources, &mut Vec::new());
    let pack =
        file.items.iter().find_map(|it| if let Item::Pack(it) = it { Some(&it.name.it) } else { None });
    let pack = pack.map_or("", String::as_str);
    let declared = |kind, name: &ast::Name| Declaration {
        name: format!("{pack}.{}", name.it),
        kind,
        source: name.at.source,
        span: name.at.span,
        when: None,
        eased: Vec::new(),
        raised: Vec::new(),
    };
    let one = |item: &Item| match item {
        Item::Kind(it) => Some(declared(DeclarationKind::Kind, &it.name)),
        Item::Param(it) => Some(declared(DeclarationKind::Param, &it.name)),
        Item::Concept(it) => Some(declared(DeclarationKind::Concept, &it.name)),
        Item::Clause(it) => Some(declared(DeclarationKind::Clause, &it.name)),
        Item::Rule(it) => {
            let mut rule = declared(DeclarationKind::Rule, &it.name);
            for field in &it.fields {
                match &field.it {
                    RuleField::When(it) => rule.when = Some(place_of(it)),
                    RuleField::Arm(it) if it.raised => rule.raised.push(place_of(&it.when)),
                    RuleField::Arm(it) => rule.eased.push(place_of(&it.when)),
                    RuleField::Text(..)
                    | RuleField::Severity(_)
                    | RuleField::Weight(_)
                    | RuleField::Category(_)
                    | RuleField::Absorbs(_)
                    | RuleField::Expected(_)
                    | RuleField::Source { .. } => {}
                }
            }
            Some(rule)
        }
        Item::Pack(_)
        | Item::Use(_)
        | Item::Extern(_)
        | Item::Cue(_)
        | Item::Score(_)
        | Item::Override(_)
        | Item::Disable(_)
        | Item::Extend(_)
        | Item::Test(_) => None,
    };
    file.items.iter().filter_map(one).collect()
}

/// The places of a condition, in the shape that lowering gives it.
pub(crate) fn place_of(condition: &ast::Condition) -> ConditionPlace {
    placed(condition, false)
}

/// `negated`: under a `not`, which lowering moves inwards to each fact.
fn placed(condition: &ast::Condition, negated: bool) -> ConditionPlace {
    let span = condition.at.span;
    match &condition.it {
        Asked::Group(inner) => placed(inner, negated),
        Asked::Not(_, inner) => {
            let mut inner = placed(inner, !negated);
            // With the word `not`, if it stands before a fact.
            inner.span = inner.span.cover(span);
            inner
        }
        Asked::Chain(parts, _) | Asked::AtLeast(_, parts) => {
            ConditionPlace { span, parts: parts.iter().map(|it| placed(it, negated)).collect() }
        }
        Asked::Question { .. }
        | Asked::Count { .. }
        | Asked::Fires(_)
        | Asked::Kind(_)
        | Asked::Law(_)
        | Asked::Predicate(_) => {
            let fact = ConditionPlace { span, parts: Vec::new() };
            if negated { ConditionPlace { span, parts: vec![fact] } } else { fact }
        }
    }
}

#[cfg(test)]
mod tests {
    use termscore_core::rule::Condition;

    use super::*;

    /// Number of parts at each depth-first node.
    fn shape(place: &ConditionPlace, out: &mut Vec<usize>) {
        out.push(place.parts.len());
        place.parts.iter().for_each(|it| shape(it, out));
    }

    fn shape_of(condition: &Condition, out: &mut Vec<usize>) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
                out.push(parts.len());
                parts.iter().for_each(|it| shape_of(it, out));
            }
            Condition::Not(part) => {
                out.push(1);
                shape_of(part, out);
            }
            _ => out.push(0),
        }
    }

    #[test]
    fn places_have_the_shape_of_conditions() {
        let conditions = [
            "asserts c",
            "asserts c and (lacks c or count c >= 2) and fires other",
            "not fires other and not (fires other or not host.x())",
            "2 of { asserts c (mentions c) not (fires other and host.x()) }",
            "not (2 of { fires other host.x() })",
        ];
        for condition in conditions {
            let text = format!(
                "pack p 1.0.0 {{ title \"P\" }} extern host.x() -> bool \"X\" absent unknown clause c in sentence {{ find \"~pay\" }}
                 rule other {{ title \"O\" when asserts c severity low weight 1 category k }}
                 rule r {{ title \"R\" when {condition} severity low weight 1 category k }}
                 score {{ category k \"K\" worth 100 grade A from 50 else B }}"
            );
            let sources = [Source::new("p.terms", text.as_str())];
            let pack = crate::compile(&sources, &|_, _| None).unwrap_or_else(|it| panic!("{it}"));
            let all = declarations(&sources);
            let place = all.iter().find(|it| it.name == "p.r").and_then(|it| it.when.as_ref());
            let rule = pack.rules.iter().find(|it| it.name == "p.r");
            let (mut found, mut wanted) = (Vec::new(), Vec::new());
            shape(place.unwrap(), &mut found);
            shape_of(&rule.unwrap().when, &mut wanted);
            assert_eq!(found, wanted, "{condition}");
        }
    }
}
