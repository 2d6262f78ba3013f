//! Writing a return in the formats people send, print and publish.

pub mod changes;
pub mod check_sheet;
pub mod document;
pub mod docx;
pub mod fonts;
pub mod html;
pub mod layout;
mod markup;
pub mod obstacles;
pub mod opinion;
pub mod pdf;
pub mod picture;
pub mod raster;
pub(crate) mod sign_off;
pub mod svg;
mod title;
mod wording;
pub mod xlsx;

use document::Mark;

pub(crate) use wording::header_text;
pub use wording::iso_date;
pub(crate) use wording::paragraph_ranges;

/// What is exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Product {
    /// The report itself.
    Report(Mark),
    /// 审核表: what was checked, to be signed.
    CheckSheet,
}

impl Product {
    /// What stands behind the report's title in a file's name.
    pub fn suffix(self) -> &'static str {
        match self {
            Self::Report(Mark::Final) => "",
            Self::Report(Mark::Draft) => "（草稿）",
            Self::CheckSheet => check_sheet::NAME,
        }
    }
}

/// Why a file could not be made. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// Excel would change the figure.
    #[error(
        "工作表“{sheet}”的单元格 {place} 填的是 {figure}，超过 Excel 能精确保存的 15 位数字；请核对是否多输了"
    )]
    TooManyDigits {
        sheet: String,
        /// `D5`
        place: String,
        figure: String,
    },
    /// A sheet can't be made of what stands in the report.
    #[error("工作表“{sheet}”写不成 Excel 表格；请核对该部分的文字和数字后重试")]
    Sheet {
        sheet: String,
        source: Box<rust_xlsxwriter::XlsxError>,
    },
    /// No face has a character of the report.
    #[error(transparent)]
    Missing(#[from] layout::MissingCharacters),
    /// A bundled face can't be read.
    #[error(transparent)]
    Font(#[from] fonts::FontError),
    #[error(transparent)]
    Raster(#[from] raster::RasterError),
    #[error("PDF 没有生成；请重试，或改为导出 Excel")]
    Pdf(String),
    /// The sheets can't be put together.
    #[error("Excel 文件没有生成；请重试，或改为导出 PDF")]
    Workbook(#[source] Box<rust_xlsxwriter::XlsxError>),
    /// The parts of a Word file can't be put together.
    #[error("Word 文件没有生成；请重试，或改为导出 PDF")]
    Archive(#[source] zip::result::ZipError),
}
