//! What a query reaches through clauses, measures and aggregates: only that becomes part of the problem.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::ir::{
    AggregateId, AggregateKind, AttributeKind, ClauseId, ClauseKind, Country, Depth, Formula, MeasureId, Num, Program,
};
use crate::nomenclature::{CodeRange, CodeSet, Level};

use super::fold::Fold;
use super::question::{ProgramIndex, Query, Question};
use super::shared::{AttributeKey, BasisKey, Selection, Shared, Test};

/// How a query uses a selection of materials.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Use {
    pub(super) selection: Rc<Selection>,
    /// `None` for "there is such a material".
    pub(super) aggregate: Option<(AggregateKind, Option<BasisKey>)>,
}

/// Everything that a query reaches, in the order of the shared vocabulary.
#[derive(Debug, Default)]
pub(super) struct Reach {
    pub(super) clauses: BTreeSet<(ProgramIndex, ClauseId)>,
    pub(super) good_codes: BTreeSet<CodeSet>,
    pub(super) uses: BTreeSet<Use>,
    pub(super) good_bases: BTreeSet<BasisKey>,
    /// The producer's choices, each with the sets of its words that something asks for.
    pub(super) choices: BTreeMap<AttributeKey, BTreeSet<BTreeSet<usize>>>,
    /// Whether the goods of a category taken together are looked at.
    pub(super) averages: bool,
    pub(super) good_countries: BTreeSet<Country>,
    /// Whether it is looked at whether the good is wholly obtained.
    pub(super) good_obtained: bool,
}

impl Reach {
    /// What a question reaches, whichever of its codes the good has.
    pub(super) fn of_any(shared: &Shared<'_>, question: &Question<'_>) -> Self {
        let ranges = question.scope.ranges();
        let ends = ranges.first().zip(ranges.last());
        let codes = ends.and_then(|(first, last)| CodeRange::new(first.lo, last.hi));
        Self::walked(shared, &question.query, &question.assuming, None, codes)
    }

    /// What the queries reach of what is still open for a good of one code.
    pub(super) fn of<'a>(
        shared: &Shared<'a>,
        query: &Query,
        assuming: &[(ProgramIndex, ClauseId)],
        fold: &mut Fold<'_, 'a>,
    ) -> Self {
        let code = fold.code();
        Self::walked(shared, query, assuming, Some(fold), Some(code))
    }

    fn walked<'a>(
        shared: &Shared<'a>,
        query: &Query,
        assuming: &[(ProgramIndex, ClauseId)],
        fold: Option<&mut Fold<'_, 'a>>,
        codes: Option<CodeRange>,
    ) -> Self {
        let mut walk = Walk {
            shared,
            fold,
            codes,
            out: Self::default(),
            measures: BTreeSet::new(),
            aggregates: BTreeSet::new(),
        };
        walk.query(query);
        for (program, clause) in assuming {
            walk.clause(*program, *clause);
        }
        walk.out
    }

    pub(super) fn selections(&self) -> BTreeSet<&Selection> {
        self.uses.iter().map(|one| &*one.selection).collect()
    }

    /// The levels at which materials are compared with the good.
    pub(super) fn levels(&self) -> BTreeSet<Level> {
        let mut out = BTreeSet::new();
        for selection in self.selections() {
            selection.test.for_each_leaf(&mut |leaf| {
                if let Test::Same(level) = leaf {
                    out.insert(*level);
                }
            });
        }
        out
    }

    /// The lists of codes that materials are tested against.
    pub(super) fn material_codes(&self) -> BTreeSet<CodeSet> {
        let mut out = BTreeSet::new();
        for selection in self.selections() {
            selection.test.for_each_leaf(&mut |leaf| {
                if let Test::CodeIn(set) = leaf {
                    out.insert(set.clone());
                }
            });
        }
        out
    }

    /// The values of materials that aggregates bring together at this depth.
    pub(super) fn material_bases(&self, depth: Depth) -> BTreeSet<BasisKey> {
        let uses = self.uses.iter().filter(|one| one.selection.depth == depth);
        uses.filter_map(|one| one.aggregate.and_then(|(_, basis)| basis))
            .collect()
    }

    /// Whether materials at this depth are counted.
    pub(super) fn counts(&self, depth: Depth) -> bool {
        let mut uses = self.uses.iter().filter(|one| one.selection.depth == depth);
        uses.any(|one| matches!(one.aggregate, Some((AggregateKind::Count, _))))
    }
}

struct Walk<'w, 'f, 's, 'a> {
    shared: &'w Shared<'a>,
    fold: Option<&'f mut Fold<'s, 'a>>,
    /// Between which codes the good's code is.
    codes: Option<CodeRange>,
    out: Reach,
    measures: BTreeSet<(ProgramIndex, MeasureId)>,
    aggregates: BTreeSet<(ProgramIndex, AggregateId)>,
}

impl Walk<'_, '_, '_, '_> {
    fn query(&mut self, query: &Query) {
        match query {
            Query::Holds(program, formula) => self.formula(*program, formula),
            Query::Defined(program, num) => self.num(*program, num),
            Query::Not(inner) => self.query(inner),
            Query::All(parts) | Query::Any(parts) => parts.iter().for_each(|part| self.query(part)),
        }
    }

    fn clause(&mut self, program: ProgramIndex, clause: ClauseId) {
        if !self.out.clauses.insert((program, clause)) {
            return;
        }
        if self
            .fold
            .as_mut()
            .is_some_and(|fold| fold.clause(program, clause).is_some())
        {
            return;
        }
        let Some(text) = self.shared.program(program) else {
            return;
        };
        let said = &text.clauses[clause];
        match &said.formula {
            // Of the rules for other codes none applies.
            Formula::Any(rules) if said.kind == ClauseKind::ProductRules => {
                self.parts(program, text.product_rules.among(rules, self.codes), false);
            }
            formula => self.formula(program, formula),
        }
    }

    fn parts<'p>(&mut self, program: ProgramIndex, parts: impl IntoIterator<Item = &'p Formula>, all: bool) {
        let members = match self.fold.as_mut() {
            Some(fold) => fold.members(program, parts, all),
            None => parts.into_iter().collect(),
        };
        for part in members {
            self.formula(program, part);
        }
    }

    fn formula(&mut self, program: ProgramIndex, formula: &Formula) {
        match formula {
            Formula::Known(_) | Formula::Accumulates | Formula::Dates { .. } => {}
            Formula::WhollyObtained => self.out.good_obtained = true,
            Formula::All(parts) | Formula::Any(parts) => {
                self.parts(program, parts, matches!(formula, Formula::All(_)));
            }
            Formula::Not(inner) => self.formula(program, inner),
            Formula::Clause(clause) => self.clause(program, *clause),
            Formula::Compare { left, right, .. } => {
                self.num(program, left);
                self.num(program, right);
            }
            Formula::Is { attribute, values } => {
                let key = self.shared.attribute_key(program, *attribute);
                let kind = self.shared.attributes.get(key).map(|attribute| attribute.kind.as_ref());
                if matches!(kind, Some(AttributeKind::Choice(_))) {
                    let values = self.shared.values(program, *attribute, values);
                    self.out.choices.entry(key).or_default().insert(values);
                }
            }
            Formula::Fact(_) => {}
            Formula::CodeIn(set) => {
                self.out.good_codes.insert(set.clone());
            }
            Formula::ProducedIn(countries) => self.out.good_countries.extend(countries.iter().cloned()),
            Formula::Exists(id) => {
                if let Some(selection) = self.shared.selection(program, *id) {
                    self.out.uses.insert(Use {
                        selection,
                        aggregate: None,
                    });
                }
            }
        }
    }

    fn num(&mut self, program: ProgramIndex, num: &Num) {
        match num {
            Num::Const(_) | Num::Attribute(_) => {}
            Num::Basis(id) => {
                self.out.good_bases.insert(self.shared.basis_key(program, *id));
            }
            Num::Aggregate(id) => self.aggregate(program, *id),
            Num::Sum(parts) | Num::Min(parts) | Num::Max(parts) => {
                for part in parts {
                    self.num(program, part);
                }
            }
            Num::Product(a, b) | Num::Quotient(a, b) => {
                self.num(program, a);
                self.num(program, b);
            }
            Num::Measure(id) | Num::Averaged { measure: id, .. } => {
                self.out.averages |= matches!(num, Num::Averaged { .. });
                let Some(text) = self.shared.program(program) else {
                    return;
                };
                if self.measures.insert((program, *id)) {
                    let measure = &text.measures[*id];
                    if let Some(available) = measure.available {
                        self.clause(program, available);
                    }
                    self.num(program, &measure.value);
                }
            }
            Num::Cases(cases) => {
                for case in cases {
                    self.clause(program, case.when);
                    let dead = self
                        .fold
                        .as_mut()
                        .is_some_and(|fold| fold.clause(program, case.when) == Some(false));
                    if !dead {
                        self.num(program, &case.then);
                    }
                }
            }
            Num::Rounded(_, inner) => self.num(program, inner),
        }
    }

    fn aggregate(&mut self, program: ProgramIndex, id: AggregateId) {
        let Some(text) = self.shared.program(program) else {
            return;
        };
        if !self.aggregates.insert((program, id)) {
            return;
        }
        let aggregate = &text.aggregates[id];
        let basis = aggregate.basis.map(|basis| self.shared.basis_key(program, basis));
        if let Some(selection) = self.shared.selection(program, aggregate.materials) {
            self.out.uses.insert(Use {
                selection,
                aggregate: Some((aggregate.kind, basis)),
            });
        }
    }
}

/// Whether a condition hangs on what the product rules decide, which they do only where they agree.
pub(crate) fn rules_decide(text: &Program, formula: &Formula) -> bool {
    match formula {
        Formula::All(parts) | Formula::Any(parts) => parts.iter().any(|part| rules_decide(text, part)),
        Formula::Not(inner) => rules_decide(text, inner),
        Formula::Clause(clause) => *clause == text.origin || text.clauses[*clause].kind == ClauseKind::ProductRules,
        _ => false,
    }
}

/// The texts whose product rules decide on what a query asks.
pub(super) fn decided_by_rules(shared: &Shared<'_>, query: &Query, out: &mut BTreeSet<ProgramIndex>) {
    match query {
        Query::Holds(program, formula) => {
            if shared.program(*program).is_some_and(|text| rules_decide(text, formula)) {
                out.insert(*program);
            }
        }
        Query::Defined(..) => {}
        Query::Not(inner) => decided_by_rules(shared, inner, out),
        Query::All(parts) | Query::Any(parts) => parts.iter().for_each(|part| decided_by_rules(shared, part, out)),
    }
}

/// The query together with whether the rules agree on which it hangs: where the codes of a good settle its origin, what
/// its rules say is looked at for that alone.
pub(super) fn with_rivals(shared: &Shared<'_>, query: &Query, fold: &mut Fold<'_, '_>) -> Query {
    let mut programs = BTreeSet::new();
    decided_by_rules(shared, query, &mut programs);
    let mut parts = vec![query.clone()];
    for program in programs {
        let clauses: BTreeSet<ClauseId> = rival_rules(shared, fold, program).into_iter().flatten().collect();
        parts.extend(
            clauses
                .into_iter()
                .map(|clause| Query::Holds(program, Formula::Clause(clause))),
        );
    }
    Query::All(parts)
}

/// The pairs of product rules that may both apply to a good of one code.
pub(super) fn rival_rules(shared: &Shared<'_>, fold: &mut Fold<'_, '_>, program: ProgramIndex) -> Vec<[ClauseId; 4]> {
    let Some(text) = shared.program(program) else {
        return Vec::new();
    };
    let mut open = Vec::new();
    for id in text.product_rules.rules(Some(fold.code())) {
        let rule = &text.rules[id];
        if fold.clause(program, rule.fires) != Some(false) {
            open.push((rule.fires, rule.body));
        }
    }
    let mut out = Vec::new();
    for (place, (fires, body)) in open.iter().enumerate() {
        for (other_fires, other_body) in open.iter().skip(place.saturating_add(1)) {
            out.push([*fires, *body, *other_fires, *other_body]);
        }
    }
    out
}
