//! The charts of the year: which are printed, and all of them on one page.

use std::path::PathBuf;

use crate::charts::YearCharts;
use crate::export::document::Mark;
use crate::export::picture::{self, Picture, PictureFormat};
use crate::files;
use crate::form::catalog::Catalog;
use crate::returns::Place;
use crate::task::{Job, Request, Task};

use super::history::Subject;
use super::{Notice, OpenReturn, Session, Tone};

impl Session {
    /// Asks where the picture of the year goes.
    pub(super) fn choose_picture_path(&self, format: PictureFormat) -> Vec<Task> {
        let request = self.open.as_ref().map(|open| {
            let suggested = open.suggested_path(picture::NAME);
            Task::Window(Request::ChoosePicturePath {
                format,
                suggested: suggested.with_extension(format.extension()),
            })
        });
        request.into_iter().collect()
    }

    pub(super) fn export_picture(&mut self, format: PictureFormat, path: PathBuf) -> Vec<Task> {
        let Some(open) = &self.open else {
            return Vec::new();
        };
        let picture = Box::new(open.picture(&self.catalog));
        self.run(Job::ExportPicture {
            picture,
            format,
            path,
        })
    }

    pub(super) fn picture_exported(&mut self, result: Result<PathBuf, String>) {
        self.notice = Some(match result {
            Ok(path) => Notice {
                tone: Tone::Success,
                text: format!("已导出“{}”", files::name(&path)),
                file: Some(path),
            },
            Err(text) => Notice {
                tone: Tone::Failure,
                text,
                file: None,
            },
        });
    }
}

impl OpenReturn {
    /// What is drawn of the return beside the agency's other years: its figures as they stand.
    pub fn charts(&self, catalog: &Catalog) -> YearCharts {
        let years = self.years(catalog);
        YearCharts::beside(catalog, &self.form, &self.ret, &self.derived, &years)
    }

    /// The year on one page: a draft while something stands against a final copy.
    pub fn picture(&self, catalog: &Catalog) -> Picture {
        let mark = if self.obstacles().is_empty() {
            Mark::Final
        } else {
            Mark::Draft
        };
        Picture::of(&self.form, &self.ret, self.charts(catalog), mark)
    }

    /// Puts a chart into the report, or takes it out again.
    pub(super) fn toggle_chart(&mut self, id: &str) {
        let label = if self.ret.charts.contains(id) {
            "图不放入报告"
        } else {
            "图放入报告"
        };
        self.change(Subject::Single, label.to_owned(), Place::Charts, |ret| {
            if !ret.charts.remove(id) {
                ret.charts.insert(id.to_owned());
            }
        });
    }
}
