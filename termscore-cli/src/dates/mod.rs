//! `termscore dates`: contracts in; the days on which they begin, end, renew themselves and can be stopped out, with the
//! arithmetic.
//!
//! ```text
//! contract ─clauses of std and commercial→ signs ─timeline→ entries, and what cannot be dated ─→ text | json | csv | ics
//! ```

mod calendar;
mod signs;
mod table;
mod text;
mod timeline;

use std::time::{SystemTime, UNIX_EPOCH};

use serde::Serialize;
use termscore::{Engine, Registry, extract::Options, packs, value::Date};

use self::timeline::{Question, Sides, Timeline};
use crate::{
    args::{self, DatesFormat},
    contract,
    output::{Output, Status},
    problem::Problem,
    render::page::Page,
};

/// Says what an object is, and in which version.
const SCHEMA: &str = "termscore/dates/1";

/// Shows the dates of each file.
pub(crate) fn run(args: &args::Dates, output: &mut Output) -> Status {
    let options = Options::default().with_changes(args.changes.into());
    let prepared = engine().and_then(|engine| {
        args.ics.as_deref().map_or(Ok(()), calendar::may_write)?;
        Ok((engine, contract::attached(&args.with, options, args.ocr)?))
    });
    let (engine, attached) = match prepared {
        Ok(it) => it,
        Err(problem) => return output.fail(vec![problem]),
    };
    let Some(today) = args.today.or_else(system_day) else {
        let message = "the clock of this computer is not set: give the day with --today, such as 2026-01-31";
        return output.fail(vec![Problem::new("dates", message)]);
    };
    let format = if args.csv { DatesFormat::Csv } else { args.format };
    let question = Question { today, from: args.from };
    let mut status = Status::Fine;
    let mut all: Vec<Timeline> = Vec::new();
    for path in &args.files {
        let contract = match contract::open(path, &attached, options, args.ocr) {
            Ok(it) => it,
            Err(problem) => {
                status = status.max(output.fail(vec![problem]));
                continue;
            }
        };
        let document = &contract.document;
        let report = engine.score(document);
        let sides = Sides { you: report.you, them: report.them };
        let timeline = timeline::timeline(document, &engine.clauses(document), sides, question);
        let shown = match format {
            DatesFormat::Text => {
                let mut page = Page::new(output.width());
                text::show(&mut page, &timeline, question);
                page.into_text()
            }
            DatesFormat::Json => match json(&timeline, question) {
                Ok(it) => it,
                Err(error) => {
                    let message = format_args!("its dates cannot be written: {error}");
                    status = status.max(output.fail(vec![Problem::new(contract.name(), message)]));
                    continue;
                }
            },
            DatesFormat::Csv => table::rows(&timeline, all.is_empty()),
        };
        output.write(&shown);
        all.push(timeline);
        if output.is_closed() {
            break;
        }
    }
    if let Some(path) = &args.ics
        && let Err(problem) = calendar::write(path, &all, today)
    {
        return output.fail(vec![problem]);
    }
    status
}

/// The clauses that dates are read from. They do not depend on the kind of contract.
fn engine() -> Result<Engine, Problem> {
    let missing = || Problem::new("dates", "the built-in pack `commercial` is missing from this program");
    let pack = packs::resolve(signs::PACK, "^1").ok_or_else(missing)?;
    Engine::new([pack], Registry::standard().lenient()).map_err(|error| Problem::new("dates", error))
}

/// Today by the clock of this computer, in universal time.
fn system_day() -> Option<Date> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs();
    let days = i64::try_from(seconds / 86_400).ok()?;
    Date::new(1970, 1, 1)?.plus_days(days)
}

fn json(timeline: &Timeline, question: Question) -> serde_json::Result<String> {
    #[derive(Serialize)]
    struct Line<'a> {
        schema: &'static str,
        today: String,
        #[serde(flatten)]
        timeline: &'a Timeline,
    }
    let today = question.today.to_string();
    serde_json::to_string(&Line { schema: SCHEMA, today, timeline }).map(|it| it + "\n")
}
