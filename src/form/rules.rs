//! Turns rule definitions into rules whose every cell is known.

use std::collections::BTreeSet;

use super::definition::{RuleDefinition, TableDefinition};
use super::load::Problems;
use super::{Cell, Check, Condition, Form, Instance, Missing, Operator, Rule, Severity, Side};
use crate::value::Decimal;

pub(super) fn rules(
    definitions: &[RuleDefinition],
    form: &Form,
    tables: &[TableDefinition],
    problems: &mut Problems,
) -> Vec<Rule> {
    let mut seen = BTreeSet::new();
    definitions
        .iter()
        .filter_map(|definition| {
            let place = format!("规则 {}", definition.id);
            problems.require_new_id(&mut seen, &definition.id, &place);
            problems.require(&definition.label, &place, "label");
            problems.require(&definition.source, &place, "source");
            Reader {
                definition,
                form,
                tables,
                place,
                problems: &mut *problems,
            }
            .rule()
        })
        .collect()
}

/// Reads one rule, reporting what it can't.
struct Reader<'a> {
    definition: &'a RuleDefinition,
    form: &'a Form,
    tables: &'a [TableDefinition],
    place: String,
    problems: &'a mut Problems,
}

impl Reader<'_> {
    fn rule(mut self) -> Option<Rule> {
        let severity = self.word(
            "severity",
            &self.definition.severity,
            &[("error", Severity::Error), ("warning", Severity::Warning)],
        );
        let missing = self.word(
            "missing",
            &self.definition.missing,
            &[
                ("", Missing::Wait),
                ("wait", Missing::Wait),
                ("as-zero", Missing::AsZero),
            ],
        );
        let applies_when = self.word(
            "applies_when",
            &self.definition.applies_when,
            &[
                ("", None),
                ("no-rule-making-power", Some(Condition::NoRuleMakingPower)),
                ("imported", Some(Condition::Imported)),
            ],
        );
        let check = self.check();
        Some(Rule {
            id: self.definition.id.clone(),
            label: self.definition.label.clone(),
            severity: severity?,
            source: self.definition.source.clone(),
            missing: missing?,
            applies_when: applies_when?,
            check: check?,
        })
    }

    /// Finds the meaning of a word of the definition, or reports the words there are.
    fn word<T: Copy>(&mut self, key: &str, word: &str, meanings: &[(&str, T)]) -> Option<T> {
        let meaning = meanings
            .iter()
            .find(|(known, _)| *known == word)
            .map(|(_, meaning)| *meaning);
        if meaning.is_none() {
            let known: Vec<&str> = meanings
                .iter()
                .map(|(known, _)| *known)
                .filter(|known| !known.is_empty())
                .collect();
            self.problems.add(
                "unknown-word",
                &self.place,
                format!("{key} 是“{word}”"),
                format!("请写 {}", known.join("、")),
            );
        }
        meaning
    }

    fn check(&mut self) -> Option<Check> {
        match self.definition.kind.as_str() {
            "" | "compare" => self.compare(),
            "measure" => Some(Check::Measure),
            "header" => Some(Check::Header),
            "headings" => Some(Check::Headings),
            "year" => Some(Check::Year),
            "text-present" => Some(Check::TextPresent {
                parts: self.parts(),
            }),
            "text-mentions" => {
                let part = self.parts().into_iter().next();
                if self.definition.any.is_empty() {
                    self.problems
                        .add("missing-text", &self.place, "缺少 any", "请写出要提到的词");
                }
                Some(Check::TextMentions {
                    part: part?,
                    any: self.definition.any.clone(),
                })
            }
            other => {
                self.problems.add(
                    "unknown-word",
                    &self.place,
                    format!("kind 是“{other}”"),
                    "请写 compare、measure、header、headings、year、text-present 或 text-mentions",
                );
                None
            }
        }
    }

    fn parts(&mut self) -> Vec<String> {
        if self.definition.parts.is_empty() {
            self.problems.add(
                "missing-text",
                &self.place,
                "缺少 parts",
                "请写出要看的部分",
            );
        }
        for id in &self.definition.parts {
            if self.form.part(id).is_none() {
                self.problems.add(
                    "unknown-part",
                    &self.place,
                    format!("没有部分 {id}"),
                    "请写已有的部分",
                );
            }
        }
        self.definition.parts.clone()
    }

    fn compare(&mut self) -> Option<Check> {
        let operator = self.word(
            "op",
            &self.definition.op,
            &[
                ("=", Operator::Equal),
                ("<=", Operator::AtMost),
                ("<", Operator::Below),
                (">=", Operator::AtLeast),
            ],
        );
        let Some(table) = self
            .tables
            .iter()
            .find(|table| table.id == self.definition.table)
        else {
            self.problems.add(
                "unknown-table",
                &self.place,
                format!("没有表 {}", self.definition.table),
                "请写已有的表",
            );
            return None;
        };
        let instances = match self.definition.each.as_str() {
            "column" => self.each_column(table),
            "row" => self.each_row(table),
            "" => self.single(table),
            other => {
                self.problems.add(
                    "unknown-word",
                    &self.place,
                    format!("each 是“{other}”"),
                    "请写 column 或 row，单独一条的不写",
                );
                return None;
            }
        };
        if instances.is_empty() {
            self.problems.add(
                "rule-without-cells",
                &self.place,
                "这条规则管不到任何单元格",
                "请检查 left、right 和 only 中的 id",
            );
        }
        Some(Check::Compare {
            operator: operator?,
            instances,
        })
    }

    fn each_column(&mut self, table: &TableDefinition) -> Vec<Instance> {
        let known = |id: &str| table.rows.iter().any(|row| row.id == id);
        let sum = table
            .rows
            .iter()
            .find(|row| row.id == self.definition.right_sum)
            .map(|row| row.sum.clone());
        let Some((left, right)) = self.operands(known, sum) else {
            return Vec::new();
        };
        let columns = table.columns.iter();
        columns
            .filter(|column| self.is_wanted(&column.id))
            .filter_map(|column| {
                let cell =
                    |row: &String| self.form.cell(&format!("{}.{row}:{}", table.id, column.id));
                instance(&column.id, &column.label, &left, &right, cell)
            })
            .collect()
    }

    fn each_row(&mut self, table: &TableDefinition) -> Vec<Instance> {
        let known = |id: &str| table.columns.iter().any(|column| column.id == id);
        let sum = table
            .columns
            .iter()
            .find(|column| column.id == self.definition.right_sum)
            .map(|column| column.sum.clone());
        let Some((left, right)) = self.operands(known, sum) else {
            return Vec::new();
        };
        let rows = table.rows.iter();
        rows.filter(|row| self.is_wanted(&row.id))
            .filter_map(|row| {
                let cell =
                    |column: &String| self.form.cell(&format!("{}.{}:{column}", table.id, row.id));
                instance(&row.id, &row.short, &left, &right, cell)
            })
            .collect()
    }

    fn single(&mut self, table: &TableDefinition) -> Vec<Instance> {
        let form = self.form;
        let known = |id: &str| form.cell(&format!("{}.{id}", table.id)).is_some();
        let Some((left, right)) = self.operands(known, None) else {
            return Vec::new();
        };
        let cell = |id: &String| form.cell(&format!("{}.{id}", table.id));
        instance("", "", &left, &right, cell).into_iter().collect()
    }

    fn is_wanted(&self, id: &String) -> bool {
        self.definition.only.is_empty() || self.definition.only.contains(id)
    }

    /// Both sides as ids, each known, or `None` with the problems reported.
    fn operands(
        &mut self,
        known: impl Fn(&str) -> bool,
        sum: Option<Vec<String>>,
    ) -> Option<(Vec<String>, Operands)> {
        let definition = self.definition;
        let given = [
            !definition.right.is_empty(),
            !definition.right_sum.is_empty(),
            !definition.right_number.is_empty(),
        ];
        if definition.left.is_empty() || given.iter().filter(|given| **given).count() != 1 {
            self.problems.add(
                "unclear-sides",
                &self.place,
                "左右两边没有写清",
                "请写 left，以及 right、right_sum、right_number 中的一个",
            );
            return None;
        }
        let mut complete = true;
        let ids = definition
            .left
            .iter()
            .chain(&definition.right)
            .chain(Some(&definition.right_sum).filter(|id| !id.is_empty()));
        for id in ids {
            if !known(id) {
                complete = false;
                self.problems.add(
                    "unknown-operand",
                    &self.place,
                    format!("没有 {id}"),
                    "请写表中已有的行、列或单元格",
                );
            }
        }
        let right = if !definition.right.is_empty() {
            Operands::Ids(definition.right.clone())
        } else if let Some(sum) = sum.filter(|sum| !sum.is_empty()) {
            Operands::Ids(sum)
        } else if let Ok(number) = definition.right_number.parse() {
            Operands::Number(number)
        } else {
            self.problems.add(
                "unclear-sides",
                &self.place,
                "right_sum 不是合计，或 right_number 不是数字",
                "请写一个合计的 id，或一个数字",
            );
            return None;
        };
        complete.then(|| (definition.left.clone(), right))
    }
}

/// The right side before it meets a row or column.
enum Operands {
    Ids(Vec<String>),
    Number(Decimal),
}

/// One application of a rule; `None` where the form has not all of its cells.
fn instance(
    id: &str,
    name: &str,
    left: &[String],
    right: &Operands,
    cell: impl Fn(&String) -> Option<Cell>,
) -> Option<Instance> {
    let left: Option<Vec<Cell>> = left.iter().map(&cell).collect();
    let right = match right {
        Operands::Number(number) => Side::Constant(*number),
        Operands::Ids(ids) => Side::Cells(ids.iter().map(&cell).collect::<Option<_>>()?),
    };
    Some(Instance {
        id: id.to_owned(),
        name: name.to_owned(),
        left: Side::Cells(left?),
        right,
    })
}
