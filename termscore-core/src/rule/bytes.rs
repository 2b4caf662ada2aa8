//! Packs as bytes, for programs that embed them. The words and phrases of a pack stand in one text before it, and each piece
//! is told by its place there, so that reading a pack asks for no memory for each of them, and equal words are one piece.
//!
//! `borsh` passes nothing along while it reads: that text is kept with the thread until the pack is read.

use std::{
    cell::RefCell,
    io::{self, Read, Write},
    sync::Arc,
};

use borsh::{BorshDeserialize, BorshSerialize};
use rustc_hash::FxHashMap;

use super::{RulePack, SharedStr};

/// The pieces written so far, each with its place in the text.
#[derive(Default)]
struct Pieces {
    text: String,
    places: FxHashMap<SharedStr, (u32, u32)>,
}

thread_local! {
    static WRITTEN: RefCell<Pieces> = RefCell::default();
    static READ: RefCell<Arc<str>> = RefCell::new(Arc::default());
}

impl RulePack {
    /// The pack as bytes, without those that it uses ([`RulePack::imports`]).
    ///
    /// # Errors
    /// If its text or a list in it is longer than four thousand million bytes or items.
    pub fn to_bytes(&self) -> io::Result<Vec<u8>> {
        WRITTEN.take();
        let pack = borsh::to_vec(self);
        let mut bytes = borsh::to_vec(&WRITTEN.take().text)?;
        bytes.extend(pack?);
        Ok(bytes)
    }

    /// The pack that [`RulePack::to_bytes`] of the same version of this crate made bytes of; its imports are empty. Bytes
    /// from elsewhere make a pack that nobody has checked.
    ///
    /// ```
    /// use termscore_core::rule::RulePack;
    /// let pack = RulePack { name: "house".to_owned(), ..RulePack::default() };
    /// assert_eq!(RulePack::from_bytes(&pack.to_bytes()?)?, pack);
    /// assert!(RulePack::from_bytes(b"no pack").is_err());
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    /// If the bytes are not such a pack.
    pub fn from_bytes(mut bytes: &[u8]) -> io::Result<RulePack> {
        READ.set(BorshDeserialize::deserialize(&mut bytes)?);
        let pack = borsh::from_slice(bytes);
        READ.take();
        pack
    }
}

impl BorshSerialize for SharedStr {
    fn serialize<W: Write>(&self, writer: &mut W) -> io::Result<()> {
        let place = WRITTEN.with_borrow_mut(|written| {
            if let Some(place) = written.places.get(self) {
                return Ok(*place);
            }
            let start = u32::try_from(written.text.len());
            written.text.push_str(self);
            let end = u32::try_from(written.text.len());
            let place = start.and_then(|start| Ok((start, end?)));
            let place = place.map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))?;
            written.places.insert(self.clone(), place);
            Ok::<_, io::Error>(place)
        })?;
        place.serialize(writer)
    }
}

impl BorshDeserialize for SharedStr {
    fn deserialize_reader<R: Read>(reader: &mut R) -> io::Result<SharedStr> {
        let (start, end) = BorshDeserialize::deserialize_reader(reader)?;
        let piece = READ.with_borrow(|text| SharedStr::piece(text, start..end));
        piece.ok_or_else(|| {
            io::Error::new(io::ErrorKind::InvalidData, "the text of the pack has no such piece")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::{Cue, CueKind, Direction, Element, Phrase, Step, WordForms};

    #[test]
    fn words_that_begin_at_one_place_are_told_apart() {
        let forms = |forms: &[&str]| WordForms::new(forms.iter().copied());
        let step = |it: WordForms| Step { what: Element::Word(it), head: false };
        let steps = vec![step(forms(&[])), step(forms(&["pay", "paid"])), step(forms(&["pay", "paid"]))];
        let phrase = Phrase { written: "~pay".into(), steps };
        let cue = Cue { kind: CueKind::Modal, direction: Direction::Forward, reach: 0, phrase };
        let pack = RulePack { cues: vec![cue], ..RulePack::default() };
        let read = pack.to_bytes().and_then(|it| RulePack::from_bytes(&it));
        assert_eq!(read.as_ref().ok(), Some(&pack));
        let steps = read.iter().flat_map(|it| &it.cues).flat_map(|it| &it.phrase.steps);
        let places: Vec<(usize, usize)> = steps
            .filter_map(|it| if let Element::Word(it) = &it.what { Some(it.place()) } else { None })
            .collect();
        assert!(matches!(places.as_slice(), [none, pay, again] if none != pay && pay == again), "{places:?}");
    }
}
