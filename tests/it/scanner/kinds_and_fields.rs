//! Groups 6 and 7: kinds, fields.

use cdk_core::testing::scanner::{MismatchKind, PageError};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::HashMap;

use super::support::{agree, lenient, mismatch, page, read, read_changes, scanner, strict};
use super::types::{Charge, Color, Data, Deny, Flat, One, Plain, Point, Tree, Unit, Wide, Zoo};

/// One value of each kind, with what a message calls it.
const KINDS: [(&str, &str); 6] = [
    ("null", "null"),
    ("true", "true"),
    ("7", "7"),
    ("\"s\"", "the text \"s\""),
    ("[]", "an array"),
    ("{}", "an object"),
];

/// Tries each kind in each place; `fits` are the kinds that the type admits, `holds` what a message says it expects.
fn kinds_of<T: DeserializeOwned + JsonSchema>(fits: &[&str], expects: &str) {
    let mut bare = scanner::<One<T>>(&strict::<One<T>>());
    let mut nested = scanner::<One<One<T>>>(&strict::<One<One<T>>>());
    let mut listed = scanner::<One<Vec<T>>>(&strict::<One<Vec<T>>>());
    let mut mapped = scanner::<One<HashMap<String, T>>>(&strict::<One<HashMap<String, T>>>());
    for (value, name) in KINDS {
        for (scanner, before, behind, pointer) in [
            (&mut bare, "{\"v\":", "}", "/v"),
            (&mut nested, "{\"x\":[],\"v\": {\"v\": ", "}}", "/v/v"),
            (&mut listed, "{\"v\":[", "]}", "/v/0"),
            (&mut mapped, "{\"v\":{\"a/b\":", "}}", "/v/a~1b"),
        ] {
            let record = format!("{before}{value}{behind}");
            if fits.contains(&value) {
                read(scanner, &record).unwrap();
                continue;
            }
            let wrong = mismatch(scanner, &record);
            assert_eq!(wrong.kind, MismatchKind::Kind, "{record}");
            assert_eq!((wrong.pointer.as_str(), wrong.offset), (pointer, before.len()), "{record}");
            assert_eq!((wrong.expected.as_str(), wrong.found.as_str()), (expects, name), "{record}");
        }
    }
}

#[test]
fn group_06_each_kind_is_refused_where_another_is_expected() {
    kinds_of::<bool>(&["true"], "a boolean");
    kinds_of::<u8>(&["7"], "an integer from 0 to 255");
    kinds_of::<i8>(&["7"], "an integer from -128 to 127");
    kinds_of::<u64>(&["7"], "an integer from 0 to 18446744073709551615");
    kinds_of::<f64>(&["7"], "a number");
    kinds_of::<String>(&["\"s\""], "a text");
    kinds_of::<Vec<u8>>(&["[]"], "an array");
    kinds_of::<HashMap<String, u8>>(&["{}"], "an object");
    kinds_of::<Option<String>>(&["\"s\"", "null"], "a text or null");
    kinds_of::<Option<Vec<bool>>>(&["[]", "null"], "an array or null");
    kinds_of::<()>(&["null"], "null");
    kinds_of::<Unit>(&["null"], "null");
    kinds_of::<Value>(&["null", "true", "7", "\"s\"", "[]", "{}"], "");
}

#[test]
fn group_06_enums_admit_their_texts_only() {
    let mut plain = scanner::<One<Plain>>(&strict::<One<Plain>>());
    let mut color = scanner::<One<Option<Color>>>(&strict::<One<Option<Color>>>());
    for text in [
        "\"A\"",
        "\"B\"",
        "\"C\"",
        "\"a\"",
        "\"c \\\"d\\\"\"",
        "\"\\u0041\"",
        "\"\"",
        "\"AB\"",
        "1",
        "null",
        "\"\\ud800\"",
    ] {
        agree::<One<Plain>>(&mut plain, format!("{{\"v\":{text}}}"));
        agree::<One<Option<Color>>>(&mut color, format!("{{\"v\":{text}}}"));
    }
    for text in ["\"Red\"", "\"Green\"", "\"red\"", "\"R\\u0065d\"", "null", "{}"] {
        agree::<One<Option<Color>>>(&mut color, format!("{{\"v\":{text}}}"));
    }
    let wrong = mismatch(&mut plain, "{\"v\":\"Z\"}");
    assert_eq!((wrong.kind, wrong.expected.as_str()), (MismatchKind::Choice, "one of \"A\", \"B\", \"c \"d\"\""));
    assert_eq!(wrong.found, "the text \"Z\"");
}

#[test]
fn group_06_unions_are_serdes_to_judge() {
    let mut data = scanner::<One<Data>>(&strict::<One<Data>>());
    for value in [
        "\"Nothing\"",
        "\"Number\"",
        "{\"Number\":5}",
        "{\"Number\":\"5\"}",
        "{\"Pair\":{\"x\":1}}",
        "{\"Pair\":{\"x\":256}}",
        "{\"Pair\":{\"x\":1,\"y\":null,\"z\":{}}}",
        "{}",
        "{\"Other\":1}",
        "{\"Number\":1,\"Pair\":{\"x\":1}}",
        "5",
        "null",
        "[]",
        "{\"Nothing\":null}",
    ] {
        agree::<One<Data>>(&mut data, format!("{{\"v\":{value}}}"));
    }
    let wrong = mismatch(&mut data, "{\"v\":{\"Pair\":{\"x\":256}}}");
    assert_eq!((wrong.kind, wrong.pointer.as_str(), wrong.found.as_str()), (MismatchKind::Leaf, "/v/Pair/x", "256"));
}

#[test]
fn group_06_places_are_right_in_recursive_types() {
    let mut tree = scanner::<Tree>(&strict::<Tree>());
    let record = r#"{"id":1,"children":[{"id":2,"children":[]},{"id":3,"children":[{"children":[],"id":"x"}]}]}"#;
    let wrong = mismatch(&mut tree, record);
    assert_eq!((wrong.pointer.as_str(), wrong.offset), ("/children/1/children/0/id", record.find("\"x\"").unwrap()));
    let record = r#"{"id":1,"children":[],"forest":{"tree":{"id":1,"children":[],"next":{"id":1,"children":[5]}}}}"#;
    assert_eq!(mismatch(&mut tree, record).pointer, "/forest/tree/next/children/0");
}

#[test]
fn group_06_a_record_is_an_object() {
    let mut points = scanner::<Point>(&lenient::<Point>());
    for (i, (value, found)) in KINDS.iter().enumerate().take(5) {
        let body = format!("[{}{value}]", "{\"x\":1},".repeat(i));
        match page(&mut points, &body, ".") {
            Err(PageError::Mismatch(wrong)) => {
                assert_eq!((wrong.record, wrong.pointer.as_str(), wrong.offset), (i as u64, "", 1 + 8 * i));
                assert_eq!((wrong.expected.as_str(), wrong.found.as_str()), ("an object", *found));
            }
            other => panic!("{value}: {other:?}"),
        }
    }
    assert_eq!(mismatch(&mut points, "[1,null]").kind, MismatchKind::Kind, "a struct as an array, which serde accepts");
}

#[test]
fn group_07_required_optional_and_default_are_serdes() {
    let mut zoo = scanner::<Zoo>(&strict::<Zoo>());
    let full = r#"{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1,"j":1,"k":1,"l":1,"m":1,"n":1,"o":"x","p":true,"q":"","r":null,"s":null,"t":"A","v":"Red","x":"Nothing","value":null,"list":[],"lists":[[null,true],[]],"map":{"k":{"x":1}},"free_map":{},"tuple":[1,null],"moment":"2024-01-01T00:00:00Z","visits":[],"non_zero":1,"point":{"x":1},"points":[null,{"x":2,"y":null}]}"#;
    assert_eq!(read(&mut zoo, full).unwrap(), full);
    let members: serde_json::Map<String, Value> = serde_json::from_str(full).unwrap();
    for name in members.keys() {
        let mut fewer = members.clone();
        fewer.shift_remove(name);
        agree::<Zoo>(&mut zoo, serde_json::to_string(&fewer).unwrap());
        let wrong = mismatch(&mut zoo, serde_json::to_string(&fewer).unwrap());
        assert_eq!((wrong.kind, wrong.pointer, wrong.offset), (MismatchKind::Missing, format!("/{name}"), 0));
        let mut null = members.clone();
        null.insert(name.clone(), Value::Null);
        agree::<Zoo>(&mut zoo, serde_json::to_string(&null).unwrap());
    }
    for more in [
        "\"opt_opt\":null",
        "\"opt_opt\":1",
        "\"opt_int\":null",
        "\"opt_int\":256",
        "\"defaulted\":5",
        "\"defaulted\":null",
        "\"opt_value\":null",
        "\"opt_value\":{\"a\":[1e3]}",
        "\"zoo\":null",
        "\"zoo\":{}",
        "\"deny\":{\"a\":1,\"b\":{\"a\":2}}",
        "\"deny\":{\"a\":1,\"z\":2}",
        "\"deny\":{\"a\":1,\"b\":{\"a\":2,\"z\":3}}",
        "\"flat\":{\"x\":1,\"z\":[null]}",
        "\"flat\":{\"z\":1}",
        "\"by_number\":{\"1\":2}",
        "\"by_number\":{\"a\":2}",
        "\"by_number\":{\"-1\":2}",
        "\"fixed\":[1,2,3]",
        "\"fixed\":[1,2]",
        "\"fixed\":[1,2,256]",
        "\"signed_non_zero\":0",
        "\"signed_non_zero\":-1",
        "\"opt_map\":{\"a\":null,\"b\":65535}",
        "\"opt_map\":{\"a\":65536}",
        "\"opt_moment\":\"yesterday\"",
        "\"opt_visits\":[null,{\"n\":1}]",
        "\"opt_visits\":[{}]",
    ] {
        agree::<Zoo>(&mut zoo, format!("{},{more}}}", &full[..full.len() - 1]));
    }
}

#[test]
fn group_07_denied_fields_are_a_misfit_of_their_object() {
    let mut deny = scanner::<Deny>(&lenient::<Deny>());
    let wrong = mismatch(&mut deny, r#"{"a":1,"z":2}"#);
    assert_eq!((wrong.kind, wrong.pointer.as_str(), wrong.offset), (MismatchKind::Undeclared, "/z", 7));
    let (out, changes) = read_changes(&mut deny, r#"{"a":1,"b":{"a":2,"z":3}}"#);
    assert_eq!((out.as_str(), changes), (r#"{"a":1,"b":null}"#, vec!["b".to_owned()]));
}

#[test]
fn group_07_more_than_64_fields_are_all_held_to_account() {
    let mut wide = scanner::<Wide>(&strict::<Wide>());
    let fields: Vec<String> = (0..80).map(|i| format!("\"f{i:02}\":{i}")).collect();
    let all = format!("{{{},\"last\":1}}", fields.join(","));
    assert_eq!(read(&mut wide, &all).unwrap(), all);
    assert_eq!(mismatch(&mut wide, format!("{{{}}}", fields.join(","))).pointer, "/last");
    for field in &fields {
        let twice = format!("{{{field},{}}}", &all[1..all.len() - 1]);
        assert_eq!(mismatch(&mut wide, twice).kind, MismatchKind::Duplicate);
    }
}

#[test]
fn group_07_flattened_maps_declare_everything() {
    let mut flat = scanner::<Flat>(&strict::<Flat>());
    for record in [
        "{\"x\":1}",
        "{\"x\":1,\"y\":{\"z\":[]},\"q\":null}",
        "{\"y\":1}",
        "{\"x\":\"1\"}",
        "{\"x\":1,\"y\":\"\\ud800\"}",
    ] {
        agree::<Flat>(&mut flat, record);
    }
    assert!(flat.undeclared().is_empty());
    let mut charge = scanner::<Charge>(&strict::<Charge>());
    assert_eq!(mismatch(&mut charge, "{\"metadata\":{\"a\":1}}").pointer, "/metadata/a");
}
