//! `termscore schema`: the name of a form in, its JSON Schema out.

use termscore::render::schema;

use crate::{
    args::{Schema, SchemaOf},
    output::{Output, Status},
};

/// Prints the schema.
pub(crate) fn run(args: &SchemaOf, output: &mut Output) -> Status {
    output.write(match args.what {
        Schema::Report => schema::REPORT,
        Schema::Clauses => schema::CLAUSES,
    });
    Status::Fine
}
