//! What has to be said about figures that can't simply be compared.

use super::Years;
use crate::crosswalk::Comparability;

/// A sentence about one or several indicators between two years.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The indicators it holds for.
    pub labels: Vec<String>,
    /// Places in [`Years::columns`].
    pub from: usize,
    pub to: usize,
    pub comparability: Comparability,
}

impl Years {
    /// One remark for each note between two years, in the order of the years;
    /// indicators with the same note share it.
    pub fn remarks(&self) -> Vec<Remark> {
        let mut remarks: Vec<Remark> = Vec::new();
        for to in 0..self.columns.len() {
            for line in &self.lines {
                let Some(Some(join)) = line.joins.get(to) else {
                    continue;
                };
                if join.comparability == Comparability::SAME {
                    continue;
                }
                let label = line.indicator.label.clone();
                let same = |remark: &&mut Remark| {
                    (remark.from, remark.to, &remark.comparability)
                        == (join.from, to, &join.comparability)
                };
                match remarks.iter_mut().find(same) {
                    Some(remark) => remark.labels.push(label),
                    None => remarks.push(Remark {
                        labels: vec![label],
                        from: join.from,
                        to,
                        comparability: join.comparability.clone(),
                    }),
                }
            }
        }
        remarks
    }

    /// A remark as a sentence: `新收申请，2018年与2019年大致可比：…`.
    pub fn sentence(&self, remark: &Remark) -> String {
        let year = |at: usize| self.columns.get(at).map_or(0, |column| column.year);
        format!(
            "{}，{}年与{}年{}：{}",
            remark.labels.join("、"),
            year(remark.from),
            year(remark.to),
            remark.comparability.mark.label(),
            remark.comparability.note
        )
    }
}
