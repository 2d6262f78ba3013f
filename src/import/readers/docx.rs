//! Word documents since 2007.
//!
//! What a reader sees of the text is read: insertions and not deletions, the numbers Word makes
//! by itself ([`numbering`]), text boxes, symbols; not notes, headers and footers, codes of
//! fields, hidden text.

mod body;
mod numbering;

use crate::archive::{Parts, attribute, each_element};
use crate::import::error::ImportError;
use crate::import::limits::Limits;
use crate::import::source::Source;

use body::Body;
use numbering::Numbering;

/// Where the text is, if the file doesn't say.
const TEXT: &str = "word/document.xml";

/// Reads the text with its tables.
///
/// # Errors
/// If the file is damaged, or holds more than any report.
pub fn read(name: &str, bytes: &[u8], limits: &Limits) -> Result<Source, ImportError> {
    let damaged = || ImportError::Damaged {
        file: name.to_owned(),
        place: "正文".to_owned(),
    };
    let mut parts = Parts::of(bytes).ok_or_else(damaged)?;
    let numbering = Numbering::of(&mut parts);
    let path = text_path(&mut parts).unwrap_or_else(|| TEXT.to_owned());
    let reader = parts.xml(&path).ok_or_else(damaged)?;
    let mut body = Body::new(name, numbering, limits);
    body.read(reader)?;
    Ok(body.finish())
}

/// The part with the text, as the file's relations name it.
fn text_path(parts: &mut Parts<'_>) -> Option<String> {
    let mut path = None;
    each_element(parts.xml("_rels/.rels")?, |element| {
        let kind = attribute(element, b"Type").unwrap_or_default();
        if kind.ends_with("/officeDocument") {
            path = attribute(element, b"Target");
        }
    })?;
    Some(path?.trim_start_matches('/').to_owned())
}
