//! Short texts broken with sense: labels, heads and titles.

use super::glyphs::Glyph;
use super::lines::{Measure, SetLine, break_lines};
use super::page::MM_PER_POINT;

/// Breaks a label so that its last line is not a lone character, where that takes no more lines.
pub fn break_label(glyphs: &[Glyph], measure: &Measure) -> Vec<SetLine> {
    let widest = break_lines(glyphs, measure);
    let lone = |lines: &[SetLine]| lines.last().is_some_and(|line| line.glyphs.len() < 3);
    if widest.len() < 2 || !lone(&widest) {
        return widest;
    }
    let em = measure.size * MM_PER_POINT;
    let found = (1..=4).find_map(|ems| {
        let width = measure.width - ems as f32 * em;
        let narrower = Measure {
            first: width,
            width,
            ..*measure
        };
        let lines = break_lines(glyphs, &narrower);
        (lines.len() == widest.len() && !lone(&lines)).then_some(lines)
    });
    found.unwrap_or(widest)
}

/// As few lines as fit, all about equally long: for centred text.
pub fn break_evenly(glyphs: &[Glyph], measure: &Measure) -> Vec<SetLine> {
    let widest = break_lines(glyphs, measure);
    let step = measure.size * MM_PER_POINT / 4.0;
    let mut best = widest;
    let mut width = measure.width;
    if best.len() < 2 {
        return best;
    }
    loop {
        width -= step;
        if width < step {
            return best;
        }
        let narrower = Measure {
            first: width,
            width,
            ..*measure
        };
        let lines = break_lines(glyphs, &narrower);
        if lines.len() > best.len() || lines.iter().any(|line| line.width(measure.size) > width) {
            return best;
        }
        best = lines;
    }
}

/// Breaks a stub after its number, `（三）` over `不予公开`, where that takes no more lines.
pub fn break_by_sense(glyphs: &[Glyph], measure: &Measure) -> Vec<SetLine> {
    let even = break_evenly(glyphs, measure);
    let numbered = glyphs.first().is_some_and(|first| first.character == '（');
    let Some(end) = glyphs.iter().position(|glyph| glyph.character == '）') else {
        return even;
    };
    let (number, words) = glyphs.split_at(end + 1);
    let mut lines = break_lines(number, measure);
    lines.extend(break_evenly(words, measure));
    if numbered && even.len() > 1 && lines.len() <= even.len() {
        lines
    } else {
        even
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::fonts::{Face, Metrics};
    use crate::export::layout::glyphs::Setter;

    struct Even;

    impl Metrics for Even {
        fn advance(&self, _: Face, _: char) -> Option<f32> {
            Some(1.0)
        }
    }

    /// Type of 10 points in a cell this wide.
    fn cell(width: f32) -> Measure {
        Measure {
            size: 10.0,
            spacing: 0.0,
            first: width,
            width,
            justified: false,
        }
    }

    #[test]
    fn a_label_does_not_end_in_a_lone_character() {
        let measure = cell(100.0);
        let glyphs = ["字"; 29].concat();
        let glyphs = Setter::new(&Even).glyphs(&glyphs, Face::Song);
        let lengths: Vec<_> = break_label(&glyphs, &measure)
            .iter()
            .map(|line| line.glyphs.len())
            .collect();
        assert_eq!(lengths, [26, 3]);
    }

    #[test]
    fn centred_text_is_broken_evenly() {
        let measure = cell(11.0);
        let glyphs = Setter::new(&Even).glyphs("商业企业", Face::Song);
        let lengths: Vec<_> = break_evenly(&glyphs, &measure)
            .iter()
            .map(|line| line.glyphs.len())
            .collect();
        assert_eq!(lengths, [2, 2]);
    }
}
