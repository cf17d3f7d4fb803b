//! TOML, with every number as it is written.

use serde_json::{Map, Value};
use toml_edit::{Document, Item, TableLike};

use super::{malformed, too_deep};
use crate::diagnostic::Diagnostic;

pub(super) fn parse(text: &str) -> Result<Value, Diagnostic> {
    let document = Document::parse(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        let before = text.get(..start).unwrap_or_default();
        let line = before.matches('\n').count().saturating_add(1);
        let column = before
            .rsplit('\n')
            .next()
            .map_or(0, |rest| rest.chars().count())
            .saturating_add(1);
        let place = format!("at line {line}, column {column}");
        let what = error.message().lines().next().unwrap_or("not TOML");
        if what.contains("recurs") {
            return too_deep(&place);
        }
        malformed(format!("the TOML cannot be read {place}: {what}"))
    })?;
    Ok(table(document.as_table(), text))
}

fn table(table: &dyn TableLike, text: &str) -> Value {
    let entries = table.iter().map(|(key, item)| (key.to_owned(), self::item(item, text)));
    Value::Object(entries.collect::<Map<_, _>>())
}

fn item(item: &Item, text: &str) -> Value {
    match item {
        Item::None => Value::Null,
        Item::Value(value) => self::value(value, text),
        Item::Table(inner) => table(inner, text),
        Item::ArrayOfTables(tables) => Value::Array(tables.iter().map(|inner| table(inner, text)).collect()),
    }
}

fn value(value: &toml_edit::Value, text: &str) -> Value {
    use toml_edit::Value as Toml;
    match value {
        Toml::String(words) => Value::String(words.value().clone()),
        Toml::Boolean(fact) => Value::Bool(*fact.value()),
        Toml::Array(items) => Value::Array(items.iter().map(|item| self::value(item, text)).collect()),
        Toml::InlineTable(inner) => table(inner, text),
        Toml::Integer(_) | Toml::Float(_) | Toml::Datetime(_) => {
            let written = value.span().and_then(|span| text.get(span)).unwrap_or_default().trim();
            let plain = written.strip_prefix('+').unwrap_or(written).replace('_', "");
            match plain.parse() {
                Ok(number) if !value.is_datetime() => Value::Number(number),
                _ => Value::String(written.to_owned()),
            }
        }
    }
}
