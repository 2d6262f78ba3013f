//! Finds the slips behind broken equalities.

use std::collections::BTreeSet;

use crate::value::Decimal;

use super::equations::{Equations, shift};
use super::pairs;
use super::ways::{Fault, Way, Ways, by_rank, combine, is_exchange};

/// How many pairs of figures may be looked at: keeps the search below a millisecond.
const MOST_STEPS: usize = 2_500;
/// How many figures are mended one after the other where no two do it at once.
const MOST_PARTS: usize = 6;

/// One search, which ends after so many steps.
pub(super) struct Search<'a> {
    equations: &'a Equations,
    steps: usize,
}

impl<'a> Search<'a> {
    pub(super) fn new(equations: &'a Equations) -> Self {
        Self {
            equations,
            steps: MOST_STEPS,
        }
    }

    /// All that is broken, by fault, with the ways to mend each.
    pub(super) fn faults(&mut self, residuals: &[Decimal]) -> Vec<Fault> {
        self.faults_in_parts(residuals, MOST_PARTS)
    }

    fn faults_in_parts(&mut self, residuals: &[Decimal], parts: usize) -> Vec<Fault> {
        let mut faults = self.connected(residuals);
        for fault in &mut faults {
            fault.ways = self.one_figure(residuals, &fault.equalities);
        }
        self.join_exchanged(&mut faults);
        self.join_pairs(residuals, &mut faults);
        if parts > 0 {
            for fault in faults.iter_mut().filter(|fault| fault.ways.is_empty()) {
                fault.ways = self.in_parts(residuals, &fault.equalities, parts);
            }
        }
        faults
    }

    /// The broken equalities, those with a figure in common together.
    fn connected(&self, residuals: &[Decimal]) -> Vec<Fault> {
        let is_broken = |equality: &usize| residuals.get(*equality).is_some_and(|r| !r.is_zero());
        let mut open: BTreeSet<usize> = (0..residuals.len()).filter(is_broken).collect();
        let mut faults = Vec::new();
        while let Some(first) = open.pop_first() {
            let mut equalities = vec![first];
            let mut next = 0;
            while let Some(&equality) = equalities.get(next) {
                next += 1;
                for figure in self.equations.figures_of(&[equality]) {
                    for term in self.equations.terms(figure) {
                        if open.remove(&term.equality) {
                            equalities.push(term.equality);
                        }
                    }
                }
            }
            equalities.sort_unstable();
            faults.push(Fault {
                equalities,
                ways: Ways::default(),
            });
        }
        faults
    }

    /// Every single figure that mends exactly these equalities.
    fn one_figure(&self, residuals: &[Decimal], equalities: &[usize]) -> Ways {
        let ways = self
            .equations
            .exactly_in(equalities)
            .iter()
            .filter_map(|&figure| {
                let new = self.equations.mending(figure, residuals)?;
                Way::one(self.equations, (figure, new), equalities.len())
            })
            .collect();
        Ways::ranked(ways)
    }

    /// Joins two faults, each mended by one figure, where the two are in each
    /// other's place: one slip is likelier than two that cancel out by chance.
    fn join_exchanged(&mut self, faults: &mut Vec<Fault>) {
        let mut first = 0;
        while first < faults.len() {
            let joined = (first + 1..faults.len()).find_map(|second| {
                let ways = self.exchanges(faults.get(first)?, faults.get(second)?);
                (!ways.is_empty()).then_some((second, ways))
            });
            if let Some((second, ways)) = joined {
                let other = faults.remove(second);
                if let Some(fault) = faults.get_mut(first) {
                    let apart = combine(self.equations, &[fault.clone(), other.clone()]);
                    *fault = fault.with(&other, apart.preferring(ways));
                }
            }
            first += 1;
        }
    }

    fn exchanges(&mut self, one: &Fault, other: &Fault) -> Vec<Way> {
        let mends = one.equalities.len() + other.equalities.len();
        let mut ways = Vec::new();
        for way in &one.ways.best {
            let [change] = way.changes[..] else {
                return ways;
            };
            if self.steps == 0 {
                return ways;
            }
            self.steps -= 1;
            for partner in &other.ways.best {
                if let [other] = partner.changes[..]
                    && is_exchange(self.equations, change, other)
                {
                    ways.extend(Way::two(self.equations, [change, other], mends));
                }
            }
        }
        ways
    }

    /// Mends faults that no single figure explains by two figures, with another
    /// fault if the two figures mend that as well.
    fn join_pairs(&mut self, residuals: &[Decimal], faults: &mut Vec<Fault>) {
        let mut place = 0;
        while place < faults.len() {
            if faults.get(place).is_some_and(|fault| fault.ways.is_empty())
                && let Some((partner, ways)) =
                    pairs::best(self.equations, residuals, faults, place, &mut self.steps)
            {
                let partner = partner.and_then(|at| Some((at, faults.get(at)?.clone())));
                if let Some(fault) = faults.get_mut(place) {
                    match &partner {
                        Some((_, other)) => *fault = fault.with(other, ways),
                        None => fault.ways = ways,
                    }
                }
                if let Some((partner, _)) = partner {
                    faults.remove(partner);
                    // What stood behind it has moved up by one.
                    if partner < place {
                        continue;
                    }
                }
            }
            place += 1;
        }
    }

    /// Mends what it can of a fault that no two figures explain: first the
    /// figure that mends most without breaking anything, then the rest.
    fn in_parts(&mut self, residuals: &[Decimal], broken: &[usize], parts: usize) -> Ways {
        let Some((figure, by, way)) = self.best_part(residuals, broken) else {
            return Ways::default();
        };
        // Only this fault: the others are looked at for themselves.
        let mut rest = vec![Decimal::ZERO; residuals.len()];
        for &equality in broken {
            if let (Some(to), Some(from)) = (rest.get_mut(equality), residuals.get(equality)) {
                *to = *from;
            }
        }
        if self.equations.apply(figure, by, &mut rest).is_none() {
            return Ways::default();
        }
        let mut faults = vec![Fault {
            equalities: Vec::new(),
            ways: Ways::ranked(vec![way]),
        }];
        faults.extend(self.faults_in_parts(&rest, parts - 1));
        combine(self.equations, &faults)
    }

    fn best_part(&self, residuals: &[Decimal], broken: &[usize]) -> Option<(usize, Decimal, Way)> {
        let mut best: Option<(usize, Decimal, Way)> = None;
        for figure in self.equations.figures_of(broken) {
            let terms = self.equations.terms(figure);
            if terms.iter().any(|term| !broken.contains(&term.equality)) {
                continue;
            }
            for term in terms {
                let Some(by) = shift(term, residuals) else {
                    continue;
                };
                let mended = terms
                    .iter()
                    .filter(|term| shift(term, residuals) == Some(by));
                let mends = mended.count();
                if best.as_ref().is_some_and(|(_, _, way)| way.mends > mends) {
                    continue;
                }
                let way = self
                    .equations
                    .shifted(figure, by)
                    .and_then(|new| Way::one(self.equations, (figure, new), mends));
                if let Some(way) = way
                    && best
                        .as_ref()
                        .is_none_or(|(_, _, other)| by_rank(&way, other).is_lt())
                {
                    best = Some((figure, by, way));
                }
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use crate::form::{Form, load};
    use crate::repair::{Repair, repairs};
    use crate::returns::Values;
    use crate::totals::derive;
    use crate::value::parse;

    /// The repairs of a return with these figures, and their changes.
    #[track_caller]
    fn found(form: &Form, figures: &[(&str, &str)]) -> (Vec<Repair>, Vec<String>) {
        let mut stated = Values::blank(form);
        for (key, text) in figures {
            let cell = form.cell(key).unwrap();
            let value = parse(text, form.definition(cell).measure).value;
            stated.set(cell, value);
        }
        let repairs = repairs(form, &stated, &derive(form, &stated), &[]);
        let changes = repairs.iter().flat_map(|repair| &repair.changes);
        let changes = changes
            .map(|change| format!("{} {}→{}", form.key(change.cell), change.old, change.new))
            .collect();
        (repairs, changes)
    }

    /// One table whose cells are named `one:a`, with the rules of a test.
    fn small(rules: &str) -> Form {
        let head = r#"
form = "annual-report"
edition = "S"
name = "小表"
title = "{agency}{year}年报告"
basis = "测试"
version = "1"
years = { from = 2021 }
[[part]]
id = "one"
title = "一、表"
short = "一、表"
table = "t"
[[table]]
id = "t"
type_size = 9
widths = [10, 10, 10]
columns = [{ id = "a", label = "甲" }, { id = "b", label = "乙" }, { id = "c", label = "丙" }]
grid = [
  { head = true, cells = [{ column = "a" }, { column = "b" }, { column = "c" }] },
  { cells = [{ values = "one" }] },
]
[[table.row]]
id = "one"
label = "一"
short = "一"
"#;
        load::load(&format!("{head}{rules}")).unwrap()
    }

    fn rule(id: &str, left: &str, op: &str, right: &str) -> String {
        format!(
            "[[rule]]\nid = \"{id}\"\nlabel = \"{id}\"\ntable = \"t\"\nleft = [{left}]\n\
             op = \"{op}\"\n{right}\nseverity = \"error\"\nsource = \"测试\"\n"
        )
    }

    #[test]
    fn what_nothing_can_mend_is_left_and_the_rest_mended() {
        // No whole number is 1.5.
        let form = small(
            &[
                rule("E1", r#""one:a""#, "=", r#"right_number = "1.5""#),
                rule("E2", r#""one:b""#, "=", r#"right = ["one:c"]"#),
            ]
            .concat(),
        );
        assert_eq!(found(&form, &[("t.one:a", "1")]).0, []);
        let figures = [("t.one:a", "1"), ("t.one:b", "12"), ("t.one:c", "21")];
        let (repairs, changes) = found(&form, &figures);
        assert_eq!(changes, ["t.one:b 12→21", "t.one:c 21→12"]);
        assert_eq!((repairs[0].mends, repairs[0].of), (1, 2));
        let sentence = repairs[0].sentence(&form);
        assert_eq!(sentence, "一·乙 12→21，可消除 2 处中的 1 处");
    }

    #[test]
    fn comparisons_that_hold_go_on_holding() {
        let form = small(
            &[
                rule("E1", r#""one:a", "one:b""#, "=", r#"right = ["one:c"]"#),
                rule("E2", r#""one:b""#, "<=", r#"right_number = "10""#),
            ]
            .concat(),
        );
        let figures = [("t.one:a", "30"), ("t.one:b", "9"), ("t.one:c", "41")];
        let (_, changes) = found(&form, &figures);
        assert_eq!(changes, ["t.one:a 30→32", "t.one:c 41→39"]);
    }

    #[test]
    fn a_figure_that_counts_twice_changes_by_half() {
        let form = small(&rule(
            "E1",
            r#""one:a", "one:a""#,
            "=",
            r#"right = ["one:c"]"#,
        ));
        let (_, changes) = found(&form, &[("t.one:a", "3"), ("t.one:c", "8")]);
        assert_eq!(changes, ["t.one:a 3→4", "t.one:c 8→6"]);
        let (_, changes) = found(&form, &[("t.one:a", "3"), ("t.one:c", "7")]);
        assert_eq!(changes, ["t.one:c 7→6"], "half of 7 is no whole number");
    }
}
