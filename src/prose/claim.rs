//! Claims and questions in words.

use crate::syntax::tree::{Claim, ClaimKind, Goods, Under, Verdict};

use super::figure::Of;
use super::phrase::quoted;
use super::{Clause, Point, Speaker, Spoken};

impl Speaker<'_> {
    /// A claim in words, with what its words mean.
    pub fn claimed(mut self, claim: &Claim) -> Spoken {
        let head = &claim.head;
        let text = |text: &crate::syntax::tree::Text| text.text.to_string();
        let mut points = vec![Point::line(self.claim(&claim.kind))];
        for assumption in &claim.assuming {
            let title = quoted(&self.title(assumption));
            self.uses(&assumption.text);
            points.push(Point::line(format!("this is claimed on the assumption {title}")));
        }
        let clause = Clause {
            name: head.name.text.to_string(),
            sort: "claim".to_owned(),
            heading: head
                .title
                .as_ref()
                .map_or_else(|| head.name.text.replace('_', " "), text),
            cites: head.cites.as_ref().map(text),
            points,
        };
        let exceptions = self.exceptions(&|_| true);
        let meanings = self.meanings();
        Spoken {
            clause,
            exceptions,
            meanings,
        }
    }

    fn claim(&mut self, kind: &ClaimKind) -> String {
        match kind {
            ClaimKind::Some(goods, says) => match says {
                Some(says) => format!("some good {} {}", self.goods(goods), self.verdict(says)),
                None => format!("there is a good {}", self.goods(goods)),
            },
            ClaimKind::No(goods, says) => match says {
                Some(says) => format!("no good {} {}", self.goods(goods), self.verdict(says)),
                None => format!("there is no good {}", self.goods(goods)),
            },
            ClaimKind::Every(goods, says) => format!("every good {} {}", self.goods(goods), self.verdict(says)),
            ClaimKind::Extremum {
                largest,
                value,
                goods,
                stated,
            } => {
                let degree = if *largest { "largest" } else { "smallest" };
                let (value, goods) = (self.figure(value, Of::Good), self.goods(goods));
                let of = value.strip_prefix("the ").unwrap_or(&value);
                match stated {
                    Some(stated) => format!(
                        "the {degree} {of} of any good {goods} is {}",
                        self.figure(stated, Of::Good)
                    ),
                    None => format!("it is asked what the {degree} {of} of any good {goods} is"),
                }
            }
        }
    }

    /// `of heading 87.03, where …, that originates under NAFTA`
    fn goods(&mut self, goods: &Goods) -> String {
        let mut words = match &goods.scope {
            Some(scope) => format!("of {}", self.scope(scope)),
            None => "of any heading".to_owned(),
        };
        if let Some(with) = &goods.with {
            words.push_str(&format!(", where {},", self.condition(with, true)));
        }
        if let Some(under) = &goods.originating {
            words.push_str(&format!(" that originates{}", placed(under)));
        }
        words
    }

    fn verdict(&mut self, says: &Verdict) -> String {
        match says {
            Verdict::Originates(under) => format!("originates{}", placed(under)),
            Verdict::DoesNotOriginate(under) => format!("does not originate{}", placed(under)),
            Verdict::Satisfies(condition) => format!("is such that {}", self.condition(condition, true)),
        }
    }
}

/// ` under NAFTA as of 30 June 2020`
fn placed(under: &Under) -> String {
    let text = under.text.as_ref().map(|name| format!(" under {}", name.text));
    let as_of = under
        .as_of
        .as_ref()
        .map(|day| format!(" as of {}", super::phrase::day(day)));
    format!("{}{}", text.unwrap_or_default(), as_of.unwrap_or_default())
}
