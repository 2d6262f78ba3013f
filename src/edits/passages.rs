//! The texts on a workbook's last sheet, put back to their parts by the headings.

use crate::export::document::{Block, Document};
use crate::export::xlsx::{LONGEST_TEXT, TEXT_SHEET};
use crate::form::Part;
use crate::narrative::{Figures, Shown};
use crate::returns::{Place, Return};
use crate::workbook::{Entry, Sheet, Workbook};

use super::{Change, Edits, Target, squeezed};

/// A part of the report as the sheet holds it.
#[derive(Default)]
struct Passage {
    /// The heading; empty for what stands before the first one.
    heading: String,
    paragraphs: Vec<String>,
}

/// Notes every part whose paragraphs are others.
pub(super) fn compare(
    ret: &Return,
    figures: &Figures<'_>,
    document: &Document,
    workbook: &Workbook,
    edits: &mut Edits,
) {
    let shown: Vec<Shown> = ret
        .narrative
        .values()
        .map(|text| text.shown(figures))
        .collect();
    let expected = expected(&shown, document);
    let Some(sheet) = workbook.sheet(TEXT_SHEET) else {
        if !ret.narrative.is_empty() {
            edits.remarks.push(format!(
                "工作表“{TEXT_SHEET}”找不到，各部分文字沿用导出时的内容"
            ));
        }
        return;
    };
    let found = match found(sheet, &expected, &shown, document) {
        Ok(found) => found,
        Err(remark) => {
            edits.remarks.push(remark);
            return;
        }
    };
    for (old, new) in expected.iter().zip(&found) {
        let part = figures
            .form
            .parts
            .iter()
            .find(|part| part.title == old.heading);
        let Some(part) = part.filter(|_| !same(&old.paragraphs, &new.paragraphs)) else {
            continue;
        };
        let before = ret.text(&part.id).shown(figures);
        edits.changes.push(change(part, &before, old, new));
    }
}

fn change(part: &Part, before: &Shown, old: &Passage, new: &Passage) -> Change {
    let text = new.paragraphs.join("\n");
    Change {
        place: Place::Part(part.id.clone()),
        label: format!("“{}”的文字", part.short),
        old: old.paragraphs.join("\n"),
        target: Target::Text(part.id.clone(), before.retyped(&text)),
        new: text,
    }
}

/// Whether paragraphs say the same. One that is too long for a cell stands in several.
fn same(old: &[String], new: &[String]) -> bool {
    let all = |paragraphs: &[String]| squeezed(&paragraphs.concat());
    let each = |paragraphs: &[String]| -> Vec<String> {
        paragraphs.iter().map(|text| squeezed(text)).collect()
    };
    let parted = old.iter().any(|text| text.chars().count() > LONGEST_TEXT);
    each(old) == each(new) || (parted && all(old) == all(new))
}

/// The passages as they were exported, the one before the first heading first.
fn expected(texts: &[Shown], document: &Document) -> Vec<Passage> {
    let mut passages = vec![Passage::default()];
    for block in &document.blocks {
        match block {
            Block::Heading(heading) | Block::Annex(heading) => passages.push(Passage {
                heading: heading.clone(),
                paragraphs: Vec::new(),
            }),
            Block::Paragraph(text) if !is_furniture(text, texts, document) => {
                if let Some(passage) = passages.last_mut() {
                    passage.paragraphs.push(text.clone());
                }
            }
            _ => {}
        }
    }
    passages
}

/// The passages on the sheet, as many as expected and in the same order.
fn found(
    sheet: &Sheet,
    expected: &[Passage],
    texts: &[Shown],
    document: &Document,
) -> Result<Vec<Passage>, String> {
    let lines: Vec<&str> = sheet
        .column(0)
        .filter_map(|(_, content)| match &content.entry {
            Entry::Text(text) | Entry::Number(text) => Some(text.as_str()),
            Entry::Blank | Entry::Fault(_) => None,
        })
        .collect();
    let lines = without_title(&lines, document).ok_or_else(|| {
        format!(
            "“{TEXT_SHEET}”中的报告标题改过，各部分文字沿用导出时的内容；标题请在基本信息中修改"
        )
    })?;
    let mut headings = expected
        .iter()
        .skip(1)
        .map(|passage| &passage.heading)
        .peekable();
    let mut passages = vec![Passage::default()];
    for &line in lines {
        if headings
            .peek()
            .is_some_and(|next| squeezed(next) == squeezed(line))
        {
            passages.push(Passage {
                heading: headings.next().cloned().unwrap_or_default(),
                paragraphs: Vec::new(),
            });
        } else if let Some(passage) = passages.last_mut()
            && !is_furniture(line, texts, document)
        {
            let paragraphs = line.lines().map(str::trim);
            let paragraphs = paragraphs.filter(|text| !text.is_empty());
            passage.paragraphs.extend(paragraphs.map(str::to_owned));
        }
    }
    match headings.next() {
        Some(lost) => Err(format!(
            "“{TEXT_SHEET}”中的标题“{lost}”找不到，各部分文字沿用导出时的内容"
        )),
        None => Ok(passages),
    }
}

/// The lines behind the title; `None` if it is not the one that was exported.
fn without_title<'a, 'b>(lines: &'a [&'b str], document: &Document) -> Option<&'a [&'b str]> {
    let title = document.blocks.iter().find_map(|block| match block {
        Block::Title(title) => Some(title.as_slice()),
        _ => None,
    });
    let title = title.unwrap_or_default();
    let (found, rest) = lines.split_at_checked(title.len())?;
    let mut pairs = title.iter().zip(found);
    pairs
        .all(|(title, line)| squeezed(title) == squeezed(line))
        .then_some(rest)
}

/// Lines that are no part's text: where a table stands, what the program adds, and those to
/// be signed.
fn is_furniture(line: &str, texts: &[Shown], document: &Document) -> bool {
    if line.starts_with("（见工作表“") {
        return true;
    }
    let typed = |text: &str| texts.iter().any(|part| part.text.contains(text));
    document.blocks.iter().any(|block| match block {
        Block::SignOff(fields) => fields
            .iter()
            .any(|(label, _)| line.trim_start().starts_with(&format!("{label}："))),
        Block::Paragraph(text) => text == line.trim() && !typed(text),
        _ => false,
    })
}
