//! Spreadsheets of other kinds: an old Excel file, an archive, or the content of an ODS or ODT file.

#![no_main]

use libfuzzer_sys::fuzz_target;
use nianbao_fuzz::{archive, read};

fuzz_target!(|bytes: &[u8]| {
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        read("a.xls", bytes);
    } else if bytes.starts_with(b"PK") {
        read("a.ods", bytes);
    } else {
        let kind: &[u8] = if bytes.len().is_multiple_of(2) {
            b"application/vnd.oasis.opendocument.spreadsheet"
        } else {
            b"application/vnd.oasis.opendocument.text"
        };
        read("a.ods", &archive(&[("mimetype", kind), ("content.xml", bytes)]));
    }
});
