//! Ways through a phrase, and what its slots took on each.

use std::{cmp::Ordering, sync::Arc};

use super::hit::{Capture, NO_HEAD};

/// A way through the steps so far.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    /// The place behind its last word.
    pub(super) place: u32,
    /// Where the head lies; [`NO_HEAD`] if it has not been passed.
    pub(super) head: u32,
    /// Words that gaps skipped.
    pub(super) skipped: u32,
    /// The last of its captures, in [`Walk::captured`]; [`NOTHING`] if there is none.
    pub(super) captured: u32,
}

/// No capture.
const NOTHING: u32 = u32::MAX;

impl Way {
    pub(super) fn at(place: u32) -> Way {
        Way { place, head: NO_HEAD, skipped: 0, captured: NOTHING }
    }
}

/// What a slot took on some way.
#[derive(Debug)]
struct Captured {
    name: Arc<str>,
    capture: Capture,
    start: u32,
    end: u32,
    /// The capture before it on its way.
    before: u32,
}

/// Ways, those at work on top.
#[derive(Debug, Default)]
pub(super) struct Walk {
    pub(super) ways: Vec<Way>,
    captured: Vec<Captured>,
    /// True if what slots take is kept. What limits clauses, cues, and phrases without slots need only the words.
    pub(super) records: bool,
}

impl Walk {
    /// Forgets all ways.
    pub(super) fn restart(&mut self) {
        self.ways.clear();
        self.captured.clear();
    }

    pub(super) fn len(&self) -> usize {
        self.ways.len()
    }

    pub(super) fn get(&self, at: usize) -> Option<Way> {
        self.ways.get(at).copied()
    }

    /// Adds a way on which a slot took the words from `start` to where the way is now.
    pub(super) fn push_captured(&mut self, way: Way, name: &Arc<str>, capture: Capture, start: u32) {
        let captured = Captured { name: name.clone(), capture, start, end: way.place, before: way.captured };
        let at = self.captured.len() as u32;
        self.captured.push(captured);
        self.ways.push(Way { captured: at, ..way });
    }

    /// What the slots of a way took, in the order of the phrase.
    pub(super) fn taken(&self, way: Way) -> Vec<(Arc<str>, Capture)> {
        let captures = captures(&self.captured, way).into_iter();
        captures.map(|it| (it.name.clone(), it.capture.clone())).collect()
    }

    /// Of the ways from `base` on, one for each place and head: the one that skipped fewest words, and of those the one
    /// whose captures come first. What a way leads to adds the same to all of them, so the best of all remains.
    pub(super) fn distinct(&mut self, base: usize) {
        let Some(ways) = self.ways.get(base..).filter(|it| it.len() > 1) else { return };
        if ways.is_sorted_by(|a, b| (a.place, a.head) < (b.place, b.head)) {
            return;
        }
        let Walk { ways, captured, .. } = self;
        let Some(top) = ways.get_mut(base..) else { return };
        top.sort_unstable_by(|a, b| {
            let key = |way: &Way| (way.place, way.head, way.skipped);
            // What is alike in all of this was captured in the order of the phrase.
            key(a)
                .cmp(&key(b))
                .then_with(|| by_captures(captured, *a, *b))
                .then_with(|| a.captured.cmp(&b.captured))
        });
        let mut kept = base;
        for at in base + 1..ways.len() {
            let (Some(last), Some(way)) = (ways.get(kept).copied(), ways.get(at).copied()) else { break };
            if (last.place, last.head) != (way.place, way.head) {
                kept += 1;
                if let Some(it) = ways.get_mut(kept) {
                    *it = way;
                }
            }
        }
        ways.truncate(kept + 1);
    }
}

/// The captures of a way, in the order of the phrase.
fn captures(captured: &[Captured], way: Way) -> Vec<&Captured> {
    let mut all = Vec::new();
    let mut next = way.captured;
    while let Some(it) = captured.get(next as usize) {
        all.push(it);
        next = it.before;
    }
    all.reverse();
    all
}

/// Compares the captures of two ways that are equal otherwise, one after the other: the one that begins
/// earlier comes first, then the shorter, then by name and value; a capture comes before none. So the choice
/// depends on the captures alone and not on the order of the search.
fn by_captures(captured: &[Captured], a: Way, b: Way) -> Ordering {
    if a.captured == b.captured {
        return Ordering::Equal;
    }
    let (a, b) = (captures(captured, a), captures(captured, b));
    for (a, b) in a.iter().zip(&b) {
        let value = |it: &Captured| match &it.capture {
            Capture::Value(value) => value.to_string(),
            Capture::Words(_) => String::new(),
        };
        let order = (a.start, a.end, &a.name).cmp(&(b.start, b.end, &b.name));
        let order = order.then_with(|| value(a).cmp(&value(b)));
        if order.is_ne() {
            return order;
        }
    }
    b.len().cmp(&a.len())
}
