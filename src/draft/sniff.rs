//! Says what a file is that isn't a draft.

/// The kind of a file by its first bytes, as people call it.
pub(super) fn kind(bytes: &[u8]) -> &'static str {
    const MAGIC: &[(&[u8], &str)] = &[
        (b"%PDF", " PDF 文件"),
        (b"\xd0\xcf\x11\xe0", "旧版 Office（.doc、.xls、.wps）文件"),
        (b"\x89PNG", "图片"),
        (b"\xff\xd8\xff", "图片"),
        (b"GIF8", "图片"),
        (b"Rar!", "压缩文件"),
        (b"7z\xbc\xaf", "压缩文件"),
        (b"MZ", "程序文件"),
        (b"{\\rtf", " RTF 文档"),
    ];
    if bytes.is_empty() {
        return "空文件";
    }
    if let Some((_, kind)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return kind;
    }
    if bytes.starts_with(b"PK") {
        return zip_kind(bytes);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text_kind(text),
        Err(_) => "不认识的文件",
    }
}

/// Office files are zip archives; the names of their entries tell which.
fn zip_kind(bytes: &[u8]) -> &'static str {
    let contains = |name: &[u8]| bytes.windows(name.len()).any(|window| window == name);
    if contains(b"xl/workbook") {
        " Excel 文件"
    } else if contains(b"word/document") {
        " Word 文件"
    } else if contains(b"ppt/presentation") {
        " PowerPoint 文件"
    } else {
        "压缩文件"
    }
}

fn text_kind(text: &str) -> &'static str {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let start: String = text.chars().take(200).collect::<String>().to_lowercase();
    if start.starts_with("<!doctype html") || start.contains("<html") {
        "网页"
    } else if start.starts_with('<') {
        " XML 文件"
    } else if start.starts_with('{') || start.starts_with('[') {
        "其他程序的 JSON 文件"
    } else {
        "文本文件"
    }
}
