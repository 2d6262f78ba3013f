//! How much a reader takes before it gives up: hostile files cost no more than long ones.

/// The bounds of one reading. Real reports stay a hundred times below them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Of the file, in bytes.
    pub bytes: usize,
    /// Of everything unpacked from it, in bytes.
    pub unpacked: usize,
    /// Parts of an archive or of a mail, pages of a PDF, sheets of a workbook.
    pub entries: usize,
    /// Elements within elements.
    pub nesting: usize,
    /// Cells of all tables together, spans unfolded.
    pub cells: usize,
    /// Lines and table cells with text, together.
    pub lines: usize,
    /// Of all text, in bytes.
    pub text: usize,
}

impl Limits {
    pub const USUAL: Self = Self {
        bytes: 64 * 1024 * 1024,
        unpacked: 128 * 1024 * 1024,
        entries: 2_000,
        nesting: 256,
        cells: 200_000,
        lines: 100_000,
        text: 8 * 1024 * 1024,
    };
}
