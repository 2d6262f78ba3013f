//! Lines: where each one ends, and the spacing that fills it.

use super::characters::{ends_half_empty, is_space, may_break};
use super::glyphs::Glyph;
use super::page::{Color, MM_PER_POINT, Operation, TextRun};

/// How much closer than usual characters may be set to pull one more into the line, in ems.
const TIGHTEST: f32 = 0.03;
/// How far apart a justified line may be spread; beyond that it ends early, in ems.
const LOOSEST: f32 = 0.25;
/// Millimetres that count as nothing.
const SLACK: f32 = 0.001;

/// How wide and how tight lines are set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measure {
    /// In points.
    pub size: f32,
    /// Points added after each character.
    pub spacing: f32,
    /// The first line's width in millimetres; less than `width` where it is indented.
    pub first: f32,
    pub width: f32,
    /// Whether every line but the last is spread to the full width.
    pub justified: bool,
}

/// A line of glyphs with the spacing, in points, that fills it.
#[derive(Clone, Debug, PartialEq)]
pub struct SetLine {
    pub glyphs: Vec<Glyph>,
    pub spacing: f32,
}

impl SetLine {
    /// From the first glyph's left to the last one's right, in millimetres.
    pub fn width(&self, size: f32) -> f32 {
        let gaps = self.glyphs.len().saturating_sub(1) as f32;
        (natural(&self.glyphs) * size + gaps * self.spacing) * MM_PER_POINT
    }
}

/// Breaks a paragraph into lines. No text gives no lines.
pub fn break_lines(glyphs: &[Glyph], measure: &Measure) -> Vec<SetLine> {
    let mut lines = Vec::new();
    let mut rest = glyphs;
    while !rest.is_empty() {
        let width = if lines.is_empty() {
            measure.first
        } else {
            measure.width
        };
        // The last glyph of a line may stand out of the grid by what it is larger than its place.
        let width = width / MM_PER_POINT - measure.spacing.min(0.0);
        let (length, spacing) = next_line(rest, width, measure);
        let (line, behind) = rest.split_at(length.clamp(1, rest.len()));
        lines.push(SetLine {
            glyphs: without_spaces(line).to_vec(),
            spacing,
        });
        let spaces = behind.iter().take_while(|g| is_space(g.character)).count();
        rest = behind.get(spaces..).unwrap_or_default();
    }
    lines
}

/// How many glyphs the next line takes, and its spacing. `width` is in points.
fn next_line(rest: &[Glyph], width: f32, measure: &Measure) -> (usize, f32) {
    let size = measure.size;
    // Twice the line is more than it can take, however tight: no need to look further.
    let mut advance = 0.0;
    let far = rest.iter().position(|glyph| {
        advance += glyph.advance;
        advance * size > 2.0 * width + size
    });
    let (rest, is_all) = match far.and_then(|far| rest.get(..=far)) {
        Some(window) => (window, false),
        None => (rest, true),
    };
    let slack = SLACK / MM_PER_POINT;
    // The spacing at which the first `length` glyphs fill the line.
    let filling = |length: usize| {
        let line = without_spaces(rest.get(..length).unwrap_or_default());
        let gaps = line.len().saturating_sub(1).max(1) as f32;
        (width - (natural(line) - overhang(line)) * size) / gaps
    };
    let fits = |length: usize| {
        let line = without_spaces(rest.get(..length).unwrap_or_default());
        let gaps = line.len().saturating_sub(1) as f32;
        natural(line) * size + gaps * measure.spacing <= width + slack
    };

    let mut last_fitting = 0;
    let mut next = rest.len();
    for length in breaks(rest) {
        if fits(length) {
            last_fitting = length;
        } else {
            next = length;
            break;
        }
    }
    if is_all && last_fitting == rest.len() {
        return (last_fitting, measure.spacing);
    }
    // Pull: a little tighter takes in a mark or a short word.
    let tight = filling(next);
    let tightest = measure.spacing - TIGHTEST * size;
    if !measure.justified {
        let ends_in_mark = rest.get(..next).is_some_and(|line| overhang(line) > 0.0);
        if ends_in_mark && tight >= measure.spacing {
            return (next, measure.spacing);
        }
        return (or_cut(last_fitting, next, fits), measure.spacing);
    }
    let loose = if last_fitting == 0 {
        f32::INFINITY
    } else {
        filling(last_fitting)
    };
    if tight >= tightest && measure.spacing - tight <= loose - measure.spacing {
        return (next, tight.min(measure.spacing));
    }
    if loose <= measure.spacing + LOOSEST * size {
        return (last_fitting, loose);
    }
    // Too far apart. An address on the web may go on after one of its slashes.
    let slash = (last_fitting + 1..next)
        .rev()
        .find(|&length| may_go_on(rest, length) && fits(length));
    match slash {
        Some(length) => (length, filling(length)),
        None => (or_cut(last_fitting, next, fits), measure.spacing),
    }
}

/// Whether a long word may be broken at `length`: after a slash in a path.
fn may_go_on(rest: &[Glyph], length: usize) -> bool {
    let at = |place: usize| rest.get(place).map(|glyph| glyph.character);
    let before = length.checked_sub(2).and_then(at);
    length.checked_sub(1).and_then(at) == Some('/')
        && before.is_some_and(|character| character.is_ascii_alphanumeric())
        && at(length).is_some_and(|character| character.is_ascii_alphabetic())
}

/// The lengths at which the line may end, the whole of `rest` last.
fn breaks(rest: &[Glyph]) -> impl Iterator<Item = usize> {
    rest.windows(2)
        .enumerate()
        .filter_map(|(index, pair)| match pair {
            [before, after] if may_break(before.character, after.character) => Some(index + 1),
            _ => None,
        })
        .chain(std::iter::once(rest.len()))
}

/// A word longer than the line is cut where the line is full.
fn or_cut(length: usize, most: usize, fits: impl Fn(usize) -> bool) -> usize {
    if length > 0 {
        return length;
    }
    (1..=most).rev().find(|&cut| fits(cut)).unwrap_or(1)
}

/// The sum of the advances, in ems.
fn natural(glyphs: &[Glyph]) -> f32 {
    glyphs.iter().map(|glyph| glyph.advance).sum()
}

/// How much of the last glyph may stand out of the line, in ems.
fn overhang(glyphs: &[Glyph]) -> f32 {
    match glyphs.last() {
        Some(glyph) if ends_half_empty(glyph.character) => glyph.advance / 2.0,
        _ => 0.0,
    }
}

fn without_spaces(glyphs: &[Glyph]) -> &[Glyph] {
    let end = glyphs
        .iter()
        .rposition(|glyph| !is_space(glyph.character))
        .map_or(0, |last| last + 1);
    glyphs.get(..end).unwrap_or_default()
}

/// The line's text operations, one for each stretch in one face.
pub fn draw_line(line: &SetLine, size: f32, x: f32, baseline: f32) -> Vec<Operation> {
    let mut operations = Vec::new();
    let mut x = x;
    for stretch in line.glyphs.chunk_by(|left, right| left.face == right.face) {
        let Some(first) = stretch.first() else {
            continue;
        };
        operations.push(Operation::Text(TextRun {
            text: stretch.iter().map(|glyph| glyph.character).collect(),
            face: first.face,
            size,
            x,
            baseline,
            spacing: line.spacing,
            color: Color::BLACK,
        }));
        let points = natural(stretch) * size + stretch.len() as f32 * line.spacing;
        x += points * MM_PER_POINT;
    }
    operations
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::fonts::{Face, Metrics};
    use crate::export::layout::glyphs::Setter;
    use crate::export::layout::page::{AREA_WIDTH, BODY_SIZE, GRID_SPACING};

    /// Chinese characters are one em wide, others half; no face has the private ones.
    struct Even;

    impl Metrics for Even {
        fn advance(&self, _: Face, character: char) -> Option<f32> {
            match character {
                '\u{E000}'..='\u{F8FF}' => None,
                character if character.is_ascii() => Some(0.5),
                _ => Some(1.0),
            }
        }
    }

    fn body() -> Measure {
        Measure {
            size: BODY_SIZE,
            spacing: GRID_SPACING,
            first: AREA_WIDTH,
            width: AREA_WIDTH,
            justified: true,
        }
    }

    fn lines(text: &str) -> Vec<String> {
        let glyphs = Setter::new(&Even).glyphs(text, Face::Song);
        let text = |line: SetLine| line.glyphs.iter().map(|glyph| glyph.character).collect();
        break_lines(&glyphs, &body())
            .into_iter()
            .map(text)
            .collect()
    }

    #[test]
    fn a_line_takes_twenty_eight_characters_on_the_grid() {
        let glyphs = Setter::new(&Even).glyphs(&"字".repeat(57), Face::Song);
        let lines = break_lines(&glyphs, &body());
        let lengths: Vec<_> = lines.iter().map(|line| line.glyphs.len()).collect();
        assert_eq!(lengths, [28, 28, 1]);
        assert!(
            lines
                .iter()
                .all(|line| (line.spacing - GRID_SPACING).abs() < 0.001)
        );
    }

    #[test]
    fn a_mark_is_pulled_into_the_line_it_would_have_followed() {
        let text = format!("{}。{}", "字".repeat(28), "文".repeat(28));
        let lines = lines(&text);
        assert!(lines[0].ends_with("字。"));
        assert!(lines[1].starts_with('文'));
    }

    #[test]
    fn no_line_begins_or_ends_with_a_forbidden_mark() {
        for lead in 20..29 {
            let text = format!("{}（文字）”。《书名》，“引号”——说明……", "字".repeat(lead));
            for line in lines(&text.repeat(4)) {
                let (first, last) = (line.chars().next(), line.chars().last());
                assert!(
                    first.is_some_and(|mark| !"）”。》，—…".contains(mark)),
                    "{line}"
                );
                assert!(last.is_some_and(|mark| !"（《“".contains(mark)), "{line}");
            }
        }
    }

    #[test]
    fn numbers_and_words_are_never_broken() {
        for lead in 20..29 {
            let text = format!("{}5098.4139万元和GB/T字", "字".repeat(lead));
            let lines = lines(&text);
            for whole in ["5098.4139", "GB/T"] {
                assert!(lines.iter().any(|line| line.contains(whole)), "{lines:?}");
            }
        }
    }

    #[test]
    fn a_word_longer_than_the_line_is_cut() {
        let lines = lines(&"9".repeat(130));
        assert_eq!(lines.concat().len(), 130);
        assert!(lines.iter().all(|line| line.len() <= 60));
    }

    #[test]
    fn an_address_goes_on_after_a_slash_rather_than_leave_a_gap() {
        let address = "https://www.example.gov.cn/openness/reports/index.html";
        let lines = lines(&format!("{}{address}字", "字".repeat(12)));
        assert!(lines[0].ends_with('/'), "{lines:?}");
        assert!(lines.concat().contains(address));
    }

    #[test]
    fn an_endless_word_does_not_take_endless_time() {
        assert_eq!(lines(&"9".repeat(200_000)).concat().len(), 200_000);
    }

    proptest::proptest! {
        #[test]
        fn no_character_is_lost_and_no_line_is_too_long(
            text in "[字，。“”（）—… a0-9/%:]{0,120}",
            size in 6.0_f32..20.0,
            width in 4.0_f32..200.0,
            justified: bool,
        ) {
            let measure = Measure { size, spacing: 0.0, first: width / 2.0, width, justified };
            let glyphs = Setter::new(&Even).glyphs(&text, Face::Song);
            let lines = break_lines(&glyphs, &measure);
            let set: String = lines
                .iter()
                .flat_map(|line| line.glyphs.iter().map(|glyph| glyph.character))
                .collect();
            let squeezed = |text: &str| text.replace(' ', "");
            proptest::prop_assert_eq!(squeezed(&set), squeezed(&text));
            for line in &lines {
                // A last mark may stand out by half, a single character that is too wide wholly.
                let most = width + size * MM_PER_POINT * 0.55;
                proptest::prop_assert!(line.glyphs.len() == 1 || line.width(size) <= most);
            }
        }
    }
}
