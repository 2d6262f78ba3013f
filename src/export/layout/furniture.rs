//! What stands on every page: its number, and the mark of a draft.

use super::page::{
    AREA_HEIGHT, AREA_LEFT, AREA_TOP, AREA_WIDTH, BLACK, Line, MM_PER_POINT, Operation,
    PAGE_HEIGHT, PAGE_WIDTH, Page, TextRun,
};
use crate::export::fonts::{Face, Metrics};

/// 4号, in points.
const FOLIO_SIZE: f32 = 14.0;
/// From the type area down to the dashes, in millimetres.
const FOLIO_BELOW: f32 = 7.0;
/// A dash's ink and what is between it and the number, in type sizes.
const DASH: f32 = 0.86;
const DASH_GAP: f32 = 0.25;
/// A dash's stroke in points.
const DASH_WIDTH: f32 = 0.7;
/// The middle of a digit above its baseline, in type sizes.
const DIGIT_MIDDLE: f32 = 0.36;

const DRAFT: &str = "草稿";
const DRAFT_SIZE: f32 = 150.0;
const DRAFT_GRAY: f32 = 0.9;
const DRAFT_TURN: f32 = 45.0;

/// Puts `— 1 —` below the type area: odd numbers right, even ones left, one character in.
pub fn add_number(page: &mut Page, number: usize, metrics: &dyn Metrics) {
    let text = number.to_string();
    let em = FOLIO_SIZE * MM_PER_POINT;
    let digits: f32 = text
        .chars()
        .filter_map(|digit| metrics.advance(Face::Song, digit))
        .sum::<f32>()
        * em;
    let (dash, gap) = (DASH * em, DASH_GAP * em);
    let width = digits + 2.0 * (dash + gap);
    let left = if number % 2 == 1 {
        AREA_LEFT + AREA_WIDTH - em - width
    } else {
        AREA_LEFT + em
    };
    let middle = AREA_TOP + AREA_HEIGHT + FOLIO_BELOW;
    for start in [left, left + dash + digits + 2.0 * gap] {
        page.folio.push(Operation::Line(Line {
            from: (start, middle),
            to: (start + dash, middle),
            width: DASH_WIDTH,
        }));
    }
    page.folio.push(Operation::Text(TextRun {
        text,
        face: Face::Song,
        size: FOLIO_SIZE,
        x: left + dash + gap,
        baseline: middle + DIGIT_MIDDLE * em,
        spacing: 0.0,
        gray: BLACK,
        turn: 0.0,
    }));
}

/// Writes 草稿 large, light and rising across the middle of the page.
pub fn add_draft_mark(page: &mut Page) {
    let em = DRAFT_SIZE * MM_PER_POINT;
    // The middle of the two characters' ink lies one em along the baseline and 0.38 above it.
    let (along, above) = (em, 0.38 * em);
    let (sine, cosine) = DRAFT_TURN.to_radians().sin_cos();
    page.under.push(Operation::Text(TextRun {
        text: DRAFT.to_owned(),
        face: Face::Hei,
        size: DRAFT_SIZE,
        x: PAGE_WIDTH / 2.0 - along * cosine + above * sine,
        baseline: PAGE_HEIGHT / 2.0 + along * sine + above * cosine,
        spacing: 0.0,
        gray: DRAFT_GRAY,
        turn: DRAFT_TURN,
    }));
}
