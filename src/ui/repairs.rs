//! The card of proposals: the fewest figures to change so that the sums hold.

use eframe::egui;

use crate::command::Command;
use crate::repair::Repair;
use crate::returns::Place;
use crate::session::OpenReturn;

use super::{cards, theme};

/// With more ways than these the figures don't tell which is right: only the likeliest is shown.
const FEW: usize = 10;

/// Shows the proposals, if there are any.
pub fn ui(ui: &mut egui::Ui, open: &OpenReturn, commands: &mut Vec<Command>) {
    let Some(first) = open.shown_repairs().next() else {
        return;
    };
    let shown = if first.others < FEW { 3 } else { 1 };
    let shown = open.shown_repairs().take(shown).count();
    let palette = theme::palette(ui);
    cards::edged_card_ui(ui, palette.accent, |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.horizontal(|ui| {
            ui.label(theme::strong("最小修改"));
            // The first counts itself among as many as there are besides it.
            let hidden = (first.others + 1).saturating_sub(shown);
            let text = match hidden {
                0 => String::new(),
                1..=FEW => format!("另有 {hidden} 种"),
                _ => "还有很多种可能".to_owned(),
            };
            ui.label(theme::small(ui, text));
        });
        ui.label(theme::small(ui, "请与原始资料核对后采用"));
        for (index, repair) in open.shown_repairs().take(shown).enumerate() {
            if index > 0 {
                ui.separator();
            }
            ui.push_id(("repair", index), |ui| {
                repair_ui(ui, open, repair, commands);
            });
        }
    });
}

fn repair_ui(ui: &mut egui::Ui, open: &OpenReturn, repair: &Repair, commands: &mut Vec<Command>) {
    let sentence = repair.sentence(&open.form);
    ui.label(sentence.as_str());
    ui.horizontal(|ui| {
        if open.is_writable() {
            let take = ui.button("采用");
            theme::keep_in_sight(&take);
            if take.accessible_name(format!("采用：{sentence}")).clicked() {
                commands.push(Command::Mend(repair.clone()));
            }
        }
        if let Some(change) = repair.changes.first() {
            let link = theme::link(ui, "转到");
            if link.accessible_name(format!("转到：{sentence}")).clicked() {
                commands.push(Command::GoTo(Place::Cell(change.cell)));
            }
        }
        ui.label(theme::small(ui, repair.kind.label()));
    });
}
