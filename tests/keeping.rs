//! What was typed is kept: backups, and files that another program changes meanwhile.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod desk;

use std::fs;
use std::path::{Path, PathBuf};

use desk::Desk;
use nianbao::command::Command;
use nianbao::draft;
use nianbao::form::catalog::Catalog;
use nianbao::returns::{HeaderField, Place};
use nianbao::session::{ChangedOnDisk, Dialog, Tone, Uncommitted, Writing};
use nianbao::task::{Job, Request, Task};

const GRANTED: &str = "applications.result.granted:natural";
const REFUSED: &str = "applications.result.partial:natural";

/// A draft saved from the sample, and open.
fn saved(folder: &Path) -> (Desk, PathBuf) {
    let path = folder.join("a.nianbao");
    let mut desk = Desk::new(folder);
    desk.apply(Command::OpenSample);
    desk.apply(Command::SaveTo(path.clone()));
    (desk, path)
}

/// Another program opens the file, changes it, and writes it back without asking.
fn changed_elsewhere(path: &Path, change: impl FnOnce(&mut Desk)) {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.nianbao");
    fs::copy(path, &copy).unwrap();
    let mut other = Desk::new(folder.path());
    other.apply(Command::OpenPath(copy.clone()));
    change(&mut other);
    other.apply(Command::Save);
    fs::copy(copy, path).unwrap();
}

fn value_in(path: &Path, key: &str) -> String {
    let catalog = Catalog::built_in().unwrap();
    let draft = draft::read(&catalog, "a.nianbao", &fs::read(path).unwrap()).unwrap();
    let form = catalog.form(&draft.ret.variant).unwrap();
    draft.ret.stated.get(form.cell(key).unwrap()).to_string()
}

fn bak(path: &Path) -> PathBuf {
    path.with_file_name("a.nianbao.bak")
}

fn asked(desk: &Desk) -> &ChangedOnDisk {
    match &desk.session.dialog {
        Some(Dialog::ChangedOnDisk(changed)) => changed,
        other => panic!("it should be asked what becomes of the file, not {other:?}"),
    }
}

fn said(desk: &Desk) -> &str {
    desk.session
        .notice
        .as_ref()
        .map_or("", |notice| &notice.text)
}

#[test]
fn a_file_changed_elsewhere_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let (mut desk, path) = saved(folder.path());
    changed_elsewhere(&path, |other| other.set(GRANTED, "77"));
    let others = fs::read(&path).unwrap();
    desk.set(REFUSED, "5");
    desk.apply(Command::Save);
    assert_eq!(fs::read(&path).unwrap(), others);
    assert!(desk.open().has_unsaved_work());
    let differences = asked(&desk).differences.as_ref().unwrap();
    let shown: Vec<_> = differences
        .changes
        .iter()
        .map(|change| {
            let Place::Cell(cell) = change.place else {
                panic!("only figures differ");
            };
            let (old, new) = change.shown();
            (desk.open().form.key(cell), old, new)
        })
        .collect();
    assert_eq!(
        shown,
        [
            (GRANTED, "430".to_owned(), "77".to_owned()),
            (REFUSED, "5".to_owned(), shown[1].2.clone())
        ]
    );
    // Esc: nothing was decided, and nothing is lost on either side.
    desk.apply(Command::CloseDialog);
    assert_eq!(fs::read(&path).unwrap(), others);
    assert_eq!(desk.value(REFUSED), "5");
    desk.apply(Command::Save);
    asked(&desk);
}

#[test]
fn replacing_keeps_the_other_version_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let (mut desk, path) = saved(folder.path());
    changed_elsewhere(&path, |other| other.set(GRANTED, "77"));
    desk.set(REFUSED, "5");
    desk.apply(Command::Save);
    desk.apply(Command::ReplaceOnDisk);
    assert!(desk.session.dialog.is_none() && !desk.open().has_unsaved_work());
    assert_eq!(value_in(&path, REFUSED), "5");
    assert_eq!(value_in(&path, GRANTED), "430");
    assert_eq!(value_in(&bak(&path), GRANTED), "77");
    // What was written is known from now on.
    desk.set(REFUSED, "6");
    desk.apply(Command::Save);
    assert!(desk.session.dialog.is_none());
    assert_eq!(value_in(&path, REFUSED), "6");
}

#[test]
fn changed_once_more_before_the_answer_it_is_asked_once_more() {
    let folder = tempfile::tempdir().unwrap();
    let (mut desk, path) = saved(folder.path());
    changed_elsewhere(&path, |other| other.set(GRANTED, "77"));
    desk.set(REFUSED, "5");
    desk.apply(Command::Save);
    changed_elsewhere(&path, |other| other.set(GRANTED, "78"));
    desk.apply(Command::ReplaceOnDisk);
    assert_eq!(value_in(&path, GRANTED), "78");
    asked(&desk);
    desk.apply(Command::ReplaceOnDisk);
    assert_eq!(value_in(&path, REFUSED), "5");
    assert_eq!(value_in(&bak(&path), GRANTED), "78");
}

#[test]
fn saving_under_another_name_leaves_both() {
    let folder = tempfile::tempdir().unwrap();
    let (mut desk, path) = saved(folder.path());
    changed_elsewhere(&path, |other| other.set(GRANTED, "77"));
    desk.set(REFUSED, "5");
    desk.apply(Command::Save);
    desk.requests.clear();
    desk.apply(Command::SaveElsewhere);
    let Some(Request::ChooseSavePath { suggested }) = desk.requests.pop() else {
        panic!("another file should be asked for");
    };
    assert!(!suggested.exists() && suggested.parent() == path.parent());
    desk.apply(Command::SaveTo(suggested.clone()));
    assert_eq!(value_in(&path, GRANTED), "77");
    assert_eq!(value_in(&suggested, REFUSED), "5");
    assert_eq!(desk.open().path.as_ref(), Some(&suggested));
}

#[test]
fn what_was_asked_for_goes_on_after_either_answer_and_not_after_none() {
    for answer in [
        Command::ReplaceOnDisk,
        Command::SaveElsewhere,
        Command::CloseDialog,
    ] {
        let folder = tempfile::tempdir().unwrap();
        let (mut desk, path) = saved(folder.path());
        changed_elsewhere(&path, |other| other.set(GRANTED, "77"));
        desk.set(REFUSED, "5");
        desk.apply(Command::Quit);
        desk.apply(Command::SaveAndContinue);
        asked(&desk);
        desk.requests.clear();
        desk.apply(answer.clone());
        if let Some(Request::ChooseSavePath { suggested }) = desk.requests.pop() {
            desk.apply(Command::SaveTo(suggested));
        }
        let closes = !matches!(answer, Command::CloseDialog);
        assert_eq!(desk.session.open.is_none(), closes, "{answer:?}");
        if !closes {
            desk.apply(Command::SaveTo(folder.path().join("b.nianbao")));
            assert!(desk.session.open.is_some(), "it doesn't close later");
        }
    }
}

#[test]
fn header_texts_and_reasons_are_compared_too() {
    let folder = tempfile::tempdir().unwrap();
    let (mut desk, path) = saved(folder.path());
    changed_elsewhere(&path, |other| {
        other.apply(Command::SetHeaderText {
            field: HeaderField::Telephone,
            text: "0571-1".into(),
        });
        other.apply(Command::SetText {
            part: "problems".into(),
            text: "另一段文字".into(),
        });
        other.apply(Command::ToggleChart("outcomes".into()));
    });
    desk.set(GRANTED, "431");
    desk.apply(Command::Save);
    let differences = asked(&desk).differences.as_ref().unwrap();
    let places: Vec<&Place> = differences
        .changes
        .iter()
        .map(|change| &change.place)
        .collect();
    assert_eq!(
        places,
        [
            &Place::Header(Some(HeaderField::Telephone)),
            &Place::Cell(desk.cell(GRANTED)),
            &Place::Part("problems".into()),
        ]
    );
    assert_eq!(differences.changes[2].new, "另一段文字");
    assert_eq!(differences.remarks, ["另外，放入报告的图也不同"]);
}

#[test]
fn what_is_no_draft_any_more_is_not_overwritten_either() {
    let folder = tempfile::tempdir().unwrap();
    let (mut desk, path) = saved(folder.path());
    fs::write(&path, b"{ half of a dr").unwrap();
    desk.set(GRANTED, "431");
    desk.apply(Command::Save);
    let why = asked(&desk).differences.as_ref().unwrap_err();
    assert!(why.contains("a.nianbao"), "{why}");
    assert_eq!(fs::read(&path).unwrap(), b"{ half of a dr");
}

#[test]
fn a_file_only_touched_is_saved_without_a_question() {
    let folder = tempfile::tempdir().unwrap();
    let (mut desk, path) = saved(folder.path());
    let bytes = fs::read(&path).unwrap();
    fs::remove_file(&path).unwrap();
    fs::write(&path, bytes).unwrap();
    desk.set(GRANTED, "431");
    desk.apply(Command::Save);
    assert!(desk.session.dialog.is_none());
    assert_eq!(value_in(&path, GRANTED), "431");
}

#[test]
fn a_file_that_is_gone_is_written_anew_and_said() {
    let folder = tempfile::tempdir().unwrap();
    let (mut desk, path) = saved(folder.path());
    fs::remove_file(&path).unwrap();
    desk.set(GRANTED, "431");
    desk.apply(Command::Save);
    assert_eq!(value_in(&path, GRANTED), "431");
    assert!(said(&desk).contains("移走或删除"), "{}", said(&desk));
    assert_eq!(desk.session.notice.as_ref().unwrap().tone, Tone::Success);
}

#[test]
fn what_was_changed_between_opening_and_recovering_is_asked_about() {
    let folder = tempfile::tempdir().unwrap();
    let (mut desk, path) = saved(folder.path());
    desk.set(REFUSED, "5");
    desk.apply(Command::BackUp);
    drop(desk); // The process is gone.
    changed_elsewhere(&path, |other| other.set(GRANTED, "77"));
    let mut desk = Desk::new(folder.path());
    let backup = desk.session.recovered[0].backup.clone();
    desk.apply(Command::Recover(backup));
    desk.apply(Command::Save);
    assert_eq!(asked(&desk).differences.as_ref().unwrap().changes.len(), 2);
    assert_eq!(value_in(&path, GRANTED), "77");
}

#[test]
fn what_was_recovered_and_nobody_changed_is_saved_without_a_question() {
    let folder = tempfile::tempdir().unwrap();
    let (mut desk, path) = saved(folder.path());
    desk.set(REFUSED, "5");
    desk.apply(Command::BackUp);
    drop(desk); // The process is gone.
    let mut desk = Desk::new(folder.path());
    let backup = desk.session.recovered[0].backup.clone();
    desk.apply(Command::Recover(backup));
    desk.apply(Command::Save);
    assert!(desk.session.dialog.is_none());
    assert_eq!(value_in(&path, REFUSED), "5");
}

/// What a desk finds after a kill: the figure in the backup.
fn recovered(folder: &Path, key: &str) -> Option<String> {
    let mut desk = Desk::new(folder);
    let backup = desk.session.recovered.first()?.backup.clone();
    desk.apply(Command::Recover(backup));
    Some(desk.value(key))
}

#[test]
fn a_figure_that_is_not_entered_yet_is_in_the_backup() {
    let folder = tempfile::tempdir().unwrap();
    let (mut desk, _) = saved(folder.path());
    let typed = |desk: &Desk, text: &str| {
        Command::NoteUncommitted(Uncommitted {
            figure: Some((desk.cell(GRANTED), text.to_owned())),
            ..Uncommitted::default()
        })
    };
    let command = typed(&desk, "44");
    desk.apply(command);
    assert!(desk.open().needs_backup() && !desk.open().has_unsaved_work());
    desk.apply(Command::BackUp);
    assert!(!desk.open().needs_backup());
    let command = typed(&desk, "440");
    desk.apply(command);
    assert!(desk.open().needs_backup());
    desk.apply(Command::BackUp);
    assert_eq!(desk.value(GRANTED), "430", "the return itself waits");
    drop(desk);
    assert_eq!(recovered(folder.path(), GRANTED).as_deref(), Some("440"));
}

#[test]
fn year_reason_and_last_year_s_figure_count_as_typed_too() {
    let folder = tempfile::tempdir().unwrap();
    let (mut desk, _) = saved(folder.path());
    desk.apply(Command::TypeLastYear);
    // Not allowed without the power to make rules: a warning.
    desk.set("disclosure.regulations:issued", "12");
    desk.apply(Command::Save);
    let warned = desk.open().findings.broken[0].id();
    let last_year = desk.open().last_year.as_ref().unwrap();
    let cell = last_year.form.cell("applications.carried_out:natural");
    desk.apply(Command::NoteUncommitted(Uncommitted {
        figure: None,
        last_year_figure: Some((cell.unwrap(), "31".into())),
        year: Some(2022),
        reasons: vec![(warned.clone(), "受托起草".into())],
    }));
    desk.apply(Command::BackUp);
    drop(desk);
    let mut desk = Desk::new(folder.path());
    let backup = desk.session.recovered[0].backup.clone();
    desk.apply(Command::Recover(backup));
    let ret = &desk.open().ret;
    assert_eq!(ret.header.year, 2022);
    let previous = ret.previous.as_ref().unwrap();
    let figure = &previous.figures["applications.carried_out:natural"];
    assert_eq!(figure.to_string(), "31");
    let reasons: Vec<_> = ret.reasons.iter().map(|reason| &*reason.text).collect();
    assert_eq!(reasons, ["受托起草"]);
}

#[test]
fn a_figure_given_up_again_leaves_no_backup() {
    let folder = tempfile::tempdir().unwrap();
    let (mut desk, _) = saved(folder.path());
    let figure = Some((desk.cell(GRANTED), "44".to_owned()));
    let typed = Command::NoteUncommitted(Uncommitted {
        figure,
        ..Uncommitted::default()
    });
    let given_up = || Command::NoteUncommitted(Uncommitted::default());
    desk.apply(typed.clone());
    desk.apply(Command::BackUp);
    desk.apply(given_up());
    assert!(!desk.open().needs_backup());
    // The same while the backup is being written.
    desk.apply(typed);
    let back_up = desk.session.apply(Command::BackUp);
    assert_eq!(back_up.len(), 1);
    desk.apply(given_up());
    desk.work(back_up);
    drop(desk);
    assert_eq!(recovered(folder.path(), GRANTED), None);
}

fn is_backup(tasks: &[Task]) -> bool {
    tasks
        .iter()
        .any(|task| matches!(task, Task::Job(Job::BackUp(_))))
}

#[test]
fn leaving_a_table_or_a_text_backs_up_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    desk.apply(Command::OpenSample);
    let go_to = |desk: &Desk, key: &str| Command::GoTo(Place::Cell(desk.cell(key)));
    desk.apply(go_to(&desk, GRANTED));
    desk.set(GRANTED, "440");
    let within = go_to(&desk, REFUSED);
    assert!(!is_backup(&desk.session.apply(within)), "the same table");
    let other = go_to(&desk, "cases.review:upheld");
    let tasks = desk.session.apply(other);
    assert!(is_backup(&tasks));
    desk.work(tasks);
    assert!(!desk.open().needs_backup());

    desk.apply(Command::SetText {
        part: "problems".into(),
        text: "一".into(),
    });
    let tasks = desk.session.apply(Command::EndStep);
    assert!(is_backup(&tasks));
    // Left again while that is being written: the next one follows by itself.
    desk.apply(Command::SetText {
        part: "problems".into(),
        text: "一二".into(),
    });
    assert!(!is_backup(&desk.session.apply(Command::NextPart)));
    assert_eq!(desk.open().backlog().writing, Writing::UnderWay);
    desk.work(tasks);
    assert!(!desk.open().needs_backup());
    assert_eq!(desk.open().backlog().writing, Writing::Done);
}

#[test]
fn a_backup_that_fails_is_behind_still() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new(folder.path());
    desk.apply(Command::OpenSample);
    // Where the recovery files go there is a file by now.
    let recovery = desk.environment.folders.recovery().to_owned();
    let _ = fs::remove_dir_all(&recovery);
    fs::create_dir_all(recovery.parent().unwrap()).unwrap();
    fs::write(&recovery, b"").unwrap();
    desk.set(GRANTED, "440");
    desk.apply(Command::BackUp);
    let backlog = desk.open().backlog();
    assert_eq!(backlog.writing, Writing::Failed);
    assert!(backlog.made > backlog.handed_over);
    assert!(said(&desk).contains("自动备份没有成功"));
    fs::remove_file(&recovery).unwrap();
    desk.apply(Command::BackUp);
    assert_eq!(desk.open().backlog().writing, Writing::Done);
    assert!(!desk.open().needs_backup());
}
