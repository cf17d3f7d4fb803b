//! Typed tables: an index of one table can't be used on another.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Index;
use std::sync::Arc;

/// The place of a `T` in its [`Arena`].
pub struct Id<T> {
    index: u32,
    of: PhantomData<fn() -> T>,
}

impl<T> Id<T> {
    /// The place as a plain number, for keys and names.
    pub fn index(self) -> usize {
        self.index as usize
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Id<T> {}

impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index
    }
}

impl<T> Eq for Id<T> {}

impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.index.cmp(&other.index)
    }
}

impl<T> std::hash::Hash for Id<T> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.index.hash(state);
    }
}

impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.index)
    }
}

/// A table that only grows.
///
/// A copy shares the items until one of them is changed: checks compare a text with copies of it that differ in one clause.
#[derive(Debug, PartialEq, Eq)]
pub struct Arena<T> {
    items: Vec<Arc<T>>,
}

impl<T> Clone for Arena<T> {
    fn clone(&self) -> Self {
        Self {
            items: self.items.clone(),
        }
    }
}

impl<T> Default for Arena<T> {
    fn default() -> Self {
        Self { items: Vec::new() }
    }
}

impl<T> Arena<T> {
    /// Puts `item` at the end and says where it is.
    pub fn push(&mut self, item: T) -> Id<T> {
        let index = u32::try_from(self.items.len()).unwrap_or(u32::MAX);
        self.items.push(Arc::new(item));
        Id { index, of: PhantomData }
    }

    /// Everything in the order it was put in.
    pub fn iter(&self) -> impl Iterator<Item = (Id<T>, &T)> {
        self.items.iter().enumerate().map(|(index, item)| {
            (
                Id {
                    index: u32::try_from(index).unwrap_or(u32::MAX),
                    of: PhantomData,
                },
                &**item,
            )
        })
    }

    /// The item at `id`, to be completed.
    pub fn get_mut(&mut self, id: Id<T>) -> Option<&mut T>
    where
        T: Clone,
    {
        self.items.get_mut(id.index()).map(Arc::make_mut)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}

impl<T> Index<Id<T>> for Arena<T> {
    type Output = T;

    #[expect(
        clippy::indexing_slicing,
        reason = "an Id is only made by push, on a table that never shrinks"
    )]
    fn index(&self, id: Id<T>) -> &T {
        &self.items[id.index()]
    }
}
