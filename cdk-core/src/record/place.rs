//! Whether a record holds a place: a null that nobody wrote is not a change of the record.

use serde_json::Value;

/// Whether there is a value at `field`, a way as in [`Change`](crate::decode::Change): `addresses.0.city`.
pub(crate) fn holds(value: &Value, field: &str) -> bool {
    // Names may hold dots themselves.
    let is_under = |name: &str, below: &Value| match field.strip_prefix(name) {
        Some("") => true,
        Some(rest) => rest.strip_prefix('.').is_some_and(|rest| holds(below, rest)),
        None => false,
    };
    match value {
        Value::Object(members) => members.iter().any(|(name, below)| is_under(name, below)),
        Value::Array(elements) => {
            let (index, rest) = field.split_once('.').map_or((field, None), |(index, rest)| (index, Some(rest)));
            let element = index.parse().ok().and_then(|index: usize| elements.get(index));
            element.is_some_and(|element| rest.is_none_or(|rest| holds(element, rest)))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_place_is_found_through_lists_and_dotted_names() {
        let record = json!({"a": [{"b.c": {"d": null}}], "": 1, "e": null});
        for held in ["a", "a.0", "a.0.b.c", "a.0.b.c.d", "", "e"] {
            assert!(holds(&record, held), "{held}");
        }
        for absent in ["f", "a.1", "a.0.b", "a.x", "e.d", "a.0.b.c.d.e"] {
            assert!(!holds(&record, absent), "{absent}");
        }
    }
}
