//! The faces of 公文 that this machine has: looked for when they are wanted, and kept.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use allsorts::binary::read::ReadScope;
use allsorts::font_data::FontData;
use allsorts::tables::FontTableProvider;
use allsorts::tables::os2::Os2;
use allsorts::tag;
use fontdb::{Database, Family, Query};
use printpdf::ParsedFont;

use crate::export::fonts::office::{FoundFace, FoundFaces, Permission, WANTED, Wanted};
use crate::export::fonts::{Face, Fonts};

/// The bundled faces with those of this machine before them, and what was found.
#[derive(Debug)]
pub struct SystemFonts {
    pub fonts: Fonts,
    pub found: FoundFaces,
}

static FOUND: Mutex<Option<Arc<SystemFonts>>> = Mutex::new(None);

/// The faces found before; looks for them if nobody did. Slow the first time.
pub fn system_fonts() -> Arc<SystemFonts> {
    let mut found = FOUND.lock().unwrap_or_else(PoisonError::into_inner);
    Arc::clone(found.get_or_insert_with(|| Arc::new(search())))
}

/// Looks for the faces again: some may have been installed since.
pub fn search_again() -> Arc<SystemFonts> {
    let fonts = Arc::new(search());
    let mut found = FOUND.lock().unwrap_or_else(PoisonError::into_inner);
    *found = Some(Arc::clone(&fonts));
    fonts
}

fn search() -> SystemFonts {
    let mut installed = Database::new();
    installed.load_system_fonts();
    find_in(&installed)
}

fn find_in(installed: &Database) -> SystemFonts {
    let results: Vec<(FoundFace, Option<ParsedFont>)> = std::thread::scope(|scope| {
        let searches: Vec<_> = WANTED
            .iter()
            .map(|wanted| scope.spawn(|| find(installed, wanted)))
            .collect();
        let results = searches.into_iter().zip(&WANTED);
        // A face whose reading broke off is one that can't be read.
        let results = results
            .map(|(search, wanted)| search.join().unwrap_or_else(|_| (nothing(wanted), None)));
        results.collect()
    });
    let mut faces: BTreeMap<Face, ParsedFont> = BTreeMap::new();
    let mut found = Vec::new();
    for (wanted, (finding, font)) in WANTED.iter().zip(results) {
        if let Some(font) = font {
            faces.insert(wanted.face, font);
        }
        found.push(finding);
    }
    SystemFonts {
        fonts: Fonts::with_system(faces),
        found: FoundFaces(found),
    }
}

fn nothing(wanted: &Wanted) -> FoundFace {
    FoundFace {
        name: wanted.name,
        purpose: wanted.purpose,
        used: None,
        refused: Vec::new(),
        unreadable: Vec::new(),
    }
}

/// The first of the families that is installed and may be embedded.
fn find(installed: &Database, wanted: &Wanted) -> (FoundFace, Option<ParsedFont>) {
    let mut found = nothing(wanted);
    // A file has a Chinese and a Latin name: each is looked at once.
    let mut seen = Vec::new();
    for &family in wanted.families {
        let query = Query {
            families: &[Family::Name(family)],
            ..Query::default()
        };
        let Some(id) = installed.query(&query).filter(|id| !seen.contains(id)) else {
            continue;
        };
        seen.push(id);
        match read(installed, id) {
            Reading::Font(font) => {
                found.used = Some(family.to_owned());
                return (found, Some(*font));
            }
            Reading::Refused => found.refused.push(family.to_owned()),
            Reading::Unreadable => found.unreadable.push(family.to_owned()),
        }
    }
    (found, None)
}

enum Reading {
    Font(Box<ParsedFont>),
    Refused,
    Unreadable,
}

fn read(installed: &Database, id: fontdb::ID) -> Reading {
    let reading = installed.with_face_data(id, |bytes, index| {
        let index = usize::try_from(index).unwrap_or_default();
        match permission(bytes, index) {
            None => Reading::Unreadable,
            Some(Permission::Refused) => Reading::Refused,
            Some(Permission::Granted) => ParsedFont::from_bytes(bytes, index, &mut Vec::new())
                .map_or(Reading::Unreadable, |font| Reading::Font(Box::new(font))),
        }
    });
    reading.unwrap_or(Reading::Unreadable)
}

/// What the font at `index` of the file allows. `None` if it doesn't say, or has no outlines.
fn permission(bytes: &[u8], index: usize) -> Option<Permission> {
    let file = ReadScope::new(bytes).read::<FontData<'_>>().ok()?;
    let font = file.table_provider(index).ok()?;
    if !font.has_table(tag::GLYF) && !font.has_table(tag::CFF) {
        return None;
    }
    let table = font.table_data(tag::OS_2).ok()??;
    let length = table.len();
    let os2 = ReadScope::new(&table).read_dep::<Os2>(length).ok()?;
    Some(Permission::of(os2.fs_type))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::document::{Block, Document, Mark};
    use crate::export::fonts::{Metrics, hei_file};
    use crate::export::layout::{Operation, lay_out};

    const SANS: Wanted = Wanted {
        face: Face::FangSong,
        name: "仿宋",
        purpose: "正文",
        families: &["仿宋", "Noto Sans SC"],
    };

    /// Where a table of the font that begins at `base` says it begins, and its directory entry.
    fn table(bytes: &[u8], base: usize, tag: &[u8; 4]) -> (usize, usize) {
        let tables = usize::from(u16::from_be_bytes([bytes[base + 4], bytes[base + 5]]));
        let mut entries = (0..tables).map(|index| base + 12 + 16 * index);
        let entry = entries.find(|&at| &bytes[at..at + 4] == tag).unwrap();
        let begin = u32::from_be_bytes(bytes[entry + 8..entry + 12].try_into().unwrap());
        (usize::try_from(begin).unwrap(), entry)
    }

    /// The program's own face with another embedding permission.
    fn face(fs_type: u16) -> Vec<u8> {
        let mut bytes = hei_file().unwrap().to_vec();
        let (os2, _) = table(&bytes, 0, b"OS/2");
        bytes[os2 + 8..os2 + 10].copy_from_slice(&fs_type.to_be_bytes());
        bytes
    }

    /// A collection whose first font has no outlines and whose second is whole.
    fn collection(font: &[u8]) -> Vec<u8> {
        let directory = 12 + 16 * usize::from(u16::from_be_bytes([font[4], font[5]]));
        let first = 20;
        let second = first + directory;
        let body = second + directory;
        let mut bytes = b"ttcf\0\x01\0\0\0\0\0\x02".to_vec();
        for begin in [first, second] {
            bytes.extend(u32::try_from(begin).unwrap().to_be_bytes());
        }
        let mut moved = font[..directory].to_vec();
        for entry in (12..directory).step_by(16) {
            let begin = u32::from_be_bytes(moved[entry + 8..entry + 12].try_into().unwrap());
            let begin = begin + u32::try_from(body).unwrap();
            moved[entry + 8..entry + 12].copy_from_slice(&begin.to_be_bytes());
        }
        let mut hollow = moved.clone();
        let (_, outlines) = table(&hollow, 0, b"glyf");
        hollow[outlines..outlines + 4].copy_from_slice(b"none");
        bytes.extend(hollow);
        bytes.extend(moved);
        bytes.extend(font);
        bytes
    }

    fn installed(file: Vec<u8>) -> Database {
        let mut database = Database::new();
        database.load_font_data(file);
        database
    }

    #[test]
    fn a_face_that_may_be_embedded_is_used() {
        let (found, font) = find(&installed(face(0)), &SANS);
        assert_eq!(found.used.as_deref(), Some("Noto Sans SC"));
        let fonts = Fonts::with_system(BTreeMap::from([(Face::FangSong, font.unwrap())]));
        assert_eq!(fonts.advance(Face::FangSong, '公'), Some(1.0));
        assert_eq!(fonts.advance(Face::Title, '公'), Some(1.0));
        assert_eq!(fonts.advance(Face::SystemKai, '公'), None);
    }

    #[test]
    fn a_face_that_may_not_is_refused_by_name() {
        for fs_type in [0x0002, 0x0100, 0x0200] {
            let (found, font) = find(&installed(face(fs_type)), &SANS);
            assert!(font.is_none());
            assert_eq!(found.refused, ["Noto Sans SC"]);
        }
    }

    #[test]
    fn without_the_face_there_is_nothing() {
        let (found, font) = find(&Database::new(), &SANS);
        assert_eq!(found, nothing(&SANS));
        assert!(font.is_none());
    }

    #[test]
    fn fonts_of_a_collection_are_told_apart() {
        let bytes = collection(hei_file().unwrap());
        assert_eq!(permission(&bytes, 0), None);
        assert_eq!(permission(&bytes, 1), Some(Permission::Granted));
        assert_eq!(permission(&bytes, 2), None);
        assert_eq!(permission(b"no font", 0), None);
        let font = ParsedFont::from_bytes(&bytes, 1, &mut Vec::new()).unwrap();
        let fonts = Fonts::with_system(BTreeMap::from([(Face::SystemHei, font)]));
        let document = Document {
            title: "报告".to_owned(),
            agency: String::new(),
            year: 2023,
            edition: String::new(),
            date: None,
            mark: Mark::Final,
            blocks: vec![Block::Heading("一、总体情况".to_owned())],
            header: Vec::new(),
            carried: None,
        };
        let pages = lay_out(&document, &fonts).unwrap();
        assert!(matches!(
            pages[0].content.first(),
            Some(Operation::Text(run)) if run.face == Face::SystemHei
        ));
        let first = crate::export::pdf::write(&document, &fonts).unwrap();
        assert_eq!(first, crate::export::pdf::write(&document, &fonts).unwrap());
        assert!(first.len() < 60_000, "the face is a subset");
    }
}
