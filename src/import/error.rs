//! Why a file can't be read, and what to do about it.

use thiserror::Error;

/// A file that gives no [`Source`](super::Source).
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ImportError {
    #[error("“{file}”是空文件。请重新取得这份文件")]
    Empty { file: String },
    /// `what` names the bound: `文件太大`.
    #[error("“{file}”{what}，不像一份年报，没有读取。请只保留年报部分再导入")]
    TooMuch { file: String, what: &'static str },
    #[error("“{file}”有密码保护。请用原来的软件打开，取消密码后另存")]
    Encrypted { file: String },
    /// `place` says where, if it is known: `第 3 页`.
    #[error("“{file}”已损坏，{place}读不出来。请重新下载，或者用原来的软件打开后另存")]
    Damaged { file: String, place: String },
    /// A format only an office program reads: `.doc`, `.wps`, `.et`.
    #[error(
        "“{file}”是旧的 {format} 格式，本机没有可用来转换的 LibreOffice。请用 Word 或 WPS 打开，另存为 .docx 或 .xlsx 后再导入"
    )]
    Legacy { file: String, format: &'static str },
    /// The same, and the office program that is here could not read it either.
    #[error(
        "“{file}”是旧的 {format} 格式，本机的 LibreOffice 没能转换。请用 Word 或 WPS 打开，另存为 .docx 或 .xlsx 后再导入"
    )]
    NotConverted { file: String, format: &'static str },
    /// The same, and it was given up.
    #[error(
        "“{file}”是旧的 {format} 格式，本机的 LibreOffice 转换超过 {seconds} 秒，已停止。请用 Word 或 WPS 打开，另存为 .docx 或 .xlsx 后再导入"
    )]
    ConversionTooSlow {
        file: String,
        format: &'static str,
        seconds: u64,
    },
    /// Pages of pictures: a scan.
    #[error("“{file}”里只有图片，没有可读的文字。请取得原来的 Word 文件，或者照着图片填写")]
    NoText { file: String },
    #[error("“{file}”不是能读取的格式。可以导入网页、文本、Word、Excel 和 PDF 文件")]
    Unsupported { file: String },
}

impl ImportError {
    /// Names the bound that was passed.
    pub fn too_much(file: &str, what: &'static str) -> Self {
        Self::TooMuch {
            file: file.to_owned(),
            what,
        }
    }
}
