//! Text that copies, and other pieces of the same text, share.

use std::{
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    ops::Deref,
    sync::Arc,
};

/// A piece of text that is never changed. Packs have hundreds of thousands of words and names; those of a pack that was
/// read from bytes are pieces of one text. It is compared and hashed as `str` is.
///
/// ```
/// use termscore_core::rule::SharedStr;
///
/// let name = SharedStr::from("std.indemnity");
/// assert_eq!(&*name, "std.indemnity");
/// assert!(name.starts_with("std"));
/// ```
#[derive(Clone)]
pub struct SharedStr {
    all: Arc<str>,
    start: u32,
    end: u32,
}

impl SharedStr {
    /// A piece of a text; none if the places are not in it, or stand inside a character.
    #[cfg(feature = "borsh")]
    pub(super) fn piece(all: &Arc<str>, places: std::ops::Range<u32>) -> Option<SharedStr> {
        all.get(places.start as usize..places.end as usize)?;
        Some(SharedStr { all: all.clone(), start: places.start, end: places.end })
    }

    /// Where it lies in memory, and how long it is: the same for copies. An empty piece lies where the next one begins.
    pub(crate) fn place(&self) -> (usize, usize) {
        (self.as_ptr() as usize, self.len())
    }
}

impl From<&str> for SharedStr {
    /// What is longer than four thousand million bytes is left out.
    fn from(text: &str) -> SharedStr {
        SharedStr { all: text.into(), start: 0, end: u32::try_from(text.len()).unwrap_or(0) }
    }
}

impl From<String> for SharedStr {
    fn from(text: String) -> SharedStr {
        SharedStr::from(text.as_str())
    }
}

impl Deref for SharedStr {
    type Target = str;

    fn deref(&self) -> &str {
        self.all.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}

impl PartialEq for SharedStr {
    fn eq(&self, other: &SharedStr) -> bool {
        **self == **other
    }
}

impl Eq for SharedStr {}

impl PartialOrd for SharedStr {
    fn partial_cmp(&self, other: &SharedStr) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for SharedStr {
    fn cmp(&self, other: &SharedStr) -> Ordering {
        (**self).cmp(&**other)
    }
}

impl Hash for SharedStr {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl fmt::Debug for SharedStr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl fmt::Display for SharedStr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}
