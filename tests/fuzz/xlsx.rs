//! An Excel workbook: an archive, or the sheet of one. Damaged archives are refused early, so the
//! sheet alone gets deeper.

#![no_main]

use libfuzzer_sys::fuzz_target;
use nianbao_fuzz::{archive, read};

const WORKBOOK: &[u8] = br#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const RELATIONS: &[u8] = br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

fuzz_target!(|bytes: &[u8]| {
    if bytes.starts_with(b"PK") {
        read("a.xlsx", bytes);
    } else {
        // What stands behind the first zero byte are the shared texts.
        let mut parts = bytes.splitn(2, |byte| *byte == 0);
        let sheet = parts.next().unwrap_or_default();
        let texts = parts.next().unwrap_or_default();
        let bytes = archive(&[
            ("xl/workbook.xml", WORKBOOK),
            ("xl/_rels/workbook.xml.rels", RELATIONS),
            ("xl/worksheets/sheet1.xml", sheet),
            ("xl/sharedStrings.xml", texts),
        ]);
        read("a.xlsx", &bytes);
    }
});
