//! Where a workbook's sheets are in its archive, and the texts of its parts.

use std::collections::HashMap;
use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::archive::{Parts, attribute, each_element};

/// Each relation of a workbook with the path of its part.
pub(crate) fn sheet_paths(parts: &mut Parts<'_>) -> Option<HashMap<String, String>> {
    let mut paths = HashMap::new();
    each_element(parts.xml("xl/_rels/workbook.xml.rels")?, |element| {
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
