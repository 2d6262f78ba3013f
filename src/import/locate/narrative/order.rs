//! Which part paragraphs belong to whose heading is lost: parts follow each other, so one begins
//! behind what tells the part before it, and goes on.

use crate::form::Form;
use crate::import::locate::wording::SignWords;
use crate::import::normal;

use super::paragraph::Paragraph;

/// Moves the paragraphs of one section, read as of one part, to the later parts that they tell of.
/// Gives the place of each paragraph that begins such a part.
pub(super) fn settle(signs: &[SignWords], form: &Form, paragraphs: &mut [Paragraph]) -> Vec<usize> {
    let labels: Vec<String> = paragraphs
        .iter()
        .map(|paragraph| normal::label(&paragraph.text))
        .collect();
    let mut begun = Vec::new();
    for sign in signs {
        let mut parts = form.parts.iter();
        let Some(part) = parts.position(|part| part.id == sign.part) else {
            continue;
        };
        let moved = told(sign, &labels);
        let mut is_begun = false;
        for at in moved {
            let paragraph = paragraphs.get_mut(at);
            let Some(paragraph) = paragraph.filter(|paragraph| paragraph.part < part) else {
                continue;
            };
            paragraph.part = part;
            if !is_begun {
                begun.push(at);
            }
            is_begun = true;
        }
    }
    begun
}

/// The paragraphs that belong to what a sign tells: all behind the last one of the part before,
/// if a sign stands there; else those with a sign only.
fn told(sign: &SignWords, labels: &[String]) -> Vec<usize> {
    let has = |label: &String, words: &[String]| {
        let mut words = words.iter();
        words.any(|word| label.contains(word.as_str()))
    };
    let is_signed = |label: &String| has(label, &sign.words);
    let before = labels
        .iter()
        .rposition(|label| has(label, &sign.before) && !is_signed(label));
    let first_behind = before.map_or(0, |before| before + 1);
    let behind = labels.get(first_behind..).unwrap_or_default();
    match behind.iter().position(is_signed) {
        Some(_) if before.is_some() => (first_behind..labels.len()).collect(),
        Some(first) => (first..labels.len()).collect(),
        None => {
            let labels = labels.iter().enumerate();
            let signed = labels.filter(|(_, label)| is_signed(label));
            signed.map(|(at, _)| at).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_begins_behind_the_last_paragraph_of_the_one_before() {
        let sign = SignWords {
            part: "other".to_owned(),
            words: vec!["处理费".to_owned()],
            before: vec!["不足".to_owned(), "下一步".to_owned()],
        };
        let moved = |labels: &[&str]| {
            let labels: Vec<String> = labels.iter().map(|&label| label.to_owned()).collect();
            told(&sign, &labels)
        };
        assert_eq!(
            moved(&["有不足", "下一步改", "会议", "处理费无", "完"]),
            [2, 3, 4]
        );
        assert_eq!(moved(&["有人手", "处理费无", "完"]), [1, 2]);
        assert_eq!(moved(&["处理费无", "有不足"]), [0]);
        assert!(moved(&["有不足", "会议"]).is_empty());
    }
}
