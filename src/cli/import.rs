//! `nianbao import FILE [-o DRAFT] [--json]`

use std::path::Path;

use serde::Serialize;

use super::arguments::ImportArguments;
use super::cells::{PrintedCells, printed_cells};
use super::published::{Report, read_any};
use super::{Failure, Later, Status};
use crate::assessment::Assessment;
use crate::draft;
use crate::files;
use crate::form::catalog::Catalog;
use crate::form::{Form, Severity};
use crate::import::Doubt;
use crate::returns::Place;

/// As [`super::cells`] prints it, and what the importer says of it.
#[derive(Serialize)]
struct Printed<'a> {
    #[serde(flatten)]
    cells: PrintedCells<'a>,
    /// `draft`, or a [`Kind`](crate::import::Kind)'s word.
    kind: &'a str,
    /// What it is that is no report; null for reports.
    other: Option<PrintedOther>,
    /// The reader's word; null for drafts.
    reader: Option<&'a str>,
    doubts: Vec<PrintedDoubt<'a>>,
    remarks: Vec<&'a str>,
    headings: Vec<&'a str>,
}

/// What a file is that is no report.
#[derive(Serialize)]
struct PrintedOther {
    /// An [`Other`](crate::import::Other)'s word.
    what: &'static str,
    /// The same as a clause for people: whose, or what it calls itself, and why it is none.
    seems: String,
}

/// A doubt about a cell, or about another place of the return.
#[derive(Serialize)]
struct PrintedDoubt<'a> {
    cell: Option<&'a str>,
    /// A header field's word or a part's id, where it is not about a cell.
    place: Option<&'a str>,
    found: &'a str,
    why: &'a str,
}

/// Reads, prints, and writes a draft if it is asked for. What was not sure is said in any case.
pub(super) fn run(catalog: &Catalog, arguments: &ImportArguments) -> Result<Status, Failure> {
    let report = read_any(catalog, &arguments.file, Later::Left)?;
    for note in report.notes() {
        eprintln!("{note}");
    }
    if let Some(sentence) = report.refusal() {
        if arguments.json {
            say!("{}", as_json(&report, &report.assessment(catalog)));
        }
        return Err(Failure::unreadable(sentence));
    }
    if let Some(output) = &arguments.output {
        refuse_taken(output)?;
    }
    let assessment = report.assessment(catalog);
    if arguments.json {
        say!("{}", as_json(&report, &assessment));
    } else {
        print_lines(&arguments.file, &report, &assessment);
    }
    if let Some(output) = &arguments.output {
        let bytes = draft::write(&report.form, &report.draft.ret, &report.draft.unknown);
        files::write_whole(output, &bytes, files::Previous::Kept).map_err(Failure::unwritable)?;
        if !arguments.json {
            say!("已写入 {}", output.display());
        }
    }
    let errors = assessment.findings.count(Severity::Error);
    Ok(if errors > 0 || !report.doubts().is_empty() {
        Status::Findings
    } else {
        Status::Fine
    })
}

/// A draft never takes the place of another file.
fn refuse_taken(output: &Path) -> Result<(), Failure> {
    if output.exists() {
        return Err(Failure::unwritable(format!(
            "“{}”已经存在，没有覆盖。请换一个文件名",
            output.display()
        )));
    }
    Ok(())
}

fn as_json(report: &Report, assessment: &Assessment) -> String {
    let form = &report.form;
    let ret = &report.draft.ret;
    let doubts = report.doubts().iter();
    let headings = ret.provenance.iter().flat_map(|from| &from.headings);
    let printed = Printed {
        cells: printed_cells(form, ret, &assessment.derived),
        kind: report.kind_word(),
        other: printed_other(report),
        reader: report.reader().map(|reader| reader.word()),
        doubts: doubts.map(|doubt| as_doubt(form, doubt)).collect(),
        remarks: report.remarks().collect(),
        headings: headings.map(String::as_str).collect(),
    };
    serde_json::to_string_pretty(&printed).unwrap_or_default()
}

fn printed_other(report: &Report) -> Option<PrintedOther> {
    Some(PrintedOther {
        what: report.other()?.word(),
        seems: report.seems()?,
    })
}

fn as_doubt<'a>(form: &'a Form, doubt: &'a Doubt) -> PrintedDoubt<'a> {
    let (cell, place) = match &doubt.place {
        Place::Cell(cell) => (Some(form.key(*cell)), None),
        Place::Part(part) | Place::Text { part, .. } => (None, Some(part.as_str())),
        Place::Header(field) => (None, Some(field.map_or("header", |field| field.word()))),
        Place::Charts => (None, Some("charts")),
    };
    PrintedDoubt {
        cell,
        place,
        found: &doubt.found,
        why: &doubt.why,
    }
}

fn print_lines(file: &Path, report: &Report, assessment: &Assessment) {
    let (form, ret) = (&report.form, &report.draft.ret);
    say!("{}：{}", file.display(), report.label());
    let figures = assessment.figures(form);
    let stated = |text: &str| match text.trim() {
        "" => "（没有读到）".to_owned(),
        text => text.to_owned(),
    };
    let year = match ret.header.year {
        0 => String::new(),
        year => year.to_string(),
    };
    say!("  单位  {}", stated(&ret.header.agency));
    say!("  年度  {}", stated(&year));
    say!("  版式  {}", form.name);
    say!(
        "  数字  {}/{}，存疑 {} 处",
        ret.filled(form),
        form.input_count(),
        report.doubts().len()
    );
    for part in &form.parts {
        let length = ret.text(&part.id).shown(&figures).text.chars().count();
        if length > 0 {
            let title = Place::Part(part.id.clone()).label(form);
            say!("  文字  {title}  {length} 字");
        }
    }
    for doubt in report.doubts() {
        say!(
            "  存疑  {}  {}：{}",
            doubt.place.label(form),
            one_line(&doubt.found),
            doubt.why
        );
    }
    for remark in report.remarks() {
        say!("  说明  {remark}");
    }
    for finding in &assessment.findings.broken {
        say!(
            "  {}  {}  {}",
            finding.severity.label(),
            finding.rule,
            finding.message
        );
    }
}

/// A text as it can stand in a line: with quotes, or said to be none.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.is_empty() {
        "（空）".to_owned()
    } else {
        format!("“{}”", words.join(" "))
    }
}
