//! The years of an agency side by side: a table and small charts.

mod charts;
mod paint;
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
const CHARTS_LEAST_WIDTH: f32 = 260.0;
const CHARTS_MOST_WIDTH: f32 = 420.0;

/// The page with the years that are on it.
#[derive(Default)]
pub struct YearsPage {
    shown: Option<Shown>,
    wants_focus: bool,
}

/// The years with what they were computed from.
struct Shown {
    version: Version,
    others: u64,
    years: Years,
}

impl YearsPage {
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
        let years = self.current(catalog, open);
        heading_ui(ui, open, takes_focus, commands);
        // Room for the bar, so that the charts don't jump when it comes.
        let width = (ui.available_width() - ui.spacing().scroll.allocated_width()).floor() - 1.0;
        ScrollArea::both().auto_shrink(false).show(ui, |ui| {
            scroll_with_keys(ui);
            pinned_ui(ui, width, |ui| {
                legend_ui(ui);
                messages_ui(ui, years, open, commands);
            });
            ui.add_space(2.0);
            page_ui(ui, width, years, open, commands);
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

fn heading_ui(
    ui: &mut egui::Ui,
    open: &OpenReturn,
    takes_focus: bool,
    commands: &mut Vec<Command>,
) {
    ui.horizontal(|ui| {
        ui.label(theme::heading(Command::ShowYears.label()));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            for command in [Command::ExportYears, Command::AddYears] {
                let button = ui.button(command.label());
                if takes_focus {
                    // The last one keeps it.
                    button.request_focus();
                }
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

/// What doesn't move aside when a wide table scrolls.
fn pinned_ui(ui: &mut egui::Ui, width: f32, content: impl FnOnce(&mut egui::Ui)) {
    let moved = ui.clip_rect().left() - ui.max_rect().left();
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.add_space(moved.max(0.0));
        ui.spacing_mut().item_spacing.x = theme::GAP;
        ui.vertical(|ui| {
            ui.set_max_width(width);
            content(ui);
        });
    });
}

/// What the signs in the table mean.
fn legend_ui(ui: &mut egui::Ui) {
    let entries = [
        ("≈", "大致可比"),
        ("≠", "不可比"),
        ("—", "该年版式没有这一项"),
        ("+ −", "比前一份年报增减"),
        ("┆", "更换版式"),
    ];
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(theme::GROUP_GAP, 2.0);
        ui.spacing_mut().interact_size.y = 0.0;
        for (sign, meaning) in entries {
            let entry = theme::small(ui, format!("{sign} {meaning}"));
            ui.add(egui::Label::new(entry).extend());
        }
    });
}

/// Table and charts in a room that wide.
fn page_ui(
    ui: &mut egui::Ui,
    room: f32,
    years: &Years,
    open: &OpenReturn,
    commands: &mut Vec<Command>,
) {
    let table = YearsTable::new(years, open.ret.header.year, room);
    let beside = room - table.width() - theme::GROUP_GAP;
    if years.columns.len() < 2 {
        table.ui(ui, commands);
    } else if beside >= CHARTS_LEAST_WIDTH {
        let across = (beside / (CHARTS_LEAST_WIDTH + theme::GAP))
            .clamp(1.0, 2.0)
            .floor();
        ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
            ui.spacing_mut().item_spacing.x = theme::GROUP_GAP;
            ui.vertical(|ui| {
                ui.set_max_width(table.width());
                table.ui(ui, commands);
            });
            ui.vertical(|ui| {
                ui.set_max_width(beside.min(CHARTS_MOST_WIDTH * across));
                charts::ui(ui, years, across as usize);
            });
        });
    } else {
        table.ui(ui, commands);
        pinned_ui(ui, room, |ui| {
            ui.add_space(theme::GAP);
            let across = ui.available_width() / (CHARTS_LEAST_WIDTH + theme::GAP);
            charts::ui(ui, years, across.clamp(1.0, 3.0) as usize);
        });
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

/// Page keys scroll; the arrows too while nothing else has the keyboard.
fn scroll_with_keys(ui: &mut egui::Ui) {
    if ui.ctx().text_edit_focused() {
        return;
    }
    let free = ui.memory(|memory| memory.focused().is_none());
    let page = ui.clip_rect().height() - theme::SECTION_GAP;
    let steps = [
        (egui::Key::PageUp, page),
        (egui::Key::PageDown, -page),
        (
            egui::Key::ArrowUp,
            if free { theme::ROW_HEIGHT } else { 0.0 },
        ),
        (
            egui::Key::ArrowDown,
            if free { -theme::ROW_HEIGHT } else { 0.0 },
        ),
    ];
    let pressed = |key| ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key));
    let distance: f32 = steps
        .into_iter()
        .filter(|(key, step)| *step != 0.0 && pressed(*key))
        .map(|(_, step)| step)
        .sum();
    if distance != 0.0 {
        ui.scroll_with_delta(egui::vec2(0.0, distance));
    }
}
