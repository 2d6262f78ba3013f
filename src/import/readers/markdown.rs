//! Markdown as converters of PDF and web pages write it.

use scraper::{ElementRef, Html, Selector};

use crate::import::source::{Arrangement, Block, Grid, GridCell};

use super::text::{bars, line, rows};

/// The most columns or rows a cell of an embedded table covers.
const WIDEST: usize = 64;

/// Whether a text is Markdown: by its name, or because it has a table or headings of it.
pub(super) fn is_markdown(name: &str, text: &str) -> bool {
    let name = name.to_lowercase();
    if name.ends_with(".md") || name.ends_with(".markdown") {
        return true;
    }
    let mut headings = 0;
    text.lines().any(|text| {
        headings += usize::from(heading(text).is_some());
        is_delimiter(text) || is_border(text) || headings > 2
    })
}

/// The blocks of a Markdown text.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let lines: Vec<&str> = text.lines().collect();
    let mut blocks = Vec::new();
    let mut at = 0;
    while let Some(&text) = lines.get(at) {
        let rest = lines.get(at..).unwrap_or_default();
        if let Some((read, found)) = html_table(rest) {
            blocks.extend(found);
            at += read;
        } else if let Some((read, grid)) = bordered(rest) {
            blocks.push(Block::Grid(grid));
            at += read;
        } else if let Some((read, grid)) = piped(rest) {
            blocks.push(Block::Grid(grid));
            at += read;
        } else {
            if !is_rule(text) {
                let text = heading(text).unwrap_or(text);
                blocks.extend(line(&plain(text)));
            }
            at += 1;
        }
    }
    blocks
}

/// A table with bars and a delimiter line, or rows with bars alone.
fn piped(lines: &[&str]) -> Option<(usize, Grid)> {
    let count = lines.iter().take_while(|text| bars::is_row(text)).count();
    let rows_with_bars = lines.get(..count).filter(|lines| !lines.is_empty())?;
    let delimited = rows_with_bars.iter().any(|text| is_delimiter(text));
    let cells: Vec<Vec<String>> = rows_with_bars
        .iter()
        .filter(|text| !is_delimiter(text))
        .map(|text| bars::cells(text).iter().map(|cell| plain(cell)).collect())
        .collect();
    if !delimited {
        // Without a delimiter it may as well be one cell a line.
        let (read, grid) = bars::grid(lines)?;
        return (grid.arrangement == Arrangement::Stream)
            .then_some((read, grid))
            .or_else(|| Some((count, rows(cells, Arrangement::Rows))));
    }
    Some((count, rows(cells, Arrangement::Rows)))
}

/// A table drawn with `+---+`.
fn bordered(lines: &[&str]) -> Option<(usize, Grid)> {
    if !lines.first().is_some_and(|text| is_border(text)) {
        return None;
    }
    let count = lines
        .iter()
        .take_while(|text| is_border(text) || bars::is_row(text))
        .count();
    let mut table: Vec<Vec<String>> = Vec::new();
    let mut open = false;
    for text in lines.get(..count).unwrap_or_default() {
        if is_border(text) {
            open = false;
            continue;
        }
        let cells: Vec<String> = bars::cells(text).iter().map(|cell| plain(cell)).collect();
        match table.last_mut().filter(|_| open) {
            Some(row) => {
                for (cell, more) in row.iter_mut().zip(cells) {
                    cell.push_str(&more);
                }
            }
            None => table.push(cells),
        }
        open = true;
    }
    (!table.is_empty()).then(|| (count, rows(table, Arrangement::Rows)))
}

/// A table written in HTML.
fn html_table(lines: &[&str]) -> Option<(usize, Vec<Block>)> {
    let first = lines.first()?.to_lowercase();
    if !first.contains("<table") {
        return None;
    }
    let mut depth = 0usize;
    let mut read = 0;
    for text in lines {
        let text = text.to_lowercase();
        depth += text.matches("<table").count();
        depth = depth.saturating_sub(text.matches("</table").count());
        read += 1;
        if depth == 0 {
            break;
        }
    }
    let html = lines.get(..read)?.join("\n");
    let page = Html::parse_fragment(&html);
    let (Ok(tables), Ok(row_of)) = (Selector::parse("table"), Selector::parse("tr")) else {
        return None;
    };
    let before = html.split('<').next().and_then(|text| line(&plain(text)));
    let grids = page.select(&tables).map(|table| {
        let rows: Vec<ElementRef<'_>> = table.select(&row_of).collect();
        Block::Grid(placed(&rows))
    });
    let blocks: Vec<Block> = before.into_iter().chain(grids).collect();
    (!blocks.is_empty()).then_some((read, blocks))
}

/// The cells of an HTML table at their places.
fn placed(rows: &[ElementRef<'_>]) -> Grid {
    let mut covered: Vec<usize> = Vec::new();
    let mut grid = Vec::new();
    for row in rows {
        let mut column = 0;
        let mut cells = Vec::new();
        let mut began: Vec<(usize, usize, usize)> = Vec::new();
        let elements = row.children().filter_map(ElementRef::wrap);
        for cell in elements.filter(|cell| matches!(cell.value().name(), "td" | "th")) {
            while covered.get(column).is_some_and(|left| *left > 0) {
                column += 1;
            }
            let span = |name: &str| {
                let span = cell
                    .value()
                    .attr(name)
                    .and_then(|span| span.trim().parse().ok());
                span.unwrap_or(1).clamp(1, WIDEST)
            };
            let (colspan, rowspan) = (span("colspan"), span("rowspan"));
            let text: String = cell.text().collect();
            cells.push(GridCell {
                column,
                colspan,
                rowspan,
                text: text.trim().to_owned(),
            });
            began.push((column, colspan, rowspan));
            column += colspan;
        }
        for left in &mut covered {
            *left = left.saturating_sub(1);
        }
        for (column, colspan, rowspan) in began {
            if covered.len() < column + colspan {
                covered.resize(column + colspan, 0);
            }
            for left in covered.iter_mut().skip(column).take(colspan) {
                *left = (*left).max(rowspan - 1);
            }
        }
        grid.push(cells);
    }
    Grid {
        arrangement: Arrangement::Placed,
        rows: grid,
    }
}

/// What a heading says.
fn heading(text: &str) -> Option<&str> {
    let bare = text.trim_start().trim_start_matches('#');
    let marks = text.trim_start().len() - bare.len();
    ((1..=6).contains(&marks) && bare.starts_with([' ', '\u{3000}']))
        .then(|| bare.trim().trim_end_matches('#').trim())
}

/// `|---|:--:|`
fn is_delimiter(text: &str) -> bool {
    let text = text.trim();
    text.contains('|')
        && text.contains("--")
        && text.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

/// `+---+===+`
fn is_border(text: &str) -> bool {
    let text = text.trim();
    text.starts_with('+')
        && text.ends_with('+')
        && text.len() > 2
        && text.chars().all(|c| matches!(c, '+' | '-' | '=' | ':'))
}

/// A line between paragraphs.
fn is_rule(text: &str) -> bool {
    let text = text.trim();
    text.len() >= 3
        && ["-", "*", "_"]
            .iter()
            .any(|mark| text.replace(mark, "").trim().is_empty())
}

/// Text without the marks of Markdown.
fn plain(text: &str) -> String {
    let mut text = text
        .replace("**", "")
        .replace("__", "")
        .replace("&nbsp;", " ");
    for mark in ["<br>", "<br/>", "<br />", "<BR>"] {
        text = text.replace(mark, "\n");
    }
    let text = without_links(&text);
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let escapes =
            character == '\\' && characters.peek().is_some_and(char::is_ascii_punctuation);
        if !escapes && character != '`' {
            plain.push(character);
        } else if let Some(next) = characters.next_if(|_| escapes) {
            plain.push(next);
        }
    }
    let quoted = plain.trim_start();
    quoted
        .strip_prefix("> ")
        .unwrap_or(&plain)
        .trim()
        .to_owned()
}

/// Links as their text, pictures left out.
fn without_links(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('[') {
        let target = behind
            .split_once("](")
            .filter(|(words, _)| !words.contains(['[', '\n']))
            .and_then(|(words, after)| Some((words, after.split_once(')')?.1)));
        let Some((words, after)) = target else {
            plain.push_str(before);
            plain.push('[');
            rest = behind;
            continue;
        };
        match before.strip_suffix('!') {
            Some(before) => plain.push_str(before),
            None => {
                plain.push_str(before);
                plain.push_str(words);
            }
        }
        rest = after;
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(blocks: &[Block]) -> Vec<String> {
        blocks
            .iter()
            .map(|block| match block {
                Block::Line(text) => text.clone(),
                Block::Grid(grid) => {
                    let rows = grid.rows.iter().map(|row| {
                        let cells: Vec<&str> = row.iter().map(|cell| cell.text.as_str()).collect();
                        cells.join("¦")
                    });
                    rows.collect::<Vec<_>>().join("/")
                }
            })
            .collect()
    }

    #[test]
    fn tables_lines_and_marks() {
        let text = "## 一、**总体**\n\n见[附件](a.pdf)。![图](b.png)\n\n| 项目 | 甲<br>乙 |\n|---|:--:|\n| 规章 | 3 |\n| 其他 |  |\n***\n后文";
        assert_eq!(
            shown(&blocks(text)),
            ["一、总体", "见附件。", "项目¦甲\n乙/规章¦3/其他¦", "后文"]
        );
    }

    #[test]
    fn drawn_tables_join_the_lines_of_a_cell() {
        let text =
            "+----+----+\n| 商业 | 3  |\n| 企业 |    |\n+====+====+\n| 其他 | 4  |\n+----+----+\n";
        assert_eq!(shown(&blocks(text)), ["商业企业¦3/其他¦4"]);
    }

    #[test]
    fn html_tables_keep_their_places() {
        let text = "前文\n<table><tr><td rowspan=2>甲</td><td>1</td></tr>\n<tr><td>2</td></tr></table>\n后文";
        let blocks = blocks(text);
        assert_eq!(shown(&blocks), ["前文", "甲¦1/2", "后文"]);
        let Some(Block::Grid(grid)) = blocks.get(1) else {
            panic!()
        };
        assert_eq!(
            grid.rows
                .get(1)
                .and_then(|row| row.first())
                .map(|cell| cell.column),
            Some(1)
        );
    }
}
