//! Whether the crosswalk and the forms fit each other.

use std::collections::BTreeSet;

use super::operand::cells_of_row;
use super::{Across, Crosswalk, IndicatorContent};
use crate::form::load::Problems;
use crate::form::{Form, Problem};

impl Crosswalk {
    /// Says what doesn't fit the forms: an edition in no format, an operand that
    /// names nothing, a figure in no entry. Formats none of whose editions is
    /// among the forms are passed over.
    ///
    /// # Errors
    /// Every problem, each with place and remedy.
    pub fn check<'a>(&self, forms: impl IntoIterator<Item = &'a Form>) -> Result<(), Vec<Problem>> {
        let mut problems = Problems::default();
        let mut by_format: Vec<Vec<&Form>> = vec![Vec::new(); self.formats.len()];
        for form in forms {
            match self.format_of(form).and_then(|at| by_format.get_mut(at)) {
                Some(forms) => forms.push(form),
                None => problems.add(
                    "unknown-edition",
                    format!("版式 {}", form.edition()),
                    "对照表中没有这个版式",
                    "请写进 [[format]]",
                ),
            }
        }
        for joined in &self.joined_rows {
            for row in &joined.of {
                let forms = by_format.get(joined.format).map_or(&[][..], Vec::as_slice);
                if !forms.is_empty() && forms.iter().all(|form| cells_of_row(form, row).is_empty())
                {
                    unknown(&format!("合并行 {}", joined.row), row, &mut problems);
                }
            }
        }
        for entry in &self.matches {
            let place = format!("对照 {}", entry.id);
            self.check_operands(&entry.across, &place, &by_format, &mut problems);
            self.check_pairs(&entry.across, &place, &by_format, &mut problems);
        }
        for indicator in &self.indicators {
            if let IndicatorContent::Sum(across) = &indicator.content {
                let place = format!("指标 {}", indicator.id);
                self.check_operands(across, &place, &by_format, &mut problems);
            }
        }
        self.check_every_cell_is_matched(&by_format, &mut problems);
        problems.into_result(())
    }

    fn check_operands(
        &self,
        across: &Across,
        place: &str,
        by_format: &[Vec<&Form>],
        problems: &mut Problems,
    ) {
        for stage in &across.stages {
            let Some(forms) = by_format
                .get(stage.format)
                .filter(|forms| !forms.is_empty())
            else {
                continue;
            };
            for operand in &stage.operands {
                let joined = self.joined(stage.format, operand);
                if forms
                    .iter()
                    .all(|form| operand.cells(form, joined).is_none())
                {
                    let column = operand.column.iter();
                    let column: String = column.map(|column| format!(":{column}")).collect();
                    unknown(place, &format!("{}{column}", operand.row), problems);
                }
            }
        }
    }

    /// Between neighbouring formats a match has to bring at least one cell beside another.
    fn check_pairs(
        &self,
        across: &Across,
        place: &str,
        by_format: &[Vec<&Form>],
        problems: &mut Problems,
    ) {
        let forms = |format: usize| by_format.get(format).into_iter().flatten().copied();
        for stages in across.stages.windows(2) {
            let [earlier, later] = [0, 1].map(|at| stages.get(at).map_or(0, |stage| stage.format));
            let mut met = false;
            let mut any = false;
            for old in forms(earlier) {
                for new in forms(later) {
                    any = true;
                    let (old, new) = ((old, earlier), (new, later));
                    met |= !self.pairs(across, new, old).is_empty()
                        || !self.pairs(across, old, new).is_empty();
                }
            }
            if any && !met {
                problems.add(
                    "empty-match",
                    place,
                    "没有一格能对上",
                    "请写明列，例如 表.行:列",
                );
            }
        }
    }

    fn check_every_cell_is_matched(&self, by_format: &[Vec<&Form>], problems: &mut Problems) {
        for (format, forms) in by_format.iter().enumerate() {
            for form in forms {
                let mut matched = BTreeSet::new();
                for entry in &self.matches {
                    for operand in entry.across.stage(format).iter().flat_map(|s| &s.operands) {
                        let joined = self.joined(format, operand);
                        matched.extend(operand.cells(form, joined).unwrap_or_default());
                    }
                }
                for cell in form.all_cells().filter(|cell| !matched.contains(cell)) {
                    problems.add(
                        "cell-without-match",
                        format!("版式 {}，单元格 {}", form.edition(), form.key(cell)),
                        "对照表中没有这一格",
                        "请写进 [[match]]；只有这种格式才有的也要写",
                    );
                }
            }
        }
    }
}

fn unknown(place: &str, operand: &str, problems: &mut Problems) {
    problems.add(
        "unknown-operand",
        place,
        format!("没有“{operand}”"),
        "请写版式中已有的行或单元格",
    );
}
