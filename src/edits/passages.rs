//! The texts on a workbook's last sheet, put back to their parts by the headings.

use crate::charts::Chart;
use crate::export::document::{Block, Document};
use crate::export::xlsx::{TEXT_SHEET, TextLineKind as Kind, chart_line, text_lines};
use crate::export::{paragraph_ranges, sign_off};
use crate::form::{Form, Part};
use crate::narrative::Figures;
use crate::returns::{Place, Return};
use crate::workbook::{Entry, Sheet, Workbook};

use super::paragraphs::{cells, retyped};
use super::{Change, Edits, Target, squeezed};

/// A part of the report as it was exported.
#[derive(Default)]
struct Expected<'a> {
    /// The heading; empty for what stands before the first one.
    heading: String,
    part: Option<&'a Part>,
    /// What the part's cells say, in the order of the sheet.
    typed: Vec<String>,
    /// The lines the program adds behind them. Each is one of several.
    added: Vec<Vec<String>>,
}

/// A part of the report as the sheet holds it.
#[derive(Default)]
struct Found {
    lines: Vec<String>,
    /// Whether a cell holds a formula without a result.
    unread: bool,
}

/// What a change of texts is found with.
pub(super) struct Material<'a> {
    pub ret: &'a Return,
    pub figures: &'a Figures<'a>,
    /// The figures with the changes of the tables taken over.
    pub now: &'a Figures<'a>,
    /// All the charts of the year.
    pub charts: &'a [Chart],
    pub document: &'a Document,
    pub workbook: &'a Workbook,
}

/// Notes every part whose paragraphs are others.
pub(super) fn compare(material: &Material<'_>, edits: &mut Edits) {
    let Material { ret, figures, .. } = material;
    let expected = expected(material);
    let Some(sheet) = material.workbook.sheet(TEXT_SHEET) else {
        if !ret.narrative.is_empty() {
            edits.remarks.push(format!(
                "工作表“{TEXT_SHEET}”找不到，各部分文字沿用导出时的内容"
            ));
        }
        return;
    };
    let mut found = match found(sheet, &expected, material.document) {
        Ok(found) => found,
        Err(remark) => {
            edits.remarks.push(remark);
            return;
        }
    };
    if let Some((expected, found)) = expected.last().zip(found.last_mut()) {
        take_sign_off(material.document, expected, found, edits);
    }
    for (old, mut new) in expected.iter().zip(found) {
        take_added(old, &mut new.lines);
        let Some(part) = old.part else {
            continue;
        };
        if new.unread {
            edits.remarks.push(format!(
                "“{}”的文字里有还没有算出结果或出错的公式，这部分文字沿用导出时的内容",
                part.short
            ));
            continue;
        }
        let before = ret.text(&part.id).shown(figures);
        if let Some(text) = retyped(&before, material.now, &new.lines) {
            edits.changes.push(Change {
                place: Place::Part(part.id.clone()),
                label: format!("“{}”的文字", part.short),
                old: old.typed.join("\n"),
                new: new.lines.join("\n"),
                target: Target::Text(part.id.clone(), text),
            });
        }
    }
}

/// The passages as they were exported, the one before the first heading first.
fn expected<'a>(material: &Material<'a>) -> Vec<Expected<'a>> {
    let mut passages: Vec<Expected> = vec![passage(material, "")];
    let mut typed = 0;
    for line in text_lines(material.document) {
        if line.kind == Kind::Heading {
            passages.push(passage(material, &line.text));
            typed = 0;
        } else if let Some(passage) = passages.last_mut() {
            match line.kind {
                // Behind the part's own paragraphs stand those that the program adds.
                Kind::Paragraph if typed < passage.typed.len() => typed += 1,
                Kind::Paragraph | Kind::Reference => passage.added.push(vec![squeezed(&line.text)]),
                Kind::Title | Kind::Heading | Kind::SignOff => {}
            }
        }
    }
    for passage in &mut passages {
        let charts = material.charts.iter().filter(|chart| {
            let asked_for = material.ret.charts.contains(&chart.id);
            asked_for && passage.part.is_some_and(|part| part.id == chart.part)
        });
        // Which charts were drawn may have hung on years that are not known here.
        let lines = charts.map(|chart| {
            let numbers = 1..=material.ret.charts.len();
            numbers
                .map(|number| squeezed(&chart_line(number, &chart.title)))
                .collect()
        });
        passage.added.extend(lines.collect::<Vec<_>>());
    }
    passages
}

fn passage<'a>(material: &Material<'a>, heading: &str) -> Expected<'a> {
    let form: &'a Form = material.figures.form;
    let part = form.parts.iter().find(|part| part.title == heading);
    let typed = part.map_or_else(Vec::new, |part| {
        let text = material.ret.text(&part.id).shown(material.figures).text;
        cells(&text)
            .map(|range| text.get(range).unwrap_or_default().to_owned())
            .collect()
    });
    Expected {
        heading: heading.to_owned(),
        part,
        typed,
        added: Vec::new(),
    }
}

/// The passages on the sheet, as many as expected and in the same order.
fn found(sheet: &Sheet, expected: &[Expected], document: &Document) -> Result<Vec<Found>, String> {
    // `None` for what can't be read.
    let lines: Vec<Option<&str>> = sheet
        .column(0)
        .filter_map(|(_, content)| match &content.entry {
            Entry::Text(text) | Entry::Number(text) => Some(Some(text.as_str())),
            Entry::Blank if content.formula.is_none() => None,
            Entry::Blank | Entry::Fault(_) => Some(None),
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
    let mut passages = vec![Found::default()];
    for line in lines {
        let is_heading = |next: &&String| line.is_some_and(|line| squeezed(next) == squeezed(line));
        if headings.next_if(is_heading).is_some() {
            passages.push(Found::default());
        } else if let Some(passage) = passages.last_mut() {
            match line {
                Some(line) => passage.lines.extend(
                    paragraph_ranges(line)
                        .filter_map(|range| line.get(range))
                        .map(str::to_owned),
                ),
                None => passage.unread = true,
            }
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
fn without_title<'a, 'b>(
    lines: &'a [Option<&'b str>],
    document: &Document,
) -> Option<&'a [Option<&'b str>]> {
    let title = document.blocks.iter().find_map(|block| match block {
        Block::Title(title) => Some(title.as_slice()),
        _ => None,
    });
    let title = title.unwrap_or_default();
    let (found, rest) = lines.split_at_checked(title.len())?;
    let mut pairs = title.iter().zip(found);
    pairs
        .all(|(title, line)| line.is_some_and(|line| squeezed(title) == squeezed(line)))
        .then_some(rest)
}

/// Takes away the lines for signatures, and says where they were written into.
fn take_sign_off(document: &Document, expected: &Expected, found: &mut Found, edits: &mut Edits) {
    let fields = document.blocks.iter().find_map(|block| match block {
        Block::SignOff(fields) => Some(fields.as_slice()),
        _ => None,
    });
    let fields = fields.unwrap_or_default();
    let each =
        |texts: &[String]| -> Vec<String> { texts.iter().map(|text| squeezed(text)).collect() };
    let labels: Vec<String> = fields
        .iter()
        .map(|(label, _)| squeezed(&format!("{label}：")))
        .collect();
    let lines = each(&found.lines);
    let Some(block) = sign_off::block_in(&lines, &labels, &each(&expected.typed)) else {
        return;
    };
    for ((label, text), line) in fields.iter().zip(found.lines.drain(block)) {
        if squeezed(&line) != squeezed(&format!("{label}：{text}")) {
            edits.remarks.push(format!(
                "“{TEXT_SHEET}”末尾的“{line}”没有采用，“{label}”请在基本信息中修改"
            ));
        }
    }
}

/// Takes away the lines that the program added, each once, the last of those that say the same.
fn take_added(expected: &Expected, lines: &mut Vec<String>) {
    for added in &expected.added {
        let place = lines
            .iter()
            .rposition(|line| added.contains(&squeezed(line)));
        if let Some(place) = place {
            lines.remove(place);
        }
    }
}
