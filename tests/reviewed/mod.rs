//! A report as a reader and a person's eye would find it: made by hand, so that the review can be
//! held to it whatever the readers do.

#![allow(dead_code, reason = "each test file uses its part")]

use std::path::PathBuf;
use std::sync::Arc;

use nianbao::command::Command;
use nianbao::form::catalog::Catalog;
use nianbao::form::{Cell, Content, Form};
use nianbao::import::source::Arrangement;
use nianbao::import::{
    Account, Block, Certainty, Doubt, Found, Grid, GridCell, Kind, Located, Other, ReaderKind,
    Remark, Source, Spot,
};
use nianbao::returns::{HeaderField, Place, Provenance, Return};
use nianbao::sample;
use nianbao::task::{Origin, Outcome, ReadSource};
use nianbao::value::Value;

pub const GRANTED: &str = "applications.result.granted:natural";
pub const RECEIVED: &str = "applications.received:natural";
pub const MISSING: &str = "applications.carried_in:org.other";

/// The sample's report as a web page: one figure doubtful, one missing, the agency doubtful too.
pub fn page() -> ReadSource {
    let catalog = Catalog::built_in().unwrap();
    let (form, draft) = sample::draft(&catalog).unwrap();
    let mut ret = draft.ret;
    ret.previous = None;
    ret.reasons.clear();
    ret.charts.clear();
    ret.provenance = Some(Provenance {
        file: "某区.html".to_owned(),
        sha256: "00ff".repeat(16),
        imported_on: "2026-11-22".to_owned(),
        reader: "html".to_owned(),
        ..Provenance::default()
    });
    let mut blocks = vec![Block::Line(ret.title(&form))];
    let mut found = Vec::new();
    let missing = form.cell(MISSING).unwrap();
    ret.stated.set(missing, Value::Blank);
    let doubted = form.cell(GRANTED).unwrap();
    for part in &form.parts {
        blocks.push(Block::Line(part.title.clone()));
        if let Some(table) = part.table {
            let grid = grid(&form, &ret, table, blocks.len(), &mut found);
            blocks.push(Block::Grid(grid));
        }
    }
    found.retain(|found: &Found| found.cell != missing);
    for found in &mut found {
        if found.cell == doubted {
            found.certainty = Certainty::Doubtful;
        }
    }
    found.sort_by_key(|found| found.cell);
    let at = found.iter().find(|found| found.cell == doubted).unwrap();
    let doubts = vec![
        Doubt {
            place: Place::Header(Some(HeaderField::Agency)),
            found: "某区".to_owned(),
            why: "单位只写了简称".to_owned(),
            spot: Some(Spot::line(0)),
        },
        Doubt {
            place: Place::Cell(doubted),
            found: at.text.clone(),
            why: "原文带有括号".to_owned(),
            spot: Some(at.spot.clone()),
        },
        Doubt {
            place: Place::Cell(missing),
            found: String::new(),
            why: "表里没有这一格".to_owned(),
            spot: None,
        },
    ];
    ReadSource {
        origin: Origin::File(PathBuf::from("某区.html")),
        source: Source {
            reader: ReaderKind::Html,
            title: String::new(),
            blocks,
        },
        located: Located {
            kind: Kind::Tables,
            form,
            ret,
            found,
            doubts,
            remarks: vec![Remark {
                text: "表中另有一行“其中：微博”，没有对应的指标".to_owned(),
                spot: None,
            }],
            account: Account::default(),
        },
    }
}

/// A notice.
pub fn notice() -> ReadSource {
    let catalog = Catalog::built_in().unwrap();
    let form = catalog.for_year(2023).unwrap();
    ReadSource {
        origin: Origin::File(PathBuf::from("通知.txt")),
        source: Source {
            reader: ReaderKind::Text,
            title: String::new(),
            blocks: vec![Block::Line("关于报送年报的通知".to_owned())],
        },
        located: Located {
            kind: Kind::NotReport(Other::Notice),
            ret: Return::blank(&form, "", 0),
            form,
            found: Vec::new(),
            doubts: Vec::new(),
            remarks: Vec::new(),
            account: Account::default(),
        },
    }
}

/// As the worker brings it.
pub fn finished(read: ReadSource) -> Command {
    Command::Finished(Outcome::Imported {
        origin: read.origin.clone(),
        wanted: None,
        result: Ok(Box::new(read)),
    })
}

pub fn cell(form: &Arc<Form>, key: &str) -> Cell {
    form.cell(key).unwrap()
}

fn grid(form: &Form, ret: &Return, table: usize, block: usize, found: &mut Vec<Found>) -> Grid {
    let rows = form.tables[table].grid.rows.iter().enumerate();
    let rows = rows.map(|(row, cells)| {
        let cells = cells.cells.iter().enumerate();
        let cells = cells.map(|(index, cell)| {
            let text = match cell.content {
                Content::Text(_) => cell.content.text(),
                Content::Figure(figure) => {
                    let text = ret.stated.get(figure).to_string();
                    if !text.is_empty() {
                        found.push(Found {
                            cell: figure,
                            spot: Spot::cell(block, row, index),
                            text: text.clone(),
                            certainty: Certainty::Certain,
                        });
                    }
                    text
                }
            };
            GridCell {
                column: cell.column,
                colspan: cell.colspan,
                rowspan: cell.rowspan,
                text,
                marks: Vec::new(),
            }
        });
        cells.collect()
    });
    Grid {
        arrangement: Arrangement::Placed,
        rows: rows.collect(),
    }
}
