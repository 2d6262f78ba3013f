//! The lines for signatures, found again in what others have made of an export.

use std::ops::Range;

/// Where the lines for signatures stand among the lines of an export: one after another, each
/// begun by its label, behind all that was typed. What follows a label may be another text.
///
/// `typed` are the report's own lines: the same labels there don't count. All texts have to be
/// without blanks, labels with the colon that follows them.
pub(crate) fn block_in(
    lines: &[String],
    labels: &[String],
    typed: &[String],
) -> Option<Range<usize>> {
    let own = blocks(typed, labels).count();
    let start = blocks(lines, labels).skip(own).last()?;
    Some(start..start + labels.len())
}

/// Where all the labels begin lines one after another.
fn blocks<'a>(lines: &'a [String], labels: &'a [String]) -> impl Iterator<Item = usize> + 'a {
    let places = lines.windows(labels.len().max(1)).enumerate();
    places.filter_map(move |(start, lines)| {
        let mut pairs = lines.iter().zip(labels);
        let all = !labels.is_empty() && pairs.all(|(line, label)| line.starts_with(label.as_str()));
        all.then_some(start)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_all_the_labels_in_their_order_are_the_lines_for_signatures() {
        let lines =
            |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_owned).collect() };
        let labels = lines("甲： 乙：");
        let found = |text: &str, typed: &str| block_in(&lines(text), &labels, &lines(typed));
        assert_eq!(found("一 甲：张 乙：", ""), Some(1..3));
        assert_eq!(found("甲：1 二 甲： 乙： 附", ""), Some(2..4));
        assert_eq!(found("乙： 甲：", ""), None);
        assert_eq!(found("甲： 乙：", "甲： 乙："), None);
        assert_eq!(found("甲： 乙： 甲： 乙：", "甲： 乙："), Some(2..4));
        assert_eq!(block_in(&lines("一"), &[], &[]), None);
    }
}
