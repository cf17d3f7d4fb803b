//! A determination as JSON, with its fields always in the same order.

use serde::Serialize;
use serde_json::Value;

use crate::amount::Ratio;
use crate::eval::{Determination, FigureLine, Mark, Outcome, Reason, ReasonKind};
use crate::ir::ClauseKind;

/// The determination for machines; figures are exact, as decimals or fractions in strings.
pub fn determination(determination: &Determination) -> Value {
    let whole = Whole {
        outcome: match determination.outcome {
            Outcome::Originating => "originating",
            Outcome::NonOriginating => "non-originating",
            Outcome::Undetermined => "undetermined",
        },
        choices: determination
            .choices
            .iter()
            .map(|choice| Choice {
                words: &choice.words,
                citation: choice.citation.as_deref(),
            })
            .collect(),
        missing: determination
            .missing
            .iter()
            .map(|missing| Missing {
                key: &missing.key,
                words: &missing.words,
            })
            .collect(),
        remarks: &determination.remarks,
        opaque: &determination.opaque,
        reason: because(&determination.reason),
        materials: determination.materials.iter().map(because).collect(),
        more_materials: determination.more_materials,
    };
    // Plain structs of strings and numbers can't fail to be written.
    serde_json::to_value(whole).unwrap_or(Value::Null)
}

#[derive(Serialize)]
struct Whole<'a> {
    outcome: &'static str,
    choices: Vec<Choice<'a>>,
    missing: Vec<Missing<'a>>,
    remarks: &'a [String],
    opaque: &'a [String],
    reason: Because<'a>,
    /// Materials whose origin was not stated, each judged as a good.
    materials: Vec<Because<'a>>,
    more_materials: usize,
}

#[derive(Serialize)]
struct Choice<'a> {
    words: &'a str,
    citation: Option<&'a str>,
}

#[derive(Serialize)]
struct Missing<'a> {
    key: &'a str,
    words: &'a str,
}

#[derive(Serialize)]
struct Because<'a> {
    kind: &'static str,
    path: Option<&'a str>,
    title: Option<&'a str>,
    citation: Option<&'a str>,
    result: &'static str,
    note: Option<&'a str>,
    figures: Vec<Line<'a>>,
    reasons: Vec<Because<'a>>,
}

#[derive(Serialize)]
struct Line<'a> {
    name: Option<&'a str>,
    text: &'a str,
    value: Option<&'a Ratio>,
    percentage: bool,
    materials: Vec<Material<'a>>,
    more: usize,
}

#[derive(Serialize)]
struct Material<'a> {
    name: &'a str,
    value: Option<&'a Ratio>,
}

fn because(reason: &Reason) -> Because<'_> {
    Because {
        kind: kind(reason.kind),
        path: reason.path.as_deref(),
        title: reason.title.as_deref(),
        citation: reason.citation.as_deref(),
        result: match reason.truth {
            Mark::Met => "met",
            Mark::NotMet => "not met",
            Mark::Open => "open",
        },
        note: reason.note.as_deref(),
        figures: reason.figures.iter().map(figure).collect(),
        reasons: reason.children.iter().map(because).collect(),
    }
}

fn figure(line: &FigureLine) -> Line<'_> {
    Line {
        name: line.name.as_deref(),
        text: &line.text,
        value: line.value.as_ref(),
        percentage: line.percentage,
        materials: line
            .materials
            .iter()
            .map(|material| Material {
                name: &material.name,
                value: material.value.as_ref(),
            })
            .collect(),
        more: line.more,
    }
}

fn kind(kind: ReasonKind) -> &'static str {
    match kind {
        ReasonKind::Clause(ClauseKind::Origin) => "origin",
        ReasonKind::Clause(ClauseKind::Criterion) => "criterion",
        ReasonKind::Clause(ClauseKind::Applies) => "applies",
        ReasonKind::Clause(ClauseKind::Fires) => "fires",
        ReasonKind::Clause(ClauseKind::Body) => "rule",
        ReasonKind::Clause(ClauseKind::ProductRules) => "product_rules",
        ReasonKind::Clause(ClauseKind::Requirement) => "requirement",
        ReasonKind::Clause(ClauseKind::Alternative) => "alternative",
        ReasonKind::Clause(ClauseKind::Alternatives) => "alternatives",
        ReasonKind::Clause(ClauseKind::TariffChange) => "tariff_change",
        ReasonKind::Clause(ClauseKind::Tolerance) => "tolerance",
        ReasonKind::Clause(ClauseKind::Definition) => "definition",
        ReasonKind::Clause(ClauseKind::Stage) => "stage",
        ReasonKind::Clause(ClauseKind::CarveOut) => "carve_out",
        ReasonKind::Clause(ClauseKind::Availability) => "availability",
        ReasonKind::Clause(ClauseKind::Assumption) => "assumption",
        ReasonKind::Clause(ClauseKind::Claim) => "claim",
        ReasonKind::Comparison => "comparison",
        ReasonKind::Code => "code",
        ReasonKind::Attribute => "attribute",
        ReasonKind::Fact => "fact",
        ReasonKind::Dates => "dates",
        ReasonKind::Materials => "materials",
        ReasonKind::Material => "material",
        ReasonKind::Production => "production",
        ReasonKind::Accumulation => "accumulation",
        ReasonKind::Constant => "constant",
    }
}
