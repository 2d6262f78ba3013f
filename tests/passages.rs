//! Texts of an exported workbook that somebody else has changed, taken over with their figures.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::{Cursor, Read, Write};
use std::sync::LazyLock;

use nianbao::assessment::Assessment;
use nianbao::charts::YearCharts;
use nianbao::command::Format;
use nianbao::draft::Unknown;
use nianbao::edits::Edits;
use nianbao::export::document::{ExportOptions, Mark, SignOff};
use nianbao::form::catalog::Catalog;
use nianbao::narrative::{Piece, Text};
use nianbao::returns::Return;
use nianbao::sample;
use nianbao::task::{OpenedReport, export_bytes, open_report};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::built_in().unwrap());

const STRINGS: &str = "xl/sharedStrings.xml";

fn sample_return() -> Return {
    sample::draft(&CATALOG).unwrap().1.ret
}

/// The return exported with all its charts and its lines for signatures.
fn exported(ret: &Return, format: Format) -> Vec<u8> {
    let form = CATALOG.form(&ret.variant).unwrap();
    let assessment = Assessment::of(&CATALOG, &form, ret);
    let charts = YearCharts::of(&CATALOG, &form, ret, &assessment.derived).charts;
    let options = ExportOptions {
        mark: Mark::Draft,
        date: None,
        sign_off: SignOff::Printed,
    };
    let figures = assessment.figures(&form);
    let unknown = Unknown::default();
    export_bytes(ret, &figures, &unknown, &charts, format, &options).unwrap()
}

fn opened(bytes: &[u8]) -> OpenedReport {
    open_report(&CATALOG, "甲", bytes).unwrap()
}

/// The archive with its parts changed.
fn changed(bytes: &[u8], change: impl Fn(&str, String) -> String) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut written = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().to_string();
        let mut content = String::new();
        part.read_to_string(&mut content).unwrap();
        written
            .start_file(&name, SimpleFileOptions::default())
            .unwrap();
        let content = change(&name, content);
        written.write_all(content.as_bytes()).unwrap();
    }
    written.finish().unwrap().into_inner()
}

/// The workbook with other words in its texts.
fn retyped(bytes: &[u8], edits: &[(&str, &str)]) -> Vec<u8> {
    changed(bytes, |name, mut content| {
        if name == STRINGS {
            for (was, now) in edits {
                assert!(content.contains(was), "{was}");
                content = content.replacen(was, now, 1);
            }
        }
        content
    })
}

/// The workbook with a formula that has no result in the place of a text.
fn with_formula(bytes: &[u8], text: &str) -> Vec<u8> {
    let mut strings = String::new();
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut part = archive.by_name(STRINGS).unwrap();
    part.read_to_string(&mut strings).unwrap();
    let (before, _) = strings.split_once(text).expect(text);
    let number = before.matches("<si>").count() - 1;
    changed(bytes, |_, content| {
        let shared = format!(r#" t="s"><v>{number}</v>"#);
        content.replace(&shared, "><f>A1</f>")
    })
}

/// The return once all changes are taken over.
fn adopted(bytes: &[u8]) -> Return {
    let OpenedReport { draft, edits, .. } = opened(bytes);
    let mut ret = draft.ret;
    edits.apply(&mut ret);
    ret
}

fn field_count(ret: &Return, part: &str) -> usize {
    ret.text(part).fields().count()
}

fn shown(ret: &Return, part: &str) -> String {
    let form = CATALOG.form(&ret.variant).unwrap();
    let assessment = Assessment::of(&CATALOG, &form, ret);
    ret.text(part).shown(&assessment.figures(&form)).text
}

#[test]
fn reports_with_charts_reopen_unchanged_in_every_format() {
    for edition in ["A", "A-bj", "B", "C"] {
        let form = CATALOG.official(edition).unwrap();
        let mut ret = if edition == "C" {
            sample_return()
        } else {
            let mut ret = Return::blank(&form, "甲区人民政府", 2019);
            for cell in form.all_cells() {
                ret.stated.set(
                    cell,
                    nianbao::value::parse("3", form.definition(cell).measure).value,
                );
            }
            ret
        };
        ret.charts = CATALOG.charts().ids().map(str::to_owned).collect();
        for format in Format::ALL {
            let OpenedReport { draft, edits, .. } = opened(&exported(&ret, format));
            assert_eq!(draft.note, None, "{edition} {format:?}");
            assert_eq!(edits, Edits::default(), "{edition} {format:?}");
        }
    }
}

#[test]
fn the_charts_of_years_that_are_not_known_here_are_no_texts() {
    let mut ret = sample_return();
    ret.charts = ["outcomes", "applicants"].map(str::to_owned).into();
    let bytes = exported(&ret, Format::Xlsx);
    // As if one more had been drawn above them.
    let bytes = retyped(&bytes, &[("（图1　", "（图2　")]);
    assert_eq!(opened(&bytes).edits, Edits::default());
}

#[test]
fn paragraphs_left_alone_keep_their_figures() {
    let mut ret = sample_return();
    // Blank lines and indents are not in the workbook.
    let overview = ret.text("overview").clone();
    let begin = Piece::Words("　　开头。\n\n　　".to_owned());
    let overview: Text = [begin]
        .into_iter()
        .chain(overview.pieces().iter().cloned())
        .chain([Piece::Words("\n\n".to_owned())])
        .collect();
    ret.narrative.insert("overview".to_owned(), overview);
    let before = field_count(&ret, "overview");
    let bytes = exported(&ret, Format::Xlsx);
    assert_eq!(opened(&bytes).edits, Edits::default());

    let edits = [
        ("各项任务", "各项工作任务"),
        ("每季度", "每半年"),
        ("开头。", "开头。\n新的一段。"),
    ];
    let after = adopted(&retyped(&bytes, &edits));
    assert_eq!(field_count(&after, "overview"), before);
    let expected = shown(&ret, "overview")
        .replace("各项任务", "各项工作任务")
        .replace("每季度", "每半年")
        .replace("开头。", "开头。\n新的一段。");
    // The paragraph below the new one has other ones around it now.
    let expected = expected.replace("新的一段。\n\n", "新的一段。\n");
    assert_eq!(shown(&after, "overview"), expected);

    // Within a paragraph those outside the change stay.
    let after = adopted(&retyped(&bytes, &[("，废止18件", "，废除18件")]));
    assert_eq!(field_count(&after, "overview"), before);
    // A paragraph that is gone takes only its own with it.
    let bytes = retyped(
        &bytes,
        &[(
            "落实公开审查制度，公文制发时同步确定公开属性；定期清理失效文件，保证公布的信息准确、有效。",
            "",
        )],
    );
    assert_eq!(field_count(&adopted(&bytes), "overview"), before);
}

#[test]
fn lines_that_look_like_the_programs_own_are_texts() {
    let typed = "联系电话：010-83656666\n（见工作表“二”）我写的\n填报人：甲\n尾段。";
    let mut ret = sample_return();
    for part in ["problems", "other"] {
        ret.narrative.insert(part.to_owned(), typed.into());
    }
    let bytes = exported(&ret, Format::Xlsx);
    assert_eq!(opened(&bytes).edits, Edits::default());
    // The first of them is in the fifth part; the last has the lines for signatures below it.
    let after = adopted(&retyped(&bytes, &[("尾段。", "尾段改。")]));
    let expected = typed.replace("尾段。", "尾段改。");
    assert_eq!(shown(&after, "problems"), expected);
    assert_eq!(shown(&after, "other"), expected);
}

#[test]
fn what_is_written_into_the_lines_for_signatures_is_no_text() {
    let bytes = exported(&sample_return(), Format::Xlsx);
    let bytes = retyped(&bytes, &[(">填报人：", ">填报人：张三")]);
    let edits = opened(&bytes).edits;
    assert_eq!(edits.changes, []);
    let [remark] = edits.remarks.as_slice() else {
        panic!("{:?}", edits.remarks);
    };
    assert!(remark.contains("“填报人：张三”没有采用"), "{remark}");
}

#[test]
fn a_figure_changed_alike_in_table_and_text_stays_bound() {
    let ret = sample_return();
    let before = field_count(&ret, "overview");
    let bytes = exported(&ret, Format::Xlsx);
    let table = |bytes: &[u8]| {
        changed(bytes, |name, content| {
            if name.starts_with("xl/worksheets/") {
                // The number; the text of the same place in the list has a `t`.
                let text = r#"t="s"><v>27</v>"#;
                let number = content.replace(text, "kept");
                return number
                    .replace("<v>27</v>", "<v>28</v>")
                    .replace("kept", text);
            }
            content
        })
    };
    let issued = |ret: &Return| {
        let form = CATALOG.form(&ret.variant).unwrap();
        let cell = form.cell("disclosure.normative_documents:issued").unwrap();
        ret.stated.get(cell).to_string()
    };
    // In the table alone the text follows.
    let edits = opened(&table(&bytes)).edits;
    assert_eq!(edits.changes.len(), 1, "{edits:?}");
    // In both.
    let both = retyped(&table(&bytes), &[("规范性文件27件", "规范性文件28件")]);
    assert_eq!(opened(&both).edits.changes.len(), 1);
    let after = adopted(&both);
    assert_eq!(issued(&after), "28");
    assert_eq!(field_count(&after, "overview"), before);
    assert!(shown(&after, "overview").contains("规范性文件28件"));
    // In both, with other words before and behind.
    let words = [
        ("全年制发行政规范性文件27件", "全年共制发行政规范性文件28件"),
        ("在统一平台公示", "在平台公示"),
    ];
    let after = adopted(&retyped(&table(&bytes), &words));
    assert!(field_count(&after, "overview") < before);
    let after = adopted(&retyped(&table(&bytes), &[words[0]]));
    // Nothing but the words before it was changed.
    assert_eq!(field_count(&after, "overview"), before);
    assert!(shown(&after, "overview").contains("全年共制发行政规范性文件28件"));
}

#[test]
fn a_long_paragraph_stays_one() {
    let mut ret = sample_return();
    let long = "甲".repeat(16_000) + "。\n尾段";
    ret.narrative
        .insert("problems".to_owned(), long.as_str().into());
    let bytes = exported(&ret, Format::Xlsx);
    assert_eq!(opened(&bytes).edits, Edits::default());
    let after = adopted(&retyped(&bytes, &[("尾段", "尾段改")]));
    assert_eq!(shown(&after, "problems"), long.replace("尾段", "尾段改"));
}

#[test]
fn formulas_without_a_result_change_nothing() {
    let ret = sample_return();
    let bytes = exported(&ret, Format::Xlsx);
    for (text, said) in [
        (
            "一是统一答复文书样式",
            "的文字里有还没有算出结果或出错的公式",
        ),
        ("2024年1月26日", "“填报日期”是还没有算出结果的公式"),
    ] {
        let edits = opened(&with_formula(&bytes, text)).edits;
        assert_eq!(edits.changes, [], "{text}");
        assert!(
            edits.remarks.iter().any(|remark| remark.contains(said)),
            "{edits:?}"
        );
    }
}

#[test]
fn changes_that_cannot_be_read_are_said() {
    let bytes = exported(&sample_return(), Format::Xlsx);
    let bytes = changed(&bytes, |name, content| match name {
        "xl/worksheets/sheet1.xml" => content.replace("</sheetData>", "</nothing>"),
        _ => content,
    });
    let edits = opened(&bytes).edits;
    assert_eq!(edits, Edits::unreadable());
    assert!(edits.sentence().unwrap().contains("导出后的改动读不出来"));
}
