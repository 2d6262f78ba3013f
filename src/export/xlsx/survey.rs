//! The list of a survey: a sheet with a row for every file, and one with a row for everything
//! that is to be looked at.

use rust_xlsxwriter::{DocProperties, FormatAlign, Workbook, Worksheet, XlsxError};

use super::super::ExportError;
use super::text_lines::clipped;
use super::{creation, faces, page, sheet};
use crate::form::Severity;
use crate::survey::{Summary, Surveyed, duplicates};

const FILE_SHEET: &str = "汇总";
const PROBLEM_SHEET: &str = "问题";
/// More rows than anyone reads; Excel keeps twice as many.
const MOST_ROWS: usize = 500_000;

/// How many columns a summary fills.
const SUMMARY_ENTRIES: usize = 10;

/// Heads with column widths in millimetres.
const FILE_HEADS: [(&str, f64); 14] = [
    ("序号", 12.0),
    ("文件", 60.0),
    ("单位", 50.0),
    ("年度", 14.0),
    ("版式", 14.0),
    ("是什么", 30.0),
    ("格式", 22.0),
    ("已读", 14.0),
    ("应填", 14.0),
    ("硬性", 14.0),
    ("存疑", 14.0),
    ("提示", 14.0),
    ("结果", 26.0),
    ("说明", 80.0),
];
const PROBLEM_HEADS: [(&str, f64); 9] = [
    ("序号", 12.0),
    ("文件", 60.0),
    ("单位", 50.0),
    ("年度", 14.0),
    ("性质", 18.0),
    ("编号", 14.0),
    ("位置", 50.0),
    ("原文", 60.0),
    ("问题", 100.0),
];

/// The workbook's bytes; the same for the same survey, on every system.
///
/// `date` is the day the file says it was made, as `2024-01-26`.
///
/// # Errors
///
/// [`ExportError::Sheet`] or [`ExportError::Workbook`] for what the format
/// can't hold.
pub fn write_survey(files: &[Surveyed], date: Option<&str>) -> Result<Vec<u8>, ExportError> {
    let failed = |source| ExportError::Workbook(Box::new(source));
    let properties = DocProperties::new()
        .set_title("政府信息公开工作年度报告审核清单")
        .set_creation_datetime(&creation(date).map_err(failed)?);
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties);
    sheet(&mut workbook, FILE_SHEET, |sheet| {
        let mut list = List::begin(sheet, &FILE_HEADS)?;
        let remarks = remarks(files);
        for (number, (file, remarks)) in files.iter().zip(&remarks).enumerate() {
            list.row(&file_row(number, file, remarks))?;
        }
        list.end()
    })?;
    sheet(&mut workbook, PROBLEM_SHEET, |sheet| {
        let mut list = List::begin(sheet, &PROBLEM_HEADS)?;
        for (number, file) in files.iter().enumerate() {
            for row in problem_rows(number, file) {
                list.row(&row)?;
            }
        }
        list.end()
    })?;
    workbook.save_to_buffer().map_err(failed)
}

/// What stands in a cell.
enum Entry<'a> {
    Text(&'a str),
    Count(usize),
}

/// A sheet that is filled row by row under its heads.
struct List<'a> {
    sheet: &'a mut Worksheet,
    width: f64,
    columns: u16,
    row: u32,
}

impl<'a> List<'a> {
    fn begin(sheet: &'a mut Worksheet, heads: &[(&str, f64)]) -> Result<Self, XlsxError> {
        let format = faces::year_label(FormatAlign::Center);
        for (column, (head, width)) in (0..).zip(heads) {
            sheet.set_column_width_pixels(column, page::pixels(*width))?;
            sheet.write_string_with_format(0, column, *head, &format)?;
        }
        sheet.set_freeze_panes(1, 2)?;
        sheet.set_repeat_rows(0, 0)?;
        Ok(Self {
            sheet,
            width: heads.iter().map(|(_, width)| width).sum(),
            columns: u16::try_from(heads.len()).unwrap_or(u16::MAX),
            row: 1,
        })
    }

    /// Rows past the end of what anyone reads are left out.
    fn row(&mut self, entries: &[Entry<'_>]) -> Result<(), XlsxError> {
        if self.row as usize > MOST_ROWS {
            return Ok(());
        }
        let left = faces::year_label(FormatAlign::Left);
        let figure = faces::year_figure(0);
        for (column, entry) in (0..).zip(entries) {
            match entry {
                Entry::Text("") => self.sheet.write_blank(self.row, column, &left)?,
                Entry::Text(text) => {
                    let text = clipped(text);
                    self.sheet
                        .write_string_with_format(self.row, column, text, &left)?
                }
                Entry::Count(count) => {
                    let number = u32::try_from(*count).unwrap_or(u32::MAX);
                    self.sheet
                        .write_number_with_format(self.row, column, number, &figure)?
                }
            };
        }
        self.row += 1;
        Ok(())
    }

    fn end(self) -> Result<(), XlsxError> {
        let (row, column) = (self.row - 1, self.columns.saturating_sub(1));
        self.sheet.autofilter(0, 0, row, column)?;
        page::set_up_paper(self.sheet, self.width as f32);
        Ok(())
    }
}

/// What is to be known of each file, in a line.
fn remarks(files: &[Surveyed]) -> Vec<String> {
    let mut remarks: Vec<Vec<String>> = files
        .iter()
        .map(|file| match &file.result {
            Ok(summary) => summary.remarks.clone(),
            Err(sentence) => vec![sentence.clone()],
        })
        .collect();
    for duplicate in duplicates(files) {
        let sentence = duplicate.sentence(files);
        for &place in &duplicate.files {
            if let Some(remarks) = remarks.get_mut(place) {
                remarks.push(sentence.clone());
            }
        }
    }
    remarks.iter().map(|remarks| remarks.join("；")).collect()
}

fn file_row<'a>(number: usize, file: &'a Surveyed, remarks: &'a str) -> Vec<Entry<'a>> {
    let path = Entry::Text(shown_path(file));
    let state = Entry::Text(file.state().label());
    let end = [state, Entry::Text(remarks)];
    let begin = [Entry::Count(number + 1), path];
    let middle = match &file.result {
        Ok(summary) => summary_entries(summary),
        Err(_) => (0..SUMMARY_ENTRIES).map(|_| Entry::Text("")).collect(),
    };
    begin.into_iter().chain(middle).chain(end).collect()
}

fn summary_entries(summary: &Summary) -> Vec<Entry<'_>> {
    vec![
        Entry::Text(&summary.agency),
        year_entry(summary.year),
        Entry::Text(&summary.edition),
        Entry::Text(summary.origin.label()),
        Entry::Text(summary.origin.format()),
        Entry::Count(summary.read),
        Entry::Count(summary.of),
        Entry::Count(summary.count(Severity::Error)),
        Entry::Count(summary.doubts.len()),
        Entry::Count(summary.count(Severity::Warning)),
    ]
}

/// Something to be looked at.
#[derive(Default)]
struct Problem<'a> {
    kind: &'a str,
    rule: &'a str,
    place: &'a str,
    found: &'a str,
    text: &'a str,
}

fn problem_rows(number: usize, file: &Surveyed) -> Vec<Vec<Entry<'_>>> {
    let report = file.report();
    let agency = report.map_or("", |report| report.agency.as_str());
    let year = report.map_or(0, |report| report.year);
    let rows = problems(file).into_iter().map(|problem| {
        vec![
            Entry::Count(number + 1),
            Entry::Text(shown_path(file)),
            Entry::Text(agency),
            year_entry(year),
            Entry::Text(problem.kind),
            Entry::Text(problem.rule),
            Entry::Text(problem.place),
            Entry::Text(problem.found),
            Entry::Text(problem.text),
        ]
    });
    rows.collect()
}

/// Errors, doubts, warnings; or why there is no report.
fn problems(file: &Surveyed) -> Vec<Problem<'_>> {
    let kind = file.state().label();
    let summary = match &file.result {
        Ok(summary) if summary.is_report() => summary,
        Ok(_) => {
            let text = "不是政府信息公开工作年度报告";
            return vec![Problem {
                kind,
                text,
                ..Problem::default()
            }];
        }
        Err(text) => {
            return vec![Problem {
                kind,
                text,
                ..Problem::default()
            }];
        }
    };
    let findings = |severity| {
        let findings = summary.findings.iter();
        findings
            .filter(move |finding| finding.severity == severity)
            .map(move |finding| Problem {
                kind: if finding.answered {
                    "提示（已说明）"
                } else {
                    severity.label()
                },
                rule: &finding.rule,
                text: &finding.message,
                ..Problem::default()
            })
    };
    let doubts = summary.doubts.iter().map(|doubt| Problem {
        kind: "存疑",
        rule: "",
        place: &doubt.place,
        found: &doubt.found,
        text: &doubt.why,
    });
    let errors = findings(Severity::Error);
    errors
        .chain(doubts)
        .chain(findings(Severity::Warning))
        .collect()
}

/// 0 is no year.
fn year_entry(year: u16) -> Entry<'static> {
    match year {
        0 => Entry::Text(""),
        year => Entry::Count(year.into()),
    }
}

fn shown_path(file: &Surveyed) -> &str {
    file.path.to_str().unwrap_or("（文件名无法显示）")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::{Origin, SurveyedDoubt};

    #[test]
    fn the_list_is_the_same_twice_and_takes_any_text() {
        let summary = Summary {
            origin: Origin::Draft,
            agency: "=1+1".to_owned(),
            year: 2023,
            edition: "C".to_owned(),
            edition_name: "2021年起版".to_owned(),
            read: 1,
            of: 166,
            is_partial: false,
            doubts: vec![SurveyedDoubt {
                place: "甲".to_owned(),
                found: "@乙".repeat(20_000),
                why: "丙".to_owned(),
            }],
            findings: Vec::new(),
            remarks: vec!["丁".to_owned()],
        };
        let files = [
            Surveyed {
                path: "甲.pdf".into(),
                result: Ok(summary),
            },
            Surveyed {
                path: "乙.pdf".into(),
                result: Err("读不出来".to_owned()),
            },
        ];
        let bytes = write_survey(&files, Some("2026-11-22")).unwrap();
        assert_eq!(write_survey(&files, Some("2026-11-22")).unwrap(), bytes);
        assert!(write_survey(&[], None).is_ok());
    }
}
