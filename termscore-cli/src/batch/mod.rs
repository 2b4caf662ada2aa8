//! `termscore score` on folders and many files: each file becomes one line of JSON, and everything else is read from
//! these lines, so that a run that was taken up again shows what one run would have shown.
//!
//! ```text
//! paths ─files→ list ─work (N threads)→ lines in the order of the list ─→ standard output | --output | parquet | table
//!                        └ lines that are done already ◄─ state ─► new lines, each on the disk before the next
//! ```

mod files;
mod line;
#[cfg(feature = "parquet")]
mod parquet;
mod part;
mod state;
mod table;
mod work;

use std::{
    io::{IsTerminal, Write},
    mem,
    path::{Path, PathBuf},
    sync::Mutex,
    thread,
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use self::{
    files::Listed,
    line::Line,
    part::Part,
    state::State,
    table::Table,
    work::{Job, Outcome},
};
use crate::{
    args::{self, ReportFormat},
    market::Market,
    output::{Output, Status},
    passing,
    problem::Problem,
    reader::Reader,
    text_out::TextOut,
};

/// More files than this are a batch even if they are named one by one: nobody reads so many whole reports.
const MANY: usize = 8;

/// Among more files than this are several kinds of contract: rules for all are made ready at once.
const MIXED: usize = 50;

/// True if the files are many, or something was asked for that only makes sense for many. Pages, SARIF and CSV are made
/// of whole reports, one after the other.
pub(crate) fn is_wanted(args: &args::Score) -> bool {
    let folders = args.recursive || args.files.iter().any(|it| it.is_dir());
    match args.format {
        ReportFormat::Jsonl | ReportFormat::Parquet => true,
        ReportFormat::Text => {
            folders || args.files.len() > MANY || args.jobs.is_some() || args.resume.is_some()
        }
        ReportFormat::Json => {
            folders || args.jobs.is_some() || args.resume.is_some() || args.output.is_some()
        }
        ReportFormat::Md | ReportFormat::Html | ReportFormat::Sarif | ReportFormat::Csv => false,
    }
}

/// The files of a run that is no batch, those of folders among them.
///
/// # Errors
/// If something was asked for that only a batch does, or if there is no contract in the folders.
pub(crate) fn files_of(args: &args::Score) -> Result<Vec<PathBuf>, Problem> {
    let option = [("--jobs", args.jobs.is_some()), ("--resume", args.resume.is_some())];
    if let Some((option, _)) = option.iter().find(|it| it.1) {
        let message =
            "this works with --format text, json, jsonl and parquet: score to jsonl first, or leave it out";
        return Err(Problem::new(option, message));
    }
    let listed = files::list(&args.files, args.recursive, args.reading.ocr);
    if listed.files.is_empty() { Err(nothing_in(args, &listed)) } else { Ok(listed.files) }
}

/// Folders without a contract.
fn nothing_in(args: &args::Score, listed: &Listed) -> Problem {
    let what = args.files.first().map_or("score".to_owned(), |it| it.display().to_string());
    let message = if listed.n_other + listed.n_folders > 0 {
        "there is no contract in it: name its files, or add --recursive for the folders in it"
    } else {
        "this folder is empty"
    };
    Problem::new(what, message)
}

/// Scores all files. One that cannot be read is one line with the reason, and the rest goes on.
pub(crate) fn run(args: &args::Score, output: &mut Output) -> Status {
    match Batch::new(args) {
        Ok(batch) => batch.run(args, output),
        Err(problems) => output.fail(problems),
    }
}

/// What is needed before the first file is read.
struct Batch {
    reader: Reader,
    market: Option<Market>,
    text_out: Mutex<Option<TextOut>>,
    listed: Listed,
    state: Option<State>,
    sinks: Sinks,
    /// What the result of a file depends on beside its content.
    run: String,
    n_jobs: usize,
}

/// Where lines go.
#[derive(Default)]
struct Sinks {
    stdout: bool,
    file: Option<(PathBuf, Part)>,
    #[cfg(feature = "parquet")]
    parquet: Option<parquet::Writer>,
}

impl Batch {
    fn new(args: &args::Score) -> Result<Batch, Vec<Problem>> {
        let one = |it: Problem| vec![it];
        let listed = files::list(&args.files, args.recursive, args.reading.ocr);
        if listed.files.is_empty() {
            return Err(one(nothing_in(args, &listed)));
        }
        let reader = Reader::new(&args.reading)?;
        let market_bytes = args.market.as_deref().map(std::fs::read).and_then(Result::ok).unwrap_or_default();
        let market = args.market.as_deref().map(Market::read).transpose().map_err(one)?;
        let run = work::fingerprint(args, &reader, &market_bytes);
        if listed.files.len() > MIXED {
            reader.engine.prepare();
        }
        let state = args.resume.as_deref().map(State::open).transpose().map_err(one)?;
        let sinks = sinks(args).map_err(one)?;
        let text_out = Mutex::new(TextOut::new(args.text_out.as_deref()).map_err(one)?);
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let n_jobs = args.jobs.map_or(cores, usize::from).min(listed.files.len()).max(1);
        Ok(Batch { reader, market, text_out, listed, state, sinks, run, n_jobs })
    }

    fn run(self, args: &args::Score, output: &mut Output) -> Status {
        let Batch { reader, market, text_out, listed, mut state, mut sinks, run, n_jobs } = self;
        let bar = bar(listed.files.len());
        let mut table = Table::default();
        let mut status = Status::Fine;
        let mut broken = None;
        let job = Job {
            args,
            reader: &reader,
            market: market.as_ref(),
            text_out: &text_out,
            run: &run,
            done: state.as_ref().map(State::done),
        };
        work::each(&job, &listed.files, n_jobs, |n, outcome| {
            let text = match outcome {
                Outcome::New(text) => match state.as_mut().map_or(Ok(()), |it| it.add(n, &text)) {
                    Ok(()) => Ok(text),
                    Err(error) => Err(error),
                },
                Outcome::Done => state.as_mut().map_or(Ok(String::new()), |it| it.keep(n, &listed.files)),
            };
            let given = text.and_then(|text| {
                sinks.take(&text, output, &bar)?;
                // Where lines are only passed on, nothing in them is asked for.
                if sinks.stdout && args.fail_under.is_none() && !work::is_error(&text) {
                    return Ok(());
                }
                let line = Line::read(&text)?;
                sinks.add(&line)?;
                bar.suspend(|| status = status.max(judge(args, &line, reader.knows_kinds(), output)));
                table.add(line);
                Ok(())
            });
            bar.inc(1);
            if let Err(problem) = given {
                broken = Some(problem);
            }
            broken.is_none() && !output.is_closed()
        });
        bar.finish_and_clear();
        // The program ends: to take the engine apart would take as long as to score some contracts.
        mem::forget(reader.engine.clone());
        if broken.is_none() && !output.is_closed() {
            let target = args.output.as_deref();
            let finished = state.map_or(Ok(()), State::finish);
            let shows_table = !sinks.stdout;
            broken = finished.and_then(|()| sinks.finish(target)).err();
            if broken.is_none() && shows_table {
                output.write(&table.show(output.width(), &listed));
            }
        }
        match broken {
            Some(problem) => output.fail(vec![problem]),
            None => status,
        }
    }
}

/// A line on standard error that shows how far it is, if a person sees it.
fn bar(n: usize) -> ProgressBar {
    if n < 2 || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    // No ticking thread: it would wait for standard error, which the main thread holds.
    let bar = ProgressBar::with_draw_target(u64::try_from(n).ok(), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("  {bar:30} {pos}/{len}  {per_sec}, {eta} left");
    if let Ok(style) = style {
        bar.set_style(style);
    }
    bar
}

/// Where the lines go that the user asked for.
fn sinks(args: &args::Score) -> Result<Sinks, Problem> {
    let mut sinks = Sinks::default();
    let is_state = |path: &Path| {
        args.resume.as_deref().is_some_and(|state| {
            state == path
                || state.canonicalize().is_ok_and(|state| path.canonicalize().is_ok_and(|it| it == state))
        })
    };
    match (args.format, &args.output) {
        (ReportFormat::Json | ReportFormat::Jsonl, None) => sinks.stdout = true,
        (ReportFormat::Json | ReportFormat::Jsonl, Some(path)) => {
            if !is_state(path) {
                sinks.file = Some((path.clone(), Part::new(path, args.force)?));
            }
        }
        (ReportFormat::Parquet, None) => {
            return Err(Problem::new("--format parquet", "this is no text: name a file with --output"));
        }
        (ReportFormat::Parquet, Some(path)) => {
            if is_state(path) {
                let message = "this is the file of --resume: choose another name";
                return Err(Problem::new(format_args!("--output {}", path.display()), message));
            }
            #[cfg(feature = "parquet")]
            {
                sinks.parquet = Some(parquet::Writer::new(path, args.force)?);
            }
            #[cfg(not(feature = "parquet"))]
            return Err(Problem::new(
                "--format parquet",
                "this program was built without it: build it with the feature `parquet`",
            ));
        }
        (_, None) => {}
        (_, Some(path)) => {
            let message = "a table is shown, not written: add --format jsonl or parquet";
            return Err(Problem::new(format_args!("--output {}", path.display()), message));
        }
    }
    Ok(sinks)
}

impl Sinks {
    fn take(&mut self, text: &str, output: &mut Output, bar: &ProgressBar) -> Result<(), Problem> {
        if self.stdout {
            bar.suspend(|| {
                output.write(text);
                output.write("\n");
            });
        }
        if let Some((path, file)) = &mut self.file {
            writeln!(file.out, "{text}").map_err(|error| cannot(path, &error))?;
        }
        Ok(())
    }

    /// Takes what it needs of a line into a table of a file.
    fn add(&mut self, line: &Line) -> Result<(), Problem> {
        #[cfg(feature = "parquet")]
        if let Some(it) = &mut self.parquet {
            it.add(line)?;
        }
        #[cfg(not(feature = "parquet"))]
        let _ = line;
        Ok(())
    }

    fn finish(self, target: Option<&Path>) -> Result<(), Problem> {
        if let Some((path, file)) = self.file {
            file.finish(&path).map_err(|error| cannot(&path, &error))?;
        }
        #[cfg(feature = "parquet")]
        if let (Some(it), Some(path)) = (self.parquet, target) {
            it.finish(path)?;
        }
        let _ = target;
        Ok(())
    }
}

fn cannot(path: &Path, error: &std::io::Error) -> Problem {
    Problem::new(path.display(), format_args!("it cannot be written: {error}"))
}

/// Tells errors, and compares with `--fail-under` as for single files.
fn judge(args: &args::Score, line: &Line, knows_kinds: bool, output: &mut Output) -> Status {
    if let Some(error) = &line.error {
        output.problem(&line.file, error);
        return Status::Failed;
    }
    let Some(limit) = args.fail_under else { return Status::Fine };
    passing::judge(limit, &line.file, line.score(), line.no_grade.as_deref(), knows_kinds, output)
}
