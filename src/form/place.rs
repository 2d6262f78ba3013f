//! Places the printed cells of a table on its grid, as HTML tables do.

use rustc_hash::FxHashMap;

use super::definition::{LineCellDefinition, LineDefinition, RowDefinition, TableDefinition};
use super::load::Problems;
use super::{Cell, Content, Grid, GridCell, GridRow, Run, Style};

/// The most a table may be wide, in millimetres: the type area of GB/T 9704.
const TYPE_AREA: f32 = 156.0;

pub(super) fn grid(
    table: &TableDefinition,
    by_key: &FxHashMap<String, Cell>,
    problems: &mut Problems,
) -> Grid {
    check_widths(table, problems);
    let mut placing = Placing {
        table,
        by_key,
        problems,
        taken: vec![vec![false; table.widths.len()]; table.grid.len()],
        shown: Vec::new(),
    };
    let rows = table
        .grid
        .iter()
        .enumerate()
        .map(|(index, line)| GridRow {
            head: line.head,
            cells: placing.line(index, line),
        })
        .collect();
    placing.report_gaps();
    placing.report_unshown();
    Grid {
        widths: table.widths.clone(),
        rows,
    }
}

fn check_widths(table: &TableDefinition, problems: &mut Problems) {
    let place = format!("表 {}", table.id);
    let width: f32 = table.widths.iter().sum();
    if table.widths.is_empty() || table.widths.iter().any(|width| *width <= 0.0) {
        problems.add(
            "wrong-widths",
            &place,
            "widths 缺少或不是正数",
            "请写出每一列的宽度，单位毫米",
        );
    } else if width > TYPE_AREA + 0.05 {
        problems.add(
            "too-wide",
            &place,
            format!("列宽合计 {width} 毫米，超出版心"),
            format!("请把合计改到 {TYPE_AREA} 毫米以内"),
        );
    }
}

struct Placing<'a> {
    table: &'a TableDefinition,
    by_key: &'a FxHashMap<String, Cell>,
    problems: &'a mut Problems,
    /// Which grid places are covered, by line and column.
    taken: Vec<Vec<bool>>,
    shown: Vec<Cell>,
}

impl Placing<'_> {
    fn place(&self, line: usize) -> String {
        format!("表 {}，第 {} 行", self.table.id, line + 1)
    }

    fn line(&mut self, index: usize, line: &LineDefinition) -> Vec<GridCell> {
        let mut cells = Vec::new();
        for definition in &line.cells {
            for (content, style) in self.contents(index, line.head, definition) {
                let cell = self.put(index, definition, content, style);
                cells.extend(cell);
            }
        }
        cells
    }

    /// What a printed cell shows; several for `values`.
    fn contents(
        &mut self,
        index: usize,
        head: bool,
        definition: &LineCellDefinition,
    ) -> Vec<(Content, Style)> {
        let LineCellDefinition {
            text,
            row,
            unit,
            column,
            cell,
            values,
            ..
        } = definition;
        let (contents, style) = match (text, row, unit, column, cell, values) {
            (Some(text), None, None, None, None, None) => {
                let note = definition.style.as_deref() == Some("note");
                let style = if head { Style::Head } else { Style::Stub };
                (vec![text_content(text, "", note)], style)
            }
            (None, Some(row), None, None, None, None) => {
                (vec![self.row_label(index, row)], Style::Label)
            }
            (None, None, Some(row), None, None, None) => {
                (vec![self.row_unit(index, row)], Style::Unit)
            }
            (None, None, None, Some(column), None, None) => {
                (vec![self.column_label(index, column)], Style::Head)
            }
            (None, None, None, None, Some(key), None) => (self.figure(index, key), Style::Figure),
            (None, None, None, None, None, Some(row)) => (self.figures(index, row), Style::Figure),
            _ => {
                let place = self.place(index);
                self.problems.add(
                    "unclear-cell",
                    place,
                    "一格只能写 text、row、unit、column、cell、values 中的一个",
                    "请只留下一个",
                );
                (Vec::new(), Style::Label)
            }
        };
        let style = match definition.style.as_deref() {
            None | Some("note") => style,
            Some("head") => Style::Head,
            Some("label") => Style::Label,
            Some("stub") => Style::Stub,
            Some("block") => Style::Block,
            Some(other) => {
                let place = self.place(index);
                self.problems.add(
                    "unknown-word",
                    place,
                    format!("style 是“{other}”"),
                    "请写 head、label、stub、block 或 note",
                );
                style
            }
        };
        contents
            .into_iter()
            .map(|content| (content, style))
            .collect()
    }

    fn row_label(&mut self, index: usize, id: &str) -> Content {
        match self.table.rows.iter().find(|row| row.id == id) {
            Some(row) => text_content(&row.label, &row.note, false),
            None => self.unknown(index, "unknown-row", id),
        }
    }

    fn row_unit(&mut self, index: usize, id: &str) -> Content {
        match self.table.rows.iter().find(|row| row.id == id) {
            Some(row) => text_content(&row.unit, "", false),
            None => self.unknown(index, "unknown-row", id),
        }
    }

    fn column_label(&mut self, index: usize, id: &str) -> Content {
        match self.table.columns.iter().find(|column| column.id == id) {
            Some(column) => text_content(&column.label, "", false),
            None => self.unknown(index, "unknown-column", id),
        }
    }

    fn unknown(&mut self, index: usize, code: &'static str, id: &str) -> Content {
        let place = self.place(index);
        self.problems
            .add(code, place, format!("没有 {id}"), "请写表中已有的行或列");
        text_content("", "", false)
    }

    fn figure(&mut self, index: usize, key: &str) -> Vec<Content> {
        match self.by_key.get(&format!("{}.{key}", self.table.id)) {
            Some(&cell) => vec![Content::Figure(cell)],
            None => vec![self.unknown(index, "unknown-cell", key)],
        }
    }

    fn figures(&mut self, index: usize, row: &str) -> Vec<Content> {
        let heading = |known: &&RowDefinition| known.id == row && known.heading;
        if self.table.rows.iter().find(heading).is_some() {
            let columns = self.table.columns.iter();
            return columns.map(|_| text_content("", "", false)).collect();
        }
        let figures: Vec<Content> = self
            .table
            .columns
            .iter()
            .filter_map(|column| {
                self.by_key
                    .get(&format!("{}.{row}:{}", self.table.id, column.id))
            })
            .map(|&cell| Content::Figure(cell))
            .collect();
        if figures.is_empty() {
            vec![self.unknown(index, "unknown-row", row)]
        } else {
            figures
        }
    }

    /// Puts a cell at the next free place of its line and covers its spans.
    fn put(
        &mut self,
        index: usize,
        definition: &LineCellDefinition,
        content: Content,
        style: Style,
    ) -> Option<GridCell> {
        let colspan = definition.colspan.unwrap_or(1);
        let rowspan = definition.rowspan.unwrap_or(1);
        let column = self.taken[index].iter().position(|taken| !taken);
        let fits = column.is_some_and(|column| {
            colspan > 0
                && rowspan > 0
                && self.taken.get(index..index + rowspan).is_some_and(|lines| {
                    lines.iter().all(|line| {
                        line.get(column..column + colspan)
                            .is_some_and(|places| places.iter().all(|taken| !taken))
                    })
                })
        });
        let (Some(column), true) = (column, fits) else {
            let place = self.place(index);
            self.problems.add(
                "no-room",
                place,
                format!("“{}”放不下", content.text()),
                "请检查这一行和上面各行的 colspan 与 rowspan",
            );
            return None;
        };
        for line in &mut self.taken[index..index + rowspan] {
            line[column..column + colspan].fill(true);
        }
        if let Content::Figure(cell) = content {
            self.shown.push(cell);
        }
        let row = definition.row.as_ref();
        let indent = row
            .and_then(|id| self.table.rows.iter().find(|row| row.id == *id))
            .map_or(0.0, |row| row.indent);
        Some(GridCell {
            column,
            colspan,
            rowspan,
            style,
            indent,
            content,
        })
    }

    fn report_gaps(&mut self) {
        for index in 0..self.taken.len() {
            let gaps = self.taken[index].iter().filter(|taken| !**taken).count();
            if gaps > 0 {
                let place = self.place(index);
                self.problems.add(
                    "gap",
                    place,
                    format!("有 {gaps} 格是空的"),
                    "请补上单元格，或加大 colspan、rowspan",
                );
            }
        }
    }

    /// Every figure is printed exactly once.
    fn report_unshown(&mut self) {
        let prefix = format!("{}.", self.table.id);
        let mut keys: Vec<(&String, &Cell)> = self
            .by_key
            .iter()
            .filter(|(key, _)| key.starts_with(&prefix))
            .collect();
        keys.sort();
        for (key, cell) in keys {
            let times = self.shown.iter().filter(|shown| *shown == cell).count();
            if times != 1 {
                self.problems.add(
                    "not-shown-once",
                    format!("表 {}", self.table.id),
                    format!("单元格 {key} 在 grid 中出现了 {times} 次"),
                    "每个单元格要印一次，不多不少",
                );
            }
        }
    }
}

fn text_content(label: &str, note: &str, whole_is_note: bool) -> Content {
    let mut runs = vec![Run {
        text: label.to_owned(),
        note: whole_is_note,
    }];
    if !note.is_empty() {
        runs.push(Run {
            text: note.to_owned(),
            note: true,
        });
    }
    Content::Text(runs)
}
