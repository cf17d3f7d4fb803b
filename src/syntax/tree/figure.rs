//! Definitions, measures and thresholds.

use crate::source::Span;

use super::{Expr, Head, Lasting, Period, Text};

/// `definition light_duty_vehicle = code in 8703.21 to 8703.90`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// Name, title, source.
    pub head: Head,
    /// The condition it stands for.
    pub condition: Expr,
}

/// `measure rvc = (net_cost - vnm) / net_cost`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// Name, title, source.
    pub head: Head,
    /// `available when …`: the method may be used only then.
    pub available: Option<Expr>,
    /// The figure.
    pub value: Expr,
}

/// A dated or conditional figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Threshold {
    /// Name, title, source.
    pub head: Head,
    /// Its stages.
    pub stages: Vec<Stage>,
}

/// `62.5% from producer fiscal year nearest 2002-01-01`, `50% when new_plant, for 5 years after first_prototype`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// The figure.
    pub value: Expr,
    /// When in time.
    pub period: Period,
    /// Under which condition.
    pub when: Option<Expr>,
    /// For how long after which dated attribute.
    pub lasting: Option<Lasting>,
    /// The legal source, if it is another than the threshold's.
    pub cites: Option<Text>,
    /// The whole stage.
    pub span: Span,
}
