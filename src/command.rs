//! Everything a person can ask for, with its words and its keys.
//!
//! Menus, toolbar, shortcuts and tooltips are loops over [`MENUS`] and
//! [`TOOLBAR`], so they can't drift apart.

mod shortcut;

use std::path::PathBuf;

use crate::export::Product;
use crate::export::picture::PictureFormat;
use crate::findings::FindingId;
use crate::form::{Cell, Variant};
use crate::repair::Repair;
use crate::returns::{HeaderField, Level, Place, RuleMaking};
use crate::settings::Theme;
use crate::task::{LinkPurpose, Outcome};

pub use shortcut::{Key, Shortcut};

/// What a person asks for, or a finished task reports. [`Session::apply`](crate::session::Session::apply) carries it out.
#[derive(Clone, Debug)]
pub enum Command {
    // Asked for from menus and keys.
    New,
    NewFromLastYear,
    Open,
    OpenSample,
    Save,
    SaveAs,
    Export(Format),
    /// Exports what was checked, whatever stands against a final copy.
    ExportCheckSheet(Format),
    Print,
    CloseReturn,
    Quit,
    Undo,
    Redo,
    FillBlanksWithZero,
    TakeComputedTotals,
    Copy,
    Paste,
    Search,
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
    /// Writes the recovery file; asked for a moment after the last change.
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
    /// Makes the changes that mend broken sums.
    Mend(Repair),
    OpenPath(PathBuf),
    Recover(PathBuf),
    DiscardRecovery(PathBuf),
    SaveTo(PathBuf),
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
    /// A pause in typing, or leaving the field: what follows is a new undo step.
    EndStep,
    GoTo(Place),
    /// Goes to a finding and lights up its cells.
    ShowFinding(FindingId),
    /// Says the finding that is lit up, where the list of findings has no room.
    TellFinding,
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

/// A file format a report is exported in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Pdf,
    Xlsx,
    Docx,
    Html,
}

impl Format {
    pub const ALL: [Self; 4] = [Self::Pdf, Self::Xlsx, Self::Docx, Self::Html];

    pub fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Xlsx => "xlsx",
            Self::Docx => "docx",
            Self::Html => "html",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Xlsx => "Excel",
            Self::Docx => "Word",
            Self::Html => "网页",
        }
    }
}

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
                Command::OpenSample,
            ],
            &[Command::Save, Command::SaveAs],
            &[
                Command::Export(Format::Pdf),
                Command::Export(Format::Xlsx),
                Command::Export(Format::Docx),
                Command::Export(Format::Html),
                Command::ExportYears,
                Command::Print,
            ],
            &[
                Command::ExportCheckSheet(Format::Pdf),
                Command::ExportCheckSheet(Format::Xlsx),
            ],
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
            &[Command::Copy, Command::Paste],
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
        Command::Export(Format::Pdf),
        Command::Export(Format::Xlsx),
        Command::Print,
    ],
    &[Command::FillBlanksWithZero, Command::ShowLastYear],
];

impl Command {
    /// The words in menus. `…` stands where more is asked for. Empty for what is in no menu.
    pub fn label(&self) -> &'static str {
        self.words().0
    }

    /// One line more about it.
    pub fn tooltip(&self) -> &'static str {
        self.words().1
    }

    /// The words on the toolbar.
    pub fn short_label(&self) -> &'static str {
        match self {
            Self::New => "新建",
            Self::Open => "打开",
            Self::Print => "打印",
            Self::Export(Format::Pdf) => "导出 PDF",
            Self::Export(Format::Xlsx) => "导出 Excel",
            Self::FillBlanksWithZero => "空白填 0",
            Self::ShowLastYear => "上年年报",
            other => other.label(),
        }
    }

    fn words(&self) -> (&'static str, &'static str) {
        match self {
            Self::New => ("新建年报…", "为一个单位的一个年度新建年报"),
            Self::NewFromLastYear => ("从上年年报新建…", "选上年的草稿或导出文件，结转数自动带入"),
            Self::ShowLastYear => ("上年年报…", "关联上年年报，或手工填写上年的数"),
            Self::TakeOverLastYear => ("填入上年结转数", "把上年的结转数填入空白的格"),
            Self::ToggleLastYear => ("上年对比", "在每格旁边显示上年的数和增减"),
            Self::ShowYears => ("历年对照", "同一单位各年度的数并排对照，附折线图"),
            Self::ShowCharts => ("图表", "本年的图，选哪些放入报告"),
            Self::ExportPicture(PictureFormat::Pdf) => {
                ("导出一图读懂 PDF…", "全年情况画在一页上，供印发和网上公开")
            }
            Self::ExportPicture(PictureFormat::Png) => {
                ("导出一图读懂 PNG…", "全年情况画在一页上，图片文件")
            }
            Self::ExportPicture(PictureFormat::Svg) => (
                "导出一图读懂 SVG…",
                "全年情况画在一页上，放大不失真的矢量图",
            ),
            Self::AddYears => (
                "添加年报…",
                "选其他年度的草稿，或本程序导出的文件，可以选多份",
            ),
            Self::RestoreYears => ("恢复移去的年度", "把移去的年度放回对照"),
            Self::ExportYears => ("导出历年对照 Excel…", "导出各年度的数、可比性说明和折线图"),
            Self::ShowEditions => ("更换版式…", "改用其他年度或地区的版式"),
            Self::ShowSupplements => ("增加的行…", "选用本地增加的行和列"),
            Self::Open => ("打开…", "打开草稿，或从导出的文件恢复"),
            Self::OpenSample => ("打开示例", "一份填好的年报，可随意改动"),
            Self::Save => ("保存", "保存草稿"),
            Self::SaveAs => ("另存为…", "把草稿存到另一个文件"),
            Self::Export(Format::Pdf) => ("导出 PDF…", "按官方版式导出，供打印、签字、盖章"),
            Self::Export(Format::Xlsx) => ("导出 Excel…", "导出带公式的表格"),
            Self::Export(Format::Docx) => ("导出 Word…", "按公文格式导出，可用 Word、WPS 修改"),
            Self::Export(Format::Html) => ("导出网页…", "导出一个网页文件，供在政府网站发布"),
            Self::ExportCheckSheet(Format::Pdf) => {
                ("导出审核表 PDF…", "各项勾稽关系、问题和理由，供审核签字")
            }
            Self::ExportCheckSheet(Format::Xlsx) => {
                ("导出审核表 Excel…", "各项勾稽关系、问题和理由，供审核签字")
            }
            Self::Print => ("打印…", "生成 PDF 并用系统的阅读程序打开，在那里打印"),
            Self::CloseReturn => ("关闭年报", "回到开始页"),
            Self::Quit => ("退出", "关闭程序"),
            Self::Undo => ("撤销", "撤销上一步"),
            Self::Redo => ("恢复", "恢复撤销的一步"),
            Self::FillBlanksWithZero => ("本表空白处填 0", "把当前表中的空白单元格都填为 0"),
            Self::TakeComputedTotals => (
                "本表合计改用自动合计",
                "清除当前表中手工填写的合计，由程序计算",
            ),
            Self::Copy => ("复制", "复制当前表的全部数字，可粘贴到电子表格"),
            Self::Paste => ("粘贴", "从当前单元格起粘贴一块数字"),
            Self::Search => ("搜索指标", "按名称查找并转到单元格"),
            Self::NextFinding => ("下一个问题", "转到下一个问题并标出相关单元格"),
            Self::PreviousPart => ("上一部分", "转到报告的上一部分"),
            Self::NextPart => ("下一部分", "转到报告的下一部分"),
            Self::ChooseAlternative => (
                "“其他处理”按一行填报",
                "有的单位把（六）其他处理印成一行，不分三种情形",
            ),
            Self::ShowExplanation => ("指标说明", "当前指标的口径、依据和常见错误"),
            Self::ToggleFindings => ("问题栏", "显示或收起右侧的问题与说明"),
            Self::SetTheme(Theme::System) => ("外观跟随系统", "深浅随系统设置"),
            Self::SetTheme(Theme::Light) => ("浅色", "浅色外观"),
            Self::SetTheme(Theme::Dark) => ("深色", "深色外观"),
            Self::ZoomIn => ("放大", "放大界面"),
            Self::ZoomOut => ("缩小", "缩小界面"),
            Self::ZoomReset => ("原始大小", "恢复 100%"),
            Self::ShowShortcuts => ("快捷键", "全部快捷键"),
            Self::About => ("关于", "版本与字体许可"),
            _ => ("", ""),
        }
    }

    pub fn shortcut(&self) -> Option<Shortcut> {
        match self {
            Self::New => Shortcut::control('N'),
            Self::Open => Shortcut::control('O'),
            Self::Save => Shortcut::control('S'),
            Self::SaveAs => Shortcut::control_shift('S'),
            Self::Export(Format::Pdf) => Shortcut::control('E'),
            Self::Export(Format::Xlsx) => Shortcut::control_shift('E'),
            Self::Print => Shortcut::control('P'),
            Self::CloseReturn => Shortcut::control('W'),
            Self::Quit => Shortcut::control('Q'),
            Self::Undo => Shortcut::control('Z'),
            Self::Redo => Shortcut::control('Y'),
            Self::Copy => Shortcut::control('C'),
            Self::Paste => Shortcut::control('V'),
            Self::Search => Shortcut::control('F'),
            Self::NextFinding => Shortcut::plain(Key::Function(8)),
            Self::ShowExplanation => Shortcut::plain(Key::Function(1)),
            Self::ToggleLastYear => Shortcut::plain(Key::Function(7)),
            Self::ShowYears => Shortcut::control('L'),
            Self::ShowCharts => Shortcut::control('G'),
            Self::ToggleFindings => Shortcut::plain(Key::Function(9)),
            Self::PreviousPart => Shortcut::control_key(Key::PageUp),
            Self::NextPart => Shortcut::control_key(Key::PageDown),
            Self::ZoomIn => Shortcut::control_key(Key::Plus),
            Self::ZoomOut => Shortcut::control_key(Key::Minus),
            Self::ZoomReset => Shortcut::control_key(Key::Zero),
            _ => None,
        }
    }

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
