//! What Excel lets people type into the figures, and what it tells them.

use std::collections::BTreeMap;

use rust_xlsxwriter::utility::cell_range;
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, Formula, XlsxError,
};

use super::super::document::{Figure, TableBlock};
use super::formula::figures;

/// The range of cells `first_row, first_column, last_row, last_column`.
type Range = (u32, u16, u32, u16);

/// A rule for cells that take the same numbers.
pub(super) struct Entry {
    pub(super) ranges: Vec<Range>,
    pub(super) rule: DataValidation,
}

/// The rules of a table's open cells, one for each kind of number.
///
/// # Errors
///
/// Those of texts longer than Excel's messages may be.
pub(super) fn entries(
    table: &TableBlock,
    computed: impl Fn(&Figure) -> bool,
) -> Result<Vec<Entry>, XlsxError> {
    let mut by_kind: BTreeMap<(u32, bool), Vec<Range>> = BTreeMap::new();
    for (row, column, figure) in figures(table) {
        if !computed(figure) {
            let ranges = by_kind
                .entry((figure.measure.decimals, figure.measure.signed))
                .or_default();
            add(ranges, row, column);
        }
    }
    by_kind
        .into_iter()
        .map(|((decimals, signed), ranges)| {
            let ranges = stacked(ranges);
            let rule = rule(decimals, signed)?.set_multi_range(reference(&ranges));
            Ok(Entry { ranges, rule })
        })
        .collect()
}

/// Makes the last range longer by a cell, or begins another.
fn add(ranges: &mut Vec<Range>, row: u32, column: u16) {
    match ranges.last_mut() {
        Some((_, _, last_row, last)) if *last_row == row && last.checked_add(1) == Some(column) => {
            *last = column;
        }
        _ => ranges.push((row, column, row, column)),
    }
}

/// Ranges of one row each, those with the same columns in rows that follow as one.
fn stacked(ranges: Vec<Range>) -> Vec<Range> {
    let mut blocks: Vec<Range> = Vec::new();
    for range in ranges {
        match blocks.last_mut() {
            Some(block) if (block.1, block.3, block.2 + 1) == (range.1, range.3, range.0) => {
                block.2 = range.2;
            }
            _ => blocks.push(range),
        }
    }
    blocks
}

fn reference(ranges: &[Range]) -> String {
    let ranges: Vec<String> = ranges
        .iter()
        .map(|range| cell_range(range.0, range.1, range.2, range.3))
        .collect();
    ranges.join(" ")
}

/// What is refused, and the words for it.
fn rule(decimals: u32, signed: bool) -> Result<DataValidation, XlsxError> {
    let rule = DataValidation::new();
    let (rule, message) = match (decimals, signed) {
        (0, false) => (
            rule.allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0)),
            "请填整数，0 或更大；没有就填 0，不知道就留空。".to_owned(),
        ),
        (0, true) => (
            rule.allow_whole_number_formula(DataValidationRule::Between(
                Formula::new("-999999999999999"),
                Formula::new("999999999999999"),
            )),
            "请填整数，减少填负数；没有就填 0，不知道就留空。".to_owned(),
        ),
        (decimals, false) => (
            rule.allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(0.0)),
            format!("请填数字，0 或更大，小数最多 {decimals} 位；没有就填 0，不知道就留空。"),
        ),
        (decimals, true) => (
            rule.allow_decimal_number(DataValidationRule::Between(-1e15, 1e15)),
            format!("请填数字，小数最多 {decimals} 位；没有就填 0，不知道就留空。"),
        ),
    };
    rule.set_input_title("填报说明")?
        .set_input_message(&message)?
        .set_error_title("不能这样填")?
        .set_error_message(&message)
        .map(|rule| rule.set_error_style(DataValidationErrorStyle::Stop))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_become_blocks() {
        let mut ranges = Vec::new();
        for (row, column) in [(4, 3), (4, 4), (5, 3), (5, 4), (6, 3), (8, 3)] {
            add(&mut ranges, row, column);
        }
        assert_eq!(reference(&stacked(ranges)), "D5:E6 D7 D9");
    }
}
