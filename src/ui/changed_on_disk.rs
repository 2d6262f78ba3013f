//! The question what becomes of a draft whose file another program has changed.

use eframe::egui::{self, Id, Label, RichText, ScrollArea, UiBuilder};

use crate::command::Command;
use crate::files;
use crate::session::ChangedOnDisk;

use super::{dialogs, edits, theme};

/// The room for everything but the list, in points.
const AROUND_LIST: f32 = 330.0;

/// Whether the differences are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Listed {
    #[default]
    Not,
    Differences,
}

/// The question, and how far a person has looked into it.
#[derive(Default)]
pub struct ChangedDialog {
    listed: Listed,
}

impl ChangedDialog {
    /// How wide it is where there is room, in points.
    pub fn width(&self) -> f32 {
        match self.listed {
            Listed::Not => theme::DIALOG_WIDTH,
            Listed::Differences => theme::WIDE_DIALOG_WIDTH,
        }
    }

    pub fn ui(
        &mut self,
        ui: &mut egui::Ui,
        changed: &ChangedOnDisk,
        opened: bool,
        commands: &mut Vec<Command>,
    ) {
        if opened {
            *self = Self::default();
        }
        let name = files::name(&changed.path);
        ui.label(theme::heading("草稿文件在别处被改过，还没有保存"));
        let when = match &changed.changed_at {
            Some(time) => format!("，{time} 又在别处被改过"),
            None => "，又在别处被改过".to_owned(),
        };
        let text = format!("“{name}”在这里打开或保存以后{when}，{}", compared(changed));
        ui.add(Label::new(text).wrap());
        let advice = "“另存为”两份都留下；“替换”以这里的为准，别处改的留在 .bak 文件里";
        ui.add(Label::new(theme::small(ui, advice)).wrap());
        if let (Listed::Differences, Ok(differences)) = (self.listed, &changed.differences) {
            ui.add_space(theme::GAP);
            let height = (ui.ctx().content_rect().height() - AROUND_LIST).clamp(80.0, 360.0);
            ScrollArea::vertical()
                .max_height(height)
                .auto_shrink([false, true])
                .show(ui, |ui| {
                    edits::list_ui(ui, differences, edits::Comparison::BetweenVersions);
                });
        }
        ui.add_space(theme::GAP);
        // Of an id of its own, so that a button keeps the keyboard when the list comes above it.
        let answers = UiBuilder::new().scope_id(Id::unique("changed on disk answers"));
        ui.scope_builder(answers, |ui| {
            ui.horizontal(|ui| self.answers_ui(ui, changed, commands));
        });
    }

    fn answers_ui(
        &mut self,
        ui: &mut egui::Ui,
        changed: &ChangedOnDisk,
        commands: &mut Vec<Command>,
    ) {
        if dialogs::primary_ui(ui, "另存为…", true) {
            commands.push(Command::SaveElsewhere);
        }
        let replaces = RichText::new("替换").color(theme::palette(ui).error);
        if ui.button(replaces).clicked() {
            commands.push(Command::ReplaceOnDisk);
        }
        let differs = changed
            .differences
            .as_ref()
            .is_ok_and(|differences| !differences.is_empty());
        let (word, turned) = match self.listed {
            Listed::Not => ("看差别", Listed::Differences),
            Listed::Differences => ("收起差别", Listed::Not),
        };
        if differs && ui.button(word).clicked() {
            self.listed = turned;
        }
        if ui.button("取消").clicked() {
            commands.push(Command::CloseDialog);
        }
    }
}

/// How much differs.
fn compared(changed: &ChangedOnDisk) -> String {
    match &changed.differences {
        Ok(differences) if differences.is_empty() => "填报的内容与这里没有不同".to_owned(),
        Ok(differences) if differences.changes.is_empty() => {
            "数字、单位信息和文字与这里相同".to_owned()
        }
        Ok(differences) => format!("与这里不同的有 {} 处", differences.changes.len()),
        Err(why) => format!("里面的内容不能与这里比较：{why}"),
    }
}
