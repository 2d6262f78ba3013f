//! The window without a screen, driven through its accessibility tree.

#![allow(dead_code, reason = "each test file uses its part")]

use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

use nianbao::command::Command;
use nianbao::files::Folders;
use nianbao::form::catalog::Catalog;
use nianbao::returns::Place;
use nianbao::sample;
use nianbao::session::{OpenReturn, Writing};
use nianbao::task::Environment;
use nianbao::ui::App;

/// The window of the program, with a folder of its own.
pub struct Window {
    pub harness: Harness<'static, Slot>,
    pub folder: tempfile::TempDir,
}

pub type Slot = Rc<RefCell<Option<App>>>;

impl Window {
    pub fn with_sample(size: [f32; 2]) -> Self {
        Self::with_draft(sample::BYTES, size)
    }

    /// With a draft open.
    pub fn with_draft(bytes: &[u8], size: [f32; 2]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sample.nianbao");
        std::fs::write(&path, bytes).unwrap();
        let mut window = Self::new(folder, Some(path), size);
        window.wait_for("the sample", |window| {
            window.app(|app| app.session().open.is_some())
        });
        window
    }

    pub fn new(folder: tempfile::TempDir, path: Option<PathBuf>, size: [f32; 2]) -> Self {
        let environment = Environment {
            catalog: Arc::new(Catalog::built_in().unwrap()),
            folders: Folders::in_folder(&folder.path().join("settings")),
        };
        let slot: Slot = Rc::default();
        let place = Rc::clone(&slot);
        let harness = Harness::builder()
            .with_size(Vec2::from(size))
            .with_context_setup(move |context| {
                *place.borrow_mut() = Some(App::new(context, environment, path));
            })
            .build_ui_state(
                |ui, slot: &mut Slot| {
                    if let Some(app) = slot.borrow_mut().as_mut() {
                        app.before_frame(ui.ctx());
                        app.frame_ui(ui);
                    }
                },
                slot,
            );
        Self { harness, folder }
    }

    pub fn app<R>(&self, look: impl FnOnce(&App) -> R) -> R {
        look(self.harness.state().borrow().as_ref().unwrap())
    }

    pub fn open<R>(&self, look: impl FnOnce(&OpenReturn) -> R) -> R {
        self.app(|app| look(app.session().open.as_ref().unwrap()))
    }

    pub fn push(&mut self, command: Command) {
        let mut slot = self.harness.state().borrow_mut();
        slot.as_mut().unwrap().push(command);
        drop(slot);
        self.settle();
    }

    pub fn settle(&mut self) {
        self.harness.run_steps(4);
    }

    #[track_caller]
    pub fn wait_for(&mut self, what: &str, done: impl Fn(&Self) -> bool) {
        let begun = Instant::now();
        while !done(self) {
            assert!(
                begun.elapsed() < Duration::from_secs(20),
                "waited for {what}"
            );
            std::thread::sleep(Duration::from_millis(5));
            self.settle();
        }
    }

    /// Lets a backup that is under way come to its end, without a frame.
    pub fn wait_for_worker(&self) {
        let begun = Instant::now();
        while self.open(|open| open.backlog().writing == Writing::UnderWay)
            && begun.elapsed() < Duration::from_millis(40)
        {
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    pub fn go_to(&mut self, key: &str) {
        let cell = self.open(|open| open.form.cell(key).unwrap());
        self.push(Command::GoTo(Place::Cell(cell)));
    }

    pub fn click(&mut self, label: &str) {
        self.harness.get_by_label(label).click();
        self.settle();
    }

    pub fn type_text(&mut self, text: &str) {
        for character in text.chars() {
            self.harness.event(Event::Text(character.to_string()));
        }
        self.settle();
    }

    pub fn press(&mut self, key: Key) {
        self.press_with(Modifiers::NONE, key);
    }

    pub fn press_with(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.settle();
    }

    /// What the cell with this label says it holds.
    pub fn value(&self, label: &str) -> String {
        let mut nodes = self.harness.get_all_by_label(label);
        let cell =
            nodes.find(|node| matches!(node.accesskit_node().role(), Role::Cell | Role::TextInput));
        cell.expect("a cell").value().unwrap_or_default()
    }

    pub fn cursor(&self) -> String {
        self.open(|open| open.form.key(open.cursor.expect("a cursor")).to_owned())
    }

    pub fn stated(&self, key: &str) -> String {
        self.open(|open| {
            open.ret
                .stated
                .get(open.form.cell(key).unwrap())
                .to_string()
        })
    }
}
