//! A table as it is read row by row: cells with spans find their columns.

use crate::form::heading;
use crate::import::source::{Arrangement, Grid, GridCell, Mark};
use crate::marked;

use super::tidy::tidy_lines;

/// The most columns of a table; of more, the last one takes all.
const MOST_COLUMNS: usize = 512;
/// Characters of a single cell in its row from which on it may be running text.
const PROSE: usize = 40;

/// A table that is being read.
#[derive(Debug, Default)]
pub(super) struct Table {
    rows: Vec<Vec<GridCell>>,
    /// For each column, the first row that is free in it.
    free_from: Vec<usize>,
    /// For each column, the last cell that stood in it, as row and number in the row.
    last: Vec<Option<(usize, usize)>>,
    /// The next column of the row that is being read.
    column: usize,
}

/// What a table is in the order it is read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// A row that holds nothing but running text, or a heading.
    Text(String),
    Grid(Grid),
}

/// How many rows a cell takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rows {
    Some(usize),
    /// All that follow.
    Rest,
}

impl Table {
    pub fn begin_row(&mut self) {
        self.rows.push(Vec::new());
        self.column = 0;
    }

    /// Leaves columns of the row empty.
    pub fn skip(&mut self, columns: usize) {
        self.column = self.column.saturating_add(columns).min(MOST_COLUMNS);
    }

    /// Adds a cell where the row has room next.
    pub fn cell(&mut self, colspan: usize, rows: Rows, text: &str) {
        let row = self.row();
        let mut column = self.column;
        while self.free_from.get(column).is_some_and(|free| *free > row) {
            column += 1;
        }
        self.place(column, colspan, rows, text);
    }

    /// Adds a cell in a column of the row.
    pub fn place(&mut self, column: usize, colspan: usize, rows: Rows, text: &str) {
        let row = self.row();
        let column = column.min(MOST_COLUMNS - 1);
        let colspan = colspan.clamp(1, MOST_COLUMNS - column);
        let end = column + colspan;
        if self.free_from.len() < end {
            self.free_from.resize(end, 0);
            self.last.resize(end, None);
        }
        let until = match rows {
            Rows::Some(rows) => row.saturating_add(rows.max(1)),
            Rows::Rest => usize::MAX,
        };
        let Some(cells) = self.rows.last_mut() else {
            return;
        };
        let number = cells.len();
        let (text, marks) = marked::parted(&tidy_lines(text));
        cells.push(GridCell {
            column,
            colspan,
            // Cut to the table's end once that is known.
            rowspan: until - row,
            text,
            marks,
        });
        for free in self.free_from.iter_mut().take(end).skip(column) {
            *free = until.max(*free);
        }
        for last in self.last.iter_mut().take(end).skip(column) {
            *last = Some((row, number));
        }
        self.column = end;
    }

    /// Adds a mark to the cell that was placed last in the row.
    pub fn mark(&mut self, mark: Mark) {
        let cell = self.rows.last_mut().and_then(|row| row.last_mut());
        if let Some(cell) = cell {
            cell.marks.push(mark);
        }
    }

    /// Lets the cell above go on in this row; without one above it is an empty cell.
    pub fn go_on(&mut self, colspan: usize) {
        let row = self.row();
        let column = self.column;
        let above = self.last.get(column).copied().flatten();
        let cell = above.and_then(|(row, number)| self.rows.get_mut(row)?.get_mut(number));
        match (cell, above) {
            (Some(cell), Some((first, _))) if first + cell.rowspan == row => {
                cell.rowspan += 1;
                let end = column.saturating_add(colspan.max(1));
                for free in self.free_from.iter_mut().take(end).skip(column) {
                    *free = row + 1;
                }
                self.column = end.min(MOST_COLUMNS);
            }
            _ => self.place(column, colspan, Rows::Some(1), ""),
        }
    }

    /// The row that is being read; begins the first one if there is none.
    fn row(&mut self) -> usize {
        if self.rows.is_empty() {
            self.begin_row();
        }
        self.rows.len() - 1
    }

    /// The table, parted where a row holds nothing but running text or a numbered heading.
    /// Nothing remains of a table without any text.
    ///
    /// A label with nothing but blanks beside it looks the same as a heading, and a note as a
    /// short text: what comes next tells. Below a label come figures or another label, below a
    /// heading the heads of a table, or no table at all.
    pub fn pieces(mut self) -> Vec<Piece> {
        let height = self.rows.len();
        for (row, cells) in self.rows.iter_mut().enumerate() {
            for cell in cells {
                cell.rowspan = cell.rowspan.clamp(1, height - row);
            }
        }
        let cells = self.rows.iter().flatten();
        let width = cells.map(|cell| cell.column + cell.colspan).max();
        let width = width.unwrap_or_default();
        let is_before_heads = before_heads(&self.rows);
        let mut pieces = Vec::new();
        let mut rows: Vec<Vec<GridCell>> = Vec::new();
        // Rows into which a cell from above still reaches.
        let mut reached = 0;
        let all = self.rows.into_iter().zip(is_before_heads).enumerate();
        for (row, (cells, is_before_heads)) in all {
            let alone = alone(&cells).filter(|cell| row >= reached && cell.rowspan == 1);
            // Above all rows a heading need not be merged over them; below, a label may have
            // nothing but blanks beside it.
            let is_text = alone.is_some_and(|cell| {
                // Merged over some columns it is a label of several columns of labels.
                let is_single = cell.colspan == 1 && is_before_heads;
                let is_above = cell.colspan == width || rows.is_empty() || is_single;
                let is_short_text = is_before_heads && cell.text.ends_with('。');
                let is_heading = heading_number(&cell.text).is_some();
                is_prose(&cell.text) || is_short_text || (is_above && is_heading)
            });
            for cell in &cells {
                reached = reached.max(row + cell.rowspan);
            }
            if !is_text {
                rows.push(cells);
                continue;
            }
            pieces.extend(grid(std::mem::take(&mut rows)));
            let texts = cells.into_iter().map(|cell| cell.text);
            pieces.extend(texts.filter(|text| !text.is_empty()).map(Piece::Text));
        }
        pieces.extend(grid(rows));
        pieces
    }
}

/// For each row, whether the next one below it with several filled cells is one of heads, or
/// there is none.
fn before_heads(rows: &[Vec<GridCell>]) -> Vec<bool> {
    let mut before = Vec::with_capacity(rows.len());
    let mut is_before = true;
    for row in rows.iter().rev() {
        before.push(is_before);
        let mut filled = row.iter().filter(|cell| !cell.text.is_empty());
        if filled.clone().nth(1).is_some() {
            is_before = filled.all(|cell| !is_figure(&cell.text) && !is_numbered(&cell.text));
        }
    }
    before.reverse();
    before
}

/// The only cell of a row that holds anything.
fn alone(cells: &[GridCell]) -> Option<&GridCell> {
    let mut filled = cells.iter().filter(|cell| !cell.text.is_empty());
    let first = filled.next()?;
    filled.next().is_none().then_some(first)
}

/// Whether a text is running text: longer than labels are, with sentences in it.
fn is_prose(text: &str) -> bool {
    text.contains('。') && text.chars().nth(PROSE).is_some()
}

/// Whether a text is a number, as tables have them.
fn is_figure(text: &str) -> bool {
    text.contains(char::is_numeric)
        && text
            .chars()
            .all(|c| c.is_numeric() || matches!(c, '.' | ',' | '，' | '-' | '%'))
}

/// Whether a text is numbered, as labels are: `（一）予以公开`, `1.属于国家秘密`.
fn is_numbered(text: &str) -> bool {
    heading::number(text).is_some()
}

/// The number of a part's heading: 1 of `一、总体情况`.
pub(super) fn heading_number(text: &str) -> Option<usize> {
    const NUMERALS: &str = "一二三四五六七八九十";

    let (number, _) = text.split_once('、')?;
    let value = |numeral: char| NUMERALS.chars().position(|other| other == numeral);
    let mut total = 0;
    for numeral in number.chars() {
        // 十二 is 10 and 2, 二十 is twice 10.
        total = match (total, value(numeral)? + 1) {
            (0, value) => value,
            (tens @ 2..=9, 10) => tens * 10,
            (tens, value) if tens % 10 == 0 => tens + value,
            _ => return None,
        };
    }
    (total > 0).then_some(total)
}

fn grid(mut rows: Vec<Vec<GridCell>>) -> Option<Piece> {
    let is_blank = |row: &Vec<GridCell>| {
        row.iter()
            .all(|cell| cell.text.is_empty() && cell.rowspan == 1)
    };
    while rows.last().is_some_and(is_blank) {
        rows.pop();
    }
    let leading = rows.iter().take_while(|row| is_blank(row)).count();
    rows.drain(..leading);
    if rows.iter().flatten().all(|cell| cell.text.is_empty()) {
        return None;
    }
    let filled = rows.iter().flatten().filter(|cell| !cell.text.is_empty());
    let width = filled.map(|cell| cell.column + cell.colspan).max();
    let width = width.unwrap_or_default();
    // A part of a wide sheet may be narrow.
    for row in &mut rows {
        row.retain(|cell| cell.column < width);
    }
    // Taking rows away may have shortened the table.
    let height = rows.len();
    for (row, cells) in rows.iter_mut().enumerate() {
        for cell in cells {
            cell.rowspan = cell.rowspan.min(height - row);
        }
    }
    if let [row] = rows.as_slice()
        && let [cell] = row.as_slice()
    {
        return Some(Piece::Text(cell.text.clone()));
    }
    Some(Piece::Grid(Grid {
        arrangement: Arrangement::Placed,
        rows,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(table: Table) -> Vec<String> {
        let pieces = table.pieces().into_iter();
        let rows = pieces.flat_map(|piece| match piece {
            Piece::Text(text) => vec![format!("¶{text}")],
            Piece::Grid(grid) => grid.rows.iter().map(|row| row_shape(row)).collect(),
        });
        rows.collect()
    }

    fn row_shape(row: &[GridCell]) -> String {
        let cells = row.iter().map(|cell| {
            let GridCell {
                column,
                colspan,
                rowspan,
                text,
                ..
            } = cell;
            format!("{column}:{colspan}x{rowspan}{text}")
        });
        cells.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn spans_push_cells_to_their_columns() {
        let mut table = Table::default();
        table.begin_row();
        table.cell(1, Rows::Some(2), "甲");
        table.cell(2, Rows::Some(1), "乙");
        table.begin_row();
        table.cell(1, Rows::Some(9), "丙");
        table.cell(1, Rows::Rest, "丁");
        table.begin_row();
        table.cell(1, Rows::Some(1), "戊");
        let expected = ["0:1x2甲 1:2x1乙", "1:1x2丙 2:1x2丁", "0:1x1戊"];
        assert_eq!(shape(table), expected);
    }

    #[test]
    fn merged_cells_go_on_from_above() {
        let mut table = Table::default();
        for text in ["组", "", ""] {
            table.begin_row();
            if text.is_empty() {
                table.go_on(1);
            } else {
                table.cell(1, Rows::Some(1), text);
            }
            table.cell(1, Rows::Some(1), "0");
        }
        assert_eq!(shape(table), ["0:1x3组 1:1x10", "1:1x10", "1:1x10"]);
    }

    #[test]
    fn text_within_a_table_parts_it() {
        let prose = "本机关高度重视政府信息公开工作，".repeat(3) + "成效明显。";
        let mut table = Table::default();
        table.begin_row();
        table.cell(2, Rows::Some(1), "一、总体情况");
        table.begin_row();
        table.cell(2, Rows::Some(1), &prose);
        table.begin_row();
        table.cell(2, Rows::Some(1), "第二十条第（一）项");
        table.begin_row();
        table.cell(1, Rows::Some(1), "规章");
        table.cell(1, Rows::Some(1), "0");
        table.begin_row();
        table.cell(2, Rows::Some(1), " ");
        let expected = [
            "¶一、总体情况".to_owned(),
            format!("¶{prose}"),
            "0:2x1第二十条第（一）项".to_owned(),
            "0:1x1规章 1:1x10".to_owned(),
        ];
        assert_eq!(shape(table), expected);
    }

    fn sheet(rows: &[&[&str]]) -> Table {
        let mut table = Table::default();
        for row in rows {
            table.begin_row();
            for text in *row {
                table.cell(1, Rows::Some(1), text);
            }
        }
        table
    }

    #[test]
    fn headings_and_short_texts_stand_in_single_cells() {
        let table = sheet(&[
            &["某局年度报告", "", ""],
            &["一、总体情况", "", ""],
            &["本年按时公开。", "", ""],
            &["二、主动公开情况", "", ""],
            &["第（一）项", "", ""],
            &["内容", "件数", "废止"],
            &["规章", "0", "1"],
            &["三、问题", "", ""],
            &["", "无。", ""],
        ]);
        let expected = [
            "¶某局年度报告",
            "¶一、总体情况",
            "¶本年按时公开。",
            "¶二、主动公开情况",
            "0:1x1第（一）项 1:1x1 2:1x1",
            "0:1x1内容 1:1x1件数 2:1x1废止",
            "0:1x1规章 1:1x10 2:1x11",
            "¶三、问题",
            "¶无。",
        ];
        assert_eq!(shape(table), expected);
    }

    #[test]
    fn labels_beside_blanks_and_notes_stay_rows() {
        let rows: [&[&str]; 6] = [
            &["项目", "个人", "总计"],
            &["一、新收", "", ""],
            &["二、结转", "", ""],
            &["没有的不填。", "", ""],
            &["三、结果", "（一）公开", ""],
            &["", "（二）不公开", "3"],
        ];
        assert_eq!(sheet(&rows).pieces().len(), 1);
    }

    #[test]
    fn headings_are_counted_by_their_numerals() {
        let numbers = [
            "一、甲",
            "十、乙",
            "十二、丙",
            "二十、丁",
            "二十一、戊",
            "一是、",
            "、",
            "甲",
        ];
        let numbers = numbers.map(heading_number);
        let expected = [
            Some(1),
            Some(10),
            Some(12),
            Some(20),
            Some(21),
            None,
            None,
            None,
        ];
        assert_eq!(numbers, expected);
    }

    #[test]
    fn hostile_spans_are_cut() {
        let mut table = Table::default();
        table.cell(usize::MAX, Rows::Some(usize::MAX), "甲");
        table.cell(usize::MAX, Rows::Rest, "乙");
        table.begin_row();
        table.go_on(usize::MAX);
        table.skip(usize::MAX);
        table.cell(1, Rows::Some(1), "丙");
        assert!(!table.pieces().is_empty());
    }
}
