//! Characters with the faces that have them.

use std::collections::BTreeSet;

use super::characters::is_invisible;
use crate::export::fonts::{Face, Metrics};

/// Marks 楷体 draws narrow or low: they come from 宋体.
const NOT_IN_KAI: &str = "“”‘’…—·";

/// A character with its face.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glyph {
    pub character: char,
    pub face: Face,
    /// In ems.
    pub advance: f32,
}

/// Finds faces, and remembers the characters that no face has.
pub struct Setter<'a> {
    metrics: &'a dyn Metrics,
    pub missing: BTreeSet<char>,
}

impl<'a> Setter<'a> {
    pub fn new(metrics: &'a dyn Metrics) -> Self {
        Self {
            metrics,
            missing: BTreeSet::new(),
        }
    }

    /// The text's characters, each in the wished face or the first stand-in that has it.
    pub fn glyphs(&mut self, text: &str, wished: Face) -> Vec<Glyph> {
        text.chars()
            .map(|character| if character == '\t' { ' ' } else { character })
            .filter(|&character| !is_invisible(character))
            .filter_map(|character| self.glyph(character, wished))
            .collect()
    }

    fn glyph(&mut self, character: char, wished: Face) -> Option<Glyph> {
        let wished = if wished == Face::Kai && NOT_IN_KAI.contains(character) {
            Face::Song
        } else {
            wished
        };
        let found = wished.stand_ins().iter().find_map(|&face| {
            let advance = self.metrics.advance(face, character)?;
            Some(Glyph {
                character,
                face,
                advance,
            })
        });
        if found.is_none() {
            self.missing.insert(character);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 宋体 has all but the private characters, 楷体 all but 朤 too; there are no others.
    struct Two;

    impl Metrics for Two {
        fn advance(&self, face: Face, character: char) -> Option<f32> {
            match (face, character) {
                (_, '\u{E000}'..='\u{F8FF}') | (Face::Kai, '朤') => None,
                (Face::Song | Face::Kai, _) => Some(1.0),
                _ => None,
            }
        }
    }

    #[test]
    fn characters_without_a_glyph_are_remembered_once() {
        let mut setter = Setter::new(&Two);
        setter.glyphs("甲\u{E001}乙\u{E001}\u{200B}", Face::Kai);
        assert_eq!(setter.missing.into_iter().collect::<Vec<_>>(), ['\u{E001}']);
    }

    #[test]
    fn another_face_stands_in_for_one_character_only() {
        let glyphs = Setter::new(&Two).glyphs("甲朤“乙", Face::Kai);
        let faces: Vec<_> = glyphs.iter().map(|glyph| glyph.face).collect();
        assert_eq!(faces, [Face::Kai, Face::Song, Face::Song, Face::Kai]);
    }
}
