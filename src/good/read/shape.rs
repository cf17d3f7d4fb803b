//! From the shape of the file to a case.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::amount::Ratio;
use crate::diagnostic::{Code, Diagnostic};
use crate::good::{Case, Datum, Node, Origin};
use crate::nomenclature::{CountryCode, HsCode};

use super::parts::Parts;
use super::{Format, Reading, figure, malformed};

/// The fields of a file.
const FIELDS: [&str; 6] = ["agreement", "date", "producer", "good", "averages", "parts"];
/// What every good and material may say, whatever the agreement declares.
pub const NODE_FIELDS: [&str; 13] = [
    "name",
    "code",
    "country",
    "produced_in",
    "imported",
    "imported_from",
    "self_produced",
    "supplier_statement",
    "origin",
    "wholly_obtained",
    "fungible",
    "materials",
    "part",
];
/// More levels than any product has.
const MAX_LEVELS: usize = 64;
/// More lines than any bill of materials has.
const MAX_LINES: usize = 200_000;
/// One mistake repeated on every line is not said thousands of times.
const MAX_PROBLEMS: usize = 50;

struct Reader<'v> {
    parts: Parts<'v>,
    problems: Vec<Diagnostic>,
    /// The notation of the file, for advice.
    format: Format,
    lines: usize,
    /// Where reading is now: `good.materials[3]`.
    place: String,
}

/// Reads a file's value; see [`super::read`].
pub(super) fn reading(value: &Value, format: Format) -> Result<Reading, Vec<Diagnostic>> {
    let Value::Object(file) = value else {
        return Err(vec![malformed("the file does not describe a good").help(format!(
            "begin with `{}`, and put what is known of the good under `good`",
            format.field("date", "\"2017-10-13\"")
        ))]);
    };
    let mut problems = Vec::new();
    for key in file.keys().filter(|key| !FIELDS.contains(&key.as_str())) {
        let problem = malformed(format!("`{key}` is not a field of a case"));
        problems.push(match nearest(key, FIELDS) {
            Some(meant) => problem.help(format!("did you mean `{meant}`?")),
            None => problem.help("a case has `agreement`, `date`, `producer`, `good`, `averages` and `parts`"),
        });
    }
    let parts = object(file, "parts", format, &mut problems);
    let mut reader = Reader {
        parts: Parts::new(parts),
        problems,
        format,
        lines: 0,
        place: "good".to_owned(),
    };
    let date = file
        .get("date")
        .and_then(|date| reader.keep(figure::date(date, "date", format)))
        .flatten();
    let agreement = file.get("agreement").and_then(|name| reader.text(name, "agreement"));
    let producer = match object(file, "producer", format, &mut reader.problems) {
        Some(fields) => reader.data(fields.iter(), "producer"),
        None => BTreeMap::new(),
    };
    let good = if let Some(fields) = object(file, "good", format, &mut reader.problems) {
        reader.node(fields, 0).unwrap_or_default()
    } else {
        if file.get("good").is_none_or(Value::is_null) {
            reader.push(malformed("the good is not described").help("add `good` with `code` and `materials`"));
        }
        Node::default()
    };
    let mut averages = BTreeMap::new();
    for (category, value) in object(file, "averages", format, &mut reader.problems)
        .into_iter()
        .flatten()
    {
        reader.place = format!("averages.{category}");
        if let Value::Object(fields) = value {
            averages.insert(category.clone(), reader.node(fields, 0).unwrap_or_default());
        } else {
            reader.push(no_fields(&format!("averages.{category}"), format));
        }
    }
    if reader.problems.is_empty() {
        Ok(Reading {
            agreement,
            case: Case {
                date,
                producer,
                good,
                averages,
            },
        })
    } else {
        Err(reader.problems)
    }
}

fn object<'v>(
    file: &'v Map<String, Value>,
    key: &str,
    format: Format,
    problems: &mut Vec<Diagnostic>,
) -> Option<&'v Map<String, Value>> {
    match file.get(key) {
        Some(Value::Object(fields)) => Some(fields),
        None | Some(Value::Null) => None,
        Some(_) => {
            problems.push(no_fields(key, format));
            None
        }
    }
}

/// The message for a place where the file should say several things by name, and says one or none.
pub(super) fn no_fields(at: &str, format: Format) -> Diagnostic {
    let example = match at {
        "producer" => format.field("fiscal_year_start", "\"2017-01-01\""),
        "parts" => return malformed("`parts` names no parts").help("write each part under its name, with its fields"),
        "averages" => {
            return malformed("`averages` names no category").help("write each category by its word, with its fields");
        }
        _ => format.field("code", "\"8703.23\""),
    };
    malformed(format!("`{at}` has no fields"))
        .help(format!("write what is known under it by name, such as `{example}`"))
}

/// The known name that was probably meant, if one is near enough.
pub(super) fn nearest<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let limit = name.chars().count() / 3 + 1;
    let ranked = known
        .into_iter()
        .map(|other| (strsim::damerau_levenshtein(name, other), other));
    ranked
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, other)| other)
}

impl Reader<'_> {
    fn push(&mut self, problem: Diagnostic) {
        if self.problems.len() < MAX_PROBLEMS {
            self.problems.push(problem);
        }
    }

    fn keep<T>(&mut self, result: Result<T, Diagnostic>) -> Option<T> {
        result.map_err(|problem| self.push(problem)).ok()
    }

    /// A node and all that is inside it; `None` if reading has to end.
    fn node(&mut self, fields: &Map<String, Value>, level: usize) -> Option<Node> {
        self.lines = self.lines.saturating_add(1);
        if level > MAX_LEVELS {
            let problem = format!("materials lie more than {MAX_LEVELS} levels inside one another");
            self.push(Diagnostic::new(Code::TooManyLevels, problem));
            return None;
        }
        if self.lines > MAX_LINES {
            let problem = format!("there are more than {MAX_LINES} lines of materials");
            self.push(Diagnostic::new(Code::TooManyLevels, problem));
            return None;
        }
        let Some(part) = fields.get("part") else {
            return self.fields(fields, level);
        };
        let at = self.at("part");
        let name = self.text(part, &at)?;
        let place = self.place.clone();
        let expanded = self.parts.expand(&name, fields, &place, self.format);
        let expanded = self.keep(expanded)?;
        // A part may itself be another part with changes.
        let node = if expanded.contains_key("part") {
            self.node(&expanded, level.saturating_add(1))
        } else {
            self.fields(&expanded, level)
        };
        self.parts.leave();
        let mut node = node?;
        node.name.get_or_insert(name);
        Some(node)
    }

    fn fields(&mut self, fields: &Map<String, Value>, level: usize) -> Option<Node> {
        let mut node = Node::default();
        let mut attributes = Vec::new();
        for (key, value) in fields {
            if value.is_null() {
                continue;
            }
            let at = self.at(key);
            match key.as_str() {
                "name" => node.name = self.text(value, &at),
                "code" => node.code = self.code(value, &at),
                "country" | "produced_in" => self.country(value, &at, &mut node),
                "imported" => node.imported = self.fact(value, &at),
                "imported_from" => {
                    self.country(value, &at, &mut node);
                    node.imported = Some(true);
                }
                "self_produced" => node.self_produced = self.fact(value, &at),
                "supplier_statement" => node.supplier_statement = self.fact(value, &at),
                "origin" => node.origin = self.origin(value, &at),
                "wholly_obtained" => node.wholly_obtained = self.fact(value, &at),
                "fungible" => node.fungible = self.shares(value, &at),
                "materials" => node.materials = self.materials(value, level)?,
                _ => attributes.push((key, value)),
            }
        }
        let place = self.place.clone();
        node.data = self.data(attributes.into_iter(), &place);
        Some(node)
    }

    /// Shares by method: `{ "fifo": "40%" }`.
    fn shares(&mut self, value: &Value, at: &str) -> BTreeMap<String, Ratio> {
        let mut out = BTreeMap::new();
        let Value::Object(methods) = value else {
            let problem = malformed(format!("`{at}` is `{value}`"));
            let share = self.format.field("fifo", "\"40%\"");
            self.push(problem.help(format!(
                "write the share that originates under each method, as in `{{ {share} }}`"
            )));
            return out;
        };
        for (method, share) in methods {
            let at = format!("{at}.{method}");
            match self.keep(figure::datum(share, &at, self.format)).flatten() {
                Some(Datum::Figure(share) | Datum::Share(share)) if !share.is_negative() && share <= Ratio::ONE => {
                    out.insert(method.clone(), share);
                }
                None => {}
                Some(_) => {
                    let problem = malformed(format!("`{at}` is not a share"));
                    self.push(problem.help(format!("write a percentage such as `{}`", self.format.value("\"40%\""))));
                }
            }
        }
        out
    }

    fn materials(&mut self, value: &Value, level: usize) -> Option<Vec<Node>> {
        let Value::Array(items) = value else {
            let at = self.at("materials");
            let code = self.format.field("code", "\"8708.99\"");
            let list = self.format.field("materials", &format!("[{{ {code} }}]"));
            self.push(malformed(format!("`{at}` is not a list")).help(format!("write a list such as `{list}`")));
            return Some(Vec::new());
        };
        let mut out = Vec::with_capacity(items.len().min(MAX_LINES));
        let here = self.place.len();
        for (index, item) in items.iter().enumerate() {
            self.place.push_str(".materials[");
            self.place.push_str(&index.to_string());
            self.place.push(']');
            let fine = if let Value::Object(fields) = item {
                self.node(fields, level.saturating_add(1)).map(|node| out.push(node))
            } else {
                self.push(no_fields(&self.place, self.format));
                Some(())
            };
            self.place.truncate(here);
            fine?;
        }
        Some(out)
    }

    fn data<'f>(
        &mut self,
        fields: impl Iterator<Item = (&'f String, &'f Value)>,
        place: &str,
    ) -> BTreeMap<String, Datum> {
        let mut out = BTreeMap::new();
        for (key, value) in fields {
            let datum = self
                .keep(figure::datum(value, &format!("{place}.{key}"), self.format))
                .flatten();
            if let Some(datum) = datum {
                out.insert(key.clone(), datum);
            }
        }
        out
    }

    fn at(&self, field: &str) -> String {
        format!("{}.{field}", self.place)
    }

    fn text(&mut self, value: &Value, at: &str) -> Option<String> {
        match value {
            Value::String(text) => Some(text.clone()),
            other => {
                self.push(malformed(format!("`{at}` is `{other}`, not a text")));
                None
            }
        }
    }

    fn fact(&mut self, value: &Value, at: &str) -> Option<bool> {
        match value {
            Value::Bool(fact) => Some(*fact),
            other => {
                self.push(malformed(format!("`{at}` is `{other}`")).help("write `true` or `false`"));
                None
            }
        }
    }

    fn code(&mut self, value: &Value, at: &str) -> Option<HsCode> {
        let such = format!("write a code such as `{}`", self.format.value("\"8703.23\""));
        // A code that is written as a number keeps its digits: numbers are never rounded here.
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
                self.push(malformed(format!("`{at}` is not a tariff code")).help(such));
                return None;
            }
        };
        let code = HsCode::parse(text.trim());
        let code = code.map_err(|error| malformed(format!("`{at}` is `{text}`: {error}")));
        self.keep(code.map_err(|problem| problem.help(such)))
    }

    fn country(&mut self, value: &Value, at: &str, node: &mut Node) {
        let Some(text) = self.text(value, at) else { return };
        if CountryCode::find(&text).is_none() {
            self.push(super::unknown_country(&text, at, []));
            return;
        }
        let country: Arc<str> = Arc::from(text);
        if node.country.as_ref().is_some_and(|other| *other != country) {
            let problem = format!("`{at}` is {country}, but another country of production is stated beside it");
            self.push(Diagnostic::new(Code::ContradictoryFacts, problem).help("state one of the two"));
        }
        node.country = Some(country);
    }

    fn origin(&mut self, value: &Value, at: &str) -> Option<Origin> {
        match value.as_str() {
            Some("originating") => Some(Origin::Originating),
            Some("non-originating" | "non_originating") => Some(Origin::NonOriginating),
            _ => {
                let problem = malformed(format!("`{at}` is `{value}`"));
                let word = |word: &str| self.format.value(&format!("\"{word}\""));
                let help = format!("write `{}` or `{}`", word("originating"), word("non-originating"));
                self.push(problem.help(help));
                None
            }
        }
    }
}
