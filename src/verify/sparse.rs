//! Sums of few things, each so many times: in order, and without room for what is not there.

use serde::{Deserialize, Serialize};

use crate::amount::Ratio;

/// The things of a sum in their order, each with its coefficient; none is zero.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Sparse<K>(Vec<(K, Ratio)>);

impl<K> Default for Sparse<K> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Copy + Ord> Sparse<K> {
    /// One thing, once.
    pub fn one(key: K) -> Self {
        Self(vec![(key, Ratio::ONE)])
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The things with their coefficients.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &Ratio)> {
        self.0.iter().map(|(key, factor)| (key, factor))
    }

    /// The things.
    pub fn keys(&self) -> impl Iterator<Item = &K> {
        self.0.iter().map(|(key, _)| key)
    }

    /// The coefficients.
    pub fn values(&self) -> impl Iterator<Item = &Ratio> {
        self.0.iter().map(|(_, factor)| factor)
    }

    /// The coefficient of a thing that is there.
    pub fn get(&self, key: &K) -> Option<&Ratio> {
        let place = self.0.binary_search_by(|(own, _)| own.cmp(key)).ok()?;
        self.0.get(place).map(|(_, factor)| factor)
    }

    /// Takes a thing out.
    pub fn remove(&mut self, key: &K) -> Option<Ratio> {
        let place = self.0.binary_search_by(|(own, _)| own.cmp(key)).ok()?;
        Some(self.0.remove(place).1)
    }

    /// Adds a thing so many times.
    pub fn add(&mut self, key: K, factor: &Ratio) {
        match self.0.binary_search_by(|(own, _)| own.cmp(&key)) {
            Ok(place) => {
                let Some((_, own)) = self.0.get_mut(place) else { return };
                *own += factor;
                if own.is_zero() {
                    self.0.remove(place);
                }
            }
            Err(_) if factor.is_zero() => {}
            Err(place) => self.0.insert(place, (key, factor.clone())),
        }
    }

    /// Adds `factor` times the other.
    pub fn add_all(&mut self, other: &Self, factor: &Ratio) {
        if let [(key, own)] = other.0.as_slice() {
            self.add(*key, &(own * factor));
            return;
        }
        let mut out = Vec::with_capacity(self.0.len().saturating_add(other.0.len()));
        let mut own = std::mem::take(&mut self.0).into_iter().peekable();
        for (key, more) in &other.0 {
            while let Some(before) = own.next_if(|(own, _)| own < key) {
                out.push(before);
            }
            let mut sum = more * factor;
            if let Some((_, own)) = own.next_if(|(own, _)| own == key) {
                sum += &own;
            }
            if !sum.is_zero() {
                out.push((*key, sum));
            }
        }
        out.extend(own);
        self.0 = out;
    }

    /// Multiplies every coefficient by a number that is not zero.
    pub fn scale(&mut self, factor: &Ratio) {
        for (_, own) in &mut self.0 {
            *own *= factor;
        }
    }
}

impl<'s, K> IntoIterator for &'s Sparse<K> {
    type Item = &'s (K, Ratio);
    type IntoIter = std::slice::Iter<'s, (K, Ratio)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(of: &[(usize, i64)]) -> Sparse<usize> {
        let mut out = Sparse::default();
        for (key, factor) in of {
            out.add(*key, &Ratio::from(*factor));
        }
        out
    }

    #[test]
    fn what_cancels_is_gone() {
        let mut all = sum(&[(3, 2), (1, 1), (5, 4)]);
        assert_eq!(all, sum(&[(1, 1), (3, 2), (5, 4)]));
        all.add_all(&sum(&[(0, 1), (3, 1), (7, 3)]), &Ratio::from(-2));
        assert_eq!(all, sum(&[(0, -2), (1, 1), (5, 4), (7, -6)]));
        all.add_all(&sum(&[(5, 2)]), &Ratio::from(-2));
        assert_eq!(all.get(&5), None);
        assert_eq!(all.remove(&7), Some(Ratio::from(-6)));
        all.add(1, &Ratio::from(-1));
        all.scale(&Ratio::from(3));
        assert_eq!(all, sum(&[(0, -6)]));
    }
}
