//! The parts of the archive a workbook is, read only so far.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use zip::ZipArchive;

/// The most parts an archive may have; a workbook has some dozens.
const MOST_PARTS: usize = 10_000;
/// How much of a part is unpacked, in bytes.
const LARGEST_PART: u64 = 64 * 1024 * 1024;

/// Whether an archive has no more parts than any workbook has.
pub(crate) fn within_limits(bytes: &[u8]) -> bool {
    const ENTRY: &[u8] = b"PK\x01\x02";
    let parts = bytes.windows(ENTRY.len()).filter(|window| *window == ENTRY);
    parts.take(MOST_PARTS + 1).count() <= MOST_PARTS
}

pub(crate) struct Parts<'a>(ZipArchive<Cursor<&'a [u8]>>);

impl<'a> Parts<'a> {
    pub(crate) fn new(archive: ZipArchive<Cursor<&'a [u8]>>) -> Self {
        Self(archive)
    }

    pub(crate) fn xml(&mut self, path: &str) -> Option<Reader<impl BufRead>> {
        let part = self.0.by_name(path).ok()?;
        Some(Reader::from_reader(BufReader::new(part.take(LARGEST_PART))))
    }

    /// Each relation of the workbook with the path of its part.
    pub(crate) fn sheet_paths(&mut self) -> Option<HashMap<String, String>> {
        let mut paths = HashMap::new();
        each_element(self.xml("xl/_rels/workbook.xml.rels")?, |element| {
            let target = attribute(element, b"Target").map(|target| {
                // A path is from the workbook's folder, or from the archive's with a stroke in front.
                match target.strip_prefix('/') {
                    Some(path) => path.to_owned(),
                    None => format!("xl/{target}"),
                }
            });
            paths.extend(attribute(element, b"Id").zip(target));
        })?;
        Some(paths)
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

/// Calls back for every element of a name, with the text in it.
pub(super) fn each_text<R: BufRead>(
    mut reader: Reader<R>,
    name: &[u8],
    mut visit: impl FnMut(&BytesStart, String),
) -> Option<()> {
    let mut buffer = Vec::new();
    let mut open: Option<(BytesStart<'static>, String)> = None;
    loop {
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Start(element) if element.local_name().as_ref() == name => {
                open = Some((element.into_owned(), String::new()));
            }
            Event::End(element) if element.local_name().as_ref() == name => {
                if let Some((element, text)) = open.take() {
                    visit(&element, text);
                }
            }
            Event::Text(piece) => {
                if let Some((_, text)) = &mut open {
                    text.push_str(&piece.decode().ok()?);
                }
            }
            Event::GeneralRef(reference) => {
                if let Some((_, text)) = &mut open {
                    text.push(character(&reference)?);
                }
            }
            Event::Eof => return Some(()),
            _ => {}
        }
        buffer.clear();
    }
}

/// The character a reference stands for: `&lt;`, `&#10;`.
pub(super) fn character(reference: &BytesRef) -> Option<char> {
    if let Some(character) = reference.resolve_char_ref().ok()? {
        return Some(character);
    }
    match reference.decode().ok()?.as_ref() {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
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
