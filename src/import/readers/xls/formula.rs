//! Formulas in an old workbook's records: tokens, operands first.
//!
//! Source: [MS-XLS] 2.5.198, of which only what simple formulas are made of is read.

use rust_decimal::Decimal;

use crate::import::readers::compound::u16_at;
use crate::import::readers::spreadsheet::Place;
use crate::import::readers::spreadsheet::formula::{Formula, Operation, Step};
use crate::workbook::formats::Format;

/// Where a record holds the length of its formula, and the formula behind it.
const LENGTH: usize = 20;
/// Where a record of a shared formula holds that.
const SHARED_LENGTH: usize = 8;
/// The number of the function SUM.
const SUM: u16 = 4;
/// The bits of a column's number; the others say whether it moves.
const COLUMN: u16 = 0x3fff;

/// The formula of a cell's record; `None` if it is not a simple one.
pub(super) fn simple(data: &[u8], at: Place, format: Format) -> Option<Formula> {
    Formula::of_steps(steps(tokens(data, LENGTH)?, at)?, format)
}

/// The cell that has the formula which a cell's record shares.
pub(super) fn anchor(data: &[u8]) -> Option<Place> {
    match tokens(data, LENGTH)? {
        [0x01, place @ ..] => Some((u16_at(place, 0)?.into(), u16_at(place, 2)?.into())),
        _ => None,
    }
}

/// The formula that a record lets cells share, as it is in one of them; `None` as above.
pub(super) fn shared(data: &[u8], at: Place, format: Format) -> Option<Formula> {
    Formula::of_steps(steps(tokens(data, SHARED_LENGTH)?, at)?, format)
}

fn tokens(data: &[u8], length_at: usize) -> Option<&[u8]> {
    let length = usize::from(u16_at(data, length_at)?);
    data.get(length_at + 2..)?.get(..length)
}

fn steps(mut tokens: &[u8], at: Place) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    while let Some((kind, data)) = tokens.split_first() {
        let (step, length) = step(*kind, data, at)?;
        steps.extend(step);
        tokens = data.get(length..)?;
    }
    Some(steps)
}

/// What a token does in a cell, if anything, and how many bytes stand behind its first.
fn step(kind: u8, data: &[u8], at: Place) -> Option<(Option<Step>, usize)> {
    let operation = |operation| Some((Some(Step::Operation(operation)), 0));
    match kind {
        0x03 => operation(Operation::Add),
        0x04 => operation(Operation::Subtract),
        0x05 => operation(Operation::Multiply),
        0x06 => operation(Operation::Divide),
        // A plus sign and brackets change nothing.
        0x12 | 0x15 => Some((None, 0)),
        0x13 => Some((Some(Step::Negate), 0)),
        0x14 => Some((Some(Step::Hundredth), 0)),
        // A sum of one operand, or a note on how the formula was typed or is computed.
        0x19 => match data.first()? {
            0x10 => Some((Some(Step::Sum(1)), 3)),
            0x01 | 0x40 | 0x41 => Some((None, 3)),
            _ => None,
        },
        0x1e => Some((Some(Step::Number(u16_at(data, 0)?.into())), 2)),
        0x1f => {
            let number = f64::from_le_bytes(*data.first_chunk()?);
            let number: Decimal = number.to_string().parse().ok()?;
            Some((Some(Step::Number(number)), 8))
        }
        0x24 | 0x44 | 0x64 => {
            let cell = place(u16_at(data, 0)?, u16_at(data, 2)?);
            Some((Some(Step::Cell(cell)), 4))
        }
        0x25 | 0x45 | 0x65 => {
            let first = place(u16_at(data, 0)?, u16_at(data, 4)?);
            let last = place(u16_at(data, 2)?, u16_at(data, 6)?);
            Some((Some(Step::Range(first, last)), 8))
        }
        // The same from the cell on.
        0x2c | 0x4c | 0x6c => {
            let cell = relative(u16_at(data, 0)?, u16_at(data, 2)?, at);
            Some((Some(Step::Cell(cell)), 4))
        }
        0x2d | 0x4d | 0x6d => {
            let first = relative(u16_at(data, 0)?, u16_at(data, 4)?, at);
            let last = relative(u16_at(data, 2)?, u16_at(data, 6)?, at);
            Some((Some(Step::Range(first, last)), 8))
        }
        0x22 | 0x42 | 0x62 if u16_at(data, 1)? == SUM => {
            let count = usize::from(*data.first()?);
            Some((Some(Step::Sum(count)), 3))
        }
        _ => None,
    }
}

/// A place counted from a cell as far as it moves with it; a sheet goes on at its begin.
fn relative(row: u16, column: u16, at: Place) -> Place {
    const ROW_MOVES: u16 = 0x8000;
    const COLUMN_MOVES: u16 = 0x4000;
    const LAST_ROW: u32 = 0xffff;
    const LAST_COLUMN: u32 = 0xff;

    let from = |begin: u32, number: u16, moves: u16, last: u32| {
        let begin = if column & moves == 0 { 0 } else { begin };
        begin.wrapping_add(u32::from(number)) & last
    };
    (
        from(at.0, row, ROW_MOVES, LAST_ROW),
        from(at.1, column, COLUMN_MOVES, LAST_COLUMN),
    )
}

fn place(row: u16, column: u16) -> Place {
    (u32::from(row), u32::from(column & COLUMN))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_of_simple_formulas() {
        // SUM(B1:D1)+F$1*2
        let tokens = [
            0x25, 0, 0, 0, 0, 1, 0xc0, 3, 0xc0, 0x19, 0x10, 0, 0, 0x44, 0, 0, 5, 0x40, 0x1e, 2, 0,
            0x05, 0x03,
        ];
        let mut record = vec![0; LENGTH];
        record.extend([tokens.len() as u8, 0]);
        record.extend(tokens);
        let formula = simple(&record, (0, 0), Format::Number).unwrap();
        assert_eq!(formula.text, "=SUM(B1:D1)+F1*2");
        for length in 0..record.len() {
            let cut = record.get(..length).unwrap();
            assert!(simple(cut, (0, 0), Format::Number).is_none(), "{length}");
        }
        record[LENGTH + 2] = 0x21;
        assert!(simple(&record, (0, 0), Format::Number).is_none());
    }

    #[test]
    fn shared_formulas_are_counted_from_their_cells() {
        // The six cells to the left, and B1 wherever the formula stands.
        let tokens = [
            0x2d, 0, 0, 0, 0, 0xfa, 0xc0, 0xff, 0xc0, 0x4c, 0, 0, 1, 0, 0x42, 2, 4, 0,
        ];
        let mut record = vec![0; SHARED_LENGTH];
        record.extend([tokens.len() as u8, 0]);
        record.extend(tokens);
        let formula = shared(&record, (22, 9), Format::Number).unwrap();
        assert_eq!(formula.text, "=SUM(D23:I23,B1)");
    }
}
