//! What may be written on the command line.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::verify::{Assumption, Effort, Withheld};

/// Exit codes, in every command the same.
const EXIT_CODES: &str = "\
Exit codes:
  0  clean: nothing was found; the good originates; every example passed
  1  findings: a warning or an error was found; the good does not originate; an example failed
  2  bad input: a file, the rulebook, the good or the command line is wrong
  3  undecided: nothing worse was found, but a question (RO0512) or a fact of the good is open
130  ended by Ctrl-C: what is shown holds, and there may be more";

/// Compiles and proves rules of origin.
#[derive(Debug, Parser)]
#[command(name = "orilex", about, disable_version_flag = true, arg_required_else_help = true, after_help = EXIT_CODES)]
#[command(after_long_help = EXIT_CODES)]
pub(super) struct Arguments {
    /// Print the version, and that of the solver behind the proofs
    #[arg(short = 'V', long)]
    pub(super) version: bool,
    #[command(flatten)]
    pub(super) look: Look,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

/// How everything is shown.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct Look {
    /// Colours in the output; `NO_COLOR` turns them off, `CLICOLOR_FORCE` on
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(super) color: Color,
    /// Characters in a line of a message [default: `COLUMNS`, else 100]
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(20..))]
    pub(super) width: Option<u16>,
    /// Draw with ASCII characters only
    #[arg(long, global = true)]
    pub(super) ascii: bool,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// If the output is a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Check rulebooks: names, types, and every proof and claim
    Check(Check),
    /// Compare two texts: which goods originate under one of them only
    Compare(Compare),
    /// Decide the origin of one good, with reasons
    Eval(Eval),
    /// Run the examples that rulebooks contain
    Test(Test),
    /// Find which rules apply to a code, in words
    Lookup(Lookup),
    /// Show clauses in words, with what changes them and what their words mean
    Show(Show),
    /// Format rulebooks
    Fmt(Fmt),
    /// Recheck the certificates of proofs, without a solver
    VerifyCertificate(VerifyCertificate),
    /// Make rulebooks of the texts of others
    Import(Import),
    /// Explain the code of a message
    Explain(Explain),
    /// Print the JSON Schema of the description of a good
    Schema(Schema),
    /// Print the completions for a shell
    Completions(Completions),
    /// Print the manual page
    Man,
}

impl Command {
    /// Whether a JSON document is asked for.
    pub(super) fn is_for_programs(&self) -> bool {
        let format = match self {
            Self::Check(args) => return args.format == Format::Json,
            Self::Compare(args) => args.format,
            Self::Eval(args) => args.format,
            Self::Test(args) => args.format,
            Self::Lookup(args) => args.format,
            Self::Show(args) => args.format,
            Self::Fmt(_)
            | Self::VerifyCertificate(_)
            | Self::Import(_)
            | Self::Explain(_)
            | Self::Schema(_)
            | Self::Completions(_)
            | Self::Man => return false,
        };
        format == Output::Json
    }
}

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people, with the source shown
    Human,
    /// One JSON document
    Json,
    /// One line for each message
    Short,
    /// For people in a hurry: what the report comes to, and nothing else
    Brief,
}

/// How a determination is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Output {
    /// For people
    Human,
    /// One JSON document
    Json,
}

/// `orilex check`
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  orilex check                                        the folder `rules`
  orilex check rules/nafta-1994 rules/proposals/us-2017.roo
  orilex check rules --only RO0510,RO0511             the claims only
  orilex check rules --allow RO0506 --format short    for CI
  orilex check rules --format brief                   what it comes to, in some lines
  orilex check rules --only RO0530                    what each threshold could be and mean the same
  orilex check --list                                 every check there is
A folder stands for all *.roo files in it, at any depth; `-` stands for standard input.
`divisors`, that what a measure divides by is more than zero, is taken for granted always and can't be withheld.
Exit codes: 0 notes only, 1 a warning or an error was found, 2 the rulebook is wrong, 3 nothing
worse was found, but a question was left undecided (RO0512, shown or not).")]
pub(super) struct Check {
    /// Files and folders, read as one rulebook [default: `rules`, if there is such a folder]
    pub(super) paths: Vec<PathBuf>,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(super) format: Format,
    /// Treat this code as an error; `warnings` for every warning
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub(super) deny: Vec<String>,
    /// Leave this code out of the findings; a question left open still gives exit code 3
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub(super) allow: Vec<String>,
    /// Treat this code as a warning, whatever it is
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub(super) warn: Vec<String>,
    /// Look for this code only, and run no other check; the name of a check, such as `claims`, stands for all its codes
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub(super) only: Vec<String>,
    /// Don't look for this code; the name of a check, or the first of its codes, leaves the check out
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub(super) skip: Vec<String>,
    /// Run these checks too, which run on request only; `all` for each of them
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub(super) with: Vec<String>,
    /// Write the certificates of what is proved into this folder: for programs, and in words
    #[arg(long, value_name = "DIR")]
    pub(super) certificates: Option<PathBuf>,
    /// Write the good of each finding into this folder: as JSON for `eval`, and as an `example`
    #[arg(long, value_name = "DIR")]
    pub(super) save_witness: Option<PathBuf>,
    /// Write every question on which a verdict rests into this folder as SMT-LIB, with its answer as its status
    #[arg(long, value_name = "DIR")]
    pub(super) emit_smt2: Option<PathBuf>,
    #[command(flatten)]
    pub(super) asking: Asking,
    /// Work on so many threads at most [default: one for each processor]
    #[arg(long, value_name = "N")]
    pub(super) threads: Option<NonZeroUsize>,
    /// Say how long each check took; nothing is then taken from the cache
    #[arg(long)]
    pub(super) timings: bool,
    /// Prove everything again, and keep nothing for the next run
    #[arg(long)]
    pub(super) no_cache: bool,
    /// List every check and stop
    #[arg(long)]
    pub(super) list: bool,
}

/// How hard to try.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Trying {
    /// A tenth of the usual steps
    Low,
    /// What decides nearly everything
    Normal,
    /// Ten times the usual steps
    High,
}

/// How the verifier is asked.
#[derive(Debug, Args)]
pub(super) struct Asking {
    /// How many steps a question may take before it is left open; the same on every machine
    #[arg(long, value_enum, default_value_t = Trying::Normal, value_name = "HOW")]
    effort: Trying,
    /// Don't take this assumption for granted: what rests on it is no longer proved
    #[arg(long, value_name = "ASSUMPTION", value_delimiter = ',', value_parser = assumptions())]
    without: Vec<String>,
}

/// The names of the assumptions that can be withheld.
fn assumptions() -> PossibleValuesParser {
    let all = Assumption::withholdable();
    PossibleValuesParser::new(all.map(|one| PossibleValue::new(one.name()).help(one.words())))
}

impl Asking {
    /// In the verifier's terms.
    pub(super) fn effort(&self) -> Effort {
        let effort = match self.effort {
            Trying::Low => Effort::low(),
            Trying::Normal => Effort::default(),
            Trying::High => Effort::high(),
        };
        let named = Assumption::withholdable().filter(|one| self.without.iter().any(|name| name == one.name()));
        Effort {
            withheld: named.fold(effort.withheld, Withheld::and),
            ..effort
        }
    }
}

/// `orilex compare`
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  orilex compare NAFTA us_2017                          is the proposal stricter, and for which goods?
  orilex compare NAFTA us_2017 --in 87.03 --on 2018-06-01
  orilex compare NAFTA --on 2001-01-01 --then 2004-01-01    does what qualified in 2001 still qualify?
  orilex compare OLD NEW --rules old/ new/ --format json    two agreements
The good is described once: what both texts call by one name is the same, what only one asks for may be anything.
Exit codes: 0 the same goods originate, 1 they differ, 2 bad input, 3 undecided.")]
pub(super) struct Compare {
    /// The agreement or proposal to compare with
    #[arg(value_name = "FIRST")]
    pub(super) first: String,
    /// The agreement or proposal to be compared [default: the first one, on another day]
    #[arg(value_name = "SECOND", required_unless_present = "then")]
    pub(super) second: Option<String>,
    /// Files and folders of rulebooks [default: `rules`, if there is such a folder]
    #[arg(long, num_args = 1.., value_name = "PATHS")]
    pub(super) rules: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) asking: Asking,
    /// Compare goods of this code only; may be repeated
    #[arg(long = "in", value_name = "CODE")]
    pub(super) codes: Vec<String>,
    /// The day as of which the texts judge [default: every day on which both are in force]
    #[arg(long, value_name = "DATE")]
    pub(super) on: Option<String>,
    /// The day as of which the second text judges, if it is another
    #[arg(long, value_name = "DATE", requires = "on")]
    pub(super) then: Option<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t = Output::Human)]
    pub(super) format: Output,
}

/// `orilex eval`
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  orilex eval --good car.json --rules rules/nafta-1994
  orilex eval --good car.yaml --rules rules --under us_2017 --as-of 2018-06-01
  cat car.toml | orilex eval --good - --input-format toml --rules rules/nafta-1994 --format json
`orilex schema` prints what a description of a good may hold.
Exit codes: 0 the good originates, 1 it does not, 2 bad input, 3 facts are missing.")]
pub(super) struct Eval {
    /// The description of the good; `-` for standard input
    #[arg(long, value_name = "FILE")]
    pub(super) good: PathBuf,
    /// The notation of the description [default: by the ending of the file's name, else JSON]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(super) input_format: Option<Notation>,
    /// Files and folders of rulebooks [default: `rules`, if there is such a folder]
    #[arg(long, num_args = 1.., value_name = "PATHS")]
    pub(super) rules: Vec<PathBuf>,
    /// The date as of which the good is judged, instead of the one in the description
    #[arg(long, value_name = "DATE")]
    pub(super) as_of: Option<String>,
    /// The agreement or proposal to judge by [default: the only agreement]
    #[arg(long, value_name = "TEXT", alias = "agreement")]
    pub(super) under: Option<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t = Output::Human)]
    pub(super) format: Output,
}

/// The notations of a description of a good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Notation {
    /// JSON
    Json,
    /// YAML
    Yaml,
    /// TOML
    Toml,
}

/// `orilex test`
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  orilex test                                         the folder `rules`
  orilex test rules/nafta-1994 --name net_cost
Exit codes: 0 every example comes out as expected, 1 one does not, 2 bad input, or no example to run.")]
pub(super) struct Test {
    /// Files and folders, read as one rulebook [default: `rules`, if there is such a folder]
    pub(super) paths: Vec<PathBuf>,
    /// Run only the examples whose name contains this
    #[arg(long, value_name = "WORD")]
    pub(super) name: Option<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t = Output::Human)]
    pub(super) format: Output,
}

/// `orilex lookup`
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  orilex lookup 8703.23 --under NAFTA
  orilex lookup 8507.60 --under TCA --date 2027-01-01
  orilex lookup 8708 --under us_2017 --partner MEX --format json
A rule for goods of any code, such as one for sets, is shown but is no product rule for the code.
Exit codes: 0 there is a product rule, 1 the rulebook encodes none for the code, or the text is not in force on the day,
2 bad input.")]
pub(super) struct Lookup {
    /// The tariff code, of two to ten digits
    pub(super) code: String,
    /// The agreement or proposal to look in [default: the only agreement]
    #[arg(long, value_name = "TEXT", alias = "agreement")]
    pub(super) under: Option<String>,
    /// The country in which the good is produced; rules for goods of others are left out
    #[arg(long, value_name = "COUNTRY")]
    pub(super) partner: Option<String>,
    /// The day on which the good is claimed; without one the dates of each rule are told
    #[arg(long, value_name = "DATE")]
    pub(super) date: Option<String>,
    /// Files and folders of rulebooks [default: `rules`, if there is such a folder]
    #[arg(long, num_args = 1.., value_name = "PATHS")]
    pub(super) rules: Vec<PathBuf>,
    /// How to print
    #[arg(long, value_enum, default_value_t = Output::Human)]
    pub(super) format: Output,
}

/// `orilex show`
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  orilex show light_vehicles --rules rules/nafta-1994
  orilex show light_vehicle_rvc --under us_2017 --date 2018-06-01 --rules rules
  orilex show --rules rules/eu-uk-tca                  every clause of the text
  orilex show --list --under NAFTA                     the names of its clauses and claims
Exit codes: 0 it is shown, 1 the text is not in force on the day, 2 bad input.")]
pub(super) struct Show {
    /// The names of clauses or claims, as messages and `--list` tell them [default: every clause]
    pub(super) clauses: Vec<String>,
    /// List the names that can be shown, with what each is, and stop
    #[arg(long, conflicts_with = "clauses")]
    pub(super) list: bool,
    /// Files and folders of rulebooks [default: `rules`, if there is such a folder]
    #[arg(long, num_args = 1.., value_name = "PATHS")]
    pub(super) rules: Vec<PathBuf>,
    /// The agreement or proposal to show [default: the only agreement that has them all]
    #[arg(long, value_name = "TEXT", alias = "agreement")]
    pub(super) under: Option<String>,
    /// Only what holds on that day
    #[arg(long, value_name = "DATE")]
    pub(super) date: Option<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t = Output::Human)]
    pub(super) format: Output,
}

/// `orilex fmt`
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  orilex fmt rules            rewrite every file that is not formatted
  orilex fmt rules --check    name those files and change nothing
  orilex fmt - < draft.roo    format standard input onto standard output
Exit codes: 0 done, 1 with --check: a file is not formatted, 2 bad input.")]
pub(super) struct Fmt {
    /// Files and folders; `-` for standard input
    #[arg(required = true)]
    pub(super) paths: Vec<PathBuf>,
    /// Change nothing; name the files that are not formatted
    #[arg(long)]
    pub(super) check: bool,
}

/// `orilex verify-certificate`
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  orilex check rules/nafta-1994 --certificates proofs
  orilex verify-certificate proofs
  orilex verify-certificate proofs/NAFTA.engine_price.RO0511.1.json --words
A folder stands for all *.json files in it.
Exit codes: 0 every certificate holds good, 1 one does not, 2 a file is no certificate.")]
pub(super) struct VerifyCertificate {
    /// Files and folders
    #[arg(required = true)]
    pub(super) paths: Vec<PathBuf>,
    /// Print each proof in words
    #[arg(long)]
    pub(super) words: bool,
}

/// `orilex import`
#[derive(Debug, Args)]
pub(super) struct Import {
    #[command(subcommand)]
    pub(super) from: ImportFrom,
}

/// From where.
#[derive(Debug, Subcommand)]
pub(super) enum ImportFrom {
    /// The product-specific rules that the UK Trade Tariff publishes as JSON
    UkTariff(UkTariff),
    /// An annex of product-specific rules in the North American style, as text or XML
    TreatyText(TreatyText),
}

/// `orilex import treaty-text`
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  orilex import treaty-text annex.txt -o rules/mine --name MINE --parties USA,CAN,MEX --cites \"Annex 4-B\"
  orilex import treaty-text SOR-94-14.xml -o annex-401 --part-of NAFTA --nomenclature 2017 --except 87.03,8708.10-8708.99 \\
      --content \"net-cost:50=net_cost_content\" --content \"net-cost:*=rvc_net_cost >= {}%\"
A rule of which any word is not understood becomes an `opaque` requirement: it is attested as a whole. Notes are listed in the
report and not modelled.
Exit codes: 0 every rule is understood, 1 some are opaque, 2 bad input.")]
pub(super) struct TreatyText {
    /// The text, or XML of the Justice Laws of Canada
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// The folder to write, which must not hold anything yet
    #[arg(short, long, value_name = "DIR")]
    pub(super) output: PathBuf,
    /// Write what was understood and what was not into this file as JSON
    #[arg(long, value_name = "FILE")]
    pub(super) report: Option<PathBuf>,
    /// The name of the agreement in the rulebook [default: IMPORTED]
    #[arg(long, value_name = "NAME", conflicts_with = "part_of")]
    pub(super) name: Option<String>,
    /// How the text is cited [default: Annex]
    #[arg(long, value_name = "TEXT")]
    pub(super) cites: Option<String>,
    /// Its parties by three letters [default: USA,CAN,MEX]
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub(super) parties: Vec<String>,
    /// The edition of its codes [default: the newest that has them]; with `--part-of` the agreement's, and rules for codes that
    /// it lacks are left out
    #[arg(long, value_name = "YEAR")]
    pub(super) nomenclature: Option<u32>,
    /// Write files that belong to an agreement written elsewhere
    #[arg(long, value_name = "NAME")]
    pub(super) part_of: Option<String>,
    /// Leave out the rules for these codes
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub(super) except: Vec<String>,
    /// How the agreement words a value content, METHOD:PER-CENT=CONDITION; `*` is any figure and `{}` stands for it
    #[arg(long, value_name = "WORDING")]
    pub(super) content: Vec<String>,
    /// Names that the agreement has for something else
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub(super) taken: Vec<String>,
}

/// `orilex import uk-tariff`
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  orilex import uk-tariff albania.json -o rules/albania
  orilex import uk-tariff rule_sets/*.json -o rules --report report.json
A text of which any word is not understood becomes an `opaque` requirement: it is attested as a whole.
Title, parties and dates are taken from `uk_schemes.json` beside the file or above it, if it is there.
Exit codes: 0 every rule is understood, 1 some are opaque, 2 bad input: a file or a rule set is left out.")]
pub(super) struct UkTariff {
    /// Files of rule sets; with several, each gets its own folder in DIR
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// The folder to write, which must not hold anything yet
    #[arg(short, long, value_name = "DIR")]
    pub(super) output: PathBuf,
    /// Write every agreement in full, near-copies of another one as well
    #[arg(long)]
    pub(super) whole: bool,
    /// Write what was understood and what was not into this file as JSON
    #[arg(long, value_name = "FILE")]
    pub(super) report: Option<PathBuf>,
    /// The name of the agreement in the rulebook [default: after the file]
    #[arg(long, value_name = "NAME")]
    pub(super) name: Option<String>,
    /// Its parties by three letters [default: by `uk_schemes.json`]
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub(super) parties: Vec<String>,
    /// The list of agreements [default: `uk_schemes.json` beside the file or above it]
    #[arg(long, value_name = "FILE")]
    pub(super) schemes: Option<PathBuf>,
}

/// `orilex explain`
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  orilex explain RO0502
  orilex explain DeadClause
  orilex explain --list")]
pub(super) struct Explain {
    /// The code of the message, or its name
    #[arg(required_unless_present = "list")]
    pub(super) code: Option<String>,
    /// List every code
    #[arg(long)]
    pub(super) list: bool,
}

/// `orilex schema`
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  orilex schema                             what every good may say
  orilex schema --rules rules/nafta-1994    with the attributes that the agreement declares")]
pub(super) struct Schema {
    /// Files and folders of rulebooks
    #[arg(long, num_args = 1.., value_name = "PATHS")]
    pub(super) rules: Vec<PathBuf>,
    /// The agreement or proposal [default: the only agreement]
    #[arg(long, value_name = "TEXT", requires = "rules", alias = "agreement")]
    pub(super) under: Option<String>,
}

/// `orilex completions`
#[derive(Debug, Args)]
#[command(after_long_help = "\
Example:
  orilex completions bash > ~/.local/share/bash-completion/completions/orilex")]
pub(super) struct Completions {
    /// The shell
    pub(super) shell: Shell,
}
