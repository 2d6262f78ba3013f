//! What to look at before the report is published.

use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{self, FontId, ScrollArea};

use crate::command::Command;
use crate::scan::{Hit, Rules, RulesError, scan};
use crate::session::{OpenReturn, Session};
use crate::task::Version;

use super::{dialogs, theme};

/// The room for everything but the list, in points.
const AROUND_LIST: f32 = 240.0;

/// What was found, until the return changes.
#[derive(Default)]
pub struct ScanDialog {
    rules: Option<Result<Rules, RulesError>>,
    hits: Vec<Hit>,
    /// The state of the return that was looked through.
    version: Option<Version>,
}

impl ScanDialog {
    pub fn ui(&mut self, ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
        let Some(open) = &session.open else {
            commands.push(Command::CloseDialog);
            return;
        };
        ui.label(theme::heading("公布前检查"));
        match self.rules.get_or_insert_with(Rules::built_in) {
            Ok(rules) => {
                if self.version != Some(open.version()) {
                    self.version = Some(open.version());
                    self.hits = scan(rules, &open.ret, &open.figures());
                }
                self.list_ui(ui, open, commands);
            }
            Err(error) => {
                ui.label(error.to_string());
            }
        }
        dialogs::close_ui(ui, commands);
    }

    fn list_ui(&self, ui: &mut egui::Ui, open: &OpenReturn, commands: &mut Vec<Command>) {
        let seen = |hit: &&Hit| open.looked_at.contains(&hit.id);
        let seen = self.hits.iter().filter(seen).count();
        let summary = match self.hits.len() {
            0 => "没有发现要看的地方。公布前仍要按规定进行保密审查".to_owned(),
            count => format!("{count} 处要看，看过 {seen} 处。只作提醒，不影响导出"),
        };
        ui.label(theme::small(ui, summary));
        ui.add_space(theme::GAP);
        let height = (ui.ctx().content_rect().height() - AROUND_LIST).clamp(80.0, 480.0);
        ScrollArea::vertical()
            .max_height(height)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                for (number, hit) in self.hits.iter().enumerate() {
                    if number > 0 {
                        ui.separator();
                    }
                    hit_ui(ui, hit, open.looked_at.contains(&hit.id), commands);
                }
            });
    }
}

fn hit_ui(ui: &mut egui::Ui, hit: &Hit, looked_at: bool, commands: &mut Vec<Command>) {
    let name = format!("{}，{}：{}", hit.name, hit.id.source, hit.id.found);
    ui.horizontal_top(|ui| {
        let mut ticked = looked_at;
        let tick = ui
            .scope(|ui| {
                theme::tick_boxes(ui);
                ui.checkbox(&mut ticked, "")
            })
            .inner
            .on_hover_text("看过")
            .accessible_name(format!("看过：{name}"));
        theme::keep_in_sight(&tick);
        if tick.changed() {
            commands.push(Command::LookAt {
                hit: hit.id.clone(),
                looked_at: ticked,
            });
        }
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 3.0;
            ui.horizontal(|ui| {
                ui.label(theme::strong(&hit.name));
                ui.label(theme::small(ui, &hit.id.source));
                if let Some(place) = &hit.place {
                    let link = theme::link(ui, "转到");
                    if link.accessible_name(format!("转到：{name}")).clicked() {
                        commands.push(Command::CloseDialog);
                        commands.push(Command::GoTo(place.clone()));
                    }
                }
            });
            ui.label(snippet(ui, hit, looked_at));
            let advice = format!("{}。{}", hit.why, hit.advice);
            ui.label(theme::small(ui, advice));
        });
    });
}

/// The words around, with those that were found marked.
fn snippet(ui: &egui::Ui, hit: &Hit, looked_at: bool) -> LayoutJob {
    let palette = theme::palette(ui);
    let font = FontId::proportional(theme::BODY_SIZE);
    let plain = |color| TextFormat::simple(font.clone(), color);
    let around = if looked_at {
        palette.weak
    } else {
        palette.text
    };
    let mut marked = plain(around);
    if !looked_at {
        marked.color = palette.warning;
        marked.background = palette.warning_soft;
    }
    let mut job = LayoutJob::default();
    job.append(&hit.before, 0.0, plain(around));
    job.append(&hit.id.found, 0.0, marked);
    job.append(&hit.after, 0.0, plain(around));
    job
}
