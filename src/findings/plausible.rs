//! What figures look like beside last year's: slips of unit, swapped digits, exchanged
//! columns, last year's figures again. Suspicions only, never Errors.

use crate::crosswalk::Mark;
use crate::form::{Cell, Form, Rule, Suspicion, Table};
use crate::last_year::LastYear;
use crate::returns::Place;
use crate::totals::Derived;
use crate::value::{Decimal, Unit};

use super::{Finding, Findings, Waiting, Why, finding};

/// A slip between 元 and 万元 is a factor of ten thousand; the figures themselves change too.
const SLIP: [f64; 2] = [5_000.0, 20_000.0];
/// How many figures have to be last year's before they are suspicious.
const LEAST_SAME: usize = 8;
/// How many rows two columns have to share before they are compared.
const LEAST_ROWS: usize = 4;
/// How far apart (in natural logarithms, added up) columns have to be from last year's,
/// and how much nearer they have to come when exchanged.
const FAR: f64 = 4.0;
const NEARER: f64 = 3.0;

/// The figures of both years.
pub(super) struct Years<'a> {
    pub form: &'a Form,
    pub derived: &'a Derived,
    pub last_year: Option<&'a LastYear>,
}

pub(super) fn check(years: &Years<'_>, rule: &Rule, suspicion: Suspicion, findings: &mut Findings) {
    let why = match years.last_year {
        None => Some(Why::NoLastYear),
        Some(last) if !last.is_year_before => Some(Why::OtherYear(last.year)),
        Some(_) => None,
    };
    if let Some(why) = why {
        return findings.leave_out(rule, "", why);
    }
    if years.pairs().next().is_none() {
        return years.leave_open(rule, findings);
    }
    let broken = match suspicion {
        Suspicion::UnitSlip => years.unit_slips(rule),
        Suspicion::SwappedDigits => years.swapped_digits(rule),
        Suspicion::ExchangedColumns => years.exchanged_columns(rule),
        Suspicion::SameAsLastYear => years.same_figures(rule),
    };
    if broken.is_empty() {
        findings.held += 1;
    }
    findings.broken.extend(broken);
}

impl Years<'_> {
    /// A cell's figures of both years, if they can be compared.
    fn pair(&self, cell: Cell) -> Option<[Decimal; 2]> {
        let now = self.derived.value(cell).number()?;
        Some([now, self.last_year?.comparable(cell)?])
    }

    /// The entered cells with figures of both years.
    fn pairs(&self) -> impl Iterator<Item = (Cell, [Decimal; 2])> + '_ {
        self.form
            .all_cells()
            .filter(|&cell| !self.form.definition(cell).is_total())
            .filter_map(|cell| Some((cell, self.pair(cell)?)))
    }

    /// Says why there is nothing to compare: other matters were counted, or figures are missing.
    fn leave_open(&self, rule: &Rule, findings: &mut Findings) {
        let counterpart = |cell: &Cell| self.last_year?.counterpart(*cell);
        let comparable: Vec<Cell> = self
            .form
            .all_cells()
            .filter(|cell| counterpart(cell).is_some_and(|found| found.mark == Mark::Comparable))
            .collect();
        if comparable.is_empty() {
            return findings.leave_out(rule, "", Why::NotComparable);
        }
        let blank = |cell: &Cell| self.derived.value(*cell).number().is_none();
        findings.waiting.push(Waiting {
            rule: rule.id.clone(),
            instance: String::new(),
            cells: comparable.into_iter().filter(blank).collect(),
        });
    }

    fn about(&self, rule: &Rule, cell: Cell, [now, last]: [Decimal; 2], what: &str) -> Finding {
        let label = self.form.short_label(cell);
        Finding {
            instance: self.form.key(cell).to_owned(),
            title: format!("{label}：{}", rule.label),
            message: format!("{label}填的是 {now}，上年是 {last}，{what}"),
            figures: self.keyed([(cell, [now, last])]),
            ..finding(rule, Place::Cell(cell))
        }
    }

    /// What changes with any figure of either year: too many to name each.
    fn sums(&self) -> String {
        let (now, last) = self.pairs().fold(
            (Decimal::ZERO, Decimal::ZERO),
            |(now, last), (_, [this, that])| (now + this, last + that),
        );
        format!("{now}/{last}")
    }

    /// Figures of both years by their keys.
    fn keyed(
        &self,
        pairs: impl IntoIterator<Item = (Cell, [Decimal; 2])>,
    ) -> Vec<(String, String)> {
        let keyed = pairs.into_iter().flat_map(|(cell, [now, last])| {
            let key = self.form.key(cell);
            [
                (key.to_owned(), now.to_string()),
                (format!("previous/{key}"), last.to_string()),
            ]
        });
        keyed.collect()
    }

    fn unit_slips(&self, rule: &Rule) -> Vec<Finding> {
        let slipped = |large: f64, small: f64| (SLIP[0]..=SLIP[1]).contains(&(large / small));
        self.pairs()
            .filter(|(_, figures)| {
                let [now, last] = figures.map(magnitude);
                now > 0.0 && last > 0.0 && (slipped(now, last) || slipped(last, now))
            })
            .map(|(cell, figures)| {
                let what = match self.form.definition(cell).measure.unit {
                    Unit::TenThousandYuan => "相差约一万倍，请核对是不是把“元”当成了“万元”",
                    Unit::Count => "相差约一万倍，请核对是否多输或少输了几位",
                };
                self.about(rule, cell, figures, what)
            })
            .collect()
    }

    fn swapped_digits(&self, rule: &Rule) -> Vec<Finding> {
        self.pairs()
            .filter(|(_, [now, last])| {
                // What changes places changes the number by nine times something.
                let may_be = now != last
                    && now.scale() == last.scale()
                    && (now.mantissa() - last.mantissa()) % 9 == 0;
                may_be && {
                    let (now, last) = (now.to_string(), last.to_string());
                    now.len() >= 3 && is_swap(&now, &last)
                }
            })
            .map(|(cell, figures)| {
                let what = "只是相邻两位数字颠倒，请核对";
                self.about(rule, cell, figures, what)
            })
            .collect()
    }

    fn same_figures(&self, rule: &Rule) -> Vec<Finding> {
        let (mut filled, mut same, mut first) = (0_usize, 0_usize, None);
        for (cell, [now, last]) in self.pairs().filter(|(_, [now, _])| !now.is_zero()) {
            filled += 1;
            if now == last {
                same += 1;
                first = first.or(Some(cell));
            }
        }
        let Some(first) = first.filter(|_| same >= LEAST_SAME && same * 2 > filled) else {
            return Vec::new();
        };
        vec![Finding {
            message: format!(
                "不为 0 的 {filled} 个数中，有 {same} 个与上年完全相同，请核对是不是沿用了上年的数"
            ),
            figures: vec![(String::new(), self.sums())],
            ..finding(rule, Place::Cell(first))
        }]
    }

    fn exchanged_columns(&self, rule: &Rule) -> Vec<Finding> {
        let mut broken = Vec::new();
        for table in &self.form.tables {
            let columns: Vec<Vec<Option<Logarithms>>> = (0..table.columns.len())
                .map(|column| self.logarithms(table, column))
                .collect();
            for one in 0..columns.len() {
                for other in one + 1..columns.len() {
                    if let Some(cell) = fit_exchanged(&columns[one], &columns[other]) {
                        let [first, second] = [one, other].map(|column| &table.columns[column]);
                        broken.push(Finding {
                            instance: format!("{}.{}|{}", table.id, first.id, second.id),
                            message: format!(
                                "“{}”和“{}”两列互换以后，与上年的数接近得多，请核对是不是填反了",
                                first.label, second.label
                            ),
                            figures: self.keyed(self.pairs_in(&columns[one], &columns[other])),
                            ..finding(rule, Place::Cell(cell))
                        });
                    }
                }
            }
        }
        broken
    }

    /// The figures of two columns.
    fn pairs_in<'a>(
        &'a self,
        one: &'a [Option<Logarithms>],
        other: &'a [Option<Logarithms>],
    ) -> impl Iterator<Item = (Cell, [Decimal; 2])> + 'a {
        let cells = one.iter().chain(other).flatten().map(|found| found.cell);
        cells.filter_map(|cell| Some((cell, self.pair(cell)?)))
    }

    /// The entered figures of a column, row by row, on a scale on which factors are distances.
    fn logarithms(&self, table: &Table, column: usize) -> Vec<Option<Logarithms>> {
        let rows = table.cells.iter();
        rows.map(|row| {
            let cell = row.get(column).copied().flatten()?;
            let entered = !self.form.definition(cell).is_total();
            let [now, last] = self.pair(cell).filter(|_| entered)?;
            Some(Logarithms {
                cell,
                now: logarithm(now)?,
                last: logarithm(last)?,
            })
        })
        .collect()
    }
}

/// A cell's figures of both years as logarithms.
#[derive(Clone, Copy)]
struct Logarithms {
    cell: Cell,
    now: f64,
    last: f64,
}

/// The first cell of two columns that come much nearer to last year's when exchanged.
fn fit_exchanged(one: &[Option<Logarithms>], other: &[Option<Logarithms>]) -> Option<Cell> {
    let rows: Vec<(Logarithms, Logarithms)> = one
        .iter()
        .zip(other)
        .filter_map(|(one, other)| (*one).zip(*other))
        .collect();
    let distance = |of: fn(&(Logarithms, Logarithms)) -> f64| rows.iter().map(of).sum::<f64>();
    let as_they_are =
        distance(|(one, other)| (one.now - one.last).abs() + (other.now - other.last).abs());
    let exchanged =
        distance(|(one, other)| (one.now - other.last).abs() + (other.now - one.last).abs());
    let nearer = as_they_are > FAR && exchanged * NEARER < as_they_are;
    let first = rows.first().map(|(one, _)| one.cell);
    first.filter(|_| rows.len() >= LEAST_ROWS && nearer)
}

/// About how large a number is.
fn magnitude(number: Decimal) -> f64 {
    number.mantissa() as f64 / 10_f64.powi(number.scale() as i32)
}

/// The natural logarithm of a count and one, so that zero has one too.
fn logarithm(number: Decimal) -> Option<f64> {
    let number = magnitude(number);
    (number >= 0.0).then(|| number.ln_1p())
}

/// Whether two numbers differ only by two neighbouring digits that changed places.
fn is_swap(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let differing: Vec<usize> = (0..one.len().min(other.len()))
        .filter(|&at| one[at] != other[at])
        .collect();
    match differing.as_slice() {
        &[left, right] => {
            one.len() == other.len()
                && left + 1 == right
                && one[left] == other[right]
                && one[right] == other[left]
                && one[left].is_ascii_digit()
                && one[right].is_ascii_digit()
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbouring_digits_that_changed_places() {
        assert!(is_swap("1984", "1894"));
        assert!(!is_swap("1984", "1984"));
        assert!(!is_swap("1984", "4981"));
        assert!(!is_swap("198", "1984"));
        assert!(!is_swap("1.24", "12.4"));
    }
}
