//! A table of a Word file: the printed grid with its spans.

use std::borrow::Cow;

use super::Marks;
use super::measures::{POINT, area_width, half_points, twips};
use super::styles::{NOTE, TABLE, table_text};
use crate::export::document::{CellContent, Figure, PageBreaks, TableBlock, TableCell};
use crate::export::layout::TableSpace;
use crate::export::markup::{Attribute, Markup};
use crate::export::wording::numbered;
use crate::form::{Run, Style};

/// Between text and rules at the sides, in millimetres.
const SIDE: f32 = 0.8;
/// The width of a digit in type sizes, a little more than most faces have.
const DIGIT: f32 = 0.6;
/// A figure is never set smaller than this, in points.
const SMALLEST: f32 = 4.0;

/// Writes the table. `space` is how closely it is set.
pub(super) fn write(xml: &mut Markup, table: &TableBlock, space: TableSpace, marks: &mut Marks) {
    let edges = edges(&table.widths);
    xml.element("w:tbl", &[], |xml| {
        properties(xml, table, space);
        xml.element("w:tblGrid", &[], |xml| {
            for pair in edges.windows(2) {
                if let [left, right] = pair {
                    xml.empty("w:gridCol", &[("w:w", &(right - left))]);
                }
            }
        });
        let kept = table.page_breaks == PageBreaks::Avoided && space.fits_page;
        let mut above = vec![None; table.widths.len()];
        for (index, row) in table.rows.iter().enumerate() {
            // A block's title is never the last on its page.
            let leads = row.cells.iter().any(|cell| cell.style == Style::Block);
            let kept = (kept || leads) && index + 1 < table.rows.len();
            xml.element("w:tr", &[], |xml| {
                xml.element("w:trPr", &[], |xml| {
                    xml.empty("w:cantSplit", &[]);
                    if row.head {
                        xml.empty("w:tblHeader", &[]);
                    }
                });
                let paragraph = Paragraph {
                    type_size: table.type_size,
                    kept,
                };
                cells(xml, &row.cells, &mut above, |xml, place| {
                    cell(xml, place, &edges, paragraph, marks);
                });
            });
        }
    });
}

/// How a cell's paragraphs are set.
#[derive(Clone, Copy)]
struct Paragraph {
    type_size: f32,
    /// Whether it stands on a page with the row below.
    kept: bool,
}

/// A place in a row: a cell that begins there, or one that goes on from above.
#[derive(Clone, Copy)]
enum Place<'a> {
    Begins(&'a TableCell),
    GoesOn { column: usize, colspan: usize },
}

/// What reaches down into the next rows from a column's cell.
#[derive(Clone, Copy)]
struct Above {
    rows_left: usize,
    colspan: usize,
}

/// The row's places from left to right; `above` holds what comes down from the rows before.
fn cells<'a>(
    xml: &mut Markup,
    cells: &'a [TableCell],
    above: &mut [Option<Above>],
    mut write: impl FnMut(&mut Markup, Place<'a>),
) {
    let mut own = cells.iter().peekable();
    let mut column = 0;
    while column < above.len() {
        let reaches = above.get(column).copied().flatten();
        if let Some(Above { rows_left, colspan }) = reaches {
            write(xml, Place::GoesOn { column, colspan });
            if let Some(slot) = above.get_mut(column) {
                *slot = (rows_left > 1).then_some(Above {
                    rows_left: rows_left - 1,
                    colspan,
                });
            }
            column += colspan.max(1);
        } else if let Some(cell) = own.next_if(|cell| cell.column == column) {
            write(xml, Place::Begins(cell));
            if let Some(slot) = above.get_mut(column) {
                *slot = (cell.rowspan > 1).then_some(Above {
                    rows_left: cell.rowspan - 1,
                    colspan: cell.colspan,
                });
            }
            column += cell.colspan.max(1);
        } else {
            // The form's grids leave no place out.
            column += 1;
        }
    }
}

fn properties(xml: &mut Markup, table: &TableBlock, space: TableSpace) {
    xml.element("w:tblPr", &[], |xml| {
        xml.empty("w:tblStyle", &[("w:val", &TABLE)]);
        xml.empty("w:tblW", &[("w:w", &area_width()), ("w:type", &"dxa")]);
        xml.empty("w:jc", &[("w:val", &"center")]);
        xml.empty("w:tblLayout", &[("w:type", &"fixed")]);
        xml.element("w:tblCellMar", &[], |xml| {
            let padding = space.padding;
            for (side, length) in [
                ("w:top", padding),
                ("w:left", SIDE),
                ("w:bottom", padding),
                ("w:right", SIDE),
            ] {
                xml.empty(side, &[("w:w", &twips(length)), ("w:type", &"dxa")]);
            }
        });
        if !table.title.is_empty() {
            xml.empty("w:tblCaption", &[("w:val", &table.title)]);
        }
    });
}

fn cell(xml: &mut Markup, place: Place, edges: &[i32], paragraph: Paragraph, marks: &mut Marks) {
    let (column, colspan) = match place {
        Place::Begins(cell) => (cell.column, cell.colspan),
        Place::GoesOn { column, colspan } => (column, colspan),
    };
    let at = |column: usize| edges.get(column).or(edges.last()).copied().unwrap_or(0);
    let width = at(column + colspan) - at(column);
    xml.element("w:tc", &[], |xml| {
        xml.element("w:tcPr", &[], |xml| {
            xml.empty("w:tcW", &[("w:w", &width), ("w:type", &"dxa")]);
            if colspan > 1 {
                xml.empty("w:gridSpan", &[("w:val", &colspan)]);
            }
            match place {
                Place::Begins(cell) if cell.rowspan > 1 => {
                    xml.empty("w:vMerge", &[("w:val", &"restart")]);
                }
                Place::Begins(_) => {}
                Place::GoesOn { .. } => xml.empty("w:vMerge", &[]),
            }
            xml.empty("w:vAlign", &[("w:val", &"center")]);
        });
        xml.element("w:p", &[], |xml| {
            let begins = match place {
                Place::Begins(cell) => Some(cell),
                Place::GoesOn { .. } => None,
            };
            paragraph_properties(xml, begins, paragraph);
            match begins.map(|cell| &cell.content) {
                None => {}
                Some(CellContent::Text(runs)) => {
                    let style = begins.map_or(Style::Label, |cell| cell.style);
                    let room = (width - 2 * twips(SIDE)) as f32;
                    let room = (room / POINT / paragraph.type_size) as usize;
                    runs.iter().for_each(|run| text_run(xml, run, style, room));
                }
                Some(CellContent::Figure(figure)) => {
                    marks.write(xml, &figure.key);
                    figure_run(xml, figure, width, paragraph.type_size);
                }
            }
        });
    });
}

fn paragraph_properties(xml: &mut Markup, cell: Option<&TableCell>, paragraph: Paragraph) {
    let style = table_text(paragraph.type_size);
    xml.element("w:pPr", &[], |xml| {
        xml.empty("w:pStyle", &[("w:val", &style)]);
        if paragraph.kept {
            xml.empty("w:keepNext", &[]);
        }
        let Some(cell) = cell else {
            return;
        };
        // Everything else is centred by its style.
        if matches!(cell.style, Style::Label | Style::Block) {
            let indent = (cell.indent * paragraph.type_size * POINT).round() as i32;
            if indent > 0 {
                xml.empty("w:ind", &[("w:left", &indent)]);
            }
            xml.empty("w:jc", &[("w:val", &"left")]);
        }
    });
}

/// A piece of a label in a cell with room for so many characters a line.
fn text_run(xml: &mut Markup, run: &Run, style: Style, room: usize) {
    if run.note {
        with_style(xml, NOTE, &run.text);
    } else {
        plain_run(xml, &broken(&run.text, style, room));
    }
}

/// A label with breaks where narrow columns would otherwise break it without sense: a stub
/// behind its number, a head into lines about equally long.
fn broken(text: &str, style: Style, room: usize) -> Cow<'_, str> {
    let characters = text.chars().count();
    if characters <= room || text.contains('\n') {
        return Cow::Borrowed(text);
    }
    let is_word = || text.chars().all(char::is_alphanumeric);
    match style {
        Style::Stub => match text.split_at_checked(numbered(text)) {
            Some((number, rest)) if !number.is_empty() => Cow::Owned(format!("{number}\n{rest}")),
            _ => Cow::Borrowed(text),
        },
        Style::Head if room > 0 && is_word() => {
            let lines = characters.div_ceil(room);
            let characters: Vec<char> = text.chars().collect();
            let lines = characters.chunks(characters.len().div_ceil(lines));
            let lines: Vec<String> = lines.map(String::from_iter).collect();
            Cow::Owned(lines.join("\n"))
        }
        _ => Cow::Borrowed(text),
    }
}

/// A number is never broken: one too long for its cell is set smaller.
fn figure_run(xml: &mut Markup, figure: &Figure, width: i32, type_size: f32) {
    let text = figure.text();
    let natural = text.chars().count() as f32 * DIGIT * type_size * POINT;
    let room = (width - 2 * twips(SIDE)) as f32;
    if figure.value.number().is_none() || natural <= room {
        plain_run(xml, &text);
        return;
    }
    let size = half_points((type_size * room / natural - 0.25).max(SMALLEST));
    xml.element("w:r", &[], |xml| {
        xml.element("w:rPr", &[], |xml| {
            xml.empty("w:sz", &[("w:val", &size)]);
            xml.empty("w:szCs", &[("w:val", &size)]);
        });
        lines(xml, &text);
    });
}

/// A run in the face of its paragraph; nothing for no text.
pub(super) fn plain_run(xml: &mut Markup, text: &str) {
    if !text.is_empty() {
        xml.element("w:r", &[], |xml| lines(xml, text));
    }
}

/// A run in another face.
pub(super) fn with_style(xml: &mut Markup, style: &str, text: &str) {
    xml.element("w:r", &[], |xml| {
        xml.element("w:rPr", &[], |xml| {
            xml.empty("w:rStyle", &[("w:val", &style)]);
        });
        lines(xml, text);
    });
}

fn lines(xml: &mut Markup, text: &str) {
    let preserve: [Attribute; 1] = [("xml:space", &"preserve")];
    xml.lines(
        text,
        |xml, line| xml.element("w:t", &preserve, |xml| xml.text(line)),
        |xml| xml.empty("w:br", &[]),
    );
}

/// The columns' edges in twips, brought to the width of the type area.
fn edges(widths: &[f32]) -> Vec<i32> {
    let sum: f32 = widths.iter().sum();
    let scale = if sum > 0.0 {
        area_width() as f32 / sum
    } else {
        0.0
    };
    let mut edge = 0.0;
    std::iter::once(0)
        .chain(widths.iter().map(|width| {
            edge += width * scale;
            edge.round() as i32
        }))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn narrow_labels_break_with_sense() {
        assert_eq!(broken("商业企业", Style::Head, 3), "商业\n企业");
        assert_eq!(broken("商业企业", Style::Head, 4), "商业企业");
        assert_eq!(broken("（三）不予公开", Style::Stub, 5), "（三）\n不予公开");
        assert_eq!(broken("（本列数据）", Style::Head, 3), "（本列数据）");
        assert_eq!(broken("商业企业", Style::Label, 3), "商业企业");
    }

    #[test]
    fn columns_fill_the_type_area_whatever_is_rounded() {
        let edges = edges(&[10.4; 15]);
        assert_eq!(edges.last(), Some(&area_width()));
        assert!(
            edges
                .windows(2)
                .all(|pair| (pair[1] - pair[0] - 590).abs() <= 1)
        );
    }
}
