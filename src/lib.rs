#![doc = include_str!("../README.md")]

pub use termscore_core::{
    Block, BlockKind, Call, Document, Engine, Error, ErrorKind, Extracted, Layout, Limits, PluginResult,
    Registry, Report, Span, Truth, Type, Value, document, report, rule, value,
};
pub use termscore_dsl::*;

pub mod testing;

/// Contract files to text with layout: txt, md, html, docx, odt, rtf, pdf, and mails and archives of these.
#[cfg(feature = "extract")]
pub use termscore_extract as extract;

/// Findings to what the signer sends back: an addendum, a letter, a redline, a policy.
#[cfg(feature = "draft")]
pub use termscore_draft as draft;

/// The built-in rule packs, each compiled once on first use.
#[cfg(feature = "packs")]
pub use termscore_rulepacks as packs;

/// Reports as one html page, markdown, sarif and csv, and the schemas of the JSON forms.
#[cfg(feature = "render")]
pub use termscore_render as render;
