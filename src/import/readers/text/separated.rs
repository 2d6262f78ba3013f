//! Tables with tabs or commas between their cells.

use crate::import::source::{Arrangement, Block};

use super::{Beginning, rows};

/// Stands for a line break within a cell until the cell is made.
pub(super) const LINE_BREAK: char = '\u{2028}';

/// The text with line breaks inside quoted cells set apart, as spreadsheets copy them.
pub(super) fn unquoted(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    if !(text.contains('\t') && text.contains('"')) {
        return text;
    }
    unquoted_between(&text, '\t')
}

/// Takes the quotes off cells that begin and end with one.
fn unquoted_between(text: &str, separator: char) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    let mut begins = true;
    while let Some(character) = rest.chars().next() {
        if let (true, Some((cell, behind))) = (begins, quoted(rest, separator)) {
            plain.push_str(&cell);
            rest = behind;
            begins = false;
            continue;
        }
        begins = character == separator || character == '\n';
        plain.push(character);
        rest = rest.strip_prefix(character).unwrap_or_default();
    }
    plain
}

/// A quoted cell at the beginning of a text, and what follows it.
fn quoted(text: &str, separator: char) -> Option<(String, &str)> {
    /// A cell has an end somewhere.
    const LONGEST: usize = 4_000;

    let inside = text.strip_prefix('"')?;
    let mut cell = String::new();
    let mut rest = inside;
    for _ in 0..LONGEST {
        let character = rest.chars().next()?;
        rest = rest.strip_prefix(character)?;
        match character {
            '"' => match rest.strip_prefix('"') {
                Some(behind) => {
                    cell.push('"');
                    rest = behind;
                }
                None => {
                    let ends = rest.is_empty() || rest.starts_with([separator, '\n']);
                    return ends.then_some((cell, rest));
                }
            },
            '\n' => cell.push(LINE_BREAK),
            // A separator inside would part the cell afterwards.
            other if other == separator => cell.push(' '),
            other => cell.push(other),
        }
    }
    None
}

/// The table of tabs that begins with the first line, and how many lines it takes.
///
/// A line that begins with a tab goes on the row; lines without one above it are its first
/// cell. Empty lines part rows.
pub(super) fn tab_grid(lines: &[&str]) -> Beginning {
    let mut table: Vec<Vec<String>> = Vec::new();
    let mut row: Vec<String> = Vec::new();
    let mut read = 0;
    let mut at = 0;
    while let Some(&text) = lines.get(at) {
        if text.is_empty() || text.trim_matches(' ').is_empty() {
            finish(&mut table, &mut row);
        } else if let Some(rest) = text.strip_prefix('\t') {
            let empty = row.is_empty();
            if empty {
                row.push(String::new());
            }
            row.extend(rest.split('\t').map(|cell| cell.trim().to_owned()));
            read = at + 1;
        } else if text.contains('\t') {
            finish(&mut table, &mut row);
            row.extend(text.split('\t').map(|cell| cell.trim().to_owned()));
            read = at + 1;
        } else if let Some(count) = first_cell(lines.get(at..).unwrap_or_default()) {
            finish(&mut table, &mut row);
            let cell = lines.get(at..at + count).unwrap_or_default();
            row.push(cell.join("\n"));
            at += count;
            continue;
        } else {
            break;
        }
        at += 1;
    }
    finish(&mut table, &mut row);
    if table.is_empty() {
        return Err(at.max(1));
    }
    Ok((read, rows(table, Arrangement::Rows)))
}

/// How many lines are the first cell of a row that goes on with tabs.
fn first_cell(lines: &[&str]) -> Option<usize> {
    /// A label in a cell has few lines.
    const MOST: usize = 4;

    let count = lines
        .iter()
        .take(MOST + 1)
        .take_while(|text| !text.is_empty() && !text.contains('\t'))
        .count();
    let goes_on = lines.get(count).is_some_and(|text| text.starts_with('\t'));
    ((1..=MOST).contains(&count) && goes_on).then_some(count)
}

fn finish(table: &mut Vec<Vec<String>>, row: &mut Vec<String>) {
    let row = std::mem::take(row);
    if row.iter().any(|cell| !cell.is_empty()) {
        table.push(row);
    }
}

/// A file of comma-separated values: one table.
pub(super) fn comma_blocks(text: &str) -> Vec<Block> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = text.replace('\t', " ");
    let cells: Vec<Vec<String>> = comma_rows(&text);
    vec![Block::Grid(rows(cells, Arrangement::Rows))]
}

/// Rows of cells; quotes may hold commas and line breaks.
fn comma_rows(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut inside = false;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let begins = rows
            .last()
            .and_then(|row| row.last())
            .is_none_or(String::is_empty);
        match character {
            '"' if inside && characters.peek() == Some(&'"') => {
                characters.next();
                push(&mut rows, '"');
            }
            '"' if inside => inside = false,
            '"' if begins => inside = true,
            ',' if !inside => {
                if let Some(row) = rows.last_mut() {
                    row.push(String::new());
                }
            }
            '\n' if !inside => rows.push(vec![String::new()]),
            '\n' => push(&mut rows, LINE_BREAK),
            other => push(&mut rows, other),
        }
    }
    rows.retain(|row| row.iter().any(|cell| !cell.trim().is_empty()));
    rows
}

fn push(rows: &mut [Vec<String>], character: char) {
    if let Some(cell) = rows.last_mut().and_then(|row| row.last_mut()) {
        cell.push(character);
    }
}
