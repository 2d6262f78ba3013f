//! The rows and columns an office adds: which of them the return uses, and what is wrong with others.

use eframe::egui::{self, ScrollArea};

use crate::command::Command;
use crate::form::{Supplement, Variant};
use crate::session::Session;

use super::{dialogs, theme};

/// What is ticked, until it is used.
#[derive(Default)]
pub struct SupplementsDialog {
    chosen: Vec<Supplement>,
}

impl SupplementsDialog {
    pub fn ui(
        &mut self,
        ui: &mut egui::Ui,
        session: &Session,
        opened: bool,
        commands: &mut Vec<Command>,
    ) {
        let used = session
            .open
            .as_ref()
            .map_or(&[][..], |open| &open.form.variant.supplements);
        if opened {
            self.chosen = used.to_vec();
        }
        ui.label(theme::heading("增加的行"));
        ui.label(theme::small(
            ui,
            "本地在官方表格之外增加的行和列。把写好的文件放进下面的文件夹，再点“重新读取”",
        ));
        ui.add_space(theme::GAP);
        let height = (ui.ctx().content_rect().height() - 260.0).clamp(80.0, 320.0);
        ScrollArea::vertical()
            .max_height(height)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                self.choices_ui(ui, session, used);
                faulty_ui(ui, session);
            });
        ui.add_space(theme::GAP);
        ui.label(theme::small(
            ui,
            session.supplements_folder.display().to_string(),
        ));
        ui.horizontal(|ui| {
            if ui.button("打开文件夹").clicked() {
                commands.push(Command::ShowSupplementsFolder);
            }
            if ui.button("重新读取").clicked() {
                commands.push(Command::ReadSupplements);
            }
        });
        ui.add_space(theme::GAP);
        let writable = session.open.as_ref().filter(|open| open.is_writable());
        let changed = self.chosen != used;
        let (accepted, cancelled) = dialogs::buttons_ui(ui, "使用", writable.is_some() && changed);
        if let (true, Some(open)) = (accepted, writable) {
            commands.push(Command::SetVariant(Variant {
                supplements: std::mem::take(&mut self.chosen),
                ..open.form.variant.clone()
            }));
            commands.push(Command::CloseDialog);
        } else if cancelled {
            commands.push(Command::CloseDialog);
        }
    }

    /// Those of this office and those that came with the draft.
    fn choices_ui(&mut self, ui: &mut egui::Ui, session: &Session, used: &[Supplement]) {
        let edition = session.open.as_ref().map(|open| open.form.edition());
        let own = session
            .supplements
            .iter()
            .filter(|own| Some(own.edition.as_str()) == edition);
        let brought = used
            .iter()
            .filter(|used| !session.supplements.contains(used));
        let mut none = true;
        for (supplement, from) in own
            .map(|own| (own, "本机"))
            .chain(brought.map(|brought| (brought, "随草稿带来")))
        {
            none = false;
            let mut ticked = self.chosen.contains(supplement);
            let label = format!("{}（{from}）", supplement.name);
            if ui.checkbox(&mut ticked, label).changed() {
                if ticked {
                    self.chosen.retain(|chosen| chosen.id != supplement.id);
                    self.chosen.push(supplement.clone());
                } else {
                    self.chosen.retain(|chosen| chosen != supplement);
                }
            }
        }
        if none {
            ui.label("这个版式没有可用的增加行");
        }
    }
}

/// What is wrong with the files that can't be used.
fn faulty_ui(ui: &mut egui::Ui, session: &Session) {
    if session.faulty_supplements.is_empty() {
        return;
    }
    let palette = theme::palette(ui);
    ui.add_space(theme::GAP);
    ui.label(theme::strong("不能用的文件"));
    for faulty in &session.faulty_supplements {
        ui.colored_label(palette.error, faulty.file.as_str());
        for problem in &faulty.problems {
            ui.label(theme::small(ui, problem.to_string()));
        }
    }
}
