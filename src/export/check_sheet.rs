//! 审核表: what was checked before a report goes out, for somebody to sign.
//!
//! One neutral document of tables on one grid: who and what, problems with
//! their reasons, every rule with its numbers.

pub(super) mod cells;
mod conclusion;
mod problems;
mod relations;

use crate::assessment::Assessment;
use crate::findings::{Findings, Why, record};
use crate::form::{Form, Severity};
use crate::returns::{Header, HeaderField, Return};

use super::document::{Block, Document, Mark, TableBlock, TableRow, codes};
use super::title::title_lines;
use super::wording::{header_text, iso_date};
use cells::{Row, block};

/// What the sheet is called.
pub const NAME: &str = "审核表";
/// Where the date is written by hand.
const DATE_TO_WRITE: &str = "　　　　年　　月　　日";

/// Builds the check sheet of `ret`. It can be made of any return, however unfinished.
///
/// `assessment` has to be that of the same form and return. `date` is the day of checking;
/// `None` takes the header's date of filling.
pub fn check_sheet(
    form: &Form,
    ret: &Return,
    assessment: &Assessment,
    date: Option<&str>,
) -> Document {
    let header = &ret.header;
    let title = ret.title(form);
    let mut lines = title_lines(&title, header);
    lines.push(NAME.to_owned());
    let date = date.unwrap_or(&header.filled_on);
    let records = record(
        form,
        ret,
        &assessment.derived,
        assessment.last_year.as_ref(),
    );
    let tables = [
        problems::table("一、问题与理由", &assessment.findings),
        relations::table("二、硬性关系（必须成立）", &records, Severity::Error),
        relations::table(
            "三、提示关系（不成立要说明理由）",
            &records,
            Severity::Warning,
        ),
    ];
    let mut blocks = vec![
        Block::Title(lines),
        Block::Table(overview(form, ret, assessment, date)),
    ];
    for table in tables {
        blocks.push(Block::Heading(table.title.clone()));
        blocks.push(Block::Table(table));
    }
    blocks.push(sign_off(header));
    Document {
        // Those of the report, so that sheet and report can be put together.
        codes: codes(form, ret, &assessment.derived),
        carried: None,
        title: format!("{title}{NAME}"),
        agency: header.agency.clone(),
        year: header.year,
        edition: edition(form),
        date: iso_date(date),
        mark: Mark::Final,
        blocks,
        header: Vec::new(),
    }
}

fn edition(form: &Form) -> String {
    format!("{}，{}", form.name, form.basis)
}

/// Who, which report, by which rules, and what came of it.
fn overview(form: &Form, ret: &Return, assessment: &Assessment, date: &str) -> TableBlock {
    let header = &ret.header;
    let year = header_text(header, HeaderField::Year);
    let filled = ret.filled(form);
    let conclusion = conclusion::sentence(form, ret, assessment);
    let rows: Vec<TableRow> = vec![
        wide(HeaderField::Agency.label(), &header.agency),
        paired(
            [HeaderField::Year.label(), &year],
            ["核对日期", &written(date)],
        ),
        wide("报表版式", &edition(form)),
        paired(
            ["规则版本", &rules_version(form)],
            ["已填", &format!("{filled}/{}", form.input_count())],
        ),
        wide("核对结果", &counts(&assessment.findings)),
        wide("结论", &conclusion),
    ];
    block(NAME, rows)
}

/// A label with a text over the rest of the row.
fn wide(label: &str, text: &str) -> TableRow {
    Row::default().head(2, label).text(6, text).done()
}

/// Two labels with their texts.
fn paired(first: [&str; 2], second: [&str; 2]) -> TableRow {
    let ([label, text], [second_label, second_text]) = (first, second);
    Row::default()
        .head(2, label)
        .text(2, text)
        .head(1, second_label)
        .text(3, second_text)
        .done()
}

/// The version of the form's rules, and what an office has added to them.
fn rules_version(form: &Form) -> String {
    let supplements = form.variant.supplements.iter();
    let added: Vec<&str> = supplements.map(|added| added.name.as_str()).collect();
    if added.is_empty() {
        form.version.clone()
    } else {
        format!("{}，另加{}", form.version, added.join("、"))
    }
}

/// A date as offices write it: `2024年1月26日`.
fn written(date: &str) -> String {
    let Some(iso) = iso_date(date) else {
        return date.trim().to_owned();
    };
    let numbers = iso.split('-').map(|digits| digits.trim_start_matches('0'));
    let numbers: Vec<&str> = numbers.collect();
    match numbers.as_slice() {
        [year, month, day] => format!("{year}年{month}月{day}日"),
        _ => iso,
    }
}

fn counts(findings: &Findings) -> String {
    let warnings = findings.count(Severity::Warning);
    let open = findings.open_warnings();
    let reasons = if warnings == 0 {
        String::new()
    } else {
        format!("（已说明 {} 项，未说明 {open} 项）", warnings - open)
    };
    let not_for_this = findings.unchecked.iter();
    let not_for_this = not_for_this
        .filter(|unchecked| matches!(unchecked.why, Why::NotForThis(_)))
        .count();
    let mut text = format!(
        "硬性问题 {} 项；提示 {warnings} 项{reasons}；通过 {} 项；等待填写 {} 项；未核对 {} 项",
        findings.count(Severity::Error),
        findings.held,
        findings.waiting.len(),
        findings.unchecked.len() - not_for_this,
    );
    if not_for_this > 0 {
        text.push_str(&format!("；不适用 {not_for_this} 项"));
    }
    text
}

fn sign_off(header: &Header) -> Block {
    let fields = [
        HeaderField::Filler,
        HeaderField::Reviewer,
        HeaderField::Leader,
    ];
    let mut lines: Vec<(String, String)> = fields
        .into_iter()
        .map(|field| (field.label().to_owned(), header_text(header, field)))
        .collect();
    lines.push(("日期".to_owned(), DATE_TO_WRITE.to_owned()));
    Block::SignOff(lines)
}
