//! Tables with bars between their cells.

use std::borrow::Cow;

use crate::import::source::Arrangement;

use super::{Beginning, rows};

/// The table that begins with the first line, and how many lines it takes.
pub(in crate::import::readers) fn grid(lines: &[&str]) -> Beginning {
    let mut found: Vec<&str> = Vec::new();
    let mut read = 0;
    for (place, text) in lines.iter().enumerate() {
        if is_row(text)
            || (is_open_row(text)
                && (!found.is_empty() || lines.get(place + 1).is_some_and(|next| is_row(next))))
        {
            found.push(text);
            read = place + 1;
        } else if !text.trim().is_empty() || found.is_empty() {
            break;
        }
    }
    if found.is_empty() {
        return Err(1);
    }
    if found.iter().all(|text| is_blank(text)) {
        return Err(read);
    }
    let cells: Vec<Vec<String>> = found.iter().map(|text| cells(text)).collect();
    let texts = |row: &Vec<String>| row.iter().filter(|cell| !cell.is_empty()).count();
    let several = cells.iter().filter(|row| texts(row) > 1).count();
    let single = cells.iter().filter(|row| texts(row) == 1).count();
    if single >= 3 && several * 10 <= single {
        let stream = found.iter().flat_map(|text| stream_cells(text));
        return Ok((
            read,
            rows(stream.map(|cell| vec![cell]).collect(), Arrangement::Stream),
        ));
    }
    Ok((read, rows(cells, Arrangement::Rows)))
}

/// As many cells with their bar in the next line are the way a whole text is written.
const BARS_BEHIND: usize = 6;

/// The text with each bar at the end of its cell, where bars stand alone in the line behind it.
pub(super) fn with_bars_joined(text: &str) -> Cow<'_, str> {
    let is_lone = |line: &str| matches!(line.trim(), "|" | "｜");
    let lines: Vec<&str> = text.lines().collect();
    let mut behind = 0;
    let mut ended = 0;
    for pair in lines.windows(2) {
        if let [cell, bar] = pair {
            let bare = !cell.trim().is_empty() && !cell.contains(is_bar);
            behind += usize::from(bare && is_lone(bar));
            // Lines of nothing but bars are empty cells in either way of writing.
            ended += usize::from(!is_blank(cell) && cell.trim().ends_with(is_bar));
        }
    }
    if behind < BARS_BEHIND || ended * 4 > behind {
        return Cow::Borrowed(text);
    }
    let mut joined = String::with_capacity(text.len());
    for (place, line) in lines.iter().enumerate() {
        let next_is_bar = lines.get(place + 1).is_some_and(|next| is_lone(next));
        let bare = !line.trim().is_empty() && !line.contains(is_bar);
        joined.push_str(line);
        joined.push(if bare && next_is_bar { ' ' } else { '\n' });
    }
    Cow::Owned(joined)
}

/// The bars in use, as one.
fn is_bar(character: char) -> bool {
    matches!(character, '|' | '｜' | '│' | '┃')
}

/// A line that begins or ends with a bar.
pub(in crate::import::readers) fn is_row(text: &str) -> bool {
    let text = text.trim();
    text.ends_with(is_bar)
        || (text.starts_with(is_bar) && text.chars().filter(|c| is_bar(*c)).count() > 1)
}

/// A line with a bar somewhere, within a table: its end may be cut off.
fn is_open_row(text: &str) -> bool {
    text.contains(" | ") || text.contains(" ｜ ")
}

/// Whether a line holds nothing but bars.
fn is_blank(text: &str) -> bool {
    text.chars().all(|c| is_bar(c) || c.is_whitespace())
}

/// The cells of a row; a bar at either end is its frame.
pub(in crate::import::readers) fn cells(text: &str) -> Vec<String> {
    let text = text.trim();
    let text = text.strip_prefix(is_bar).unwrap_or(text);
    let text = text.strip_suffix(is_bar).unwrap_or(text);
    split(text)
}

/// The cells of a line in which each ends with a bar; a line of bars is as many empty cells.
fn stream_cells(text: &str) -> Vec<String> {
    let text = text.trim();
    if is_blank(text) {
        return vec![String::new(); text.chars().filter(|c| is_bar(*c)).count()];
    }
    cells(text)
}

/// Parts a text at its bars, but not at those with a backslash before them.
fn split(text: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for character in text.chars() {
        if is_bar(character) && !escaped {
            cells.push(String::new());
        } else if let Some(cell) = cells.last_mut() {
            if escaped && is_bar(character) {
                cell.pop();
            }
            cell.push(character);
        }
        escaped = character == '\\';
    }
    for cell in &mut cells {
        *cell = cell.trim().to_owned();
    }
    cells
}
