//! `orilex import treaty-text`: a rulebook from the text of an annex of product-specific rules.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use super::args::TreatyText;
use super::exit::Exit;
use super::import;
use super::terminal::Terminal;
use super::write::{self, Reserved};
use crate::diagnostic::{Code, Diagnostic};
use crate::format;
use crate::import::treaty_text::{self, Method, Options};
use crate::source::SourceId;

/// The longest text that is read.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// Imports a text.
pub(super) fn run(args: &TreatyText, terminal: &mut Terminal) -> io::Result<Exit> {
    match from_text(args, terminal)? {
        Ok(exit) => Ok(exit),
        Err(problem) => {
            terminal.complain_once(&problem)?;
            Ok(Exit::BadInput)
        }
    }
}

fn from_text(args: &TreatyText, terminal: &mut Terminal) -> io::Result<Result<Exit, Box<Diagnostic>>> {
    let (text, options) = match read(&args.file).and_then(|text| Ok((text, options(args)?))) {
        Ok(read) => read,
        Err(problem) => return Ok(Err(problem)),
    };
    let imported = treaty_text::import(&text, &options);
    if imported.report.rules == 0 {
        let message = format!(
            "`{}` holds no rules of origin in the North American style",
            args.file.display()
        );
        let help = "such a rule reads: a change to heading 87.03 from any other heading";
        return Ok(Err(Box::new(Diagnostic::new(Code::FileNotFound, message).help(help))));
    }
    let files: Vec<(String, String)> = imported
        .files
        .into_iter()
        .map(|(name, text)| {
            let tidy = format::format(SourceId::default(), &text);
            (name, tidy.unwrap_or(text))
        })
        .collect();
    let reserved = args.report.as_ref().map(|path| Reserved::new(path, &args.output));
    let reserved = match reserved.transpose() {
        Ok(reserved) => reserved,
        Err(problem) => return Ok(Err(problem)),
    };
    if let Err(problem) = import::put(&args.output, &files) {
        return Ok(Err(problem));
    }
    if let Some(reserved) = reserved {
        let report = serde_json::to_string_pretty(&imported.report).unwrap_or_default();
        if let Err(problem) = reserved.fill(&format!("{report}\n")) {
            return Ok(Err(problem));
        }
    }
    terminal.print(&format!("{}\n", imported.report.summary()))?;
    writeln!(terminal, "  written to {}", args.output.display())?;
    let clean = imported.report.opaque_texts.is_empty();
    Ok(Ok(if clean { Exit::Clean } else { Exit::Findings }))
}

fn read(path: &Path) -> Result<String, Box<Diagnostic>> {
    let failed = |why: String| {
        let message = format!("cannot read `{}`: {why}", path.display());
        Box::new(Diagnostic::new(Code::FileNotFound, message).help("name a text or an XML file in UTF-8"))
    };
    let size = fs::metadata(path).map_err(|error| failed(write::reason(&error)))?.len();
    if size > MAX_BYTES {
        return Err(failed(format!("it is larger than {} MiB", MAX_BYTES / (1024 * 1024))));
    }
    let bytes = fs::read(path).map_err(|error| failed(write::reason(&error)))?;
    String::from_utf8(bytes).map_err(|_| failed("it is not UTF-8".to_owned()))
}

fn options(args: &TreatyText) -> Result<Options, Box<Diagnostic>> {
    let wrong = |message: String, help: &str| Box::new(Diagnostic::new(Code::WrongKind, message).help(help.to_owned()));
    let default = Options::default();
    let mut except = Vec::new();
    for codes in &args.except {
        let codes = treaty_text::codes(codes).ok_or_else(|| {
            wrong(
                format!("`{codes}` is no list of codes"),
                "write 87.03 or 8708.10-8708.99",
            )
        })?;
        except.extend(codes);
    }
    let mut contents = Vec::new();
    for content in &args.content {
        let parts = content.split_once('=').and_then(|(what, words)| {
            let (method, figure) = what.split_once(':')?;
            let method = match method.trim() {
                "transaction-value" => Method::TransactionValue,
                "net-cost" => Method::NetCost,
                "build-up" => Method::BuildUp,
                "build-down" => Method::BuildDown,
                _ => return None,
            };
            Some((method, figure.trim().to_owned(), words.trim().to_owned()))
        });
        let help = "write net-cost:50=net_cost_content, or net-cost:*=rvc_net_cost >= {}%";
        contents
            .push(parts.ok_or_else(|| wrong(format!("`{content}` does not say how to word a value content"), help))?);
    }
    Ok(Options {
        source: args.cites.clone().unwrap_or(default.source),
        name: args.name.clone().unwrap_or(default.name),
        parties: if args.parties.is_empty() {
            default.parties
        } else {
            args.parties.clone()
        },
        edition: args.nomenclature,
        fit: args.part_of.is_some().then_some(args.nomenclature).flatten(),
        part_of: args.part_of.clone(),
        except,
        contents,
        taken: args.taken.clone(),
    })
}
