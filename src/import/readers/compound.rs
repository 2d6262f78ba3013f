//! Compound files: the container of Office files before 2007, and of encrypted ones since.
//!
//! Source: [MS-CFB]. A chain of sectors may lead in a circle in a hostile file; none is followed
//! farther than the file has sectors.

/// What every compound file begins with.
pub(super) const MARK: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/// Numbers of sectors from here on are none.
const NO_SECTOR: u32 = 0xffff_fffa;
/// Streams below this size are kept in small sectors.
const SMALL: u64 = 4096;
const SMALL_SECTOR: usize = 64;
const ENTRY: usize = 128;
/// The most entries of the directory that are read.
const MOST_ENTRIES: usize = 10_000;

/// The streams of a compound file.
#[derive(Debug)]
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    /// For each sector the one that follows.
    next: Vec<u32>,
    small_next: Vec<u32>,
    small: Vec<u8>,
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    name: String,
    is_stream: bool,
    start: u32,
    size: u64,
}

impl<'a> Compound<'a> {
    /// `None` if the file is damaged, or none.
    pub fn of(bytes: &'a [u8]) -> Option<Self> {
        let sector = match (bytes.starts_with(&MARK), u16_at(bytes, 30)?) {
            (true, 9) => 512,
            (true, 12) => 4096,
            _ => return None,
        };
        let mut compound = Self {
            bytes,
            sector,
            next: Vec::new(),
            small_next: Vec::new(),
            small: Vec::new(),
            entries: Vec::new(),
        };
        compound.next = compound.table()?;
        let directory = compound.chain(u32_at(bytes, 48)?, u64::MAX);
        let entries = directory.chunks_exact(ENTRY).take(MOST_ENTRIES);
        compound.entries = entries
            .filter_map(|entry| Entry::read(entry, sector))
            .collect();
        let root = compound.entries.first()?;
        compound.small = compound.chain(root.start, root.size);
        let small_next = compound.chain(u32_at(bytes, 60)?, u64::MAX);
        compound.small_next = numbers(&small_next);
        Some(compound)
    }

    pub fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name == name)
    }

    /// Whether there is a stream or folder whose name begins so.
    pub fn has_like(&self, start: &str) -> bool {
        self.entries
            .iter()
            .any(|entry| entry.name.starts_with(start))
    }

    /// The bytes of a stream, as far as they are there.
    pub fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let mut streams = self.entries.iter().filter(|entry| entry.is_stream);
        let entry = streams.find(|entry| entry.name == name)?;
        Some(if entry.size < SMALL {
            self.small_chain(entry.start, entry.size)
        } else {
            self.chain(entry.start, entry.size)
        })
    }

    /// Which sector follows which: the header and a chain of its own say where that is written.
    fn table(&self) -> Option<Vec<u32>> {
        let most = self.bytes.len() / self.sector + 1;
        let mut sectors = numbers(self.bytes.get(76..512)?);
        let mut more = u32_at(self.bytes, 68)?;
        for _ in 0..most {
            let Some(part) = self.sector(more).filter(|_| more < NO_SECTOR) else {
                break;
            };
            let mut part = numbers(part);
            more = part.pop()?;
            sectors.extend(part);
        }
        let sectors = sectors
            .into_iter()
            .filter(|number| *number < NO_SECTOR)
            .take(most);
        Some(
            sectors
                .filter_map(|number| self.sector(number))
                .flat_map(numbers)
                .collect(),
        )
    }

    /// A sector; the last one may be cut.
    fn sector(&self, number: u32) -> Option<&'a [u8]> {
        let begin = usize::try_from(number)
            .ok()?
            .checked_add(1)?
            .checked_mul(self.sector)?;
        let rest = self.bytes.get(begin..).filter(|rest| !rest.is_empty())?;
        Some(rest.get(..self.sector).unwrap_or(rest))
    }

    fn chain(&self, start: u32, size: u64) -> Vec<u8> {
        let most = self.bytes.len() / self.sector + 1;
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let mut bytes = Vec::new();
        let mut number = start;
        for _ in 0..most {
            let Some(sector) = self.sector(number).filter(|_| number < NO_SECTOR) else {
                break;
            };
            bytes.extend_from_slice(sector);
            if bytes.len() >= size {
                break;
            }
            number = following(&self.next, number);
        }
        bytes.truncate(size);
        bytes
    }

    fn small_chain(&self, start: u32, size: u64) -> Vec<u8> {
        let size = usize::try_from(size).unwrap_or_default();
        let mut bytes = Vec::new();
        let mut number = start;
        while number < NO_SECTOR && bytes.len() < size {
            let begin = usize::try_from(number)
                .unwrap_or(usize::MAX)
                .saturating_mul(SMALL_SECTOR);
            let Some(sector) = self.small.get(begin..begin.saturating_add(SMALL_SECTOR)) else {
                break;
            };
            bytes.extend_from_slice(sector);
            number = following(&self.small_next, number);
        }
        bytes.truncate(size);
        bytes
    }
}

impl Entry {
    fn read(bytes: &[u8], sector: usize) -> Option<Self> {
        let length = usize::from(u16_at(bytes, 64)?).checked_sub(2)?;
        let name = bytes.get(..length.min(64))?.chunks_exact(2);
        let units: Vec<u16> = name.filter_map(|unit| u16_at(unit, 0)).collect();
        let size = u64::from(u32_at(bytes, 120)?);
        let high = u64::from(u32_at(bytes, 124)?);
        Some(Self {
            name: String::from_utf16_lossy(&units),
            is_stream: bytes.get(66) == Some(&2),
            start: u32_at(bytes, 116)?,
            // In files with small sectors the upper half may hold anything.
            size: if sector == 512 {
                size
            } else {
                size | high << 32
            },
        })
    }
}

fn following(next: &[u32], number: u32) -> u32 {
    let next = usize::try_from(number)
        .ok()
        .and_then(|number| next.get(number));
    next.copied().unwrap_or(NO_SECTOR)
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes
        .chunks_exact(4)
        .filter_map(|number| u32_at(number, 0))
        .collect()
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}
