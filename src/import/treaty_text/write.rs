//! Writes the rules of a schedule in the language of rulebooks.

use std::collections::{BTreeMap, BTreeSet};

use super::Options;
use super::clause::{Content, Method, Span};
use super::facts::{Facts, Kind};
use super::report::Report;
use super::resolve::listed;
use super::rule::{Asked, Branch, Part, Provision, Shut, Test};
use super::shares::Attribute;
use crate::nomenclature::Edition;

/// The word for goods that none of the descriptions fits; no description is named so.
const OTHER: &str = "other";

/// The files of a rulebook: the agreement, the vocabulary, and the rules chapter by chapter.
pub(super) fn files(
    provisions: &[Provision],
    facts: &Facts,
    attributes: &[Attribute],
    report: &Report,
    options: &Options,
) -> Vec<(String, String)> {
    let mut writer = Writer {
        options,
        names: BTreeSet::new(),
        limits: BTreeMap::new(),
        methods: BTreeSet::new(),
        out: String::new(),
        depth: 0,
    };
    let mut chapters: BTreeMap<String, String> = BTreeMap::new();
    for provision in provisions {
        writer.out = String::new();
        writer.provision(provision);
        let file = chapters.entry(provision.chapter.clone()).or_default();
        file.push('\n');
        file.push_str(&writer.out);
    }
    let mut files = Vec::new();
    if options.part_of.is_none() {
        files.push((
            "agreement.roo".to_owned(),
            agreement(provisions, &writer.methods, options),
        ));
    }
    files.push((
        "vocabulary.roo".to_owned(),
        vocabulary(facts, attributes, &writer.limits, options),
    ));
    for (chapter, rules) in chapters {
        let head = format!("part of {}\n// Chapter {chapter}. {}\n", of(options), imported(report));
        files.push((format!("chapter-{chapter}.roo"), format!("{head}{rules}")));
    }
    files
}

fn of(options: &Options) -> &str {
    options.part_of.as_deref().unwrap_or(&options.name)
}

fn imported(_: &Report) -> &'static str {
    "Imported from the text of the annex; see the report for what was not understood."
}

/// The block of the agreement, the values and the measures.
fn agreement(provisions: &[Provision], methods: &BTreeSet<Method>, options: &Options) -> String {
    let edition = options.fit.or(options.edition).unwrap_or_else(|| newest(provisions));
    let cites = text(&options.source);
    let mut out = format!(
        "agreement {} {cites} cites {cites} {{\n  parties {}\n  nomenclature HS {edition}\n  currency USD\n  narrower scope prevails\n}}\n",
        options.name,
        options.parties.join(", "),
    );
    out.push_str(&format!(
        "\ncriterion by_rule \"the rule of the annex is met\" cites {cites} {{ require the product rules }}\n"
    ));
    let mut bases: Vec<&str> = Vec::new();
    let mut measures = String::new();
    for method in methods {
        let (basis, line) = match method {
            Method::TransactionValue => (
                "transaction_value",
                "measure rvc_tv \"value content by transaction value\" cites {c}\n    = (transaction_value - vnm) / transaction_value\n",
            ),
            Method::NetCost => (
                "net_cost",
                "measure rvc_nc \"value content by net cost\" cites {c}\n    = (net_cost - vnm) / net_cost\n",
            ),
            Method::BuildUp => (
                "transaction_value",
                "measure rvc_bu \"value content by build-up\" cites {c}\n    = (sum of value over materials where originating) / transaction_value\n",
            ),
            Method::BuildDown => (
                "transaction_value",
                "measure rvc_bd \"value content by build-down\" cites {c}\n    = (transaction_value - vnm) / transaction_value\n",
            ),
        };
        if !bases.contains(&basis) {
            bases.push(basis);
        }
        measures.push_str(&line.replace("{c}", &cites));
    }
    for basis in bases {
        let title = if basis == "net_cost" {
            "net cost"
        } else {
            "transaction value"
        };
        out.push_str(&format!("\nbasis {basis} of goods \"{title}\" cites {cites}\n"));
    }
    if methods.iter().any(|method| *method != Method::BuildUp) {
        out.push_str(&format!(
            "measure vnm \"value of non-originating materials\" cites {cites}\n    = sum of value over materials where non-originating\n"
        ));
    }
    out.push_str(&measures);
    out
}

/// The newest edition that has all the codes, or else one that is taken as written.
fn newest(provisions: &[Provision]) -> u32 {
    let all: Vec<Span> = provisions
        .iter()
        .flat_map(|provision| provision.codes.clone())
        .collect();
    let has_all = |edition: &Edition| {
        edition.table().is_some_and(|table| {
            let known = |code: crate::nomenclature::HsCode| table.contains(code.subheading());
            all.iter().all(|span| known(span.from) && known(span.to))
        })
    };
    Edition::ALL.into_iter().rev().find(has_all).map_or(2012, Edition::year)
}

/// Facts, conditions and texts that were not understood.
fn vocabulary(
    facts: &Facts,
    attributes: &[Attribute],
    limits: &BTreeMap<String, (String, String)>,
    options: &Options,
) -> String {
    let mut out = format!(
        "part of {}\n// The words of the annex: what goods are, and what was done to them.\n\n",
        of(options)
    );
    for fact in &facts.list {
        let (kind, of) = match fact.kind {
            Kind::Description => ("fact", "goods, materials"),
            Kind::Condition => ("fact", "goods"),
            Kind::Opaque => ("opaque", "goods"),
        };
        out.push_str(&format!(
            "{kind} {} of {of} {}\n    cites {}\n",
            fact.name,
            text(&fact.words),
            text(&fact.cites)
        ));
    }
    if !attributes.is_empty() {
        out.push_str("\n// Goods that a provision tells apart.\n\n");
    }
    for attribute in attributes {
        let codes = listed(&attribute.codes);
        let words = attribute
            .words
            .iter()
            .map(|(word, says)| format!("{word} = {}", text(says)));
        let words: Vec<String> = words.chain([OTHER.to_owned()]).collect();
        out.push_str(&format!(
            "attribute {} of goods, materials:\n    {}\n    {}\n    cites {}\n",
            attribute.name,
            words.join("\n    | "),
            text(&format!("which goods of {codes}")),
            text(&format!("{}, {codes}", options.source)),
        ));
    }
    if !limits.is_empty() {
        out.push_str("\n// Lists of which one line may be used, but not two.\n\n");
    }
    for (condition, (name, cites)) in limits {
        out.push_str(&format!(
            "definition {name} \"at most one of the lines\" cites {}\n    = {condition}\n",
            text(cites)
        ));
    }
    out
}

/// A text in quotation marks.
fn text(words: &str) -> String {
    format!("\"{}\"", words.replace('\\', "\\\\").replace('"', "\\\""))
}

struct Writer<'w> {
    options: &'w Options,
    names: BTreeSet<String>,
    /// Conditions on lists, with their names and sources.
    limits: BTreeMap<String, (String, String)>,
    methods: BTreeSet<Method>,
    out: String,
    depth: usize,
}

impl Writer<'_> {
    fn line(&mut self, words: &str) {
        self.out.push_str(&"  ".repeat(self.depth));
        self.out.push_str(words);
        self.out.push('\n');
    }

    fn provision(&mut self, provision: &Provision) {
        let cites = format!("{}, {}", self.options.source, listed(&provision.codes));
        let name = self.name(&provision.codes);
        let same = provision.branches.first().map(|branch| branch.when.clone());
        let common = same.flatten().filter(|when| {
            provision
                .branches
                .iter()
                .all(|branch| branch.when.as_ref() == Some(when))
        });
        let when = common
            .as_ref()
            .map_or_else(String::new, |when| format!(" when {}", test(when)));
        self.line(&format!(
            "product rule {name} for {}{when} cites {} {{",
            printed(&provision.codes),
            text(&cites)
        ));
        self.depth = 1;
        match provision.branches.as_slice() {
            [only] => self.branch(only, &cites, common.is_some()),
            branches => {
                let mut word = "either";
                for branch in branches {
                    let cites = if branch.number.is_empty() {
                        String::new()
                    } else {
                        format!("cites {} ", text(&format!("{cites}{}", branch.number)))
                    };
                    self.line(&format!("{word} {cites}{{"));
                    self.depth = 2;
                    self.branch(branch, &cites, common.is_some());
                    self.depth = 1;
                    self.line("}");
                    word = "or";
                }
            }
        }
        self.depth = 0;
        self.line("}");
    }

    /// A name from the codes.
    fn name(&mut self, codes: &[Span]) -> String {
        let shown: Vec<String> = codes
            .iter()
            .take(2)
            .map(|span| span.to_string().replace('.', ""))
            .collect();
        let more = codes.len().saturating_sub(2);
        let more = if more > 0 {
            format!("_and_{more}_more")
        } else {
            String::new()
        };
        let wanted = format!("r{}{more}", shown.join("_").replace(' ', "_"));
        let mut name = wanted.clone();
        let mut count = 1_usize;
        while !self.names.insert(name.clone()) {
            count = count.saturating_add(1);
            name = format!("{wanted}_{count}");
        }
        name
    }

    fn branch(&mut self, branch: &Branch, cites: &str, when_is_said: bool) {
        if let Some(when) = branch.when.as_ref().filter(|_| !when_is_said) {
            self.line(&format!("require {}", test(when)));
        }
        for asked in &branch.lines {
            match asked {
                Asked::Change { parts, except } => self.line(&format!("require {}", change(parts, except))),
                Asked::NoChange => self.line("require no change of classification"),
                Asked::AtMostOneOf(tests) => {
                    let name = self.limit(tests, cites);
                    self.line(&format!("require {name}"));
                }
                Asked::Content(ways) => self.content(ways),
                Asked::Weight(of, percent) => self.line(&format!(
                    "require sum of weight over materials where non-originating and {} <= {percent}% of weight",
                    inner(of)
                )),
                Asked::Fact(name) | Asked::Opaque(name) => self.line(&format!("require {name}")),
            }
        }
    }

    fn content(&mut self, ways: &[Content]) {
        let mut conditions = Vec::new();
        for Content { method, percent, only } in ways {
            let wanted = |figure: &str| {
                let mut all = self.options.contents.iter();
                all.find(|(of, stated, _)| of == method && stated == figure)
            };
            let reached = wanted(percent).or_else(|| wanted("*")).map_or_else(
                || format!("{} >= {percent}%", measure(*method)),
                |(_, _, words)| words.replace("{}", percent),
            );
            self.methods.insert(*method);
            conditions.push(
                only.as_ref()
                    .map_or(reached.clone(), |only| format!("{reached} and {only}")),
            );
        }
        match conditions.as_slice() {
            [only] => self.line(&format!("require {only}")),
            _ => {
                let mut word = "either";
                for (index, (way, condition)) in ways.iter().zip(&conditions).enumerate() {
                    let name = match way.method {
                        Method::TransactionValue => "transaction_value",
                        Method::NetCost => "net_cost",
                        Method::BuildUp => "build_up",
                        Method::BuildDown => "build_down",
                    };
                    let twice = ways.iter().take(index).any(|before| before.method == way.method);
                    let again = if twice { "_2" } else { "" };
                    self.line(&format!("{word} by_{name}{again} {{ require {condition} }}"));
                    word = "or";
                }
            }
        }
    }

    /// The name of the condition that no two lines of a list are used.
    fn limit(&mut self, tests: &[Test], cites: &str) -> String {
        let mut pairs = Vec::new();
        for (index, first) in tests.iter().enumerate() {
            for second in tests.iter().skip(index.saturating_add(1)) {
                let none = |of: &Test| format!("(no material where non-originating and {})", inner(of));
                pairs.push(format!("({} or {})", none(first), none(second)));
            }
        }
        let condition = pairs.join("\n    and ");
        let next = self.limits.len().saturating_add(1);
        let source = cites
            .strip_prefix("cites \"")
            .and_then(|rest| rest.split('"').next())
            .unwrap_or(cites);
        let (name, _) = self
            .limits
            .entry(condition)
            .or_insert_with(|| (format!("one_line_of_list_{next}"), source.to_owned()));
        name.clone()
    }
}

fn measure(method: Method) -> &'static str {
    match method {
        Method::TransactionValue => "rvc_tv",
        Method::NetCost => "rvc_nc",
        Method::BuildUp => "rvc_bu",
        Method::BuildDown => "rvc_bd",
    }
}

/// `87.01 to 87.05, 87.08`
fn printed(codes: &[Span]) -> String {
    listed(codes)
}

fn change(parts: &[Part], except: &[Shut]) -> String {
    let mut sources: Vec<String> = Vec::new();
    let mut plain: Vec<Span> = Vec::new();
    for part in parts {
        match part {
            Part::AnyOther(level) => sources.push(format!("any other {level}")),
            Part::From(Some(codes), None) => plain.extend(codes.iter().copied()),
            Part::From(codes, narrowed) => {
                let of = codes
                    .as_ref()
                    .map_or_else(|| "all goods".to_owned(), |codes| printed(codes));
                let narrowed = narrowed
                    .as_ref()
                    .map_or_else(String::new, |narrowed| format!(" where {}", test(narrowed)));
                sources.push(format!("{of}{narrowed}"));
            }
        }
    }
    if !plain.is_empty() {
        sources.insert(0, printed(&plain));
    }
    let mut out = format!("change from {}", sources.join(", whether or not also from "));
    if except.is_empty() {
        return out;
    }
    let codes: Vec<Span> = except.iter().flat_map(|shut| shut.codes.clone()).collect();
    out.push_str(&format!(", except from {}", printed(&codes)));
    match except {
        [only] => out.push_str(
            &only
                .narrowed
                .as_ref()
                .map_or_else(String::new, |narrowed| format!(" where {}", test(narrowed))),
        ),
        _ if except.iter().all(|shut| shut.narrowed.is_none()) => {}
        _ => {
            let plain: Vec<Span> = except
                .iter()
                .filter(|shut| shut.narrowed.is_none())
                .flat_map(|shut| shut.codes.clone())
                .collect();
            let mut tests = Vec::new();
            if !plain.is_empty() {
                tests.push(Test::Code(plain));
            }
            for shut in except {
                if let Some(narrowed) = &shut.narrowed {
                    tests.push(Test::And(vec![Test::Code(shut.codes.clone()), narrowed.clone()]));
                }
            }
            out.push_str(&format!(" where {}", test(&Test::Or(tests))));
        }
    }
    out
}

/// A test, without parentheses around it.
fn test(of: &Test) -> String {
    match of {
        Test::Code(codes) => format!("code in {}", printed(codes)),
        Test::SameAsGood(level) => format!("code in the same {level} as the good"),
        Test::Fact(name) => name.clone(),
        Test::Is(attribute, word) => format!("{attribute} is {word}"),
        Test::Not(not) => format!("not {}", inner(not)),
        Test::And(all) => all.iter().map(inner).collect::<Vec<_>>().join(" and "),
        Test::Or(all) => all.iter().map(inner).collect::<Vec<_>>().join(" or "),
    }
}

/// A test as a part of another.
fn inner(of: &Test) -> String {
    match of {
        Test::And(all) | Test::Or(all) if all.len() > 1 => format!("({})", test(of)),
        // After `is`, `or` would go on with words.
        Test::Is(..) => format!("({})", test(of)),
        _ => test(of),
    }
}
