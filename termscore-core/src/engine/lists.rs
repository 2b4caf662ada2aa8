//! Many short lists in one.

/// Lists by number, one behind the other.
#[derive(Debug)]
pub(super) struct Lists<T> {
    pub(super) ends: Box<[u32]>,
    pub(super) all: Box<[T]>,
}

impl<T> Lists<T> {
    pub(super) fn new(lists: Vec<Vec<T>>) -> Lists<T> {
        let mut ends = Vec::with_capacity(lists.len());
        let mut all = Vec::with_capacity(lists.iter().map(Vec::len).sum());
        for list in lists {
            all.extend(list);
            ends.push(all.len() as u32);
        }
        Lists { ends: ends.into(), all: all.into() }
    }

    pub(super) fn start(&self, number: u32) -> usize {
        let before = (number as usize).checked_sub(1).and_then(|it| self.ends.get(it));
        before.copied().unwrap_or(0) as usize
    }

    pub(super) fn get(&self, number: u32) -> &[T] {
        let end = self.ends.get(number as usize).map_or(0, |it| *it as usize);
        self.all.get(self.start(number)..end).unwrap_or_default()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &[T])> {
        (0..self.ends.len() as u32).map(|it| (it, self.get(it)))
    }
}

impl<T: Copy + Default> Lists<T> {
    /// Of pairs of a number below `n` and a member, in any order; members of one number stay in theirs.
    pub(super) fn of_pairs(n: usize, pairs: &[(u32, T)]) -> Lists<T> {
        // The place of each number's next member; in the end the end of its list.
        let mut next = vec![0_u32; n + 1];
        for (number, _) in pairs {
            if let Some(it) = next.get_mut(*number as usize + 1) {
                *it += 1;
            }
        }
        let mut sum = 0;
        for it in &mut next {
            sum += *it;
            *it = sum;
        }
        let mut all = vec![T::default(); sum as usize];
        for (number, member) in pairs {
            let Some(next) = next.get_mut(*number as usize) else { continue };
            if let Some(place) = all.get_mut(*next as usize) {
                *place = *member;
            }
            *next += 1;
        }
        next.truncate(n);
        Lists { ends: next.into(), all: all.into() }
    }
}

impl<T> Default for Lists<T> {
    fn default() -> Lists<T> {
        Lists { ends: Box::default(), all: Box::default() }
    }
}
