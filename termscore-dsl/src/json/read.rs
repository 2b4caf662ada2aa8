//! Values, patterns and conditions: JSON in, rule text out.

use serde_json::Value;

use super::AstJsonError;
use super::cursor::Cursor;
use super::write;
use crate::parse::{Word, is_bare_literal, read_phrase};

type Written = Result<String, AstJsonError>;

/// A text with its quotes: a string, or `{"long": …}` for three quotes.
pub(super) fn text(json: &Cursor<'_>) -> Written {
    let long = json.get("long");
    if long.is_some() {
        json.only(&["long"])?;
    }
    let raw = long.as_ref().unwrap_or(json).text("a text")?;
    if long.is_none() && !raw.contains(['"', '\n']) {
        return Ok(format!("\"{raw}\""));
    }
    if raw.contains("\"\"\"") || raw.ends_with('"') {
        return Err(json.expected("a text without \"\"\" that does not end with a quote"));
    }
    Ok(format!("\"\"\"{raw}\"\"\""))
}

/// Texts of a list that is not empty.
pub(super) fn texts(json: &Cursor<'_>) -> Written {
    let all: Vec<String> = json.some()?.iter().map(text).collect::<Result<_, _>>()?;
    Ok(all.join(" "))
}

/// A value, or `{"name": …}` for a parameter or a word such as `perpetual`.
pub(super) fn literal(json: &Cursor<'_>) -> Written {
    const WHAT: &str = "a value such as \"30 days\", or an object with the name of a parameter";
    if json.value.is_object() {
        json.only(&["name"])?;
        return json.word_of("name", Word::Path);
    }
    let value = match json.value {
        Value::String(it) => it.clone(),
        Value::Number(it) => it.to_string(),
        _ => return Err(json.expected(WHAT)),
    };
    if is_bare_literal(&value) {
        return Ok(value);
    }
    if value.contains(['"', '\n']) {
        return Err(json.expected("a value without quotes, on one line"));
    }
    Ok(format!("\"{value}\""))
}

/// `{"weight": …, "pattern": …}`
pub(super) fn weigh(json: &Cursor<'_>) -> Written {
    json.only(&["weight", "pattern"])?;
    Ok(format!("weigh {} {}", json.word_of("weight", Word::Number)?, pattern(&json.need("pattern")?)?))
}

/// Patterns of a list that is not empty.
pub(super) fn patterns(json: &Cursor<'_>, between: &str) -> Written {
    let all: Vec<String> = json.some()?.iter().map(pattern).collect::<Result<_, _>>()?;
    Ok(all.join(between))
}

/// A phrase as a string, or with its elements; or a regular expression.
pub(super) fn pattern(json: &Cursor<'_>) -> Written {
    const WHAT: &str = "a phrase, or an object with `phrase`, `elements` or `regex`";
    if json.value.is_string() {
        return phrase(json);
    }
    if !json.value.is_object() {
        return Err(json.expected(WHAT));
    }
    if let Some(regex) = json.get("regex") {
        json.only(&["regex"])?;
        let written = format!("/{}/", regex.text(Word::Regex.expected())?.replace('/', "\\/"));
        return if Word::Regex.is(&written) {
            Ok(written)
        } else {
            Err(regex.expected(Word::Regex.expected()))
        };
    }
    json.only(&["phrase", "elements"])?;
    let Some(elements) = json.get("elements") else {
        let written = json.get("phrase").ok_or_else(|| json.expected(WHAT))?;
        return phrase(&written);
    };
    let spelt = sequence(&elements)?;
    let read = read_phrase(&spelt).map_err(|it| elements.error("the elements of a phrase", it.message))?;
    let same = |body: &Value| body == elements.value || body == &defaults_dropped(elements.value);
    if !same(&write::elements(&read.body)) {
        let found = format!("what reads as `{spelt}`, which has others");
        return Err(elements.error("elements that each are one step of a phrase", found));
    }
    let Some(written) = json.get("phrase") else { return Ok(format!("\"{spelt}\"")) };
    let quoted = phrase(&written)?;
    let said = read_phrase(written.text("a phrase")?).map(|it| write::elements(&it.body));
    if said.is_ok_and(|it| same(&it)) {
        return Ok(quoted);
    }
    Err(json
        .error("`phrase` and `elements` that say the same, or one of them", format!("elements of `{spelt}`")))
}

fn phrase(json: &Cursor<'_>) -> Written {
    let written = json.text("a phrase")?;
    if written.contains(['"', '\n']) {
        return Err(json.expected("a phrase without quotes, on one line"));
    }
    match read_phrase(written) {
        Ok(_) => Ok(format!("\"{written}\"")),
        Err(problem) => Err(json.error("a phrase", format!("`{written}`: {}", problem.message))),
    }
}

/// Without `"head": false`, `"optional": false` and nulls, which say what their absence says.
fn defaults_dropped(value: &Value) -> Value {
    match value {
        Value::Array(all) => all.iter().map(defaults_dropped).collect(),
        Value::Object(all) => {
            let said = all.iter().filter(|(key, it)| {
                let flag = matches!(key.as_str(), "head" | "optional");
                !(it.is_null() || flag && it.as_bool() == Some(false))
            });
            Value::Object(said.map(|(key, it)| (key.clone(), defaults_dropped(it))).collect())
        }
        _ => value.clone(),
    }
}

fn sequence(json: &Cursor<'_>) -> Written {
    let all: Vec<String> = json.some()?.iter().map(element).collect::<Result<_, _>>()?;
    Ok(all.join(" "))
}

const ELEMENTS: [&str; 9] =
    ["word", "inflected", "exact", "any", "gap", "choice", "slot", "head", "optional"];

fn element(json: &Cursor<'_>) -> Written {
    let json = &json.nested()?;
    json.only(&ELEMENTS)?;
    let kind = ELEMENTS.iter().take(7).find_map(|it| Some((*it, json.get(it)?)));
    let (kind, it) = kind.ok_or_else(|| json.expected("an element such as {\"word\": \"grant\"}"))?;
    let mut written = match kind {
        "word" => it.text("a word")?.to_owned(),
        "inflected" => format!("~{}", it.text("a word")?),
        "exact" => format!("={}", it.text("a word")?),
        "any" if it.value.as_bool() == Some(true) => "_".to_owned(),
        "any" => return Err(it.expected("true")),
        "gap" => {
            it.only(&["least", "most"])?;
            let most = it.word_of("most", Word::Number)?;
            match it.get("least") {
                Some(least) => format!("..{}-{most}", least.word(Word::Number)?),
                None => format!("..{most}"),
            }
        }
        "choice" => {
            let all: Vec<String> = it.some()?.iter().map(sequence).collect::<Result<_, _>>()?;
            format!("({})", all.join("|"))
        }
        _ => {
            it.only(&["capture", "of"])?;
            let of = it.word_of("of", Word::Path)?;
            match it.get("capture") {
                Some(capture) => format!("{{{}: {of}}}", capture.word(Word::Path)?),
                None => format!("{{{of}}}"),
            }
        }
    };
    for (key, mark) in [("head", '^'), ("optional", '?')] {
        let Some(flag) = json.get(key) else { continue };
        if flag.value.as_bool().ok_or_else(|| flag.expected("true or false"))? {
            written.push(mark);
        }
    }
    Ok(written)
}

/// What a condition is, by the field that tells.
const CONDITIONS: [&str; 17] = [
    "and",
    "or",
    "mixed",
    "not",
    "group",
    "at_least",
    "asserts",
    "denies",
    "lacks",
    "silent_on",
    "mentions",
    "every",
    "count",
    "fires",
    "kind_is",
    "law_is",
    "predicate",
];

/// A condition, in parentheses if it needs them at its place.
pub(super) fn condition(json: &Cursor<'_>, place: Place) -> Written {
    const WHAT: &str = "a condition such as {\"asserts\": \"payment-term\"}";
    let json = json.nested()?;
    let object = json.value.as_object().ok_or_else(|| json.expected(WHAT))?;
    let Some((kind, it)) = CONDITIONS.iter().find_map(|it| Some((*it, json.get(it)?))) else {
        return match object.keys().next() {
            Some(key) => Err(json.unknown(key, &CONDITIONS)),
            None => Err(json.expected(WHAT)),
        };
    };
    let (written, needs_parentheses) = match kind {
        "and" | "or" => (operands(&json, kind, &it)?, place != Place::Alone),
        "mixed" => (mixed(&json, &it)?, place != Place::Alone),
        "not" | "group" => {
            json.only(&[kind])?;
            let negated = kind == "not";
            let inner = condition(&it, if negated { Place::Negated } else { Place::Alone })?;
            let written = if negated { format!("not {inner}") } else { format!("({inner})") };
            (written, negated && place == Place::Negated)
        }
        "at_least" => (at_least(&json, &it)?, false),
        _ => (question(&json, kind, &it)?, false),
    };
    Ok(if needs_parentheses { format!("({written})") } else { written })
}

/// Conditions with one word between them.
fn operands(json: &Cursor<'_>, junction: &str, list: &Cursor<'_>) -> Written {
    json.only(&[junction])?;
    let all = list.list()?;
    if all.len() < 2 {
        return Err(list.error("at least two conditions", all.len().to_string()));
    }
    let all: Vec<String> = all.iter().map(|it| condition(it, Place::Operand)).collect::<Result<_, _>>()?;
    Ok(all.join(&format!(" {junction} ")))
}

/// `2 of { … }`
fn at_least(json: &Cursor<'_>, n: &Cursor<'_>) -> Written {
    json.only(&["at_least", "of"])?;
    let of = json.need("of")?.some()?;
    let all: Vec<String> = of.iter().map(|it| condition(it, Place::Alone)).collect::<Result<_, _>>()?;
    Ok(format!("{} of {{ {} }}", n.word(Word::Number)?, all.join(" ")))
}

/// A condition without conditions in it.
fn question(json: &Cursor<'_>, kind: &str, it: &Cursor<'_>) -> Written {
    let path = || it.word(Word::Path);
    Ok(match kind {
        "count" => {
            json.only(&["count", "where", "op", "number"])?;
            let (op, n) = (json.word_of("op", Word::Op)?, json.word_of("number", Word::Number)?);
            format!("count {}{} {op} {n}", path()?, filter(json)?)
        }
        "fires" | "kind_is" => {
            json.only(&[kind])?;
            format!("{} {}", kind.replace('_', " "), path()?)
        }
        "law_is" => {
            json.only(&[kind])?;
            format!("law is {}", text(it)?)
        }
        "predicate" => {
            json.only(&[kind])?;
            format!("{}()", path()?)
        }
        verb => {
            json.only(&[kind, "where"])?;
            format!("{} {}{}", verb.replace('_', " "), path()?, filter(json)?)
        }
    })
}

/// What stands around a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Alone,
    /// `and` or `or`
    Operand,
    /// `not`
    Negated,
}

/// Conditions with the words between them.
fn mixed(json: &Cursor<'_>, list: &Cursor<'_>) -> Written {
    json.only(&["mixed"])?;
    let all = list.list()?;
    if all.len() < 3 || all.len() % 2 == 0 {
        return Err(
            list.error("conditions with \"and\" or \"or\" between them", format!("{} elements", all.len()))
        );
    }
    let mut written = Vec::new();
    for (n, it) in all.iter().enumerate() {
        written.push(match it.value.as_str() {
            Some(word @ ("and" | "or")) if n % 2 == 1 => word.to_owned(),
            _ if n % 2 == 1 => return Err(it.expected("\"and\" or \"or\"")),
            _ => condition(it, Place::Operand)?,
        });
    }
    Ok(written.join(" "))
}

/// The comparisons in `where`, in brackets.
fn filter(json: &Cursor<'_>) -> Written {
    let Some(all) = json.get("where") else { return Ok(String::new()) };
    let all: Vec<String> = all.list()?.iter().map(comparison).collect::<Result<_, _>>()?;
    Ok(if all.is_empty() { String::new() } else { format!("[{}]", all.join(" and ")) })
}

fn comparison(json: &Cursor<'_>) -> Written {
    if let Some(who) = json.get("actor") {
        json.only(&["actor"])?;
        return Ok(format!("actor = {}", who.word(Word::Who)?));
    }
    if let Some(who) = json.get("actor_includes") {
        json.only(&["actor_includes"])?;
        return Ok(format!("actor includes {}", who.word(Word::Who)?));
    }
    if let Some(name) = json.get("predicate") {
        json.only(&["predicate", "arguments", "not"])?;
        let not = json.get("not").map(|it| it.value.as_bool().ok_or_else(|| it.expected("true or false")));
        let not = if not.transpose()?.unwrap_or(false) { "not " } else { "" };
        let arguments = json.get("arguments").map(|it| it.list()).transpose()?.unwrap_or_default();
        let arguments: Vec<String> = arguments.iter().map(literal).collect::<Result<_, _>>()?;
        return Ok(format!("{not}{}({})", name.word(Word::Path)?, arguments.join(", ")));
    }
    json.only(&["capture", "op", "value", "actor", "actor_includes", "predicate"])?;
    let (capture, op) = (json.word_of("capture", Word::Name)?, json.word_of("op", Word::Op)?);
    Ok(format!("{capture} {op} {}", literal(&json.need("value")?)?))
}

/// What a test expects of a match.
pub(super) fn expectation(json: &Cursor<'_>) -> Written {
    if let Some(who) = json.get("actor") {
        json.only(&["actor"])?;
        return Ok(format!("actor = {}", who.word(Word::Who)?));
    }
    json.only(&["capture", "value", "actor"])?;
    Ok(format!("{} = {}", json.word_of("capture", Word::Name)?, literal(&json.need("value")?)?))
}
