//! What has to be in the return before a command is carried out.

use crate::command::Command;

/// What is carried out first in a frame: figures, then what is said about them, then the rest.
pub fn rank(command: &Command) -> u8 {
    match command {
        Command::SetCell { .. } | Command::SetCells(_) | Command::SetYear(_) => 0,
        Command::GiveReason { .. } => 1,
        _ => 2,
    }
}

/// Whether the figure being typed has to be in the return first.
pub fn needs_figures(command: &Command) -> bool {
    !matches!(
        command,
        Command::ZoomIn
            | Command::ZoomOut
            | Command::ZoomReset
            | Command::SetTheme(_)
            | Command::ToggleFindings
            | Command::ShowExplanation
            | Command::DismissNotice
            | Command::BackUp
            | Command::NoteUncommitted(_)
            | Command::EndStep
            | Command::Finished(_)
            | Command::CloseDialog
    )
}

/// Whether the return is written down or left, so that reasons being typed have to be in it.
pub fn needs_reasons(command: &Command) -> bool {
    matches!(
        command,
        Command::Save
            | Command::SaveAs
            | Command::SaveTo(_)
            | Command::ReplaceOnDisk
            | Command::SaveElsewhere
            | Command::Export(_)
            | Command::ExportDraft(_)
            | Command::ExportTo { .. }
            | Command::ExportPicture(_)
            | Command::ExportPictureTo { .. }
            | Command::Print
            | Command::New
            | Command::NewFromLastYear
            | Command::Open
            | Command::OpenSample
            | Command::OpenPath(_)
            | Command::Recover(_)
            | Command::CloseReturn
            | Command::Quit
    )
}
