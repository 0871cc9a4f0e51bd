//! Events of the parser → a value. Anchors, aliases and merge keys are resolved here.

use std::collections::HashMap;

use granit_parser::{Event, Parser, ScalarStyle, Span};
use serde_json::{Map, Value};

use super::scalar::plain;

/// Maximum number of nested collections.
const MOST_LEVELS: usize = 64;
/// Maximum number of nodes, with those that aliases repeat.
const MOST_NODES: usize = 2_000_000;

/// Reads one YAML document.
///
/// # Errors
/// A sentence with the line and column, if the text is not YAML or is larger than the limits.
pub fn parse(text: &str) -> Result<Value, String> {
    let mut reader = Reader { events: Parser::new_from_str(text), anchors: HashMap::new(), nodes: 0 };
    loop {
        match reader.next()? {
            (Event::StreamStart | Event::DocumentStart(..), _) => {}
            (Event::StreamEnd, _) => return Ok(Value::Null),
            (event, span) => {
                let value = reader.node(event, span, 0)?;
                return match reader.after_document()? {
                    true => Ok(value),
                    false => Err("the file has more than one YAML document".to_owned()),
                };
            }
        }
    }
}

struct Reader<'a, I: Iterator<Item = Result<(Event<'a>, Span), granit_parser::ScanError>>> {
    events: I,
    anchors: HashMap<usize, (Value, usize)>,
    nodes: usize,
}

impl<'a, I: Iterator<Item = Result<(Event<'a>, Span), granit_parser::ScanError>>> Reader<'a, I> {
    /// The next event that is not a comment.
    fn next(&mut self) -> Result<(Event<'a>, Span), String> {
        loop {
            match self.events.next() {
                None => return Ok((Event::StreamEnd, Span::default())),
                Some(Ok((Event::Comment(..), _))) => {}
                Some(Ok(event)) => return Ok(event),
                Some(Err(error)) => {
                    let at = error.marker();
                    return Err(format!("line {}, column {}: {}", at.line(), at.col() + 1, error.info()));
                }
            }
        }
    }

    /// Whether nothing comes after the first document.
    fn after_document(&mut self) -> Result<bool, String> {
        loop {
            match self.next()?.0 {
                Event::DocumentEnd => {}
                Event::StreamEnd => return Ok(true),
                _ => return Ok(false),
            }
        }
    }

    fn node(&mut self, event: Event<'a>, span: Span, level: usize) -> Result<Value, String> {
        self.count(1, span)?;
        if level > MOST_LEVELS {
            return Err(at(span, format!("more than {MOST_LEVELS} nested levels")));
        }
        let before = self.nodes;
        let (value, anchor) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                let is_text = tag.as_ref().is_some_and(|tag| tag.suffix() == "str");
                let value = match style {
                    ScalarStyle::Plain if !is_text => plain(&text),
                    _ => Value::String(text.into_owned()),
                };
                (value, anchor)
            }
            Event::SequenceStart(_, anchor, _) => (self.sequence(level)?, anchor),
            Event::MappingStart(_, anchor, _) => (self.mapping(level)?, anchor),
            Event::Alias(id) => {
                let Some((value, size)) = self.anchors.get(&id) else {
                    return Err(at(span, "the alias refers to a value that contains the alias"));
                };
                let (value, size) = (value.clone(), *size);
                self.count(size, span)?;
                (value, 0)
            }
            _ => return Err(at(span, "a value is missing")),
        };
        if anchor != 0 {
            self.anchors.insert(anchor, (value.clone(), self.nodes - before + 1));
        }
        Ok(value)
    }

    fn sequence(&mut self, level: usize) -> Result<Value, String> {
        let mut values = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Ok(Value::Array(values)),
                (event, span) => values.push(self.node(event, span, level + 1)?),
            }
        }
    }

    fn mapping(&mut self, level: usize) -> Result<Value, String> {
        let (mut own, mut merged) = (Map::new(), Map::new());
        loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::MappingEnd) {
                break;
            }
            let is_merge = matches!(&event, Event::Scalar(text, ScalarStyle::Plain, ..) if text == "<<");
            let key = self.node(event, span, level + 1)?;
            let (event, value_span) = self.next()?;
            let value = self.node(event, value_span, level + 1)?;
            if is_merge {
                merge(value, &mut merged).map_err(|why| at(value_span, why))?;
                continue;
            }
            let key = match key {
                Value::String(text) => text,
                Value::Array(_) | Value::Object(_) => return Err(at(span, "a key must not be a list or a mapping")),
                other => other.to_string(),
            };
            own.insert(key, value);
        }
        merged.extend(own);
        Ok(Value::Object(merged))
    }

    fn count(&mut self, nodes: usize, span: Span) -> Result<(), String> {
        self.nodes = self.nodes.saturating_add(nodes);
        match self.nodes > MOST_NODES {
            true => Err(at(span, format!("more than {MOST_NODES} nodes"))),
            false => Ok(()),
        }
    }
}

/// Adds the entries of a merge key. A key that is already there has precedence.
fn merge(value: Value, into: &mut Map<String, Value>) -> Result<(), &'static str> {
    let sources = match value {
        Value::Array(values) => values,
        value => vec![value],
    };
    for source in sources {
        let Value::Object(entries) = source else { return Err("`<<` needs a mapping or a list of mappings") };
        for (key, value) in entries {
            into.entry(key).or_insert(value);
        }
    }
    Ok(())
}

fn at(span: Span, why: impl std::fmt::Display) -> String {
    format!("line {}, column {}: {why}", span.start.line(), span.start.col() + 1)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::parse;

    #[test]
    fn anchors_and_merge_keys_are_resolved() {
        let text = "base: &b {a: 1, b: no}\nx:\n  <<: *b\n  b: 2\ny: [*b]\nz: 'yes'\na: 1\na: 2\n";

        let expected = json!({
            "base": { "a": 1, "b": false }, "x": { "a": 1, "b": 2 }, "y": [{ "a": 1, "b": false }], "z": "yes", "a": 2,
        });
        assert_eq!(parse(text), Ok(expected));
    }

    #[test]
    fn an_error_has_its_place() {
        assert!(parse("a: [1\nb: 2").unwrap_err().starts_with("line 2"));
        assert!(parse("a: 1\n---\nb: 2").unwrap_err().contains("more than one"));
    }

    #[test]
    fn aliases_cannot_grow_without_a_limit() {
        let mut text = "a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n".to_owned();
        for level in 1..9 {
            let before = level - 1;
            let list = vec![format!("*a{before}"); 10].join(", ");
            text.push_str(&format!("a{level}: &a{level} [{list}]\n"));
        }
        assert!(parse(&text).unwrap_err().contains("nodes"));
        assert!(parse(&"[".repeat(10_000)).is_err());
    }
}
