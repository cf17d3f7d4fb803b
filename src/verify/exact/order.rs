//! Which condition to decide next: of those that are open the one most involved in conflicts, of several the first.

use std::cmp::Reverse;

use super::Var;

/// Conditions by how much they were involved in conflicts, as a heap. Settled ones may be in it; open ones are.
#[derive(Debug, Default)]
pub(super) struct Order {
    activity: Vec<u64>,
    bump: u64,
    heap: Vec<Var>,
    /// By condition: its place in the heap.
    place: Vec<Option<usize>>,
}

impl Order {
    /// A new condition, open.
    pub(super) fn add(&mut self) {
        let var = self.activity.len();
        self.activity.push(0);
        self.place.push(None);
        self.open(var);
    }

    /// The condition is open again.
    pub(super) fn open(&mut self, var: Var) {
        if self.place[var].is_none() {
            self.place[var] = Some(self.heap.len());
            self.heap.push(var);
            self.rise(self.heap.len() - 1);
        }
    }

    /// Takes the first condition out.
    pub(super) fn pop(&mut self) -> Option<Var> {
        let last = self.heap.pop()?;
        let Some(first) = self.heap.first().copied() else {
            self.place[last] = None;
            return Some(last);
        };
        self.place[first] = None;
        self.put(0, last);
        self.sink(0);
        Some(first)
    }

    /// The condition was involved in a conflict.
    pub(super) fn involve(&mut self, var: Var) {
        self.activity[var] = self.activity[var].saturating_add(self.bump + 1);
        if let Some(place) = self.place[var] {
            self.rise(place);
        }
    }

    /// From now on involvement counts for more.
    pub(super) fn age(&mut self) {
        let bump = self.bump + 1;
        let bump = bump.saturating_add(bump / 16).saturating_add(1);
        self.bump = bump - 1;
        if bump > 1 << 48 {
            self.bump = (bump >> 32) - 1;
            for activity in &mut self.activity {
                *activity >>= 32;
            }
            for place in (0..self.heap.len()).rev() {
                self.sink(place);
            }
        }
    }

    fn rank(&self, var: Var) -> (u64, Reverse<Var>) {
        (self.activity[var], Reverse(var))
    }

    fn put(&mut self, place: usize, var: Var) {
        self.heap[place] = var;
        self.place[var] = Some(place);
    }

    fn rise(&mut self, mut place: usize) {
        let var = self.heap[place];
        while place > 0 {
            let above = self.heap[(place - 1) / 2];
            if self.rank(above) >= self.rank(var) {
                break;
            }
            self.put(place, above);
            place = (place - 1) / 2;
        }
        self.put(place, var);
    }

    fn sink(&mut self, mut place: usize) {
        let var = self.heap[place];
        while let Some(left) = self.heap.get(2 * place + 1).copied() {
            let right = self.heap.get(2 * place + 2).copied();
            let (below, at) = match right {
                Some(right) if self.rank(right) > self.rank(left) => (right, 2 * place + 2),
                _ => (left, 2 * place + 1),
            };
            if self.rank(var) >= self.rank(below) {
                break;
            }
            self.put(place, below);
            place = at;
        }
        self.put(place, var);
    }
}
