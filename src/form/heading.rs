//! Headings of parts as reports word them.

use super::Part;

impl Part {
    /// Whether words are this part's heading, in the form's wording or one met in reports; their
    /// number may be another one or missing. Blanks do not count.
    pub fn is_headed(&self, heading: &str) -> bool {
        let plain: String = heading.chars().filter(|c| !c.is_whitespace()).collect();
        let words = subject(&plain);
        !words.is_empty() && (words == self.subject() || self.fits(words))
    }

    /// The title without its number.
    pub fn subject(&self) -> &str {
        subject(&self.title)
    }

    /// Whether words without number and blanks are one of the other wordings.
    fn fits(&self, words: &str) -> bool {
        let mut spellings = self.spellings.iter();
        spellings.any(|spelling| matches(spelling, words))
    }
}

/// A heading without its number and without stops behind it: `一、总体情况：` → `总体情况`.
pub fn subject(heading: &str) -> &str {
    let heading = heading.trim_start_matches(['#', '*', ' ', '\u{3000}']);
    let behind = number(heading).and_then(|number| heading.get(number.len()..));
    let words = behind.unwrap_or(heading);
    words.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, ':' | '：' | '。' | '.' | ',' | '，' | '、' | '*' | '#')
    })
}

/// The number at the beginning of a heading, with its mark: `一、`, `（一）`, `1.`, `第一部分`.
pub fn number(heading: &str) -> Option<&str> {
    let is_numeral = |c: char| c.is_ascii_digit() || "〇一二三四五六七八九十".contains(c);
    let (opened, inner) = match heading.strip_prefix(['（', '(']) {
        Some(inner) => (true, inner),
        None => (false, heading.strip_prefix('第').unwrap_or(heading)),
    };
    let rest = inner.trim_start_matches(is_numeral);
    // Longer runs of digits are years or figures.
    if rest.len() == inner.len() || inner.len() - rest.len() > 9 {
        return None;
    }
    let behind = if opened {
        rest.strip_prefix(['）', ')'])?
    } else if heading.starts_with('第') {
        rest.strip_prefix("部分")?
    } else {
        let behind = rest.strip_prefix(['、', '.', '．', ',', '，', ':', '：', '）', ')'])?;
        // A number with decimals is no numbering.
        if behind.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        behind
    };
    let behind = behind.trim_start_matches(['、', '.', '：', ':']);
    heading.get(..heading.len() - behind.len())
}

/// Whether words fit a pattern in which `*` stands for any words.
fn matches(pattern: &str, words: &str) -> bool {
    let Some((start, open)) = pattern.split_once('*') else {
        return pattern == words;
    };
    let (middle, end) = open.rsplit_once('*').unwrap_or(("", open));
    let Some(rest) = words.strip_prefix(start) else {
        return false;
    };
    let Some(mut rest) = rest.strip_suffix(end) else {
        return false;
    };
    for piece in middle.split('*').filter(|piece| !piece.is_empty()) {
        let Some((_, behind)) = rest.split_once(piece) else {
            return false;
        };
        rest = behind;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_stands_for_what_begins_holds_or_ends_so() {
        for (pattern, words, fits) in [
            ("概述", "概述", true),
            ("概述", "工作概述", false),
            ("*总体情况", "工作总体情况", true),
            ("*总体情况", "总体情况如下", false),
            ("*存在*问题*", "工作中存在的主要问题及改进情况", true),
            ("附件*", "附件1", true),
            ("*存在*问题*", "问题", false),
        ] {
            assert_eq!(matches(pattern, words), fits, "{pattern} {words}");
        }
    }

    #[test]
    fn numbers_of_headings_are_known() {
        for (heading, words) in [
            ("一、总体情况", "总体情况"),
            ("（一）主动公开", "主动公开"),
            ("1.收到申请数", "收到申请数"),
            ("第二部分主动公开", "主动公开"),
            ("2023年，我局", "2023年，我局"),
            ("1.5万元", "1.5万元"),
            ("十一、其他：", "其他"),
            ("总体情况", "总体情况"),
        ] {
            assert_eq!(subject(heading), words);
        }
    }
}
