//! Readers: bytes of one format → a neutral [`Source`]. Which one reads a file is told by its
//! content, then by its name.

mod compound;
pub mod docx;
mod encoding;
pub mod html;
mod kind;
pub mod layout;
mod markdown;
pub mod mht;
pub mod opendocument;
pub mod pdf;
mod spreadsheet;
mod table;
pub mod text;
mod tidy;
mod writer;
pub mod xls;
pub mod xlsx;
mod xml;

use std::borrow::Cow;

use super::error::ImportError;
use super::limits::Limits;
use super::normal::is_unseen;
use super::source::Source;

use encoding::decode;
use kind::FileKind;

/// Reads a file with the reader for what it is. Any bytes may be given.
///
/// # Errors
/// If no reader takes it, it is damaged or protected, or far larger than any report.
pub fn read(name: &str, bytes: &[u8], limits: &Limits) -> Result<Source, ImportError> {
    if bytes.is_empty() {
        return Err(ImportError::Empty {
            file: name.to_owned(),
        });
    }
    if bytes.len() > limits.bytes {
        return Err(ImportError::too_much(name, "文件太大"));
    }
    let mut source = read_as_found(name, without_answer(bytes), limits)?;
    source.retain_seen(|character| !is_unseen(character));
    Ok(source)
}

fn read_as_found(name: &str, bytes: &[u8], limits: &Limits) -> Result<Source, ImportError> {
    let file = || name.to_owned();
    match FileKind::of(name, bytes) {
        FileKind::Pdf => pdf::read(name, bytes, limits),
        FileKind::Docx => docx::read(name, bytes, limits),
        FileKind::Xlsx => xlsx::read(name, bytes, limits),
        FileKind::OpenDocument => opendocument::read(name, bytes, limits),
        FileKind::Xls(compound) => xls::read(name, &compound, limits),
        FileKind::Mht => mht::read(name, bytes, limits),
        FileKind::Html => html::read(name, bytes, limits),
        // What parts cells and lines is told by the characters that are seen.
        FileKind::Text => plain(name, &seen(&decode(bytes)), limits),
        FileKind::Legacy(format) => Err(ImportError::Legacy {
            file: file(),
            format,
        }),
        FileKind::Encrypted => Err(ImportError::Encrypted { file: file() }),
        FileKind::Picture => Err(ImportError::NoText { file: file() }),
        FileKind::Damaged => Err(ImportError::Damaged {
            file: file(),
            place: "文件结构".to_owned(),
        }),
        FileKind::Unknown => Err(ImportError::Unsupported { file: file() }),
    }
}

/// A text without the characters that nobody sees.
fn seen(text: &str) -> Cow<'_, str> {
    if text.contains(is_unseen) {
        Cow::Owned(text.chars().filter(|c| !is_unseen(*c)).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// A file without the server's answer that some programs save in front of a page.
fn without_answer(bytes: &[u8]) -> &[u8] {
    const LONGEST: usize = 16 * 1024;

    if !bytes.starts_with(b"HTTP/") {
        return bytes;
    }
    let start = bytes.get(..LONGEST).unwrap_or(bytes);
    [&b"\r\n\r\n"[..], b"\n\n"]
        .into_iter()
        .find_map(|end| {
            let at = start.windows(end.len()).position(|window| window == end)?;
            bytes.get(at + end.len()..)
        })
        .unwrap_or(bytes)
}

/// Text that keeps a page's look is read by its columns, any other line by line.
fn plain(name: &str, text: &str, limits: &Limits) -> Result<Source, ImportError> {
    match layout::read(name, text, limits) {
        Some(source) => Ok(source),
        None => text::read(name, text, limits),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// Every sample file with its name.
    fn samples() -> Vec<(String, Vec<u8>)> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/imports");
        let mut samples = Vec::new();
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if ![".toml", ".py", ".pdf"]
                .iter()
                .any(|end| name.ends_with(end))
            {
                samples.push((name, std::fs::read(entry.path()).unwrap()));
            }
        }
        assert!(!samples.is_empty());
        samples.sort();
        samples
    }

    /// Numbers that look random and are the same each time.
    struct Dice(u64);

    impl Dice {
        fn below(&mut self, end: usize) -> usize {
            self.0 = self
                .0
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            usize::try_from(self.0 >> 33).unwrap() % end.max(1)
        }
    }

    #[test]
    fn damaged_files_are_read_or_refused() {
        let mut dice = Dice(7);
        for (name, bytes) in samples() {
            for _ in 0..20 {
                let mut damaged = bytes.clone();
                for _ in 0..dice.below(8) + 1 {
                    let at = dice.below(damaged.len());
                    if let Some(byte) = damaged.get_mut(at) {
                        *byte = u8::try_from(dice.below(256)).unwrap();
                    }
                }
                if dice.below(3) == 0 {
                    damaged.truncate(dice.below(damaged.len()));
                }
                let _ = read(&name, &damaged, &Limits::USUAL);
            }
        }
    }
}
