//! Texts in an old workbook's records.

use crate::import::readers::compound::{u16_at, u32_at};

/// The most bytes of all shared texts together.
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// A record's text behind the count of its characters: bytes or pairs of bytes, as its first
/// byte says.
pub(super) fn text(bytes: &[u8], characters: usize) -> Option<String> {
    let (flags, bytes) = bytes.split_first()?;
    let mut text = Vec::new();
    push(&mut text, bytes, flags & 1 == 1, characters);
    Some(String::from_utf16_lossy(&text))
}

/// Takes so many characters, or as many as there are; returns how many bytes they took.
fn push(text: &mut Vec<u16>, bytes: &[u8], is_wide: bool, characters: usize) -> usize {
    let before = text.len();
    if is_wide {
        let units = bytes.chunks_exact(2).filter_map(|unit| u16_at(unit, 0));
        text.extend(units.take(characters));
        (text.len() - before) * 2
    } else {
        text.extend(bytes.iter().copied().map(u16::from).take(characters));
        text.len() - before
    }
}

/// The texts that cells share, from the record that holds them and those that continue it.
pub(super) struct Strings<'a> {
    /// The records that are still to be read.
    parts: std::vec::IntoIter<&'a [u8]>,
    part: &'a [u8],
    room: usize,
}

impl<'a> Strings<'a> {
    /// All of them, as far as they are whole.
    pub fn read(parts: Vec<&'a [u8]>) -> Vec<String> {
        let mut parts = parts.into_iter();
        let part = parts.next().unwrap_or_default();
        let part = part.get(8..).unwrap_or_default();
        let mut strings = Self {
            parts,
            part,
            room: MOST_BYTES,
        };
        std::iter::from_fn(|| strings.next()).collect()
    }

    fn next(&mut self) -> Option<String> {
        let characters = usize::from(u16_at(&self.take(2)?, 0)?);
        let flags = self.take(1)?.first().copied()?;
        let runs = if flags & 8 == 0 {
            0
        } else {
            usize::from(u16_at(&self.take(2)?, 0)?)
        };
        let extra = if flags & 4 == 0 {
            0
        } else {
            usize::try_from(u32_at(&self.take(4)?, 0)?).ok()?
        };
        let mut text = Vec::new();
        let mut is_wide = flags & 1 == 1;
        loop {
            let missing = characters - text.len();
            let taken = push(&mut text, self.part, is_wide, missing);
            self.part = self.part.get(taken..).unwrap_or_default();
            if text.len() >= characters {
                break;
            }
            // The rest is in the next record, which says anew how wide it is.
            self.part = self.parts.next()?;
            let (flags, rest) = self.part.split_first()?;
            (is_wide, self.part) = (flags & 1 == 1, rest);
        }
        self.room = self
            .room
            .checked_sub(characters.saturating_mul(2).saturating_add(1))?;
        self.pass(runs.checked_mul(4)?.checked_add(extra)?);
        Some(String::from_utf16_lossy(&text))
    }

    /// So many bytes; from the next record if this one ends here.
    fn take(&mut self, count: usize) -> Option<Vec<u8>> {
        let mut bytes = Vec::with_capacity(count);
        while bytes.len() < count {
            match self.part.split_first() {
                Some((byte, rest)) => {
                    bytes.push(*byte);
                    self.part = rest;
                }
                None => self.part = self.parts.next()?,
            }
        }
        Some(bytes)
    }

    /// Passes over bytes that say how a text looks.
    fn pass(&mut self, mut count: usize) {
        while count > 0 {
            if self.part.is_empty() {
                let Some(next) = self.parts.next() else {
                    return;
                };
                self.part = next;
            }
            let passed = count.min(self.part.len());
            self.part = self.part.get(passed..).unwrap_or_default();
            count -= passed;
            if passed == 0 && self.part.is_empty() && self.parts.len() == 0 {
                return;
            }
        }
    }
}
