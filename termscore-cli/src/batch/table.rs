//! Lines in, one table out, the worst contract first.

use super::{files::Listed, line::Line};
use crate::render::{
    count::count,
    page::{Page, columns, plain, styled},
    style::{self, BAD, FAINT, STRONG},
};
use termscore::rule::Points;

/// What a table needs of a line, and no more.
#[derive(Debug)]
struct Row {
    file: String,
    score: Option<Points>,
    grade: String,
    n_critical: usize,
    n_high: usize,
    kind: String,
}

/// Contracts, as they come.
#[derive(Debug, Default)]
pub(super) struct Table {
    rows: Vec<Row>,
    n_failed: usize,
}

impl Table {
    /// Takes what it needs.
    pub(super) fn add(&mut self, line: Line) {
        if line.error.is_some() {
            self.n_failed += 1;
            return;
        }
        self.rows.push(Row {
            score: line.is_scored().then(|| line.score()),
            grade: line.grade.clone().unwrap_or_else(|| "–".to_owned()),
            n_critical: line.n_findings("critical"),
            n_high: line.n_findings("high"),
            kind: line.kind.as_ref().map(|it| it.title.clone()).unwrap_or_default(),
            file: line.file,
        });
    }

    /// The table, and what was left out. Contracts that were not scored stand last.
    pub(super) fn show(mut self, width: usize, listed: &Listed) -> String {
        self.rows.sort_by(|a, b| {
            let unscored = a.score.is_none().cmp(&b.score.is_none());
            let most = |it: &Row| (it.n_critical, it.n_high);
            unscored.then(a.score.cmp(&b.score)).then(most(b).cmp(&most(a))).then(a.file.cmp(&b.file))
        });
        let mut page = Page::new(width);
        page.gap();
        page.line(&[styled(STRONG, "    score  grade  critical  high  contract")]);
        for it in &self.rows {
            let score = it.score.map_or("–".to_owned(), |it| it.to_string());
            let color = it.score.map_or(FAINT, |it| style::share(it.0, Points::FULL.0));
            let number = |n: usize| if n == 0 { "·".to_owned() } else { n.to_string() };
            // Names are shown whole, to be copied; the kind where there is room.
            let room = page.width().saturating_sub(37 + columns(&it.file));
            let kind = if columns(&it.kind) <= room { it.kind.as_str() } else { "" };
            page.line(&[
                styled(color.bold(), format!("  {score:>7}")),
                styled(STRONG, format!("  {:<5}", it.grade)),
                styled(
                    if it.n_critical > 0 { BAD } else { FAINT },
                    format!("  {:>8}", number(it.n_critical)),
                ),
                styled(if it.n_high > 0 { BAD } else { FAINT }, format!("  {:>4}", number(it.n_high))),
                plain(format!("  {}", it.file)),
                styled(FAINT, format!("  {kind}")),
            ]);
        }
        page.gap();
        let mut said = vec![count(self.rows.len(), "contract", "contracts")];
        if self.n_failed > 0 {
            said.push(format!("{} not read", self.n_failed));
        }
        if listed.n_other > 0 {
            said.push(format!("{} of another kind left out", count(listed.n_other, "file", "files")));
        }
        if listed.n_folders > 0 {
            said.push(format!("{} not entered (--recursive)", count(listed.n_folders, "folder", "folders")));
        }
        page.paragraph(2, &[styled(FAINT, said.join(", ") + ". `termscore score FILE` shows one in full.")]);
        page.into_text()
    }
}
