//! The link to the year before: made from a file or typed, taken over, undone.

use std::path::PathBuf;
use std::sync::Arc;

use crate::command::Command;
use crate::crosswalk::Mark;
use crate::form::catalog::Catalog;
use crate::form::{Cell, Check, Form, Side, Variant};
use crate::last_year::{LastYear, not_before};
use crate::returns::{Place, Previous, Return};
use crate::task::{Job, LinkPurpose, ReadReport, Request, Task, Version};
use crate::value::{Decimal, Reading, Remark, Value, parse};

use super::history::Subject;
use super::{Access, Dialog, Notice, OpenReturn, Session, Tone};

impl Session {
    /// Asks for last year's file, for the return in work or for a new one.
    pub(super) fn choose_last_year(&mut self, purpose: LinkPurpose) -> Vec<Task> {
        // Two dialogs at once would fight for the keyboard.
        self.dialog = None;
        vec![Task::Window(Request::ChooseLastYear { purpose })]
    }

    pub(super) fn read_last_year(&mut self, purpose: LinkPurpose, path: PathBuf) -> Vec<Task> {
        if purpose == LinkPurpose::Link && !self.may_link() {
            return Vec::new();
        }
        let version = self.open.as_ref().map(OpenReturn::version);
        self.run(Job::ReadLastYear {
            purpose,
            version,
            path,
        })
    }

    /// Whether the return in work takes a link; says why not.
    fn may_link(&mut self) -> bool {
        match self.open.as_ref().map(|open| &open.access) {
            Some(Access::Write) => true,
            Some(Access::Read(reason)) => {
                let reason = reason.clone();
                self.say(Tone::Information, reason);
                false
            }
            None => false,
        }
    }

    /// A year's report was read to be linked, or to begin the next one from.
    pub(super) fn last_year_read(
        &mut self,
        purpose: LinkPurpose,
        version: Option<Version>,
        path: PathBuf,
        result: Result<Box<ReadReport>, String>,
    ) -> Vec<Task> {
        let report = match result {
            Ok(report) => *report,
            Err(error) => {
                self.not_opened(error);
                return Vec::new();
            }
        };
        match purpose {
            LinkPurpose::New if self.asks_again(Command::ReadLastYear { purpose, path }) => {
                Vec::new()
            }
            LinkPurpose::New => self.begin_from(&report),
            LinkPurpose::Link if !self.may_link() => Vec::new(),
            LinkPurpose::Link => self.link(version, &report),
        }
    }

    /// A new return for the year after, with what it begins with.
    pub(super) fn begin_from(&mut self, report: &ReadReport) -> Vec<Task> {
        let previous = &report.ret;
        let year = previous.header.year.saturating_add(1);
        let official = self.catalog.form_after(&report.form, year);
        let form = official.map(|form| match report.form.edition() == form.edition() {
            true => form,
            false => self.with_supplements(&form),
        });
        let Some(form) = form else {
            self.say(
                Tone::Failure,
                format!("没有 {year} 年的年报版式，请核对“{}”的年度", report.file),
            );
            return Vec::new();
        };
        let mut open = OpenReturn::blank(&self.catalog, form, &previous.header.agency, year);
        open.ret
            .link(Previous::of(&report.file, &report.form, previous));
        if let Some(last_year) = LastYear::of(&self.catalog, &open.form, &open.ret) {
            open.ret.take_over(&open.form, &last_year);
        }
        open.revision += 1;
        open.refresh_link(&self.catalog);
        let taken = open.filled();
        let tasks = self.replace(open);
        self.say(
            Tone::Success,
            format!(
                "已按 {} 年年报新建，填入 {taken} 个结转数{}",
                previous.header.year,
                noted(report)
            ),
        );
        tasks
    }

    pub(super) fn link(&mut self, version: Option<Version>, report: &ReadReport) -> Vec<Task> {
        let catalog = Arc::clone(&self.catalog);
        let same_return =
            |open: &&mut OpenReturn| version.is_some_and(|v| v.number == open.version().number);
        let Some(open) = self.open.as_mut().filter(same_return) else {
            return Vec::new();
        };
        let (year, found) = (open.ret.header.year, report.ret.header.year);
        if found.checked_add(1) != Some(year) {
            self.say(Tone::Failure, not_before(&report.file, found, year));
            return Vec::new();
        }
        let previous = Previous::of(&report.file, &report.form, &report.ret);
        let other = (report.ret.header.agency.trim() != open.ret.header.agency.trim())
            .then(|| format!("，单位是“{}”，请核对", report.ret.header.agency.trim()));
        open.set_previous(&catalog, Some(previous), format!("关联 {found} 年年报"));
        let text = format!(
            "已关联 {found} 年年报“{}”{}{}",
            report.file,
            other.unwrap_or_default(),
            noted(report)
        );
        self.say(Tone::Success, text);
        self.dialog = Some(Dialog::LastYear);
        Vec::new()
    }

    /// An edition with every row this office adds to it.
    pub fn own_variant(&self, edition: &str) -> Variant {
        let supplements = self.supplements.iter();
        let supplements = supplements.filter(|added| added.edition == edition);
        Variant {
            supplements: supplements.cloned().collect(),
            ..Variant::official(edition)
        }
    }

    /// A form with every row this office adds to its edition; says what doesn't go together.
    pub(super) fn with_supplements(&mut self, official: &Arc<Form>) -> Arc<Form> {
        let built = self.catalog.build(&self.own_variant(official.edition()));
        built.unwrap_or_else(|problems| {
            let first = problems.first();
            let first = first.map_or_else(String::new, ToString::to_string);
            self.say(
                Tone::Information,
                format!("本地增加的行不能一起使用，新建的年报里没有它们：{first}"),
            );
            Arc::clone(official)
        })
    }
}

/// What is to be said about a report, behind another sentence.
fn noted(report: &ReadReport) -> String {
    let note = report.note.as_ref();
    note.map_or_else(String::new, |note| format!("。{note}"))
}

impl OpenReturn {
    /// Carries out a command about last year; gives back what there is to say.
    pub(super) fn edit_last_year(&mut self, catalog: &Catalog, command: Command) -> Option<Notice> {
        match command {
            Command::TypeLastYear => self.type_last_year(catalog),
            Command::SetLastYearFigure { cell, text } => {
                self.set_last_year_figure(catalog, cell, &text)
            }
            Command::UnlinkLastYear => {
                self.set_previous(catalog, None, "取消关联上年年报".to_owned());
                None
            }
            Command::TakeOverLastYear => self.take_over_last_year(),
            _ => None,
        }
    }

    fn set_previous(&mut self, catalog: &Catalog, previous: Option<Previous>, label: String) {
        let place = self.part_place();
        self.change(Subject::Single, label, place, |ret| match previous {
            Some(previous) => ret.link(previous),
            None => ret.previous = None,
        });
        self.refresh_link(catalog);
    }

    /// A year before to type its few figures into: empty, or with those of the linked file,
    /// which then are the file's no more.
    fn type_last_year(&mut self, catalog: &Catalog) -> Option<Notice> {
        if let Some(linked) = self.ret.previous.as_deref() {
            let typed = Previous {
                file: String::new(),
                ..linked.clone()
            };
            self.set_previous(catalog, Some(typed), "手工填写上年数".to_owned());
            return None;
        }
        let year = self.ret.header.year.saturating_sub(1);
        let form = if self.form.years.contains(year) {
            Arc::clone(&self.form)
        } else if let Some(form) = catalog.for_year(year) {
            form
        } else {
            return Some(Notice {
                tone: Tone::Failure,
                text: format!("没有 {year} 年的年报版式，请核对年度"),
                file: None,
            });
        };
        let mut ret = Return::blank(&form, &self.ret.header.agency, year);
        ret.header = crate::returns::Header {
            year,
            title: String::new(),
            ..self.ret.header.clone()
        };
        let previous = Previous::of("", &form, &ret);
        self.set_previous(catalog, Some(previous), "手工填写上年数".to_owned());
        None
    }

    /// Last year's report with another figure in it. What was read from a file stays as the file
    /// has it.
    pub(super) fn last_year_with(
        &self,
        cell: Cell,
        text: &str,
    ) -> Option<(Previous, Option<Remark>)> {
        let form = &self.last_year.as_ref()?.form;
        let previous = self.ret.previous.as_deref()?;
        if !previous.file.is_empty() || !form.has(cell) {
            return None;
        }
        let mut previous = previous.clone();
        let Reading { value, remark } = parse(text, form.definition(cell).measure);
        let key = form.key(cell).to_owned();
        if value.is_blank() {
            previous.figures.remove(&key);
        } else {
            previous.figures.insert(key, value);
        }
        Some((previous, remark))
    }

    fn set_last_year_figure(
        &mut self,
        catalog: &Catalog,
        cell: Cell,
        text: &str,
    ) -> Option<Notice> {
        let (previous, remark) = self.last_year_with(cell, text)?;
        let form = Arc::clone(&self.last_year.as_ref()?.form);
        let label = format!("上年{} {text}", form.short_label(cell));
        let place = self.part_place();
        self.change(Subject::Single, label, place, |ret| {
            ret.previous = Some(Arc::new(previous));
        });
        self.refresh_link(catalog);
        remark.map(|remark| Notice {
            tone: Tone::Information,
            text: format!("上年{}：{remark}", form.short_label(cell)),
            file: None,
        })
    }

    fn take_over_last_year(&mut self) -> Option<Notice> {
        let cells = self.proposals();
        let place = Place::Cell(cells.first()?.0);
        let label = format!("填入 {} 个结转数", cells.len());
        self.change(Subject::Single, label.clone(), place, |ret| {
            for (cell, number) in cells {
                ret.stated.set(cell, Value::Number(number));
            }
        });
        Some(Notice {
            tone: Tone::Success,
            text: format!("已{label}"),
            file: None,
        })
    }

    /// What last year proposes for cells that are still blank.
    pub fn proposals(&self) -> Vec<(Cell, Decimal)> {
        let last_year = self.last_year.as_ref().filter(|last| last.is_year_before);
        let proposals = last_year.map_or_else(Vec::new, |last| last.proposals(&self.form));
        proposals
            .into_iter()
            .filter(|(cell, _)| self.ret.stated.get(*cell).is_blank())
            .collect()
    }

    /// The cells of last year's form that rules look at: the few to type.
    pub fn last_year_cells(&self) -> Vec<Cell> {
        let Some(last_year) = &self.last_year else {
            return Vec::new();
        };
        let mut cells = Vec::new();
        for rule in &self.form.rules {
            let Check::Compare { instances, .. } = &rule.check else {
                continue;
            };
            let sides = instances
                .iter()
                .flat_map(|instance| [&instance.left, &instance.right]);
            for cell in sides.flat_map(Side::previous) {
                let counterpart = last_year.counterpart(*cell);
                let comparable = counterpart.filter(|found| found.mark == Mark::Comparable);
                for &cell in comparable.map_or(&[][..], |found| &found.cells) {
                    let is_total = last_year.form.definition(cell).is_total();
                    if !is_total && !cells.contains(&cell) {
                        cells.push(cell);
                    }
                }
            }
        }
        cells
    }
}
