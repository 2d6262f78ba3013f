//! Texts one below the other, compared with those they were.

use super::Change;

/// The most pairs of texts that are compared one by one; beyond it they count as changed in order.
const MOST_PAIRS: usize = 250_000;
/// The most characters of a text that are told, and those told before where it differs.
const MOST_CHARACTERS: usize = 16;
const BEFORE: usize = 6;

/// Which texts were changed, added or taken out, so that as many as possible stayed.
pub(super) fn changes(was: &[String], now: &[String]) -> Vec<Change> {
    let same = was.iter().zip(now).take_while(|(was, now)| was == now);
    let begin = same.count();
    let (was, now) = (tail(was, begin), tail(now, begin));
    let same = was.iter().rev().zip(now.iter().rev());
    let end = same.take_while(|(was, now)| was == now).count();
    let (was, now) = (head(was, end), head(now, end));
    let mut found = Vec::new();
    let (mut from, mut to) = (0, 0);
    for (old, new) in kept(was, now).into_iter().chain([(was.len(), now.len())]) {
        add_pairs(between(was, from, old), between(now, to, new), &mut found);
        (from, to) = (old + 1, new + 1);
    }
    found
}

fn tail(texts: &[String], from: usize) -> &[String] {
    texts.get(from..).unwrap_or_default()
}

fn head(texts: &[String], without: usize) -> &[String] {
    between(texts, 0, texts.len().saturating_sub(without))
}

fn between(texts: &[String], from: usize, to: usize) -> &[String] {
    texts.get(from..to).unwrap_or_default()
}

/// Texts that stand in the same place between two that stayed: one for the other.
fn add_pairs(was: &[String], now: &[String], found: &mut Vec<Change>) {
    for index in 0..was.len().max(now.len()) {
        let text = |texts: &[String]| texts.get(index).cloned().unwrap_or_default();
        found.push(Change::Text {
            was: text(was),
            now: text(now),
        });
    }
}

/// The places of the texts that stayed, as long a row of them as there is.
fn kept(was: &[String], now: &[String]) -> Vec<(usize, usize)> {
    if was.len().saturating_mul(now.len()) > MOST_PAIRS {
        return Vec::new();
    }
    // How many stayed from each pair of places on.
    let width = now.len() + 1;
    let mut lengths = vec![0_usize; (was.len() + 1) * width];
    let at = |lengths: &[usize], old: usize, new: usize| {
        lengths.get(old * width + new).copied().unwrap_or(0)
    };
    for (old, before) in was.iter().enumerate().rev() {
        for (new, after) in now.iter().enumerate().rev() {
            let length = if before == after {
                at(&lengths, old + 1, new + 1) + 1
            } else {
                at(&lengths, old + 1, new).max(at(&lengths, old, new + 1))
            };
            if let Some(slot) = lengths.get_mut(old * width + new) {
                *slot = length;
            }
        }
    }
    let mut places = Vec::new();
    let (mut old, mut new) = (0, 0);
    while let (Some(before), Some(after)) = (was.get(old), now.get(new)) {
        if before == after {
            places.push((old, new));
            old += 1;
            new += 1;
        } else if at(&lengths, old + 1, new) >= at(&lengths, old, new + 1) {
            old += 1;
        } else {
            new += 1;
        }
    }
    places
}

/// The beginning of a text, as long as a sentence can hold.
pub(super) fn shortened(text: &str) -> String {
    from_place(text, 0)
}

/// Two texts from a little before the place where they begin to differ.
pub(super) fn where_they_differ(was: &str, now: &str) -> (String, String) {
    let same = was.chars().zip(now.chars());
    let same = same.take_while(|(was, now)| was == now).count();
    let from = same.saturating_sub(BEFORE);
    (from_place(was, from), from_place(now, from))
}

fn from_place(text: &str, from: usize) -> String {
    let mut characters = text.chars().skip(from);
    let mut shown: String = characters.by_ref().take(MOST_CHARACTERS).collect();
    if from > 0 {
        shown.insert(0, '…');
    }
    if characters.next().is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(was: &[&str], now: &[&str]) -> Vec<(String, String)> {
        let owned = |texts: &[&str]| {
            texts
                .iter()
                .map(|text| text.to_string())
                .collect::<Vec<_>>()
        };
        changes(&owned(was), &owned(now))
            .into_iter()
            .map(|change| match change {
                Change::Text { was, now } => (was, now),
                other => panic!("{other:?}"),
            })
            .collect()
    }

    fn pair(was: &str, now: &str) -> (String, String) {
        (was.to_owned(), now.to_owned())
    }

    #[test]
    fn what_stayed_is_no_change() {
        assert_eq!(found(&["a", "b"], &["a", "b"]), []);
        assert_eq!(found(&["a", "b", "c"], &["a", "x", "c"]), [pair("b", "x")]);
        assert_eq!(found(&["a", "c"], &["a", "b", "c"]), [pair("", "b")]);
        assert_eq!(
            found(&["a", "b", "c"], &["c"]),
            [pair("a", ""), pair("b", "")]
        );
        assert_eq!(
            found(&["a", "b", "c", "d"], &["x", "b", "c", "y", "d", "z"]),
            [pair("a", "x"), pair("", "y"), pair("", "z")]
        );
    }

    #[test]
    fn long_texts_are_told_from_where_they_differ() {
        let (was, now) = (
            format!("{}甲", "字".repeat(40)),
            format!("{}乙", "字".repeat(40)),
        );
        let (was, now) = where_they_differ(&was, &now);
        assert_eq!(
            (was.as_str(), now.as_str()),
            ("…字字字字字字甲", "…字字字字字字乙")
        );
    }
}
