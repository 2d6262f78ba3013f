//! The words by which published reports are recognised, from `assets/import-text.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

const DEFINITION: &str = include_str!("../../../assets/import-text.toml");

/// Words of titles, agencies, pages and sentences; each as [`normal::label`] spells it.
///
/// [`normal::label`]: crate::import::normal::label
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wording {
    pub title: TitleWords,
    pub agency: AgencyWords,
    pub contact: ContactWords,
    pub furniture: FurnitureWords,
    pub headings: HeadingWords,
    pub prose: ProseWords,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TitleWords {
    /// 政府信息公开
    pub subjects: Vec<String>,
    /// Subjects of which one character may be wrong.
    pub misspelt: Vec<String>,
    /// What may stand between the subject and 报告.
    pub fillers: Vec<String>,
    /// 报告
    pub ends: Vec<String>,
    /// What may stand behind it.
    pub behind: Vec<String>,
    /// How names of files end that may stand for titles.
    pub files: Vec<String>,
    /// With what running text begins behind a title on the same line, beside a year.
    pub openers: Vec<String>,
    /// What leads up to a title in a sentence.
    pub before: Vec<String>,
    /// What titles of notices about reports hold.
    pub notices: Vec<String>,
    /// What is no part of the agency's name where year and subject are taken out.
    pub loose: Vec<String>,
    /// What the work of a year is: 公开.
    pub works: Vec<String>,
    /// How it is told: 12条, 未收到.
    pub told: Vec<String>,
    /// 编制本报告
    pub leads: Vec<String>,
    /// Headings that only such reports have.
    pub telling: Vec<String>,
    /// Headings with which the first part begins, in other documents too.
    pub firsts: Vec<String>,
    /// Headings of later parts, in other documents too.
    pub later: Vec<String>,
    /// What sub-headings of the first part speak of.
    pub aspects: Vec<String>,
    /// 统计期限
    pub periods: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AgencyWords {
    /// How names end.
    pub ends: Vec<String>,
    /// How names of regions end.
    pub regions: Vec<String>,
    /// 我局: what no name begins with.
    pub pronouns: Vec<String>,
    /// 本, 全: the same before one of the nouns.
    pub bound: Vec<String>,
    /// 局
    pub nouns: Vec<String>,
    /// 做好: what leads up to a name in a sentence.
    pub lead_ins: Vec<String>,
    /// What no name holds.
    pub inside: Vec<String>,
    pub no_names: Vec<String>,
    /// What follows a name at the beginning of a paragraph.
    pub verbs: Vec<String>,
    /// What follows a name at the beginning of a sentence without a time.
    pub openings: Vec<String>,
    /// What begins the names of bodies above the agency, or of parts of it.
    pub leaders: Vec<String>,
    /// What a name can't begin behind without being cut there.
    pub breaks: Vec<String>,
    /// Words in names that hold one of those.
    pub places: Vec<String>,
    /// Keys of page data that name the agency, the surest first.
    pub keys: Vec<String>,
    /// How names of governments end, and of offices that make reports for others.
    pub compilers: Vec<String>,
    /// What stands before and behind the name of who made the report.
    pub makers: Vec<(String, String)>,
    /// Offices within an agency, longest first where one ends with another.
    pub offices: Vec<String>,
    /// 本年度
    pub times: Vec<String>,
    /// 根据
    pub bases: Vec<String>,
    /// The same of the site.
    pub site: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ContactWords {
    pub address: Vec<String>,
    pub postcode: Vec<String>,
    pub telephone: Vec<String>,
    pub email: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FurnitureWords {
    pub lines: Vec<String>,
    /// The same before the report begins.
    pub menu: Vec<String>,
    pub starts: Vec<String>,
    pub contains: Vec<String>,
    /// What begins the foot of a page.
    pub foot: Vec<String>,
    /// In characters.
    pub longest: usize,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HeadingWords {
    /// How headings end that have no number.
    pub ends: Vec<String>,
    #[serde(rename = "sign")]
    pub signs: Vec<SignWords>,
}

/// What tells a paragraph of a part whose heading is lost.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SignWords {
    /// By its id.
    pub part: String,
    pub words: Vec<String>,
    /// What tells a paragraph of the part before it.
    pub before: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProseWords {
    /// Editions whose reports give all of their figures in sentences, in numbers or in words. Of
    /// the others, which print tables, only numbers are taken, for a table that is lacking.
    pub editions: Vec<String>,
    /// What every section of such a report is about.
    pub subject: String,
    /// 截至, where the end of the year follows.
    pub closings: Vec<String>,
    /// 累计
    pub cumulated: Vec<String>,
    /// What in the sentence makes such a number one of several years.
    pub since: Vec<String>,
    /// What says that a number holds the one behind it.
    pub contained: Vec<String>,
    #[serde(rename = "region")]
    pub regions: Vec<RegionWords>,
    pub noted: Vec<NotedWords>,
    #[serde(rename = "answer")]
    pub answers: Vec<AnswerWords>,
    #[serde(rename = "whole")]
    pub wholes: Vec<WholeWords>,
    pub statistics: StatisticsWords,
    pub denial: DenialWords,
}

/// An edition that one region used.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RegionWords {
    pub edition: String,
    /// How its agencies' names begin.
    pub agencies: Vec<String>,
    /// What only its reports speak of.
    pub topics: Vec<String>,
}

/// A figure for which words stand.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NotedWords {
    /// By its id in the form's texts.
    pub figure: String,
    pub words: Vec<String>,
    pub near: Vec<String>,
}

/// What was done with all that was received.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AnswerWords {
    pub figure: String,
    pub words: Vec<String>,
}

/// A whole that is stated by its only kind.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WholeWords {
    pub figure: String,
    pub kinds: Vec<String>,
    pub verbs: Vec<String>,
}

/// That there was nothing, in words.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DenialWords {
    /// What denies any of the topics.
    pub denials: Vec<String>,
    /// What behind them makes them another word: 无法.
    pub never: Vec<String>,
    /// What before a denial makes it one of others, of a part or of a plan.
    pub others: Vec<String>,
    /// What between denial and topic makes it one of a part.
    pub parts: Vec<String>,
    /// What may stand behind a topic.
    pub tails: Vec<String>,
    /// What lists another topic.
    pub joints: Vec<String>,
    /// Whole answers.
    pub nothing: Vec<String>,
    #[serde(rename = "topic")]
    pub topics: Vec<DeniedWords>,
}

/// What can be denied.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DeniedWords {
    /// By its id in the form's texts.
    pub figure: String,
    pub topics: Vec<String>,
    /// What denies this topic only.
    #[serde(default)]
    pub denials: Vec<String>,
    /// What between denial and topic makes it one of a part, of this topic.
    #[serde(default)]
    pub parts: Vec<String>,
    /// What before a topic makes it another one.
    #[serde(default)]
    pub unlike: Vec<String>,
    /// What headings about it hold.
    pub headings: Vec<String>,
    /// What headings about others hold.
    #[serde(default)]
    pub other_headings: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StatisticsWords {
    pub headings: Vec<String>,
}

/// The words, read once. A definition that can't be read is found by the test below; without
/// words nothing is recognised.
pub(super) fn wording() -> &'static Wording {
    static WORDING: LazyLock<Wording> =
        LazyLock::new(|| toml::from_str(DEFINITION).unwrap_or_default());
    &WORDING
}

#[cfg(test)]
mod tests {
    use crate::form::catalog::Catalog;
    use crate::import::normal;

    use super::*;

    #[test]
    fn the_words_can_be_read_and_name_what_is_there() {
        let wording: Wording = toml::from_str(DEFINITION).unwrap();
        let catalog = Catalog::built_in().unwrap();
        for edition in &wording.prose.editions {
            let form = catalog.official(edition).unwrap();
            let prose = &wording.prose;
            let noted = prose.noted.iter().map(|noted| &noted.figure);
            let answers = prose.answers.iter().map(|answer| &answer.figure);
            let wholes = prose.wholes.iter();
            let wholes = wholes.flat_map(|whole| whole.kinds.iter().chain([&whole.figure]));
            let denied = prose.denial.topics.iter().map(|topic| &topic.figure);
            for figure in noted.chain(answers).chain(wholes).chain(denied) {
                assert!(form.texts.figure(figure).is_some(), "{edition} {figure}");
            }
        }
        for region in &wording.prose.regions {
            assert!(catalog.official(&region.edition).is_some());
        }
    }

    #[test]
    fn the_words_are_spelt_as_labels_are() {
        let Wording {
            title,
            agency,
            furniture,
            ..
        } = wording();
        let lists = [
            &title.leads,
            &title.telling,
            &title.before,
            &agency.keys,
            &furniture.lines,
            &furniture.starts,
            &furniture.foot,
        ];
        for word in lists.into_iter().flatten() {
            assert_eq!(&normal::label(word), word);
        }
    }
}
