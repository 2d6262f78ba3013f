//! The second line of the cells: last year's figure and the change since.

use eframe::egui::{self, Color32, FontId};

use crate::crosswalk::Mark;
use crate::form::{Cell, Grid, GridCell};
use crate::last_year::{LastFigure, LastYear};
use crate::session::OpenReturn;
use crate::task::Version;

use super::super::{explanation, theme};
use super::layout::{LayoutKey, TableLayout, figures};

/// The second lines of a table. Made once for each state of the return.
#[derive(Debug, Default)]
pub struct LastYearLines {
    key: Option<LinesKey>,
    /// By the cell's place in the form.
    lines: Vec<Option<Line>>,
    /// Which rows of the grid have any.
    rows: Vec<bool>,
    /// Grows when other rows do.
    generation: u64,
    /// The layout the texts were chosen for.
    fitted: Option<LayoutKey>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct LinesKey {
    version: Version,
    table: usize,
    shown: bool,
}

/// Last year beside one cell.
#[derive(Clone, Debug)]
struct Line {
    /// One for each [`Detail`].
    texts: [String; 3],
    /// What has room; `None` if not even the figure.
    chosen: Option<Detail>,
    /// The whole of it, for the pointer and for screen readers.
    words: String,
}

/// How much a line says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Detail {
    /// `上年 1894  +217`
    Words,
    /// `1894  +217`
    Change,
    /// `1894`
    Figure,
}

impl LastYearLines {
    /// Makes the lines anew if the return has changed since.
    pub fn refresh(&mut self, open: &OpenReturn, table: usize, shown: bool) {
        let key = LinesKey {
            version: open.version(),
            table,
            shown,
        };
        if self.key == Some(key) {
            return;
        }
        let last_year = open
            .last_year
            .as_ref()
            .filter(|last_year| shown && last_year.is_year_before);
        let lines = last_year.map_or_else(Vec::new, |last_year| lines_of(open, last_year, table));
        self.key = Some(key);
        self.lines = lines;
        self.fitted = None;
        let grid = open.form.tables.get(table).map(|table| &table.grid);
        let rows = grid.map_or_else(Vec::new, |grid| self.rows_of(grid));
        if rows != self.rows {
            self.rows = rows;
            self.generation += 1;
        }
    }

    fn rows_of(&self, grid: &Grid) -> Vec<bool> {
        let mut rows = vec![false; grid.rows.len()];
        for (row, _, cell) in figures(grid) {
            let shows = self
                .line(cell)
                .is_some_and(|line| !line.text(Detail::Figure).is_empty());
            if let (true, Some(row)) = (shows, rows.get_mut(row)) {
                *row = true;
            }
        }
        rows
    }

    /// Whether no cell of the table has one.
    pub fn is_empty(&self) -> bool {
        !self.rows.contains(&true)
    }

    /// Which rows of the grid have any.
    pub fn rows(&self) -> &[bool] {
        &self.rows
    }

    /// Tells one choice of rows from another.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// Chooses the texts: words if the whole table has room for them, else the change in
    /// every column that has.
    pub fn fit(&mut self, ui: &egui::Ui, grid: &Grid, layout: &TableLayout) {
        if self.lines.is_empty() || self.fitted == Some(layout.key) {
            return;
        }
        self.fitted = Some(layout.key);
        let mut columns: Vec<(&GridCell, Vec<Cell>)> = Vec::new();
        for (_, grid_cell, cell) in figures(grid) {
            let same =
                |one: &GridCell| (one.column, one.colspan) == (grid_cell.column, grid_cell.colspan);
            match columns.iter_mut().find(|(one, _)| same(one)) {
                Some((_, cells)) => cells.push(cell),
                None => columns.push((grid_cell, vec![cell])),
            }
        }
        let has_room = |detail: Detail, (grid_cell, cells): &(&GridCell, Vec<Cell>)| {
            let room = layout.rect(0, grid_cell).width() - 2.0 * theme::CELL_PADDING.x;
            let mut lines = cells.iter().filter_map(|&cell| self.line(cell));
            lines.all(|line| width(ui, line.text(detail)) <= room)
        };
        let words = columns.iter().all(|column| has_room(Detail::Words, column));
        let chosen: Vec<Option<Detail>> = columns
            .iter()
            .map(|column| {
                if words {
                    return Some(Detail::Words);
                }
                let details = [Detail::Change, Detail::Figure];
                details.into_iter().find(|&detail| has_room(detail, column))
            })
            .collect();
        for ((_, cells), chosen) in columns.into_iter().zip(chosen) {
            for cell in cells {
                if let Some(Some(line)) = self.lines.get_mut(cell.index()) {
                    line.chosen = chosen;
                }
            }
        }
    }

    /// What stands below a cell's figure.
    pub fn text(&self, cell: Cell) -> Option<&str> {
        let line = self.line(cell)?;
        let text = line.text(line.chosen?);
        (!text.is_empty()).then_some(text)
    }

    /// The same in whole words; empty where nothing corresponds.
    pub fn words(&self, cell: Cell) -> &str {
        self.line(cell).map_or("", |line| &line.words)
    }

    fn line(&self, cell: Cell) -> Option<&Line> {
        self.lines.get(cell.index())?.as_ref()
    }
}

impl Line {
    fn text(&self, detail: Detail) -> &str {
        let [words, change, figure] = &self.texts;
        match detail {
            Detail::Words => words,
            Detail::Change => change,
            Detail::Figure => figure,
        }
    }
}

fn width(ui: &egui::Ui, text: &str) -> f32 {
    let text = text.to_owned();
    let text = ui.fonts_mut(|fonts| fonts.layout_no_wrap(text, font(), Color32::PLACEHOLDER));
    text.size().x
}

/// How the second line is set.
pub fn font() -> FontId {
    FontId::proportional(theme::LAST_YEAR_SIZE)
}

fn lines_of(open: &OpenReturn, last_year: &LastYear, table: usize) -> Vec<Option<Line>> {
    let line = |cell: Cell| {
        if open.form.definition(cell).table != table {
            return None;
        }
        let figure = last_year.figure(cell)?;
        Some(Line {
            texts: texts(open, cell, &figure),
            chosen: None,
            words: explanation::last_year_words(open, cell, &figure),
        })
    };
    open.form.all_cells().map(line).collect()
}

fn texts(open: &OpenReturn, cell: Cell, figure: &LastFigure<'_>) -> [String; 3] {
    if figure.found.is_blank() {
        return Default::default();
    }
    let measure = open.form.definition(cell).measure;
    let sign = match figure.mark {
        Mark::Comparable => "",
        Mark::Roughly => "≈",
        Mark::NotComparable => "≠",
    };
    let number = format!("{sign}{}", figure.printed(measure));
    // Where nothing changed, the two figures say so.
    let change = figure
        .change(open.derived.value(cell))
        .filter(|change| !change.difference.is_zero())
        .map_or_else(String::new, |change| format!("  {}", change.short()));
    [
        format!("上年 {number}{change}"),
        format!("{number}{change}"),
        number,
    ]
}
