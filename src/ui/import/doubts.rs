//! The doubts, and the one in work with its answers.

use eframe::egui::{
    self, Align2, Button, FontId, Label, Rect, RichText, ScrollArea, Sense, Stroke, StrokeKind,
    UiBuilder, WidgetInfo, accesskit::Role, pos2, vec2,
};

use crate::command::{Command, ReviewCommand, ReviewTab};
use crate::form::Cell;
use crate::import::Doubt;
use crate::returns::Place;
use crate::session::{Answer, Review, Standing};

use super::super::theme;
use super::sheet::ReviewSheet;
use super::summary::field_id;
use super::{Frame, push};

/// Of list and card together.
const HEIGHT: f32 = 132.0;
/// Of the card alone, in a low window.
const LOW_HEIGHT: f32 = 68.0;
const ROW_HEIGHT: f32 = 27.0;
/// What the list takes of the width.
const LIST_SHARE: f32 = 0.42;
/// Room for the keys in words.
const HINT_WIDTH: f32 = 280.0;
/// The columns of sign and place.
const SIGN_WIDTH: f32 = 28.0;
const PLACE_SHARE: f32 = 0.42;

/// Shows the doubts over the two sides.
pub fn ui(
    ui: &mut egui::Ui,
    frame: &Frame<'_>,
    sheet: &mut ReviewSheet,
    commands: &mut Vec<Command>,
) {
    let height = if frame.is_low { LOW_HEIGHT } else { HEIGHT };
    let size = vec2(ui.available_width(), height);
    let (room, _) = ui.allocate_exact_size(size, Sense::hover());
    let middle = if frame.both_sides && !frame.is_low {
        room.left() + (room.width() * LIST_SHARE).floor()
    } else {
        room.left()
    };
    if middle > room.left() {
        let list = Rect::from_min_max(room.min, pos2(middle - theme::GAP / 2.0, room.bottom()));
        card_ui(ui, list, |ui| list_ui(ui, frame, commands));
    }
    let left = if middle > room.left() {
        middle + theme::GAP / 2.0
    } else {
        middle
    };
    let card = Rect::from_min_max(pos2(left, room.top()), room.max);
    card_ui(ui, card, |ui| detail_ui(ui, frame, sheet, commands));
    ui.add_space(2.0);
}

fn card_ui(ui: &mut egui::Ui, room: Rect, content: impl FnOnce(&mut egui::Ui)) {
    let palette = theme::palette(ui);
    let line = Stroke::new(theme::LINE, palette.hairline);
    ui.painter()
        .rect(room, theme::RADIUS, palette.paper, line, StrokeKind::Inside);
    let inner = room.shrink2(vec2(8.0, 4.0));
    // The room is given to it already, however little of it is used.
    let mut child = ui.new_child(UiBuilder::new().max_rect(inner));
    child.set_clip_rect(room.intersect(ui.clip_rect()));
    content(&mut child);
}

fn list_ui(ui: &mut egui::Ui, frame: &Frame<'_>, commands: &mut Vec<Command>) {
    let review = frame.review;
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical()
        .id_salt("doubts")
        .auto_shrink(false)
        .show(ui, |ui| {
            for (index, doubt) in review.located.doubts.iter().enumerate() {
                row_ui(ui, frame, index, doubt, commands);
            }
        });
}

fn row_ui(
    ui: &mut egui::Ui,
    frame: &Frame<'_>,
    index: usize,
    doubt: &Doubt,
    commands: &mut Vec<Command>,
) {
    let review = frame.review;
    let palette = theme::palette(ui);
    let selected = review.doubt == Some(index);
    let size = vec2(ui.available_width(), ROW_HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let standing = standing(review, index);
    let place = review.place_label(&doubt.place);
    response.widget_info(|| {
        let name = format!(
            "{place}，{}，{}，{}",
            standing.label(),
            doubt.found,
            doubt.why
        );
        WidgetInfo::selected(Role::ListBoxOption, true, selected, name)
    });
    if selected && frame.moved {
        ui.scroll_to_rect(rect, None);
    }
    if ui.is_rect_visible(rect) {
        let fill = match (selected, response.hovered()) {
            (true, _) => palette.accent_soft,
            (false, true) => palette.hover,
            (false, false) => theme::CLEAR,
        };
        ui.painter().rect_filled(rect, theme::RADIUS, fill);
        if response.has_focus() {
            let line = Stroke::new(theme::CURSOR_LINE, palette.accent);
            ui.painter()
                .rect_stroke(rect, theme::RADIUS, line, StrokeKind::Inside);
        }
        let color = sign_color(ui, standing);
        let sign_at = pos2(rect.left() + SIGN_WIDTH / 2.0, rect.center().y);
        let strong = FontId::new(theme::CELL_SIZE, theme::strong_family());
        ui.painter().text(
            sign_at,
            Align2::CENTER_CENTER,
            standing.sign(),
            strong,
            color,
        );
        let text_left = rect.left() + SIGN_WIDTH;
        let why_left = text_left + (rect.width() - SIGN_WIDTH) * PLACE_SHARE;
        let columns = [
            (
                text_left,
                why_left - theme::GAP,
                place.as_str(),
                palette.text,
            ),
            (
                why_left,
                rect.right() - 4.0,
                doubt.why.as_str(),
                palette.weak,
            ),
        ];
        for (left, right, text, color) in columns {
            let room = Rect::from_x_y_ranges(left..=right, rect.y_range());
            clipped(ui, room, text, color);
        }
    }
    if response.clicked() {
        response.surrender_focus();
        push(commands, ReviewCommand::SelectDoubt(index));
    }
}

/// One line of text, cut with an ellipsis where it is too long.
fn clipped(ui: &egui::Ui, room: Rect, text: &str, color: egui::Color32) {
    let mut job = egui::text::LayoutJob::simple_singleline(
        text.to_owned(),
        FontId::proportional(theme::CELL_SIZE),
        color,
    );
    job.wrap = egui::text::TextWrapping::truncate_at_width(room.width());
    let text = ui.painter().layout_job(job);
    let at = pos2(room.left(), room.center().y - text.size().y / 2.0);
    ui.painter().galley(at, text, color);
}

/// The sign of a doubt's state.
fn standing(review: &Review, index: usize) -> Standing {
    review
        .answer_to(index)
        .map_or(Standing::Doubtful, Standing::Answered)
}

fn sign_color(ui: &egui::Ui, standing: Standing) -> egui::Color32 {
    let palette = theme::palette(ui);
    match standing {
        Standing::Doubtful => palette.warning,
        Standing::Answered(Answer::Confirmed) => palette.complete,
        Standing::Answered(Answer::Corrected) => palette.accent,
        _ => palette.weak,
    }
}

/// The doubt in work: the original text, why, and what can be answered.
fn detail_ui(
    ui: &mut egui::Ui,
    frame: &Frame<'_>,
    sheet: &mut ReviewSheet,
    commands: &mut Vec<Command>,
) {
    let review = frame.review;
    let count = review.open_doubts().count();
    let Some((index, doubt)) = review.doubt.zip(review.current_doubt()) else {
        if let Some(cell) = figure_in_sight(review) {
            figure_ui(ui, frame, cell, sheet, commands);
            return;
        }
        ui.add_space(theme::GAP);
        let text = match count {
            0 => "存疑已全部核对".to_owned(),
            count => format!("还有 {count} 处存疑"),
        };
        ui.label(theme::strong(text));
        if count > 0 && ui.button("转到存疑（N）").clicked() {
            push(commands, ReviewCommand::NextDoubt);
        }
        return;
    };
    ui.spacing_mut().item_spacing.y = 3.0;
    let title = title(review, doubt);
    if frame.is_low {
        let text = RichText::new(format!("{title}：{}", doubt.why));
        let hover = format!("{}\n原文：{}", doubt.why, doubt.found.trim());
        ui.add(Label::new(text).truncate()).on_hover_text(hover);
    } else {
        story_ui(ui, standing(review, index), &title, doubt);
    }
    answers_ui(ui, frame, (index, doubt), sheet, commands);
}

/// The figure one is at, where the form is in sight.
fn figure_in_sight(review: &Review) -> Option<Cell> {
    let is_table = matches!(review.tab, ReviewTab::Table(_));
    review.cursor.filter(|_| is_table)
}

/// A figure nobody doubts: what was read, and what can be said about it all the same.
fn figure_ui(
    ui: &mut egui::Ui,
    frame: &Frame<'_>,
    cell: Cell,
    sheet: &mut ReviewSheet,
    commands: &mut Vec<Command>,
) {
    let review = frame.review;
    ui.spacing_mut().item_spacing.y = 3.0;
    let standing = review.standing(cell);
    let place = review.place_label(&Place::Cell(cell));
    let title = match review.printed(cell) {
        blank if blank.is_empty() => format!("{place}，现为空白"),
        value => format!("{place}，现为 {value}"),
    };
    ui.horizontal_wrapped(|ui| {
        ui.label(theme::strong(title));
        let word = RichText::new(standing.label()).color(sign_color(ui, standing));
        ui.label(word.size(theme::SMALL_SIZE));
    });
    if !frame.is_low {
        let read = review.located.ret.stated.get(cell).to_string();
        let text = match (read.as_str(), review.open_doubts().count()) {
            ("", _) => "原件里没有读到".to_owned(),
            (read, 0) => format!("读出的是 {read}；存疑已全部核对"),
            (read, count) => format!("读出的是 {read}；还有 {count} 处存疑"),
        };
        ui.add(Label::new(theme::small(ui, text)).wrap());
        let room = ui.available_height() - theme::CONTROL_HEIGHT - 6.0;
        ui.add_space(room.max(0.0));
    }
    ui.horizontal(|ui| {
        if step_button(ui, "改正", "填写正确的数（F2）") {
            sheet.begin_correction(review);
        }
        if step_button(ui, "留空", "这一格不填（Del）") {
            push(commands, ReviewCommand::LeaveBlank);
        }
        let answered = matches!(standing, Standing::Answered(_));
        if answered && step_button(ui, "撤回", "撤回这一处的核对（退格）") {
            push(commands, ReviewCommand::AsRead);
        }
        if review.open_doubts().next().is_some() {
            ui.add_space(theme::GAP);
            if step_button(ui, "转到存疑", "下一处存疑（N）") {
                push(commands, ReviewCommand::NextDoubt);
            }
        }
    });
}

/// What it is about, and what was made of it.
fn title(review: &Review, doubt: &Doubt) -> String {
    let place = review.place_label(&doubt.place);
    let Place::Cell(cell) = doubt.place else {
        return place;
    };
    match review.ret.stated.get(cell).to_string() {
        blank if blank.is_empty() => format!("{place}，现为空白"),
        value if review.answer_to_cell(cell) == Some(Answer::Corrected) => {
            let read = match review.located.ret.stated.get(cell).to_string() {
                blank if blank.is_empty() => "空白".to_owned(),
                read => read,
            };
            format!("{place}，读作 {read}，改为 {value}")
        }
        value => format!("{place}，读作 {value}"),
    }
}

/// The doubt in all its words; above the row of buttons.
fn story_ui(ui: &mut egui::Ui, standing: Standing, title: &str, doubt: &Doubt) {
    let color = theme::palette(ui).warning;
    let buttons = theme::CONTROL_HEIGHT + 6.0;
    ScrollArea::vertical()
        .id_salt(("doubt", title))
        .max_height((ui.available_height() - buttons).max(0.0))
        .auto_shrink([false, false])
        .show(ui, |ui| {
            ui.horizontal_wrapped(|ui| {
                ui.label(theme::strong(title));
                let word = RichText::new(standing.label()).color(sign_color(ui, standing));
                ui.label(word.size(theme::SMALL_SIZE));
            });
            ui.add(Label::new(RichText::new(&doubt.why).color(color)).wrap());
            if !doubt.found.trim().is_empty() {
                let text = format!("原文：{}", doubt.found.trim());
                ui.add(Label::new(theme::small(ui, text)).wrap());
            }
        });
}

/// What can be answered, and the ways to the other doubts.
fn answers_ui(
    ui: &mut egui::Ui,
    frame: &Frame<'_>,
    (index, doubt): (usize, &Doubt),
    sheet: &mut ReviewSheet,
    commands: &mut Vec<Command>,
) {
    let review = frame.review;
    ui.horizontal(|ui| {
        let is_cell = matches!(doubt.place, Place::Cell(_));
        let buttons = [
            ("确认", "照读出的采用（空格）", ReviewCommand::Confirm, true),
            (
                "留空",
                "这一格不填（Del）",
                ReviewCommand::LeaveBlank,
                is_cell,
            ),
            (
                "撤回",
                "撤回这一处的核对（退格）",
                ReviewCommand::AsRead,
                review.is_settled(index),
            ),
        ];
        let field = review.doubted_field();
        if let Some(field) = field
            && step_button(ui, "填写", "填写或改正（F2）")
        {
            let id = field_id(frame, field);
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        for (place, (word, tooltip, step, shown)) in buttons.into_iter().enumerate() {
            if place == 1 && is_cell && step_button(ui, "改正", "填写正确的数（F2）") {
                sheet.begin_correction(review);
            }
            if shown && step_button(ui, word, tooltip) {
                push(commands, step);
            }
        }
        ui.add_space(theme::GAP);
        if step_button(ui, "上一处", "上一处存疑（P）") {
            push(commands, ReviewCommand::PreviousDoubt);
        }
        if step_button(ui, "下一处", "下一处存疑，不作答（N）") {
            push(commands, ReviewCommand::NextDoubt);
        }
        if ui.available_width() >= HINT_WIDTH {
            let hint = match is_cell {
                true => "空格 确认 · F2 改正 · Del 留空 · N 下一处",
                false if field.is_some() => "空格 确认 · F2 填写 · N 下一处",
                false => "空格 确认 · N 下一处",
            };
            ui.label(theme::small(ui, hint));
        }
    });
}

/// A button after which the keyboard goes back to the form.
fn step_button(ui: &mut egui::Ui, word: &str, tooltip: &str) -> bool {
    let response = ui.add(Button::new(word)).on_hover_text(tooltip);
    if response.clicked() {
        response.surrender_focus();
    }
    response.clicked()
}
