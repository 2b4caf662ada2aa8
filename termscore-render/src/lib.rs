//! Reports in, pages and files for people and their tools out: one report, the same order in every form.
//!
//! A [`Subject`] is a [`Report`](termscore_core::Report) with the document it is about and what the program that read
//! the file knows beside. Each module turns it into one form; none of them touches a file or the network.
//!
//! ```text
//! Report + Document ─→ Subject ─order, quote, place→ html | markdown | sarif | csv
//! ```
//!
//! What a contract says is never trusted: it is escaped where it is written, and control characters are shown, not
//! sent.
//!
//! ```
//! use termscore_core::{Document, Engine, Registry};
//! use termscore_render::{Subject, html, markdown};
//!
//! let engine = Engine::new([termscore_rulepacks::freelance()], Registry::standard())?;
//! let document = Document::from_text("offer.txt", "1. Fees. Client pays Contractor within 90 days.");
//! let report = engine.score(&document);
//! let subject = Subject::new(&report, &document);
//! assert!(html::page(&subject).starts_with("<!DOCTYPE html>"));
//! assert!(markdown::report(&subject).starts_with("# "));
//! # Ok::<(), termscore_core::Error>(())
//! ```

pub mod csv;
pub mod html;
pub mod markdown;
mod order;
mod place;
mod quote;
pub mod sarif;
pub mod schema;
mod subject;
mod visible;
mod wording;

pub use subject::Subject;
