//! The score model: categories, grades, gates.

use std::collections::BTreeMap;

use termscore_core::rule::{Category, Gate, GradeStep, Points, RulePack, ScoreModel};

use super::Lowerer;
use super::rule::severity_named;
use super::scope::check_name;
use crate::ast::{self, At, Item, ScoreField};
use crate::diagnostic::{Code, Diagnostic};
use crate::names::{meant, quoted_list};
use crate::source::Loc;

impl Lowerer<'_> {
    pub(super) fn score(&mut self, file: &ast::File, pack: &mut RulePack) {
        let mut first: Option<Loc> = None;
        for item in &file.items {
            let Item::Score(score) = item else { continue };
            match first {
                Some(before) => self.problems.push(
                    Diagnostic::error(Code::DuplicateField, score.at, "a pack has one `score`")
                        .also(before, "first score")
                        .help("move its lines into the first one"),
                ),
                None => {
                    first = Some(score.at);
                    pack.score = Some(self.model(score));
                }
            }
        }
    }

    fn model(&mut self, score: &ast::Score) -> ScoreModel {
        self.once(&score.fields, |it| if let ScoreField::Else(_) = it { "else" } else { "" });
        let mut model = ScoreModel {
            categories: Vec::new(),
            grades: Vec::new(),
            lowest: String::new(),
            gates: Vec::new(),
        };
        let mut places: BTreeMap<&str, Loc> = BTreeMap::new();
        let mut grade_places: BTreeMap<&str, Loc> = BTreeMap::new();
        let mut last: Option<(Points, Loc)> = None;
        let mut numbers_fine = true;
        for field in &score.fields {
            match &field.it {
                ScoreField::Category { name, title, worth } => {
                    check_name(name, self.problems);
                    self.taken(&mut places, "category", name);
                    let worth = self.points(worth, "a worth");
                    numbers_fine &= worth.is_some();
                    let title = super::text::prose(title);
                    model.categories.push(Category {
                        id: name.it.clone(),
                        title,
                        worth: worth.unwrap_or_default(),
                    });
                }
                ScoreField::Grade { grade, from } => {
                    self.taken(&mut grade_places, "grade", grade);
                    let Some(points) = self.points(from, "the score of a grade") else { continue };
                    if let Some((before, at)) = last
                        && points >= before
                    {
                        self.problems.push(
                            Diagnostic::error(
                                Code::GradeOrder,
                                from.at,
                                format!("{points} is not below {before}"),
                            )
                            .also(at, "the grade before")
                            .why("a score is given the first grade that it reaches")
                            .help("write the best grade first, then down"),
                        );
                    }
                    last = Some((points, from.at));
                    model.grades.push(GradeStep { grade: grade.it.clone(), from: points });
                }
                ScoreField::Else(grade) => {
                    self.taken(&mut grade_places, "grade", grade);
                    model.lowest = grade.it.clone();
                }
                ScoreField::Gate { .. } => {}
            }
        }
        for field in &score.fields {
            let ScoreField::Gate { count, severity, at_most } = &field.it else { continue };
            let count = self.whole(count, "the number of findings", 1, 1_000);
            if !grade_places.contains_key(at_most.it.as_str()) {
                let message = format!("unknown grade `{}`", at_most.it);
                let known = grade_places.keys().copied();
                let meant = meant(&at_most.it, known.clone());
                self.problems.push(Diagnostic::error(Code::UnknownGrade, at_most.at, message).meant(
                    at_most.at,
                    meant,
                    || format!("the grades are {}", quoted_list(known, "and")),
                ));
            }
            if let Some(count) = count.and_then(|it| usize::try_from(it).ok()) {
                let severity = severity_named(&severity.it);
                model.gates.push(Gate { count, severity, at_most: at_most.it.clone() });
            }
        }
        let total: Points = model.categories.iter().map(|it| it.worth).sum();
        if total != Points::FULL && numbers_fine {
            let message = format!("the categories are worth {total} points together, not 100");
            let mut problem = Diagnostic::error(Code::CategorySum, score.at, message)
                .why("100 is nothing found: the categories are the parts of it that can be lost");
            for field in &score.fields {
                if let ScoreField::Category { name, worth, .. } = &field.it {
                    problem = problem.also(name.at.cover(worth.at), format!("{} of them", worth.it));
                }
            }
            problem = problem.help(if total < Points::FULL {
                format!("{} more points are to be given", Points::FULL - total)
            } else {
                format!("take {} points away", total - Points::FULL)
            });
            self.problems.push(problem);
        }
        if !score.fields.iter().any(|it| matches!(it.it, ScoreField::Grade { .. })) {
            self.missing(score.at, "score", "grade", "grade A from 85");
        }
        if model.lowest.is_empty() {
            self.missing(score.at, "score", "else", "else F");
        }
        model
    }

    fn taken<'s>(&mut self, places: &mut BTreeMap<&'s str, Loc>, noun: &str, name: &'s At<String>) {
        if let Some(before) = places.get(name.it.as_str()) {
            self.problems.push(
                Diagnostic::error(
                    Code::DuplicateName,
                    name.at,
                    format!("there is a {noun} `{}` already", name.it),
                )
                .also(*before, "first declared here")
                .help("give one of them another name"),
            );
        } else {
            places.insert(&name.it, name.at);
        }
    }
}
