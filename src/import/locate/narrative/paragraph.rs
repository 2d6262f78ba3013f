//! Natural paragraphs put together from lines that the source broke.

use crate::form::heading;

use super::line::Line;

/// A natural paragraph of the report.
#[derive(Clone, Debug)]
pub(in crate::import::locate) struct Paragraph {
    /// The part it belongs to, by place among the form's parts.
    pub part: usize,
    pub text: String,
    /// Where its pieces come from, in order.
    pub pieces: Vec<Piece>,
    /// The headings above it, the highest first, as labels are spelt.
    pub headings: Vec<String>,
    /// The main section it stands in, counted from the beginning.
    pub section: usize,
}

impl Paragraph {
    /// The last of the lines it was put together from.
    pub fn last_line(&self) -> &str {
        let at = self.pieces.last().map_or(0, |piece| piece.at);
        self.text.get(at..).unwrap_or_default()
    }
}

/// A piece of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import::locate) struct Piece {
    /// Where it begins in the paragraph, in bytes.
    pub at: usize,
    /// The token it stands in, by place, and where in its text, in bytes.
    pub token: usize,
    pub start: usize,
}

/// How wide a source's lines are that was laid out for paper.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Layout {
    /// The width at which lines are broken, in half characters; 0 where paragraphs are whole.
    width: usize,
}

impl Layout {
    /// Tells it by the lines: where many end in mid-sentence at one width, that is the measure.
    pub fn of(lines: &[Line<'_>]) -> Self {
        /// No printed line is wider, in half characters.
        const WIDEST: usize = 120;
        /// A narrower text is a list.
        const NARROWEST: usize = 36;
        let mut widths: Vec<usize> = lines
            .iter()
            .filter(|line| !ends_sentence(line.text))
            .map(|line| width(line.text))
            .filter(|width| (NARROWEST..=WIDEST).contains(width))
            .collect();
        widths.sort_unstable();
        let wider = lines
            .iter()
            .filter(|line| width(line.text) > WIDEST)
            .count();
        let Some(&measure) = widths.get(widths.len() * 3 / 4) else {
            return Self::default();
        };
        let alike = widths.iter().filter(|&&width| width + 8 >= measure);
        let is_laid_out =
            widths.len() >= 5 && 2 * alike.count() > widths.len() && wider < widths.len();
        Self {
            width: if is_laid_out { measure } else { 0 },
        }
    }

    /// Whether a line goes on in the next one.
    pub fn goes_on(self, line: &str, next: &str) -> bool {
        // A colon at the very edge stands within a sentence: 电子邮箱：
        let is_at_edge = self.width > 0 && width(line) + 4 >= self.width;
        let goes_on = is_at_edge && line.ends_with(['：', ':']);
        if ends_sentence(line) && !goes_on || begins_anew(next) {
            return false;
        }
        let is_broken_word = line.ends_with(['，', '、', ',', '“', '（', '(', '《', '—']);
        let is_full = self.width > 0 && width(line) + 8 >= self.width;
        // Without a measure only what can't end a paragraph goes on.
        is_full || is_broken_word && width(line) > 20
    }
}

/// Whether a line ends as paragraphs end.
fn ends_sentence(line: &str) -> bool {
    let end = line.trim_end_matches(['”', '"', '）', ')', '》', '』', '」']);
    end.ends_with(['。', '！', '？', '；', '：', ';', ':', '!', '?', '…'])
}

/// Whether a line begins a paragraph of its own.
fn begins_anew(line: &str) -> bool {
    let label = line.trim_start_matches(['#', '*', ' ']);
    label.len() < line.len() || heading::number(label).is_some()
}

/// In half characters.
fn width(line: &str) -> usize {
    line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// Puts a line behind a paragraph, with a blank between words of Latin letters.
pub(super) fn join(paragraph: &mut Paragraph, line: &Line<'_>, text: &str) {
    let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    if is_latin(paragraph.text.chars().next_back()) && is_latin(text.chars().next()) {
        paragraph.text.push(' ');
    }
    paragraph.pieces.push(Piece {
        at: paragraph.text.len(),
        token: line.token,
        start: line.start,
    });
    paragraph.text.push_str(text);
}
