//! Where a clause stands in the body of its rule: what has to hold with it, and what may hold in its place.

use std::collections::BTreeMap;

use crate::ir::{ClauseId, Group, Join, Program, Rule};

/// A line or an alternative in the body of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// The clause.
    pub(super) clause: ClauseId,
    /// How it is joined to its neighbours.
    pub(super) join: Join,
    /// Its neighbours: the other lines, or the other alternatives.
    pub(super) others: Vec<ClauseId>,
    /// Everything around the group it stands in that has to hold as well.
    pub(super) around: Vec<ClauseId>,
    /// How many alternatives it lies inside of.
    pub(super) depth: usize,
}

/// The groups of a program by the clause that they make up.
pub(super) struct Groups<'a> {
    by_whole: BTreeMap<ClauseId, &'a Group>,
}

impl<'a> Groups<'a> {
    pub(super) fn of(program: &'a Program) -> Self {
        Self {
            by_whole: program.groups.iter().map(|(_, group)| (group.whole, group)).collect(),
        }
    }

    /// The group that makes up a clause.
    pub(super) fn get(&self, whole: ClauseId) -> Option<&'a Group> {
        self.by_whole.get(&whole).copied()
    }

    /// Every line and alternative in the body of a rule, the outer before the inner, in the order written.
    pub(super) fn places(&self, rule: &Rule) -> Vec<Place> {
        let mut out = Vec::new();
        self.walk(rule.body, &[], 0, &mut out);
        out
    }

    fn walk(&self, whole: ClauseId, around: &[ClauseId], depth: usize, out: &mut Vec<Place>) {
        let Some(group) = self.get(whole) else { return };
        for member in &group.members {
            let others: Vec<ClauseId> = group.members.iter().copied().filter(|other| other != member).collect();
            let mut inside = around.to_vec();
            if group.join == Join::All {
                inside.extend(others.iter().copied());
            }
            out.push(Place {
                clause: *member,
                join: group.join,
                others,
                around: around.to_vec(),
                depth,
            });
            let deeper = if group.join == Join::Any { depth + 1 } else { depth };
            self.walk(*member, &inside, deeper, out);
        }
    }
}
