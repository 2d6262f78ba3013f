//! The search field: finds rows and columns by their words and goes there.

use eframe::egui::{self, Id, Key, Modifiers, Popup, PopupCloseBehavior, RichText, TextEdit};

use crate::command::Command;
use crate::form::{Cell, Form};
use crate::returns::Place;
use crate::session::OpenReturn;

use super::theme;

/// How many hits are listed.
const MOST_HITS: usize = 12;
const RESULTS_WIDTH: f32 = 420.0;

/// What is searched for.
#[derive(Default)]
pub struct Search {
    text: String,
    /// The hit Enter goes to.
    chosen: usize,
    wants_focus: bool,
}

struct Hit {
    label: String,
    part: String,
    place: Place,
}

impl Search {
    /// Puts the keyboard into the field with the next frame.
    pub fn take_focus(&mut self) {
        self.wants_focus = true;
    }

    pub fn ui(&mut self, ui: &mut egui::Ui, open: &OpenReturn, commands: &mut Vec<Command>) {
        let id = Id::unique("search");
        let focused = ui.memory(|memory| memory.has_focus(id));
        let hits = if focused || Popup::is_any_open(ui.ctx()) {
            hits(&open.form, &self.text)
        } else {
            Vec::new()
        };
        let last = hits.len().saturating_sub(1);
        if focused {
            ui.input_mut(|input| {
                if input.consume_key(Modifiers::NONE, Key::ArrowDown) {
                    self.chosen += 1;
                }
                if input.consume_key(Modifiers::NONE, Key::ArrowUp) {
                    self.chosen = self.chosen.saturating_sub(1);
                }
            });
        }
        self.chosen = self.chosen.min(last);
        let enter = focused && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
        let weak = theme::palette(ui).weak;
        let response = ui
            .add(
                TextEdit::singleline(&mut self.text)
                    .id(id)
                    .desired_width(theme::SEARCH_WIDTH - 70.0)
                    .hint_text("搜索指标")
                    .align(egui::Align2::LEFT_CENTER)
                    .suffix(RichText::new("Ctrl+F").size(theme::SMALL_SIZE).color(weak)),
            )
            .accessible_name("搜索指标");
        if self.wants_focus {
            self.wants_focus = false;
            response.request_focus();
        }
        if response.changed() {
            self.chosen = 0;
        }
        if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape)) {
            self.text.clear();
        }
        let mut gone_to = enter
            .then(|| hits.get(self.chosen).map(|hit| hit.place.clone()))
            .flatten();
        Popup::from_response(&response)
            .open((response.has_focus() || response.lost_focus()) && !self.text.trim().is_empty())
            .close_behavior(PopupCloseBehavior::IgnoreClicks)
            .align(egui::RectAlign::BOTTOM_END)
            .show(|ui| {
                ui.set_width(RESULTS_WIDTH.min(ui.ctx().content_rect().width() - 40.0));
                gone_to = self.hits_ui(ui, &hits).or(gone_to.take());
            });
        if let Some(place) = gone_to {
            self.text.clear();
            response.surrender_focus();
            commands.push(Command::GoTo(place));
        }
    }

    fn hits_ui(&self, ui: &mut egui::Ui, hits: &[Hit]) -> Option<Place> {
        let mut gone_to = None;
        theme::quiet_buttons(ui);
        if hits.is_empty() {
            ui.label(theme::small(ui, "没有找到，请换一个词"));
        }
        ui.spacing_mut().item_spacing.y = 2.0;
        for (index, hit) in hits.iter().enumerate() {
            let weak = theme::small(ui, hit.part.as_str());
            let button = egui::Button::selectable(index == self.chosen, hit.label.as_str())
                .right_text(weak)
                .truncate()
                .min_size(egui::vec2(ui.available_width(), theme::CONTROL_HEIGHT));
            let response = ui.add(button);
            // Pressing takes the keyboard from the field, so the press itself has to count.
            if response.clicked() || response.is_pointer_button_down_on() {
                gone_to = Some(hit.place.clone());
            }
        }
        gone_to
    }
}

/// Rows, columns and parts whose words hold everything that was typed.
fn hits(form: &Form, text: &str) -> Vec<Hit> {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.is_empty() {
        return Vec::new();
    }
    let holds = |label: &str| words.iter().all(|word| label.contains(word));
    let parts = form.parts.iter().filter(|part| holds(&part.title));
    let parts = parts.map(|part| Hit {
        label: part.title.clone(),
        part: String::new(),
        place: Place::Part(part.id.clone()),
    });
    let mut seen = None;
    let cells = form.all_cells().filter_map(|cell| {
        let definition = form.definition(cell);
        let row = (definition.table, definition.row);
        // A row whose own words fit is listed once; else its cells are.
        let hit = if holds(&form.row_of(cell).label) {
            if seen == Some(row) {
                return None;
            }
            seen = Some(row);
            form.row_of(cell).label.clone()
        } else if holds(&form.label(cell)) {
            form.label(cell)
        } else {
            return None;
        };
        Some(Hit {
            label: hit,
            part: part_of(form, cell),
            place: Place::Cell(cell),
        })
    });
    parts.chain(cells).take(MOST_HITS).collect()
}

fn part_of(form: &Form, cell: Cell) -> String {
    form.part_of_table(form.definition(cell).table)
        .map_or_else(String::new, |part| part.short.clone())
}
