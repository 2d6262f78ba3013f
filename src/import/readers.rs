//! Readers: bytes of one format → a neutral [`Source`]. Which one reads a file is told by its
//! content, then by its name.

mod markdown;
pub mod text;

use super::error::ImportError;
use super::limits::Limits;
use super::source::Source;

pub mod layout;
pub mod pdf;

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
    if bytes
        .get(..1_024)
        .unwrap_or(bytes)
        .windows(5)
        .any(|window| window == b"%PDF-")
    {
        return pdf::read(name, bytes, limits);
    }
    if let Some(source) = std::str::from_utf8(bytes)
        .ok()
        .and_then(|text| layout::read(name, text, limits))
    {
        return Ok(source);
    }
    match std::str::from_utf8(bytes) {
        Ok(content) => text::read(name, content, limits),
        Err(_) => Err(ImportError::Unsupported {
            file: name.to_owned(),
        }),
    }
}
