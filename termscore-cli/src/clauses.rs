//! `termscore clauses`: contracts in, one JSON object for each clause match out.

use crate::{
    args::{self, ClauseFormat},
    output::{Output, Status},
    problem::Problem,
    reader::Reader,
    render::json,
    text_out::TextOut,
};

/// Lists the matches of each file, in the order of the text.
pub(crate) fn run(args: &args::Clauses, output: &mut Output) -> Status {
    let ClauseFormat::Jsonl = args.format;
    let reader = match Reader::new(&args.reading) {
        Ok(it) => it,
        Err(problems) => return output.fail(problems),
    };
    let mut text_out = match TextOut::new(args.text_out.as_deref()) {
        Ok(it) => it,
        Err(problem) => return output.fail(vec![problem]),
    };
    let mut status = Status::Fine;
    for path in &args.files {
        let result = reader.open(path).and_then(|contract| {
            if let Some(it) = &mut text_out {
                it.write(path, contract.file_text())?;
            }
            let mut lines = String::new();
            for it in reader.engine.clauses(&contract.document) {
                let line = json::clause(&contract, &it).map_err(|error| {
                    Problem::new(contract.name(), format_args!("a match cannot be written: {error}"))
                })?;
                lines.push_str(&line);
                lines.push('\n');
            }
            Ok(lines)
        });
        match result {
            Ok(lines) => output.write(&lines),
            Err(problem) => status = status.max(output.fail(vec![problem])),
        }
        if output.is_closed() {
            break;
        }
    }
    status
}
