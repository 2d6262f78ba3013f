//! 一图读懂: the year on one page, for the public. Key figures, charts, source.

use std::fmt::Write as _;

use super::ExportError;
use super::document::{Document, Mark};
use super::fonts::{Face, Fonts};
use super::layout::{self, Page};
use super::wording::iso_date;
use super::{pdf, raster, svg};
use crate::charts::{Chart, Content, YearCharts};
use crate::form::Form;
use crate::returns::Return;

/// What stands behind the report's title in a file's name.
pub const NAME: &str = "一图读懂";
/// Sharp when printed on A4.
const DOTS_PER_INCH: u16 = 200;

/// A file format a picture is exported in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureFormat {
    Pdf,
    Png,
    Svg,
}

impl PictureFormat {
    pub const ALL: [Self; 3] = [Self::Pdf, Self::Png, Self::Svg];

    pub fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Svg => "svg",
        }
    }

    /// The format a file's ending stands for.
    pub fn of_extension(extension: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|format| format.extension().eq_ignore_ascii_case(extension))
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Png => "PNG",
            Self::Svg => "SVG",
        }
    }
}

/// The year of one agency, ready to be laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pub agency: String,
    pub year: u16,
    /// The report's title.
    pub title: String,
    /// The edition's name.
    pub edition: String,
    /// The document that issued the edition.
    pub basis: String,
    /// An ISO date for the file's properties; `None` for none.
    pub date: Option<String>,
    /// Whether it is marked 草稿.
    pub mark: Mark,
    pub charts: YearCharts,
}

impl Picture {
    /// What is drawn of the return; charts that wait for figures are left out.
    pub fn of(form: &Form, ret: &Return, mut charts: YearCharts, mark: Mark) -> Self {
        let waits = |chart: &Chart| matches!(chart.content, Content::Waiting(_));
        charts.charts.retain(|chart| !waits(chart));
        Self {
            agency: ret.header.agency.trim().to_owned(),
            year: ret.header.year,
            title: ret.title(form),
            edition: form.name.clone(),
            basis: form.basis.clone(),
            date: iso_date(&ret.header.filled_on),
            mark,
            charts,
        }
    }

    /// The page.
    ///
    /// # Errors
    /// If no face has a character.
    pub fn page(&self, fonts: &Fonts) -> Result<Page, layout::MissingCharacters> {
        fonts.prepare(&[Face::Hei, Face::Title]);
        layout::lay_out_picture(self, fonts)
    }

    /// All that the picture shows, as whole sentences.
    pub fn in_words(&self) -> String {
        let mut words = format!("{}。", self.title);
        for figure in &self.charts.key_figures {
            let _ = write!(words, "{}。", figure.in_words());
        }
        for chart in &self.charts.charts {
            let _ = write!(words, "{}：{}", chart.title, chart.in_words());
        }
        words
    }
}

/// The picture's bytes; the same for the same picture, on every system.
///
/// # Errors
/// If no face has a character, or a face can't be read.
pub fn write(
    picture: &Picture,
    format: PictureFormat,
    fonts: &Fonts,
) -> Result<Vec<u8>, ExportError> {
    let page = picture.page(fonts)?;
    match format {
        PictureFormat::Pdf => pdf::write_pages(&[page], &document(picture), fonts),
        PictureFormat::Png => Ok(raster::png(&page, DOTS_PER_INCH, fonts)?),
        PictureFormat::Svg => {
            let title = format!("{}{NAME}", picture.title);
            Ok(svg::write(&page, &title, &picture.in_words(), fonts)?)
        }
    }
}

/// What the PDF says about itself.
fn document(picture: &Picture) -> Document {
    Document {
        title: format!("{}{NAME}", picture.title),
        agency: picture.agency.clone(),
        year: picture.year,
        edition: format!("{}，{}", picture.edition, picture.basis),
        date: picture.date.clone(),
        mark: picture.mark,
        blocks: Vec::new(),
        header: Vec::new(),
        codes: Vec::new(),
        carried: None,
    }
}
