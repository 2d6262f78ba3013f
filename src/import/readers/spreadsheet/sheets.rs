//! The sheets of a workbook in the order a report is read in.
//!
//! Names of sheets are no part of a report, and their order is none of its parts: the texts may
//! stand on the first sheet or the last, and every table on one of its own.

use crate::import::error::ImportError;
use crate::import::limits::Limits;
use crate::import::readers::table::{Piece, heading_number};
use crate::import::readers::writer::Writer;
use crate::import::source::{ReaderKind, Source};

use super::Cells;

/// What stands on a sheet from one heading to the next.
struct Section {
    /// The number of the heading; `None` for what stands before the first one.
    number: Option<usize>,
    pieces: Vec<Piece>,
}

/// Writes down sheets, section by section in the order of their numbers where several sheets
/// have numbered headings; else first those that hold one column of running text, as a report's
/// texts come before its tables wherever the workbook has them.
///
/// # Errors
/// If they hold more than any report.
pub(in crate::import::readers) fn write(
    name: &str,
    sheets: Vec<Cells>,
    reader: ReaderKind,
    limits: &Limits,
) -> Result<Source, ImportError> {
    let (texts, tables): (Vec<Cells>, Vec<Cells>) = sheets
        .into_iter()
        .map(Cells::shown)
        .filter(|cells| !cells.is_empty())
        .partition(Cells::is_one_column);
    let mut sheets = Vec::new();
    for cells in texts.into_iter().chain(tables) {
        let table = cells.table(limits.cells);
        let table = table.ok_or_else(|| ImportError::too_much(name, "表格单元格太多"))?;
        sheets.push(sections(table.pieces()));
    }
    let mut writer = Writer::new(name, limits);
    for section in in_order(sheets) {
        for piece in section.pieces {
            writer.piece(piece)?;
        }
    }
    Ok(writer.finish(reader, ""))
}

/// A sheet parted at its headings; what stands before the first one is a section too.
fn sections(pieces: Vec<Piece>) -> Vec<Section> {
    let mut sections = vec![Section {
        number: None,
        pieces: Vec::new(),
    }];
    for piece in pieces {
        let number = match &piece {
            Piece::Text(text) => heading_number(text),
            Piece::Grid(_) => None,
        };
        if number.is_some() {
            sections.push(Section {
                number,
                pieces: Vec::new(),
            });
        }
        if let Some(section) = sections.last_mut() {
            section.pieces.push(piece);
        }
    }
    sections
}

/// The sections of all sheets. Numbers that don't rise on their own sheet count something else
/// than the parts of a report: then all stays as it is.
fn in_order(sheets: Vec<Vec<Section>>) -> Vec<Section> {
    let numbers = |sheet: &[Section]| -> Vec<usize> {
        sheet.iter().filter_map(|section| section.number).collect()
    };
    let numbers: Vec<Vec<usize>> = sheets.iter().map(|sheet| numbers(sheet)).collect();
    let rise = numbers
        .iter()
        .all(|numbers| numbers.is_sorted_by(|a, b| a < b));
    let numbered = numbers.iter().filter(|numbers| !numbers.is_empty()).count();
    if !rise || numbered < 2 {
        return sheets.into_iter().flatten().collect();
    }
    // What stands over the headings of a sheet comes first, and sheets without any: they hold the
    // facts of the report's head.
    let mut sections: Vec<Section> = sheets.into_iter().flatten().collect();
    sections.sort_by_key(|section| section.number);
    sections
}
