//! The faces of the window.

use std::sync::Arc;

use eframe::egui::{self, FontData, FontDefinitions, FontFamily};

use super::theme;

/// Noto Sans SC, whole: names may hold rare characters.
const REGULAR: &[u8] = include_bytes!("../../fonts/NotoSansSC-Regular.ttf");
/// Its heavier weight, common characters only; the rest falls back to the regular face.
const STRONG: &[u8] = include_bytes!("../../fonts/NotoSansSC-SemiBold-common.ttf");

/// Sets the faces. Has to come before the first text: egui itself has no Chinese.
pub fn install(context: &egui::Context) {
    let mut definitions = FontDefinitions::empty();
    for (name, bytes) in [("regular", REGULAR), ("strong", STRONG)] {
        definitions
            .font_data
            .insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    let regular = vec!["regular".to_owned()];
    let strong = vec!["strong".to_owned(), "regular".to_owned()];
    definitions
        .families
        .insert(FontFamily::Proportional, regular.clone());
    definitions.families.insert(FontFamily::Monospace, regular);
    definitions.families.insert(theme::strong_family(), strong);
    context.set_fonts(definitions);
}
