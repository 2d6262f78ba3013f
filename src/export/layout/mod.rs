//! A report laid out as pages after GB/T 9704: what paper and the print preview replay.
//!
//! Pure: the same document and metrics give the same pages. Type area 156 × 225 mm, 22 lines
//! of 28 characters; tables keep their form's grid, are never cut inside a row, and repeat
//! their heads where they go on.

mod characters;
mod flow;
mod furniture;
mod lines;
mod page;
mod table;
mod table_pages;

use std::collections::BTreeSet;
use std::fmt;

use crate::export::document::{Block, Document, Mark};
use crate::export::fonts::{Face, Metrics};
use flow::{Flow, Keep, TABLE_HEADING};
use lines::Setter;
use table::MeasuredTable;

pub use page::{
    AREA_HEIGHT, AREA_LEFT, AREA_TOP, AREA_WIDTH, Bookmark, Line, MM_PER_POINT, Operation,
    PAGE_HEIGHT, PAGE_WIDTH, Page, TextRun,
};

/// Characters that none of the faces has. Nothing was laid out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct MissingCharacters(pub Vec<char>);

impl fmt::Display for MissingCharacters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("程序自带的字体里没有这些字：")?;
        for (index, character) in self.0.iter().enumerate() {
            let comma = if index > 0 { "、" } else { "" };
            write!(f, "{comma}“{character}”（U+{:04X}）", u32::from(*character))?;
        }
        f.write_str("，请改用其他写法后再导出")
    }
}

/// Lays the document out. At least one page, even of nothing.
pub fn lay_out(document: &Document, metrics: &dyn Metrics) -> Result<Vec<Page>, MissingCharacters> {
    let mut setter = Setter::new(metrics);
    let tables: Vec<Option<MeasuredTable>> = document
        .blocks
        .iter()
        .map(|block| match block {
            Block::Table(block) => {
                let room = AREA_HEIGHT - TABLE_HEADING;
                Some(MeasuredTable::new(block, &mut setter, room))
            }
            _ => None,
        })
        .collect();

    let mut flow = Flow::default();
    for (index, block) in document.blocks.iter().enumerate() {
        match block {
            Block::Title(lines) => flow.title(lines, &mut setter),
            Block::Heading(text) => {
                let keep = keep(document.blocks.get(index + 1), tables.get(index + 1));
                flow.heading(text, keep, &mut setter);
            }
            Block::Paragraph(text) => flow.paragraph(text, &mut setter),
            Block::Table(_) => {
                if let Some(Some(table)) = tables.get(index) {
                    flow.table(table);
                }
            }
            Block::SignOff(lines) => flow.sign_off(lines, &mut setter),
        }
    }
    let mut pages = flow.pages;
    if pages.is_empty() {
        pages.push(Page::default());
    }
    if !setter.missing.is_empty() {
        return Err(MissingCharacters(setter.missing.into_iter().collect()));
    }
    for (index, page) in pages.iter_mut().enumerate() {
        if document.mark == Mark::Draft {
            furniture::add_draft_mark(page);
        }
        furniture::add_number(page, index + 1, metrics);
    }
    Ok(pages)
}

/// What must stand below a heading on its page.
fn keep(next: Option<&Block>, table: Option<&Option<MeasuredTable>>) -> Keep {
    match (next, table) {
        (Some(Block::Table(_)), Some(Some(table))) => {
            let whole = table.height();
            if whole <= AREA_HEIGHT - TABLE_HEADING {
                Keep::Table(whole)
            } else {
                Keep::Table(table.height_of(0..table.heads + 2))
            }
        }
        (Some(Block::Paragraph(text)), _) if text.chars().count() > 26 => Keep::Lines(2),
        (Some(Block::Paragraph(_)), _) => Keep::Lines(1),
        _ => Keep::Lines(0),
    }
}

/// The faces the pages are drawn in.
pub fn faces(pages: &[Page]) -> BTreeSet<Face> {
    pages
        .iter()
        .flat_map(Page::operations)
        .filter_map(|operation| match operation {
            Operation::Text(run) => Some(run.face),
            Operation::Line(_) => None,
        })
        .collect()
}

/// The faces the document will most likely be drawn in, to be read side by side beforehand.
pub fn likely_faces(document: &Document) -> Vec<Face> {
    let mut faces = vec![Face::Song];
    for block in &document.blocks {
        faces.push(match block {
            Block::Title(_) => Face::Title,
            Block::Heading(_) => Face::Hei,
            Block::Table(_) => Face::Kai,
            Block::Paragraph(text) if text.contains('（') => Face::Kai,
            Block::Paragraph(_) | Block::SignOff(_) => Face::Song,
        });
    }
    faces.sort_unstable();
    faces.dedup();
    faces
}
