//! A report in, one page out that stands on its own: no scripts needed, nothing loaded, made to be read, printed and sent.
//!
//! ```text
//! Subject ─→ verdict, fixes, caveats │ findings, questions, protections │ contract, every passage linked both ways
//! ```

mod bars;
mod contract;
mod dial;
mod findings;
mod marks;
mod policy;
mod proof;
mod verdict;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::{Subject, visible::one_line};

pub use policy::security_policy;

/// The style of a page; also needed around a [`fragment`].
pub const STYLE: &str = include_str!("style.css");

/// Comfort for a page that is read in a browser with scripts: buttons that copy wordings, and printing of what is folded.
/// Nothing depends on it.
pub const SCRIPT: &str = include_str!("comfort.js");

/// A part of a page. Parts link to each other: a page of one's own shows all of them, or at least
/// [`Findings`](Part::Findings) and [`Contract`](Part::Contract) together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Part {
    /// The score as a dial, the grade or why there is none, the interval, gates and categories.
    Verdict,
    /// The repairs that gain most, and the score with all of them; empty if there are none.
    Fixes,
    /// What a reader should know before trusting the number; empty if there is nothing.
    Caveats,
    /// Findings, the worst first.
    Findings,
    /// What could not be decided, and why; empty if there is nothing.
    Questions,
    /// What protects the signer; empty if there is nothing.
    Protections,
    /// The whole contract, with the passages that findings rest on.
    Contract,
    /// What was read, by which rules, and what that is not.
    Colophon,
}

impl Part {
    /// All, in the order of a page.
    pub const ALL: [Part; 8] = [
        Part::Verdict,
        Part::Fixes,
        Part::Caveats,
        Part::Findings,
        Part::Questions,
        Part::Protections,
        Part::Contract,
        Part::Colophon,
    ];
}

/// A whole page: head with [`STYLE`], [`SCRIPT`] and [`security_policy`], then all parts.
pub fn page(subject: &Subject<'_>) -> String {
    let name = one_line(crate::wording::file_name(subject.document.name()));
    let part = |part| markup(subject, part);
    let has = |part| !markup_is_empty(subject, part);
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(security_policy());
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                meta name="generator" content={ "TermScore " (env!("CARGO_PKG_VERSION")) };
                title { (name) " · TermScore" }
                style { (PreEscaped(STYLE)) }
            }
            body class="termscore" {
                a class="skip" href="#findings" { "Skip to the findings" }
                a class="skip" href="#contract" { "Skip to the contract" }
                header class="masthead" {
                    p class="brand" { "TermScore" span { " · contract report" } }
                    nav aria-label="Parts of this report" {
                        ul {
                            li { a href="#findings" { "Findings" } }
                            @if has(Part::Questions) { li { a href="#questions" { "Open questions" } } }
                            @if has(Part::Protections) { li { a href="#protections" { "Protections" } } }
                            li { a href="#contract" { "The contract" } }
                        }
                    }
                }
                main {
                    (part(Part::Verdict))
                    (part(Part::Fixes))
                    (part(Part::Caveats))
                    (part(Part::Findings))
                    (part(Part::Questions))
                    (part(Part::Protections))
                    (part(Part::Contract))
                }
                footer { (part(Part::Colophon)) }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    }
    .into_string()
}

/// One part of a page, for a page of one's own around it. Give an element around all parts the class `termscore` and
/// load [`STYLE`]. Identifiers are fixed, so a page can hold the parts of one report only.
pub fn fragment(subject: &Subject<'_>, part: Part) -> String {
    markup(subject, part).into_string()
}

fn markup(subject: &Subject<'_>, part: Part) -> Markup {
    match part {
        Part::Verdict => verdict::verdict(subject),
        Part::Fixes => verdict::fixes(subject),
        Part::Caveats => verdict::caveats(subject),
        Part::Findings => findings::findings(subject),
        Part::Questions => findings::questions(subject),
        Part::Protections => findings::protections(subject),
        Part::Contract => contract::contract(subject),
        Part::Colophon => verdict::colophon(subject),
    }
}

/// Whether a part has nothing to say; told without making the large ones.
fn markup_is_empty(subject: &Subject<'_>, part: Part) -> bool {
    match part {
        Part::Questions => subject.report.undetermined.is_empty(),
        Part::Protections => subject.report.protections.is_empty(),
        _ => markup(subject, part).0.is_empty(),
    }
}
