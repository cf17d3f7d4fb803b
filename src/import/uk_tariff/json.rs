//! The published file: read one rule set at a time, so that a broken one costs the others nothing.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::diagnostic::{Code, Diagnostic};
use crate::nomenclature::CodeRange;

/// Digits of a code in the file.
const DIGITS: usize = 10;
/// How much of a broken rule set a message shows.
const SHOWN: usize = 60;
/// Larger files are no tables of rules.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleSet {
    /// Its place in the file, from one.
    pub row: usize,
    /// The heading as printed; a label.
    pub heading: String,
    /// What stands beside it.
    pub subdivision: String,
    /// The goods.
    pub range: CodeRange,
    /// The rules, in order.
    pub rules: Vec<RawRule>,
}

/// One rule of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawRule {
    /// As published.
    pub text: String,
    /// Tags that the service derived from the text.
    pub class: Vec<String>,
    /// How it is joined to the rule before it.
    pub operator: Option<Operator>,
    /// Whether it counts for imports into the United Kingdom.
    pub import: bool,
    /// Whether it counts for exports from it.
    pub export: bool,
}

/// How a rule is joined to the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `and`
    And,
    /// `or`
    Or,
}

/// What a file holds.
#[derive(Debug, Default)]
pub struct Document {
    /// The rule sets that could be read.
    pub sets: Vec<RuleSet>,
    /// What could not be, and what was peculiar.
    pub problems: Vec<Diagnostic>,
    /// How many rule sets were left out.
    pub left_out: usize,
    /// The rule set at which the file breaks off: how many more there were nobody knows.
    pub breaks_off: Option<usize>,
}

/// Reads a file; what is wrong with one rule set is said of that one.
pub fn read(name: &str, bytes: &[u8]) -> Document {
    let mut document = Document::default();
    if bytes.len() > MAX_BYTES {
        let message = format!("`{name}` is larger than {} MiB", MAX_BYTES / (1024 * 1024));
        document
            .problems
            .push(Diagnostic::new(Code::NotRuleSets, message).help("name a file of rule sets"));
        return document;
    }
    let text = decoded(name, bytes, &mut document.problems);
    let Some(list) = list_of_sets(&text) else {
        let message = format!("`{name}` is no file of rule sets: it {}", why_no_list(&text));
        let help = "name a file as the UK Trade Tariff publishes it: `{\"rule_sets\": [ … ]}`";
        document
            .problems
            .push(Diagnostic::new(Code::NotRuleSets, message).help(help));
        return document;
    };
    let mut rest = list;
    let mut row = 0_usize;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        if rest.is_empty() {
            document.breaks_off = Some(row.saturating_add(1));
            break;
        }
        if rest.starts_with(']') {
            break;
        }
        row = row.saturating_add(1);
        let split = item_length(rest).and_then(|length| rest.split_at_checked(length));
        let Some((item, after)) = split.filter(|(item, _)| !item.is_empty()) else {
            document.breaks_off = Some(row);
            break;
        };
        match set(row, item) {
            Ok(set) => document.sets.push(set),
            Err(reasons) => {
                document.left_out = document.left_out.saturating_add(1);
                for (field, reason) in reasons {
                    document.problems.push(malformed(name, row, &field, &reason));
                }
            }
        }
        rest = after;
    }
    match document.breaks_off {
        Some(row) => document.problems.push(broken_off(name, row, document.sets.len())),
        None if row == 0 => {
            let message = format!("`{name}` has no rule sets: its list is empty");
            let help = "nothing is written; name a file that holds the rules of an agreement";
            document
                .problems
                .push(Diagnostic::new(Code::NothingToImport, message).help(help));
        }
        None => {}
    }
    document
}

fn broken_off(name: &str, row: usize, read: usize) -> Diagnostic {
    let could = match read {
        0 => "no rule set before it could be read".to_owned(),
        1 => "1 rule set before it could be read".to_owned(),
        several => format!("{several} rule sets before it could be read"),
    };
    let message = format!("`{name}` breaks off at rule set {row}: {could}, and the rest of the file is lost");
    Diagnostic::new(Code::MalformedRuleSet, message)
        .help("fetch the file again; nobody can tell how many rule sets are missing")
}

/// Why there is no list of rule sets, in words that go on with "it".
fn why_no_list(text: &str) -> String {
    if text.trim().is_empty() {
        return "is empty".to_owned();
    }
    match serde_json::from_str::<serde::de::IgnoredAny>(text) {
        Ok(_) => "is JSON, but has no list `rule_sets`".to_owned(),
        Err(error) if error.is_eof() => "is JSON that breaks off before a list `rule_sets` begins".to_owned(),
        Err(error) => format!("is not JSON (line {}, column {})", error.line(), error.column()),
    }
}

fn malformed(name: &str, row: usize, field: &str, reason: &str) -> Diagnostic {
    let message = format!("`{name}`, rule set {row}: {field} {reason}");
    Diagnostic::new(Code::MalformedRuleSet, message).help("the rule set is left out; the others are imported")
}

/// The text of the file; what is not UTF-8 is taken for Latin-1.
fn decoded(name: &str, bytes: &[u8], problems: &mut Vec<Diagnostic>) -> String {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => {
            let message = format!("`{name}` is not UTF-8 throughout; what is not is read as Latin-1");
            problems.push(Diagnostic::new(Code::PeculiarEncoding, message));
            let mut text = String::with_capacity(bytes.len());
            for chunk in bytes.utf8_chunks() {
                text.push_str(chunk.valid());
                text.extend(chunk.invalid().iter().map(|byte| char::from(*byte)));
            }
            text
        }
    }
}

/// What stands behind the `[` of the list.
fn list_of_sets(text: &str) -> Option<&str> {
    let (_, rest) = text.trim_start().strip_prefix('{')?.split_once("\"rule_sets\"")?;
    rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('[')
}

/// How long the first item of the list is; `None` if the text ends within it.
fn item_length(text: &str) -> Option<usize> {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (at, c) in text.char_indices() {
        if quoted {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => quoted = false,
                _ => {}
            }
            continue;
        }
        match c {
            '"' => quoted = true,
            '{' | '[' => depth = depth.saturating_add(1),
            '}' | ']' if depth == 0 => return Some(at),
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at.saturating_add(1));
                }
            }
            ',' if depth == 0 => return Some(at),
            _ => {}
        }
    }
    None
}

/// A value in which no object holds a key twice.
struct Single(Value);

impl<'de> Deserialize<'de> for Single {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SingleVisitor).map(Self)
    }
}

struct SingleVisitor;

impl<'de> Visitor<'de> for SingleVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(Single(item)) = seq.next_element()? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut fields = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            // Numbers of any size come as a map of one key that only the library knows.
            if key == "$serde_json::private::Number" {
                let digits: String = map.next_value()?;
                let number: Number = serde_json::from_str(&digits).map_err(serde::de::Error::custom)?;
                return Ok(Value::Number(number));
            }
            let Single(value) = map.next_value()?;
            if fields.insert(key.clone(), value).is_some() {
                return Err(serde::de::Error::custom(format!("key `{key}` stands twice")));
            }
        }
        Ok(Value::Object(fields))
    }
}

type Reasons = Vec<(String, String)>;

fn set(row: usize, item: &str) -> Result<RuleSet, Reasons> {
    let one = |field: &str, reason: String| vec![(field.to_owned(), reason)];
    let Single(value) = serde_json::from_str(item).map_err(|error| {
        let shown: String = item.chars().take(SHOWN).collect();
        one("it", format!("can't be read: {error} (`{}`)", shown.replace('\n', " ")))
    })?;
    let Value::Object(fields) = value else {
        return Err(one("it", "is no object".to_owned()));
    };
    let mut reasons = Reasons::new();
    let (heading, subdivision) = (
        text(&fields, "heading", true, &mut reasons),
        text(&fields, "subdivision", false, &mut reasons),
    );
    let (min, max) = (code(&fields, "min", &mut reasons), code(&fields, "max", &mut reasons));
    let range = min.zip(max).and_then(|(min, max)| {
        let range = CodeRange::new(min, max).and_then(|range| range.intersection(CodeRange::ALL));
        if range.is_none() {
            reasons.push((
                "`min`".to_owned(),
                format!("{min:010} lies above `max` {max:010}, or both lie outside the tariff"),
            ));
        }
        range
    });
    let rules = match fields.get("rules") {
        Some(Value::Array(rules)) if rules.is_empty() => {
            reasons.push(("`rules`".to_owned(), "is empty".to_owned()));
            Vec::new()
        }
        Some(Value::Array(rules)) => rules
            .iter()
            .zip(1_usize..)
            .filter_map(|(rule, number)| raw(rule, number, &mut reasons))
            .collect(),
        Some(_) => {
            reasons.push(("`rules`".to_owned(), "is no list".to_owned()));
            Vec::new()
        }
        None => {
            reasons.push(("`rules`".to_owned(), "is missing".to_owned()));
            Vec::new()
        }
    };
    match range {
        Some(range) if reasons.is_empty() => Ok(RuleSet {
            row,
            heading,
            subdivision,
            range,
            rules,
        }),
        _ => Err(reasons),
    }
}

fn text(fields: &Map<String, Value>, name: &str, needed: bool, reasons: &mut Reasons) -> String {
    match fields.get(name) {
        Some(Value::String(text)) => text.clone(),
        None | Some(Value::Null) if !needed => String::new(),
        None => {
            reasons.push((format!("`{name}`"), "is missing".to_owned()));
            String::new()
        }
        Some(_) => {
            reasons.push((format!("`{name}`"), "is no text".to_owned()));
            String::new()
        }
    }
}

fn code(fields: &Map<String, Value>, name: &str, reasons: &mut Reasons) -> Option<u64> {
    let digits = text(fields, name, true, reasons);
    let right = digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !right && fields.get(name).is_some_and(Value::is_string) {
        reasons.push((
            format!("`{name}`"),
            format!("is `{digits}`, not a code of {DIGITS} digits"),
        ));
    }
    digits.parse().ok().filter(|_| right)
}

fn raw(rule: &Value, number: usize, reasons: &mut Reasons) -> Option<RawRule> {
    let place = |field: &str| format!("`rules`, rule {number}: `{field}`");
    let Value::Object(fields) = rule else {
        reasons.push((format!("`rules`, rule {number}"), "is no object".to_owned()));
        return None;
    };
    let text = match fields.get("rule") {
        Some(Value::String(text)) => text.clone(),
        None | Some(Value::Null) => String::new(),
        Some(_) => {
            reasons.push((place("rule"), "is no text".to_owned()));
            return None;
        }
    };
    let operator = match fields.get("operator") {
        None | Some(Value::Null) => None,
        Some(Value::String(word)) if word.eq_ignore_ascii_case("or") => Some(Operator::Or),
        Some(Value::String(word)) if word.eq_ignore_ascii_case("and") => Some(Operator::And),
        Some(other) => {
            reasons.push((
                place("operator"),
                format!("is {other}, neither `and` nor `or` nor null"),
            ));
            return None;
        }
    };
    let flag = |name: &str, reasons: &mut Reasons| match fields.get(name) {
        None | Some(Value::Null) => true,
        Some(Value::Bool(flag)) => *flag,
        Some(_) => {
            reasons.push((place(name), "is neither true nor false".to_owned()));
            true
        }
    };
    let (import, export) = (flag("import", reasons), flag("export", reasons));
    let class: BTreeSet<String> = match fields.get("class") {
        Some(Value::Array(tags)) => tags.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => BTreeSet::new(),
    };
    Some(RawRule {
        text,
        class: class.into_iter().collect(),
        operator,
        import,
        export,
    })
}
