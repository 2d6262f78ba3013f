//! The print preview: the pages of the PDF under one another, on the quiet ground.

mod tiles;
mod zoom;

use std::sync::Arc;

use eframe::egui::{
    self, Align, Event, Key, Layout, Modifiers, Popup, Rect, ScrollArea, Sense, StrokeKind,
    TextWrapMode, Vec2, WidgetInfo, vec2,
};

use crate::command::{Command, Format};
use crate::export::document::Mark;
use crate::export::layout::{MM_PER_POINT, Operation, Page, TextRun};
use crate::session::{OpenReturn, PreviewedPages};
use crate::task::Version;

use super::{cards, theme};
use tiles::{PagesId, PlacedPage, Tiles};
use zoom::{Stack, Zoom, percent};

/// With less room the buttons stand in several rows, in points.
const ONE_ROW: f32 = 900.0;
/// What can be done with the pages.
const LEADING: &[Command] = &[
    Command::Print,
    Command::Export(Format::Pdf),
    Command::ClosePreview,
];
/// What an arrow key scrolls, in points.
const LINE_STEP: f32 = 60.0;

/// The page with what only the screen needs.
#[derive(Default)]
pub struct PreviewPage {
    zoom: Zoom,
    tiles: Option<Tiles>,
    /// The pages as they lay in the last frame, and how far they were scrolled.
    shown: Option<(Stack, Vec2)>,
    /// The return they are of.
    number: Option<u64>,
    wish: Option<Wish>,
    /// Where to scroll once the scroll area knows that the pages have grown.
    goal: Option<Vec2>,
}

/// What was asked for since the last frame.
#[derive(Clone, Copy, Debug)]
enum Wish {
    Turn(Turn),
    Scroll(Vec2),
    Zoom(ZoomStep, Option<egui::Pos2>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    First,
    Previous,
    Next,
    Last,
}

#[derive(Clone, Copy, Debug)]
enum ZoomStep {
    Larger,
    Smaller,
    To(Zoom),
}

impl PreviewPage {
    /// Takes the keys and the wheel out of the input before shortcuts and panels see them.
    pub fn take_keys(&mut self, context: &egui::Context, commands: &mut Vec<Command>) {
        if context.text_edit_focused() || Popup::is_any_open(context) {
            return;
        }
        let free = context.memory(|memory| memory.focused().is_none());
        context.input_mut(|input| {
            let mut pressed = |key| input.consume_key(Modifiers::NONE, key);
            if pressed(Key::Escape) {
                commands.push(Command::ClosePreview);
            }
            let turns = [
                (Key::Home, Turn::First),
                (Key::PageUp, Turn::Previous),
                (Key::PageDown, Turn::Next),
                (Key::End, Turn::Last),
            ];
            for (key, turn) in turns {
                if pressed(key) {
                    self.wish = Some(Wish::Turn(turn));
                }
            }
            for (key, step) in [
                (Key::Plus, ZoomStep::Larger),
                (Key::Equals, ZoomStep::Larger),
                (Key::Minus, ZoomStep::Smaller),
            ] {
                if pressed(key) {
                    self.wish = Some(Wish::Zoom(step, None));
                }
            }
            let arrows = [
                (Key::ArrowUp, vec2(0.0, -LINE_STEP)),
                (Key::ArrowDown, vec2(0.0, LINE_STEP)),
                (Key::ArrowLeft, vec2(-LINE_STEP, 0.0)),
                (Key::ArrowRight, vec2(LINE_STEP, 0.0)),
            ];
            for (key, step) in arrows {
                if free && pressed(key) {
                    self.wish = Some(Wish::Scroll(step));
                }
            }
            let pointer = input.pointer.hover_pos();
            input.events.retain(|event| match event {
                Event::MouseWheel {
                    delta, modifiers, ..
                } if modifiers.command && delta.y != 0.0 => {
                    let step = if delta.y > 0.0 {
                        ZoomStep::Larger
                    } else {
                        ZoomStep::Smaller
                    };
                    self.wish = Some(Wish::Zoom(step, pointer));
                    false
                }
                _ => true,
            });
        });
    }

    pub fn ui(&mut self, ui: &mut egui::Ui, open: &OpenReturn, commands: &mut Vec<Command>) {
        let number = open.version().number;
        if self.number.replace(number) != Some(number) {
            self.shown = None;
        }
        let shown = open.preview.shown();
        let pages = shown.and_then(|shown| shown.pages.as_ref().ok());
        self.bar_ui(ui, pages.map_or(0, |pages| pages.len()), commands);
        if shown.is_some_and(|shown| shown.mark == Mark::Draft && shown.pages.is_ok()) {
            draft_ui(ui);
        }
        match shown {
            None => waiting_ui(ui),
            Some(PreviewedPages {
                pages: Err(sentence),
                ..
            }) => {
                let palette = theme::palette(ui);
                cards::card_ui(ui, |ui| {
                    ui.colored_label(palette.error, sentence);
                });
            }
            Some(PreviewedPages {
                revision,
                typefaces,
                years,
                pages: Ok(pages),
                ..
            }) => {
                let version = Version {
                    number,
                    revision: *revision,
                };
                let id = PagesId {
                    version,
                    typefaces: *typefaces,
                    years: *years,
                };
                self.pages_ui(ui, id, pages);
            }
        }
    }

    /// Whether every page in sight is on the screen.
    pub fn is_ready(&self) -> bool {
        self.tiles.as_ref().is_some_and(Tiles::are_ready)
    }

    fn bar_ui(&mut self, ui: &mut egui::Ui, count: usize, commands: &mut Vec<Command>) {
        if ui.available_width() < ONE_ROW {
            ui.horizontal_wrapped(|ui| {
                // Buttons go to the next row whole.
                ui.style_mut().wrap_mode = Some(TextWrapMode::Extend);
                self.turn_ui(ui, count);
                self.zoom_ui(ui, count);
                for command in LEADING {
                    leading_ui(ui, command, commands);
                }
            });
            return;
        }
        ui.horizontal(|ui| {
            ui.label(theme::heading(Command::ShowPreview.label()));
            ui.add_space(theme::GAP);
            self.turn_ui(ui, count);
            ui.add_space(theme::GAP);
            self.zoom_ui(ui, count);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                for command in LEADING.iter().rev() {
                    leading_ui(ui, command, commands);
                }
            });
        });
    }

    fn turn_ui(&mut self, ui: &mut egui::Ui, count: usize) {
        let page = self
            .shown
            .map_or(0, |(stack, offset)| stack.page_at(offset));
        if button_ui(ui, "上一页", "PageUp，第一页 Home", page > 0) {
            self.wish = Some(Wish::Turn(Turn::Previous));
        }
        let text = if count == 0 {
            String::new()
        } else {
            format!("第 {} / {count} 页", page.min(count - 1) + 1)
        };
        let size = vec2(76.0, theme::CONTROL_HEIGHT);
        ui.add_sized(size, egui::Label::new(text));
        if button_ui(ui, "下一页", "PageDown，最后一页 End", page + 1 < count) {
            self.wish = Some(Wish::Turn(Turn::Next));
        }
    }

    fn zoom_ui(&mut self, ui: &mut egui::Ui, count: usize) {
        let scale = self.shown.map(|(stack, _)| stack.scale);
        let shown = scale.map_or(100, percent);
        if button_ui(ui, "－", "缩小（Ctrl+滚轮）", count > 0 && shown > 50) {
            self.wish = Some(Wish::Zoom(ZoomStep::Smaller, None));
        }
        let size = vec2(48.0, theme::CONTROL_HEIGHT);
        ui.add_sized(size, egui::Label::new(format!("{shown}%")));
        if button_ui(ui, "＋", "放大（Ctrl+滚轮）", count > 0 && shown < 300) {
            self.wish = Some(Wish::Zoom(ZoomStep::Larger, None));
        }
        for (zoom, label) in [(Zoom::FitWidth, "适合宽度"), (Zoom::WholePage, "整页")] {
            let response = ui.selectable_label(self.zoom == zoom, label);
            if response.clicked() {
                give_back(&response);
                self.wish = Some(Wish::Zoom(ZoomStep::To(zoom), None));
            }
        }
    }

    fn pages_ui(&mut self, ui: &mut egui::Ui, id: PagesId, pages: &Arc<[Page]>) {
        let bar = ui.spacing().scroll.allocated_width();
        // Fitted pages never need the bar below.
        let below = match self.zoom {
            Zoom::FitWidth | Zoom::WholePage => 0.0,
            Zoom::Percent(_) => bar,
        };
        let room = (ui.available_size() - vec2(bar, below)).floor();
        let room = room.max(Vec2::ZERO);
        let corner = ui.available_rect_before_wrap().min;
        let known = self.shown.map_or(Vec2::ZERO, |(before, _)| before.most());
        let (stack, offset) = self.settle(room, pages.len(), corner);
        let mut area = ScrollArea::both().auto_shrink(false).id_salt("pages");
        self.goal = None;
        if let Some(offset) = offset {
            // The scroll area would spring back from beyond what it knew of the pages in the
            // frame before: the rest of the way is gone in the next one.
            let now = offset.min(known);
            area = area.scroll_offset(now);
            if now != offset {
                self.goal = Some(offset);
                ui.ctx().request_repaint();
            }
        }
        let tiles = self.tiles.get_or_insert_with(|| Tiles::start(ui.ctx()));
        let output = area.show(ui, |ui| {
            let (rect, _) = ui.allocate_exact_size(stack.size(), Sense::hover());
            let placed: Vec<PlacedPage> = (0..pages.len())
                .map(|index| PlacedPage {
                    index,
                    rect: on_pixels(ui, stack.page(index).translate(rect.min.to_vec2())),
                })
                .collect();
            for page in &placed {
                sheet_ui(ui, page, pages);
            }
            tiles.paint(ui.painter(), id, pages, &placed);
        });
        let reached = output.state.clamped_offset();
        self.shown = Some((stack, self.goal.unwrap_or(reached)));
    }

    /// How the pages lie in this frame, and where to scroll if they have to move.
    fn settle(&mut self, room: Vec2, count: usize, corner: egui::Pos2) -> (Stack, Option<Vec2>) {
        let wish = self.wish.take();
        if let Some(Wish::Zoom(step, _)) = wish {
            let scale = self.zoom.scale(room);
            self.zoom = match step {
                ZoomStep::Larger => Zoom::larger(scale),
                ZoomStep::Smaller => Zoom::smaller(scale),
                ZoomStep::To(zoom) => zoom,
            };
        }
        let stack = Stack {
            scale: self.zoom.scale(room),
            count,
            room,
        };
        let Some((before, offset)) = self.shown else {
            return (stack, Some(Vec2::ZERO));
        };
        let page = before.page_at(offset);
        let moved = match wish {
            Some(Wish::Turn(turn)) => {
                let to = match turn {
                    Turn::First => 0,
                    Turn::Previous => page.saturating_sub(1),
                    Turn::Next => (page + 1).min(count.saturating_sub(1)),
                    Turn::Last => count.saturating_sub(1),
                };
                Some(vec2(offset.x, stack.top_of(to)))
            }
            Some(Wish::Scroll(step)) => Some((offset + step).clamp(Vec2::ZERO, stack.most())),
            Some(Wish::Zoom(ZoomStep::To(Zoom::WholePage), _)) => {
                Some(vec2(0.0, stack.top_of(page)))
            }
            _ if before.scale != stack.scale || before.room != room => {
                let place = match wish {
                    Some(Wish::Zoom(_, Some(pointer))) => pointer - corner,
                    // In the middle across, at the reader's eye down.
                    _ => vec2(room.x * 0.5, room.y * 0.25),
                };
                Some(stack.offset(before.anchor(offset, place), place))
            }
            _ => self.goal,
        };
        (stack, moved)
    }
}

/// A button that does something with the pages, or leaves them.
fn leading_ui(ui: &mut egui::Ui, command: &Command, commands: &mut Vec<Command>) {
    let label = match command {
        Command::ClosePreview => "关闭预览",
        other => other.label(),
    };
    let hover = match command {
        Command::ClosePreview => "回到填报（Esc）",
        other => other.tooltip(),
    };
    let button = ui
        .scope(|ui| {
            if matches!(command, Command::Print) {
                theme::primary_buttons(ui);
            }
            ui.button(label)
        })
        .inner;
    if button.on_hover_text(hover).clicked() {
        commands.push(command.clone());
    }
}

/// A button that leaves the arrow keys to the pages when it is clicked.
fn button_ui(ui: &mut egui::Ui, label: &str, hover: &str, enabled: bool) -> bool {
    let response = ui
        .add_enabled(enabled, egui::Button::new(label))
        .on_hover_text(hover);
    give_back(&response);
    response.clicked()
}

/// Gives the keyboard back to the pages after a click; someone at the keyboard keeps it.
fn give_back(response: &egui::Response) {
    if response.clicked_by(egui::PointerButton::Primary) {
        response.surrender_focus();
    }
}

fn draft_ui(ui: &mut egui::Ui) {
    let palette = theme::palette(ui);
    let text = egui::RichText::new("! 还有问题或空格没有处理，每页印有“草稿”");
    let text = text.size(theme::SMALL_SIZE).color(palette.warning);
    ui.add(egui::Label::new(text).wrap());
}

fn waiting_ui(ui: &mut egui::Ui) {
    ui.horizontal(|ui| {
        ui.add(egui::Spinner::new().size(theme::BODY_SIZE));
        ui.label(theme::small(ui, "正在排版…"));
    });
}

/// A rectangle whose edges are between pixels of the screen.
fn on_pixels(ui: &egui::Ui, rect: Rect) -> Rect {
    let pixels_per_point = ui.pixels_per_point();
    let corner = (rect.min.to_vec2() * pixels_per_point).round() / pixels_per_point;
    Rect::from_min_size(corner.to_pos2(), rect.size())
}

/// The empty sheet, with what is read out of it.
fn sheet_ui(ui: &mut egui::Ui, page: &PlacedPage, pages: &[Page]) {
    if !ui.is_rect_visible(page.rect) {
        return;
    }
    let palette = theme::palette(ui);
    let painter = ui.painter();
    painter.add(
        egui::Shadow {
            offset: [0, 2],
            blur: 8,
            spread: 0,
            color: palette.shadow,
        }
        .as_shape(page.rect, 0.0),
    );
    painter.rect(
        page.rect,
        0.0,
        theme::PRINTED_PAPER,
        egui::Stroke::new(theme::LINE, palette.hairline),
        StrokeKind::Outside,
    );
    let id = ui.scope_id().with(("page", page.index));
    let response = ui.interact(page.rect, id, Sense::hover());
    let name = format!("第 {} 页，共 {} 页", page.index + 1, pages.len());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Image, true, &name));
    ui.ctx().accesskit_node_builder(id, |node| {
        if let Some(page) = pages.get(page.index) {
            node.set_value(text_of(page));
        }
    });
}

/// What is written on a page, line by line; a space where cells of a table stand side by side.
fn text_of(page: &Page) -> String {
    let mut text = String::new();
    let mut before: Option<&TextRun> = None;
    for operation in &page.content {
        let Operation::Text(run) = operation else {
            continue;
        };
        match before.replace(run) {
            Some(before) if before.baseline != run.baseline => text.push('\n'),
            Some(before) if run.x > at_most_to(before) => text.push(' '),
            _ => {}
        }
        text.push_str(&run.text);
    }
    text
}

/// Where a run ends if each of its characters is as wide as it is high, in millimetres.
fn at_most_to(run: &TextRun) -> f32 {
    let pitch = (run.size + run.spacing.max(0.0)) * MM_PER_POINT;
    run.x + (run.text.chars().count() as f32 + 0.1) * pitch
}
