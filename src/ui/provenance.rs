//! Where an imported return came from, and what nobody has settled.

use eframe::egui::{self, Label, RichText};

use crate::command::Command;
use crate::import::ReaderKind;
use crate::returns::Provenance;
use crate::session::OpenReturn;

use super::theme;

/// Of a hash, as many digits as people compare.
const HASH_DIGITS: usize = 16;

/// Shows it; nothing for a return that was written here.
pub fn ui(ui: &mut egui::Ui, open: &OpenReturn, commands: &mut Vec<Command>) {
    let Some(provenance) = &open.ret.provenance else {
        return;
    };
    ui.add_space(theme::GROUP_GAP);
    ui.label(theme::strong("来源"));
    let from = ui.add(Label::new(sentence(provenance)).wrap());
    if !provenance.sha256.is_empty() {
        from.on_hover_text(format!("SHA-256：{}", provenance.sha256));
    }
    if provenance.doubts.is_empty() {
        return;
    }
    let color = theme::palette(ui).warning;
    let count = provenance.doubts.len();
    ui.colored_label(color, format!("? 采用时有 {count} 处存疑没有核对"));
    for doubt in &provenance.doubts {
        let place = doubt.about.in_form(&open.form);
        let label = place
            .as_ref()
            .map_or_else(String::new, |place| place.label(&open.form));
        ui.horizontal_top(|ui| {
            if let Some(place) = place {
                let link = theme::link(ui, "转到");
                if link.accessible_name(format!("转到：{label}")).clicked() {
                    commands.push(Command::GoTo(place));
                }
            }
            let mut text = format!("{label}：{}", doubt.why);
            if !doubt.found.trim().is_empty() {
                text.push_str(&format!("（原文：{}）", doubt.found.trim()));
            }
            ui.add(Label::new(RichText::new(text).size(theme::SMALL_SIZE)).wrap());
        });
    }
}

/// `导入自“甲.html”（网页），2026-11-22 读入，校验值 ba7816bf8f01cfea`
fn sentence(provenance: &Provenance) -> String {
    let mut text = format!("导入自“{}”", provenance.file);
    if let Some(reader) = ReaderKind::of_word(&provenance.reader) {
        text.push_str(&format!("（{}）", reader.label()));
    }
    if !provenance.imported_on.is_empty() {
        text.push_str(&format!("，{} 读入", provenance.imported_on));
    }
    if !provenance.sha256.is_empty() {
        let digits: String = provenance.sha256.chars().take(HASH_DIGITS).collect();
        text.push_str(&format!("，校验值 {digits}"));
    }
    text
}
