//! Putting a field together from cells, as a person does in the list of figures.

use crate::form::{Cell, Form};
use crate::value::{Measure, Unit};

use super::{Calculation, ChangeAs, Field, Printing};

/// What a person wants of the cells they chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Operation {
    /// One figure as it is.
    #[default]
    Single,
    Sum,
    Difference,
    Share,
    Change,
    PercentChange,
    LastYear,
}

impl Operation {
    pub const ALL: [Self; 7] = [
        Self::Single,
        Self::Sum,
        Self::Difference,
        Self::Share,
        Self::Change,
        Self::PercentChange,
        Self::LastYear,
    ];

    pub fn label(self) -> &'static str {
        match self {
            Self::Single => "单个数",
            Self::Sum => "合计",
            Self::Difference => "相差",
            Self::Share => "占比",
            Self::Change => "比上年",
            Self::PercentChange => "比上年 %",
            Self::LastYear => "上年数",
        }
    }

    /// What the two lists of figures are to it; the second is empty where it needs one only.
    pub fn roles(self) -> (&'static str, &'static str) {
        match self {
            Self::Single => ("数", ""),
            Self::Sum => ("相加", ""),
            Self::Difference => ("从", "减去"),
            Self::Share => ("部分", "全部"),
            Self::Change | Self::PercentChange | Self::LastYear => ("本年的数", ""),
        }
    }
}

/// A figure that was chosen: a name, and the cells it adds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operand {
    pub name: String,
    pub keys: Vec<String>,
    pub unit: String,
}

impl Operand {
    /// A cell of the form.
    pub fn cell(form: &Form, cell: Cell) -> Self {
        Self {
            name: form.short_label(cell),
            keys: vec![form.key(cell).to_owned()],
            unit: unit_of(form, cell),
        }
    }

    /// What a field adds; `None` where it is no plain sum.
    pub fn of(name: &str, field: &Field) -> Option<Self> {
        match &field.calculation {
            Calculation::Sum { add, subtract } if subtract.is_empty() => Some(Self {
                name: name.to_owned(),
                keys: add.clone(),
                unit: field.printing.unit.clone(),
            }),
            _ => None,
        }
    }
}

/// What texts write behind the figure of a cell.
fn unit_of(form: &Form, cell: Cell) -> String {
    let definition = form.definition(cell);
    if definition.measure.unit == Unit::TenThousandYuan {
        return "万元".to_owned();
    }
    let row = form.row_of(cell);
    if !row.unit.is_empty() {
        return row.unit.clone();
    }
    let table = form.tables.get(definition.table);
    match table.map_or("", |table| table.unit.as_str()) {
        "" if definition.measure == Measure::COUNT => "件".to_owned(),
        unit => unit.to_owned(),
    }
}

/// The field an operation makes of operands; `None` while something is missing.
pub fn compose(operation: Operation, first: &[Operand], second: &[Operand]) -> Option<Field> {
    let keys = |operands: &[Operand]| -> Vec<String> {
        let keys = operands.iter().flat_map(|operand| operand.keys.iter());
        keys.cloned().collect()
    };
    let (of, other) = (keys(first), keys(second));
    let needs_second = !operation.roles().1.is_empty();
    if of.is_empty() || needs_second && other.is_empty() {
        return None;
    }
    let unit = first.first().map_or("", |operand| operand.unit.as_str());
    let plain = Printing {
        unit: unit.to_owned(),
        ..Printing::default()
    };
    let percent = Printing {
        decimals: Some(2),
        unit: "%".to_owned(),
        ..Printing::default()
    };
    let in_words = |printing: Printing| Printing {
        in_words: true,
        ..printing
    };
    let (calculation, printing) = match operation {
        Operation::Single | Operation::Sum => (Calculation::sum(of), plain),
        Operation::Difference => (
            Calculation::Sum {
                add: of,
                subtract: other,
            },
            plain,
        ),
        Operation::Share => (Calculation::Share { of, whole: other }, percent),
        Operation::Change => (
            Calculation::Change {
                of,
                given: ChangeAs::Difference,
            },
            in_words(plain),
        ),
        Operation::PercentChange => (
            Calculation::Change {
                of,
                given: ChangeAs::Percent,
            },
            in_words(percent),
        ),
        Operation::LastYear => (Calculation::LastYear { of }, plain),
    };
    Some(Field {
        calculation,
        printing,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::catalog::Catalog;

    #[test]
    fn operands_become_the_field_that_was_meant() {
        let form = Catalog::built_in().unwrap().official("C").unwrap();
        let operand = |key: &str| Operand::cell(&form, form.cell(key).unwrap());
        let received = operand("applications.received:total");
        let fees = operand("disclosure.fees:amount");
        assert_eq!((received.unit.as_str(), fees.unit.as_str()), ("件", "万元"));
        let one = std::slice::from_ref(&received);
        for operation in Operation::ALL {
            let needs_second = !operation.roles().1.is_empty();
            assert_eq!(compose(operation, one, &[]).is_none(), needs_second);
            assert!(compose(operation, one, one).is_some());
            assert!(compose(operation, &[], one).is_none());
        }
        let share = compose(Operation::Share, one, one).unwrap();
        assert_eq!(share.printing.unit, "%");
        let named = form.texts.figure("unable").unwrap();
        assert_eq!(
            Operand::of(&named.name, &named.field).unwrap().keys.len(),
            3
        );
        let share = form.texts.figure("unable.share").unwrap();
        assert_eq!(Operand::of(&share.name, &share.field), None);
    }
}
