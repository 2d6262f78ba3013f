//! The charts of the year: which go into the report, and all of them on one page.

mod sheet;

use eframe::egui::{self, Align, Layout, ScrollArea};

use crate::charts::{Chart, Content, YearCharts};
use crate::command::Command;
use crate::export::picture::{NAME, Picture, PictureFormat};
use crate::form::catalog::Catalog;
use crate::session::OpenReturn;
use crate::task::Version;

use super::{cards, theme};
use sheet::Sheets;

/// The room a chart takes at the most, and beside the picture of the page at the least.
const CHART_MOST_WIDTH: f32 = 600.0;
const CHART_LEAST_WIDTH: f32 = 420.0;
const PICTURE_LEAST_WIDTH: f32 = 300.0;
const PICTURE_MOST_WIDTH: f32 = 560.0;

/// The page with the charts that are on it.
#[derive(Default)]
pub struct ChartsPage {
    shown: Option<Shown>,
    sheets: Sheets,
    wants_focus: bool,
}

/// The charts with what they were computed from.
struct Shown {
    version: Version,
    others: u64,
    charts: YearCharts,
    picture: Picture,
}

impl ChartsPage {
    /// Puts the keyboard onto the page with the next frame.
    pub fn take_focus(&mut self) {
        self.wants_focus = true;
    }

    pub fn ui(
        &mut self,
        ui: &mut egui::Ui,
        catalog: &Catalog,
        open: &OpenReturn,
        commands: &mut Vec<Command>,
    ) {
        let takes_focus = std::mem::take(&mut self.wants_focus);
        self.refresh(catalog, open);
        let Some(shown) = &self.shown else {
            return;
        };
        let sheets = &mut self.sheets;
        heading_ui(ui, open, takes_focus, commands);
        ui.add_space(2.0);
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            let room = ui.available_width() - ui.spacing().scroll.allocated_width();
            let beside = room >= CHART_LEAST_WIDTH + PICTURE_LEAST_WIDTH + theme::GROUP_GAP;
            if beside {
                let charts = (room * 0.54).min(CHART_MOST_WIDTH);
                let picture = (room - charts - theme::GROUP_GAP).min(PICTURE_MOST_WIDTH);
                ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
                    ui.spacing_mut().item_spacing.x = theme::GROUP_GAP;
                    column_ui(ui, charts, |ui| {
                        charts_ui(ui, shown, open, sheets, commands);
                    });
                    column_ui(ui, picture, |ui| picture_ui(ui, shown, sheets));
                });
            } else {
                column_ui(ui, room.min(CHART_MOST_WIDTH), |ui| {
                    charts_ui(ui, shown, open, sheets, commands);
                    picture_ui(ui, shown, sheets);
                });
            }
            ui.add_space(theme::GROUP_GAP);
        });
    }

    /// Computes the charts again after a change.
    fn refresh(&mut self, catalog: &Catalog, open: &OpenReturn) {
        let (version, others) = (open.version(), open.years.revision());
        let fresh = |shown: &Shown| shown.version == version && shown.others == others;
        if !self.shown.as_ref().is_some_and(fresh) {
            self.sheets.forget();
            self.shown = Some(Shown {
                version,
                others,
                charts: open.charts(catalog),
                picture: open.picture(catalog),
            });
        }
    }
}

fn column_ui(ui: &mut egui::Ui, width: f32, content: impl FnOnce(&mut egui::Ui)) {
    ui.vertical(|ui| {
        ui.set_min_width(width);
        ui.set_max_width(width);
        content(ui);
    });
}

fn heading_ui(
    ui: &mut egui::Ui,
    open: &OpenReturn,
    takes_focus: bool,
    commands: &mut Vec<Command>,
) {
    ui.horizontal(|ui| {
        ui.label(theme::heading(Command::ShowCharts.label()));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            for format in PictureFormat::ALL.into_iter().rev() {
                let command = Command::ExportPicture(format);
                let button = ui.button(format.label()).accessible_name(command.label());
                if takes_focus {
                    // The last one keeps it.
                    button.request_focus();
                }
                if button.on_hover_text(command.tooltip()).clicked() {
                    commands.push(command);
                }
            }
            ui.label(format!("导出{NAME}"));
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let agency = theme::small(ui, open.ret.header.agency.trim());
                ui.add(egui::Label::new(agency).truncate());
            });
        });
    });
}

fn charts_ui(
    ui: &mut egui::Ui,
    shown: &Shown,
    open: &OpenReturn,
    sheets: &mut Sheets,
    commands: &mut Vec<Command>,
) {
    for chart in &shown.charts.charts {
        cards::card_ui(ui, |ui| {
            ui.horizontal(|ui| {
                ui.label(theme::strong(&chart.title));
                ui.label(theme::small(ui, format!("单位：{}", chart.unit)));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    printed_ui(ui, chart, open, commands);
                });
            });
            if chart.is_drawn() {
                sheets.chart_ui(ui, chart);
            } else {
                ui.label(theme::small(ui, chart.in_words()));
            }
        });
        ui.add_space(theme::GAP);
    }
}

/// Whether a chart goes into the report.
fn printed_ui(ui: &mut egui::Ui, chart: &Chart, open: &OpenReturn, commands: &mut Vec<Command>) {
    let mut printed = open.ret.charts.contains(&chart.id);
    let field = egui::Checkbox::new(&mut printed, "放入报告");
    let response = ui.add_enabled(open.is_writable(), field);
    let response = match &chart.content {
        Content::Waiting(_) => response.on_hover_text("数齐了才印在报告中"),
        Content::Nothing(_) => response.on_hover_text("没有发生的，不印在报告中"),
        _ => response.on_hover_text("印在报告的这一部分之后"),
    };
    let name = format!("放入报告：{}", chart.title);
    if response.accessible_name(name).changed() {
        commands.push(Command::ToggleChart(chart.id.clone()));
    }
}

fn picture_ui(ui: &mut egui::Ui, shown: &Shown, sheets: &mut Sheets) {
    cards::card_ui(ui, |ui| {
        ui.label(theme::strong(NAME));
        sheets.picture_ui(ui, &shown.picture);
    });
}
