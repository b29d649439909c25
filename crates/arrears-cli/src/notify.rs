//! Telling somebody how a job ended, by a command of the user's own.
//!
//! The command gets the summary as JSON on its standard input, and no shell stands between. Whatever it does, and however
//! long it takes, the job's result and exit code are what they were: what goes wrong is a warning. What it started goes with
//! it when it takes too long.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use arrears::config::{ConfigFile, Ending, NotifyConfig};
use serde_json::Value;

/// Between two looks at whether it has ended.
const LOOK: Duration = Duration::from_millis(20);
/// Bytes of its standard error that a warning quotes.
const QUOTED: u64 = 300;

/// Whom to tell, and of what.
pub struct Notify {
    config: NotifyConfig,
    folder: PathBuf,
}

impl Notify {
    /// As the config says; none where it tells nobody.
    pub fn of(file: &ConfigFile) -> Option<Notify> {
        let config = file.config.notify.clone();
        let folder = file.base_dir();
        (!config.command.is_empty()).then_some(Notify { config, folder })
    }

    /// Tells of an ending, if that is wanted; the error says what went wrong with the telling.
    pub fn tell(&self, ending: Ending, message: &Value) -> Result<(), String> {
        if !self.config.on.contains(&ending) {
            return Ok(());
        }
        let timeout = Duration::from_secs(u64::from(self.config.timeout_seconds));
        let told = self.start().and_then(|child| talk(child, message, timeout));
        told.map_err(|why| {
            let program = &self.config.command[0];
            format!("`{program}` of `[notify] command` could not be told: {why}")
        })
    }

    fn start(&self) -> Result<Child, String> {
        let [program, arguments @ ..] = self.config.command.as_slice() else {
            return Err("it is empty".into());
        };
        let folder = match self.folder.as_os_str().is_empty() {
            true => Path::new("."),
            false => &self.folder,
        };
        let mut command = Command::new(program_in(folder, program));
        let started = in_own_group(&mut command)
            .args(arguments)
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn();
        started.map_err(|error| error.to_string())
    }
}

/// A bare name is looked for as always; a path is relative to the config, as all paths in it are.
fn program_in(folder: &Path, program: &str) -> PathBuf {
    let path = Path::new(program);
    let is_name = path.components().count() == 1 && !program.starts_with('.');
    match is_name {
        true => path.to_path_buf(),
        false => std::path::absolute(folder.join(path)).unwrap_or_else(|_| folder.join(path)),
    }
}

/// A group of processes of its own, so that what the command starts can be stopped with it.
#[cfg(unix)]
fn in_own_group(command: &mut Command) -> &mut Command {
    std::os::unix::process::CommandExt::process_group(command, 0)
}

/// Elsewhere there are no such groups.
#[cfg(not(unix))]
fn in_own_group(command: &mut Command) -> &mut Command {
    command
}

/// Ends the command and what it started. One that cannot be ended is left: the job has its result.
fn stop(child: &mut Child) {
    #[cfg(unix)]
    {
        use rustix::process::{Pid, Signal, kill_process_group};
        let _ = kill_process_group(Pid::from_child(child), Signal::KILL);
    }
    let _ = child.kill();
    let _ = child.wait();
}

/// How a job with this exit code ended.
pub fn ending(code: arrears::ExitCode) -> Ending {
    match code {
        arrears::ExitCode::Done => Ending::Success,
        arrears::ExitCode::Gate => Ending::Refusal,
        _ => Ending::Failure,
    }
}

/// Hands over the message and waits. Reading and writing have threads of their own, so that a command that does neither
/// is still stopped in time; one that leaves a child behind is not waited for.
fn talk(mut child: Child, message: &Value, timeout: Duration) -> Result<(), String> {
    let text = format!("{message}\n");
    if let Some(mut input) = child.stdin.take() {
        // A command that does not read what it is told is no failure.
        thread::spawn(move || input.write_all(text.as_bytes()));
    }
    let (sender, said) = mpsc::channel();
    if let Some(errors) = child.stderr.take() {
        thread::spawn(move || {
            let mut text = Vec::new();
            let mut first = errors.take(QUOTED);
            let _ = first.read_to_end(&mut text);
            let _ = sender.send(String::from_utf8_lossy(&text).trim().to_owned());
            // The rest is read away, so that the command never waits for it.
            let _ = std::io::copy(&mut first.into_inner(), &mut std::io::sink());
        });
    }
    let until = Instant::now() + timeout;
    loop {
        match child.try_wait() {
            Err(error) => return Err(error.to_string()),
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => {
                let said = said.recv_timeout(LOOK * 10).unwrap_or_default();
                let said = if said.is_empty() {
                    said
                } else {
                    format!(" ({said})")
                };
                return Err(format!("it ended with {status}{said}"));
            }
            Ok(None) if Instant::now() >= until => {
                stop(&mut child);
                return Err(format!(
                    "it was stopped after {} seconds",
                    timeout.as_secs()
                ));
            }
            Ok(None) => thread::sleep(LOOK),
        }
    }
}
