//! Rule text in one canonical layout: the same tokens and comments, other blanks.
//!
//! ```text
//! text ─pest→ tokens in trees, with the comments between them ─layout→ groups and breaks ─render→ text
//! ```
//!
//! The layout works on tokens and not on the AST, so that it cannot change what a rule says: every
//! token and every comment comes out once, in order, as it was written.

mod doc;
mod layout;

use crate::diagnostic::{Diagnostics, Level};
use crate::parse;
use crate::source::Source;

/// Columns of a line, where that can be.
const WIDTH: usize = 110;

/// Prints a rule file in the canonical layout. Comments stay, an empty line between fields or items
/// stays one empty line, and items of different kinds are set apart by one. The lines of lists of
/// phrases are the author's, as are the lines of short fields that belong together, such as `severity`
/// and `weight`; conditions and everything else follow the width of the page, which is 110 columns.
/// Quoted texts are not touched. Lines end as the first one does that does not end inside of a text.
/// Formatting the result again changes nothing.
///
/// ```
/// use termscore_dsl::{Source, format};
///
/// let source = Source::new("demo.terms", "rule late{title \"Late\"   // why\n when  asserts late[term>30 days]}");
/// let pretty = "rule late {\n  title    \"Late\"  // why\n  when     asserts late[term > 30 days]\n}\n";
/// assert_eq!(format(&source).as_deref(), Ok(pretty));
/// ```
///
/// # Errors
/// All places where the source is not rule text. What names mean is not looked at.
pub fn format(source: &Source) -> Result<String, Diagnostics> {
    let mut problems = Vec::new();
    parse::parse(std::slice::from_ref(source), &mut problems);
    if problems.iter().any(|it| it.level == Level::Error) {
        return Err(Diagnostics::new(std::slice::from_ref(source), problems));
    }
    let trees = parse::trees(source);
    let newline = if trees.windows == Some(true) { "\r\n" } else { "\n" };
    Ok(doc::render(&layout::layout(&trees), WIDTH, newline))
}
