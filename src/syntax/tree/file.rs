//! A file and its declarations.

use crate::source::SourceId;

use super::{
    Agreement, Assumption, Attribute, Averaging, Basis, CarveOut, Claim, Cumulation, Definition, Designation, Example,
    Fungible, Insufficient, List, Measure, Name, Proposal, Rule, Threshold, Tolerance, Transport,
};

/// One parsed file: its declarations in the order written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Which source text this is.
    pub source: SourceId,
    /// `part of NAME`, the agreement to which the declarations belong.
    pub part_of: Option<Name>,
    /// The declarations that could be read; those that could not have left a diagnostic.
    pub declarations: Vec<Declaration>,
}

/// A declaration at the top of a file, or one added by a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Declaration {
    /// `agreement NAFTA "…" { … }`
    Agreement(Agreement),
    /// `basis net_cost of goods`
    Basis(Basis),
    /// `attribute use of goods: original_equipment | aftermarket`
    Attribute(Attribute),
    /// `list traced "…" { … }`
    List(List),
    /// `definition light_duty_vehicle = …`
    Definition(Definition),
    /// `measure vnm = …`
    Measure(Measure),
    /// `threshold light_vehicle_rvc { … }`
    Threshold(Threshold),
    /// `product rule`, `requirement` and `criterion`
    Rule(Rule),
    /// `carve-out new_plant of light_vehicle_rvc { … }`
    CarveOut(CarveOut),
    /// `tolerance de_minimis for … { … }`
    Tolerance(Tolerance),
    /// `intermediate materials NAME …`
    Designation(Designation),
    /// `cumulation partners { … }`
    Cumulation(Cumulation),
    /// `insufficient operations simple { … }`
    Insufficient(Insufficient),
    /// `direct transport NAME "…"`
    Transport(Transport),
    /// `averaging fleet of rvc { … }`
    Averaging(Averaging),
    /// `fungible materials inventory { … }`
    Fungible(Fungible),
    /// `assumption electronics "…" { … }`
    Assumption(Assumption),
    /// `claim NAME: …`
    Claim(Claim),
    /// `example NAME as of 1994-06-01 { … }`
    Example(Example),
    /// `proposal us_2017 amends NAFTA by USA { … }`
    Proposal(Proposal),
}
