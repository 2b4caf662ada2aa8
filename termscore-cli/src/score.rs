//! `termscore score`: contracts in, reports out.

use std::{
    collections::BTreeMap,
    mem,
    path::{Path, PathBuf},
};

use termscore::{
    Report,
    extract::Format,
    render::{Subject, csv, html, markdown, sarif},
    rule::Points,
};

use crate::{
    args::{self, ReportFormat},
    batch,
    contract::Contract,
    market::{self, Market},
    output::{Output, Status},
    passing,
    problem::Problem,
    reader::Reader,
    render::{
        json,
        page::{Page, plain, styled},
        style::{FAINT, STRONG},
        text::{self, Choice},
    },
    target::Target,
    text_out::TextOut,
};

/// Scores each file; one that cannot be read does not keep the others from being scored.
pub(crate) fn run(args: &args::Score, output: &mut Output) -> Status {
    if batch::is_wanted(args) {
        return batch::run(args, output);
    }
    let mut reports = match Reports::new(args, output.width()) {
        Ok(it) => it,
        Err(problems) => return output.fail(problems),
    };
    let mut status = Status::Fine;
    for path in &reports.files.clone() {
        match reports.add(path, output) {
            Ok(report) => {
                status = status.max(judge(args.fail_under, &report, reports.reader.knows_kinds(), output));
            }
            Err(problem) => status = status.max(output.fail(vec![problem])),
        }
        if output.is_closed() {
            break;
        }
    }
    // The program ends: to take the engine apart would take as long as to score a contract.
    mem::forget(reports.reader.engine.clone());
    match reports.finish(output) {
        Ok(()) => status,
        Err(problem) => status.max(output.fail(vec![problem])),
    }
}

/// Reports on their way to standard output, to one file or to a folder.
struct Reports<'a> {
    args: &'a args::Score,
    /// Those of folders among them.
    files: Vec<PathBuf>,
    reader: Reader,
    text_out: Option<TextOut>,
    market: Option<Market>,
    target: Option<Target>,
    width: usize,
    scored: Vec<(PathBuf, Contract, Report)>,
    /// What goes into one file.
    gathered: String,
}

impl<'a> Reports<'a> {
    fn new(args: &'a args::Score, width: usize) -> Result<Reports<'a>, Vec<Problem>> {
        let one = |problem: Problem| vec![problem];
        let each = is_page(args.format);
        let files = batch::files_of(args).map_err(one)?;
        let target = args.output.as_deref();
        let target = target.map(|it| Target::new(it, &files, each, args.force)).transpose().map_err(one)?;
        if each && target.is_none() && files.len() > 1 {
            let message = "several reports of this form need a folder: name one with --output";
            return Err(one(Problem::new(format_args!("--format {}", extension(args.format)), message)));
        }
        let reader = Reader::new(&args.reading)?;
        let text_out = TextOut::new(args.text_out.as_deref()).map_err(one)?;
        let market = args.market.as_deref().map(Market::read).transpose().map_err(one)?;
        let (scored, gathered) = (Vec::new(), String::new());
        Ok(Reports { args, files, reader, text_out, market, target, width, scored, gathered })
    }

    /// Scores one file and shows what can be shown without the others.
    fn add(&mut self, path: &Path, output: &mut Output) -> Result<Report, Problem> {
        let contract = self.reader.open(path)?;
        if let Some(it) = &mut self.text_out {
            it.write(path, contract.text())?;
        }
        let report = self.reader.engine.score(&contract.document);
        let shown = self.show(&contract, &report)?;
        match &mut self.target {
            Some(target) if is_page(self.args.format) => {
                let written = target.write(path, extension(self.args.format), &shown)?;
                output.write(&line(&contract, &report, Some(&written), self.width));
            }
            Some(_) => self.gathered.push_str(&shown),
            None => output.write(&shown),
        }
        self.scored.push((path.to_owned(), contract, report.clone()));
        Ok(report)
    }

    /// Shows what needs all of them.
    fn finish(mut self, output: &mut Output) -> Result<(), Problem> {
        let format = self.args.format;
        if format == ReportFormat::Sarif && !self.scored.is_empty() {
            let subjects: Vec<Subject<'_>> =
                self.scored.iter().map(|(_, contract, report)| subject(contract, report)).collect();
            let log = sarif::log(&subjects);
            if self.target.is_some() { self.gathered = log } else { output.write(&log) }
        }
        if format == ReportFormat::Text && self.scored.len() > 1 {
            let mut page = Page::new(self.width);
            page.gap();
            page.gap();
            page.line(&[plain("  "), styled(STRONG, format!("{} contracts", self.scored.len()))]);
            self.scored.iter().for_each(|(_, contract, report)| text::summary(&mut page, contract, report));
            let text = page.into_text();
            if self.target.is_some() { self.gathered.push_str(&text) } else { output.write(&text) }
        }
        let Some(target) = self.target.as_mut().filter(|_| !is_page(format) && !self.scored.is_empty())
        else {
            return Ok(());
        };
        let text = anstream::adapter::strip_str(&self.gathered).to_string();
        let written = target.write(Path::new("-"), extension(format), &text)?;
        for (at, (_, contract, report)) in self.scored.iter().enumerate() {
            let written = Some(written.as_path()).filter(|_| at + 1 == self.scored.len());
            output.write(&line(contract, report, written, self.width));
        }
        Ok(())
    }

    fn show(&self, contract: &Contract, report: &Report) -> Result<String, Problem> {
        let first = self.scored.is_empty();
        let explain = self.args.explain;
        let proofs = if explain { self.reader.proofs(contract, report) } else { BTreeMap::new() };
        let usual = self.market.as_ref().map(|it| market::beside(it, report));
        let subject = subject(contract, report);
        Ok(match self.args.format {
            ReportFormat::Json | ReportFormat::Jsonl | ReportFormat::Parquet => {
                let json = json::report(report, &proofs, usual.as_ref().and_then(Option::as_ref));
                json.map(|it| it + "\n").map_err(|error| {
                    Problem::new(contract.name(), format_args!("the report cannot be written: {error}"))
                })?
            }
            ReportFormat::Text => {
                let mut page = Page::new(self.width);
                if !first {
                    page.gap();
                    page.gap();
                }
                page.gap();
                text::report(&mut page, contract, report, &Choice { all: self.args.all, proofs });
                if let Some(usual) = &usual {
                    market::show(&mut page, report, usual.as_ref());
                }
                page.into_text()
            }
            ReportFormat::Md => markdown::report(&subject),
            ReportFormat::Html => html::page(&if explain { subject.with_proofs(&proofs) } else { subject }),
            ReportFormat::Csv => {
                let header = if first { csv::header() } else { String::new() };
                header + &csv::rows(&subject)
            }
            ReportFormat::Sarif => String::new(),
        })
    }
}

/// A contract and its report, as the forms want them.
fn subject<'a>(contract: &'a Contract, report: &'a Report) -> Subject<'a> {
    let subject = Subject::new(report, &contract.document).with_format(contract.format.name());
    if contract.format == Format::Text { subject.with_lines() } else { subject }
}

/// True of forms that are one document for each contract.
fn is_page(format: ReportFormat) -> bool {
    matches!(format, ReportFormat::Html | ReportFormat::Md)
}

fn extension(format: ReportFormat) -> &'static str {
    match format {
        ReportFormat::Text => "txt",
        ReportFormat::Json | ReportFormat::Jsonl => "json",
        ReportFormat::Parquet => "parquet",
        ReportFormat::Md => "md",
        ReportFormat::Html => "html",
        ReportFormat::Sarif => "sarif",
        ReportFormat::Csv => "csv",
    }
}

/// One line for a report that went elsewhere.
fn line(contract: &Contract, report: &Report, written: Option<&Path>, width: usize) -> String {
    let mut page = Page::new(width);
    text::summary(&mut page, contract, report);
    if let Some(path) = written {
        page.paragraph(9, &[styled(FAINT, format!("→ {}", path.display()))]);
    }
    page.into_text()
}

/// Compares with `--fail-under`.
fn judge(limit: Option<Points>, report: &Report, knows_kinds: bool, output: &mut Output) -> Status {
    let Some(limit) = limit else { return Status::Fine };
    let no_grade = report.grade.as_ref().err().map(String::as_str);
    passing::judge(limit, &report.document, report.score(), no_grade, knows_kinds, output)
}
