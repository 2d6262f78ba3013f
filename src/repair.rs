//! 改动建议: the fewest stated figures to change so that broken sums hold again.
//!
//! Most broken sums come from one slip: two digits swapped, one digit wrong, two
//! figures in each other's place. An untyped total is the sum of what it adds, so
//! every equality is a linear form over stated figures, and a slip leaves a mark:
//! exactly the equalities the figure is in are broken, all by the same amount.
//! Reading the marks backwards finds the slip without trying changes out.
//!
//! A repair is a proposal. Several figures often explain the same break equally
//! well, and [`Repair::others`] says how many.

mod digits;
mod equations;
mod pairs;
mod search;
mod ways;

use crate::form::{Cell, Form};
use crate::returns::Values;
use crate::totals::Derived;
use crate::value::Decimal;

use equations::Equations;
use search::Search;
use ways::{Way, combine};

/// The most repairs proposed: more are no help.
const MOST_REPAIRS: usize = 3;

/// Changes that together mend broken equalities and break none that hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// In the form's order; each cell once.
    pub changes: Vec<Change>,
    /// How many broken equalities hold afterwards.
    pub mends: usize,
    /// How many are broken now.
    pub of: usize,
    pub kind: Kind,
    /// How many other ways, shown or not, mend as much with as few changes. When
    /// very many figures fit, not all are counted.
    pub others: usize,
}

/// A stated figure and what it would be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    pub cell: Cell,
    pub old: Decimal,
    pub new: Decimal,
}

/// Which slip the changes would undo, the likeliest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Two neighbouring digits of a figure are swapped.
    SwappedDigits,
    /// One digit of a figure is another.
    OneDigit,
    /// Two figures of a row or a column stand in each other's place.
    ExchangedFigures,
    /// A figure is another.
    OneFigure,
    /// Two figures are others.
    TwoFigures,
    /// Several slips, each of its own kind.
    SeveralSlips,
}

impl Kind {
    pub fn label(self) -> &'static str {
        match self {
            Self::SwappedDigits => "数字颠倒",
            Self::OneDigit => "一位数字不同",
            Self::ExchangedFigures => "两格填反",
            Self::OneFigure => "一格填错",
            Self::TwoFigures => "两格填错",
            Self::SeveralSlips => "多处分别填错",
        }
    }
}

impl Repair {
    /// What to change and what it brings: `自然人 440→430，可消除全部 2 处不平`.
    pub fn sentence(&self, form: &Form) -> String {
        let brings = if self.mends == self.of {
            format!("可消除全部 {} 处不平", self.of)
        } else {
            format!("可消除 {} 处中的 {} 处", self.of, self.mends)
        };
        format!("{}，{brings}", self.changes_in_words(form))
    }

    /// `自然人 440→430`
    pub fn changes_in_words(&self, form: &Form) -> String {
        let changes = self.changes.iter().map(|change| {
            let label = form.short_label(change.cell);
            format!("{label} {}→{}", change.old, change.new)
        });
        changes.collect::<Vec<_>>().join("、")
    }
}

/// The best repairs of the broken equalities of severity Error, best first.
///
/// Figures that something else confirms, such as last year's return, are left alone.
/// Empty while nothing is broken, and when no small change helps. `derived` is
/// what [`derive`](crate::totals::derive) makes of `stated`. Equalities that wait
/// for blanks, that apply only under a condition, or that only ask for a look
/// have no say.
pub fn repairs(form: &Form, stated: &Values, derived: &Derived, confirmed: &[Cell]) -> Vec<Repair> {
    let Some(equations) = Equations::broken(form, stated, derived, confirmed) else {
        return Vec::new();
    };
    let faults = Search::new(&equations).faults(&equations.residuals);
    let ways = combine(&equations, &faults);
    let count = ways.count;
    ways.best
        .into_iter()
        .filter(|way| way.mends > 0)
        .map(|way| repair(&equations, way, count))
        .collect()
}

fn repair(equations: &Equations, way: Way, count: usize) -> Repair {
    let mut changes: Vec<Change> = way
        .changes
        .iter()
        .filter_map(|&(figure, new)| {
            let figure = equations.figures.get(figure)?;
            Some(Change {
                cell: figure.cell,
                old: figure.number,
                new,
            })
        })
        .collect();
    changes.sort_by_key(|change| change.cell);
    Repair {
        changes,
        mends: way.mends,
        of: equations.broken_count(),
        kind: way.kind,
        others: count.saturating_sub(1),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, LazyLock};

    use super::*;
    use crate::form::catalog::Catalog;
    use crate::sample;
    use crate::totals::derive;
    use crate::value::{Value, parse};

    static SAMPLE: LazyLock<(Arc<Form>, Values)> = LazyLock::new(|| {
        let (form, draft) = sample::draft(&Catalog::built_in().unwrap()).unwrap();
        (form, draft.ret.stated)
    });

    fn sample() -> (&'static Form, Values) {
        (&SAMPLE.0, SAMPLE.1.clone())
    }

    /// The sample with every total typed.
    fn typed() -> (&'static Form, Values) {
        let (form, mut stated) = sample();
        let derived = derive(form, &stated);
        for &total in &form.totals {
            stated.set(total, derived.value(total).clone());
        }
        (form, stated)
    }

    #[track_caller]
    fn set(form: &Form, stated: &mut Values, key: &str, text: &str) {
        let cell = form.cell(key).unwrap();
        let value = parse(text, form.definition(cell).measure).value;
        assert!(value.number().is_some(), "{key} {text}");
        stated.set(cell, value);
    }

    /// The repairs after some figures of the return were changed.
    #[track_caller]
    fn after(ret: (&Form, Values), changes: &[(&str, &str)]) -> Vec<Repair> {
        let (form, mut stated) = ret;
        for (key, text) in changes {
            set(form, &mut stated, key, text);
        }
        let repairs = repairs(form, &stated, &derive(form, &stated), &[]);
        for repair in &repairs {
            let mut mended = stated.clone();
            for change in &repair.changes {
                assert_eq!(stated.get(change.cell), &Value::Number(change.old));
                mended.set(change.cell, Value::Number(change.new));
            }
            let left = broken(form, &mended);
            assert_eq!(left, repair.of - repair.mends, "{}", repair.sentence(form));
        }
        repairs
    }

    fn broken(form: &Form, stated: &Values) -> usize {
        let derived = derive(form, stated);
        Equations::broken(form, stated, &derived, &[])
            .map_or(0, |equations| equations.broken_count())
    }

    /// `key old→new` of every change.
    fn changes(form: &Form, repair: &Repair) -> Vec<String> {
        let write = |change: &Change| {
            let key = form.key(change.cell);
            format!("{key} {}→{}", change.old, change.new)
        };
        repair.changes.iter().map(write).collect()
    }

    #[test]
    fn nothing_is_proposed_while_nothing_is_broken() {
        let (form, stated) = typed();
        assert_eq!(repairs(form, &stated, &derive(form, &stated), &[]), []);
        let blank = Values::blank(form);
        assert_eq!(repairs(form, &blank, &derive(form, &blank), &[]), []);
    }

    #[test]
    fn with_typed_totals_a_wrong_figure_is_found_out() {
        let found = after(typed(), &[("applications.result.granted:natural", "440")]);
        let [repair] = &found[..] else {
            panic!("{found:?}")
        };
        assert_eq!(
            repair.sentence(&SAMPLE.0),
            "（一）予以公开·自然人 440→430，可消除全部 2 处不平"
        );
        assert_eq!((repair.kind, repair.others), (Kind::OneDigit, 0));
    }

    #[test]
    fn without_them_it_is_one_of_several() {
        let (form, stated) = sample();
        let found = after(
            (form, stated),
            &[("applications.result.granted:natural", "440")],
        );
        assert_eq!(found.len(), MOST_REPAIRS);
        let first: Vec<_> = found.iter().flat_map(|r| changes(form, r)).collect();
        assert!(
            first.contains(&"applications.result.granted:natural 440→430".to_owned()),
            "{first:?}"
        );
        for repair in &found {
            assert_eq!((repair.mends, repair.of), (2, 2));
            assert_eq!(repair.kind, Kind::OneDigit);
            // 2 figures up or 22 down by 10, of which 10 are below 10.
            assert_eq!(repair.others, 13);
        }
    }

    #[test]
    fn a_wrong_total_is_as_good_a_candidate() {
        let (form, stated) = sample();
        let found = after((form, stated), &[("cases.review:total", "160")]);
        // 75＋5＋8＋18＝106; its digits swapped are no 160.
        let first: Vec<_> = found.iter().flat_map(|r| changes(form, r)).collect();
        assert_eq!(
            first[0], "cases.review:total 160→106",
            "the swapped digits come first: {first:?}"
        );
        assert_eq!(found[0].kind, Kind::SwappedDigits);
        assert_eq!(found[0].others, 4);
    }

    #[test]
    fn swapped_digits_come_first() {
        let (form, stated) = sample();
        let found = after((form, stated), &[("applications.received:natural", "1211")]);
        assert_eq!(
            changes(form, &found[0]),
            ["applications.received:natural 1211→2111"]
        );
        assert_eq!(found[0].kind, Kind::SwappedDigits);
        assert!(found.iter().skip(1).all(|r| r.kind > Kind::SwappedDigits));
    }

    #[test]
    fn figures_of_two_columns_in_each_other_s_place() {
        for (form, stated) in [sample(), typed()] {
            let found = after(
                (form, stated),
                &[
                    ("applications.result.granted:natural", "16"),
                    ("applications.result.granted:org.business", "430"),
                ],
            );
            assert_eq!(found[0].kind, Kind::ExchangedFigures);
            assert_eq!(
                changes(form, &found[0]),
                [
                    "applications.result.granted:natural 16→430",
                    "applications.result.granted:org.business 430→16"
                ]
            );
            assert_eq!((found[0].mends, found[0].of), (2, 2));
        }
    }

    #[test]
    fn figures_of_two_rows_in_each_other_s_place() {
        let (form, stated) = typed();
        let found = after(
            (form, stated),
            &[
                ("applications.result.granted:natural", "128"),
                ("applications.result.partial:natural", "430"),
            ],
        );
        assert_eq!(found[0].kind, Kind::ExchangedFigures);
        assert_eq!(
            changes(form, &found[0]),
            [
                "applications.result.granted:natural 128→430",
                "applications.result.partial:natural 430→128"
            ]
        );
    }

    #[test]
    fn an_exchange_is_likelier_than_two_figures_that_cancel_out() {
        let (form, stated) = typed();
        let found = after(
            (form, stated),
            &[
                ("cases.review:upheld", "14"),
                ("cases.lit_direct:upheld", "75"),
            ],
        );
        assert_eq!(found[0].kind, Kind::ExchangedFigures);
        assert_eq!(
            changes(form, &found[0]),
            ["cases.review:upheld 14→75", "cases.lit_direct:upheld 75→14"]
        );
        assert_eq!(found[1].kind, Kind::SeveralSlips);
        // Review lacks 61: any of its five figures. Litigation has 61 too many:
        // one figure down or the total up.
        assert_eq!(found[0].others, 5 * 2 - 1);
    }

    #[test]
    fn faults_of_two_tables_are_mended_together() {
        let (form, stated) = typed();
        let found = after(
            (form, stated),
            &[
                ("applications.result.granted:natural", "440"),
                ("cases.review:total", "160"),
            ],
        );
        assert_eq!(
            changes(form, &found[0]),
            [
                "applications.result.granted:natural 440→430",
                "cases.review:total 160→106"
            ]
        );
        assert_eq!((found[0].mends, found[0].of), (3, 3));
        assert_eq!(found[0].kind, Kind::SeveralSlips);
        assert_eq!(found[0].others, 4);
    }

    #[test]
    fn two_and_three_slips_in_one_column() {
        let (form, stated) = typed();
        let slips = [
            ("applications.result.granted:natural", "403"),
            ("applications.result.partial:natural", "118"),
            ("applications.result.unable.not_held:natural", "1278"),
        ];
        let found = after((form, stated.clone()), &slips[..2]);
        assert_eq!(
            changes(form, &found[0]),
            [
                "applications.result.granted:natural 403→430",
                "applications.result.partial:natural 118→128"
            ]
        );
        assert_eq!((found[0].mends, found[0].of), (3, 3));
        let found = after((form, stated), &slips);
        assert_eq!((found[0].mends, found[0].of), (4, 4));
        assert_eq!(found[0].changes.len(), 3);
    }
}
