//! Arguments of a tool in, its answer out, or a sentence that says what is wrong and what to do.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use schemars::JsonSchema;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};
use termscore::{
    Report,
    draft::{Choice, Outcome, State, addendum, letter},
};

use super::answer::{self, Answer};
use crate::{
    args::Reading, compare, contract::Contract, explain as why, library::Places, problem::Problem,
    reader::Reader, render,
};

/// Clause matches in one answer, unless more are asked for.
const N_CLAUSES: usize = 100;

/// A contract: either of the two.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Source {
    /// Path of the contract on this machine: .txt, .md, .html, .docx, .odt, .rtf, .pdf, .eml or .zip
    file: Option<String>,
    /// The text of the contract, instead of a file
    text: Option<String>,
}

/// How it is read.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct How {
    /// What kind of contract it is, such as `freelance` or `nda`; without it, it is recognised
    kind: Option<String>,
    /// Which side the user is on: `you` (the side that the rules protect), `them`, or a word of the contract such as `client`
    side: Option<String>,
    /// Rule packs to use instead of all built-in ones: names of built-in packs, or paths of .terms files or folders
    #[serde(default)]
    packs: Vec<String>,
    /// Limits of packs, each a text with its unit, such as {"max-payment-days": "45 days"}
    #[serde(default)]
    params: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Score {
    #[serde(flatten)]
    source: Source,
    #[serde(flatten)]
    how: How,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Clauses {
    #[serde(flatten)]
    source: Source,
    #[serde(flatten)]
    how: How,
    /// Only clauses whose name holds this, such as `payment` or `freelance.`
    only: Option<String>,
    /// At most so many matches; 100 without it
    limit: Option<usize>,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Explain {
    #[serde(flatten)]
    source: Source,
    #[serde(flatten)]
    how: How,
    /// Name of the rule, with or without its pack, such as `slow-payment`
    rule: String,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Compare {
    /// The contract as it was
    before: Source,
    /// The contract as it is now
    after: Source,
    #[serde(flatten)]
    how: How,
}

#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct Draft {
    #[serde(flatten)]
    source: Source,
    #[serde(flatten)]
    how: How,
    /// What to draft
    what: What,
    /// Rules whose findings it is about, as `score` names them; without it, all critical and high findings
    findings: Option<Vec<String>>,
    /// How a letter sounds; `warm` without it
    tone: Option<Tone>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum What {
    /// Clauses that repair the contract, to be signed by both sides
    Addendum,
    /// A mail that asks for changes
    Letter,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Tone {
    /// Friendly, in whole sentences
    Warm,
    /// Short and matter-of-fact
    Plain,
}

/// What all tools use.
pub(super) struct Desk {
    /// For requests that name no packs.
    reader: Reader,
    packs: Vec<PathBuf>,
}

impl Desk {
    pub(super) fn new(packs: &[PathBuf]) -> Result<Desk, Vec<Problem>> {
        let reading = Reading { pack: packs.to_vec(), ..Reading::default() };
        Ok(Desk { reader: Reader::new(&reading)?, packs: packs.to_vec() })
    }

    /// The rules, as a request wants them, and where they come from.
    fn reader(&self, how: &How) -> Result<(Reader, Vec<PathBuf>), String> {
        let (base, packs) = if how.packs.is_empty() {
            (self.reader.clone(), self.packs.clone())
        } else {
            let packs: Vec<PathBuf> = how.packs.iter().map(PathBuf::from).collect();
            let reading = Reading { pack: packs.clone(), ..Reading::default() };
            let reader = Reader::new(&reading).map_err(|all| {
                all.iter().map(|it| format!("{}: {}", it.what, it.message)).collect::<Vec<_>>().join("\n")
            })?;
            (reader, packs)
        };
        let params: Vec<(String, String)> = how.params.iter().map(|(a, b)| (a.clone(), b.clone())).collect();
        let reader =
            base.with_choice(how.kind.as_deref(), how.side.as_deref(), &params).map_err(|it| told(&it))?;
        Ok((reader, packs))
    }
}

impl Source {
    /// Reads it. Only what is named is opened, and only if it is a file: standard input holds the messages.
    fn open(&self, reader: &Reader) -> Result<Contract, String> {
        match (&self.file, &self.text) {
            (Some(file), None) => {
                let path = Path::new(file);
                let about = fs::metadata(path).map_err(|error| told(&Problem::io(path, &error)))?;
                if !about.is_file() {
                    return Err(format!("{file}: this is no file: name a file with a contract"));
                }
                reader.open(path).map_err(|it| told(&it))
            }
            (None, Some(text)) if text.trim().is_empty() => {
                Err("`text` is empty: give the text of the contract, or the path of a `file`".to_owned())
            }
            (None, Some(text)) => {
                reader.open_bytes(Path::new("contract.txt"), text.as_bytes()).map_err(|it| told(&it))
            }
            (Some(_), Some(_)) => Err("give either `file` or `text`, not both".to_owned()),
            (None, None) => Err("give `file`, the path of the contract, or `text`, its text".to_owned()),
        }
    }
}

/// What the command line would say, in the words of the tools.
fn told(problem: &Problem) -> String {
    let what =
        problem.what.replace("--kind ", "kind ").replace("--param ", "params ").replace("--pack", "packs");
    let message = problem.message.replace("--as you", "side `you`").replace("--as them", "side `them`");
    format!(
        "{what}: {}",
        message.replace("use --as with", "use as side").replace("leave --kind out", "leave kind out")
    )
}

/// Arguments, as a tool takes them.
pub(super) fn parse<T: DeserializeOwned>(arguments: Map<String, Value>) -> Result<T, String> {
    serde_json::from_value(Value::Object(arguments))
        .map_err(|error| format!("the arguments are not as the tool takes them: {error}"))
}

pub(super) fn score(desk: &Desk, it: Score) -> Result<Answer, String> {
    let (reader, _) = desk.reader(&it.how)?;
    let contract = it.source.open(&reader)?;
    let report = reader.engine.score(&contract.document);
    Ok(answer::report(&report))
}

pub(super) fn clauses(desk: &Desk, it: Clauses) -> Result<Answer, String> {
    let (reader, _) = desk.reader(&it.how)?;
    let contract = it.source.open(&reader)?;
    let all = reader.engine.clauses(&contract.document);
    let only = it.only.unwrap_or_default();
    let fitting: Vec<_> = all.iter().filter(|it| it.evidence.clause.contains(&only)).collect();
    let limit = it.limit.unwrap_or(N_CLAUSES);
    let mut lines = Vec::new();
    for it in fitting.iter().take(limit) {
        let line = render::json::clause(&contract, it).map_err(|error| error.to_string())?;
        lines.push(serde_json::from_str::<Value>(&line).map_err(|error| error.to_string())?);
    }
    let text = answer::clauses(&fitting, limit);
    Ok(Answer {
        text,
        data: json!({ "file": contract.name(), "n_matches": fitting.len(), "matches": lines }),
    })
}

pub(super) fn explain(desk: &Desk, it: Explain) -> Result<Answer, String> {
    let (reader, packs) = desk.reader(&it.how)?;
    let contract = it.source.open(&reader)?;
    let report = reader.engine.score(&contract.document);
    let rule = why::find(&reader, &report, &it.rule).map_err(|it| told(&it))?;
    let proof = reader.engine.explain(&contract.document, &rule).map_err(|error| error.to_string())?;
    let arms = reader.engine.explain_arms(&contract.document, &rule).map_err(|error| error.to_string())?;
    let data = why::object(&contract, &report, &rule, (&proof, &arms), &Places::new(&packs))
        .map_err(|error| error.to_string())?;
    Ok(Answer { text: answer::proof(&report, &rule, &proof), data })
}

pub(super) fn compare(desk: &Desk, it: Compare) -> Result<Answer, String> {
    let (reader, _) = desk.reader(&it.how)?;
    let (before, after) = (it.before.open(&reader)?, it.after.open(&reader)?);
    let comparison = compare::compare(&reader, &before, &after);
    let data = serde_json::to_value(&comparison).map_err(|error| error.to_string())?;
    Ok(Answer { text: compare::markdown(&comparison), data })
}

pub(super) fn draft(desk: &Desk, it: Draft) -> Result<Answer, String> {
    let (reader, _) = desk.reader(&it.how)?;
    let contract = it.source.open(&reader)?;
    let report = reader.engine.score(&contract.document);
    if !report.is_scored() {
        return Err("no rule was asked of this text, so there is nothing to draft: say its `kind`".to_owned());
    }
    let choice = it.findings.map_or(Choice::Serious, Choice::Rules);
    let document = &contract.document;
    match it.what {
        What::Addendum => {
            let drafted =
                addendum::draft(&reader.engine, document, &report, &choice).map_err(|it| it.to_string())?;
            if drafted.outcomes.is_empty() {
                return Err(
                    "there is no critical or high finding, so there is nothing to repair: name `findings`"
                        .to_owned(),
                );
            }
            Ok(drafted_addendum(&drafted, &report))
        }
        What::Letter => {
            let tone = match it.tone {
                Some(Tone::Plain) => letter::Tone::Plain,
                _ => letter::Tone::Warm,
            };
            let options = letter::Options::default().with_tone(tone);
            let letter = letter::write(document, &report, &choice, options).map_err(|it| it.to_string())?;
            let markdown = letter.paper.to_markdown();
            Ok(Answer {
                text: format!("Subject: {}\n\n{markdown}", letter.subject),
                data: json!({ "what": "letter", "subject": letter.subject, "markdown": markdown }),
            })
        }
    }
}

fn drafted_addendum(drafted: &addendum::Addendum, before: &Report) -> Answer {
    let markdown = drafted.paper.to_markdown();
    let reason = |it: &Outcome| match &it.state {
        State::Open(reason) => Some(reason.clone()),
        _ => None,
    };
    let (cleared, open): (Vec<_>, Vec<_>) = drafted.outcomes.iter().partition(|it| reason(it).is_none());
    let cleared: Vec<Value> =
        cleared.iter().map(|it| json!({ "rule": it.rule, "title": it.title })).collect();
    let open: Vec<Value> =
        open.iter().map(|it| json!({ "rule": it.rule, "title": it.title, "reason": reason(it) })).collect();
    let mut text = format!(
        "Scored together with this addendum, the contract is rid of {} of {} findings; its score goes from {} to {}.\n",
        cleared.len(),
        drafted.outcomes.len(),
        before.score(),
        drafted.after.score()
    );
    for it in drafted.outcomes.iter() {
        if let Some(reason) = reason(it) {
            text.push_str(&format!("Needs talking: {} ({reason})\n", it.title));
        }
    }
    Answer {
        text: format!("{text}\n{markdown}"),
        data: json!({
            "what": "addendum",
            "markdown": markdown,
            "score_before": before.score(),
            "score_after": drafted.after.score(),
            "cleared": cleared,
            "needs_talking": open,
        }),
    }
}
