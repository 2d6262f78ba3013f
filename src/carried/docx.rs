//! The draft as a part of a Word file beside its text.
//!
//! Programs that save the file again keep such parts. They may number them
//! otherwise, so it is known by what it says, not by its path. The same part
//! says which figure stands behind which bookmark: bookmarks have short names
//! only.

use std::io::{self, BufRead};

use quick_xml::Reader;
use quick_xml::events::Event;

use super::letters;
use super::{Absence, MARK};
use crate::archive::{Parts, holds};

/// What the part's elements are named after.
const SPACE: &str = "urn:nianbao:draft";
/// The element that holds the draft; what a draft says it is.
const ELEMENT: &str = MARK;
/// The folder of such parts.
const FOLDER: &str = "customXml/";
/// The most letters that are read; far more than any draft has.
const MOST_LETTERS: usize = 32 * 1024 * 1024;
/// Word tells parts apart by such a name. There is one of this kind in a file.
const IDENTITY: &str = "{6E69616E-6261-6F00-8000-647261667401}";

/// The bookmark of a figure, by its number in the text. Names that begin so are in no list of bookmarks.
pub(crate) fn bookmark(number: usize) -> String {
    format!("_nianbao{number}")
}

/// The part's content: which figure each bookmark is, and the draft.
///
/// # Errors
/// None that writing into memory has.
pub(crate) fn part(draft: &[u8], keys: &[String]) -> io::Result<String> {
    let letters = letters::pack(draft)?;
    let figures: String = keys
        .iter()
        .enumerate()
        .map(|(number, key)| {
            let key = quick_xml::escape::escape(key.as_str());
            format!(r#"<figure bookmark="{}" key="{key}"/>"#, bookmark(number))
        })
        .collect();
    Ok(format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<report xmlns="{SPACE}"><figures>{figures}</figures><{ELEMENT}>{letters}</{ELEMENT}></report>"#
    ))
}

/// What Word wants to know of the part.
pub(crate) fn properties() -> String {
    let space = "http://schemas.openxmlformats.org/officeDocument/2006/customXml";
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<ds:datastoreItem xmlns:ds="{space}" ds:itemID="{IDENTITY}"><ds:schemaRefs><ds:schemaRef ds:uri="{SPACE}"/></ds:schemaRefs></ds:datastoreItem>"#
    )
}

/// Whether the bytes are an archive with a Word text in it.
pub(super) fn is_archive(bytes: &[u8]) -> bool {
    holds(bytes, "word/document.xml")
}

/// Finds the draft in its part.
pub(super) fn find(bytes: &[u8]) -> Result<Vec<u8>, Absence> {
    let mut parts = Parts::of(bytes).ok_or(Absence::Damaged)?;
    let mut found = Err(Absence::Nothing);
    for path in parts.paths() {
        if !path.starts_with(FOLDER) || !path.ends_with(".xml") {
            continue;
        }
        let Some(part) = parts.xml(&path) else {
            found = Err(Absence::Damaged);
            continue;
        };
        match draft_in(part) {
            Err(Absence::Nothing) => {}
            Ok(draft) => return Ok(draft),
            damaged => found = damaged,
        }
    }
    found
}

fn draft_in<R: BufRead>(mut reader: Reader<R>) -> Result<Vec<u8>, Absence> {
    let mut buffer = Vec::new();
    let mut letters = None::<String>;
    loop {
        let event = reader.read_event_into(&mut buffer);
        match event.map_err(|_| Absence::Damaged)? {
            Event::Start(element) if element.local_name().as_ref() == ELEMENT.as_bytes() => {
                letters = Some(String::new());
            }
            Event::Text(text) => {
                if let Some(letters) = &mut letters {
                    let text = text.decode().map_err(|_| Absence::Damaged)?;
                    letters.extend(text.split_ascii_whitespace());
                    if letters.len() > MOST_LETTERS {
                        return Err(Absence::Damaged);
                    }
                }
            }
            Event::End(element) if element.local_name().as_ref() == ELEMENT.as_bytes() => {
                return letters::unpack(&letters.unwrap_or_default());
            }
            Event::Eof if letters.is_some() => return Err(Absence::Damaged),
            Event::Eof => return Err(Absence::Nothing),
            _ => {}
        }
        buffer.clear();
    }
}
