//! Groups 8 and 9: cuts, and what a scanner remembers.

use std::convert::Infallible;

use cdk_core::testing::scanner::{MismatchKind, ProgramOptions, Undeclared};
use serde_json::Value;

use super::support::{lenient, mismatch, page, read, read_changes, scanner};
use super::types::{Charge, Point, Tree};

/// What comes, and what leaves.
const CUTS: &[(&str, &str)] = &[
    (r#"{"x":1,"y":2}"#, r#"{"x":1,"y":2}"#),
    (r#"{"q":0,"x":1,"y":2}"#, r#"{"x":1,"y":2}"#),
    (r#"{"x":1,"q":0,"y":2}"#, r#"{"x":1,"y":2}"#),
    (r#"{"x":1,"y":2,"q":0}"#, r#"{"x":1,"y":2}"#),
    (r#"{"q":0,"r":0,"x":1}"#, r#"{"x":1}"#),
    (r#"{"x":1,"q":0,"r":0}"#, r#"{"x":1}"#),
    (r#"{"q":0,"x":1,"r":0,"s":0,"y":2,"t":0}"#, r#"{"x":1,"y":2}"#),
    (r#"{"x":1,"q":{"r":{"s":[{"x":1,"q":2}]}},"y":null}"#, r#"{"x":1,"y":null}"#),
    (r#"{"x":1,"q":"},{\"x\":[","y":2}"#, r#"{"x":1,"y":2}"#),
    (" { \"q\" : 0 , \"x\" : 1 , \"r\" : [ ] , \"y\" : 2 } ", r#"{"x":1,"y":2}"#),
    ("{\n\t\"q\"\n:\n{ }\n,\n\"r\" : 1 ,\r\n\"x\"\t:\t1\n,\n\"s\" : 2\n}", r#"{"x":1}"#),
    (r#"{"x":1,"q":1,"q":2}"#, r#"{"x":1}"#),
    (r#"{"x":1,"q":"\ud800","r":1e400,"s":{"a":1,"a":2}}"#, r#"{"x":1}"#),
];

#[test]
fn group_08_undeclared_fields_are_cut_with_their_commas() {
    let mut points = scanner::<Point>(&lenient::<Point>());
    for (record, expected) in CUTS {
        assert_eq!(read(&mut points, record).unwrap(), *expected, "{record}");
        assert_eq!(read(&mut points, expected).unwrap(), *expected, "idempotent");
    }
    let mut charges = scanner::<Charge>(&lenient::<Charge>());
    assert_eq!(mismatch(&mut charges, r#"{"z":1}"#).kind, MismatchKind::Missing);
}

#[test]
fn group_08_everything_can_be_cut() {
    #[derive(serde::Deserialize, schemars::JsonSchema)]
    struct Optional {
        #[allow(dead_code, reason = "only read by serde")]
        x: Option<i64>,
    }
    impl super::types::Subject for Optional {}
    let options = ProgramOptions { added: vec!["k".to_owned()], ..lenient::<Optional>() };
    let mut scanner = scanner::<Optional>(&options);
    for record in ["{\"q\":1}", "{ \"q\" : 1 , \"r\" : 2 }", "{}", "{ }", "{\"q\":1,\"k\":5,\"r\":2}", "{\n}"] {
        assert_eq!(read(&mut scanner, record).unwrap(), "{}", "{record}");
        let mut out = Vec::new();
        let body = cdk_core::testing::scanner::PaddedBody::from(record.as_bytes());
        let read = scanner.record(&body, |found| {
            found.write(b"\"k\":7", &mut out);
            Ok::<_, Infallible>(())
        });
        read.unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "{\"k\":7}");
    }
    assert!(scanner.undeclared().iter().all(|(pointer, _)| pointer != "/k"), "what is added is not undeclared");
}

#[test]
fn group_08_cuts_inside_what_is_kept() {
    let mut tree = scanner::<Tree>(&lenient::<Tree>());
    let record = r#"{"id":1,"q":0,"children":[{"q":0,"id":2,"children":[]},{"id":3,"children":[ ],"q":[]}],"next":{"r":1,"id":4,"children":[],"s":2}}"#;
    let expected =
        r#"{"id":1,"children":[{"id":2,"children":[]},{"id":3,"children":[]}],"next":{"id":4,"children":[]}}"#;
    assert_eq!(read(&mut tree, record).unwrap(), expected);
    let counts = tree.undeclared();
    let of = |pointer: &str| counts.iter().find(|(own, _)| own == pointer).map(|(_, count)| *count);
    assert_eq!((of("/q"), of("/children/*/q")), (Some(1), Some(2)), "{counts:?}");
}

#[test]
fn group_08_kept_fields_are_readable_or_mended_or_null() {
    let options = ProgramOptions { undeclared: Undeclared::Keep, ..lenient::<Point>() };
    let mut points = scanner::<Point>(&options);
    let (out, changes) = read_changes(
        &mut points,
        r#"{"a" : [ 1 , { } ] ,"x":1,"b":"\ud800","c":{"k":1e400},"d":{"k":1,"k":2},"e":[[]],"y":"no"}"#,
    );
    assert_eq!(out, r#"{"a":[1,{}],"x":1,"b":"\ufffd","c":{"k":null},"d":null,"e":[[]],"y":null}"#);
    assert_eq!(changes, ["b", "c.k", "d", "y"]);
    assert_eq!(mismatch(&mut points, r#"{"x":1,"a":1,"a":2}"#).kind, MismatchKind::Duplicate);
    assert_eq!(mismatch(&mut points, r#"{"a":1,"x":1,"\u0061":2}"#).pointer, "/a");
    for (levels, kept) in [(124, true), (125, false)] {
        let lists = "[".repeat(levels) + &"]".repeat(levels);
        let (out, _) = read_changes(&mut points, &format!("{{\"x\":1,\"a\":{lists}}}"));
        assert_eq!(out.contains("null"), !kept, "{levels}: two levels are left for the message around it");
    }
}

#[test]
fn group_08_undeclared_fields_can_be_an_error() {
    let options = ProgramOptions { undeclared: Undeclared::Fail, ..lenient::<Tree>() };
    let mut tree = scanner::<Tree>(&options);
    let wrong = mismatch(&mut tree, r#"{"id":1,"next":{"id":1,"children":[],"zz":1},"children":[]}"#);
    assert_eq!((wrong.kind, wrong.pointer.as_str(), wrong.offset), (MismatchKind::Undeclared, "/next/zz", 37));
}

#[test]
fn group_08_unchecked_streams_cut_only_what_is_added() {
    let options = ProgramOptions { checked: false, added: vec!["x".to_owned()], ..lenient::<Tree>() };
    let mut tree = scanner::<Tree>(&options);
    let record = "{\"x\":1, \"id\":\"no\", \"zz\":{ \"a\":1, \"a\" : 2 },\n\"next\":[{\"id\": 1}], \"id\":7, \"label\":\"\\ud800\"}";
    let expected = r#"{"id":"no","zz":{"a":1,"a":2},"next":[{"id":1}],"id":7,"label":"\ufffd"}"#;
    assert_eq!(read(&mut tree, record).unwrap(), expected);
    assert_eq!(tree.undeclared(), [("/zz".to_owned(), 1)]);
    assert_eq!(read(&mut tree, " [1, 2]").unwrap(), "[1,2]", "serde judges");
}

#[test]
fn group_09_verdicts_do_not_depend_on_what_was_learned() {
    let records = [
        r#"{"x":1,"y":2}"#,
        r#"{"y":2,"x":1}"#,
        r#"{"a":0,"x":1}"#,
        r#"{"x":1,"a":0,"b":0}"#,
        r#"{"b":0,"x":1,"y":null}"#,
        r#"{"x":1,"x":2}"#,
        r#"{"x":70000}"#,
        r#"{"y":1}"#,
        r#"{"x":1,"y"}"#,
        r#"{"x":1"#,
        r#"[]"#,
        r#"{"x":1,"y":"s"}"#,
    ];
    let mut warm = scanner::<Point>(&lenient::<Point>());
    for first in records {
        for second in records {
            let cold = format!("{:?}", read(&mut scanner::<Point>(&lenient::<Point>()), second));
            let _ = read(&mut warm, first);
            assert_eq!(format!("{:?}", read(&mut warm, second)), cold, "{first} then {second}");
        }
    }
}

#[test]
fn group_09_names_past_the_caps_are_counted_together() {
    for undeclared in [Undeclared::Drop, Undeclared::Keep] {
        let mut points = scanner::<Point>(&ProgramOptions { undeclared, ..lenient::<Point>() });
        let long = "n".repeat(200);
        let names: Vec<String> = (0..700).map(|i| format!("\"n{i}\":{i}")).chain([format!("\"{long}\":1")]).collect();
        let record = format!("{{{},\"x\":1}}", names.join(","));
        for _ in 0..3 {
            let out = read(&mut points, &record).unwrap();
            let expected = if undeclared == Undeclared::Keep { record.as_str() } else { "{\"x\":1}" };
            assert_eq!(out, expected);
        }
        let counts = points.undeclared();
        assert_eq!(counts.len(), 500);
        assert!(counts.iter().all(|(_, count)| *count == 3));
        assert_eq!(points.undeclared_beyond(), 3 * 201);
        let twice = format!("{{\"x\":1,{},\"n699\":0}}", names.join(","));
        let found = read(&mut points, twice);
        assert_eq!(found.is_err(), undeclared == Undeclared::Keep, "a key that is not remembered is still kept once");
    }
}

#[test]
fn group_09_a_map_is_never_learned() {
    let mut charge = scanner::<Charge>(&lenient::<Charge>());
    let keys: Vec<String> = (0..2000).map(|i| format!("\"k{i}\":\"\"")).collect();
    let twice = format!("{{\"metadata\":{{{},\"k1999\":\"\"}}}}", keys.join(","));
    assert_eq!(mismatch(&mut charge, &twice).kind, MismatchKind::Duplicate);
    let once = format!("{{\"metadata\":{{{}}}}}", keys.join(","));
    assert_eq!(mismatch(&mut charge, &once).kind, MismatchKind::Missing);
    assert!(charge.undeclared().is_empty());
}

#[test]
fn group_09_a_scanner_serves_pages_and_survives_errors() {
    let mut points = scanner::<Point>(&lenient::<Point>());
    let good = r#"{"d":[{"x":1,"q":2},{"x":3}]}"#;
    for bad in [r#"{"d":[{"x":1},{"x":"no"}]}"#, r#"{"d":[{"x":1},{"x":2"#, r#"{"d":5}"#, "\u{feff}[]", ""] {
        assert!(page(&mut points, bad, "d").is_err());
        let (records, page) = page(&mut points, good, "d").unwrap();
        assert_eq!(records, [r#"{"x":1}"#, r#"{"x":3}"#]);
        assert_eq!((page.records, page.envelope), (2, serde_json::from_str::<Value>(r#"{"d":[]}"#).unwrap()));
    }
}
