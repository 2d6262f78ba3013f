//! A table with ruled cells, and its continuation on the next page.

use std::collections::BTreeMap;

use crate::import::source::{Arrangement, Grid, GridCell};

/// Ruled cells with their text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::import::readers) struct Table {
    /// Of its upper edge, on its page.
    pub top: f64,
    pub bottom: f64,
    /// Places of the edges of its columns, from left to right: one more than columns.
    pub edges: Vec<f64>,
    pub rows: usize,
    pub cells: Vec<Cell>,
    /// The page its last rows stand on.
    pub page: usize,
}

/// A cell by row and column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::import::readers) struct Cell {
    pub row: usize,
    pub rowspan: usize,
    pub column: usize,
    pub colspan: usize,
    pub text: String,
}

/// Edges of one column stay within this on all pages; in points.
const NEAR: f64 = 4.0;

impl Table {
    pub fn on_page(self, page: usize) -> Self {
        Self { page, ..self }
    }

    /// Joins the part on the next page: it has the same outer edges, and the rest of its columns
    /// are some of these, or these some of them.
    ///
    /// # Errors
    /// The two again if the second is another table.
    pub fn continued(self, next: Self, page: usize) -> Result<Self, Box<(Self, Self)>> {
        let next = next.on_page(page);
        let Some(edges) = common(&self.edges, &next.edges) else {
            return Err(Box::new((self, next)));
        };
        let mut whole = self.on_edges(&edges);
        let mut next = next.on_edges(&edges);
        next.drop_head(&whole);
        let begun = whole.rows;
        for mut cell in next.cells {
            cell.row += begun;
            if cell.row == begun
                && let Some(above) = whole.cell_to_continue(&cell, begun)
            {
                above.rowspan += cell.rowspan;
                if !cell.text.is_empty() {
                    above.text.push('\n');
                    above.text.push_str(&cell.text);
                }
                continue;
            }
            whole.cells.push(cell);
        }
        whole.rows += next.rows;
        whole.page = page;
        whole.bottom = next.bottom;
        Ok(whole)
    }

    /// The cell a group's empty or unfinished cell goes on from.
    fn cell_to_continue(&mut self, cell: &Cell, begun: usize) -> Option<&mut Cell> {
        let tall = cell.rowspan > 1;
        let above = self.cells.iter_mut().find(|above| {
            above.row + above.rowspan == begun
                && above.column == cell.column
                && above.colspan == cell.colspan
        })?;
        let group = tall || above.rowspan > 1;
        let fits = cell.text.is_empty() || (tall && above.rowspan > 1 && goes_on(&cell.text));
        (group && fits && cell.column + cell.colspan < self.edges.len().saturating_sub(1))
            .then_some(above)
    }

    /// Leaves out the rows of the head that are printed again.
    fn drop_head(&mut self, first: &Self) {
        let mut same = 0;
        while same < self.rows.min(first.rows) && same < 6 {
            let (again, begun) = (self.row(same), first.row(same));
            let figures = again.iter().any(|cell| is_figure(&cell.text));
            if figures || again.is_empty() || again != begun {
                break;
            }
            same += 1;
        }
        if same == 0 || same >= self.rows {
            return;
        }
        self.rows -= same;
        self.cells.retain(|cell| cell.row >= same);
        for cell in &mut self.cells {
            cell.row -= same;
        }
    }

    fn row(&self, row: usize) -> Vec<&Cell> {
        let mut cells: Vec<&Cell> = self.cells.iter().filter(|cell| cell.row == row).collect();
        cells.sort_by_key(|cell| cell.column);
        cells
    }

    /// The same cells in columns parted by more edges.
    fn on_edges(mut self, edges: &[f64]) -> Self {
        let places: Vec<usize> = self
            .edges
            .iter()
            .map(|edge| nearest(edges, *edge))
            .collect();
        let place = |column: usize| places.get(column).copied().unwrap_or_default();
        for cell in &mut self.cells {
            let (first, end) = (place(cell.column), place(cell.column + cell.colspan));
            cell.column = first;
            cell.colspan = end.saturating_sub(first).max(1);
        }
        self.edges = edges.to_vec();
        self
    }

    /// Without rows and columns that hold no cell of their own, as a neutral grid.
    pub fn grid(mut self) -> Grid {
        compact(&mut self.cells, |cell| (&mut cell.row, &mut cell.rowspan));
        compact(&mut self.cells, |cell| {
            (&mut cell.column, &mut cell.colspan)
        });
        let mut rows: BTreeMap<usize, Vec<GridCell>> = BTreeMap::new();
        for cell in self.cells {
            rows.entry(cell.row).or_default().push(GridCell {
                column: cell.column,
                colspan: cell.colspan,
                rowspan: cell.rowspan,
                text: cell.text.trim().to_owned(),
                marks: Vec::new(),
            });
        }
        let count = rows.last_key_value().map_or(0, |(row, _)| row + 1);
        let rows = (0..count)
            .map(|row| {
                let mut row = rows.remove(&row).unwrap_or_default();
                row.sort_by_key(|cell| cell.column);
                row
            })
            .collect();
        Grid {
            arrangement: Arrangement::Placed,
            rows,
        }
    }
}

/// Numbers the places cells begin at from 0 without gaps.
fn compact(cells: &mut [Cell], place: impl Fn(&mut Cell) -> (&mut usize, &mut usize)) {
    let mut begun: Vec<usize> = cells.iter_mut().map(|cell| *place(cell).0).collect();
    begun.sort_unstable();
    begun.dedup();
    for cell in cells {
        let (first, span) = place(cell);
        let end = begun.partition_point(|begin| *begin < *first + *span);
        let start = begun.partition_point(|begin| *begin < *first);
        *first = start;
        *span = end.saturating_sub(start).max(1);
    }
}

/// The edges of both, if they are those of one table.
fn common(one: &[f64], other: &[f64]) -> Option<Vec<f64>> {
    let near = |a: Option<&f64>, b: Option<&f64>| match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() <= NEAR,
        _ => false,
    };
    if !near(one.first(), other.first()) || !near(one.last(), other.last()) {
        return None;
    }
    let (fewer, more) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    let known = |edge: &f64| more.iter().any(|known| (known - edge).abs() <= NEAR);
    fewer.iter().all(known).then(|| more.to_vec())
}

fn nearest(edges: &[f64], edge: f64) -> usize {
    let places = edges.iter().enumerate();
    let nearest = places.min_by(|(_, a), (_, b)| (*a - edge).abs().total_cmp(&(*b - edge).abs()));
    nearest.map_or(0, |(place, _)| place)
}

/// Whether a text is the rest of one begun above: it begins with no number or bracket.
fn goes_on(text: &str) -> bool {
    let first = text.chars().next();
    first.is_some_and(|first| {
        !first.is_ascii_digit()
            && !matches!(
                first,
                '（' | '(' | '一' | '二' | '三' | '四' | '五' | '六' | '七'
            )
    })
}

/// Whether a cell holds a figure or what stands for one.
pub(super) fn is_figure(text: &str) -> bool {
    let mut digits = false;
    let others = text.chars().any(|character| {
        let digit = character.is_ascii_digit() || ('０'..='９').contains(&character);
        digits |= digit;
        !digit
            && !character.is_whitespace()
            && !matches!(
                character,
                '.' | '．' | ',' | '，' | '+' | '-' | '－' | '—' | '/' | '%'
            )
    });
    let mark = matches!(text.trim(), "-" | "－" | "—" | "/" | "\\" | "——" | "--");
    !others && (digits || mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(row: usize, rowspan: usize, column: usize, colspan: usize, text: &str) -> Cell {
        Cell {
            row,
            rowspan,
            column,
            colspan,
            text: text.to_owned(),
        }
    }

    #[test]
    fn a_table_goes_on_with_fewer_columns_and_its_head_again() {
        let first = Table {
            edges: vec![0.0, 50.0, 100.0, 150.0],
            rows: 3,
            cells: vec![
                cell(0, 1, 0, 2, "项目"),
                cell(0, 1, 2, 1, "合计"),
                cell(1, 2, 0, 1, "甲"),
                cell(1, 1, 1, 1, "一"),
                cell(1, 1, 2, 1, "3"),
                cell(2, 1, 1, 1, "二"),
                cell(2, 1, 2, 1, "4"),
            ],
            ..Table::default()
        };
        let second = Table {
            edges: vec![0.0, 51.0, 100.5, 150.0],
            rows: 3,
            cells: vec![
                cell(0, 1, 0, 2, "项目"),
                cell(0, 1, 2, 1, "合计"),
                cell(1, 1, 0, 1, ""),
                cell(1, 1, 1, 1, "三"),
                cell(1, 1, 2, 1, "5"),
                cell(2, 1, 0, 2, "总计"),
                cell(2, 1, 2, 1, "12"),
            ],
            ..Table::default()
        };
        let grid = first.continued(second, 1).unwrap().grid();
        let texts: Vec<Vec<&str>> = grid
            .rows
            .iter()
            .map(|row| row.iter().map(|cell| cell.text.as_str()).collect())
            .collect();
        assert_eq!(
            texts,
            [
                vec!["项目", "合计"],
                vec!["甲", "一", "3"],
                vec!["二", "4"],
                vec!["三", "5"],
                vec!["总计", "12"]
            ]
        );
        assert_eq!(grid.rows[1][0].rowspan, 3);
    }

    #[test]
    fn another_table_is_not_joined() {
        let one = Table {
            edges: vec![0.0, 50.0, 100.0],
            ..Table::default()
        };
        let other = Table {
            edges: vec![0.0, 30.0, 100.0],
            ..Table::default()
        };
        assert!(one.continued(other, 1).is_err());
    }

    #[test]
    fn figures_and_marks_are_told_from_words() {
        for (text, figure) in [
            ("12", true),
            ("1,136.5", true),
            ("-", true),
            ("１２", true),
            ("3件", false),
            ("", false),
            ("1.属于", false),
        ] {
            assert_eq!(is_figure(text), figure, "{text}");
        }
    }
}
