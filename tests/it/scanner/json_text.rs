//! `JsonText`: a value that leaves as its own JSON text, in place.

use cdk_core::JsonText;
use cdk_core::testing::scanner::{MismatchKind, ProgramOptions, leaf_check};
use proptest::prelude::*;
use serde_json::Value;

use super::support::{lenient, mismatch, read_changes, scanner, strict};
use super::types::One;

type Maybe = One<Option<JsonText>>;

fn written(record: &str) -> String {
    let (out, changes) = read_changes(&mut scanner::<Maybe>(&lenient::<Maybe>()), record);
    assert!(changes.is_empty(), "{changes:?}");
    out
}

#[test]
fn a_text_stays_and_anything_else_becomes_its_json_text() {
    for (came, leaves) in [
        (r#""half \u00e4 \"x\"""#, r#""half \u00e4 \"x\"""#),
        ("null", "null"),
        ("1.10", r#""1.10""#),
        ("12345678901234567890123", r#""12345678901234567890123""#),
        ("true", r#""true""#),
        ("[ 1,\n\t{ \"a b\" : \"c\\\\ \\\"\" } ]", r#""[1,{\"a b\":\"c\\\\ \\\"\"}]""#),
        ("{}", r#""{}""#),
    ] {
        let record = format!("{{ \"v\" : {came} , \"q\": 1 }}");
        assert_eq!(written(&record), format!("{{\"v\":{leaves}}}"), "{came}");
    }
    assert_eq!(written("{}"), "{}");
}

#[test]
fn a_required_one_refuses_null_and_many_stand_side_by_side() {
    assert_eq!(
        mismatch(&mut scanner::<One<JsonText>>(&strict::<One<JsonText>>()), r#"{"v":null}"#).kind,
        MismatchKind::Kind
    );

    type List = One<Vec<One<JsonText>>>;
    let (out, changes) =
        read_changes(&mut scanner::<List>(&lenient::<List>()), r#"{"v":[{"v":1},{"v":{"v":2}},{"v":"3"}]}"#);
    assert_eq!(out, r#"{"v":[{"v":"1"},{"v":"{\"v\":2}"},{"v":"3"}]}"#);
    assert!(changes.is_empty());
}

#[test]
fn a_misfit_around_it_takes_it_along() {
    type Inner = One<Option<One<Vec<JsonText>>>>;

    let (out, changes) = read_changes(&mut scanner::<Inner>(&lenient::<Inner>()), r#"{"v":{"v":[{"a":1},null]}}"#);

    assert_eq!((out.as_str(), changes), (r#"{"v":null}"#, vec!["v".to_owned()]));
}

#[test]
fn serde_is_asked_about_the_text_that_leaves() {
    let options = ProgramOptions { record: Some(leaf_check::<Maybe>), ..lenient::<Maybe>() };

    let (out, _) = read_changes(&mut scanner::<Maybe>(&options), r#"{"v":{"a":[1]}}"#);

    assert_eq!(out, r#"{"v":"{\"a\":[1]}"}"#);
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".*".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(".*", inner, 0..4).prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_came_can_be_read_back(value in any_json()) {
        let out: Value = serde_json::from_str(&written(&format!("{{\"v\":{value}}}"))).unwrap();

        match &out["v"] {
            Value::String(text) if !value.is_string() => {
                prop_assert_eq!(serde_json::from_str::<Value>(text).unwrap(), value);
            }
            other => prop_assert_eq!(other, &value),
        }
    }
}
