//! A text cut down to one product rule: what the rule rests on, what competes with it, and what the agreement says of
//! every good. A mutant is judged in such a cut, where a check has little else to look at.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use orilex::check::Checked;
use orilex::diagnostic::{Diagnostic, Severity};
use orilex::ir::{Program, RuleKind};
use orilex::model::{self, Rulebook, Text};
use orilex::nomenclature::{CodeSet, HsCode};
use orilex::syntax::tree::Declaration;

use super::world::{Change, OWN, World};

/// A text and one of its product rules.
pub(crate) struct Focus {
    /// The text.
    pub(crate) text: Arc<str>,
    /// The agreement that it is or amends.
    pub(crate) agreement: Arc<str>,
    /// The rule; with its whole heading if `heading` is set.
    pub(crate) rule: String,
    /// Whether all rules of the heading are kept.
    pub(crate) heading: bool,
    /// The codes that the rule is written for, or those of its heading.
    pub(crate) scope: CodeSet,
    /// The product rules that are kept: those that share a code with it.
    pub(crate) rules: Vec<String>,
    /// The declarations that are kept.
    pub(crate) names: BTreeSet<Arc<str>>,
    /// Those of them that no earlier cut of the text keeps; they are changed in this one.
    pub(crate) owned: BTreeSet<Arc<str>>,
}

/// A cut that was compiled.
pub(crate) struct Cut {
    /// The rulebook of the texts.
    pub(crate) rulebook: Rulebook,
    /// What the text amends, if that is kept, and the text.
    pub(crate) texts: Vec<Checked>,
}

impl Cut {
    /// The text itself.
    pub(crate) fn program(&self) -> Option<&Program> {
        self.texts.last().map(|one| &one.compiled.program)
    }
}

/// Every cut of a text, one for each product rule in the order written.
pub(crate) fn all(world: &World, text: &str) -> Result<Vec<Focus>, Vec<Diagnostic>> {
    let rulebook = world.rulebook(text, &Change::default())?;
    let agreement = world.agreement_of(text).unwrap_or_else(|| Arc::from(text));
    let Some(whole) = rulebook.texts.get(text) else {
        return Ok(Vec::new());
    };
    let compiled = compiled(&rulebook, whole)?;
    let scopes: BTreeMap<&str, (RuleKind, &CodeSet)> = compiled
        .compiled
        .program
        .rules
        .iter()
        .map(|(_, rule)| (rule.name.as_str(), (rule.kind, &rule.scope)))
        .collect();
    let mentions: BTreeMap<Arc<str>, BTreeSet<Arc<str>>> = mentions(whole);
    let mut out = Vec::new();
    let mut owner: BTreeSet<Arc<str>> = BTreeSet::new();
    for name in whole.entries.keys() {
        let Some((RuleKind::ProductRule, own)) = scopes.get(name.as_ref()) else {
            continue;
        };
        for heading in [false, true] {
            let scope = if heading { heading_of(own) } else { (*own).clone() };
            let near = |name: &str| scopes.get(name).is_none_or(|(_, other)| !other.is_disjoint(&scope));
            let roots = whole.entries.iter().filter(|(key, entry)| {
                let says_of_all = match entry.declaration.as_ref() {
                    Declaration::Rule(_) => near(key),
                    other => provision(other),
                };
                says_of_all || key.contains(' ')
            });
            let names = closure(whole, &mentions, roots.map(|(key, _)| Arc::clone(key)));
            let rules = names.iter().map(ToString::to_string);
            let owned = names.iter().filter(|key| {
                let other_rule = matches!(scopes.get(key.as_ref()), Some((RuleKind::ProductRule, _))) && *key != name;
                !heading && !other_rule && owner.insert(Arc::clone(key))
            });
            let owned = owned.cloned().collect();
            let is_product = |name: &String| matches!(scopes.get(name.as_str()), Some((RuleKind::ProductRule, _)));
            out.push(Focus {
                text: Arc::from(text),
                agreement: Arc::clone(&agreement),
                rule: name.to_string(),
                heading,
                scope,
                rules: rules.filter(is_product).collect(),
                names,
                owned,
            });
        }
    }
    Ok(out)
}

/// All codes of the heading, if the rule is for codes of one only.
fn heading_of(scope: &CodeSet) -> CodeSet {
    let headings = scope.ranges().iter().flat_map(|range| {
        let (first, last) = range.ends();
        [first.heading(), last.heading()]
    });
    headings.map(HsCode::range).collect()
}

/// Whether a declaration has its say without being named.
fn provision(declaration: &Declaration) -> bool {
    matches!(
        declaration,
        Declaration::Tolerance(_)
            | Declaration::Designation(_)
            | Declaration::Cumulation(_)
            | Declaration::Insufficient(_)
            | Declaration::Transport(_)
            | Declaration::Averaging(_)
            | Declaration::Fungible(_)
    )
}

/// The declarations that each one names.
fn mentions(text: &Text) -> BTreeMap<Arc<str>, BTreeSet<Arc<str>>> {
    let all = text.entries.iter();
    all.map(|(key, entry)| (Arc::clone(key), named(text, &entry.declaration)))
        .collect()
}

/// The declarations that this one names. Words in the tree are names, titles or codes, and its printed form shows them
/// all, so no name is missed whatever constructs there are; a title that reads like a name does no harm.
fn named(text: &Text, declaration: &Declaration) -> BTreeSet<Arc<str>> {
    let printed = format!("{declaration:?}");
    let mut out = BTreeSet::new();
    for part in printed.split("text: \"").skip(1) {
        if let Some((word, _)) = part.split_once('"')
            && let Some((key, _)) = text.entries.get_key_value(word)
        {
            out.insert(Arc::clone(key));
        }
    }
    out
}

/// The roots, what they name, and the carve-outs of all that.
fn closure(
    text: &Text,
    mentions: &BTreeMap<Arc<str>, BTreeSet<Arc<str>>>,
    roots: impl Iterator<Item = Arc<str>>,
) -> BTreeSet<Arc<str>> {
    let mut kept = BTreeSet::new();
    let mut open: Vec<Arc<str>> = roots.collect();
    while let Some(name) = open.pop() {
        if !kept.insert(Arc::clone(&name)) {
            continue;
        }
        let is_rule = |key: &str| {
            let entry = text.entries.get(key);
            entry.is_some_and(|entry| matches!(entry.declaration.as_ref(), Declaration::Rule(_)))
        };
        let own = mentions.get(&name).into_iter().flatten();
        // A rule names others only to say which prevails.
        open.extend(own.filter(|key| !(is_rule(&name) && is_rule(key))).cloned());
        for (key, entry) in &text.entries {
            if let Declaration::CarveOut(carve_out) = entry.declaration.as_ref()
                && carve_out.target.text == name
            {
                open.push(Arc::clone(key));
            }
        }
    }
    kept
}

impl Focus {
    /// The text with this change, cut down. `text` is another one than the focus's own where the change is a proposal;
    /// what it amends is then cut down beside it.
    pub(crate) fn cut(&self, world: &World, text: &str, change: &Change) -> Result<Cut, Vec<Diagnostic>> {
        let whole = if text == &*self.text {
            world.rulebook(text, change)?
        } else {
            world.rulebook(&self.text, change)?
        };
        let mut rulebook = Rulebook {
            claims: whole.claims.clone(),
            ..Rulebook::default()
        };
        let wanted = [&*self.text, text];
        for (name, text) in whole.texts.iter().filter(|(name, _)| wanted.contains(&&***name)) {
            let mut text = self.sliced(text);
            if **name == *self.text {
                text.amends = None;
            }
            rulebook.texts.insert(Arc::clone(name), text);
        }
        let mut texts = Vec::new();
        for text in rulebook.texts.values() {
            texts.push(compiled(&rulebook, text)?);
        }
        Ok(Cut { rulebook, texts })
    }

    fn sliced(&self, text: &Text) -> Text {
        let roots = text.entries.keys();
        let roots = roots.filter(|key| self.names.contains(*key) || key.starts_with(OWN) || key.contains(' '));
        let roots: Vec<Arc<str>> = roots.cloned().collect();
        let mentions = mentions(text);
        let mut names = closure(text, &mentions, roots.into_iter());
        // Nothing may be taken for granted that was left out: a rule that is named to say which prevails.
        let mut sliced = text.clone();
        sliced.entries.retain(|key, _| names.contains(key));
        names.clear();
        for entry in sliced.entries.values_mut() {
            if let Declaration::Rule(rule) = entry.declaration.as_ref() {
                let mut rule = rule.clone();
                let known = |name: &orilex::syntax::tree::Name| {
                    names_rule(text, &name.text) && self.keeps(&name.text) || !names_rule(text, &name.text)
                };
                rule.despite.retain(&known);
                rule.subject_to.retain(&known);
                entry.declaration = Arc::new(Declaration::Rule(rule));
            }
        }
        sliced
    }

    fn keeps(&self, name: &str) -> bool {
        self.names.contains(name) || name.starts_with(OWN)
    }
}

fn names_rule(text: &Text, name: &str) -> bool {
    let entry = text.entries.get(name);
    entry.is_some_and(|entry| matches!(entry.declaration.as_ref(), Declaration::Rule(_)))
}

/// The text compiled, or what is wrong with it.
fn compiled(rulebook: &Rulebook, text: &Text) -> Result<Checked, Vec<Diagnostic>> {
    let (compiled, mut said) = model::compile(rulebook, text);
    said.retain(|one| one.severity == Severity::Error);
    if !said.is_empty() {
        return Err(said);
    }
    Ok(Checked {
        text: text.clone(),
        compiled,
    })
}
