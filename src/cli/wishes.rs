//! What the user wants to see of a check, and how grave it is.

use std::collections::BTreeSet;

use super::args::Check;
use super::explain;
use crate::check::{self, Finding, Selection, When};
use crate::diagnostic::{Code, Diagnostic, Severity};

/// The word for every check that runs on request only.
const EVERY_ONE: &str = "all";

/// The word for every warning, in place of a code.
const EVERY_WARNING: &str = "warnings";

/// What the user wants to see, and how grave it is.
#[derive(Debug, Default)]
pub(super) struct Wishes {
    pub(super) selection: Selection,
    warn: BTreeSet<Code>,
    deny: BTreeSet<Code>,
    allow: BTreeSet<Code>,
    deny_warnings: bool,
}

impl Wishes {
    /// Reads the options. RO0209 for codes that no check has or that contradict each other.
    pub(super) fn of(args: &Check) -> Result<Self, Box<Diagnostic>> {
        for (option, words) in [
            ("only", &args.only),
            ("skip", &args.skip),
            ("warn", &args.warn),
            ("allow", &args.allow),
        ] {
            if words.iter().any(|word| means_every_warning(word)) {
                return Err(for_deny_only(option));
            }
        }
        let (only, mut skip) = (codes(&args.only)?, codes(&args.skip)?);
        for check in args.skip.iter().filter_map(|word| check::Check::named(word)) {
            // What another check reports as well is not skipped with this one.
            skip.retain(|code| {
                let others = check::ALL
                    .iter()
                    .any(|other| other.code == *code && other.name != check.name);
                !others || args.skip.iter().any(|word| Code::parse(word) == Some(*code))
            });
        }
        let on_request: BTreeSet<Code> = check::ALL
            .iter()
            .filter(|check| check.when == When::OnRequest)
            .map(|check| check.code)
            .collect();
        let (every, named): (Vec<String>, Vec<String>) = args
            .with
            .iter()
            .cloned()
            .partition(|word| word.eq_ignore_ascii_case(EVERY_ONE));
        let mut with = codes(&named)?;
        if let Some(code) = with.difference(&on_request).next() {
            return Err(not_on_request(*code, &on_request));
        }
        if !every.is_empty() {
            with.clone_from(&on_request);
        }
        let (warn, allow) = (codes(&args.warn)?, codes(&args.allow)?);
        if let Some(code) = only.iter().find(|code| !is_found(**code)) {
            return Err(no_check(*code));
        }
        for (option, left_out) in [("allow", &allow), ("skip", &skip)] {
            for (wanted_by, wanted) in [("only", &only), ("with", &with)] {
                if let Some(code) = wanted.intersection(left_out).next().filter(|_| every.is_empty()) {
                    return Err(contradiction(*code, wanted_by, option));
                }
            }
        }
        let (warnings, deny): (Vec<String>, Vec<String>) =
            args.deny.iter().cloned().partition(|word| means_every_warning(word));
        let deny = codes(&deny)?;
        if let Some(code) = deny.intersection(&warn).next() {
            return Err(contradiction(*code, "deny", "warn"));
        }
        Ok(Self {
            selection: Selection {
                only,
                skip,
                with,
                threads: args.threads,
            },
            warn,
            deny,
            allow,
            deny_warnings: !warnings.is_empty(),
        })
    }

    /// The codes of claims and questions that are not looked for or not shown: of them no count means anything.
    pub(super) fn not_asked(&self) -> BTreeSet<Code> {
        let all = [Code::ClaimProved, Code::ClaimRefuted, Code::Answer];
        let asked = |code: Code| self.selection.looks_for(code) && !self.allow.contains(&code);
        all.into_iter().filter(|code| !asked(*code)).collect()
    }

    /// Leaves out what is not wanted and raises what is denied. Errors of the rulebook itself always show.
    pub(super) fn apply(&self, reading: &mut Vec<Diagnostic>, found: &mut Vec<Finding>) {
        reading.retain(|one| one.is_error() || self.wants(one.code));
        found.retain(|finding| self.wants(finding.diagnostic.code));
        for one in reading
            .iter_mut()
            .chain(found.iter_mut().map(|finding| &mut finding.diagnostic))
        {
            if self.warn.contains(&one.code) {
                one.severity = Severity::Warning;
            }
            if self.deny.contains(&one.code) || (self.deny_warnings && one.severity == Severity::Warning) {
                one.severity = Severity::Error;
            }
        }
    }

    fn wants(&self, code: Code) -> bool {
        self.selection.keeps(code) && !self.allow.contains(&code)
    }
}

/// Whether checking may yield the code: the checks theirs, and reading what is no error.
fn is_found(code: Code) -> bool {
    code.as_str().starts_with("RO05") || code.severity() != Severity::Error
}

/// The codes that words name, each by its number, by its name, or as one of a check's.
fn codes(words: &[String]) -> Result<BTreeSet<Code>, Box<Diagnostic>> {
    let mut out = BTreeSet::new();
    for word in words {
        match check::Check::named(word) {
            Some(check) => out.extend(check.codes()),
            None => {
                out.insert(explain::find(word)?);
            }
        }
    }
    Ok(out)
}

fn means_every_warning(word: &str) -> bool {
    word.eq_ignore_ascii_case(EVERY_WARNING)
}

fn for_deny_only(option: &str) -> Box<Diagnostic> {
    let message = format!("`{EVERY_WARNING}` goes with `--deny` only, not with `--{option}`");
    let help = format!("name the codes, as in `--{option} RO0506,RO0508`");
    Box::new(Diagnostic::new(Code::WrongKind, message).help(help))
}

fn contradiction(code: Code, one: &str, other: &str) -> Box<Diagnostic> {
    let message = format!("`--{one} {code}` and `--{other} {code}` contradict each other");
    Box::new(Diagnostic::new(Code::WrongKind, message).help("leave one of the two out"))
}

fn not_on_request(code: Code, on_request: &BTreeSet<Code>) -> Box<Diagnostic> {
    let message = format!("`{code}` is not the code of a check that runs on request only");
    let codes: Vec<&str> = on_request.iter().map(|code| code.as_str()).collect();
    let help = format!("what is not among {} runs in any case", codes.join(", "));
    Box::new(Diagnostic::new(Code::WrongKind, message).help(help))
}

fn no_check(code: Code) -> Box<Diagnostic> {
    let mut checks: Vec<&str> = check::ALL.iter().map(|check| check.code.as_str()).collect();
    checks.sort_unstable();
    let problem = Diagnostic::new(Code::WrongKind, format!("`{code}` is the code of no check"));
    let help = format!(
        "look for one of {}; `orilex check --list` says what each is about",
        checks.join(", ")
    );
    Box::new(problem.help(help))
}
