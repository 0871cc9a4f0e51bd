//! Where serde writes something else than it reads.

use cdk_core::testing::schema::rewritten_by_serde;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::types::Everything;

#[test]
fn a_plain_record_is_written_as_it_was_read() {
    assert_eq!(rewritten_by_serde::<Everything>(), None);
}

#[test]
fn a_default_or_an_absent_option_does_not_count() {
    #[derive(Serialize, Deserialize, JsonSchema)]
    struct Record {
        #[serde(default)]
        a: u8,
        #[serde(skip_serializing_if = "Option::is_none")]
        b: Option<Inner>,
    }
    #[derive(Serialize, Deserialize, JsonSchema)]
    struct Inner {
        #[serde(default)]
        c: Option<String>,
    }

    assert_eq!(rewritten_by_serde::<Record>(), None);
}

#[test]
fn a_field_of_two_names_is_named() {
    #[derive(Serialize, Deserialize, JsonSchema)]
    struct Record {
        line: Vec<Line>,
    }
    #[derive(Serialize, Deserialize, JsonSchema)]
    struct Line {
        #[serde(rename(deserialize = "Kind"))]
        kind: String,
    }

    let found = rewritten_by_serde::<Record>();

    assert_eq!(found.as_deref(), Some("`line[].Kind` is read but `line[].kind` is written"));
}

#[test]
fn a_field_that_is_only_read_is_named() {
    #[derive(Serialize, Deserialize, JsonSchema)]
    struct Record {
        id: u8,
        inner: Option<Inner>,
    }
    #[derive(Serialize, Deserialize, JsonSchema)]
    #[allow(dead_code, reason = "only its schema is looked at")]
    struct Inner {
        x: u8,
        #[serde(skip_serializing)]
        secret: u8,
    }

    assert_eq!(rewritten_by_serde::<Record>().as_deref(), Some("`inner.secret` is read but not written"));
}

#[test]
fn a_field_that_is_only_written_is_named() {
    #[derive(Serialize, Deserialize, JsonSchema)]
    struct Record {
        id: u8,
        #[serde(skip_deserializing)]
        note: String,
    }

    assert_eq!(rewritten_by_serde::<Record>().as_deref(), Some("`note` is written but not read"));
}

#[test]
fn a_variant_of_two_names_is_found() {
    #[derive(Serialize, Deserialize, JsonSchema)]
    struct Record {
        kind: Option<Kind>,
    }
    #[derive(Serialize, Deserialize, JsonSchema)]
    enum Kind {
        #[serde(rename(serialize = "a", deserialize = "A"))]
        A,
        B,
    }

    assert_eq!(rewritten_by_serde::<Record>().as_deref(), Some("`kind` is read in one shape and written in another"));
}

#[test]
fn a_type_that_is_converted_is_found_in_a_map() {
    #[derive(Serialize, Deserialize, JsonSchema)]
    struct Record {
        amounts: std::collections::BTreeMap<String, Amount>,
    }
    #[derive(Clone, Serialize, Deserialize, JsonSchema)]
    #[serde(from = "u64", into = "String")]
    struct Amount(u64);
    impl From<u64> for Amount {
        fn from(amount: u64) -> Self {
            Self(amount)
        }
    }
    impl From<Amount> for String {
        fn from(amount: Amount) -> Self {
            amount.0.to_string()
        }
    }

    let found = rewritten_by_serde::<Record>();

    assert_eq!(found.as_deref(), Some("`amounts.*` is read in one shape and written in another"));
}

#[test]
fn a_difference_in_a_type_that_holds_itself_is_found() {
    #[derive(Serialize, Deserialize, JsonSchema)]
    struct Node {
        #[serde(rename(serialize = "kids"))]
        children: Vec<Node>,
    }

    assert_eq!(rewritten_by_serde::<Node>().as_deref(), Some("`children` is read but `kids` is written"));
}
