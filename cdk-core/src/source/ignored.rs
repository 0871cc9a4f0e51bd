//! Config keys that the connector accepts but does not use (`ignores`): logged if they are set.

use serde_json::Value;

use crate::error::{Error, Result};

/// One line with the ignored keys that are set; `None` if none is set.
///
/// # Errors
/// A system error if a key is not in the spec: the definition is wrong, whatever the config contains.
pub(crate) fn ignored(keys: &[String], spec: &Value, config: &Value) -> Result<Option<String>> {
    if let Some(key) = keys.iter().find(|key| spec["properties"].get(key.as_str()).is_none()) {
        return Err(Error::system(format!("ignores: unknown config key `{key}`")));
    }
    let is_set = |key: &&String| config.get(key.as_str()).is_some_and(|value| !value.is_null());
    let set: Vec<String> = keys.iter().filter(is_set).map(|key| format!("config.{key}")).collect();
    Ok((!set.is_empty()).then(|| format!("{}: accepted, but has no effect in this version", set.join(", "))))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_keys_that_are_set_are_named() {
        let spec = json!({ "properties": { "a": {}, "b": {}, "c": {} } });
        let keys = ["a", "b", "c"].map(str::to_owned);

        let line = ignored(&keys, &spec, &json!({ "a": 1, "b": null, "c": false })).unwrap();

        assert_eq!(line.as_deref(), Some("config.a, config.c: accepted, but has no effect in this version"));
        assert_eq!(ignored(&keys, &spec, &json!({ "b": null })).unwrap(), None);
    }

    #[test]
    fn a_key_that_the_spec_lacks_is_an_error() {
        let error = ignored(&["a".to_owned()], &json!({ "properties": {} }), &json!({})).unwrap_err();

        assert_eq!(error.to_string(), "ignores: unknown config key `a`");
    }
}
