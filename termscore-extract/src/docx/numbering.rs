//! numbering.xml in, list numbers out: counts as Word does while the paragraphs pass in order.

use std::collections::{BTreeMap, BTreeSet};

use super::styles::Styles;
use crate::ordinal::{cardinal, ordinal, ordinal_number, ordinal_word, repeated_letters};
use crate::package::Element;

/// Word has nine levels.
const N_LEVELS: usize = 9;

#[derive(Clone, Debug)]
struct Level {
    start: i64,
    format: String,
    /// With %1 to %9 for the counts of the levels.
    text: String,
    /// Numbers of all levels in digits.
    legal: bool,
    /// The level above which it starts anew: 0 for never; absent for any.
    restart: Option<usize>,
    style: Option<String>,
    hidden: bool,
}

type Levels = BTreeMap<usize, Level>;

#[derive(Default)]
struct Abstract {
    levels: Levels,
    /// Set if the levels stand in another list, which this style brings.
    style_link: Option<String>,
}

#[derive(Default)]
struct Num {
    abstract_id: i64,
    overrides: Levels,
    starts: BTreeMap<usize, i64>,
}

/// The lists of a document and how far each has counted.
#[derive(Default)]
pub(super) struct Numbering {
    abstracts: BTreeMap<i64, Abstract>,
    nums: BTreeMap<i64, Num>,
    /// Last count given out by list and level; lists share the count of their abstract list.
    counts: BTreeMap<(i64, usize), i64>,
    /// Lists whose own starts have been applied.
    started: BTreeSet<(i64, usize)>,
}

impl Numbering {
    pub(super) fn read(root: Option<&Element>) -> Numbering {
        let mut out = Numbering::default();
        for element in root.into_iter().flat_map(Element::elements) {
            match element.name.as_str() {
                "abstractNum" => {
                    let Some(id) = parse(element.attribute("abstractNumId")) else { continue };
                    let levels = element.elements().filter(|it| it.name == "lvl").filter_map(level).collect();
                    let style_link = element.child_val("numStyleLink").map(str::to_owned);
                    out.abstracts.insert(id, Abstract { levels, style_link });
                }
                "num" => {
                    let Some(id) = parse(element.attribute("numId")) else { continue };
                    let mut num = Num {
                        abstract_id: parse(element.child_val("abstractNumId")).unwrap_or(-1),
                        ..Num::default()
                    };
                    for it in element.elements().filter(|it| it.name == "lvlOverride") {
                        let nth =
                            parse(it.attribute("ilvl")).and_then(|it| usize::try_from(it).ok()).unwrap_or(0);
                        if let Some((_, level)) = it.child("lvl").and_then(level) {
                            num.overrides.insert(nth, level);
                        }
                        if let Some(start) = parse(it.child_val("startOverride")) {
                            num.starts.insert(nth, start);
                        }
                    }
                    out.nums.insert(id, num);
                }
                _ => {}
            }
        }
        out
    }

    /// The level that a list ties to a style (or to one it is based on), for lists that styles bring.
    pub(super) fn level_of_style(&self, number: i64, ancestry: &[&str], styles: &Styles) -> Option<usize> {
        let levels = self.levels(number, styles)?;
        ancestry.iter().find_map(|style| {
            levels.iter().find(|(_, level)| level.style.as_deref() == Some(*style)).map(|(nth, _)| *nth)
        })
    }

    /// Counts one paragraph and writes its number: "1.1", "(a)", "•"; empty for a level that shows none.
    pub(super) fn next(&mut self, number: i64, level: usize, styles: &Styles) -> Option<String> {
        let level = level.min(N_LEVELS - 1);
        let levels = self.levels(number, styles)?;
        let own = levels.get(&level)?.clone();
        let num = self.nums.get(&number)?;
        let key = num.abstract_id;
        let forced = num.starts.get(&level).copied();
        let count = match (forced, self.counts.get(&(key, level))) {
            (Some(start), _) if !self.started.contains(&(number, level)) => start,
            (_, Some(last)) => last.saturating_add(1),
            (Some(start), None) => start,
            (None, None) => own.start,
        };
        self.started.insert((number, level));
        self.counts.insert((key, level), count);
        for deeper in level + 1..N_LEVELS {
            let restart = levels.get(&deeper).and_then(|it| it.restart);
            if restart.is_none_or(|it| it != 0 && level < it) {
                self.counts.remove(&(key, deeper));
            }
        }
        if own.hidden {
            return Some(String::new());
        }
        if own.format == "bullet" {
            return Some("•".to_owned());
        }
        let shown = |nth: usize| -> String {
            let Some(level) = levels.get(&nth) else { return String::new() };
            let start =
                self.nums.get(&number).and_then(|it| it.starts.get(&nth).copied()).unwrap_or(level.start);
            let count = self.counts.get(&(key, nth)).copied().unwrap_or(start);
            let format = if own.legal && level.format != "none" { "decimal" } else { level.format.as_str() };
            write(count, format)
        };
        Some(fill(&own.text, shown))
    }

    /// The levels of a list, its overrides in place.
    fn levels(&self, number: i64, styles: &Styles) -> Option<Levels> {
        let num = self.nums.get(&number)?;
        let mut base = self.abstracts.get(&num.abstract_id);
        if let Some(style) = base.and_then(|it| it.style_link.as_deref()) {
            let (linked, _) = styles.numbering(Some(style));
            base = linked
                .number
                .and_then(|it| self.nums.get(&it))
                .and_then(|it| self.abstracts.get(&it.abstract_id));
        }
        let mut levels = base.map(|it| it.levels.clone()).unwrap_or_default();
        levels.extend(num.overrides.iter().map(|(nth, level)| (*nth, level.clone())));
        Some(levels)
    }
}

fn parse(value: Option<&str>) -> Option<i64> {
    value.and_then(|it| it.trim().parse().ok())
}

fn level(element: &Element) -> Option<(usize, Level)> {
    let nth = parse(element.attribute("ilvl")).and_then(|it| usize::try_from(it).ok())?;
    let level = Level {
        start: parse(element.child_val("start")).unwrap_or(0),
        format: format_of(element).unwrap_or("decimal").to_owned(),
        text: element.child_val("lvlText").unwrap_or_default().to_owned(),
        legal: element.switch("isLgl").unwrap_or(false),
        restart: parse(element.child_val("lvlRestart")).and_then(|it| usize::try_from(it).ok()),
        style: element.child_val("pStyle").map(str::to_owned),
        hidden: element.child("rPr").and_then(|it| it.switch("vanish")).unwrap_or(false),
    };
    (nth < N_LEVELS).then_some((nth, level))
}

/// Newer formats ("01, 02") stand in an alternative, with an old one as the fallback.
fn format_of(level: &Element) -> Option<&str> {
    level.child_val("numFmt").or_else(|| {
        let alternative = level.child("AlternateContent")?;
        alternative.child("Fallback").or_else(|| alternative.child("Choice"))?.child_val("numFmt")
    })
}

fn fill(pattern: &str, shown: impl Fn(usize) -> String) -> String {
    let mut out = String::new();
    let mut chars = pattern.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.peek().and_then(|it| it.to_digit(10)) {
            Some(nth @ 1..=9) if c == '%' => {
                chars.next();
                out.push_str(&shown(nth as usize - 1));
            }
            _ => out.push(c),
        }
    }
    out
}

fn write(count: i64, format: &str) -> String {
    match format {
        "lowerLetter" => repeated_letters(count, 'a'),
        "upperLetter" => repeated_letters(count, 'A'),
        "lowerRoman" => ordinal(count, 'i'),
        "upperRoman" => ordinal(count, 'I'),
        "decimalZero" => format!("{count:02}"),
        "ordinal" => ordinal_number(count),
        "cardinalText" => cardinal(count),
        "ordinalText" => ordinal_word(count),
        "none" => String::new(),
        _ => count.to_string(),
    }
}
