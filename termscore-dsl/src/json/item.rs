//! Items and their fields: JSON in, rule text out.

use serde_json::Value;

use super::AstJsonError;
use super::cursor::Cursor;
use super::read::{Place, condition, expectation, literal, pattern, patterns, text, texts, weigh};
use crate::parse::Word;
use crate::split::ITEMS;

type Written = Result<String, AstJsonError>;

/// One item, by its only key.
pub(super) fn item(json: &Cursor<'_>) -> Written {
    let (keyword, it) = json.single("an object with one item, such as {\"rule\": …}")?;
    match keyword {
        "pack" => {
            let (name, version) = (it.word_of("name", Word::Name)?, it.word_of("version", Word::Version)?);
            block(&it, format!("pack {name} {version}"), &["name", "version"], &PACK, pack_field)
        }
        "use" => {
            it.only(&["pack", "range", "as"])?;
            let (pack, range) = (it.word_of("pack", Word::Name)?, it.word_of("range", Word::Range)?);
            let alias = it.get("as").map(|it| it.word(Word::Name)).transpose()?;
            Ok(format!("use {pack} {range}{}", alias.map_or(String::new(), |it| format!(" as {it}"))))
        }
        "kind" => {
            let head = format!("kind {} {}", it.word_of("name", Word::Name)?, text(&it.need("title")?)?);
            block(&it, head, &["name", "title"], &KIND, kind_field)
        }
        "param" => param(&it),
        "extern" => external(&it),
        "override" => {
            let head = format!("override {}", it.word_of("item", Word::Path)?);
            let rule = block(&it, head, &["item", "because"], &OVERRIDE, rule_field)?;
            Ok(format!("{rule} because {}", text(&it.need("because")?)?))
        }
        "disable" => {
            it.only(&["item", "because"])?;
            let item = it.word_of("item", Word::Path)?;
            Ok(format!("disable {item} because {}", text(&it.need("because")?)?))
        }
        "extend" => {
            let head = format!("extend {}", it.word_of("item", Word::Path)?);
            let more = block(&it, head, &["item", "because"], &EXTEND, extend_field)?;
            Ok(format!("{more} because {}", text(&it.need("because")?)?))
        }
        "concept" => {
            let head = format!("concept {}", it.word_of("name", Word::Name)?);
            block(&it, head, &["name"], &CONCEPT, concept_field)
        }
        "cue" => cue(&it),
        "clause" => {
            let (name, window) = (it.word_of("name", Word::Name)?, it.word_of("window", Word::Window)?);
            let title = it.get("title").map(|it| text(&it)).transpose()?.unwrap_or_default();
            let head = format!("clause {name} in {window} {title}");
            block(&it, head, &["name", "window", "title"], &CLAUSE, clause_field)
        }
        "rule" => {
            let head = format!("rule {}", it.word_of("name", Word::Name)?);
            block(&it, head, &["name"], &RULE, rule_field)
        }
        "score" => block(&it, "score".to_owned(), &[], &SCORE, score_field),
        "test" => {
            it.only(&["subject", "cases"])?;
            let subject = it.word_of("subject", Word::Path)?;
            let cases: Vec<String> = it.need("cases")?.list()?.iter().map(case).collect::<Result<_, _>>()?;
            Ok(format!("test {subject} {{\n{}\n}}", cases.join("\n")))
        }
        _ => Err(json.unknown(keyword, &ITEMS)),
    }
}

/// A field that an item may have.
struct Known {
    key: &'static str,
    /// Its value is a list, which therefore cannot mean several fields.
    listed: bool,
    /// Goes on the line of the field before it, if that belongs to the same family; 0 is none.
    family: u8,
}

const fn known(key: &'static str) -> Known {
    Known { key, listed: false, family: 0 }
}

const fn listed(key: &'static str) -> Known {
    Known { key, listed: true, family: 0 }
}

const fn family(key: &'static str, family: u8) -> Known {
    Known { key, listed: false, family }
}

// Each in the order in which fields are written that the JSON has not put into an order.
const PACK: [Known; 5] =
    [known("title"), known("language"), listed("kinds"), known("requires"), known("disclaimer")];
const KIND: [Known; 4] = [listed("you"), listed("them"), known("weigh"), known("threshold")];
const CONCEPT: [Known; 2] = [listed("any"), listed("except")];
const CLAUSE: [Known; 14] = [
    listed("find"),
    known("find_asserted"),
    known("find_denied"),
    known("find_document"),
    known("with"),
    listed("without"),
    listed("except"),
    known("weigh"),
    known("threshold"),
    known("only_in_section"),
    known("never_in_section"),
    listed("reads"),
    listed("label"),
    listed("denied_label"),
];
const RULE: [Known; 17] = [
    known("title"),
    known("when"),
    family("severity", 1),
    family("weight", 1),
    family("category", 1),
    known("eased"),
    known("raised"),
    listed("absorbs"),
    known("expected_in_section"),
    known("impact"),
    known("why"),
    known("advice"),
    known("suggest"),
    family("prefer", 2),
    family("accept", 2),
    family("refuse", 2),
    known("source"),
];
const OVERRIDE: [Known; 10] = [
    known("title"),
    family("severity", 1),
    family("weight", 1),
    known("impact"),
    known("why"),
    known("advice"),
    known("suggest"),
    family("prefer", 2),
    family("accept", 2),
    family("refuse", 2),
];
const EXTEND: [Known; 2] = [listed("any"), listed("find")];
const SCORE: [Known; 4] = [known("category"), family("grade", 1), family("else", 1), known("gate")];

/// An item with braces. Its fields stand under their names, or in order in the list `fields`, or both.
fn block(
    json: &Cursor<'_>,
    head: String,
    header: &[&str],
    fields: &[Known],
    write: impl Fn(&str, &Cursor<'_>) -> Written,
) -> Written {
    let names = || fields.iter().map(|it| it.key);
    let keys: Vec<&str> = header.iter().copied().chain(["fields"]).chain(names()).collect();
    json.only(&keys)?;
    let mut written = format!("{head} {{");
    let mut last = 0;
    let mut add = |known: &Known, it: &Cursor<'_>| -> Result<(), AstJsonError> {
        written.push(if known.family > 0 && known.family == last { ' ' } else { '\n' });
        last = known.family;
        written.push_str(&write(known.key, it)?);
        Ok(())
    };
    for known in fields {
        match json.get(known.key) {
            Some(it) if it.value.is_array() && !known.listed => {
                it.list()?.iter().try_for_each(|it| add(known, it))?;
            }
            Some(it) => add(known, &it)?,
            None => {}
        }
    }
    for it in json.get("fields").map(|it| it.list()).transpose()?.unwrap_or_default() {
        let (key, value) = it.single("an object with one field, such as {\"title\": …}")?;
        match fields.iter().find(|it| it.key == key) {
            Some(known) => add(known, &value)?,
            None => return Err(it.unknown(key, &names().collect::<Vec<_>>())),
        }
    }
    written.push_str("\n}");
    Ok(written)
}

fn pack_field(key: &str, json: &Cursor<'_>) -> Written {
    let value = match key {
        "language" => json.word(Word::Name)?,
        "kinds" => json.words(Word::Path)?,
        "requires" => format!("termscore {}", json.word(Word::Range)?),
        _ => text(json)?,
    };
    Ok(format!("{key} {value}"))
}

fn kind_field(key: &str, json: &Cursor<'_>) -> Written {
    match key {
        "weigh" => weigh(json),
        "threshold" => Ok(format!("threshold {}", json.word(Word::Number)?)),
        _ => Ok(format!("{key} {}", phrases(json, " ")?)),
    }
}

/// Patterns where regular expressions are not allowed.
fn phrases(json: &Cursor<'_>, between: &str) -> Written {
    match json.list()?.iter().find_map(|it| it.get("regex")) {
        Some(regex) => Err(regex.error("a phrase", "a regular expression")),
        None => patterns(json, between),
    }
}

fn concept_field(key: &str, json: &Cursor<'_>) -> Written {
    let all = patterns(json, " ")?;
    Ok(if key == "any" { all } else { format!("{key} {all}") })
}

fn extend_field(key: &str, json: &Cursor<'_>) -> Written {
    let all = patterns(json, " ")?;
    Ok(if key == "any" { all } else { format!("{key} {all}") })
}

fn clause_field(key: &str, json: &Cursor<'_>) -> Written {
    Ok(match key {
        "find" => format!("find {}", patterns(json, "\n")?),
        "find_asserted" => format!("find asserted {}", json.word(Word::Path)?),
        "find_denied" => format!("find denied {}", json.word(Word::Path)?),
        "find_document" => format!("find document {}", json.word(Word::Observation)?),
        "with" => match json.get("at_least") {
            Some(n) => {
                json.only(&["at_least", "of"])?;
                let of = patterns(&json.need("of")?, " ")?;
                format!("with {} of {{ {of} }}", n.word(Word::Number)?)
            }
            None => format!("with {}", pattern(json)?),
        },
        "without" | "except" => format!("{key} {}", patterns(json, " ")?),
        "weigh" => weigh(json)?,
        "threshold" => format!("threshold {}", json.word(Word::Number)?),
        "only_in_section" => format!("only in section {}", pattern(json)?),
        "never_in_section" => format!("never in section {}", pattern(json)?),
        "reads" => format!("reads {}", json.words(Word::Role)?),
        "label" => format!("label {}", texts(json)?),
        _ => format!("denied label {}", texts(json)?),
    })
}

fn rule_field(key: &str, json: &Cursor<'_>) -> Written {
    Ok(match key {
        "when" => format!("when {}", condition(json, Place::Alone)?),
        "severity" => format!("severity {}", json.word(Word::Severity)?),
        "weight" => format!("weight {}", json.word(Word::Number)?),
        "category" => format!("category {}", json.word(Word::Name)?),
        "eased" | "raised" => {
            json.only(&["when", "severity", "weight"])?;
            let when = condition(&json.need("when")?, Place::Alone)?;
            let severity = json.get("severity").map(|it| it.word(Word::Severity)).transpose()?;
            let weight = json.get("weight").map(|it| it.word(Word::Number)).transpose()?;
            let severity = severity.map_or(String::new(), |it| format!(" severity {it}"));
            let weight = weight.map_or(String::new(), |it| format!(" weight {it}"));
            if severity.is_empty() && weight.is_empty() {
                return Err(json.error("a field `severity` or `weight`", "none"));
            }
            format!("{key} when {when} to{severity}{weight}")
        }
        "absorbs" => format!("absorbs {}", json.words(Word::Path)?),
        "expected_in_section" => format!("expected in section {}", pattern(json)?),
        "source" => {
            json.only(&["text", "url", "checked"])?;
            let cited = text(&json.need("text")?)?;
            let url = json.get("url").map(|it| text(&it)).transpose()?.unwrap_or_default();
            let checked = json.get("checked").map(|it| it.word(Word::Date)).transpose()?;
            format!("source {cited} {url}{}", checked.map_or(String::new(), |it| format!(" checked {it}")))
        }
        _ => format!("{key} {}", text(json)?),
    })
}

fn score_field(key: &str, json: &Cursor<'_>) -> Written {
    Ok(match key {
        "category" => {
            json.only(&["name", "title", "worth"])?;
            let (name, title) = (json.word_of("name", Word::Name)?, text(&json.need("title")?)?);
            format!("category {name} {title} worth {}", json.word_of("worth", Word::Number)?)
        }
        "grade" => {
            json.only(&["name", "from"])?;
            let (grade, from) = (json.word_of("name", Word::Grade)?, json.word_of("from", Word::Number)?);
            format!("grade {grade} from {from}")
        }
        "else" => format!("else {}", json.word(Word::Grade)?),
        _ => {
            json.only(&["count", "severity", "at_most"])?;
            let count = json.word_of("count", Word::Number)?;
            let severity = json.word_of("severity", Word::Severity)?;
            format!("gate {count} {severity} at most {}", json.word_of("at_most", Word::Grade)?)
        }
    })
}

fn param(json: &Cursor<'_>) -> Written {
    json.only(&["name", "type", "default", "least", "most", "help"])?;
    let (name, ty) = (json.word_of("name", Word::Name)?, json.word_of("type", Word::Name)?);
    let default = literal(&json.need("default")?)?;
    let bounds = if json.get("least").is_some() || json.get("most").is_some() {
        format!(" in {} .. {}", literal(&json.need("least")?)?, literal(&json.need("most")?)?)
    } else {
        String::new()
    };
    let help = json.get("help").map(|it| text(&it)).transpose()?.unwrap_or_default();
    Ok(format!("param {name} : {ty} = {default}{bounds} {help}"))
}

fn external(json: &Cursor<'_>) -> Written {
    json.only(&["name", "inputs", "yields", "help", "absent"])?;
    let (name, yields) = (json.word_of("name", Word::Path)?, json.word_of("yields", Word::Name)?);
    let inputs = match json.get("inputs") {
        Some(it) => {
            let types: Vec<String> =
                it.list()?.iter().map(|it| it.word(Word::Name)).collect::<Result<_, _>>()?;
            format!("({})", types.join(", "))
        }
        None => String::new(),
    };
    let absent = json.get("absent").map(|it| it.word(Word::Absence)).transpose()?;
    let absent = absent.map_or(String::new(), |it| format!(" absent {it}"));
    Ok(format!("extern {name}{inputs} -> {yields} {}{absent}", text(&json.need("help")?)?))
}

fn cue(json: &Cursor<'_>) -> Written {
    json.only(&["kind", "direction", "reach", "phrases"])?;
    let kind = json.word_of("kind", Word::CueKind)?;
    let direction = json.get("direction").map(|it| it.word(Word::Direction)).transpose()?.unwrap_or_default();
    let reach = json.get("reach").map(|it| it.word(Word::Number)).transpose()?.unwrap_or_default();
    let all = json.need("phrases")?;
    let all = if all.list()?.is_empty() { String::new() } else { phrases(&all, " ")? };
    Ok(format!("cue {kind} {direction} {reach} {{\n{all}\n}}"))
}

fn case(json: &Cursor<'_>) -> Written {
    json.only(&["name", "kind", "with", "outcome", "expects", "text"])?;
    let mut written = format!("case {}", text(&json.need("name")?)?);
    if let Some(kind) = json.get("kind") {
        let kinds = if matches!(kind.value, Value::Array(_)) { kind.list()? } else { vec![kind] };
        for it in kinds {
            written.push_str(&format!(" kind {}", it.word(Word::Path)?));
        }
    }
    for it in json.get("with").map(|it| it.list()).transpose()?.unwrap_or_default() {
        it.only(&["param", "value"])?;
        let (param, value) = (it.word_of("param", Word::Path)?, literal(&it.need("value")?)?);
        written.push_str(&format!(" with {param} = {value}"));
    }
    written.push_str(&format!(" expects {}", json.word_of("outcome", Word::Outcome)?));
    for it in json.get("expects").map(|it| it.list()).transpose()?.unwrap_or_default() {
        written.push_str(&format!(", {}", expectation(&it)?));
    }
    let contract = text(&json.need("text")?)?;
    let between = if contract.starts_with("\"\"\"") { ' ' } else { '\n' };
    Ok(format!("{written}{between}{contract}"))
}
