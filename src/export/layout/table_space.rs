//! How closely a table is set so that it takes few pages, for formats whose reader lays it out.

use super::flow::{TABLE_HEADING, caption_height};
use super::glyphs::Setter;
use super::height_kept_with;
use super::page::AREA_HEIGHT;
use super::table::MeasuredTable;
use crate::export::document::{Block, TableBlock};
use crate::export::fonts::{Face, Metrics};

/// How closely a table is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TableSpace {
    /// Above and below each cell's text, in millimetres.
    pub padding: f32,
    /// Whether it then takes one page with its heading.
    pub fits_page: bool,
}

/// The space of a table with what stands below it. Faces differ from one computer to the next,
/// so hanzi count as squares here and everything else as half of one.
pub fn table_space(table: &TableBlock, next: Option<&Block>) -> TableSpace {
    let room = AREA_HEIGHT - TABLE_HEADING - caption_height(&table.caption);
    let kept = height_kept_with(next);
    let measured = MeasuredTable::new(table, &mut Setter::new(&Squares), room, kept);
    TableSpace {
        padding: measured.padding,
        fits_page: measured.height() + kept <= room,
    }
}

struct Squares;

impl Metrics for Squares {
    fn advance(&self, _: Face, character: char) -> Option<f32> {
        Some(if character.is_ascii() { 0.5 } else { 1.0 })
    }
}
