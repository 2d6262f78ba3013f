//! What draws the window: OpenGL first, and on Windows and macOS the system's own graphics after it.
//!
//! Remote desktops and virtual machines often have no OpenGL 2. An event loop
//! can't be made twice in a process, so the second renderer gets a process of
//! its own.

use std::ffi::OsString;
use std::process::{Command, ExitStatus};

use eframe::Renderer;

/// Set for the second start, so that it neither tries the first again nor starts a third.
const SECOND_START: &str = "NIANBAO_SECOND_RENDERER";

/// The renderer this process is to use.
pub(super) fn chosen() -> Renderer {
    second()
        .filter(|_| is_second_start())
        .unwrap_or(Renderer::Glow)
}

/// Runs the program again with the other renderer and waits for it; `None` if there is no other.
pub(super) fn start_again() -> Option<ExitStatus> {
    second()?;
    if is_second_start() {
        return None;
    }
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    Command::new(std::env::current_exe().ok()?)
        .args(arguments)
        .env(SECOND_START, "1")
        .status()
        .ok()
}

fn is_second_start() -> bool {
    std::env::var_os(SECOND_START).is_some()
}

/// The renderer beside OpenGL, where one is built in.
const fn second() -> Option<Renderer> {
    #[cfg(any(windows, target_os = "macos"))]
    return Some(Renderer::Wgpu);
    #[cfg(not(any(windows, target_os = "macos")))]
    return None;
}
