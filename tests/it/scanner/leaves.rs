//! Groups 12 to 14: leaves; and one verdict on every machine.
//!
//! The scanner has no code of its own for any processor (its blocks are plain loops), so there is nothing to compare
//! between builds: the same tests run everywhere. The gate on instructions is `tests/examples/instructions.sh`.

use cdk_core::testing::scanner::{MismatchKind, OnMismatch, Program, ProgramOptions, leaf_check};
use jiff::Timestamp;
use serde_json::json;

use super::support::{lenient, mismatch, read, read_changes, scanner, strict};
use super::types::{One, Subject, Zoo, schema_of};

#[test]
fn group_12_a_refused_leaf_nulls_the_nearest_nullable() {
    let mut zoo =
        scanner::<One<Vec<Option<One<Option<Timestamp>>>>>>(&lenient::<One<Vec<Option<One<Option<Timestamp>>>>>>());
    let record = r#"{"v":[{"v":"2024-01-01T00:00:00Z"},{"v":"soon"},null,{ "v":5},{"v":"later","q":1},7,{}]}"#;
    let (out, changes) = read_changes(&mut zoo, record);
    assert_eq!(out, r#"{"v":[{"v":"2024-01-01T00:00:00Z"},{"v":null},null,{"v":null},{"v":null},null,{}]}"#);
    assert_eq!(changes, ["v.1.v", "v.3.v", "v.4.v", "v.5"]);
    let options = ProgramOptions { on_mismatch: OnMismatch::Fail, ..lenient::<One<Option<Timestamp>>>() };
    let mut one = scanner::<One<Option<Timestamp>>>(&options);
    assert_eq!(mismatch(&mut one, r#"{"v":"soon"}"#).kind, MismatchKind::Leaf);
}

#[test]
fn group_12_a_leaf_without_a_nullable_names_its_place() {
    type Visits = One<Vec<One<Timestamp>>>;
    let mut visits = scanner::<Visits>(&lenient::<Visits>());
    let record = r#"{"v":[{"v":"2024-01-01T00:00:00Z"},{"q":[], "v":"soon"}]}"#;
    let wrong = mismatch(&mut visits, record);
    assert_eq!((wrong.pointer.as_str(), wrong.offset), ("/v/1/v", record.find("\"soon\"").unwrap()));
    assert_eq!(wrong.found, "the text \"soon\"");
    assert!(!wrong.expected.is_empty() && !wrong.expected.contains("line 1"), "{}", wrong.expected);
}

#[test]
fn group_12_a_crafted_list_of_refusals_ends() {
    type Moments = One<Vec<Option<Timestamp>>>;
    let mut moments = scanner::<Moments>(&lenient::<Moments>());
    let some = format!("{{\"v\":[{}]}}", vec!["\"no\""; 300].join(","));
    let (out, changes) = read_changes(&mut moments, &some);
    assert_eq!((changes.len(), out.matches("null").count()), (300, 300));
}

#[test]
fn group_12_without_leaves_the_record_is_asked() {
    let options = ProgramOptions { record: Some(leaf_check::<One<Option<Timestamp>>>), ..ProgramOptions::default() };
    let mut record = scanner::<One<Option<Timestamp>>>(&options);
    assert_eq!(read_changes(&mut record, r#"{"v":"soon"}"#).0, r#"{"v":null}"#);
    let mut nobody = scanner::<One<Option<Timestamp>>>(&ProgramOptions::default());
    assert_eq!(read(&mut nobody, r#"{"v":"soon"}"#).unwrap(), r#"{"v":"soon"}"#, "the permissive node alone judges");

    let added = ProgramOptions { added: vec!["v".to_owned()], ..options };
    let program = Program::compile(&schema_of::<One<Timestamp>>(), &added).unwrap();
    assert!(program.wants_record_check());
    assert!(program.check_record(br#"{"v":"soon"}"#).is_err());
    assert!(program.check_record(br#"{"v":"2024-01-01T00:00:00Z"}"#).is_ok());
}

#[test]
fn group_12_plain_schemas_ask_nobody() {
    fn never(_: &[u8]) -> Result<(), cdk_core::testing::scanner::LeafError> {
        panic!("serde was asked")
    }
    let leaves = ["id", "label", "children", "next", "forest"].map(|name| (name.to_owned(), never as _)).to_vec();
    let options = ProgramOptions { leaves, record: Some(never), ..ProgramOptions::default() };
    let mut tree = scanner::<super::types::Tree>(&options);
    assert!(read(&mut tree, r#"{"id":1,"children":[{"id":2,"children":[]}],"label":"x"}"#).is_ok());
}

#[test]
fn group_12_added_fields_are_checked_by_themselves() {
    let options = ProgramOptions { added: vec!["moment".to_owned(), "a".to_owned()], ..strict::<Zoo>() };
    let program = Program::compile(&schema_of::<Zoo>(), &options).unwrap();
    let wrong = |name: &str, json: &str| {
        let checked = program.check_field(name, json.as_bytes());
        checked.map(|checked| checked.text).map_err(|wrong| (wrong.kind, wrong.pointer, wrong.offset))
    };
    assert_eq!(wrong("a", "5"), Ok(None));
    assert_eq!(wrong("a", "128"), Err((MismatchKind::Range, "/a".to_owned(), 0)));
    assert_eq!(wrong("a", "null"), Err((MismatchKind::Kind, "/a".to_owned(), 0)));
    assert_eq!(wrong("moment", "\"2024-01-01T00:00:00Z\""), Ok(None));
    assert_eq!(wrong("moment", "\"soon\""), Err((MismatchKind::Leaf, "/moment".to_owned(), 0)));
    assert_eq!(wrong("point", "{\"x\":1,\"y\":null}"), Ok(None));
    assert_eq!(wrong("point", "{\"y\":\"s\",\"x\":1}"), Err((MismatchKind::Kind, "/point/y".to_owned(), 5)));
    assert_eq!(wrong("nobody", "1"), Err((MismatchKind::Undeclared, "/nobody".to_owned(), 0)));
    assert_eq!(wrong("q", "\"x"), Err((MismatchKind::Leaf, "/q".to_owned(), 0)));
}

#[test]
fn group_12_captures_follow_their_way() {
    let path = |way: &str| way.split('.').map(str::to_owned).collect::<Vec<_>>();
    let captures = ["a", "point.x", "undeclared.deep", "visits.0", "opt_int", "point", "odd"].map(path).to_vec();
    let options = ProgramOptions { captures, ..ProgramOptions::default() };
    let schema = json!({"type": "object", "properties": {
        "a": {"type": "string"},
        "opt_int": {"type": ["integer", "null"], "format": "uint8"},
        "point": {"anyOf": [{"type": "object", "properties": {"x": {"type": ["integer", "null"], "format": "int64"}}}, {"type": "null"}]}
    }});
    let mut scanner =
        cdk_core::testing::scanner::Scanner::new(std::sync::Arc::new(Program::compile(&schema, &options).unwrap()));
    let record =
        r#"{ "point" : { "x" : "no" } , "a" : "\u0041" ,"undeclared":{"deep": [1]},"visits":[5],"opt_int":300}"#;
    let mut captured = Vec::new();
    let body = cdk_core::testing::scanner::PaddedBody::from(record.as_bytes());
    let read = scanner.record(&body, |found| {
        captured.extend((0..8).map(|i| found.capture(i).map(|text| String::from_utf8(text.to_vec()).unwrap())));
        Ok::<_, ()>(())
    });
    read.unwrap();
    let texts: Vec<Option<&str>> = captured.iter().map(Option::as_deref).collect();
    let point = "{ \"x\" : \"no\" }";
    assert_eq!(texts, [Some(r#""\u0041""#), Some("null"), Some("[1]"), None, Some("null"), Some(point), None, None]);
    assert_eq!(scanner.undeclared(), [("/undeclared".to_owned(), 1), ("/visits".to_owned(), 1)]);
}

#[test]
fn group_13_14_leaves_of_a_derive_match_its_schema() {
    let schema = schema_of::<Zoo>();
    let properties = schema["properties"].as_object().unwrap();
    assert!(Zoo::leaves().iter().all(|(name, _)| properties.contains_key(name)));
}
