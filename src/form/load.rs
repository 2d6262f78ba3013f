//! Reads a definition file into a [`Form`], or says everything that is wrong with it.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::definition::{Definition, PartDefinition, YearsDefinition};
use super::{Alternative, Form, Part, Problem, SignOffLines, TextPart, Variant, Years};
use super::{alternative, expand, lines, rules, supplement};

/// The kind of form this program is for.
const ANNUAL_REPORT: &str = "annual-report";

/// Problems found so far.
#[derive(Debug, Default)]
pub(crate) struct Problems(Vec<Problem>);

impl Problems {
    pub fn extend(&mut self, found: Vec<Problem>) {
        self.0.extend(found);
    }

    /// What was built, if nothing was wrong.
    pub fn into_result<T>(self, built: T) -> Result<T, Vec<Problem>> {
        if self.0.is_empty() {
            Ok(built)
        } else {
            Err(self.0)
        }
    }

    pub fn add(
        &mut self,
        code: &'static str,
        place: impl Into<String>,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.0.push(Problem {
            code,
            place: place.into(),
            message: message.into(),
            remedy: remedy.into(),
        });
    }

    /// Reports a text that must not be empty.
    pub fn require(&mut self, text: &str, place: &str, key: &str) {
        if text.trim().is_empty() {
            self.add(
                "missing-text",
                place,
                format!("缺少 {key}"),
                format!("请补上 {key}"),
            );
        }
    }

    /// Reports an id that is empty or already taken.
    pub fn require_new_id(&mut self, seen: &mut BTreeSet<String>, id: &str, place: &str) {
        if id.is_empty() {
            self.add("missing-id", place, "缺少 id", "请补上 id");
        } else if !seen.insert(id.to_owned()) {
            self.add(
                "doubled-id",
                place,
                format!("id {id} 出现了两次"),
                "请给其中一个改名",
            );
        }
    }
}

/// Builds the form with its official rows.
///
/// # Errors
/// Every problem of the definition, each with place and remedy.
pub fn load(text: &str) -> Result<Form, Vec<Problem>> {
    load_variant(text, &Variant::default())
}

/// Builds the form with the alternatives and supplements of a variant.
///
/// # Errors
/// Every problem of the definition and the supplements, and alternatives there aren't.
pub fn load_variant(text: &str, variant: &Variant) -> Result<Form, Vec<Problem>> {
    let mut problems = Problems::default();
    let mut definition: Definition = read(text, &mut problems)?;
    lines::repeat(&mut definition);
    let alternatives = alternatives(&definition, &variant.alternatives, &mut problems);
    for id in &variant.alternatives {
        alternative::choose(&mut definition, id, &mut problems);
    }
    let mut added_ids = BTreeSet::new();
    for added in &variant.supplements {
        problems.require_new_id(&mut added_ids, &added.id, &added.name);
        supplement::add(&mut definition, added, &mut problems);
    }
    let variant = Variant {
        edition: definition.edition.clone(),
        ..variant.clone()
    };
    let form = build(&definition, variant, alternatives, &mut problems);
    problems.into_result(form)
}

/// Reads a definition's text; keys nobody knows are problems.
pub(crate) fn read<T: serde::de::DeserializeOwned>(
    text: &str,
    problems: &mut Problems,
) -> Result<T, Vec<Problem>> {
    let failed = |error: toml::de::Error| {
        let line = error
            .span()
            .and_then(|span| text.get(..span.start))
            .map_or(1, |before| before.matches('\n').count() + 1);
        vec![Problem {
            code: "unreadable",
            place: format!("第 {line} 行"),
            message: format!("不是有效的定义（{}）", error.message()),
            remedy: "请按其他版式文件的写法改正这一行".to_owned(),
        }]
    };
    let deserializer = toml::Deserializer::parse(text).map_err(failed)?;
    serde_ignored::deserialize(deserializer, |path| {
        problems.add(
            "unknown-key",
            path.to_string(),
            "没有这个键",
            "请删去，或改成正确的键名",
        );
    })
    .map_err(failed)
}

fn alternatives(
    definition: &Definition,
    chosen: &[String],
    problems: &mut Problems,
) -> Vec<Alternative> {
    let mut seen = BTreeSet::new();
    let mut alternatives = Vec::new();
    for table in &definition.tables {
        for alternative in &table.alternatives {
            let place = format!("表 {}，替代行 {}", table.id, alternative.id);
            problems.require_new_id(&mut seen, &alternative.id, &place);
            problems.require(&alternative.label, &place, "label");
            alternatives.push(Alternative {
                id: alternative.id.clone(),
                label: alternative.label.clone(),
                chosen: chosen.contains(&alternative.id),
            });
        }
    }
    for id in chosen {
        if !seen.contains(id) {
            problems.add(
                "unknown-alternative",
                "版式",
                format!("没有替代行 {id}"),
                "请改用版式中列出的替代行",
            );
        }
    }
    alternatives
}

fn build(
    definition: &Definition,
    variant: Variant,
    alternatives: Vec<Alternative>,
    problems: &mut Problems,
) -> Form {
    if definition.form != ANNUAL_REPORT {
        problems.add(
            "unknown-form",
            "form",
            format!("form 是“{}”", definition.form),
            format!("请写成 form = \"{ANNUAL_REPORT}\""),
        );
    }
    for (key, text) in [
        ("edition", &definition.edition),
        ("name", &definition.name),
        ("title", &definition.title),
        ("basis", &definition.basis),
        ("version", &definition.version),
    ] {
        problems.require(text, key, key);
    }
    let years = years(definition.years, "版式", problems);
    let expanded = expand::tables(&definition.tables, problems);
    let mut form = Form {
        variant,
        name: definition.name.clone(),
        years,
        basis: definition.basis.clone(),
        title: definition.title.clone(),
        version: definition.version.clone(),
        sign_off: sign_off(definition, problems),
        parts: parts(definition, problems),
        tables: expanded.tables,
        cells: expanded.cells,
        rules: Vec::new(),
        totals: expanded.totals,
        alternatives,
        texts: Arc::default(),
        by_key: expanded.by_key,
    };
    form.rules = rules::rules(&definition.rules, &form, &definition.tables, problems);
    form
}

/// Reporting years that make sense.
pub(super) fn years(definition: YearsDefinition, place: &str, problems: &mut Problems) -> Years {
    let years = Years {
        from: definition.from,
        to: definition.to,
    };
    if years.from == 0 || years.to.is_some_and(|to| to < years.from) {
        problems.add(
            "wrong-years",
            place,
            "适用年度不对",
            "请写成 years = { from = 2021 }，已停用的再加上 to",
        );
    }
    years
}

fn sign_off(definition: &Definition, problems: &mut Problems) -> SignOffLines {
    match definition.sign_off.as_str() {
        "printed" => SignOffLines::Printed,
        "optional" | "" => SignOffLines::Optional,
        other => {
            problems.add(
                "unknown-word",
                "sign_off",
                format!("sign_off 是“{other}”"),
                "请写 printed 或 optional",
            );
            SignOffLines::Optional
        }
    }
}

fn parts(definition: &Definition, problems: &mut Problems) -> Vec<Part> {
    let places: HashMap<&str, usize> = definition
        .tables
        .iter()
        .enumerate()
        .map(|(index, table)| (table.id.as_str(), index))
        .collect();
    let mut seen = BTreeSet::new();
    let mut shown = BTreeSet::new();
    let parts = definition
        .parts
        .iter()
        .map(|part| {
            let place = format!("部分 {}", part.id);
            problems.require_new_id(&mut seen, &part.id, &place);
            problems.require(&part.short, &place, "short");
            let table = part.table.as_ref().and_then(|id| {
                let table = places.get(id.as_str()).copied();
                if table.is_none() {
                    problems.add(
                        "unknown-table",
                        &place,
                        format!("没有表 {id}"),
                        "请改成已有的表",
                    );
                }
                table
            });
            shown.extend(table);
            Part {
                id: part.id.clone(),
                title: part.title.clone(),
                spellings: part.spellings.clone(),
                short: part.short.clone(),
                table,
                hint: part.hint.clone(),
                text: text_part(part, &place, problems),
                annex: part.annex,
            }
        })
        .collect();
    for (index, table) in definition.tables.iter().enumerate() {
        if !shown.contains(&index) {
            problems.add(
                "table-without-part",
                format!("表 {}", table.id),
                "没有哪一部分印这张表",
                "请在一个 [[part]] 中写上 table",
            );
        }
    }
    parts
}

fn text_part(part: &PartDefinition, place: &str, problems: &mut Problems) -> TextPart {
    match part.text.as_str() {
        "required" => TextPart::Required,
        "optional" | "" => TextPart::Optional,
        other => {
            problems.add(
                "unknown-word",
                place,
                format!("text 是“{other}”"),
                "请写 required 或 optional",
            );
            TextPart::Optional
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A small form with nothing wrong in it.
    const SMALL: &str = r#"
form = "annual-report"
edition = "S"
name = "小表"
title = "{agency}{year}年报告"
basis = "测试"
version = "1"
years = { from = 2021 }

[[part]]
id = "one"
title = "一、表"
short = "一、表"
table = "cases"

[[table]]
id = "cases"
type_size = 9
widths = [10, 10, 10]
columns = [
  { id = "a", label = "甲" },
  { id = "b", label = "乙" },
  { id = "total", label = "总计", sum = ["a", "b"] },
]
grid = [
  { head = true, cells = [{ column = "a" }, { column = "b" }, { column = "total" }] },
  { cells = [{ values = "one" }] },
]

[[table.row]]
id = "one"
label = "一"
short = "一"

[[rule]]
id = "R1"
label = "总计＝甲＋乙"
table = "cases"
each = "row"
left = ["total"]
op = "="
right_sum = "total"
severity = "error"
source = "测试"
"#;

    /// The codes of the problems of the small form after a change.
    #[track_caller]
    fn codes(change: &[(&str, &str)]) -> Vec<&'static str> {
        let mut text = SMALL.to_owned();
        for (from, to) in change {
            assert!(text.contains(from), "{from}");
            text = text.replace(from, to);
        }
        match load(&text) {
            Ok(_) => Vec::new(),
            Err(problems) => problems.into_iter().map(|problem| problem.code).collect(),
        }
    }

    #[test]
    fn a_whole_form_loads() {
        let form = load(SMALL).expect("the small form has no problem");
        assert_eq!(form.cells.len(), 3);
        let total = form.cell("cases.one:total").expect("a total");
        assert_eq!(form.totals, [total]);
        assert_eq!(form.label(total), "一 · 总计");
    }

    #[test]
    fn each_fault_has_its_code() {
        let one = |from: &str, to: &str| codes(&[(from, to)]);
        assert_eq!(
            one("right_sum", "rigth_sum"),
            ["unknown-key", "unclear-sides", "rule-without-cells"]
        );
        assert_eq!(
            one("label = \"总计＝甲＋乙\"", "label = \"\""),
            ["missing-text"]
        );
        assert_eq!(
            one("sum = [\"a\", \"b\"]", "sum = [\"a\", \"c\"]"),
            ["unknown-operand", "rule-without-cells"]
        );
        assert_eq!(
            one("sum = [\"a\", \"b\"]", "sum = [\"total\"]"),
            ["circular-sum"]
        );
        assert_eq!(one("{ column = \"b\" }, ", ""), ["gap"]);
        assert_eq!(
            one(
                "{ values = \"one\" }",
                "{ cell = \"one:a\" }, { text = \"x\", colspan = 2 }"
            ),
            ["not-shown-once", "not-shown-once"]
        );
        assert_eq!(
            one("{ column = \"b\" }", "{ column = \"b\", colspan = 2 }"),
            ["no-room"]
        );
        assert_eq!(
            one("widths = [10, 10, 10]", "widths = [100, 100, 10]"),
            ["too-wide"]
        );
        assert_eq!(
            one("severity = \"error\"", "severity = \"bad\""),
            ["unknown-word"]
        );
        assert_eq!(one("id = \"b\"", "id = \"a\"").first(), Some(&"doubled-id"));
        assert_eq!(one("table = \"cases\"\n\n", "\n"), ["table-without-part"]);
        assert_eq!(
            one("from = 2021", "from = 2021, to = 2019"),
            ["wrong-years"]
        );
        assert_eq!(
            one("form = \"annual-report\"", "form = \"other\""),
            ["unknown-form"]
        );
        assert_eq!(one("[[rule]]", "[[rule"), ["unreadable"]);
        assert_eq!(one("type_size = 9", "type_size = 90"), ["wrong-size"]);
    }

    #[test]
    fn all_problems_are_reported_at_once_with_place_and_remedy() {
        let text = SMALL
            .replace("basis = \"测试\"", "")
            .replace("op = \"=\"", "op = \"~\"")
            .replace(
                "id = \"one\"\nlabel = \"一\"",
                "id = \"one\"\nlable = \"一\"",
            );
        let problems = load(&text).expect_err("three faults");
        assert_eq!(
            problems
                .iter()
                .map(|problem| problem.code)
                .collect::<Vec<_>>(),
            [
                "unknown-key",
                "missing-text",
                "missing-text",
                "unknown-word"
            ]
        );
        assert_eq!(
            problems[3].to_string(),
            "规则 R1：op 是“~”。请写 =、<=、<、>="
        );
    }
}
