//! Programs put together by hand.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::amount::{DateRange, Ratio};
use crate::ir::*;
use crate::nomenclature::{CodeSet, Edition, HsCode, Level};
use crate::source::Span;

/// A program under construction.
pub(super) struct Text {
    pub program: Program,
    pub value: BasisId,
    pub net_cost: BasisId,
}

pub(super) fn codes(list: &[&str]) -> CodeSet {
    list.iter().map(|code| HsCode::parse(code).unwrap()).collect()
}

pub(super) fn share(percent: i64) -> Num {
    Num::Const(Ratio::from_parts(percent, 100).unwrap())
}

impl Text {
    /// Three parties, `value` and `net_cost`, and an origin clause that never holds.
    pub(super) fn new() -> Self {
        let mut vocabulary = Vocabulary::default();
        let mut basis = |name: &str, bearer| {
            let bearers = vec![bearer];
            vocabulary.bases.push(Basis {
                name: name.to_owned(),
                title: None,
                citation: None,
                bearers,
                weight: false,
            })
        };
        let value = basis("value", Bearer::Material);
        let net_cost = basis("net_cost", Bearer::Good);
        let mut clauses = Arena::default();
        let origin = clauses.push(clause("origin", ClauseKind::Origin, Formula::Known(false)));
        let imports = clauses.push(clause("imports", ClauseKind::Definition, Formula::Known(true)));
        let parties: Vec<Country> = ["CAN", "MEX", "USA"].into_iter().map(Arc::from).collect();
        let program = Program {
            name: "TEST".to_owned(),
            title: None,
            parties,
            edition: Edition::Hs2017,
            in_force: DateRange::ALWAYS,
            vocabulary,
            orders: vec![Order {
                smaller: None,
                larger: net_cost,
                clause: imports,
            }],
            imported_non_originating: Some(imports),
            clauses,
            groups: Arena::default(),
            materials: Arena::default(),
            aggregates: Arena::default(),
            measures: Arena::default(),
            rules: Arena::default(),
            product_rules: RuleIndex::default(),
            carve_outs: Vec::new(),
            exceptions: Arena::default(),
            tolerances: Vec::new(),
            thresholds: Vec::new(),
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
        };
        Self {
            program,
            value,
            net_cost,
        }
    }

    /// The program whose goods originate where the formula holds.
    pub(super) fn originates(mut self, formula: Formula) -> Program {
        let origin = self.program.origin;
        self.program.clauses.get_mut(origin).unwrap().formula = formula;
        let rules = self.program.rules.iter().map(|(id, rule)| (id, &rule.scope));
        self.program.product_rules = RuleIndex::of(rules);
        self.program
    }

    pub(super) fn clause(&mut self, path: &str, kind: ClauseKind, formula: Formula) -> ClauseId {
        self.program.clauses.push(clause(path, kind, formula))
    }

    pub(super) fn attribute(&mut self, name: &str, bearer: Bearer, kind: AttributeKind) -> AttributeId {
        let bearers = vec![bearer];
        let attribute = Attribute {
            name: name.to_owned(),
            title: None,
            citation: None,
            bearers,
            kind,
        };
        self.program.vocabulary.attributes.push(attribute)
    }

    pub(super) fn materials(&mut self, depth: Depth, test: MaterialTest) -> MaterialsId {
        self.program.materials.push(Materials { depth, test })
    }

    pub(super) fn sum(&mut self, depth: Depth, test: MaterialTest) -> Num {
        let materials = self.materials(depth, test);
        let basis = Some(self.value);
        Num::Aggregate(self.program.aggregates.push(Aggregate {
            kind: AggregateKind::Sum,
            basis,
            materials,
        }))
    }

    pub(super) fn measure(&mut self, name: &str, available: Option<ClauseId>, value: Num) -> MeasureId {
        let name = name.to_owned();
        let (title, citation, span) = (None, None, Span::default());
        self.program.measures.push(Measure {
            name,
            title,
            citation,
            available,
            value,
            alone: None,
            words: Vec::new(),
            percentage: true,
            span,
        })
    }

    /// `(net_cost - materials that pass) / net_cost`.
    pub(super) fn content(&mut self, depth: Depth, test: MaterialTest) -> Num {
        let spent = self.sum(depth, test);
        let spent = Num::Product(Box::new(Num::Const(-Ratio::ONE)), Box::new(spent));
        let kept = Num::Sum(vec![Num::Basis(self.net_cost), spent]);
        Num::Quotient(Box::new(kept), Box::new(Num::Basis(self.net_cost)))
    }

    /// The value content by net cost, as a named measure.
    pub(super) fn rvc(&mut self) -> MeasureId {
        let content = self.content(Depth::Direct, foreign());
        self.measure("rvc", None, content)
    }

    /// Every non-originating material is of another heading than the good.
    pub(super) fn shift(&mut self) -> Formula {
        let same = MaterialTest::Code(Relation { same: Level::Heading });
        let stays = self.materials(Depth::Direct, MaterialTest::All(vec![foreign(), same]));
        Formula::Exists(stays).negate()
    }

    pub(super) fn rule(&mut self, name: &str, scope: CodeSet, body: Formula) -> Formula {
        let applies = self.clause(name, ClauseKind::Applies, Formula::CodeIn(scope.clone()));
        let fires = self.clause(name, ClauseKind::Fires, Formula::Clause(applies));
        let body = self.clause(name, ClauseKind::Body, body);
        let (kind, displaced_by, span) = (RuleKind::ProductRule, Vec::new(), Span::default());
        self.program.rules.push(Rule {
            name: name.to_owned(),
            kind,
            scope,
            applies,
            fires,
            body,
            displaced_by,
            span,
        });
        Formula::All(vec![Formula::Clause(fires), Formula::Clause(body)])
    }
}

/// Not originating.
pub(super) fn foreign() -> MaterialTest {
    MaterialTest::Not(Box::new(MaterialTest::Originating))
}

pub(super) fn at_least(left: Num, right: Num) -> Formula {
    Formula::Compare {
        left,
        op: Comparison::AtLeast,
        right,
    }
}

pub(super) fn values(list: &[usize]) -> BTreeSet<usize> {
    list.iter().copied().collect()
}

fn clause(path: &str, kind: ClauseKind, formula: Formula) -> Clause {
    Clause {
        path: path.to_owned(),
        title: None,
        citation: None,
        kind,
        span: Span::default(),
        formula,
    }
}
