//! A proof in, a nested list out: what was asked, what the text answers, which part decided.

use maud::{Markup, html};
use termscore_core::{Truth, report::Proof};

use crate::visible::one_line;

/// Deeper parts are left out; rules of people are shallower.
const DEPTH: usize = 24;

/// The tree, folded.
pub(super) fn proof(proof: &Proof) -> Markup {
    html! {
        details class="proof" {
            summary { "How this was decided" }
            ul { (node(proof, false, 0)) }
        }
    }
}

fn node(proof: &Proof, decides: bool, depth: usize) -> Markup {
    let (sign, word) = match proof.truth {
        Truth::True => ("✓", "yes"),
        Truth::False => ("✗", "no"),
        Truth::Unknown => ("?", "not known"),
    };
    html! {
        li {
            span class="sign" aria-hidden="true" { (sign) } span class="sr" { (word) ":" } " "
            code { (one_line(&proof.question)) }
            @if decides { " " span class="aside" { "decides" } }
            @if !proof.note.is_empty() { " " span class="aside" { (one_line(&proof.note)) } }
            @if !proof.parts.is_empty() && depth < DEPTH {
                ul {
                    @for (at, part) in proof.parts.iter().enumerate() {
                        (node(part, proof.decided_by == Some(at), depth + 1))
                    }
                }
            }
        }
    }
}
