//! The years of an agency side by side: a table and small charts.

mod charts;
mod table;
mod words;

use eframe::egui::{self, Align, Layout, RichText, ScrollArea};

use crate::command::Command;
use crate::form::catalog::Catalog;
use crate::session::OpenReturn;
use crate::task::Version;
use crate::years::Years;

use super::{cards, theme};
use table::YearsTable;

/// Room for the charts beside the table, in points; with less they stand below it.
const CHARTS_LEAST_WIDTH: f32 = 270.0;
const CHARTS_MOST_WIDTH: f32 = 420.0;

/// The page with the years that are on it.
#[derive(Default)]
pub struct YearsPage {
    shown: Option<Shown>,
}

/// The years with what they were computed from.
struct Shown {
    version: Version,
    others: u64,
    years: Years,
}

impl YearsPage {
    pub fn ui(
        &mut self,
        ui: &mut egui::Ui,
        catalog: &Catalog,
        open: &OpenReturn,
        commands: &mut Vec<Command>,
    ) {
        let years = self.current(catalog, open);
        heading_ui(ui, open, commands);
        legend_ui(ui);
        ui.add_space(2.0);
        // Room for the bar, so that the charts don't jump when it comes.
        let width = ui.available_width() - ui.spacing().scroll.allocated_width();
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.set_max_width(width);
            scroll_with_keys(ui);
            page_ui(ui, years, open, commands);
        });
    }

    /// The years as they are now; computed again only after a change.
    fn current(&mut self, catalog: &Catalog, open: &OpenReturn) -> &Years {
        let (version, others) = (open.version(), open.years.revision());
        let fresh = |shown: &Shown| shown.version == version && shown.others == others;
        let shown = self.shown.take().filter(fresh).unwrap_or_else(|| Shown {
            version,
            others,
            years: open.years(catalog),
        });
        &self.shown.insert(shown).years
    }
}

fn heading_ui(ui: &mut egui::Ui, open: &OpenReturn, commands: &mut Vec<Command>) {
    ui.horizontal(|ui| {
        ui.label(theme::heading(Command::ShowYears.label()));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            for command in [Command::ExportYears, Command::AddYears] {
                let button = ui.button(command.label());
                if button.on_hover_text(command.tooltip()).clicked() {
                    commands.push(command);
                }
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let agency = theme::small(ui, open.ret.header.agency.trim());
                ui.add(egui::Label::new(agency).truncate());
            });
        });
    });
}

/// What the signs in the table mean.
fn legend_ui(ui: &mut egui::Ui) {
    let entries = [
        ("≈", "大致可比"),
        ("≠", "不可比"),
        ("—", "没有填"),
        ("空白", "该年版式没有这一项"),
        ("+ −", "比前一份年报增减"),
        ("┆", "更换版式"),
    ];
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 5.0;
        for (sign, meaning) in entries {
            ui.label(RichText::new(sign).size(theme::SMALL_SIZE));
            ui.label(theme::small(ui, meaning));
            ui.add_space(theme::GAP);
        }
    });
}

fn page_ui(ui: &mut egui::Ui, years: &Years, open: &OpenReturn, commands: &mut Vec<Command>) {
    let room = ui.available_width();
    let table = YearsTable::new(years, open.ret.header.year, room);
    let beside = room - table.width() - theme::GROUP_GAP;
    if beside >= CHARTS_LEAST_WIDTH {
        ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
            ui.spacing_mut().item_spacing.x = theme::GROUP_GAP;
            ui.vertical(|ui| {
                ui.set_max_width(table.width());
                table.ui(ui, commands);
                messages_ui(ui, years, open, commands);
            });
            ui.vertical(|ui| {
                ui.set_max_width(beside.min(CHARTS_MOST_WIDTH));
                charts::column_ui(ui, years);
            });
        });
    } else {
        ScrollArea::horizontal()
            .id_salt("years table")
            .auto_shrink([false, true])
            .show(ui, |ui| table.ui(ui, commands));
        messages_ui(ui, years, open, commands);
        ui.add_space(theme::GAP);
        charts::rows_ui(ui, years);
    }
    ui.add_space(theme::GROUP_GAP);
}

/// What has to be said about the reports: none yet, several of a year, not taken, taken out.
fn messages_ui(ui: &mut egui::Ui, years: &Years, open: &OpenReturn, commands: &mut Vec<Command>) {
    if years.columns.len() < 2 {
        cards::card_ui(ui, |ui| {
            ui.label("还没有其他年度的年报");
            ui.label(theme::small(
                ui,
                "同一文件夹中本单位的草稿和关联的上年年报自动列入；其他年度请添加，也可以把文件拖到这里",
            ));
        });
    }
    let replaced = years
        .replaced
        .iter()
        .filter(|replaced| replaced.left_out != replaced.kept)
        .map(words::replaced_sentence);
    let palette = theme::palette(ui);
    for sentence in replaced.chain(open.years.refused().iter().cloned()) {
        let text = RichText::new(format!("! {sentence}")).size(theme::SMALL_SIZE);
        ui.add(egui::Label::new(text.color(palette.warning)).wrap());
    }
    if open.years.has_removed() {
        let command = Command::RestoreYears;
        let link = theme::link(ui, command.label()).on_hover_text(command.tooltip());
        if link.clicked() {
            commands.push(command);
        }
    }
}

/// Page keys scroll while nothing else has the keyboard.
fn scroll_with_keys(ui: &mut egui::Ui) {
    if ui.memory(|memory| memory.focused().is_some()) {
        return;
    }
    let page = ui.clip_rect().height() - theme::SECTION_GAP;
    let pages = ui.input(|input| {
        let pressed = |key| f32::from(u8::from(input.key_pressed(key)));
        pressed(egui::Key::PageUp) - pressed(egui::Key::PageDown)
    });
    let rows = ui.input(|input| {
        let pressed = |key| f32::from(u8::from(input.key_pressed(key)));
        pressed(egui::Key::ArrowUp) - pressed(egui::Key::ArrowDown)
    });
    let distance = pages * page + rows * theme::ROW_HEIGHT;
    if distance != 0.0 {
        ui.scroll_with_delta(egui::vec2(0.0, distance));
    }
}
