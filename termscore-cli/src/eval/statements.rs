//! Statements about whole documents: entailed, contradicted or not mentioned. Labels are `STATEMENT=Entailment` and
//! `STATEMENT=Contradiction`; no match of either is "not mentioned", and of both the first in the text counts; of both
//! in one passage, the contradiction.

use std::collections::BTreeMap;

use crate::corpus::{
    Passages,
    measure::{Count, Shares},
};

pub(super) const ANSWERS: [&str; 3] = ["Entailment", "Contradiction", "NotMentioned"];

/// How often the answers were right.
#[derive(Debug, Default)]
pub(super) struct Statements {
    pub(super) n_documents: usize,
    /// Right and all decisions, by statement.
    pub(super) by_statement: BTreeMap<String, (usize, usize)>,
    /// How often an answer was given where another was wanted: wanted, then given.
    pub(super) table: [[usize; 3]; 3],
    /// Document, statement, wanted, given: where they differ.
    pub(super) wrong: Vec<(String, String, &'static str, &'static str)>,
}

impl Statements {
    pub(super) fn n_decisions(&self) -> usize {
        self.by_statement.values().map(|it| it.1).sum()
    }

    /// Share of right answers.
    pub(super) fn accuracy(&self) -> f64 {
        let right: usize = self.by_statement.values().map(|it| it.0).sum();
        right as f64 / self.n_decisions().max(1) as f64
    }

    /// Shares of one of [`ANSWERS`].
    pub(super) fn shares(&self, answer: usize) -> Shares {
        let at = |wanted: usize, given: usize| {
            self.table.get(wanted).and_then(|it| it.get(given)).copied().unwrap_or(0)
        };
        let others = || (0..ANSWERS.len()).filter(|it| *it != answer);
        let count = Count {
            right: at(answer, answer),
            noise: others().map(|it| at(it, answer)).sum(),
            missed: others().map(|it| at(answer, it)).sum(),
        };
        count.shares()
    }
}

/// Compares the answers that matches give with those that people gave.
pub(super) fn compare(choices: &[(String, BTreeMap<String, String>)], found: &Passages) -> Statements {
    let mut result = Statements { n_documents: choices.len(), ..Statements::default() };
    for (document, wanted) in choices {
        for (statement, wanted) in wanted {
            let first = |answer: &str| {
                let spans = found.get(&format!("{statement}={answer}"))?.get(document)?;
                spans.iter().min()
            };
            let given = match (first("Entailment"), first("Contradiction")) {
                (Some(yes), Some(no)) if no <= yes => 1,
                (Some(_), _) => 0,
                (None, Some(_)) => 1,
                (None, None) => 2,
            };
            let Some(wanted) = ANSWERS.iter().position(|it| it == wanted) else { continue };
            if let Some(cell) = result.table.get_mut(wanted).and_then(|it| it.get_mut(given)) {
                *cell += 1;
            }
            let counts = result.by_statement.entry(statement.clone()).or_default();
            counts.0 += usize::from(wanted == given);
            counts.1 += 1;
            if let (true, Some(wanted), Some(given)) =
                (wanted != given, ANSWERS.get(wanted), ANSWERS.get(given))
            {
                result.wrong.push((document.clone(), statement.clone(), wanted, given));
            }
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use termscore::Span;

    use super::*;

    #[test]
    fn the_first_match_answers_and_silence_is_not_mentioned() {
        let choices = vec![(
            "a.txt".to_owned(),
            [("w", "Contradiction"), ("x", "Entailment"), ("y", "Contradiction"), ("z", "NotMentioned")]
                .map(|(statement, answer)| (statement.to_owned(), answer.to_owned()))
                .into(),
        )];
        let spans = |start: usize| BTreeMap::from([("a.txt".to_owned(), vec![Span::new(start, start + 5)])]);
        let found = Passages::from([
            ("w=Entailment".to_owned(), spans(0)),
            ("w=Contradiction".to_owned(), spans(0)),
            ("x=Entailment".to_owned(), spans(0)),
            ("x=Contradiction".to_owned(), spans(10)),
            ("y=Entailment".to_owned(), spans(3)),
        ]);
        let result = compare(&choices, &found);
        assert_eq!(result.table, [[1, 0, 0], [1, 1, 0], [0, 0, 1]]);
        assert_eq!((result.n_decisions(), result.wrong.len()), (4, 1));
        assert!((result.accuracy() - 3.0 / 4.0).abs() < 1e-12);
    }
}
