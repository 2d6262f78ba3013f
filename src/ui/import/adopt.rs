//! What becomes of the report under review.

use eframe::egui::{self, Grid, Label, RichText, ScrollArea};

use crate::command::{Adoption, Command, OpenDoubts, ReviewCommand};
use crate::import::Kind;
use crate::session::{Merge, Session};

use super::super::{dialogs, theme};
use super::push;

/// The most differences in the list; the rest is counted.
const MOST_LISTED: usize = 300;
const LIST_HEIGHT: f32 = 190.0;

/// What was chosen in the dialog so far.
#[derive(Default)]
pub struct AdoptDialog {
    way: Option<Adoption>,
    doubts: Option<OpenDoubts>,
    merge: Option<(OpenDoubts, Merge)>,
}

impl AdoptDialog {
    pub fn ui(
        &mut self,
        ui: &mut egui::Ui,
        session: &Session,
        opened: bool,
        commands: &mut Vec<Command>,
    ) {
        if opened {
            *self = Self::default();
        }
        let Some(review) = &session.review else {
            return;
        };
        ui.label(theme::heading("采用为"));
        let year = review.ret.header.year;
        let ways = [
            (
                Adoption::New,
                format!("{} 年年报（新打开一份）", shown_year(year)),
            ),
            (
                Adoption::NextYear,
                format!(
                    "上年年报，据此新建 {} 年年报",
                    shown_year(year.saturating_add(1))
                ),
            ),
            (Adoption::LastYear, "正在填写的年报的上年年报".to_owned()),
            (Adoption::IntoOpen, "填入正在填写的年报".to_owned()),
        ];
        let way = self.way.or_else(|| session.likely_adoption());
        for (one, name) in ways {
            let refusal = session.adoption_refusal(one);
            if session.open.is_none() && matches!(one, Adoption::LastYear | Adoption::IntoOpen) {
                continue;
            }
            if choice_ui(ui, way == Some(one), &name, refusal.as_deref()) {
                self.way = Some(one);
                // The choices mean something else for another way.
                self.doubts = None;
            }
        }
        for warning in way.map_or_else(Vec::new, |way| session.adoption_warnings(way)) {
            let text = RichText::new(format!("! {warning}")).color(theme::palette(ui).error);
            ui.add(Label::new(text).wrap());
        }
        let count = review.open_doubts().count();
        if count > 0 {
            self.doubts_ui(ui, count, way);
        }
        if review.located.kind == Kind::Tables && review.missing() > 0 {
            let text = format!("有 {} 格没有读到，采用后是空白", review.missing());
            ui.label(theme::small(ui, text));
        }
        let doubts = self.doubts.unwrap_or(usual_doubts(way));
        if way == Some(Adoption::IntoOpen) {
            self.merge_ui(ui, session, doubts);
        }
        ui.add_space(theme::GAP);
        ui.horizontal(|ui| {
            let ready = way.filter(|way| session.adoption_refusal(*way).is_none());
            if dialogs::primary_ui(ui, "采用", ready.is_some())
                && let Some(way) = ready
            {
                commands.push(Command::CloseDialog);
                push(commands, ReviewCommand::Adopt { way, doubts });
            }
            if ui.button("继续核对").clicked() {
                commands.push(Command::CloseDialog);
            }
        });
    }

    fn doubts_ui(&mut self, ui: &mut egui::Ui, count: usize, way: Option<Adoption>) {
        let doubts = self.doubts.unwrap_or(usual_doubts(way));
        ui.add_space(theme::GAP);
        let text = format!("还有 {count} 处存疑没有核对");
        ui.colored_label(theme::palette(ui).warning, text);
        let choices = if keeps_doubts(way) {
            [
                (OpenDoubts::AsRead, "全部按所读采用，存疑记入来源"),
                (OpenDoubts::LeftBlank, "存疑的格留空，以后填写"),
            ]
        } else {
            [
                (OpenDoubts::LeftBlank, "存疑的数留空，不与本年比较"),
                (OpenDoubts::AsRead, "存疑的数照样带入，以后不再提示"),
            ]
        };
        for (one, name) in choices {
            if choice_ui(ui, doubts == one, name, None) {
                self.doubts = Some(one);
                self.merge = None;
            }
        }
    }

    /// What would change in the return in work.
    fn merge_ui(&mut self, ui: &mut egui::Ui, session: &Session, doubts: OpenDoubts) {
        let fresh = self.merge.take().filter(|(of, _)| *of == doubts);
        let merge = fresh.or_else(|| Some((doubts, session.merge(doubts)?)));
        let Some((of, merge)) = merge else {
            return;
        };
        ui.add_space(theme::GAP);
        let mut text = format!("会改动 {} 处", merge.differences.len());
        match merge.replaced() {
            0 => {}
            replaced => text.push_str(&format!("，其中 {replaced} 处已有内容会被替换")),
        }
        if merge.left_out > 0 {
            let more = format!(
                "；{} 个数在这个版式里没有对应的格，不会填入",
                merge.left_out
            );
            text.push_str(&more);
        }
        ui.add(Label::new(theme::strong(text)).wrap());
        ScrollArea::vertical()
            .max_height(LIST_HEIGHT)
            .auto_shrink([false, true])
            .show(ui, |ui| differences_ui(ui, &merge));
        self.merge = Some((of, merge));
    }
}

/// Whether doubts that nobody settled stay with what becomes of the report; figures of the year
/// before keep none.
fn keeps_doubts(way: Option<Adoption>) -> bool {
    !matches!(way, Some(Adoption::LastYear | Adoption::NextYear))
}

fn usual_doubts(way: Option<Adoption>) -> OpenDoubts {
    if keeps_doubts(way) {
        OpenDoubts::AsRead
    } else {
        OpenDoubts::LeftBlank
    }
}

fn differences_ui(ui: &mut egui::Ui, merge: &Merge) {
    Grid::new("differences")
        .num_columns(3)
        .striped(true)
        .spacing([theme::GROUP_GAP, 4.0])
        .show(ui, |ui| {
            let palette = theme::palette(ui);
            for one in merge.differences.iter().take(MOST_LISTED) {
                ui.label(one.label.as_str());
                let old = if one.old.is_empty() {
                    "空白"
                } else {
                    &one.old
                };
                ui.label(RichText::new(old).color(palette.weak));
                ui.label(RichText::new(&one.new).color(palette.accent));
                ui.end_row();
            }
        });
    if merge.differences.len() > MOST_LISTED {
        let more = merge.differences.len() - MOST_LISTED;
        ui.label(theme::small(ui, format!("另有 {more} 处没有列出")));
    }
}

/// The question whether answers are given up.
pub fn drop_ui(ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
    ui.label(theme::heading("核对的结果还没有采用"));
    let answers = session
        .review
        .as_ref()
        .map_or(0, |review| review.answer_count());
    ui.label(match answers {
        0 => "填写的内容离开后不会保留".to_owned(),
        answers => format!("已核对 {answers} 处，离开后不会保留"),
    });
    ui.add_space(theme::GAP);
    ui.horizontal(|ui| {
        if dialogs::primary_ui(ui, "继续核对", true) {
            commands.push(Command::CloseDialog);
        }
        if ui.button("不采用").clicked() {
            push(commands, ReviewCommand::Drop);
        }
    });
}

/// One of a few choices; says whether it was chosen. What can't be chosen says why.
fn choice_ui(ui: &mut egui::Ui, chosen: bool, name: &str, refusal: Option<&str>) -> bool {
    let sign = if chosen { "●" } else { "○" };
    let text = match refusal {
        Some(refusal) => format!("{sign} {name}（{refusal}）"),
        None => format!("{sign} {name}"),
    };
    let label = egui::Button::selectable(chosen, text);
    ui.add_enabled(refusal.is_none(), label).clicked()
}

fn shown_year(year: u16) -> String {
    if year <= 1 {
        "？".to_owned()
    } else {
        year.to_string()
    }
}
