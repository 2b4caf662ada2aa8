//! `termscore doc`: a pack in, a page for readers out.
//!
//! ```text
//! pack, its tests ─→ blocks ─→ Markdown | HTML
//! ```

mod blocks;
mod pack;

use termscore::test_cases;

use crate::{
    args::{self, DocFormat},
    library::Shelf,
    output::{Output, Status},
    problem::Problem,
    save::save,
};

/// Writes the page of a pack.
pub(crate) fn run(args: &args::Doc, output: &mut Output) -> Status {
    match page(args) {
        Ok(text) => match &args.out {
            None => {
                output.write(&text);
                Status::Fine
            }
            Some(path) => match save(path, args.force, text.as_bytes()) {
                Ok(()) => Status::Fine,
                Err(problem) => output.fail(vec![problem]),
            },
        },
        Err(problems) => output.fail(problems),
    }
}

fn page(args: &args::Doc) -> Result<String, Vec<Problem>> {
    let (shelf, origins) = Shelf::find(std::slice::from_ref(&args.pack))?;
    let [origin] = origins.as_slice() else {
        return Err(vec![Problem::new(
            args.pack.display(),
            "there are several packs in this folder: name one of them",
        )]);
    };
    let resolve = |name: &str, requirement: &str| shelf.resolve(name, requirement);
    let (Some(pack), Ok(cases)) = (shelf.compile(origin).0, test_cases(&origin.sources, &resolve)) else {
        let name = &origin.name;
        let message = format!("the pack has mistakes: `termscore check {name}` shows them");
        return Err(vec![Problem::new(name, message)]);
    };
    let blocks = pack::blocks(&pack, &cases);
    Ok(match args.format {
        DocFormat::Md => blocks::markdown(&blocks),
        DocFormat::Html => blocks::html(&pack.title, &blocks),
    })
}
