//! What the program remembers between runs, apart from drafts.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::export::fonts::Typefaces;

/// How many drafts the start page lists.
pub const MOST_RECENT: usize = 8;
/// The steps of zoom, in percent.
pub const ZOOM_STEPS: [u16; 9] = [80, 90, 100, 110, 125, 150, 175, 200, 250];

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

/// Settings as they are stored; what can't be read falls back to the default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    pub theme: Theme,
    /// Percent.
    pub zoom: u16,
    /// The right panel is open.
    pub findings_open: bool,
    /// Last year's figures are shown beside this year's.
    pub last_year_shown: bool,
    /// What exports are set in.
    pub typefaces: Typefaces,
    /// Drafts, newest first.
    pub recent: Vec<PathBuf>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            zoom: 100,
            findings_open: true,
            last_year_shown: true,
            typefaces: Typefaces::Bundled,
            recent: Vec::new(),
        }
    }
}

impl Settings {
    /// Reads stored settings. Never fails: what is unreadable is the default.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let mut settings: Self = serde_json::from_slice(bytes).unwrap_or_default();
        settings.zoom = settings.zoom.clamp(80, 250);
        settings.recent.truncate(MOST_RECENT);
        settings
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec_pretty(self).unwrap_or_default()
    }

    /// Puts a draft first in the list.
    pub fn remember(&mut self, path: &Path) {
        self.forget(path);
        self.recent.insert(0, path.to_owned());
        self.recent.truncate(MOST_RECENT);
    }

    pub fn forget(&mut self, path: &Path) {
        self.recent.retain(|recent| recent != path);
    }

    pub fn zoom_in(&mut self) {
        if let Some(&step) = ZOOM_STEPS.iter().find(|&&step| step > self.zoom) {
            self.zoom = step;
        }
    }

    pub fn zoom_out(&mut self) {
        if let Some(&step) = ZOOM_STEPS.iter().rev().find(|&&step| step < self.zoom) {
            self.zoom = step;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_settings_are_the_default() {
        assert_eq!(Settings::from_bytes(b"\xff{"), Settings::default());
        assert_eq!(Settings::from_bytes(br#"{"zoom":9}"#).zoom, 80);
    }

    #[test]
    fn settings_come_back() {
        let mut settings = Settings::default();
        settings.remember(Path::new("a.nianbao"));
        settings.zoom_in();
        assert_eq!(Settings::from_bytes(&settings.to_bytes()), settings);
    }
}
