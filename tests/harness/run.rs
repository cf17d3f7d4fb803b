//! Runs the program itself, in a folder of its own, and never for longer than a minute.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Far beyond what any case needs, even on a busy machine: longer is a hang.
const LIMIT: Duration = Duration::from_secs(120);
const POLL: Duration = Duration::from_millis(5);

/// A rulebook with two claims: one that needs no Z3, and one for which Z3 proposes the bound.
pub(crate) const CARS: &str = r#"agreement A "Agreement A" cites "Art. 1" {
  parties USA, CAN
  in force 2020-01-01
  nomenclature HS 2017
}
basis net_cost of goods "net cost" cites "Art. 3"
measure rvc "value content" cites "Art. 3" = (net_cost - sum of value over materials where non-originating) / net_cost
product rule cars "cars" for 87.03 cites "Annex, 87.03" { require content: rvc >= 50% }
claim some_car "there is one" cites "constructed": some good in 87.03 originates
claim floor "half" cites "constructed": the smallest rvc of any good in 87.03 that originates is 50%
"#;

/// What a run of the program left behind.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) out: String,
    pub(crate) err: String,
    /// `None` if a signal ended it.
    pub(crate) code: Option<i32>,
}

/// A folder that is gone afterwards, with these files in it.
pub(crate) fn folder(files: &[(&str, &[u8])]) -> io::Result<tempfile::TempDir> {
    let folder = tempfile::tempdir()?;
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap_or(folder.path()))?;
        fs::write(path, content)?;
    }
    Ok(folder)
}

/// The program with these arguments, in that folder, without the user's own settings.
pub(crate) fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_orilex"));
    command.args(arguments).current_dir(folder);
    for variable in ["NO_COLOR", "CLICOLOR_FORCE", "COLUMNS"] {
        command.env_remove(variable);
    }
    command.env("ORILEX_CACHE", "");
    command
}

/// Runs the program to its end.
pub(crate) fn orilex(folder: &Path, arguments: &[&str], input: &[u8]) -> Result<Run, String> {
    finish(program(folder, arguments), input).map_err(|error| error.to_string())?
}

fn finish(mut command: Command, input: &[u8]) -> io::Result<Result<Run, String>> {
    // Files rather than pipes: no reader has to keep up.
    let files = tempfile::tempdir()?;
    let place = |name: &str| files.path().join(name);
    fs::write(place("in"), input)?;
    let mut child = command
        .stdin(Stdio::from(File::open(place("in"))?))
        .stdout(Stdio::from(File::create(place("out"))?))
        .stderr(Stdio::from(File::create(place("err"))?))
        .spawn()?;
    let began = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if began.elapsed() > LIMIT {
            child.kill()?;
            child.wait()?;
            return Ok(Err(format!("not done after {} s", LIMIT.as_secs())));
        }
        thread::sleep(POLL);
    };
    let read = |name: &str| fs::read(place(name)).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    Ok(Ok(Run {
        out: read("out")?,
        err: read("err")?,
        code: status.code(),
    }))
}

impl Run {
    /// Whether it ended with that code, without a word about a panic.
    pub(crate) fn ended(&self, code: i32) -> Result<&Self, String> {
        if self.code == Some(code) && !self.err.contains("panicked") {
            return Ok(self);
        }
        let Self { out, err, code: found } = self;
        Err(format!("exit code {found:?}, not {code}\nout:\n{out}\nerr:\n{err}"))
    }

    /// Whether one of the outputs says so.
    pub(crate) fn says(&self, words: &str) -> Result<&Self, String> {
        if self.out.contains(words) || self.err.contains(words) {
            return Ok(self);
        }
        Err(format!("`{words}` is not said\nout:\n{}\nerr:\n{}", self.out, self.err))
    }
}
