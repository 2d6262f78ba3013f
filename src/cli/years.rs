//! `nianbao years FILE… [--json] [--xlsx PATH]`

use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::value::RawValue;

use super::cells::number_literal;
use super::{Failure, Status, read};
use crate::crosswalk::Mark;
use crate::export::xlsx;
use crate::files::{self, Previous};
use crate::form::catalog::Catalog;
use crate::totals::derive;
use crate::years::{Figure, Line, Slot, YearReport, Years};

#[derive(Serialize)]
struct Printed<'a> {
    agency: &'a str,
    years: Vec<PrintedYear<'a>>,
    indicators: Vec<PrintedLine<'a>>,
    left_out: Vec<PrintedLeftOut<'a>>,
}

#[derive(Serialize)]
struct PrintedYear<'a> {
    year: u16,
    edition: &'a str,
    name: &'a str,
    file: &'a str,
}

#[derive(Serialize)]
struct PrintedLine<'a> {
    id: &'a str,
    label: &'a str,
    group: &'a str,
    unit: &'a str,
    figures: Vec<PrintedFigure<'a>>,
}

/// `state` is `number`, `blank` or `absent`; `compared` is null for the first.
#[derive(Serialize)]
struct PrintedFigure<'a> {
    year: u16,
    state: &'static str,
    value: Option<Box<RawValue>>,
    compared: Option<PrintedJoin<'a>>,
}

#[derive(Serialize)]
struct PrintedJoin<'a> {
    with: u16,
    mark: &'static str,
    note: &'a str,
}

#[derive(Serialize)]
struct PrintedLeftOut<'a> {
    year: u16,
    file: &'a str,
    kept: &'a str,
}

/// Prints the years side by side, and writes them as a workbook if asked for.
pub(super) fn run(
    catalog: &Catalog,
    files: &[PathBuf],
    json: bool,
    output: Option<&Path>,
) -> Result<Status, Failure> {
    if let Some(output) = output {
        refuse_input_as_output(files, output)?;
    }
    let reports = files
        .iter()
        .map(|file| report(catalog, file))
        .collect::<Result<Vec<_>, _>>()?;
    let years = Years::of(catalog.crosswalk(), reports);
    if years.agencies.len() > 1 {
        return Err(Failure::unreadable(format!(
            "这些年报不是同一个单位的：{}。请只列一个单位的年报；单位改过名的，请先在草稿中改成同一个名称",
            years.agencies.join("、")
        )));
    }
    if json {
        say!("{}", as_json(&years));
    } else {
        print_lines(&years);
    }
    for replaced in &years.replaced {
        eprintln!(
            "{} 年的年报给了不止一份：用了“{}”，没有用“{}”。请只留一份",
            replaced.year, replaced.kept, replaced.left_out
        );
    }
    if let Some(output) = output {
        let bytes = xlsx::write_years(&years, None).map_err(Failure::unwritable)?;
        files::write_whole(output, &bytes, Previous::Replaced).map_err(Failure::unwritable)?;
        if !json {
            say!("已写入 {}", output.display());
        }
    }
    Ok(if years.replaced.is_empty() {
        Status::Fine
    } else {
        Status::Findings
    })
}

/// The workbook never takes the place of a report.
fn refuse_input_as_output(files: &[PathBuf], output: &Path) -> Result<(), Failure> {
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    if files.iter().any(|file| absolute(file) == absolute(output)) {
        return Err(Failure {
            status: Status::WrongUsage,
            message: format!(
                "“{}”是要读的年报，不能写到那里。请换一个文件名",
                output.display()
            ),
        });
    }
    Ok(())
}

fn report(catalog: &Catalog, file: &Path) -> Result<YearReport, Failure> {
    let (form, draft) = read(catalog, file)?;
    Ok(YearReport {
        year: draft.ret.header.year,
        agency: draft.ret.header.agency,
        derived: derive(&form, &draft.ret.stated),
        form,
        source: file.display().to_string(),
    })
}

fn as_json(years: &Years) -> String {
    let printed = Printed {
        agency: years.agencies.first().map_or("", String::as_str),
        years: years
            .columns
            .iter()
            .map(|column| PrintedYear {
                year: column.year,
                edition: column.form.edition(),
                name: &column.form.name,
                file: &column.source,
            })
            .collect(),
        indicators: years
            .lines
            .iter()
            .map(|line| as_line(years, line))
            .collect(),
        left_out: years
            .replaced
            .iter()
            .map(|replaced| PrintedLeftOut {
                year: replaced.year,
                file: &replaced.left_out,
                kept: &replaced.kept,
            })
            .collect(),
    };
    serde_json::to_string_pretty(&printed).unwrap_or_default()
}

fn as_line<'a>(years: &'a Years, line: &'a Line) -> PrintedLine<'a> {
    let year = |at: usize| years.columns.get(at).map_or(0, |column| column.year);
    let figures = line.figures.iter().zip(&line.joins).enumerate();
    PrintedLine {
        id: &line.indicator.id,
        label: &line.indicator.label,
        group: &line.indicator.group,
        unit: &line.indicator.unit,
        figures: figures
            .map(|(at, (figure, join))| PrintedFigure {
                year: year(at),
                state: match figure {
                    Figure::Number(_) => "number",
                    Figure::Blank => "blank",
                    Figure::Absent => "absent",
                },
                value: figure.number().and_then(number_literal),
                compared: join.as_ref().map(|join| PrintedJoin {
                    with: year(join.from),
                    mark: join.comparability.mark.word(),
                    note: &join.comparability.note,
                }),
            })
            .collect(),
    }
}

fn print_lines(years: &Years) {
    say!("{}", years.agencies.join("、"));
    for column in &years.columns {
        say!("  {}  {}", column.label(), column.source);
    }
    for line in table(years) {
        say!("{line}");
    }
    say!("≈ 与前一个有这一项的年度大致可比；≠ 不可比；— 该年版式没有这一项");
    for remark in years.remarks() {
        say!("  {}", years.sentence(&remark));
    }
}

/// The table with its columns under each other in a fixed-width face.
fn table(years: &Years) -> Vec<String> {
    let slots = years.slots();
    let mut rows = vec![vec!["指标".to_owned(), "单位".to_owned()]];
    for slot in &slots {
        let year = match slot {
            Slot::Column(at) => years
                .columns
                .get(*at)
                .map(|column| format!("{}年", column.year)),
            Slot::Gap { .. } => None,
        };
        let label = year.unwrap_or_else(|| format!("（缺{}）", slot.gap_label()));
        rows.iter_mut().for_each(|row| row.push(label.clone()));
    }
    for line in &years.lines {
        let mut row = vec![line.indicator.label.clone(), line.indicator.unit.clone()];
        row.extend(slots.iter().map(|slot| figure(line, *slot)));
        rows.push(row);
    }
    let columns = slots.len() + 2;
    let widths: Vec<usize> = (0..columns)
        .map(|at| {
            let cells = rows.iter().filter_map(|row| row.get(at));
            cells.map(|cell| width(cell)).max().unwrap_or_default()
        })
        .collect();
    rows.iter().map(|row| aligned(row, &widths)).collect()
}

/// The figure with the sign of how it compares with the one before.
fn figure(line: &Line, slot: Slot) -> String {
    let Slot::Column(at) = slot else {
        return String::new();
    };
    let sign = match line.joins.get(at) {
        Some(Some(join)) => match join.comparability.mark {
            Mark::Comparable => "",
            Mark::Roughly => "≈ ",
            Mark::NotComparable => "≠ ",
        },
        _ => "",
    };
    match line.figures.get(at) {
        Some(Figure::Number(number)) => format!("{sign}{number}"),
        Some(Figure::Blank) => format!("{sign}未填"),
        Some(Figure::Absent) | None => "—".to_owned(),
    }
}

/// Names at the left, figures at the right.
fn aligned(row: &[String], widths: &[usize]) -> String {
    let cells = row
        .iter()
        .zip(widths)
        .enumerate()
        .map(|(at, (cell, &wide))| {
            let space = " ".repeat(wide.saturating_sub(width(cell)));
            if at == 0 {
                format!("{cell}{space}")
            } else {
                format!("{space}{cell}")
            }
        });
    cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
}

/// How many places a text takes: hanzi and full-width signs take two.
fn width(text: &str) -> usize {
    text.chars()
        .map(|c| if c < '\u{2e80}' { 1 } else { 2 })
        .sum()
}
