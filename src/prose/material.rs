//! Materials as noun phrases, and what is said of them.

use crate::syntax::tree::{Bearer, ChangeLevel, CompareOp, Declaration, Expr, ExprKind, Name};

use super::Speaker;
use super::figure::Of;
use super::phrase::{called as called_so, countries, listed, quoted, spaced};

impl Speaker<'_> {
    /// `non-originating materials of heading 87.08 used`
    pub(super) fn materials(&mut self, filter: Option<&Expr>, look_through: bool) -> String {
        let mut before = Vec::new();
        let mut behind = Vec::new();
        let mut that = Vec::new();
        for part in filter.map(parts).unwrap_or_default() {
            match &part.kind {
                ExprKind::NonOriginating => before.push("non-originating"),
                ExprKind::Originating => before.push("originating"),
                ExprKind::WhollyObtained => before.push("wholly obtained"),
                ExprKind::CodeIn(scope) => behind.push(format!("of {}", self.scope(scope))),
                ExprKind::SameAsGood(level) => behind.push(format!("of the same {} as the good", called(*level))),
                ExprKind::Imported => behind.push("imported from outside the territories of the Parties".to_owned()),
                _ => that.push(self.of_materials(part, true)),
            }
        }
        before.push("materials");
        let mut words = before.join(" ");
        if look_through {
            words.push_str(" used, and of those used to produce them,");
        }
        for part in &behind {
            words.push(' ');
            words.push_str(part);
        }
        if !that.is_empty() {
            words.push_str(" that ");
            words.push_str(&listed(&that, "and"));
        }
        words
    }

    /// What is said of materials, behind `that`: `are wholly obtained`, `are not of heading 87.08`.
    pub(super) fn of_materials(&mut self, test: &Expr, is: bool) -> String {
        let (are, do_not) = if is { ("are", "") } else { ("are not", "do not ") };
        match &test.kind {
            ExprKind::Originating => format!("{do_not}originate"),
            ExprKind::NonOriginating => self.of_materials(
                &Expr {
                    kind: ExprKind::Originating,
                    span: test.span,
                },
                !is,
            ),
            ExprKind::WhollyObtained => format!("{are} wholly obtained"),
            ExprKind::Imported => format!("{are} imported from outside the territories of the Parties"),
            ExprKind::ProducedIn(names) => format!("{are} produced in {}", countries(names, "or")),
            ExprKind::ProducedInRegion => format!("{are} produced in the territory of a Party"),
            ExprKind::ProducedOutside => format!("{are} produced outside the territories of the Parties"),
            ExprKind::CodeIn(scope) => format!("{are} of {}", self.scope(scope)),
            ExprKind::SameAsGood(level) => format!("{are} of the same {} as the good", called(*level)),
            ExprKind::Not(inner) => self.of_materials(inner, !is),
            ExprKind::And(parts) | ExprKind::Or(parts) => {
                let joint = if matches!(test.kind, ExprKind::And(_)) == is {
                    "and"
                } else {
                    "or"
                };
                let parts: Vec<String> = parts.iter().map(|part| self.of_materials(part, is)).collect();
                listed(&parts, joint)
            }
            ExprKind::Is(attribute, words) => {
                let words: Vec<String> = words.iter().map(|word| quoted(&spaced(word))).collect();
                let not = if is { "" } else { "not " };
                self.uses(&attribute.text);
                let (words, particular) = (listed(&words, "or"), spaced(attribute));
                format!("are stated {not}to be {words} ({particular})")
            }
            ExprKind::Name(name) => self.named_test(name, is),
            ExprKind::Compare(op, left, right) => {
                let left = self.figure(left, Of::Material);
                let right = self.figure(right, Of::Material);
                format!("have {left} {} {right}", of_figures(*op, is))
            }
            _ => self.condition(test, is),
        }
    }

    /// A fact or a definition of materials.
    fn named_test(&mut self, name: &Name, is: bool) -> String {
        let are = if is { "are" } else { "are not" };
        let Some(entry) = self.entry(name) else {
            return format!("{are} {}", quoted(&spaced(name)));
        };
        let title = entry.declaration.head().title.as_ref();
        match entry.declaration.as_ref() {
            Declaration::Definition(definition) => match title {
                Some(title) => {
                    self.uses(&name.text);
                    format!("{are} {}", quoted(&title.text))
                }
                None => self.of_materials(&definition.condition, is),
            },
            _ => {
                let words = title.map_or_else(|| spaced(name), |title| title.text.to_string());
                let not = if is { "" } else { "not " };
                format!("are attested {not}to be {}", quoted(&words))
            }
        }
    }

    /// Whether a condition can only be asked of materials.
    pub(super) fn is_of_materials(&self, test: &Expr) -> bool {
        match &test.kind {
            ExprKind::SameAsGood(_) | ExprKind::NonOriginating | ExprKind::Imported => true,
            ExprKind::Not(inner) => self.is_of_materials(inner),
            ExprKind::And(parts) | ExprKind::Or(parts) => parts.iter().any(|part| self.is_of_materials(part)),
            ExprKind::Is(name, _) | ExprKind::Name(name) => {
                match self.entry(name).map(|entry| entry.declaration.as_ref()) {
                    Some(Declaration::Attribute(attribute)) => attribute.bearers == [Bearer::Materials],
                    Some(Declaration::Definition(definition)) => self.is_of_materials(&definition.condition),
                    _ => false,
                }
            }
            _ => false,
        }
    }

    /// What a value is called in a sentence. A title that says what it is rather than naming it is told once, where words are
    /// explained; what stands before a colon in it is its name, else that of the rulebook is.
    pub(super) fn term(&mut self, name: &Name) -> String {
        let title = self.title(name);
        let Some(term) = short(&title, name) else { return title };
        self.uses(&name.text);
        term
    }

    /// What an attribute is called.
    pub(super) fn title(&self, name: &Name) -> String {
        let title = self
            .entry(name)
            .and_then(|entry| entry.declaration.head().title.clone());
        title.map_or_else(|| spaced(name), |title| title.text.to_string())
    }
}

/// The name in place of a title that is too long for one.
pub(super) fn short(title: &str, name: &Name) -> Option<String> {
    if let Some((term, _)) = title.split_once(": ")
        && called_so(term) == term
    {
        return Some(term.to_owned());
    }
    (called_so(title) != title).then(|| spaced(name))
}

/// The parts of a test that all have to hold.
fn parts(test: &Expr) -> Vec<&Expr> {
    match &test.kind {
        ExprKind::And(all) => all.iter().flat_map(parts).collect(),
        _ => vec![test],
    }
}

/// A level of the tariff.
pub(super) fn called(level: ChangeLevel) -> &'static str {
    match level {
        ChangeLevel::Chapter => "chapter",
        ChangeLevel::Heading => "heading",
        ChangeLevel::Subheading => "subheading",
        ChangeLevel::Item => "tariff item",
    }
}

/// How a figure behind `have` lies to another.
fn of_figures(op: CompareOp, is: bool) -> &'static str {
    match (op, is) {
        (CompareOp::Less, true) | (CompareOp::AtLeast, false) => "of less than",
        (CompareOp::AtMost, true) | (CompareOp::More, false) => "of no more than",
        (CompareOp::AtLeast, true) | (CompareOp::Less, false) => "of no less than",
        (CompareOp::More, true) | (CompareOp::AtMost, false) => "of more than",
        (CompareOp::Equal, true) | (CompareOp::NotEqual, false) => "of",
        (CompareOp::Equal, false) | (CompareOp::NotEqual, true) => "of other than",
    }
}
