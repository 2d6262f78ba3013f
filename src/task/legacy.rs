//! Formats only an office program reads (`.doc`, `.wps`, `.et`, `.rtf`): converted by the
//! LibreOffice of this machine, if there is one.
//!
//! It runs without a window, with a profile of its own in a temporary folder: the person's own
//! LibreOffice is never touched, macros never run, links are not followed, and a file that makes
//! it hang is given up.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::import::Limits;

/// A first start with a new profile takes some seconds on a slow machine.
const PATIENCE: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_millis(50);
/// Names of the program where the system looks for programs.
const NAMES: [&str; 3] = ["soffice", "libreoffice", "ooffice"];
/// Where installers put it.
const PLACES: [&str; 7] = [
    "/usr/lib/libreoffice/program/soffice",
    "/usr/lib64/libreoffice/program/soffice",
    "/opt/apps/org.libreoffice.libreoffice/files/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
    r"D:\Program Files\LibreOffice\program\soffice.com",
];
/// The folder under which releases from the makers' own site each have theirs.
const RELEASES: &str = "/opt";
/// Settings of the profile: no macros, nothing fetched from elsewhere.
const SETTINGS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"#;

/// What a file is converted to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    Text,
    Workbook,
}

impl Target {
    fn of(format: &str) -> Self {
        let workbooks = [".xls", ".xlsb", ".et", ".xml（Excel 2003）"];
        if workbooks.contains(&format) {
            Self::Workbook
        } else {
            Self::Text
        }
    }

    fn end(self) -> &'static str {
        match self {
            Self::Text => "docx",
            Self::Workbook => "xlsx",
        }
    }
}

/// Why there is no file in a newer format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotConverted {
    /// There is no program for it.
    Missing,
    /// The program, or the folder it works in, did not do.
    Failed,
    /// The program was ended after so long.
    TimedOut { seconds: u64 },
}

/// A file in a format that can be read.
///
/// `format` is the one [`ImportError::Legacy`](crate::import::ImportError::Legacy) names.
///
/// # Errors
/// If there is no program for it, or that failed.
pub fn convert(format: &str, bytes: &[u8]) -> Result<Vec<u8>, NotConverted> {
    convert_with(
        &program().ok_or(NotConverted::Missing)?,
        PATIENCE,
        format,
        bytes,
    )
}

fn convert_with(
    program: &Path,
    patience: Duration,
    format: &str,
    bytes: &[u8],
) -> Result<Vec<u8>, NotConverted> {
    /// Each takes a processor and much memory.
    static ONE_BY_ONE: Mutex<()> = Mutex::new(());

    let _turn = ONE_BY_ONE.lock().unwrap_or_else(|turn| turn.into_inner());
    let folder = Folder::new().ok_or(NotConverted::Failed)?;
    let target = Target::of(format);
    let mut command =
        command(program, &folder.path, target, format, bytes).ok_or(NotConverted::Failed)?;
    let mut child = start(&mut command).ok_or(NotConverted::Failed)?;
    if wait(&mut child, patience) == Wait::GivenUp {
        return Err(NotConverted::TimedOut {
            seconds: patience.as_secs(),
        });
    }
    output(&folder.path, target).ok_or(NotConverted::Failed)
}

/// The program's call with all it needs in the folder.
fn command(
    program: &Path,
    folder: &Path,
    target: Target,
    format: &str,
    bytes: &[u8],
) -> Option<Command> {
    // The file's own name is nobody's business, and no part of a command.
    let end: String = format.chars().take_while(char::is_ascii).collect();
    let input = folder.join(format!("report{end}"));
    fs::write(&input, bytes).ok()?;
    let profile = folder.join("profile");
    fs::create_dir_all(profile.join("user")).ok()?;
    fs::write(
        profile.join("user").join("registrymodifications.xcu"),
        SETTINGS,
    )
    .ok()?;
    let mut command = Command::new(program);
    command
        .arg(format!("-env:UserInstallation={}", address(&profile)))
        .args([
            "--headless",
            "--norestore",
            "--nologo",
            "--nolockcheck",
            "--nodefault",
        ])
        .args(["--convert-to", target.end(), "--outdir"])
        .args([folder, &input])
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    Some(command)
}

/// What the program wrote.
fn output(folder: &Path, target: Target) -> Option<Vec<u8>> {
    let output = folder.join("report").with_extension(target.end());
    let size = fs::metadata(&output).ok()?.len();
    if usize::try_from(size).ok()? > Limits::USUAL.bytes {
        return None;
    }
    fs::read(output).ok()
}

/// The program's file.
fn program() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path);
    let named = folders.flat_map(|folder| {
        NAMES.map(|name| folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
    });
    let releases = fs::read_dir(RELEASES).into_iter().flatten().flatten();
    let releases = releases
        .filter(|entry| {
            entry
                .file_name()
                .to_string_lossy()
                .starts_with("libreoffice")
        })
        .map(|entry| entry.path().join("program").join("soffice"));
    let known = PLACES.iter().map(PathBuf::from);
    named
        .chain(known)
        .chain(releases)
        .find(|file| file.is_file())
}

#[cfg(unix)]
fn start(command: &mut Command) -> Option<Child> {
    use std::os::unix::process::CommandExt;

    // What it starts belongs to its group and can be ended with it.
    command.process_group(0).spawn().ok()
}

#[cfg(not(unix))]
fn start(command: &mut Command) -> Option<Child> {
    command.spawn().ok()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wait {
    Ended,
    GivenUp,
}

/// Waits until it ends, or ends it with all it started when patience does.
fn wait(child: &mut Child, patience: Duration) -> Wait {
    let begun = Instant::now();
    while begun.elapsed() < patience {
        match child.try_wait() {
            Ok(None) => thread::sleep(PAUSE),
            _ => return Wait::Ended,
        }
    }
    let number = child.id();
    let mut end = if cfg!(windows) {
        let mut end = Command::new("taskkill");
        end.args(["/T", "/F", "/PID", &number.to_string()]);
        end
    } else {
        let mut end = Command::new("kill");
        end.args(["-KILL", "--", &format!("-{number}")]);
        end
    };
    let _ = end.stdout(Stdio::null()).stderr(Stdio::null()).status();
    let _ = child.kill();
    let _ = child.wait();
    Wait::GivenUp
}

/// A folder that is gone when nobody needs it any more.
struct Folder {
    path: PathBuf,
}

impl Folder {
    fn new() -> Option<Self> {
        static GIVEN: AtomicU32 = AtomicU32::new(0);

        let given = GIVEN.fetch_add(1, Ordering::Relaxed);
        let mut name = OsString::from("nianbao-convert-");
        name.push(format!("{}-{given}", std::process::id()));
        let path = std::env::temp_dir().join(name);
        // One that is there already is somebody else's.
        fs::create_dir(&path).ok()?;
        Some(Self { path })
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What can't be removed now the system removes later.
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// A folder as the address of a file, any character in it.
fn address(folder: &Path) -> String {
    let path = folder.to_string_lossy().replace('\\', "/");
    let mut address = "file://".to_owned();
    if !path.starts_with('/') {
        address.push('/');
    }
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b':' | b'.' | b'-' | b'_' => {
                address.push(char::from(byte));
            }
            other => address.push_str(&format!("%{other:02X}")),
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::catalog::Catalog;
    use crate::task::import_bytes;

    #[test]
    fn addresses_hold_any_folder() {
        assert_eq!(address(Path::new("/tmp/a b")), "file:///tmp/a%20b");
        assert_eq!(address(Path::new(r"C:\用")), "file:///C:/%E7%94%A8");
    }

    #[cfg(unix)]
    #[test]
    fn a_program_that_fails_is_told_from_one_that_hangs() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        let program = |name: &str, script: &str| {
            let path = folder.path().join(name);
            fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
            path
        };
        let fails = program("fails", "exit 1");
        let failed = convert_with(&fails, PATIENCE, ".doc", b"x");
        assert_eq!(failed, Err(NotConverted::Failed));
        let hangs = program("hangs", "sleep 600");
        let given_up = convert_with(&hangs, PAUSE, ".doc", b"x");
        assert_eq!(given_up, Err(NotConverted::TimedOut { seconds: 0 }));
        let gone = convert_with(&folder.path().join("gone"), PATIENCE, ".doc", b"x");
        assert_eq!(gone, Err(NotConverted::Failed));
    }

    #[test]
    fn an_old_format_is_read_through_the_office_program() {
        if program().is_none() {
            eprintln!("no LibreOffice here: not tested");
            return;
        }
        let escaped: String = "一、总体情况：本年收到申请3件。"
            .encode_utf16()
            .map(|unit| format!("\\u{}?", unit.cast_signed()))
            .collect();
        let file = format!("{{\\rtf1\\ansi\\uc1 {escaped}\\par}}");
        let catalog = Catalog::built_in().unwrap();
        let read = import_bytes(&catalog, "年报.rtf", file.as_bytes(), "2026-11-22").unwrap();
        let mut places = read.source.places();
        assert!(places.any(|(_, text)| text.contains("一、总体情况：本年收到申请3件。")));
    }
}
