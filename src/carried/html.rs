//! The draft in a web page: a block of data that browsers neither show nor run.

use super::{Absence, LARGEST, is_draft, position};

/// How the block begins and ends.
const BEGIN: &str = r#"<script type="application/json" id="nianbao-draft">"#;
const END: &str = "</script>";
/// What the block is found by: programs that save a page again may write the rest otherwise.
const IDENTITY: &[u8] = br#"id="nianbao-draft""#;
/// How far into a file its first element is looked for.
const START: usize = 1024;

/// The block with the draft. It is JSON still: in JSON these characters may be written
/// as numbers, and without them nothing in it can be taken for the block's end.
pub(crate) fn block(draft: &[u8]) -> String {
    let mut block = BEGIN.to_owned();
    for character in String::from_utf8_lossy(draft).chars() {
        match character {
            '<' | '>' | '&' => block.push_str(&format!("\\u{:04x}", u32::from(character))),
            _ => block.push(character),
        }
    }
    block.push_str(END);
    block
}

/// Whether the bytes are a web page.
pub(super) fn is_page(bytes: &[u8]) -> bool {
    let start = bytes.get(..START).unwrap_or(bytes).to_ascii_lowercase();
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&start);
    start.trim_ascii_start().starts_with(b"<")
        && (position(start, b"<!doctype html").is_some() || position(start, b"<html").is_some())
}

/// Finds the draft in its block.
pub(super) fn find(bytes: &[u8]) -> Result<Vec<u8>, Absence> {
    let at = position(bytes, IDENTITY).ok_or(Absence::Nothing)?;
    let rest = bytes.get(at..).unwrap_or_default();
    let begin = position(rest, b">").ok_or(Absence::Damaged)? + 1;
    let data = rest.get(begin..).unwrap_or_default();
    let end = position(data, b"</").ok_or(Absence::Damaged)?;
    let draft = data.get(..end).unwrap_or_default().trim_ascii_start();
    if is_draft(draft) && draft.len() as u64 <= LARGEST {
        Ok(draft.to_vec())
    } else {
        Err(Absence::Damaged)
    }
}
