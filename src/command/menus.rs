//! Which commands stand in menus and on the toolbar.

use super::{Command, Format};
use crate::export::picture::PictureFormat;
use crate::settings::Theme;

/// One menu: its title and its groups of entries, a line between groups.
pub struct Menu {
    pub title: &'static str,
    pub groups: &'static [&'static [Command]],
}

pub const MENUS: &[Menu] = &[
    Menu {
        title: "文件",
        groups: &[
            &[
                Command::New,
                Command::NewFromLastYear,
                Command::Open,
                Command::Import,
                Command::ShowSurvey,
                Command::OpenSample,
            ],
            &[Command::Save, Command::SaveAs],
            &[
                Command::Export(Format::Pdf),
                Command::Export(Format::Xlsx),
                Command::Export(Format::Docx),
                Command::Export(Format::Html),
                Command::ExportYears,
            ],
            &[Command::ShowPreview, Command::Print],
            &[
                Command::ExportCheckSheet(Format::Pdf),
                Command::ExportCheckSheet(Format::Xlsx),
            ],
            &[Command::ToggleSystemFonts],
            &[Command::ShowScan, Command::ShowProof],
            &[
                Command::ExportPicture(PictureFormat::Pdf),
                Command::ExportPicture(PictureFormat::Png),
                Command::ExportPicture(PictureFormat::Svg),
            ],
            &[Command::CloseReturn, Command::Quit],
        ],
    },
    Menu {
        title: "编辑",
        groups: &[
            &[Command::Undo, Command::Redo],
            &[Command::Copy, Command::Paste, Command::ImportClipboard],
            &[Command::PickFigure, Command::WritePassages],
            &[Command::Search],
        ],
    },
    Menu {
        title: "报表",
        groups: &[
            &[Command::FillBlanksWithZero, Command::TakeComputedTotals],
            &[Command::ShowLastYear, Command::TakeOverLastYear],
            &[
                Command::ShowEditions,
                Command::ShowSupplements,
                Command::ChooseAlternative,
            ],
            &[
                Command::NextFinding,
                Command::PreviousPart,
                Command::NextPart,
            ],
        ],
    },
    Menu {
        title: "查看",
        groups: &[
            &[
                Command::ShowYears,
                Command::ShowCharts,
                Command::ToggleLastYear,
                Command::ShowExplanation,
                Command::ToggleFindings,
            ],
            &[
                Command::SetTheme(Theme::System),
                Command::SetTheme(Theme::Light),
                Command::SetTheme(Theme::Dark),
            ],
            &[Command::ZoomIn, Command::ZoomOut, Command::ZoomReset],
        ],
    },
    Menu {
        title: "帮助",
        groups: &[&[Command::ShowShortcuts, Command::About]],
    },
];

/// The toolbar's groups.
pub const TOOLBAR: &[&[Command]] = &[
    &[Command::New, Command::Open, Command::Save],
    &[Command::Undo, Command::Redo],
    &[
        Command::Import,
        Command::Export(Format::Pdf),
        Command::Export(Format::Xlsx),
        Command::ShowPreview,
        Command::Print,
    ],
    &[Command::FillBlanksWithZero, Command::ShowLastYear],
];

impl Command {
    /// Every command in the menus.
    pub fn in_menus() -> impl Iterator<Item = &'static Self> {
        MENUS
            .iter()
            .flat_map(|menu| menu.groups.iter().copied().flatten())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_menu_entry_has_words_and_a_key_of_its_own() {
        let mut keys = HashSet::new();
        for command in Command::in_menus() {
            assert!(!command.label().is_empty(), "{command:?}");
            assert!(!command.tooltip().is_empty(), "{command:?}");
            if let Some(shortcut) = command.shortcut() {
                assert!(keys.insert(shortcut), "{shortcut} stands twice");
            }
        }
    }

    #[test]
    fn the_toolbar_shows_menu_commands_only() {
        let labels: HashSet<_> = Command::in_menus().map(Command::label).collect();
        for command in TOOLBAR.iter().copied().flatten() {
            assert!(labels.contains(command.label()), "{command:?}");
        }
    }
}
