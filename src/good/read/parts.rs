//! Parts that are written once and used in several places.

use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostic};

use super::{Format, malformed};

/// The parts of a file, and those whose inside is being read now.
pub(super) struct Parts<'v> {
    known: Option<&'v Map<String, Value>>,
    on_the_way: Vec<String>,
}

impl<'v> Parts<'v> {
    pub(super) fn new(known: Option<&'v Map<String, Value>>) -> Self {
        Self {
            known,
            on_the_way: Vec::new(),
        }
    }

    /// The fields of the part, with what is written at the place of use put over them.
    pub(super) fn expand(
        &mut self,
        name: &str,
        over: &Map<String, Value>,
        at: &str,
        format: Format,
    ) -> Result<Map<String, Value>, Diagnostic> {
        if let Some(from) = self.on_the_way.iter().position(|other| other == name) {
            let circle: Vec<&str> = self
                .on_the_way
                .iter()
                .skip(from)
                .map(String::as_str)
                .chain([name])
                .collect();
            let message = format!("part `{name}` is made from itself: {}", circle.join(" -> "));
            return Err(Diagnostic::new(Code::MaterialCycle, message).help("take one of them out of the other"));
        }
        let part = self.known.and_then(|known| known.get(name));
        let Some(Value::Object(fields)) = part else {
            let problem = match part {
                Some(_) => super::shape::no_fields(&format!("parts.{name}"), format),
                None => malformed(format!("`{at}` refers to part `{name}`, which is not in `parts`")),
            };
            let names = self.known.into_iter().flat_map(Map::keys);
            let nearest = super::shape::nearest(name, names.map(String::as_str));
            return Err(match nearest {
                Some(meant) if part.is_none() => problem.help(format!("did you mean `{meant}`?")),
                _ => problem,
            });
        };
        let mut out = fields.clone();
        for (key, value) in over.iter().filter(|(key, _)| *key != "part") {
            out.insert(key.clone(), value.clone());
        }
        self.on_the_way.push(name.to_owned());
        Ok(out)
    }

    /// The inside of the part last expanded is read.
    pub(super) fn leave(&mut self) {
        self.on_the_way.pop();
    }
}
