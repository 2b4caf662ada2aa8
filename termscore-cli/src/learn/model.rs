//! Which phrases tell the marked examples from the others, and how strongly: logistic regression with an L1 penalty,
//! which leaves most weights at zero. The minimiser is L-BFGS (OWL-QN) of the crate `argmin`; it draws no random
//! numbers.

use argmin::{
    core::{CostFunction, Error, Executor, Gradient, State},
    solver::{
        linesearch::{BacktrackingLineSearch, condition::ArmijoCondition},
        quasinewton::LBFGS,
    },
};

use super::examples::{Example, FEWEST_DOCUMENTS};

/// Phrases that are more common in what is marked, at most; the most telling ones.
const FOR: usize = 2_500;
/// Phrases that are less common, among examples that look like what is marked.
const AGAINST: usize = 1_000;
/// An example looks like what is marked if it holds one of so many of the most telling phrases.
const TELLING: usize = 200;
/// How much lighter the penalty is under which the chosen phrases get their weights.
const LIGHTER: f64 = 30.0;
/// Steps of the minimiser.
const STEPS: u64 = 120;
/// Times that the range of penalties is halved.
const HALVINGS: usize = 9;
/// The constant is part of the penalty like any weight; this makes its share of it small.
const CONSTANT: f64 = 20.0;

/// A phrase with its weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Weighed {
    /// Number of the phrase.
    pub(super) phrase: u32,
    /// Positive for what is marked.
    pub(super) weight: f64,
}

/// An example with how much it counts: 1 is an example, 0 none.
pub(super) type Counted<'a> = (&'a Example, f64);

/// The weights of at most so many phrases, the heaviest first; none if no phrase tells anything.
///
/// # Errors
/// If the minimiser refuses its settings, which are constant.
pub(super) fn fit(examples: &[Counted<'_>], n_phrases: usize, most: usize) -> Result<Vec<Weighed>, String> {
    let candidates = candidates(examples, n_phrases);
    let rows = Rows::new(examples, &candidates);
    let mut weights = rows.sparse(most)?;
    let chosen: Vec<u32> = rows.used(&weights).into_iter().map(|it| it.0).collect();
    // The penalty that chose them also made them light: their own weights come from a lighter one.
    let kept: Vec<u32> = chosen.iter().filter_map(|it| candidates.get(*it as usize).copied()).collect();
    let rows = Rows::new(examples, &kept);
    weights = rows.minimise(rows.strongest() / LIGHTER, rows.start())?;
    let mut all: Vec<Weighed> = rows
        .used(&weights)
        .into_iter()
        .filter_map(|(at, weight)| Some(Weighed { phrase: *kept.get(at as usize)?, weight }))
        .collect();
    all.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()).then(a.phrase.cmp(&b.phrase)));
    Ok(all)
}

/// How many examples hold a phrase, how many of these are marked, and in how many documents.
#[derive(Clone, Copy, Default)]
struct Holding {
    all: f64,
    marked: f64,
    documents: u32,
    last: usize,
}

fn holding(examples: &[Counted<'_>], n_phrases: usize) -> Vec<Holding> {
    let mut holding = vec![Holding { last: usize::MAX, ..Holding::default() }; n_phrases];
    for (example, n) in examples {
        for phrase in &example.phrases {
            let Some(it) = holding.get_mut(*phrase as usize) else { continue };
            it.all += n;
            it.marked += if example.marked { *n } else { 0.0 };
            if it.last != example.document {
                it.last = example.document;
                it.documents += 1;
            }
        }
    }
    holding
}

/// The phrases that the model may weigh, ascending.
fn candidates(examples: &[Counted<'_>], n_phrases: usize) -> Vec<u32> {
    let ranked = |examples: &[Counted<'_>], in_favour: bool| {
        let n_all: f64 = examples.iter().map(|it| it.1).sum();
        let n_marked: f64 = examples.iter().filter(|it| it.0.marked).map(|it| it.1).sum();
        let held = holding(examples, n_phrases);
        let mut ranked: Vec<(f64, u32)> = Vec::new();
        for (phrase, it) in held.iter().enumerate().filter(|(_, it)| it.documents >= FEWEST_DOCUMENTS) {
            let more = it.marked * n_all > it.all * n_marked;
            if more == in_favour {
                let score = surprise(it.marked, it.all, n_marked, n_all);
                ranked.push((score, phrase as u32));
            }
        }
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        ranked.into_iter().map(|it| it.1).collect::<Vec<u32>>()
    };
    let mut all = ranked(examples, true);
    all.truncate(FOR);
    let mut telling: Vec<u32> = all.iter().copied().take(TELLING).collect();
    telling.sort_unstable();
    let alike: Vec<Counted<'_>> = examples
        .iter()
        .copied()
        .filter(|it| it.0.phrases.iter().any(|phrase| telling.binary_search(phrase).is_ok()))
        .collect();
    all.extend(ranked(&alike, false).into_iter().take(AGAINST));
    all.sort_unstable();
    all.dedup();
    all
}

/// The log-likelihood ratio of a two-by-two table: how surprising it is that `marked` of the `all` examples with a
/// phrase are marked, if `n_marked` of `n_all` are.
fn surprise(marked: f64, all: f64, n_marked: f64, n_all: f64) -> f64 {
    let term = |seen: f64, row: f64, column: f64| {
        if seen > 0.0 { seen * (seen * n_all / (row * column)).ln() } else { 0.0 }
    };
    let (others, n_others) = (all - marked, n_all - n_marked);
    term(marked, all, n_marked)
        + term(others, all, n_others)
        + term(n_marked - marked, n_all - all, n_marked)
        + term(n_others - others, n_all - all, n_others)
}

/// Examples as the minimiser sees them; those without a candidate are one row.
struct Rows {
    /// Numbers of candidates, one row after the other.
    places: Vec<u32>,
    rows: Vec<Row>,
    n_candidates: usize,
    /// Makes the loss that of one marked example.
    scale: f64,
}

struct Row {
    end: usize,
    marked: bool,
    n: f64,
}

impl Rows {
    fn new(examples: &[Counted<'_>], candidates: &[u32]) -> Rows {
        let mut rows =
            Rows { places: Vec::new(), rows: Vec::new(), n_candidates: candidates.len(), scale: 1.0 };
        let mut bare = [0.0, 0.0];
        let mut n_marked = 0.0;
        for (it, n) in examples {
            let before = rows.places.len();
            let places = it.phrases.iter().filter_map(|phrase| candidates.binary_search(phrase).ok());
            rows.places.extend(places.map(|it| it as u32));
            n_marked += if it.marked { *n } else { 0.0 };
            if rows.places.len() > before {
                rows.rows.push(Row { end: rows.places.len(), marked: it.marked, n: *n });
            } else if let Some(sum) = bare.get_mut(usize::from(it.marked)) {
                *sum += n;
            }
        }
        for (marked, n) in [(false, bare[0]), (true, bare[1])] {
            rows.rows.push(Row { end: rows.places.len(), marked, n });
        }
        rows.scale = 1.0 / f64::max(n_marked, 1.0);
        rows
    }

    /// No weights, and a constant that fits the share of what is marked.
    fn start(&self) -> Vec<f64> {
        let n = |marked: bool| self.rows.iter().filter(|it| it.marked == marked).map(|it| it.n).sum::<f64>();
        let mut start = vec![0.0; self.n_candidates];
        start.push(((n(true) + 0.5) / (n(false) + 0.5)).ln() / CONSTANT);
        start
    }

    /// Calls back with each row, its places, and the log-odds that the weights give it.
    fn each(&self, weights: &[f64], mut call: impl FnMut(&Row, &[u32], f64)) {
        let constant = weights.last().copied().unwrap_or(0.0) * CONSTANT;
        let mut from = 0;
        for row in &self.rows {
            let places = self.places.get(from..row.end).unwrap_or_default();
            from = row.end;
            let sum: f64 = places.iter().filter_map(|it| weights.get(*it as usize)).sum();
            call(row, places, constant + sum);
        }
    }

    fn slope(&self, weights: &[f64]) -> Vec<f64> {
        let mut slope = vec![0.0; self.n_candidates + 1];
        let mut constant = 0.0;
        self.each(weights, |row, places, odds| {
            let wanted = f64::from(u8::from(row.marked));
            let step = (1.0 / (1.0 + (-odds).exp()) - wanted) * row.n * self.scale;
            constant += step * CONSTANT;
            for it in places {
                if let Some(place) = slope.get_mut(*it as usize) {
                    *place += step;
                }
            }
        });
        if let Some(last) = slope.last_mut() {
            *last = constant;
        }
        slope
    }

    /// From this penalty on, all weights are zero.
    fn strongest(&self) -> f64 {
        let slope = self.slope(&self.start());
        slope.iter().take(self.n_candidates).fold(1e-9, |max, it| max.max(it.abs()))
    }

    /// The weights under the lightest penalty that leaves at most so many.
    fn sparse(&self, most: usize) -> Result<Vec<f64>, String> {
        let strongest = self.strongest();
        let (mut light, mut heavy) = ((strongest / 2_000.0).ln(), strongest.ln());
        let mut best = self.start();
        let mut start = self.start();
        for _ in 0..HALVINGS {
            let penalty = f64::midpoint(light, heavy);
            start = self.minimise(penalty.exp(), start)?;
            if self.used(&start).len() <= most {
                (heavy, best) = (penalty, start.clone());
            } else {
                light = penalty;
            }
        }
        Ok(best)
    }

    fn minimise(&self, penalty: f64, start: Vec<f64>) -> Result<Vec<f64>, String> {
        let wrong = |error: Error| error.to_string();
        let condition = ArmijoCondition::new(1e-4).map_err(wrong)?;
        let search = BacktrackingLineSearch::new(condition).rho(0.5).map_err(wrong)?;
        let solver = LBFGS::new(search, 8)
            .with_l1_regularization(penalty)
            .and_then(|it| it.with_tolerance_grad(1e-6))
            .and_then(|it| it.with_tolerance_cost(1e-9))
            .map_err(wrong)?;
        let run = Executor::new(Loss(self), solver)
            .configure(|state| state.param(start.clone()).max_iters(STEPS))
            .run()
            .map_err(wrong)?;
        Ok(run.state().get_best_param().cloned().unwrap_or(start))
    }

    /// The candidates with a weight.
    fn used(&self, weights: &[f64]) -> Vec<(u32, f64)> {
        let weights = weights.iter().take(self.n_candidates).enumerate();
        weights.filter(|it| it.1.abs() > 1e-6).map(|(at, it)| (at as u32, *it)).collect()
    }
}

/// The logistic loss, without the penalty, which the minimiser adds.
struct Loss<'a>(&'a Rows);

/// A search that has left the numbers would never end.
fn finite(weights: &[f64]) -> Result<(), Error> {
    if weights.iter().all(|it| it.is_finite()) { Ok(()) } else { Err(Error::msg("a weight is no number")) }
}

impl CostFunction for Loss<'_> {
    type Param = Vec<f64>;
    type Output = f64;

    fn cost(&self, weights: &Vec<f64>) -> Result<f64, Error> {
        finite(weights)?;
        let mut loss = 0.0;
        self.0.each(weights, |row, _, odds| {
            let wrong = if row.marked { -odds } else { odds };
            // ln(1 + e^x), without overflow.
            loss += row.n * (wrong.max(0.0) + (-wrong.abs()).exp().ln_1p());
        });
        Ok(loss * self.0.scale)
    }
}

impl Gradient for Loss<'_> {
    type Param = Vec<f64>;
    type Gradient = Vec<f64>;

    fn gradient(&self, weights: &Vec<f64>) -> Result<Vec<f64>, Error> {
        finite(weights)?;
        Ok(self.0.slope(weights))
    }
}

#[cfg(test)]
mod tests {
    use termscore::Span;

    use super::*;

    #[test]
    fn the_phrase_that_tells_is_found_and_the_others_are_left_out() {
        // Phrase 0 stands in what is marked, 1 in half of everything, 2 only where 0 does not count.
        let example = |n: usize| {
            let (marked, held) = (n.is_multiple_of(5), n % 7 == 3);
            let phrases = [(0, marked || held), (1, n.is_multiple_of(2)), (2, held && !marked)];
            let phrases = phrases.iter().filter(|it| it.1).map(|it| it.0).collect();
            Example { document: n / 10, span: Span::new(n, n + 1), phrases, marked }
        };
        let examples: Vec<Example> = (0..400).map(example).collect();
        let all: Vec<Counted<'_>> = examples.iter().map(|it| (it, 1.0)).collect();
        let weights = fit(&all, 3, 2).unwrap();
        let signs: Vec<(u32, bool)> = weights.iter().map(|it| (it.phrase, it.weight > 0.0)).collect();
        assert!(signs.contains(&(0, true)) && !signs.iter().any(|it| it.0 == 1), "{weights:?}");
        assert_eq!(fit(&all, 3, 2).unwrap(), weights);
        assert_eq!(fit(&[], 3, 2).unwrap(), []);
    }
}
