//! A frame of the window with the largest table open at 1366×768: layout, painting
//! and tessellation. The graphics driver's share comes on top.

#![allow(clippy::expect_used)]

use std::sync::Arc;

use divan::{Bencher, black_box};
use eframe::egui::{Context, Event, FullOutput, Pos2, RawInput, Rect, Vec2};

use nianbao::command::Command;
use nianbao::files::Folders;
use nianbao::form::catalog::Catalog;
use nianbao::returns::Place;
use nianbao::task::Environment;
use nianbao::ui::App;

fn main() {
    divan::main();
}

struct Window {
    context: Context,
    app: App,
    _folder: tempfile::TempDir,
}

impl Window {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let context = Context::default();
        let environment = Environment {
            catalog: Arc::new(Catalog::built_in().expect("the definitions load")),
            folders: Folders::in_folder(folder.path()),
        };
        let app = App::new(&context, environment, None);
        let mut window = Self {
            context,
            app,
            _folder: folder,
        };
        window.app.push(Command::OpenSample);
        window.frame(Vec::new());
        let form = Catalog::built_in()
            .expect("the definitions load")
            .for_year(2023)
            .expect("edition C");
        let cell = form
            .cell("applications.result.granted:natural")
            .expect("edition C has the cell");
        window.app.push(Command::GoTo(Place::Cell(cell)));
        for _ in 0..4 {
            window.frame(Vec::new());
        }
        let open = window
            .app
            .session()
            .open
            .as_ref()
            .expect("the sample is open");
        assert_eq!(open.cursor, Some(cell));
        window
    }

    fn frame(&mut self, events: Vec<Event>) -> FullOutput {
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, Vec2::new(1366.0, 768.0))),
            events,
            ..RawInput::default()
        };
        let app = &mut self.app;
        self.context.run_ui(input, |ui| {
            app.before_frame(ui.ctx());
            app.frame_ui(ui);
        })
    }
}

/// The pointer moves over the table.
#[divan::bench]
fn largest_table(bencher: Bencher) {
    let mut window = Window::new();
    let mut x = 600.0;
    bencher.bench_local(move || {
        x = if x > 1000.0 { 600.0 } else { x + 3.0 };
        let mut output = window.frame(vec![Event::PointerMoved(Pos2::new(x, 400.0))]);
        let shapes = std::mem::take(&mut output.shapes);
        let primitives = window.context.tessellate(shapes, output.pixels_per_point);
        output.textures_delta.clear();
        assert!(!primitives.is_empty(), "something is drawn");
        black_box(primitives)
    });
}
