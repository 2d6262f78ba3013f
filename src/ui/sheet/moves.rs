//! Where the keys lead from a cell.

use crate::form::{Cell, Form, Grid, GridCell};

use super::layout::figures;

/// A way to move the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// Tab: the next cell to fill in, row by row.
    Right,
    /// Shift+Tab.
    Left,
    /// Enter: the next cell to fill in, column by column.
    Down,
    /// Shift+Enter.
    Up,
    /// An arrow: the neighbour, computed or not.
    Arrow(Direction),
    /// Ctrl with an arrow: the last cell that way.
    Edge(Direction),
    RowStart,
    RowEnd,
    /// Ctrl with Home or End: the first or last cell of the table.
    First,
    Last,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Up,
    Down,
    Left,
    Right,
}

/// A figure and its rectangle in the grid.
#[derive(Clone, Copy)]
struct Spot {
    cell: Cell,
    row: usize,
    row_end: usize,
    column: usize,
    column_end: usize,
}

impl Spot {
    fn new((row, grid_cell, cell): (usize, &GridCell, Cell)) -> Self {
        Self {
            cell,
            row,
            row_end: row + grid_cell.rowspan,
            column: grid_cell.column,
            column_end: grid_cell.column + grid_cell.colspan,
        }
    }
}

/// The cell a move leads to; `None` where it leads nowhere.
pub fn destination(form: &Form, from: Cell, way: Move) -> Option<Cell> {
    let table = form.definition(from).table;
    let grid = &form.tables.get(table)?.grid;
    match way {
        Move::Right | Move::Left => in_order(form, from, Order::Rows, way == Move::Right),
        Move::Down | Move::Up => {
            let down = way == Move::Down;
            let direction = if down { Direction::Down } else { Direction::Up };
            // Who stands on a total types totals: the next one is below it.
            let total = form.definition(from).is_total();
            let below = total.then(|| neighbour(grid, from, direction)).flatten();
            below.or_else(|| in_order(form, from, Order::Columns, down))
        }
        Move::Arrow(direction) => neighbour(grid, from, direction),
        Move::Edge(direction) => {
            std::iter::successors(Some(from), |&cell| neighbour(grid, cell, direction)).last()
        }
        Move::RowStart => in_row(grid, from).into_iter().next(),
        Move::RowEnd => in_row(grid, from).into_iter().last(),
        Move::First => sorted(form, table, Order::Rows).into_iter().next(),
        Move::Last => sorted(form, table, Order::Rows).into_iter().last(),
    }
}

/// The first cell to fill in of a table.
pub fn first(form: &Form, table: usize) -> Option<Cell> {
    sorted(form, table, Order::Rows)
        .into_iter()
        .find(|&cell| !form.definition(cell).is_total())
}

/// In which order cells are gone through.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    Rows,
    Columns,
}

/// The neighbour in an order over all tables, computed cells passed over.
fn in_order(form: &Form, from: Cell, order: Order, forward: bool) -> Option<Cell> {
    let tables = form.parts.iter().filter_map(|part| part.table);
    let mut all: Vec<Cell> = tables
        .flat_map(|table| sorted(form, table, order))
        .collect();
    if !forward {
        all.reverse();
    }
    let at = all.iter().position(|&cell| cell == from)?;
    all.into_iter()
        .skip(at + 1)
        .find(|&cell| !form.definition(cell).is_total())
}

/// The figures of a table, totals included.
fn sorted(form: &Form, table: usize, order: Order) -> Vec<Cell> {
    let Some(table) = form.tables.get(table) else {
        return Vec::new();
    };
    let mut spots: Vec<Spot> = figures(&table.grid).map(Spot::new).collect();
    spots.sort_by_key(|spot| match order {
        Order::Rows => (spot.row, spot.column),
        Order::Columns => (spot.column, spot.row),
    });
    spots.into_iter().map(|spot| spot.cell).collect()
}

fn in_row(grid: &Grid, from: Cell) -> Vec<Cell> {
    let spots: Vec<Spot> = figures(grid).map(Spot::new).collect();
    let Some(here) = spots.iter().find(|spot| spot.cell == from) else {
        return Vec::new();
    };
    let mut row: Vec<&Spot> = spots.iter().filter(|spot| spot.row == here.row).collect();
    row.sort_by_key(|spot| spot.column);
    row.into_iter().map(|spot| spot.cell).collect()
}

/// The nearest figure in a direction that overlaps this one's row or column.
fn neighbour(grid: &Grid, from: Cell, direction: Direction) -> Option<Cell> {
    let spots: Vec<Spot> = figures(grid).map(Spot::new).collect();
    let here = *spots.iter().find(|spot| spot.cell == from)?;
    let beside = |spot: &Spot| spot.row < here.row_end && here.row < spot.row_end;
    let above_or_below =
        |spot: &Spot| spot.column < here.column_end && here.column < spot.column_end;
    let candidates = spots.iter().filter_map(|spot| {
        let distance = match direction {
            Direction::Up if above_or_below(spot) => here.row.checked_sub(spot.row_end)?,
            Direction::Down if above_or_below(spot) => spot.row.checked_sub(here.row_end)?,
            Direction::Left if beside(spot) => here.column.checked_sub(spot.column_end)?,
            Direction::Right if beside(spot) => spot.column.checked_sub(here.column_end)?,
            _ => return None,
        };
        Some((distance, spot.cell))
    });
    candidates
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, cell)| cell)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::catalog::Catalog;

    #[track_caller]
    fn leads(from: &str, way: Move, to: Option<&str>) {
        let catalog = Catalog::built_in().unwrap();
        let form = catalog.for_year(2023).unwrap();
        let found = destination(&form, form.cell(from).unwrap(), way);
        assert_eq!(found.map(|cell| form.key(cell)), to, "{from} {way:?}");
    }

    #[test]
    fn tab_and_enter_pass_over_totals() {
        leads(
            "applications.received:org.other",
            Move::Right,
            Some("applications.carried_in:natural"),
        );
        leads(
            "applications.result.other.misc:natural",
            Move::Down,
            Some("applications.carried_out:natural"),
        );
        leads(
            "applications.carried_out:natural",
            Move::Down,
            Some("applications.received:org.business"),
        );
        leads(
            "applications.received:org.business",
            Move::Up,
            Some("applications.carried_out:natural"),
        );
    }

    #[test]
    fn tab_goes_from_a_table_to_the_next() {
        leads(
            "disclosure.fees:amount",
            Move::Right,
            Some("applications.received:natural"),
        );
        leads(
            "applications.received:natural",
            Move::Left,
            Some("disclosure.fees:amount"),
        );
    }

    #[test]
    fn tab_from_a_total_goes_on() {
        leads(
            "applications.received:total",
            Move::Right,
            Some("applications.carried_in:natural"),
        );
        leads(
            "applications.received:total",
            Move::Left,
            Some("applications.received:org.other"),
        );
    }

    #[test]
    fn enter_goes_down_a_column_of_totals() {
        leads(
            "applications.received:total",
            Move::Down,
            Some("applications.carried_in:total"),
        );
    }

    #[test]
    fn arrows_stop_at_totals_and_edges() {
        leads(
            "applications.received:org.other",
            Move::Arrow(Direction::Right),
            Some("applications.received:total"),
        );
        leads(
            "applications.received:total",
            Move::Arrow(Direction::Right),
            None,
        );
        leads(
            "applications.received:natural",
            Move::Edge(Direction::Down),
            Some("applications.carried_out:natural"),
        );
        leads(
            "applications.received:org.legal",
            Move::RowStart,
            Some("applications.received:natural"),
        );
    }

    #[test]
    fn arrows_cross_the_blocks_of_table_two() {
        leads(
            "disclosure.normative_documents:valid",
            Move::Arrow(Direction::Down),
            Some("disclosure.permits:decisions"),
        );
    }
}
