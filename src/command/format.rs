//! The formats a report is exported in.

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
