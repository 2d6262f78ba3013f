//! Characters that no face has, and where they stand.

use std::fmt;

use super::characters::is_invisible;
use crate::export::document::{Block, CellContent, Document, TableBlock};

/// Characters that none of the faces has, in the order of the report. Nothing was laid out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct MissingCharacters(pub Vec<MissingCharacter>);

/// A character with the first part of the report that it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingCharacter {
    pub character: char,
    /// `“五、其他”`, or 标题.
    pub place: String,
}

impl MissingCharacters {
    /// # Errors
    /// If there are any characters; they are said to stand in `place`.
    pub(super) fn none_of(
        characters: impl IntoIterator<Item = char>,
        place: &str,
    ) -> Result<(), Self> {
        let missing = characters.into_iter().map(|character| MissingCharacter {
            character,
            place: format!("“{place}”"),
        });
        let missing: Vec<MissingCharacter> = missing.collect();
        if missing.is_empty() {
            Ok(())
        } else {
            Err(Self(missing))
        }
    }
}

impl fmt::Display for MissingCharacters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut place = "";
        for (index, missing) in self.0.iter().enumerate() {
            let comma = if index > 0 { "、" } else { "" };
            f.write_str(comma)?;
            if missing.place != place {
                place = &missing.place;
                write!(f, "{place}中的")?;
            }
            let code = u32::from(missing.character);
            write!(f, "“{}”（U+{code:04X}）", missing.character)?;
        }
        f.write_str("在程序自带的字体里没有，请改用其他写法后再导出")
    }
}

/// The characters of the document that `has` says no to, each once; `None` if there are none.
pub fn missing_characters(
    document: &Document,
    has: &dyn Fn(char) -> bool,
) -> Option<MissingCharacters> {
    let mut missing: Vec<MissingCharacter> = Vec::new();
    let mut heading = "正文".to_owned();
    for block in &document.blocks {
        let place = match block {
            Block::Title(_) => "标题",
            Block::SignOff(_) => "签字栏",
            Block::Heading(text) | Block::Annex(text) => {
                heading = format!("“{text}”");
                &heading
            }
            Block::Paragraph(_) | Block::Table(_) | Block::Chart { .. } => &heading,
        };
        for character in texts(block).iter().flat_map(|text| text.chars()) {
            let shown = !is_invisible(character) && !has(character);
            if shown && missing.iter().all(|known| known.character != character) {
                missing.push(MissingCharacter {
                    character,
                    place: place.to_owned(),
                });
            }
        }
    }
    (!missing.is_empty()).then_some(MissingCharacters(missing))
}

/// Everything that is printed of a block.
fn texts(block: &Block) -> Vec<String> {
    match block {
        Block::Title(lines) => lines.clone(),
        Block::Heading(text) | Block::Annex(text) | Block::Paragraph(text) => vec![text.clone()],
        Block::Table(table) => table_texts(table),
        Block::SignOff(lines) => lines
            .iter()
            .flat_map(|(label, text)| [label.clone(), text.clone()])
            .collect(),
        // All of them are words of the program.
        Block::Chart { chart, .. } => vec![chart.title.clone()],
    }
}

fn table_texts(table: &TableBlock) -> Vec<String> {
    let cells = table.rows.iter().flat_map(|row| &row.cells);
    let cells = cells.flat_map(|cell| match &cell.content {
        CellContent::Text(runs) => runs.iter().map(|run| run.text.clone()).collect(),
        CellContent::Figure(figure) => vec![figure.text()],
    });
    let caption = table.caption.iter().map(|line| line.text.clone());
    caption.chain(cells).collect()
}
