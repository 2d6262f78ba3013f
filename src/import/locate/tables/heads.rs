//! What the heads over a run of figures say of its columns.

use crate::import::source::Arrangement;

use super::outline::{Line, NameId, Outline, Outlines, Word};
use super::records::{Entry, LabelText, Record, Records, Shape};

/// How many texts back the heads of a run may stand.
const FARTHEST: usize = 400;

/// For each figure of a line, the entry of the run; `None` where the source has none.
pub(super) type Columns = Vec<Option<usize>>;

/// Which heads of another form stand over a figure.
pub(super) enum ForeignHeads<'a> {
    None,
    One(&'a str),
    /// Over the line, and which is over the figure is not known.
    Several(Vec<&'a str>),
}

/// The heads over a run of figures.
pub(super) struct Heads<'a> {
    outline: &'a Outline,
    outlines: &'a Outlines,
    line: &'a Line,
    record: &'a Record,
    /// The texts before the run in its table, the nearest first.
    texts: Vec<&'a LabelText>,
}

impl<'a> Heads<'a> {
    pub fn over(
        outline: &'a Outline,
        outlines: &'a Outlines,
        records: &'a Records,
        record: &'a Record,
        line: &'a Line,
    ) -> Self {
        let before = records.texts.get(..record.own.start).unwrap_or_default();
        let block = record.row.map(|(block, _)| block);
        let texts = before
            .iter()
            .rev()
            .take(FARTHEST)
            .take_while(|text| match block {
                Some(block) => text.row.is_some_and(|(other, _)| other == block),
                None => !text.normal.is_empty(),
            })
            .collect();
        Self {
            outline,
            outlines,
            line,
            record,
            texts,
        }
    }

    /// The columns by place, where the table's columns are known; what stands under no head of
    /// the line is left out. `None` if two figures stand under one head, or none under any.
    pub fn by_place(&self) -> Option<Columns> {
        if self.record.shape != Shape::Row(Arrangement::Placed) {
            return None;
        }
        let mut columns = vec![None; self.line.cells.len()];
        for (place, entry) in self.record.entries.iter().enumerate() {
            let texts = self.texts.iter().copied();
            let over: Vec<&LabelText> = texts.filter(|text| is_over(text, entry)).collect();
            let Some(free) = self.best_cell(&over).and_then(|cell| columns.get_mut(cell)) else {
                continue;
            };
            if free.is_some() {
                return None;
            }
            *free = Some(place);
        }
        columns.iter().any(Option::is_some).then_some(columns)
    }

    /// Whether any text stands over a figure in its table.
    pub fn has_text_over(&self, entry: &Entry) -> bool {
        self.texts.iter().any(|text| is_over(text, entry))
    }

    /// Whether each figure stands exactly below its head.
    pub fn is_exact(&self, columns: &Columns) -> bool {
        columns.iter().zip(&self.line.cells).all(|(entry, cell)| {
            let entry = entry.and_then(|entry| self.record.entries.get(entry));
            entry.is_some_and(|entry| {
                self.texts.iter().any(|text| {
                    text.column == (entry.column..entry.column + entry.colspan)
                        && self.names(text, &cell.head)
                })
            })
        })
    }

    /// The figure of the line whose heads these texts are.
    fn best_cell(&self, over: &[&LabelText]) -> Option<usize> {
        // Only the nearest head of a column counts: further up stand those of other blocks.
        let nearest = over.iter().find(|text| {
            self.line
                .cells
                .iter()
                .any(|cell| self.names(text, &cell.head))
        })?;
        let counts = self
            .line
            .cells
            .iter()
            .enumerate()
            .filter(|(_, cell)| self.names(nearest, &cell.head));
        let counts: Vec<(usize, usize)> = counts
            .map(|(place, cell)| {
                let named = over.iter().filter(|text| self.names(text, &cell.heads));
                (named.count(), place)
            })
            .collect();
        let most = counts.iter().map(|(count, _)| *count).max()?;
        let mut best = counts.iter().filter(|(count, _)| *count == most);
        match (best.next(), best.next()) {
            (Some((_, place)), None) => Some(*place),
            _ => None,
        }
    }

    /// The columns in the order their heads are read, where a line has one row of heads.
    pub fn by_order(&self) -> Option<Vec<usize>> {
        let one_row = self
            .line
            .cells
            .iter()
            .all(|cell| cell.heads.iter().all(|head| cell.head.contains(head)));
        if !one_row {
            return None;
        }
        let mut order = Vec::new();
        for text in &self.texts {
            let named = self.outlines.named(&text.name);
            let is_block = named
                .iter()
                .any(|name| self.outline.words.get(name) == Some(&Word::Block));
            if is_block {
                break;
            }
            let cell = self
                .line
                .cells
                .iter()
                .position(|cell| self.names(text, &cell.head));
            if let Some(cell) = cell {
                if order.contains(&cell) {
                    break;
                }
                order.push(cell);
            }
        }
        order.reverse();
        (!order.is_empty()).then_some(order)
    }

    /// The heads over a figure that only another form has over a line of this name: it counts
    /// something else. `place` is the figure's in the line.
    pub fn foreign_over(&self, entry: &Entry, place: usize) -> ForeignHeads<'a> {
        let mut foreign = self.foreign();
        if self.record.shape == Shape::Row(Arrangement::Placed) {
            let over = foreign.into_iter().find(|text| is_over(text, entry));
            return over.map_or(ForeignHeads::None, |text| ForeignHeads::One(&text.normal));
        }
        foreign.reverse();
        let mut heads: Vec<&str> = Vec::new();
        for text in foreign {
            if !heads.contains(&text.normal.as_str()) {
                heads.push(&text.normal);
            }
        }
        let own = heads
            .get(place)
            .filter(|_| heads.len() == self.line.cells.len());
        match (own, heads.as_slice()) {
            (Some(head), _) | (None, [head]) => ForeignHeads::One(head),
            (None, []) => ForeignHeads::None,
            (None, _) => ForeignHeads::Several(heads),
        }
    }

    /// The texts over the line that are heads of another form only, the nearest first.
    fn foreign(&self) -> Vec<&'a LabelText> {
        let lines = self
            .outlines
            .outlines
            .iter()
            .flat_map(|outline| &outline.lines);
        let others: Vec<NameId> = lines
            .filter(|line| line.names.iter().any(|name| self.line.names.contains(name)))
            .flat_map(|line| &line.cells)
            .flat_map(|cell| &cell.head)
            .copied()
            .collect();
        let own = |text: &LabelText| {
            let cells = &self.line.cells;
            cells.iter().any(|cell| self.names(text, &cell.heads))
        };
        let texts = self.block();
        texts
            .filter(|text| self.names(text, &others) && !own(text))
            .collect()
    }

    /// Whether the head of a figure stands over the line, within its block.
    pub fn has(&self, cell: usize) -> bool {
        let cell = self.line.cells.get(cell);
        cell.is_some_and(|cell| self.block().any(|text| self.names(text, &cell.head)))
    }

    /// The texts over the line up to the title of its block or part.
    fn block(&self) -> impl Iterator<Item = &'a LabelText> {
        self.texts.iter().copied().take_while(|text| {
            let is_title = self
                .outlines
                .named(&text.name)
                .iter()
                .any(|name| self.outline.words.get(name) == Some(&Word::Block));
            !is_title && !self.outlines.is_heading(&text.name)
        })
    }

    /// What the nearest head of a figure says, as labels are compared.
    pub fn text(&self, cell: usize) -> Option<&'a str> {
        let cell = self.line.cells.get(cell)?;
        let text = self
            .texts
            .iter()
            .find(|text| self.names(text, &cell.head))?;
        Some(&text.normal)
    }

    fn names(&self, text: &LabelText, names: &[usize]) -> bool {
        self.outlines
            .named(&text.name)
            .iter()
            .any(|name| names.contains(name))
    }
}

/// Whether a text stands over the columns of a figure.
fn is_over(text: &LabelText, entry: &Entry) -> bool {
    text.column.start < entry.column + entry.colspan && entry.column < text.column.end
}
