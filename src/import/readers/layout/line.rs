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
    pub words: Vec<Word>,
}

/// Text without a gap in it.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::import::readers) struct Word {
    pub left: f64,
    pub right: f64,
    pub text: String,
    pub gap: Gap,
}

/// What stands before a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import::readers) enum Gap {
    /// As wide as between columns; before the first word too.
    Wide,
    /// A blank that parts two words.
    Blank,
    /// A blank between hanzi, mostly there to fill the line.
    None,
}

/// Words without a wide gap between them.
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

    /// Where its ink is: full-width stops have theirs on the left, and hang over the edge of
    /// their column.
    pub fn center(&self) -> f64 {
        let stop = matches!(
            self.character,
            '，' | '。' | '、' | '；' | '：' | '）' | '》' | '”'
        );
        if stop {
            return self.left + (self.right - self.left) * 0.2;
        }
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
        self.words.first().map_or(0.0, |word| word.left)
    }

    pub fn right(&self) -> f64 {
        self.words.last().map_or(0.0, |word| word.right)
    }

    /// The whole text, one blank for each wide gap.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for word in &self.words {
            if !text.is_empty() && word.gap != Gap::None {
                text.push(' ');
            }
            text.push_str(&word.text);
        }
        text
    }

    /// What stands between wide gaps, from left to right; never empty.
    pub fn pieces(&self) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        for word in &self.words {
            match pieces.last_mut() {
                Some(piece) if word.gap != Gap::Wide => piece.add(word),
                _ => pieces.push(Piece::of(word)),
            }
        }
        pieces
    }
}

impl Piece {
    pub fn of(word: &Word) -> Self {
        Self {
            left: word.left,
            right: word.right,
            text: word.text.clone(),
        }
    }

    pub fn add(&mut self, word: &Word) {
        if word.gap != Gap::None {
            self.text.push(' ');
        }
        self.text.push_str(&word.text);
        self.left = self.left.min(word.left);
        self.right = self.right.max(word.right);
    }

    pub fn center(&self) -> f64 {
        (self.left + self.right) / 2.0
    }
}

/// A gap this wide, in ems, parts what stands on a line.
const WIDE: f64 = 0.95;
/// A gap this wide parts two figures: narrow columns stand nearer than words.
const BETWEEN_FIGURES: f64 = 0.6;
/// A gap without a blank in it, this wide, parts a figure from what is beside it: text that is
/// spread to fill its line has narrower ones there.
const BESIDE_FIGURE: f64 = 0.45;
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
    let mut words: Vec<Word> = Vec::new();
    let mut blank = false;
    let mut last: Option<Glyph> = None;
    let (mut baseline, mut size) = (0.0, 0.0);
    for glyph in glyphs {
        if glyph.is_blank() {
            blank = true;
            continue;
        }
        if last.is_some_and(|last| is_again(&last, &glyph)) {
            continue;
        }
        let gap = match &last {
            Some(last) => gap(last, &glyph, blank),
            None => Some(Gap::Wide),
        };
        match (words.last_mut(), gap) {
            (Some(word), None) => {
                word.text.push(glyph.character);
                word.right = word.right.max(glyph.right);
            }
            (_, gap) => words.push(Word {
                left: glyph.left,
                right: glyph.right,
                text: glyph.character.to_string(),
                gap: gap.unwrap_or(Gap::Wide),
            }),
        }
        if glyph.size > size {
            (baseline, size) = (glyph.baseline, glyph.size);
        }
        blank = false;
        last = Some(glyph);
    }
    (!words.is_empty()).then_some(Line {
        baseline,
        size,
        words,
    })
}

/// What parts two neighbours on a line; `None` if they are of one word. Chinese set wide to fill
/// its line is one.
fn gap(last: &Glyph, glyph: &Glyph, blank: bool) -> Option<Gap> {
    let (before, after) = (last.character, glyph.character);
    let gap = (glyph.left - last.right) / last.size.max(glyph.size);
    if gap >= widest(before, after, blank) {
        return Some(Gap::Wide);
    }
    match (is_chinese(before), is_chinese(after)) {
        (false, false) => (blank || gap > BLANK).then_some(Gap::Blank),
        (true, true) => blank.then_some(Gap::None),
        _ => match blank {
            true if gap > 0.4 => Some(Gap::Blank),
            true => Some(Gap::None),
            // A figure near a label is only known to be in a column by the rows around it.
            false => (after.is_ascii_digit() && gap > 0.05).then_some(Gap::None),
        },
    }
}

/// The gap that parts two neighbours.
fn widest(before: char, after: char, blank: bool) -> f64 {
    match (before.is_ascii_digit(), after.is_ascii_digit()) {
        (false, false) => WIDE,
        (true, true) if blank => BETWEEN_FIGURES,
        _ if blank => WIDE,
        _ => BESIDE_FIGURE,
    }
}

/// Whether a character is drawn a second time to look bold.
fn is_again(last: &Glyph, glyph: &Glyph) -> bool {
    let width = (last.right - last.left).min(last.size).max(last.size * 0.2);
    glyph.character == last.character
        && (glyph.left - last.left).abs() < width * 0.4
        && (glyph.baseline - last.baseline).abs() < last.size * 0.3
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

    #[test]
    fn blanks_within_hanzi_are_none() {
        let lines = lines(glyphs("结 果 abc 12", 0.0, 10.0));
        assert_eq!(lines[0].text(), "结果 abc 12");
        assert_eq!(lines[0].words.len(), 4);
    }

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
        assert_eq!(lines[0].pieces().len(), 2);
    }
}
