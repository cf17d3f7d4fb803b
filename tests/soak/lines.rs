//! stub
use crate::model::{Book, Good};
use crate::questions::Wanted;
use crate::tally::Tally;
pub(crate) fn possible(_books: &[&Book], _wanted: &Wanted, _good: &Good, _tally: &mut Tally) -> Option<String> { None }
pub(crate) fn impossible(_books: &[&Book], _wanted: &Wanted, _goods: &[Good], _tally: &mut Tally) -> Option<String> { None }
