//! Secret field: a field of a record that would be written as `****`.
//!
//! In: a record's contract. Out: the path of the first place that is marked `airbyte_secret`, as type [`Secret`] marks it.
//! Fields that are read and not written do not count. Not here: the record's own fields, which the derive checks.
//!
//! [`Secret`]: crate::Secret

use std::collections::BTreeSet;

use serde_json::Value;

/// The way to a secret in the schema of a record: `account.token`, or `tokens[]` for the elements of a list.
pub(crate) fn secret_field(contract: &Value) -> Option<String> {
    Search { root: contract, followed: BTreeSet::new() }.find(contract, "")
}

struct Search<'a> {
    root: &'a Value,
    /// References that were followed: a type may hold itself.
    followed: BTreeSet<&'a str>,
}

impl<'a> Search<'a> {
    fn find(&mut self, schema: &'a Value, at: &str) -> Option<String> {
        if schema.get("writeOnly") == Some(&Value::Bool(true)) {
            return None;
        }
        if schema.get("airbyte_secret") == Some(&Value::Bool(true)) {
            return Some(at.to_owned());
        }
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str)
            && self.followed.insert(reference)
        {
            let target = reference.strip_prefix('#').and_then(|pointer| self.root.pointer(pointer));
            if let Some(found) = target.and_then(|target| self.find(target, at)) {
                return Some(found);
            }
        }
        for (name, field) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let below = if at.is_empty() { name.clone() } else { format!("{at}.{name}") };
            if let Some(found) = self.find(field, &below) {
                return Some(found);
            }
        }
        let list = ["items", "prefixItems"].into_iter().filter_map(|word| schema.get(word));
        for items in list.flat_map(|items| items.as_array().map_or(std::slice::from_ref(items), Vec::as_slice)) {
            if let Some(found) = self.find(items, &format!("{at}[]")) {
                return Some(found);
            }
        }
        let values = ["additionalProperties", "patternProperties"].into_iter().filter_map(|word| schema.get(word));
        for values in values {
            let below = format!("{at}.*");
            let schemas: Vec<&Value> = match values {
                Value::Object(patterns) if schema.get("patternProperties") == Some(values) => {
                    patterns.values().collect()
                }
                one => vec![one],
            };
            if let Some(found) = schemas.into_iter().find_map(|schema| self.find(schema, &below)) {
                return Some(found);
            }
        }
        let variants = ["anyOf", "oneOf", "allOf"].into_iter().filter_map(|word| schema.get(word)?.as_array());
        variants.flatten().find_map(|variant| self.find(variant, at))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use schemars::JsonSchema;

    use super::*;
    use crate::schema::contract;
    use crate::secret::Secret;

    #[derive(JsonSchema)]
    #[allow(dead_code, reason = "only its schema is looked at")]
    struct Account {
        id: u64,
        token: Option<Secret>,
    }

    #[derive(JsonSchema)]
    #[serde(tag = "kind")]
    #[allow(dead_code, reason = "only its schema is looked at")]
    enum Login {
        Key { key: Secret },
        None,
    }

    #[derive(JsonSchema)]
    #[allow(dead_code, reason = "only its schema is looked at")]
    struct Folder {
        below: Vec<Folder>,
        key: Option<Box<Secret>>,
    }

    #[derive(JsonSchema)]
    #[allow(dead_code, reason = "only its schema is looked at")]
    struct ReadOnly {
        id: u64,
        #[serde(skip_serializing)]
        token: Secret,
    }

    fn of<T: JsonSchema>() -> Option<String> {
        secret_field(&contract::<T>())
    }

    #[test]
    fn a_nested_secret_is_found_by_its_path() {
        #[derive(JsonSchema)]
        #[allow(dead_code, reason = "only its schema is looked at")]
        struct Record<T> {
            id: u64,
            nested: T,
        }

        assert_eq!(of::<Record<Account>>().as_deref(), Some("nested.token"));
        assert_eq!(of::<Record<Option<Account>>>().as_deref(), Some("nested.token"));
        assert_eq!(of::<Record<Vec<Account>>>().as_deref(), Some("nested[].token"));
        assert_eq!(of::<Record<(u8, Secret)>>().as_deref(), Some("nested[]"));
        assert_eq!(of::<Record<HashMap<String, Secret>>>().as_deref(), Some("nested.*"));
        assert_eq!(of::<Record<HashMap<u8, Account>>>().as_deref(), Some("nested.*.token"));
        assert_eq!(of::<Record<Login>>().as_deref(), Some("nested.key"));
        assert_eq!(of::<Record<Folder>>().as_deref(), Some("nested.key"));
        assert_eq!(of::<Folder>().as_deref(), Some("key"));
    }

    #[test]
    fn what_is_not_written_does_not_count() {
        assert_eq!(of::<ReadOnly>(), None);
        assert_eq!(of::<HashMap<String, u8>>(), None);
    }
}
