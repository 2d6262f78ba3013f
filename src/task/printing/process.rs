//! Small programs of the system, waited for within a limit.

use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::printing::PrintError;

/// A printing system on the network may be out of reach; other jobs wait meanwhile.
const PATIENCE: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(10);
/// What such a program says is short; more is not read.
const MOST_BYTES: u64 = 1 << 20;

/// Runs a program and gives back what it printed.
///
/// # Errors
/// `NoSystem` if it is not there, `NoAnswer` if it does not end in time, `Refused` with what it
/// said if it failed.
pub fn run(command: &mut Command) -> Result<String, PrintError> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|_| PrintError::NoSystem)?;
    // Both are read while it runs: a full pipe would stop it.
    let said = reader(child.stdout.take());
    let complained = reader(child.stderr.take());
    let ended = wait(&mut child)?;
    let text = |reader: thread::JoinHandle<String>| reader.join().unwrap_or_default();
    let (said, complaint) = (text(said), text(complained));
    if ended {
        Ok(said)
    } else {
        let words = complaint.split_whitespace().collect::<Vec<_>>().join(" ");
        Err(PrintError::Refused(words))
    }
}

fn reader(pipe: Option<impl Read + Send + 'static>) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(pipe) = pipe {
            let _ = pipe.take(MOST_BYTES).read_to_end(&mut bytes);
        }
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// Whether it ended well; ends it when patience does.
fn wait(child: &mut Child) -> Result<bool, PrintError> {
    let begun = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Ok(status.success()),
            Ok(None) if begun.elapsed() < PATIENCE => thread::sleep(PAUSE),
            _ => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(PrintError::NoAnswer);
            }
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn what_a_program_says_comes_back_and_what_it_complains_of() {
        let said = run(Command::new("sh").args(["-c", "echo 甲; echo 乙 >&2"]));
        assert_eq!(said.as_deref(), Ok("甲\n"));
        let refused = run(Command::new("sh").args(["-c", "echo 'no  such printer' >&2; exit 1"]));
        assert_eq!(
            refused,
            Err(PrintError::Refused("no such printer".to_owned()))
        );
        let missing = run(&mut Command::new("/nowhere/lpstat"));
        assert_eq!(missing, Err(PrintError::NoSystem));
    }
}
