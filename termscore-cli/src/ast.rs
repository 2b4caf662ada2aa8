//! `termscore ast`: a rule file as JSON, and JSON as a rule file.

use termscore::{Source, ast_json, from_ast_json};

use crate::{
    args,
    fmt::read,
    output::{Output, Status},
};

/// Shows one file in the other form.
pub(crate) fn run(args: &args::Ast, output: &mut Output) -> Status {
    let name = args.file.to_string_lossy();
    if args.file.is_dir() {
        output.problem(name, "this is a folder: name one of its .terms files");
        return Status::Failed;
    }
    let text = match read(&args.file) {
        Ok(text) => text,
        Err(problem) => {
            output.problem(problem.what, problem.message);
            return Status::Failed;
        }
    };
    if args.to_terms {
        let json = match serde_json::from_str(&text) {
            Ok(json) => json,
            Err(error) => {
                output.problem(name, format_args!("this is not JSON: {error}"));
                return Status::Failed;
            }
        };
        return match from_ast_json(&json) {
            Ok(terms) => {
                output.write(&terms);
                Status::Fine
            }
            Err(error) => {
                output.problem(name, error);
                Status::Failed
            }
        };
    }
    match ast_json(&Source::new(name.as_ref(), text)) {
        Ok(json) => {
            output.write(&format!("{json:#}\n"));
            Status::Fine
        }
        Err(diagnostics) => {
            output.explain(&format!("{diagnostics}\n"));
            output.problem(name, "this is not rule text: correct the mistakes above");
            Status::Failed
        }
    }
}
