//! What code was probably meant.

use super::code::HsCode;
use super::range::CodeRange;
use super::table::Table;

impl Table {
    /// The code of this edition that was probably meant by one it lacks: the likest of the same heading; else one digit
    /// wrong or two neighbours swapped; `None` if nothing is that close.
    pub fn nearest(&self, code: HsCode) -> Option<HsCode> {
        let wanted = code.subheading();
        let digits = wanted.digits();
        let rank = |candidate: &HsCode| {
            let other_family = candidate.parent() != wanted.parent();
            let slips = slips(&digits, &candidate.digits());
            // Who names a heading that exists mostly means it. One slip of either kind is as likely, then the kind of
            // slip decides.
            (
                other_family,
                slips.div_ceil(2),
                slips,
                candidate.padded().abs_diff(wanted.padded()),
            )
        };
        self.codes_of_length(wanted.len(), CodeRange::ALL)
            .map(|candidate| (rank(&candidate), candidate))
            .filter(|((other_family, slips, ..), _)| *slips <= 1 || !other_family)
            .min()
            .map(|(_, candidate)| candidate)
    }
}

/// How unlike two codes of one length are: a wrong digit costs two, two swapped neighbours together one, as a swap
/// leaves every digit of the code in sight.
fn slips(a: &str, b: &str) -> usize {
    let mut pairs = a.bytes().zip(b.bytes()).peekable();
    let mut cost = 0_usize;
    while let Some((x, y)) = pairs.next() {
        if x != y {
            let swapped = pairs.next_if(|next| *next == (y, x)).is_some();
            cost = cost.saturating_add(if swapped { 1 } else { 2 });
        }
    }
    cost
}

#[cfg(test)]
mod tests {
    use super::super::Edition;
    use super::*;

    #[test]
    fn slips_of_the_pen_are_seen_through() {
        let table = Edition::Hs2017.table().unwrap();
        let check = |text: &str, expected: Option<&str>| {
            let nearest = table.nearest(HsCode::parse(text).unwrap());
            assert_eq!(nearest.map(|code| code.to_string()).as_deref(), expected);
        };
        check("8703.20", Some("8703.21"));
        check("8730", Some("87.03"));
        check("7801.92", Some("7801.91"));
        check("0902.99", Some("0902.40"));
        check("8073.21", Some("8703.21"));
        check("9999.99", None);
    }
}
