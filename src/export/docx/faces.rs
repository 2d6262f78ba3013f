//! The faces of a Word file by the names that office computers know them by.

use std::fmt::Display;

use super::WORD;
use super::package::DECLARATION;
use crate::export::markup::Markup;

/// A face that is named, not embedded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Face {
    pub name: &'static str,
    /// Names it or its like has on other computers.
    others: &'static str,
    /// What it looks like, for programs that look for another one in its place.
    panose: &'static str,
    family: &'static str,
}

/// 小标宋: the report's title.
pub(super) const TITLE: Face = Face {
    name: "方正小标宋简体",
    others: "方正小标宋_GBK,FZXiaoBiaoSong-B05S,小标宋,宋体",
    panose: "02010600030101010101",
    family: "auto",
};
/// 黑体: headings.
pub(super) const HEI: Face = Face {
    name: "黑体",
    others: "SimHei,Noto Sans CJK SC",
    panose: "02010609060101010101",
    family: "modern",
};
/// 楷体: second-level headings and bracketed notes.
pub(super) const KAI: Face = Face {
    name: "楷体",
    others: "KaiTi,楷体_GB2312,LXGW WenKai",
    panose: "02010609060101010101",
    family: "modern",
};
/// 仿宋: the text.
pub(super) const FANG: Face = Face {
    name: "仿宋",
    others: "FangSong,仿宋_GB2312,STFangsong",
    panose: "02010609060101010101",
    family: "modern",
};
/// 宋体: tables and page numbers.
pub(super) const SONG: Face = Face {
    name: "宋体",
    others: "SimSun,Noto Serif CJK SC",
    panose: "02010600030101010101",
    family: "auto",
};

/// The simplified Chinese character set.
const CHARSET: &str = "86";

impl Face {
    /// Names the face for every script, so that figures and quotation marks are set in it too.
    pub fn write(self, xml: &mut Markup) {
        let name: &dyn Display = &self.name;
        xml.empty(
            "w:rFonts",
            &[
                ("w:ascii", name),
                ("w:hAnsi", name),
                ("w:eastAsia", name),
                ("w:cs", name),
                ("w:hint", &"eastAsia"),
            ],
        );
    }
}

/// The table of faces, with what may stand in for each.
pub(super) fn table() -> String {
    let mut xml = Markup::beginning(DECLARATION);
    xml.element("w:fonts", &[("xmlns:w", &WORD)], |xml| {
        for face in [SONG, FANG, HEI, KAI, TITLE] {
            xml.element("w:font", &[("w:name", &face.name)], |xml| {
                xml.empty("w:altName", &[("w:val", &face.others)]);
                xml.empty("w:panose1", &[("w:val", &face.panose)]);
                xml.empty("w:charset", &[("w:val", &CHARSET)]);
                xml.empty("w:family", &[("w:val", &face.family)]);
                xml.empty("w:pitch", &[("w:val", &"variable")]);
            });
        }
    });
    xml.into_string()
}
