//! What a file is, told by its content; names lie, its own bytes rarely do.

use crate::archive::Parts;

use super::compound::{self, Compound};

/// How far into a text its kind is looked for.
const START: usize = 4096;

/// What a file is.
#[derive(Debug)]
pub(super) enum FileKind<'a> {
    Pdf,
    Docx,
    Xlsx,
    /// A text or workbook of LibreOffice.
    OpenDocument,
    Xls(Compound<'a>),
    /// What only an office program reads, by the end of its usual name.
    Legacy(&'static str),
    Encrypted,
    Picture,
    Mht,
    Html,
    Text,
    /// An archive or a compound file that can't be read.
    Damaged,
    Unknown,
}

impl<'a> FileKind<'a> {
    /// Tells a file's kind. `name` only counts where the content leaves it open.
    pub fn of(name: &str, bytes: &'a [u8]) -> Self {
        if bytes.starts_with(&compound::MARK) {
            return Self::of_compound(name, bytes);
        }
        if bytes.starts_with(b"PK") {
            return Self::of_archive(bytes);
        }
        if let Some(picture) = picture(bytes) {
            return picture;
        }
        let start = bytes.get(..1024).unwrap_or(bytes);
        // Some programs write a line of their own before it.
        if position(start, b"%PDF-").is_some() {
            return Self::Pdf;
        }
        if bytes.starts_with(b"{\\rtf") {
            return Self::Legacy(".rtf");
        }
        Self::of_text(name, bytes)
    }

    fn of_compound(name: &str, bytes: &'a [u8]) -> Self {
        let Some(compound) = Compound::of(bytes) else {
            return Self::Damaged;
        };
        if compound.has("EncryptedPackage") {
            Self::Encrypted
        } else if compound.has("Workbook") {
            Self::Xls(compound)
        } else if compound.has("Book") {
            Self::Legacy(".xls")
        } else if compound.has("WordDocument") {
            if is_protected(&compound) {
                return Self::Encrypted;
            }
            // WPS writes what Word does.
            Self::Legacy(if ends_with(name, ".wps") {
                ".wps"
            } else {
                ".doc"
            })
        } else if compound.has_like("WPS") || compound.has("CONTENTS") || ends_with(name, ".wps") {
            Self::Legacy(".wps")
        } else if compound.has_like("ET") || ends_with(name, ".et") {
            Self::Legacy(".et")
        } else {
            Self::Unknown
        }
    }

    fn of_archive(bytes: &[u8]) -> Self {
        let Some(parts) = Parts::of(bytes) else {
            return Self::Damaged;
        };
        let paths = parts.paths();
        let has = |path: &str| paths.iter().any(|one| one == path);
        let has_in = |folder: &str| paths.iter().any(|one| one.starts_with(folder));
        if has("xl/workbook.xml") {
            Self::Xlsx
        } else if has("xl/workbook.bin") {
            Self::Legacy(".xlsb")
        } else if has_in("word/") {
            Self::Docx
        } else if has("content.xml") && (has("mimetype") || has("META-INF/manifest.xml")) {
            Self::OpenDocument
        } else {
            Self::Unknown
        }
    }

    fn of_text(name: &str, bytes: &[u8]) -> Self {
        let start = bytes.get(..START).unwrap_or(bytes);
        // UTF-16 is told by its letters like any other encoding.
        let start: Vec<u8> = start.iter().copied().filter(|byte| *byte != 0).collect();
        let start = start.to_ascii_lowercase();
        let has = |word: &[u8]| position(&start, word).is_some();
        if has(b"<?mso-application")
            || has(b"urn:schemas-microsoft-com:office:spreadsheet") && !has(b"<html")
        {
            let is_word = has(b"word.document") || has(b"wordml");
            return Self::Legacy(if is_word {
                ".xml（Word 2003）"
            } else {
                ".xml（Excel 2003）"
            });
        }
        if is_mail(&start) {
            return Self::Mht;
        }
        let marks: [&[u8]; 12] = [
            b"<!doctype html",
            b"<html",
            b"<head",
            b"<body",
            b"<meta",
            b"<table",
            b"<div",
            b"<p>",
            b"<p ",
            b"<td",
            b"<span",
            b"<script",
        ];
        if marks.iter().any(|mark| has(mark)) {
            return Self::Html;
        }
        if is_data(&start, bytes) {
            return Self::Html;
        }
        if is_binary(bytes) {
            return Self::Unknown;
        }
        if ends_with(name, ".html") || ends_with(name, ".htm") {
            return Self::Html;
        }
        Self::Text
    }
}

/// Whether a Word file of before 2007 has a password: a bit of its first bytes.
fn is_protected(compound: &Compound<'_>) -> bool {
    let stream = compound.stream("WordDocument").unwrap_or_default();
    compound::u16_at(&stream, 10).is_some_and(|flags| flags & 0x0100 != 0)
}

/// Whether a text begins with the lines of a mail that has parts, or holds a page.
fn is_mail(start: &[u8]) -> bool {
    let lines = start.split(|byte| *byte == b'\n').take(60);
    let mut fields = 0;
    for line in lines {
        let line = line.trim_ascii();
        if line.is_empty() && fields > 0 {
            return false;
        }
        if line.starts_with(b"content-type:") {
            return position(start, b"mime-version:").is_some()
                && (position(start, b"multipart/").is_some()
                    || position(start, b"text/").is_some());
        }
        let is_field = line
            .iter()
            .position(|byte| *byte == b':')
            .is_some_and(|end| {
                let name = line.get(..end).unwrap_or_default();
                !name.is_empty()
                    && name
                        .iter()
                        .all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
            });
        if is_field {
            fields += 1;
        } else if fields == 0 && !line.is_empty() {
            return false;
        }
    }
    false
}

/// Whether it is JSON, or a script, with markup in it.
fn is_data(start: &[u8], bytes: &[u8]) -> bool {
    let begins = start.trim_ascii_start();
    let begins = begins.strip_prefix(b"\xef\xbb\xbf").unwrap_or(begins);
    let is_data = [&b"{"[..], b"[", b"var ", b"let ", b"const ", b"window."]
        .iter()
        .any(|word| begins.starts_with(word));
    is_data
        && [
            &b"<p"[..],
            b"<table",
            b"<div",
            b"&lt;p",
            b"\\u003cp",
            b"\\u003ct",
            b"\\u003cd",
            b"\\u003C",
        ]
        .iter()
        .any(|mark| position(bytes, mark).is_some())
}

fn picture(bytes: &[u8]) -> Option<FileKind<'static>> {
    let marks: [&[u8]; 8] = [
        b"\x89PNG",
        b"\xff\xd8\xff",
        b"GIF8",
        b"BM",
        b"II*\0",
        b"MM\0*",
        b"RIFF",
        b"\0\0\x01\0",
    ];
    let is_picture = marks.iter().any(|mark| bytes.starts_with(mark));
    (is_picture && is_binary(bytes)).then_some(FileKind::Picture)
}

/// Whether the bytes are no text of any encoding: texts have no zeros and hardly any other
/// characters that steer printers, save UTF-16 with its empty halves.
fn is_binary(bytes: &[u8]) -> bool {
    let sample = bytes.get(..START).unwrap_or(bytes);
    let is_odd = |byte: &&u8| matches!(**byte, 0..=8 | 14..=26 | 28..=31);
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return false;
    }
    let text = super::encoding::decode(sample);
    let strange = text.chars().filter(
        |c| matches!(c, '\0'..='\u{8}' | '\u{e}'..='\u{1a}' | '\u{1c}'..='\u{1f}' | '\u{fffd}'),
    );
    let all = text.chars().count();
    sample.iter().filter(is_odd).count() > 0 && strange.count() * 50 > all
}

fn ends_with(name: &str, end: &str) -> bool {
    name.to_ascii_lowercase().ends_with(end)
}

fn position(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|window| window == word)
}
