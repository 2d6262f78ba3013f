//! Everything a person can ask for, with its words and its keys.
//!
//! Menus, toolbar, shortcuts and tooltips are loops over [`MENUS`] and
//! [`TOOLBAR`], so they can't drift apart.

mod format;
mod menus;
mod review;
mod shortcut;
mod survey;
mod words;

use std::ops::Range;
use std::path::PathBuf;

use crate::export::Product;
use crate::export::picture::PictureFormat;
use crate::findings::FindingId;
use crate::form::{Cell, Variant};
use crate::narrative::Field;
use crate::printing::PrintOrder;
use crate::repair::Repair;
use crate::returns::{HeaderField, Level, Place, RuleMaking};
use crate::scan::HitId;
use crate::session::Uncommitted;
use crate::settings::Theme;
use crate::task::{LinkPurpose, Outcome};

pub use format::Format;
pub use menus::{MENUS, Menu, TOOLBAR};
pub use review::{Adoption, OpenDoubts, ReviewCommand, ReviewTab};
pub use shortcut::{Key, Shortcut};
pub use survey::{SurveyColumn, SurveyCommand};

/// What a person asks for, or a finished task reports. [`Session::apply`](crate::session::Session::apply) carries it out.
#[derive(Clone, Debug)]
pub enum Command {
    // Asked for from menus and keys.
    New,
    NewFromLastYear,
    Open,
    /// Asks for a report that was published or sent.
    Import,
    /// Reads the text on the clipboard as a report.
    ImportClipboard,
    /// 批量审核: many files at once.
    ShowSurvey,
    OpenSample,
    Save,
    SaveAs,
    Export(Format),
    /// Exports what was checked, whatever stands against a final copy.
    ExportCheckSheet(Format),
    /// Shows the pages as they are printed.
    ShowPreview,
    /// Asks how to print.
    Print,
    /// Sets exports in the faces of the system, or in the program's own again.
    ToggleSystemFonts,
    /// Compares codes off the paper with the return.
    ShowProof,
    /// Lists what should not be published.
    ShowScan,
    CloseReturn,
    Quit,
    Undo,
    Redo,
    FillBlanksWithZero,
    TakeComputedTotals,
    Copy,
    Paste,
    Search,
    /// Shows the figures that can be put into the text.
    PickFigure,
    /// Writes what the text of the part on the screen may begin with.
    WritePassages,
    NextFinding,
    PreviousPart,
    NextPart,
    ChooseAlternative,
    ShowEditions,
    ShowSupplements,
    ShowLastYear,
    TakeOverLastYear,
    ToggleLastYear,
    ShowYears,
    ExportYears,
    ShowCharts,
    /// 一图读懂: the year on one page.
    ExportPicture(PictureFormat),
    ShowExplanation,
    ToggleFindings,
    SetTheme(Theme),
    ZoomIn,
    ZoomOut,
    ZoomReset,
    ShowShortcuts,
    About,

    /// Exports although something stands against a final copy: marked 草稿.
    ExportDraft(Format),
    /// Writes the recovery file; asked for a moment after a change that is in none.
    BackUp,

    // With what was typed or picked.
    CreateReturn {
        agency: String,
        year: u16,
        /// The edition's id.
        edition: String,
    },
    /// Asks for the file of the year before.
    ChooseLastYear,
    ReadLastYear {
        purpose: LinkPurpose,
        path: PathBuf,
    },
    /// Makes an empty year before, to type its figures.
    TypeLastYear,
    SetLastYearFigure {
        /// A cell of last year's form.
        cell: Cell,
        text: String,
    },
    UnlinkLastYear,
    /// Asks for files of other years.
    AddYears,
    ReadYears(Vec<PathBuf>),
    /// Takes a year out of the view.
    RemoveYear(u16),
    /// Brings back the years that were taken out.
    RestoreYears,
    ExportYearsTo(PathBuf),
    /// Puts a chart into the report, or takes it out; its id.
    ToggleChart(String),
    ExportPictureTo {
        format: PictureFormat,
        path: PathBuf,
    },
    /// Moves the return into another edition, or one with other added rows.
    SetVariant(Variant),
    /// Reads the folder of added rows again.
    ReadSupplements,
    ShowSupplementsFolder,
    /// Says why a warning may stand; an empty text takes it back.
    GiveReason {
        finding: FindingId,
        text: String,
    },
    /// Takes over what was changed in an exported workbook: one step.
    AdoptEdits,
    /// Notes for this session that a person has looked at a hit of the scan, or has not.
    LookAt {
        hit: HitId,
        looked_at: bool,
    },
    /// Makes the changes that mend broken sums.
    Mend(Repair),
    OpenPath(PathBuf),
    /// Reads a text as a report, to be reviewed.
    ImportText(String),
    Review(ReviewCommand),
    Survey(SurveyCommand),
    Recover(PathBuf),
    DiscardRecovery(PathBuf),
    SaveTo(PathBuf),
    /// Saves over what another program wrote into the draft's file.
    ReplaceOnDisk,
    /// Saves to another file, since another program has changed the draft's own.
    SaveElsewhere,
    /// Notes what is being typed and not entered yet, for the backup.
    NoteUncommitted(Uncommitted),
    ExportTo {
        format: Format,
        product: Product,
        path: PathBuf,
    },
    SetCell {
        cell: Cell,
        text: String,
    },
    /// Texts for several cells at once, as a paste brings them: one step.
    SetCells(Vec<(Cell, String)>),
    SetHeaderText {
        field: HeaderField,
        text: String,
    },
    SetYear(u16),
    SetLevel(Level),
    SetRuleMaking(RuleMaking),
    SetText {
        part: String,
        text: String,
    },
    /// Puts a figure of the tables into a text, in the place of a range of bytes.
    InsertFigure {
        part: String,
        range: Range<usize>,
        figure: Field,
    },
    /// Lets a typed number follow the tables; the range is the number's, in bytes.
    BindFigure {
        part: String,
        range: Range<usize>,
        figure: Field,
    },
    /// The same with several numbers of a text: one step.
    BindFigures {
        part: String,
        figures: Vec<(Range<usize>, Field)>,
    },
    /// Makes a figure of a text plain words again.
    UnbindFigure {
        part: String,
        range: Range<usize>,
    },
    /// A pause in typing, or leaving the field: what follows is a new undo step.
    EndStep,
    GoTo(Place),
    /// Goes to a finding and lights up its cells.
    ShowFinding(FindingId),
    /// Says the finding that is lit up, where the list of findings has no room.
    TellFinding,
    /// Goes back from the pages to what was shown before.
    ClosePreview,
    PrintTo(PrintOrder),
    /// Opens the PDF in the system's viewer, to be printed from there.
    PrintInViewer,
    /// Shows a file in the system's viewer.
    OpenInViewer(PathBuf),
    DismissNotice,
    /// Answers the question about unsaved work.
    SaveAndContinue,
    DiscardAndContinue,
    /// The file dialog was left without a choice.
    CancelSaving,
    CloseDialog,
    ForgetRecent(PathBuf),

    /// A task came back.
    Finished(Outcome),
}
