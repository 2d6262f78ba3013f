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
        laid.push(Page {
            lines: layout::lines(drawn.glyphs),
            tables,
        });
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
