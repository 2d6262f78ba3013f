//! What is no report of an agency on the official form, though it may look like one.
//!
//! Which words tell it, and under which rules an institution reports instead, is data:
//! `assets/import-other.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

/// What a source is that is no report of an agency for a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Other {
    /// The report of a university or college, made under rules of its own.
    University,
    /// The same of a school or kindergarten.
    School,
    /// The same of a hospital or clinic.
    Hospital,
    /// The same of a company, such as one for water or power.
    Enterprise,
    /// On a part of a year: the first half, a quarter, a month.
    PartOfYear,
    /// How reports were assessed, or what an auditor says of one.
    Appraisal,
    /// A text sent round for opinions.
    Draft,
    /// What explains a report.
    Explanation,
    /// A notice: to make reports, with the form to be filled in.
    Notice,
    /// What is to be done: work points, schemes.
    Plan,
    /// How to ask for information, or what there is.
    Guide,
    /// Rules.
    Rules,
    /// A summary of work, without the parts and figures of a report.
    Summary,
    /// News of a report.
    News,
    /// A page that lists reports.
    List,
    /// A report's title without the report.
    TitleOnly,
    /// Another document that says what it is.
    Other,
    /// What says nothing of itself.
    Unknown,
}

impl Other {
    /// The word in `--json`.
    pub fn word(self) -> &'static str {
        match self {
            Self::University => "university",
            Self::School => "school",
            Self::Hospital => "hospital",
            Self::Enterprise => "enterprise",
            Self::PartOfYear => "part-of-year",
            Self::Appraisal => "appraisal",
            Self::Draft => "draft",
            Self::Explanation => "explanation",
            Self::Notice => "notice",
            Self::Plan => "plan",
            Self::Guide => "guide",
            Self::Rules => "rules",
            Self::Summary => "summary",
            Self::News => "news",
            Self::List => "list",
            Self::TitleOnly => "title-only",
            Self::Other => "other",
            Self::Unknown => "unknown",
        }
    }

    /// Whether it stays what it is though it has figures in tables of the form: whose figures
    /// they are, or of which time, makes them none of an agency's year. A notice may have a
    /// report behind it.
    pub fn has_figures_of_its_own(self) -> bool {
        match self {
            Self::University
            | Self::School
            | Self::Hospital
            | Self::Enterprise
            | Self::PartOfYear => true,
            Self::Appraisal
            | Self::Draft
            | Self::Explanation
            | Self::Notice
            | Self::Plan
            | Self::Guide
            | Self::Rules
            | Self::Summary
            | Self::News
            | Self::List
            | Self::TitleOnly
            | Self::Other
            | Self::Unknown => false,
        }
    }

    /// What it seems to be, as a clause for people without a stop: `看来是清河大学的…`.
    ///
    /// `agency` is whose it is, `title` what it calls itself; each empty if that isn't said.
    pub fn seems(self, agency: &str, title: &str) -> String {
        let titled = |what: &str| match title {
            "" => format!("看来是{what}"),
            title => format!("看来是{what}“{title}”"),
        };
        match self {
            Self::University | Self::School | Self::Hospital | Self::Enterprise => {
                let institution = words().institution(self);
                let label = institution.map_or("", |known| known.label.as_str());
                let why = institution.map_or("", |known| known.why.as_str());
                let name = if agency.is_empty() { label } else { agency };
                format!("看来是{name}的信息公开年度报告，不适用本表：{why}")
            }
            Self::PartOfYear => titled("一年中某一段时间的情况") + "，年报要的是全年的数",
            Self::List => titled("各年或各单位年报的列表"),
            Self::TitleOnly => titled("只有标题的页面") + "，没有年报的正文和表格",
            Self::Appraisal
            | Self::Draft
            | Self::Explanation
            | Self::Notice
            | Self::Plan
            | Self::Guide
            | Self::Rules
            | Self::Summary
            | Self::News => {
                let mut known = words().documents.iter();
                let known = known.find(|document| document.what == self);
                titled(known.map_or("", |document| document.label.as_str()))
            }
            Self::Other | Self::Unknown if title.is_empty() => {
                "没有年报的标题、部分和表格".to_owned()
            }
            Self::Other | Self::Unknown => titled(""),
        }
    }

    /// What to do instead, as a sentence without a stop.
    pub fn remedy(self) -> &'static str {
        match self {
            Self::University | Self::School | Self::Hospital | Self::Enterprise => {
                "请改选行政机关的年报；如果主管部门要求也填这张表，请新建一份年报照着填写"
            }
            Self::PartOfYear => "请改选全年的年报",
            Self::List => "请打开其中一份年报再导入",
            Self::TitleOnly => "请下载页面上的附件，或者打开正文所在的页面再导入",
            Self::Appraisal
            | Self::Draft
            | Self::Explanation
            | Self::Notice
            | Self::Plan
            | Self::Guide
            | Self::Rules
            | Self::Summary
            | Self::News
            | Self::Other
            | Self::Unknown => "请改选年报文件",
        }
    }
}

const DEFINITION: &str = include_str!("../../assets/import-other.toml");

/// The words by which all this is known, spelt as [`super::normal::label`] spells them.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OtherWords {
    /// 校长办公室
    pub offices: Vec<String>,
    /// 我局
    pub organs: Vec<String>,
    /// 编制: what a lead says of rules that the report is made under.
    pub made: Vec<String>,
    /// 上半年
    pub periods: Vec<String>,
    #[serde(rename = "institution")]
    pub institutions: Vec<InstitutionWords>,
    #[serde(rename = "document")]
    pub documents: Vec<DocumentWords>,
}

/// An institution that reports under rules of its own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InstitutionWords {
    pub what: Other,
    /// How their names end.
    pub ends: Vec<String>,
    /// Names that end so and are agencies'.
    pub unlike: Vec<String>,
    /// 我校
    pub own: Vec<String>,
    /// What must stand in the text too where only `own` tells it.
    pub beside: Vec<String>,
    /// 《高等学校信息公开办法》
    pub rules: Vec<String>,
    label: String,
    why: String,
}

/// A document that is no report.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DocumentWords {
    pub what: Other,
    /// How its title ends.
    pub ends: Vec<String>,
    /// How its title begins.
    pub begins: Vec<String>,
    /// What its text says.
    pub says: Vec<String>,
    label: String,
}

/// The words in the program.
pub(super) fn words() -> &'static OtherWords {
    static WORDS: LazyLock<OtherWords> =
        LazyLock::new(|| toml::from_str(DEFINITION).unwrap_or_default());
    &WORDS
}

impl OtherWords {
    fn institution(&self, what: Other) -> Option<&InstitutionWords> {
        self.institutions.iter().find(|known| known.what == what)
    }

    /// Whether words begin with what another document is called.
    pub fn begins_with(&self, words: &str) -> bool {
        let ends = self.documents.iter().flat_map(|document| &document.ends);
        ends.into_iter().any(|end| words.starts_with(end.as_str()))
    }

    /// Whether words end with what another document is called.
    pub fn ends(&self, words: &str) -> bool {
        let ends = self.documents.iter().flat_map(|document| &document.ends);
        ends.into_iter().any(|end| words.ends_with(end.as_str()))
    }

    /// The institution whose name some words are, or the name of an office in it; `None` for
    /// agencies.
    pub fn institution_named(&self, name: &str) -> Option<Other> {
        // 清河学院(清河校区)
        let mut name = name;
        while let Some((before, _)) = name
            .strip_suffix([')', '）'])
            .and_then(|inner| inner.rsplit_once(['(', '（']))
        {
            name = before;
        }
        let mut rest = name;
        loop {
            if let Some(found) = self.ending(rest) {
                return found.is_named(rest).then_some(found.what);
            }
            let mut offices = self.offices.iter();
            rest = offices.find_map(|office| rest.strip_suffix(office.as_str()))?;
        }
    }

    /// The institution with the longest of the endings that a name has: 大学附属医院.
    fn ending(&self, name: &str) -> Option<&InstitutionWords> {
        let longest = |known: &InstitutionWords| {
            let ends = known.ends.iter().filter(|end| name.ends_with(end.as_str()));
            ends.map(String::len).max()
        };
        let known = self.institutions.iter();
        let known = known.filter_map(|known| Some((longest(known)?, known)));
        known
            .max_by_key(|(length, _)| *length)
            .map(|(_, known)| known)
    }
}

impl InstitutionWords {
    fn is_named(&self, name: &str) -> bool {
        !self.unlike.iter().any(|end| name.ends_with(end.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::normal;

    #[test]
    fn the_words_are_read_and_spelt_as_labels_are() {
        let read: Result<OtherWords, _> = toml::from_str(DEFINITION);
        let words = read.unwrap_or_else(|error| panic!("{error}"));
        let institutions = words.institutions.iter();
        let institutions = institutions.flat_map(|known| {
            let lists = [&known.ends, &known.unlike, &known.own, &known.beside];
            lists.into_iter().chain([&known.rules]).flatten()
        });
        let documents = words.documents.iter();
        let documents = documents
            .flat_map(|known| [&known.ends, &known.begins, &known.says])
            .flatten();
        for word in institutions.chain(documents).chain(&words.organs) {
            assert_eq!(&normal::label(word), word);
        }
    }

    #[test]
    fn agencies_are_told_from_institutions_by_their_names() {
        for (name, what) in [
            ("清河大学", Some(Other::University)),
            ("清河大学校长办公室", Some(Other::University)),
            ("清河职业技术学院(东校区)", Some(Other::University)),
            ("清河大学附属医院", Some(Other::Hospital)),
            ("清河市水务集团有限公司", Some(Other::Enterprise)),
            ("清河县第二中学", Some(Other::School)),
            ("清河二中", Some(Other::School)),
            ("清河镇卫生院", Some(Other::Hospital)),
            ("清河市教育局", None),
            ("清河市教育局(市体育局)", None),
            ("清河市水务局", None),
            ("清河市卫生健康委员会", None),
            ("清河市医院管理局", None),
            ("清河县烟草专卖局(公司)", None),
            ("清河大学城管理委员会", None),
            ("清河高新区管委会", None),
            ("清河县供销合作社联合社", None),
            ("中共清河市委党校(行政学院)", None),
            ("清河市行政学院", None),
            ("清河省科学院", None),
            ("清河街道办事处", None),
            ("清河市人民法院", None),
            ("中国人民银行清河支行", None),
            ("清河市政务服务中心", None),
        ] {
            assert_eq!(words().institution_named(name), what, "{name}");
        }
    }

    #[test]
    fn what_it_seems_to_be_is_said_with_its_name_and_reason() {
        let university = Other::University.seems("清河大学", "");
        assert!(university.starts_with("看来是清河大学的信息公开年度报告，不适用本表："));
        assert!(university.contains("《高等学校信息公开办法》"));
        let points = Other::Plan.seems("", "某区政务公开工作要点");
        assert_eq!(points, "看来是工作要点或方案“某区政务公开工作要点”");
        let nothing = Other::Unknown.seems("", "");
        assert_eq!(nothing, "没有年报的标题、部分和表格");
    }
}
