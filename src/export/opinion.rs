//! 审核意见: one page to send back to a unit, with what it has to mend in its report.
//!
//! The page is one table between title and signatures. What doesn't fit is counted. What this
//! program was not sure to have read is no affair of the unit's: it is counted in a line.

use crate::form::{Severity, Style};
use crate::returns::{Header, HeaderField};
use crate::survey::{State, Summary, Surveyed};

use super::check_sheet::cells::{COLUMNS, Row, block};
use super::document::{Block, Document, Mark, TableRow};
use super::fonts::{Fonts, is_in_bundled_faces};
use super::layout::lay_out;
use super::title::title_lines;
use super::wording::iso_date;

/// What the page is called.
pub const NAME: &str = "审核意见";
/// Where a date is written by hand.
const DATE_TO_WRITE: &str = "　　　　年　　月　　日";
/// What the entries may take together, in half lines of small type: the most that keeps all on
/// one page is taken. The last is small enough for any names.
const ROOMS: [usize; 8] = [100, 90, 80, 72, 64, 56, 48, 40];
/// What a row takes in half lines beside its lines of text.
const PADDING: usize = 1;
/// How many characters of an entry stand in a line.
const LINE: usize = 36;
/// The most characters of an entry.
const LONGEST: usize = 3 * LINE;

/// Whether there is anything the unit has to do about its report. A reading the reviewer has to
/// look at is nothing of that kind.
pub fn is_needed(file: &Surveyed) -> bool {
    file.report().is_none_or(|summary| {
        let open = summary.findings.iter().any(|one| !one.answered);
        open || summary.read < summary.of
    })
}

/// Builds the page for a file of a survey. `date` is the day of the review, as an ISO date.
/// What was not readable, or no report, gets a page that says so.
pub fn opinion(file: &Surveyed, date: &str) -> Document {
    let mut page = with_room(file, date, 0);
    for room in ROOMS {
        page = with_room(file, date, room);
        if lay_out(&page, Fonts::bundled()).is_ok_and(|pages| pages.len() == 1) {
            break;
        }
    }
    page
}

fn with_room(file: &Surveyed, date: &str, room: usize) -> Document {
    let summary = file.report();
    let header = header(summary);
    let report = match (header.agency.as_str(), header.year) {
        ("", 0) => shown(&file.file()),
        ("", year) => format!("{year}年政府信息公开工作年度报告"),
        (agency, 0) => format!("{agency}政府信息公开工作年度报告"),
        (agency, year) => format!("{agency}{year}年政府信息公开工作年度报告"),
    };
    let mut lines = title_lines(&report, &header);
    lines.push(NAME.to_owned());
    let mut rows = overview(file, summary);
    rows.extend(entries(file, summary, room));
    let table = block(NAME, rows);
    Document {
        title: format!("{report}{NAME}"),
        agency: header.agency,
        year: header.year,
        edition: summary.map_or_else(String::new, |summary| summary.edition_name.clone()),
        date: iso_date(date),
        mark: Mark::Final,
        blocks: vec![
            Block::Title(lines),
            Block::Table(table),
            Block::Paragraph(request(file)),
            sign_off(),
        ],
        header: Vec::new(),
        codes: Vec::new(),
        carried: None,
    }
}

fn header(summary: Option<&Summary>) -> Header {
    Header {
        agency: summary.map_or_else(String::new, |summary| shown(&summary.agency)),
        year: summary.map_or(0, |summary| summary.year),
        ..Header::default()
    }
}

/// Whose report, from which file, and how it came out.
fn overview(file: &Surveyed, summary: Option<&Summary>) -> Vec<TableRow> {
    let mut rows = vec![wide("文件", &file.file())];
    let Some(summary) = summary else {
        rows.push(wide("审核结果", file.state().label()));
        return rows;
    };
    let stated = |text: &str| match text {
        "" => "没有写明".to_owned(),
        text => text.to_owned(),
    };
    let year = match summary.year {
        0 => String::new(),
        year => year.to_string(),
    };
    rows.push(wide(HeaderField::Agency.label(), &stated(&summary.agency)));
    rows.push(
        Row::default()
            .head(2, HeaderField::Year.label())
            .text(2, &stated(&year))
            .head(1, "读到的数字")
            .text(3, &format!("{}/{}", summary.read, summary.of))
            .done(),
    );
    rows.push(wide("报表版式", &summary.edition_name));
    rows.push(wide(
        "审核结果",
        &format!(
            "硬性问题 {} 项，提示 {} 项",
            summary.count(Severity::Error),
            summary.open_warnings(),
        ),
    ));
    rows
}

fn wide(label: &str, text: &str) -> TableRow {
    Row::default()
        .head(2, label)
        .text(COLUMNS - 2, &clipped(text, LINE))
        .done()
}

/// The groups of what is to be mended, as far as the page reaches.
fn entries(file: &Surveyed, summary: Option<&Summary>, room: usize) -> Vec<TableRow> {
    let Some(summary) = summary else {
        let sentence = match &file.result {
            Err(sentence) => sentence.clone(),
            Ok(_) => "没有年报的标题、部分和表格".to_owned(),
        };
        return vec![entry("", &sentence)];
    };
    let findings = |severity| {
        let findings = summary.findings.iter();
        let findings = findings.filter(move |one| one.severity == severity && !one.answered);
        findings.map(|one| (one.rule.as_str(), one.message.clone()))
    };
    let groups: [(&str, Vec<(&str, String)>); 2] = [
        ("硬性问题（须更正）", findings(Severity::Error).collect()),
        (
            "提示（请更正，或说明理由）",
            findings(Severity::Warning).collect(),
        ),
    ];
    let mut groups: Vec<_> = groups
        .into_iter()
        .filter(|(_, entries)| !entries.is_empty())
        .collect();
    let notes = notes(summary);
    if groups.is_empty() && notes.is_empty() {
        return vec![entry("", "没有发现问题")];
    }
    // The head and what is left out take a row of one line each.
    let single = 2 * groups.len() + notes.len();
    let mut left = room.saturating_sub((2 + PADDING) * single);
    let mut rows = Vec::new();
    for (number, (head, entries)) in groups.iter_mut().enumerate() {
        let numeral = ["一", "二"].get(number).copied().unwrap_or_default();
        let head = format!("{numeral}、{head}：{} 项", entries.len());
        rows.push(Row::default().cell(COLUMNS, 1, Style::Block, &head).done());
        let mut shown = 0;
        for (mark, text) in entries.iter() {
            let text = clipped(text, LONGEST);
            let height = 2 * text.chars().count().div_ceil(LINE).max(1) + PADDING;
            if height > left {
                break;
            }
            left -= height;
            rows.push(entry(mark, &text));
            shown += 1;
        }
        if shown < entries.len() {
            let rest = format!("另有 {} 项没有列出", entries.len() - shown);
            rows.push(entry("", &rest));
        }
    }
    rows.extend(notes.iter().map(|note| entry("", note)));
    rows
}

/// What there is to be said besides what the rules found, a line each.
fn notes(summary: &Summary) -> Vec<String> {
    let mut notes = Vec::new();
    let missing = summary.of.saturating_sub(summary.read);
    if summary.read == 0 && missing > 0 {
        notes.push("表格里的数字都没有读到，没有核对：请确认表格不是图片".to_owned());
    } else if missing > 0 {
        notes.push(format!("有 {missing} 格没有数字，请确认没有漏填"));
    }
    if !summary.doubts.is_empty() {
        let count = summary.doubts.len();
        notes.push(format!("另有 {count} 处本程序读得不准，由审核人核对"));
    }
    notes
}

fn entry(mark: &str, text: &str) -> TableRow {
    Row::default()
        .centred(2, mark)
        .text(COLUMNS - 2, &clipped(text, LONGEST))
        .done()
}

/// What is asked of the unit.
fn request(file: &Surveyed) -> String {
    match file.state() {
        _ if !is_needed(file) => "经审核没有发现须更正的问题。".to_owned(),
        State::Unreadable | State::NotReport => {
            format!("请于{DATE_TO_WRITE}前重新报送年报，最好是 Word 或 Excel 文件。")
        }
        State::Errors
        | State::Doubts
        | State::Warnings
        | State::Incomplete
        | State::Partial
        | State::Clean => {
            format!("请于{DATE_TO_WRITE}前更正后重新报送；没有改动的请逐项说明理由。")
        }
    }
}

fn sign_off() -> Block {
    let lines = ["审核单位", "审核人", "联系电话"].map(|label| (label.to_owned(), String::new()));
    let date = ("日期".to_owned(), DATE_TO_WRITE.to_owned());
    Block::SignOff(lines.into_iter().chain([date]).collect())
}

/// The beginning of a text.
fn clipped(text: &str, most: usize) -> String {
    let text = shown(text);
    if text.chars().nth(most).is_none() {
        return text;
    }
    text.chars()
        .take(most.saturating_sub(1))
        .chain(['…'])
        .collect()
}

/// A text with a box for every character no face has: texts come from anywhere, and the page
/// has to come about.
fn shown(text: &str) -> String {
    let characters = text.chars();
    characters
        .map(|character| match character {
            character if is_in_bundled_faces(character) => character,
            _ => '□',
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::fonts::Fonts;
    use crate::export::{docx, pdf};
    use crate::survey::{Origin, SurveyedDoubt, SurveyedFinding};

    fn finding(severity: Severity, length: usize) -> SurveyedFinding {
        SurveyedFinding {
            severity,
            rule: "T1".to_owned(),
            message: "数".repeat(length),
            answered: false,
        }
    }

    fn surveyed(findings: Vec<SurveyedFinding>, doubts: usize) -> Surveyed {
        let doubt = SurveyedDoubt {
            place: "（一）予以公开 · 自然人".to_owned(),
            found: "22（其中修订16件）".to_owned(),
            why: "数字后面还有说明".to_owned(),
        };
        Surveyed {
            path: "甲/某市某区住房和城乡建设局.pdf".into(),
            result: Ok(Summary {
                origin: Origin::Draft,
                agency: "某市某区住房和城乡建设综合行政执法监督管理委员会办公室".repeat(2),
                year: 2023,
                edition: "C".to_owned(),
                edition_name: "2021年起版".to_owned(),
                read: 100,
                of: 166,
                is_partial: false,
                doubts: vec![doubt; doubts],
                findings,
                remarks: Vec::new(),
            }),
        }
    }

    #[test]
    fn it_stays_on_one_page_however_much_is_wrong() {
        for (length, count) in [(1, 200), (36, 90), (37, 90), (100, 50), (400, 20)] {
            let mut findings = vec![finding(Severity::Error, length); count];
            findings.extend(vec![finding(Severity::Warning, length); count]);
            let document = opinion(&surveyed(findings, count), "2026-11-22");
            let pages = lay_out(&document, Fonts::bundled()).unwrap();
            assert_eq!(pages.len(), 1, "{length} {count}");
        }
    }

    #[test]
    fn what_was_not_read_is_never_said_to_be_without_fault() {
        let mut file = surveyed(Vec::new(), 7);
        let page = format!("{:?}", opinion(&file, "2026-11-22"));
        assert!(is_needed(&file));
        assert!(page.contains("有 66 格没有数字") && !page.contains("没有发现"));
        assert!(page.contains("另有 7 处本程序读得不准"));
        assert!(!page.contains("数字后面还有说明") && !page.contains("清单"));
        if let Ok(summary) = &mut file.result {
            summary.read = 0;
        }
        let page = format!("{:?}", opinion(&file, "2026-11-22"));
        assert!(page.contains("都没有读到") && !page.contains("没有发现"));
        if let Ok(summary) = &mut file.result {
            summary.read = summary.of;
        }
        assert!(!is_needed(&file), "the reviewer's own work");
        let page = format!("{:?}", opinion(&file, "2026-11-22"));
        assert!(!page.contains("前更正"));
    }

    #[test]
    fn every_state_gets_its_page() {
        let broken = Surveyed {
            path: "乙\u{1f4c4}.doc".into(),
            result: Err("“乙\u{1f4c4}.doc”已损坏，读不出来。请重新下载".to_owned()),
        };
        for file in [surveyed(Vec::new(), 0), surveyed(Vec::new(), 1), broken] {
            let document = opinion(&file, "2026-11-22");
            assert!(pdf::write(&document, Fonts::bundled()).is_ok());
            assert!(docx::write(&document).is_ok());
        }
    }
}
