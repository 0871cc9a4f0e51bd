//! Unions: what no variant declares is undeclared; everything else is serde's to judge.

use std::collections::BTreeMap;
use std::sync::Arc;

use cdk_core::testing::scanner::{MismatchKind, OnMismatch, Program, ProgramOptions, Scanner, Undeclared, leaf_check};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::support::{agree, lenient, mismatch, read, read_changes, scanner, strict};
use super::types::One;

#[derive(Deserialize, JsonSchema)]
#[allow(dead_code, reason = "fields are only read by serde")]
struct Inner {
    b: Option<u8>,
}

macro_rules! unions {
    ($($(#[$meta:meta])* enum $name:ident { $($body:tt)* })*) => {$(
        #[derive(Deserialize, JsonSchema)]
        #[allow(dead_code, reason = "fields are only read by serde")]
        $(#[$meta])*
        enum $name { $($body)* }
    )*};
}

unions! {
    #[serde(tag = "type")]
    enum Internal {
        X { n: u8, m: Option<Inner>, both: Option<u8> },
        Y { s: String, both: Option<Inner>, list: Option<Vec<Inner>> },
        Z(Inner),
        Nested { what: Option<Box<Internal>> },
        #[serde(other)]
        Other,
    }

    enum External { X { n: u8 }, Y(Inner), Z }

    #[serde(tag = "t", content = "c")]
    enum Adjacent { X { n: u8 }, Y(Inner), Z }

    #[serde(untagged)]
    enum Untagged { X { n: u8 }, Y { s: Inner }, Text(String), List(Vec<Inner>) }

    #[serde(tag = "type")]
    enum Loose { Map { map: BTreeMap<String, Inner>, any: Option<Value> }, Plain { n: u8 } }
}

fn cut<T: super::types::Subject>(value: &str) -> (String, Vec<String>) {
    let mut scanner = scanner::<T>(&lenient::<T>());
    let (written, changes) = read_changes(&mut scanner, &format!("{{\"v\":{value}}}"));
    assert_eq!(changes, [""; 0], "{value}");
    let value = written.strip_prefix("{\"v\":").and_then(|rest| rest.strip_suffix('}')).unwrap().to_owned();
    (value, scanner.undeclared().into_iter().map(|(pointer, _)| pointer).collect())
}

#[test]
fn what_no_variant_declares_is_cut_and_counted() {
    for (value, left, undeclared) in [
        (r#"{"type":"Y","s":"k","n":5,"extra":{}}"#, r#"{"type":"Y","s":"k","n":5}"#, &["/v/extra"][..]),
        (r#"{"type":"X","n":1,"m":{"b":1,"c":2}}"#, r#"{"type":"X","n":1,"m":{"b":1}}"#, &["/v/m/c"]),
        (r#"{"type":"Y","s":"","list":[{"b":1,"c":2}]}"#, r#"{"type":"Y","s":"","list":[{"b":1}]}"#, &["/v/list/*/c"]),
        (r#"{"type":"Y","s":"","both":{"b":1,"c":2}}"#, r#"{"type":"Y","s":"","both":{"b":1}}"#, &["/v/both/c"]),
        (r#"{"type":"Z","b":1,"c":2}"#, r#"{"type":"Z","b":1}"#, &["/v/c"]),
        (r#"{"type":"new","c":2}"#, r#"{"type":"new"}"#, &["/v/c"]),
        (
            r#"{"type":"Nested","what":{"type":"Nested","what":{"type":"X","n":1,"c":2}}}"#,
            r#"{"type":"Nested","what":{"type":"Nested","what":{"type":"X","n":1}}}"#,
            &["/v/what/c"],
        ),
    ] {
        assert_eq!(cut::<One<Internal>>(value).0, left);
        let (written, counted) = cut::<One<Option<Internal>>>(value);
        assert_eq!((written.as_str(), counted), (left, undeclared.iter().map(ToString::to_string).collect()));
    }
    assert_eq!(cut::<One<External>>(r#"{"X":{"n":1,"c":2}}"#).0, r#"{"X":{"n":1}}"#);
    assert_eq!(cut::<One<External>>(r#"{"Z":null,"c":2}"#).0, r#"{"Z":null}"#);
    assert_eq!(cut::<One<Option<External>>>(r#"{"Y":{"b":1,"c":2}}"#).0, r#"{"Y":{"b":1}}"#);
    assert_eq!(cut::<One<Adjacent>>(r#"{"t":"X","d":0,"c":{"n":1,"e":2}}"#).0, r#"{"t":"X","c":{"n":1}}"#);
    assert_eq!(cut::<One<Adjacent>>(r#"{"t":"Y","c":{"b":1,"e":2}}"#).0, r#"{"t":"Y","c":{"b":1}}"#);
    assert_eq!(cut::<One<Vec<Untagged>>>(r#"[{"s":{"c":2}},"t",[{"c":2}]]"#).0, r#"[{"s":{}},"t",[{}]]"#);
}

#[test]
fn maps_and_free_values_in_a_variant_stay_whole() {
    let value = r#"{"type":"Map","map":{"k":{"b":1,"c":2},"l":{}},"any":{"c":[{"d":1}]},"e":1}"#;
    let (left, undeclared) = cut::<One<Loose>>(value);
    assert_eq!(left, r#"{"type":"Map","map":{"k":{"b":1},"l":{}},"any":{"c":[{"d":1}]}}"#);
    assert_eq!(undeclared, ["/v/e", "/v/map/*/c"]);
}

#[test]
fn an_undeclared_field_in_a_union_can_be_an_error() {
    let options = ProgramOptions { undeclared: Undeclared::Fail, ..lenient::<One<Option<Internal>>>() };
    let wrong = mismatch(&mut scanner::<One<Option<Internal>>>(&options), r#"{"v":{"type":"X","n":1,"c":2}}"#);
    assert_eq!((wrong.kind, wrong.pointer.as_str()), (MismatchKind::Undeclared, "/v/c"));
}

#[test]
fn serde_still_judges_the_variants() {
    let mut internal = scanner::<One<Internal>>(&strict::<One<Internal>>());
    let mut optional = scanner::<One<Option<Internal>>>(&strict::<One<Option<Internal>>>());
    for value in [
        r#"{"type":"Y","s":"k","n":"not of Y","m":5}"#,
        r#"{"type":"X","n":"1"}"#,
        r#"{"type":"X","n":null}"#,
        r#"{"type":"Y","s":"k","n":null}"#,
        r#"{"type":"X","s":1}"#,
        r#"{"type":"Y","s":"","both":5}"#,
        r#"{"type":"X","n":1,"both":5}"#,
        r#"{"type":"never heard of"}"#,
        r#"{"type":5}"#,
        r#"{"n":1}"#,
        r#"{"type":"Nested","what":{"type":"X"}}"#,
        "{}",
        "null",
        "5",
        r#""X""#,
    ] {
        agree::<One<Internal>>(&mut internal, format!("{{\"v\":{value}}}"));
        agree::<One<Option<Internal>>>(&mut optional, format!("{{\"v\":{value}}}"));
    }
}

#[test]
fn a_misfit_in_a_union_makes_the_nearest_nullable_value_null() {
    let mut external = scanner::<One<Option<External>>>(&lenient::<One<Option<External>>>());
    let nulled = ("{\"v\":null}".to_owned(), vec!["v".to_owned()]);
    assert_eq!(read_changes(&mut external, r#"{"v":{"X":{"n":256}}}"#), nulled);
    assert_eq!(read_changes(&mut external, r#"{"v":{"X":{"n":1e999}}}"#), nulled);
    let inside = ("{\"v\":{\"Y\":{\"b\":null}}}".to_owned(), vec!["v.Y.b".to_owned()]);
    assert_eq!(read_changes(&mut external, r#"{"v":{"Y":{"b":256}}}"#), inside);
}

#[test]
fn a_record_that_is_a_union_has_its_variants_fields() {
    let schema = json!({
        "type": "object",
        "properties": {"id": {"type": "integer", "format": "int64"}},
        "required": ["id"],
        "oneOf": [
            {"type": "object", "properties": {"kind": {"type": "string", "const": "a"}, "n": {"type": "integer"}}},
            {"type": "object", "properties": {"kind": {"type": "string", "const": "b"}}}
        ]
    });
    let options = ProgramOptions { on_mismatch: OnMismatch::Fail, ..ProgramOptions::default() };
    let mut scanner = Scanner::new(Arc::new(Program::compile(&schema, &options).unwrap()));
    assert_eq!(read(&mut scanner, r#"{"id":1,"kind":"a","n":2,"c":3}"#).unwrap(), r#"{"id":1,"kind":"a","n":2}"#);
    assert_eq!(scanner.undeclared(), [("/c".to_owned(), 1)]);
    assert_eq!(mismatch(&mut scanner, r#"{"kind":"a"}"#).kind, MismatchKind::Missing);
}

#[test]
fn an_alias_is_declared_and_either_name_is_enough() {
    let schema =
        json!({"type": "object", "properties": {"v": {"type": "integer", "format": "uint8"}}, "required": ["v"]});
    for checked in [true, false] {
        let options = ProgramOptions {
            undeclared: Undeclared::Fail,
            aliases: vec![("v".to_owned(), "old".to_owned())],
            leaves: vec![("v".to_owned(), leaf_check::<u8>)],
            checked,
            ..ProgramOptions::default()
        };
        let mut scanner = Scanner::new(Arc::new(Program::compile(&schema, &options).unwrap()));
        assert_eq!(read(&mut scanner, r#"{"old":5}"#).unwrap(), r#"{"old":5}"#);
        assert_eq!(mismatch(&mut scanner, r#"{"older":5}"#).kind, MismatchKind::Undeclared);
    }
}
