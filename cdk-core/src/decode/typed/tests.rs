use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;

use super::*;

#[derive(Debug, PartialEq, Deserialize)]
struct Record {
    id: i64,
    name: Option<String>,
    #[serde(default)]
    tags: Vec<Tag>,
    price: Option<f64>,
    #[serde(default)]
    limits: BTreeMap<i16, (bool, char)>,
    #[serde(default)]
    kind: Kind,
    #[serde(flatten)]
    rest: HashMap<String, Value>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Tag {
    r#type: String,
    below: Option<Box<Tag>>,
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    #[default]
    Plain,
    Sized(u8),
    Pair(u8, String),
    Named {
        first: i128,
    },
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(untagged)]
enum Either {
    JsonNumber(u64),
    Tag(Tag),
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(tag = "type")]
enum Tagged {
    A { size: u8 },
    B,
}

/// Both read the same, or both refuse.
fn as_serde_json<T: DeserializeOwned + Debug + PartialEq>(json: &str) {
    let (own, theirs) = (typed::<T>(json.as_bytes()), serde_json::from_str::<T>(json));
    match (own, theirs) {
        (Ok(own), Ok(theirs)) => assert_eq!(own, theirs, "{json}"),
        (Err(_), Err(_)) => {}
        (own, theirs) => panic!("{json}: {own:?} beside {theirs:?}"),
    }
}

#[test]
fn texts_are_read_as_serde_json_reads_them() {
    for json in [
        r#"{"id":1}"#,
        r#" { "id" : -7 , "name" : "a\"\\\/\b\f\n\r\té\ud83d\ude00 ü 0123456789abcdef" , "x" : [ 1 , { } ] } "#,
        r#"{"id":1,"tags":[{"type":"a","below":{"type":"b","below":null}},{"type":"c"}],"price":1.5e3}"#,
        r#"{"id":1,"limits":{"-5":[true,"é"]},"kind":"plain"}"#,
        r#"{"id":1,"kind":{"sized":255}}"#,
        r#"{"id":1,"kind":{"pair":[1,"x"]}}"#,
        r#"{"id":1,"kind":{"named":{"first":-170141183460469231731687303715884105728}}}"#,
        r#"{"id":1,"kind":{"plain":null}}"#,
        r#"{"id":1,"n\u0061me":"x"}"#,
        // Refused.
        r#"{"id":1,"kind":"other"}"#,
        r#"{"id":1,"kind":"sized"}"#,
        r#"{"id":1,"kind":{"sized":1,"plain":null}}"#,
        r#"{"id":1,"id":2}"#,
        r#"{"id":1.0}"#,
        r#"{"id":"1"}"#,
        r#"{"id":9223372036854775808}"#,
        r#"{"id":-0}"#,
        r#"{"id":01}"#,
        r#"{"id":null}"#,
        r#"{"name":"x"}"#,
        r#"{"id":1,"name":"\ud800"}"#,
        "{\"id\":1,\"name\":\"a\nb\"}",
        r#"{"id":1,"limits":{"40000":[true,"x"]}}"#,
        r#"{"id":1,"limits":{"x":[true,"x"]}}"#,
        r#"{"id":1,"limits":{"\u0031":[true,"x"]}}"#,
        r#"{"id":1,"limits":{"+1":[true,"x"]}}"#,
        r#"{"id":1,"limits":{"1":[true,"xy"]}}"#,
        r#"{"id":1,"limits":{"1":[true,"x",1]}}"#,
        r#"{"id":1,"price":1e400}"#,
        r#"{"id":1,}"#,
        r#"{"id":1 "name":"x"}"#,
        r#"{"id" 1}"#,
        r#"{"id":1,"tags":[,]}"#,
        r#"{"id":1,"tags":[]]}"#,
        r#"{"id":1} x"#,
        r#"{"id":1"#,
        "",
        "null",
    ] {
        as_serde_json::<Record>(json);
    }
    for json in ["5", r#"{"type":"x"}"#, "-5", "[]", r#"{"type":5}"#] {
        as_serde_json::<Either>(json);
    }
    for json in [r#"{"type":"A","size":5}"#, r#"{"size":5,"type":"A"}"#, r#"{"type":"B"}"#, r#"{"type":"A"}"#] {
        as_serde_json::<Tagged>(json);
    }
    for json in ["18446744073709551615", "-9223372036854775808", "0", "-0", "1e2", "0.1", "[true,null]", "\"x\"", "nul"]
    {
        as_serde_json::<Value>(json);
        as_serde_json::<u128>(json);
        as_serde_json::<Option<()>>(json);
    }
    let deep = |levels| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    for levels in [1, 126, 127, 128, 200] {
        as_serde_json::<Value>(&deep(levels));
    }
}

#[test]
fn a_raw_value_is_the_text_as_it_stands() {
    for json in [r#" [ 1.10 , "x" ] "#, "\"\\u0041\"", "7", "null"] {
        let own = typed::<Box<RawValue>>(json.as_bytes()).unwrap();
        assert_eq!(own.get(), serde_json::from_str::<Box<RawValue>>(json).unwrap().get());
    }
}

#[test]
fn a_refusal_names_the_place_and_says_what_serde_says() {
    let refused = |json: &str| {
        let (way, message) = typed::<Record>(json.as_bytes()).unwrap_err().into_parts();
        (way.collect::<Vec<_>>().join("/"), message)
    };
    for (json, way, message) in [
        (r#"{"id":"1"}"#, "id", "invalid type: string \"1\", expected i64"),
        (r#"{"id":null}"#, "id", "invalid type: null, expected i64"),
        (r#"{"id":1,"tags":[{"type":"a"},{}]}"#, "tags/1", "missing field `type`"),
        (r#"{"id":1,"tags":[{"type":{}}]}"#, "tags/0/type", "invalid type: map, expected a string"),
        (r#"{"id":1,"kind":{"sized":256}}"#, "kind/sized", "invalid value: integer `256`, expected u8"),
        (
            r#"{"id":1,"limits":{"1":[1.5,"x"]}}"#,
            "limits/1/0",
            "invalid type: floating point `1.5`, expected a boolean",
        ),
        (r#"{"name":"x"}"#, "", "missing field `id`"),
    ] {
        assert_eq!(refused(json), (way.to_owned(), message.to_owned()), "{json}");
    }
}

#[test]
fn a_struct_is_no_array() {
    assert!(typed::<Tag>(br#"["x",null]"#).is_err());
}
