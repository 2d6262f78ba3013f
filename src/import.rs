//! Reading what has been published or sent: bytes → [`Source`] → [`Located`].
//!
//! A reader turns a file into a [`Source`], neutral lines and tables in the order they are read
//! ([`readers::read`]). [`locate::locate`] finds out which report it is and which text is which
//! cell. What is unclear becomes a [`Doubt`] with the text it comes from; nothing is guessed
//! silently, and only an unreadable file is an error.

pub mod account;
pub mod certainty;
pub mod error;
pub mod limits;
pub mod locate;
pub mod located;
pub mod normal;
pub mod other;
pub mod readers;
pub mod source;

use crate::form::catalog::Catalog;

pub use account::{Account, Claim};
pub use error::ImportError;
pub use limits::Limits;
pub use located::{Certainty, Doubt, Found, Kind, Located, Remark};
pub use other::Other;
pub use source::{Block, Grid, GridCell, Mark, MarkKind, ReaderKind, Source, Spot};

/// What a file was read as.
#[derive(Clone, Debug)]
pub struct Imported {
    pub source: Source,
    pub located: Located,
}

/// Reads a published report of any kind.
///
/// # Errors
/// If the file can't be read at all; see [`ImportError`].
pub fn import(catalog: &Catalog, name: &str, bytes: &[u8]) -> Result<Imported, ImportError> {
    let source = readers::read(name, bytes, &Limits::USUAL)?;
    let located = locate::locate(catalog, &source);
    Ok(Imported { source, located })
}
