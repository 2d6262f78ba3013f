//! Lines that are one paragraph.

use crate::import::source::Block;

use super::Page;
use super::line::{Line, is_chinese};

/// Where the running text of a document stands; in points or ems.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Measure {
    left: f64,
    right: f64,
    /// From one line to the next.
    pitch: f64,
}

impl Measure {
    /// Of each page: running text stands elsewhere on each page of a laid-out text. Pages with
    /// little text have the measure of the document.
    pub fn of(pages: &[Page]) -> Measures {
        let all: Vec<&Line> = pages.iter().flat_map(|page| &page.lines).collect();
        let whole = Self::of_lines(&all, 1).unwrap_or_default();
        let pages = pages.iter().map(|page| {
            let lines: Vec<&Line> = page.lines.iter().collect();
            let own = Self::of_lines(&lines, 3);
            // A page of short lines only tells nothing.
            own.filter(|own| own.width() > whole.width() * 0.8)
                .unwrap_or(whole)
        });
        Measures(pages.collect())
    }

    /// Of the lines that are long enough to be running text; `None` if they are too few.
    fn of_lines(lines: &[&Line], enough: usize) -> Option<Self> {
        let text = || lines.iter().filter(|line| line.pieces().len() < 3);
        let mut widths: Vec<f64> = text().map(|line| line.right() - line.left()).collect();
        let wide = at(&mut widths, 0.95) * 0.75;
        let long: Vec<&&Line> = text()
            .filter(|line| line.right() - line.left() >= wide)
            .collect();
        if long.len() < enough {
            return None;
        }
        let mut rights: Vec<f64> = long.iter().map(|line| line.right()).collect();
        let mut lefts: Vec<f64> = long.iter().map(|line| line.left()).collect();
        let mut pitches: Vec<f64> = lines
            .iter()
            .zip(lines.iter().skip(1))
            .map(|(above, below)| below.baseline - above.baseline)
            .filter(|pitch| *pitch > 0.0)
            .collect();
        Some(Self {
            left: at(&mut lefts, 0.1),
            right: at(&mut rights, 0.9),
            pitch: at(&mut pitches, 0.5),
        })
    }

    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// Whether a line ends where running text turns to the next one.
    fn is_full(&self, line: &Line) -> bool {
        line.right() > self.right - line.size * 2.0
    }

    /// Whether a line begins where running text does, indented or not.
    fn begins(&self, line: &Line) -> bool {
        line.left() < self.left + line.size * 4.5
    }

    /// Whether a line begins where running text goes on.
    fn goes_on(&self, line: &Line) -> bool {
        line.left() < self.left + line.size * 1.2
    }
}

/// The measure of each page.
#[derive(Debug)]
pub(super) struct Measures(Vec<Measure>);

impl Measures {
    pub fn on(&self, page: usize) -> Measure {
        self.0.get(page).copied().unwrap_or_default()
    }
}

/// A value of sorted ones by its place between 0 and 1.
fn at(values: &mut [f64], place: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let last = values.len().saturating_sub(1) as f64;
    let place = (last * place).round() as usize;
    values.get(place).copied().unwrap_or_default()
}

/// Lines of running text, each with its page, as paragraphs.
pub(super) fn join(lines: &[(usize, Line)], measures: &Measures, blocks: &mut Vec<Block>) {
    let mut paragraph = String::new();
    let mut before: Option<&(usize, Line)> = None;
    for next in lines {
        let joined = before.is_some_and(|before| is_one(before, next, measures));
        if !joined && !paragraph.is_empty() {
            blocks.push(Block::Line(std::mem::take(&mut paragraph)));
        }
        append(&mut paragraph, next.1.text().trim());
        before = Some(next);
    }
    if !paragraph.is_empty() {
        blocks.push(Block::Line(paragraph));
    }
}

/// What the last line of a paragraph ends with.
const STOPS: [char; 10] = ['。', '；', '：', '！', '？', '.', ';', ':', '”', '）'];

/// Whether a line is the rest of the one before.
fn is_one(before: &(usize, Line), next: &(usize, Line), measures: &Measures) -> bool {
    let (above, below) = (measures.on(before.0), measures.on(next.0));
    let near = next.0 != before.0
        || next.1.baseline - before.1.baseline < above.pitch.max(before.1.size * 1.2) * 1.5;
    // A page that begins with a few words by themselves begins anew: 附件.
    let whole =
        next.0 == before.0 || below.is_full(&next.1) || next.1.text().trim_end().ends_with(STOPS);
    let alike = (before.1.size - next.1.size).abs() < before.1.size * 0.2;
    near && whole
        && alike
        && above.begins(&before.1)
        && above.is_full(&before.1)
        && below.goes_on(&next.1)
}

/// Joins Chinese without a blank, Latin words with one.
pub(super) fn append(text: &mut String, more: &str) {
    let before = text.chars().next_back();
    let after = more.chars().next();
    if let (Some(before), Some(after)) = (before, after) {
        let word = |character: char| !is_chinese(character) && character.is_alphabetic();
        let ends = word(before) || matches!(before, ',' | ';');
        if ends && (word(after) || after.is_ascii_digit()) {
            text.push(' ');
        }
    }
    text.push_str(more);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::readers::layout::line::{Gap, Word};

    fn line(left: f64, text: &str, baseline: f64) -> Line {
        Line {
            baseline,
            size: 10.0,
            words: vec![Word {
                left,
                right: left + text.chars().count() as f64 * 10.0,
                text: text.to_owned(),
                gap: Gap::Wide,
            }],
        }
    }

    #[test]
    fn a_paragraph_goes_on_over_lines_and_pages() {
        let pages = [
            Page {
                lines: vec![
                    line(60.0, "标题", 20.0),
                    line(20.0, "一二三四五六七八九十一二三四五六七八", 40.0),
                    line(0.0, "一二三四五六七八九十一二三四五六七八九十", 55.0),
                ],
                tables: Vec::new(),
            },
            Page {
                lines: vec![
                    line(0.0, "末行。", 20.0),
                    line(20.0, "另起一段，二三四五六七八九十一二三四", 35.0),
                ],
                tables: Vec::new(),
            },
        ];
        let measures = Measure::of(&pages);
        let lines: Vec<(usize, Line)> = pages
            .iter()
            .enumerate()
            .flat_map(|(page, lines)| lines.lines.iter().map(move |line| (page, line.clone())))
            .collect();
        let mut blocks = Vec::new();
        join(&lines, &measures, &mut blocks);
        let texts: Vec<&str> = blocks
            .iter()
            .map(|block| match block {
                Block::Line(text) => text.as_str(),
                Block::Grid(_) => "",
            })
            .collect();
        assert_eq!(
            texts,
            [
                "标题",
                "一二三四五六七八九十一二三四五六七八一二三四五六七八九十一二三四五六七八九十末行。",
                "另起一段，二三四五六七八九十一二三四"
            ]
        );
    }
}
