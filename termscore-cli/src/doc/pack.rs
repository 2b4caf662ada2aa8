//! A pack and its tests in, blocks of a page out.

use termscore::{
    Expected, Subject, TestCase,
    rule::{
        Arm, Clause, Find, Kind, Pattern, Phrase, Points, Role, Rule, RulePack, ScoreModel, Severity, Window,
    },
};

use super::blocks::{Block, Inline, code, plain, strong};
use crate::render::count::count;

/// The page of a pack.
pub(super) fn blocks(pack: &RulePack, cases: &[TestCase]) -> Vec<Block> {
    let writer = Writer { pack, cases };
    let mut out = Vec::new();
    writer.head(&mut out);
    writer.params(&mut out);
    writer.score(&mut out);
    writer.rules(&mut out);
    writer.clauses(&mut out);
    writer.concepts(&mut out);
    writer.kinds(&mut out);
    out
}

struct Writer<'a> {
    pack: &'a RulePack,
    cases: &'a [TestCase],
}

impl Writer<'_> {
    /// A name as the pack itself writes it.
    fn short<'n>(&self, name: &'n str) -> &'n str {
        name.strip_prefix(&self.pack.name).and_then(|it| it.strip_prefix('.')).unwrap_or(name)
    }

    /// Text of the rule language with the names of the pack's own items made short; what is quoted is kept.
    fn shorten(&self, text: &str) -> String {
        let full = format!("{}.", self.pack.name);
        let mut out = String::new();
        let (mut rest, mut quoted) = (text, false);
        while let Some(it) = rest.chars().next() {
            let starts = !out.ends_with(|it: char| it.is_alphanumeric() || "-._".contains(it));
            if let Some(after) = rest.strip_prefix(&full).filter(|_| starts && !quoted) {
                rest = after;
                continue;
            }
            quoted ^= it == '"';
            out.push(it);
            rest = rest.get(it.len_utf8()..).unwrap_or_default();
        }
        out
    }

    fn head(&self, out: &mut Vec<Block>) {
        let pack = self.pack;
        out.push(Block::Heading(1, pack.title.clone(), String::from("top")));
        out.push(Block::Text(vec![
            plain("Pack "),
            code(&pack.name),
            plain(format!(
                ", version {}: {}, {}, {}.",
                pack.version,
                count(pack.rules.len(), "rule", "rules"),
                count(pack.clauses.len(), "clause", "clauses"),
                count(self.cases.len(), "test", "tests"),
            )),
        ]));
        if !pack.disclaimer.is_empty() {
            out.push(Block::Text(vec![plain(&pack.disclaimer)]));
        }
        let holds_braces = |it: &Rule| {
            [&it.title, &it.impact, &it.why, &it.advice, &it.suggest].iter().any(|it| it.contains('{'))
        };
        if pack.rules.iter().any(holds_braces) {
            let text = "Words in braces are filled in for each contract: {you} and {them} are its two sides.";
            out.push(Block::Text(vec![plain(text)]));
        }
        if !pack.for_kinds.is_empty() {
            let titles: Vec<&str> = pack.for_kinds.iter().map(|it| self.kind_title(it)).collect();
            out.push(Block::Text(vec![plain(format!(
                "For documents of these kinds: {}.",
                titles.join("; ")
            ))]));
        }
        let mut uses: Vec<Inline> = Vec::new();
        for it in &pack.imports {
            uses.push(plain(if uses.is_empty() { "It uses " } else { ", " }));
            uses.push(code(&it.name));
            uses.push(plain(format!(" {}", it.version)));
        }
        if !uses.is_empty() {
            uses.push(plain("."));
            out.push(Block::Text(uses));
        }
    }

    /// The title of a kind of this pack or one that it uses.
    fn kind_title<'n>(&'n self, name: &'n str) -> &'n str {
        let used = self.pack.imports.iter().flat_map(|it| &it.kinds);
        let kind = self.pack.kinds.iter().chain(used).find(|it| it.name == name);
        kind.map_or(self.short(name), |it| it.title.as_str())
    }

    fn kinds(&self, out: &mut Vec<Block>) {
        if self.pack.kinds.is_empty() {
            return;
        }
        out.push(part("kinds", "How documents are recognised"));
        let text = "A document is of a kind if the signs that it shows weigh as much as the threshold.";
        out.push(Block::Text(vec![plain(text)]));
        for kind in &self.pack.kinds {
            let name = self.short(&kind.name);
            out.push(Block::Heading(3, format!("{} ({name})", kind.title), format!("kind-{name}")));
            out.push(Block::List(kind_lines(kind)));
        }
    }

    fn params(&self, out: &mut Vec<Block>) {
        if self.pack.params.is_empty() {
            return;
        }
        out.push(part("limits", "Limits that you can set"));
        let line = |it: &termscore::rule::Param| {
            let range =
                it.range.as_ref().map_or(String::new(), |(low, high)| format!(", from {low} to {high}"));
            let help = if it.help.is_empty() { String::new() } else { format!(": {}", it.help) };
            vec![
                code(self.short(&it.name)),
                plain(format!("{help} ({}, {} unless you set it{range})", it.ty, it.default)),
            ]
        };
        out.push(Block::List(self.pack.params.iter().map(line).collect()));
    }

    fn score(&self, out: &mut Vec<Block>) {
        let Some(model) = &self.pack.score else { return };
        out.push(part("score", "The score"));
        let text = "100 is nothing found against you. A finding takes its weight from its category, at most down to zero.";
        out.push(Block::Text(vec![plain(text)]));
        let worth =
            |it: &termscore::rule::Category| vec![plain(format!("{}: {} points", it.title, it.worth))];
        out.push(Block::List(model.categories.iter().map(worth).collect()));
        out.push(Block::Text(vec![plain(grades(model))]));
        let gate = |it: &termscore::rule::Gate| {
            let findings = count(it.count, "finding", "findings");
            vec![plain(format!(
                "With {findings} of severity {} or worse, the grade is at most {}.",
                it.severity, it.at_most
            ))]
        };
        if !model.gates.is_empty() {
            out.push(Block::List(model.gates.iter().map(gate).collect()));
        }
    }

    /// By category in the order of the score, each with the heaviest rule first.
    fn rules(&self, out: &mut Vec<Block>) {
        let titles: Vec<(&str, &str)> = self
            .pack
            .score
            .iter()
            .flat_map(|it| &it.categories)
            .map(|it| (it.id.as_str(), it.title.as_str()))
            .collect();
        let known = |it: &&Rule| titles.iter().any(|(id, _)| *id == it.category);
        // A pack may add rules to the categories of another.
        let mut categories = titles.clone();
        for it in self.pack.rules.iter().filter(|it| !known(it)) {
            if !categories.iter().any(|(id, _)| *id == it.category) {
                categories.push((&it.category, &it.category));
            }
        }
        for (id, title) in categories {
            let mut rules: Vec<&Rule> = self.pack.rules.iter().filter(|it| it.category == id).collect();
            if rules.is_empty() {
                continue;
            }
            rules.sort_by(|a, b| {
                (b.weight, b.severity).cmp(&(a.weight, a.severity)).then_with(|| a.name.cmp(&b.name))
            });
            out.push(part(&format!("category-{id}"), title));
            rules.into_iter().for_each(|it| self.rule(it, out));
        }
    }

    fn rule(&self, rule: &Rule, out: &mut Vec<Block>) {
        let id = format!("rule-{}", self.short(&rule.name));
        out.push(Block::Heading(3, self.shorten(&rule.title), id));
        let takes = match rule.severity {
            Severity::Minimal => String::from(", a protection: good to have"),
            severity => format!(", {severity}, takes {}", points(rule.weight)),
        };
        out.push(Block::Text(vec![plain("Rule "), code(self.short(&rule.name)), plain(takes)]));
        let mut facts = vec![vec![strong("When"), plain(" "), code(self.shorten(&rule.when.to_string()))]];
        let arms =
            rule.eased.iter().map(|it| ("Milder", it)).chain(rule.raised.iter().map(|it| ("Worse", it)));
        facts.extend(arms.map(|(word, it)| self.arm(word, it)));
        if !rule.absorbs.is_empty() {
            let names: Vec<&str> = rule.absorbs.iter().map(|it| self.short(it)).collect();
            facts.push(vec![strong("Stands for"), plain(format!(" {}", names.join(", ")))]);
        }
        if let Some(it) = &rule.expected {
            facts.push(vec![strong("Expected under"), plain(" "), pattern(it)]);
        }
        for (word, text) in [("Impact", &rule.impact), ("Why", &rule.why), ("Advice", &rule.advice)] {
            if !text.is_empty() {
                facts.push(vec![strong(word), plain(format!(": {}", self.shorten(text)))]);
            }
        }
        for (word, text) in [("Prefer", &rule.prefer), ("Accept", &rule.accept), ("Refuse", &rule.refuse)] {
            if !text.is_empty() {
                facts.push(vec![strong(word), plain(format!(": {}", self.shorten(text)))]);
            }
        }
        for it in &rule.sources {
            let mut line = vec![strong("Source"), plain(": ")];
            line.push(match it.url.as_str() {
                "" => plain(&it.text),
                url => Inline::Link { text: it.text.clone(), url: url.to_owned() },
            });
            if !it.checked.is_empty() {
                line.push(plain(format!(", checked {}", it.checked)));
            }
            facts.push(line);
        }
        out.push(Block::List(facts));
        if !rule.suggest.is_empty() {
            out.push(Block::Text(vec![plain("Wording to ask for:")]));
            out.push(Block::Quote(vec![plain(self.shorten(&rule.suggest))]));
        }
        self.tests(&Subject::Rule(rule.name.clone()), out);
    }

    fn arm(&self, word: &str, arm: &Arm) -> Vec<Inline> {
        vec![
            strong(word),
            plain(" when "),
            code(self.shorten(&arm.when.to_string())),
            plain(format!(": {}, takes {}", arm.severity, points(arm.weight))),
        ]
    }

    fn clauses(&self, out: &mut Vec<Block>) {
        if self.pack.clauses.is_empty() {
            return;
        }
        out.push(part("clauses", "What is looked for"));
        for clause in &self.pack.clauses {
            let name = self.short(&clause.name);
            let title = if clause.title.is_empty() { name } else { &clause.title };
            out.push(Block::Heading(3, title.to_owned(), format!("clause-{name}")));
            out.push(Block::Text(vec![
                plain("Clause "),
                code(name),
                plain(format!(", in a {}", window(clause.window))),
            ]));
            out.push(Block::List(self.clause_lines(clause)));
            self.tests(&Subject::Clause(clause.name.clone()), out);
        }
    }

    fn clause_lines(&self, clause: &Clause) -> Vec<Vec<Inline>> {
        let mut lines = Vec::new();
        for find in &clause.find {
            lines.push(match find {
                Find::Pattern(it) => vec![plain("find "), pattern(it)],
                Find::Document(what) => vec![plain("find document "), code(what.name())],
                Find::Clause { name, denied } => {
                    let polarity = if *denied { "denied" } else { "asserted" };
                    vec![plain(format!("find {polarity} ")), code(self.short(name))]
                }
            });
        }
        if let Some(evidence) = &clause.evidence {
            let weigh = |it: &termscore::rule::Weighed| {
                vec![plain(format!("weigh {} ", it.weight)), pattern(&it.pattern)]
            };
            lines.extend(evidence.weighed.iter().map(weigh));
            lines.push(vec![plain(format!("threshold {}", evidence.threshold))]);
        }
        for with in &clause.with {
            let n = if with.patterns.len() > 1 {
                format!("with {} of ", with.at_least)
            } else {
                String::from("with ")
            };
            lines.push(listed(n, &with.patterns));
        }
        for (word, patterns) in [("without ", &clause.without), ("except ", &clause.except)] {
            if !patterns.is_empty() {
                lines.push(listed(word.to_owned(), patterns));
            }
        }
        for it in &clause.sections {
            let word = if it.never { "never in section " } else { "only in section " };
            lines.push(vec![plain(word), pattern(&it.heading)]);
        }
        if clause.roles != [Role::Operative] {
            let roles: Vec<&str> = clause.roles.iter().map(|it| role(*it)).collect();
            lines.push(vec![plain(format!("reads {}", roles.join(" ")))]);
        }
        for (word, labels) in [("label ", &clause.labels), ("denied label ", &clause.denied_labels)] {
            lines.extend(labels.iter().map(|it| vec![plain(word), code(it)]));
        }
        lines
    }

    fn concepts(&self, out: &mut Vec<Block>) {
        if self.pack.concepts.is_empty() {
            return;
        }
        out.push(part("concepts", "Words with a name"));
        let line = |it: &termscore::rule::Concept| {
            let mut line = vec![code(format!("{{{}}}", self.short(&it.name)))];
            line.extend(listed(String::from(": "), &it.patterns));
            if !it.except.is_empty() {
                line.extend(listed(String::from("; except "), &it.except));
            }
            line
        };
        out.push(Block::List(self.pack.concepts.iter().map(line).collect()));
    }

    /// The cases of a rule or clause as examples, with what must be found in bold.
    fn tests(&self, subject: &Subject, out: &mut Vec<Block>) {
        for case in self.cases.iter().filter(|it| it.subject == *subject) {
            let mut line = vec![strong(verdict(case.expected)), plain(format!(": {}", case.name))];
            let mut given: Vec<String> =
                case.params.iter().map(|(name, value)| format!("{} is {value}", self.short(name))).collect();
            given.extend(case.values.iter().map(|(name, value)| format!("{name} = {value}")));
            given.extend(case.actor.map(|it| format!("actor = {it}")));
            if !given.is_empty() {
                line.push(plain(format!(" ({})", given.join(", "))));
            }
            out.push(Block::Text(line));
            out.push(Block::Quote(marked(case)));
        }
    }
}

/// The heading of a part of the page.
fn part(id: &str, title: &str) -> Block {
    Block::Heading(2, title.to_owned(), id.to_owned())
}

/// The text of a case, with its marks in bold.
fn marked(case: &TestCase) -> Vec<Inline> {
    let mut out = Vec::new();
    let mut at = 0;
    for mark in &case.marks {
        out.push(plain(case.text.get(at..mark.start).unwrap_or_default()));
        out.push(strong(mark.of(&case.text)));
        at = mark.end;
    }
    out.push(plain(case.text.get(at..).unwrap_or_default()));
    out
}

fn verdict(expected: Expected) -> &'static str {
    match expected {
        Expected::Fires => "Fires",
        Expected::Clear => "Clear",
        Expected::Undetermined => "Undetermined",
        Expected::Asserted => "Asserted",
        Expected::Denied => "Denied",
        Expected::Mixed => "Mixed",
        Expected::Silent => "Silent",
    }
}

fn kind_lines(kind: &Kind) -> Vec<Vec<Inline>> {
    let mut lines = Vec::new();
    for (word, phrases) in [("you ", &kind.you), ("them ", &kind.them)] {
        if !phrases.is_empty() {
            let mut line = vec![plain(word)];
            for (n, it) in phrases.iter().enumerate() {
                line.extend((n > 0).then(|| plain(", ")));
                line.push(phrase(it));
            }
            lines.push(line);
        }
    }
    for it in &kind.evidence.weighed {
        lines.push(vec![plain(format!("weigh {} ", it.weight)), pattern(&it.pattern)]);
    }
    if !kind.evidence.weighed.is_empty() {
        lines.push(vec![plain(format!("threshold {}", kind.evidence.threshold))]);
    }
    lines
}

fn grades(model: &ScoreModel) -> String {
    let steps: Vec<String> = model.grades.iter().map(|it| format!("{} from {}", it.grade, it.from)).collect();
    format!("Grades: {}, else {}.", steps.join(", "), model.lowest)
}

fn listed(label: String, patterns: &[Pattern]) -> Vec<Inline> {
    let mut line = vec![plain(label)];
    for (n, it) in patterns.iter().enumerate() {
        line.extend((n > 0).then(|| plain(", ")));
        line.push(pattern(it));
    }
    line
}

fn pattern(pattern: &Pattern) -> Inline {
    match pattern {
        Pattern::Phrase(it) => phrase(it),
        Pattern::Regex(it) => code(format!("/{it}/")),
    }
}

fn phrase(phrase: &Phrase) -> Inline {
    code(format!("\"{}\"", phrase.written.split_whitespace().collect::<Vec<_>>().join(" ")))
}

fn points(points: Points) -> String {
    if points == Points::whole(1) { String::from("1 point") } else { format!("{points} points") }
}

fn window(window: Window) -> &'static str {
    match window {
        Window::Sentence => "sentence",
        Window::Paragraph => "paragraph",
        Window::Section => "section",
        Window::Document => "document",
    }
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Operative => "operative",
        Role::Heading => "heading",
        Role::Recital => "recital",
        Role::Definition => "definition",
        Role::Contents => "contents",
        Role::Signature => "signature",
        Role::Hidden => "hidden",
        _ => "other",
    }
}
