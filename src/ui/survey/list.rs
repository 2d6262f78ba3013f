//! The list of files.

use std::path::Path;

use eframe::egui::{self, Align, Atom, Button, Color32, Label, Layout, RichText, Sense, vec2};
use egui_extras::{Column, TableBuilder, TableRow};

use crate::command::{Command, SurveyColumn, SurveyCommand};
use crate::form::Severity;
use crate::session::Survey;
use crate::survey::{State, Surveyed};

use super::super::theme::{self, Palette};
use super::push;

const TICK_WIDTH: f32 = 30.0;
const HEAD_HEIGHT: f32 = 30.0;

/// The places in the list's order, until something changes.
#[derive(Default)]
pub struct SurveyList {
    of: Option<(u64, u64)>,
    places: Vec<usize>,
}

impl SurveyList {
    pub fn ui(&mut self, ui: &mut egui::Ui, survey: &Survey, commands: &mut Vec<Command>) {
        let state = (survey.number(), survey.revision);
        if self.of != Some(state) {
            self.of = Some(state);
            self.places = survey.listed();
        }
        let palette = theme::palette(ui);
        theme::paper(palette).inner_margin(6).show(ui, |ui| {
            ui.set_min_size(ui.available_size());
            self.table_ui(ui, survey, commands);
        });
    }

    fn table_ui(&self, ui: &mut egui::Ui, survey: &Survey, commands: &mut Vec<Command>) {
        ui.spacing_mut().item_spacing = vec2(theme::GAP, 0.0);
        let mut builder = TableBuilder::new(ui)
            .id_salt("survey")
            .striped(true)
            .resizable(true)
            .sense(Sense::click())
            .cell_layout(Layout::left_to_right(Align::Center))
            .column(Column::exact(TICK_WIDTH));
        for column in SurveyColumn::ALL {
            builder = builder.column(width(column));
        }
        builder
            .header(HEAD_HEIGHT, |mut row| {
                row.col(|ui| self.tick_all_ui(ui, survey, commands));
                for column in SurveyColumn::ALL {
                    row.col(|ui| head_ui(ui, survey, column, commands));
                }
            })
            .body(|body| {
                body.rows(theme::LIST_ROW_HEIGHT, self.places.len(), |mut row| {
                    let place = self.places.get(row.index()).copied();
                    if let Some((place, file)) = place.and_then(|at| Some((at, survey.file(at)?))) {
                        row.set_selected(survey.selected == Some(place));
                        row_ui(&mut row, survey, place, file, commands);
                    }
                });
            });
    }

    fn tick_all_ui(&self, ui: &mut egui::Ui, survey: &Survey, commands: &mut Vec<Command>) {
        let mut all = !self.places.is_empty() && survey.ticked.len() >= self.places.len();
        theme::tick_boxes(ui);
        let tick = ui.checkbox(&mut all, "").on_hover_text("全选或全不选");
        if tick.clone().accessible_name("全选").changed() {
            let places = if all { self.places.clone() } else { Vec::new() };
            push(commands, SurveyCommand::TickAll(places));
        }
    }
}

fn width(column: SurveyColumn) -> Column {
    match column {
        SurveyColumn::File => Column::remainder().at_least(140.0).clip(true),
        SurveyColumn::Agency => Column::initial(150.0).at_least(80.0).clip(true),
        SurveyColumn::State => Column::initial(96.0).at_least(80.0),
        SurveyColumn::Read => Column::initial(74.0).at_least(64.0),
        SurveyColumn::Edition => Column::initial(64.0).at_least(50.0).clip(true),
        SurveyColumn::Year
        | SurveyColumn::Doubts
        | SurveyColumn::Errors
        | SurveyColumn::Warnings => Column::initial(52.0).at_least(46.0),
    }
}

fn head_ui(ui: &mut egui::Ui, survey: &Survey, column: SurveyColumn, commands: &mut Vec<Command>) {
    theme::quiet_buttons(ui);
    ui.spacing_mut().button_padding.x = 2.0;
    let sign = match (survey.order.column == column, survey.order.is_reversed) {
        (true, false) => " ↓",
        (true, true) => " ↑",
        (false, _) => "",
    };
    let text = theme::strong(format!("{}{sign}", column.label())).size(theme::SMALL_SIZE);
    let response = ui
        .add(Button::new(text))
        .on_hover_text(format!("按{}排列", column.label()));
    let name = format!("按{}排列", column.label());
    if response.accessible_name(name).clicked() {
        push(commands, SurveyCommand::Sort(column));
    }
}

fn row_ui(
    row: &mut TableRow<'_, '_>,
    survey: &Survey,
    place: usize,
    file: &Surveyed,
    commands: &mut Vec<Command>,
) {
    let name = file.file();
    row.col(|ui| {
        let mut ticked = survey.ticked.contains(&place);
        theme::tick_boxes(ui);
        let tick = ui.checkbox(&mut ticked, "");
        if tick.accessible_name(format!("勾选 {name}")).changed() {
            push(commands, SurveyCommand::Tick { place, ticked });
        }
    });
    for column in SurveyColumn::ALL {
        row.col(|ui| {
            let (text, color) = shown(theme::palette(ui), column, file);
            if column == SurveyColumn::File {
                name_ui(ui, survey, place, file, commands);
                return;
            }
            let text = RichText::new(text).size(theme::CELL_SIZE).color(color);
            ui.add(Label::new(text).truncate().selectable(false));
        });
    }
    let response = row.response();
    if response.double_clicked() {
        push(commands, SurveyCommand::Open(place));
    } else if response.clicked() {
        push(commands, SurveyCommand::Select(place));
    }
}

/// The name, which the keyboard can come to: Enter shows what is wrong with it.
fn name_ui(
    ui: &mut egui::Ui,
    survey: &Survey,
    place: usize,
    file: &Surveyed,
    commands: &mut Vec<Command>,
) {
    theme::quiet_buttons(ui);
    ui.spacing_mut().button_padding.x = 2.0;
    let name = file.file();
    // Files of many units often have one name: the folder tells them apart.
    let folder = file.path.parent().and_then(Path::file_name);
    let folder = folder.map_or_else(String::new, |folder| folder.to_string_lossy().into_owned());
    let words = (name.as_str(), theme::small(ui, folder), Atom::grow());
    let button = Button::selectable(survey.selected == Some(place), words).truncate();
    let response = ui
        .add(button)
        .on_hover_text(file.path.display().to_string());
    theme::keep_in_sight(&response);
    let words = format!("{name}，{}", file.state().label());
    if response.double_clicked() {
        push(commands, SurveyCommand::Open(place));
    } else if response.accessible_name(words).clicked() {
        push(commands, SurveyCommand::Select(place));
    }
}

/// What a column says of a file, and its colour.
fn shown(palette: &Palette, column: SurveyColumn, file: &Surveyed) -> (String, Color32) {
    let state = file.state();
    if column == SurveyColumn::State {
        return (
            format!("{} {}", sign(state), state.label()),
            color(palette, state),
        );
    }
    let Some(report) = file.report() else {
        return (String::new(), palette.weak);
    };
    let number = |count: usize, color: Color32| match count {
        0 => ("—".to_owned(), palette.weak),
        count => (count.to_string(), color),
    };
    match column {
        SurveyColumn::File | SurveyColumn::State => (String::new(), palette.text),
        SurveyColumn::Agency if report.agency.is_empty() => ("？".to_owned(), palette.warning),
        SurveyColumn::Agency => (report.agency.clone(), palette.text),
        SurveyColumn::Year if report.year == 0 => ("？".to_owned(), palette.warning),
        SurveyColumn::Year => (report.year.to_string(), palette.text),
        SurveyColumn::Edition => (report.edition_name.clone(), palette.weak),
        SurveyColumn::Read => (format!("{}/{}", report.read, report.of), palette.weak),
        SurveyColumn::Doubts => number(report.doubts.len(), palette.warning),
        SurveyColumn::Errors => number(report.count(Severity::Error), palette.error),
        SurveyColumn::Warnings => number(report.open_warnings(), palette.warning),
    }
}

/// Never colour alone.
pub fn sign(state: State) -> &'static str {
    match state {
        State::Unreadable => "×",
        State::NotReport | State::Incomplete | State::Partial => "○",
        State::Errors => "!",
        State::Doubts => "?",
        State::Warnings => "●",
        State::Clean => "✓",
    }
}

pub fn color(palette: &Palette, state: State) -> Color32 {
    match state {
        State::Unreadable | State::Errors => palette.error,
        State::Doubts | State::Warnings => palette.warning,
        State::NotReport | State::Incomplete | State::Partial => palette.weak,
        State::Clean => palette.complete,
    }
}
