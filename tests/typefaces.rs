//! What exports are set in, and characters that no face has, as a person meets them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod desk;

use desk::Desk;
use nianbao::command::{Command, Format};
use nianbao::export::Product;
use nianbao::export::document::Mark;
use nianbao::export::fonts::Typefaces;
use nianbao::session::Tone;

fn write_in_overview(desk: &mut Desk, text: &str) {
    desk.apply(Command::SetText {
        part: "overview".to_owned(),
        text: text.to_owned(),
    });
}

#[test]
fn characters_of_no_face_are_named_before_a_place_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    desk.apply(Command::OpenSample);
    write_in_overview(&mut desk, "申请人𠀀某。");
    for command in [
        Command::Export(Format::Pdf),
        Command::ExportDraft(Format::Pdf),
    ] {
        desk.apply(command);
        assert!(desk.requests.is_empty());
        let notice = desk.session.notice.clone().unwrap();
        assert_eq!(notice.tone, Tone::Failure);
        assert_eq!(
            notice.text,
            "没有导出：“一、总体情况”中的“𠀀”（U+20000）在程序自带的字体里没有，请改用其他写法后再导出"
        );
    }
    // Excel takes its faces from the machine that shows it.
    desk.apply(Command::Export(Format::Xlsx));
    assert_eq!(desk.requests.len(), 1);
    write_in_overview(&mut desk, "申请人㐂某。");
    desk.apply(Command::Export(Format::Pdf));
    assert_eq!(desk.requests.len(), 2);
}

#[test]
fn the_choice_of_faces_is_kept_and_said() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    desk.apply(Command::ToggleSystemFonts);
    assert_eq!(desk.session.settings.typefaces, Typefaces::System);
    let said = desk.session.notice.clone().unwrap().text;
    assert!(said.contains("导出"), "{said}");
    let kept = std::fs::read_to_string(desk.environment.folders.settings_file()).unwrap();
    assert!(kept.contains("\"typefaces\": \"system\""), "{kept}");
    desk.apply(Command::OpenSample);
    let path = folder.path().join("年报.pdf");
    desk.apply(Command::ExportTo {
        format: Format::Pdf,
        product: Product::Report(Mark::Final),
        path: path.clone(),
    });
    assert!(path.exists());
    desk.apply(Command::ToggleSystemFonts);
    assert_eq!(desk.session.settings.typefaces, Typefaces::Bundled);
}
