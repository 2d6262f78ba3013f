//! How a workbook's cells show their numbers, as far as it changes what they say.

use std::collections::HashMap;

use crate::archive::{Parts, attribute};
use quick_xml::events::Event;

/// What a number in a cell is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    #[default]
    Number,
    /// Shown a hundred times as large, with a sign behind.
    Percent,
    /// A count of days.
    Date,
}

/// The formats of a workbook's styles, by the number cells name them with; empty if the
/// workbook has none, or they can't be read.
pub(super) fn formats(parts: &mut Parts<'_>) -> Vec<Format> {
    read(parts).unwrap_or_default()
}

fn read(parts: &mut Parts<'_>) -> Option<Vec<Format>> {
    let mut reader = parts.xml("xl/styles.xml")?;
    let mut buffer = Vec::new();
    let mut codes: HashMap<u32, Format> = HashMap::new();
    let mut formats = Vec::new();
    let mut in_cells = false;
    loop {
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Start(element) | Event::Empty(element) => match element.local_name().as_ref() {
                b"numFmt" => {
                    let id = attribute(&element, b"numFmtId").and_then(|id| id.parse().ok());
                    let code = attribute(&element, b"formatCode");
                    codes.extend(id.zip(code.map(|code| Format::of(&code))));
                }
                b"cellXfs" => in_cells = true,
                b"xf" if in_cells => {
                    let id = attribute(&element, b"numFmtId").and_then(|id| id.parse().ok());
                    let id: u32 = id.unwrap_or_default();
                    let format = codes.get(&id).copied();
                    formats.push(format.unwrap_or_else(|| Format::built_in(id)));
                }
                _ => {}
            },
            Event::End(element) if element.local_name().as_ref() == b"cellXfs" => {
                return Some(formats);
            }
            Event::Eof => return Some(formats),
            _ => {}
        }
        buffer.clear();
    }
}

impl Format {
    /// A format every workbook has.
    pub fn built_in(id: u32) -> Self {
        match id {
            9 | 10 => Self::Percent,
            14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58 => Self::Date,
            _ => Self::Number,
        }
    }

    /// A format by its code: `0.00%`, `yyyy"年"m"月"`.
    pub fn of(code: &str) -> Self {
        let mut bare = String::with_capacity(code.len());
        let mut characters = code.chars();
        while let Some(character) = characters.next() {
            // Texts, colours and single letters that are shown as they are.
            let end = match character {
                '"' => '"',
                '[' => ']',
                '\\' | '_' | '*' => {
                    characters.next();
                    continue;
                }
                ';' => break,
                other => {
                    bare.extend(other.to_lowercase());
                    continue;
                }
            };
            characters.by_ref().find(|character| *character == end);
        }
        if bare.contains('%') {
            Self::Percent
        } else if bare.contains(['y', 'd']) {
            Self::Date
        } else {
            Self::Number
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_tell_what_a_number_is() {
        for (code, expected) in [
            ("General", Format::Number),
            ("0_ ", Format::Number),
            ("#,##0.00\"元/d\"", Format::Number),
            ("[Red]0;[Black]-0", Format::Number),
            ("0.00E+00", Format::Number),
            ("0.0%", Format::Percent),
            ("yyyy\"年\"m\"月\"d\"日\"", Format::Date),
            ("[$-804]yyyy/m/d;@", Format::Date),
        ] {
            assert_eq!(Format::of(code), expected, "{code}");
        }
        assert_eq!(Format::built_in(9), Format::Percent);
    }
}
