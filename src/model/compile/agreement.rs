//! The agreement block: parties, dates, nomenclature, and the readings declared once for all clauses.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::amount::DateRange;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Arena, Clause, ClauseKind, Country, Formula, Order, Program, RuleIndex, StackingLimit, Vocabulary};
use crate::nomenclature::{CodeSet, Edition, HsCode};
use crate::source::Span;
use crate::syntax::tree::{AgreementItem, Declaration, DesignationKind, Name, Nomenclature, Relaxed, Rounding};

use super::super::rulebook::{Rulebook, Text};
use super::super::{dates, diagnostics};
use super::Compiler;

impl<'a> Compiler<'a> {
    pub(super) fn new(rulebook: &'a Rulebook, text: &'a Text) -> Self {
        let head = &text.agreement.head;
        let mut clauses: Arena<Clause> = Arena::default();
        let cites = head.cites.as_ref().map(|cites| cites.text.to_string());
        let whole = |kind, path: &str| Clause {
            path: path.to_owned(),
            title: text.title.as_ref().map(ToString::to_string),
            citation: cites.clone(),
            kind,
            span: head.name.span,
            formula: Formula::Known(false),
        };
        let origin = clauses.push(whole(ClauseKind::Origin, "origin"));
        let product_rules = clauses.push(Clause {
            title: Some("the product rule that applies is met".to_owned()),
            // Each rule has a source of its own.
            citation: None,
            ..whole(ClauseKind::ProductRules, "product rules")
        });
        let mut compiler = Compiler {
            rulebook,
            text,
            program: Program {
                name: text.name.to_string(),
                title: text.title.as_ref().map(ToString::to_string),
                parties: Vec::new(),
                edition: Edition::Hs2022,
                in_force: DateRange::ALWAYS,
                vocabulary: Vocabulary::default(),
                orders: Vec::new(),
                imported_non_originating: None,
                clauses,
                groups: Arena::default(),
                materials: Arena::default(),
                aggregates: Arena::default(),
                measures: Arena::default(),
                rules: Arena::default(),
                product_rules: RuleIndex::default(),
                carve_outs: Vec::new(),
                thresholds: Vec::new(),
                exceptions: Arena::default(),
                tolerances: Vec::new(),
                intermediate: None,
                designatable: CodeSet::all(),
                accumulatable: CodeSet::all(),
                accumulation: None,
                full_cumulation: Vec::new(),
                averaging: Vec::new(),
                fungible: None,
                no_stacking: None,
                assumptions: Vec::new(),
                origin,
                starts: Arc::from([]),
            },
            rounding: Rounding::None,
            narrower_prevails: false,
            measures: BTreeMap::new(),
            measure_types: BTreeMap::new(),
            definitions: BTreeMap::new(),
            thresholds: BTreeMap::new(),
            lists: BTreeMap::new(),
            carve_outs: BTreeMap::new(),
            rule_bodies: BTreeMap::new(),
            product_rules,
            open: Vec::new(),
            too_deep: None,
            used: BTreeSet::new(),
            met: super::variant::Met::default(),
            case: None,
            cumulations: Vec::new(),
            averagings: Vec::new(),
            cumulating: false,
            relaxed: vec![Relaxed::Changes],
            no_value_disregarded: false,
            scope: CodeSet::all(),
            rule_kind: None,
            rule: None,
            sink: Vec::new(),
        };
        compiler.header();
        compiler
    }

    fn header(&mut self) {
        let head = &self.text.agreement.head;
        let mut edition = None;
        for item in &self.text.agreement.items {
            match item {
                AgreementItem::Parties(names) => {
                    let parties: BTreeSet<Country> = names.iter().filter_map(|name| self.country(name)).collect();
                    self.program.parties = parties.into_iter().collect();
                }
                AgreementItem::InForce(period) => self.program.in_force = dates::range(period, &mut self.sink),
                AgreementItem::Nomenclature(written) => {
                    edition = self.edition(written);
                }
                AgreementItem::Rounding(rounding) => self.rounding = rounding.clone(),
                AgreementItem::NarrowerPrevails(_) => self.narrower_prevails = true,
                AgreementItem::Relax(relaxed) => self.relaxed.clone_from(relaxed),
                AgreementItem::NoValueDisregarded(so) => self.no_value_disregarded = *so,
                AgreementItem::ImportedNonOriginating { cites, span } => {
                    let cited = cites.as_ref().map(|cites| cites.text.to_string());
                    let clause = Clause {
                        path: format!("{}/imported materials are non-originating", head.name.text),
                        title: Some("a material imported into the region is non-originating".to_owned()),
                        citation: cited.or_else(|| head.cites.as_ref().map(|cites| cites.text.to_string())),
                        kind: ClauseKind::Assumption,
                        span: *span,
                        formula: Formula::Known(true),
                    };
                    self.program.imported_non_originating = Some(self.program.clauses.push(clause));
                }
                AgreementItem::Currency(_) | AgreementItem::ValueOrder { .. } | AgreementItem::LeavesOut(_) => {}
            }
        }
        // Names that are no countries have been reported where they stand.
        let mut items = self.text.agreement.items.iter();
        let named = items.any(|item| matches!(item, AgreementItem::Parties(names) if !names.is_empty()));
        if self.program.parties.is_empty() && !named {
            self.incomplete("names no parties", "add a line such as `parties USA, CAN, MEX`");
        }
        match edition {
            Some(edition) => self.program.edition = edition,
            None if self.sink.is_empty() => {
                self.incomplete("names no nomenclature", "add a line such as `nomenclature HS 2017`");
            }
            None => {}
        }
    }

    fn incomplete(&mut self, what: &str, help: &str) {
        let name = &self.text.agreement.head.name;
        self.sink.push(
            Diagnostic::new(Code::Unexpected, format!("agreement `{}` {what}", name.text))
                .at(name.span, "this agreement")
                .help(help),
        );
    }

    /// The edition of that year, with the codes from outside it; codes of one that is not at hand stay unchecked, and that is said.
    pub(super) fn edition(&mut self, written: &Nomenclature) -> Option<Edition> {
        let (year, span) = (u32::from(written.year), written.span);
        let Some(edition) = Edition::from_year(year) else {
            self.sink.push(
                Diagnostic::new(
                    Code::UnknownCode,
                    format!("there is no edition `HS {year}` of the nomenclature"),
                )
                .at(span, "not an edition")
                .help("the editions are HS 1992, 1996, 2002, 2007, 2012, 2017, 2022 and 2028"),
            );
            return None;
        };
        if !edition.is_checked() {
            self.sink.push(
                Diagnostic::new(Code::UncheckedEdition, format!("codes of {edition} are unchecked"))
                    .at(span, "this edition is not at hand")
                    .note("HS 2017 and HS 2022 are at hand; codes of other editions are taken as written"),
            );
        }
        let mut outside = Vec::new();
        for text in &written.outside {
            match HsCode::parse(&text.text) {
                Ok(code) if edition.table().is_some_and(|table| !table.contains(code)) => outside.push(code),
                Ok(code) => self.sink.push(diagnostics::not_outside(code, text.span, edition)),
                Err(error) => {
                    self.sink
                        .push(diagnostics::malformed_code(&text.text, text.span, &error.to_string()));
                }
            }
        }
        Some(edition.with(outside))
    }

    /// The orders of values that the agreement states, after the bases are known.
    pub(super) fn values_ordered(&mut self) {
        for item in &self.text.agreement.items {
            let AgreementItem::ValueOrder { bases, span } = item else {
                continue;
            };
            for pair in bases.windows(2) {
                let [smaller, larger] = pair else { continue };
                self.order(smaller, larger, *span);
            }
        }
    }

    fn order(&mut self, smaller: &Name, larger: &Name, span: Span) {
        let known = |compiler: &mut Self, name: &Name| {
            let basis = compiler.basis(&name.text);
            compiler.declaration(&name.text);
            if basis.is_none() {
                let names = compiler.names(|declaration| matches!(declaration, Declaration::Basis(_)));
                compiler.unknown(name, "basis of value", names);
            }
            basis
        };
        let of_materials = &*smaller.text == "materials";
        let low = if of_materials { None } else { known(self, smaller) };
        let Some(larger_basis) = known(self, larger) else {
            return;
        };
        if !of_materials && low.is_none() {
            return;
        }
        let clause = self.program.clauses.push(Clause {
            path: format!("{} <= {}", smaller.text, larger.text),
            title: Some(if of_materials {
                format!(
                    "all materials together are worth no more than the {}",
                    words(&larger.text)
                )
            } else {
                format!(
                    "the {} is no more than the {}",
                    words(&smaller.text),
                    words(&larger.text)
                )
            }),
            citation: None,
            kind: ClauseKind::Assumption,
            span,
            formula: Formula::Known(true),
        });
        self.program.orders.push(Order {
            smaller: low,
            larger: larger_basis,
            clause,
        });
    }

    /// Intermediate materials and accumulation.
    pub(super) fn designations(&mut self) {
        for entry in self.text.entries.values() {
            let Declaration::Designation(designation) = entry.declaration.as_ref() else {
                continue;
            };
            let head = &designation.head;
            self.used.insert(Arc::clone(&head.name.text));
            self.require_citation(head, "the provision");
            let path = head.name.text.to_string();
            let clause = self.clause_of(head, path, ClauseKind::Assumption, head.span, Formula::Known(true));
            match designation.kind {
                DesignationKind::Intermediate => {
                    self.program.intermediate = Some(clause);
                    if let Some(scope) = &designation.scope {
                        self.program.designatable = self.scope_codes(scope);
                    }
                }
                DesignationKind::Accumulation => {
                    self.program.accumulation = Some(clause);
                    if let Some(scope) = &designation.scope {
                        self.program.accumulatable = self.scope_codes(scope);
                    }
                }
            }
            let measures: Vec<_> = designation
                .no_stacking
                .iter()
                .filter_map(|name| self.measure_by_name(name))
                .collect();
            if !measures.is_empty() {
                self.program.no_stacking = Some(StackingLimit { measures, clause });
            }
        }
    }
}

fn words(name: &str) -> String {
    name.replace('_', " ")
}
