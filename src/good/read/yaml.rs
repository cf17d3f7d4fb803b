//! YAML, read event by event: no depth overflows the stack, and no alias multiplies the text.

use serde_json::{Map, Value};
use yaml_rust2::parser::{Event, Parser};
use yaml_rust2::scanner::{Marker, TScalarStyle};

use super::{MAX_NESTING, malformed, too_deep};
use crate::amount::Ratio;
use crate::diagnostic::Diagnostic;

/// A list or an object that is not complete.
enum Open {
    List(Vec<Value>),
    Object(Map<String, Value>, Option<String>),
}

pub(super) fn parse(text: &str) -> Result<Value, Diagnostic> {
    let mut parser = Parser::new_from_str(text);
    let mut open: Vec<Open> = Vec::new();
    let mut whole: Option<Value> = None;
    loop {
        let (event, mark) = parser.next_token().map_err(|error| {
            let at = place(*error.marker());
            if error.info().starts_with("recursion limit") {
                return too_deep(&at);
            }
            malformed(format!("the YAML cannot be read {at}: {}", error.info()))
        })?;
        let done = match event {
            Event::StreamEnd => break,
            Event::DocumentStart if whole.is_some() => {
                return Err(malformed(format!("there is a second YAML document {}", place(mark))));
            }
            Event::Nothing | Event::StreamStart | Event::DocumentStart | Event::DocumentEnd => None,
            Event::Alias(_) => {
                let problem = malformed(format!("there is a YAML alias {}", place(mark)));
                return Err(problem.help("write the part under `parts` and refer to it with `part`"));
            }
            Event::SequenceStart(..) => {
                open.push(Open::List(Vec::new()));
                None
            }
            Event::MappingStart(..) => {
                open.push(Open::Object(Map::new(), None));
                None
            }
            Event::Scalar(text, style, ..) => Some(scalar(text, style)),
            Event::SequenceEnd | Event::MappingEnd => open.pop().map(|open| match open {
                Open::List(items) => Value::Array(items),
                Open::Object(entries, _) => Value::Object(entries),
            }),
        };
        if open.len() > MAX_NESTING {
            return Err(too_deep(&place(mark)));
        }
        let Some(value) = done else { continue };
        match open.last_mut() {
            None => whole = Some(value),
            Some(Open::List(items)) => items.push(value),
            Some(Open::Object(entries, key)) => match key.take() {
                None => *key = Some(named(value, mark, entries)?),
                Some(key) => {
                    entries.insert(key, value);
                }
            },
        }
    }
    Ok(whole.unwrap_or(Value::Null))
}

fn named(key: Value, mark: Marker, entries: &Map<String, Value>) -> Result<String, Diagnostic> {
    let key = match key {
        Value::String(key) => key,
        Value::Number(key) => key.to_string(),
        Value::Bool(key) => key.to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) => {
            return Err(malformed(format!("a key is not a name {}", place(mark))));
        }
    };
    if entries.contains_key(&key) {
        return Err(malformed(format!("`{key}` is given twice {}", place(mark))));
    }
    Ok(key)
}

/// A plain scalar that reads as a decimal number is one, whatever YAML makes of it: no octals, no floats.
fn scalar(text: String, style: TScalarStyle) -> Value {
    if style != TScalarStyle::Plain {
        return Value::String(text);
    }
    match text.as_str() {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => {
            // `8703.10` as a code keeps its last zero: a number keeps its text.
            let number = Ratio::parse_decimal(&text).ok().and_then(|_| text.parse().ok());
            number.map_or(Value::String(text), Value::Number)
        }
    }
}

fn place(mark: Marker) -> String {
    format!("at line {}, column {}", mark.line(), mark.col().saturating_add(1))
}
