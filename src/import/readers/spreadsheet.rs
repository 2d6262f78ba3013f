//! Sheets of cells by address → a table, whatever program they come from.

pub(super) mod formula;
mod hidden;
mod sheets;

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::import::limits::Limits;
use crate::import::source::{Mark, MarkKind};
use crate::workbook::Hidden;
use crate::workbook::formats::Format;

use super::table::{Rows, Table};

use formula::{Evaluator, Formula};
use hidden::HiddenLines;
pub(super) use sheets::write;

/// Digits of a number that people see; programs write two more.
const MOST_DIGITS: u32 = 15;
/// Empty rows that are kept between others.
const MOST_EMPTY: usize = 2;
/// The last day of the year 9999.
const LAST_DAY: i32 = 2_958_465;
/// The most columns; further ones are no part of a report.
const MOST_COLUMNS: u32 = 256;

/// What the sheets of a workbook may still hold: one long text may stand in any number of cells.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    cells: usize,
    /// In bytes.
    text: usize,
}

impl Room {
    pub fn of(limits: &Limits) -> Self {
        Self {
            cells: limits.cells,
            text: limits.text,
        }
    }

    /// Takes a cell with its text; `None` if there is no room for it.
    pub fn take(&mut self, text: &str) -> Option<()> {
        self.text = self.text.checked_sub(text.len())?;
        self.take_cells(1)
    }

    /// Takes cells without texts.
    pub fn take_cells(&mut self, cells: usize) -> Option<()> {
        self.cells = self.cells.checked_sub(cells)?;
        Some(())
    }
}

/// A cell's row and column, from 0.
pub(super) type Place = (u32, u32);

/// A sheet.
#[derive(Debug, Default)]
pub(super) struct Cells {
    pub texts: BTreeMap<Place, String>,
    /// The numbers among them, which formulas compute with.
    pub numbers: BTreeMap<Place, Decimal>,
    /// Formulas without a value, or with one that nobody computed.
    pub formulas: BTreeMap<Place, Formula>,
    /// The formulas whose values were computed here.
    computed: BTreeMap<Place, String>,
    /// The first and the last place of each rectangle that is one cell.
    pub merged: Vec<(Place, Place)>,
    pub hidden: Hidden,
    /// Whether days are counted from 1904 on.
    from_1904: bool,
}

impl Cells {
    /// An empty sheet of a workbook that counts days from 1904 on, or from 1900.
    pub fn new(from_1904: bool) -> Self {
        Self {
            from_1904,
            ..Self::default()
        }
    }

    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// Puts a number into a cell.
    pub fn put_number(&mut self, place: Place, literal: &str, format: Format) {
        let text = shown(literal, format, self.from_1904);
        self.texts.insert(place, text);
        self.numbers
            .extend(exact(literal).map(|number| (place, number)));
    }

    /// Puts a formula into a cell that holds no value of it. One that can't be computed is what
    /// the cell shows.
    pub fn put_formula(&mut self, place: Place, formula: Formula) {
        self.numbers.remove(&place);
        self.formulas.insert(place, formula);
    }

    /// The sheet as people see it: formulas with their values, what is hidden taken away.
    pub fn shown(mut self) -> Self {
        self.compute();
        self.without_hidden()
    }

    fn compute(&mut self) {
        let mut evaluator = Evaluator::new(&self.formulas, &self.numbers, &self.texts);
        let values: Vec<Option<Decimal>> = self
            .formulas
            .keys()
            .map(|place| evaluator.value(*place))
            .collect();
        for ((place, formula), value) in std::mem::take(&mut self.formulas).into_iter().zip(values)
        {
            let Some(value) = value else {
                self.texts.entry(place).or_insert(formula.text);
                continue;
            };
            let text = shown(&value.to_string(), formula.format, self.from_1904);
            if self.texts.get(&place) != Some(&text) {
                self.texts.insert(place, text);
                self.computed.insert(place, formula.text);
            }
        }
    }

    /// Moves everything up and to the left over what is hidden. A rectangle of which a part is
    /// shown keeps its text.
    fn without_hidden(self) -> Self {
        let rows = HiddenLines::of(&self.hidden.rows);
        let columns = HiddenLines::of(&self.hidden.columns);
        if rows.is_empty() && columns.is_empty() {
            return self;
        }
        let begin = |place: Place| (rows.moved(place.0), columns.moved(place.1));
        // Behind the last row and column.
        let end = |place: Place| begin((place.0.saturating_add(1), place.1.saturating_add(1)));
        let is_shown = |first: Place, last: Place| {
            let (first, end) = (begin(first), end(last));
            first.0 < end.0 && first.1 < end.1
        };
        let lasts: BTreeMap<Place, Place> = self.merged.iter().copied().collect();
        let moved = |place: Place| {
            let last = lasts.get(&place).copied().unwrap_or(place);
            is_shown(place, last).then(|| begin(place))
        };
        let shown = |texts: BTreeMap<Place, String>| {
            let texts = texts.into_iter();
            texts
                .filter_map(|(place, text)| Some((moved(place)?, text)))
                .collect()
        };
        let merged = self
            .merged
            .iter()
            .filter(|(first, last)| is_shown(*first, *last));
        let merged = merged.map(|(first, last)| {
            let (last_row, last_column) = end(*last);
            (begin(*first), (last_row - 1, last_column - 1))
        });
        Self {
            merged: merged.collect(),
            texts: shown(self.texts),
            computed: shown(self.computed),
            from_1904: self.from_1904,
            ..Self::default()
        }
    }

    /// Whether everything stands in one column, as running text does.
    pub fn is_one_column(&self) -> bool {
        let mut columns = self.texts.keys().map(|(_, column)| column);
        let first = columns.next();
        columns.all(|column| Some(column) == first)
    }

    /// The used part as a table with all its cells; the rest of a rectangle that is one cell is
    /// left out. `None` if it would have more than `most` cells.
    pub fn table(&self, most: usize) -> Option<Table> {
        let columns = self
            .texts
            .keys()
            .map(|(_, column)| *column)
            .filter(|column| *column < MOST_COLUMNS);
        let rows: BTreeSet<u32> = self.texts.keys().map(|(row, _)| *row).collect();
        let (Some(first_row), Some(last_row)) = (rows.first().copied(), rows.last().copied())
        else {
            return Some(Table::default());
        };
        let first_column = columns.clone().min().unwrap_or_default();
        let mut end = columns.max().unwrap_or_default() + 1;
        let mut merged: BTreeMap<(u32, u32), (u32, u32)> = BTreeMap::new();
        for &(first, last) in &self.merged {
            if rows.contains(&first.0) && first.1 < MOST_COLUMNS {
                merged.insert(first, (last.0.min(last_row), last.1.min(MOST_COLUMNS - 1)));
                if self.texts.contains_key(&first) {
                    end = end.max(last.1.min(MOST_COLUMNS - 1) + 1);
                }
            }
        }
        let used = Self::used_rows(&rows, &merged, first_row, most)?;
        let width = usize::try_from(end - first_column).ok()?;
        if used.len().saturating_mul(width) > most {
            return None;
        }
        let mut table = Table::default();
        // For each column, the row from which on it is free of cells that are one with others.
        let mut free_from = vec![0u32; width];
        let mut previous = None::<u32>;
        for &row in &used {
            for _ in 0..gap(previous, row) {
                table.begin_row();
            }
            previous = Some(row);
            table.begin_row();
            for column in first_column..end {
                let place = usize::try_from(column - first_column).ok()?;
                if free_from.get(place).is_some_and(|free| *free > row) {
                    continue;
                }
                let (last_row, last_column) =
                    merged.get(&(row, column)).copied().unwrap_or((row, column));
                let last_column = last_column.min(end - 1);
                let colspan = usize::try_from(last_column - column).ok()? + 1;
                for free in free_from.iter_mut().skip(place).take(colspan) {
                    *free = last_row.saturating_add(1);
                }
                let height = used.range(row..=last_row).count();
                let text = self.texts.get(&(row, column)).map_or("", String::as_str);
                table.place(place, colspan, Rows::Some(height), text);
                if let Some(formula) = self.computed.get(&(row, column)) {
                    table.mark(Mark {
                        kind: MarkKind::Computed,
                        text: formula.clone(),
                        at: 0,
                    });
                }
            }
        }
        Some(table)
    }

    /// Rows that hold something, and those a cell of theirs reaches into.
    fn used_rows(
        rows: &BTreeSet<u32>,
        merged: &BTreeMap<(u32, u32), (u32, u32)>,
        first_row: u32,
        most: usize,
    ) -> Option<BTreeSet<u32>> {
        let mut used = rows.clone();
        // Up to here all rows are used.
        let mut next = first_row;
        for (&(first, _), &(last, _)) in merged {
            let from = first.max(next);
            if usize::try_from(last.saturating_sub(from)).ok()? > most {
                return None;
            }
            used.extend(from..=last);
            if used.len() > most {
                return None;
            }
            next = next.max(last.saturating_add(1));
        }
        Some(used)
    }
}

/// Empty rows to be written between two.
fn gap(previous: Option<u32>, row: u32) -> usize {
    let Some(previous) = previous else {
        return 0;
    };
    usize::try_from(row - previous).map_or(MOST_EMPTY, |distance| (distance - 1).min(MOST_EMPTY))
}

/// A number as its cell shows it.
fn shown(literal: &str, format: Format, from_1904: bool) -> String {
    match format {
        Format::Number => plain_number(literal),
        Format::Percent => percent(literal),
        Format::Date => date(literal, from_1904),
    }
}

/// A number without the digits that only programs see; `None` for what is none.
fn exact(literal: &str) -> Option<Decimal> {
    let exact = literal
        .parse::<Decimal>()
        .or_else(|_| Decimal::from_scientific(literal));
    exact.ok()?.round_sf(MOST_DIGITS)
}

/// A number as people see it in a cell of no format: `0.30000000000000004` is `0.3`, `1E3` is
/// `1000`. What can't be read stays.
pub(super) fn plain_number(literal: &str) -> String {
    match exact(literal) {
        Some(number) => number.normalize().to_string(),
        None => literal.to_owned(),
    }
}

/// A share as its cell shows it: `0.125` is `12.5%`.
fn percent(literal: &str) -> String {
    let plain = plain_number(literal);
    match plain
        .parse::<Decimal>()
        .ok()
        .and_then(|share| share.checked_mul(Decimal::ONE_HUNDRED))
    {
        Some(hundredths) => format!("{}%", hundredths.normalize()),
        None => plain,
    }
}

/// A count of days as a date: `45292` is `2024年1月1日`. What is no date stays a number.
fn date(literal: &str, from_1904: bool) -> String {
    let plain = plain_number(literal);
    let days = plain
        .parse::<Decimal>()
        .ok()
        .and_then(|days| i32::try_from(days.trunc()).ok());
    // Before March 1900 the programs count a day that never was.
    let Some(days) = days.filter(|days| (60..=LAST_DAY).contains(days)) else {
        return plain;
    };
    // The day of the year, from 0.
    let (mut year, mut day) = if from_1904 {
        (1904, days)
    } else {
        (1900, days - 2)
    };
    while day >= days_of(year) {
        day -= days_of(year);
        year += 1;
    }
    let february = if days_of(year) == 366 { 29 } else { 28 };
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30] {
        if day < length {
            break;
        }
        day -= length;
        month += 1;
    }
    format!("{year}年{month}月{}日", day + 1)
}

fn days_of(year: i32) -> i32 {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    if is_leap { 366 } else { 365 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_what_people_see() {
        for (literal, expected) in [
            ("0.30000000000000004", "0.3"),
            ("1E3", "1000"),
            ("25.10", "25.1"),
            ("-0", "0"),
            ("316441", "316441"),
            ("x", "x"),
        ] {
            assert_eq!(plain_number(literal), expected, "{literal}");
        }
        assert_eq!(percent("0.125"), "12.5%");
        assert_eq!(date("45292", false), "2024年1月1日");
        assert_eq!(date("45351.5", false), "2024年2月29日");
        assert_eq!(date("43830", true), "2024年1月1日");
        assert_eq!(date("3", false), "3");
    }

    #[test]
    fn formulas_are_computed_before_what_is_hidden_goes() {
        let mut cells = Cells::default();
        for (column, literal) in [(1, "2"), (2, "3"), (3, "4")] {
            cells.put_number((0, column), literal, Format::Number);
        }
        cells.texts.insert((1, 2), "甲".to_owned());
        cells.merged.push(((1, 2), (1, 3)));
        let formulas = [(4, "SUM(B1:D1)"), (5, "NOW()"), (6, "B1")];
        for (column, text) in formulas {
            let formula = Formula::of_excel(text, (0, 0), Format::Number);
            cells.put_formula((0, column), formula);
        }
        cells.texts.insert((0, 6), "2".to_owned());
        cells.hidden.columns.push((2, 2));
        let shown = cells.shown();
        let texts: Vec<(Place, &str)> = shown
            .texts
            .iter()
            .map(|(place, text)| (*place, text.as_str()))
            .collect();
        let expected = [
            ((0, 1), "2"),
            ((0, 2), "4"),
            ((0, 3), "9"),
            ((0, 4), "=NOW()"),
            ((0, 5), "2"),
            ((1, 2), "甲"),
        ];
        assert_eq!(texts, expected);
        assert_eq!(shown.merged, [((1, 2), (1, 2))]);
        let computed: Vec<&Place> = shown.computed.keys().collect();
        assert_eq!(computed, [&(0, 3)]);
    }

    #[test]
    fn a_sheet_of_any_size_is_no_larger_than_its_cells() {
        let mut cells = Cells::default();
        cells.texts.insert((3, 2), "甲".to_owned());
        cells.texts.insert((u32::MAX, 3), "乙".to_owned());
        cells.merged.push(((3, 2), (5, 2)));
        cells.merged.push(((9, 0), (u32::MAX, u32::MAX)));
        assert!(cells.table(1000).is_some());
        cells.merged.push(((3, 2), (u32::MAX, u32::MAX)));
        assert!(cells.table(1000).is_none());
    }

    #[test]
    fn rectangles_over_each_other_cost_no_more_than_one() {
        let mut cells = Cells::default();
        for row in 0..1_000 {
            cells.texts.insert((row, 0), "甲".to_owned());
            for column in 0..20 {
                cells.merged.push(((row, column), (row + 90_000, column)));
            }
        }
        cells.texts.insert((100_000, 0), "乙".to_owned());
        assert!(cells.table(50_000).is_none());
        assert!(cells.table(2_000_000).is_some());
    }
}
