//! The review of an imported report: its source beside the form, doubts first.

mod adopt;
mod doubts;
mod keys;
mod sheet;
mod source;
mod source_layout;
mod summary;
mod tabs;

use eframe::egui::{self, Rect, UiBuilder, pos2};

use crate::command::{Command, ReviewCommand, ReviewTab};
use crate::import::Kind;
use crate::session::{Review, Session};

use super::theme;
use sheet::ReviewSheet;
use source::SourcePane;
use summary::Summary;

pub use adopt::{AdoptDialog, drop_ui};
pub use keys::KEYS_IN_WORDS;

/// Less room than this, in points, is given to one side alone.
const BOTH_SIDES_WIDTH: f32 = 980.0;
/// What the source takes of the width beside the form.
const SOURCE_SHARE: f32 = 0.42;
/// With less height the list of doubts gives way to the one in work, and the fields of agency and
/// year to those among the header data.
const LEAST_HEIGHT: f32 = 430.0;

/// The page, with what only the screen needs.
#[derive(Default)]
pub struct ReviewPage {
    summary: Summary,
    source: SourcePane,
    sheet: ReviewSheet,
    /// The review on the screen and the place in it that was last shown.
    shown: (u64, u64),
}

/// What a frame shows.
struct Frame<'a> {
    review: &'a Review,
    /// Whether one has gone to another place since the last frame.
    moved: bool,
    /// Whether source and form stand beside each other.
    both_sides: bool,
    /// Whether there is so little height that the form needs all of it.
    is_low: bool,
}

impl ReviewPage {
    pub fn ui(
        &mut self,
        ui: &mut egui::Ui,
        session: &Session,
        review: &Review,
        commands: &mut Vec<Command>,
    ) {
        let shown = (review.number(), review.moves);
        if self.shown.0 != shown.0 {
            *self = Self::default();
        }
        let frame = Frame {
            review,
            moved: self.shown != shown,
            both_sides: ui.available_width() >= BOTH_SIDES_WIDTH && says_more(review),
            is_low: ui.available_height() < LEAST_HEIGHT,
        };
        self.shown = shown;
        self.sheet.keys(ui, &frame, commands);
        self.summary.ui(ui, session, &frame, commands);
        message_ui(ui, review);
        let is_report = review.located.kind.is_report();
        if is_report && !review.located.doubts.is_empty() {
            doubts::ui(ui, &frame, &mut self.sheet, commands);
        }
        if let Some(field) = review.field_to_fill().filter(|_| frame.moved) {
            // There is nothing to be done about it but typing.
            let id = summary::field_id(&frame, field);
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        let room = ui.available_rect_before_wrap();
        if !frame.both_sides {
            self.form_ui(ui, room, &frame, commands);
            return;
        }
        let middle = room.left() + (room.width() * SOURCE_SHARE).floor();
        let left = Rect::from_min_max(room.min, pos2(middle - theme::GAP / 2.0, room.bottom()));
        let right = Rect::from_min_max(pos2(middle + theme::GAP / 2.0, room.top()), room.max);
        ui.scope_builder(UiBuilder::new().max_rect(left), |ui| {
            self.source.ui(ui, &frame, commands);
        });
        self.form_ui(ui, right, &frame, commands);
    }

    /// Hands over what is being typed, so that adopting has it.
    pub fn commit(&mut self, review: Option<&Review>, commands: &mut Vec<Command>) {
        if let Some(review) = review {
            self.sheet.commit(review, commands);
        }
    }

    fn form_ui(
        &mut self,
        ui: &mut egui::Ui,
        room: Rect,
        frame: &Frame<'_>,
        commands: &mut Vec<Command>,
    ) {
        ui.scope_builder(UiBuilder::new().max_rect(room), |ui| {
            tabs::bar_ui(ui, frame, commands);
            match shown_tab(frame) {
                ReviewTab::Table(table) => self.sheet.ui(ui, frame, table, commands),
                ReviewTab::Source => self.source.ui(ui, frame, commands),
                ReviewTab::Header => tabs::header_ui(ui, frame, &mut self.summary, commands),
                ReviewTab::Texts => tabs::texts_ui(ui, frame),
                ReviewTab::Findings => tabs::findings_ui(ui, frame.review, commands),
            }
        });
    }
}

/// The tab in sight: where the source has a side of its own it is no tab.
fn shown_tab(frame: &Frame<'_>) -> ReviewTab {
    match frame.review.tab {
        ReviewTab::Source if !frame.both_sides => ReviewTab::Source,
        // Of what is no report there is nothing else.
        _ if !says_more(frame.review) => ReviewTab::Source,
        _ if !frame.review.located.kind.is_report() => ReviewTab::Findings,
        ReviewTab::Source => ReviewTab::Texts,
        tab => tab,
    }
}

/// Whether there is anything to be shown beside the source.
fn says_more(review: &Review) -> bool {
    review.located.kind.is_report() || !review.located.remarks.is_empty()
}

/// What has to be said before anything else, if the file isn't a report with its figures.
fn message_ui(ui: &mut egui::Ui, review: &Review) {
    let text = match review.located.kind {
        Kind::Tables => return,
        Kind::Prose => "这份年报没有表格，数字是从文字里读出的，请逐个对照原文确认".to_owned(),
        Kind::NoFigures => {
            "没有读到表格里的数字，原来的表格可能是图片。可以采用文字部分，数字请照原件填写"
                .to_owned()
        }
        Kind::NotReport(other) => {
            let seems = review.located.seems().unwrap_or_default();
            let remedy = other.remedy();
            format!("这份文件不是政府信息公开工作年度报告，{seems}，不能采用。{remedy}")
        }
    };
    let palette = theme::palette(ui);
    egui::Frame::new()
        .fill(palette.warning_soft)
        .corner_radius(theme::RADIUS)
        .inner_margin(egui::Margin::symmetric(12, 6))
        .show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            let text = egui::RichText::new(format!("! {text}")).color(palette.warning);
            ui.add(egui::Label::new(text).wrap());
        });
}

/// Pushes a step of the review.
fn push(commands: &mut Vec<Command>, step: ReviewCommand) {
    commands.push(Command::Review(step));
}
