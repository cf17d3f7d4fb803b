//! The product rules that every engine applies, as rows, and as a rulebook of Orilex.

use std::fmt::Write as _;

use crate::goods::subheadings;

/// How many rules the table has.
pub(crate) const RULES: usize = 3_700;

/// A product rule: a change of classification alone, or a lesser one with a regional value content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Row {
    /// The subheading of the good.
    pub(crate) code: u32,
    /// The digits of the change that suffices alone: any other chapter (2), heading (4) or subheading (6).
    pub(crate) alone: u32,
    /// A heading from which that change may not be made; 0 for none.
    pub(crate) except: u32,
    /// The digits of the change that suffices with the content; 0 where none is asked for.
    pub(crate) with: u32,
    /// The content by transaction value, in per cent.
    pub(crate) price: i64,
    /// The content by net cost, in per cent.
    pub(crate) cost: i64,
}

/// The rule of question (a), for air conditioners of motor vehicles.
pub(crate) const ONE: Row = Row {
    code: 841_520,
    alone: 4,
    except: 0,
    with: 6,
    price: 60,
    cost: 50,
};

/// The table of question (b): a rule for each of the first subheadings of HS 2017.
pub(crate) fn table() -> Vec<Row> {
    let codes = subheadings();
    let rows = codes.iter().take(RULES).enumerate();
    rows.map(|(place, code)| {
        // A heading somewhere else in the tariff.
        let other = codes[(place * 7 + 1_900) % codes.len()] / 100;
        let far = other / 100 != code / 10_000;
        Row {
            code: *code,
            alone: [4, 2, 6, 4, 4][place % 5],
            except: if place % 3 == 0 && far { other } else { 0 },
            with: [6, 4, 0, 6, 0][place % 5],
            price: [60, 50, 45, 65, 55][place / 5 % 5],
            cost: [50, 40, 35, 60][place / 3 % 4],
        }
    })
    .collect()
}

/// The rows as a rulebook.
pub(crate) fn rulebook(rows: &[Row]) -> String {
    let mut text = String::from(
        r#"agreement Bench "the rules of the bench" cites "Annex" {
  parties USA, CAN, MEX
  in force 1994-01-01
  nomenclature HS 2017
  currency USD
}
basis transaction_value of goods "price of the sale" cites "Art. 402(2)"
basis net_cost of goods "net cost" cites "Art. 402(8)"
measure vnm "non-originating materials" cites "Art. 402(2)" = sum of value over materials where non-originating
measure rvc_tv "by transaction value" cites "Art. 402(2)" = (transaction_value - vnm) / transaction_value
measure rvc_nc "by net cost" cites "Art. 402(3)" = (net_cost - vnm) / net_cost
"#,
    );
    for row in rows {
        let code = dotted(row.code);
        let except = match row.except {
            0 => String::new(),
            heading => format!(" except from {:02}.{:02}", heading / 100, heading % 100),
        };
        let with = match row.with {
            0 => "no change of classification".to_owned(),
            digits => format!("change from any other {}", level(digits)),
        };
        let _ = write!(
            text,
            r#"
product rule r{code} "goods of {dotted}" for {dotted} cites "Annex, {dotted}" {{
  either {{ require change from any other {alone}{except} }}
  or {{
    require {with}
    either {{ require rvc_tv >= {price}% }}
    or {{ require rvc_nc >= {cost}% }}
  }}
}}
"#,
            code = row.code,
            dotted = code,
            alone = level(row.alone),
            price = row.price,
            cost = row.cost,
        );
    }
    text
}

/// `8415.20`
pub(crate) fn dotted(code: u32) -> String {
    format!("{:04}.{:02}", code / 100, code % 100)
}

/// What a change of so many digits is called.
pub(crate) fn level(digits: u32) -> &'static str {
    match digits {
        2 => "chapter",
        4 => "heading",
        _ => "subheading",
    }
}
