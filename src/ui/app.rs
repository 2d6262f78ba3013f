//! One frame of the window: input, panels, commands, tasks.

use std::path::PathBuf;

use eframe::egui::{self, Margin, ViewportCommand};

use crate::command::Command;
use crate::returns::Place;
use crate::session::{OpenReturn, Screen, Session, Uncommitted};
use crate::settings::Theme;
use crate::task::{Environment, Request, Task};

use super::charts::ChartsPage;
use super::dialogs::Dialogs;
use super::file_dialogs::FileDialogs;
use super::findings::{FindingsPanel, Wanted};
use super::header::HeaderPage;
use super::import::ReviewPage;
use super::incoming::Incoming;
use super::input::StepQueue;
use super::narrative::{FigurePicker, TextPage, behind};
use super::precedence::{needs_figures, needs_reasons, rank};
use super::preview::PreviewPage;
use super::search::Search;
use super::sheet::Sheet;
use super::survey::SurveyPage;
use super::timers::Timers;
use super::worker::Worker;
use super::years::YearsPage;
use super::{fonts, menu, notice, parts, shortcuts, start, status, theme, toolbar};

/// The program's name, in the title bar and on the start page.
pub const PROGRAM: &str = "年报填报助手";

/// The window's state: the session, and what only the screen needs.
pub struct App {
    session: Session,
    commands: Vec<Command>,
    worker: Worker,
    keys: StepQueue,
    sheet: Sheet,
    text_page: TextPage,
    picker: FigurePicker,
    header_page: HeaderPage,
    years_page: YearsPage,
    preview_page: PreviewPage,
    charts_page: ChartsPage,
    review_page: ReviewPage,
    survey_page: SurveyPage,
    search: Search,
    findings: FindingsPanel,
    dialogs: Dialogs,
    file_dialogs: FileDialogs,
    timers: Timers,
    /// Whether there was room for the findings beside the sheet.
    room_for_findings: bool,
    /// Whether they are shown over the sheet instead.
    findings_over: bool,
    shown_title: String,
    /// The page on the screen: the return's number and what of it is shown.
    shown_page: Option<(u64, Screen)>,
    may_close: bool,
    incoming: Incoming,
}

impl App {
    pub fn new(context: &egui::Context, environment: Environment, path: Option<PathBuf>) -> Self {
        fonts::install(context);
        theme::apply(context);
        context.options_mut(|options| {
            options.zoom_with_keyboard = false;
            // Where the system says nothing about its appearance.
            options.fallback_theme = egui::Theme::Light;
        });
        let session = Session::new(environment.catalog.clone());
        let worker = Worker::start(context, environment);
        let mut app = Self {
            commands: Vec::new(),
            file_dialogs: FileDialogs::new(context, worker.sender()),
            keys: StepQueue::default(),
            sheet: Sheet::default(),
            text_page: TextPage::default(),
            picker: FigurePicker::default(),
            header_page: HeaderPage::default(),
            years_page: YearsPage::default(),
            preview_page: PreviewPage::default(),
            charts_page: ChartsPage::default(),
            review_page: ReviewPage::default(),
            survey_page: SurveyPage::default(),
            search: Search::default(),
            findings: FindingsPanel::default(),
            dialogs: Dialogs::default(),
            timers: Timers::default(),
            room_for_findings: true,
            findings_over: false,
            shown_title: String::new(),
            shown_page: None,
            may_close: false,
            incoming: Incoming::default(),
            session,
            worker,
        };
        let tasks = app.session.start(path);
        app.carry_out(context, tasks);
        app
    }

    /// What the window shows.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Whether the pages of the preview that are in sight have been drawn.
    pub fn preview_is_drawn(&self) -> bool {
        self.preview_page.is_ready()
    }

    /// Asks for something, as a panel would.
    pub fn push(&mut self, command: Command) {
        self.commands.push(command);
    }

    /// What goes on whether or not the window is seen: finished work, backups, closing.
    pub fn before_frame(&mut self, context: &egui::Context) {
        let answers: Vec<Command> = self.worker.answers().collect();
        for command in answers {
            match command {
                Command::Finished(_) => self.apply(context, command),
                // What was chosen in a file dialog means what is on the screen by now.
                chosen => self.commands.push(chosen),
            }
        }
        self.tick(context);
        if context.input(|input| input.viewport().close_requested()) && !self.may_close {
            context.send_viewport_cmd(ViewportCommand::CancelClose);
            self.commands.push(Command::Quit);
        }
        self.drain(context);
    }

    /// Draws the window and applies what was asked for.
    pub fn frame_ui(&mut self, ui: &mut egui::Ui) {
        let context = ui.ctx().clone();
        self.show_settings(&context);
        self.incoming
            .take(&context, &self.session, &mut self.commands);
        let asking = self.dialogs.is_open(&self.session)
            || self.file_dialogs.asks_for_path()
            || self.sheet.is_asking();
        if !asking {
            let screen = self.session.open.as_ref().map(|open| open.screen);
            if screen == Some(Screen::Preview) && self.session.review.is_none() {
                self.preview_page.take_keys(&context, &mut self.commands);
            }
            let typing = self.sheet.typing();
            shortcuts::take(&context, &self.session, typing, &mut self.commands);
        }
        self.panels_ui(ui);
        self.picker_ui(&context);
        self.dialogs.ui(&context, &self.session, &mut self.commands);
        self.file_dialogs.ui(&context, &mut self.commands);
        self.drain(&context);
        self.note_uncommitted(&context);
        // What was just typed waits from this frame on, not from the next one.
        self.tick(&context);
    }

    /// Does what happens by itself after a while.
    fn tick(&mut self, context: &egui::Context) {
        for command in self.timers.due(context, &self.session) {
            self.apply(context, command);
        }
    }

    /// Tells the session what is being typed: a backup has that too.
    fn note_uncommitted(&mut self, context: &egui::Context) {
        let Some(open) = &self.session.open else {
            return;
        };
        let uncommitted = Uncommitted {
            figure: self.sheet.uncommitted(open),
            last_year_figure: self.dialogs.uncommitted(&self.session),
            year: self.header_page.uncommitted(open),
            reasons: self.findings.uncommitted(open),
        };
        if uncommitted != *open.backup.uncommitted() {
            self.apply(context, Command::NoteUncommitted(uncommitted));
        }
    }

    fn panels_ui(&mut self, ui: &mut egui::Ui) {
        let session = &self.session;
        let typing = self.sheet.typing();
        let commands = &mut self.commands;
        let palette = theme::palette(ui);
        let bar = |height: f32| {
            move |panel: egui::Panel| {
                panel
                    .exact_size(height)
                    .resizable(false)
                    .frame(theme::panel_frame(palette.panel, Margin::symmetric(8, 0)))
            }
        };
        bar(theme::MENU_HEIGHT)(egui::Panel::top("menu"))
            .show_separator_line(false)
            .show(ui, |ui| menu::ui(ui, session, typing, commands));
        bar(theme::TOOLBAR_HEIGHT)(egui::Panel::top("toolbar")).show(ui, |ui| {
            toolbar::ui(ui, session, typing, &mut self.search, commands);
        });
        bar(theme::STATUS_HEIGHT)(egui::Panel::bottom("status"))
            .show(ui, |ui| status::ui(ui, session, typing, commands));
        notice::ui(ui, session, commands);
        if let Some(review) = &session.review {
            let margin = Margin::symmetric(theme::PAGE_MARGIN as i8, 8);
            egui::CentralPanel::no_frame()
                .frame(theme::panel_frame(palette.ground, margin))
                .show(ui, |ui| self.review_page.ui(ui, session, review, commands));
            return;
        }
        if let Some(survey) = session.survey.as_ref().filter(|_| session.shows_survey()) {
            let margin = Margin::symmetric(theme::PAGE_MARGIN as i8, 8);
            egui::CentralPanel::no_frame()
                .frame(theme::panel_frame(palette.ground, margin))
                .show(ui, |ui| self.survey_page.ui(ui, survey, commands));
            return;
        }
        let Some(open) = &session.open else {
            egui::CentralPanel::no_frame()
                .frame(theme::panel_frame(palette.ground, Margin::ZERO))
                .show(ui, |ui| start::ui(ui, session, commands));
            return;
        };
        notice::access_ui(ui, open);
        let mut layout = Layout::of(ui.available_width());
        // Many years and whole pages take all the width, and the findings are not about them.
        layout.room_for_findings &= !matches!(
            open.screen,
            Screen::Years | Screen::Preview | Screen::Charts
        );
        self.room_for_findings = layout.room_for_findings;
        parts::panel_ui(ui, open, layout.parts_in_words, commands);
        if layout.room_for_findings && session.settings.findings_open {
            self.findings.ui(ui, open, commands);
        } else if !layout.room_for_findings && self.findings_over {
            self.findings.overlay_ui(ui, open, commands);
        }
        let margin = Margin::symmetric(theme::PAGE_MARGIN as i8, 12);
        egui::CentralPanel::no_frame()
            .frame(theme::panel_frame(palette.ground, margin))
            .show(ui, |ui| match (open.screen, open.current_table()) {
                (Screen::Header, _) => self.header_page.ui(ui, open, commands),
                (Screen::Part(_), Some(table)) => {
                    self.sheet
                        .ui(ui, session, table, &mut self.text_page, commands);
                }
                (Screen::Part(part), None) => self.text_page.ui(ui, open, part, commands),
                (Screen::Years, _) => self.years_page.ui(ui, &session.catalog, open, commands),
                (Screen::Preview, _) => self.preview_page.ui(ui, open, commands),
                (Screen::Charts, _) => {
                    self.charts_page.ui(ui, &session.catalog, open, commands);
                }
            });
    }

    /// The list of figures over the page, and the way back into the text.
    fn picker_ui(&mut self, context: &egui::Context) {
        let Some(open) = &self.session.open else {
            self.picker.close();
            return;
        };
        let selection = self.text_page.selection();
        let picked = self.picker.ui(context, open, selection, &mut self.commands);
        if let Some(picked) = picked {
            self.commands.push(Command::GoTo(behind(&picked, open)));
        }
    }

    /// Applies what was pushed. Figures come first: saving and exporting mean what is on the screen.
    fn drain(&mut self, context: &egui::Context) {
        let mut commands = std::mem::take(&mut self.commands);
        if commands.is_empty() {
            return;
        }
        if commands.iter().any(needs_figures) {
            self.sheet.commit(&self.session, &mut commands);
            self.header_page
                .commit(self.session.open.as_ref(), &mut commands);
            self.review_page
                .commit(self.session.review.as_ref(), &mut commands);
        }
        if let Some(open) = &self.session.open
            && commands.iter().any(needs_reasons)
        {
            self.findings.commit(open, &mut commands);
        }
        commands.sort_by_key(rank);
        for command in commands {
            self.follow(&command);
            self.apply(context, command);
        }
        context.request_repaint();
    }

    /// Puts the keyboard where a command leads to.
    fn follow(&mut self, command: &Command) {
        let findings = self.session.open.as_ref().map(|open| &open.findings.broken);
        let place = match command {
            Command::GoTo(place) => Some(place),
            Command::ShowFinding(id) => findings
                .and_then(|findings| findings.iter().find(|finding| finding.id() == *id))
                .map(|finding| &finding.place),
            _ => None,
        };
        match place {
            Some(Place::Header(Some(field))) => self.header_page.take_focus(*field),
            Some(Place::Text { part, range }) => self.text_page.bring_up(part, range.clone()),
            Some(Place::Part(_)) => self.text_page.take_focus(),
            _ => {}
        }
    }

    fn apply(&mut self, context: &egui::Context, command: Command) {
        if !self.room_for_findings && self.session.open.is_some() {
            match command {
                Command::ToggleFindings => {
                    self.findings_over = !self.findings_over;
                    return;
                }
                Command::ShowExplanation => {
                    self.findings_over = true;
                    self.findings.bring_up(Wanted::Explanation);
                    return;
                }
                _ => {}
            }
        }
        let wanted = match &command {
            Command::ShowExplanation => Some(Wanted::Explanation),
            Command::ShowFinding(_) | Command::NextFinding => Some(Wanted::Finding),
            _ => None,
        };
        if let Some(wanted) = wanted {
            self.findings.bring_up(wanted);
        }
        let mut tasks = self.session.apply(command);
        // With no room for its card a finding is said in a sentence.
        if wanted == Some(Wanted::Finding) && !self.room_for_findings && !self.findings_over {
            tasks.extend(self.session.apply(Command::TellFinding));
        }
        self.focus_new_page(context);
        self.carry_out(context, tasks);
    }

    /// Puts the keyboard into a page that has just come up, wherever it was before.
    fn focus_new_page(&mut self, context: &egui::Context) {
        let open = self.session.open.as_ref();
        let page = open.map(|open| (open.version().number, open.screen));
        if page == self.shown_page {
            return;
        }
        self.shown_page = page;
        context.memory_mut(|memory| {
            if let Some(focused) = memory.focused() {
                memory.surrender_focus(focused);
            }
        });
        match open.map(|open| (open.screen, open.current_table())) {
            Some((Screen::Header, _)) => self.header_page.take_first_focus(),
            Some((Screen::Part(_), None)) => self.text_page.take_focus(),
            Some((Screen::Years, _)) => self.years_page.take_focus(),
            Some((Screen::Charts, _)) => self.charts_page.take_focus(),
            // A table takes the keyboard whenever nothing else has it.
            Some((Screen::Part(_), Some(_)) | (Screen::Preview, _)) | None => {}
        }
    }

    fn carry_out(&mut self, context: &egui::Context, tasks: Vec<Task>) {
        for task in tasks {
            match task {
                Task::Job(job) => self.worker.run(job),
                Task::Window(Request::CopyText(text)) => context.copy_text(text),
                Task::Window(Request::PasteText) => {
                    context.send_viewport_cmd(ViewportCommand::RequestPaste);
                }
                Task::Window(Request::PasteReport) => {
                    self.incoming.ask_for_report(context);
                }
                Task::Window(Request::FocusSearch) => self.search.take_focus(),
                Task::Window(Request::PickFigure) => self.picker.open(),
                Task::Window(Request::Close) => {
                    self.may_close = true;
                    context.send_viewport_cmd(ViewportCommand::Close);
                }
                Task::Window(request) => self.file_dialogs.carry_out(request),
            }
        }
    }

    fn show_settings(&mut self, context: &egui::Context) {
        let settings = &self.session.settings;
        let theme = match settings.theme {
            Theme::System => egui::ThemePreference::System,
            Theme::Light => egui::ThemePreference::Light,
            Theme::Dark => egui::ThemePreference::Dark,
        };
        context.set_theme(theme);
        context.set_zoom_factor(f32::from(settings.zoom) / 100.0);
        let title = self.session.open.as_ref().map_or_else(
            || PROGRAM.to_owned(),
            |open| format!("{}{} － {PROGRAM}", unsaved_mark(open), open.name()),
        );
        if title != self.shown_title {
            context.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.shown_title = title;
        }
    }
}

impl eframe::App for App {
    fn raw_input_hook(&mut self, context: &egui::Context, input: &mut egui::RawInput) {
        self.keys.one_step(context, &mut input.events);
    }

    fn logic(&mut self, context: &egui::Context, _frame: &mut eframe::Frame) {
        self.before_frame(context);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.frame_ui(ui);
    }
}

/// How the panels share the width. First the findings give way, then the words of the parts.
struct Layout {
    room_for_findings: bool,
    parts_in_words: bool,
}

impl Layout {
    fn of(width: f32) -> Self {
        let beside_words = width - theme::PARTS_WIDTH;
        Self {
            room_for_findings: beside_words - theme::FINDINGS_WIDTH
                >= theme::SHEET_COMFORTABLE_WIDTH,
            parts_in_words: beside_words >= theme::SHEET_LEAST_WIDTH,
        }
    }
}

fn unsaved_mark(open: &OpenReturn) -> &'static str {
    if open.has_unsaved_work() { "● " } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_findings_give_way_before_the_parts() {
        let wide = Layout::of(1366.0);
        assert!(wide.room_for_findings && wide.parts_in_words);
        let middle = Layout::of(960.0);
        assert!(!middle.room_for_findings && middle.parts_in_words);
        let narrow = Layout::of(683.0);
        assert!(!narrow.room_for_findings && !narrow.parts_in_words);
    }
}
