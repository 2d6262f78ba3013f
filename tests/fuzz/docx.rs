//! A Word file: an archive, or the text of one. Damaged archives are refused early, so the text
//! alone gets deeper.

#![no_main]

use libfuzzer_sys::fuzz_target;
use nianbao_fuzz::{archive, read};

fuzz_target!(|bytes: &[u8]| {
    if bytes.starts_with(b"PK") {
        read("a.docx", bytes);
    } else {
        // What stands behind the first zero byte is the part with the lists.
        let mut parts = bytes.splitn(2, |byte| *byte == 0);
        let document = parts.next().unwrap_or_default();
        let numbering = parts.next().unwrap_or_default();
        let bytes = archive(&[
            ("word/document.xml", document),
            ("word/numbering.xml", numbering),
        ]);
        read("a.docx", &bytes);
    }
});
