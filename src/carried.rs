//! The draft that an exported file carries, so that the export can be opened like the draft.
//!
//! People keep last year's report as whatever file they were sent. Each format
//! holds the draft's bytes in its own way, writer and reader side by side: a
//! PDF as an attached file, a workbook on a sheet that nobody sees, a Word file
//! as a part beside the text, a web page as a block of data. What is in
//! the bytes is of no concern here, only that they say they are a draft.
//!
//! Whoever types other figures into an export changes what is seen, not what
//! is carried. [`visible`] reads what is seen in texts, so that changes can be
//! told; those in a workbook are found by [`crate::edits`].

pub(crate) mod docx;
pub(crate) mod html;
mod letters;
pub(crate) mod pdf;
pub mod visible;
pub(crate) mod workbook;

use std::io::Read;

/// What every draft says it is. Tells the draft from other attachments.
pub const MARK: &str = "nianbao-draft";

/// The largest draft that is unpacked, in bytes; a real one has some ten thousand.
const LARGEST: u64 = 16 * 1024 * 1024;

/// Why a file gives no draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// The format never carries any.
    OtherFormat,
    /// The file could carry a draft and has none.
    Nothing,
    /// The file is encrypted; a draft in it can't be seen.
    Encrypted,
    /// There was a draft, which is incomplete now.
    Damaged,
}

/// Whether a file is a workbook.
pub fn is_workbook(bytes: &[u8]) -> bool {
    workbook::is_archive(bytes)
}

/// The draft in an exported file. Any bytes may be given.
///
/// # Errors
/// [`Absence`] says why there is none.
pub fn find(bytes: &[u8]) -> Result<Vec<u8>, Absence> {
    if pdf::is_pdf(bytes) {
        pdf::find(bytes)
    } else if workbook::is_archive(bytes) {
        workbook::find(bytes)
    } else if docx::is_archive(bytes) {
        docx::find(bytes)
    } else if html::is_page(bytes) {
        html::find(bytes)
    } else {
        Err(Absence::OtherFormat)
    }
}

fn is_draft(bytes: &[u8]) -> bool {
    position(bytes, MARK.as_bytes()).is_some()
}

/// Where a word first stands among bytes.
fn position(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|window| window == word)
}

/// What a zlib stream held.
struct Inflated {
    bytes: Vec<u8>,
    /// Whether it came to its end undamaged and within the limit.
    whole: bool,
}

impl Inflated {
    /// Reads as far as it goes; what follows the stream is left alone.
    fn of(packed: &[u8]) -> Self {
        let mut bytes = Vec::new();
        let mut stream = flate2::bufread::ZlibDecoder::new(packed).take(LARGEST + 1);
        let ended = stream.read_to_end(&mut bytes).is_ok();
        let whole = ended && bytes.len() as u64 <= LARGEST;
        Self { bytes, whole }
    }

    /// The draft in it; `None` if it is something else.
    fn draft(self) -> Option<Result<Vec<u8>, Absence>> {
        is_draft(&self.bytes).then_some(if self.whole {
            Ok(self.bytes)
        } else {
            Err(Absence::Damaged)
        })
    }
}
