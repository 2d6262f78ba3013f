//! The faces of the window.

use std::sync::{Arc, OnceLock};

use eframe::egui::{self, FontData, FontDefinitions, FontFamily};

use crate::export::fonts::{hei_file, unpack};

use super::theme;

/// The heavier weight of Noto Sans SC, common characters only; the rest falls back to the
/// regular face, which is whole: names may hold rare characters.
const STRONG: &[u8] = include_bytes!("../../fonts/NotoSansSC-SemiBold-common.ttf.gz");

/// Unpacks the faces on a thread of their own, while the window is being made.
pub fn prepare() {
    std::thread::spawn(|| (hei_file(), strong_file()));
}

/// Sets the faces. Has to come before the first text: egui itself has no Chinese.
pub fn install(context: &egui::Context) {
    let mut definitions = FontDefinitions::empty();
    let mut names = Vec::new();
    for (name, file) in [("strong", strong_file()), ("regular", hei_file())] {
        // Only a damaged program file has none.
        let Some(bytes) = file else { continue };
        definitions
            .font_data
            .insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
        names.push(name.to_owned());
    }
    let regular = names.split_off(names.len().saturating_sub(1));
    let strong = [names, regular.clone()].concat();
    definitions
        .families
        .insert(FontFamily::Proportional, regular.clone());
    definitions.families.insert(FontFamily::Monospace, regular);
    definitions.families.insert(theme::strong_family(), strong);
    context.set_fonts(definitions);
}

fn strong_file() -> Option<&'static [u8]> {
    static FILE: OnceLock<Option<Vec<u8>>> = OnceLock::new();
    FILE.get_or_init(|| unpack(STRONG)).as_deref()
}
