//! A rulebook as long as one likes, in which every common construct occurs.

use std::fmt::Write as _;

/// At least so many bytes of rulebook.
pub(crate) fn rulebook(bytes: usize) -> String {
    let mut text = String::from("agreement Long \"A long agreement\" { parties USA, CAN, MEX nomenclature HS 2017 }\n");
    let mut number = 0_usize;
    while text.len() < bytes {
        number += 1;
        let heading = number % 80 + 8401;
        let (chapter, item) = (heading / 100, heading % 100);
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            r#"
// Rule {number} of the annex.
product rule rule_{number} "goods of heading {chapter}.{item:02}" for {chapter}.{item:02} when use is original_equipment
    from 1994-01-01 until 2020-06-30
    cites "Annex, {chapter}.{item:02}" {{
  either transaction_value cites "(a)" {{
    require change from any other heading except from {chapter}.{item:02}, 8708.99
    require rvc_tv >= 60% and not (use is aftermarket or new_plant)
  }}
  or net_cost cites "(b)" {{
    require change from any other subheading
    require content: rvc_net_cost >= 50% cites "Art. 403(5)(a)"
  }}
}}
list list_{number} "list {number}" cites "Annex {number}" {{
  4010.31 to 4010.34 "belts"
  4016.93.10, 4016.99.30
}}
measure vnm_{number} "value" cites "Art. 402(2)" = sum of value over materials where non-originating and code in list_{number}
"#
        );
    }
    text
}
