//! Ruled lines → tables: where lines cross there are cells, and where one is missing a cell
//! spans.

use crate::import::readers::layout::{Cell, Glyph, Table, lines};

use super::page::{Axis, Drawn, Rule};

/// Lines this near each other are one; in points.
const NEAR: f64 = 2.0;
/// Ends of lines this near another line touch it.
const REACH: f64 = 3.5;
/// Lines of a page, joined; more are no table of a form.
const LINES: usize = 1_500;
/// Rows times columns of one table, spans unfolded.
const CELLS: usize = 40_000;

/// Takes the tables out of a page: its ruled cells with the characters in them. The rest of the
/// characters stays.
pub(super) fn take_tables(drawn: &mut Drawn) -> Vec<Table> {
    let rules = joined(std::mem::take(&mut drawn.rules));
    let mut frames: Vec<Frame> = groups(&rules)
        .into_iter()
        .filter_map(|group| Frame::of(&group))
        .collect();
    // A table within a cell takes its text first.
    frames.sort_by(|one, other| one.area().total_cmp(&other.area()));
    let mut tables: Vec<Table> = Vec::new();
    for frame in frames {
        let glyphs = std::mem::take(&mut drawn.glyphs);
        let (within, without): (Vec<Glyph>, Vec<Glyph>) =
            glyphs.into_iter().partition(|glyph| frame.holds(glyph));
        drawn.glyphs = without;
        if within.is_empty() {
            continue;
        }
        tables.push(frame.table(within));
    }
    tables.sort_by(|one, other| one.top.total_cmp(&other.top));
    tables
}

/// Collinear pieces as one line each.
fn joined(mut rules: Vec<Rule>) -> Vec<Rule> {
    let axis = |rule: &Rule| rule.axis == Axis::Vertical;
    rules.sort_by(|one, other| {
        (axis(one).cmp(&axis(other)))
            .then(one.at.total_cmp(&other.at))
            .then(one.from.total_cmp(&other.from))
    });
    // Lines of nearly the same place get the same one, so that their pieces are neighbours.
    let mut start = f64::NEG_INFINITY;
    let mut last = None;
    for rule in &mut rules {
        if last != Some(rule.axis) || rule.at - start > NEAR {
            start = rule.at;
            last = Some(rule.axis);
        }
        rule.at = start;
    }
    rules.sort_by(|one, other| {
        (axis(one).cmp(&axis(other)))
            .then(one.at.total_cmp(&other.at))
            .then(one.from.total_cmp(&other.from))
    });
    let mut joined: Vec<Rule> = Vec::new();
    for rule in rules {
        match joined.last_mut() {
            Some(last)
                if last.axis == rule.axis
                    && last.at == rule.at
                    && rule.from - last.to <= NEAR * 1.5 =>
            {
                last.to = last.to.max(rule.to);
            }
            _ => joined.push(rule),
        }
    }
    // What is left of dots and corners.
    joined.retain(|rule| rule.to - rule.from > REACH);
    joined
}

/// Lines that touch, directly or through others. At least two of each axis.
fn groups(rules: &[Rule]) -> Vec<Vec<Rule>> {
    if rules.len() > LINES {
        return Vec::new();
    }
    let mut group: Vec<usize> = (0..rules.len()).collect();
    for (place, rule) in rules.iter().enumerate() {
        for (other_place, other) in rules.iter().enumerate().skip(place + 1) {
            if rule.touches(other) {
                let (one, two) = (root(&group, place), root(&group, other_place));
                if let Some(parent) = group.get_mut(one.max(two)) {
                    *parent = one.min(two);
                }
            }
        }
    }
    let mut groups: Vec<Vec<Rule>> = vec![Vec::new(); rules.len()];
    for (place, rule) in rules.iter().enumerate() {
        if let Some(members) = groups.get_mut(root(&group, place)) {
            members.push(*rule);
        }
    }
    groups.retain(|group| group.len() > 3);
    groups
}

/// Follows parents, which always have smaller places, to the top one.
fn root(parents: &[usize], place: usize) -> usize {
    let mut place = place;
    while let Some(parent) = parents.get(place)
        && *parent != place
    {
        place = *parent;
    }
    place
}

impl Rule {
    fn touches(&self, other: &Self) -> bool {
        if self.axis == other.axis {
            return false;
        }
        let within = |at: f64, rule: &Self| at >= rule.from - REACH && at <= rule.to + REACH;
        within(self.at, other) && within(other.at, self)
    }

    /// Whether it covers most of a stretch.
    fn covers(&self, from: f64, to: f64) -> bool {
        self.to.min(to) - self.from.max(from) > (to - from) * 0.7
    }
}

/// The lines of one table.
struct Frame {
    columns: Vec<f64>,
    rows: Vec<f64>,
    rules: Vec<Rule>,
}

impl Frame {
    /// `None` for a box around text, underlined words and the like: a table has at least two
    /// cells.
    fn of(rules: &[Rule]) -> Option<Self> {
        let places = |axis: Axis| -> Vec<f64> {
            let mut places: Vec<f64> = Vec::new();
            let along = rules.iter().filter(|rule| rule.axis == axis);
            places.extend(along.map(|rule| rule.at));
            // A table open at its sides reaches as far as the lines across.
            let across = || rules.iter().filter(|rule| rule.axis != axis);
            places.push(across().map(|rule| rule.from).fold(f64::INFINITY, f64::min));
            places.push(
                across()
                    .map(|rule| rule.to)
                    .fold(f64::NEG_INFINITY, f64::max),
            );
            places.sort_by(f64::total_cmp);
            places.dedup_by(|next, before| *next - *before <= REACH);
            places
        };
        let (columns, rows) = (places(Axis::Vertical), places(Axis::Horizontal));
        let cells = columns.len().saturating_sub(1) * rows.len().saturating_sub(1);
        let finite = columns.iter().chain(&rows).all(|place| place.is_finite());
        (finite && (2..=CELLS).contains(&cells)).then(|| Self {
            columns,
            rows,
            rules: rules.to_vec(),
        })
    }

    fn area(&self) -> f64 {
        let length = |places: &[f64]| match places {
            [first, .., last] => last - first,
            _ => 0.0,
        };
        length(&self.columns) * length(&self.rows)
    }

    fn holds(&self, glyph: &Glyph) -> bool {
        let within = |at: f64, places: &[f64]| match places {
            [first, .., last] => at > *first && at < *last,
            _ => false,
        };
        within(glyph.center(), &self.columns) && within(glyph.middle(), &self.rows)
    }

    fn table(&self, glyphs: Vec<Glyph>) -> Table {
        let (across, down) = (self.columns.len() - 1, self.rows.len() - 1);
        let open = Open::of(self);
        let mut owner = vec![usize::MAX; across * down];
        let mut cells: Vec<Cell> = Vec::new();
        for row in 0..down {
            for column in 0..across {
                if owner.get(row * across + column) != Some(&usize::MAX) {
                    continue;
                }
                let mut colspan = 1;
                while column + colspan < across
                    && open.right(row, column + colspan - 1)
                    && owner.get(row * across + column + colspan) == Some(&usize::MAX)
                {
                    colspan += 1;
                }
                let mut rowspan = 1;
                while row + rowspan < down
                    && (column..column + colspan).all(|at| open.below(row + rowspan - 1, at))
                    && (column..column + colspan - 1).all(|at| open.right(row + rowspan, at))
                {
                    rowspan += 1;
                }
                for (down, across_at) in (row..row + rowspan)
                    .flat_map(|down| (column..column + colspan).map(move |at| (down, at)))
                {
                    if let Some(owner) = owner.get_mut(down * across + across_at) {
                        *owner = cells.len();
                    }
                }
                cells.push(Cell {
                    row,
                    rowspan,
                    column,
                    colspan,
                    text: String::new(),
                });
            }
        }
        let mut texts: Vec<Vec<Glyph>> = vec![Vec::new(); cells.len()];
        for glyph in glyphs {
            let column = slot(&self.columns, glyph.center()).min(across - 1);
            let row = slot(&self.rows, glyph.middle()).min(down - 1);
            let cell = owner.get(row * across + column).copied();
            if let Some(text) = cell.and_then(|cell| texts.get_mut(cell)) {
                text.push(glyph);
            }
        }
        for (cell, glyphs) in cells.iter_mut().zip(texts) {
            cell.text = cell_text(glyphs);
        }
        Table {
            top: self.rows.first().copied().unwrap_or_default(),
            bottom: self.rows.last().copied().unwrap_or_default(),
            edges: self.columns.clone(),
            rows: down,
            cells,
            page: 0,
        }
    }
}

/// Which neighbouring fields have no line between them.
struct Open {
    across: usize,
    right: Vec<bool>,
    below: Vec<bool>,
}

impl Open {
    fn of(frame: &Frame) -> Self {
        let (columns, rows) = (&frame.columns, &frame.rows);
        let across = columns.len() - 1;
        let down = rows.len() - 1;
        let mut open = Self {
            across,
            right: vec![true; across * down],
            below: vec![true; across * down],
        };
        for rule in &frame.rules {
            let (own, other) = match rule.axis {
                Axis::Vertical => (columns, rows),
                Axis::Horizontal => (rows, columns),
            };
            let edge = nearest(own, rule.at);
            if edge == 0 {
                continue;
            }
            let stretches = other.iter().zip(other.iter().skip(1)).enumerate();
            for (place, (from, to)) in stretches {
                if !rule.covers(*from, *to) {
                    continue;
                }
                let field = match rule.axis {
                    Axis::Vertical => open.right.get_mut(place * across + edge - 1),
                    Axis::Horizontal => open.below.get_mut((edge - 1) * across + place),
                };
                if let Some(field) = field {
                    *field = false;
                }
            }
        }
        open
    }

    fn right(&self, row: usize, column: usize) -> bool {
        let field = self.right.get(row * self.across + column);
        field.copied().unwrap_or_default()
    }

    fn below(&self, row: usize, column: usize) -> bool {
        let field = self.below.get(row * self.across + column);
        field.copied().unwrap_or_default()
    }
}

fn nearest(places: &[f64], at: f64) -> usize {
    let nearest = places.iter().enumerate();
    let nearest = nearest.min_by(|(_, a), (_, b)| (*a - at).abs().total_cmp(&(*b - at).abs()));
    nearest.map_or(0, |(place, _)| place)
}

/// The stretch between two places that something stands in.
fn slot(places: &[f64], at: f64) -> usize {
    places
        .partition_point(|place| *place <= at)
        .saturating_sub(1)
}

/// A cell's text: its lines, or its characters if they are set one below the other.
fn cell_text(glyphs: Vec<Glyph>) -> String {
    let lines = lines(glyphs);
    let texts: Vec<String> = lines.iter().map(|line| line.text()).collect();
    let narrow = |text: &String| {
        let count = text.chars().filter(|c| !c.is_whitespace()).count();
        count <= 2 && !text.chars().any(|c| c.is_ascii_digit())
    };
    if texts.len() > 2 && texts.iter().all(narrow) {
        texts.concat()
    } else {
        texts.join("\n")
    }
}
