//! The schemas played against serde over arbitrary values: a snapshot can be wrong in peace.

use cdk_core::testing::schema::{announced, contract, dialect};
use jsonschema::Validator;
use proptest::collection::vec;
use proptest::prelude::*;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::arbitrary::{Choices, near};
use super::types::{Color, Either, Everything, Inner, Level, Scalar, Shape, Tree};

/// A validator that also judges formats, as serde does with jiff's types. `is_date_time` judges a `date-time`: in the
/// dialect one without a zone is one too.
fn validator(schema: &Value, is_date_time: fn(&str) -> bool) -> Validator {
    jsonschema::options()
        .with_draft(jsonschema::Draft::Draft7)
        .should_validate_formats(true)
        .with_format("date-time", is_date_time)
        .with_format("partial-date-time", |text: &str| text.parse::<jiff::civil::DateTime>().is_ok())
        .with_format("date", |text: &str| text.parse::<jiff::civil::Date>().is_ok())
        .with_format("partial-time", |text: &str| text.parse::<jiff::civil::Time>().is_ok())
        .with_format("time", |_: &str| true)
        .build(schema)
        .unwrap()
}

/// Spells out the bounds that the formats of numbers stand for: the scanner knows them, the validator does not.
fn spell_out_bounds(schema: &mut Value) {
    match schema {
        Value::Array(parts) => parts.iter_mut().for_each(spell_out_bounds),
        Value::Object(words) => {
            let bounds = match words.get("format").and_then(Value::as_str) {
                Some("uint32") => Some((json!(0), json!(u32::MAX))),
                Some("uint64") => Some((json!(0), json!(u64::MAX))),
                Some("int64") => Some((json!(i64::MIN), json!(i64::MAX))),
                Some("uint16") => Some((json!(0), json!(u16::MAX))),
                _ => None,
            };
            if let Some((minimum, maximum)) = bounds {
                words.insert("minimum".into(), minimum);
                words.insert("maximum".into(), maximum);
            }
            words.values_mut().for_each(spell_out_bounds);
        }
        _ => {}
    }
}

/// For arbitrary values near `T`: contract and serde agree, and what they accept fits what is announced.
fn agree<T: JsonSchema + DeserializeOwned>() {
    let mut written = contract::<T>();
    spell_out_bounds(&mut written);
    let with_zone = |text: &str| text.parse::<jiff::Timestamp>().is_ok();
    let any_zone =
        |text: &str| text.parse::<jiff::civil::DateTime>().is_ok() || text.parse::<jiff::Timestamp>().is_ok();
    let (contract, announced) = (validator(&written, with_zone), validator(&announced::<T>(), any_zone));
    let mut given = written.clone();
    dialect(&mut given);
    let given = validator(&given, any_zone);
    let accepted = std::cell::Cell::new(0);
    let config = ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(choices in vec(any::<u8>(), 0..300))| {
        let value = near(&written, &written, &mut Choices::new(&choices));
        let decoded = serde_json::from_value::<T>(value.clone());
        let errors: Vec<String> = contract.iter_errors(&value).map(|error| error.to_string()).collect();
        prop_assert_eq!(decoded.is_ok(), errors.is_empty(), "{} serde: {:?}, schema: {:?}", value, decoded.err(), errors);
        if errors.is_empty() {
            accepted.set(accepted.get() + 1);
            prop_assert!(announced.is_valid(&value), "announced refuses {}", value);
            prop_assert!(given.is_valid(&value), "the contract's dialect refuses {}", value);
        }
    });
    assert!(accepted.get() > 30, "only {} values were accepted: the test tests nothing", accepted.get());
}

#[test]
fn structs_agree() {
    agree::<Inner>();
}

#[test]
fn recursive_structs_agree() {
    agree::<Tree>();
}

#[test]
fn tagged_enums_agree() {
    agree::<Record<Shape>>();
}

#[test]
fn untagged_enums_agree() {
    agree::<Record<Either>>();
    agree::<Record<Scalar>>();
}

#[test]
fn unit_enums_agree() {
    agree::<Record<Color>>();
    agree::<Record<Level>>();
}

#[test]
fn times_agree() {
    agree::<Record<jiff::Timestamp>>();
    agree::<Record<jiff::civil::DateTime>>();
    agree::<Record<jiff::civil::Date>>();
}

#[test]
fn numbers_agree() {
    agree::<Record<(u8, u16, u32)>>();
    agree::<Record<(u64, i8, i64)>>();
    agree::<Record<(f32, f64)>>();
}

#[test]
fn maps_agree() {
    agree::<Record<std::collections::HashMap<String, u8>>>();
    agree::<Record<std::collections::BTreeMap<String, Option<Inner>>>>();
}

#[test]
fn everything_agrees() {
    agree::<Everything>();
}

/// One field of a type, once as it is, once optional, once in a list.
#[derive(serde::Serialize, serde::Deserialize, JsonSchema, Debug)]
struct Record<T> {
    plain: T,
    optional: Option<T>,
    list: Vec<T>,
    more: Map<String, Value>,
}
