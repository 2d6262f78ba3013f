//! The link to the year before: from a file, or its few figures typed.

use eframe::egui::{self, Grid, Id, ScrollArea, TextEdit};

use crate::command::Command;
use crate::form::Cell;
use crate::session::{OpenReturn, Session};

use super::{dialogs, theme};

const FIELD_WIDTH: f32 = 96.0;

/// The figure that is being typed.
#[derive(Default)]
pub struct LastYearDialog {
    typing: Option<(Cell, String)>,
}

impl LastYearDialog {
    /// The figure being typed that the return does not have yet.
    pub fn uncommitted(&self) -> Option<&(Cell, String)> {
        self.typing.as_ref()
    }

    pub fn ui(&mut self, ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
        ui.label(theme::heading("上年年报"));
        let Some(open) = &session.open else {
            return;
        };
        match &open.ret.previous {
            None => unlinked_ui(ui, open, commands),
            Some(previous) => {
                let year = previous.header.year;
                let text = if previous.file.is_empty() {
                    format!("上年（{year} 年）的数由手工填写")
                } else {
                    format!("已关联 {year} 年年报“{}”", previous.file)
                };
                ui.label(text);
                self.linked_ui(ui, open, commands);
                dialogs::close_ui(ui, commands);
            }
        }
    }

    fn linked_ui(&mut self, ui: &mut egui::Ui, open: &OpenReturn, commands: &mut Vec<Command>) {
        let palette = theme::palette(ui);
        let Some(last_year) = &open.last_year else {
            ui.colored_label(palette.error, "上年年报的版式不能识别");
            return;
        };
        if last_year.form.name != open.form.name {
            let (last, now) = (&last_year.form.name, &open.form.name);
            ui.label(theme::small(ui, format!("上年使用{last}，本年使用{now}")));
        }
        if !last_year.is_year_before {
            ui.colored_label(palette.error, "不是上一年的年报，跨年核对没有进行");
        }
        ui.add_space(theme::GAP);
        let cells = open.last_year_cells();
        if cells.is_empty() {
            ui.label("上年版式与本年没有可以逐格核对的数");
        } else {
            ui.label(theme::strong("跨年核对用到的上年数"));
            let height = (ui.ctx().content_rect().height() - 340.0).clamp(80.0, 320.0);
            ScrollArea::vertical()
                .max_height(height)
                .auto_shrink([false, true])
                .show(ui, |ui| {
                    Grid::new("last year").num_columns(2).show(ui, |ui| {
                        for cell in cells {
                            self.figure_ui(ui, open, cell, commands);
                            ui.end_row();
                        }
                    });
                });
        }
        ui.add_space(theme::GAP);
        let proposals = open.proposals().len();
        ui.horizontal_wrapped(|ui| {
            if !open.is_writable() {
                return;
            }
            let take = egui::Button::new(format!("填入结转数（{proposals}）"));
            if ui.add_enabled(proposals > 0, take).clicked() {
                commands.push(Command::TakeOverLastYear);
            }
            if !may_type(open) && ui.button("改为手工填写").clicked() {
                commands.push(Command::TypeLastYear);
            }
            if ui.button("另选文件…").clicked() {
                commands.push(Command::ChooseLastYear);
            }
            if ui.button("取消关联").clicked() {
                commands.push(Command::UnlinkLastYear);
            }
        });
    }

    /// A figure of last year with its field; a finished one is handed over.
    fn figure_ui(
        &mut self,
        ui: &mut egui::Ui,
        open: &OpenReturn,
        cell: Cell,
        commands: &mut Vec<Command>,
    ) {
        let Some(last_year) = &open.last_year else {
            return;
        };
        let label = last_year.form.short_label(cell);
        ui.label(label.as_str());
        let stated = last_year.derived.value(cell).to_string();
        let mut text = match &self.typing {
            Some((typing, text)) if *typing == cell => text.clone(),
            _ => stated.clone(),
        };
        let field = TextEdit::singleline(&mut text)
            .id(Id::unique(("last year", cell.index())))
            .align(egui::Align2::RIGHT_CENTER)
            .desired_width(FIELD_WIDTH);
        let response = ui
            .add_enabled(may_type(open), field)
            .accessible_name(format!("上年{label}"));
        // The first figure has the keyboard, unless something else took it.
        if may_type(open) && ui.memory(|memory| memory.focused().is_none()) {
            response.request_focus();
        }
        if response.changed() {
            self.typing = Some((cell, text.clone()));
        }
        if response.lost_focus() {
            self.typing = None;
            if text != stated {
                commands.push(Command::SetLastYearFigure { cell, text });
            }
        }
    }
}

/// Whether last year's figures are typed; those of a file stay as the file has them.
fn may_type(open: &OpenReturn) -> bool {
    let previous = open.ret.previous.as_ref();
    open.is_writable() && previous.is_some_and(|previous| previous.file.is_empty())
}

fn unlinked_ui(ui: &mut egui::Ui, open: &OpenReturn, commands: &mut Vec<Command>) {
    ui.label("关联上年年报后，每格旁边显示上年的数，结转数可以直接填入，跨年的勾稽关系自动核对");
    ui.label(theme::small(
        ui,
        "可以选上年的草稿，或本程序导出的文件；没有文件时手工填写用到的几个数",
    ));
    ui.add_space(theme::GAP);
    ui.horizontal(|ui| {
        if dialogs::primary_ui(ui, "选择文件…", open.is_writable()) {
            commands.push(Command::ChooseLastYear);
        }
        if ui
            .add_enabled(open.is_writable(), egui::Button::new("手工填写"))
            .clicked()
        {
            commands.push(Command::TypeLastYear);
        }
        if ui.button("关闭").clicked() {
            commands.push(Command::CloseDialog);
        }
    });
}
