//! Which form a return uses: another edition, other added rows.

use std::sync::Arc;

use crate::form::catalog::Catalog;
use crate::form::{Cell, Form, Problem, Variant};
use crate::narrative::Text;
use crate::supplements::FoundSupplements;

use super::history::Subject;
use super::{Notice, OpenReturn, Session, Tone};

impl Session {
    /// Takes what was found in the folder of added rows; what is faulty is said once.
    pub(super) fn supplements_found(&mut self, found: FoundSupplements) {
        self.supplements_folder = found.folder;
        self.supplements = found.supplements;
        self.faulty_supplements = found.faulty;
        if let Some(first) = self.faulty_supplements.first() {
            let count = self.faulty_supplements.len();
            let text = format!(
                "有 {count} 个增加行的文件不能用（{}{}），其余照常使用。详见“报表”菜单的“增加的行”",
                first.file,
                if count > 1 { " 等" } else { "" }
            );
            self.say(Tone::Information, text);
        }
    }
}

/// What has no place in another form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Losses {
    /// Figures that were stated.
    pub figures: usize,
    /// Figures in texts.
    pub fields: usize,
    /// Parts with a text.
    pub texts: usize,
}

impl Losses {
    /// `9 个数没有对应的格，1 个部分的文字没有位置`; empty where nothing goes.
    pub fn sentence(self) -> String {
        let mut losses = Vec::new();
        if self.figures > 0 {
            losses.push(format!("{} 个数没有对应的格", self.figures));
        }
        if self.fields > 0 {
            losses.push(format!("文字中 {} 个数没有对应的格", self.fields));
        }
        if self.texts > 0 {
            losses.push(format!("{} 个部分的文字没有位置", self.texts));
        }
        losses.join("，")
    }
}

impl OpenReturn {
    /// What would have no place in another form.
    pub fn losses_in(&self, form: &Form) -> Losses {
        let stated = |cell: &Cell| !self.ret.stated.get(*cell).is_blank();
        let cells = self.form.all_cells().filter(stated);
        let parts = self.form.parts.iter();
        let lost = |key: &str| form.cell(key).is_none();
        let texts = self.ret.narrative.values();
        let fields = texts.flat_map(Text::fields);
        Losses {
            fields: fields
                .filter(|field| field.calculation.keys().any(lost))
                .count(),
            figures: cells
                .filter(|&cell| form.cell(self.form.key(cell)).is_none())
                .count(),
            texts: parts
                .filter(|part| form.part(&part.id).is_none())
                .filter(|part| !self.ret.text(&part.id).is_blank())
                .count(),
        }
    }

    /// Moves the return into another form. Figures of cells that go are kept in undo only.
    pub(super) fn set_variant(&mut self, catalog: &Catalog, variant: &Variant) -> Option<Notice> {
        if self.form.variant == *variant {
            return None;
        }
        let form = match catalog.build(variant) {
            Ok(form) => form,
            Err(problems) => return Some(refused(&problems)),
        };
        let losses = self.losses_in(&form).sentence();
        let before = self.ret.clone();
        let ret = self.ret.moved_to(&self.form, &form);
        let label = if form.edition() != self.form.edition() {
            format!("更换版式为{}", form.name)
        } else if variant.supplements == self.form.variant.supplements {
            "更改印法".to_owned()
        } else {
            "更改增加的行".to_owned()
        };
        let place = self.part_place();
        self.history
            .record(Subject::Single, label.clone(), before, place);
        self.form = Arc::clone(&form);
        self.ret = ret;
        self.leave_cell();
        self.revision += 1;
        self.refresh_link(catalog);
        let text = if losses.is_empty() {
            format!("已{label}")
        } else {
            format!("已{label}，{losses}，可撤销")
        };
        Some(Notice {
            tone: Tone::Information,
            text,
            file: None,
        })
    }
}

fn refused(problems: &[Problem]) -> Notice {
    let first = problems
        .first()
        .map_or_else(String::new, ToString::to_string);
    Notice {
        tone: Tone::Failure,
        text: format!("不能使用：{first}"),
        file: None,
    }
}
