//! Rows and columns that an office adds to an official form, in a small file of its own.

use std::sync::Arc;

use serde::Deserialize;

use super::definition::{
    ColumnDefinition, Definition, LineCellDefinition, LineDefinition, RowDefinition,
    RuleDefinition, TableDefinition,
};
use super::load::{self, Problems};
use super::{Problem, added_column};

/// The longest definition, in bytes; an office adds a few rows.
const LONGEST: usize = 64 * 1024;

/// The kind of file: `form = "supplement"`.
const SUPPLEMENT: &str = "supplement";

/// What an office adds to an edition. Travels whole, as its text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Supplement {
    pub id: String,
    /// What people call it: `湖北省增加的行`.
    pub name: String,
    /// The edition it belongs to.
    pub edition: String,
    /// The definition file.
    pub text: Arc<str>,
}

/// The file as it is written.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct SupplementDefinition {
    form: String,
    id: String,
    name: String,
    edition: String,
    basis: String,
    #[serde(rename = "add")]
    additions: Vec<Addition>,
    #[serde(rename = "rule")]
    rules: Vec<RuleDefinition>,
}

/// A row or a column behind another one.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Addition {
    pub table: String,
    /// The row's or column's id.
    pub after: String,
    pub row: Option<RowDefinition>,
    pub column: Option<ColumnDefinition>,
    /// A column's width in millimetres, taken from the widest column.
    pub width: f32,
    /// The totals it is added to; has to be said where its neighbour is.
    pub adds_to: Option<Vec<String>>,
}

impl Supplement {
    /// Reads a definition file. Whether it fits its edition shows when the form is built.
    ///
    /// # Errors
    /// Every problem of the file's own, each with place and remedy.
    pub fn read(text: &str) -> Result<Self, Vec<Problem>> {
        if text.len() > LONGEST {
            return Err(vec![Problem {
                code: "too-long",
                place: "文件".to_owned(),
                message: "太长，不像增加行的定义".to_owned(),
                remedy: "请只写增加的行和列".to_owned(),
            }]);
        }
        let mut problems = Problems::default();
        let definition: SupplementDefinition = load::read(text, &mut problems)?;
        if definition.form != SUPPLEMENT {
            problems.add(
                "unknown-form",
                "form",
                format!("form 是“{}”", definition.form),
                format!("请写成 form = \"{SUPPLEMENT}\""),
            );
        }
        for (key, text) in [
            ("id", &definition.id),
            ("name", &definition.name),
            ("edition", &definition.edition),
            ("basis", &definition.basis),
        ] {
            problems.require(text, key, key);
        }
        if definition.additions.is_empty() {
            problems.add(
                "nothing-added",
                "文件",
                "没有增加行或列",
                "请写 [[add]]，其中写 table、after 和 row 或 column",
            );
        }
        problems.into_result(Self {
            id: definition.id,
            name: definition.name,
            edition: definition.edition,
            text: text.into(),
        })
    }
}

/// Writes the supplement's rows, columns and rules into the definition.
pub(super) fn add(definition: &mut Definition, supplement: &Supplement, problems: &mut Problems) {
    let read = load::read::<SupplementDefinition>(&supplement.text, problems);
    let added = match read {
        Ok(added) => added,
        Err(found) => return problems.extend(found),
    };
    if supplement.edition != definition.edition {
        problems.add(
            "other-edition",
            &supplement.name,
            format!(
                "用于版式 {}，不是 {}",
                supplement.edition, definition.edition
            ),
            "请选用相同版式的文件",
        );
        return;
    }
    for addition in added.additions {
        let place = format!("{}，表 {}", supplement.name, addition.table);
        let table = definition
            .tables
            .iter_mut()
            .find(|table| table.id == addition.table);
        let Some(table) = table else {
            problems.add("unknown-table", place, "没有这张表", "请写已有的表");
            continue;
        };
        match (&addition.row, &addition.column) {
            (Some(row), None) => {
                let rows = table.rows.iter_mut();
                let mut sums: Vec<Sum<'_>> =
                    rows.map(|row| (row.id.clone(), &mut row.sum)).collect();
                join_totals(&mut sums, &addition, &row.id, &place, problems);
                add_row(table, &addition.after, row.clone(), &place, problems);
            }
            (None, Some(_)) => added_column::add(table, &addition, &place, problems),
            _ => problems.add(
                "unclear-addition",
                place,
                "[[add]] 中要写 row 或 column，不能都写",
                "请只写一个",
            ),
        }
    }
    definition.rules.extend(added.rules);
}

/// What a row or column, by id, adds.
pub(super) type Sum<'a> = (String, &'a mut Vec<String>);

/// Adds what is new to the totals it names. Beside a neighbour that is added somewhere it has
/// to say so, or that it isn't: a total that leaves a row out would look right.
pub(super) fn join_totals(
    sums: &mut [Sum<'_>],
    addition: &Addition,
    id: &str,
    place: &str,
    problems: &mut Problems,
) {
    let Some(totals) = &addition.adds_to else {
        let joined = sums.iter().find(|(_, sum)| sum.contains(&addition.after));
        if let Some((total, _)) = joined {
            problems.add(
                "total-left-open",
                place,
                format!("“{}”计入合计 {total}，增加的没有写计不计入", addition.after),
                format!("请写 adds_to = [\"{total}\"]，不计入的写 adds_to = []"),
            );
        }
        return;
    };
    for total in totals {
        match sums.iter_mut().find(|(id, _)| id == total) {
            Some((_, sum)) if !sum.is_empty() => sum.push(id.to_owned()),
            _ => problems.add(
                "unknown-total",
                place,
                format!("{total} 不是合计"),
                "adds_to 中请写表中已有的合计",
            ),
        }
    }
}

/// Puts a row behind another one, in the list and on paper.
fn add_row(
    table: &mut TableDefinition,
    after: &str,
    mut row: RowDefinition,
    place: &str,
    problems: &mut Problems,
) {
    let at = table.rows.iter().position(|row| row.id == after);
    let line = table.grid.iter().position(|line| shows(line, after));
    let (Some(at), Some(line)) = (at, line) else {
        problems.add(
            "unknown-row",
            place,
            format!("没有行 {after}"),
            "after 中请写表中已有的行",
        );
        return;
    };
    if row.short.is_empty() {
        row.short.clone_from(&row.label);
    }
    if row.columns.is_empty() {
        row.columns.clone_from(&table.rows[at].columns);
    }
    let added = line_like(&table.grid[line], after, &row.id);
    for (index, above) in table.grid.iter_mut().enumerate().take(line + 1) {
        for cell in &mut above.cells {
            if let Some(rowspan) = &mut cell.rowspan
                && *rowspan > 1
                && index + *rowspan > line
            {
                *rowspan += 1;
            }
        }
    }
    table.grid.insert(line + 1, added);
    table.rows.insert(at + 1, row);
}

/// Whether a line prints the figures of a row.
fn shows(line: &LineDefinition, row: &str) -> bool {
    line.cells
        .iter()
        .any(|cell| cell.values.as_deref() == Some(row))
}

/// The same line for another row, without the labels that span lines.
fn line_like(line: &LineDefinition, row: &str, other: &str) -> LineDefinition {
    let cells = line
        .cells
        .iter()
        .filter(|cell| cell.rowspan.is_none_or(|rowspan| rowspan <= 1));
    let cells = cells.map(|cell| {
        let mut cell = cell.clone();
        let LineCellDefinition {
            row: label,
            unit,
            values,
            ..
        } = &mut cell;
        for id in [label, unit, values].into_iter().flatten() {
            if id == row {
                other.clone_into(id);
            }
        }
        cell
    });
    LineDefinition {
        head: line.head,
        each: String::new(),
        cells: cells.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::catalog::Catalog;
    use crate::form::{Content, Variant};

    const ROW: &str = r#"
form = "supplement"
id = "local"
name = "本市增加的行"
edition = "C"
basis = "本市通知"

[[add]]
table = "disclosure"
after = "normative_documents"
row = { id = "local.documents", label = "其他主动公开文件" }

[[add]]
table = "applications"
after = "result.denied.admin_query"
row = { id = "local.reason", label = "9.本市规定的情形" }
adds_to = ["result.total"]

[[rule]]
id = "L1"
label = "其他主动公开文件：制发不大于现行有效"
table = "disclosure"
left = ["local.documents:issued"]
op = "<="
right = ["local.documents:valid"]
severity = "warning"
source = "本市通知"
"#;

    fn variant(text: &str) -> Variant {
        Variant {
            supplements: vec![Supplement::read(text).expect("no problem of its own")],
            ..Variant::official("C")
        }
    }

    #[test]
    fn rows_come_with_cells_lines_and_rules() {
        let catalog = Catalog::built_in().unwrap();
        let official = catalog.official("C").unwrap();
        let form = catalog.form(&variant(ROW)).expect("the rows fit");
        assert_eq!(form.cells.len(), official.cells.len() + 3 + 7);
        assert!(form.cell("disclosure.local.documents:issued").is_some());
        assert!(form.rules.iter().any(|rule| rule.id == "L1"));
        let added = form.cell("applications.local.reason:natural").unwrap();
        let total = form.cell("applications.result.total:natural").unwrap();
        assert!(form.definition(total).sum.contains(&added));
        let table = &form.tables[1];
        let line = table.grid.rows.iter().find(|row| {
            let first = row.cells.first().map(|cell| cell.content.text());
            first.as_deref() == Some("9.本市规定的情形")
        });
        let figures = line.expect("a line of its own").cells.iter();
        assert_eq!(
            figures
                .filter(|cell| matches!(cell.content, Content::Figure(_)))
                .count(),
            7
        );
    }

    #[test]
    fn faults_are_named_and_give_no_form() {
        let catalog = Catalog::built_in().unwrap();
        let codes = |from: &str, to: &str| -> Vec<&'static str> {
            let text = ROW.replace(from, to);
            let problems = match Supplement::read(&text) {
                Err(problems) => problems,
                Ok(supplement) => catalog
                    .build(&Variant {
                        supplements: vec![supplement],
                        ..Variant::official("C")
                    })
                    .expect_err(to),
            };
            problems.iter().map(|problem| problem.code).collect()
        };
        assert_eq!(codes("[[rule]]", "[[rule"), ["unreadable"]);
        assert_eq!(codes("basis = \"本市通知\"", ""), ["missing-text"]);
        assert_eq!(codes("after =", "befor ="), ["unknown-key", "unknown-key"]);
        assert_eq!(
            codes("after = \"normative_documents\"", "after = \"x\"").first(),
            Some(&"unknown-row")
        );
        assert_eq!(
            codes("\"local.reason\"", "\"received\"").first(),
            Some(&"doubled-id")
        );
        assert_eq!(
            codes("adds_to = [\"result.total\"]", ""),
            ["total-left-open"]
        );
        assert_eq!(
            codes("[\"result.total\"]", "[\"received\"]"),
            ["unknown-total"]
        );
        assert_eq!(
            codes("table = \"applications\"", "table = \"x\""),
            ["unknown-table"]
        );
        assert_eq!(
            codes("edition = \"C\"", "edition = \"Z\""),
            ["other-edition"]
        );
    }

    #[test]
    fn a_column_stands_behind_another_one() {
        let text = r#"
form = "supplement"
id = "split"
name = "增加的列"
edition = "C"
basis = "本市通知"

[[add]]
table = "applications"
after = "org.other"
column = { id = "org.local", label = "本市机构" }
width = 9
adds_to = ["total"]
"#;
        let catalog = Catalog::built_in().unwrap();
        let form = catalog.build(&variant(text)).unwrap_or_else(|problems| {
            let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
            panic!("{}", lines.join("\n"))
        });
        let table = &form.tables[1];
        assert_eq!(table.columns.len(), 8);
        assert_eq!(table.columns[6].id, "org.local");
        assert_eq!(table.grid.widths.len(), 11);
        let added = form.cell("applications.received:org.local").unwrap();
        let total = form.cell("applications.received:total").unwrap();
        assert!(form.definition(total).sum.contains(&added));
        let heads: Vec<(usize, usize)> = table.grid.rows[1]
            .cells
            .iter()
            .map(|cell| (cell.column, cell.colspan))
            .collect();
        assert_eq!(heads, [(3, 1), (4, 6), (10, 1)]);
    }
}
