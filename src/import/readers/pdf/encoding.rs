//! Encodings of fonts with one byte a character: figures and Latin words in most reports.

use std::collections::HashMap;

use hayro_syntax::object::dict::keys;
use hayro_syntax::object::{Array, Dict, Name, Object};

/// What the bytes of a simple font mean.
pub(super) struct Encoding {
    base: &'static encoding_rs::Encoding,
    differences: HashMap<u32, char>,
}

impl Encoding {
    /// Of a font's dictionary; that of Windows where nothing is said.
    pub fn read(font: &Dict<'_>) -> Self {
        let mut encoding = Self {
            base: encoding_rs::WINDOWS_1252,
            differences: HashMap::new(),
        };
        match font.get::<Object<'_>>(keys::ENCODING) {
            Some(Object::Name(name)) => encoding.base = base(&name),
            Some(Object::Dict(dict)) => {
                if let Some(name) = dict.get::<Name<'_>>(keys::BASE_ENCODING) {
                    encoding.base = base(&name);
                }
                if let Some(differences) = dict.get::<Array<'_>>(keys::DIFFERENCES) {
                    encoding.differ(&differences);
                }
            }
            _ => {}
        }
        encoding
    }

    /// A number begins a row of names.
    fn differ(&mut self, differences: &Array<'_>) {
        let mut code = 0;
        for object in differences.iter::<Object<'_>>().take(1_024) {
            match object {
                Object::Number(number) => code = number.as_i64().clamp(0, 255) as u32,
                Object::Name(name) => {
                    if let Some(character) = named(name.as_str()) {
                        self.differences.insert(code, character);
                    }
                    code = code.saturating_add(1);
                }
                _ => {}
            }
        }
    }

    pub fn character(&self, code: u32) -> Option<char> {
        if let Some(character) = self.differences.get(&code) {
            return Some(*character);
        }
        let byte = [u8::try_from(code).ok()?];
        let (text, _) = self.base.decode_without_bom_handling(&byte);
        text.chars()
            .next()
            .filter(|character| !character.is_control() && *character != '\u{fffd}')
    }
}

fn base(name: &[u8]) -> &'static encoding_rs::Encoding {
    match name {
        b"MacRomanEncoding" => encoding_rs::MACINTOSH,
        _ => encoding_rs::WINDOWS_1252,
    }
}

/// The character of a glyph name, of those that stand in figures, dates and addresses (names by
/// the Adobe Glyph List).
fn named(name: &str) -> Option<char> {
    const NAMES: [(&str, char); 48] = [
        ("space", ' '),
        ("zero", '0'),
        ("one", '1'),
        ("two", '2'),
        ("three", '3'),
        ("four", '4'),
        ("five", '5'),
        ("six", '6'),
        ("seven", '7'),
        ("eight", '8'),
        ("nine", '9'),
        ("period", '.'),
        ("comma", ','),
        ("hyphen", '-'),
        ("minus", '-'),
        ("plus", '+'),
        ("equal", '='),
        ("slash", '/'),
        ("backslash", '\\'),
        ("percent", '%'),
        ("parenleft", '('),
        ("parenright", ')'),
        ("bracketleft", '['),
        ("bracketright", ']'),
        ("braceleft", '{'),
        ("braceright", '}'),
        ("colon", ':'),
        ("semicolon", ';'),
        ("at", '@'),
        ("underscore", '_'),
        ("ampersand", '&'),
        ("asterisk", '*'),
        ("numbersign", '#'),
        ("question", '?'),
        ("exclam", '!'),
        ("quotesingle", '\''),
        ("quotedbl", '"'),
        ("quoteleft", '‘'),
        ("quoteright", '’'),
        ("quotedblleft", '“'),
        ("quotedblright", '”'),
        ("bullet", '•'),
        ("periodcentered", '·'),
        ("endash", '–'),
        ("emdash", '—'),
        ("less", '<'),
        ("greater", '>'),
        ("bar", '|'),
    ];
    let name = name.split('.').next().unwrap_or_default();
    let mut characters = name.chars();
    if let (Some(only), None) = (characters.next(), characters.next()) {
        return Some(only);
    }
    if let Some((_, character)) = NAMES.iter().find(|(known, _)| *known == name) {
        return Some(*character);
    }
    let digits = name
        .strip_prefix("uni")
        .or_else(|| name.strip_prefix('u'))?;
    char::from_u32(u32::from_str_radix(digits, 16).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_glyphs_are_characters() {
        for (name, character) in [
            ("seven", Some('7')),
            ("A", Some('A')),
            ("uni4E2D", Some('中')),
            ("u1F600", Some('😀')),
            ("hyphen.case", Some('-')),
            ("g17", None),
        ] {
            assert_eq!(named(name), character, "{name}");
        }
    }
}
