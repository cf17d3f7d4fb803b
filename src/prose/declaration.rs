//! Every declaration as a clause in words.

use std::sync::Arc;

use crate::model::Entry;
use crate::syntax::tree::{
    AttributeKind, Cumulated, Cumulation, Declaration, Described, Designation, DesignationKind, Expr, List, Relaxed,
    RuleKind, Tolerance, ToleranceBy, Word,
};

use super::claim_day::period;
use super::figure::Of;
use super::material::short;
use super::phrase::{countries, date, listed, quoted, spaced, the};
use super::{Clause, Joint, Point, Speaker};

impl Speaker<'_> {
    /// A declaration in words.
    pub(super) fn clause(&mut self, name: &Arc<str>, entry: &Entry) -> Clause {
        let head = entry.declaration.head();
        let title = head.title.as_ref().map(|title| title.text.to_string());
        let (heading, points) = self.said(&entry.declaration);
        let cites = head.cites.as_ref().map(|source| source.text.to_string());
        let fallback = entry.fallback_citation.as_ref().map(ToString::to_string);
        let mut points = points;
        if let Some(edited) = &entry.never {
            points.insert(0, Point::line(format!("this is suspended by {}", quoted(&edited.by))));
        }
        for suspended in &entry.suspended {
            let period = period(suspended).unwrap_or_else(|| "for good".to_owned());
            points.insert(0, Point::line(format!("this is suspended {period}")));
        }
        Clause {
            name: name.to_string(),
            sort: sort(&entry.declaration).to_owned(),
            heading: heading.or(title).unwrap_or_else(|| name.replace('_', " ")),
            cites: cites.or(fallback),
            points,
        }
    }

    fn said(&mut self, declaration: &Declaration) -> (Option<String>, Vec<Point>) {
        match declaration {
            Declaration::Rule(rule) => (Some(self.rule_heading(rule)), self.rule(rule)),
            Declaration::CarveOut(carve_out) => (None, self.carve_out(carve_out)),
            Declaration::Threshold(threshold) => {
                let current = self.current(&threshold.stages);
                let mut stages: Vec<Point> = current.into_iter().map(|stage| self.stage(stage)).collect();
                if let Some(day) = self.day.filter(|_| stages.is_empty()) {
                    stages.push(Point::line(format!("there is no figure on {}", date(day))));
                }
                (None, vec![Point::group("", Joint::List, stages)])
            }
            Declaration::Measure(measure) => {
                let mut points = vec![Point::line(self.figure(&measure.value, Of::Good))];
                if let Some(available) = &measure.available {
                    let when = self.condition(available, true);
                    points.push(Point::line(format!("this method may be used only where {when}")));
                }
                (None, points)
            }
            Declaration::Definition(definition) => (None, vec![self.defined(&definition.condition)]),
            Declaration::Assumption(assumption) => (None, vec![self.points(&assumption.condition, None)]),
            Declaration::List(list) => (None, self.list(list)),
            Declaration::Tolerance(tolerance) => (None, self.tolerance(tolerance)),
            Declaration::Designation(designation) => (None, vec![self.designation(designation)]),
            Declaration::Cumulation(cumulation) => (None, self.cumulation(cumulation)),
            Declaration::Insufficient(insufficient) => {
                let reach = &insufficient.reach;
                let mut words =
                    "a good that owes its origin to no more than the following does not originate".to_owned();
                if !insufficient.despite.is_empty() {
                    words = format!(
                        "the following do not confer origin under {}",
                        self.called(&insufficient.despite)
                    );
                }
                for condition in self.conditions(reach.scope.as_ref(), reach.when.as_ref(), &reach.period) {
                    words.push_str(", ");
                    words.push_str(&condition);
                }
                let operations = insufficient.operations.iter().map(|text| Point::line(&*text.text));
                (None, vec![Point::group(words, Joint::List, operations.collect())])
            }
            Declaration::Transport(transport) => {
                let reach = &transport.reach;
                let conditions = self.conditions(reach.scope.as_ref(), reach.when.as_ref(), &reach.period);
                let words = transport
                    .head
                    .title
                    .as_ref()
                    .map_or_else(String::new, |title| title.text.to_string());
                let mut said = format!("it is attested of the consignment: {}", quoted(&words));
                for condition in conditions {
                    said.push_str(", ");
                    said.push_str(&condition);
                }
                (Some("transport".to_owned()), vec![Point::line(said)])
            }
            Declaration::Averaging(averaging) => {
                let measures = self.called(&averaging.measures);
                let each = described(&averaging.categories);
                let words = format!("the producer may reckon {measures} over all goods of one of these categories");
                (None, vec![Point::group(words, Joint::List, each)])
            }
            Declaration::Fungible(fungible) => {
                let words = "the origin of materials that are kept together may be found by one of these methods";
                (
                    None,
                    vec![Point::group(words, Joint::List, described(&fungible.methods))],
                )
            }
            Declaration::Basis(basis) => {
                let name = &basis.head.name;
                let title = self.title(name);
                let Some(term) = short(&title, name) else {
                    return (None, vec![Point::line("a value in money, as it is declared")]);
                };
                let behind = title.strip_prefix(&term).and_then(|rest| rest.strip_prefix(": "));
                let words = behind.unwrap_or(&title);
                (
                    Some(term.clone()),
                    vec![Point::line(format!("{words}; a value in money, as it is declared"))],
                )
            }
            Declaration::Attribute(attribute) => (None, vec![Point::line(values(&attribute.kind))]),
            Declaration::Agreement(_) | Declaration::Claim(_) | Declaration::Example(_) | Declaration::Proposal(_) => {
                (None, Vec::new())
            }
        }
    }

    /// The condition that a definition stands for, of the good or of materials.
    fn defined(&mut self, condition: &Expr) -> Point {
        if self.is_of_materials(condition) {
            Point::line(format!("materials that {}", self.of_materials(condition, true)))
        } else {
            self.points(condition, None)
        }
    }

    fn list(&mut self, list: &List) -> Vec<Point> {
        let mut entries = Vec::new();
        for entry in &list.entries {
            if self.holds(&entry.period) == Some(false) {
                continue;
            }
            let mut words = super::codes::entry(&entry.codes);
            if entry.ex {
                words = format!("ex {words}");
            }
            if let Some(description) = &entry.description {
                words.push_str(": ");
                words.push_str(&description.text);
            }
            if let Some(when) = &entry.when {
                words.push_str(", of those that ");
                words.push_str(&self.of_materials(when, true));
            }
            if !entry.struck.is_empty() {
                let struck: Vec<String> = entry.struck.iter().map(super::codes::entry).collect();
                words.push_str(", other than ");
                words.push_str(&listed(&struck, "and"));
            }
            if let Some(period) = period(&entry.period) {
                words.push_str(", ");
                words.push_str(&period);
            }
            entries.push(Point::line(words));
        }
        vec![Point::group("", Joint::List, entries)]
    }

    fn tolerance(&mut self, tolerance: &Tolerance) -> Vec<Point> {
        let goods = tolerance.scope.as_ref().map(|scope| self.scope(scope));
        let goods = match goods.as_deref() {
            None | Some("any heading") => "a good".to_owned(),
            Some(scope) => format!("a good of {}", scope.replace("any heading, other", "any heading other")),
        };
        let by = match tolerance.by {
            ToleranceBy::Value => "value",
            ToleranceBy::Weight => "weight",
        };
        let limit = self.figure(&tolerance.limit, Of::Good);
        let base = Of::Good.owns(&the(&self.term(&tolerance.base)));
        let relaxed: Vec<String> = tolerance
            .relaxing
            .iter()
            .map(|what| relaxes(*what).to_owned())
            .collect();
        let relaxed = if relaxed.is_empty() {
            "do not undergo the change of tariff classification that its rule requires".to_owned()
        } else {
            format!("do not meet {} of its rule", listed(&relaxed, "or"))
        };
        let mut words = format!(
            "{goods} may originate although non-originating materials {relaxed}, if the {by} of those materials does not \
             exceed {limit} of {base}"
        );
        for condition in self.conditions(None, tolerance.when.as_ref(), &tolerance.period) {
            words.push_str(", ");
            words.push_str(&condition);
        }
        let mut out = vec![Point::line(words)];
        for except in &tolerance.not_for {
            let (materials, goods) = (self.scope(&except.materials), self.scope(&except.goods));
            let mut point = Point::line(format!(
                "this does not extend to materials of {materials} in goods of {goods}"
            ));
            point.cites = except.cites.as_ref().map(|source| source.text.to_string());
            out.push(point);
        }
        out
    }

    fn designation(&mut self, designation: &Designation) -> Point {
        let scope = designation
            .scope
            .as_ref()
            .map(|scope| format!(" of {}", self.scope(scope)));
        let scope = scope.unwrap_or_default();
        let mut words = match designation.kind {
            DesignationKind::Intermediate => {
                format!("the producer may designate a self-produced material{scope} as an intermediate material")
            }
            DesignationKind::Accumulation => {
                format!("the producer may count the production of its suppliers of materials{scope} as its own")
            }
        };
        if !designation.no_stacking.is_empty() {
            let measures = self.called(&designation.no_stacking);
            words.push_str(&format!(
                ", but one that is judged by {measures} contains no other one that is judged so"
            ));
        }
        Point::line(words)
    }

    fn cumulation(&mut self, cumulation: &Cumulation) -> Vec<Point> {
        let reach = &cumulation.reach;
        let conditions = self.conditions(reach.scope.as_ref(), reach.when.as_ref(), &reach.period);
        let behind = conditions
            .iter()
            .fold(String::new(), |all, one| format!("{all}, {one}"));
        let lines = cumulation.items.iter().map(|item| match item {
            Cumulated::Materials {
                countries: partners,
                filter,
            } => {
                let which = filter
                    .as_ref()
                    .map(|test| format!(" that {}", self.of_materials(test, true)));
                let partners = countries(partners, "or");
                Point::line(format!(
                    "materials originating in {partners}{} count as originating{behind}",
                    which.unwrap_or_default()
                ))
            }
            Cumulated::Production { countries: partners } => Point::line(format!(
                "production in {} counts as production in the territory of a Party{behind}",
                countries(partners, "or")
            )),
        });
        lines.collect()
    }
}

fn described(all: &[Described]) -> Vec<Point> {
    let each = all.iter().map(|one| {
        let title = one.title.as_ref();
        Point::line(title.map_or_else(|| spaced(&one.name), |title| title.text.to_string()))
    });
    each.collect()
}

fn relaxes(what: Relaxed) -> &'static str {
    match what {
        Relaxed::Changes => "the change of tariff classification",
        Relaxed::Restrictions => "the restrictions on materials",
        Relaxed::Content => "the value content",
    }
}

/// What sort of clause a declaration is.
pub(super) fn sort(declaration: &Declaration) -> &'static str {
    match declaration {
        Declaration::Rule(rule) => match rule.kind {
            RuleKind::Criterion => "criterion",
            RuleKind::ProductRule => "product rule",
            RuleKind::Requirement => "requirement",
            RuleKind::Sets => "rule for sets",
        },
        Declaration::CarveOut(_) => "exception",
        Declaration::Threshold(_) => "threshold",
        Declaration::Measure(_) => "measure",
        Declaration::Definition(_) => "definition",
        Declaration::List(_) => "list",
        Declaration::Tolerance(_) => "tolerance",
        Declaration::Designation(designation) => match designation.kind {
            DesignationKind::Intermediate => "intermediate materials",
            DesignationKind::Accumulation => "accumulation",
        },
        Declaration::Cumulation(_) => "cumulation",
        Declaration::Insufficient(_) => "insufficient operations",
        Declaration::Transport(_) => "direct transport",
        Declaration::Averaging(_) => "averaging",
        Declaration::Fungible(_) => "fungible materials",
        Declaration::Basis(_) => "value",
        Declaration::Attribute(_) => "particular",
        Declaration::Agreement(_) => "agreement",
        Declaration::Assumption(_) => "assumption",
        Declaration::Claim(_) => "claim",
        Declaration::Example(_) => "example",
        Declaration::Proposal(_) => "proposal",
    }
}

/// What a word stands for, as its declaration says.
fn said(word: &Word) -> String {
    word.says
        .as_ref()
        .map_or_else(|| spaced(&word.name), |says| says.text.to_string())
}

/// What an attribute may be.
fn values(kind: &AttributeKind) -> String {
    match kind {
        AttributeKind::Fact => "this has to be attested".to_owned(),
        AttributeKind::Opaque => "this has to be attested as a whole".to_owned(),
        AttributeKind::Enumeration(words) => {
            let words: Vec<String> = words.iter().map(|word| quoted(&said(word))).collect();
            format!("one of {}", listed(&words, "and"))
        }
        AttributeKind::Choice(words) => {
            let words: Vec<String> = words.iter().map(|word| quoted(&spaced(word))).collect();
            format!("what the producer chooses: {}", listed(&words, "or"))
        }
        AttributeKind::Percentage => "a percentage".to_owned(),
        AttributeKind::Money => "an amount of money".to_owned(),
        AttributeKind::Count => "a number".to_owned(),
        AttributeKind::Weight => "a weight".to_owned(),
        AttributeKind::Date => "a day".to_owned(),
        AttributeKind::Country => "a country".to_owned(),
    }
}
