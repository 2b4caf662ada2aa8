//! Rule text as a tree that keeps order, spelling and places, and knows no meaning.

use crate::source::Loc;

/// Something with its place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct At<T> {
    pub(crate) it: T,
    pub(crate) at: Loc,
}

/// A kebab-case word.
pub(crate) type Name = At<String>;
/// A name, perhaps with an alias before a dot.
pub(crate) type Path = At<String>;
/// A number as written.
pub(crate) type Number = At<String>;

/// A quoted text, as written between the quotes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Text {
    pub(crate) raw: String,
    /// True between triple quotes.
    pub(crate) long: bool,
    /// With the quotes.
    pub(crate) at: Loc,
}

impl Text {
    /// Place of the bytes `start..end` of [`Text::raw`].
    pub(crate) fn within(&self, start: usize, end: usize) -> Loc {
        let base = self.at.span.start + if self.long { 3 } else { 1 };
        Loc::new(self.at.source, base + start, base + end)
    }
}

/// The items of all sources, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct File {
    pub(crate) items: Vec<Item>,
    /// Of each item, from its keyword to its end.
    pub(crate) places: Vec<Loc>,
    /// Items that could not be read.
    pub(crate) broken: Vec<Broken>,
    /// Names of items that could not be read, and `score`.
    pub(crate) lost: Vec<String>,
    /// A `pack` header is among them.
    pub(crate) lost_header: bool,
    /// The place of each field behind that of its first word, in order.
    pub(crate) fields: Vec<(Loc, Loc)>,
}

impl File {
    /// A name that starts with a word and that nothing in the file has.
    pub(crate) fn free_name(&self, word: &str) -> String {
        let taken = |stem: &str| {
            self.items.iter().any(|item| match item {
                Item::Concept(it) => it.name.it.starts_with(stem),
                Item::Clause(it) => it.name.it.starts_with(stem),
                Item::Rule(it) => it.name.it.starts_with(stem),
                Item::Kind(_)
                | Item::Param(_)
                | Item::Pack(_)
                | Item::Use(_)
                | Item::Extern(_)
                | Item::Cue(_)
                | Item::Score(_)
                | Item::Override(_)
                | Item::Disable(_)
                | Item::Extend(_)
                | Item::Test(_) => false,
            })
        };
        let mut stem = word.to_owned();
        while taken(&stem) {
            stem.push_str("-x");
        }
        stem
    }
}

/// An item that could not be read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Broken {
    pub(crate) keyword: &'static str,
    /// The word after the keyword, if there is one.
    pub(crate) name: Option<Name>,
    pub(crate) at: Loc,
}

/// What a pack is made of.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Item {
    Pack(Pack),
    Use(Use),
    Kind(Kind),
    Param(Param),
    Extern(Extern),
    Concept(Concept),
    Cue(Cue),
    Clause(Clause),
    Rule(Rule),
    Score(Score),
    Override(Override),
    Disable(Disable),
    Extend(Extend),
    Test(Test),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pack {
    pub(crate) name: Name,
    pub(crate) version: At<String>,
    pub(crate) fields: Vec<At<PackField>>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum PackField {
    Title(Text),
    Disclaimer(Text),
    Language(Name),
    Kinds(Vec<Path>),
    Requires(At<String>),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Use {
    pub(crate) pack: Name,
    pub(crate) range: At<String>,
    pub(crate) alias: Option<Name>,
    pub(crate) at: Loc,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Kind {
    pub(crate) name: Name,
    pub(crate) title: Text,
    pub(crate) fields: Vec<At<KindField>>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum KindField {
    You(Vec<Pattern>),
    Them(Vec<Pattern>),
    Weigh(Number, Pattern),
    Threshold(Number),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Param {
    pub(crate) name: Name,
    pub(crate) ty: Name,
    pub(crate) default: Literal,
    pub(crate) bounds: Option<(Literal, Literal)>,
    pub(crate) help: Option<Text>,
}

/// A function of the host.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Extern {
    pub(crate) name: Path,
    /// Absent for an extractor.
    pub(crate) inputs: Option<Vec<Name>>,
    pub(crate) yields: Name,
    pub(crate) help: Text,
    /// `unknown` or `refused`.
    pub(crate) absent: Option<At<String>>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Override {
    pub(crate) item: Path,
    pub(crate) fields: Vec<At<OverrideField>>,
    pub(crate) because: Text,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum OverrideField {
    /// As in a rule.
    Text(String, Text),
    Severity(At<String>),
    Weight(Number),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Disable {
    pub(crate) item: Path,
    pub(crate) because: Text,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Extend {
    pub(crate) item: Path,
    pub(crate) fields: Vec<At<ExtendField>>,
    pub(crate) because: Text,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ExtendField {
    /// Of a concept.
    Any(Vec<Pattern>),
    /// Of a clause.
    Find(Vec<Pattern>),
}

/// A value as written; a bare path may also be the name of a parameter.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Literal {
    /// Without quotes, blanks made single.
    pub(crate) text: String,
    pub(crate) bare_path: bool,
    pub(crate) at: Loc,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Concept {
    pub(crate) name: Name,
    pub(crate) fields: Vec<At<ConceptField>>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ConceptField {
    Any(Vec<Pattern>),
    Except(Vec<Pattern>),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cue {
    pub(crate) kind: At<String>,
    pub(crate) direction: Option<At<String>>,
    pub(crate) reach: Option<Number>,
    pub(crate) phrases: Vec<Pattern>,
    pub(crate) at: Loc,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Clause {
    pub(crate) name: Name,
    pub(crate) window: At<String>,
    pub(crate) title: Option<Text>,
    pub(crate) fields: Vec<At<ClauseField>>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ClauseField {
    Find(Vec<Pattern>),
    FindClause { denied: bool, clause: Path },
    FindDocument(At<String>),
    With { at_least: Option<Number>, patterns: Vec<Pattern> },
    Without(Vec<Pattern>),
    Except(Vec<Pattern>),
    Weigh(Number, Pattern),
    Threshold(Number),
    Section { never: bool, heading: Pattern },
    Reads(Vec<At<String>>),
    Label(Vec<Text>),
    DeniedLabel(Vec<Text>),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Rule {
    pub(crate) name: Name,
    pub(crate) fields: Vec<At<RuleField>>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum RuleField {
    /// `title`, `impact`, `why`, `advice`, `suggest`, `prefer`, `accept`, `refuse`.
    Text(String, Text),
    When(Condition),
    Severity(At<String>),
    Weight(Number),
    Category(Name),
    Arm(Arm),
    Absorbs(Vec<Path>),
    Expected(Pattern),
    Source {
        text: Text,
        url: Option<Text>,
        checked: Option<At<String>>,
    },
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Arm {
    /// False: `eased`.
    pub(crate) raised: bool,
    pub(crate) when: Condition,
    pub(crate) severity: Option<At<String>>,
    pub(crate) weight: Option<Number>,
    /// From `to` on.
    pub(crate) to: Loc,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Condition {
    pub(crate) it: Asked,
    pub(crate) at: Loc,
}

/// A node of a condition.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Asked {
    /// Operands and, between them, `and` or `or`; at least two operands.
    Chain(Vec<Condition>, Vec<At<Junction>>),
    /// The place is that of the word `not`.
    Not(Loc, Box<Condition>),
    Group(Box<Condition>),
    AtLeast(Number, Vec<Condition>),
    Question {
        verb: At<String>,
        clause: Path,
        filter: Vec<Comparison>,
    },
    Count {
        clause: Path,
        filter: Vec<Comparison>,
        op: At<String>,
        n: Number,
    },
    Fires(Path),
    Kind(Path),
    Law(Text),
    Predicate(Path),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Junction {
    And,
    Or,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Comparison {
    Actor {
        includes: bool,
        who: At<String>,
    },
    Value {
        capture: Name,
        op: At<String>,
        with: Literal,
    },
    /// The place of `not`, if it is there.
    Call {
        not: Option<Loc>,
        name: Path,
        arguments: Vec<Literal>,
    },
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Score {
    pub(crate) fields: Vec<At<ScoreField>>,
    /// Of the word `score`.
    pub(crate) at: Loc,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ScoreField {
    Category { name: Name, title: Text, worth: Number },
    Grade { grade: At<String>, from: Number },
    Else(At<String>),
    Gate { count: Number, severity: At<String>, at_most: At<String> },
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Test {
    pub(crate) subject: Path,
    pub(crate) cases: Vec<Case>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Case {
    pub(crate) name: Text,
    pub(crate) kind: Vec<Path>,
    pub(crate) params: Vec<(Path, Literal)>,
    pub(crate) outcome: At<String>,
    pub(crate) expects: Vec<Expectation>,
    pub(crate) text: Text,
    /// Of the word `case`.
    pub(crate) at: Loc,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expectation {
    Actor(At<String>),
    Value(Name, Literal),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Pattern {
    Phrase(Phrase),
    /// Between the slashes, `\/` made `/`.
    Regex(At<String>),
    /// Could not be read, and this has been reported.
    Broken,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Phrase {
    /// Between the quotes.
    pub(crate) written: String,
    pub(crate) at: Loc,
    pub(crate) body: Vec<Element>,
}

/// A step of a phrase.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Element {
    pub(crate) it: What,
    /// Place of `^`.
    pub(crate) head: Option<Loc>,
    pub(crate) optional: bool,
    pub(crate) at: Loc,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum What {
    Word(String),
    Inflected(String),
    Exact(String),
    Any,
    /// Numbers as written; the second may be absent.
    Gap(String, Option<String>),
    Choice(Vec<Vec<Element>>),
    /// `{of}` or `{capture: of}`
    Slot {
        capture: Option<Name>,
        of: Path,
    },
}
