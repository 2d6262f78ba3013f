//! Rows of a table without ruled cells: labels over several lines around one line of figures,
//! beside the labels of their groups.

use crate::import::source::{Arrangement, Grid, GridCell};

use super::columns::Role;
use super::line::{Gap, Line, Piece, Word};
use super::paragraphs::append;
use super::table::is_figure;

/// Rows of a table, being found from top to bottom.
#[derive(Default)]
pub(super) struct Rows {
    rows: Vec<Row>,
    /// The label that has no figures yet.
    pending: Option<Label>,
    /// The label of a group, whose parts stand beside the rows of it.
    group: Option<Group>,
    /// Where the first figure begins; words above and beyond it are of the head.
    first_figure: Option<f64>,
    /// Where labels with a figure as their number begin.
    numbered: Option<f64>,
}

struct Group {
    text: String,
    /// The row it stands before.
    row: usize,
    page: usize,
    baseline: f64,
}

struct Row {
    page: usize,
    label: Option<Label>,
    /// Words of a head.
    words: Vec<Piece>,
    figures: Vec<Piece>,
    baseline: f64,
}

/// A label, or as much of it as has been seen.
#[derive(Clone, Debug)]
struct Label {
    text: String,
    /// Of its last line.
    left: f64,
    baseline: f64,
    size: f64,
    /// A figure at its end that may be the row's first.
    tail: Option<Piece>,
}

impl Rows {
    /// A table whose first figure begins at a place.
    pub fn under(first_figure: Option<f64>) -> Self {
        Self {
            first_figure,
            ..Self::default()
        }
    }

    pub fn take(&mut self, page: usize, line: &Line, role: Role) {
        let pieces = line.pieces();
        let figures = pieces
            .iter()
            .rev()
            .take_while(|piece| is_figure(&piece.text));
        let figures = figures.count();
        if role == Role::Words && !pieces.iter().any(|piece| is_numbered(&piece.text)) {
            self.head(page, line);
            return;
        }
        let above = self.rows.iter().all(|row| row.figures.is_empty());
        let beyond = self
            .first_figure
            .is_some_and(|left| line.left() > left - line.size * 4.0);
        if role == Role::Text && above && beyond {
            self.head(page, line);
            return;
        }
        let mut parts = self.parts(line, pieces.len() - figures);
        let label = parts.pop();
        for part in parts {
            self.group(page, line.baseline, &part.text);
        }
        let label_pieces = pieces.len() - figures;
        let figures = figures_of(line, pieces.into_iter().skip(label_pieces).collect());
        let tail = tail(line, label.as_ref());
        let label = label.and_then(|part| {
            if self.is_of_group(&part) {
                self.group(page, line.baseline, &part.text);
                return None;
            }
            Some(Label {
                text: part.text,
                left: part.left,
                baseline: line.baseline,
                size: line.size,
                tail,
            })
        });
        if label
            .as_ref()
            .is_some_and(|label| begins_with_digit(&label.text))
        {
            self.numbered = label.as_ref().map(|label| label.left);
        }
        match (label, figures.is_empty()) {
            (Some(label), true) => self.label(page, label),
            (label, false) => self.figures(page, label, figures, line.baseline),
            (None, true) => {}
        }
    }

    fn head(&mut self, page: usize, line: &Line) {
        self.flush(page);
        // Words of a head stand as near as one blank.
        let short = |word: &Word| word.text.chars().count() < 2;
        let words = match line.words.iter().any(short) {
            true => line.pieces(),
            false => line.words.iter().map(Piece::of).collect(),
        };
        self.rows.push(Row {
            page,
            label: None,
            words,
            figures: Vec::new(),
            baseline: line.baseline,
        });
    }

    /// The labels on a line: a new one begins after a wide gap, with a number, and where the
    /// label begun above goes on.
    fn parts(&self, line: &Line, pieces: usize) -> Vec<Piece> {
        let begun = self.pending.as_ref();
        let begun = begun.or_else(|| self.rows.last().and_then(|row| row.label.as_ref()));
        let begun = begun
            .filter(|label| line.baseline - label.baseline < line.size * 2.0)
            .map(|label| label.left);
        let mut seen = 0;
        let mut parts: Vec<Piece> = Vec::new();
        for word in &line.words {
            if word.gap == Gap::Wide {
                seen += 1;
            }
            if seen > pieces {
                break;
            }
            let goes_on = begun.is_some_and(|left| (word.left - left).abs() < line.size * 0.8);
            let new = word.gap == Gap::Wide || is_numbered(&word.text) || goes_on;
            match parts.last_mut() {
                Some(part) if !new => part.add(word),
                _ => parts.push(Piece::of(word)),
            }
        }
        parts
    }

    /// Whether a part without a number stands left of all labels that have one.
    fn is_of_group(&self, part: &Piece) -> bool {
        let left = self.numbered;
        left.is_some_and(|left| part.right <= left + 0.1) && !is_numbered(&part.text)
    }

    /// A label, or a part of one, on a line without figures.
    fn label(&mut self, page: usize, label: Label) {
        let numbered = is_numbered(&label.text);
        if let Some(pending) = &mut self.pending {
            if !numbered && pending.is_near(&label, 2.6) {
                pending.extend(label);
                return;
            }
        } else if let Some(row) = self.rows.last_mut()
            && row.page == page
            && !row.figures.is_empty()
            && label.baseline - row.baseline < label.size * 3.2
        {
            match &mut row.label {
                Some(last) if !numbered && last.is_near(&label, 2.6) => {
                    last.extend(label);
                    row.baseline = row
                        .label
                        .as_ref()
                        .map_or(row.baseline, |last| last.baseline);
                    return;
                }
                // Figures before their label: it is set below their middle.
                None => {
                    row.label = Some(label);
                    return;
                }
                _ => {}
            }
        }
        self.flush(page);
        self.pending = Some(label);
    }

    fn figures(&mut self, page: usize, label: Option<Label>, figures: Vec<Piece>, baseline: f64) {
        let label = match (self.pending.take(), label) {
            (Some(mut pending), Some(label)) => {
                if !is_numbered(&label.text) && pending.is_near(&label, 2.6) {
                    pending.extend(label);
                    Some(pending)
                } else {
                    self.pending = Some(pending);
                    self.flush(page);
                    Some(label)
                }
            }
            (pending, label) => pending.or(label),
        };
        self.rows.push(Row {
            page,
            label,
            words: Vec::new(),
            figures,
            baseline,
        });
    }

    /// Labels that have no figures of their own are rows of their own.
    fn flush(&mut self, page: usize) {
        if let Some(label) = self.pending.take() {
            self.rows.push(Row {
                page,
                baseline: label.baseline,
                label: Some(label),
                words: Vec::new(),
                figures: Vec::new(),
            });
        }
    }

    /// A part of a group's label; one with a number begins the next group.
    fn group(&mut self, page: usize, baseline: f64, part: &str) {
        if is_numbered(part) {
            self.flush_group();
        }
        let row = self.rows.len();
        let group = self.group.get_or_insert_with(|| Group {
            text: String::new(),
            row,
            page,
            baseline,
        });
        append(&mut group.text, part);
    }

    /// Gives a group's label a row before those it stands beside.
    fn flush_group(&mut self) {
        let Some(group) = self.group.take() else {
            return;
        };
        let row = Row {
            page: group.page,
            label: Some(Label {
                text: group.text,
                left: 0.0,
                baseline: group.baseline,
                size: 0.0,
                tail: None,
            }),
            words: Vec::new(),
            figures: Vec::new(),
            baseline: group.baseline,
        };
        self.rows.insert(group.row.min(self.rows.len()), row);
    }

    /// The table, and the lines at its end that are none of it.
    pub fn finish(mut self) -> (Grid, Vec<String>) {
        let rest = self.pending.take().map(|label| label.text);
        self.flush_group();
        let full = full_rows(&self.rows);
        let rows = self.rows.iter().zip(full);
        let rows = rows.map(|(row, full)| cells(row, full)).collect();
        let grid = Grid {
            arrangement: Arrangement::Rows,
            rows,
        };
        (grid, rest.into_iter().collect())
    }
}

impl Label {
    /// Whether a part on a later line can be of it: it begins at about the same place.
    fn is_near(&self, part: &Self, ems: f64) -> bool {
        (self.left - part.left).abs() < part.size * ems
            && part.baseline - self.baseline < part.size * 3.8
    }

    fn extend(&mut self, part: Self) {
        append(&mut self.text, &part.text);
        self.baseline = part.baseline;
        self.tail = part.tail;
    }
}

/// The figures of a row; in a row of several a blank parts two of them as well.
fn figures_of(line: &Line, pieces: Vec<Piece>) -> Vec<Piece> {
    let Some(first) = pieces.first().filter(|_| pieces.len() > 2) else {
        return pieces;
    };
    let left = first.left;
    let words = line.words.iter().filter(|word| word.left >= left);
    words.map(Piece::of).collect()
}

/// The figure right behind a label without a blank, that belongs to it or to the first column.
fn tail(line: &Line, label: Option<&Piece>) -> Option<Piece> {
    let label = label?;
    let words = line.words.iter();
    let last = words.rev().find(|word| word.right <= label.right + 0.01)?;
    let glued = last.gap != Gap::Wide && is_figure(&last.text) && last.text != label.text;
    glued.then(|| Piece::of(last))
}

/// Whether a label begins with a number: `（一）`, `1.`, `三、`.
pub(super) fn is_numbered(text: &str) -> bool {
    let mut characters = text.chars().filter(|character| !character.is_whitespace());
    let number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    match (characters.next(), characters.next()) {
        (Some('（' | '(' | '〔'), Some(c)) => number(c),
        (Some(c), Some('、' | '.' | '．')) if number(c) => {
            // `1.5` is a figure.
            !characters.next().is_some_and(|next| next.is_ascii_digit())
        }
        (Some('①'..='⑳'), _) => true,
        _ => false,
    }
}

/// Whether a text begins with the number of a part: `三、`.
pub(super) fn is_part_number(text: &str) -> bool {
    let mut characters = text.chars().filter(|character| !character.is_whitespace());
    let first = characters.next();
    first.is_some_and(|c| "一二三四五六七八九十".contains(c)) && characters.next() == Some('、')
}

fn begins_with_digit(text: &str) -> bool {
    is_numbered(text) && text.chars().next().is_some_and(|c| c.is_ascii_digit())
}

/// For each row the fullest one near it on its page, whose columns it shares.
fn full_rows(rows: &[Row]) -> Vec<Option<&Row>> {
    let mut full = vec![None; rows.len()];
    let mut start = 0;
    while start < rows.len() {
        let page = rows.get(start).map(|row| row.page);
        let mut end = start + 1;
        while rows
            .get(end)
            .is_some_and(|row| row.words.is_empty() && Some(row.page) == page)
        {
            end += 1;
        }
        let group = rows.get(start..end).unwrap_or_default();
        let fullest = group.iter().rev().max_by_key(|row| row.figures.len());
        for slot in full.iter_mut().take(end).skip(start) {
            *slot = fullest;
        }
        start = end;
    }
    full
}

/// A row's cells; where it has fewer figures than the full one, empty cells in their places.
fn cells(row: &Row, full: Option<&Row>) -> Vec<GridCell> {
    let full = full.map_or(&[][..], |full| full.figures.as_slice());
    let fewer = !row.figures.is_empty() && row.figures.len() < full.len() && full.len() > 1;
    let label = row.label.as_ref();
    let tail = label.and_then(|label| label.tail.clone());
    let with_tail: Vec<Piece> = tail
        .into_iter()
        .chain(row.figures.iter().cloned())
        .collect();
    let placed = |figures: &[Piece]| fewer.then(|| place(figures, full)).flatten();
    let mut label = label.map(|label| label.text.as_str());
    let figures = if with_tail.len() > row.figures.len()
        && let Some(placed) = placed(&with_tail)
    {
        let tail = with_tail.first().map_or("", |tail| tail.text.as_str());
        label = label.map(|label| label.strip_suffix(tail).unwrap_or(label).trim_end());
        placed
    } else if full.len() > 2
        && let Some(placed) = placed(&row.figures)
    {
        placed
    } else {
        row.figures.iter().map(|piece| piece.text.clone()).collect()
    };
    let words = row.words.iter().map(|piece| piece.text.as_str());
    let texts = label.into_iter().chain(words);
    let texts = texts.chain(figures.iter().map(String::as_str)).enumerate();
    texts
        .map(|(column, text)| GridCell::single(column, text))
        .collect()
}

/// Figures in the columns of a full row; `None` if one stands between two columns.
fn place(figures: &[Piece], full: &[Piece]) -> Option<Vec<String>> {
    let mut placed: Vec<String> = vec![String::new(); full.len()];
    let gap = full
        .iter()
        .zip(full.iter().skip(1))
        .map(|(one, other)| other.center() - one.center())
        .fold(f64::INFINITY, f64::min);
    for figure in figures {
        let distance = |piece: &Piece| (piece.center() - figure.center()).abs();
        let columns = full.iter().enumerate();
        let (column, piece) =
            columns.min_by(|(_, one), (_, other)| distance(one).total_cmp(&distance(other)))?;
        let slot = placed.get_mut(column)?;
        if distance(piece) > gap * 0.45 || !slot.is_empty() {
            return None;
        }
        slot.clone_from(&figure.text);
    }
    Some(placed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_labels_are_told_from_figures() {
        for (text, is) in [
            ("（一）予以公开", true),
            ("(三) 不予公开", true),
            ("1.属于国家秘密", true),
            ("三、本年度办理结果", true),
            ("1.5", false),
            ("规章", false),
            ("21", false),
        ] {
            assert_eq!(is_numbered(text), is, "{text}");
        }
    }
}
