//! `nianbao check FILE… [--json]`

use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::value::RawValue;

use super::cells::number_literal;
use super::{Failure, Status, read};
use crate::assessment::Assessment;
use crate::findings::{Answer, Finding, Findings, SumSide};
use crate::form::catalog::Catalog;
use crate::form::{Cell, Form, Severity};

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

/// Checks every file; one that can't be read is said and doesn't stop the rest.
pub(super) fn run(catalog: &Catalog, files: &[PathBuf], json: bool) -> Status {
    let mut worst = Status::Fine;
    let mut printed = Vec::new();
    for file in files {
        match check_file(catalog, file) {
            Ok((form, findings)) => {
                if findings.count(Severity::Error) > 0 {
                    worst = worst.max(Status::Findings);
                }
                if json {
                    let findings = findings.broken.iter();
                    printed.extend(findings.map(|finding| as_printed(&form, file, finding)));
                } else {
                    print_lines(file, &findings);
                }
            }
            Err(Failure { status, message }) => {
                eprintln!("{message}");
                worst = worst.max(status);
            }
        }
    }
    if json {
        println!(
            "{}",
            serde_json::to_string_pretty(&printed).unwrap_or_default()
        );
    }
    worst
}

fn check_file(catalog: &Catalog, file: &Path) -> Result<(std::sync::Arc<Form>, Findings), Failure> {
    let (form, draft) = read(catalog, file)?;
    let findings = Assessment::of(catalog, &form, &draft.ret).findings;
    Ok((form, findings))
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
    println!(
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
        println!(
            "  {}  {}  {}{answer}",
            finding.severity.label(),
            finding.rule,
            finding.message
        );
    }
}
