//! Web pages.
//!
//! A page is parsed as browsers do, its weight measured ([`weight`]), and written down as lines
//! and tables ([`flow`]). What is clearly not the article (menus, footers) is left out; when in
//! doubt it stays. A page whose article is in a script is read from there ([`script`]).

mod flow;
mod page;
mod script;
mod weight;

use crate::import::error::ImportError;
use crate::import::limits::Limits;
use crate::import::source::{Block, ReaderKind, Source};

use super::encoding::decode;
use page::Page;

/// Characters of a page's text below which its article is looked for in its scripts.
const NEARLY_EMPTY: usize = 300;

/// Reads a page in any encoding.
///
/// # Errors
/// If it has more elements or text than any report.
pub fn read(name: &str, bytes: &[u8], limits: &Limits) -> Result<Source, ImportError> {
    read_text(name, &decode(bytes), ReaderKind::Html, limits)
}

/// Reads a page's text, or data that holds pages as texts (JSON, a script).
///
/// # Errors
/// As [`read`].
pub(super) fn read_text(
    name: &str,
    text: &str,
    reader: ReaderKind,
    limits: &Limits,
) -> Result<Source, ImportError> {
    if script::is_data(text) {
        let markup = script::markup_in_data(text).unwrap_or_default();
        return read_page(name, &markup, reader, limits);
    }
    let source = read_page(name, text, reader, limits)?;
    if source.places().map(|(_, text)| text.len()).sum::<usize>() >= NEARLY_EMPTY * 3 {
        return Ok(source);
    }
    let Some(markup) = script::markup_in_scripts(text) else {
        return Ok(source);
    };
    let inner = read_page(name, &markup, reader, limits)?;
    let size = |source: &Source| source.places().map(|(_, text)| text.len()).sum::<usize>();
    if size(&inner) <= size(&source) {
        return Ok(source);
    }
    Ok(Source {
        title: if inner.title.is_empty() {
            source.title
        } else {
            inner.title
        },
        ..inner
    })
}

/// The lines and tables of markup that stands within another text.
///
/// # Errors
/// As [`read`].
pub(super) fn blocks(name: &str, markup: &str, limits: &Limits) -> Result<Vec<Block>, ImportError> {
    Ok(read_page(name, markup, ReaderKind::Html, limits)?.blocks)
}

fn read_page(
    name: &str,
    markup: &str,
    reader: ReaderKind,
    limits: &Limits,
) -> Result<Source, ImportError> {
    let page = Page::parse(name, markup, limits)?;
    flow::write(name, &page, reader, limits)
}
