//! What the fuzz targets share.

use std::io::{Cursor, Write};
use std::sync::LazyLock;

use nianbao::assessment::Assessment;
use nianbao::form::catalog::Catalog;
use nianbao::import::{Located, Source, import, locate::locate};
use zip::write::SimpleFileOptions;

static CATALOG: LazyLock<Catalog> =
    LazyLock::new(|| Catalog::built_in().expect("the definitions load"));

pub fn catalog() -> &'static Catalog {
    &CATALOG
}

/// Imports bytes under a name and looks at all that comes of it.
pub fn read(name: &str, bytes: &[u8]) {
    match import(catalog(), name, bytes) {
        Ok(imported) => {
            look_at(&imported.source, &imported.located);
            let _ = Assessment::of(catalog(), &imported.located.form, &imported.located.ret);
        }
        // A sentence for people has to come about too.
        Err(error) => assert!(error.to_string().contains(name)),
    }
}

/// Understands a source and looks at all that comes of it.
pub fn understand(source: &Source) {
    let located = locate(catalog(), source);
    look_at(source, &located);
}

/// Places lie in the source, words between characters, cells in the form, doubts where they belong.
fn look_at(source: &Source, located: &Located) {
    let spots = located.found.iter().map(|found| &found.spot);
    let spots = spots.chain(located.doubts.iter().filter_map(|doubt| doubt.spot.as_ref()));
    let spots = spots.chain(located.remarks.iter().filter_map(|remark| remark.spot.as_ref()));
    for spot in spots {
        assert!(spot.block < source.blocks.len(), "no block for {spot:?}");
        if let Some(words) = &spot.words {
            let text = source.text(spot);
            assert!(text.get(words.clone()).is_some(), "no words for {spot:?}");
        }
    }
    for found in &located.found {
        assert!(located.form.has(found.cell));
        assert!(!located.ret.stated.get(found.cell).is_blank() || found.text.trim().is_empty());
    }
    for cell in located.form.all_cells() {
        let stated = !located.ret.stated.get(cell).is_blank();
        assert!(!stated || located.found_at(cell).is_some(), "a figure from nowhere");
    }
}

/// An archive of parts, none of them packed.
pub fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, content) in parts {
        writer.start_file(*name, options).expect("into memory");
        writer.write_all(content).expect("into memory");
    }
    writer.finish().expect("into memory").into_inner()
}
