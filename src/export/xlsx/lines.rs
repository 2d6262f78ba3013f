//! How high a wrapped text gets: Excel never fits rows to merged cells.

/// Points in a millimetre.
pub(super) const POINTS_PER_MM: f64 = 72.0 / 25.4;
/// The highest row Excel has, in points.
pub(super) const HIGHEST_ROW: f64 = 409.0;

/// What Excel leaves free beside the text of a cell, both sides together, in points.
const SIDES: f64 = 4.5;
/// The pitch of lines, in the size of the text.
const PITCH: f64 = 1.35;
/// What stays free over and under the text, together, in points.
const ENDS: f64 = 4.0;

/// The height in points a text of `points` needs in a cell `width` millimetres wide.
pub(super) fn height(text: &str, points: f64, width: f64) -> f64 {
    line_count(text, points, width) as f64 * points * PITCH + ENDS
}

/// How many lines a text of `points` takes in a cell `width` millimetres wide.
fn line_count(text: &str, points: f64, width: f64) -> usize {
    // A little less than there is: other systems draw the same face wider.
    let room = ((width * POINTS_PER_MM - SIDES) / points * 0.98).max(1.0);
    text.split('\n').map(|line| wrapped(line, room)).sum()
}

/// How many lines a text takes that has `room` characters' widths a line.
fn wrapped(text: &str, room: f64) -> usize {
    let mut lines = 1;
    let mut used = 0.0;
    for c in text.chars() {
        let width = if c.is_ascii() { 0.5 } else { 1.0 };
        if used > 0.0 && used + width > room {
            lines += 1;
            used = 0.0;
        }
        used += width;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_by_the_width_of_characters() {
        // 35 mm are 99 points: nine and a half characters of ten points.
        assert_eq!(line_count("", 10.0, 35.0), 1);
        assert_eq!(line_count("政府信息公开工作年", 10.0, 35.0), 1);
        assert_eq!(line_count("政府信息公开工作年度", 10.0, 35.0), 2);
        assert_eq!(line_count("123456789012345678", 10.0, 35.0), 1);
        assert_eq!(line_count("一\n二", 10.0, 35.0), 2);
        assert_eq!(line_count("一二三", 10.0, 0.0), 3, "no room, no end");
    }
}
