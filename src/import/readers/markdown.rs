//! Markdown as converters of PDF and web pages write it.

use crate::import::error::ImportError;
use crate::import::limits::Limits;
use crate::import::source::{Arrangement, Block, Grid};
use crate::marked::{self, MarkKind};

use super::html;
use super::text::{bars, line, rows};

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
///
/// # Errors
/// If a table in it has more than any report.
pub(super) fn blocks(name: &str, text: &str, limits: &Limits) -> Result<Vec<Block>, ImportError> {
    let lines: Vec<&str> = text.lines().collect();
    let mut blocks = Vec::new();
    let mut at = 0;
    // No line before this one begins a table written one cell to a line.
    let mut no_stream_before = 0;
    while let Some(&text) = lines.get(at) {
        let rest = lines.get(at..).unwrap_or_default();
        if let Some(read) = html_lines(rest) {
            let markup = rest.get(..read).unwrap_or_default().join("\n");
            for block in html::blocks(name, &markup, limits)? {
                match block {
                    Block::Line(text) => blocks.extend(unmarked(&text)),
                    grid @ Block::Grid(_) => blocks.push(grid),
                }
            }
            at += read;
        } else if let Some((read, grid)) =
            bordered(rest).or_else(|| piped(&lines, at, &mut no_stream_before))
        {
            blocks.extend(grid.map(Block::Grid));
            at += read;
        } else {
            if !is_rule(text) {
                blocks.extend(unmarked(text));
            }
            at += 1;
        }
    }
    Ok(blocks)
}

/// A line of text, or a heading, without its marks.
fn unmarked(text: &str) -> Option<Block> {
    line(&marked::line(&plain(heading(text).unwrap_or(text))))
}

/// A table with bars and a delimiter line, or rows with bars alone, and how many lines it takes;
/// lines of nothing but bars hold none.
fn piped(lines: &[&str], at: usize, no_stream_before: &mut usize) -> Option<(usize, Option<Grid>)> {
    let lines = lines.get(at..)?;
    let count = lines.iter().take_while(|text| bars::is_row(text)).count();
    let rows_with_bars = lines.get(..count).filter(|lines| !lines.is_empty())?;
    let delimited = rows_with_bars.iter().any(|text| is_delimiter(text));
    if !delimited {
        // Without a delimiter it may as well be one cell a line, with empty lines between.
        let rest = Some(lines).filter(|_| at >= *no_stream_before);
        match rest.map(bars::grid) {
            Some(Ok((read, grid))) if grid.arrangement == Arrangement::Stream => {
                return Some((read, Some(grid)));
            }
            Some(Ok((read, _)) | Err(read)) => *no_stream_before = at + read,
            None => {}
        }
    }
    let cells = rows_with_bars
        .iter()
        .filter(|text| !is_delimiter(text))
        .map(|text| bars::cells(text).iter().map(|cell| plain(cell)).collect());
    let cells: Vec<Vec<String>> = cells.collect();
    let is_blank = cells.iter().flatten().all(String::is_empty);
    Some((count, (!is_blank).then(|| rows(cells, Arrangement::Rows))))
}

/// A table drawn with `+---+`, and how many lines it takes; borders alone hold none.
fn bordered(lines: &[&str]) -> Option<(usize, Option<Grid>)> {
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
    let grid = (!table.is_empty()).then(|| rows(table, Arrangement::Rows));
    Some((count, grid))
}

/// How many lines belong to the tables written in HTML that begin in the first one.
fn html_lines(lines: &[&str]) -> Option<usize> {
    let mut depth = 0usize;
    let mut tagged = 0;
    for (place, text) in lines.iter().enumerate() {
        let text = text.to_ascii_lowercase();
        let (begun, ended) = (
            text.matches("<table").count(),
            text.matches("</table").count(),
        );
        if place == 0 && begun == 0 {
            return None;
        }
        if text.contains("<t") || text.contains("</t") {
            tagged = place + 1;
        }
        depth = (depth + begun).saturating_sub(ended);
        if depth == 0 {
            return Some(place + 1);
        }
    }
    // One without an end is what has its tags.
    Some(tagged)
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
    let text = with_signs(&text);
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

/// What stands beside a text, between what Markdown and its readers write around it.
const AROUND: [(&str, &str, MarkKind); 6] = [
    ("~~", "~~", MarkKind::StruckOut),
    ("<del>", "</del>", MarkKind::StruckOut),
    ("<s>", "</s>", MarkKind::StruckOut),
    ("<sup>", "</sup>", MarkKind::Superscript),
    ("<sub>", "</sub>", MarkKind::Subscript),
    ("[^", "]", MarkKind::Reference),
];

/// A text with the signs of [`marked`] instead of Markdown's own.
fn with_signs(text: &str) -> String {
    let mut signed = text.to_owned();
    for (begin, end, kind) in AROUND {
        let mut whole = String::with_capacity(signed.len());
        let mut rest = signed.as_str();
        while let Some((before, behind)) = rest.split_once(begin) {
            let Some((run, after)) = behind.split_once(end) else {
                break;
            };
            whole.push_str(before);
            whole.push_str(&kind.around(run));
            rest = after;
        }
        whole.push_str(rest);
        signed = whole;
    }
    signed
}

/// Links as their text, pictures left out.
fn without_links(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('[') {
        // Up to the next bracket: no part of the text is searched twice.
        let own = behind.split(['[', '\n']).next().unwrap_or_default();
        let target = own.split_once("](").and_then(|(words, target)| {
            let end = words.len() + "](".len() + target.find(')')?;
            Some((words, behind.get(end..)?.strip_prefix(')')?))
        });
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

    fn read(text: &str) -> Vec<Block> {
        blocks("年报.md", text, &Limits::USUAL).unwrap()
    }

    #[test]
    fn text_around_html_tables_stays() {
        let table = |cell: &str| format!("<table><tr><td>{cell}</td><td>1</td></tr></table>");
        let text = format!("前**文**{}中文{}后文\n尾", table("甲"), table("乙"));
        let found = shown(&read(&text));
        assert_eq!(found, ["前文", "甲¦1", "中文", "乙¦1", "后文", "尾"]);
        // A table in a cell is part of it; one without an end ends with its last tag.
        let text = format!("<table><tr><td>{}</td><td>2\n后文\n\n尾", table("丙"));
        let found = shown(&read(&text));
        assert_eq!(found, ["丙\n1¦2", "后文", "尾"]);
    }

    #[test]
    fn brackets_that_are_no_links_stay() {
        let open = "[".repeat(200_000);
        assert_eq!(without_links(&open), open);
        assert_eq!(without_links("[甲[乙](c) ](d"), "[甲乙 ](d");
    }

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
            shown(&read(text)),
            ["一、总体", "见附件。", "项目¦甲\n乙/规章¦3/其他¦", "后文"]
        );
    }

    #[test]
    fn drawn_tables_join_the_lines_of_a_cell() {
        let text =
            "+----+----+\n| 商业 | 3  |\n| 企业 |    |\n+====+====+\n| 其他 | 4  |\n+----+----+\n";
        assert_eq!(shown(&read(text)), ["商业企业¦3/其他¦4"]);
    }

    #[test]
    fn html_tables_keep_their_places() {
        let text = "前文\n<table><tr><td rowspan=2>甲</td><td>1</td></tr>\n<tr><td>2</td></tr></table>\n后文";
        let blocks = read(text);
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
