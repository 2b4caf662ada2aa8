//! The published forms of JSON that the program writes, as JSON Schemas (draft 2020-12).
//!
//! Within a version fields are added, never renamed or removed: a program that passes over fields it does not know
//! reads every later report of the version.

/// A report: what `termscore score --format json` writes, one a line. Its `schema` is `termscore/report/1`.
pub const REPORT: &str = include_str!("../schemas/report-1.schema.json");

/// A clause match: what `termscore clauses` writes, one a line. Its `schema` is `termscore/clause/1`.
pub const CLAUSES: &str = include_str!("../schemas/clauses-1.schema.json");
