//! AST in, JSON out. Every `match` is exhaustive: a new construct does not compile until it is written.

use serde_json::{Map, Number, Value};

use crate::ast::*;

/// An object of those entries that are there, in this order.
fn object<const N: usize>(entries: [(&str, Option<Value>); N]) -> Value {
    let mut map = Map::new();
    for (key, value) in entries {
        if let Some(value) = value {
            map.insert(key.to_owned(), value);
        }
    }
    Value::Object(map)
}

/// An object with one entry.
fn one(key: &str, value: Value) -> Value {
    object([(key, Some(value))])
}

fn word(it: &At<String>) -> Value {
    Value::from(it.it.as_str())
}

fn words(all: &[At<String>]) -> Value {
    all.iter().map(word).collect()
}

/// As a number if JSON can say it in the same digits, else as text.
fn number(it: &At<String>) -> Value {
    digits(&it.it)
}

fn digits(written: &str) -> Value {
    match serde_json::from_str::<Number>(written) {
        Ok(number) if number.to_string() == written => Value::Number(number),
        _ => Value::from(written),
    }
}

fn text(it: &Text) -> Value {
    let raw = Value::from(it.raw.as_str());
    if it.long { one("long", raw) } else { raw }
}

fn texts(all: &[Text]) -> Value {
    all.iter().map(text).collect()
}

fn literal(it: &Literal) -> Value {
    let value = Value::from(it.text.as_str());
    if it.bare_path { one("name", value) } else { value }
}

fn fields<T>(all: &[At<T>], write: impl Fn(&T) -> Value) -> Option<Value> {
    Some(all.iter().map(|it| write(&it.it)).collect())
}

pub(super) fn item(it: &Item) -> Value {
    match it {
        Item::Pack(Pack { name, version, fields: all }) => one(
            "pack",
            object([
                ("name", Some(word(name))),
                ("version", Some(word(version))),
                ("fields", fields(all, pack_field)),
            ]),
        ),
        Item::Use(Use { pack, range, alias, at: _ }) => one(
            "use",
            object([
                ("pack", Some(word(pack))),
                ("range", Some(word(range))),
                ("as", alias.as_ref().map(word)),
            ]),
        ),
        Item::Kind(Kind { name, title, fields: all }) => one(
            "kind",
            object([
                ("name", Some(word(name))),
                ("title", Some(text(title))),
                ("fields", fields(all, kind_field)),
            ]),
        ),
        Item::Param(Param { name, ty, default, bounds, help }) => one(
            "param",
            object([
                ("name", Some(word(name))),
                ("type", Some(word(ty))),
                ("default", Some(literal(default))),
                ("least", bounds.as_ref().map(|it| literal(&it.0))),
                ("most", bounds.as_ref().map(|it| literal(&it.1))),
                ("help", help.as_ref().map(text)),
            ]),
        ),
        Item::Extern(Extern { name, inputs, yields, help, absent }) => one(
            "extern",
            object([
                ("name", Some(word(name))),
                ("inputs", inputs.as_ref().map(|it| words(it))),
                ("yields", Some(word(yields))),
                ("help", Some(text(help))),
                ("absent", absent.as_ref().map(word)),
            ]),
        ),
        Item::Override(Override { item, fields: all, because }) => one(
            "override",
            object([
                ("item", Some(word(item))),
                ("fields", fields(all, override_field)),
                ("because", Some(text(because))),
            ]),
        ),
        Item::Disable(Disable { item, because }) => {
            one("disable", object([("item", Some(word(item))), ("because", Some(text(because)))]))
        }
        Item::Extend(Extend { item, fields: all, because }) => one(
            "extend",
            object([
                ("item", Some(word(item))),
                ("fields", fields(all, extend_field)),
                ("because", Some(text(because))),
            ]),
        ),
        Item::Concept(Concept { name, fields: all }) => {
            one("concept", object([("name", Some(word(name))), ("fields", fields(all, concept_field))]))
        }
        Item::Cue(Cue { kind, direction, reach, phrases, at: _ }) => one(
            "cue",
            object([
                ("kind", Some(word(kind))),
                ("direction", direction.as_ref().map(word)),
                ("reach", reach.as_ref().map(number)),
                ("phrases", Some(patterns(phrases))),
            ]),
        ),
        Item::Clause(Clause { name, window, title, fields: all }) => one(
            "clause",
            object([
                ("name", Some(word(name))),
                ("window", Some(word(window))),
                ("title", title.as_ref().map(text)),
                ("fields", fields(all, clause_field)),
            ]),
        ),
        Item::Rule(Rule { name, fields: all }) => {
            one("rule", object([("name", Some(word(name))), ("fields", fields(all, rule_field))]))
        }
        Item::Score(Score { fields: all, at: _ }) => {
            one("score", object([("fields", fields(all, score_field))]))
        }
        Item::Test(Test { subject, cases }) => one(
            "test",
            object([("subject", Some(word(subject))), ("cases", Some(cases.iter().map(case).collect()))]),
        ),
    }
}

fn override_field(it: &OverrideField) -> Value {
    match it {
        OverrideField::Text(key, it) => one(key, text(it)),
        OverrideField::Severity(it) => one("severity", word(it)),
        OverrideField::Weight(it) => one("weight", number(it)),
    }
}

fn extend_field(it: &ExtendField) -> Value {
    match it {
        ExtendField::Any(all) => one("any", patterns(all)),
        ExtendField::Find(all) => one("find", patterns(all)),
    }
}

fn pack_field(it: &PackField) -> Value {
    match it {
        PackField::Title(it) => one("title", text(it)),
        PackField::Disclaimer(it) => one("disclaimer", text(it)),
        PackField::Language(it) => one("language", word(it)),
        PackField::Kinds(all) => one("kinds", words(all)),
        PackField::Requires(it) => one("requires", word(it)),
    }
}

fn kind_field(it: &KindField) -> Value {
    match it {
        KindField::You(all) => one("you", patterns(all)),
        KindField::Them(all) => one("them", patterns(all)),
        KindField::Weigh(weight, it) => one("weigh", weigh(weight, it)),
        KindField::Threshold(it) => one("threshold", number(it)),
    }
}

fn weigh(weight: &At<String>, it: &Pattern) -> Value {
    object([("weight", Some(number(weight))), ("pattern", Some(pattern(it)))])
}

fn concept_field(it: &ConceptField) -> Value {
    match it {
        ConceptField::Any(all) => one("any", patterns(all)),
        ConceptField::Except(all) => one("except", patterns(all)),
    }
}

fn clause_field(it: &ClauseField) -> Value {
    match it {
        ClauseField::Find(all) => one("find", patterns(all)),
        ClauseField::FindClause { denied: false, clause } => one("find_asserted", word(clause)),
        ClauseField::FindClause { denied: true, clause } => one("find_denied", word(clause)),
        ClauseField::FindDocument(it) => one("find_document", word(it)),
        ClauseField::With { at_least: Some(n), patterns: all } => {
            one("with", object([("at_least", Some(number(n))), ("of", Some(patterns(all)))]))
        }
        ClauseField::With { at_least: None, patterns: all } => {
            one("with", all.first().map_or(Value::Null, pattern))
        }
        ClauseField::Without(all) => one("without", patterns(all)),
        ClauseField::Except(all) => one("except", patterns(all)),
        ClauseField::Weigh(weight, it) => one("weigh", weigh(weight, it)),
        ClauseField::Threshold(it) => one("threshold", number(it)),
        ClauseField::Section { never: false, heading } => one("only_in_section", pattern(heading)),
        ClauseField::Section { never: true, heading } => one("never_in_section", pattern(heading)),
        ClauseField::Reads(all) => one("reads", words(all)),
        ClauseField::Label(all) => one("label", texts(all)),
        ClauseField::DeniedLabel(all) => one("denied_label", texts(all)),
    }
}

fn rule_field(it: &RuleField) -> Value {
    match it {
        RuleField::Text(key, it) => one(key, text(it)),
        RuleField::When(it) => one("when", condition(it)),
        RuleField::Severity(it) => one("severity", word(it)),
        RuleField::Weight(it) => one("weight", number(it)),
        RuleField::Category(it) => one("category", word(it)),
        RuleField::Arm(Arm { raised, when, severity, weight, to: _ }) => one(
            if *raised { "raised" } else { "eased" },
            object([
                ("when", Some(condition(when))),
                ("severity", severity.as_ref().map(word)),
                ("weight", weight.as_ref().map(number)),
            ]),
        ),
        RuleField::Absorbs(all) => one("absorbs", words(all)),
        RuleField::Expected(it) => one("expected_in_section", pattern(it)),
        RuleField::Source { text: cited, url, checked } => one(
            "source",
            object([
                ("text", Some(text(cited))),
                ("url", url.as_ref().map(text)),
                ("checked", checked.as_ref().map(word)),
            ]),
        ),
    }
}

fn condition(it: &Condition) -> Value {
    match &it.it {
        Asked::Chain(operands, junctions) => chain(operands, junctions),
        Asked::Not(_, it) => match &it.it {
            // Parentheses that must be there are not shown.
            Asked::Group(inner) if matches!(inner.it, Asked::Not(..)) => one("not", condition(inner)),
            _ => one("not", operand(it)),
        },
        Asked::Group(it) => one("group", condition(it)),
        Asked::AtLeast(n, all) => {
            object([("at_least", Some(number(n))), ("of", Some(all.iter().map(condition).collect()))])
        }
        Asked::Question { verb, clause, filter } => {
            object([(verb.it.replace(' ', "_").as_str(), Some(word(clause))), ("where", comparisons(filter))])
        }
        Asked::Count { clause, filter, op, n } => object([
            ("count", Some(word(clause))),
            ("where", comparisons(filter)),
            ("op", Some(word(op))),
            ("number", Some(number(n))),
        ]),
        Asked::Fires(it) => one("fires", word(it)),
        Asked::Kind(it) => one("kind_is", word(it)),
        Asked::Law(it) => one("law_is", text(it)),
        Asked::Predicate(it) => one("predicate", word(it)),
    }
}

/// `and` and `or` as lists; a mixture, which is an error that the parser lets pass, as it stands.
fn chain(operands: &[Condition], junctions: &[At<Junction>]) -> Value {
    let all: Vec<Value> = operands.iter().map(operand).collect();
    if junctions.iter().all(|it| it.it == Junction::And) {
        return one("and", Value::Array(all));
    }
    if junctions.iter().all(|it| it.it == Junction::Or) {
        return one("or", Value::Array(all));
    }
    let mut mixed = Vec::new();
    for (n, it) in all.into_iter().enumerate() {
        let before = n.checked_sub(1).and_then(|it| junctions.get(it));
        mixed.extend(before.map(|it| Value::from(if it.it == Junction::And { "and" } else { "or" })));
        mixed.push(it);
    }
    one("mixed", Value::Array(mixed))
}

/// Parentheses that must be there are not shown.
fn operand(it: &Condition) -> Value {
    match &it.it {
        Asked::Group(inner) if matches!(inner.it, Asked::Chain(..)) => condition(inner),
        _ => condition(it),
    }
}

/// Nothing if there are none.
fn comparisons(all: &[Comparison]) -> Option<Value> {
    (!all.is_empty()).then(|| all.iter().map(comparison).collect())
}

fn comparison(it: &Comparison) -> Value {
    match it {
        Comparison::Actor { includes: false, who } => one("actor", word(who)),
        Comparison::Actor { includes: true, who } => one("actor_includes", word(who)),
        Comparison::Call { not, name, arguments } => object([
            ("predicate", Some(word(name))),
            ("arguments", Some(arguments.iter().map(literal).collect())),
            ("not", not.map(|_| Value::Bool(true))),
        ]),
        Comparison::Value { capture, op, with } => {
            object([("capture", Some(word(capture))), ("op", Some(word(op))), ("value", Some(literal(with)))])
        }
    }
}

fn score_field(it: &ScoreField) -> Value {
    match it {
        ScoreField::Category { name, title, worth } => one(
            "category",
            object([
                ("name", Some(word(name))),
                ("title", Some(text(title))),
                ("worth", Some(number(worth))),
            ]),
        ),
        ScoreField::Grade { grade, from } => {
            one("grade", object([("name", Some(word(grade))), ("from", Some(number(from)))]))
        }
        ScoreField::Else(it) => one("else", word(it)),
        ScoreField::Gate { count, severity, at_most } => one(
            "gate",
            object([
                ("count", Some(number(count))),
                ("severity", Some(word(severity))),
                ("at_most", Some(word(at_most))),
            ]),
        ),
    }
}

fn case(it: &Case) -> Value {
    let Case { name, kind, params, outcome, expects, text: contract, at: _ } = it;
    let params = || {
        params
            .iter()
            .map(|(param, value)| object([("param", Some(word(param))), ("value", Some(literal(value)))]))
    };
    object([
        ("name", Some(text(name))),
        ("kind", (!kind.is_empty()).then(|| words(kind))),
        ("with", (params().count() > 0).then(|| params().collect())),
        ("outcome", Some(word(outcome))),
        ("expects", (!expects.is_empty()).then(|| expects.iter().map(expectation).collect())),
        ("text", Some(text(contract))),
    ])
}

fn expectation(it: &Expectation) -> Value {
    match it {
        Expectation::Actor(who) => one("actor", word(who)),
        Expectation::Value(capture, value) => {
            object([("capture", Some(word(capture))), ("value", Some(literal(value)))])
        }
    }
}

fn patterns(all: &[Pattern]) -> Value {
    all.iter().map(pattern).collect()
}

fn pattern(it: &Pattern) -> Value {
    match it {
        Pattern::Phrase(it) => object([
            ("phrase", Some(Value::from(it.written.as_str()))),
            ("elements", Some(elements(&it.body))),
        ]),
        Pattern::Regex(it) => one("regex", word(it)),
        // Only in a source that has errors, which has no JSON.
        Pattern::Broken => Value::Null,
    }
}

/// The steps of a phrase.
pub(super) fn elements(all: &[Element]) -> Value {
    all.iter().map(element).collect()
}

fn element(it: &Element) -> Value {
    let Element { it: what, head, optional, at: _ } = it;
    let (key, value) = match what {
        What::Word(it) => ("word", Value::from(it.as_str())),
        What::Inflected(it) => ("inflected", Value::from(it.as_str())),
        What::Exact(it) => ("exact", Value::from(it.as_str())),
        What::Any => ("any", Value::from(true)),
        What::Gap(most, None) => ("gap", object([("most", Some(digits(most)))])),
        What::Gap(least, Some(most)) => {
            ("gap", object([("least", Some(digits(least))), ("most", Some(digits(most)))]))
        }
        What::Choice(all) => ("choice", all.iter().map(|it| elements(it)).collect()),
        What::Slot { capture, of } => {
            let of = ("of", Some(word(of)));
            ("slot", object([("capture", capture.as_ref().map(word)), of]))
        }
    };
    let flag = |it: bool| it.then_some(Value::Bool(true));
    object([(key, Some(value)), ("head", flag(head.is_some())), ("optional", flag(*optional))])
}
