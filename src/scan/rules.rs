//! What is looked for, as `assets/scan.toml` says it.

use std::ops::Range;

use serde::Deserialize;
use thiserror::Error;

use super::line::{Line, fold};
use super::words::{Words, folded};

const BUILT_IN: &str = include_str!("../../assets/scan.toml");

/// The rules of the scan, ready to be used.
#[derive(Debug)]
pub struct Rules {
    /// In the order in which they count.
    pub(super) kinds: Vec<Kind>,
    pub(super) people: People,
    /// Words that make a sentence one about whom to ask.
    contact: Words,
}

/// One kind of thing to look for, with the words about it.
#[derive(Debug)]
pub(super) struct Kind {
    pub id: String,
    pub name: String,
    pub finder: Finder,
    pub why: String,
    pub advice: String,
}

#[derive(Debug)]
pub(super) enum Finder {
    IdentityCard,
    Account,
    Mobile,
    Landline,
    EMail,
    Plate,
    Name,
    Crosses,
    UnfinishedDate,
    Words(Words),
    Along(Along),
}

/// What goes along with exported files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Along {
    Signatories,
    Reasons,
    LastYear,
    Origin,
}

/// How names are told.
#[derive(Debug)]
pub(super) struct People {
    /// Words that a name often follows.
    pub words: Vec<Vec<char>>,
    /// Forms of address behind a name.
    pub titles: Vec<Vec<char>>,
    pub surnames: String,
    pub not_names: Vec<Vec<char>>,
}

/// What is wrong with a file of rules.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum RulesError {
    #[error("公布前检查的规则读不出来：{0}")]
    Unread(String),
    #[error("规则“{kind}”的找法“{finder}”本程序不认识，请改成已有的找法，或改用 words")]
    UnknownFinder { kind: String, finder: String },
    #[error("规则“{0}”没有写怎么找，请写 finder、words 或 pairs 中的一种")]
    NoFinder(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireRules {
    contact: Vec<String>,
    person_words: Vec<String>,
    titles: Vec<String>,
    surnames: String,
    not_names: Vec<String>,
    kind: Vec<WireKind>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireKind {
    id: String,
    name: String,
    why: String,
    advice: String,
    finder: Option<String>,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    pairs: Vec<[String; 2]>,
    #[serde(default)]
    except: Vec<String>,
}

impl Rules {
    /// The program's own rules.
    ///
    /// # Errors
    /// If the file that was built in is faulty; a test sees to it that it is not.
    pub fn built_in() -> Result<Self, RulesError> {
        Self::read(BUILT_IN)
    }

    /// Reads rules from TOML.
    ///
    /// # Errors
    /// [`RulesError`] says which rule is at fault.
    pub fn read(text: &str) -> Result<Self, RulesError> {
        let wire: WireRules =
            toml::from_str(text).map_err(|error| RulesError::Unread(error.message().to_owned()))?;
        let kinds: Result<Vec<Kind>, RulesError> = wire.kind.into_iter().map(kind).collect();
        let all = |words: &[String]| words.iter().map(|word| folded(word)).collect();
        Ok(Self {
            kinds: kinds?,
            people: People {
                words: all(&wire.person_words),
                titles: all(&wire.titles),
                surnames: wire.surnames.chars().map(fold).collect(),
                not_names: all(&wire.not_names),
            },
            contact: Words::new(&wire.contact, &[], &[]),
        })
    }

    /// Those of the places that are not in a sentence about whom to ask.
    pub(super) fn private(&self, line: &Line, places: Vec<Range<usize>>) -> Vec<Range<usize>> {
        let words = self.contact.find(line);
        let mut places = places;
        places.retain(|place| {
            let sentence = line.sentence(place);
            !words.iter().any(|word| sentence.contains(&word.start))
        });
        places
    }
}

fn kind(wire: WireKind) -> Result<Kind, RulesError> {
    let finder = match wire.finder.as_deref() {
        None if wire.words.is_empty() && wire.pairs.is_empty() => {
            return Err(RulesError::NoFinder(wire.id));
        }
        None => Finder::Words(Words::new(&wire.words, &wire.except, &wire.pairs)),
        Some("identity-card") => Finder::IdentityCard,
        Some("account") => Finder::Account,
        Some("mobile") => Finder::Mobile,
        Some("landline") => Finder::Landline,
        Some("e-mail") => Finder::EMail,
        Some("plate") => Finder::Plate,
        Some("name") => Finder::Name,
        Some("crosses") => Finder::Crosses,
        Some("unfinished-date") => Finder::UnfinishedDate,
        Some("signatories") => Finder::Along(Along::Signatories),
        Some("reasons") => Finder::Along(Along::Reasons),
        Some("last-year") => Finder::Along(Along::LastYear),
        Some("origin") => Finder::Along(Along::Origin),
        Some(unknown) => {
            return Err(RulesError::UnknownFinder {
                finder: unknown.to_owned(),
                kind: wire.id,
            });
        }
    };
    Ok(Kind {
        id: wire.id,
        name: wire.name,
        finder,
        why: wire.why,
        advice: wire.advice,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_that_are_built_in_are_sound() {
        let rules = Rules::built_in().unwrap();
        assert!(rules.kinds.len() > 10);
        for kind in &rules.kinds {
            assert!(
                !kind.why.is_empty() && !kind.advice.is_empty(),
                "{}",
                kind.id
            );
        }
    }

    #[test]
    fn faulty_rules_are_named() {
        let file = |rule: &str| {
            let head = "contact=[]\nperson_words=[]\ntitles=[]\nsurnames=\"\"\nnot_names=[]\n";
            let kind = "[[kind]]\nid=\"a\"\nname=\"\"\nwhy=\"\"\nadvice=\"\"\n";
            Rules::read(&format!("{head}{kind}{rule}")).map(|_| ())
        };
        assert_eq!(file("words=[\"甲\"]"), Ok(()));
        assert_eq!(file(""), Err(RulesError::NoFinder("a".to_owned())));
        let unknown = file("finder=\"b\"").unwrap_err().to_string();
        assert!(unknown.contains("“a”") && unknown.contains("“b”"));
        assert!(matches!(file("word=[]"), Err(RulesError::Unread(_))));
    }
}
