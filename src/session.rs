//! The state of the program and the one place that changes it.
//!
//! Panels borrow a [`Session`] and push [`Command`]s; [`Session::apply`]
//! carries them out and gives back the work that needs the disk or the window.

mod answers;
mod backup;
mod charts;
mod closing;
mod edit;
mod edits;
mod exporting;
mod finished;
mod history;
mod import;
mod last_year;
mod narrative;
mod open_return;
mod preview;
mod printing;
mod refresh;
mod review;
mod saving;
mod screen;
mod survey;
mod variant;
mod years;

use std::path::PathBuf;
use std::sync::Arc;

use crate::command::{Command, Format};
use crate::edits::Edits;
use crate::export::Product;
use crate::export::document::Mark;
use crate::export::obstacles::Obstacle;
use crate::form::Supplement;
use crate::form::catalog::Catalog;
use crate::recovery::Recovered;
use crate::sample;
use crate::settings::{Settings, Theme};
use crate::supplements::FaultySupplement;
use crate::task::{Job, LinkPurpose, Progress, Request, Task};

pub use backup::{Backlog, Backup, BackupSchedule, Uncommitted, Writing};
pub use history::History;
pub use narrative::Reference;
pub use open_return::{Access, OpenReturn};
pub use preview::{Preview, PreviewedPages};
pub use printing::KnownPrinters;
pub use review::{Answer, Difference, Merge, Review, Standing};
pub use saving::ChangedOnDisk;
pub use screen::{PartState, Screen};
pub use survey::{Survey, SurveyOrder, SurveyProgress};
pub use variant::Losses;
pub use years::OtherYears;

/// Everything the window shows.
#[derive(Debug)]
pub struct Session {
    pub catalog: Arc<Catalog>,
    /// The return in work; `None` on the start page.
    pub open: Option<OpenReturn>,
    /// A report that was read, looked over before anything of it is adopted; over all else.
    pub review: Option<Review>,
    /// Many files that were looked through.
    pub survey: Option<Survey>,
    pub settings: Settings,
    /// Work a crash left behind, offered on the start page.
    pub recovered: Vec<Recovered>,
    /// Rows and columns this office adds to official forms.
    pub supplements: Vec<Supplement>,
    /// Where this office puts them.
    pub supplements_folder: PathBuf,
    /// Files of added rows that can't be used, and why.
    pub faulty_supplements: Vec<FaultySupplement>,
    pub dialog: Option<Dialog>,
    pub printers: KnownPrinters,
    /// The last thing that was said, until it is dismissed or replaced.
    pub notice: Option<Notice>,
    /// What is being done right now, in the order it began.
    pub busy: Vec<Progress>,
    /// What goes on once the file is written.
    pending: Option<Box<Command>>,
    /// How many returns were opened so far.
    opened: u64,
    /// How many reports were reviewed so far.
    reviews: u64,
    /// How many surveys were begun so far.
    surveys: u64,
}

/// A question or a page over the window; one at a time.
#[derive(Clone, Debug)]
pub enum Dialog {
    /// Asks for agency and year.
    New,
    /// Unsaved work: save, discard or stay. Holds what was asked for.
    Unsaved(Box<Command>),
    /// Why there is no final copy, and the offer of a draft copy.
    Refused {
        format: Format,
        obstacles: Vec<Obstacle>,
    },
    /// Work on the return just opened that was never saved, and the offer to take it.
    Recovery(Recovered),
    /// The link to last year's return.
    LastYear,
    /// Which edition the return uses.
    Editions,
    /// Which added rows the return uses.
    Supplements,
    /// On which printer, how many copies, which pages.
    Print,
    /// Another program has changed the draft's file, which is not saved yet.
    ChangedOnDisk(Box<ChangedOnDisk>),
    /// What was changed in the workbook the return was restored from, and the offer to take
    /// it over.
    Edits(Box<Edits>),
    /// What becomes of the report under review.
    Adopt,
    /// Answers of a review that are not adopted: give them up or stay. Holds what was asked for.
    DropReview(Box<Command>),
    /// Codes off the paper beside the return's.
    Proof,
    /// What should not be published.
    Scan,
    Shortcuts,
    About,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub tone: Tone,
    pub text: String,
    /// A file it speaks of, that can be shown in the system's viewer.
    pub file: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Success,
    Information,
    Failure,
}

impl Session {
    pub fn new(catalog: Arc<Catalog>) -> Self {
        Self {
            catalog,
            open: None,
            review: None,
            survey: None,
            settings: Settings::default(),
            recovered: Vec::new(),
            supplements: Vec::new(),
            supplements_folder: PathBuf::new(),
            faulty_supplements: Vec::new(),
            dialog: None,
            printers: KnownPrinters::default(),
            notice: None,
            busy: Vec::new(),
            pending: None,
            opened: 0,
            reviews: 0,
            surveys: 0,
        }
    }

    /// What the program does when it starts.
    pub fn start(&self, path: Option<PathBuf>) -> Vec<Task> {
        let mut tasks = vec![
            Task::Job(Job::LoadSettings),
            Task::Job(Job::FindSupplements),
            Task::Job(Job::FindRecovery),
        ];
        tasks.extend(path.map(|path| Task::Job(Job::Open(path))));
        tasks
    }

    /// Whether a command has something to do now. Menus grey out what has not.
    pub fn can(&self, command: &Command) -> bool {
        if self.review.is_some() || self.shows_survey() {
            return is_general(command);
        }
        let Some(open) = &self.open else {
            let at_start = matches!(
                command,
                Command::New
                    | Command::NewFromLastYear
                    | Command::OpenSample
                    | Command::ToggleFindings
                    | Command::ToggleSystemFonts
                    | Command::ShowSupplements
            );
            return at_start || is_general(command);
        };
        match command {
            Command::Save => open.is_writable() && (open.has_unsaved_work() || open.path.is_none()),
            Command::Undo => open.is_writable() && open.history.can_undo(),
            Command::Redo => open.is_writable() && open.history.can_redo(),
            Command::FillBlanksWithZero => open.is_writable() && open.blanks_here() > 0,
            Command::TakeComputedTotals => open.is_writable() && open.typed_totals_here() > 0,
            Command::Paste => open.is_writable() && open.current_table().is_some(),
            Command::Copy => open.current_table().is_some(),
            Command::ChooseAlternative => open.is_writable() && !open.form.alternatives.is_empty(),
            Command::TakeOverLastYear => open.is_writable() && !open.proposals().is_empty(),
            Command::ToggleLastYear => open.last_year.is_some(),
            Command::ShowEditions => open.is_writable(),
            Command::ExportYears => {
                open.screen == Screen::Years || open.has_other_years(&self.catalog)
            }
            Command::NextFinding => !open.findings.broken.is_empty(),
            Command::PickFigure => open.is_writable() && open.current_part().is_some(),
            Command::WritePassages => open.is_writable() && open.lacks_passages(),
            _ => true,
        }
    }

    /// Carries out a command. The only place that changes anything.
    pub fn apply(&mut self, command: Command) -> Vec<Task> {
        if self.asks_first(&command) {
            self.dialog = Some(Dialog::Unsaved(Box::new(command)));
            return Vec::new();
        }
        if self.asks_about_review(&command) {
            self.dialog = Some(Dialog::DropReview(Box::new(command)));
            return Vec::new();
        }
        let before = self.whereabouts();
        let mut tasks = match command {
            Command::Finished(outcome) => self.finish(outcome),
            Command::New => self.show(Dialog::New),
            Command::ShowShortcuts => self.show(Dialog::Shortcuts),
            Command::About => self.show(Dialog::About),
            Command::CloseDialog => {
                if let (Some(Dialog::DropReview(_)), Some(open)) = (&self.dialog, &mut self.open) {
                    // What was to take the return's place doesn't come.
                    open.given_up = None;
                }
                self.dialog = None;
                Vec::new()
            }
            Command::DismissNotice => {
                self.notice = None;
                Vec::new()
            }
            Command::Open => vec![Task::Window(Request::ChooseDraft)],
            Command::Import => vec![Task::Window(Request::ChooseReport)],
            Command::ImportClipboard => vec![Task::Window(Request::PasteReport)],
            Command::ImportText(text) => self.import_text(text),
            Command::Review(command) => self.review(command),
            Command::ShowSurvey => self.show_survey(),
            Command::Survey(command) => self.survey_step(command),
            Command::OpenPath(path) if self.is_open_here(&path) => {
                self.dialog = None;
                self.say(Tone::Information, "这份草稿已经打开");
                Vec::new()
            }
            Command::OpenPath(path) => self.run(Job::Open(path)),
            Command::OpenInViewer(path) => vec![Task::Job(Job::OpenInViewer(path))],
            Command::OpenSample => self.open_sample(),
            Command::CreateReturn {
                agency,
                year,
                edition,
            } => self.create(&agency, year, &edition),
            Command::NewFromLastYear => self.choose_last_year(LinkPurpose::New),
            Command::ChooseLastYear => self.choose_last_year(LinkPurpose::Link),
            Command::ReadLastYear { purpose, path } => self.read_last_year(purpose, path),
            Command::ShowLastYear => self.show(Dialog::LastYear),
            Command::ShowEditions => self.show(Dialog::Editions),
            Command::ShowSupplements => self.show(Dialog::Supplements),
            Command::AdoptEdits => self.adopt_edits(),
            Command::ShowProof => self.show(Dialog::Proof),
            Command::ShowScan => self.show(Dialog::Scan),
            Command::LookAt { hit, looked_at } => {
                if let Some(open) = &mut self.open {
                    open.look_at(hit, looked_at);
                }
                Vec::new()
            }
            Command::TellFinding => {
                let lit = self.open.as_ref().and_then(OpenReturn::lit_finding);
                if let Some(text) = lit.map(|finding| finding.message.clone()) {
                    self.say(Tone::Information, text);
                }
                Vec::new()
            }
            Command::ReadSupplements => vec![Task::Job(Job::FindSupplements)],
            Command::ShowSupplementsFolder => vec![Task::Job(Job::ShowSupplementsFolder)],
            Command::ShowYears => self.show_with_years(Screen::Years),
            Command::ShowCharts => self.show_with_years(Screen::Charts),
            Command::ExportPicture(format) => self.choose_picture_path(format),
            Command::ExportPictureTo { format, path } => self.export_picture(format, path),
            Command::AddYears => self.choose_years(),
            Command::ReadYears(paths) => self.read_years(paths),
            Command::RemoveYear(year) => self.remove_year(year),
            Command::RestoreYears => self.restore_years(),
            Command::ExportYears => self.export_years(),
            Command::ExportYearsTo(path) => self.export_years_to(path),
            Command::Recover(path) => self.run(Job::OpenRecovery(path)),
            Command::DiscardRecovery(path) => self.run(Job::RemoveRecovery(path)),
            Command::Save => {
                self.pending = None;
                self.save()
            }
            Command::SaveAs => {
                self.pending = None;
                self.save_as("")
            }
            Command::SaveTo(path) => self.save_to(path),
            Command::ReplaceOnDisk => self.replace_on_disk(),
            Command::SaveElsewhere => self.save_elsewhere(),
            Command::NoteUncommitted(uncommitted) => self.note_uncommitted(uncommitted),
            Command::BackUp => self.back_up(),
            Command::Export(format) => self.export(format),
            Command::ExportDraft(format) => {
                self.choose_export_path(format, Product::Report(Mark::Draft))
            }
            Command::ExportCheckSheet(format) => {
                self.choose_export_path(format, Product::CheckSheet)
            }
            Command::ExportTo {
                format,
                product,
                path,
            } => self.export_to(format, product, path),
            Command::ShowPreview => self.show_preview(),
            Command::ClosePreview => self.leave_preview(),
            Command::Print => self.ask_for_printing(),
            Command::PrintTo(order) => self.print(order),
            Command::PrintInViewer => self.print_in_viewer(),
            Command::CloseReturn => self.close(),
            Command::Quit => self.quit(),
            Command::SaveAndContinue => self.save_and_continue(),
            Command::DiscardAndContinue => self.discard_and_continue(),
            Command::CancelSaving => {
                self.pending = None;
                // Nothing was chosen in the return's place, so it is given up no more.
                if let Some(open) = &mut self.open {
                    open.given_up = None;
                }
                Vec::new()
            }
            Command::Search => vec![Task::Window(Request::FocusSearch)],
            Command::PickFigure => vec![Task::Window(Request::PickFigure)],
            Command::Paste => vec![Task::Window(Request::PasteText)],
            Command::Copy => self.copy(),
            Command::SetTheme(theme) => self.set_theme(theme),
            Command::ZoomIn => self.change_settings(Settings::zoom_in),
            Command::ZoomOut => self.change_settings(Settings::zoom_out),
            Command::ZoomReset => self.change_settings(|settings| settings.zoom = 100),
            Command::ToggleFindings => {
                self.change_settings(|settings| settings.findings_open = !settings.findings_open)
            }
            Command::ToggleLastYear => self
                .change_settings(|settings| settings.last_year_shown = !settings.last_year_shown),
            Command::ToggleSystemFonts => self.toggle_system_fonts(),
            Command::ShowExplanation => {
                self.change_settings(|settings| settings.findings_open = true)
            }
            Command::ForgetRecent(path) => self.change_settings(|settings| settings.forget(&path)),
            edit => {
                // A text was left, or a pause was made in it.
                let ends_step = matches!(edit, Command::EndStep);
                if let Some(open) = &mut self.open {
                    self.notice = open.edit(&self.catalog, edit).or(self.notice.take());
                }
                match ends_step {
                    true => self.back_up(),
                    false => Vec::new(),
                }
            }
        };
        tasks.extend(self.back_up_if_left(before));
        tasks.extend(self.refresh_preview());
        tasks
    }

    fn show(&mut self, dialog: Dialog) -> Vec<Task> {
        self.dialog = Some(dialog);
        Vec::new()
    }

    /// Starts a job, unless one of its kind is still running.
    fn run(&mut self, job: Job) -> Vec<Task> {
        if let Some(progress) = job.progress() {
            if self.busy.contains(&progress) {
                self.say(
                    Tone::Information,
                    format!("{}，请稍候再试", progress.label()),
                );
                return Vec::new();
            }
            self.busy.push(progress);
        }
        vec![Task::Job(job)]
    }

    fn say(&mut self, tone: Tone, text: impl Into<String>) {
        self.notice = Some(Notice {
            tone,
            text: text.into(),
            file: None,
        });
    }

    fn change_settings(&mut self, change: impl FnOnce(&mut Settings)) -> Vec<Task> {
        change(&mut self.settings);
        vec![Task::Job(Job::StoreSettings(self.settings.clone()))]
    }

    fn set_theme(&mut self, theme: Theme) -> Vec<Task> {
        self.change_settings(|settings| settings.theme = theme)
    }

    fn create(&mut self, agency: &str, year: u16, edition: &str) -> Vec<Task> {
        let Some(form) = self.catalog.official(edition) else {
            self.say(
                Tone::Failure,
                format!("没有 {year} 年的年报版式，请核对年度"),
            );
            return Vec::new();
        };
        let form = self.with_supplements(&form);
        let said = self.notice.take();
        let open = OpenReturn::blank(&self.catalog, form, agency.trim(), year);
        let tasks = self.replace(open);
        self.notice = said;
        tasks
    }

    /// Puts a return in the place of the one in work, whose backup is of no more use.
    fn replace(&mut self, mut open: OpenReturn) -> Vec<Task> {
        self.opened += 1;
        open.number = self.opened;
        self.review = None;
        if let Some(survey) = &mut self.survey {
            survey.is_shown = false;
        }
        let tasks = self.close();
        self.open = Some(open);
        tasks
    }

    fn open_sample(&mut self) -> Vec<Task> {
        match sample::draft(&self.catalog) {
            Ok((form, draft)) => self.replace(OpenReturn::from_draft(
                &self.catalog,
                form,
                draft,
                None,
                Access::Write,
            )),
            Err(error) => {
                self.say(Tone::Failure, error.to_string());
                Vec::new()
            }
        }
    }

    fn copy(&self) -> Vec<Task> {
        self.open
            .as_ref()
            .and_then(OpenReturn::table_as_text)
            .map(|text| Task::Window(Request::CopyText(text)))
            .into_iter()
            .collect()
    }
}

/// Whether a command is about the program, not about a return.
fn is_general(command: &Command) -> bool {
    matches!(
        command,
        Command::Open
            | Command::Import
            | Command::ImportClipboard
            | Command::ShowSurvey
            | Command::Quit
            | Command::SetTheme(_)
            | Command::ZoomIn
            | Command::ZoomOut
            | Command::ZoomReset
            | Command::ShowShortcuts
            | Command::About
    )
}
