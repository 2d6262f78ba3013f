//! Fonts, as far as text needs them: which characters a code means, and how wide it is.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashMap;

use allsorts::binary::read::ReadScope;
use allsorts::font_data::FontData;
use allsorts::tables::FontTableProvider;
use allsorts::tables::cmap::{Cmap, CmapSubtable, PlatformId};
use allsorts::tag;
use hayro_interpret::hayro_cmap::{
    BfString, CMap, CMapName, CharacterCollection, CidFamily, WritingMode, load_embedded,
};
use hayro_interpret::kurbo::Vec2;
use hayro_syntax::object::dict::keys;
use hayro_syntax::object::{Array, Dict, Object, Stream, String as Bytes};

use super::encoding::Encoding;
use super::streams::{self, Allowance};

/// Stands for a code nothing is known about.
const UNKNOWN: &str = "\u{fffd}";

/// A font of a document.
pub(super) struct Font {
    kind: Kind,
    /// Codes → characters as the file says.
    to_unicode: Option<CMap>,
    /// By code in a simple font, by CID in a composite one; in ems.
    widths: HashMap<u32, f64>,
    width: f64,
}

enum Kind {
    /// One byte a character.
    Simple(Encoding),
    Composite(Box<Composite>),
}

/// A font of many characters, whose codes a CMap cuts and turns into CIDs.
struct Composite {
    codes: CMap,
    /// Whether its codes are UTF-16 themselves.
    unicode: bool,
    vertical: bool,
    family: Option<CidFamily>,
    /// CIDs → characters, of the collection; read when first needed.
    collection: OnceCell<Option<CMap>>,
    /// CIDs → characters, by what an embedded font says of its glyphs.
    glyphs: HashMap<u32, char>,
}

/// One character code of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Code {
    value: u32,
    cid: u32,
    /// In bytes; at least 1.
    pub length: usize,
    /// In ems.
    pub width: f64,
    /// Set in text that runs downwards.
    pub down: Option<Down>,
}

/// How a character stands in text that runs downwards; in ems.
#[derive(Clone, Copy, Debug)]
pub(super) struct Down {
    pub length: f64,
}

impl Code {
    /// Where its em square begins, seen from the pen.
    pub fn origin(&self) -> Vec2 {
        match self.down {
            // The usual one; fonts hardly ever say another.
            Some(_) => Vec2::new(-self.width / 2.0, -0.88),
            None => Vec2::ZERO,
        }
    }

    /// The blank that word spacing widens.
    pub fn is_space(&self) -> bool {
        self.length == 1 && self.value == 32
    }
}

impl Font {
    /// Never fails: what is not understood gives [`UNKNOWN`] characters.
    pub fn read(dict: &Dict<'_>, allowance: &mut Allowance) -> Self {
        let to_unicode = to_unicode(dict, allowance);
        let descendants = dict.get::<Array<'_>>(keys::DESCENDANT_FONTS);
        let descendant = descendants.and_then(|fonts| fonts.iter::<Dict<'_>>().next());
        match descendant {
            Some(descendant) => Self {
                kind: Kind::Composite(Box::new(Composite::read(
                    dict,
                    &descendant,
                    to_unicode.is_some(),
                    allowance,
                ))),
                to_unicode,
                widths: widths_by_cid(&descendant, allowance),
                width: descendant.get::<f64>(keys::DW).unwrap_or(1000.0) / 1000.0,
            },
            None => {
                let (widths, width) = widths_by_code(dict);
                Self {
                    kind: Kind::Simple(Encoding::read(dict)),
                    to_unicode,
                    widths,
                    width,
                }
            }
        }
    }

    /// Whether its text runs downwards.
    pub fn vertical(&self) -> bool {
        matches!(&self.kind, Kind::Composite(font) if font.vertical)
    }

    /// The first code of a text that is not empty.
    pub fn next(&self, bytes: &[u8]) -> Code {
        let (value, cid, length) = match &self.kind {
            Kind::Simple(_) => {
                let value = bytes.first().copied().map_or(0, u32::from);
                (value, value, 1)
            }
            Kind::Composite(font) => font.next(bytes),
        };
        let width = self.widths.get(&cid).copied().unwrap_or(self.width);
        Code {
            value,
            cid,
            length,
            width,
            down: self.vertical().then_some(Down { length: 1.0 }),
        }
    }

    /// The characters a code means.
    pub fn text(&self, code: &Code) -> Cow<'static, str> {
        let stated = self.to_unicode.as_ref();
        let stated = stated.and_then(|map| map.lookup_bf_string(code.value));
        if let Some(text) = stated.and_then(readable) {
            return Cow::Owned(text);
        }
        let found = match &self.kind {
            Kind::Simple(encoding) => encoding.character(code.value),
            Kind::Composite(font) => font.character(code),
        };
        match found {
            Some(character) => Cow::Owned(character.to_string()),
            None => Cow::Borrowed(UNKNOWN),
        }
    }
}

impl Composite {
    fn read(
        dict: &Dict<'_>,
        descendant: &Dict<'_>,
        stated: bool,
        allowance: &mut Allowance,
    ) -> Self {
        let (codes, name) = match dict.get::<Object<'_>>(keys::ENCODING) {
            Some(Object::Name(name)) => (predefined(&name), name.to_vec()),
            Some(Object::Stream(stream)) => {
                let data = streams::unpack(&stream, allowance);
                let map = data.and_then(|data| CMap::parse(&data, load_embedded));
                let name = map.as_ref().and_then(|map| map.metadata().name.clone());
                (map, name.unwrap_or_default())
            }
            _ => (None, Vec::new()),
        };
        let codes = codes.unwrap_or_else(CMap::identity_h);
        let stated_family = codes.metadata().character_collection.as_ref();
        let family = stated_family
            .map(|collection| collection.family.clone())
            .filter(|family| family.ucs2_cmap().is_some())
            .or_else(|| family(descendant));
        let glyphs = if stated || family.is_some() {
            HashMap::new()
        } else {
            glyphs(descendant, allowance)
        };
        let name = String::from_utf8_lossy(&name);
        Self {
            vertical: codes.metadata().writing_mode == Some(WritingMode::Vertical),
            codes,
            unicode: name.contains("UCS2") || name.contains("UTF16"),
            family,
            collection: OnceCell::new(),
            glyphs,
        }
    }

    /// Value, CID and length of the first code.
    fn next(&self, bytes: &[u8]) -> (u32, u32, usize) {
        let mut value = 0;
        for (byte, length) in bytes.iter().zip(1_u8..=4) {
            value = (value << 8) | u32::from(*byte);
            if let Some(cid) = self.codes.lookup_cid_code(value, length) {
                return (value, cid, usize::from(length));
            }
        }
        // An unknown code: most are of two bytes, and none of these begins with an ASCII letter
        // in the encodings that mix lengths.
        let mixed = self.codes.lookup_cid_code(0x41, 1).is_some();
        match bytes {
            [first, second, ..] if !mixed || *first >= 0x81 => {
                ((u32::from(*first) << 8) | u32::from(*second), 0, 2)
            }
            [first, ..] => (u32::from(*first), 0, 1),
            [] => (0, 0, 1),
        }
    }

    fn character(&self, code: &Code) -> Option<char> {
        if self.unicode {
            return char::from_u32(code.value).filter(|character| !character.is_control());
        }
        if let Some(character) = self.glyphs.get(&code.cid) {
            return Some(*character);
        }
        let collection = self.collection.get_or_init(|| {
            let name = self.family.as_ref()?.ucs2_cmap()?;
            CMap::parse(load_embedded(name)?, load_embedded)
        });
        let collection = collection.as_ref()?;
        let text = collection.lookup_bf_string(code.cid).and_then(readable);
        if let Some(text) = text {
            return text.chars().next();
        }
        let value = (1..=4).find_map(|length| collection.lookup_cid_code(code.cid, length));
        value.and_then(char::from_u32)
    }
}

/// A map's text without what is no character.
fn readable(text: BfString) -> Option<String> {
    let text = match text {
        BfString::Char(character) => character.to_string(),
        BfString::String(text) => text,
    };
    let text: String = text.chars().filter(|c| !is_nothing(*c)).collect();
    (!text.is_empty()).then_some(text)
}

fn is_nothing(character: char) -> bool {
    character == '\0' || character == '\u{fffd}' || (character.is_control() && character != '\t')
}

fn predefined(name: &[u8]) -> Option<CMap> {
    match CMapName::from_bytes(name) {
        CMapName::IdentityH => Some(CMap::identity_h()),
        CMapName::IdentityV => Some(CMap::identity_v()),
        name => CMap::parse(load_embedded(name)?, load_embedded),
    }
}

fn to_unicode(dict: &Dict<'_>, allowance: &mut Allowance) -> Option<CMap> {
    let stream = dict.get::<Stream<'_>>(keys::TO_UNICODE)?;
    let data = streams::unpack(&stream, allowance)?;
    CMap::parse(&data, load_embedded)
}

/// The collection its CIDs belong to, if it is a public one.
fn family(descendant: &Dict<'_>) -> Option<CidFamily> {
    let info = descendant.get::<Dict<'_>>(keys::CIDSYSTEMINFO)?;
    let registry = info.get::<Bytes<'_>>(keys::REGISTRY)?;
    let ordering = info.get::<Bytes<'_>>(keys::ORDERING)?;
    let collection = CharacterCollection {
        family: CidFamily::from_registry_ordering(registry.as_bytes(), ordering.as_bytes()),
        supplement: 0,
    };
    Some(collection.family).filter(|family| family.ucs2_cmap().is_some())
}

/// What an embedded TrueType font says of its glyphs, by CID.
fn glyphs(descendant: &Dict<'_>, allowance: &mut Allowance) -> HashMap<u32, char> {
    let mut characters = HashMap::new();
    let descriptor = descendant.get::<Dict<'_>>(keys::FONT_DESC);
    let program = descriptor.and_then(|descriptor| {
        let stream = descriptor.get::<Stream<'_>>(keys::FONT_FILE2);
        stream.or_else(|| descriptor.get::<Stream<'_>>(keys::FONT_FILE3))
    });
    let Some(program) = program.and_then(|stream| streams::unpack(&stream, allowance)) else {
        return characters;
    };
    let mut by_glyph = HashMap::new();
    let read = read_cmap(&program, |character, glyph| {
        if let Some(character) = char::from_u32(character) {
            by_glyph.entry(glyph).or_insert(character);
        }
    });
    if read.is_none() {
        return characters;
    }
    let map = descendant.get::<Stream<'_>>(keys::CID_TO_GID_MAP);
    match map.and_then(|stream| streams::unpack(&stream, allowance)) {
        Some(map) => {
            let pairs = map.as_chunks::<2>().0.iter().zip(0_u32..=0xffff);
            for (glyph, cid) in pairs {
                if let Some(character) = by_glyph.get(&u16::from_be_bytes(*glyph)) {
                    characters.insert(cid, *character);
                }
            }
        }
        None => {
            let identical = by_glyph.into_iter();
            characters.extend(identical.map(|(glyph, character)| (u32::from(glyph), character)));
        }
    }
    characters
}

fn read_cmap(program: &[u8], each: impl FnMut(u32, u16)) -> Option<()> {
    let font = ReadScope::new(program).read::<FontData<'_>>().ok()?;
    let tables = font.table_provider(0).ok()?;
    let table = tables.table_data(tag::CMAP).ok()??;
    let scope = ReadScope::new(&table);
    let cmap = scope.read::<Cmap<'_>>().ok()?;
    let record = cmap
        .find_subtable_for_platform(PlatformId::UNICODE)
        .or_else(|| cmap.find_subtable_for_platform(PlatformId::WINDOWS))?;
    let subtable = scope.offset(usize::try_from(record.offset).ok()?);
    let subtable = subtable.read::<CmapSubtable<'_>>().ok()?;
    subtable.mappings_fn(each).ok()
}

/// `/Widths` of a simple font, and the width of the rest; in ems.
fn widths_by_code(dict: &Dict<'_>) -> (HashMap<u32, f64>, f64) {
    // Glyph space of drawn fonts is their own.
    let matrix = dict.get::<[f64; 6]>(keys::FONT_MATRIX);
    let em = matrix.map_or(0.001, |matrix| matrix[0].abs());
    let first = dict.get::<u32>(keys::FIRST_CHAR).unwrap_or_default();
    let widths = dict.get::<Array<'_>>(keys::WIDTHS);
    let widths: HashMap<u32, f64> = widths
        .map(|widths| {
            let widths = widths.iter::<f64>().take(256);
            (first..).zip(widths.map(|width| width * em)).collect()
        })
        .unwrap_or_default();
    let descriptor = dict.get::<Dict<'_>>(keys::FONT_DESC);
    let missing = descriptor.and_then(|descriptor| descriptor.get::<f64>(keys::MISSING_WIDTH));
    // The width of a digit in most fonts that need not say their widths.
    let usual = if widths.is_empty() { 0.53 } else { 0.0 };
    (widths, missing.map_or(usual, |width| width * em))
}

/// `/W` of a composite font; in ems.
fn widths_by_cid(descendant: &Dict<'_>, allowance: &mut Allowance) -> HashMap<u32, f64> {
    /// More CIDs than a font can have.
    const CIDS: u32 = 0x1_0000;
    let mut widths = HashMap::new();
    let Some(array) = descendant.get::<Array<'_>>(keys::W) else {
        return widths;
    };
    let mut numbers: Vec<f64> = Vec::new();
    for object in array.iter::<Object<'_>>().take(CIDS as usize * 2) {
        match object {
            Object::Number(number) => numbers.push(number.as_f64()),
            Object::Array(each) => {
                let first = numbers.pop().unwrap_or_default().max(0.0) as u32;
                numbers.clear();
                let each = each.iter::<f64>().take(CIDS as usize);
                widths.extend((first..).zip(each.map(|width| width / 1000.0)));
            }
            _ => {}
        }
        if let [first, last, width] = numbers[..] {
            let (first, last) = (first.max(0.0) as u32, last.max(0.0) as u32);
            let last = last.min(first.saturating_add(CIDS));
            // Ranges cost more than the bytes they are written in.
            if allowance.take(last.saturating_sub(first) as usize) {
                let range = first..=last;
                widths.extend(range.map(|cid| (cid, width / 1000.0)));
            }
            numbers.clear();
        }
    }
    widths
}
