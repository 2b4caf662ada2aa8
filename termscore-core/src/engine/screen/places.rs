//! Sets of places of a sentence, from 0 to its number of words.

/// A set of places.
pub(super) trait Places: Copy {
    const NONE: Self;
    /// The places below `end`.
    fn below(end: u32) -> Self;
    fn insert(&mut self, place: u32);
    fn unite(&mut self, other: &Self);
    fn meet(&mut self, other: &Self);
    /// All places moved towards the start; those that would lie before it are gone.
    fn earlier(&mut self, by: u32);
    /// All places moved away from the start; those that would lie behind the last are gone.
    fn later(&mut self, by: u32);
    fn is_empty(&self) -> bool;
    fn lowest(&self) -> Option<u32>;
    fn highest(&self) -> Option<u32>;
    /// The first 127 places as bits; the last bit tells whether there are any beyond.
    fn head(&self) -> u128;

    /// The places from which one of these is `min` to `max` words away.
    fn before_gap(&mut self, min: u32, max: u32) {
        self.earlier(min);
        let all = max - min + 1;
        let mut done = 1;
        while done < all && !self.is_empty() {
            let by = done.min(all - done);
            let mut moved = *self;
            moved.earlier(by);
            self.unite(&moved);
            done += by;
        }
    }

    /// The places that are `min` to `max` words away from one of these.
    fn after_gap(&mut self, min: u32, max: u32) {
        self.later(min);
        let all = max - min + 1;
        let mut done = 1;
        while done < all && !self.is_empty() {
            let by = done.min(all - done);
            let mut moved = *self;
            moved.later(by);
            self.unite(&moved);
            done += by;
        }
    }
}

/// Places of a sentence of at most 127 words.
pub(super) type Few = u128;

impl Places for Few {
    const NONE: Few = 0;

    fn below(end: u32) -> Few {
        1_u128.checked_shl(end).map_or(Few::MAX, |it| it - 1)
    }

    fn insert(&mut self, place: u32) {
        *self |= 1_u128.checked_shl(place).unwrap_or(0);
    }

    fn unite(&mut self, other: &Few) {
        *self |= other;
    }

    fn meet(&mut self, other: &Few) {
        *self &= other;
    }

    fn earlier(&mut self, by: u32) {
        *self = self.checked_shr(by).unwrap_or(0);
    }

    fn later(&mut self, by: u32) {
        *self = self.checked_shl(by).unwrap_or(0);
    }

    fn is_empty(&self) -> bool {
        *self == 0
    }

    fn lowest(&self) -> Option<u32> {
        (*self != 0).then(|| self.trailing_zeros())
    }

    fn highest(&self) -> Option<u32> {
        self.checked_ilog2()
    }

    fn head(&self) -> u128 {
        *self
    }
}

/// Places of a longer sentence, 64 to a block: of at most `64 * N - 1` words.
pub(super) type Many<const N: usize> = [u64; N];

impl<const N: usize> Places for Many<N> {
    const NONE: Many<N> = [0; N];

    fn below(end: u32) -> Many<N> {
        let mut all = Self::NONE;
        for (block, bits) in all.iter_mut().enumerate() {
            let left = (end as usize).saturating_sub(block * 64);
            *bits = if left >= 64 { u64::MAX } else { (1 << left) - 1 };
        }
        all
    }

    fn insert(&mut self, place: u32) {
        if let Some(bits) = self.get_mut(place as usize / 64) {
            *bits |= 1 << (place % 64);
        }
    }

    fn unite(&mut self, other: &Many<N>) {
        self.iter_mut().zip(other).for_each(|(bits, other)| *bits |= other);
    }

    fn meet(&mut self, other: &Many<N>) {
        self.iter_mut().zip(other).for_each(|(bits, other)| *bits &= other);
    }

    fn earlier(&mut self, by: u32) {
        let (blocks, bits) = (by as usize / 64, by % 64);
        for at in 0..N {
            let block = |at: usize| self.get(at).copied().unwrap_or(0);
            let (low, high) = (block(at + blocks), block(at + blocks + 1));
            let moved = if bits == 0 { low } else { low >> bits | high << (64 - bits) };
            if let Some(it) = self.get_mut(at) {
                *it = moved;
            }
        }
    }

    fn later(&mut self, by: u32) {
        let (blocks, bits) = (by as usize / 64, by % 64);
        for at in (0..N).rev() {
            let block = |back: usize| {
                let from = at.checked_sub(blocks + back);
                from.and_then(|it| self.get(it)).copied().unwrap_or(0)
            };
            let (high, low) = (block(0), block(1));
            let moved = if bits == 0 { high } else { high << bits | low >> (64 - bits) };
            if let Some(it) = self.get_mut(at) {
                *it = moved;
            }
        }
    }

    fn is_empty(&self) -> bool {
        self.iter().all(|bits| *bits == 0)
    }

    fn lowest(&self) -> Option<u32> {
        let (block, bits) = self.iter().enumerate().find(|(_, bits)| **bits != 0)?;
        Some(block as u32 * 64 + bits.trailing_zeros())
    }

    fn highest(&self) -> Option<u32> {
        let (block, bits) = self.iter().enumerate().rev().find(|(_, bits)| **bits != 0)?;
        Some(block as u32 * 64 + bits.ilog2())
    }

    fn head(&self) -> u128 {
        let block = |at: usize| u128::from(self.get(at).copied().unwrap_or(0));
        let beyond = self.iter().skip(2).any(|bits| *bits != 0);
        block(0) | block(1) << 64 | u128::from(beyond) << 127
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The places of a set.
    fn listed<P: Places>(set: &P, len: u32) -> Vec<u32> {
        let within = |place: &u32| {
            let mut one = P::NONE;
            one.insert(*place);
            one.meet(set);
            !one.is_empty()
        };
        (0..=len).filter(within).collect()
    }

    fn made<P: Places>(places: &[u32], len: u32) -> P {
        let mut set = P::NONE;
        places.iter().filter(|place| **place <= len).for_each(|place| set.insert(*place));
        set
    }

    fn agrees<P: Places>(places: &[u32], others: &[u32], len: u32, (min, more): (u32, u32)) {
        let known: Vec<u32> = {
            let mut known: Vec<u32> = places.iter().copied().filter(|place| *place <= len).collect();
            known.sort_unstable();
            known.dedup();
            known
        };
        let set: P = made(places, len);
        assert_eq!(listed(&set, len), known);
        assert_eq!(set.highest(), known.last().copied());
        assert_eq!(set.lowest(), known.first().copied());
        assert_eq!(set.is_empty(), known.is_empty());
        let head = |place: u32| set.head() >> place & 1 == 1;
        assert!((0..127).all(|place| head(place) == known.contains(&place)));
        assert_eq!(head(127), known.iter().any(|place| *place >= 127));
        let mut gap = set;
        gap.before_gap(min, min + more);
        let before = |place: &u32| (min..=min + more).any(|words| known.contains(&(place + words)));
        assert_eq!(listed(&gap, len), (0..=len).filter(before).collect::<Vec<_>>());
        let mut gap = set;
        gap.after_gap(min, min + more);
        let after = |place: &u32| {
            (min..=min + more).any(|words| place.checked_sub(words).is_some_and(|it| known.contains(&it)))
        };
        assert_eq!(listed(&gap, len), (0..=len).filter(after).collect::<Vec<_>>());
        let mut both = set;
        both.meet(&made(others, len));
        assert_eq!(
            listed(&both, len),
            known.iter().copied().filter(|it| others.contains(it)).collect::<Vec<_>>()
        );
        assert_eq!(listed(&P::below(min), len), (0..min.min(len + 1)).collect::<Vec<_>>());
    }

    proptest! {
        #[test]
        fn sets_do_what_lists_do(
            places in prop::collection::vec(0_u32..300, 0..20),
            others in prop::collection::vec(0_u32..300, 0..20),
            len in 0_u32..300,
            gap in (0_u32..130, 0_u32..130),
        ) {
            agrees::<Many<5>>(&places, &others, len, gap);
            agrees::<Few>(&places, &others, len.min(127), gap);
        }
    }
}
