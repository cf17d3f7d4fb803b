//! The rulebook: every text that the files state, each as an ordered table of named declarations.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::source::Span;
use crate::syntax::tree;

/// Everything that the files of one run state.
#[derive(Debug, Clone, Default)]
pub struct Rulebook {
    /// Agreements and proposals by name, each after what it rests on.
    pub texts: IndexMap<Arc<str>, Text>,
    /// The claims, each with the text in whose file it stands.
    pub claims: Vec<(Arc<str>, tree::Claim)>,
    /// The examples, each with the text in whose file it stands.
    pub examples: Vec<(Arc<str>, tree::Example)>,
}

/// One text: an agreement, or what a proposal makes of one.
#[derive(Debug, Clone)]
pub struct Text {
    /// The agreement's or the proposal's name.
    pub name: Arc<str>,
    /// The title in words.
    pub title: Option<Arc<str>>,
    /// The agreement block with the readings it declares.
    pub agreement: tree::Agreement,
    /// For a proposal: the text it amends.
    pub amends: Option<Arc<str>>,
    /// The declarations in force in this text, by name, in the order written.
    pub entries: IndexMap<Arc<str>, Entry>,
    /// What proposals deleted, by name.
    pub deleted: BTreeMap<Arc<str>, Edited>,
}

/// An edit that took a clause out of a text.
#[derive(Debug, Clone)]
pub struct Edited {
    /// The proposal.
    pub by: Arc<str>,
    /// The edit.
    pub span: Span,
}

/// One declaration of a text.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The declaration, with the edits of a proposal carried out.
    pub declaration: Arc<tree::Declaration>,
    /// Periods for which a proposal suspends it.
    pub suspended: Vec<tree::Period>,
    /// The edit of a proposal that suspends it for good, if one does.
    pub never: Option<Edited>,
    /// The legal source of the proposal that put it there, if it cites none itself.
    pub fallback_citation: Option<Arc<str>>,
    /// The edits of proposals on parts of it, each with its legal source.
    pub edits: Vec<(Span, Option<Arc<str>>)>,
}

impl Entry {
    /// A declaration as it stands in its file.
    pub fn new(declaration: tree::Declaration) -> Self {
        Self {
            declaration: Arc::new(declaration),
            suspended: Vec::new(),
            never: None,
            fallback_citation: None,
            edits: Vec::new(),
        }
    }
}

impl Text {
    /// The same text without one declaration: what the text would say if that clause were struck.
    #[must_use]
    pub fn without(&self, name: &str) -> Text {
        let mut text = self.clone();
        text.entries.shift_remove(name);
        text
    }
}

impl tree::Declaration {
    /// Name, title, source and span of the declaration.
    pub fn head(&self) -> &tree::Head {
        match self {
            tree::Declaration::Agreement(x) => &x.head,
            tree::Declaration::Basis(x) => &x.head,
            tree::Declaration::Attribute(x) => &x.head,
            tree::Declaration::List(x) => &x.head,
            tree::Declaration::Definition(x) => &x.head,
            tree::Declaration::Measure(x) => &x.head,
            tree::Declaration::Threshold(x) => &x.head,
            tree::Declaration::Rule(x) => &x.head,
            tree::Declaration::CarveOut(x) => &x.head,
            tree::Declaration::Tolerance(x) => &x.head,
            tree::Declaration::Designation(x) => &x.head,
            tree::Declaration::Cumulation(x) => &x.head,
            tree::Declaration::Insufficient(x) => &x.head,
            tree::Declaration::Transport(x) => &x.head,
            tree::Declaration::Averaging(x) => &x.head,
            tree::Declaration::Fungible(x) => &x.head,
            tree::Declaration::Assumption(x) => &x.head,
            tree::Declaration::Claim(x) => &x.head,
            tree::Declaration::Example(x) => &x.head,
            tree::Declaration::Proposal(x) => &x.head,
        }
    }

    /// Whether it only says by what goods, materials and producers are described.
    pub fn is_vocabulary(&self) -> bool {
        matches!(self, tree::Declaration::Basis(_) | tree::Declaration::Attribute(_))
    }

    /// What sort of declaration it is, in words.
    pub fn sort(&self) -> &'static str {
        match self {
            tree::Declaration::Agreement(_) => "an agreement",
            tree::Declaration::Basis(_) => "a basis of value",
            tree::Declaration::Attribute(x) => match x.kind {
                tree::AttributeKind::Fact => "a fact",
                tree::AttributeKind::Opaque => "an opaque requirement",
                tree::AttributeKind::Choice(_) => "a choice",
                tree::AttributeKind::Enumeration(_)
                | tree::AttributeKind::Percentage
                | tree::AttributeKind::Money
                | tree::AttributeKind::Count
                | tree::AttributeKind::Weight
                | tree::AttributeKind::Date
                | tree::AttributeKind::Country => "an attribute",
            },
            tree::Declaration::List(_) => "a list",
            tree::Declaration::Definition(_) => "a definition",
            tree::Declaration::Measure(_) => "a measure",
            tree::Declaration::Threshold(_) => "a threshold",
            tree::Declaration::Rule(x) => match x.kind {
                tree::RuleKind::Criterion => "an origin criterion",
                tree::RuleKind::ProductRule => "a product rule",
                tree::RuleKind::Requirement => "a requirement",
                tree::RuleKind::Sets => "a rule for sets",
            },
            tree::Declaration::CarveOut(_) => "a carve-out",
            tree::Declaration::Tolerance(_) => "a tolerance",
            tree::Declaration::Designation(_) => "a provision on materials",
            tree::Declaration::Cumulation(_) => "a provision on cumulation",
            tree::Declaration::Insufficient(_) => "a list of insufficient operations",
            tree::Declaration::Transport(_) => "a provision on transport",
            tree::Declaration::Averaging(_) => "a provision on averaging",
            tree::Declaration::Fungible(_) => "a provision on fungible materials",
            tree::Declaration::Assumption(_) => "an assumption",
            tree::Declaration::Claim(_) => "a claim",
            tree::Declaration::Example(_) => "an example",
            tree::Declaration::Proposal(_) => "a proposal",
        }
    }
}
