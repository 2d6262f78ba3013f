//! What stands on every page: its number, the tables' codes, and the mark of a draft.

use super::glyphs::Setter;
use super::lines::{SetLine, draw_line};
use super::page::{
    AREA_HEIGHT, AREA_LEFT, AREA_TOP, AREA_WIDTH, ASCENT, MM_PER_POINT, Operation, PAGE_HEIGHT,
    PAGE_WIDTH, Page, Shape,
};
use crate::export::fonts::Face;
use crate::proof;

/// 4号, in points.
const FOLIO_SIZE: f32 = 14.0;
/// From the type area down to the dashes, in millimetres.
const FOLIO_BELOW: f32 = 7.0;
/// The middle of a dash above its baseline, in type sizes: that of a hanzi.
const DASH_MIDDLE: f32 = ASCENT - 0.5;

/// The codes' size in points.
const CODE_SIZE: f32 = 7.0;

const DRAFT: &str = "草稿";
const DRAFT_GRAY: f32 = 0.9;
/// The large mark's size in points, and its turn in degrees.
const DRAFT_SIZE: f32 = 150.0;
const DRAFT_TURN: f32 = 45.0;
/// The readable mark above the type area.
const DRAFT_LABEL_SIZE: f32 = 14.0;
const DRAFT_LABEL_ABOVE: f32 = 8.0;

/// Puts `— 1 —` below the type area: odd numbers right, even ones left, one character in.
pub fn add_number(page: &mut Page, number: usize, setter: &mut Setter<'_>) {
    let em = FOLIO_SIZE * MM_PER_POINT;
    let line = SetLine {
        glyphs: setter.glyphs(&format!("— {number} —"), Face::Song),
        spacing: 0.0,
    };
    let left = if number % 2 == 1 {
        AREA_LEFT + AREA_WIDTH - em - line.width(FOLIO_SIZE)
    } else {
        AREA_LEFT + em
    };
    let baseline = AREA_TOP + AREA_HEIGHT + FOLIO_BELOW + DASH_MIDDLE * em;
    page.folio
        .extend(draw_line(&line, FOLIO_SIZE, left, baseline));
}

/// Puts the tables' codes on the number's line, at the other side of the page.
pub fn add_codes(
    page: &mut Page,
    number: usize,
    codes: &[(String, String)],
    setter: &mut Setter<'_>,
) {
    let line = SetLine {
        glyphs: setter.glyphs(&proof::line(codes), Face::Hei),
        spacing: 0.0,
    };
    let left = if number % 2 == 1 {
        AREA_LEFT
    } else {
        AREA_LEFT + AREA_WIDTH - line.width(CODE_SIZE)
    };
    let middle = AREA_TOP + AREA_HEIGHT + FOLIO_BELOW;
    let baseline = middle + DASH_MIDDLE * CODE_SIZE * MM_PER_POINT;
    page.codes
        .extend(draw_line(&line, CODE_SIZE, left, baseline));
}

/// Writes 草稿 large, light and rising across the middle of the page, and small above the type
/// area. Only the small one is text: the other would get into what is read from the cells.
pub fn add_draft_mark(page: &mut Page, setter: &mut Setter<'_>) {
    let em = DRAFT_SIZE * MM_PER_POINT;
    // From the middle of the two characters to the left end of their baseline.
    let (along, above) = (em, (ASCENT - 0.5) * em);
    let (sine, cosine) = DRAFT_TURN.to_radians().sin_cos();
    page.under.push(Operation::Shape(Shape {
        text: DRAFT.to_owned(),
        face: Face::Hei,
        size: DRAFT_SIZE,
        x: PAGE_WIDTH / 2.0 - along * cosine + above * sine,
        baseline: PAGE_HEIGHT / 2.0 + along * sine + above * cosine,
        gray: DRAFT_GRAY,
        turn: DRAFT_TURN,
    }));
    let line = SetLine {
        glyphs: setter.glyphs(DRAFT, Face::Hei),
        spacing: 0.0,
    };
    let left = AREA_LEFT + AREA_WIDTH - line.width(DRAFT_LABEL_SIZE);
    let baseline = AREA_TOP - DRAFT_LABEL_ABOVE;
    page.under
        .extend(draw_line(&line, DRAFT_LABEL_SIZE, left, baseline));
}
