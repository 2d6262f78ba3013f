//! From starting the program to its first frame on the screen, and the memory it holds then.
//!
//! The window stays hidden until its first frame is drawn, so the moment it
//! becomes visible is that frame. Needs a screen (`DISPLAY`) and `xdotool`.

#![allow(clippy::expect_used, clippy::panic)]

use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const RUNS: usize = 7;
const PATIENCE: Duration = Duration::from_secs(20);

fn main() {
    // `cargo test` runs benches once to see that they work; timing is for `cargo bench`.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    if std::env::var_os("DISPLAY").is_none() {
        println!("start: not measured, there is no screen (DISPLAY is not set)");
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let draft = folder.path().join("sample.nianbao");
    fs::write(&draft, nianbao::sample::BYTES).expect("the sample is written");
    let mut times = Vec::new();
    let mut memory = 0;
    for _ in 0..RUNS {
        let begun = Instant::now();
        let mut program = Command::new(env!("CARGO_BIN_EXE_nianbao"))
            .arg(&draft)
            .env("XDG_CONFIG_HOME", folder.path())
            .env("XDG_DATA_HOME", folder.path())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        wait_until_visible(&program);
        times.push(begun.elapsed());
        std::thread::sleep(Duration::from_millis(300));
        memory = memory.max(resident_megabytes(&program));
        program.kill().expect("the program ends");
        program.wait().expect("the program has ended");
    }
    times.sort();
    println!(
        "start to first frame: fastest {:?}, median {:?}, slowest {:?}; resident {memory} MB",
        times.first().copied().unwrap_or_default(),
        times.get(RUNS / 2).copied().unwrap_or_default(),
        times.last().copied().unwrap_or_default(),
    );
}

/// Waits for the window, but not for ever: a program that died shows none.
fn wait_until_visible(program: &Child) {
    let id = program.id().to_string();
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        let found = Command::new("xdotool")
            .args(["search", "--onlyvisible", "--pid", &id])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .expect("xdotool runs");
        if found.success() {
            return;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("no window came up in {PATIENCE:?}");
}

fn resident_megabytes(program: &Child) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", program.id())).unwrap_or_default();
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .and_then(|rest| rest.trim().trim_end_matches(" kB").parse::<u64>().ok())
        .unwrap_or_default()
        / 1000
}
