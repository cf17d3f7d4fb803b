//! Reads cases from JSON, YAML and TOML, every number exactly as written.

#![expect(
    clippy::result_large_err,
    reason = "a diagnostic ends the work, so its size costs nothing where time counts"
)]

mod figure;
mod json;
mod parts;
mod shape;
mod toml;
mod yaml;

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic};
use crate::nomenclature::CountryCode;

use super::Case;

pub use shape::NODE_FIELDS;

/// More levels of objects and lists than a case of 64 levels of materials has; the limit of the JSON library.
pub(super) const MAX_NESTING: usize = 128;

/// The ways to write a case down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// JSON.
    Json,
    /// YAML, without anchors and tags.
    Yaml,
    /// TOML.
    Toml,
}

impl Format {
    /// A field as this notation writes it; the value is given as JSON has it.
    fn field(self, key: &str, value: &str) -> String {
        match self {
            Self::Json => format!("\"{key}\": {value}"),
            Self::Yaml => format!("{key}: {}", self.value(value)),
            Self::Toml => format!("{key} = {}", self.value(value)),
        }
    }

    /// A single value as this notation writes it; it is given as JSON has it.
    fn value(self, value: &str) -> String {
        match self {
            Self::Json | Self::Toml => value.to_owned(),
            Self::Yaml => value.replace('"', ""),
        }
    }
}

/// What a file says: a case, and perhaps the agreement under which it is to be judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The agreement's name, if it is stated.
    pub agreement: Option<String>,
    /// The case.
    pub case: Case,
}

/// Reads a case in that format.
///
/// What cannot be read is RO0601 with its place, values below zero RO0603, too many levels or lines RO0605, parts made
/// of themselves RO0606.
pub fn read(text: &str, format: Format) -> Result<Reading, Vec<Diagnostic>> {
    let value = match format {
        Format::Json => json::parse(text),
        Format::Yaml => yaml::parse(text),
        Format::Toml => toml::parse(text),
    };
    let value = value.map_err(|problem| vec![hinted(problem, text, format)])?;
    shape::reading(&value, format)
}

/// The complaint about text that is no JSON, with what it may be instead.
fn hinted(problem: Diagnostic, text: &str, format: Format) -> Diagnostic {
    let is_toml = || toml::parse(text).is_ok();
    let is_yaml = || matches!(yaml::parse(text), Ok(Value::Object(_)));
    let begins_json = text.trim_start().starts_with(['{', '[']);
    if problem.code != Code::MalformedGood || begins_json || text.trim().is_empty() {
        return problem;
    }
    let written = match format {
        Format::Json | Format::Yaml if is_toml() => ("TOML", "toml"),
        Format::Json | Format::Toml if is_yaml() => ("YAML", "yaml"),
        Format::Json | Format::Yaml | Format::Toml => return problem,
    };
    problem.help(format!("it reads as {}: say `--input-format {}`", written.0, written.1))
}

/// Reads a case from JSON; see [`read`].
pub fn read_json(text: &str) -> Result<Case, Vec<Diagnostic>> {
    read(text, Format::Json).map(|reading| reading.case)
}

/// Reads a case from YAML; see [`read`].
pub fn read_yaml(text: &str) -> Result<Case, Vec<Diagnostic>> {
    read(text, Format::Yaml).map(|reading| reading.case)
}

/// Reads a case from TOML; see [`read`].
pub fn read_toml(text: &str) -> Result<Case, Vec<Diagnostic>> {
    read(text, Format::Toml).map(|reading| reading.case)
}

/// Reads a case from a JSON value; see [`read`].
pub fn from_value(value: &Value) -> Result<Reading, Vec<Diagnostic>> {
    shape::reading(value, Format::Json)
}

/// The message for a word at `at` that is no country's code; the country meant is one of the `likely` if it can be.
pub fn unknown_country<'a>(word: &str, at: &str, likely: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    let problem = Diagnostic::new(
        Code::UnknownCountry,
        format!("`{at}` is `{word}`, which is not a country code"),
    );
    match CountryCode::meant(word, likely) {
        Some(meant) => problem.help(format!("did you mean `{}` ({})?", meant.code, meant.name)),
        None => problem.help("write a country by its three letters of ISO 3166, such as `MEX`"),
    }
}

fn malformed(message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(Code::MalformedGood, message)
}

fn too_deep(place: &str) -> Diagnostic {
    Diagnostic::new(
        Code::TooManyLevels,
        format!("lists and objects lie too deep inside one another {place}"),
    )
    .help("a case has at most 64 levels of materials")
}
