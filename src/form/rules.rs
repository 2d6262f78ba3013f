//! Turns rule definitions into rules whose every cell is known.

use std::collections::BTreeSet;

use super::definition::{InstanceDefinition, RuleDefinition, TableDefinition};
use super::load::{self, Problems};
use super::sides::{OperandKind, Operands, Scope};
use super::{
    Check, Condition, Form, Instance, Missing, Operator, Rule, Severity, Suspicion, Written, Years,
};

/// The words for what a rule looks at.
const KINDS: [&str; 19] = [
    "compare",
    "measure",
    "header",
    "headings",
    "year",
    "edition",
    "text-present",
    "text-mentions",
    "text-fields",
    "text-repeated",
    "text-figures",
    "text-lists",
    "text-shares",
    "text-changes",
    "text-gaps",
    "unit-slip",
    "swapped-digits",
    "exchanged-columns",
    "same-as-last-year",
];

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
                ("government", Some(Condition::Government)),
            ],
        );
        let years = self.years();
        let check = self.check();
        Some(Rule {
            id: self.definition.id.clone(),
            label: self.definition.label.clone(),
            severity: severity?,
            source: self.definition.source.clone(),
            missing: missing?,
            applies_when: applies_when?,
            years,
            check: check?,
        })
    }

    fn years(&mut self) -> Option<Years> {
        let years = self.definition.years?;
        Some(load::years(years, &self.place, self.problems))
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
            "edition" => Some(Check::Edition),
            "text-repeated" => Some(Check::TextRepeated {
                parts: self.parts(),
            }),
            "text-figures" => Some(Check::Written(Written::Figures)),
            "text-lists" => Some(Check::Written(Written::Lists)),
            "text-shares" => Some(Check::Written(Written::Shares)),
            "text-changes" => Some(Check::Written(Written::Changes)),
            "text-gaps" => Some(Check::Written(Written::Gaps)),
            "text-fields" => Some(Check::TextFields),
            "unit-slip" => Some(Check::Plausible(Suspicion::UnitSlip)),
            "swapped-digits" => Some(Check::Plausible(Suspicion::SwappedDigits)),
            "exchanged-columns" => Some(Check::Plausible(Suspicion::ExchangedColumns)),
            "same-as-last-year" => Some(Check::Plausible(Suspicion::SameAsLastYear)),
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
                    advice: self.definition.advice.clone(),
                })
            }
            other => {
                self.problems.add(
                    "unknown-word",
                    &self.place,
                    format!("kind 是“{other}”"),
                    format!("请写 {}", KINDS.join("、")),
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
        let instances = self.instances(table)?;
        if instances.is_empty() {
            self.problems.add(
                "rule-without-cells",
                &self.place,
                "这条规则管不到任何单元格",
                "请检查 left、right 和 only 中的 id",
            );
        }
        let proposes = self.definition.proposes;
        if proposes && !instances.iter().all(can_propose) {
            self.problems.add(
                "no-proposal",
                &self.place,
                "proposes 只用于左边一格、右边全是上年数的规则",
                "请去掉 proposes，或改正 left 和 right_previous",
            );
        }
        Some(Check::Compare {
            operator: operator?,
            instances,
            proposes,
        })
    }

    /// One instance for each column, each row, each of several comparisons, or the one there is.
    fn instances(&mut self, table: &TableDefinition) -> Option<Vec<Instance>> {
        let definition = self.definition;
        let form = self.form;
        let scope = |operands| Scope::new(form, table, operands);
        let whole = scope(OperandKind::Cells);
        let own = InstanceDefinition {
            id: String::new(),
            left: definition.left.clone(),
            left_previous: definition.left_previous.clone(),
            right: definition.right.clone(),
            right_previous: definition.right_previous.clone(),
            right_number: definition.right_number.clone(),
        };
        let mut read = |operands: &InstanceDefinition, sum: &str, scope: &Scope<'_>| {
            Operands::read(operands, sum, scope, &self.place, self.problems)
        };
        Some(match definition.each.as_str() {
            "column" => {
                let operands = read(
                    &own,
                    &definition.right_sum,
                    &scope(OperandKind::Rows { column: None }),
                );
                let columns = table
                    .columns
                    .iter()
                    .filter(|column| self.is_wanted(&column.id));
                let columns = columns.filter_map(|column| {
                    let column_scope = scope(OperandKind::Rows {
                        column: Some(&column.id),
                    });
                    operands
                        .as_ref()?
                        .instance(&column.id, &column.label, &column_scope)
                });
                columns.collect()
            }
            "row" => {
                let operands = read(
                    &own,
                    &definition.right_sum,
                    &scope(OperandKind::Columns { row: None }),
                );
                let rows = table.rows.iter().filter(|row| self.is_wanted(&row.id));
                let rows = rows.filter_map(|row| {
                    let row_scope = scope(OperandKind::Columns { row: Some(&row.id) });
                    operands.as_ref()?.instance(&row.id, &row.short, &row_scope)
                });
                rows.collect()
            }
            "" if definition.instances.is_empty() => {
                let operands = read(&own, "", &whole);
                let instance = operands.and_then(|operands| operands.instance("", "", &whole));
                instance.into_iter().collect()
            }
            "" => {
                let instances = definition.instances.iter();
                let instances = instances.filter_map(|instance| {
                    let operands = read(instance, "", &whole)?;
                    operands.instance(instance_id(instance), "", &whole)
                });
                instances.collect()
            }
            other => {
                self.problems.add(
                    "unknown-word",
                    &self.place,
                    format!("each 是“{other}”"),
                    "请写 column 或 row，单独一条的不写",
                );
                return None;
            }
        })
    }

    fn is_wanted(&self, id: &String) -> bool {
        self.definition.only.is_empty() || self.definition.only.contains(id)
    }
}

/// Its own id, else the row of its first operand.
fn instance_id(instance: &InstanceDefinition) -> &str {
    if !instance.id.is_empty() {
        return &instance.id;
    }
    let first = instance.left.first().or(instance.left_previous.first());
    first
        .and_then(|operand| operand.split(':').next())
        .unwrap_or_default()
}

/// Whether an instance says what one figure begins with.
fn can_propose(instance: &Instance) -> bool {
    instance.left.cells().len() == 1
        && instance.left.previous().is_empty()
        && instance.right.cells().is_empty()
        && !instance.right.previous().is_empty()
}
