//! One agency's report for one year: what was stated, nothing computed.

mod provenance;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use crate::form::{Cell, Form, Variant};
use crate::last_year::LastYear;
use crate::narrative::Text;
use crate::value::Value;

pub use provenance::{DoubtPlace, OpenDoubt, Provenance};

/// The figures of a form, one for each of its cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Values(Vec<Value>);

impl Values {
    pub fn blank(form: &Form) -> Self {
        Self(vec![Value::Blank; form.cells.len()])
    }

    pub fn get(&self, cell: Cell) -> &Value {
        static BLANK: Value = Value::Blank;
        self.0.get(cell.index()).unwrap_or(&BLANK)
    }

    /// Puts a value in place; a cell the form doesn't have is passed over.
    pub fn set(&mut self, cell: Cell, value: Value) {
        if let Some(place) = self.0.get_mut(cell.index()) {
            *place = value;
        }
    }
}

/// A field of the report's header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HeaderField {
    Agency,
    Year,
    Title,
    Level,
    RuleMaking,
    Address,
    Postcode,
    Telephone,
    Email,
    Website,
    Leader,
    Reviewer,
    Filler,
    FilledOn,
}

impl HeaderField {
    pub const ALL: [Self; 14] = [
        Self::Agency,
        Self::Year,
        Self::Title,
        Self::Level,
        Self::RuleMaking,
        Self::Address,
        Self::Postcode,
        Self::Telephone,
        Self::Email,
        Self::Website,
        Self::Leader,
        Self::Reviewer,
        Self::Filler,
        Self::FilledOn,
    ];

    /// The official term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Agency => "填报单位",
            Self::Year => "年度",
            Self::Title => "报告标题",
            Self::Level => "单位类别",
            Self::RuleMaking => "规章制定权",
            Self::Address => "地址",
            Self::Postcode => "邮政编码",
            Self::Telephone => "联系电话",
            Self::Email => "电子邮箱",
            Self::Website => "网站",
            Self::Leader => "单位负责人",
            Self::Reviewer => "审核人",
            Self::Filler => "填报人",
            Self::FilledOn => "填报日期",
        }
    }

    /// The word in drafts and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::Year => "year",
            Self::Title => "title",
            Self::Level => "level",
            Self::RuleMaking => "rule_making",
            Self::Address => "address",
            Self::Postcode => "postcode",
            Self::Telephone => "telephone",
            Self::Email => "email",
            Self::Website => "website",
            Self::Leader => "leader",
            Self::Reviewer => "reviewer",
            Self::Filler => "filler",
            Self::FilledOn => "filled_on",
        }
    }

    /// The field a word means.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.word() == word)
    }
}

/// Where in a return something is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The header data.
    Header(Option<HeaderField>),
    /// A part, by id.
    Part(String),
    /// A sentence in the text of a part.
    Text {
        part: String,
        /// In bytes of the shown text.
        range: Range<usize>,
    },
    Cell(Cell),
    /// Which charts are printed.
    Charts,
}

impl Place {
    /// The part it is, or whose text it is in, by id.
    pub fn part(&self) -> Option<&str> {
        match self {
            Self::Part(part) | Self::Text { part, .. } => Some(part),
            Self::Header(_) | Self::Cell(_) | Self::Charts => None,
        }
    }

    /// What it is called on the form: `（一）予以公开 · 自然人`, `一、总体情况`, `填报单位`.
    pub fn label(&self, form: &Form) -> String {
        match self {
            Self::Cell(cell) => form.label(*cell),
            Self::Part(part) | Self::Text { part, .. } => {
                let title = form.part(part).map(|part| part.title.as_str());
                let title = title.filter(|title| !title.is_empty());
                title.unwrap_or("正文").to_owned()
            }
            Self::Header(Some(field)) => field.label().to_owned(),
            Self::Header(None) => "基本信息".to_owned(),
            Self::Charts => "图表".to_owned(),
        }
    }
}

/// Whether the report is a government's or a department's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Level {
    #[default]
    Unstated,
    /// 各级人民政府
    Government,
    /// 政府部门
    Department,
}

/// Whether the agency may make 规章.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RuleMaking {
    #[default]
    Unstated,
    Has,
    HasNot,
}

/// Who reports, for which year, and who answers for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    pub agency: String,
    pub year: u16,
    /// A title of one's own; empty means the form's.
    pub title: String,
    pub level: Level,
    pub rule_making: RuleMaking,
    pub address: String,
    pub postcode: String,
    pub telephone: String,
    pub email: String,
    pub website: String,
    pub leader: String,
    pub reviewer: String,
    pub filler: String,
    /// As printed: `2024年1月26日`.
    pub filled_on: String,
}

impl Header {
    /// The text of a field that is plain text; `None` for year and choices.
    pub fn text(&self, field: HeaderField) -> Option<&str> {
        Some(match field {
            HeaderField::Agency => &self.agency,
            HeaderField::Title => &self.title,
            HeaderField::Address => &self.address,
            HeaderField::Postcode => &self.postcode,
            HeaderField::Telephone => &self.telephone,
            HeaderField::Email => &self.email,
            HeaderField::Website => &self.website,
            HeaderField::Leader => &self.leader,
            HeaderField::Reviewer => &self.reviewer,
            HeaderField::Filler => &self.filler,
            HeaderField::FilledOn => &self.filled_on,
            HeaderField::Year | HeaderField::Level | HeaderField::RuleMaking => return None,
        })
    }

    pub fn text_mut(&mut self, field: HeaderField) -> Option<&mut String> {
        Some(match field {
            HeaderField::Agency => &mut self.agency,
            HeaderField::Title => &mut self.title,
            HeaderField::Address => &mut self.address,
            HeaderField::Postcode => &mut self.postcode,
            HeaderField::Telephone => &mut self.telephone,
            HeaderField::Email => &mut self.email,
            HeaderField::Website => &mut self.website,
            HeaderField::Leader => &mut self.leader,
            HeaderField::Reviewer => &mut self.reviewer,
            HeaderField::Filler => &mut self.filler,
            HeaderField::FilledOn => &mut self.filled_on,
            HeaderField::Year | HeaderField::Level | HeaderField::RuleMaking => return None,
        })
    }
}

/// Last year's return, kept with this year's so that no other file is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Previous {
    /// The name of the file it was read from; empty where its figures were typed.
    pub file: String,
    pub variant: Variant,
    pub header: Header,
    /// What was stated, by key; what is blank is not there.
    pub figures: BTreeMap<String, Value>,
    pub narrative: BTreeMap<String, Text>,
}

impl Previous {
    /// A return as the year before of another one.
    pub fn of(file: &str, form: &Form, ret: &Return) -> Self {
        let stated = form.all_cells().filter_map(|cell| {
            let value = ret.stated.get(cell);
            (!value.is_blank()).then(|| (form.key(cell).to_owned(), value.clone()))
        });
        Self {
            file: file.to_owned(),
            variant: ret.variant.clone(),
            header: ret.header.clone(),
            figures: stated.collect(),
            narrative: ret.narrative.clone(),
        }
    }

    /// Its figures in their form.
    pub fn stated(&self, form: &Form) -> Values {
        let mut stated = Values::blank(form);
        for (key, value) in &self.figures {
            if let Some(cell) = form.cell(key) {
                stated.set(cell, value.clone());
            }
        }
        stated
    }
}

/// Why a warning is right to stand, and the figures that was said about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The finding it answers.
    pub rule: String,
    pub instance: String,
    pub text: String,
    /// What the finding was about, by key; asked again when it changes.
    pub figures: Vec<(String, String)>,
}

/// 年报（一份）: header, stated figures, texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Return {
    /// The form it was made with.
    pub variant: Variant,
    pub header: Header,
    /// What was entered. A total nobody typed is blank here.
    pub stated: Values,
    /// The text of each part, by the part's id.
    pub narrative: BTreeMap<String, Text>,
    pub provenance: Option<Provenance>,
    /// The year before, if the return is linked to it.
    pub previous: Option<Arc<Previous>>,
    /// Answers to warnings.
    pub reasons: Vec<Reason>,
    /// The charts printed in the report, by id; those of other programs' making too.
    pub charts: BTreeSet<String>,
}

impl Return {
    /// An empty return of a form.
    pub fn blank(form: &Form, agency: &str, year: u16) -> Self {
        Self {
            variant: form.variant.clone(),
            header: Header {
                agency: agency.to_owned(),
                year,
                ..Header::default()
            },
            stated: Values::blank(form),
            narrative: BTreeMap::new(),
            provenance: None,
            previous: None,
            reasons: Vec::new(),
            charts: BTreeSet::new(),
        }
    }

    /// The same return in another form: figures are carried over by key.
    pub fn moved_to(&self, from: &Form, to: &Form) -> Self {
        let mut stated = Values::blank(to);
        for cell in to.all_cells() {
            if let Some(old) = from.cell(to.key(cell)) {
                stated.set(cell, self.stated.get(old).clone());
            }
        }
        Self {
            variant: to.variant.clone(),
            stated,
            ..self.clone()
        }
    }

    /// Links last year's return, and fills from it what the header doesn't say yet.
    pub fn link(&mut self, previous: Previous) {
        for field in HeaderField::ALL {
            // These two say something about one year only.
            if matches!(field, HeaderField::Title | HeaderField::FilledOn) {
                continue;
            }
            let Some(last) = previous.header.text(field) else {
                continue;
            };
            if let Some(own) = self.header.text_mut(field)
                && own.trim().is_empty()
            {
                last.clone_into(own);
            }
        }
        if self.header.level == Level::Unstated {
            self.header.level = previous.header.level;
        }
        if self.header.rule_making == RuleMaking::Unstated {
            self.header.rule_making = previous.header.rule_making;
        }
        self.previous = Some(Arc::new(previous));
    }

    /// Fills what this year begins with into cells that are still blank.
    pub fn take_over(&mut self, form: &Form, last_year: &LastYear) {
        for (cell, number) in last_year.proposals(form) {
            if self.stated.get(cell).is_blank() {
                self.stated.set(cell, Value::Number(number));
            }
        }
    }

    /// The answer to a warning, whatever it was said about.
    pub fn reason(&self, rule: &str, instance: &str) -> Option<&Reason> {
        self.reasons
            .iter()
            .find(|reason| reason.rule == rule && reason.instance == instance)
    }

    /// How many of the cells to fill in hold a number.
    pub fn filled(&self, form: &Form) -> usize {
        form.all_cells()
            .filter(|&cell| !form.definition(cell).is_total())
            .filter(|&cell| self.stated.get(cell).number().is_some())
            .count()
    }

    /// The text of a part; empty if there is none.
    pub fn text(&self, part: &str) -> &Text {
        static EMPTY: Text = Text::EMPTY;
        self.narrative.get(part).unwrap_or(&EMPTY)
    }

    /// The report's title: the agency's own, else the form's.
    pub fn title(&self, form: &Form) -> String {
        if self.header.title.trim().is_empty() {
            form.report_title(&self.header.agency, self.header.year)
        } else {
            self.header.title.trim().to_owned()
        }
    }
}
