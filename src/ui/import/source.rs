//! The source as neutral pages: what was read stands out, what is in doubt more so.

use std::borrow::Cow;

use eframe::egui::{
    self, Align, Align2, FontId, Id, Painter, Rect, ScrollArea, Sense, Stroke, StrokeKind,
    WidgetInfo,
    accesskit::Role,
    text::{LayoutJob, TextFormat},
};

use crate::command::{Command, ReviewCommand};
use crate::import::Spot;
use crate::session::Review;

use super::super::theme::{self, Palette};
use super::source_layout::{Item, Key, PADDING, SourceLayout};
use super::{Frame, push};

/// The pane, with its layout.
#[derive(Default)]
pub struct SourcePane {
    layout: Option<SourceLayout>,
}

impl SourcePane {
    pub fn ui(&mut self, ui: &mut egui::Ui, frame: &Frame<'_>, commands: &mut Vec<Command>) {
        let review = frame.review;
        if frame.both_sides {
            heading_ui(ui, review);
        }
        let palette = theme::palette(ui);
        theme::paper(palette).inner_margin(10).show(ui, |ui| {
            let bar = ui.spacing().scroll.allocated_width() + 2.0;
            let key = Key {
                review: review.number(),
                width: (ui.available_width() - bar).floor().max(120.0),
                pixels_per_point: ui.pixels_per_point(),
            };
            let layout = match self.layout.take() {
                Some(layout) if layout.key == key => layout,
                _ => SourceLayout::new(ui, review, key),
            };
            ScrollArea::both()
                .id_salt(("source", review.number()))
                .auto_shrink(false)
                .show(ui, |ui| items_ui(ui, frame, &layout, commands));
            self.layout = Some(layout);
        });
    }
}

fn heading_ui(ui: &mut egui::Ui, review: &Review) {
    ui.horizontal(|ui| {
        ui.set_height(theme::CONTROL_HEIGHT);
        ui.label(theme::strong("原件"));
        let title = match review.source.title.trim() {
            "" => review.origin.name(),
            title => title.to_owned(),
        };
        ui.add(egui::Label::new(theme::small(ui, title.as_str())).truncate())
            .on_hover_text(title);
    });
}

fn items_ui(
    ui: &mut egui::Ui,
    frame: &Frame<'_>,
    layout: &SourceLayout,
    commands: &mut Vec<Command>,
) {
    let (space, _) = ui.allocate_exact_size(layout.size, Sense::hover());
    let origin = space.min.to_vec2();
    let review = frame.review;
    let clip = ui.clip_rect();
    if frame.moved
        && let Some(rect) = review.lit().and_then(|spot| layout.rect(spot))
    {
        let rect = rect.translate(origin);
        if !clip.shrink(theme::GROUP_GAP).contains_rect(rect) {
            ui.scroll_to_rect(rect, Some(Align::Center));
        }
    }
    let painter = ui.painter().clone();
    for item in &layout.items {
        let rect = item.rect.translate(origin);
        if !clip.intersects(rect) {
            continue;
        }
        item_ui(ui, &painter, review, layout, (item, rect), commands);
    }
    if layout.is_cut {
        ui.label(theme::small(ui, "后面还有内容，没有在这里显示"));
    }
}

fn item_ui(
    ui: &egui::Ui,
    painter: &Painter,
    review: &Review,
    layout: &SourceLayout,
    (item, rect): (&Item, Rect),
    commands: &mut Vec<Command>,
) {
    let palette = theme::palette(ui);
    let lit = review
        .lit()
        .filter(|lit| lit.block == item.spot.block && lit.cell == item.spot.cell);
    // Words that are lit are counted without the marks.
    let text = match lit.and_then(|lit| lit.words.as_ref()) {
        Some(_) => Cow::Borrowed(review.source.text(&item.spot)),
        None => review.source.shown(&item.spot),
    };
    let text = &*text;
    let id = Id::unique(("source item", item.spot.block, item.spot.cell));
    let response = ui.interact(rect, id, Sense::CLICK);
    let is_cell = item.spot.cell.is_some();
    let doubted = layout
        .doubts(item)
        .iter()
        .any(|&index| !review.is_settled(index));
    response.widget_info(|| {
        let role = if is_cell { Role::Cell } else { Role::Paragraph };
        let name = if text.is_empty() {
            "空单元格"
        } else {
            text
        };
        let sign = if doubted { "，存疑" } else { "" };
        WidgetInfo::labeled(role, true, format!("原件：{name}{sign}"))
    });
    let fill = match (lit, doubted) {
        (Some(_), _) => palette.accent_soft,
        (None, true) => palette.warning_soft,
        (None, false) if response.hovered() && !layout.found(item).is_empty() => palette.hover,
        (None, false) => theme::CLEAR,
    };
    painter.rect_filled(rect, 0.0, fill);
    if is_cell {
        let line = Stroke::new(theme::LINE, palette.hairline);
        painter.rect_stroke(rect, 0.0, line, StrokeKind::Middle);
    }
    if lit.is_some() {
        let line = Stroke::new(theme::CURSOR_LINE, palette.accent);
        painter.rect_stroke(rect, 0.0, line, StrokeKind::Inside);
    }
    let job = job(review, layout, item, text, rect.width(), lit, palette);
    let galley = painter.layout_job(job);
    let at = if is_cell {
        egui::pos2(
            rect.left() + PADDING.x,
            (rect.center().y - galley.size().y / 2.0).max(rect.top() + PADDING.y),
        )
    } else {
        rect.min + PADDING
    };
    painter
        .with_clip_rect(rect.intersect(painter.clip_rect()))
        .galley(at, galley, palette.text);
    if doubted && is_cell && rect.width() > 40.0 {
        let corner = rect.right_top() + egui::vec2(-4.0, 2.0);
        let font = FontId::new(theme::SMALL_SIZE, theme::strong_family());
        painter.text(corner, Align2::RIGHT_TOP, "?", font, palette.warning);
    }
    if response.clicked() {
        push(commands, ReviewCommand::SelectSpot(item.spot.clone()));
    }
}

/// The text of an item: what was read of it in full colour, the rest quieter, the words one is at
/// on a ground of their own.
fn job(
    review: &Review,
    layout: &SourceLayout,
    item: &Item,
    text: &str,
    width: f32,
    lit: Option<&Spot>,
    palette: &Palette,
) -> LayoutJob {
    let found = layout.found(item).iter();
    let spots: Vec<&Spot> = found
        .filter_map(|&index| review.located.found.get(index))
        .map(|found| &found.spot)
        .collect();
    let is_whole = |spot: &&Spot| match &spot.words {
        Some(words) => *words == (0..text.len()),
        None => true,
    };
    let whole = spots.iter().any(is_whole);
    let lit_words = lit.and_then(|lit| lit.words.clone());
    let lit_words = lit_words.filter(|words| *words != (0..text.len()));
    let mut cuts: Vec<usize> = spots
        .iter()
        .filter_map(|spot| spot.words.as_ref())
        .chain(&lit_words)
        .flat_map(|words| [words.start, words.end])
        .chain([0, text.len()])
        .filter(|&cut| text.is_char_boundary(cut))
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut job = LayoutJob::default();
    job.wrap.max_width = (width - 2.0 * PADDING.x).max(theme::CELL_SIZE);
    for (&from, &to) in cuts.iter().zip(cuts.iter().skip(1)) {
        let Some(piece) = text.get(from..to) else {
            continue;
        };
        let inside = |words: &std::ops::Range<usize>| words.start <= from && to <= words.end;
        let read = whole
            || spots
                .iter()
                .any(|spot| spot.words.as_ref().is_some_and(inside));
        let lit = lit_words.as_ref().is_some_and(inside);
        let mut format = TextFormat {
            font_id: FontId::proportional(theme::CELL_SIZE),
            color: if read || lit {
                palette.text
            } else {
                palette.weak
            },
            ..TextFormat::default()
        };
        if lit {
            format.background = palette.lit_right;
        }
        if read && !whole {
            format.underline = Stroke::new(theme::LINE, palette.accent);
        }
        job.append(piece, 0.0, format);
    }
    job
}
