//! Pages of documentation taken apart: headings, fenced blocks of rule text, list items.

use termscore::Source;

/// A fenced block that is marked as rule text: ```` ```terms ````, perhaps with more words after commas.
pub(crate) struct Block {
    /// The words after `terms`.
    marks: Vec<String>,
    pub(crate) text: String,
    /// `docs/page.md:12`, where it opens.
    pub(crate) place: String,
}

impl Block {
    pub(crate) fn is(&self, mark: &str) -> bool {
        self.marks.iter().any(|it| it == mark)
    }
}

/// The blocks of rule text of a page, in order.
pub(crate) fn blocks(page: &str, text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, Option<Block>)> = None;
    for (n, line) in text.lines().enumerate() {
        match &mut open {
            None if line.starts_with("```") => {
                let info = line.trim_start_matches('`');
                let fence = line.strip_suffix(info).unwrap_or(line).to_owned();
                let mut words = info.split(',').map(str::to_owned);
                let block = (words.next().as_deref() == Some("terms")).then(|| Block {
                    marks: words.collect(),
                    text: String::new(),
                    place: format!("{page}:{}", n + 1),
                });
                open = Some((fence, block));
            }
            None => {}
            Some((fence, _)) if line == fence => blocks.extend(open.take().and_then(|it| it.1)),
            Some((_, Some(block))) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            Some((_, None)) => {}
        }
    }
    assert!(open.is_none(), "{page}: a fence has no end");
    blocks
}

/// The sections of a page, each from a heading of the second level to the next: the heading, and what follows.
pub(crate) fn sections(text: &str) -> Vec<(&str, &str)> {
    text.split("\n## ").skip(1).filter_map(|it| it.split_once('\n')).collect()
}

/// What an example leaves out for brevity, so that it can be compiled: a header, and a score model with the one
/// category that its rules name.
pub(crate) fn completed(block: &str, place: &str) -> Vec<Source> {
    let begins = |word: &str| block.lines().any(|it| it.starts_with(word));
    let mut rest = String::new();
    if !begins("pack ") {
        rest.push_str("pack example 1.0.0 { title \"Example\" }\n");
    }
    let category = block.split_once(" category ").and_then(|it| it.1.split_whitespace().next());
    if let (Some(category), false) = (category, begins("score ")) {
        rest.push_str(&format!(
            "score {{ category {category} \"Example\" worth 100  grade A from 80  else B }}\n"
        ));
    }
    vec![Source::new("left-out.terms", rest), Source::new(place, block)]
}
