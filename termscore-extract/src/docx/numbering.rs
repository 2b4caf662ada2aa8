//! numbering.xml in, list numbers out: counts as Word does while the paragraphs pass in order.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::styles::Styles;
use crate::ordinal::{cardinal, ordinal, ordinal_number, ordinal_word, repeated_letters};
use crate::xml::Element;

/// Word has nine levels.
const N_LEVELS: usize = 9;

#[derive(Clone, Debug)]
struct Level {
    start: i64,
    format: String,
    /// Digits that a custom format such as "001, 002" pads to.
    width: usize,
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
    /// Levels of the lists used so far, overrides in place.
    resolved: BTreeMap<i64, Option<Rc<Levels>>>,
}

impl Numbering {
    pub(super) fn read(root: Option<Element<'_>>) -> Numbering {
        let mut out = Numbering::default();
        for element in root.into_iter().flat_map(Element::elements) {
            match element.name {
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
    pub(super) fn level_of_style(
        &mut self,
        number: i64,
        ancestry: &[&str],
        styles: &Styles,
    ) -> Option<usize> {
        let levels = self.levels(number, styles)?;
        ancestry.iter().find_map(|style| {
            levels.iter().find(|(_, level)| level.style.as_deref() == Some(*style)).map(|(nth, _)| *nth)
        })
    }

    /// Counts one paragraph and writes its number: "1.1", "(a)", "•"; empty for a level that shows none.
    pub(super) fn next(&mut self, number: i64, level: usize, styles: &Styles) -> Option<String> {
        let level = level.min(N_LEVELS - 1);
        let levels = self.levels(number, styles)?;
        let own = levels.get(&level)?;
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
            // "Section 1.01" of Word's own list "Article / Section" is legal style with its zero.
            let is_kept = matches!(level.format.as_str(), "none" | "decimalZero");
            let format = if own.legal && !is_kept { "decimal" } else { level.format.as_str() };
            let width = if own.legal { 0 } else { level.width };
            format!("{:0>width$}", write(count, format))
        };
        Some(fill(&own.text, shown))
    }

    /// The levels of a list, its overrides in place.
    fn levels(&mut self, number: i64, styles: &Styles) -> Option<Rc<Levels>> {
        if let Some(known) = self.resolved.get(&number) {
            return known.clone();
        }
        let levels = self.resolve(number, styles).map(Rc::new);
        self.resolved.insert(number, levels.clone());
        levels
    }

    fn resolve(&self, number: i64, styles: &Styles) -> Option<Levels> {
        let num = self.nums.get(&number)?;
        let own = self.abstracts.get(&num.abstract_id);
        let linked = own
            .and_then(|it| it.style_link.as_deref())
            .and_then(|style| styles.numbering(Some(style)).number)
            .and_then(|it| self.nums.get(&it));
        let base = linked.map_or(own, |it| self.abstracts.get(&it.abstract_id));
        let mut levels = base.map(|it| it.levels.clone()).unwrap_or_default();
        for num in linked.into_iter().chain([num]) {
            levels.extend(num.overrides.iter().map(|(nth, level)| (*nth, level.clone())));
        }
        Some(levels)
    }
}

fn parse(value: Option<&str>) -> Option<i64> {
    value.and_then(|it| it.trim().parse().ok())
}

fn level(element: Element<'_>) -> Option<(usize, Level)> {
    let (format, width) = format_of(element);
    let nth = parse(element.attribute("ilvl")).and_then(|it| usize::try_from(it).ok())?;
    let level = Level {
        start: parse(element.child_val("start")).unwrap_or(0),
        format: format.unwrap_or("decimal").to_owned(),
        width,
        text: element.child("lvlText").and_then(|it| it.label("val")).unwrap_or_default(),
        legal: element.switch("isLgl").unwrap_or(false),
        restart: parse(element.child_val("lvlRestart")).and_then(|it| usize::try_from(it).ok()),
        style: element.child_val("pStyle").map(str::to_owned),
        hidden: element.child("rPr").and_then(|it| it.switch("vanish")).unwrap_or(false),
    };
    (nth < N_LEVELS).then_some((nth, level))
}

/// Newer formats ("001, 002") stand in an alternative, with an old one as the fallback; and the digits they pad to.
fn format_of(level: Element<'_>) -> (Option<&str>, usize) {
    if let Some(plain) = level.child("numFmt") {
        return (plain.val(), width_of(plain));
    }
    let Some(alternative) = level.child("AlternateContent") else { return (None, 0) };
    let of = |name: &str| alternative.child(name).and_then(|it| it.child("numFmt"));
    let width = of("Choice").map_or(0, width_of);
    (of("Fallback").or(of("Choice")).and_then(Element::val), width)
}

/// Of a format such as "0001, 0002, 0003, ...": its digits.
fn width_of(format: Element<'_>) -> usize {
    let custom = format.attribute("format").filter(|_| format.val() == Some("custom"));
    let first = custom.and_then(|it| it.split(',').next()).unwrap_or_default();
    if first.bytes().all(|it| it.is_ascii_digit()) { first.len().min(8) } else { 0 }
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
        "decimalEnclosedParen" => format!("({count})"),
        "decimalEnclosedFullstop" => format!("{count}."),
        "numberInDash" => format!("- {count} -"),
        "hex" => format!("{count:X}"),
        "ordinal" => ordinal_number(count),
        "cardinalText" => cardinal(count),
        "ordinalText" => ordinal_word(count),
        "none" => String::new(),
        _ => count.to_string(),
    }
}
