//! Tables told by gaps alone: rows of figures, with labels over several lines around them.

use crate::import::source::{Arrangement, Block, Grid, GridCell};

use super::line::{Line, Piece};
use super::paragraphs::{self, Measures, append};
use super::table::is_figure;

/// Lines without figures that may stand between two rows of a table.
const BETWEEN: usize = 6;
/// Lines of a head above the first row of figures.
const HEAD: usize = 8;

/// What a line is in a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// Figures, with their label or without.
    Figures,
    /// Several words with wide gaps: a head.
    Words,
    /// One piece of text: a part of a label, a caption, running text.
    Text,
}

/// Parts lines, each with its page, into running text and tables.
pub(super) fn split(lines: Vec<(usize, Line)>, measures: &Measures, blocks: &mut Vec<Block>) {
    let roles: Vec<Role> = lines.iter().map(|(_, line)| role(line)).collect();
    let mut done = 0;
    for (start, end) in regions(&lines, &roles, measures) {
        let (Some(before), Some(table), Some(table_roles)) = (
            lines.get(done..start),
            lines.get(start..end),
            roles.get(start..end),
        ) else {
            continue;
        };
        paragraphs::join(before, measures, blocks);
        let mut rows = Rows::default();
        for ((page, line), role) in table.iter().zip(table_roles) {
            rows.take(*page, line, *role);
        }
        let (grid, rest) = rows.finish();
        blocks.push(Block::Grid(grid));
        blocks.extend(rest.into_iter().map(Block::Line));
        done = end;
    }
    paragraphs::join(lines.get(done..).unwrap_or_default(), measures, blocks);
}

fn role(line: &Line) -> Role {
    let figures = line.pieces.iter().filter(|piece| is_figure(&piece.text));
    let ends_so = line
        .pieces
        .last()
        .is_some_and(|piece| is_figure(&piece.text));
    match (figures.count(), line.pieces.len()) {
        (1.., _) if ends_so => Role::Figures,
        (_, 2..) => Role::Words,
        _ => Role::Text,
    }
}

/// Whether a line is running text from edge to edge.
fn is_prose(page: usize, line: &Line, measures: &Measures) -> bool {
    line.right() - line.left() > measures.on(page).width() * 0.85
        && line.pieces.iter().all(|piece| !is_figure(&piece.text))
        && (line.pieces.len() == 1 || line.text().chars().count() > 20)
}

/// The lines of each table, as ranges.
fn regions(lines: &[(usize, Line)], roles: &[Role], measures: &Measures) -> Vec<(usize, usize)> {
    let is = |place: usize, role: Role| roles.get(place) == Some(&role);
    let prose = |place: usize| {
        lines
            .get(place)
            .is_none_or(|(page, line)| is_prose(*page, line, measures))
    };
    let figures: Vec<usize> = (0..lines.len())
        .filter(|place| is(*place, Role::Figures))
        .collect();
    let mut regions: Vec<(usize, usize)> = Vec::new();
    for place in figures {
        if let Some((_, end)) = regions.last_mut()
            && place - *end <= BETWEEN
            && (*end..place).all(|at| is(at, Role::Text) && !prose(at))
        {
            *end = place + 1;
            continue;
        }
        // Its head: words in columns, and single words of it between them.
        let least = regions.last().map_or(0, |(_, end)| *end);
        let mut start = place;
        for at in (least.max(place.saturating_sub(HEAD))..place).rev() {
            if prose(at) {
                break;
            }
            if is(at, Role::Words) {
                start = at;
            }
        }
        // A label's first lines above a first row that has none.
        let labelled = lines.get(place).is_some_and(|(_, line)| has_label(line));
        if start == place && !labelled {
            let label = (least..place).rev().take(3);
            let mut label = label.take_while(|at| is(*at, Role::Text) && !prose(*at));
            start = label.next().unwrap_or(place);
        }
        regions.push((start, place + 1));
    }
    // The end of a last label below its figures belongs to it.
    let count = regions.len();
    for region in 0..count {
        let next = regions
            .get(region + 1)
            .map_or(lines.len(), |(start, _)| *start);
        if let Some((_, end)) = regions.get_mut(region)
            && *end < next
            && let (Some((page, last)), Some((next_page, line))) =
                (lines.get(*end - 1), lines.get(*end))
            && page == next_page
            && is(*end, Role::Text)
            && is_rest(last, line)
        {
            *end += 1;
        }
    }
    regions.retain(|(start, end)| {
        let count = (*start..*end).filter(|at| is(*at, Role::Figures)).count();
        let columns = lines.get(*start..*end).unwrap_or_default();
        let columns = columns.iter().any(|(_, line)| line.pieces.len() > 1);
        let head = is(*start, Role::Words);
        columns && (count > 1 || head)
    });
    regions
}

fn has_label(line: &Line) -> bool {
    line.pieces
        .first()
        .is_some_and(|piece| !is_figure(&piece.text))
}

/// Whether a line is the rest of the label of the row right above it.
fn is_rest(row: &Line, line: &Line) -> bool {
    let label = row.pieces.first().filter(|_| has_label(row));
    label.is_some_and(|label| {
        (line.left() - label.left).abs() < line.size * 1.2
            && line.baseline - row.baseline < line.size * 1.9
            && !is_numbered(&line.text())
            && line.text().chars().count() < 20
    })
}

/// Whether a label begins with a number: `（一）`, `1.`, `三、`.
fn is_numbered(text: &str) -> bool {
    let mut characters = text.chars().filter(|character| !character.is_whitespace());
    let chinese = |c: char| "一二三四五六七八九十".contains(c);
    match (characters.next(), characters.next()) {
        (Some('（' | '(' | '〔'), Some(c)) => chinese(c) || c.is_ascii_digit(),
        (Some(c), Some('、' | '.' | '．' | '，')) => chinese(c) || c.is_ascii_digit(),
        (Some('①'..='⑳'), _) => true,
        _ => false,
    }
}

/// Rows of a table, being found.
#[derive(Default)]
struct Rows {
    rows: Vec<Row>,
    /// Parts of labels whose figures have not come yet, with their places.
    pending: Vec<Part>,
}

struct Row {
    page: usize,
    label: Vec<Piece>,
    figures: Vec<Piece>,
    baseline: f64,
    /// Whether it still takes a part of its label from below.
    open: bool,
}

struct Part {
    page: usize,
    line: Line,
}

impl Rows {
    fn take(&mut self, page: usize, line: &Line, role: Role) {
        match role {
            Role::Words => {
                self.flush(0);
                self.rows.push(Row {
                    page,
                    label: line.pieces.clone(),
                    figures: Vec::new(),
                    baseline: line.baseline,
                    open: false,
                });
            }
            Role::Text => {
                if !self.goes_into_last(page, line) {
                    let line = line.clone();
                    self.pending.push(Part { page, line });
                }
            }
            Role::Figures => self.figures(page, line),
        }
    }

    fn figures(&mut self, page: usize, line: &Line) {
        // What stands before the figures at the row's end is its label.
        let figures = line.pieces.iter().rev();
        let figures = figures.take_while(|piece| is_figure(&piece.text)).count();
        let (label, figures) = line
            .pieces
            .split_at(line.pieces.len().saturating_sub(figures));
        let mut label = label.to_vec();
        let begun = self.begun_label(label.first());
        if let Some(begun) = begun {
            let keep = begun;
            let parts: Vec<Part> = self.pending.split_off(keep);
            self.flush(0);
            let mut whole: Option<Piece> = None;
            for piece in parts.into_iter().flat_map(|part| part.line.pieces) {
                extend(&mut whole, piece);
            }
            match (&mut whole, label.first()) {
                (Some(_), Some(_)) => {
                    let first = label.remove(0);
                    extend(&mut whole, first);
                    label.splice(0..0, whole);
                }
                (Some(_), None) => label.extend(whole),
                (None, _) => {}
            }
        } else {
            self.flush(0);
        }
        self.rows.push(Row {
            page,
            label,
            figures: figures.to_vec(),
            baseline: line.baseline,
            open: true,
        });
    }

    /// From which part of what waits a row's label begins.
    fn begun_label(&self, first: Option<&Piece>) -> Option<usize> {
        let last = self.pending.last()?;
        if let Some(first) = first {
            let starts = is_numbered(&first.text);
            let near = (first.left - last.line.left()).abs() < last.line.size * 1.6;
            if starts || !near {
                return None;
            }
        }
        let mut begin = self.pending.len() - 1;
        while begin > 0 {
            let part = self.pending.get(begin)?;
            let above = self.pending.get(begin - 1)?;
            let near = (part.line.left() - above.line.left()).abs() < part.line.size * 2.5;
            if is_numbered(&part.line.text()) || !near {
                break;
            }
            begin -= 1;
        }
        Some(begin)
    }

    /// Puts the end of a label that stands below its figures to it.
    fn goes_into_last(&mut self, page: usize, line: &Line) -> bool {
        if !self.pending.is_empty() {
            return false;
        }
        let Some(row) = self.rows.last_mut() else {
            return false;
        };
        let text = line.text();
        let near = row.page == page && line.baseline - row.baseline < line.size * 2.6;
        let beside = match row.label.last() {
            Some(label) => {
                (line.left() - label.left).abs() < line.size * 1.6 && !is_numbered(&text)
            }
            None => row
                .figures
                .first()
                .is_some_and(|figure| line.right() < figure.right),
        };
        if !(row.open && near && beside) {
            return false;
        }
        for piece in &line.pieces {
            let mut label = row.label.pop();
            extend(&mut label, piece.clone());
            row.label.extend(label);
        }
        row.baseline = line.baseline;
        true
    }

    /// Labels that have no figures of their own are rows of their own.
    fn flush(&mut self, keep: usize) {
        let parts = self.pending.split_off(keep);
        self.rows.extend(parts.into_iter().map(|part| Row {
            page: part.page,
            baseline: part.line.baseline,
            label: part.line.pieces,
            figures: Vec::new(),
            open: false,
        }));
    }

    /// The table, and the lines at its end that are none of it.
    fn finish(self) -> (Grid, Vec<String>) {
        let rest = self.pending.iter().map(|part| part.line.text()).collect();
        let full = full_rows(&self.rows);
        let rows = self.rows.iter().zip(full);
        let rows = rows.map(|(row, full)| cells(row, full)).collect();
        let grid = Grid {
            arrangement: Arrangement::Rows,
            rows,
        };
        (grid, rest)
    }
}

fn extend(whole: &mut Option<Piece>, piece: Piece) {
    match whole {
        Some(whole) => {
            append(&mut whole.text, &piece.text);
            whole.left = whole.left.min(piece.left);
            whole.right = whole.right.max(piece.right);
        }
        None => *whole = Some(piece),
    }
}

/// For each row the fullest one near it on its page, whose columns it shares.
fn full_rows(rows: &[Row]) -> Vec<Option<&Row>> {
    let fullest = |range: &[usize]| -> Option<usize> {
        let count = |at: &usize| rows.get(*at).map_or(0, |row| row.figures.len());
        range.iter().copied().max_by_key(count)
    };
    let mut full = vec![None; rows.len()];
    let mut group: Vec<usize> = Vec::new();
    for place in 0..=rows.len() {
        let row = rows.get(place);
        let same = |row: &Row| {
            let first = group.first().and_then(|first| rows.get(*first));
            first.is_none_or(|first| first.page == row.page) && !is_head(row)
        };
        if let Some(row) = row
            && same(row)
        {
            group.push(place);
            continue;
        }
        let reference = fullest(&group).and_then(|at| rows.get(at));
        for at in group.drain(..) {
            if let Some(full) = full.get_mut(at) {
                *full = reference;
            }
        }
        if row.is_some_and(|row| !is_head(row)) {
            group.push(place);
        }
    }
    full
}

fn is_head(row: &Row) -> bool {
    row.figures.is_empty() && row.label.len() > 1
}

/// A row's cells; where it has fewer figures than the full one, empty cells in their places.
fn cells(row: &Row, full: Option<&Row>) -> Vec<GridCell> {
    let mut texts: Vec<&str> = row.label.iter().map(|piece| piece.text.as_str()).collect();
    let full = full.map_or(&[][..], |full| full.figures.as_slice());
    let placed = (!row.figures.is_empty() && row.figures.len() < full.len() && full.len() > 2)
        .then(|| place(&row.figures, full))
        .flatten();
    match placed {
        Some(placed) => texts.extend(placed),
        None => texts.extend(row.figures.iter().map(|piece| piece.text.as_str())),
    }
    let cells = texts.into_iter().enumerate();
    cells
        .map(|(column, text)| GridCell::single(column, text))
        .collect()
}

/// Figures in the columns of a full row; `None` if one stands between two columns.
fn place<'a>(figures: &'a [Piece], full: &[Piece]) -> Option<Vec<&'a str>> {
    let mut placed: Vec<&str> = vec![""; full.len()];
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
        *slot = &figure.text;
    }
    Some(placed)
}
