//! The words by which texts speak of the report's figures, from `assets/texts`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::form::load::{Problems, read};

use super::lexicon::{Lexicon, Words};

/// Words that mean the same in every edition.
const COMMON: &str = include_str!("../../assets/texts/words.toml");

/// How far a word may stand from its number, in characters.
const REACH: usize = 16;

/// A `[[mention]]`: how texts name a figure beside its number. Among the words, `@name` stands
/// for a list of `words.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct MentionDefinition {
    /// The figures meant, by id, the likeliest first.
    means: Vec<String>,
    /// What names it: one of these stands in the number's clause.
    words: Vec<String>,
    /// What the passage is about: the last such word before the number is one of these.
    topics: Vec<String>,
    /// One of these stands in the clause or just before it.
    near: Vec<String>,
    /// One of these stands before it, in the sentence or the one before.
    context: Vec<String>,
    /// None of these does.
    not: Vec<String>,
    /// Words of `outside` that do no harm here.
    allows: Vec<String>,
    units: Vec<String>,
    /// The year it is of, if not the report's: -1 or 1.
    year: i16,
    /// Whether it has to name that year.
    names_year: bool,
    /// Whether a text says 没有 in place of a zero.
    denied: bool,
    /// How far `words` may stand from the number, in characters.
    reach: Option<usize>,
}

/// The words of `words.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct CommonDefinition {
    elsewhere: Vec<String>,
    outside: Vec<String>,
    periods: Vec<String>,
    whole_year: Vec<String>,
    up_to: Vec<String>,
    bare: Vec<String>,
    before_bare: Vec<String>,
    after_bare: Vec<String>,
    acts: Vec<String>,
    bodies: Vec<String>,
    own: Vec<String>,
    adverbs: Vec<String>,
    idle: Vec<String>,
    denials: Vec<String>,
    fillers: Vec<String>,
    among: Vec<String>,
    open: Vec<String>,
    rest: Vec<String>,
    overlapping: Vec<String>,
    shares: Vec<String>,
    respectively: Vec<String>,
    rises: Vec<String>,
    falls: Vec<String>,
    compared: Vec<String>,
    units: Vec<String>,
    /// Lists that mentions name.
    lists: BTreeMap<String, Vec<String>>,
}

impl CommonDefinition {
    /// Words with the lists they name.
    fn expanded(&self, words: &[String], place: &str, problems: &mut Problems) -> Vec<String> {
        let mut expanded = Vec::new();
        for word in words {
            match word.strip_prefix('@') {
                None => expanded.push(word.clone()),
                Some(name) => match self.lists.get(name) {
                    Some(list) => expanded.extend(list.iter().cloned()),
                    None => {
                        let message = format!("没有词表 {name}");
                        problems.add("unknown-list", place, message, "请写 words.toml 中的词表");
                    }
                },
            }
        }
        expanded
    }
}

/// The words that are looked for, with their meanings.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    pub lexicon: Lexicon,
    pub namings: Vec<Naming>,
    /// Every word that says what a passage is about.
    pub topics: Words,
    /// Topics that are no business of the tables.
    pub elsewhere: Words,
    /// Other years, other bodies, plans.
    pub outside: Words,
    /// Parts of a year: 上半年.
    pub periods: Words,
    /// All of it: 全年.
    pub whole_year: Words,
    /// 截至
    pub up_to: Vec<String>,
    /// Topics that may be others' alone: 申请.
    pub bare: Words,
    /// What may lead up to these, and what may follow them.
    pub before_bare: Vec<String>,
    pub after_bare: Vec<String>,
    /// What bodies do: 收到.
    pub acts: Words,
    /// How the names of bodies end that are a part of a government: 局.
    pub bodies: Vec<String>,
    /// What makes such a word the reporting body: 我局.
    pub own: Vec<String>,
    /// What may stand between a body and what it did: 共.
    pub adverbs: Vec<String>,
    pub denials: Words,
    /// What stands between 没有 and what there is none of.
    pub fillers: Vec<String>,
    /// 其中
    pub among: Words,
    /// What makes a list one of examples.
    pub open: Words,
    /// What makes a list complete: 其他.
    pub rest: Words,
    /// Ways that count the same thing more than once.
    pub overlapping: Words,
    /// 占
    pub shares: Words,
    /// 分别
    pub respectively: Words,
    pub rises: Words,
    pub falls: Words,
    /// What a change is against: 比上年.
    pub compared: Words,
    /// Longest first.
    pub units: Vec<String>,
}

/// How a figure is named.
#[derive(Debug)]
pub(super) struct Naming {
    pub means: Vec<String>,
    pub words: Words,
    pub topics: Words,
    pub near: Words,
    pub context: Words,
    pub not: Words,
    pub allows: Words,
    pub units: BTreeSet<String>,
    year: i16,
    names_year: bool,
    pub denied: bool,
    pub reach: usize,
}

impl Naming {
    /// Whether a number that the text puts in year `named` is of the report's year.
    pub(super) fn is_of(&self, named: Option<u16>, report: u16) -> bool {
        match named {
            None => !self.names_year,
            Some(named) => {
                (named == report && !self.names_year)
                    || report.checked_add_signed(self.year) == Some(named)
            }
        }
    }
}

impl Vocabulary {
    /// Reads how texts name the figures with these ids.
    pub(super) fn load(
        definitions: Vec<MentionDefinition>,
        figures: &BTreeSet<String>,
        edition: &str,
        problems: &mut Problems,
    ) -> Self {
        let common: CommonDefinition = match read(COMMON, problems) {
            Ok(common) => common,
            Err(found) => {
                for problem in found {
                    problems.add(problem.code, problem.place, problem.message, problem.remedy);
                }
                return Self::default();
            }
        };
        let mut vocabulary = Self::common(&common);
        for mut definition in definitions {
            let place = format!(
                "版式 {edition} 的文字，mention {}",
                definition.means.join("、")
            );
            for (key, words) in [
                ("means", &definition.means),
                ("words", &definition.words),
                ("units", &definition.units),
            ] {
                if words.is_empty() {
                    let message = format!("缺少 {key}");
                    problems.add("missing-text", &place, message, format!("请写出 {key}"));
                }
            }
            for id in definition.means.iter().filter(|id| !figures.contains(*id)) {
                let message = format!("没有 figure {id}");
                problems.add("unknown-figure", &place, message, "请写已有的 figure");
            }
            for words in [
                &mut definition.words,
                &mut definition.topics,
                &mut definition.near,
                &mut definition.context,
                &mut definition.not,
                &mut definition.allows,
                &mut definition.units,
            ] {
                *words = common.expanded(words, &place, problems);
            }
            vocabulary.add(definition);
        }
        vocabulary
            .units
            .sort_by_key(|unit| std::cmp::Reverse(unit.len()));
        vocabulary
    }

    fn common(common: &CommonDefinition) -> Self {
        let mut lexicon = Lexicon::default();
        let mut words = |texts: &[String]| lexicon.add_all(texts);
        words(&common.idle);
        let elsewhere = words(&common.elsewhere);
        Self {
            topics: elsewhere.clone(),
            elsewhere,
            outside: words(&common.outside),
            periods: words(&common.periods),
            whole_year: words(&common.whole_year),
            up_to: common.up_to.clone(),
            bare: words(&common.bare),
            before_bare: common.before_bare.clone(),
            after_bare: common.after_bare.clone(),
            acts: words(&common.acts),
            bodies: common.bodies.clone(),
            own: common.own.clone(),
            adverbs: common.adverbs.clone(),
            denials: words(&common.denials),
            among: words(&common.among),
            open: words(&common.open),
            rest: words(&common.rest),
            overlapping: words(&common.overlapping),
            shares: words(&common.shares),
            respectively: words(&common.respectively),
            rises: words(&common.rises),
            falls: words(&common.falls),
            compared: words(&common.compared),
            fillers: common.fillers.clone(),
            units: common.units.clone(),
            namings: Vec::new(),
            lexicon,
        }
    }

    fn add(&mut self, definition: MentionDefinition) {
        let MentionDefinition {
            means,
            words,
            topics,
            near,
            context,
            not,
            allows,
            units,
            year,
            names_year,
            denied,
            reach,
        } = definition;
        let lexicon = &mut self.lexicon;
        let naming = Naming {
            means,
            words: lexicon.add_all(&words),
            topics: lexicon.add_all(&topics),
            near: lexicon.add_all(&near),
            context: lexicon.add_all(&context),
            not: lexicon.add_all(&not),
            allows: lexicon.add_all(&allows),
            units: units.iter().cloned().collect(),
            year,
            names_year,
            denied,
            reach: reach.unwrap_or(REACH),
        };
        self.topics.extend(&naming.topics);
        for unit in units {
            if !self.units.contains(&unit) {
                self.units.push(unit);
            }
        }
        self.namings.push(naming);
    }
}
