//! The window: panels that borrow the session and push commands.
//!
//! Reading order: [`app`](App) runs a frame, `sheet` draws a table and takes
//! the keys, the other files are one panel each. Only this folder names egui.

mod app;
mod cards;
mod changed_on_disk;
mod charts;
mod dialogs;
mod editions;
mod edits;
mod explanation;
mod file_dialogs;
mod findings;
mod fonts;
mod header;
mod import;
mod incoming;
mod input;
mod last_year;
mod menu;
mod narrative;
mod notice;
mod parts;
mod precedence;
mod preview;
mod printing;
mod proof;
mod provenance;
mod reasons;
mod renderer;
mod repairs;
mod scan;
mod search;
mod sheet;
mod shortcuts;
mod start;
mod status;
mod supplements;
mod survey;
mod theme;
mod timers;
mod toolbar;
mod worker;
mod years;

use std::path::PathBuf;

use eframe::egui;

use crate::task::Environment;

pub use app::App;
pub use theme::{DARK, LIGHT, Palette};

/// The smallest window in which everything can still be reached, in points.
const LEAST_SIZE: [f32; 2] = [640.0, 360.0];
const FIRST_SIZE: [f32; 2] = [1280.0, 760.0];

/// Opens the window and stays until it is closed.
///
/// # Errors
/// If there is no display or nothing that can draw on it, one sentence for the person.
pub fn run(environment: Environment, path: Option<PathBuf>) -> Result<(), String> {
    fonts::prepare();
    let mut viewport = egui::ViewportBuilder::default()
        .with_app_id("nianbao")
        .with_title(app::PROGRAM)
        .with_inner_size(FIRST_SIZE)
        .with_min_inner_size(LEAST_SIZE)
        .with_drag_and_drop(true);
    if let Ok(icon) = eframe::icon_data::from_png_bytes(include_bytes!("../../assets/icon.png")) {
        viewport = viewport.with_icon(icon);
    }
    let options = eframe::NativeOptions {
        viewport,
        renderer: renderer::chosen(),
        centered: true,
        // No gradients, no banding: nothing to dither.
        dithering: false,
        ..Default::default()
    };
    let shown = eframe::run_native(
        "nianbao",
        options,
        Box::new(move |creation| {
            let context = &creation.egui_ctx;
            Ok(Box::new(App::new(context, environment, path)))
        }),
    );
    match shown {
        Ok(()) => Ok(()),
        Err(_) if renderer::start_again().is_some_and(|status| status.success()) => Ok(()),
        Err(error) => {
            let cause = match error {
                eframe::Error::Winit(_) | eframe::Error::WinitEventLoop(_) => "没有可用的屏幕",
                _ => "显卡和驱动都不能绘图",
            };
            Err(format!(
                "窗口打不开：{cause}。请改用命令行，例如 nianbao demo 文件夹 可写出示例年报"
            ))
        }
    }
}
