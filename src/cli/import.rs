//! `orilex import`: rulebooks from the texts of others.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::args::{Import, ImportFrom, UkTariff};
use super::exit::Exit;
use super::terminal::Terminal;
use super::treaty_text;
use super::write::{self, Reserved};
use crate::diagnostic::{Code, Diagnostic};
use crate::import::uk_tariff::report::{Report, together};
use crate::import::uk_tariff::{self, About, Cache, Imported, json};
use crate::nomenclature::CountryCode;
use crate::source::Sources;

/// The file that names the agreements, as the service calls it.
const SCHEMES: &str = "uk_schemes.json";
/// The party of every agreement that the service publishes.
const HOME: &str = "GBR";

/// Imports from whichever source is named.
pub(super) fn run(args: &Import, terminal: &mut Terminal) -> io::Result<Exit> {
    match &args.from {
        ImportFrom::UkTariff(args) => from_uk_tariff(args, terminal),
        ImportFrom::TreatyText(args) => treaty_text::run(args, terminal),
    }
}

fn from_uk_tariff(args: &UkTariff, terminal: &mut Terminal) -> io::Result<Exit> {
    let mut exit = Exit::Clean;
    let mut cache = Cache::default();
    let mut reports: Vec<Report> = Vec::new();
    let mut paths: Vec<&PathBuf> = Vec::new();
    let mut all: Vec<Imported> = Vec::new();
    if args.name.is_some() && args.files.len() > 1 {
        let message = "`--name` names one agreement, and several files are given";
        terminal.complain_once(
            &Diagnostic::new(Code::WrongKind, message).help("leave it out, or import them one by one"),
        )?;
        return Ok(Exit::BadInput);
    }
    let reserved = match args
        .report
        .as_ref()
        .map(|path| Reserved::new(path, &args.output))
        .transpose()
    {
        Ok(reserved) => reserved,
        Err(problem) => {
            terminal.complain_once(&problem)?;
            return Ok(Exit::BadInput);
        }
    };
    for path in &args.files {
        let bytes = match read(path) {
            Ok(bytes) => bytes,
            Err(problem) => {
                terminal.complain_once(&problem)?;
                exit = Exit::BadInput;
                continue;
            }
        };
        let about = about(path, args);
        let one = uk_tariff::import(&path.display().to_string(), &bytes, &about, &mut cache);
        if !one.problems.is_empty() {
            terminal.complain(&Sources::new(), &one.problems)?;
        }
        if one.problems.iter().any(Diagnostic::is_error) {
            exit = Exit::BadInput;
        } else if one.report.opaque_rules() > 0 && exit == Exit::Clean {
            exit = Exit::Findings;
        }
        if !one.files.is_empty() {
            paths.push(path);
            all.push(one);
        }
    }
    uk_tariff::compare(&mut all);
    if !args.whole {
        uk_tariff::extend(&mut all);
    }
    for (path, Imported { files, report, .. }) in paths.into_iter().zip(all) {
        let folder = if args.files.len() == 1 {
            args.output.clone()
        } else {
            args.output.join(stem(path))
        };
        if let Err(problem) = put(&folder, &files) {
            terminal.complain_once(&problem)?;
            exit = Exit::BadInput;
            continue;
        }
        terminal.print(&report.text())?;
        writeln!(terminal, "  written to {}", folder.display())?;
        reports.push(report);
    }
    if let Some(reserved) = reserved {
        let all = match reports.as_slice() {
            [one] if args.files.len() == 1 => one.json(),
            several => together(several),
        };
        let text = format!("{all:#}\n");
        if let Err(problem) = reserved.fill(&text) {
            terminal.complain_once(&problem)?;
            exit = Exit::BadInput;
        }
    }
    Ok(exit)
}

fn read(path: &Path) -> Result<Vec<u8>, Box<Diagnostic>> {
    let failed = |error: io::Error| {
        let message = format!("cannot read `{}`: {}", path.display(), write::reason(&error));
        Box::new(Diagnostic::new(Code::FileNotFound, message).help("check the name, and that the file may be read"))
    };
    let size = fs::metadata(path).map_err(failed)?.len();
    if size > u64::try_from(json::MAX_BYTES).unwrap_or(u64::MAX) {
        let message = format!(
            "`{}` is larger than {} MiB",
            path.display(),
            json::MAX_BYTES / (1024 * 1024)
        );
        return Err(Box::new(
            Diagnostic::new(Code::NotRuleSets, message).help("name a file of rule sets"),
        ));
    }
    fs::read(path).map_err(failed)
}

fn stem(path: &Path) -> String {
    write::plain(&path.file_stem().unwrap_or_default().to_string_lossy())
}

/// What the list of agreements says of the file's; without it, what the options and the file's name say.
fn about(path: &Path, args: &UkTariff) -> About {
    let stem = stem(path);
    let scheme = schemes(path, args).and_then(|all| {
        let list = all.get("schemes")?.as_array()?.clone();
        list.into_iter()
            .find(|scheme| scheme.get("scheme_code").and_then(Value::as_str) == Some(stem.as_str()))
    });
    let text = |name: &str| {
        scheme
            .as_ref()
            .and_then(|scheme| scheme.get(name)?.as_str())
            .map(|text| text.trim().to_owned())
    };
    let mut parties: Vec<String> = args.parties.clone();
    if parties.is_empty() {
        parties.push(HOME.to_owned());
        let countries = scheme.as_ref().and_then(|scheme| scheme.get("countries")?.as_array());
        for pair in countries
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .filter(|pair| pair.len() == 2)
        {
            let code = match pair {
                "XS" => Some("SRB".to_owned()),
                "EU" => None,
                pair => CountryCode::meant(pair, []).map(|country| country.code.to_owned()),
            };
            if let Some(code) = code.filter(|code| !parties.contains(code)) {
                parties.push(code);
            }
        }
    }
    let day = |name: &str| text(name).filter(|day| day.len() == "2021-01-01".len());
    let name = args.name.clone().unwrap_or_else(|| named(&stem));
    About {
        title: text("title").unwrap_or_else(|| stem.clone()),
        source: format!("UK Trade Tariff, {stem}"),
        name,
        parties,
        from: day("validity_start_date"),
        until: day("validity_end_date"),
    }
}

fn schemes(path: &Path, args: &UkTariff) -> Option<Value> {
    let beside = path.parent().map(|folder| folder.join(SCHEMES));
    let above = path.parent().and_then(Path::parent).map(|folder| folder.join(SCHEMES));
    let found: Option<PathBuf> = args
        .schemes
        .clone()
        .or_else(|| beside.into_iter().chain(above).find(|path| path.is_file()));
    serde_json::from_slice(&fs::read(found?).ok()?).ok()
}

/// `new-zealand` as `NEW_ZEALAND`.
fn named(stem: &str) -> String {
    let name: String = stem
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_uppercase()
            } else {
                '_'
            }
        })
        .collect();
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        name
    } else {
        format!("A_{name}")
    }
}

/// Writes the folder whole or not at all: beside its place first, then in one step.
pub(super) fn put(folder: &Path, files: &[(String, String)]) -> Result<(), Box<Diagnostic>> {
    let occupied = fs::read_dir(folder).map(|mut entries| entries.next().is_some());
    if let Ok(true) = occupied {
        let message = format!("`{}` is not empty", folder.display());
        return Err(Box::new(
            Diagnostic::new(Code::CannotWrite, message)
                .help("name a new folder, so that nothing of an older import stays in it"),
        ));
    }
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let draft = folder.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    write::folder(&draft)?;
    let written = files
        .iter()
        .try_for_each(|(name, text)| fs::write(draft.join(name), text))
        .and_then(|()| {
            if folder.is_dir() {
                fs::remove_dir(folder)
            } else {
                Ok(())
            }
        })
        .and_then(|()| fs::rename(&draft, folder));
    written.map_err(|error| {
        // The first error is the one to report.
        let _ = fs::remove_dir_all(&draft);
        write::unwritable(folder, &error, "name a folder that may be written to")
    })
}
