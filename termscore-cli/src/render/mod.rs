//! Reports in, text for people or JSON for programs out.

pub(crate) mod count;
pub(crate) mod excerpt;
pub(crate) mod json;
pub(crate) mod outline;
pub(crate) mod page;
pub(crate) mod place;
pub(crate) mod proof;
pub(crate) mod style;
pub(crate) mod text;
