//! A table of a web page, with the heads of every figure named.

use std::fmt::Display;
use std::ops::Range;

use super::heads::{Heads, Place, is_head};
use crate::export::document::{Block, CellContent, PageBreaks, TableBlock, TableCell};
use crate::export::layout::{AREA_WIDTH, MM_PER_POINT, table_space};
use crate::export::markup::{Attribute, Markup};
use crate::export::wording::numbered;
use crate::form::{CaptionStyle, Run, Style};

/// The width of the printed type area, in points. In ems of its type a table stays as wide on
/// narrow screens: one scrolls, and figures and labels are as on paper.
const PRINTED: f32 = AREA_WIDTH / MM_PER_POINT;

/// A figure that takes more of its table's width stands in the middle: no others are below it.
const WIDE: f32 = 0.3;

/// Writes the table, the `number`th of the page, with `next` standing below it.
pub(super) fn write(xml: &mut Markup, table: &TableBlock, number: usize, next: Option<&Block>) {
    let caption = format!("table-{number}");
    let region: [Attribute; 4] = [
        ("class", &"table"),
        ("role", &"region"),
        ("aria-labelledby", &caption),
        ("tabindex", &0),
    ];
    xml.element("div", &region, |xml| {
        let space = table_space(table, next);
        let whole = table.page_breaks == PageBreaks::Avoided && space.fits_page;
        let style = format!(
            "--size:{};--space:{}mm;--least:{:.0}em",
            table.type_size,
            space.padding,
            PRINTED / table.type_size
        );
        let class = if whole { "whole" } else { "long" };
        xml.element("table", &[("class", &class), ("style", &style)], |xml| {
            write_caption(xml, table, &caption);
            let grid = Grid::of(table, number);
            columns(xml, &grid);
            rows(xml, &grid);
        });
        xml.new_line();
    });
    xml.new_line();
}

/// The lines over the table; where the form has none, its title for those who don't see.
fn write_caption(xml: &mut Markup, table: &TableBlock, id: &str) {
    xml.element("caption", &[("id", &id)], |xml| {
        if table.caption.is_empty() {
            xml.element("span", &[("class", &"unseen")], |xml| {
                xml.text(&table.title);
            });
        }
        for line in &table.caption {
            let class = match line.style {
                CaptionStyle::Title => "name",
                CaptionStyle::Centre => "centre",
                CaptionStyle::Left => "left",
            };
            xml.element("p", &[("class", &class)], |xml| xml.text(&line.text));
        }
    });
    xml.new_line();
}

/// The columns in which cells begin, each with its printed width: a page may have no others.
fn used_columns(table: &TableBlock) -> Vec<(usize, f32)> {
    let cells = table.rows.iter().flat_map(|row| &row.cells);
    let mut begins: Vec<usize> = cells.map(|cell| cell.column).collect();
    begins.sort_unstable();
    begins.dedup();
    let ends = begins.iter().skip(1).copied().chain([table.widths.len()]);
    let widths = begins.iter().zip(ends);
    let widths = widths.map(|(&begin, end)| (begin, width(table, begin..end)));
    widths.collect()
}

fn width(table: &TableBlock, columns: Range<usize>) -> f32 {
    table.widths.get(columns).unwrap_or_default().iter().sum()
}

/// A table with what its cells have to know of it.
struct Grid<'a> {
    table: &'a TableBlock,
    heads: Heads<'a>,
    used: Vec<(usize, f32)>,
    /// Which table of the page it is.
    number: usize,
}

impl<'a> Grid<'a> {
    fn of(table: &'a TableBlock, number: usize) -> Self {
        Self {
            table,
            heads: Heads::of(table),
            used: used_columns(table),
            number,
        }
    }

    /// How much of the table's width a cell takes.
    fn share(&self, cell: &TableCell) -> f32 {
        let columns = cell.column..cell.column + cell.colspan;
        let whole = width(self.table, 0..self.table.widths.len());
        width(self.table, columns) / whole.max(1.0)
    }

    /// Over how many of the page's columns a cell reaches.
    fn across(&self, cell: &TableCell) -> usize {
        let columns = cell.column..cell.column + cell.colspan;
        let used = self.used.iter();
        used.filter(|(begin, _)| columns.contains(begin)).count()
    }
}

fn columns(xml: &mut Markup, grid: &Grid) {
    let whole = width(grid.table, 0..grid.table.widths.len()).max(1.0);
    xml.element("colgroup", &[], |xml| {
        for (_, width) in &grid.used {
            let style = format!("width:{:.2}%", 100.0 * width / whole);
            xml.void("col", &[("style", &style)]);
        }
    });
    xml.new_line();
}

fn rows(xml: &mut Markup, grid: &Grid) {
    let rows = &grid.table.rows;
    let heads = rows.iter().take_while(|row| row.head).count();
    for (name, range) in [("thead", 0..heads), ("tbody", heads..rows.len())] {
        if range.is_empty() {
            continue;
        }
        xml.element(name, &[], |xml| {
            for row in range {
                xml.new_line();
                let cells = rows.get(row).map(|row| row.cells.as_slice());
                xml.element("tr", &[], |xml| {
                    for (cell, content) in cells.unwrap_or_default().iter().enumerate() {
                        write_cell(xml, content, Place { row, cell }, grid);
                    }
                });
            }
        });
        xml.new_line();
    }
}

/// What a cell is called, for those that stand under it.
fn name(number: usize, place: Place) -> String {
    format!("t{number}r{}c{}", place.row, place.cell)
}

fn write_cell(xml: &mut Markup, cell: &TableCell, place: Place, grid: &Grid) {
    let id = name(grid.number, place);
    let over: Vec<String> = grid
        .heads
        .of_cell(place)
        .into_iter()
        .map(|head| name(grid.number, head))
        .collect();
    let over = over.join(" ");
    let across = grid.across(cell);
    let indent = format!("padding-left:{:.2}em", cell.indent + 0.3);
    let mut attributes: Vec<Attribute> = Vec::new();
    let add = |name: &'static str, value: &'_ dyn Display, wanted: bool| {
        wanted.then(|| (name, value.to_string()))
    };
    let is_head = is_head(cell);
    let element = if is_head { "th" } else { "td" };
    let key = match &cell.content {
        CellContent::Figure(figure) => figure.key.as_str(),
        CellContent::Text(_) => "",
    };
    let left = matches!(cell.style, Style::Label | Style::Block);
    let class = match cell.style {
        Style::Label | Style::Block => "label",
        Style::Stub => "stub",
        Style::Figure if grid.share(cell) > WIDE => "wide",
        Style::Head | Style::Unit | Style::Figure => "",
    };
    let scope = match cell.style {
        Style::Head | Style::Block => "col",
        _ => "row",
    };
    let values: Vec<(&str, String)> = [
        add("id", &id, is_head),
        add("scope", &scope, is_head),
        add("class", &class, !class.is_empty()),
        add("colspan", &across, across > 1),
        add("rowspan", &cell.rowspan, cell.rowspan > 1),
        add("headers", &over, !over.is_empty()),
        add("data-cell", &key, !key.is_empty()),
        add("style", &indent, left && cell.indent > 0.0),
    ]
    .into_iter()
    .flatten()
    .collect();
    attributes.extend(
        values
            .iter()
            .map(|(name, value)| (*name, value as &dyn Display)),
    );
    xml.element(element, &attributes, |xml| match &cell.content {
        CellContent::Text(runs) if cell.style == Style::Stub => {
            runs.iter().for_each(|run| stub_run(xml, run));
        }
        CellContent::Text(runs) => runs.iter().for_each(|run| text_run(xml, run)),
        CellContent::Figure(figure) => text(xml, &figure.text()),
    });
}

fn text_run(xml: &mut Markup, run: &Run) {
    if run.note {
        xml.element("span", &[("class", &"note")], |xml| text(xml, &run.text));
    } else {
        text(xml, &run.text);
    }
}

/// A label in a narrow column breaks behind its number, if anywhere.
fn stub_run(xml: &mut Markup, run: &Run) {
    let (number, rest) = run
        .text
        .split_at_checked(numbered(&run.text))
        .unwrap_or(("", &run.text));
    text(xml, number);
    if !number.is_empty() {
        xml.void("wbr", &[]);
    }
    text(xml, rest);
}

fn text(xml: &mut Markup, content: &str) {
    xml.lines(
        content,
        |xml, line| xml.text(line),
        |xml| xml.void("br", &[]),
    );
}
