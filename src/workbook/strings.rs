//! The texts that a workbook's cells share.

use std::collections::BTreeMap;

use quick_xml::events::{BytesStart, Event};

use super::parts::character;
use crate::archive::{Parts, attribute};
use crate::marked::MarkKind;

/// The most characters of all shared texts together.
const MOST_CHARACTERS: usize = 16 * 1024 * 1024;

/// How the characters of a run look, as far as it parts them from the text beside them.
#[derive(Debug, Default)]
pub(super) struct RunLook {
    mark: Option<MarkKind>,
}

impl RunLook {
    /// Takes in an element as it begins: a text, a run of it, what is said of the run.
    pub fn note(&mut self, element: &BytesStart<'_>) {
        let value = || attribute(element, b"val");
        match element.local_name().as_ref() {
            b"si" | b"is" | b"r" => self.mark = None,
            b"vertAlign" => {
                let raised = match value().as_deref() {
                    Some("superscript") => Some(MarkKind::Superscript),
                    Some("subscript") => Some(MarkKind::Subscript),
                    _ => None,
                };
                self.mark = self.mark.or(raised);
            }
            b"strike" if !matches!(value().as_deref(), Some("0" | "false")) => {
                self.mark = Some(MarkKind::StruckOut);
            }
            _ => {}
        }
    }

    /// A piece of the run as it is gathered.
    pub fn gathered(&self, piece: &str) -> String {
        match self.mark {
            Some(kind) => kind.around(piece),
            None => piece.to_owned(),
        }
    }
}

/// The shared texts whose numbers are wanted, gathered with the signs of [`crate::marked`]; `None` if they can't be read.
pub(super) fn shared(
    parts: &mut Parts,
    wanted: impl Iterator<Item = usize>,
) -> Option<BTreeMap<usize, String>> {
    let mut texts: BTreeMap<usize, String> = wanted.map(|number| (number, String::new())).collect();
    if texts.is_empty() {
        return Some(texts);
    }
    let mut reader = parts.xml("xl/sharedStrings.xml")?;
    let mut buffer = Vec::new();
    let mut number: usize = 0;
    let mut total: usize = 0;
    let (mut in_text, mut in_reading) = (false, false);
    let mut look = RunLook::default();
    loop {
        let piece = match reader.read_event_into(&mut buffer).ok()? {
            Event::Start(element) => {
                look.note(&element);
                match element.local_name().as_ref() {
                    b"t" => in_text = true,
                    // How a text is read aloud; no part of it.
                    b"rPh" => in_reading = true,
                    _ => {}
                }
                None
            }
            Event::End(element) => {
                match element.local_name().as_ref() {
                    b"t" => in_text = false,
                    b"rPh" => in_reading = false,
                    b"si" => number += 1,
                    _ => {}
                }
                None
            }
            Event::Empty(element) if element.local_name().as_ref() == b"si" => {
                number += 1;
                None
            }
            Event::Empty(element) => {
                look.note(&element);
                None
            }
            Event::Text(piece) => Some(piece.decode().ok()?.into_owned()),
            Event::GeneralRef(reference) => Some(character(&reference)?.to_string()),
            Event::Eof => break,
            _ => None,
        };
        if let (Some(piece), true, Some(text)) =
            (piece, in_text && !in_reading, texts.get_mut(&number))
        {
            total += piece.len();
            if total > MOST_CHARACTERS {
                return None;
            }
            text.push_str(&look.gathered(&piece));
        }
        buffer.clear();
    }
    for text in texts.values_mut() {
        *text = plain(text);
    }
    Some(texts)
}

/// A text without the escapes for characters XML can't hold: `_x000D_`.
pub(super) fn plain(text: &str) -> String {
    let mut rest = text;
    let mut plain = String::with_capacity(text.len());
    while let Some((before, behind)) = rest.split_once("_x") {
        plain.push_str(before);
        let code = behind.get(..4).filter(|_| behind.get(4..5) == Some("_"));
        let character = code
            .and_then(|code| u32::from_str_radix(code, 16).ok())
            .and_then(char::from_u32);
        match character {
            Some(character) => {
                plain.push(character);
                rest = behind.get(5..).unwrap_or_default();
            }
            None => {
                plain.push_str("_x");
                rest = behind;
            }
        }
    }
    plain.push_str(rest);
    plain.replace("\r\n", "\n").replace('\r', "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_taken_back() {
        for (text, expected) in [
            ("甲_x000D_\n乙", "甲\n乙"),
            ("a_x005F_x000D_", "a_x000D_"),
            ("_x", "_x"),
            ("_x甲乙丙丁_", "_x甲乙丙丁_"),
            ("无", "无"),
        ] {
            assert_eq!(plain(text), expected, "{text}");
        }
    }
}
