//! A contract and a wish in, a file to download out: drafts that the signer sends back, and the report itself.

use axum::{
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::json;
use termscore::{
    draft::{Choice as Findings, ChoiceError, Outcome, State, addendum, letter, redline},
    render::{html, markdown},
};

use super::{
    page,
    refusal::Refusal,
    session::{Choice, Scored, Session},
};

/// Told beside a file: what the draft clears and what it does not, as JSON in which only letters and digits stand for
/// themselves.
const OUTCOME: HeaderName = HeaderName::from_static("termscore-outcome");
/// Findings that need talking are told of up to so many.
const N_OPEN: usize = 20;

/// A file that is asked for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    contract: u64,
    #[serde(default)]
    choice: Choice,
    what: What,
    format: Form,
    /// Which findings it is about; by full names of rules.
    #[serde(default)]
    findings: Option<Vec<String>>,
    /// Friendly, or short and matter-of-fact.
    #[serde(default)]
    tone: Tone,
    /// The day that tracked changes carry, such as `2026-01-31`: what the browser calls today.
    #[serde(default)]
    date: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum What {
    Addendum,
    Redline,
    Letter,
    Report,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Form {
    Docx,
    Md,
    Txt,
    Html,
    Json,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Tone {
    #[default]
    Warm,
    Plain,
}

/// A file, ready to be saved.
pub(super) struct File {
    name: String,
    form: Form,
    bytes: Vec<u8>,
    outcome: String,
}

/// Makes it.
pub(super) fn file(session: &Session, asked: &Asked) -> Result<File, Refusal> {
    let it = session.score(asked.contract, &asked.choice)?;
    let findings = match &asked.findings {
        None => Findings::Serious,
        Some(rules) => Findings::Rules(rules.clone()),
    };
    let (bytes, outcome) = match asked.what {
        What::Report => (report(&it, asked.format)?, json!({})),
        _ if !it.report.is_scored() => {
            return Err(Refusal::wrong(
                "no rule was asked of this text, so there is nothing to draft: choose its kind",
            ));
        }
        What::Addendum => {
            let drafted = addendum::draft(&it.reader.engine, &it.contract.document, &it.report, &findings)
                .map_err(|it| unknown(&it))?;
            if drafted.outcomes.is_empty() {
                return Err(nothing());
            }
            (paper(&drafted.paper, asked.format)?, outcome(&drafted.outcomes))
        }
        What::Redline => {
            if asked.format != Form::Docx {
                return Err(Refusal::wrong("a redline is a Word file"));
            }
            redline(&it, &findings, &asked.date)?
        }
        What::Letter => {
            let tone = match asked.tone {
                Tone::Warm => letter::Tone::Warm,
                Tone::Plain => letter::Tone::Plain,
            };
            let options = letter::Options::default().with_tone(tone);
            let letter = letter::write(&it.contract.document, &it.report, &findings, options)
                .map_err(|it| unknown(&it))?;
            let mut bytes = paper(&letter.paper, asked.format)?;
            if asked.format != Form::Docx {
                bytes.splice(0..0, format!("Subject: {}\n\n", letter.subject).into_bytes());
            }
            (bytes, json!({ "subject": letter.subject }))
        }
    };
    Ok(File {
        name: file_name(it.contract.name(), asked.what),
        form: asked.format,
        bytes,
        outcome: encoded(&outcome.to_string()),
    })
}

fn unknown(error: &ChoiceError) -> Refusal {
    Refusal::wrong(error.to_string())
}

fn nothing() -> Refusal {
    Refusal::wrong("there is no critical or high finding, so there is nothing to change")
}

/// The Word file with tracked changes; a new one made of the text where the contract came in another form.
fn redline(it: &Scored, findings: &Findings, date: &str) -> Result<(Vec<u8>, serde_json::Value), Refusal> {
    let wrong = |message: String| Refusal::wrong(message);
    let document = &it.contract.document;
    let drafted = match &it.word {
        Some(word) => redline::draft(&it.reader.engine, document, &it.report, findings, word, date),
        None => {
            let bytes = redline::as_docx(document);
            let made = it.reader.made("contract.docx", &bytes, document).map_err(|it| wrong(it.message))?;
            let report = it.reader.engine.score(&made);
            redline::draft(&it.reader.engine, &made, &report, findings, &bytes, date)
        }
    };
    let drafted = drafted.map_err(|error| wrong(error.to_string()))?;
    if drafted.outcomes.is_empty() {
        return Err(nothing());
    }
    let mut told = outcome(&drafted.outcomes);
    if let Some(told) = told.as_object_mut() {
        told.insert("changes".to_owned(), drafted.n_changes.into());
        if it.word.is_none() {
            told.insert("made_from".to_owned(), it.contract.format.to_string().into());
        }
    }
    Ok((drafted.docx, told))
}

fn paper(paper: &termscore::draft::Paper, form: Form) -> Result<Vec<u8>, Refusal> {
    match form {
        Form::Docx => Ok(paper.to_docx()),
        Form::Md => Ok(paper.to_markdown().into_bytes()),
        Form::Txt => Ok(paper.to_text().into_bytes()),
        Form::Html | Form::Json => Err(Refusal::wrong("drafts are made as docx, md or txt")),
    }
}

fn report(it: &Scored, form: Form) -> Result<Vec<u8>, Refusal> {
    let subject = page::subject(it);
    match form {
        Form::Html => Ok(html::page(&subject).into_bytes()),
        Form::Md => Ok(markdown::report(&subject).into_bytes()),
        Form::Json => serde_json::to_vec(&it.report).map_err(|_| Refusal::broken()),
        Form::Docx | Form::Txt => Err(Refusal::wrong("reports are made as html, md or json")),
    }
}

/// How many findings the draft clears, and which it does not.
fn outcome(all: &[Outcome]) -> serde_json::Value {
    let open: Vec<_> = all
        .iter()
        .filter_map(|it| match &it.state {
            State::Cleared => None,
            State::Open(reason) => Some(json!({ "title": it.title, "reason": reason })),
            _ => None,
        })
        .collect();
    json!({
        "cleared": all.len() - open.len(),
        "of": all.len(),
        "open": open.into_iter().take(N_OPEN).collect::<Vec<_>>(),
    })
}

/// `Addendum to offer`, the extension left to the form.
fn file_name(contract: &str, what: What) -> String {
    let stem = contract.rsplit_once('.').map_or(contract, |it| it.0).trim();
    match what {
        What::Addendum => format!("Addendum to {stem}"),
        What::Redline => format!("{stem}, redline"),
        What::Letter => format!("Letter about {stem}"),
        What::Report => format!("Report on {stem}"),
    }
}

impl Form {
    fn extension(self) -> &'static str {
        match self {
            Form::Docx => "docx",
            Form::Md => "md",
            Form::Txt => "txt",
            Form::Html => "html",
            Form::Json => "json",
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            Form::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Form::Md => "text/markdown; charset=utf-8",
            Form::Txt => "text/plain; charset=utf-8",
            Form::Html => "text/html; charset=utf-8",
            Form::Json => "application/json",
        }
    }
}

impl IntoResponse for File {
    /// As an attachment: a browser saves it and never shows it in our place.
    fn into_response(self) -> Response {
        let extension = self.form.extension();
        // What older programs read has letters and digits only; the other one holds any name, encoded.
        let plain: String =
            self.name.chars().map(|it| if it.is_ascii_alphanumeric() { it } else { '-' }).take(80).collect();
        let name = encoded(&self.name);
        let disposition =
            format!("attachment; filename=\"{plain}.{extension}\"; filename*=UTF-8''{name}.{extension}");
        let mut response = (
            [
                (header::CONTENT_TYPE, self.form.media_type().to_owned()),
                (header::CONTENT_DISPOSITION, disposition),
            ],
            self.bytes,
        )
            .into_response();
        if let Ok(value) = HeaderValue::from_str(&self.outcome) {
            response.headers_mut().insert(OUTCOME, value);
        }
        response
    }
}

/// As in an address: what is no letter or digit of ASCII becomes `%` and two digits for each byte.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
