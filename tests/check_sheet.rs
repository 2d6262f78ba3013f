//! The check sheet: what it says, and how it comes out on paper and in Excel.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod workbook;

use std::sync::Arc;

use nianbao::assessment::Assessment;
use nianbao::command::Format;
use nianbao::export::check_sheet::check_sheet;
use nianbao::export::document::{Block, CellContent, Document, TableRow};
use nianbao::findings::{Verdict, record};
use nianbao::form::Form;
use nianbao::form::catalog::Catalog;
use nianbao::returns::{Previous, Reason, Return};
use nianbao::sample;
use nianbao::task::check_sheet_bytes;
use nianbao::value::parse;
use workbook::Workbook;

struct Case {
    catalog: Catalog,
    form: Arc<Form>,
    ret: Return,
}

impl Case {
    fn sample() -> Self {
        let catalog = Catalog::built_in().unwrap();
        let (form, draft) = sample::draft(&catalog).unwrap();
        Self {
            catalog,
            form,
            ret: draft.ret,
        }
    }

    fn blank(edition: &str) -> Self {
        let catalog = Catalog::built_in().unwrap();
        let form = catalog.official(edition).unwrap();
        let ret = Return::blank(&form, "某区人民政府", form.years.from);
        Self { catalog, form, ret }
    }

    /// A return in which something holds, breaks, waits and is not checked.
    fn faulty() -> Self {
        let mut case = Self::sample();
        for (key, figure) in [
            ("applications.result.granted:natural", "440"),
            ("applications.carried_out:org.business", ""),
            ("disclosure.fees:amount", "2000000"),
            ("disclosure.normative_documents:issued", "300"),
        ] {
            case.set(key, figure);
        }
        case.answer("D8", "已与财政部门核对");
        case.answer("D4", "机构合并");
        case.set("disclosure.normative_documents:issued", "301");
        case.ret.header.filler = "张三".to_owned();
        case
    }

    fn set(&mut self, key: &str, figure: &str) {
        let cell = self.form.cell(key).unwrap();
        let value = parse(figure, self.form.definition(cell).measure).value;
        self.ret.stated.set(cell, value);
    }

    /// Gives a reason for what a rule finds now.
    fn answer(&mut self, rule: &str, text: &str) {
        let findings = self.assessment().findings;
        let finding = findings.broken.iter().find(|found| found.rule == rule);
        let finding = finding.unwrap_or_else(|| panic!("{rule} holds"));
        self.ret.reasons.push(Reason {
            rule: rule.to_owned(),
            instance: finding.instance.clone(),
            text: text.to_owned(),
            figures: finding.figures.clone(),
        });
    }

    fn assessment(&self) -> Assessment {
        Assessment::of(&self.catalog, &self.form, &self.ret)
    }

    fn document(&self) -> Document {
        check_sheet(&self.form, &self.ret, &self.assessment(), None)
    }

    fn lines(&self) -> Vec<String> {
        self.document().blocks.iter().flat_map(lines).collect()
    }

    fn bytes(&self, format: Format) -> Vec<u8> {
        check_sheet_bytes(&self.form, &self.ret, &self.assessment(), format, None).unwrap()
    }

    fn pages(&self) -> usize {
        let file = lopdf::Document::load_mem(&self.bytes(Format::Pdf)).unwrap();
        file.get_pages().len()
    }
}

/// A block as lines of text, the cells of a row apart by bars.
fn lines(block: &Block) -> Vec<String> {
    match block {
        Block::Title(lines) => lines.clone(),
        Block::Heading(text) | Block::Annex(text) | Block::Paragraph(text) => vec![text.clone()],
        Block::Table(table) => table.rows.iter().map(row).collect(),
        Block::Chart { chart, .. } => vec![chart.caption()],
        Block::SignOff(fields) => fields
            .iter()
            .map(|(label, text)| format!("{label}：{text}"))
            .collect(),
    }
}

fn row(row: &TableRow) -> String {
    let cells = row.cells.iter().map(|cell| match &cell.content {
        CellContent::Text(runs) => runs.iter().map(|run| run.text.as_str()).collect(),
        CellContent::Figure(figure) => figure.text(),
    });
    cells.collect::<Vec<String>>().join("|")
}

#[track_caller]
fn says(lines: &[String], wanted: &[&str]) {
    for line in wanted {
        assert!(lines.iter().any(|said| said == line), "{line}: {lines:#?}");
    }
}

#[test]
fn a_clean_report_is_said_to_be_clean() {
    let case = Case::sample();
    let lines = case.lines();
    assert_eq!(
        lines[..9],
        [
            "北京市丰台区人民政府",
            "2023年政府信息公开工作年度报告",
            "审核表",
            "填报单位|北京市丰台区人民政府",
            "年度|2023|核对日期|2024年1月26日",
            "报表版式|2021版，国办公开办函〔2021〕30号",
            "规则版本|2026.1|已填|166/166",
            "核对结果|硬性问题 0 项；提示 0 项；通过 247 项；等待填写 0 项；未核对 15 项；不适用 1 项",
            "结论|全部硬性关系成立；没有提示",
        ]
    );
    says(
        &lines,
        &[
            "没有发现问题",
            "H1|填报单位应填写||成立",
            "D1|单元格应为有效数字|共 166 项|成立",
            "T1|一＋二＝三（七）＋四|自然人|2111 ＋ 121 ＝ 2232|＝|2093 ＋ 139 ＝ 2232|成立",
            "总计|2161|＝|21 项之和 2161|成立",
            "T3|总计＝自然人与法人或其他组织各列之和|共 25 项|成立",
            "D8|收费金额应小于 1000000 万元|5098.4139|＜|1000000|成立",
            "T4|上年结转＝上年年报的结转下年度|共 7 项：没有关联上年年报|未核对",
            "W1|六个部分齐全并按顺序排列|用于读入的已公布年报|不适用",
            "P3|像是两列填反了|没有关联上年年报|未核对",
        ],
    );
    assert_eq!(
        lines[lines.len() - 4..],
        [
            "填报人：",
            "审核人：",
            "单位负责人：",
            "日期：　　　　年　　月　　日"
        ]
    );
}

#[test]
fn what_breaks_waits_or_was_answered_is_spelled_out() {
    let lines = Case::faulty().lines();
    says(
        &lines,
        &[
            "规则版本|2026.1|已填|165/166",
            "结论|尚有硬性问题 1 项，还有 1 格没有填数字，不能定稿",
            "D8|提示|行政事业性收费 2000000，应小于 1000000，相差 1000000|已与财政部门核对",
            "T1|一＋二＝三（七）＋四|自然人|2111 ＋ 121 ＝ 2232|＝|2103 ＋ 139 ＝ 2242|不成立",
            "商业企业|63 ＋ 5 ＝ 68|＝|65 ＋ 空|等待填写",
            "D8|收费金额应小于 1000000 万元|2000000|＜|1000000|不成立",
            "填报人：张三",
        ],
    );
    let line = |start: &str| {
        let mut lines = lines.iter();
        lines.find(|line| line.starts_with(start)).unwrap().clone()
    };
    assert!(line("T1|硬性|自然人：").ends_with("相差 10|须更正"));
    assert!(line("D4|提示|").ends_with("|数字已改，理由需重新说明（原理由：机构合并）"));
    // One row waits, the others are not spelled out.
    says(&lines, &["其余 24 项|成立"]);
    assert!(line("核对结果|").contains("提示 2 项（已说明 1 项，未说明 1 项）"));
}

#[test]
fn the_conclusion_says_what_is_left_to_do() {
    let conclusion = |case: &Case| {
        let lines = case.lines();
        let said = lines.iter().find_map(|line| line.strip_prefix("结论|"));
        said.unwrap().to_owned()
    };
    let mut case = Case::sample();
    case.set("disclosure.fees:amount", "2000000");
    assert_eq!(conclusion(&case), "全部硬性关系成立；提示 1 项，未说明理由");
    case.answer("D8", "已核对");
    assert_eq!(conclusion(&case), "全部硬性关系成立；提示 1 项，已说明理由");
    case.set("disclosure.normative_documents:issued", "300");
    assert_eq!(
        conclusion(&case),
        "全部硬性关系成立；提示 2 项，其中 1 项未说明理由"
    );
    case.ret.reasons.clear();
    case.answer("D4", "机构合并");
    case.answer("D8", "已核对");
    assert_eq!(
        conclusion(&case),
        "全部硬性关系成立；提示 2 项，均已说明理由"
    );
    assert_eq!(
        conclusion(&Case::blank("C")),
        "没有发现硬性问题，但还有 166 格没有填数字，不能定稿"
    );
}

#[test]
fn suspicions_are_not_said_to_hold() {
    let mut case = Case::sample();
    let mut previous = Previous::of("上年.nianbao", &case.form, &case.ret);
    previous.header.year = 2022;
    case.ret.previous = Some(previous.into());
    case.set("disclosure.permits:decisions", "924860000");
    let lines = case.lines();
    says(
        &lines,
        &[
            "P1|金额或数量与上年相差约一万倍|行政许可·本年处理决定数量|有疑点",
            "P3|像是两列填反了||未见异常",
        ],
    );
}

#[test]
fn the_record_agrees_with_the_findings() {
    for case in [Case::faulty(), Case::blank("A"), Case::blank("B")] {
        let Assessment {
            derived,
            last_year,
            findings,
            ..
        } = case.assessment();
        let records = record(&case.form, &case.ret, &derived, last_year.as_ref());
        assert_eq!(records.len(), case.form.rules.len());
        let count = |is_counted: fn(&Verdict) -> bool| -> usize {
            let all = records.iter().flat_map(|record| &record.applications);
            all.filter(|one| is_counted(&one.verdict))
                .map(|one| one.count)
                .sum()
        };
        let broken = count(|verdict| matches!(verdict, Verdict::Broken(_)));
        let unchecked = count(|verdict| matches!(verdict, Verdict::Unchecked(_)));
        assert_eq!(count(|verdict| *verdict == Verdict::Holds), findings.held);
        assert_eq!(broken, findings.broken.len());
        assert_eq!(unchecked, findings.unchecked.len());
        assert!(records.iter().all(|record| !record.applications.is_empty()));
    }
}

#[test]
fn long_reasons_are_kept_whole() {
    let mut case = Case::sample();
    case.set("disclosure.fees:amount", "2000000");
    let reason = "因为机构合并，".repeat(500);
    case.answer("D8", &reason);
    let lines = case.lines();
    let kept = lines.concat().matches("因为机构合并，").count();
    // Pieces are cut anywhere: at most one repetition is lost to a cut.
    assert!(kept >= 490, "{kept}");
    let shown: String = lines
        .iter()
        .filter_map(|line| line.strip_prefix("D8|提示|"))
        .filter_map(|line| line.split('|').nth(1))
        .collect();
    assert_eq!(shown, reason);
    assert!(case.pages() > 2);
}

#[test]
fn it_takes_two_or_three_pages_with_the_signatures_below_a_table() {
    assert_eq!(Case::sample().pages(), 2);
    assert_eq!(Case::faulty().pages(), 3);
    for edition in ["A", "A-bj", "B", "C"] {
        let case = Case::blank(edition);
        let file = lopdf::Document::load_mem(&case.bytes(Format::Pdf)).unwrap();
        let count = u32::try_from(file.get_pages().len()).unwrap();
        assert!((2..=3).contains(&count), "{edition}: {count}");
        let text = file.extract_text(&[count]).unwrap();
        assert!(
            text.contains("单位负责人") && text.contains("结果"),
            "{text}"
        );
    }
}

#[test]
fn the_pages_hold_what_the_document_says() {
    let bytes = Case::faulty().bytes(Format::Pdf);
    let file = lopdf::Document::load_mem(&bytes).unwrap();
    let text = file.extract_text(&[1, 2]).unwrap().replace('\n', "");
    for wanted in ["审核表", "不能定稿", "须更正", "21 项之和 2103", "未核对"] {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
    let titles: Vec<String> = file
        .get_toc()
        .unwrap()
        .toc
        .into_iter()
        .map(|entry| entry.title)
        .collect();
    assert_eq!(
        titles,
        [
            "一、问题与理由",
            "二、硬性关系（必须成立）",
            "三、提示关系（不成立要说明理由）"
        ]
    );
    assert_eq!(bytes, Case::faulty().bytes(Format::Pdf));
}

#[test]
fn in_excel_it_is_one_sheet_without_formulas_or_locks() {
    let mut case = Case::faulty();
    case.ret.reasons[0].text = "=HYPERLINK(\"http://example.invalid\")".to_owned();
    let bytes = case.bytes(Format::Xlsx);
    assert_eq!(bytes, case.bytes(Format::Xlsx));
    let book = Workbook::read(&bytes);
    assert_eq!(book.sheets.len(), 1);
    let sheet = book.sheet("审核表");
    assert_eq!(sheet.text("A1"), "北京市丰台区人民政府");
    assert!(book.core.contains("2024-01-26T00:00:00Z"));
    assert!(book.parts.iter().all(|part| !part.contains("externalLink")));
    assert!(book.names.is_empty());
    assert!(sheet.cells.values().all(|cell| cell.formula.is_none()));
    let texts: Vec<&str> = sheet
        .cells
        .values()
        .map(|cell| cell.text.as_str())
        .collect();
    for wanted in [
        "2023年政府信息公开工作年度报告",
        "一、问题与理由",
        "2103 ＋ 139 ＝ 2242",
        "=HYPERLINK(\"http://example.invalid\")",
        "填报人：张三",
    ] {
        assert!(texts.contains(&wanted), "{wanted}: {texts:#?}");
    }
    assert!(sheet.locks.is_empty(), "{:?}", sheet.locks);
}
