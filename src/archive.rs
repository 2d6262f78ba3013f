//! The parts of an office file, each read only so far.

use std::io::{BufRead, BufReader, Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

/// The most parts an archive may have; a workbook has some dozens.
const MOST_PARTS: usize = 10_000;
/// How much of a part is unpacked, in bytes.
const LARGEST_PART: u64 = 64 * 1024 * 1024;
/// How much is unpacked of all parts together, each time one is read.
const MOST_BYTES: u64 = 128 * 1024 * 1024;

pub(crate) struct Parts<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// How much may still be unpacked.
    room: u64,
}

/// Whether the bytes are an archive with this part. Of a damaged one only the bytes can be
/// looked at.
pub(crate) fn holds(bytes: &[u8], path: &str) -> bool {
    bytes.starts_with(b"PK")
        && match Parts::of(bytes) {
            Some(parts) => parts.archive.index_for_name(path).is_some(),
            None => bytes
                .windows(path.len())
                .any(|window| window == path.as_bytes()),
        }
}

impl<'a> Parts<'a> {
    /// The parts of an archive; `None` if it can't be read, or has far too many.
    pub fn of(bytes: &'a [u8]) -> Option<Self> {
        const ENTRY: &[u8] = b"PK\x01\x02";

        let parts = bytes.windows(ENTRY.len()).filter(|window| *window == ENTRY);
        if parts.take(MOST_PARTS + 1).count() > MOST_PARTS {
            return None;
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
        Some(Self {
            archive,
            room: MOST_BYTES,
        })
    }

    /// The paths of all parts, in the order of their names.
    pub fn paths(&self) -> Vec<String> {
        let names = self.archive.file_names().flatten();
        let mut paths: Vec<String> = names.map(|name| name.into_owned()).collect();
        paths.sort();
        paths
    }

    /// A part as XML; `None` if there is none, or too much was read already.
    pub fn xml(&mut self, path: &str) -> Option<Reader<impl BufRead>> {
        let part = self.archive.by_name(path).ok()?;
        // More than it says it holds is not read either.
        let size = part.size().min(LARGEST_PART);
        self.room = self.room.checked_sub(size)?;
        Some(Reader::from_reader(BufReader::new(part.take(size))))
    }
}

/// Calls back for every element; `None` if the part is damaged.
pub(crate) fn each_element<R: BufRead>(
    mut reader: Reader<R>,
    mut visit: impl FnMut(&BytesStart),
) -> Option<()> {
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Start(element) | Event::Empty(element) => visit(&element),
            Event::Eof => return Some(()),
            _ => {}
        }
        buffer.clear();
    }
}

/// An attribute's text by its name without prefix.
pub(crate) fn attribute(element: &BytesStart, name: &[u8]) -> Option<String> {
    let attribute = element
        .attributes()
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)?;
    let raw = std::str::from_utf8(&attribute.value).ok()?;
    Some(quick_xml::escape::unescape(raw).ok()?.into_owned())
}
