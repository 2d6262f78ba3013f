//! The years side by side in the window, driven through its accessibility tree.

#![cfg(feature = "gui")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod window;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::egui::accesskit::Role;
use eframe::egui::{DroppedFile, Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};

use window::Window;

use nianbao::command::Command;
use nianbao::draft::{self, Unknown};
use nianbao::form::catalog::Catalog;
use nianbao::returns::Return;
use nianbao::session::Screen;
use nianbao::value::Value;

const MARK: &str = "规范性文件期末数，2023年与2020年不可比";

/// A file as the system hands it over.
#[derive(Debug)]
struct Dropped(PathBuf);

impl DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

impl Window {
    fn has(&self, label: &str) -> bool {
        self.harness
            .query_all_by_label_contains(label)
            .next()
            .is_some()
    }

    /// A draft of 2020 of the sample's agency, in a folder of its own.
    fn earlier(&self) -> PathBuf {
        let catalog = Catalog::built_in().unwrap();
        let agency = self.app(|app| {
            let open = app.session().open.as_ref().unwrap();
            open.ret.header.agency.clone()
        });
        let form = catalog.for_year(2020).unwrap();
        let mut ret = Return::blank(&form, &agency, 2020);
        let stock = form.cell("disclosure.normative_documents:total").unwrap();
        ret.stated.set(stock, Value::Number(30.into()));
        let folder = self.folder.path().join("elsewhere");
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("2020.nianbao");
        std::fs::write(&path, draft::write(&form, &ret, &Unknown::default())).unwrap();
        path
    }

    fn add_earlier(&mut self) {
        let path = self.earlier();
        self.push(Command::ReadYears(vec![path]));
        self.wait_for("the year", |window| window.has("2020年 2019版"));
    }
}

fn office() -> Window {
    let mut window = Window::with_sample([1366.0, 768.0]);
    window.click("历年对照");
    window
}

#[test]
fn an_added_year_stands_beside_with_its_signs() {
    let mut window = office();
    assert!(window.has("还没有其他年度的年报"));
    window.add_earlier();
    assert!(!window.has("还没有其他年度的年报"));
    assert_eq!(window.value("规范性文件期末数 2020年"), "30件");
    assert_eq!(window.value("规范性文件期末数 2023年"), "228件");
    assert_eq!(window.value("新收申请 2020年"), "没有填");
    assert_eq!(window.value("收费金额 2020年"), "2019版没有这一项");
    assert!(window.has("新收申请折线图：2023年 2180件"));
    assert!(!window.app(|app| app.session().open.as_ref().unwrap().has_unsaved_work()));

    window.click("移去 2020 年");
    assert!(!window.has("2020年 2019版"));
    window.click("恢复移去的年度");
    assert!(window.has("2020年 2019版"));
}

#[test]
fn the_keyboard_reaches_the_notes() {
    let mut window = office();
    window.add_earlier();
    // From the button the page begins with.
    for _ in 0..40 {
        let mark = window.harness.get_all_by_label_contains(MARK).next();
        if mark.expect("the sign").is_focused() {
            break;
        }
        window.harness.key_press(Key::Tab);
        window.settle();
    }
    let nodes = window
        .harness
        .get_all_by_label_contains("2023年与2020年不可比");
    let texts: Vec<_> = nodes
        .filter(|node| node.accesskit_node().role() == Role::Label)
        .collect();
    assert_eq!(texts.len(), 1, "the note is shown");
}

#[test]
fn files_dropped_on_the_page_are_added() {
    let mut window = office();
    let path = window.earlier();
    window
        .harness
        .input_mut()
        .dropped_files
        .push(Arc::new(Dropped(path)));
    window.settle();
    window.wait_for("the year", |window| window.has("2020年 2019版"));
    let name = window.app(|app| app.session().open.as_ref().unwrap().name());
    assert_eq!(name, "sample.nianbao", "the return in work stays");
}

#[test]
fn the_page_has_a_key_and_works_in_a_small_window() {
    let mut window = Window::with_sample([683.0, 384.0]);
    window
        .harness
        .key_press_modifiers(Modifiers::COMMAND, Key::L);
    window.settle();
    let screen = window.app(|app| app.session().open.as_ref().unwrap().screen);
    assert_eq!(screen, Screen::Years);
    window.add_earlier();
    window.harness.key_press(Key::PageDown);
    window.settle();
    assert!(window.has("2020年 2019版"), "the heads stay");
}
