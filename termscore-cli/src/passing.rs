//! Whether a contract passes `--fail-under`.

use termscore::rule::Points;

use crate::output::{Output, Status};

/// Says why a contract does not pass. One without a grade cannot be relied on to pass; `no_grade` is the reason.
pub(crate) fn judge(
    limit: Points,
    contract: &str,
    score: Points,
    no_grade: Option<&str>,
    knows_kinds: bool,
    output: &mut Output,
) -> Status {
    if score < limit {
        output.problem(contract, format_args!("its score of {score} is under {limit}"));
        return Status::Found;
    }
    let Some(reason) = no_grade else { return Status::Fine };
    // A kind can be named only if a pack knows one.
    let what_to_do = if knows_kinds { "say --kind" } else { "the packs know no kinds, add a `kind` to one" };
    output.problem(contract, format_args!("there is no grade to rely on ({reason}): {what_to_do}"));
    Status::Failed
}
