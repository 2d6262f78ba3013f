//! What can be asked for on the command line.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::printing::MOST_COPIES;
use clap::error::{ContextKind, ErrorKind};
use clap::{Arg, ArgAction, Args, Command, CommandFactory, FromArgMatches, Parser};

const TEMPLATE: &str = "{about}\n\n用法：{usage}\n\n{all-args}{after-help}";

#[derive(Debug, Parser)]
#[command(
    name = "nianbao",
    version,
    about = "年报填报助手：填写、核对、打印政府信息公开工作年度报告",
    override_usage = "nianbao [文件]\n      nianbao <命令> …",
    after_help = "<文件> 是草稿，或由本程序导出的文件（其中的年报数据以导出时为准；之后在 Excel 里改的，加 --edits 采用）；import、cells、check 也读已公布的年报：网页、文本、Word、Excel、PDF\n\n退出码：0 正常；1 有硬性问题、存疑或拒绝导出；2 文件读不出来或不是年报；3 用法不对；4 写不进去",
    subcommand_help_heading = "命令",
    disable_help_subcommand = true,
    args_conflicts_with_subcommands = true
)]
pub struct Arguments {
    /// 要在窗口中打开的草稿，或由本程序导出的文件；不写则打开开始页
    #[arg(value_name = "文件")]
    pub file: Option<PathBuf>,
    #[command(subcommand)]
    pub subcommand: Option<Subcommand>,
}

#[derive(Debug, clap::Subcommand)]
pub enum Subcommand {
    /// 列出每个单元格：填报值和计算值
    #[command(override_usage = "nianbao cells <文件> [--edits] [--json]")]
    Cells {
        #[arg(value_name = "文件")]
        file: PathBuf,
        /// 采用导出后在 Excel 里改的内容
        #[arg(long)]
        edits: bool,
        /// 输出 JSON
        #[arg(long)]
        json: bool,
    },
    /// 读取已公布的年报，列出读到的数字、存疑和问题
    #[command(override_usage = "nianbao import <文件> [-o <草稿>] [--json]")]
    Import(ImportArguments),
    /// 按勾稽关系核对年报，列出问题；文件夹中的年报一并核对
    #[command(
        override_usage = "nianbao check <文件或文件夹>… [--edits] [--json] [--list <文件>] [--opinions <文件夹>]\n      nianbao check <文件> [--edits] [--pdf <文件>] [--xlsx <文件>] [--date <日期>] [--json]"
    )]
    Check(CheckArguments),
    /// 导出 PDF、Excel、Word、网页
    #[command(
        override_usage = "nianbao export <文件> [--edits] [--pdf <文件>] [--xlsx <文件>] [--docx <文件>] [--html <文件>] [--picture <文件>] [--draft] [--sign-off] [--date <日期>] [--system-fonts]"
    )]
    Export(ExportArguments),
    /// 送到本机的打印机打印
    #[command(
        override_usage = "nianbao print <文件> [--printer <打印机>] [--copies <份数>] [--pages <页码>] [--draft]"
    )]
    Print(PrintArguments),
    /// 新建一份空的年报草稿
    #[command(
        override_usage = "nianbao new --year <年> --agency <单位> [--edition <版式>] [--previous <文件>] [--supplement <文件>]… -o <文件>"
    )]
    New(NewArguments),
    /// 列出版式，或检查增加行的定义文件
    #[command(override_usage = "nianbao forms [<定义文件>…]")]
    Forms {
        #[arg(value_name = "定义文件")]
        files: Vec<PathBuf>,
    },
    /// 把一个单位历年的年报并排列出，标明哪些年份可比
    #[command(override_usage = "nianbao years <文件>… [--json] [--xlsx <文件>]")]
    Years {
        #[arg(value_name = "文件", required = true)]
        files: Vec<PathBuf>,
        /// 输出 JSON
        #[arg(long)]
        json: bool,
        /// 写成带图表的 Excel 文件
        #[arg(long, value_name = "文件")]
        xlsx: Option<PathBuf>,
    },
    /// 列出各表的校验码，或核对纸质件上的校验码是否与文件一致
    #[command(override_usage = "nianbao proof <文件> [<校验码>…]")]
    Proof {
        #[arg(value_name = "文件")]
        file: PathBuf,
        /// 纸上印的校验码，如 三 7K4M-2；不写则列出文件的校验码
        #[arg(value_name = "校验码")]
        codes: Vec<String>,
    },
    /// 公布前检查：列出文字中的个人信息、涉密字样和没有改完的地方
    #[command(override_usage = "nianbao scan <文件> [--json]")]
    Scan {
        #[arg(value_name = "文件")]
        file: PathBuf,
        /// 输出 JSON
        #[arg(long)]
        json: bool,
    },
    /// 把示例草稿和它的导出文件写到文件夹中
    #[command(override_usage = "nianbao demo <文件夹>")]
    Demo {
        #[arg(value_name = "文件夹")]
        folder: PathBuf,
    },
}

#[derive(Debug, Args)]
pub struct NewArguments {
    /// 年度
    #[arg(long, value_name = "年")]
    pub year: u16,
    /// 填报单位
    #[arg(long, value_name = "单位")]
    pub agency: String,
    /// 版式：A、A-bj、B 或 C；不写则用年度的版式
    #[arg(long, value_name = "版式")]
    pub edition: Option<String>,
    /// 上年的年报：沿用单位信息，填入结转数，并与之核对
    #[arg(long, value_name = "文件")]
    pub previous: Option<PathBuf>,
    /// 增加行的定义文件，可写多次
    #[arg(long = "supplement", value_name = "文件")]
    pub supplements: Vec<PathBuf>,
    /// 写到哪里
    #[arg(short, long, value_name = "文件")]
    pub output: PathBuf,
}

#[derive(Debug, Args)]
pub struct ImportArguments {
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 存成草稿，存疑一并记入
    #[arg(short, long, value_name = "草稿")]
    pub output: Option<PathBuf>,
    /// 输出 JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct CheckArguments {
    /// 文件，或收有年报的文件夹
    #[arg(value_name = "文件", required = true)]
    pub files: Vec<PathBuf>,
    /// 采用导出后在 Excel 里改的内容
    #[arg(long)]
    pub edits: bool,
    /// 输出 JSON
    #[arg(long)]
    pub json: bool,
    /// 把审核表写成 PDF，只用于一个文件
    #[arg(long, value_name = "文件")]
    pub pdf: Option<PathBuf>,
    /// 把审核表写成 Excel，只用于一个文件
    #[arg(long, value_name = "文件")]
    pub xlsx: Option<PathBuf>,
    /// 审核表上的核对日期，如 2024-01-26；不写则用填报日期
    #[arg(long, value_name = "日期")]
    pub date: Option<String>,
    /// 把所有文件的情况和问题写成一份 Excel 清单
    #[arg(long, value_name = "文件")]
    pub list: Option<PathBuf>,
    /// 给每份有问题的年报写一页审核意见（PDF 和 Word），放到这个文件夹
    #[arg(long, value_name = "文件夹")]
    pub opinions: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[group(id = "targets", multiple = true)]
pub struct ExportArguments {
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 采用导出后在 Excel 里改的内容
    #[arg(long)]
    pub edits: bool,
    /// 导出 PDF
    #[arg(long, value_name = "文件", required_unless_present_any = ["xlsx", "docx", "html", "picture"])]
    pub pdf: Option<PathBuf>,
    /// 导出 Excel
    #[arg(long, value_name = "文件")]
    pub xlsx: Option<PathBuf>,
    /// 导出 Word
    #[arg(long, value_name = "文件")]
    pub docx: Option<PathBuf>,
    /// 导出网页
    #[arg(long, value_name = "文件")]
    pub html: Option<PathBuf>,
    /// 导出一图读懂，按扩展名写成 .pdf、.png 或 .svg
    #[arg(long, value_name = "文件")]
    pub picture: Option<PathBuf>,
    /// 导出带“草稿”水印的副本，有问题或空格也导出
    #[arg(long)]
    pub draft: bool,
    /// 印出单位负责人、审核人、填报人各行
    #[arg(long)]
    pub sign_off: bool,
    /// 文件中记载的日期，如 2024-01-26；不写则用填报日期
    #[arg(long, value_name = "日期")]
    pub date: Option<String>,
    /// 导出 PDF 用系统的仿宋、小标宋、黑体、楷体和宋体，没有的用自带字体
    #[arg(long)]
    pub system_fonts: bool,
}

#[derive(Debug, Args)]
pub struct PrintArguments {
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 打印机的名称；不写则用系统默认的打印机
    #[arg(long, value_name = "打印机")]
    pub printer: Option<String>,
    /// 份数，1 到 99
    #[arg(long, value_name = "份数", default_value_t = 1, hide_default_value = true,
          value_parser = clap::value_parser!(u16).range(1..=i64::from(MOST_COPIES)))]
    pub copies: u16,
    /// 只打印这些页，如 1-3,5
    #[arg(long, value_name = "页码")]
    pub pages: Option<String>,
    /// 打印带“草稿”水印的副本，有问题或空格也打印
    #[arg(long)]
    pub draft: bool,
}

/// What became of the arguments.
#[derive(Debug)]
pub enum Parsed {
    Asked(Arguments),
    /// Help or version, to be printed.
    Help(String),
    /// A sentence about what is wrong.
    Wrong(String),
}

impl Arguments {
    /// Reads the arguments; never ends the process.
    pub fn read(arguments: impl IntoIterator<Item = OsString>) -> Parsed {
        let read = in_chinese(Self::command())
            .try_get_matches_from(arguments)
            .and_then(|matches| Self::from_arg_matches(&matches));
        let error = match read {
            Ok(arguments) => return Parsed::Asked(arguments),
            Err(error) => error,
        };
        let subject = |kind| {
            error
                .get(kind)
                .map_or_else(String::new, |value| value.to_string())
        };
        let argument = subject(ContextKind::InvalidArg);
        Parsed::Wrong(match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
                return Parsed::Help(error.to_string());
            }
            ErrorKind::UnknownArgument => {
                format!("不认识参数“{argument}”。请用 nianbao --help 查看用法")
            }
            ErrorKind::MissingRequiredArgument => {
                format!("缺少参数 {argument}。请用 nianbao --help 查看用法")
            }
            ErrorKind::ValueValidation | ErrorKind::InvalidValue => format!(
                "参数 {argument} 的值“{}”不对。请用 nianbao --help 查看用法",
                subject(ContextKind::InvalidValue)
            ),
            _ => "用法不对。请用 nianbao --help 查看用法".to_owned(),
        })
    }
}

/// The command and everything under it with Chinese headings and help.
fn in_chinese(command: Command) -> Command {
    let help = Arg::new("help")
        .short('h')
        .long("help")
        .action(ArgAction::Help)
        .help("显示用法");
    let version = Arg::new("version")
        .short('V')
        .long("version")
        .action(ArgAction::Version)
        .help("显示版本");
    let has_version = command.get_version().is_some();
    command
        .help_template(TEMPLATE)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(help)
        .args(has_version.then_some(version))
        .mut_args(|argument| argument.help_heading("参数"))
        .mut_subcommands(in_chinese)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str]) -> Parsed {
        Arguments::read(
            ["nianbao"]
                .iter()
                .chain(words)
                .map(|word| OsString::from(*word)),
        )
    }

    #[test]
    fn a_file_opens_the_window() {
        let Parsed::Asked(arguments) = read(&["甲.nianbao"]) else {
            panic!("a file is a fine argument");
        };
        assert!(arguments.file.is_some() && arguments.subcommand.is_none());
    }

    #[test]
    fn wrong_usage_is_said_in_chinese() {
        for words in [
            &["export", "a.nianbao"][..],
            &["cells"],
            &["check"],
            &["years"],
            &["new", "--year", "二"],
            &["cells", "a", "--nothing"],
        ] {
            match read(words) {
                Parsed::Wrong(sentence) => assert!(sentence.contains("--help"), "{sentence}"),
                other => panic!("{words:?} gave {other:?}"),
            }
        }
    }
}
