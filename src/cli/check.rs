//! `nianbao check FILE… [--json] [--list X] [--opinions FOLDER]`, and `nianbao check FILE --pdf P
//! --xlsx X [--date D]`, which writes the check sheet.

mod products;
mod sheet;

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use serde::Serialize;
use serde_json::value::RawValue;

use super::arguments::CheckArguments;
use super::cells::number_literal;
use super::published::read_any;
use super::{Failure, Later, Status};
use crate::assessment::Assessment;
use crate::findings::{Answer, Finding, Findings, SumSide};
use crate::form::catalog::Catalog;
use crate::form::{Cell, Form, Severity};
use crate::returns::Return;
use crate::survey::{Summary, Surveyed, duplicates};
use crate::task::{each_file, find_files};

use products::Products;
use sheet::Sheet;

#[derive(Serialize)]
struct Printed {
    file: String,
    rule: String,
    instance: String,
    severity: &'static str,
    left: Option<PrintedSide>,
    right: Option<PrintedSide>,
    difference: Option<Box<RawValue>>,
    message: String,
    /// Why a warning may stand, if that was said about these figures.
    reason: Option<String>,
}

#[derive(Serialize)]
struct PrintedSide {
    value: Option<Box<RawValue>>,
    cells: Vec<String>,
    /// Cells whose figure of last year is in the sum.
    previous: Vec<String>,
}

/// A file with what was found in it.
struct Checked {
    summary: Summary,
    /// For the error stream.
    notes: Vec<String>,
    /// Why it is no report.
    refusal: Option<String>,
    output: Output,
    /// Of the importer; those that were taken over with a draft are no news.
    doubts: usize,
    /// Kept for the check sheet only.
    whole: Option<Whole>,
}

/// What is printed of a file.
enum Output {
    Json(Vec<Printed>),
    Lines(Vec<String>),
}

/// A return with all that follows from it.
struct Whole {
    form: Arc<Form>,
    ret: Return,
    assessment: Assessment,
}

/// More files than this take long enough to say how far it is.
const MANY: usize = 50;

/// Checks every file; one that can't be read is said and doesn't stop the rest.
pub(super) fn run(catalog: &Catalog, arguments: &CheckArguments) -> Result<Status, Failure> {
    let sheet = Sheet::asked_for(arguments)?;
    let products = Products::asked_for(arguments)?;
    let mut found = find_files(&arguments.files);
    found.paths.retain(|path| !products.holds(path));
    for remark in &found.remarks {
        eprintln!("{remark}");
    }
    let mut worst = if found.paths.is_empty() {
        Status::Unreadable
    } else {
        Status::Fine
    };
    let mut printed = Vec::new();
    let mut surveyed = Vec::with_capacity(found.paths.len());
    let checked = check_files(catalog, arguments, &sheet, &found.paths);
    for (path, checked) in found.paths.iter().zip(checked) {
        let (status, result) = match checked {
            Ok(mut checked) => {
                let status = checked.said(&mut printed);
                let written = checked.whole.as_ref().map(|whole| sheet.write(whole));
                match written {
                    Some(Err(failure)) => worst = worst.max(failure.said()),
                    Some(Ok(())) if !arguments.json => sheet.print_lines(),
                    Some(Ok(())) | None => {}
                }
                (status, Ok(checked.summary))
            }
            Err(sentence) => {
                eprintln!("{sentence}");
                (Status::Unreadable, Err(sentence))
            }
        };
        worst = worst.max(status);
        surveyed.push(Surveyed {
            path: path.clone(),
            result,
        });
    }
    for duplicate in duplicates(&surveyed) {
        eprintln!("{}", duplicate.sentence(&surveyed));
    }
    if arguments.json {
        say!(
            "{}",
            serde_json::to_string_pretty(&printed).unwrap_or_default()
        );
    }
    let written = products.write(&surveyed)?;
    for path in written.paths {
        if !arguments.json {
            say!("已写入 {}", path.display());
        }
    }
    for failure in written.failures {
        worst = worst.max(failure.said());
    }
    Ok(worst)
}

/// Every file's result in the order of the paths; the failure is a whole sentence.
fn check_files(
    catalog: &Catalog,
    arguments: &CheckArguments,
    sheet: &Sheet<'_>,
    paths: &[PathBuf],
) -> Vec<Result<Checked, String>> {
    let later = Later::asked(arguments.edits);
    let work = |path: &Path| {
        check_file(catalog, path, later, arguments.json, sheet).map_err(|failure| failure.message)
    };
    let shows_progress = paths.len() > MANY && std::io::stderr().is_terminal();
    let done = Mutex::new(Vec::with_capacity(paths.len()));
    each_file(paths, &AtomicBool::new(false), work, |place, result| {
        let mut done = done.lock().unwrap_or_else(|broken| broken.into_inner());
        done.push((place, result));
        if shows_progress && done.len() % MANY == 0 {
            eprint!("\r已核对 {}/{}", done.len(), paths.len());
        }
    });
    if shows_progress {
        eprintln!();
    }
    let mut done = done
        .into_inner()
        .unwrap_or_else(|broken| broken.into_inner());
    done.sort_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, result)| result).collect()
}

fn check_file(
    catalog: &Catalog,
    file: &Path,
    later: Later,
    json: bool,
    sheet: &Sheet<'_>,
) -> Result<Checked, Failure> {
    let report = read_any(catalog, file, later)?;
    let assessment = report.assessment(catalog);
    let summary = report.summary(&assessment);
    let refusal = report.refusal();
    let findings = &assessment.findings;
    let output = match (&refusal, json) {
        (Some(_), _) => Output::Lines(Vec::new()),
        (None, true) => {
            let findings = findings.broken.iter();
            Output::Json(
                findings
                    .map(|finding| as_printed(&report.form, file, finding))
                    .collect(),
            )
        }
        (None, false) => {
            let mut lines = lines(file, findings, report.doubts().len());
            // Rules can't tell of what was left out.
            lines.extend(report.remarks().map(|remark| format!("  说明  {remark}")));
            Output::Lines(lines)
        }
    };
    Ok(Checked {
        summary,
        notes: report.notes().to_vec(),
        output,
        doubts: report.doubts().len(),
        whole: (sheet.is_asked_for() && refusal.is_none()).then_some(Whole {
            form: report.form,
            ret: report.draft.ret,
            assessment,
        }),
        refusal,
    })
}

impl Checked {
    /// Prints what is to be said of the file, or adds it to what is printed as JSON at the end;
    /// how it came out.
    fn said(&mut self, printed: &mut Vec<Printed>) -> Status {
        for note in &self.notes {
            eprintln!("{note}");
        }
        match &mut self.output {
            Output::Json(findings) => printed.append(findings),
            Output::Lines(lines) => lines.iter().for_each(|line| say!("{line}")),
        }
        if let Some(sentence) = &self.refusal {
            eprintln!("{sentence}");
            Status::Unreadable
        } else if self.summary.count(Severity::Error) > 0 || self.doubts > 0 {
            Status::Findings
        } else {
            Status::Fine
        }
    }
}

fn as_printed(form: &Form, file: &Path, finding: &Finding) -> Printed {
    let side = |side: &SumSide| PrintedSide {
        value: number_literal(side.value),
        cells: keys(form, &side.cells),
        previous: keys(form, &side.previous),
    };
    let sides = finding.sides.as_ref();
    Printed {
        file: file.display().to_string(),
        rule: finding.rule.clone(),
        instance: finding.instance.clone(),
        severity: finding.severity.word(),
        left: sides.map(|sides| side(&sides.left)),
        right: sides.map(|sides| side(&sides.right)),
        difference: sides.and_then(|sides| number_literal(sides.difference)),
        message: finding.message.clone(),
        reason: match &finding.answer {
            Answer::Given(reason) => Some(reason.clone()),
            Answer::None | Answer::Outdated(_) => None,
        },
    }
}

fn keys(form: &Form, cells: &[Cell]) -> Vec<String> {
    let cells = cells.iter();
    cells.map(|&cell| form.key(cell).to_owned()).collect()
}

/// The counts in one line, then a line a finding.
fn lines(file: &Path, findings: &Findings, doubts: usize) -> Vec<String> {
    let doubts = match doubts {
        0 => String::new(),
        count => format!(" · 存疑 {count}（用 nianbao import 查看）"),
    };
    let mut lines = vec![format!(
        "{}：硬性 {} · 提示 {} · 通过 {} · 等待填写 {}{doubts}",
        file.display(),
        findings.count(Severity::Error),
        findings.count(Severity::Warning),
        findings.held,
        findings.waiting.len()
    )];
    lines.extend(findings.broken.iter().map(|finding| {
        let answer = match &finding.answer {
            Answer::None => String::new(),
            Answer::Given(reason) => format!("（已说明：{reason}）"),
            Answer::Outdated(reason) => format!("（数字已改，原来的说明：{reason}）"),
        };
        format!(
            "  {}  {}  {}{answer}",
            finding.severity.label(),
            finding.rule,
            finding.message
        )
    }));
    lines
}
