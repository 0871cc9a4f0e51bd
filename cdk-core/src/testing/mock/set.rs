//! Set: puts a value at a path.

use serde_json::{Value, json};

/// Sets the value at a path, and makes the objects on the way.
pub(super) fn set(target: &mut Value, path: &[String], value: Value) {
    let Some((name, rest)) = path.split_first() else { return *target = value };
    if !target.is_object() {
        *target = json!({});
    }
    set(&mut target[name.as_str()], rest, value);
}
