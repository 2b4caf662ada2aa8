//! One function for each item of the language.

use super::grammar::Node;
use super::{Children, Pair, Reader};
use crate::ast::*;

impl Reader<'_> {
    pub(super) fn build(&mut self, pair: Pair<'_>) -> Option<Item> {
        Some(match pair.as_rule() {
            Node::pack_item => Item::Pack(self.pack(pair)?),
            Node::use_item => Item::Use(self.use_pack(pair)?),
            Node::kind_item => Item::Kind(self.kind(pair)?),
            Node::param_item => Item::Param(self.param(pair)?),
            Node::extern_item => Item::Extern(self.external(pair)?),
            Node::override_item => Item::Override(self.override_rule(pair)?),
            Node::disable_item => {
                let mut children = Children::of(pair);
                let item = self.word(&children.take(Node::path)?);
                Item::Disable(Disable { item, because: self.because(children)? })
            }
            Node::extend_item => Item::Extend(self.extend(pair)?),
            Node::concept_item => Item::Concept(self.concept(pair)?),
            Node::cue_item => Item::Cue(self.cue(pair)?),
            Node::clause_item => Item::Clause(self.clause(pair)?),
            Node::rule_item => Item::Rule(self.rule(pair)?),
            Node::score_item => Item::Score(self.score(pair)?),
            Node::test_item => Item::Test(self.test(pair)?),
            _ => return None,
        })
    }

    /// The fields of an item, each with the place of its first word.
    fn fields<T>(
        &mut self,
        rest: Children<'_>,
        node: Node,
        read: impl Fn(&mut Self, Pair<'_>) -> Option<T>,
    ) -> Option<Vec<At<T>>> {
        let mut fields = Vec::new();
        for pair in rest.all(node) {
            let whole = self.loc(&pair);
            let first =
                pair.as_str().split(|it: char| !it.is_ascii_alphanumeric()).next().unwrap_or_default();
            let len = if first.is_empty() { whole.span.len() } else { first.len() };
            let at = crate::source::Loc::new(whole.source, whole.span.start, whole.span.start + len);
            let it = read(self, pair.into_inner().next()?)?;
            self.fields.push((at, whole));
            fields.push(At { it, at });
        }
        Some(fields)
    }

    fn pack(&mut self, pair: Pair<'_>) -> Option<Pack> {
        let mut children = Children::of(pair);
        let name = self.word(&children.take(Node::name)?);
        let version = self.word(&children.take(Node::version)?);
        let fields = self.fields(children, Node::pack_field, |reader, pair| {
            Some(match pair.as_rule() {
                Node::pack_text => {
                    let mut children = Children::of(pair);
                    let key = children.take(Node::pack_text_key)?;
                    let text = reader.text(&children.take(Node::text)?);
                    if key.as_str() == "title" { PackField::Title(text) } else { PackField::Disclaimer(text) }
                }
                Node::pack_language => {
                    PackField::Language(reader.word(&Children::of(pair).take(Node::name)?))
                }
                Node::pack_kinds => PackField::Kinds(reader.paths(pair)),
                _ => PackField::Requires(reader.word(&Children::of(pair).take(Node::range)?)),
            })
        })?;
        Some(Pack { name, version, fields })
    }

    fn paths(&self, pair: Pair<'_>) -> Vec<Path> {
        Children::of(pair).all(Node::path).map(|it| self.word(&it)).collect()
    }

    fn use_pack(&mut self, pair: Pair<'_>) -> Option<Use> {
        let mut children = Children::of(pair);
        let at = self.loc(&children.take(Node::k_use)?);
        let pack = self.word(&children.take(Node::name)?);
        let range = self.word(&children.take(Node::range)?);
        let alias = children.maybe(Node::name).map(|it| self.word(&it));
        Some(Use { pack, range, alias, at })
    }

    fn kind(&mut self, pair: Pair<'_>) -> Option<Kind> {
        let mut children = Children::of(pair);
        let name = self.word(&children.take(Node::name)?);
        let title = self.text(&children.take(Node::text)?);
        let fields = self.fields(children, Node::kind_field, |reader, pair| {
            Some(match pair.as_rule() {
                Node::kind_side => {
                    let you = pair.as_str().starts_with("you");
                    let phrases = reader.patterns(pair);
                    if you { KindField::You(phrases) } else { KindField::Them(phrases) }
                }
                Node::weigh => {
                    let (weight, pattern) = reader.weigh(pair)?;
                    KindField::Weigh(weight, pattern)
                }
                _ => KindField::Threshold(reader.number(&Children::of(pair).take(Node::number)?)),
            })
        })?;
        Some(Kind { name, title, fields })
    }

    fn weigh(&mut self, pair: Pair<'_>) -> Option<(Number, Pattern)> {
        let mut children = Children::of(pair);
        let weight = self.number(&children.take(Node::number)?);
        let pattern = self.pattern(children.take(Node::pattern)?)?;
        Some((weight, pattern))
    }

    fn param(&mut self, pair: Pair<'_>) -> Option<Param> {
        let mut children = Children::of(pair);
        let name = self.word(&children.take(Node::name)?);
        let ty = self.word(&children.take(Node::type_name)?);
        let default = self.literal(children.take(Node::literal)?)?;
        let bounds = match children.maybe(Node::bounds) {
            Some(pair) => {
                let mut children = Children::of(pair);
                let least = self.literal(children.take(Node::literal)?)?;
                Some((least, self.literal(children.take(Node::literal)?)?))
            }
            None => None,
        };
        let help = children.maybe(Node::text).map(|it| self.text(&it));
        Some(Param { name, ty, default, bounds, help })
    }

    fn external(&mut self, pair: Pair<'_>) -> Option<Extern> {
        let mut children = Children::of(pair);
        let name = self.word(&children.take(Node::path)?);
        let inputs = children.maybe(Node::inputs);
        let inputs =
            inputs.map(|it| Children::of(it).all(Node::type_name).map(|it| self.word(&it)).collect());
        let yields = self.word(&children.take(Node::type_name)?);
        let help = self.text(&children.take(Node::text)?);
        let absent = match children.maybe(Node::absent) {
            Some(pair) => Some(self.word(&Children::of(pair).take(Node::absence)?)),
            None => None,
        };
        Some(Extern { name, inputs, yields, help, absent })
    }

    fn because(&self, mut rest: Children<'_>) -> Option<Text> {
        let because = rest.take(Node::because)?;
        Some(self.text(&Children::of(because).take(Node::text)?))
    }

    fn override_rule(&mut self, pair: Pair<'_>) -> Option<Override> {
        let because = self.because(Children::of(pair.clone()))?;
        let mut children = Children::of(pair);
        let item = self.word(&children.take(Node::path)?);
        let fields = self.fields(children, Node::override_field, |reader, pair| {
            let node = pair.as_rule();
            let mut children = Children::of(pair);
            Some(match node {
                Node::rule_text => {
                    let key = children.take(Node::rule_text_key)?.as_str().to_owned();
                    OverrideField::Text(key, reader.text(&children.take(Node::text)?))
                }
                Node::severity_field => OverrideField::Severity(reader.word(&children.take(Node::severity)?)),
                _ => OverrideField::Weight(reader.number(&children.take(Node::number)?)),
            })
        })?;
        Some(Override { item, fields, because })
    }

    fn extend(&mut self, pair: Pair<'_>) -> Option<Extend> {
        let because = self.because(Children::of(pair.clone()))?;
        let mut children = Children::of(pair);
        let item = self.word(&children.take(Node::path)?);
        let fields = self.fields(children, Node::extend_field, |reader, pair| {
            let is_find = pair.as_rule() == Node::more_find;
            let patterns = reader.patterns(pair);
            Some(if is_find { ExtendField::Find(patterns) } else { ExtendField::Any(patterns) })
        })?;
        Some(Extend { item, fields, because })
    }

    fn concept(&mut self, pair: Pair<'_>) -> Option<Concept> {
        let mut children = Children::of(pair);
        let name = self.word(&children.take(Node::name)?);
        let fields = self.fields(children, Node::concept_field, |reader, pair| {
            let except = pair.as_rule() == Node::except;
            let patterns = reader.patterns(pair);
            Some(if except { ConceptField::Except(patterns) } else { ConceptField::Any(patterns) })
        })?;
        Some(Concept { name, fields })
    }

    fn cue(&mut self, pair: Pair<'_>) -> Option<Cue> {
        let mut children = Children::of(pair.clone());
        let at = self.loc(&children.take(Node::k_cue)?);
        let kind = self.word(&children.take(Node::cue_kind)?);
        let direction = children.maybe(Node::direction).map(|it| self.word(&it));
        let reach = children.maybe(Node::number).map(|it| self.number(&it));
        Some(Cue { kind, direction, reach, phrases: self.patterns(pair), at })
    }

    fn clause(&mut self, pair: Pair<'_>) -> Option<Clause> {
        let mut children = Children::of(pair);
        let name = self.word(&children.take(Node::name)?);
        let window = self.word(&children.take(Node::window)?);
        let title = children.maybe(Node::text).map(|it| self.text(&it));
        let fields = self.fields(children, Node::clause_field, Self::clause_field)?;
        Some(Clause { name, window, title, fields })
    }

    fn clause_field(&mut self, pair: Pair<'_>) -> Option<ClauseField> {
        Some(match pair.as_rule() {
            Node::find => {
                let mut inside = Children::of(pair.clone());
                if let Some(pair) = inside.maybe(Node::find_document) {
                    let observation = Children::of(pair).take(Node::observation)?;
                    return Some(ClauseField::FindDocument(self.word(&observation)));
                }
                match inside.maybe(Node::find_clause) {
                    Some(pair) => {
                        let mut children = Children::of(pair);
                        let denied = children.take(Node::polarity)?.as_str() == "denied";
                        ClauseField::FindClause { denied, clause: self.word(&children.take(Node::path)?) }
                    }
                    None => ClauseField::Find(self.patterns(pair)),
                }
            }
            Node::with => match Children::of(pair.clone()).maybe(Node::quorum_patterns) {
                Some(quorum) => {
                    let number = self.number(&Children::of(quorum.clone()).take(Node::number)?);
                    ClauseField::With { at_least: Some(number), patterns: self.patterns(quorum) }
                }
                None => ClauseField::With { at_least: None, patterns: self.patterns(pair) },
            },
            Node::without => ClauseField::Without(self.patterns(pair)),
            Node::except => ClauseField::Except(self.patterns(pair)),
            Node::weigh => {
                let (weight, pattern) = self.weigh(pair)?;
                ClauseField::Weigh(weight, pattern)
            }
            Node::threshold => ClauseField::Threshold(self.number(&Children::of(pair).take(Node::number)?)),
            Node::section_limit => {
                let mut children = Children::of(pair);
                let never = children.take(Node::limit_key)?.as_str() == "never";
                ClauseField::Section { never, heading: self.pattern(children.take(Node::pattern)?)? }
            }
            Node::reads => {
                ClauseField::Reads(Children::of(pair).all(Node::role).map(|it| self.word(&it)).collect())
            }
            Node::label => ClauseField::Label(self.texts(pair)),
            Node::denied_label => ClauseField::DeniedLabel(self.texts(pair)),
            _ => return None,
        })
    }

    fn texts(&self, pair: Pair<'_>) -> Vec<Text> {
        Children::of(pair).all(Node::text).map(|it| self.text(&it)).collect()
    }

    fn rule(&mut self, pair: Pair<'_>) -> Option<Rule> {
        let mut children = Children::of(pair);
        let name = self.word(&children.take(Node::name)?);
        let fields = self.fields(children, Node::rule_field, Self::rule_field)?;
        Some(Rule { name, fields })
    }

    fn rule_field(&mut self, pair: Pair<'_>) -> Option<RuleField> {
        let node = pair.as_rule();
        let at = self.loc(&pair);
        let mut children = Children::of(pair.clone());
        Some(match node {
            Node::rule_text => {
                let key = children.take(Node::rule_text_key)?.as_str().to_owned();
                RuleField::Text(key, self.text(&children.take(Node::text)?))
            }
            Node::when => RuleField::When(self.condition(children.take(Node::condition)?)?),
            Node::severity_field => RuleField::Severity(self.word(&children.take(Node::severity)?)),
            Node::weight_field => RuleField::Weight(self.number(&children.take(Node::number)?)),
            Node::category_field => RuleField::Category(self.word(&children.take(Node::name)?)),
            Node::arm => {
                let raised = children.take(Node::arm_key)?.as_str() == "raised";
                let when = self.condition(children.take(Node::condition)?)?;
                let to = self.loc(&children.take(Node::k_to)?).cover(at);
                let to = crate::source::Loc::new(to.source, when.at.span.end, to.span.end);
                let severity = match children.maybe(Node::severity_field) {
                    Some(pair) => Some(self.word(&Children::of(pair).take(Node::severity)?)),
                    None => None,
                };
                let weight = match children.maybe(Node::weight_field) {
                    Some(pair) => Some(self.number(&Children::of(pair).take(Node::number)?)),
                    None => None,
                };
                RuleField::Arm(Arm { raised, when, severity, weight, to })
            }
            Node::absorbs => RuleField::Absorbs(self.paths(pair)),
            Node::expected => RuleField::Expected(self.pattern(children.take(Node::pattern)?)?),
            Node::source => {
                let text = self.text(&children.take(Node::text)?);
                let url = children.maybe(Node::text).map(|it| self.text(&it));
                let checked = match children.maybe(Node::checked) {
                    Some(pair) => Some(self.word(&Children::of(pair).take(Node::date)?)),
                    None => None,
                };
                RuleField::Source { text, url, checked }
            }
            _ => return None,
        })
    }

    fn score(&mut self, pair: Pair<'_>) -> Option<Score> {
        let mut children = Children::of(pair);
        let at = self.loc(&children.take(Node::k_score)?);
        let fields = self.fields(children, Node::score_field, |reader, pair| {
            let node = pair.as_rule();
            let mut children = Children::of(pair);
            Some(match node {
                Node::category => ScoreField::Category {
                    name: reader.word(&children.take(Node::name)?),
                    title: reader.text(&children.take(Node::text)?),
                    worth: reader.number(&children.take(Node::number)?),
                },
                Node::grade_step => ScoreField::Grade {
                    grade: reader.word(&children.take(Node::grade)?),
                    from: reader.number(&children.take(Node::number)?),
                },
                Node::lowest => ScoreField::Else(reader.word(&children.take(Node::grade)?)),
                _ => ScoreField::Gate {
                    count: reader.number(&children.take(Node::number)?),
                    severity: reader.word(&children.take(Node::severity)?),
                    at_most: reader.word(&children.take(Node::grade)?),
                },
            })
        })?;
        Some(Score { fields, at })
    }

    fn test(&mut self, pair: Pair<'_>) -> Option<Test> {
        let mut children = Children::of(pair);
        let subject = self.word(&children.take(Node::path)?);
        let cases = children.all(Node::case_item).map(|it| self.case(it)).collect::<Option<_>>()?;
        Some(Test { subject, cases })
    }

    fn case(&mut self, pair: Pair<'_>) -> Option<Case> {
        let mut children = Children::of(pair);
        let at = self.loc(&children.take(Node::k_case)?);
        let name = self.text(&children.take(Node::text)?);
        let (mut kind, mut params) = (Vec::new(), Vec::new());
        while let Some(given) = children.maybe(Node::given) {
            let given = given.into_inner().next()?;
            let is_kind = given.as_rule() == Node::given_kind;
            let mut given = Children::of(given);
            let path = self.word(&given.take(Node::path)?);
            if is_kind {
                kind.push(path);
            } else {
                params.push((path, self.literal(given.take(Node::literal)?)?));
            }
        }
        let outcome = self.word(&children.take(Node::outcome)?);
        let mut expects = Vec::new();
        while let Some(expectation) = children.maybe(Node::expectation) {
            let expectation = expectation.into_inner().next()?;
            let is_actor = expectation.as_rule() == Node::actor_is;
            let mut inner = Children::of(expectation);
            expects.push(if is_actor {
                Expectation::Actor(self.word(&inner.take(Node::who)?))
            } else {
                let name = self.word(&inner.take(Node::name)?);
                Expectation::Value(name, self.literal(inner.take(Node::literal)?)?)
            });
        }
        let text = self.text(&children.take(Node::text)?);
        Some(Case { name, kind, params, outcome, expects, text, at })
    }
}
