//! The pages as textures: squares of pixels, drawn on a thread of their own.
//!
//! Only what is in sight is kept, so memory does not grow with the zoom; while new squares are
//! being drawn the old ones stand in for them.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use eframe::egui::{self, ColorImage, Painter, Rect, TextureHandle, TextureOptions, pos2};

use crate::export::fonts::Typefaces;
use crate::export::layout::{PAGE_HEIGHT, PAGE_WIDTH, Page};
use crate::export::raster::{Rasterizer, Region};
use crate::task::{Version, fonts};

use super::super::theme;

/// The side of a square in pixels; every graphics card takes textures that large.
const SIDE: u32 = 1024;

/// Which state of which return, in which faces.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PagesId {
    pub version: Version,
    pub typefaces: Typefaces,
    /// The state of the other years, which charts show.
    pub years: u64,
}

/// Which square of which page, at which size.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Key {
    pages: PagesId,
    page: usize,
    pixels_per_mm: f32,
    region: Region,
}

struct Request {
    key: Key,
    pages: Arc<[Page]>,
}

impl Request {
    fn typefaces(&self) -> Typefaces {
        self.key.pages.typefaces
    }
}

struct Tile {
    key: Key,
    texture: TextureHandle,
}

/// A page as it is to be painted.
pub struct PlacedPage {
    pub index: usize,
    /// On the screen, in points.
    pub rect: Rect,
}

/// The squares on the screen and the thread that draws them.
pub struct Tiles {
    known: Vec<Tile>,
    queue: Arc<Queue>,
    drawn: Receiver<(Key, ColorImage)>,
    thread: Option<JoinHandle<()>>,
}

/// What is wanted, replaced whole with every frame.
#[derive(Default)]
struct Queue {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    wanted: VecDeque<Request>,
    /// What is being drawn right now.
    working: Option<Key>,
    closed: bool,
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn want(&self, requests: Vec<Request>) {
        let mut state = self.lock();
        let working = state.working;
        state.wanted = requests
            .into_iter()
            .filter(|request| Some(request.key) != working)
            .collect();
        drop(state);
        self.changed.notify_one();
    }

    /// The next square to draw; `None` when the window is gone.
    fn next(&self) -> Option<Request> {
        let mut state = self.lock();
        state.working = None;
        loop {
            if state.closed {
                return None;
            }
            if let Some(request) = state.wanted.pop_front() {
                state.working = Some(request.key);
                return Some(request);
            }
            let waited = self.changed.wait(state);
            state = waited.unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_one();
    }
}

impl Tiles {
    pub fn start(context: &egui::Context) -> Self {
        let queue = Arc::new(Queue::default());
        let (sender, drawn) = channel();
        let (todo, context) = (Arc::clone(&queue), context.clone());
        Self {
            known: Vec::new(),
            queue,
            drawn,
            thread: Some(std::thread::spawn(move || draw(&todo, &sender, &context))),
        }
    }

    /// Whether everything in sight is there.
    pub fn are_ready(&self) -> bool {
        let state = self.queue.lock();
        !self.known.is_empty() && state.wanted.is_empty() && state.working.is_none()
    }

    /// Paints pages, and has drawn what is missing of them.
    pub fn paint(
        &mut self,
        painter: &Painter,
        id: PagesId,
        pages: &Arc<[Page]>,
        placed: &[PlacedPage],
    ) {
        self.take_drawn(painter.ctx());
        let clip = painter.clip_rect();
        // What is scrolled to next is drawn before it is seen.
        let near = clip.expand2(egui::vec2(0.0, clip.height() / 2.0));
        let mut wanted = Vec::new();
        for page in placed {
            squares(painter.pixels_per_point(), id, page, near, &mut wanted);
        }
        wanted.sort_by_key(|(_, rect)| !clip.intersects(*rect));
        let known = |key: &Key| self.known.iter().any(|tile| tile.key == *key);
        let missing: Vec<Key> = wanted
            .iter()
            .map(|(key, _)| *key)
            .filter(|key| !known(key))
            .collect();
        let in_sight = |(key, rect): &(Key, Rect)| clip.intersects(*rect) && !known(key);
        let covered = !wanted.iter().any(in_sight);
        if covered {
            self.known
                .retain(|tile| wanted.iter().any(|(key, _)| *key == tile.key));
        } else {
            self.stand_in(painter, id, placed);
        }
        for (key, rect) in &wanted {
            if let Some(tile) = self.known.iter().find(|tile| tile.key == *key) {
                image(painter, &tile.texture, *rect);
            }
        }
        let requests = missing.into_iter().map(|key| Request {
            key,
            pages: Arc::clone(pages),
        });
        self.queue.want(requests.collect());
    }

    fn take_drawn(&mut self, context: &egui::Context) {
        for (key, picture) in self.drawn.try_iter() {
            let texture = context.load_texture("page", picture, TextureOptions::LINEAR);
            self.known.push(Tile { key, texture });
        }
    }

    /// Paints squares of another size or state where they belong on the pages.
    fn stand_in(&self, painter: &Painter, id: PagesId, placed: &[PlacedPage]) {
        let mine = |tile: &&Tile| tile.key.pages.version.number == id.version.number;
        for tile in self.known.iter().filter(mine) {
            let Some(page) = placed.iter().find(|page| page.index == tile.key.page) else {
                continue;
            };
            let scale = page.rect.width() / (PAGE_WIDTH * tile.key.pixels_per_mm);
            let Region {
                left,
                top,
                width,
                height,
            } = tile.key.region;
            let corner = page.rect.min + egui::vec2(left as f32, top as f32) * scale;
            let size = egui::vec2(width as f32, height as f32) * scale;
            image(painter, &tile.texture, Rect::from_min_size(corner, size));
        }
    }
}

impl Drop for Tiles {
    fn drop(&mut self) {
        self.queue.close();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn image(painter: &Painter, texture: &TextureHandle, rect: Rect) {
    let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
    painter.image(texture.id(), rect, whole, theme::PRINTED_PAPER);
}

/// Adds the squares of a page that lie in a part of the screen, each pixel on one of the screen's.
fn squares(
    pixels_per_point: f32,
    id: PagesId,
    page: &PlacedPage,
    near: Rect,
    wanted: &mut Vec<(Key, Rect)>,
) {
    let pixels_per_mm = page.rect.height() * pixels_per_point / PAGE_HEIGHT;
    let whole = Region::whole_page(pixels_per_mm);
    let corner = (page.rect.min.to_vec2() * pixels_per_point).round();
    let mut top = 0;
    while top < whole.height {
        let mut left = 0;
        while left < whole.width {
            let region = Region {
                left,
                top,
                width: SIDE.min(whole.width - left),
                height: SIDE.min(whole.height - top),
            };
            let at = corner + egui::vec2(left as f32, top as f32);
            let size = egui::vec2(region.width as f32, region.height as f32);
            let rect =
                Rect::from_min_size((at / pixels_per_point).to_pos2(), size / pixels_per_point);
            if near.intersects(rect) {
                let key = Key {
                    pages: id,
                    page: page.index,
                    pixels_per_mm,
                    region,
                };
                wanted.push((key, rect));
            }
            left += SIDE;
        }
        top += SIDE;
    }
}

/// Draws what is wanted until the window is gone.
fn draw(queue: &Queue, drawn: &Sender<(Key, ColorImage)>, context: &egui::Context) {
    let mut next = queue.next();
    while let Some(typefaces) = next.as_ref().map(Request::typefaces) {
        let fonts = fonts(typefaces);
        let mut rasterizer = Rasterizer::new(&fonts);
        while let Some(request) = next.take_if(|next| next.typefaces() == typefaces) {
            let Request { key, pages } = request;
            let page = pages.get(key.page);
            // The pages were laid out with these faces: they can be read.
            let picture =
                page.and_then(|page| rasterizer.draw(page, key.pixels_per_mm, key.region).ok());
            if let Some(picture) = picture {
                let size = [picture.width as usize, picture.height as usize];
                // Opaque, so nothing is multiplied.
                let image = ColorImage::from_rgba_premultiplied(size, &picture.rgba);
                if drawn.send((key, image)).is_err() {
                    return;
                }
                context.request_repaint();
            }
            next = queue.next();
        }
    }
}
