//! The page after GB/T 9704 in the units of Word.

use crate::export::layout::{
    AREA_HEIGHT, AREA_LEFT, AREA_TOP, AREA_WIDTH, MM_PER_POINT, PAGE_HEIGHT, PAGE_WIDTH,
};

/// Word's unit of length: a twentieth of a point.
pub(super) fn twips(millimetres: f32) -> i32 {
    (millimetres / MM_PER_POINT * 20.0).round() as i32
}

/// Word's unit of type sizes: half a point.
pub(super) fn half_points(points: f32) -> i32 {
    (points * 2.0).round() as i32
}

/// A point in twips.
pub(super) const POINT: f32 = 20.0;

/// The page and its margins, in twips.
pub(super) struct Sheet {
    pub width: i32,
    pub height: i32,
    pub top: i32,
    pub right: i32,
    pub bottom: i32,
    pub left: i32,
}

pub(super) fn sheet() -> Sheet {
    Sheet {
        width: twips(PAGE_WIDTH),
        height: twips(PAGE_HEIGHT),
        top: twips(AREA_TOP),
        right: twips(PAGE_WIDTH - AREA_LEFT - AREA_WIDTH),
        bottom: twips(PAGE_HEIGHT - AREA_TOP - AREA_HEIGHT),
        left: twips(AREA_LEFT),
    }
}

/// The width of the type area, in twips: what the sheet leaves of it.
pub(super) fn area_width() -> i32 {
    let sheet = sheet();
    sheet.width - sheet.left - sheet.right
}

/// 22 lines a page: from one line's top to the next one's in twips, rounded down so that all fit.
pub(super) fn line_pitch() -> i32 {
    let sheet = sheet();
    (sheet.height - sheet.top - sheet.bottom) / 22
}

/// 28 characters a line: what is added after each one of 3号, in the 4096th parts of a point
/// that document grids are counted in, rounded down so that all fit.
pub(super) fn character_space() -> i32 {
    let pitch = area_width() as f32 / POINT / 28.0;
    ((pitch - super::BODY_SIZE) * 4096.0).floor() as i32
}

/// The same in whole twips.
pub(super) fn character_spacing() -> i32 {
    (character_space() as f32 / 4096.0 * POINT).floor() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_holds_twenty_two_lines_of_twenty_eight_characters() {
        let sheet = sheet();
        assert_eq!((sheet.width, sheet.height), (11906, 16838));
        assert_eq!((sheet.top, sheet.bottom), (2098, 1984));
        assert_eq!((sheet.left, sheet.right), (1587, 1474));
        assert_eq!((area_width(), line_pitch()), (8845, 579));
        let pitch = super::super::BODY_SIZE + character_space() as f32 / 4096.0;
        assert!((8845.0 - pitch * POINT * 28.0).abs() < 1.0);
    }
}
