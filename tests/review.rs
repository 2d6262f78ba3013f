//! The review of an import: nothing is anyone's return before it is adopted, and every doubt is
//! answered or stays known.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod desk;
mod reviewed;

use desk::Desk;
use nianbao::command::{Adoption, Command, OpenDoubts, ReviewCommand, ReviewTab};
use nianbao::returns::{DoubtPlace, HeaderField};
use nianbao::session::{Answer, Dialog, Review, Standing, Tone};
use nianbao::task::{Origin, Request};
use nianbao::value::Value;
use reviewed::{GRANTED, MISSING, RECEIVED, finished, notice, page};

/// A desk with the page under review.
fn reviewing(folder: &tempfile::TempDir) -> Desk {
    let mut desk = Desk::new(folder.path());
    desk.apply(finished(page()));
    desk
}

fn review(desk: &Desk) -> &Review {
    desk.session.review.as_ref().expect("a review")
}

fn step(desk: &mut Desk, command: ReviewCommand) {
    desk.apply(Command::Review(command));
}

fn adopt(desk: &mut Desk, way: Adoption, doubts: OpenDoubts) {
    step(desk, ReviewCommand::Adopt { way, doubts });
}

fn standing(desk: &Desk, key: &str) -> Standing {
    let review = review(desk);
    review.standing(review.form().cell(key).unwrap())
}

fn notice_text(desk: &Desk) -> &str {
    desk.session
        .notice
        .as_ref()
        .map_or("", |notice| &notice.text)
}

fn agency(text: &str) -> ReviewCommand {
    ReviewCommand::SetHeaderText {
        field: HeaderField::Agency,
        text: text.to_owned(),
    }
}

/// An open return of an agency for a year, and the page under review.
fn create(desk: &mut Desk, year: u16) {
    desk.apply(Command::CreateReturn {
        agency: "某区人民政府".to_owned(),
        year,
        edition: "C".to_owned(),
    });
    desk.apply(finished(page()));
}

#[test]
fn doubts_come_first_and_are_answered_one_after_another() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = reviewing(&folder);
    assert!(desk.session.open.is_none());
    assert_eq!(review(&desk).doubt, Some(0));
    assert_eq!(review(&desk).tab, ReviewTab::Header);
    assert_eq!(standing(&desk, RECEIVED), Standing::Certain);
    assert_eq!(standing(&desk, GRANTED), Standing::Doubtful);
    assert_eq!(standing(&desk, MISSING), Standing::Doubtful);
    assert_eq!(
        standing(&desk, "applications.received:total"),
        Standing::Computed
    );

    step(&mut desk, ReviewCommand::Confirm);
    let granted = review(&desk).form().cell(GRANTED);
    assert_eq!(review(&desk).cursor, granted);
    step(&mut desk, ReviewCommand::Confirm);
    assert_eq!(
        standing(&desk, GRANTED),
        Standing::Answered(Answer::Confirmed)
    );
    let missing = review(&desk).cursor.unwrap();
    let text = "７".to_owned();
    step(
        &mut desk,
        ReviewCommand::Correct {
            cell: missing,
            text,
        },
    );
    assert_eq!(
        standing(&desk, MISSING),
        Standing::Answered(Answer::Corrected)
    );
    assert_eq!(
        *review(&desk).ret.stated.get(missing),
        Value::Number(7.into())
    );
    assert_eq!(review(&desk).open_doubts().count(), 0);
    assert_eq!(notice_text(&desk), "存疑已全部核对，可以采用");
}

#[test]
fn what_is_no_value_is_refused_and_answers_can_be_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = reviewing(&folder);
    let cell = review(&desk).form().cell(GRANTED).unwrap();
    let read = review(&desk).ret.stated.get(cell).clone();
    let text = "1.2.3".to_owned();
    step(&mut desk, ReviewCommand::Correct { cell, text });
    assert!(notice_text(&desk).contains("1.2.3"));
    assert_eq!(standing(&desk, GRANTED), Standing::Doubtful);

    step(&mut desk, ReviewCommand::Select(cell));
    step(&mut desk, ReviewCommand::LeaveBlank);
    assert_eq!(
        standing(&desk, GRANTED),
        Standing::Answered(Answer::LeftBlank)
    );
    step(&mut desk, ReviewCommand::Select(cell));
    step(&mut desk, ReviewCommand::AsRead);
    assert_eq!(standing(&desk, GRANTED), Standing::Doubtful);
    assert_eq!(*review(&desk).ret.stated.get(cell), read);
}

#[test]
fn a_place_of_the_source_leads_to_what_was_read_there() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = reviewing(&folder);
    let cell = review(&desk).form().cell(RECEIVED).unwrap();
    let spot = review(&desk).found(cell).unwrap().spot.clone();
    step(&mut desk, ReviewCommand::SelectSpot(spot.clone()));
    assert_eq!(review(&desk).cursor, Some(cell));
    assert_eq!(review(&desk).lit(), Some(&spot));
}

#[test]
fn adopted_as_read_the_doubts_stay_with_the_return() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = reviewing(&folder);
    step(&mut desk, ReviewCommand::Confirm);
    adopt(&mut desk, Adoption::New, OpenDoubts::AsRead);
    assert!(desk.session.review.is_none());
    assert!(desk.open().has_unsaved_work());
    assert_eq!(desk.value(RECEIVED), "2111");
    let provenance = desk.open().ret.provenance.clone().unwrap();
    assert_eq!(provenance.file, "某区.html");
    let about: Vec<_> = provenance
        .doubts
        .into_iter()
        .map(|doubt| doubt.about)
        .collect();
    let keys = [GRANTED, MISSING].map(|key| DoubtPlace::Cell(key.to_owned()));
    assert_eq!(about, keys);
}

#[test]
fn adopted_without_the_doubtful_ones_they_are_blank() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = reviewing(&folder);
    adopt(&mut desk, Adoption::New, OpenDoubts::LeftBlank);
    assert!(desk.open().ret.stated.get(desk.cell(GRANTED)).is_blank());
    let provenance = desk.open().ret.provenance.clone().unwrap();
    assert_eq!(provenance.doubts.len(), 1, "the one about the agency");
}

#[test]
fn a_year_has_to_be_given_first() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = reviewing(&folder);
    step(&mut desk, ReviewCommand::SetYear(None));
    adopt(&mut desk, Adoption::New, OpenDoubts::AsRead);
    assert!(desk.session.open.is_none());
    assert_eq!(notice_text(&desk), "请先填写年度");
    step(&mut desk, ReviewCommand::SetYear(Some(2022)));
    adopt(&mut desk, Adoption::New, OpenDoubts::AsRead);
    assert_eq!(desk.open().ret.header.year, 2022);
}

#[test]
fn it_becomes_the_year_before_of_a_new_return_or_of_the_open_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = reviewing(&folder);
    adopt(&mut desk, Adoption::NextYear, OpenDoubts::AsRead);
    assert_eq!(desk.open().ret.header.year, 2024);
    assert_eq!(desk.open().ret.previous.as_ref().unwrap().header.year, 2023);
    assert!(desk.open().ret.provenance.is_none());

    let mut desk = Desk::new(folder.path());
    create(&mut desk, 2024);
    step(&mut desk, agency("某区人民政府"));
    assert_eq!(desk.session.likely_adoption(), Some(Adoption::LastYear));
    adopt(&mut desk, Adoption::LastYear, OpenDoubts::AsRead);
    assert_eq!(desk.open().ret.previous.as_ref().unwrap().header.year, 2023);
    assert!(desk.open().ret.stated.get(desk.cell(RECEIVED)).is_blank());
}

#[test]
fn into_the_open_return_it_goes_in_one_step() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    create(&mut desk, 2024);
    assert!(
        desk.session
            .adoption_refusal(Adoption::IntoOpen)
            .is_some_and(|why| why.contains("2024"))
    );
    let mut desk = Desk::new(folder.path());
    create(&mut desk, 2023);
    desk.set(RECEIVED, "3");
    desk.set(MISSING, "4");
    let merge = desk.session.merge(OpenDoubts::AsRead).unwrap();
    let figure = merge
        .differences
        .iter()
        .find(|one| one.old == "3")
        .expect("the figure that was there");
    assert_eq!(figure.new, "2111");
    assert_eq!(merge.left_out, 0);
    adopt(&mut desk, Adoption::IntoOpen, OpenDoubts::AsRead);
    assert_eq!(desk.value(RECEIVED), "2111");
    assert_eq!(desk.value(MISSING), "4", "a blank replaces nothing");
    assert_eq!(desk.open().ret.header.agency, "某区人民政府");
    assert!(desk.open().ret.provenance.is_some());
    desk.apply(Command::Undo);
    assert_eq!(desk.value(RECEIVED), "3");
    assert!(desk.open().ret.provenance.is_none());
}

#[test]
fn answers_are_not_lost_without_a_question() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = reviewing(&folder);
    step(&mut desk, ReviewCommand::Confirm);
    step(&mut desk, ReviewCommand::Close);
    assert!(matches!(desk.session.dialog, Some(Dialog::DropReview(_))));
    assert!(desk.session.review.is_some());
    step(&mut desk, ReviewCommand::Drop);
    assert!(desk.session.review.is_none() && desk.session.dialog.is_none());

    desk.apply(finished(page()));
    step(&mut desk, ReviewCommand::Close);
    assert!(desk.session.review.is_none(), "nothing was answered");
}

#[test]
fn answers_given_while_another_report_was_read_are_asked_about() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = reviewing(&folder);
    step(&mut desk, ReviewCommand::Confirm);
    desk.apply(finished(notice()));
    assert!(matches!(desk.session.dialog, Some(Dialog::DropReview(_))));
    assert_eq!(review(&desk).answer_count(), 1);
    desk.apply(Command::CloseDialog);
    assert_eq!(review(&desk).answer_count(), 1);

    desk.apply(finished(notice()));
    step(&mut desk, ReviewCommand::Drop);
    assert_eq!(review(&desk).origin, notice().origin);
    assert!(desk.session.dialog.is_none());
}

#[test]
fn a_draft_that_comes_late_asks_about_answers_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    create(&mut desk, 2023);
    let path = folder.path().join("某区.nianbao");
    desk.apply(Command::SaveTo(path.clone()));
    desk.apply(Command::CloseReturn);
    desk.apply(finished(page()));
    let tasks = desk.session.apply(Command::OpenPath(path));
    step(&mut desk, ReviewCommand::Confirm);
    desk.work(tasks);
    assert!(matches!(desk.session.dialog, Some(Dialog::DropReview(_))));
    assert!(desk.session.open.is_none() && desk.session.busy.is_empty());
    step(&mut desk, ReviewCommand::Drop);
    assert_eq!(desk.open().ret.header.year, 2023);
    assert!(desk.session.review.is_none());
}

#[test]
fn a_second_report_leaves_the_doubts_of_the_first_where_it_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    create(&mut desk, 2023);
    adopt(&mut desk, Adoption::IntoOpen, OpenDoubts::AsRead);
    let first = desk.open().ret.provenance.clone().unwrap();
    assert_eq!(first.doubts.len(), 3);

    let mut second = page();
    let granted = second.located.form.cell(GRANTED).unwrap();
    let count = "7".parse().map(Value::Number).unwrap();
    second.located.ret.stated.set(granted, count);
    second.located.doubts.clear();
    let from = second.located.ret.provenance.get_or_insert_default();
    from.file = "补正.html".to_owned();
    from.sha256 = "11ee".repeat(16);
    desk.apply(finished(second));
    adopt(&mut desk, Adoption::IntoOpen, OpenDoubts::AsRead);
    let both = desk.open().ret.provenance.clone().unwrap();
    assert_eq!(both.file, "某区.html、补正.html");
    assert_eq!(both.sha256, "");
    let changed = DoubtPlace::Cell(GRANTED.to_owned());
    let mut left = first.doubts;
    left.retain(|doubt| doubt.about != changed);
    assert_eq!(left.len(), 2);
    assert_eq!(both.doubts, left);
}

#[test]
fn another_agency_s_report_takes_nothing_s_place_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    create(&mut desk, 2023);
    step(&mut desk, agency("某区人民政府"));
    assert_eq!(desk.session.likely_adoption(), Some(Adoption::IntoOpen));
    step(&mut desk, agency("某县人民政府"));
    assert_eq!(desk.session.likely_adoption(), Some(Adoption::New));
    let warnings = desk.session.adoption_warnings(Adoption::IntoOpen);
    assert!(warnings.iter().all(|text| text.contains("某县人民政府")));
    assert_eq!(warnings.len(), 1);
    step(&mut desk, agency(""));
    assert_eq!(desk.session.likely_adoption(), Some(Adoption::New));
}

#[test]
fn what_is_missing_is_not_confirmed() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    let mut read = page();
    read.located.ret.header.agency.clear();
    desk.apply(finished(read));
    step(&mut desk, ReviewCommand::Confirm);
    assert_eq!(review(&desk).answer_count(), 0);
    assert!(notice_text(&desk).contains("填报单位"));
    step(&mut desk, agency("某区人民政府"));
    assert!(review(&desk).is_settled(0));
    step(&mut desk, agency(" "));
    assert!(!review(&desk).is_settled(0));
}

#[test]
fn unsaved_work_is_asked_about_when_something_takes_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    create(&mut desk, 2023);
    desk.set(RECEIVED, "3");
    adopt(&mut desk, Adoption::New, OpenDoubts::AsRead);
    assert!(matches!(desk.session.dialog, Some(Dialog::Unsaved(_))));
    assert_eq!(desk.value(RECEIVED), "3");
    desk.apply(Command::DiscardAndContinue);
    assert_eq!(desk.value(RECEIVED), "2111");
    assert!(desk.session.review.is_none());
}

#[test]
fn a_notice_can_only_be_left() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    desk.apply(finished(notice()));
    adopt(&mut desk, Adoption::New, OpenDoubts::AsRead);
    assert!(desk.session.open.is_none());
    assert!(notice_text(&desk).contains("不是年报"));
}

#[test]
fn a_file_nobody_can_read_says_so_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    let path = folder.path().join("空.html");
    std::fs::write(&path, b"").unwrap();
    desk.apply(Command::OpenPath(path));
    assert!(desk.session.review.is_none());
    let notice = desk.session.notice.as_ref().unwrap();
    assert_eq!(notice.tone, Tone::Failure);
    assert!(notice.text.contains("空.html"), "{}", notice.text);
}

#[test]
fn what_is_to_be_read_is_asked_of_the_window() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    desk.apply(Command::Import);
    desk.apply(Command::ImportClipboard);
    assert_eq!(desk.requests, [Request::ChooseReport, Request::PasteReport]);
    desk.apply(Command::ImportText(" \n".to_owned()));
    assert!(notice_text(&desk).contains("剪贴板"));
    assert_eq!(Origin::Clipboard(String::new()).name(), "剪贴板");
}
