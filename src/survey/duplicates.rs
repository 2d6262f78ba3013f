//! Reports that came twice.

use std::collections::BTreeMap;

use super::Surveyed;

/// So many files are named; more would be no sentence.
const NAMED: usize = 8;

/// An agency's reports for one year, of which there should be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    pub agency: String,
    pub year: u16,
    /// The files, by place in the survey.
    pub files: Vec<usize>,
}

/// The agencies that have more than one file for a year, by name. Files that don't say whose or
/// for which year they are can't be told apart and are passed over.
pub fn duplicates(files: &[Surveyed]) -> Vec<Duplicate> {
    let mut places: BTreeMap<(&str, u16), Vec<usize>> = BTreeMap::new();
    for (place, file) in files.iter().enumerate() {
        if let Some(report) = file.report()
            && !report.agency.is_empty()
            && report.year != 0
        {
            let own = places.entry((&report.agency, report.year)).or_default();
            own.push(place);
        }
    }
    let several = places.into_iter().filter(|(_, files)| files.len() > 1);
    several
        .map(|((agency, year), files)| Duplicate {
            agency: agency.to_owned(),
            year,
            files,
        })
        .collect()
}

impl Duplicate {
    /// `甲局 2023 年有 2 份：甲.pdf、甲.docx`
    pub fn sentence(&self, files: &[Surveyed]) -> String {
        let names = self.files.iter().filter_map(|&place| files.get(place));
        let mut names: Vec<String> = names.take(NAMED).map(Surveyed::file).collect();
        if self.files.len() > NAMED {
            names.push("……".to_owned());
        }
        format!(
            "{}{}年的年报有 {} 份：{}。请只留一份",
            self.agency,
            self.year,
            self.files.len(),
            names.join("、")
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::{Origin, Summary};

    fn file(path: &str, agency: &str, year: u16) -> Surveyed {
        Surveyed {
            path: path.into(),
            result: Ok(Summary {
                origin: Origin::Draft,
                agency: agency.to_owned(),
                year,
                edition: "C".to_owned(),
                edition_name: String::new(),
                read: 0,
                of: 166,
                is_partial: false,
                doubts: Vec::new(),
                findings: Vec::new(),
                remarks: Vec::new(),
            }),
        }
    }

    #[test]
    fn the_same_year_of_an_agency_twice_is_told() {
        let broken = Surveyed {
            path: "d".into(),
            result: Err("读不出来".to_owned()),
        };
        let files = [
            file("a/甲.pdf", "甲局", 2023),
            file("b", "甲局", 2022),
            broken,
            file("c/甲.docx", "甲局", 2023),
            file("e", "", 0),
            file("f", "", 0),
        ];
        let found = duplicates(&files);
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].sentence(&files),
            "甲局2023年的年报有 2 份：甲.pdf、甲.docx。请只留一份"
        );
    }
}
