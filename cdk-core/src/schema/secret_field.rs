//! Secret field: a field of a record that would be written as `****`.
//!
//! In: a record's contract. Out: the path of the first place that is marked `airbyte_secret`, as type [`Secret`] marks
//! it. Fields that are read and not written do not count. Not here: the record's own fields, which the derive checks.
//!
//! [`Secret`]: crate::Secret

use std::collections::BTreeSet;

use serde_json::Value;

/// The shortest way to a secret in the schema of a record: `account.token`, or `tokens[]` for the elements of a list.
pub(crate) fn secret_field(contract: &Value) -> Option<String> {
    let mut search = SecretSearch { root: contract, followed: BTreeSet::new(), found: Vec::new() };
    search.look(contract, "");
    search.found.into_iter().min_by_key(|way| way.split('.').count())
}

struct SecretSearch<'a> {
    root: &'a Value,
    /// References that were followed: a type may hold itself.
    followed: BTreeSet<&'a str>,
    found: Vec<String>,
}

impl<'a> SecretSearch<'a> {
    fn look(&mut self, schema: &'a Value, at: &str) {
        if schema.get("writeOnly") == Some(&Value::Bool(true)) {
            return;
        }
        if schema.get("airbyte_secret") == Some(&Value::Bool(true)) {
            self.found.push(at.to_owned());
            return;
        }
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str)
            && self.followed.insert(reference)
            && let Some(target) = reference.strip_prefix('#').and_then(|pointer| self.root.pointer(pointer))
        {
            self.look(target, at);
        }
        for (name, field) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let below = if at.is_empty() { name.clone() } else { format!("{at}.{name}") };
            self.look(field, &below);
        }
        let list = ["items", "prefixItems"].into_iter().filter_map(|word| schema.get(word));
        for items in list.flat_map(|items| items.as_array().map_or(std::slice::from_ref(items), Vec::as_slice)) {
            self.look(items, &format!("{at}[]"));
        }
        if let Some(values) = schema.get("additionalProperties") {
            self.look(values, &format!("{at}.*"));
        }
        for (_, values) in schema.get("patternProperties").and_then(Value::as_object).into_iter().flatten() {
            self.look(values, &format!("{at}.*"));
        }
        let variants = ["anyOf", "oneOf", "allOf"].into_iter().filter_map(|word| schema.get(word)?.as_array());
        variants.flatten().for_each(|variant| self.look(variant, at));
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
