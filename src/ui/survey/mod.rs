//! 批量审核: many files in a list, with what is wrong with each.

mod details;
mod list;

use eframe::egui::{self, Align, Button, Layout, ProgressBar, RichText, vec2};

use crate::command::{Command, SurveyCommand};
use crate::session::{Survey, SurveyProgress};
use crate::survey::{State, duplicates};

use super::theme;
use list::SurveyList;

/// The room the findings of a file take beside the list, in points; with less they stand below.
const DETAILS_WIDTH: f32 = 330.0;
const BESIDE_WIDTH: f32 = 1100.0;
/// What they take of the height below it.
const DETAILS_SHARE: f32 = 0.34;

/// The page, with what was worked out for the list.
#[derive(Default)]
pub struct SurveyPage {
    list: SurveyList,
    /// The survey and its revision that `duplicates` is about.
    counted: Option<(u64, u64)>,
    /// Sentences about reports that came twice.
    duplicates: Vec<String>,
}

impl SurveyPage {
    pub fn ui(&mut self, ui: &mut egui::Ui, survey: &Survey, commands: &mut Vec<Command>) {
        self.count(survey);
        heading_ui(ui, survey, commands);
        progress_ui(ui, survey, commands);
        for sentence in survey.remarks.iter().chain(&self.duplicates) {
            let color = theme::palette(ui).warning;
            let text = RichText::new(format!("! {sentence}")).size(theme::SMALL_SIZE);
            ui.add(egui::Label::new(text.color(color)).truncate());
        }
        let beside = ui.available_width() >= BESIDE_WIDTH;
        let room = ui.available_size();
        if beside {
            ui.horizontal_top(|ui| {
                let width = room.x - DETAILS_WIDTH - theme::GROUP_GAP;
                ui.allocate_ui_with_layout(
                    vec2(width, room.y),
                    Layout::top_down(Align::Min),
                    |ui| {
                        self.list.ui(ui, survey, commands);
                    },
                );
                ui.vertical(|ui| details::ui(ui, survey, commands));
            });
        } else {
            let height = (room.y * (1.0 - DETAILS_SHARE)).floor();
            ui.allocate_ui_with_layout(vec2(room.x, height), Layout::top_down(Align::Min), |ui| {
                self.list.ui(ui, survey, commands);
            });
            details::ui(ui, survey, commands);
        }
    }

    /// Looks for reports that came twice, once nothing more comes.
    fn count(&mut self, survey: &Survey) {
        let state = (survey.number(), survey.revision);
        if survey.is_running() || self.counted == Some(state) {
            return;
        }
        self.counted = Some(state);
        // Places among those that were read.
        let files: Vec<_> = survey.read().map(|(_, file)| file.clone()).collect();
        let found = duplicates(&files);
        self.duplicates = found.iter().map(|one| one.sentence(&files)).collect();
    }
}

fn heading_ui(ui: &mut egui::Ui, survey: &Survey, commands: &mut Vec<Command>) {
    let has_files = survey.read().next().is_some();
    ui.horizontal(|ui| {
        ui.label(theme::heading("批量审核"));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let opinions = match survey.ticked.len() {
                0 => "生成审核意见…".to_owned(),
                count => format!("生成审核意见（{count} 份）…"),
            };
            let buttons = [
                (
                    true,
                    "返回".to_owned(),
                    "回到原来的页面",
                    SurveyCommand::Leave,
                ),
                (
                    has_files,
                    opinions,
                    "给每份有问题的年报写一页审核意见，PDF 和 Word 各一份；没有勾选时按列表",
                    SurveyCommand::WriteOpinions,
                ),
                (
                    has_files,
                    "导出清单…".to_owned(),
                    "全部文件和问题写成一个 Excel 文件",
                    SurveyCommand::ExportList,
                ),
                (
                    true,
                    "选择文件…".to_owned(),
                    "另选几个文件审核",
                    SurveyCommand::ChooseFiles,
                ),
                (
                    true,
                    "选择文件夹…".to_owned(),
                    "另选一个文件夹审核",
                    SurveyCommand::ChooseFolder,
                ),
            ];
            for (enabled, word, tooltip, step) in buttons {
                let response = ui
                    .add_enabled(enabled, Button::new(word))
                    .on_hover_text(tooltip);
                if response.clicked() {
                    push(commands, step);
                }
            }
        });
    });
}

/// How far it is, what came out, and what the list shows.
fn progress_ui(ui: &mut egui::Ui, survey: &Survey, commands: &mut Vec<Command>) {
    ui.horizontal(|ui| {
        ui.set_height(theme::CONTROL_HEIGHT);
        let count = survey.count();
        match survey.progress {
            SurveyProgress::Searching => {
                ui.add(egui::Spinner::new().size(14.0));
                ui.label("正在查找文件…");
            }
            SurveyProgress::Reading { done } => {
                let share = done as f32 / count.max(1) as f32;
                let bar = ProgressBar::new(share).desired_width(220.0);
                ui.add(bar.text(format!("{done}/{count}")));
            }
            SurveyProgress::Stopped { done } => {
                ui.label(format!("已停止，读了 {done}/{count} 个文件"));
            }
            SurveyProgress::Complete => {
                ui.label(format!("共 {count} 个文件"));
            }
        }
        if survey.is_running() && ui.button("停止").clicked() {
            push(commands, SurveyCommand::Stop);
        }
        let mut only = survey.only_faulty;
        ui.scope(|ui| {
            theme::tick_boxes(ui);
            let text = RichText::new("只看有问题的").color(theme::palette(ui).text);
            if ui.checkbox(&mut only, text).changed() {
                push(commands, SurveyCommand::OnlyFaulty(only));
            }
        });
        let states = State::ALL.map(|state| {
            let files = survey.read().filter(|(_, file)| file.state() == state);
            (state, files.count())
        });
        let words: Vec<String> = states
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(state, count)| format!("{} {count}", state.label()))
            .collect();
        let text = words.join(" · ");
        ui.add(egui::Label::new(theme::small(ui, text.as_str())).truncate())
            .on_hover_text(text);
    });
}

fn push(commands: &mut Vec<Command>, step: SurveyCommand) {
    commands.push(Command::Survey(step));
}
