//! 批量审核 in the window: files come in as they are read, and nothing is changed by it.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{self, AtomicBool};

use crate::command::{Command, SurveyColumn, SurveyCommand};
use crate::files;
use crate::form::Severity;
use crate::survey::{State, Surveyed};
use crate::task::{Job, Request, SurveyJob, SurveyOutcome, Task, WrittenOpinions};

use super::{Notice, Session, Tone};

/// What the list is called.
const LIST_NAME: &str = "年报审核清单.xlsx";

/// Many files, as far as they are read.
#[derive(Debug)]
pub struct Survey {
    number: u64,
    pub progress: SurveyProgress,
    /// In the order of their names, as far as they are read.
    files: Vec<Option<Surveyed>>,
    /// What was not looked at, a sentence each.
    pub remarks: Vec<String>,
    cancel: Arc<AtomicBool>,
    /// Whether it is on the screen.
    pub is_shown: bool,
    /// The file whose findings are shown.
    pub selected: Option<usize>,
    pub ticked: BTreeSet<usize>,
    pub only_faulty: bool,
    pub order: SurveyOrder,
    /// Grows with whatever changes the list.
    pub revision: u64,
}

/// How far a survey is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SurveyProgress {
    /// Folders are looked through.
    Searching,
    Reading {
        done: usize,
    },
    /// A person stopped it.
    Stopped {
        done: usize,
    },
    Complete,
}

/// How the list is ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SurveyOrder {
    pub column: SurveyColumn,
    pub is_reversed: bool,
}

impl Survey {
    /// The number of files, once it is known.
    pub fn count(&self) -> usize {
        self.files.len()
    }

    pub fn number(&self) -> u64 {
        self.number
    }

    pub fn file(&self, place: usize) -> Option<&Surveyed> {
        self.files.get(place)?.as_ref()
    }

    /// Every file that was read, with its place.
    pub fn read(&self) -> impl Iterator<Item = (usize, &Surveyed)> {
        let files = self.files.iter().enumerate();
        files.filter_map(|(place, file)| Some((place, file.as_ref()?)))
    }

    pub fn is_running(&self) -> bool {
        matches!(
            self.progress,
            SurveyProgress::Searching | SurveyProgress::Reading { .. }
        )
    }

    /// The places of the files in the list, in its order.
    pub fn listed(&self) -> Vec<usize> {
        let mut listed: Vec<(usize, &Surveyed)> = self
            .read()
            .filter(|(_, file)| !self.only_faulty || file.state() != State::Clean)
            .collect();
        // Stable: within what is equal the files stay in the order of their names.
        listed.sort_by(|(_, one), (_, other)| {
            let order = compare(self.order.column, one, other);
            match self.order.is_reversed {
                true => order.reverse(),
                false => order,
            }
        });
        listed.into_iter().map(|(place, _)| place).collect()
    }

    /// The files the opinions are written on: those that are ticked, else all in the list.
    fn chosen(&self) -> Vec<Surveyed> {
        let places = if self.ticked.is_empty() {
            self.listed()
        } else {
            self.ticked.iter().copied().collect()
        };
        let files = places.into_iter().filter_map(|place| self.file(place));
        files.cloned().collect()
    }
}

fn compare(column: SurveyColumn, one: &Surveyed, other: &Surveyed) -> Ordering {
    let number = |file: &Surveyed, of: fn(&crate::survey::Summary) -> usize| {
        // What can't be counted comes last when most is wanted first.
        file.report().map_or(0, of)
    };
    let numbers =
        |of: fn(&crate::survey::Summary) -> usize| number(other, of).cmp(&number(one, of));
    match column {
        SurveyColumn::File => one.path.cmp(&other.path),
        SurveyColumn::State => one.state().cmp(&other.state()),
        SurveyColumn::Agency => {
            text(one, |report| &report.agency).cmp(text(other, |report| &report.agency))
        }
        SurveyColumn::Year => numbers(|report| report.year.into()),
        SurveyColumn::Edition => {
            text(one, |report| &report.edition).cmp(text(other, |report| &report.edition))
        }
        SurveyColumn::Read => numbers(|report| report.read).reverse(),
        SurveyColumn::Doubts => numbers(|report| report.doubts.len()),
        SurveyColumn::Errors => numbers(|report| report.count(Severity::Error)),
        SurveyColumn::Warnings => numbers(|report| report.open_warnings()),
    }
}

fn text<'a>(file: &'a Surveyed, of: fn(&'a crate::survey::Summary) -> &'a String) -> &'a str {
    file.report().map_or("", |report| of(report))
}

impl Session {
    /// Shows the survey; asks for a folder if there is none.
    pub(super) fn show_survey(&mut self) -> Vec<Task> {
        match &mut self.survey {
            Some(survey) => {
                survey.is_shown = true;
                Vec::new()
            }
            None => self.survey_step(SurveyCommand::ChooseFolder),
        }
    }

    /// Carries out a step of the survey.
    pub(super) fn survey_step(&mut self, command: SurveyCommand) -> Vec<Task> {
        match command {
            SurveyCommand::ChooseFolder => {
                return vec![Task::Window(Request::ChooseSurveyFolder)];
            }
            SurveyCommand::ChooseFiles => return vec![Task::Window(Request::ChooseSurveyFiles)],
            SurveyCommand::Begin(named) => return self.begin_survey(named),
            _ => {}
        }
        let Some(survey) = &mut self.survey else {
            return Vec::new();
        };
        match command {
            SurveyCommand::Stop => survey.cancel.store(true, atomic::Ordering::Relaxed),
            SurveyCommand::Select(place) => survey.selected = Some(place),
            SurveyCommand::Tick { place, ticked } => {
                if ticked {
                    survey.ticked.insert(place);
                } else {
                    survey.ticked.remove(&place);
                }
            }
            SurveyCommand::TickAll(places) => survey.ticked = places.into_iter().collect(),
            SurveyCommand::OnlyFaulty(only) => {
                survey.only_faulty = only;
                survey.revision += 1;
            }
            SurveyCommand::Sort(column) => {
                survey.order = SurveyOrder {
                    column,
                    is_reversed: survey.order.column == column && !survey.order.is_reversed,
                };
                survey.revision += 1;
            }
            SurveyCommand::Open(place) => {
                let path = survey.file(place).map(|file| file.path.clone());
                return path.map_or_else(Vec::new, |path| self.apply(Command::OpenPath(path)));
            }
            SurveyCommand::ExportList => {
                let first = survey.read().next().map(|(_, file)| &file.path);
                let folder = first.and_then(|path| path.parent());
                let suggested = folder.map_or_else(|| LIST_NAME.into(), |at| at.join(LIST_NAME));
                return vec![Task::Window(Request::ChooseListPath { suggested })];
            }
            SurveyCommand::ExportListTo(path) => {
                let surveyed = survey.read().map(|(_, file)| file.clone()).collect();
                return self.run(Job::Survey(SurveyJob::List { surveyed, path }));
            }
            SurveyCommand::WriteOpinions => {
                return vec![Task::Window(Request::ChooseOpinionsFolder)];
            }
            SurveyCommand::WriteOpinionsTo(folder) => {
                let surveyed = survey.chosen();
                return self.run(Job::Survey(SurveyJob::Opinions { surveyed, folder }));
            }
            SurveyCommand::Leave => {
                if survey.is_running() {
                    survey.is_shown = false;
                } else {
                    self.survey = None;
                }
            }
            SurveyCommand::ChooseFolder | SurveyCommand::ChooseFiles | SurveyCommand::Begin(_) => {}
        }
        Vec::new()
    }

    /// Begins a survey in the place of the one before, which stops.
    fn begin_survey(&mut self, named: Vec<PathBuf>) -> Vec<Task> {
        if named.is_empty() {
            return Vec::new();
        }
        if let Some(before) = &self.survey {
            before.cancel.store(true, atomic::Ordering::Relaxed);
        }
        self.surveys += 1;
        let (number, cancel) = (self.surveys, Arc::new(AtomicBool::new(false)));
        self.dialog = None;
        self.notice = None;
        self.survey = Some(Survey {
            number,
            progress: SurveyProgress::Searching,
            files: Vec::new(),
            remarks: Vec::new(),
            cancel: Arc::clone(&cancel),
            is_shown: true,
            selected: None,
            ticked: BTreeSet::new(),
            only_faulty: false,
            order: SurveyOrder {
                column: SurveyColumn::State,
                is_reversed: false,
            },
            revision: 0,
        });
        self.run(Job::Survey(SurveyJob::Run {
            number,
            named,
            cancel,
        }))
    }

    pub(super) fn surveyed(&mut self, outcome: SurveyOutcome) {
        match outcome {
            SurveyOutcome::Found {
                number,
                count,
                remarks,
            } => {
                if let Some(survey) = self.survey_of(number) {
                    survey.files = vec![None; count];
                    survey.remarks = remarks;
                    survey.progress = SurveyProgress::Reading { done: 0 };
                }
            }
            SurveyOutcome::Read {
                number,
                place,
                surveyed,
            } => {
                if let Some(survey) = self.survey_of(number) {
                    if let Some(file) = survey.files.get_mut(place) {
                        *file = Some(*surveyed);
                    }
                    if let SurveyProgress::Reading { done } = &mut survey.progress {
                        *done += 1;
                    }
                    survey.revision += 1;
                }
            }
            SurveyOutcome::Ended { number } => {
                if let Some(survey) = self.survey_of(number) {
                    let done = survey.read().count();
                    survey.progress = if done < survey.count() {
                        SurveyProgress::Stopped { done }
                    } else {
                        SurveyProgress::Complete
                    };
                    survey.revision += 1;
                }
            }
            SurveyOutcome::Listed(result) => self.tell_written(result.map(|path| {
                let text = format!("已导出“{}”", files::name(&path));
                (text, path)
            })),
            SurveyOutcome::OpinionsWritten(result) => {
                self.tell_opinions(result);
            }
        }
    }

    fn tell_opinions(&mut self, result: Result<(PathBuf, WrittenOpinions), String>) {
        let failed = result
            .as_ref()
            .is_ok_and(|(_, written)| !written.failures.is_empty());
        self.tell_written(result.map(|(folder, written)| {
            let count = written.paths.len();
            let text = match (count, written.failures.as_slice()) {
                (0, []) => "所选文件都没有发现问题，没有生成审核意见".to_owned(),
                (_, []) => format!("已生成审核意见 {count} 个文件"),
                (_, [first, ..]) => format!(
                    "已生成审核意见 {count} 个文件，{} 个没有生成：{first}",
                    written.failures.len()
                ),
            };
            (text, folder)
        }));
        if let (true, Some(notice)) = (failed, &mut self.notice) {
            notice.tone = Tone::Failure;
        }
    }

    fn tell_written(&mut self, result: Result<(String, PathBuf), String>) {
        self.notice = Some(match result {
            Ok((text, path)) => Notice {
                tone: Tone::Success,
                text,
                file: Some(path),
            },
            Err(text) => Notice {
                tone: Tone::Failure,
                text,
                file: None,
            },
        });
    }

    /// The survey a late result is about, if it is still there.
    fn survey_of(&mut self, number: u64) -> Option<&mut Survey> {
        self.survey
            .as_mut()
            .filter(|survey| survey.number == number)
    }

    /// Whether the survey is what the window shows.
    pub fn shows_survey(&self) -> bool {
        self.review.is_none() && self.survey.as_ref().is_some_and(|survey| survey.is_shown)
    }
}
