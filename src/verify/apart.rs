//! Z3 in a process of its own: where it crashes or its memory runs out, one question is left open and the rest goes on.
//!
//! The process is this program again, told to [`serve`]: it reads one task on each line and writes one reply. It is started
//! when Z3 is first needed, kept for the tasks to come, and ends when nobody is left to ask. Each thread that asks at the same
//! time has one of its own.

use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::{Mutex, OnceLock, PoisonError};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::outside::{Reply, Task};
use super::solver;
use super::stop::interruptible;

static SERVER: OnceLock<(PathBuf, Vec<OsString>)> = OnceLock::new();
static IDLE: Mutex<Vec<Process>> = Mutex::new(Vec::new());

/// From now on Z3 is asked in processes of its own: this program, which with these arguments comes to [`serve`]. The first
/// one stays: false if there was one.
pub fn ask_apart(program: PathBuf, arguments: Vec<OsString>) -> bool {
    SERVER.set((program, arguments)).is_ok()
}

/// Answers the tasks that are asked on `input`, one on each line, until there are no more.
///
/// # Errors
///
/// If a task can't be read or a reply not be written.
pub fn serve(input: impl BufRead, mut output: impl Write) -> io::Result<()> {
    for line in input.lines() {
        send(&mut output, &solver::answer(&received::<Task>(&line?)?))?;
    }
    Ok(())
}

/// The reply of a process of its own; nothing if there is none to be had, and this one has to ask.
pub(super) fn ask(task: &Task) -> Option<Reply> {
    let (program, arguments) = SERVER.get()?;
    let idle = IDLE.lock().unwrap_or_else(PoisonError::into_inner).pop();
    let mut process = idle.or_else(|| Process::start(Command::new(program).args(arguments)).ok())?;
    Some(match process.ask(task) {
        Ok(reply) => {
            IDLE.lock().unwrap_or_else(PoisonError::into_inner).push(process);
            reply
        }
        Err(_) => Reply::GaveUp(process.ended()),
    })
}

/// A process that serves.
struct Process {
    child: Mutex<Child>,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Process {
    fn start(command: &mut Command) -> io::Result<Self> {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        Ok(Self {
            child: Mutex::new(child),
            input,
            output: BufReader::new(output),
        })
    }

    fn ask(&mut self, task: &Task) -> io::Result<Reply> {
        let (input, output) = (&mut self.input, &mut self.output);
        let end = || {
            // One that has ended already needs no end.
            let _ = self.child.lock().unwrap_or_else(PoisonError::into_inner).kill();
        };
        interruptible(end, || {
            send(input, task)?;
            let mut line = String::new();
            output.read_line(&mut line)?;
            received(&line)
        })
    }

    /// How it ended, for it replied nothing that can be read.
    fn ended(self) -> String {
        let mut child = self.child.into_inner().unwrap_or_else(PoisonError::into_inner);
        drop(self.input);
        drop(self.output);
        match child.wait() {
            Ok(status) => format!("Z3 {}", told(status)),
            Err(problem) => format!("Z3 broke off: {problem}"),
        }
    }
}

#[cfg(unix)]
fn told(status: ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt as _;
    match status.signal() {
        Some(signal) => format!("was ended by signal {signal}"),
        None => format!("broke off with {status}"),
    }
}

#[cfg(not(unix))]
fn told(status: ExitStatus) -> String {
    format!("broke off with {status}")
}

fn send(output: &mut impl Write, message: &impl Serialize) -> io::Result<()> {
    let mut line = serde_json::to_vec(message)?;
    line.push(b'\n');
    output.write_all(&line)?;
    output.flush()
}

fn received<T: DeserializeOwned>(line: &str) -> io::Result<T> {
    let mut reader = serde_json::Deserializer::from_str(line);
    // Conditions are nested as deep as the rulebook has them; the depth of that is bounded where it is read.
    reader.disable_recursion_limit();
    Ok(T::deserialize(&mut reader)?)
}

#[cfg(test)]
mod tests {
    use super::super::outside::Wish;
    use super::super::term::{Linear, Quantity, Sign, Sort, Term};
    use super::*;
    use crate::amount::Ratio;

    fn task() -> Task {
        let third = Linear::constant(Ratio::from_parts(-1, 3).unwrap());
        Task {
            flags: 0,
            sorts: vec![Sort::Amount],
            guards: 0,
            statements: vec![(None, Term::row(Linear::of(Quantity(0)).plus(&third), Sign::Zero))],
            also: Vec::new(),
            steps: 1_000_000,
            wish: Wish::Bound(Linear::of(Quantity(0))),
        }
    }

    #[test]
    fn what_is_sent_arrives_unharmed() {
        let mut asked = Vec::new();
        send(&mut asked, &task()).unwrap();
        let mut replied = Vec::new();
        serve(asked.as_slice(), &mut replied).unwrap();
        let reply: Reply = received(&String::from_utf8(replied).unwrap()).unwrap();
        assert_eq!(reply, solver::answer(&task()));
        assert!(matches!(reply, Reply::Bound(_)));
    }

    #[test]
    fn a_crash_is_told_and_ends_nothing_else() {
        for (script, told) in [
            ("read task; kill -SEGV $$", "Z3 was ended by signal 11"),
            ("kill -KILL $$", "Z3 was ended by signal 9"),
            ("read task; echo nonsense; exit 4", "Z3 broke off with exit status: 4"),
        ] {
            let mut process = Process::start(Command::new("sh").args(["-c", script])).unwrap();
            assert!(process.ask(&task()).is_err());
            assert_eq!(process.ended(), told);
        }
    }
}
