use crate::{args, output::{Output, Status}};
pub(crate) fn check(_: &args::Check, _: &mut Output) -> Status { Status::Fine }
pub(crate) fn test(_: &args::Test, _: &mut Output) -> Status { Status::Fine }
pub(crate) fn list(_: &args::Packs, _: &mut Output) -> Status { Status::Fine }
