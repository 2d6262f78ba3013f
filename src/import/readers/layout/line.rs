//! Characters that share a height, as a line of pieces with wide gaps between them.

/// A character with its place: points in PDF, ems in laid-out text; downwards from the top.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::import::readers) struct Glyph {
    pub character: char,
    pub left: f64,
    pub right: f64,
    pub baseline: f64,
    /// Of the em.
    pub size: f64,
}

/// A line of text.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::import::readers) struct Line {
    pub baseline: f64,
    /// Of its largest em.
    pub size: f64,
    /// From left to right; never empty.
    pub pieces: Vec<Piece>,
}

/// Text without a wide gap in it.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::import::readers) struct Piece {
    pub left: f64,
    pub right: f64,
    pub text: String,
}

impl Glyph {
    /// The middle of its height.
    pub fn middle(&self) -> f64 {
        self.baseline - self.size * 0.35
    }

    pub fn center(&self) -> f64 {
        (self.left + self.right) / 2.0
    }

    fn is_blank(&self) -> bool {
        self.character.is_whitespace() || matches!(self.character, '\u{200b}' | '\u{feff}')
    }
}

impl Line {
    pub fn middle(&self) -> f64 {
        self.baseline - self.size * 0.35
    }

    pub fn left(&self) -> f64 {
        self.pieces.first().map_or(0.0, |piece| piece.left)
    }

    pub fn right(&self) -> f64 {
        self.pieces.last().map_or(0.0, |piece| piece.right)
    }

    /// The whole text, one blank for each wide gap.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for piece in &self.pieces {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&piece.text);
        }
        text
    }
}

impl Piece {
    pub fn center(&self) -> f64 {
        (self.left + self.right) / 2.0
    }
}

/// A gap this wide, in ems, parts what stands on a line.
const WIDE: f64 = 0.95;
/// A gap this wide parts two figures: narrow columns stand nearer than words.
const BETWEEN_FIGURES: f64 = 0.6;
/// A gap this wide between Latin words or figures is a blank.
const BLANK: f64 = 0.2;

/// Characters in any order → lines from top to bottom.
pub(in crate::import::readers) fn lines(mut glyphs: Vec<Glyph>) -> Vec<Line> {
    glyphs.retain(|glyph| !glyph.middle().is_nan() && !glyph.left.is_nan());
    glyphs.sort_by(|one, other| one.middle().total_cmp(&other.middle()));
    let mut lines = Vec::new();
    let mut row: Vec<Glyph> = Vec::new();
    let mut height = 0.0;
    let mut size: f64 = 0.0;
    for glyph in glyphs {
        let near = size.max(glyph.size) * 0.45;
        if !row.is_empty() && glyph.middle() - height > near {
            lines.extend(line(std::mem::take(&mut row)));
        }
        if row.is_empty() {
            height = glyph.middle();
            size = glyph.size;
        } else if !glyph.is_blank() {
            // The line's height follows its text, not one raised mark.
            let count = row.len() as f64;
            height += (glyph.middle() - height) / (count + 1.0);
            size = size.max(glyph.size);
        }
        row.push(glyph);
    }
    lines.extend(line(row));
    lines
}

/// Characters of one line, in any order. `None` if all are blanks.
fn line(mut glyphs: Vec<Glyph>) -> Option<Line> {
    glyphs.sort_by(|one, other| one.left.total_cmp(&other.left));
    let mut pieces: Vec<Piece> = Vec::new();
    let mut blank = false;
    let mut last: Option<Glyph> = None;
    let (mut baseline, mut size) = (0.0, 0.0);
    for glyph in glyphs {
        if glyph.is_blank() {
            blank = true;
            continue;
        }
        if let Some(last) = &last
            && is_again(last, &glyph)
        {
            continue;
        }
        let gap = last.map_or(0.0, |last| {
            (glyph.left - last.right) / last.size.max(glyph.size)
        });
        let before = last.map_or(' ', |last| last.character);
        let figures = before.is_ascii_digit() && glyph.character.is_ascii_digit();
        let wide = if figures { BETWEEN_FIGURES } else { WIDE };
        match pieces.last_mut() {
            Some(piece) if gap < wide => {
                if parted(before, glyph.character, blank, gap) {
                    piece.text.push(' ');
                }
                piece.text.push(glyph.character);
                piece.right = piece.right.max(glyph.right);
            }
            _ => pieces.push(Piece {
                left: glyph.left,
                right: glyph.right,
                text: glyph.character.to_string(),
            }),
        }
        if glyph.size > size {
            (baseline, size) = (glyph.baseline, glyph.size);
        }
        blank = false;
        last = Some(glyph);
    }
    (!pieces.is_empty()).then_some(Line {
        baseline,
        size,
        pieces,
    })
}

/// Whether a character is drawn a second time to look bold.
fn is_again(last: &Glyph, glyph: &Glyph) -> bool {
    let width = (last.right - last.left).min(last.size).max(last.size * 0.2);
    glyph.character == last.character
        && (glyph.left - last.left).abs() < width * 0.4
        && (glyph.baseline - last.baseline).abs() < last.size * 0.3
}

/// Whether two neighbours on a line are two words. Chinese set wide to fill its line is one.
fn parted(before: char, after: char, blank: bool, gap: f64) -> bool {
    let chinese = is_chinese(before) || is_chinese(after);
    if chinese {
        blank && gap > 0.4 && !(is_chinese(before) && is_chinese(after))
    } else {
        blank || gap > BLANK
    }
}

/// Hanzi and full-width marks.
pub(super) fn is_chinese(character: char) -> bool {
    matches!(character,
        '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}'
        | '“' | '”' | '‘' | '’' | '…' | '—' | '·' | '①'..='⓿')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyphs(text: &str, left: f64, baseline: f64) -> Vec<Glyph> {
        let mut left = left;
        let characters = text.chars();
        characters
            .map(|character| {
                let width = if is_chinese(character) { 10.0 } else { 5.0 };
                let glyph = Glyph {
                    character,
                    left,
                    right: left + width,
                    baseline,
                    size: 10.0,
                };
                left += width;
                glyph
            })
            .collect()
    }

    #[test]
    fn wide_gaps_part_a_line_and_a_second_drawing_is_none() {
        let mut all = glyphs("规章", 0.0, 100.0);
        all.extend(glyphs("规章", 0.3, 100.2));
        all.extend(glyphs("12", 60.0, 99.0));
        all.extend(glyphs("The end", 0.0, 120.0));
        let lines = lines(all);
        let texts: Vec<String> = lines.iter().map(Line::text).collect();
        assert_eq!(texts, ["规章 12", "The end"]);
        assert_eq!(lines[0].pieces.len(), 2);
    }
}
