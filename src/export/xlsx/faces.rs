//! The cell formats: faces, borders, locks.
//!
//! Excel names faces, it doesn't carry them: 宋体, 黑体 and 楷体 are on every
//! Chinese office computer.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder};

use crate::form::{CaptionStyle, Style};
use crate::value::Value;

use super::super::document::Figure;

const BODY: &str = "宋体";
const HEADING: &str = "黑体";
const NOTE: &str = "楷体";

/// The points of the heading over a table.
pub(super) const HEADING_POINTS: f64 = 12.0;
/// The points of a table's own name.
pub(super) const CAPTION_POINTS: f64 = 16.0;
/// The points of header fields and running text.
pub(super) const TEXT_POINTS: f64 = 11.0;
/// The points of the years table.
pub(super) const YEAR_POINTS: f64 = 10.0;
/// The points of the report's title.
pub(super) const TITLE_POINTS: f64 = 18.0;

fn face(name: &str, points: f64) -> Format {
    Format::new().set_font_name(name).set_font_size(points)
}

/// A heading beside or over something, without borders.
pub(super) fn heading() -> Format {
    face(HEADING, HEADING_POINTS).set_align(FormatAlign::VerticalCenter)
}

/// A line over a table.
pub(super) fn caption(style: CaptionStyle, points: f64) -> Format {
    let format = match style {
        CaptionStyle::Title => face(HEADING, CAPTION_POINTS).set_align(FormatAlign::Center),
        CaptionStyle::Centre => face(BODY, points).set_align(FormatAlign::Center),
        CaptionStyle::Left => face(BODY, points).set_align(FormatAlign::Left),
    };
    format.set_align(FormatAlign::VerticalCenter)
}

/// A line of the report's title.
pub(super) fn title() -> Format {
    face(HEADING, TITLE_POINTS)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap()
}

/// What the figures are counted in, at the right over the table.
pub(super) fn unit(points: f64) -> Format {
    face(BODY, points)
        .set_align(FormatAlign::Right)
        .set_align(FormatAlign::VerticalCenter)
}

/// A paragraph. Its text stays text when somebody edits it.
pub(super) fn paragraph() -> Format {
    face(BODY, TEXT_POINTS)
        .set_align(FormatAlign::Left)
        .set_align(FormatAlign::Top)
        .set_text_wrap()
        .set_quote_prefix()
        .set_unlocked()
}

/// A line for a signature. Its text stays text when somebody edits it.
pub(super) fn signature() -> Format {
    face(BODY, TEXT_POINTS)
        .set_align(FormatAlign::Left)
        .set_align(FormatAlign::VerticalCenter)
        .set_quote_prefix()
}

/// Where something else is to be found.
pub(super) fn reference() -> Format {
    face(NOTE, TEXT_POINTS)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap()
}

/// The same in one line that runs over the cells beside it.
pub(super) fn reference_line() -> Format {
    face(NOTE, TEXT_POINTS).set_align(FormatAlign::VerticalCenter)
}

/// The name of a header field.
pub(super) fn field_label() -> Format {
    bordered(face(BODY, TEXT_POINTS)).set_align(FormatAlign::Center)
}

/// What stands in a header field. `@` keeps leading zeros and never computes.
pub(super) fn field_text() -> Format {
    bordered(face(BODY, TEXT_POINTS))
        .set_align(FormatAlign::Left)
        .set_num_format("@")
        .set_unlocked()
}

/// A label of the printed grid.
pub(super) fn label(style: Style, indent: u8, points: f64) -> Format {
    let align = match style {
        Style::Head | Style::Stub | Style::Unit | Style::Figure => FormatAlign::Center,
        Style::Label | Style::Block => FormatAlign::Left,
    };
    let format = bordered(face(BODY, points)).set_align(align);
    match indent {
        0 => format,
        indent => format.set_indent(indent),
    }
}

/// The face of a piece of a label; notes are in 楷体.
pub(super) fn run(note: bool, points: f64) -> Format {
    face(if note { NOTE } else { BODY }, points)
}

/// A label that is a note as a whole.
pub(super) fn note_label(style: Style, points: f64) -> Format {
    label(style, 0, points).set_font_name(NOTE)
}

/// A figure: open for typing unless Excel computes it.
pub(super) fn figure(figure: &Figure, computed: bool, points: f64) -> Format {
    // Shrinking keeps long figures readable where Excel would draw `####`.
    let format = Format::new()
        .set_font_name(BODY)
        .set_font_size(points)
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_shrink();
    let format = match &figure.value {
        Value::Number(number) => format.set_num_format(number_format(figure, number.scale())),
        // For the figure that is typed there later.
        _ if figure.measure.decimals == 0 => format.set_num_format(number_format(figure, 0)),
        _ => format,
    };
    let format = match &figure.value {
        Value::Note(_) | Value::Unread(_) => format.set_quote_prefix(),
        Value::Number(_) | Value::Blank => format,
    };
    if computed {
        format
    } else {
        format.set_unlocked()
    }
}

/// The format of a figure with so many decimals; where some are below zero, those above show it.
fn number_format(figure: &Figure, scale: u32) -> String {
    let plain = decimals(scale);
    if figure.measure.signed {
        format!("+{plain};-{plain};{plain}")
    } else {
        plain
    }
}

/// The number format that keeps the decimals a figure was entered with.
fn decimals(scale: u32) -> String {
    match scale {
        0 => "0".to_owned(),
        scale => format!("0.{}", "0".repeat(scale.min(15) as usize)),
    }
}

/// A cell of the years table: a text or a figure with its own decimals.
pub(super) fn year_figure(decimals: u32) -> Format {
    bordered(face(BODY, YEAR_POINTS))
        .set_align(FormatAlign::Center)
        .set_num_format(self::decimals(decimals))
}

/// A heading or label of the years table.
pub(super) fn year_label(align: FormatAlign) -> Format {
    bordered(face(BODY, YEAR_POINTS)).set_align(align)
}

fn bordered(format: Format) -> Format {
    format
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap()
}
