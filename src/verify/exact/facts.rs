//! Sets of facts, such as those that a case rests on: small, and joined far more often than looked into.

use super::proof::Id;

/// Facts in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::verify) struct Facts(Vec<Id>);

impl Facts {
    pub(in crate::verify) fn contains(&self, id: Id) -> bool {
        self.0.binary_search(&id).is_ok()
    }

    /// Whether none of these is among them.
    pub(super) fn has_none_of(&self, ids: &[Id]) -> bool {
        ids.iter().all(|id| !self.contains(*id))
    }

    /// All but these few.
    pub(super) fn without(mut self, ids: &[Id]) -> Self {
        for id in ids {
            if let Ok(place) = self.0.binary_search(id) {
                self.0.remove(place);
            }
        }
        self
    }

    /// Those of either.
    pub(super) fn with(self, other: Self) -> Self {
        let (mut more, fewer) = if self.0.len() < other.0.len() {
            (other.0, self.0)
        } else {
            (self.0, other.0)
        };
        if fewer.len() <= FEW {
            for id in fewer {
                if let Err(place) = more.binary_search(&id) {
                    more.insert(place, id);
                }
            }
            return Self(more);
        }
        let mut all = Vec::with_capacity(more.len() + fewer.len());
        let mut fewer = fewer.into_iter().peekable();
        for id in more {
            while let Some(before) = fewer.next_if(|own| *own < id) {
                all.push(before);
            }
            fewer.next_if_eq(&id);
            all.push(id);
        }
        all.extend(fewer);
        Self(all)
    }
}

/// So few are put in one by one.
const FEW: usize = 8;

impl FromIterator<Id> for Facts {
    fn from_iter<I: IntoIterator<Item = Id>>(ids: I) -> Self {
        let mut ids: Vec<Id> = ids.into_iter().collect();
        ids.sort_unstable();
        ids.dedup();
        Self(ids)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_joined_and_left_out() {
        let odd: Facts = (0..40).filter(|id| id % 2 == 1).collect();
        let all: Facts = (0..40).collect();
        assert_eq!(odd.clone().with((0..40).filter(|id| id % 2 == 0).collect()), all);
        assert_eq!(odd.clone().with([2, 1].into_iter().collect()).without(&[2]), odd);
        assert!(odd.has_none_of(&[0, 2, 4]) && !odd.has_none_of(&[0, 1]));
    }
}
