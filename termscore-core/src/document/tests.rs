//! Texts and what the document model makes of them.

use std::fmt::Write;

use super::{After, Document};
use crate::rule::Role;

/// One line a sentence: section path, paragraph label, role, words; lead-in words in brackets.
fn render(document: &Document) -> String {
    let mut out = String::new();
    for sentence in &document.sentences {
        let paragraph = document.paragraphs.get(sentence.paragraph as usize).unwrap();
        let path: Vec<&str> = document
            .section_path(paragraph.section)
            .iter()
            .filter_map(|it| document.sections.get(*it as usize))
            .map(|it| if it.heading.is_empty() { it.number.as_str() } else { it.heading.as_str() })
            .collect();
        let words = |range: std::ops::Range<u32>| {
            let flow = document.flow.get(range.start as usize..range.end as usize).unwrap();
            flow.iter().map(|it| document.norm(*it)).collect::<Vec<_>>().join(" ")
        };
        let role = match sentence.role {
            Role::Operative => ' ',
            Role::Heading => 'H',
            Role::Recital => 'R',
            Role::Definition => 'D',
            Role::Contents => 'C',
            Role::Signature => 'S',
        };
        let lead = words(sentence.flow_start..sentence.own_start);
        let lead = if lead.is_empty() { lead } else { format!("[{lead}] ") };
        let own = words(sentence.own_start..sentence.flow_end);
        let _ = writeln!(
            out,
            "{} | {} |{role}| {lead}{own}",
            path.join(" > "),
            document.section_label(sentence.paragraph)
        );
    }
    out
}
