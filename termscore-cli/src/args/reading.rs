//! How contracts are read, and by which rules.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use termscore::value::Jurisdiction;

/// How contracts are read, and by which rules.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Reading {
    /// What kind of contract it is, such as `freelance`; without it, it is recognised
    #[arg(long, value_name = "KIND")]
    pub(crate) kind: Option<String>,

    /// Which side you are on: `you` (the side the pack protects), `them`, or a word such as `client`
    #[arg(long = "as", value_name = "SIDE")]
    pub(crate) side: Option<String>,

    /// Rules to use instead of the built-in ones: a .terms file, a folder of them, or a built-in name; repeatable
    #[arg(long, value_name = "PACK")]
    pub(crate) pack: Vec<PathBuf>,

    /// Set a limit of a pack, such as `max-payment-days=45days`; repeatable
    #[arg(long, value_name = "NAME=VALUE", value_parser = param)]
    pub(crate) param: Vec<(String, String)>,

    /// Whose law governs, such as "New York"; without it, that is read from the contract
    #[arg(long, value_name = "PLACE", value_parser = law)]
    pub(crate) law: Option<Jurisdiction>,

    /// A file that is attached to the contract; `"Exhibit A=rates.pdf"` says what the contract calls it; repeatable
    #[arg(long, value_name = "[NAME=]FILE")]
    pub(crate) with: Vec<String>,

    /// How tracked changes of a Word file are read that nobody has accepted or rejected yet
    #[arg(long, value_name = "HOW", default_value = "accepted")]
    pub(crate) changes: Changes,

    /// There are no attachments that change anything: what is not in the file is not agreed
    #[arg(long)]
    pub(crate) assume_complete: bool,

    /// Read scanned pages and pictures by OCR; needs the programs pdftoppm and tesseract
    #[arg(long)]
    pub(crate) ocr: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Changes {
    /// As if all were accepted: what would be signed
    #[default]
    Accepted,
    /// As if all were rejected: what stood there before
    Original,
}

/// A place by its name.
fn law(name: &str) -> Result<Jurisdiction, String> {
    Jurisdiction::from_name(name).ok_or_else(|| {
        "name a country, or a state or part of one, in English, such as \"California\"".to_owned()
    })
}

fn param(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write NAME=VALUE, such as max-payment-days=45days")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}
