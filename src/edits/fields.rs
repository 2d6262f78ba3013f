//! The header fields on a workbook's first sheet.

use crate::export::document::Document;
use crate::export::xlsx::HEADER_SHEET;
use crate::returns::{Header, HeaderField, Level, Place, Return, RuleMaking};
use crate::workbook::{Address, Entry, Sheet, Workbook};

use super::{Change, Edits, Target, squeezed};

/// The days Excel counts from the first day it knows to the years reports are of.
const DAYS: std::ops::Range<u32> = 36_526..73_051;
/// What a count from 1904 is behind one from 1900.
const DAYS_TO_1904: u32 = 1_462;

/// Notes every field that says something else.
pub(super) fn compare(ret: &Return, document: &Document, workbook: &Workbook, edits: &mut Edits) {
    let Some(sheet) = workbook.sheet(HEADER_SHEET) else {
        if !document.header.is_empty() {
            edits.remarks.push(format!(
                "工作表“{HEADER_SHEET}”找不到，单位信息沿用导出时的内容"
            ));
        }
        return;
    };
    for (field, old) in &document.header {
        let new = match field_text(sheet, *field, workbook.from_1904) {
            Ok(new) => new,
            Err(why) => {
                edits.remarks.push(format!(
                    "“{HEADER_SHEET}”中的“{}”{why}，沿用导出时的内容",
                    field.label()
                ));
                continue;
            }
        };
        if squeezed(&new) == squeezed(old) {
            continue;
        }
        match target(&ret.header, *field, &new) {
            Some(target) => edits.changes.push(Change {
                place: Place::Header(Some(*field)),
                label: field.label().to_owned(),
                old: old.clone(),
                new,
                target,
            }),
            None => edits.remarks.push(format!(
                "“{}”改成了“{new}”，不是可填的内容，沿用“{old}”",
                field.label()
            )),
        }
    }
}

/// The text beside a field's label.
///
/// # Errors
/// Why there is none: the label is gone or stands twice, or a formula has no result.
fn field_text(sheet: &Sheet, field: HeaderField, from_1904: bool) -> Result<String, &'static str> {
    let label = squeezed(field.label());
    let mut rows = sheet
        .column(0)
        .filter_map(|(row, content)| match &content.entry {
            Entry::Text(text) if squeezed(text) == label => Some(row),
            _ => None,
        });
    let row = rows.next().filter(|_| rows.next().is_none());
    let row = row.ok_or("找不到")?;
    let content = sheet.get(Address { row, column: 1 });
    Ok(match content.map(|content| &content.entry) {
        Some(Entry::Blank) if content.is_some_and(|content| content.formula.is_some()) => {
            return Err("是还没有算出结果的公式");
        }
        Some(Entry::Fault(_)) => return Err("是出错的公式"),
        None | Some(Entry::Blank) => String::new(),
        Some(Entry::Text(text)) => text.trim().to_owned(),
        Some(Entry::Number(literal)) if field == HeaderField::FilledOn => {
            date(literal, from_1904).unwrap_or_else(|| literal.clone())
        }
        Some(Entry::Number(literal)) => literal.clone(),
    })
}

/// A day that Excel made a number of, as offices write it.
fn date(literal: &str, from_1904: bool) -> Option<String> {
    let mut days: u32 = literal.parse().ok()?;
    if from_1904 {
        days = days.checked_add(DAYS_TO_1904)?;
    }
    if !DAYS.contains(&days) {
        return None;
    }
    // The first of the range is 1 January 2000.
    let mut left = days - DAYS.start;
    let mut year = 2000;
    while left >= days_in_year(year) {
        left -= days_in_year(year);
        year += 1;
    }
    let february = if days_in_year(year) == 366 { 29 } else { 28 };
    let months = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    for (month, length) in (1..).zip(months) {
        if left < length {
            return Some(format!("{year}年{month}月{}日", left + 1));
        }
        left -= length;
    }
    None
}

fn days_in_year(year: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    if leap { 366 } else { 365 }
}

/// What a text is written to; `None` if the field doesn't take it.
pub(super) fn target(header: &Header, field: HeaderField, new: &str) -> Option<Target> {
    Some(match field {
        HeaderField::Year => {
            let year = new.trim().trim_end_matches('年').trim().parse().ok();
            Target::Year(year.filter(|year| (1900..=9999).contains(year))?)
        }
        HeaderField::Level => Target::Level(match new {
            "" => Level::Unstated,
            "各级人民政府" => Level::Government,
            "政府部门" => Level::Department,
            _ => return None,
        }),
        HeaderField::RuleMaking => Target::RuleMaking(match new {
            "" => RuleMaking::Unstated,
            "有" => RuleMaking::Has,
            "无" => RuleMaking::HasNot,
            _ => return None,
        }),
        text => {
            header.text(text)?;
            Target::Field(text, new.to_owned())
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_become_dates() {
        assert_eq!(date("45317", false).as_deref(), Some("2024年1月26日"));
        assert_eq!(date("45351", false).as_deref(), Some("2024年2月29日"));
        assert_eq!(date("43855", true).as_deref(), Some("2024年1月26日"));
        assert_eq!(date("36526", false).as_deref(), Some("2000年1月1日"));
        assert_eq!(date("2024", false), None);
        assert_eq!(date("45317.5", false), None);
    }
}
