//! `termscore outline`: contracts in, their parts out: who, what stands where, what is missing or still blank.

use termscore::extract::Options;

use crate::{
    args::{self, Format},
    contract,
    output::{Output, Status},
    problem::Problem,
    render::{
        outline::{self, Choice},
        page::Page,
    },
    text_out::TextOut,
};

/// Shows the outline of each file.
pub(crate) fn run(args: &args::Outline, output: &mut Output) -> Status {
    let mut text_out = match TextOut::new(args.text_out.as_deref()) {
        Ok(it) => it,
        Err(problem) => return output.fail(vec![problem]),
    };
    let options = Options::default().with_changes(args.changes.into());
    let attached = match contract::attached(&args.with, options, args.ocr) {
        Ok(it) => it,
        Err(problem) => return output.fail(vec![problem]),
    };
    let choice = Choice { only: args.only.clone(), depth: args.depth.map(usize::from) };
    let mut status = Status::Fine;
    for (n, path) in args.files.iter().enumerate() {
        let result = contract::open(path, &attached, options, args.ocr).and_then(|contract| {
            if let Some(it) = &mut text_out {
                it.write(path, contract.text())?;
            }
            match args.format {
                Format::Text => {
                    let mut page = Page::new(output.width());
                    if n > 0 {
                        page.gap();
                    }
                    outline::text(&mut page, &contract, &choice);
                    Ok(page.into_text())
                }
                Format::Json => outline::json(&contract, &choice).map(|it| it + "\n").map_err(|error| {
                    Problem::new(contract.name(), format_args!("its outline cannot be written: {error}"))
                }),
            }
        });
        match result {
            Ok(text) => output.write(&text),
            Err(problem) => status = status.max(output.fail(vec![problem])),
        }
        if output.is_closed() {
            break;
        }
    }
    status
}
