//! The faces a report is set in: embedded ones, unpacked and parsed when first needed, and where
//! they are wanted those of the system.

mod coverage;
pub mod office;

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::OnceLock;
use std::thread;

use flate2::read::GzDecoder;
use printpdf::ParsedFont;
use serde::{Deserialize, Serialize};

const HEI: &[u8] = include_bytes!("../../fonts/NotoSansSC-Regular.ttf.gz");
const SONG: &[u8] = include_bytes!("../../fonts/NotoSerifSC-Regular-common.ttf.gz");
const RARE: &[u8] = include_bytes!("../../fonts/NotoSerifSC-Regular-rare.ttf.gz");
const TITLE: &[u8] = include_bytes!("../../fonts/NotoSerifSC-Black-common.ttf.gz");
const KAI: &[u8] = include_bytes!("../../fonts/NianbaoKai-Regular.ttf.gz");

/// A face by what it is for. The first five are embedded in the program; the others are there
/// only where faces of the system are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Face {
    /// 宋体: tables, and body text where there is no 仿宋. Common characters only.
    Song,
    /// The characters [`Face::Song`] leaves out.
    Rare,
    /// 黑体: headings.
    Hei,
    /// The report's title, in 小标宋's place.
    Title,
    /// 楷体: second-level headings and bracketed notes.
    Kai,
    /// 仿宋: body text. Of the system only.
    FangSong,
    SystemSong,
    SystemHei,
    /// 小标宋
    SystemTitle,
    SystemKai,
}

impl Face {
    /// Those embedded in the program.
    pub const BUNDLED: [Self; 5] = [Self::Song, Self::Rare, Self::Hei, Self::Title, Self::Kai];

    /// The faces asked for a character, in order, when text is set in this one.
    pub fn stand_ins(self) -> &'static [Self] {
        use Face::*;
        match self {
            Song | Rare | SystemSong => &[SystemSong, Song, Rare, Hei, Kai],
            FangSong => &[FangSong, Song, Rare, Hei, Kai],
            Hei | SystemHei => &[SystemHei, Hei, Song, Rare, Kai],
            Title | SystemTitle => &[SystemTitle, Title, Song, Rare, Hei, Kai],
            Kai | SystemKai => &[SystemKai, Kai, Song, Rare, Hei],
        }
    }

    fn packed(self) -> Option<&'static [u8]> {
        match self {
            Self::Song => Some(SONG),
            Self::Rare => Some(RARE),
            Self::Hei => Some(HEI),
            Self::Title => Some(TITLE),
            Self::Kai => Some(KAI),
            _ => None,
        }
    }
}

/// Which faces a report is set in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Typefaces {
    /// Those of the program: the same file on every machine.
    #[default]
    Bundled,
    /// 仿宋, 小标宋 and the others of the system, where they are installed.
    System,
}

/// Whether one of the embedded faces has the character. Reads no face.
pub fn is_in_bundled_faces(character: char) -> bool {
    coverage::covers(character)
}

impl SystemFace {
    /// Whether the character is taken from this face, where it is so many ems wide.
    fn gives(&self, character: char, advance: f32) -> bool {
        match character {
            '0'..='9' => self.has_level_digits,
            // Faces made for Latin text have narrow ones.
            _ if SQUARE_MARKS.contains(character) => advance > 0.99,
            _ => true,
        }
    }
}

/// What a layout has to know about faces.
pub trait Metrics {
    /// How far the pen moves, in ems; `None` if the face lacks the character.
    fn advance(&self, face: Face, character: char) -> Option<f32>;
}

/// A face could not be read. Its file is damaged: nothing the person did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("程序自带的字体（{0:?}）无法读取，请重新安装本程序")]
pub struct FontError(pub Face);

/// The bundled faces, each read once, when it is first asked for; and faces of the system.
#[derive(Debug, Default)]
pub struct Fonts {
    /// In the order of [`Face::BUNDLED`].
    bundled: [OnceLock<Option<ParsedFont>>; Face::BUNDLED.len()],
    /// With these the program's own set is used for all others.
    system: BTreeMap<Face, SystemFace>,
}

/// Marks of Chinese text that share their codes with Latin ones.
const SQUARE_MARKS: &str = "“”‘’…—";

/// A face of the system, ready for use.
#[derive(Debug)]
struct SystemFace {
    font: ParsedFont,
    /// Whether its ten digits have one width. Only then they are taken from it: figures line up.
    has_level_digits: bool,
}

impl Fonts {
    /// The program's own set, shared by every export of the process.
    pub fn bundled() -> &'static Self {
        static BUNDLED: OnceLock<Fonts> = OnceLock::new();
        BUNDLED.get_or_init(Self::default)
    }

    /// The program's own set, and before it these faces of the system.
    pub fn with_system(faces: BTreeMap<Face, ParsedFont>) -> Self {
        let faces = faces.into_iter().map(|(face, font)| {
            let widths: Vec<_> = ('0'..='9')
                .map(|digit| font.lookup_glyph_index(u32::from(digit)))
                .map(|glyph| glyph.map(|glyph| font.get_horizontal_advance(glyph)))
                .collect();
            let has_level_digits = widths.windows(2).all(|pair| pair.first() == pair.last());
            let face_of_system = SystemFace {
                font,
                has_level_digits,
            };
            (face, face_of_system)
        });
        Self {
            system: faces.collect(),
            ..Self::default()
        }
    }

    /// Reads these faces side by side; later use finds them ready.
    pub fn prepare(&self, faces: &[Face]) {
        thread::scope(|scope| {
            for &face in faces {
                scope.spawn(move || self.slot(face));
            }
        });
    }

    /// The parsed face, read now if it was not before.
    pub fn face(&self, face: Face) -> Result<&ParsedFont, FontError> {
        self.slot(face).ok_or(FontError(face))
    }

    fn slot(&self, face: Face) -> Option<&ParsedFont> {
        let Some(place) = Face::BUNDLED.iter().position(|&one| one == face) else {
            return self.system.get(&face).map(|face| &face.font);
        };
        let set = if self.system.is_empty() {
            self
        } else {
            Self::bundled()
        };
        set.bundled.get(place)?.get_or_init(|| read(face)).as_ref()
    }
}

impl Metrics for Fonts {
    fn advance(&self, face: Face, character: char) -> Option<f32> {
        let font = self.slot(face)?;
        let glyph = font
            .lookup_glyph_index(u32::from(character))
            .filter(|&glyph| glyph != 0)?;
        let em = f32::from(font.pdf_font_metrics.units_per_em.max(1));
        let advance = f32::from(font.get_horizontal_advance(glyph)) / em;
        let unfit = |face: &SystemFace| !face.gives(character, advance);
        (!self.system.get(&face).is_some_and(unfit)).then_some(advance)
    }
}

/// [`Face::Hei`] as a TrueType file: the window's face too. Unpacked when first asked for and
/// kept; `None` if the program file is damaged.
pub fn hei_file() -> Option<&'static [u8]> {
    static FILE: OnceLock<Option<Vec<u8>>> = OnceLock::new();
    FILE.get_or_init(|| unpack(HEI)).as_deref()
}

fn read(face: Face) -> Option<ParsedFont> {
    let mut warnings = Vec::new();
    if face == Face::Hei {
        return ParsedFont::from_bytes(hei_file()?, 0, &mut warnings);
    }
    ParsedFont::from_bytes(&unpack(face.packed()?)?, 0, &mut warnings)
}

/// What a gzip file holds.
pub fn unpack(packed: &[u8]) -> Option<Vec<u8>> {
    // The last four bytes are the length; one allocation is enough then.
    let length = packed
        .last_chunk()
        .map_or(0, |last| u32::from_le_bytes(*last));
    let mut bytes = Vec::with_capacity(usize::try_from(length).ok()?);
    GzDecoder::new(packed).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_characters_are_in_every_text_face() {
        let fonts = Fonts::bundled();
        for face in [Face::Song, Face::Hei, Face::Title, Face::Kai] {
            for character in "年报×区县政府“”—（）0123456789".chars() {
                assert!(
                    fonts.advance(face, character).is_some(),
                    "{face:?} lacks {character}"
                );
            }
        }
    }

    #[test]
    fn rare_characters_of_names_are_in_the_second_half() {
        let fonts = Fonts::bundled();
        assert_eq!(fonts.advance(Face::Song, '堃'), Some(1.0));
        assert_eq!(fonts.advance(Face::Song, '㐂'), None);
        assert_eq!(fonts.advance(Face::Rare, '㐂'), Some(1.0));
    }

    #[test]
    fn the_list_of_characters_is_that_of_the_faces() {
        let fonts = Fonts::bundled();
        for character in '\u{20}'..='\u{3FFFF}' {
            let found = Face::BUNDLED
                .iter()
                .any(|&face| fonts.advance(face, character).is_some());
            assert_eq!(is_in_bundled_faces(character), found, "{character:?}");
        }
    }

    #[test]
    fn every_face_stands_in_for_every_other() {
        for face in Face::BUNDLED {
            for other in Face::BUNDLED {
                // The title's characters are all in the other faces.
                assert!(other == Face::Title || face.stand_ins().contains(&other));
            }
        }
    }

    #[test]
    fn digits_of_figures_have_one_width() {
        let fonts = Fonts::bundled();
        for face in [Face::Song, Face::Title, Face::Kai] {
            let widths: Vec<_> = ('0'..='9')
                .map(|digit| fonts.advance(face, digit))
                .collect();
            assert!(widths.windows(2).all(|pair| pair[0] == pair[1]), "{face:?}");
        }
    }
}
