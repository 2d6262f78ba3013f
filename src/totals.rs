//! Computes the totals. Nothing here is ever stored.

use crate::form::{Cell, Form};
use crate::returns::Values;
use crate::value::{Decimal, Value};

/// The figures of a return as they count: stated, else computed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Derived {
    values: Values,
    computed: Vec<Option<Decimal>>,
}

impl Derived {
    /// The figure that counts: what was stated, else the sum.
    pub fn value(&self, cell: Cell) -> &Value {
        self.values.get(cell)
    }

    /// The sum of a total; `None` while an operand has no number, and for cells that are no totals.
    pub fn computed(&self, cell: Cell) -> Option<Decimal> {
        self.computed.get(cell.index()).copied().flatten()
    }

    /// The exact sum of figures as they count; `None` while one is no number.
    pub fn sum(&self, cells: &[Cell]) -> Option<Decimal> {
        sum(&self.values, cells)
    }
}

/// Fills in every total that was not stated and whose operands all have numbers.
pub fn derive(form: &Form, stated: &Values) -> Derived {
    let mut values = stated.clone();
    let mut computed = vec![None; form.cells.len()];
    for &total in &form.totals {
        let sum = sum(&values, &form.definition(total).sum);
        if let Some(place) = computed.get_mut(total.index()) {
            *place = sum;
        }
        if let (true, Some(sum)) = (values.get(total).is_blank(), sum) {
            values.set(total, Value::Number(sum));
        }
    }
    Derived { values, computed }
}

/// The exact sum, or `None` if any cell has no number or the sum is beyond all measure.
pub fn sum(values: &Values, cells: &[Cell]) -> Option<Decimal> {
    cells.iter().try_fold(Decimal::ZERO, |sum, &cell| {
        sum.checked_add(values.get(cell).number()?)
    })
}
