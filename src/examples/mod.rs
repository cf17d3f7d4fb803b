//! Running examples: a concrete good against what a rulebook says is expected of it.

mod table;

use crate::amount::{self, Ratio};
use crate::diagnostic::{Code, Diagnostic};
use crate::eval::{self, Figure, Loaded, Truth, Wants};
use crate::ir::Program;
use crate::model::{Example, Expectation, ExpectedOrigin, PrintedAs};
use crate::source::Span;

pub use table::table;

/// What became of one example.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The example's name.
    pub name: String,
    /// The agreement or proposal by which it is judged.
    pub under: String,
    /// Where it comes from.
    pub source: String,
    /// One row for each expectation: what is stated, what was computed.
    pub rows: Vec<Row>,
    /// What differs.
    pub failures: Vec<Diagnostic>,
    /// Why an official figure differs, or what is constructed.
    pub notes: Vec<String>,
}

/// One expectation and what came of it.
#[derive(Debug, Clone)]
pub struct Row {
    /// What was expected: a figure's name, or "origin".
    pub what: String,
    /// What the example states.
    pub stated: String,
    /// What was computed.
    pub computed: String,
    /// Whether they agree.
    pub agrees: bool,
}

/// Runs one example. RO0701 where a determination or condition differs, RO0702 where a figure does, and the
/// evaluator's own codes where the good can't be judged.
pub fn run(program: &Program, example: &Example) -> Outcome {
    let mut outcome = Outcome {
        name: example.name.clone(),
        under: program.name.clone(),
        source: example.citation.clone().unwrap_or_default(),
        rows: Vec::new(),
        failures: Vec::new(),
        notes: example.notes.clone(),
    };
    let loaded = match Loaded::new(program, &example.case) {
        Ok(loaded) => loaded,
        Err(errors) => {
            outcome
                .failures
                .extend(errors.into_iter().map(|error| placed(error, example)));
            return outcome;
        }
    };
    for expectation in &example.expectations {
        let row = match expectation {
            Expectation::Origin(expected, span) => origin(program, &loaded, *expected, *span, example),
            Expectation::Clause { clause, name, span } => {
                let formula = crate::ir::Formula::Clause(*clause);
                let truth = eval::truth(program, &loaded, &formula);
                let missing = missing(program, &loaded, truth.as_ref().ok().and_then(Truth::wants));
                condition((truth, missing), name, *span, example)
            }
            Expectation::Figure {
                value,
                name,
                stated,
                printed,
                percentage,
                span,
            } => {
                let computed = eval::figure(program, &loaded, value);
                let wants = match &computed {
                    Ok(Figure::Unknown(wants)) => Some(wants),
                    _ => None,
                };
                let missing = missing(program, &loaded, wants);
                figure((computed, missing), name, stated, *printed, *percentage, *span, example)
            }
        };
        match row {
            Ok((row, failure)) => {
                outcome.rows.push(row);
                outcome.failures.extend(failure);
            }
            Err(error) => outcome.failures.push(placed(*error, example)),
        }
    }
    outcome
}

type Judged = Result<(Row, Option<Diagnostic>), Box<Diagnostic>>;

/// A fault of the good, shown at the example that states it.
fn placed(error: Diagnostic, example: &Example) -> Diagnostic {
    if error.span().is_some() {
        return error.note(format!("this concerns example `{}`", example.name));
    }
    error.at(example.span, "in this example")
}

fn failed(code: Code, message: String, label: String, span: Span, example: &Example) -> Diagnostic {
    let diagnostic = Diagnostic::new(code, message)
        .at(span, label)
        .clause(example.name.clone());
    match &example.citation {
        Some(source) => diagnostic.cite(source.clone()),
        None => diagnostic,
    }
}

fn origin(program: &Program, loaded: &Loaded, expected: ExpectedOrigin, span: Span, example: &Example) -> Judged {
    let truth = eval::decide(program, loaded)?;
    let missing = missing(program, loaded, truth.wants());
    let found = match truth {
        Truth::True => ExpectedOrigin::Originating,
        Truth::False => ExpectedOrigin::NonOriginating,
        Truth::Unknown(_) => ExpectedOrigin::Undetermined,
    };
    let agrees = found == expected;
    let row = Row {
        what: "origin".to_owned(),
        stated: words(expected).to_owned(),
        computed: words(found).to_owned(),
        agrees,
    };
    let failure =
        (!agrees).then(|| {
            let message = format!(
                "example `{}` is {}, not {}",
                example.name,
                words(found),
                words(expected)
            );
            failed(
                Code::ExampleFailed,
                message,
                format!("it is {}", words(found)),
                span,
                example,
            )
            .help(missing.unwrap_or_else(|| {
                "`orilex eval` shows the reasons; save the good as JSON and judge it there".to_owned()
            }))
        });
    Ok((row, failure))
}

/// Which facts would decide what is open.
fn missing(program: &Program, loaded: &Loaded, wants: Option<&Wants>) -> Option<String> {
    let missing = eval::missing(program, loaded, wants?);
    let words: Vec<&str> = missing.iter().map(|one| one.words.as_str()).collect();
    (!words.is_empty()).then(|| format!("to decide it, state {}", words.join("; ")))
}

fn words(origin: ExpectedOrigin) -> &'static str {
    match origin {
        ExpectedOrigin::Originating => "originating",
        ExpectedOrigin::NonOriginating => "non-originating",
        ExpectedOrigin::Undetermined => "undetermined",
    }
}

fn condition(
    (truth, missing): (Result<Truth, Diagnostic>, Option<String>),
    name: &str,
    span: Span,
    example: &Example,
) -> Judged {
    let (agrees, computed) = match truth? {
        Truth::True => (true, "holds"),
        Truth::False => (false, "does not hold"),
        Truth::Unknown(_) => (false, "is open for want of facts"),
    };
    let row = Row {
        what: name.to_owned(),
        stated: "holds".to_owned(),
        computed: computed.to_owned(),
        agrees,
    };
    let failure = (!agrees).then(|| {
        let message = format!("example `{}` expects `{name}`, which {computed}", example.name);
        let failed = failed(Code::ExampleFailed, message, format!("this {computed}"), span, example);
        match missing {
            Some(missing) => failed.help(missing),
            None => failed,
        }
    });
    Ok((row, failure))
}

fn figure(
    (computed, missing): (Result<Figure, Diagnostic>, Option<String>),
    name: &str,
    stated: &Ratio,
    printed: PrintedAs,
    percentage: bool,
    span: Span,
    example: &Example,
) -> Judged {
    let show = |value: &Ratio| {
        if percentage {
            amount::percent(value)
        } else {
            amount::money(value)
        }
    };
    let computed = computed?;
    let (agrees, shown) = match &computed {
        Figure::Known(value) => (as_printed(value, printed, percentage) == *stated, show(value)),
        Figure::Unknown(_) => (false, "open for want of facts".to_owned()),
        Figure::Unavailable(_) => (false, "not available: the method may not be used".to_owned()),
    };
    let row = Row {
        what: name.to_owned(),
        stated: show(stated),
        computed: shown.clone(),
        agrees,
    };
    let failure = (!agrees).then(|| {
        let message = format!(
            "`{name}` of example `{}` is {shown}, not {}",
            example.name,
            show(stated)
        );
        let failed = failed(
            Code::ExampleFigureDiffers,
            message,
            format!("computed: {shown}"),
            span,
            example,
        );
        match (missing, &computed) {
            (Some(missing), _) => failed.help(missing),
            (None, Figure::Known(value)) => failed.help(as_others_print(value, printed, percentage, show)),
            (None, Figure::Unknown(_) | Figure::Unavailable(_)) => failed,
        }
    });
    Ok((row, failure))
}

/// What the figure is if it is printed otherwise than the example says.
fn as_others_print(value: &Ratio, printed: PrintedAs, percentage: bool, show: impl Fn(&Ratio) -> String) -> String {
    let (PrintedAs::Rounded(digits) | PrintedAs::Truncated(digits)) = printed else {
        return "say `rounded` or `truncated` behind the figure if that is how it was printed".to_owned();
    };
    let to = match digits {
        0 => "a whole figure".to_owned(),
        1 => "one decimal".to_owned(),
        2 => "two decimals".to_owned(),
        3 => "three decimals".to_owned(),
        more => format!("{more} decimals"),
    };
    let rounded = show(&as_printed(value, PrintedAs::Rounded(digits), percentage));
    let truncated = show(&as_printed(value, PrintedAs::Truncated(digits), percentage));
    format!("rounded to {to} it is {rounded}; cut off there it is {truncated}")
}

/// The figure brought to the digits that were printed.
fn as_printed(value: &Ratio, printed: PrintedAs, percentage: bool) -> Ratio {
    let digits = |digits: u32| if percentage { digits + 2 } else { digits };
    match printed {
        PrintedAs::Exact => value.clone(),
        PrintedAs::Rounded(to) => value.round_half_up(digits(to)),
        PrintedAs::Truncated(to) => value.truncate(digits(to)),
    }
}
