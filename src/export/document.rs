//! The report as neutral blocks: what every export format writes in its own way.

use crate::charts::Chart;
use crate::form::{
    CaptionLine, CaptionStyle, Cell, Content, Form, Part, Run, SignOffLines, Style, Table, TextPart,
};
use crate::narrative::Figures;
use crate::proof;
use crate::returns::{Header, HeaderField, Return, Values};
use crate::totals::Derived;
use crate::value::{Decimal, Measure, Value};

use super::title::title_lines;
use super::wording::{header_text, iso_date, paragraphs};

/// A whole report, ready to be written in any format.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    pub title: String,
    pub agency: String,
    pub year: u16,
    /// The edition's name and the document that issued it.
    pub edition: String,
    /// The date printed and embedded, as an ISO date; `None` embeds none.
    pub date: Option<String>,
    /// Whether the copy is marked 草稿.
    pub mark: Mark,
    pub blocks: Vec<Block>,
    /// Header fields with their texts, for formats that print a cover sheet. A document
    /// without them has none.
    pub header: Vec<(HeaderField, String)>,
    /// What tells whether paper and file agree: each table's mark and its code, to stand
    /// small at the foot of every page. A document without them has none.
    pub codes: Vec<(String, String)>,
    /// The draft's bytes, taken along by formats that can hold another file.
    pub carried: Option<Vec<u8>>,
}

/// Whether a copy is final.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Final,
    Draft,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// The report's title, broken by sense; one line an entry.
    Title(Vec<String>),
    /// A part's heading: `一、总体情况`. Also a bookmark.
    Heading(String),
    /// The heading of an annex, which begins a new page.
    Annex(String),
    /// A paragraph of running text, without its indent.
    Paragraph(String),
    Table(TableBlock),
    /// A chart with its number in the report.
    Chart {
        number: usize,
        chart: Chart,
    },
    /// The lines under the report: label and text, two a line.
    SignOff(Vec<(String, String)>),
}

/// A table with its figures in place. Same shape as the form's grid.
#[derive(Clone, Debug, PartialEq)]
pub struct TableBlock {
    /// The heading it stands under, for sheet names.
    pub title: String,
    /// What the figures are counted in; may be empty.
    pub unit: String,
    /// The lines printed over it.
    pub caption: Vec<CaptionLine>,
    /// Column widths in millimetres.
    pub widths: Vec<f32>,
    /// The size of the text in points.
    pub type_size: f32,
    pub page_breaks: PageBreaks,
    pub rows: Vec<TableRow>,
}

/// Where a table may go on on another page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageBreaks {
    /// Only where a page is too short for it: it rather begins on a new one.
    Avoided,
    /// Between any rows, like running text.
    Anywhere,
}

#[derive(Clone, Debug, PartialEq)]
pub struct TableRow {
    /// Repeated where the table goes on on another page.
    pub head: bool,
    /// The cells that begin in this row, from left to right.
    pub cells: Vec<TableCell>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct TableCell {
    pub column: usize,
    pub colspan: usize,
    pub rowspan: usize,
    pub style: Style,
    /// How far the text is moved in, in characters.
    pub indent: f32,
    pub content: CellContent,
}

#[derive(Clone, Debug, PartialEq)]
pub enum CellContent {
    Text(Vec<Run>),
    Figure(Figure),
}

/// A figure with what a spreadsheet needs to compute it again.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    pub cell: Cell,
    /// `applications.received:natural`
    pub key: String,
    /// What counts: stated, else computed.
    pub value: Value,
    /// Whether the form computes it.
    pub total: bool,
    /// The cells a total adds.
    pub sum: Vec<Cell>,
    /// The sum, where the stated total says otherwise.
    pub differs: Option<Decimal>,
    /// What numbers the cell takes.
    pub measure: Measure,
}

impl Figure {
    /// The figure as it is printed.
    pub fn text(&self) -> String {
        self.value.printed(self.measure)
    }
}

/// What is asked of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportOptions {
    pub mark: Mark,
    /// An ISO date; `None` takes the header's date of filling.
    pub date: Option<String>,
    pub sign_off: SignOff,
}

/// Whether the lines for leader, reviewer and filler are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignOff {
    Printed,
    Left,
}

impl SignOff {
    /// Printed where someone is named who signs; an agency that names nobody wants no lines.
    pub fn where_named(header: &Header) -> Self {
        let named = [&header.leader, &header.reviewer, &header.filler];
        if named.iter().any(|name| !name.trim().is_empty()) {
            Self::Printed
        } else {
            Self::Left
        }
    }
}

/// Builds the report of `ret` as every format writes it.
///
/// `figures` have to be those of the same return. Nothing fails:
/// blanks stay blank, and a date that can't be understood is left out. It
/// carries no draft; whoever has one puts it in.
pub fn document(ret: &Return, figures: &Figures<'_>, options: &ExportOptions) -> Document {
    illustrated(ret, figures, &[], options)
}

/// The same with those of the charts that the return asks for, each at the end of its part.
/// One that shows nothing, or waits for figures, is left out.
pub fn illustrated(
    ret: &Return,
    figures: &Figures<'_>,
    charts: &[Chart],
    options: &ExportOptions,
) -> Document {
    let form = figures.form;
    let mut charts = ChartBlocks::asked_for(ret, charts);
    let title = ret.title(form);
    let mut blocks = Vec::new();
    if is_annex_alone(form, ret) {
        blocks.extend(
            form.parts
                .iter()
                .filter_map(|part| part_table(part, ret, figures)),
        );
    } else {
        blocks.push(Block::Title(title_lines(&title, &ret.header)));
        for part in &form.parts {
            blocks.extend(part_blocks(part, ret, figures));
            blocks.extend(charts.of(part));
        }
    }
    if !form.years.contains(ret.header.year) {
        let text = format!(
            "本报告按照{}规定的格式编制，版式为{}。",
            form.basis, form.name
        );
        blocks.push(Block::Paragraph(text));
    }
    if options.sign_off == SignOff::Printed || form.sign_off == SignOffLines::Printed {
        blocks.push(sign_off(&ret.header));
    }
    let date = options.date.as_deref().unwrap_or(&ret.header.filled_on);
    Document {
        title,
        agency: ret.header.agency.clone(),
        year: ret.header.year,
        edition: format!("{}，{}", form.name, form.basis),
        date: iso_date(date),
        mark: options.mark,
        blocks,
        header: HeaderField::ALL
            .into_iter()
            .map(|field| (field, header_text(&ret.header, field)))
            .collect(),
        codes: codes(form, ret, figures.derived),
        carried: None,
    }
}

/// The marks and codes of the report's tables, as they are printed.
pub(super) fn codes(form: &Form, ret: &Return, derived: &Derived) -> Vec<(String, String)> {
    let codes = proof::codes(form, ret, derived).into_iter();
    codes
        .map(|table| (table.mark, table.code.to_string()))
        .collect()
}

/// The charts of a report, numbered in the order they come in.
struct ChartBlocks<'a> {
    charts: Vec<&'a Chart>,
    number: usize,
}

impl<'a> ChartBlocks<'a> {
    fn asked_for(ret: &Return, charts: &'a [Chart]) -> Self {
        let charts = charts
            .iter()
            .filter(|chart| ret.charts.contains(&chart.id) && chart.is_drawn());
        Self {
            charts: charts.collect(),
            number: 0,
        }
    }

    fn of(&mut self, part: &Part) -> Vec<Block> {
        let charts = self.charts.iter().filter(|chart| chart.part == part.id);
        charts
            .map(|&chart| {
                self.number += 1;
                Block::Chart {
                    number: self.number,
                    chart: chart.clone(),
                }
            })
            .collect()
    }
}

/// A part: its heading unless it is the lead, its paragraphs, its table.
fn part_blocks(part: &Part, ret: &Return, figures: &Figures<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let empty = part.table.is_none() && ret.text(&part.id).is_blank();
    match (part.title.as_str(), part.annex) {
        ("", _) => {}
        // What may be left out is, with its heading.
        _ if empty && part.text == TextPart::Optional => {}
        (title, true) => blocks.push(Block::Annex(title.to_owned())),
        (title, false) => blocks.push(Block::Heading(title.to_owned())),
    }
    let text = ret.text(&part.id).shown(figures).text;
    blocks.extend(paragraphs(&text).map(|text| Block::Paragraph(text.to_owned())));
    blocks.extend(part_table(part, ret, figures));
    blocks
}

/// The table of a part, if it has one.
fn part_table(part: &Part, ret: &Return, figures: &Figures<'_>) -> Option<Block> {
    let form = figures.form;
    let table = form.tables.get(part.table?)?;
    let block = table_block(form, part, table, &ret.header, &ret.stated, figures.derived);
    Some(Block::Table(block))
}

/// Whether nothing but the annex was filled in: then it is no annex to anything.
fn is_annex_alone(form: &Form, ret: &Return) -> bool {
    let mut parts = form.parts.iter();
    form.parts.iter().any(|part| part.annex) && parts.all(|part| ret.text(&part.id).is_blank())
}

fn table_block(
    form: &Form,
    part: &Part,
    table: &Table,
    header: &Header,
    stated: &Values,
    derived: &Derived,
) -> TableBlock {
    let rows = table.grid.rows.iter().map(|row| TableRow {
        head: row.head,
        cells: row
            .cells
            .iter()
            .map(|cell| TableCell {
                column: cell.column,
                colspan: cell.colspan,
                rowspan: cell.rowspan,
                style: cell.style,
                indent: cell.indent,
                content: match &cell.content {
                    Content::Text(runs) => CellContent::Text(runs.clone()),
                    Content::Figure(cell) => {
                        CellContent::Figure(figure(form, *cell, stated, derived))
                    }
                },
            })
            .collect(),
    });
    let caption = form.caption(table, &header.agency, header.year);
    let own_name = caption
        .iter()
        .find(|line| line.style == CaptionStyle::Title)
        .map(|line| line.text.clone());
    TableBlock {
        title: own_name.unwrap_or_else(|| part.title.clone()),
        unit: table.unit.clone(),
        caption,
        widths: table.grid.widths.clone(),
        type_size: table.type_size,
        page_breaks: PageBreaks::Avoided,
        rows: rows.collect(),
    }
}

fn figure(form: &Form, cell: Cell, stated: &Values, derived: &Derived) -> Figure {
    let definition = form.definition(cell);
    Figure {
        cell,
        key: definition.key.clone(),
        value: derived.value(cell).clone(),
        total: definition.is_total(),
        sum: definition.sum.clone(),
        differs: derived.computed(cell).filter(|computed| {
            stated
                .get(cell)
                .number()
                .is_some_and(|number| number != *computed)
        }),
        measure: definition.measure,
    }
}

fn sign_off(header: &Header) -> Block {
    let fields = [
        HeaderField::Leader,
        HeaderField::Reviewer,
        HeaderField::Filler,
        HeaderField::Telephone,
        HeaderField::FilledOn,
    ];
    Block::SignOff(
        fields
            .into_iter()
            .map(|field| (field.label().to_owned(), header_text(header, field)))
            .collect(),
    )
}
