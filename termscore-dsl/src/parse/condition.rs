//! Conditions: `when lacks a and (asserts b or asserts c)`.

use super::grammar::Node;
use super::{Children, Pair, Reader};
use crate::ast::*;

impl Reader<'_> {
    // Recursion is bounded: `split.rs` checks the nesting of parentheses and braces.
    pub(super) fn condition(&mut self, pair: Pair<'_>) -> Option<Condition> {
        let at = self.loc(&pair);
        let (mut units, mut junctions) = (Vec::new(), Vec::new());
        for child in pair.into_inner() {
            if child.as_rule() == Node::junction {
                let it = if child.as_str() == "and" { Junction::And } else { Junction::Or };
                junctions.push(At { it, at: self.loc(&child) });
            } else {
                units.push(self.unit(child)?);
            }
        }
        if junctions.is_empty() {
            return units.pop();
        }
        Some(Condition { it: Asked::Chain(units, junctions), at })
    }

    fn unit(&mut self, pair: Pair<'_>) -> Option<Condition> {
        let at = self.loc(&pair);
        let inner = pair.into_inner().next()?;
        if inner.as_rule() != Node::negation {
            return self.positive(inner);
        }
        let mut children = Children::of(inner);
        let not = self.loc(&children.take(Node::k_not)?);
        let operand = self.positive(children.take(Node::positive)?)?;
        Some(Condition { it: Asked::Not(not, Box::new(operand)), at })
    }

    fn positive(&mut self, pair: Pair<'_>) -> Option<Condition> {
        let at = self.loc(&pair);
        let inner = pair.into_inner().next()?;
        let node = inner.as_rule();
        let mut children = Children::of(inner);
        let it = match node {
            Node::group => Asked::Group(Box::new(self.condition(children.take(Node::condition)?)?)),
            Node::at_least => {
                let number = self.number(&children.take(Node::number)?);
                let all = children.all(Node::condition).collect::<Vec<_>>();
                let all = all.into_iter().map(|it| self.condition(it)).collect::<Option<_>>()?;
                Asked::AtLeast(number, all)
            }
            Node::question => {
                let verb = children.take(Node::verb)?;
                let at = self.loc(&verb);
                // A comment may stand between "silent" and "on".
                let silent = verb.as_str().starts_with("silent");
                let it = if silent { "silent on" } else { verb.as_str() }.to_owned();
                let clause = self.word(&children.take(Node::path)?);
                let filter = self.filter(children.maybe(Node::filter))?;
                Asked::Question { verb: At { it, at }, clause, filter }
            }
            Node::tally => {
                let clause = self.word(&children.take(Node::path)?);
                let filter = self.filter(children.maybe(Node::filter))?;
                let op = self.word(&children.take(Node::op)?);
                let n = self.number(&children.take(Node::number)?);
                Asked::Count { clause, filter, op, n }
            }
            Node::fires => Asked::Fires(self.word(&children.take(Node::path)?)),
            Node::kind_is => Asked::Kind(self.word(&children.take(Node::path)?)),
            Node::law_is => Asked::Law(self.text(&children.take(Node::text)?)),
            Node::predicate => Asked::Predicate(self.word(&children.take(Node::path)?)),
            _ => return None,
        };
        Some(Condition { it, at })
    }

    fn filter(&mut self, pair: Option<Pair<'_>>) -> Option<Vec<Comparison>> {
        let Some(pair) = pair else { return Some(Vec::new()) };
        let mut comparisons = Vec::new();
        for pair in Children::of(pair).all(Node::comparison) {
            let inner = pair.into_inner().next()?;
            let node = inner.as_rule();
            let mut children = Children::of(inner);
            comparisons.push(if node == Node::call_test {
                let not = children.maybe(Node::k_not).map(|it| self.loc(&it));
                let name = self.word(&children.take(Node::path)?);
                let arguments = children.all(Node::literal).collect::<Vec<_>>();
                let arguments = arguments.into_iter().map(|it| self.literal(it)).collect::<Option<_>>()?;
                Comparison::Call { not, name, arguments }
            } else if node == Node::actor_test {
                let includes = children.maybe(Node::k_includes).is_some();
                Comparison::Actor { includes, who: self.word(&children.take(Node::who)?) }
            } else {
                let capture = self.word(&children.take(Node::name)?);
                let op = self.word(&children.take(Node::op)?);
                Comparison::Value { capture, op, with: self.literal(children.take(Node::literal)?)? }
            });
        }
        Some(comparisons)
    }
}
