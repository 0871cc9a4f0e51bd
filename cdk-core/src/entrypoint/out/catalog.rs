//! Catalog: `_catalog.json`, the streams of the files with their schemas.

use std::collections::{BTreeSet, HashMap};
use std::io;
use std::path::Path;

use serde_json::Value;

use super::state_file::replace;
use crate::protocol::ConfiguredAirbyteCatalog;

const CATALOG_FILE: &str = "_catalog.json";

/// Replaces the catalog. Streams that are not selected now keep their entry. Returns a warning for each stream whose
/// schema has changed.
pub(super) fn update(directory: &Path, mut catalog: ConfiguredAirbyteCatalog) -> io::Result<Vec<String>> {
    let known: ConfiguredAirbyteCatalog = match std::fs::read(directory.join(CATALOG_FILE)) {
        // A catalog that cannot be parsed says nothing about a change.
        Ok(bytes) => serde_json::from_slice(&bytes).unwrap_or_default(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => ConfiguredAirbyteCatalog::default(),
        Err(error) => return Err(error),
    };
    let mut warnings = Vec::new();
    let places = catalog.streams.iter().enumerate().map(|(at, selected)| (selected.stream.name.clone(), at));
    let places: HashMap<String, usize> = places.collect();
    for known in known.streams {
        match places.get(&known.stream.name).and_then(|at| catalog.streams.get(*at)) {
            Some(selected) => {
                let changes = changes(&known.stream.json_schema, &selected.stream.json_schema);
                let name = &selected.stream.name;
                warnings.extend(
                    changes.map(|changes| {
                        format!("stream `{name}`: the schema has changed since the last run: {changes}")
                    }),
                );
            }
            None => catalog.streams.push(known),
        }
    }
    replace(directory, CATALOG_FILE, &serde_json::to_vec_pretty(&catalog)?)?;
    Ok(warnings)
}

/// The fields that differ: `added a, b; removed c; changed d`. `None` if the schemas are equal.
fn changes(before: &Value, now: &Value) -> Option<String> {
    if before == now {
        return None;
    }
    let fields = |schema: &Value| -> BTreeSet<String> {
        schema["properties"].as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect()
    };
    let (old, new) = (fields(before), fields(now));
    let changed = old.intersection(&new).filter(|field| before["properties"][field] != now["properties"][field]);
    let parts = [
        ("added", new.difference(&old).cloned().collect::<Vec<_>>()),
        ("removed", old.difference(&new).cloned().collect()),
        ("changed", changed.cloned().collect()),
    ];
    let parts = parts.iter().filter(|(_, fields)| !fields.is_empty());
    let parts: Vec<String> = parts.map(|(what, fields)| format!("{what} {}", fields.join(", "))).collect();
    Some(if parts.is_empty() { "outside of its fields".to_owned() } else { parts.join("; ") })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_change_of_a_schema_names_the_fields() {
        let schema = |fields: Value| json!({ "properties": fields });
        let before = schema(json!({ "id": { "type": "integer" }, "name": { "type": "string" }, "old": {} }));
        let now = schema(json!({ "id": { "type": "string" }, "name": { "type": "string" }, "new": {} }));

        assert_eq!(changes(&before, &now).as_deref(), Some("added new; removed old; changed id"));
        assert_eq!(changes(&before, &before), None);
    }
}
