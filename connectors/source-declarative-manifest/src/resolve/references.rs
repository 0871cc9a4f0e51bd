//! `$ref` and texts that begin with `#/`.
//!
//! A key may contain slashes: the whole rest of a reference is tried as a key before its first part.

use serde_json::{Map, Value};

/// Fields whose values are not resolved: they hold values of the config.
const CONFIG_VALUES: [&str; 1] = ["config_overrides"];
/// Maximum number of nodes after all references are replaced.
const MOST_NODES: usize = 5_000_000;
/// Maximum depth after all references are replaced.
const MOST_LEVELS: usize = 128;

pub(super) fn resolve(manifest: &Value) -> Result<Value, String> {
    Resolver { manifest, open: Vec::new(), nodes: 0 }.node(manifest, 0)
}

struct Resolver<'a> {
    manifest: &'a Value,
    open: Vec<&'a str>,
    nodes: usize,
}

impl<'a> Resolver<'a> {
    fn node(&mut self, node: &'a Value, level: usize) -> Result<Value, String> {
        self.nodes += 1;
        if self.nodes > MOST_NODES || level > MOST_LEVELS {
            return Err("the manifest is too large after its references are replaced".to_owned());
        }
        match node {
            Value::Object(entries) => self.object(entries, level),
            Value::Array(values) => {
                Ok(Value::Array(values.iter().map(|value| self.node(value, level + 1)).collect::<Result<_, _>>()?))
            }
            Value::String(text) if text.starts_with("#/") => self.reference(text, level),
            other => Ok(other.clone()),
        }
    }

    fn object(&mut self, entries: &'a Map<String, Value>, level: usize) -> Result<Value, String> {
        let mut own = Map::new();
        for (key, value) in entries.iter().filter(|(key, _)| *key != "$ref") {
            let is_config = CONFIG_VALUES.contains(&key.as_str());
            own.insert(key.clone(), if is_config { value.clone() } else { self.node(value, level + 1)? });
        }
        let Some(reference) = entries.get("$ref") else { return Ok(Value::Object(own)) };
        match self.node(reference, level + 1)? {
            Value::Object(mut referenced) => {
                referenced.extend(own);
                Ok(Value::Object(referenced))
            }
            other => Ok(other),
        }
    }

    fn reference(&mut self, text: &'a str, level: usize) -> Result<Value, String> {
        if self.open.contains(&text) {
            return Err(format!("the reference `{text}` leads to itself"));
        }
        let path = text.trim_start_matches("#/");
        let target = find(self.manifest, path).ok_or_else(|| format!("the reference `{text}` leads nowhere"))?;
        self.open.push(text);
        let value = self.node(target, level + 1);
        self.open.pop();
        value
    }
}

fn find<'a>(mut node: &'a Value, path: &str) -> Option<&'a Value> {
    let mut rest = path;
    while !rest.is_empty() {
        if let Some(found) = node.as_object().and_then(|entries| entries.get(rest)) {
            return Some(found);
        }
        let (head, tail) = rest.split_once('/').unwrap_or((rest, ""));
        node = match node {
            Value::Object(entries) => entries.get(head)?,
            Value::Array(values) => values.get(head.parse::<usize>().ok()?)?,
            _ => return None,
        };
        rest = tail;
    }
    Some(node)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::resolve;

    #[test]
    fn own_keys_have_precedence_and_keys_may_contain_slashes() {
        let manifest = json!({
            "definitions": { "a/b": { "x": 1, "y": 2 }, "list": [{ "z": 3 }] },
            "use": { "$ref": "#/definitions/a/b", "y": 5 },
            "text": "#/definitions/list/0",
        });

        let resolved = resolve(&manifest).unwrap();

        assert_eq!(resolved["use"], json!({ "x": 1, "y": 5 }));
        assert_eq!(resolved["text"], json!({ "z": 3 }));
    }

    #[test]
    fn references_that_cannot_be_resolved_are_errors() {
        assert_eq!(resolve(&json!({ "a": "#/b" })).unwrap_err(), "the reference `#/b` leads nowhere");
        let circle = json!({ "a": { "$ref": "#/b" }, "b": { "c": "#/a" } });
        assert!(resolve(&circle).unwrap_err().contains("leads to itself"));
    }
}
