//! What a proof takes for granted about materials, found by asking without each grant.

use std::collections::BTreeSet;

use crate::ir::Depth;

use super::answer::Asked;
use super::axiom::{Axiom, Guard};
use super::encode::{Encoded, Manner, encode};
use super::kinds::{Grant, Grants, kinds};
use super::products::Product;
use super::question::Core;
use super::session::{Found, Session};

impl Asked<'_, '_> {
    /// Finds what of the grants about kinds of material a proof needs, by asking without each.
    pub(super) fn material_axioms(
        &self,
        case: &Product,
        manner: &Manner,
        refuted: &Encoded,
        guards: &[Guard],
        core: &mut Core,
    ) {
        let mut grants = manner.grants.clone();
        let named = [
            (Grant::OutsideImported, Axiom::OutsideImported),
            (Grant::WhollyObtained, Axiom::WhollyObtained),
            (Grant::Contents, Axiom::Contents),
        ];
        for (grant, axiom) in named {
            let less = grants.without(grant);
            if self.holds_under(case, manner, &less, (refuted, guards)) {
                grants = less;
            } else {
                core.axioms.push(axiom);
            }
        }
        let clauses = self.question.programs.iter().enumerate();
        let clauses: Vec<_> = clauses
            .filter_map(|(index, text)| Some((index, text.imported_non_originating?)))
            .collect();
        let less = grants.without(Grant::ImportsDoNotOriginate);
        if !clauses.is_empty() && !self.holds_under(case, manner, &less, (refuted, guards)) {
            core.clauses.extend(clauses);
        }
    }

    /// Whether the guards that refute a problem still rule the case out where less is granted about materials.
    fn holds_under(
        &self,
        case: &Product,
        manner: &Manner,
        grants: &Grants,
        (refuted, guards): (&Encoded, &[Guard]),
    ) -> bool {
        if self.makes_no_difference(case, grants, refuted) {
            return true;
        }
        let trial = Manner {
            grants: grants.clone(),
            ..manner.clone()
        };
        let Ok(encoded) = encode(self.shared, self.question, case.code, &trial, None) else {
            return false;
        };
        let mut problem = encoded.problem;
        // Nothing rests on what was withdrawn.
        if problem == refuted.problem {
            return true;
        }
        let on = problem.guards.iter().enumerate();
        let on: BTreeSet<usize> = on
            .filter(|(_, guard)| guards.contains(guard))
            .map(|(place, _)| place)
            .collect();
        // What is not stated need not be taken up.
        problem
            .statements
            .retain(|statement| statement.guard.is_none_or(|guard| on.contains(&guard)));
        matches!(
            Session::new(&problem, self.effort).check_with(&on, &[]),
            Found::Nothing(_)
        )
    }

    /// Whether the problem is the same with these grants: it is if the kinds of material are, for grants are about
    /// those and about what is inside them.
    fn makes_no_difference(&self, case: &Product, grants: &Grants, encoded: &Encoded) -> bool {
        let bill = &encoded.bill;
        let opens = bill.selections.iter().any(|own| own.depth == Depth::LookThrough);
        if opens && !(grants.holds(Grant::WhollyObtained) && grants.holds(Grant::Contents)) {
            return false;
        }
        let Some(text) = self.shared.programs.first() else {
            return false;
        };
        let selections: Vec<_> = bill.selections.iter().collect();
        let kinds = kinds(
            self.shared,
            text.edition,
            case.code,
            &encoded.reach,
            &selections,
            grants,
        );
        kinds.is_ok_and(|kinds| kinds == bill.kinds)
    }
}
