//! The patterns and the names that an item holds. Exhaustive on purpose: whatever the language learns
//! must say here what it refers to.

use crate::ast::{
    Asked, ClauseField, Comparison, ConceptField, Condition, Element, ExtendField, Item, KindField, Literal,
    OverrideField, Path, Pattern, RuleField, Text, What,
};

/// All patterns of an item, in order.
pub(super) fn patterns(item: &Item) -> Vec<&Pattern> {
    let mut found: Vec<&Pattern> = Vec::new();
    match item {
        Item::Kind(it) => {
            for field in &it.fields {
                match &field.it {
                    KindField::You(it) | KindField::Them(it) => found.extend(it),
                    KindField::Weigh(_, it) => found.push(it),
                    KindField::Threshold(_) => {}
                }
            }
        }
        Item::Concept(it) => {
            for field in &it.fields {
                match &field.it {
                    ConceptField::Any(it) | ConceptField::Except(it) => found.extend(it),
                }
            }
        }
        Item::Cue(it) => found.extend(&it.phrases),
        Item::Clause(it) => {
            for field in &it.fields {
                match &field.it {
                    ClauseField::Find(it) | ClauseField::Without(it) | ClauseField::Except(it) => {
                        found.extend(it);
                    }
                    ClauseField::With { patterns, .. } => found.extend(patterns),
                    ClauseField::Weigh(_, it) | ClauseField::Section { heading: it, .. } => found.push(it),
                    ClauseField::FindClause { .. }
                    | ClauseField::FindDocument(_)
                    | ClauseField::Threshold(_)
                    | ClauseField::Reads(_)
                    | ClauseField::Label(_)
                    | ClauseField::DeniedLabel(_) => {}
                }
            }
        }
        Item::Rule(it) => {
            found.extend(
                it.fields
                    .iter()
                    .filter_map(|it| if let RuleField::Expected(it) = &it.it { Some(it) } else { None }),
            );
        }
        Item::Extend(it) => {
            found.extend(it.fields.iter().flat_map(|it| match &it.it {
                ExtendField::Any(it) | ExtendField::Find(it) => it,
            }));
        }
        Item::Pack(_)
        | Item::Use(_)
        | Item::Param(_)
        | Item::Extern(_)
        | Item::Score(_)
        | Item::Override(_)
        | Item::Disable(_)
        | Item::Test(_) => {}
    }
    found
}

/// The names that an item refers to, as written. Kinds, rules and categories are left out.
#[derive(Default)]
pub(super) struct Names<'a> {
    pub(super) concepts: Vec<&'a str>,
    pub(super) clauses: Vec<&'a str>,
    pub(super) params: Vec<&'a str>,
}

impl<'a> Names<'a> {
    pub(super) fn of(item: &'a Item) -> Names<'a> {
        let mut names = Names::default();
        for pattern in patterns(item) {
            match pattern {
                Pattern::Phrase(it) => names.phrase(&it.body),
                Pattern::Regex(_) | Pattern::Broken => {}
            }
        }
        match item {
            Item::Clause(it) => {
                names.clauses.extend(it.fields.iter().filter_map(|it| match &it.it {
                    ClauseField::FindClause { clause, .. } => Some(clause.it.as_str()),
                    _ => None,
                }));
            }
            Item::Rule(it) => it.fields.iter().for_each(|it| names.rule_field(&it.it)),
            // To set a parameter in a case is not to use it.
            Item::Test(it) => names.clauses.push(&it.subject.it),
            Item::Override(it) => it.fields.iter().for_each(|it| match &it.it {
                OverrideField::Text(_, it) => names.text(it),
                OverrideField::Severity(_) | OverrideField::Weight(_) => {}
            }),
            Item::Pack(_)
            | Item::Use(_)
            | Item::Extern(_)
            | Item::Disable(_)
            | Item::Extend(_)
            | Item::Kind(_)
            | Item::Param(_)
            | Item::Concept(_)
            | Item::Cue(_)
            | Item::Score(_) => {}
        }
        names
    }

    fn phrase(&mut self, body: &'a [Element]) {
        for element in body {
            match &element.it {
                What::Slot { of, .. } => self.concepts.push(&of.it),
                What::Choice(branches) => branches.iter().for_each(|it| self.phrase(it)),
                What::Word(_) | What::Inflected(_) | What::Exact(_) | What::Any | What::Gap(..) => {}
            }
        }
    }

    fn rule_field(&mut self, field: &'a RuleField) {
        match field {
            RuleField::Text(_, it) => self.text(it),
            RuleField::When(it) => self.condition(it),
            RuleField::Arm(it) => self.condition(&it.when),
            RuleField::Severity(_)
            | RuleField::Weight(_)
            | RuleField::Category(_)
            | RuleField::Absorbs(_)
            | RuleField::Expected(_)
            | RuleField::Source { .. } => {}
        }
    }

    /// What stands between braces. Of `{clause.capture}`, the rule asks for the clause anyway.
    fn text(&mut self, text: &'a Text) {
        let inside = text.raw.split('{').skip(1).filter_map(|it| it.split_once('}'));
        self.params.extend(inside.map(|it| it.0.trim()));
    }

    fn condition(&mut self, condition: &'a Condition) {
        match &condition.it {
            Asked::Chain(all, _) | Asked::AtLeast(_, all) => all.iter().for_each(|it| self.condition(it)),
            Asked::Not(_, it) | Asked::Group(it) => self.condition(it),
            Asked::Question { clause, filter, .. } | Asked::Count { clause, filter, .. } => {
                self.question(clause, filter);
            }
            Asked::Fires(_) | Asked::Kind(_) | Asked::Law(_) | Asked::Predicate(_) => {}
        }
    }

    fn question(&mut self, clause: &'a Path, filter: &'a [Comparison]) {
        self.clauses.push(&clause.it);
        for comparison in filter {
            match comparison {
                Comparison::Value { with: Literal { text, bare_path: true, .. }, .. } => {
                    self.params.push(text)
                }
                Comparison::Call { arguments, .. } => {
                    let paths = arguments.iter().filter(|it| it.bare_path);
                    self.params.extend(paths.map(|it| it.text.as_str()));
                }
                Comparison::Value { .. } | Comparison::Actor { .. } => {}
            }
        }
    }
}
