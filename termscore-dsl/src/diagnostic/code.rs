//! The kinds of mistake that a rule text can contain, by stable name.

use std::fmt;

macro_rules! codes {
    ($(@$group:ident $($variant:ident $name:literal $summary:literal,)*)*) => {
        /// What kind of mistake a diagnostic reports. Its name is stable and kebab-case.
        ///
        /// ```
        /// use termscore_dsl::Code;
        /// assert_eq!(Code::NotOverText.name(), "not-over-text");
        /// assert!(Code::ALL.contains(&Code::UnknownClause));
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[doc = $summary] $variant,)*)*
        }

        impl Code {
            /// Every code, in the order of the reference page.
            pub const ALL: &[Code] = &[$($(Code::$variant,)*)*];

            /// The name that authors see: `unknown-clause`.
            pub fn name(self) -> &'static str {
                match self { $($(Code::$variant => $name,)*)* }
            }

            /// One line that says what it means.
            pub fn summary(self) -> &'static str {
                match self { $($(Code::$variant => $summary,)*)* }
            }

            /// What it is about.
            pub fn group(self) -> Group {
                match self { $($(Code::$variant => Group::$group,)*)* }
            }

            /// Its page of the manual, in Markdown: what it means, a wrong pack, why, and the pack corrected.
            ///
            /// ```
            /// assert!(termscore_dsl::Code::NotOverText.page().starts_with("# not-over-text\n"));
            /// ```
            pub fn page(self) -> &'static str {
                match self {
                    $($(Code::$variant => {
                        include_str!(concat!("../../../docs/diagnostics/", $name, ".md"))
                    })*)*
                }
            }
        }
    };
}

codes! {
    @Text
    Syntax "syntax" "Something else was expected at this place.",
    UnknownItem "unknown-item" "A pack has no item of this kind.",
    UnknownField "unknown-field" "The item has no field of this name.",
    DuplicateField "duplicate-field" "A field that may stand once stands twice.",
    MissingField "missing-field" "The item lacks a field that it must have.",
    UnclosedString "unclosed-string" "A quote or a regular expression has no end.",
    UnclosedBrace "unclosed-brace" "A brace has no partner.",
    NestingTooDeep "nesting-too-deep" "Brackets are nested more than 64 deep.",
    SourceTooLarge "source-too-large" "A source is larger than 1 MiB.",
    @Packs
    MissingPack "missing-pack" "No source has a `pack` header.",
    SecondPack "second-pack" "A pack has more than one `pack` header.",
    UnknownPack "unknown-pack" "No pack of this name and version is at hand, or it is not used.",
    UnusedUse "unused-use" "A pack is used and nothing of it is needed.",
    UnsupportedVersion "unsupported-version" "The pack asks for another version of TermScore.",
    UnknownLanguage "unknown-language" "Only English is supported.",
    WrongChange "wrong-change" "A change does not fit the item that it changes.",
    @Names
    BadName "bad-name" "A name is not kebab-case, or has a meaning of its own.",
    DuplicateName "duplicate-name" "Two items of one kind have the same name.",
    UnknownConcept "unknown-concept" "No concept has this name.",
    UnknownClause "unknown-clause" "No clause has this name.",
    UnknownRule "unknown-rule" "No rule has this name.",
    UnknownKind "unknown-kind" "No kind of document has this name.",
    UnknownParam "unknown-param" "No parameter has this name.",
    UnknownType "unknown-type" "No type of value has this name.",
    UnknownCapture "unknown-capture" "No `find` of the clause captures a value of this name.",
    UnknownCategory "unknown-category" "The score model has no category of this name.",
    UnknownGrade "unknown-grade" "The score model has no grade of this name.",
    UnknownPlaceholder "unknown-placeholder" "Nothing can be filled in for this placeholder.",
    UnknownFunction "unknown-function" "No function of the host has this name.",
    UnknownSubject "unknown-subject" "A test names neither a rule nor a clause.",
    @Phrases
    EmptyPhrase "empty-phrase" "A phrase has no word that must be there.",
    PhraseSyntax "phrase-syntax" "A phrase cannot be read.",
    SpecialCharacter "special-character" "A character has no meaning in a phrase.",
    UnbalancedPhrase "unbalanced-phrase" "A bracket in a phrase has no partner.",
    GapAtEdge "gap-at-edge" "A gap has no word on one of its sides.",
    BadGap "bad-gap" "A gap is too long, or its ends are swapped.",
    HeadOnGap "head-on-gap" "A gap cannot be the head of a phrase.",
    TwoHeads "two-heads" "A phrase has more than one head, or its head is inside a group.",
    CueStart "cue-start" "A cue does not begin with a word.",
    DuplicateCapture "duplicate-capture" "A phrase captures two values under one name.",
    CaptureNotAllowed "capture-not-allowed" "Nothing can be captured at this place.",
    BadRegex "bad-regex" "A regular expression cannot be read, or can never match.",
    @Values
    BadNumber "bad-number" "A number is out of range or has too many decimals.",
    BadLiteral "bad-literal" "A value cannot be read as its type.",
    OutOfRange "out-of-range" "A value lies outside the range of its parameter.",
    WrongType "wrong-type" "Two values of different types are compared.",
    @Conditions
    WrongArguments "wrong-arguments" "A function of the host is not asked as it is declared.",
    NotOverText "not-over-text" "`not` before a question about the text has three readings.",
    MixedAndOr "mixed-and-or" "`and` and `or` stand side by side without parentheses.",
    Unreachable "unreachable" "A number can never be reached.",
    Cycle "cycle" "An item refers to itself, directly or through others.",
    @Scores
    CategorySum "category-sum" "The categories are not worth 100 points together.",
    GradeOrder "grade-order" "Grades do not go down from the best.",
    BadWeight "bad-weight" "A weight does not fit the severity.",
    BadAbsorbs "bad-absorbs" "A rule absorbs itself or a rule of another category.",
    EasedRaises "eased-raises" "`eased` makes a rule worse, or changes nothing.",
    RaisedLowers "raised-lowers" "`raised` makes a rule milder, or changes nothing.",
    @Tests
    WrongExpectation "wrong-expectation" "A test expects what its subject cannot be.",
    UnbalancedMarks "unbalanced-marks" "The marks `[[` and `]]` in a test do not pair up.",
    @Lints
    UntestedRule "untested-rule" "No test shows that a rule fires, or that it stays silent.",
    SingleBrackets "single-brackets" "A passage of a test stands in single brackets, which mark nothing.",
    UnusedItem "unused-item" "Nothing refers to a concept, a clause or a parameter.",
    ShadowedPhrase "shadowed-phrase" "Another phrase of the item matches wherever this one does.",
    RegexWithoutText "regex-without-text" "A regular expression has no three letters that must be there.",
    AbsorberTooLight "absorber-too-light" "A rule weighs less than what it absorbs.",
    CategoryUnreachable "category-unreachable" "The rules of a category can never take all that it is worth.",
    CategoryCrowded "category-crowded" "The rules of a category weigh more than three times its worth.",
}

impl Code {
    /// The code of a name; absent if there is none.
    ///
    /// ```
    /// use termscore_dsl::Code;
    /// assert_eq!(Code::from_name("cycle"), Some(Code::Cycle));
    /// assert_eq!(Code::from_name("Cycle"), None);
    /// ```
    pub fn from_name(name: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|it| it.name() == name)
    }

    /// The code whose name is close to an unknown one, if one is.
    ///
    /// ```
    /// use termscore_dsl::Code;
    /// assert_eq!(Code::closest("unknow-clause"), Some(Code::UnknownClause));
    /// ```
    pub fn closest(name: &str) -> Option<Code> {
        let meant = crate::names::meant(name, Code::ALL.iter().map(|it| it.name()))?;
        Code::from_name(&meant.name)
    }

    /// A doubt about a correct pack, told only by [`check`](crate::check) and only if there are no errors.
    pub fn is_lint(self) -> bool {
        self.group() == Group::Lints
    }
}

/// What codes are about; the chapters of the index of their pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Group {
    /// What stands where it cannot.
    Text,
    /// Headers and the packs that are used.
    Packs,
    /// Names that are unknown, taken or ill-formed.
    Names,
    /// What stands between the quotes of a phrase.
    Phrases,
    /// Numbers and typed values.
    Values,
    /// What rules ask.
    Conditions,
    /// Weights, categories, grades.
    Scores,
    /// A pack's own tests.
    Tests,
    /// Doubts about correct packs.
    Lints,
}

impl Group {
    /// All, in the order of the index.
    pub const ALL: &[Group] = &[
        Group::Text,
        Group::Packs,
        Group::Names,
        Group::Phrases,
        Group::Values,
        Group::Conditions,
        Group::Scores,
        Group::Tests,
        Group::Lints,
    ];

    /// The heading of its chapter.
    pub fn title(self) -> &'static str {
        match self {
            Group::Text => "Reading the text",
            Group::Packs => "Packs",
            Group::Names => "Names",
            Group::Phrases => "Phrases",
            Group::Values => "Values",
            Group::Conditions => "Conditions",
            Group::Scores => "Rules and scores",
            Group::Tests => "Tests",
            Group::Lints => "Doubts about correct packs",
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
