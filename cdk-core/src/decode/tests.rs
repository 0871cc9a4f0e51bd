use std::convert::Infallible;
use std::sync::Arc;

use serde_json::{Value, json};

use super::*;

fn schema() -> Value {
    json!({
        "type": "object",
        "required": ["id", "name", "tags", "home"],
        "properties": {
            "id": {"type": "integer", "format": "uint8", "minimum": 0, "maximum": 255},
            "name": {"type": "string"},
            "age": {"type": ["integer", "null"], "format": "int64"},
            "tags": {"type": "array", "items": {"type": "string"}},
            "home": {"$ref": "#/definitions/Home"},
            "away": {"anyOf": [{"$ref": "#/definitions/Home"}, {"type": "null"}]},
            "color": {"type": "string", "enum": ["red", "blue"]},
            "meta": true
        },
        "definitions": {
            "Home": {"type": "object", "required": ["city"], "properties": {"city": {"type": "string"}}}
        }
    })
}

fn scanner(options: &ProgramOptions) -> Scanner {
    Scanner::new(Arc::new(Program::compile(&schema(), options).unwrap()))
}

fn page_of(
    scanner: &mut Scanner,
    body: &str,
    path: &str,
    added: &str,
) -> Result<(Vec<String>, Page), PageError<Infallible>> {
    let mut out = Vec::new();
    let body = PaddedBody::from(body.as_bytes());
    let page = scanner.page(&body, &RecordsPath::parse(path).unwrap(), |found| {
        let mut line = Vec::new();
        found.write(added.as_bytes(), &mut line);
        out.push(String::from_utf8(line).unwrap());
        Ok(())
    })?;
    Ok((out, page))
}

fn one(options: &ProgramOptions, record: &str) -> Result<String, Box<Mismatch>> {
    match page_of(&mut scanner(options), &format!("[{record}]"), ".", "") {
        Ok((mut lines, _)) => Ok(lines.pop().unwrap()),
        Err(PageError::Mismatch(mismatch)) => Err(mismatch),
        Err(other) => panic!("{other:?}"),
    }
}

const GOOD: &str = r#"{"id":1,"name":"a","tags":["x"],"home":{"city":"b"}}"#;

#[test]
fn a_good_record_leaves_as_it_came() {
    assert_eq!(one(&ProgramOptions::default(), GOOD).unwrap(), GOOD);
}

#[test]
fn whitespace_leaves() {
    let spaced = "{ \"id\" : 1 ,\n\t\"name\":\"a b\", \"tags\": [ \"x\" , \"y\" ], \"home\": { \"city\" : \"b\" } }";
    let expected = r#"{"id":1,"name":"a b","tags":["x","y"],"home":{"city":"b"}}"#;
    assert_eq!(one(&ProgramOptions::default(), spaced).unwrap(), expected);
}

#[test]
fn undeclared_fields_are_cut_wherever_they_stand() {
    let record = r#"{"q":{"r":[1]},"id":1,"p":2,"name":"a","tags":[],"home":{"zip":1,"city":"b","x":[]},"z":"}"}"#;
    let mut scanner = scanner(&ProgramOptions::default());
    let (lines, _) = page_of(&mut scanner, &format!("[{record},{record}]"), "", r#""k":7"#).unwrap();
    assert_eq!(lines, vec![r#"{"id":1,"name":"a","tags":[],"home":{"city":"b"},"k":7}"#; 2]);
    let mut counts = scanner.undeclared();
    counts.sort();
    let expected = [("/home/x", 2), ("/home/zip", 2), ("/p", 2), ("/q", 2), ("/z", 2)];
    assert_eq!(counts, expected.map(|(name, count)| (name.to_owned(), count)));
}

#[test]
fn a_misfit_nulls_the_nearest_nullable() {
    let record = r#"{"id":1,"age":"old","name":"a","tags":[],"home":{"city":"b"},"away":{"city":5,"x":{}}}"#;
    let mut scanner = scanner(&ProgramOptions::default());
    let mut changes = Vec::new();
    let body = PaddedBody::from(format!("[{record}]").as_bytes());
    let mut line = Vec::new();
    scanner
        .page(&body, &RecordsPath::default(), |found| {
            changes.extend(found.changes().iter().map(|change| change.field.clone()));
            found.write(b"", &mut line);
            Ok::<_, Infallible>(())
        })
        .unwrap();
    assert_eq!(changes, ["age", "away"]);
    assert_eq!(
        String::from_utf8(line).unwrap(),
        r#"{"id":1,"age":null,"name":"a","tags":[],"home":{"city":"b"},"away":null}"#
    );
}

#[test]
fn a_misfit_without_a_nullable_names_its_place() {
    let record = r#"{"id":1,"name":"a","tags":["x",5],"home":{"city":"b"}}"#;
    let options = ProgramOptions { captures: vec![vec!["name".to_owned()]], ..ProgramOptions::default() };
    let mismatch = one(&options, record).unwrap_err();
    assert_eq!((mismatch.pointer.as_str(), mismatch.offset), ("/tags/1", 32));
    assert_eq!((mismatch.expected.as_str(), mismatch.found.as_str()), ("a text", "5"));
    assert_eq!(mismatch.captures, [Some(b"\"a\"".to_vec())]);

    let mismatch = one(&options, &GOOD.replace(r#""city":"b""#, "")).unwrap_err();
    assert_eq!((mismatch.pointer.as_str(), mismatch.kind), ("/home/city", MismatchKind::Missing));
    let mismatch = one(&options, &GOOD.replace("\"id\":1", "\"id\":300")).unwrap_err();
    assert_eq!((mismatch.kind, mismatch.found.as_str()), (MismatchKind::Range, "300"));
}

#[test]
fn the_envelope_is_the_body_without_records() {
    let body = format!(r#"{{"a":{{"n":1,"data":[{GOOD},{GOOD}],"next":"\u0041"}},"m":true}}"#);
    let (lines, page) = page_of(&mut scanner(&ProgramOptions::default()), &body, "a.data", "").unwrap();
    assert_eq!((lines.len(), page.records), (2, 2));
    assert_eq!(page.envelope, json!({"a": {"n": 1, "data": [], "next": "A"}, "m": true}));
    let peeked = peek(&PaddedBody::from(body.as_bytes()), &RecordsPath::parse("a.data").unwrap());
    assert_eq!(peeked, Some(page.envelope));
}
