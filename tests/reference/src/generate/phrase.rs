//! Phrases and regular expressions.

use super::Choices;

/// Words of phrases; [`super::text`] puts the same into contracts.
pub(super) const WORDS: [&str; 16] = [
    "pay",
    "use",
    "grant",
    "train",
    "work",
    "data",
    "licence",
    "fee",
    "the",
    "to",
    "of",
    "term",
    "notice",
    "client",
    "and",
    "non-exclusive",
];
const INFLECTED: [&str; 6] = ["~pay", "~use", "~grant", "~train", "~licence", "~work"];
const EXACT: [&str; 5] = ["=AI", "=Client", "=Work", "=data", "=IT"];
const REGEXES: [&str; 7] = [
    "/work(s|ed)?/",
    "/(data|fee)( of)?/",
    "/train.* data/",
    "/pa(y|id)/",
    "/[a-z]+ing/",
    "/the (work|fee)|work/",
    "/a[a-z]* /",
];
const VALUES: [(&str, &str); 10] = [
    ("term", "duration"),
    ("wait", "days"),
    ("sum", "money"),
    ("rate", "percent"),
    ("day", "date"),
    ("number", "count"),
    ("word", "text"),
    ("law", "jurisdiction"),
    ("provision", "section"),
    ("found", "host.number"),
];

/// What phrases may name.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Place {
    /// Nothing is captured.
    Plain,
    /// Captures with names.
    Find,
    /// The first word is known, and nothing but words is used.
    Cue,
}

/// Makes phrases, and remembers what they captured.
pub(super) struct Phrases<'c> {
    /// Concepts that may be named.
    pub(super) concepts: &'c [String],
    /// Names of captures with their types, as comparisons see them.
    pub(super) captured: Vec<(String, &'static str)>,
    /// Those of the phrase at work.
    here: Vec<String>,
}

impl<'c> Phrases<'c> {
    pub(super) fn new(concepts: &'c [String]) -> Phrases<'c> {
        Phrases { concepts, captured: Vec::new(), here: Vec::new() }
    }

    /// A phrase or, now and then, a regular expression.
    pub(super) fn pattern(&mut self, choices: &mut Choices<'_>, place: Place) -> String {
        if choices.once_in(9) {
            return choices.of(&REGEXES).to_owned();
        }
        self.phrase(choices, place)
    }

    pub(super) fn phrase(&mut self, choices: &mut Choices<'_>, place: Place) -> String {
        self.here.clear();
        let mut parts = vec![self.solid(choices, place)];
        for _ in 0..choices.below(3) {
            let middle = match choices.below(5) {
                0 => self.solid(choices, place),
                1 => gap(choices),
                2 => format!("{}?", self.solid(choices, Place::Cue)),
                3 => format!("({} {})?", choices.of(&WORDS), self.solid(choices, place)),
                _ => format!("{} {}", gap(choices), gap(choices)),
            };
            parts.push(middle);
        }
        if parts.len() > 1 || choices.once_in(2) {
            parts.push(self.solid(choices, place));
        }
        let head = choices.below(3 * parts.len());
        let may_lead = |it: &&mut String| !it.contains([' ', '?', '.']) || it.starts_with('{');
        if let Some(part) = parts.get_mut(head).filter(may_lead) {
            part.push('^');
        }
        format!("\"{}\"", parts.join(" "))
    }

    /// An element that takes at least one word.
    fn solid(&mut self, choices: &mut Choices<'_>, place: Place) -> String {
        let kind = choices.below(if place == Place::Cue { 4 } else { 14 });
        match kind {
            0 | 1 => choices.of(&WORDS).to_owned(),
            2 => choices.of(&INFLECTED).to_owned(),
            3 => {
                let (a, b) = (choices.of(&WORDS), choices.of(&WORDS));
                match choices.below(3) {
                    0 => format!("({a}|{b})"),
                    1 => format!("({a}|{b} {})", choices.of(&WORDS)),
                    _ => format!("({a} {}|{b})", choices.of(&INFLECTED)),
                }
            }
            4 => choices.of(&EXACT).to_owned(),
            5 => "_".to_owned(),
            6 | 7 if !self.concepts.is_empty() => {
                let at = choices.below(self.concepts.len());
                let concept = self.concepts.get(at).cloned().unwrap_or_default();
                self.slot(choices, place, &["what", "more"], &concept, "text")
            }
            8 => {
                let party = choices.of(&["party", "you", "them"]);
                self.slot(choices, place, &["who"], party, "text")
            }
            9..=12 => {
                let (name, ty) =
                    VALUES.get(choices.below(VALUES.len())).copied().unwrap_or(("term", "duration"));
                // "days" compares as a duration.
                let compared = match ty {
                    "days" => "duration",
                    "host.number" => "count",
                    ty => ty,
                };
                if place == Place::Find {
                    self.slot_named(name, ty, compared)
                } else {
                    choices.of(&WORDS).to_owned()
                }
            }
            _ => {
                let inner = self.solid(choices, Place::Cue);
                format!("({inner}|{})", choices.of(&INFLECTED))
            }
        }
    }

    fn slot(
        &mut self,
        choices: &mut Choices<'_>,
        place: Place,
        names: &[&'static str],
        of: &str,
        ty: &'static str,
    ) -> String {
        if place == Place::Find && choices.once_in(2) {
            return self.slot_named(choices.of(names), of, ty);
        }
        format!("{{{of}}}")
    }

    /// Captures under this name, or a name like it if the phrase has that.
    fn slot_named(&mut self, name: &str, of: &str, ty: &'static str) -> String {
        let mut name = name.to_owned();
        while self.here.contains(&name) {
            name.push_str("-too");
        }
        self.here.push(name.clone());
        if !self.captured.iter().any(|it| it.0 == name) {
            self.captured.push((name.clone(), ty));
        }
        format!("{{{name}: {of}}}")
    }
}

fn gap(choices: &mut Choices<'_>) -> String {
    choices.of(&["..2", "..4", "..1-3", "..1", "..9"]).to_owned()
}
