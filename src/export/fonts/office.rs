//! The faces that offices have installed for 公文, and whether they may be embedded.

use std::fmt;

use super::Face;

/// A face of the system with the family names it goes by, the most wanted first.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    pub face: Face,
    /// What it is called in sentences.
    pub name: &'static str,
    /// What is set in it.
    pub purpose: &'static str,
    pub families: &'static [&'static str],
}

/// What to look for on a machine.
pub const WANTED: [Wanted; 5] = [
    Wanted {
        face: Face::SystemTitle,
        name: "小标宋",
        purpose: "标题",
        families: &[
            "方正小标宋简体",
            "FZXiaoBiaoSong-B05S",
            "方正小标宋_GBK",
            "FZXiaoBiaoSong-B05",
            "FZXiaoBiaoSong",
        ],
    },
    Wanted {
        face: Face::FangSong,
        name: "仿宋",
        purpose: "正文",
        families: &[
            "仿宋",
            "FangSong",
            "仿宋_GB2312",
            "FangSong_GB2312",
            "华文仿宋",
            "STFangsong",
        ],
    },
    Wanted {
        face: Face::SystemHei,
        name: "黑体",
        purpose: "一级标题",
        families: &["黑体", "SimHei", "华文黑体", "STHeiti", "Heiti SC"],
    },
    Wanted {
        face: Face::SystemKai,
        name: "楷体",
        purpose: "二级标题",
        families: &[
            "楷体",
            "KaiTi",
            "楷体_GB2312",
            "KaiTi_GB2312",
            "华文楷体",
            "STKaiti",
            "Kaiti SC",
        ],
    },
    Wanted {
        face: Face::SystemSong,
        name: "宋体",
        purpose: "表格",
        families: &["宋体", "SimSun", "华文宋体", "STSong", "Songti SC"],
    },
];

/// What a font file says about being embedded in documents: the field `fsType` of its table OS/2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// As a subset, in documents to be read and printed.
    Granted,
    /// Not at all, only whole, or only as pixels.
    Refused,
}

impl Permission {
    /// Of what `fsType` holds.
    pub fn of(fs_type: u16) -> Self {
        const RESTRICTED: u16 = 0x0002;
        const READ_OR_EDIT: u16 = 0x0004 | 0x0008;
        const WHOLE_ONLY: u16 = 0x0100;
        const PIXELS_ONLY: u16 = 0x0200;
        // Where several of the lower bits are set, the least strict one counts.
        let restricted = fs_type & RESTRICTED != 0 && fs_type & READ_OR_EDIT == 0;
        if restricted || fs_type & (WHOLE_ONLY | PIXELS_ONLY) != 0 {
            Self::Refused
        } else {
            Self::Granted
        }
    }
}

/// What came of looking for one face.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundFace {
    pub name: &'static str,
    pub purpose: &'static str,
    /// The family that is used.
    pub used: Option<String>,
    /// Families whose files don't allow being embedded.
    pub refused: Vec<String>,
    /// Families whose files can't be read.
    pub unreadable: Vec<String>,
}

/// What came of looking for all, as sentences.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundFaces(pub Vec<FoundFace>);

impl FoundFaces {
    /// Whether any face of the system is used.
    pub fn any_used(&self) -> bool {
        self.0.iter().any(|finding| finding.used.is_some())
    }
}

impl fmt::Display for FoundFaces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |items: Vec<String>| items.join("、");
        let used: Vec<String> = self
            .0
            .iter()
            .filter_map(|one| Some(format!("{}用“{}”", one.purpose, one.used.as_ref()?)))
            .collect();
        let lacking: Vec<String> = self
            .0
            .iter()
            .filter(|one| one.used.is_none())
            .map(|one| one.name.to_owned())
            .collect();
        let named = |families: fn(&FoundFace) -> &Vec<String>| -> Vec<String> {
            let families = self.0.iter().flat_map(families);
            families.map(|family| format!("“{family}”")).collect()
        };
        let (refused, unreadable) = (named(|one| &one.refused), named(|one| &one.unreadable));
        if used.is_empty() {
            f.write_str("没有可用的系统公文字体，导出仍用程序自带的字体")?;
        } else {
            write!(f, "导出 PDF 时{}", used.join("，"))?;
            if !lacking.is_empty() {
                write!(f, "；没有可用的{}，用程序自带的字体", list(lacking))?;
            }
        }
        if !refused.is_empty() {
            write!(f, "；{}不允许嵌入文件，没有使用", list(refused))?;
        }
        if !unreadable.is_empty() {
            write!(f, "；{}读不出来，没有使用", list(unreadable))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permissions_are_read_as_the_format_means_them() {
        let cases = [
            (0x0000, Permission::Granted),
            (0x0002, Permission::Refused),
            (0x0004, Permission::Granted),
            (0x0008, Permission::Granted),
            (0x000A, Permission::Granted),
            (0x0100, Permission::Refused),
            (0x0108, Permission::Refused),
            (0x0200, Permission::Refused),
        ];
        for (fs_type, permission) in cases {
            assert_eq!(Permission::of(fs_type), permission, "{fs_type:#06x}");
        }
    }

    #[test]
    fn what_was_found_is_said_in_a_sentence() {
        let finding = |wanted: &Wanted, used: Option<&str>, refused: &[&str]| FoundFace {
            name: wanted.name,
            purpose: wanted.purpose,
            used: used.map(str::to_owned),
            refused: refused.iter().map(|family| family.to_string()).collect(),
            unreadable: Vec::new(),
        };
        let some = FoundFaces(vec![
            finding(&WANTED[0], None, &[]),
            finding(&WANTED[1], Some("仿宋"), &[]),
            finding(&WANTED[2], None, &["黑体"]),
        ]);
        assert_eq!(
            some.to_string(),
            "导出 PDF 时正文用“仿宋”；没有可用的小标宋、黑体，用程序自带的字体；“黑体”不允许嵌入文件，没有使用"
        );
        let none = FoundFaces(vec![finding(&WANTED[0], None, &[])]);
        assert_eq!(
            none.to_string(),
            "没有可用的系统公文字体，导出仍用程序自带的字体"
        );
    }
}
