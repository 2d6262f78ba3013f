//! The faces a report is set in: embedded, unpacked and parsed when first needed.

use std::io::Read;
use std::sync::OnceLock;
use std::thread;

use flate2::read::GzDecoder;
use printpdf::ParsedFont;

const HEI: &[u8] = include_bytes!("../../fonts/NotoSansSC-Regular.ttf.gz");
const SONG: &[u8] = include_bytes!("../../fonts/NotoSerifSC-Regular-common.ttf.gz");
const RARE: &[u8] = include_bytes!("../../fonts/NotoSerifSC-Regular-rare.ttf.gz");
const TITLE: &[u8] = include_bytes!("../../fonts/NotoSerifSC-Black-common.ttf.gz");
const KAI: &[u8] = include_bytes!("../../fonts/NianbaoKai-Regular.ttf.gz");

/// A face by what it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Face {
    /// 宋体: body text and tables. Common characters only.
    Song,
    /// The characters [`Face::Song`] leaves out.
    Rare,
    /// 黑体: headings.
    Hei,
    /// The report's title, in 小标宋's place.
    Title,
    /// 楷体: second-level headings and bracketed notes.
    Kai,
}

impl Face {
    pub const ALL: [Self; 5] = [Self::Song, Self::Rare, Self::Hei, Self::Title, Self::Kai];

    /// The faces asked for a character, in order, when text is set in this one.
    pub fn stand_ins(self) -> &'static [Self] {
        match self {
            Self::Song | Self::Rare => &[Self::Song, Self::Rare, Self::Hei],
            Self::Hei => &[Self::Hei, Self::Song, Self::Rare],
            Self::Title => &[Self::Title, Self::Song, Self::Rare, Self::Hei],
            Self::Kai => &[Self::Kai, Self::Song, Self::Rare, Self::Hei],
        }
    }

    fn packed(self) -> &'static [u8] {
        match self {
            Self::Song => SONG,
            Self::Rare => RARE,
            Self::Hei => HEI,
            Self::Title => TITLE,
            Self::Kai => KAI,
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

/// The bundled faces. Each is read once, when it is first asked for.
#[derive(Debug, Default)]
pub struct Fonts {
    faces: [OnceLock<Option<ParsedFont>>; Face::ALL.len()],
}

impl Fonts {
    /// The program's own set, shared by every export of the process.
    pub fn bundled() -> &'static Self {
        static BUNDLED: OnceLock<Fonts> = OnceLock::new();
        BUNDLED.get_or_init(Self::default)
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
        self.faces
            .get(face as usize)?
            .get_or_init(|| read(face))
            .as_ref()
    }
}

impl Metrics for Fonts {
    fn advance(&self, face: Face, character: char) -> Option<f32> {
        let font = self.slot(face)?;
        let glyph = font
            .lookup_glyph_index(u32::from(character))
            .filter(|&glyph| glyph != 0)?;
        let em = f32::from(font.pdf_font_metrics.units_per_em.max(1));
        Some(f32::from(font.get_horizontal_advance(glyph)) / em)
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
    ParsedFont::from_bytes(&unpack(face.packed())?, 0, &mut warnings)
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
