//! `nianbao check FILE… [--json]`, and `nianbao check FILE --pdf P --xlsx X [--date D]`, which
//! writes the check sheet.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;
use serde_json::value::RawValue;

use super::arguments::CheckArguments;
use super::cells::number_literal;
use super::export::{asked_date, refuse_same_file, targets};
use super::{Failure, Later, Status, read_with};
use crate::assessment::Assessment;
use crate::command::Format;
use crate::files::{self, Previous};
use crate::findings::{Answer, Finding, Findings, SumSide};
use crate::form::catalog::Catalog;
use crate::form::{Cell, Form, Severity};
use crate::returns::Return;
use crate::task::check_sheet_bytes;

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
    form: Arc<Form>,
    ret: Return,
    assessment: Assessment,
}

/// Where the check sheet goes, if it is asked for.
struct Sheet<'a> {
    targets: Vec<(Format, &'a PathBuf)>,
    date: Option<String>,
}

/// Checks every file; one that can't be read is said and doesn't stop the rest.
pub(super) fn run(catalog: &Catalog, arguments: &CheckArguments) -> Result<Status, Failure> {
    let sheet = Sheet::asked_for(arguments)?;
    let json = arguments.json;
    let mut worst = Status::Fine;
    let mut printed = Vec::new();
    for file in &arguments.files {
        let checked = match check_file(catalog, file, Later::asked(arguments.edits)) {
            Ok(checked) => checked,
            Err(failure) => {
                worst = worst.max(failure.said());
                continue;
            }
        };
        let findings = &checked.assessment.findings;
        if findings.count(Severity::Error) > 0 {
            worst = worst.max(Status::Findings);
        }
        if json {
            let findings = findings.broken.iter();
            printed.extend(findings.map(|finding| as_printed(&checked.form, file, finding)));
        } else {
            print_lines(file, findings);
        }
        match sheet.write(&checked) {
            Ok(()) if json => {}
            Ok(()) => sheet.print_lines(),
            Err(failure) => worst = worst.max(failure.said()),
        }
    }
    if json {
        say!(
            "{}",
            serde_json::to_string_pretty(&printed).unwrap_or_default()
        );
    }
    Ok(worst)
}

fn check_file(catalog: &Catalog, file: &Path, later: Later) -> Result<Checked, Failure> {
    let (form, draft) = read_with(catalog, file, later)?;
    let assessment = Assessment::of(catalog, &form, &draft.ret);
    Ok(Checked {
        form,
        ret: draft.ret,
        assessment,
    })
}

impl<'a> Sheet<'a> {
    /// What the arguments say about the check sheet; it is one file's.
    fn asked_for(arguments: &'a CheckArguments) -> Result<Self, Failure> {
        let sheet = Self {
            targets: targets([
                (Format::Pdf, &arguments.pdf),
                (Format::Xlsx, &arguments.xlsx),
            ]),
            date: asked_date(arguments.date.as_deref())?,
        };
        match arguments.files.as_slice() {
            _ if sheet.targets.is_empty() && sheet.date.is_some() => Err(Failure::wrong_usage(
                "--date 是审核表上的日期，请同时写 --pdf 或 --xlsx".to_owned(),
            )),
            _ if sheet.targets.is_empty() => Ok(sheet),
            [file] => {
                refuse_same_file(file, sheet.targets.iter().map(|(_, path)| *path))?;
                Ok(sheet)
            }
            files => Err(Failure::wrong_usage(format!(
                "审核表一次只写一份，这里有 {} 个文件。请分开写",
                files.len()
            ))),
        }
    }

    /// Makes every format first and writes then, so that a failure leaves nothing half done.
    fn write(&self, checked: &Checked) -> Result<(), Failure> {
        let mut made = Vec::new();
        for &(format, path) in &self.targets {
            let Checked {
                form,
                ret,
                assessment,
            } = checked;
            let bytes = check_sheet_bytes(form, ret, assessment, format, self.date.as_deref());
            made.push((path, bytes.map_err(Failure::unwritable)?));
        }
        for (path, bytes) in made {
            files::write_whole(path, &bytes, Previous::Replaced).map_err(Failure::unwritable)?;
        }
        Ok(())
    }

    fn print_lines(&self) {
        for (_, path) in &self.targets {
            say!("已写入 {}", path.display());
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

fn print_lines(file: &Path, findings: &Findings) {
    say!(
        "{}：硬性 {} · 提示 {} · 通过 {} · 等待填写 {}",
        file.display(),
        findings.count(Severity::Error),
        findings.count(Severity::Warning),
        findings.held,
        findings.waiting.len()
    );
    for finding in &findings.broken {
        let answer = match &finding.answer {
            Answer::None => String::new(),
            Answer::Given(reason) => format!("（已说明：{reason}）"),
            Answer::Outdated(reason) => format!("（数字已改，原来的说明：{reason}）"),
        };
        say!(
            "  {}  {}  {}{answer}",
            finding.severity.label(),
            finding.rule,
            finding.message
        );
    }
}
