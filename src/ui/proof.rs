//! The codes off the paper beside those of the return in work.

use eframe::egui::accesskit::Role;
use eframe::egui::{self, Grid, Id, RichText, TextEdit, WidgetInfo};

use crate::command::Command;
use crate::proof::{self, Comparison, TableCode, Verdict};
use crate::session::Session;

use super::{dialogs, theme};

/// The columns of tables' names and of codes, in points.
const NAME_WIDTH: f32 = 130.0;
const CODE_WIDTH: f32 = 80.0;

/// What is typed off the paper.
#[derive(Default)]
pub struct ProofDialog {
    typed: String,
}

impl ProofDialog {
    pub fn ui(
        &mut self,
        ui: &mut egui::Ui,
        session: &Session,
        opened: bool,
        commands: &mut Vec<Command>,
    ) {
        let Some(open) = &session.open else {
            commands.push(Command::CloseDialog);
            return;
        };
        if opened {
            self.typed.clear();
        }
        ui.label(theme::heading("核对纸质件"));
        ui.label(theme::small(
            ui,
            "照纸质件页脚抄下校验码，看各表的数与这份年报是不是一样",
        ));
        ui.add_space(theme::GAP);
        let field = TextEdit::singleline(&mut self.typed)
            .id(Id::unique("paper codes"))
            .hint_text("如 三 7K4M-2，可以一次输入几个")
            .desired_width(f32::INFINITY);
        let field = ui.add(field).accessible_name("纸上的校验码");
        if opened {
            field.request_focus();
        }
        ui.add_space(theme::GAP);
        let codes = proof::codes(&open.form, &open.ret, &open.derived);
        let comparison = proof::compare(&codes, &self.typed);
        let short = |table: &TableCode| {
            open.form
                .part_of_table(table.table)
                .map_or("", |part| part.short.as_str())
        };
        Grid::new("codes").num_columns(3).show(ui, |ui| {
            for (table, verdict) in codes.iter().zip(&comparison.verdicts) {
                row_ui(ui, short(table), table, verdict);
                ui.end_row();
            }
        });
        remarks_ui(ui, &codes, &comparison);
        dialogs::close_ui(ui, commands);
    }
}

/// A table's name, its code in the file, and what the paper says.
fn row_ui(ui: &mut egui::Ui, name: &str, table: &TableCode, verdict: &Verdict) {
    let palette = theme::palette(ui);
    let cell = |ui: &mut egui::Ui, width: f32, text: RichText| {
        ui.scope(|ui| {
            ui.set_min_width(width);
            ui.label(text);
        });
    };
    cell(ui, NAME_WIDTH, RichText::new(name));
    cell(ui, CODE_WIDTH, RichText::new(table.code.to_string()));
    let (sign, color) = match verdict {
        Verdict::NotTyped => ("", palette.weak),
        Verdict::Same => ("✓ ", palette.complete),
        Verdict::Different { .. } => ("! ", palette.error),
        Verdict::Mistyped { .. } => ("? ", palette.warning),
    };
    let text = RichText::new(format!("{sign}{}", verdict.word())).color(color);
    let spoken = format!("{name}：{}", verdict.word());
    ui.label(text)
        .widget_info(|| WidgetInfo::labeled(Role::Label, true, &spoken));
}

/// Whole sentences about what is not the same.
fn remarks_ui(ui: &mut egui::Ui, codes: &[TableCode], comparison: &Comparison) {
    if comparison.agrees() {
        return;
    }
    ui.add_space(theme::GAP);
    let mut different = false;
    for (table, verdict) in codes.iter().zip(&comparison.verdicts) {
        match verdict {
            Verdict::NotTyped | Verdict::Same => continue,
            Verdict::Different { .. } => different = true,
            Verdict::Mistyped { .. } => {}
        }
        ui.label(verdict.sentence(table));
    }
    for stray in &comparison.strays {
        let palette = theme::palette(ui);
        let (sign, color) = match stray.mistyped {
            true => ("? ", palette.warning),
            false => ("! ", palette.error),
        };
        ui.colored_label(color, format!("{sign}{}", stray.sentence()));
    }
    if different {
        ui.label(theme::small(
            ui,
            "纸质件可能是用以前的文件印的。打开当时保存的草稿或导出的文件，再核对一次",
        ));
    }
}
