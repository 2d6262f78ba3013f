//! The list of figures that can be put into a text, and what can be computed from them.

use eframe::egui::{self, Id, Key, Modifiers, ScrollArea, TextEdit, vec2};

use crate::command::Command;
use crate::form::{Cell, Form};
use crate::narrative::{Field, Operand, Operation, compose};
use crate::returns::Place;
use crate::session::OpenReturn;

use super::super::theme;
use super::Selection;
use super::target::target;

const WIDTH: f32 = 400.0;
/// The most entries in sight; fewer where the window is low.
const MOST_ENTRIES: f32 = 8.0;
/// What stands above and below them.
const REST_HEIGHT: f32 = 340.0;
const ENTRY_HEIGHT: f32 = theme::CONTROL_HEIGHT;

/// The window over the page. It stays open while a person goes to a table and clicks a cell.
#[derive(Default)]
pub struct FigurePicker {
    open: bool,
    wants_focus: bool,
    operation: Operation,
    search: String,
    first: Vec<Operand>,
    second: Vec<Operand>,
    /// Whether what is clicked goes into the second list.
    into_second: bool,
    /// A named figure with its own calculation and print.
    named: Option<Field>,
    /// What is to be inserted, as far as its print was changed by hand.
    decimals: Option<Option<u32>>,
    unit: Option<String>,
    /// The entry that Enter takes.
    chosen: usize,
    /// Whether the keyboard has just left the field.
    left_field: bool,
}

/// A line of the list.
struct Entry {
    label: String,
    value: String,
    pick: Pick,
}

enum Pick {
    Heading,
    Named(String, Field),
    Cell(Cell),
}

/// What was decided: a field for a text.
pub struct Picked {
    pub target: Selection,
    pub figure: Field,
}

impl FigurePicker {
    pub fn open(&mut self) {
        *self = Self {
            open: true,
            wants_focus: true,
            ..Self::default()
        };
    }

    pub fn close(&mut self) {
        self.open = false;
    }

    /// Shows the window. `selection` is where the cursor is or was in a text.
    pub fn ui(
        &mut self,
        context: &egui::Context,
        open: &OpenReturn,
        selection: Option<&Selection>,
        commands: &mut Vec<Command>,
    ) -> Option<Picked> {
        if !self.open {
            return None;
        }
        let target = target(open, selection);
        let mut stays = true;
        let mut inserted = false;
        let screen = context.content_rect();
        let shown = egui::Window::new("插入数字")
            .id(Id::unique("figure picker"))
            .open(&mut stays)
            .collapsible(false)
            .resizable(false)
            .default_pos(screen.right_top() + vec2(-WIDTH - 50.0, 84.0))
            .constrain_to(screen)
            .show(context, |ui| {
                ui.set_width(WIDTH.min(screen.width() - 60.0));
                inserted = self.content_ui(ui, open, target.as_ref());
            });
        // Escape takes the keyboard from the field first; elsewhere it is for the page.
        let is_here = shown.is_some_and(|shown| shown.response.contains_pointer());
        let escaped = (is_here || std::mem::take(&mut self.left_field))
            && context.input(|input| input.key_pressed(Key::Escape));
        let figure = self.figure().filter(|_| inserted);
        if !stays || escaped || figure.is_some() && target.is_some() {
            self.open = false;
        }
        let target = target?;
        let figure = figure?;
        commands.push(Command::InsertFigure {
            part: target.part.clone(),
            range: target.range.clone(),
            figure: figure.clone(),
        });
        Some(Picked { target, figure })
    }

    fn has_keyboard(&self, context: &egui::Context) -> bool {
        context.memory(|memory| memory.has_focus(search_id()))
    }

    /// The field as it would be inserted now.
    fn figure(&self) -> Option<Field> {
        let mut field = match &self.named {
            Some(named) => named.clone(),
            None => compose(self.operation, &self.first, &self.second)?,
        };
        if let Some(decimals) = self.decimals {
            field.printing.decimals = decimals;
        }
        if let Some(unit) = &self.unit {
            unit.clone_into(&mut field.printing.unit);
        }
        Some(field)
    }

    /// Says whether the figure is to be inserted.
    fn content_ui(
        &mut self,
        ui: &mut egui::Ui,
        open: &OpenReturn,
        target: Option<&Selection>,
    ) -> bool {
        self.operations_ui(ui);
        self.operands_ui(ui);
        let enter = self.search_ui(ui);
        let taken = self.list_ui(ui, open, enter);
        ui.label(theme::small(
            ui,
            "也可以转到表格，单击一格，再从列表第一行选它",
        ));
        ui.separator();
        self.printing_ui(ui);
        let figure = self.figure();
        ui.horizontal(|ui| {
            ui.label("写作");
            let shown = figure
                .as_ref()
                .map_or_else(String::new, |field| field.shown(&open.figures()));
            ui.label(theme::strong(shown));
            if let Some(Err(lack)) = figure.as_ref().map(|field| field.number(&open.figures())) {
                ui.label(theme::small(ui, lack.in_words(&open.form)));
            }
        });
        let ready = figure.is_some() && target.is_some();
        let part = target.and_then(|target| open.form.part(&target.part));
        let mut inserted = ready && taken && self.operation == Operation::Single;
        ui.horizontal(|ui| {
            ui.scope(|ui| {
                theme::primary_buttons(ui);
                inserted |= ui.add_enabled(ready, egui::Button::new("插入")).clicked();
            });
            if let Some(part) = part {
                ui.label(theme::small(ui, format!("插入到“{}”", part.short)));
            }
        });
        inserted
    }

    fn operations_ui(&mut self, ui: &mut egui::Ui) {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(2.0, 2.0);
            ui.spacing_mut().button_padding.x = 6.0;
            for operation in Operation::ALL {
                let chosen = self.operation == operation;
                if ui.selectable_label(chosen, operation.label()).clicked() && !chosen {
                    self.change_operation(operation);
                }
            }
        });
    }

    /// What was chosen stays as far as the other operation has use for it.
    fn change_operation(&mut self, operation: Operation) {
        self.operation = operation;
        self.named = None;
        self.decimals = None;
        self.unit = None;
        self.into_second = false;
        if operation.roles().1.is_empty() {
            self.second.clear();
        }
        if operation != Operation::Sum && operation != Operation::Share {
            self.first.truncate(1);
        }
    }

    /// What was chosen so far, by its role.
    fn operands_ui(&mut self, ui: &mut egui::Ui) {
        let (first, second) = self.operation.roles();
        if self.operation == Operation::Single {
            return;
        }
        for (role, is_second) in [(first, false), (second, true)] {
            if role.is_empty() {
                continue;
            }
            ui.horizontal_wrapped(|ui| {
                let has_two = !second.is_empty();
                let active = self.into_second == is_second;
                if has_two {
                    if ui.radio(active, role).clicked() {
                        self.into_second = is_second;
                    }
                } else {
                    ui.label(role);
                }
                let operands = if is_second {
                    &mut self.second
                } else {
                    &mut self.first
                };
                if operands.is_empty() {
                    ui.label(theme::small(ui, "从列表中选"));
                }
                let mut removed = None;
                for (index, operand) in operands.iter().enumerate() {
                    let chip = ui.small_button(format!("{} ×", operand.name));
                    if chip.on_hover_text("去掉").clicked() {
                        removed = Some(index);
                    }
                }
                if let Some(index) = removed {
                    operands.remove(index);
                }
            });
        }
    }

    /// Says whether Enter was pressed.
    fn search_ui(&mut self, ui: &mut egui::Ui) -> bool {
        let focused = self.has_keyboard(ui.ctx());
        let mut enter = false;
        if focused {
            ui.input_mut(|input| {
                if input.consume_key(Modifiers::NONE, Key::ArrowDown) {
                    self.chosen += 1;
                }
                if input.consume_key(Modifiers::NONE, Key::ArrowUp) {
                    self.chosen = self.chosen.saturating_sub(1);
                }
                enter = input.consume_key(Modifiers::NONE, Key::Enter);
            });
        }
        let field = TextEdit::singleline(&mut self.search)
            .id(search_id())
            .hint_text("按名称查找，例如“新收”“不予公开 占”")
            .desired_width(f32::INFINITY);
        let response = ui.add(field).accessible_name("查找数字");
        if std::mem::take(&mut self.wants_focus) {
            response.request_focus();
        }
        if response.changed() {
            self.chosen = 0;
        }
        self.left_field = response.lost_focus();
        enter
    }

    /// Says whether an entry was taken for good: Enter on it, or two clicks.
    fn list_ui(&mut self, ui: &mut egui::Ui, open: &OpenReturn, enter: bool) -> bool {
        let entries = self.entries(open);
        let pickable = |entry: &Entry| !matches!(entry.pick, Pick::Heading);
        if !entries.iter().any(pickable) {
            ui.label(theme::small(ui, "没有找到，请换一个词"));
            return false;
        }
        let last = entries.len() - 1;
        self.chosen = self.chosen.min(last);
        if let Some(next) = entries.iter().skip(self.chosen).position(pickable) {
            self.chosen += next;
        }
        let mut taken = None;
        let mut twice = false;
        let room = ui.ctx().content_rect().height() - REST_HEIGHT;
        let shown = (room / ENTRY_HEIGHT).floor().clamp(2.0, MOST_ENTRIES);
        ui.scope(|ui| {
            theme::quiet_buttons(ui);
            ui.spacing_mut().item_spacing.y = 0.0;
            ScrollArea::vertical()
                .max_height(shown * ENTRY_HEIGHT)
                .auto_shrink([false, false])
                .show_rows(ui, ENTRY_HEIGHT, entries.len(), |ui, rows| {
                    for index in rows {
                        let Some(entry) = entries.get(index) else {
                            continue;
                        };
                        if let Some(response) = entry_ui(ui, entry, index == self.chosen) {
                            if response.clicked() {
                                taken = Some(index);
                            }
                            twice |= response.double_clicked();
                        }
                    }
                });
        });
        if enter {
            taken = Some(self.chosen);
        }
        if let Some(entry) = taken.and_then(|index| entries.get(index)) {
            self.chosen = taken.unwrap_or_default();
            self.pick(&open.form, &entry.pick);
        }
        taken.is_some() && (enter || twice)
    }

    fn pick(&mut self, form: &Form, pick: &Pick) {
        let operand = match pick {
            Pick::Heading => return,
            Pick::Named(_, field) if self.operation == Operation::Single => {
                self.named = Some(field.clone());
                self.decimals = None;
                self.unit = None;
                return;
            }
            Pick::Named(name, field) => Operand::of(name, field),
            Pick::Cell(cell) => Some(Operand::cell(form, *cell)),
        };
        let Some(operand) = operand else {
            return;
        };
        self.named = None;
        let several = matches!(self.operation, Operation::Sum | Operation::Share);
        let list = if self.into_second {
            &mut self.second
        } else {
            &mut self.first
        };
        if !several && !self.into_second {
            list.clear();
        }
        if !list.contains(&operand) {
            list.push(operand);
        }
        // The first list has what it needs, so what is clicked next is for the other one.
        if !several && !self.operation.roles().1.is_empty() {
            self.into_second = true;
        }
    }

    /// The cell that is chosen in the sheet, the named figures, then every cell by table.
    fn entries(&self, open: &OpenReturn) -> Vec<Entry> {
        let form = &open.form;
        let words: Vec<&str> = self.search.split_whitespace().collect();
        let holds = |label: &str| words.iter().all(|word| label.contains(word));
        let figures = open.figures();
        let cell_entry = |cell: Cell, label: String| Entry {
            value: open.printed(cell),
            label,
            pick: Pick::Cell(cell),
        };
        let mut entries = Vec::new();
        if let Some(cell) = open.cursor {
            let label = format!("表中选中的格：{}", form.short_label(cell));
            entries.push(cell_entry(cell, label));
        }
        let single = self.operation == Operation::Single;
        let named = form.texts.figures.iter().filter(|figure| {
            holds(&figure.name) && (single || Operand::of(&figure.name, &figure.field).is_some())
        });
        entries.extend(named.map(|figure| Entry {
            label: figure.name.clone(),
            value: figure.field.shown(&figures),
            pick: Pick::Named(figure.name.clone(), figure.field.clone()),
        }));
        for (index, _) in form.tables.iter().enumerate() {
            let cells = form.all_cells().filter(|&cell| {
                form.definition(cell).table == index
                    && (words.is_empty() || holds(&form.label(cell)))
            });
            let cells: Vec<Entry> = cells
                .map(|cell| cell_entry(cell, form.short_label(cell)))
                .collect();
            if !cells.is_empty() {
                let title = form.part_of_table(index).map_or("", |part| &part.title);
                entries.push(Entry {
                    label: title.to_owned(),
                    value: String::new(),
                    pick: Pick::Heading,
                });
                entries.extend(cells);
            }
        }
        entries
    }

    fn printing_ui(&mut self, ui: &mut egui::Ui) {
        let Some(mut figure) = self.figure() else {
            return;
        };
        ui.horizontal(|ui| {
            ui.label("小数");
            let decimals = &mut figure.printing.decimals;
            let before = *decimals;
            let words = |decimals: Option<u32>| {
                decimals.map_or_else(|| "照表格".to_owned(), |digits| format!("{digits} 位"))
            };
            egui::ComboBox::from_id_salt("decimals")
                .selected_text(words(before))
                .width(90.0)
                .show_ui(ui, |ui| {
                    for choice in [None, Some(0), Some(1), Some(2), Some(4)] {
                        ui.selectable_value(decimals, choice, words(choice));
                    }
                });
            if *decimals != before {
                self.decimals = Some(*decimals);
            }
            ui.label("单位");
            let unit = &mut figure.printing.unit;
            let field = TextEdit::singleline(unit).desired_width(60.0);
            if ui.add(field).accessible_name("单位").changed() {
                self.unit = Some(unit.clone());
            }
        });
    }
}

/// A heading has no response.
fn entry_ui(ui: &mut egui::Ui, entry: &Entry, chosen: bool) -> Option<egui::Response> {
    let size = vec2(ui.available_width(), ENTRY_HEIGHT);
    if matches!(entry.pick, Pick::Heading) {
        ui.allocate_ui(size, |ui| {
            ui.set_min_size(size);
            ui.horizontal_centered(|ui| {
                ui.add_space(4.0);
                ui.label(theme::small(ui, entry.label.as_str()));
            });
        });
        return None;
    }
    let value = theme::small(ui, entry.value.as_str());
    let button = egui::Button::selectable(chosen, entry.label.as_str())
        .right_text(value)
        .truncate()
        .min_size(size);
    Some(ui.add_sized(size, button))
}

/// Where the cursor stands once a figure has been put in.
pub fn behind(picked: &Picked, open: &OpenReturn) -> Place {
    let end = picked.target.range.start + picked.figure.shown(&open.figures()).len();
    Place::Text {
        part: picked.target.part.clone(),
        range: end..end,
    }
}

fn search_id() -> Id {
    Id::unique("figure search")
}
