//! PDF with text: characters by their places, cells by ruled lines.

mod content;
mod encoding;
mod fonts;
mod page;
mod path;
mod ruled;
mod streams;

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_syntax::{LoadPdfError, Pdf};

use crate::import::error::ImportError;
use crate::import::limits::Limits;
use crate::import::source::{ReaderKind, Source};

use super::layout::{self, Page};
use content::Document;
use streams::Allowance;

/// Reads a PDF.
///
/// # Errors
/// If it needs a password, is damaged beyond repair, has no text, or is far larger than a report.
pub fn read(name: &str, bytes: &[u8], limits: &Limits) -> Result<Source, ImportError> {
    // hayro parses what others broke; should it ever panic, that is a damaged file and no end of
    // the program. Nothing is shared with the closure but bytes.
    let source = catch_unwind(AssertUnwindSafe(|| read_text(name, bytes, limits)));
    source.unwrap_or_else(|_| Err(damaged(name)))
}

fn damaged(name: &str) -> ImportError {
    ImportError::Damaged {
        file: name.to_owned(),
        place: String::new(),
    }
}

fn read_text(name: &str, bytes: &[u8], limits: &Limits) -> Result<Source, ImportError> {
    let no_more = || ImportError::too_much(name, "展开后太大");
    if !streams::load_is_bounded(bytes, limits) {
        return Err(no_more());
    }
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => ImportError::Encrypted {
            file: name.to_owned(),
        },
        LoadPdfError::Invalid => damaged(name),
    })?;
    let pages = pdf.pages();
    if pages.len() > limits.entries {
        return Err(ImportError::too_much(name, "页数太多"));
    }
    let mut allowance = Allowance::new(limits);
    let mut document = Document::new(&mut allowance);
    let mut laid = Vec::new();
    let (mut readable, mut unknown, mut pictured) = (0_usize, 0_usize, false);
    let (mut cells, mut lines) = (0, 0);
    for page in pages.iter() {
        let mut drawn = document.draw(page);
        for glyph in &drawn.glyphs {
            match glyph.character {
                '\u{fffd}' => unknown += 1,
                character if character.is_whitespace() => {}
                _ => readable += 1,
            }
        }
        pictured |= drawn.pictured;
        let tables = ruled::take_tables(&mut drawn);
        let page = Page {
            lines: layout::lines(drawn.glyphs),
            tables,
        };
        cells += page
            .tables
            .iter()
            .map(|table| table.cells.len())
            .sum::<usize>();
        lines += page.lines.len();
        if cells > limits.cells || lines > limits.lines {
            return Err(no_more());
        }
        laid.push(page);
    }
    if allowance.spent() {
        return Err(no_more());
    }
    // A picture of each page with a page number below it is still a scan.
    let scanned = pictured && readable < 8 * laid.len();
    if readable == 0 || unknown > readable || scanned {
        return Err(ImportError::NoText {
            file: name.to_owned(),
        });
    }
    let title = pdf.metadata().title.as_deref().map(text_string);
    Ok(Source {
        reader: ReaderKind::Pdf,
        title: title.unwrap_or_default(),
        blocks: layout::blocks(laid),
    })
}

/// A document's property: UTF-16 or UTF-8 with a mark, else one byte a character; old Chinese
/// programs write GBK there.
fn text_string(bytes: &[u8]) -> String {
    let (text, _, _) = match bytes {
        [0xfe, 0xff, ..] => encoding_rs::UTF_16BE.decode(bytes),
        [0xff, 0xfe, ..] => encoding_rs::UTF_16LE.decode(bytes),
        [0xef, 0xbb, 0xbf, ..] => encoding_rs::UTF_8.decode(bytes),
        _ => encoding_rs::GB18030.decode(bytes),
    };
    text.trim_matches(|c: char| c.is_whitespace() || c == '\0')
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::source::{Arrangement, Block};

    /// A file of pages with these contents, in a font that is not embedded, its codes UTF-16.
    fn file(contents: &[String]) -> Vec<u8> {
        let count = contents.len();
        let kids: Vec<String> = (0..count)
            .map(|page| format!("{} 0 R", 5 + 2 * page))
            .collect();
        let mut objects = vec![
            "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
            format!("<</Type/Pages/Count {count}/Kids[{}]>>", kids.join(" ")),
            "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H\
             /DescendantFonts[4 0 R]>>"
                .to_owned(),
            "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/W[1 95 500]\
             /CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>"
                .to_owned(),
        ];
        for (page, content) in contents.iter().enumerate() {
            objects.push(format!(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 300]/Resources<</Font<</F 3 0 R>>>>\
                 /Contents {} 0 R>>",
                6 + 2 * page
            ));
            objects.push(format!(
                "<</Length {}>>stream\n{content}\nendstream",
                content.len()
            ));
        }
        let mut file = "%PDF-1.4\n".to_owned();
        let mut places = Vec::new();
        for (number, object) in objects.iter().enumerate() {
            places.push(file.len());
            file += &format!("{} 0 obj {object} endobj\n", number + 1);
        }
        let table = file.len();
        file += &format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
        for place in places {
            file += &format!("{place:010} 00000 n \n");
        }
        file += &format!(
            "trailer<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF",
            objects.len() + 1
        );
        file.into_bytes()
    }

    fn text(x: i32, y: i32, text: &str) -> String {
        let codes: String = text
            .encode_utf16()
            .map(|unit| format!("{unit:04x}"))
            .collect();
        format!("BT /F 10 Tf {x} {y} Td <{codes}> Tj ET\n")
    }

    /// Two pages of one table of three columns, its head on both, the group's cell on both.
    fn sample() -> Vec<u8> {
        let line = |x: i32, y: i32, to_x: i32, to_y: i32| format!("{x} {y} m {to_x} {to_y} l S\n");
        let mut first = text(150, 270, "某县年度报告") + &text(20, 250, "二、办理情况");
        let mut second = String::new();
        for (page, top) in [(&mut first, 240), (&mut second, 280)] {
            for y in [top, top - 20, top - 60] {
                *page += &line(20, y, 380, y);
            }
            // Thin areas are lines too.
            *page += &format!("100 {} 280 0.5 re f\n", top - 40);
            for x in [20, 100, 300, 380] {
                *page += &line(x, top, x, top - 60);
            }
            *page += &(text(30, top - 14, "类别") + &text(110, top - 14, "项目"));
            *page += &text(310, top - 14, "数量");
        }
        first += &(text(30, 194, "不予公开") + &text(110, 206, "1.属于秘密"));
        first += &(text(310, 206, "12") + &text(110, 186, "2.重复") + &text(310, 186, "3"));
        // Drawn twice to look bold.
        first += &text(310, 186, "3").replace("310 186", "310.3 186");
        second += &(text(110, 246, "3.咨询") + &text(310, 246, "0"));
        second += &(text(110, 226, "4.其他") + &text(310, 226, "-"));
        first += &text(190, 10, "- 1 -");
        second += &(text(20, 180, "三、其他") + &text(190, 10, "- 2 -"));
        file(&[first, second])
    }

    #[test]
    fn a_ruled_table_over_two_pages_is_one() {
        let source = read("样.pdf", &sample(), &Limits::USUAL).unwrap();
        let [
            Block::Line(title),
            Block::Line(heading),
            Block::Grid(grid),
            Block::Line(last),
        ] = source.blocks.as_slice()
        else {
            panic!("{:#?}", source.blocks);
        };
        assert_eq!(
            (title.as_str(), heading.as_str(), last.as_str()),
            ("某县年度报告", "二、办理情况", "三、其他")
        );
        assert_eq!(grid.arrangement, Arrangement::Placed);
        let texts: Vec<Vec<&str>> = grid
            .rows
            .iter()
            .map(|row| row.iter().map(|cell| cell.text.as_str()).collect())
            .collect();
        assert_eq!(
            texts,
            [
                vec!["类别", "项目", "数量"],
                vec!["不予公开", "1.属于秘密", "12"],
                vec!["2.重复", "3"],
                vec!["3.咨询", "0"],
                vec!["4.其他", "-"],
            ]
        );
        assert_eq!(grid.rows[1][0].rowspan, 4);
    }

    #[test]
    fn no_bytes_stop_the_program() {
        let sample = sample();
        let mut seed = 7_u64;
        let mut next = |below: usize| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize % below
        };
        for _ in 0..200 {
            let mut bytes = sample.clone();
            for _ in 0..=next(20) {
                let place = next(bytes.len());
                bytes[place] = b"0123456789<>[]()/ R\xff\x00"[next(21)];
            }
            bytes.truncate(next(sample.len()) + 1);
            let _ = read_text("样.pdf", &bytes, &Limits::USUAL);
        }
    }

    #[test]
    fn what_has_no_text_says_so() {
        let empty = file(&["10 10 100 100 re f".to_owned()]);
        let error = read("扫描.pdf", &empty, &Limits::USUAL);
        assert!(matches!(error, Err(ImportError::NoText { .. })));
        let broken = read("坏.pdf", b"%PDF-1.4 nothing", &Limits::USUAL);
        assert!(matches!(broken, Err(ImportError::Damaged { .. })));
    }

    #[test]
    fn more_text_than_a_report_has_is_refused() {
        let long = text(10, 10, &"长".repeat(5_000)).repeat(100);
        let small = Limits {
            text: 100_000,
            ..Limits::USUAL
        };
        let error = read("长.pdf", &file(&[long]), &small);
        assert!(matches!(error, Err(ImportError::TooMuch { .. })));
    }
}
