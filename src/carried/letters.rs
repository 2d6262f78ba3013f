//! A draft packed into letters that no program takes for a number, a formula or a line's end.

use std::io::{self, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::{Absence, Inflated};

/// # Errors
/// None that writing into memory has.
pub(super) fn pack(draft: &[u8]) -> io::Result<String> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(draft)?;
    Ok(BASE64.encode(encoder.finish()?))
}

/// # Errors
/// [`Absence::Damaged`] if they are not what was packed.
pub(super) fn unpack(letters: &str) -> Result<Vec<u8>, Absence> {
    let packed = BASE64.decode(letters).map_err(|_| Absence::Damaged)?;
    Inflated::of(&packed)
        .draft()
        .unwrap_or(Err(Absence::Damaged))
}
