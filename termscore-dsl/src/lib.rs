//! Under construction.
mod ast;
mod diagnostic;
mod names;
mod parse;
mod source;
mod split;
pub use diagnostic::{Code, Diagnostic, Diagnostics, Label, Level};
pub use source::Source;
#[test]
fn scratch() {
    let text = std::fs::read_to_string("/tmp/dsl-scratch.terms").unwrap();
    let s = vec![Source::new("x.terms", text)];
    let mut p = vec![];
    let f = parse::parse(&s, &mut p);
    eprintln!("{} items", f.items.len());
    eprintln!("{}", Diagnostics::new(&s, p));
}
