//! The agency's other years beside the return in work. Nothing here changes the return.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::files;
use crate::form::catalog::Catalog;
use crate::task::{Job, Request, Task, Version, YearFile, YearsJob, YearsOutcome};
use crate::years::{YearReport, Years};

use super::{Notice, OpenReturn, Screen, Session, Tone};

/// What stands in place of a file's name where last year's figures were typed.
const TYPED: &str = "手工填写的上年数";
/// What the workbook is called, after the agency's name.
const WORKBOOK: &str = "政府信息公开工作年度报告历年对照";

/// Reports of other years, as they were found and added.
#[derive(Clone, Debug, Default)]
pub struct OtherYears {
    /// Drafts beside the one in work, by name.
    found: Vec<YearFile>,
    /// Files a person added, in that order.
    added: Vec<YearFile>,
    /// Years taken out of the view.
    removed: BTreeSet<u16>,
    /// Why some of the files added last were not taken: whole sentences.
    refused: Vec<String>,
    /// The draft and the agency for which the folder was looked through.
    searched: Option<(PathBuf, String)>,
    /// Grows with every change.
    revision: u64,
}

impl OtherYears {
    pub fn revision(&self) -> u64 {
        self.revision
    }

    pub fn refused(&self) -> &[String] {
        &self.refused
    }

    /// Whether some years were taken out of the view and can be brought back.
    pub fn has_removed(&self) -> bool {
        !self.removed.is_empty()
    }
}

impl Session {
    /// Shows a page with the years, and looks for drafts of other years the first time.
    pub(super) fn show_with_years(&mut self, screen: Screen) -> Vec<Task> {
        let Some(open) = &mut self.open else {
            return Vec::new();
        };
        open.history.end_step();
        open.screen = screen;
        open.years.refused.clear();
        open.cursor = None;
        let agency = open.ret.header.agency.trim().to_owned();
        let Some(path) = open.path.clone().filter(|_| !agency.is_empty()) else {
            return Vec::new();
        };
        let search = Some((path.clone(), agency.clone()));
        if open.years.searched == search {
            return Vec::new();
        }
        open.years.searched = search;
        let version = open.version();
        self.run(Job::Years(YearsJob::Find {
            version,
            beside: path,
            agency,
        }))
    }

    /// Asks for reports of other years.
    pub(super) fn choose_years(&mut self) -> Vec<Task> {
        if self.has_agency() {
            vec![Task::Window(Request::ChooseYears)]
        } else {
            Vec::new()
        }
    }

    pub(super) fn read_years(&mut self, paths: Vec<PathBuf>) -> Vec<Task> {
        let Some(version) = self.open.as_ref().map(OpenReturn::version) else {
            return Vec::new();
        };
        if paths.is_empty() || !self.has_agency() {
            return Vec::new();
        }
        self.run(Job::Years(YearsJob::Read { version, paths }))
    }

    /// Whether the return says whose it is; without that no other report can belong to it.
    fn has_agency(&mut self) -> bool {
        let named = |open: &OpenReturn| !open.ret.header.agency.trim().is_empty();
        let has = self.open.as_ref().is_some_and(named);
        if !has {
            self.say(Tone::Failure, "请先在基本信息中填写单位");
        }
        has
    }

    pub(super) fn remove_year(&mut self, year: u16) -> Vec<Task> {
        self.change_years(|years| {
            years.removed.insert(year);
        })
    }

    pub(super) fn restore_years(&mut self) -> Vec<Task> {
        self.change_years(|years| years.removed.clear())
    }

    fn change_years(&mut self, change: impl FnOnce(&mut OtherYears)) -> Vec<Task> {
        if let Some(open) = &mut self.open {
            change(&mut open.years);
            open.years.revision += 1;
        }
        Vec::new()
    }

    /// Asks where the workbook goes.
    pub(super) fn export_years(&mut self) -> Vec<Task> {
        self.open
            .as_ref()
            .map(|open| {
                Task::Window(Request::ChooseYearsPath {
                    suggested: open.suggested_years_path(),
                })
            })
            .into_iter()
            .collect()
    }

    pub(super) fn export_years_to(&mut self, path: PathBuf) -> Vec<Task> {
        let Some(open) = &self.open else {
            return Vec::new();
        };
        let others = open.years.found.iter().chain(&open.years.added);
        let mut inputs = others.map(|file| &file.path).chain(&open.path);
        if inputs.any(|input| *input == path) {
            let text = format!(
                "“{}”是对照中的一份年报，没有覆盖。请另起文件名",
                files::name(&path)
            );
            self.say(Tone::Failure, text);
            return Vec::new();
        }
        let years = Box::new(open.years(&self.catalog));
        self.run(Job::Years(YearsJob::Export { years, path }))
    }

    pub(super) fn years_finished(&mut self, outcome: YearsOutcome) -> Vec<Task> {
        match outcome {
            YearsOutcome::Found {
                version,
                agency,
                reports,
            } => {
                // An agency renamed meanwhile has another search under way.
                let same = |open: &&mut OpenReturn| open.agency() == agency;
                if let Some(open) = self.open_at(version).filter(same) {
                    open.years.found = reports;
                    open.years.revision += 1;
                }
            }
            YearsOutcome::Read { version, results } => self.years_read(version, results),
            YearsOutcome::Exported { result } => {
                self.notice = Some(match result {
                    Ok(path) => Notice {
                        tone: Tone::Success,
                        text: format!("已导出“{}”", files::name(&path)),
                        file: Some(path),
                    },
                    Err(error) => Notice {
                        tone: Tone::Failure,
                        text: error,
                        file: None,
                    },
                });
            }
        }
        Vec::new()
    }

    fn years_read(&mut self, version: Version, results: Vec<Result<YearFile, String>>) {
        let Some(open) = self.open_at(version) else {
            return;
        };
        let taken = open.add_years(results);
        let refused = open.years.refused.as_slice();
        let (tone, text) = match (taken.as_slice(), refused) {
            (years, []) => (Tone::Success, added_sentence(years)),
            ([], [only]) => (Tone::Failure, only.clone()),
            ([], all) => (
                Tone::Failure,
                format!("{} 份文件没有加入，原因写在表的上方", all.len()),
            ),
            (years, some) => (
                Tone::Information,
                format!(
                    "{}，{} 份没有加入，原因写在表的上方",
                    added_sentence(years),
                    some.len()
                ),
            ),
        };
        self.say(tone, text);
    }
}

impl OpenReturn {
    /// The return with the agency's other years: its own figures as they stand now.
    pub fn years(&self, catalog: &Catalog) -> Years {
        let mut reports = self.other_reports(catalog);
        reports.push(self.own_report());
        Years::of(catalog.crosswalk(), reports)
    }

    /// Whether there is another year beside the return's.
    pub(super) fn has_other_years(&self, catalog: &Catalog) -> bool {
        let mut files = self.years.found.iter().chain(&self.years.added);
        files.any(|file| self.shows(&file.report))
            || self
                .linked_report(catalog)
                .is_some_and(|report| self.shows(&report))
    }

    fn agency(&self) -> &str {
        self.ret.header.agency.trim()
    }

    fn own_report(&self) -> YearReport {
        YearReport {
            year: self.ret.header.year,
            agency: self.agency().to_owned(),
            form: Arc::clone(&self.form),
            derived: self.derived.clone(),
            source: self.name(),
        }
    }

    /// The other years' reports; of two of one year the later one counts. What was
    /// typed as last year's figures is the least, since only a few of them are needed there.
    fn other_reports(&self, catalog: &Catalog) -> Vec<YearReport> {
        let linked = self.linked_report(catalog);
        let (typed, read) = match linked {
            Some(report) if report.source == TYPED => (Some(report), None),
            other => (None, other),
        };
        let of = |files: &[YearFile]| -> Vec<YearReport> {
            files.iter().map(|file| file.report.clone()).collect()
        };
        typed
            .into_iter()
            .chain(of(&self.years.found))
            .chain(read)
            .chain(of(&self.years.added))
            .filter(|report| self.shows(report))
            .collect()
    }

    /// The linked year before.
    fn linked_report(&self, catalog: &Catalog) -> Option<YearReport> {
        let mut report = YearReport::linked(catalog, &self.ret)?;
        if report.source.is_empty() {
            TYPED.clone_into(&mut report.source);
        }
        Some(report)
    }

    fn shows(&self, report: &YearReport) -> bool {
        report.year != self.ret.header.year
            && report.agency == self.agency()
            && !self.years.removed.contains(&report.year)
    }

    /// Takes in files that were read; gives back their years.
    fn add_years(&mut self, results: Vec<Result<YearFile, String>>) -> Vec<u16> {
        self.years.revision += 1;
        self.years.refused.clear();
        let mut taken = BTreeSet::new();
        for result in results {
            match result.and_then(|file| self.belongs(&file).map(|()| file)) {
                Ok(file) => {
                    taken.insert(file.report.year);
                    self.years.removed.remove(&file.report.year);
                    self.years.added.retain(|old| old.path != file.path);
                    self.years.added.push(file);
                }
                Err(sentence) => self.years.refused.push(sentence),
            }
        }
        taken.into_iter().collect()
    }

    fn belongs(&self, file: &YearFile) -> Result<(), String> {
        let report = &file.report;
        if report.agency != self.agency() {
            return Err(format!(
                "“{}”的单位是“{}”，不是“{}”，没有加入",
                report.source,
                report.agency,
                self.agency()
            ));
        }
        if report.year == self.ret.header.year {
            return Err(format!(
                "“{}”是 {} 年的年报，这一年正在填写，没有加入",
                report.source, report.year
            ));
        }
        Ok(())
    }

    fn suggested_years_path(&self) -> PathBuf {
        let name = files::file_name_from(&format!("{}{WORKBOOK}", self.agency()));
        let name = format!("{name}.xlsx");
        match self.path.as_deref().and_then(Path::parent) {
            Some(folder) => folder.join(name),
            None => PathBuf::from(name),
        }
    }
}

/// `已加入 2018、2019 年年报`
fn added_sentence(years: &[u16]) -> String {
    let years: Vec<String> = years.iter().map(u16::to_string).collect();
    format!("已加入 {} 年年报", years.join("、"))
}
