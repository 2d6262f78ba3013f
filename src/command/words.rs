//! What commands are called, and the keys that stand for them.

use super::shortcut::{Key, Shortcut};
use super::{Command, Format};
use crate::export::picture::PictureFormat;
use crate::settings::Theme;

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
            Self::Import => "导入",
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
            Self::NewFromLastYear => (
                "从上年年报新建…",
                "选上年的草稿、导出文件或已公布的年报，结转数自动带入",
            ),
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
            Self::Import => (
                "导入已公布的年报…",
                "读取网页、PDF、Word、Excel 或文本里的年报，逐格核对后采用",
            ),
            Self::ShowSurvey => (
                "批量审核…",
                "一次核对一个文件夹里的许多份年报，导出清单和审核意见",
            ),
            Self::ImportClipboard => ("从剪贴板导入年报", "把复制的整篇年报读进来，逐格核对后采用"),
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
            Self::ToggleSystemFonts => (
                "使用系统公文字体",
                "导出 PDF 时用这台电脑上的仿宋、小标宋、黑体、楷体和宋体，没有的用自带字体",
            ),
            Self::ShowPreview => ("打印预览", "按打印出来的样子逐页查看"),
            Self::Print => ("打印…", "选择打印机、份数和页码"),
            Self::ShowScan => (
                "公布前检查",
                "找出文字里的个人信息、涉密字样和没有改完的地方",
            ),
            Self::ShowProof => (
                "核对纸质件…",
                "输入页脚的校验码，看纸质件与这份年报是否一致",
            ),
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
            Self::PickFigure => (
                "插入数字…",
                "在文字中插入表里的数、合计或占比，表里的数改了，文字跟着改",
            ),
            Self::WritePassages => (
                "写入参考文字",
                "写入这一部分惯用的小标题和句子，数字取自表格；已有的文字不动",
            ),
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
}

impl Command {
    pub fn shortcut(&self) -> Option<Shortcut> {
        match self {
            Self::New => Shortcut::control('N'),
            Self::Open => Shortcut::control('O'),
            Self::Import => Shortcut::control('I'),
            Self::Save => Shortcut::control('S'),
            Self::SaveAs => Shortcut::control_shift('S'),
            Self::Export(Format::Pdf) => Shortcut::control('E'),
            Self::Export(Format::Xlsx) => Shortcut::control_shift('E'),
            Self::ShowPreview => Shortcut::control_shift('P'),
            Self::Print => Shortcut::control('P'),
            Self::CloseReturn => Shortcut::control('W'),
            Self::Quit => Shortcut::control('Q'),
            Self::Undo => Shortcut::control('Z'),
            Self::Redo => Shortcut::control('Y'),
            Self::Copy => Shortcut::control('C'),
            Self::Paste => Shortcut::control('V'),
            Self::Search => Shortcut::control('F'),
            Self::PickFigure => Shortcut::control('D'),
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
}
