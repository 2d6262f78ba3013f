//! Laws of reading: no bytes make a reader fall, and what was exported is read as it was.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use nianbao::assessment::Assessment;
use nianbao::command::Format;
use nianbao::draft::Unknown;
use nianbao::export::document::{ExportOptions, Mark, SignOff};
use nianbao::form::Form;
use nianbao::form::catalog::Catalog;
use nianbao::import::import;
use nianbao::returns::Return;
use nianbao::task::export_bytes;
use nianbao::value::{Value, parse};
use proptest::prelude::*;

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::built_in().unwrap());

/// Names of every kind: the content decides, but not always.
const NAMES: [&str; 12] = [
    "a.html", "a.mht", "a.txt", "a.md", "a.docx", "a.xlsx", "a.xls", "a.ods", "a.odt", "a.pdf",
    "a.doc", "a",
];

/// Files to be spoilt: the cases of imports/, and what this program writes.
static SAMPLES: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/imports");
    let entries = fs::read_dir(folder).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| {
        let name = path.file_name().unwrap().to_str().unwrap();
        path.is_file() && !name.ends_with(".toml") && !name.ends_with(".py")
    });
    paths.sort();
    let read = |path: &Path| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        (name, fs::read(path).unwrap())
    };
    let mut samples: Vec<_> = paths.iter().map(|path| read(path)).collect();
    samples.retain(|(_, bytes)| !bytes.is_empty());
    let (form, draft) = nianbao::sample::draft(&CATALOG).unwrap();
    for format in Format::ALL {
        let name = format!("sample.{}", format.extension());
        samples.push((name, exported(&form, &draft.ret, format)));
    }
    samples
});

fn exported(form: &Arc<Form>, ret: &Return, format: Format) -> Vec<u8> {
    let options = ExportOptions {
        mark: Mark::Draft,
        date: None,
        sign_off: SignOff::Left,
    };
    let assessment = Assessment::of(&CATALOG, form, ret);
    let figures = assessment.figures(form);
    export_bytes(ret, &figures, &Unknown::default(), &[], format, &options).unwrap()
}

/// A return to be exported, shown in few words where a law breaks.
struct Exported {
    form: Arc<Form>,
    ret: Return,
}

impl std::fmt::Debug for Exported {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "a return of edition {}", self.form.edition())
    }
}

/// Any edition with any figures, some missing, some dashes.
fn any_return() -> impl Strategy<Value = Exported> {
    let edition = prop::sample::select(vec![("B", 2020_u16), ("C", 2023)]);
    let figure = prop_oneof![
        6 => (0_u32..30).prop_map(|number| number.to_string()),
        1 => (0_u32..100_000).prop_map(|number| number.to_string()),
        1 => Just("0".to_owned()),
    ];
    let figures = prop::collection::vec(figure, 400);
    (edition, figures).prop_map(|((edition, year), figures)| {
        let form = CATALOG.official(edition).unwrap();
        let mut ret = Return::blank(&form, "某市某区司法局", year);
        for (cell, text) in form.all_cells().zip(&figures) {
            let definition = form.definition(cell);
            if !definition.is_total() {
                ret.stated.set(cell, parse(text, definition.measure).value);
            }
        }
        let texts = [
            "一年来，本局加强组织领导，完善工作制度，把公开贯穿工作全过程，及时回应群众关心的问题，各项任务按时完成。\n下半年组织培训，经办人员的业务能力有了提高。",
            "公开的时效还不够，有的内容更新不及时，解读形式单一，群众看得懂、用得上的还不多；下一步明确责任，定期检查，及时更新。",
            "本年度没有收取信息处理费，没有其他需要报告的事项；对报告有疑问的，请与本局办公室联系，我们会及时答复。",
        ];
        let parts = form
            .parts
            .iter()
            .filter(|part| part.table.is_none() && !part.title.is_empty());
        for (part, text) in parts.zip(texts) {
            ret.narrative.insert(part.id.clone(), text.into());
        }
        Exported { form, ret }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_make_a_reader_fall(
        name in prop::sample::select(NAMES.to_vec()),
        bytes in prop::collection::vec(any::<u8>(), 0..600),
    ) {
        let _ = import(&CATALOG, name, &bytes);
    }

    #[test]
    fn no_text_makes_a_reader_fall(
        name in prop::sample::select(NAMES.to_vec()),
        text in "([一二三四五六（）、。年报表格0-9 ]|[|\t\n]|<t[dr]( rowspan=[0-9])?>|</?table>){0,200}",
    ) {
        let _ = import(&CATALOG, name, text.as_bytes());
    }

    #[test]
    fn no_spoilt_report_makes_a_reader_fall(
        sample in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        end in prop::option::weighted(0.3, any::<prop::sample::Index>()),
    ) {
        let (name, bytes) = sample.get(&SAMPLES);
        let mut bytes = bytes.clone();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(end) = end {
            bytes.truncate(end.index(bytes.len()));
        }
        if let Ok(imported) = import(&CATALOG, name, &bytes) {
            let located = imported.located;
            let _ = Assessment::of(&CATALOG, &located.form, &located.ret);
            for found in &located.found {
                prop_assert!(located.form.has(found.cell));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn what_was_exported_is_read_as_it_was(Exported { form, ret } in any_return()) {
        let assessment = Assessment::of(&CATALOG, &form, &ret);
        for format in Format::ALL {
            let name = format!("a.{}", format.extension());
            let located = import(&CATALOG, &name, &exported(&form, &ret, format)).unwrap().located;
            prop_assert_eq!(located.form.edition(), form.edition(), "{}", name);
            prop_assert_eq!(&located.ret.header.agency, &ret.header.agency, "{}", name);
            prop_assert_eq!(located.ret.header.year, ret.header.year, "{}", name);
            for cell in form.all_cells() {
                let (found, right) = (located.ret.stated.get(cell), assessment.derived.value(cell));
                let same = match (found, right) {
                    (Value::Number(found), Value::Number(right)) => found == right,
                    _ => found == right,
                };
                prop_assert!(same, "{}: {} is {} not {}", name, form.key(cell), found, right);
            }
            for (part, text) in &ret.narrative {
                prop_assert_eq!(located.ret.text(part), text, "{}: {}", name, part);
            }
        }
    }
}
