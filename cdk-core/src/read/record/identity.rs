//! Identity: the value that identifies a parent's record in the partition of a child's slice.
//!
//! In: the record as it leaves. Out: the value at `key`; else at the primary key, an object of fields where that has
//! several; else a fingerprint of the whole record.
//! Default: any value that is there is good, also 0, `false` and "". The Python CDK sends no filter for those, and
//! skips a record without the key; here the latter is an error.
//! Not here: how a partition is named (see `parents`).

use serde_json::Value;

use crate::decode::{Lead, lead_in};
use crate::error::{Error, Result};
use crate::read::plan::stream_plan::RecordPlan;

/// FNV-1a with 128 bits. Source: draft-eastlake-fnv, §5.
const FNV_OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
const FNV_PRIME: u128 = 0x0100_0000_0000_0000_0000_013b;

/// The identity of a record of this parent; `data`: the record as it was decoded.
pub(crate) fn record_identity<C>(plan: &RecordPlan<C>, data: &[u8]) -> Result<Value> {
    let record = &plan.definition.record;
    let written = (plan.typed_because.is_some() && !record.has_map).then(|| (record.rewrite)(data)).transpose()?;
    let data = written.as_deref().unwrap_or(data);
    let missing = |word: &str, path: &[String]| {
        let (path, parent) = (path.join("."), &plan.definition.name);
        Error::system(format!(
            "the record has nothing at `{path}`, {word}, which identifies the slice of its children; name a field \
             that each record of `{parent}` has with `parent(…, key = \"…\")`, or leave such records out with `only`"
        ))
    };
    if let Some(key) = &plan.key {
        return at(data, key)?.ok_or_else(|| missing("its `key`", key));
    }
    match plan.definition.primary_key() {
        [] => Ok(Value::from(format!("{:032x}", fingerprint(&serde_json::from_slice(data)?)))),
        [one] => at(data, one)?.ok_or_else(|| missing("its primary key", one)),
        several => {
            let parts = several.iter().map(|path| Ok((path.join("."), at(data, path)?.unwrap_or(Value::Null))));
            let parts: serde_json::Map<String, Value> = parts.collect::<Result<_>>()?;
            match parts.values().all(Value::is_null) {
                true => Err(missing("its primary key", &several.concat())),
                false => Ok(Value::Object(parts)),
            }
        }
    }
}

/// The value at a path; null is nothing.
fn at(data: &[u8], path: &[String]) -> Result<Option<Value>> {
    match lead_in(data, path) {
        Lead::Value(text) if text != b"null" => exact(text).map(Some),
        _ => Ok(None),
    }
}

/// The same for records of the same content, whatever the order of their fields, in every run and build.
fn fingerprint(record: &Value) -> u128 {
    let mut hash = FNV_OFFSET;
    let mut take = |text: &str| {
        for byte in text.bytes() {
            hash = (hash ^ u128::from(byte)).wrapping_mul(FNV_PRIME);
        }
    };
    spell(record, &mut take);
    hash
}

fn spell(value: &Value, take: &mut dyn FnMut(&str)) {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_by_key(|(name, _)| *name);
            take("{");
            for (name, value) in fields {
                take(&Value::from(name.as_str()).to_string());
                take(":");
                spell(value, take);
                take(",");
            }
            take("}");
        }
        Value::Array(values) => {
            take("[");
            for value in values {
                spell(value, take);
                take(",");
            }
            take("]");
        }
        scalar => take(&scalar.to_string()),
    }
}

/// A JSON value; a number that would lose digits as its text.
fn exact(json: &[u8]) -> Result<Value> {
    let value: Value = serde_json::from_slice(json)?;
    Ok(match value {
        Value::Number(number) if number.to_string().as_bytes() != json => String::from_utf8_lossy(json).into(),
        value => value,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_fingerprint_does_not_know_the_order_of_fields() {
        let one: Value = serde_json::from_str(r#"{"a":1,"b":{"c":[1,2],"d":"x"}}"#).unwrap();
        let same: Value = serde_json::from_str(r#"{"b":{"d":"x","c":[1,2]},"a":1}"#).unwrap();

        assert_eq!(fingerprint(&one), fingerprint(&same));
        for other in [json!({"a": 1}), json!({"a": 1, "b": {"c": [2, 1], "d": "x"}}), json!({"a": "1", "b": 1})] {
            assert_ne!(fingerprint(&one), fingerprint(&other));
        }
    }

    #[test]
    fn a_fingerprint_is_the_same_in_every_build() {
        // "a" by FNV-1a of 128 bits, from the draft's test vectors.
        let mut hash = FNV_OFFSET;
        hash = (hash ^ u128::from(b'a')).wrapping_mul(FNV_PRIME);

        assert_eq!(format!("{hash:032x}"), "d228cb696f1a8caf78912b704e4a8964");
    }

    #[test]
    fn falsy_values_are_values() {
        for (data, want) in [("{\"a\":0}", json!(0)), ("{\"a\":\"\"}", json!("")), ("{\"a\":false}", json!(false))] {
            assert_eq!(at(data.as_bytes(), &["a".to_owned()]).unwrap(), Some(want));
        }
        assert_eq!(at(b"{\"a\":null}", &["a".to_owned()]).unwrap(), None);
        assert_eq!(at(b"{\"a\":{\"b\":7}}", &["a".to_owned(), "b".to_owned()]).unwrap(), Some(json!(7)));
    }
}
