//! Drawings as they come on paper: made into pixels once, and shown until something changes.

use std::collections::BTreeMap;

use eframe::egui::{
    self, ColorImage, Sense, TextureHandle, TextureOptions, WidgetInfo, accesskit::Role, vec2,
};

use crate::charts::Chart;
use crate::export::fonts::Fonts;
use crate::export::layout::{PAGE_HEIGHT, PAGE_WIDTH, Page, draw_chart};
use crate::export::picture::{NAME, Picture};
use crate::export::raster::{Picture as Pixels, Rasterizer, Region};
use crate::ui::theme;

/// Points a millimetre of a chart takes on the screen.
const SCALE: f32 = 3.6;
/// Millimetres a chart needs to be read; where there is less room it is drawn smaller.
const LEAST: f32 = 145.0;
/// White around a chart, in millimetres.
const MARGIN: f32 = 3.0;

/// Textures by what they show.
pub struct Sheets {
    rasterizer: Rasterizer<'static>,
    textures: BTreeMap<String, Sheet>,
}

struct Sheet {
    texture: TextureHandle,
    /// Pixels a millimetre, and millimetres across.
    scale: f32,
    width: f32,
}

impl Default for Sheets {
    fn default() -> Self {
        Self {
            rasterizer: Rasterizer::new(Fonts::bundled()),
            textures: BTreeMap::new(),
        }
    }
}

impl Sheets {
    /// Draws everything again when it is next shown.
    pub fn forget(&mut self) {
        self.textures.clear();
    }

    /// A chart as wide as there is room.
    pub fn chart_ui(&mut self, ui: &mut egui::Ui, chart: &Chart) {
        let room = ui.available_width();
        let width = (room / SCALE).floor().max(LEAST);
        let scale = (room / width).min(SCALE);
        let words = format!("{}：{}", chart.title, chart.in_words());
        let page = || {
            let drawing = draw_chart(chart, width - 2.0 * MARGIN, Fonts::bundled()).ok()?;
            let height = drawing.height + 2.0 * MARGIN;
            let content = drawing.at(MARGIN, MARGIN).collect();
            let page = Page {
                content,
                ..Page::default()
            };
            Some((page, (width, height)))
        };
        self.show(ui, &chart.id, (width, scale), &words, page);
    }

    /// The picture of the year as wide as there is room.
    pub fn picture_ui(&mut self, ui: &mut egui::Ui, picture: &Picture) {
        let scale = ui.available_width() / PAGE_WIDTH;
        let page = || {
            let page = picture.page(Fonts::bundled()).ok()?;
            Some((page, (PAGE_WIDTH, PAGE_HEIGHT)))
        };
        self.show(ui, NAME, (PAGE_WIDTH, scale), &picture.in_words(), page);
    }

    /// Shows a drawing `width` millimetres wide at so many points a millimetre; what can't be
    /// drawn is told in words.
    fn show(
        &mut self,
        ui: &mut egui::Ui,
        name: &str,
        (width, scale): (f32, f32),
        words: &str,
        page: impl FnOnce() -> Option<(Page, (f32, f32))>,
    ) {
        let pixels = scale * ui.ctx().pixels_per_point();
        let fresh = |sheet: &Sheet| sheet.scale == pixels && sheet.width == width;
        if !self.textures.get(name).is_some_and(fresh) {
            let drawn = page().and_then(|(page, size)| self.pixels(&page, size, pixels));
            let Some(drawn) = drawn else {
                ui.label(theme::small(ui, words));
                return;
            };
            let size = [drawn.width as usize, drawn.height as usize];
            let image = ColorImage::from_rgba_unmultiplied(size, &drawn.rgba);
            let texture =
                ui.ctx()
                    .load_texture(format!("chart {name}"), image, TextureOptions::LINEAR);
            let sheet = Sheet {
                texture,
                scale: pixels,
                width,
            };
            self.textures.insert(name.to_owned(), sheet);
        }
        if let Some(sheet) = self.textures.get(name) {
            let size = sheet.texture.size_vec2() / ui.ctx().pixels_per_point();
            let (rect, response) = ui.allocate_exact_size(vec2(size.x, size.y), Sense::hover());
            let words = words.to_owned();
            response.widget_info(move || WidgetInfo::labeled(Role::Image, true, &words));
            let whole = egui::Rect::from_min_max(egui::Pos2::ZERO, egui::pos2(1.0, 1.0));
            ui.painter()
                .image(sheet.texture.id(), rect, whole, egui::Color32::WHITE);
        }
    }

    fn pixels(&mut self, page: &Page, (width, height): (f32, f32), scale: f32) -> Option<Pixels> {
        let region = Region {
            left: 0,
            top: 0,
            width: (width * scale).round() as u32,
            height: (height * scale).round() as u32,
        };
        self.rasterizer.draw(page, scale, region).ok()
    }
}
