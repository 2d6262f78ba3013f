//! How a sheet is printed: A4, its whole width on a page, numbered.

use rust_xlsxwriter::{ProtectionOptions, Worksheet};

use super::super::document::{Document, Mark};
use crate::proof;

/// Excel's number for A4.
const A4: u8 = 9;
const INCH: f64 = 25.4;
/// The width of A4 upright and the margin at each side, in millimetres.
const PAPER: f32 = 210.0;
const SIDE: f32 = 18.0;
/// The page's number in the middle of its foot.
const FOLIO: &str = "&C&\"宋体,常规\"&10— &P —";
/// What is before the tables' codes at the left of the foot. They are those of the export:
/// nothing makes them again when somebody types other figures.
const CODES_AT: &str = "&L&\"宋体,常规\"&7";

/// Sets up the print of a sheet `width` millimetres wide: lying only when it has to.
pub(super) fn set_up(sheet: &mut Worksheet, document: &Document, width: f32) {
    set_up_paper(sheet, width);
    if !document.codes.is_empty() {
        sheet.set_footer(format!(
            "{CODES_AT}导出时{}{FOLIO}",
            proof::line(&document.codes)
        ));
    }
    if document.mark == Mark::Draft {
        sheet.set_header("&C&\"黑体,常规\"&20草稿");
    }
}

/// The same for a sheet that is no part of a report.
pub(super) fn set_up_paper(sheet: &mut Worksheet, width: f32) {
    let side = f64::from(SIDE) / INCH;
    sheet
        .set_paper_size(A4)
        .set_margins(
            side,
            side,
            25.0 / INCH,
            22.0 / INCH,
            12.0 / INCH,
            12.0 / INCH,
        )
        .set_print_fit_to_pages(1, 0)
        .set_print_center_horizontally(true)
        .set_footer(FOLIO);
    if width > PAPER - 2.0 * SIDE {
        sheet.set_landscape();
    } else {
        sheet.set_portrait();
    }
}

/// Locks the labels. There is no password: it keeps from slips, not from people.
pub(super) fn protect(sheet: &mut Worksheet) {
    sheet.protect_with_options(&ProtectionOptions {
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::new()
    });
}

/// Millimetres as the pixels Excel counts column widths in.
pub(super) fn pixels(millimetres: f64) -> u32 {
    (millimetres * 96.0 / INCH).round() as u32
}
