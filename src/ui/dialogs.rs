//! Questions and pages over the window, one at a time.

use eframe::egui::{self, Align, Button, Frame, Id, Layout, Modal, ScrollArea, TextEdit, vec2};
use egui_extras::{Column, TableBuilder};

use crate::command::{Command, Format};
use crate::export::obstacles::Obstacle;
use crate::files;
use crate::form::Cell;
use crate::recovery::Recovered;
use crate::session::{Dialog, Session};

use super::app::PROGRAM;
use super::changed_on_disk::ChangedDialog;
use super::editions::EditionsDialog;
use super::import::AdoptDialog;
use super::last_year::LastYearDialog;
use super::printing::PrintDialog;
use super::proof::ProofDialog;
use super::scan::ScanDialog;
use super::sheet::KEYS_IN_WORDS;
use super::supplements::SupplementsDialog;
use super::{editions, edits, import, theme};

/// The column of keys, in points.
const SHORTCUT_WIDTH: f32 = 170.0;
const SHORTCUT_HEIGHT: f32 = 26.0;
const LICENCES: &[(&str, &str)] = &[
    ("思源黑体 Noto Sans SC", "SIL Open Font License 1.1"),
    ("思源宋体 Noto Serif SC", "SIL Open Font License 1.1"),
    (
        "霞鹜文楷 LXGW WenKai（子集改名 Nianbao Kai）",
        "SIL Open Font License 1.1",
    ),
];

/// What is typed into the dialogs.
#[derive(Default)]
pub struct Dialogs {
    agency: String,
    year: String,
    /// The chosen edition; the official one for the year while nobody chose.
    edition: Option<String>,
    adopt: AdoptDialog,
    changed: ChangedDialog,
    editions: EditionsDialog,
    last_year: LastYearDialog,
    supplements: SupplementsDialog,
    print: PrintDialog,
    proof: ProofDialog,
    scan: ScanDialog,
    /// Whether the dialog on the screen was there in the last frame.
    shown: bool,
}

impl Dialogs {
    pub fn is_open(&self, session: &Session) -> bool {
        session.dialog.is_some()
    }

    /// The figure of last year being typed that the return does not have yet.
    pub fn uncommitted(&self, session: &Session) -> Option<(Cell, String)> {
        match session.dialog {
            Some(Dialog::LastYear) => self.last_year.uncommitted().cloned(),
            _ => None,
        }
    }

    pub fn ui(&mut self, context: &egui::Context, session: &Session, commands: &mut Vec<Command>) {
        let Some(dialog) = &session.dialog else {
            self.shown = false;
            return;
        };
        let opened = !std::mem::replace(&mut self.shown, true);
        let palette = theme::of(context.theme() == egui::Theme::Dark);
        let modal = Modal::new(Id::unique("dialog"))
            .backdrop_color(palette.backdrop)
            .frame(frame(context))
            .show(context, |ui| {
                let screen = ui.ctx().content_rect().size();
                ui.set_width(self.width(dialog).min(screen.x - 60.0));
                ui.set_max_height(screen.y - 80.0);
                match dialog {
                    Dialog::New => self.new_ui(ui, session, opened, commands),
                    Dialog::Unsaved(_) => unsaved_ui(ui, session, commands),
                    Dialog::Recovery(backup) => recovery_ui(ui, backup, commands),
                    Dialog::Refused { format, obstacles } => {
                        refused_ui(ui, *format, obstacles, commands);
                    }
                    Dialog::LastYear => self.last_year.ui(ui, session, commands),
                    Dialog::Adopt => self.adopt.ui(ui, session, opened, commands),
                    Dialog::DropReview(_) => import::drop_ui(ui, session, commands),
                    Dialog::Editions => self.editions.ui(ui, session, opened, commands),
                    Dialog::Supplements => {
                        self.supplements.ui(ui, session, opened, commands);
                    }
                    Dialog::Print => self.print.ui(ui, session, opened, commands),
                    Dialog::ChangedOnDisk(changed) => {
                        self.changed.ui(ui, changed, opened, commands);
                    }
                    Dialog::Edits(found) => edits::ui(ui, session, found, commands),
                    Dialog::Proof => self.proof.ui(ui, session, opened, commands),
                    Dialog::Scan => self.scan.ui(ui, session, commands),
                    Dialog::Shortcuts => shortcuts_ui(ui, commands),
                    Dialog::About => about_ui(ui, session, commands),
                }
            });
        if modal.should_close() {
            commands.push(Command::CloseDialog);
        }
    }

    fn new_ui(
        &mut self,
        ui: &mut egui::Ui,
        session: &Session,
        opened: bool,
        commands: &mut Vec<Command>,
    ) {
        if opened {
            // Reports are written in the year after the one they are about.
            self.year = files::this_year().saturating_sub(1).to_string();
            self.edition = None;
            self.agency = session
                .open
                .as_ref()
                .map_or_else(String::new, |open| open.ret.header.agency.clone());
        }
        ui.label(theme::heading("新建年报"));
        ui.label("填报单位");
        let agency = ui
            .add(
                TextEdit::singleline(&mut self.agency)
                    .id(Id::unique("new agency"))
                    .hint_text("单位全称")
                    .desired_width(f32::INFINITY),
            )
            .accessible_name("填报单位");
        if opened {
            agency.request_focus();
        }
        let mut left = agency.lost_focus();
        ui.label("年度");
        ui.horizontal(|ui| {
            let field = TextEdit::singleline(&mut self.year)
                .char_limit(4)
                .desired_width(80.0);
            let response = ui.add(field).accessible_name("年度");
            if response.gained_focus() {
                theme::select(ui.ctx(), response.id, 0..self.year.chars().count());
            }
            left |= response.lost_focus();
            ui.label(theme::small(ui, "年"));
        });
        let official = self.year().and_then(|year| session.catalog.for_year(year));
        let form = self
            .edition
            .as_ref()
            .and_then(|edition| session.catalog.official(edition))
            .or(official);
        ui.label("版式");
        if let Some(year) = self.year()
            && let Some(chosen) = editions::choice_ui(ui, session, form.as_deref(), year)
        {
            self.edition = Some(chosen);
        }
        ui.add_space(theme::GAP);
        let edition = form.map(|form| form.edition().to_owned());
        let chosen = self.year().zip(edition);
        let ready = chosen.is_some() && !self.agency.trim().is_empty();
        let enter = ready && left && ui.input(|input| input.key_pressed(egui::Key::Enter));
        let (created, cancelled) = buttons_ui(ui, "新建", ready);
        if let (true, Some((year, edition))) = (created || enter, chosen) {
            commands.push(Command::CreateReturn {
                agency: self.agency.trim().to_owned(),
                year,
                edition,
            });
        } else if cancelled {
            commands.push(Command::CloseDialog);
        }
    }

    fn year(&self) -> Option<u16> {
        self.year.trim().parse().ok()
    }

    /// How wide a dialog is where there is room, in points.
    fn width(&self, dialog: &Dialog) -> f32 {
        match dialog {
            Dialog::Scan | Dialog::Edits(_) | Dialog::Adopt => theme::WIDE_DIALOG_WIDTH,
            Dialog::ChangedOnDisk(_) => self.changed.width(),
            _ => theme::DIALOG_WIDTH,
        }
    }
}

fn unsaved_ui(ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
    let name = session
        .open
        .as_ref()
        .map_or_else(String::new, |open| open.name());
    ui.label(theme::heading("还有没有保存的修改"));
    ui.label(format!("要保存对“{name}”的修改吗"));
    ui.add_space(theme::GAP);
    ui.horizontal(|ui| {
        if primary_ui(ui, "保存", true) {
            commands.push(Command::SaveAndContinue);
        }
        if ui.button("不保存").clicked() {
            commands.push(Command::DiscardAndContinue);
        }
        if ui.button("取消").clicked() {
            commands.push(Command::CloseDialog);
        }
    });
}

fn recovery_ui(ui: &mut egui::Ui, backup: &Recovered, commands: &mut Vec<Command>) {
    ui.label(theme::heading("有没有保存的自动备份"));
    ui.label(format!(
        "上次程序意外退出时，“{}”还有没有保存的修改，自动备份于 {}。不恢复时，备份仍留在开始页",
        backup.title, backup.time
    ));
    ui.add_space(theme::GAP);
    ui.horizontal(|ui| {
        if primary_ui(ui, "恢复备份", true) {
            // What was opened is the older state; its lock goes to the backup.
            commands.push(Command::CloseReturn);
            commands.push(Command::Recover(backup.backup.clone()));
        }
        if ui.button("用文件中的内容").clicked() {
            commands.push(Command::CloseDialog);
        }
    });
}

fn refused_ui(
    ui: &mut egui::Ui,
    format: Format,
    obstacles: &[Obstacle],
    commands: &mut Vec<Command>,
) {
    ui.label(theme::heading(format!(
        "还不能导出正式的 {}",
        format.label()
    )));
    ui.label(theme::small(
        ui,
        format!("有 {} 处需要先处理", obstacles.len()),
    ));
    let height = (ui.ctx().content_rect().height() - 260.0).clamp(80.0, 320.0);
    ScrollArea::vertical()
        .max_height(height)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            for obstacle in obstacles {
                ui.horizontal_top(|ui| {
                    let link = theme::link(ui, "转到");
                    let name = format!("转到：{}", obstacle.message);
                    if link.accessible_name(name).clicked() {
                        commands.push(Command::CloseDialog);
                        commands.push(Command::GoTo(obstacle.place.clone()));
                    }
                    ui.add(egui::Label::new(obstacle.message.as_str()).wrap());
                });
            }
        });
    ui.add_space(theme::GAP);
    ui.horizontal(|ui| {
        if primary_ui(ui, "返回修改", true) {
            commands.push(Command::CloseDialog);
        }
        let draft = ui
            .button("导出草稿（带水印）…")
            .on_hover_text("每页印有“草稿”，供内部传阅");
        if draft.clicked() {
            commands.push(Command::ExportDraft(format));
        }
    });
}

fn shortcuts_ui(ui: &mut egui::Ui, commands: &mut Vec<Command>) {
    ui.label(theme::heading("快捷键"));
    let height = (ui.ctx().content_rect().height() - 200.0).max(120.0);
    let from_menus = Command::in_menus().filter_map(|command| {
        let keys = command.shortcut()?.to_string();
        Some((keys, command.label().trim_end_matches('…')))
    });
    let in_tables = KEYS_IN_WORDS
        .iter()
        .map(|(keys, what)| ((*keys).to_owned(), *what));
    let in_review = import::KEYS_IN_WORDS
        .iter()
        .map(|(keys, what)| ((*keys).to_owned(), *what));
    let rows: Vec<(String, &str)> = from_menus.chain(in_tables).chain(in_review).collect();
    TableBuilder::new(ui)
        .striped(true)
        .cell_layout(Layout::left_to_right(Align::Center))
        .max_scroll_height(height)
        .column(Column::exact(SHORTCUT_WIDTH))
        .column(Column::remainder())
        .body(|body| {
            body.rows(SHORTCUT_HEIGHT, rows.len(), |mut row| {
                let Some((keys, what)) = rows.get(row.index()) else {
                    return;
                };
                row.col(|ui| {
                    ui.label(theme::small(ui, keys.as_str()));
                });
                row.col(|ui| {
                    ui.label(*what);
                });
            });
        });
    close_ui(ui, commands);
}

fn about_ui(ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
    ui.label(theme::heading(PROGRAM));
    ui.label(format!("版本 {}", env!("CARGO_PKG_VERSION")));
    let editions: Vec<&str> = session
        .catalog
        .forms()
        .map(|form| form.name.as_str())
        .collect();
    ui.label(theme::small(
        ui,
        format!("报表版式：{}", editions.join("、")),
    ));
    ui.label(theme::small(ui, "不联网，数据只保存在本机"));
    ui.add_space(theme::GAP);
    ui.label(theme::strong("字体与许可"));
    for (font, licence) in LICENCES {
        ui.label(theme::small(ui, format!("{font}：{licence}")));
    }
    close_ui(ui, commands);
}

pub fn close_ui(ui: &mut egui::Ui, commands: &mut Vec<Command>) {
    ui.add_space(theme::GAP);
    ui.horizontal(|ui| {
        if primary_ui(ui, "关闭", true) {
            commands.push(Command::CloseDialog);
        }
    });
}

/// The frame of every dialog.
pub fn frame(context: &egui::Context) -> Frame {
    let palette = theme::of(context.theme() == egui::Theme::Dark);
    Frame::new()
        .fill(palette.paper)
        .stroke(egui::Stroke::new(theme::LINE, palette.hairline))
        .corner_radius(theme::RADIUS)
        .inner_margin(22)
}

/// The button that goes on and the one that goes back; says which was pressed.
pub fn buttons_ui(ui: &mut egui::Ui, accept: &str, enabled: bool) -> (bool, bool) {
    ui.horizontal(|ui| {
        let accepted = primary_ui(ui, accept, enabled);
        (accepted, ui.button("取消").clicked())
    })
    .inner
}

pub fn primary_ui(ui: &mut egui::Ui, text: &str, enabled: bool) -> bool {
    ui.scope(|ui| {
        theme::primary_buttons(ui);
        let button = Button::new(text).min_size(vec2(72.0, 0.0));
        let response = ui.add_enabled(enabled, button);
        // Enter answers a question that asks for nothing else.
        if enabled && ui.memory(|memory| memory.focused().is_none()) {
            response.request_focus();
        }
        response.clicked()
    })
    .inner
}
