//! How an agency can be reached, as the lead of its report says.

use crate::import::locate::wording::{ContactWords, Wording};

/// Whether words are what a key is for.
type Fits = fn(&str) -> bool;

/// Empty where nothing unmistakable is said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Contact {
    pub address: String,
    pub postcode: String,
    pub telephone: String,
    pub email: String,
    pub website: String,
}

impl Contact {
    /// The first of each in some paragraphs, spelt as labels are.
    pub fn of<'a>(wording: &Wording, paragraphs: impl Iterator<Item = &'a str>) -> Self {
        let mut contact = Self::default();
        let words = &wording.contact;
        for label in paragraphs {
            let fields: [(&mut String, &[String], Fits); 4] = [
                (&mut contact.address, &words.address, is_address),
                (&mut contact.postcode, &words.postcode, is_postcode),
                (&mut contact.telephone, &words.telephone, is_telephone),
                (&mut contact.email, &words.email, is_email),
            ];
            for (field, keys, fits) in fields {
                if field.is_empty()
                    && let Some(value) = value(label, keys, words, fits)
                {
                    *field = value;
                }
            }
            if contact.website.is_empty()
                && let Some(website) = website(label)
            {
                contact.website = website;
            }
        }
        contact
    }
}

/// What stands behind one of some keys, if it is what they are for.
fn value(label: &str, keys: &[String], words: &ContactWords, fits: Fits) -> Option<String> {
    keys.iter().find_map(|key| {
        let (_, behind) = label.split_once(key.as_str())?;
        let behind = behind.strip_prefix([':', '为', '是'])?;
        let end = behind.find([',', ';', '。', '(', ')', ':', '、', '!']);
        let value = behind.get(..end.unwrap_or(behind.len()))?;
        // The next key may follow without a mark: 大桥路7号邮编.
        let others = [
            &words.address,
            &words.postcode,
            &words.telephone,
            &words.email,
        ];
        let next = others.into_iter().flatten();
        let next = next.filter_map(|other| value.find(other.as_str())).min();
        let value = value.get(..next.unwrap_or(value.len()))?;
        fits(value).then(|| value.to_owned())
    })
}

fn is_address(value: &str) -> bool {
    (4..=50).contains(&value.chars().count())
        && value.contains([
            '路', '街', '号', '村', '镇', '乡', '区', '县', '市', '道', '楼', '院', '巷',
        ])
}

fn is_postcode(value: &str) -> bool {
    value.len() == 6 && value.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_telephone(value: &str) -> bool {
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    (7..=13).contains(&digits)
        && value
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'/'))
}

fn is_email(value: &str) -> bool {
    let parts = value.split_once('@');
    value.is_ascii() && parts.is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
}

/// The first address of a site.
fn website(label: &str) -> Option<String> {
    let starts = ["https://", "http://", "www."];
    let at = starts.iter().filter_map(|start| label.find(start)).min()?;
    let rest = label.get(at..)?;
    let is_part =
        |c: char| c.is_ascii_graphic() && !matches!(c, ',' | ';' | ')' | '(' | '"' | '<' | '>');
    let end = rest.find(|c: char| !is_part(c)).unwrap_or(rest.len());
    let site = rest.get(..end)?.trim_end_matches(['.', ':']);
    (site.len() > 10).then(|| site.to_owned())
}

#[cfg(test)]
mod tests {
    use crate::import::locate::wording::wording;

    use super::*;

    #[test]
    fn values_are_taken_where_they_are_plain() {
        let words = &wording().contact;
        let keys = |key: &str| vec![key.to_owned()];
        let label = "(地址:清河区大桥路7号,邮编:134300;联系电话:0439-3261209),网址:http://www.example.gov.cn。";
        assert_eq!(
            value(label, &keys("地址"), words, is_address).unwrap(),
            "清河区大桥路7号"
        );
        assert_eq!(
            value(label, &keys("邮编"), words, is_postcode).unwrap(),
            "134300"
        );
        assert_eq!(
            value(label, &keys("电话"), words, is_telephone).unwrap(),
            "0439-3261209"
        );
        assert_eq!(website(label).unwrap(), "http://www.example.gov.cn");
        assert_eq!(
            value("电话:见网站", &keys("电话"), words, is_telephone),
            None
        );
    }
}
