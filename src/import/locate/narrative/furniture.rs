//! What stands on a page around the report: menus, data of the page, links, the foot.

use crate::import::locate::wording::Wording;

/// Whether a line, as labels are spelt, is furniture wherever it stands.
pub(super) fn is_furniture(wording: &Wording, label: &str) -> bool {
    if is_page_number(label) || is_rule(label) {
        return true;
    }
    let words = &wording.furniture;
    let label = label.trim_start_matches(['•', '·', '|', '◆', '■', '>', '»', '-']);
    if label.is_empty() {
        return true;
    }
    if words.lines.iter().any(|line| line == label) {
        return true;
    }
    if label.chars().count() > words.longest || label.contains('。') {
        return false;
    }
    let starts = |word: &String| label.starts_with(word.as_str());
    let contains = |word: &String| label.contains(word.as_str());
    words.starts.iter().any(starts) || words.contains.iter().any(contains)
}

/// Whether a line before the report begins is one of a menu.
pub(super) fn is_menu(wording: &Wording, label: &str) -> bool {
    wording.furniture.menu.iter().any(|line| line == label)
}

/// Whether a line behind the last part begins the foot of the page.
pub(super) fn is_foot(wording: &Wording, label: &str) -> bool {
    let words = &wording.furniture;
    label.chars().count() <= words.longest
        && words.foot.iter().any(|word| label.contains(word.as_str()))
        && !label.ends_with('。')
}

/// `- 1 -`, `—12—`, `第1页`, `第1页共3页`, `1/3`
pub(super) fn is_page_number(label: &str) -> bool {
    let is_dash = |c: char| matches!(c, '-' | '—' | '–' | '－' | '·' | '~');
    let inner = label.trim_matches(is_dash);
    let is_number = |words: &str| {
        (1..=3).contains(&words.len()) && words.bytes().all(|byte| byte.is_ascii_digit())
    };
    if inner.len() < label.len() && is_number(inner) {
        return true;
    }
    if let Some((page, pages)) = label.split_once('/') {
        return is_number(page) && is_number(pages);
    }
    let Some((page, rest)) = label
        .strip_prefix('第')
        .and_then(|rest| rest.split_once('页'))
    else {
        return false;
    };
    let rest = rest.trim_start_matches([',', '/']);
    let total = rest
        .strip_prefix('共')
        .and_then(|rest| rest.strip_suffix('页'));
    is_number(page) && (rest.is_empty() || total.is_some_and(is_number))
}

/// A line of marks only: a rule, a lone bar.
fn is_rule(label: &str) -> bool {
    !label.is_empty() && !label.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use crate::import::locate::wording::wording;
    use crate::import::normal;

    use super::*;

    #[test]
    fn what_surrounds_a_report_is_no_text() {
        for (line, is) in [
            ("登录 |  注册", true),
            ("发布日期:2019-02-18    点击数:", true),
            ("京ICP备20013709号", true),
            (
                "您访问的链接即将离开“某某区人民政府”门户网站 是否继续?",
                true,
            ),
            ("— 5 —", true),
            ("第 2 页 共 7 页", true),
            ("2022年，我镇主动公开信息19条。", false),
            ("（一）主动公开", false),
            ("来源广泛，经办人员少。", false),
        ] {
            assert_eq!(is_furniture(wording(), &normal::label(line)), is, "{line}");
        }
    }
}
