//! The report as an Excel workbook in which the totals go on being computed.
//!
//! A sheet with the header fields, one for each table, one with the texts.
//! Every table has its heading in the first row and its grid, merged as it is
//! printed, from the second row on ([`TABLE_TOP`]). Each figure has a defined
//! name made of its key ([`defined_name`]). The draft stands on a last sheet
//! that is not shown.
//!
//! A document without header fields is no report to be filled in but something
//! to read and sign: it stands on one sheet, block below block.

mod charts;
mod entry;
mod faces;
mod formula;
mod lines;
mod names;
mod page;
mod report_charts;
mod single;
mod survey;
mod table;
mod text_lines;
mod texts;
mod years;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::ExportError;
use super::document::{Block, Document, TableBlock};
use crate::carried;
use crate::charts::Chart;
use formula::Places;
use names::SheetNames;

pub use names::defined_name;
pub use survey::write_survey;
pub(crate) use text_lines::{Kind as TextLineKind, chart_line, pieces, text_lines};
pub use years::write_years;

/// The sheet row, counted from zero, below a table's heading: the lines over it, then its grid.
pub const TABLE_TOP: u32 = 1;

/// The sheet row in which a table's grid begins.
fn top(table: &TableBlock) -> u32 {
    TABLE_TOP.saturating_add(u32::try_from(table.caption.len()).unwrap_or(u32::MAX))
}

/// The sheet of the header fields and that of the texts.
pub const HEADER_SHEET: &str = "基本信息";
pub const TEXT_SHEET: &str = "文字部分";
/// The sheet of the charts, in reports that have some.
pub const CHART_SHEET: &str = "图表";

/// The most characters of a text in one cell; Excel keeps some more.
pub const LONGEST_TEXT: usize = 15_000;

/// What Excel keeps of a number.
const MOST_DIGITS: usize = crate::value::MOST_DIGITS;

/// The workbook's bytes; the same for the same document, on every system.
///
/// # Errors
///
/// [`ExportError::TooManyDigits`] for a stated figure Excel would round, and
/// [`ExportError::Sheet`] or [`ExportError::Workbook`] for what the format
/// can't hold at all.
pub fn write(document: &Document) -> Result<Vec<u8>, ExportError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(document));
    if document.header.is_empty() {
        let name = SheetNames::default().take(single::name(document));
        sheet(&mut workbook, &name, |sheet| single::fill(sheet, document))?;
    } else {
        add_report(&mut workbook, document)?;
    }
    workbook
        .save_to_buffer()
        .map_err(|source| ExportError::Workbook(Box::new(source)))
}

/// The names of a report's sheets.
struct ReportNames {
    header: String,
    /// In the order of the tables.
    tables: Vec<String>,
    text: String,
}

impl ReportNames {
    fn of(document: &Document) -> Self {
        let mut names = SheetNames::default();
        names.reserve(carried::workbook::SHEET);
        names.reserve(CHART_SHEET);
        let header = names.take(HEADER_SHEET);
        let titles = document.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(&table.title),
            _ => None,
        });
        let tables = titles.map(|title| names.take(title)).collect();
        Self {
            header,
            tables,
            text: names.take(TEXT_SHEET),
        }
    }
}

/// Adds the sheets of a report and the names of its figures.
fn add_report(workbook: &mut Workbook, document: &Document) -> Result<(), ExportError> {
    let tables: Vec<&TableBlock> = document
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
        .collect();
    let names = ReportNames::of(document);
    let charts: Vec<(usize, &Chart)> = document
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Chart { number, chart } => Some((*number, chart)),
            _ => None,
        })
        .collect();
    let places = Places::of(&tables, &names.tables);

    sheet(workbook, &names.header, |sheet| {
        texts::header_sheet(sheet, document)
    })?;
    for (at, (table, name)) in tables.iter().zip(&names.tables).enumerate() {
        table::check_digits(table, name)?;
        sheet(workbook, name, |sheet| {
            table::fill(sheet, table, at, &places)?;
            if let Some(fields) = sign_off_below(document, table) {
                texts::sign_off(sheet, table, fields)?;
            }
            page::set_up(sheet, document, table.widths.iter().sum());
            Ok(())
        })?;
    }
    sheet(workbook, &names.text, |sheet| {
        texts::text_sheet(sheet, document)
    })?;
    if !charts.is_empty() {
        sheet(workbook, CHART_SHEET, |sheet| {
            report_charts::fill(sheet, &charts, &places)
        })?;
    }
    for (key, reference) in places.references() {
        workbook
            .define_name(defined_name(key), &reference)
            .map_err(|source| ExportError::Workbook(Box::new(source)))?;
    }
    if let Some(draft) = &document.carried {
        carried::workbook::add_sheet(workbook, draft)
            .map_err(|source| ExportError::Workbook(Box::new(source)))?;
    }
    Ok(())
}

/// The lines for signatures, where they stand right below a table: they belong to it then.
fn sign_off_below<'a>(
    document: &'a Document,
    table: &TableBlock,
) -> Option<&'a [(String, String)]> {
    document.blocks.windows(2).find_map(|pair| match pair {
        [Block::Table(above), Block::SignOff(fields)] if std::ptr::eq(above, table) => {
            Some(fields.as_slice())
        }
        _ => None,
    })
}

/// Adds a sheet; what goes wrong in it is told with its name.
fn sheet(
    workbook: &mut Workbook,
    name: &str,
    fill: impl FnOnce(&mut Worksheet) -> Result<(), XlsxError>,
) -> Result<(), ExportError> {
    let sheet = workbook.add_worksheet();
    sheet
        .set_name(name)
        .map(|_| ())
        .and_then(|()| fill(sheet))
        .map_err(|source| ExportError::Sheet {
            sheet: name.to_owned(),
            source: Box::new(source),
        })
}

fn properties(document: &Document) -> DocProperties {
    let properties = DocProperties::new()
        .set_title(&document.title)
        .set_author(&document.agency)
        .set_company(&document.agency);
    // Without a date the writer would ask the clock.
    match creation(document.date.as_deref()) {
        Ok(creation) => properties.set_creation_datetime(&creation),
        Err(_) => properties,
    }
}

/// Midnight of the document's date, else of a day that stands for no date.
fn creation(date: Option<&str>) -> Result<ExcelDateTime, XlsxError> {
    date.map(ExcelDateTime::parse_from_str)
        .and_then(Result::ok)
        .map_or_else(|| ExcelDateTime::from_ymd(2000, 1, 1), Ok)
}
