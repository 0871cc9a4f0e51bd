//! Groups 10 and 11: what is written, and what stands around the records.

use std::convert::Infallible;

use cdk_core::testing::scanner::{PaddedBody, PageError, RecordsPath, peek};
use serde_json::{Value, json};

use super::support::{lenient, page, read, scanner, strict, syntax};
use super::types::{One, Point};
use crate::rng::Rng;

#[test]
fn group_10_what_is_not_cut_leaves_byte_for_byte() {
    let mut texts = scanner::<One<String>>(&strict::<One<String>>());
    for length in [0, 1, 14, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 1000] {
        let text = "a\\u00e9é /\\/ 1.0E+2 ".chars().cycle().take(length).collect::<String>().replace('\\', "\\\\");
        let record = format!("{{\"v\":\"{text}\"}}");
        assert_eq!(read(&mut texts, &record).unwrap(), record);
        let spaced = format!("{{ \"v\" :\n\"{text}\" , \"cut\":\"{text}\"}}");
        assert_eq!(read(&mut texts, &spaced).unwrap(), record);
    }
    let mut numbers = scanner::<One<Vec<f64>>>(&strict::<One<Vec<f64>>>());
    let digits = r#"{"v":[7,-0,1E+2,0.10,1e-400,12345678901234567890.12345678901234567890,-1.0e0]}"#;
    assert_eq!(read(&mut numbers, digits).unwrap(), digits);
}

#[test]
fn group_10_output_grows_without_losing_what_is_there() {
    let mut points = scanner::<Point>(&lenient::<Point>());
    let records = [r#"{"x":1,"y":2}"#, "{ \"q\" : 1, \"x\" :\n1 }", r#"{"x":1,"y":"no"}"#, "{\"x\":1,\"y\":[\n1,\n2]}"];
    let leaves = [r#"{"x":1,"y":2"#, r#"{"x":1"#, r#"{"x":1,"y":null"#, r#"{"x":1,"y":null"#];
    for capacity in 0..100 {
        for (record, leaves) in records.iter().zip(leaves) {
            for (added, behind) in [("", "}"), (r#""k":"v","l":[1]"#, r#","k":"v","l":[1]}"#)] {
                let mut out = Vec::with_capacity(capacity);
                out.extend_from_slice(b"before");
                let body = PaddedBody::from(record.as_bytes());
                let read = points.record(&body, |found| {
                    found.write(added.as_bytes(), &mut out);
                    Ok::<_, Infallible>(())
                });
                read.unwrap();
                assert_eq!(String::from_utf8(out).unwrap(), format!("before{leaves}{behind}"));
            }
        }
    }
}

#[test]
fn group_10_a_body_gives_its_vec_back() {
    let mut bytes = Vec::with_capacity(1000);
    bytes.extend_from_slice(b"[1,2]");
    let at = bytes.as_ptr();
    let body = PaddedBody::from(bytes);
    assert_eq!(&*body, b"[1,2]");
    let bytes = body.into_inner();
    assert_eq!((bytes.as_slice(), bytes.as_ptr()), (&b"[1,2]"[..], at), "nothing was moved");
}

#[test]
fn group_11_records_are_found_where_the_path_says() {
    let mut points = scanner::<Point>(&lenient::<Point>());
    let one = r#"{"x":1}"#;
    for (path, body, count, envelope) in [
        ("", format!("[{one},{one}]"), 2, json!([])),
        (".", format!(" [ {one} , {one} ] "), 2, json!([])),
        (".", one.to_owned(), 1, Value::Null),
        (".", "null".to_owned(), 0, Value::Null),
        (".", "[]".to_owned(), 0, json!([])),
        ("d", format!("{{\"d\":[{one}]}}"), 1, json!({"d": []})),
        (
            "d",
            format!("{{\"next\":\"\\u0041\\\"\",\"d\" : [ ] ,\"m\":[{one}]}}"),
            0,
            json!({"next": "A\"", "d": [], "m": [{"x": 1}]}),
        ),
        ("d", "{\"n\":1,\"d\":null}".to_owned(), 0, json!({"n": 1, "d": null})),
        ("d", format!("{{\"\\u0064\":[{one}]}}"), 1, json!({"d": []})),
        (
            "a.b",
            format!("{{\"a\":{{\"c\":2,\"b\":[{one}],\"e\":3}},\"f\":4}}"),
            1,
            json!({"a": {"c": 2, "b": [], "e": 3}, "f": 4}),
        ),
        ("a.*", format!("{{\"a\":{{\"k\":{one},\"l\":{one}}},\"f\":4}}"), 2, json!({"a": null, "f": 4})),
        ("d", format!("{{\"d\":{one},\"e\":1}}"), 1, json!({"d": null, "e": 1})),
        (".*", format!("{{\"k\":{one},\"l\": {one} }}"), 2, Value::Null),
        ("*", "{ }".to_owned(), 0, Value::Null),
    ] {
        let (records, page) = page(&mut points, &body, path).unwrap();
        assert!(records.iter().all(|record| record == one), "{body}");
        assert_eq!((records.len(), page.records, page.envelope), (count, count as u64, envelope), "{body}");
    }
}

#[test]
fn group_11_no_records_says_what_is_there() {
    let mut points = scanner::<Point>(&lenient::<Point>());
    for (path, body, expected) in [
        ("d", "{}", "nothing"),
        ("d", "{\"e\":[]}", "nothing"),
        ("d", "{\"d\":\"x\"}", "a text"),
        ("d", "{\"d\":5}", "a number"),
        ("d", "{\"d\":false}", "a boolean"),
        ("d", "[]", "an array"),
        ("d", "\"html\"", "a text"),
        ("d.*", "{\"d\":[{}]}", "an array"),
        ("a.b", "{\"a\":5}", "nothing"),
        ("a.b", "{\"a\":null}", "nothing"),
        (".", "\"x\"", "a text"),
        (".", "5", "a number"),
    ] {
        match page(&mut points, body, path) {
            Err(PageError::NoRecords { found }) => assert_eq!(found, expected, "{body}"),
            other => panic!("{body}: {other:?}"),
        }
    }
    for path in ["a..b", "a?.b", "a.*?.b", "a.", ".."] {
        assert!(RecordsPath::parse(path).is_err(), "{path}");
    }
}

#[test]
fn group_11_a_second_records_key_is_refused() {
    let mut points = scanner::<Point>(&lenient::<Point>());
    for (path, body, offset) in [
        ("d", "{\"d\":[],\"d\":[]}", 8),
        ("d", "{\"d\":[],\"\\u0064\":1}", 8),
        ("a.d", "{\"a\":{\"d\":[]},\"a\":{}}", 14),
        ("a.d", "{\"a\":{\"d\":[],\"d\":[]}}", 13),
    ] {
        assert_eq!(syntax(page(&mut points, body, path)), (offset, false), "{body}");
    }
    assert_eq!(syntax(page(&mut points, "<html></html>", "d")), (0, false));
    assert_eq!(syntax(page(&mut points, "{\"d\":[]} x", "d")), (9, false));
    assert_eq!(syntax(page(&mut points, "", "d")), (0, true));
    assert_eq!(syntax(page(&mut points, " \n", ".")), (2, true));
}

#[test]
fn group_11_the_envelope_read_backwards_is_the_envelope() {
    const VALUES: [&str; 12] = [
        "1",
        "-2.5e3",
        "null",
        "true",
        "\"\"",
        "\"a\\\\\"",
        "\"\\\\\\\"}],[{\"",
        "\"\\u005c\"",
        "{\"d\":[1,\"]\"],\"n\":{}}",
        "[[],[{}]]",
        "{}",
        "\"\u{e9}\\\\\\\\\"",
    ];
    let mut rng = Rng::new(20_261_123);
    let mut points = scanner::<Point>(&lenient::<Point>());
    let mut guessed = 0;
    for case in 0..3_000 {
        let (path, map) =
            *rng.pick(&[&("d", false), &("a.d", false), &("a.b.d", false), &("d.*", true), &("a.d.*", true)]);
        let names: Vec<&str> = path.trim_end_matches(".*").split('.').collect();
        let count = rng.below(3);
        let mut text = match map {
            true => {
                format!("{{{}}}", (0..count).map(|i| format!("\"k{i}\":{{\"x\":{i}}}")).collect::<Vec<_>>().join(" , "))
            }
            false => format!("[{}]", (0..count).map(|i| format!("{{\"x\":{i}}}")).collect::<Vec<_>>().join(",")),
        };
        for name in names.iter().rev() {
            let mut members: Vec<String> = Vec::new();
            for side in 0..2 {
                for i in 0..rng.below(4) {
                    let space = rng.pick(&["", " ", "\n\t"]);
                    members.push(format!("\"m{side}{i}\"{space}:{space}{}{space}", rng.pick(&VALUES)));
                }
                if side == 0 {
                    members.push(format!("\"{name}\":{text}"));
                }
            }
            text = format!("{{{}}}", members.join(","));
        }
        let body = PaddedBody::from(text.as_bytes());
        let at = RecordsPath::parse(path).unwrap();
        let (_, page) = page(&mut points, &text, path).unwrap();
        let peeked = peek(&body, &at);
        assert!(peeked.is_none() || peeked.as_ref() == Some(&page.envelope), "case {case}: {text}\n{peeked:?}");
        guessed += usize::from(peeked.is_some());

        let mut damaged = text.into_bytes();
        damaged.truncate(rng.below(damaged.len()));
        let _ = peek(&PaddedBody::from(damaged.clone()), &at);
        let place = rng.below(damaged.len() + 1);
        damaged.insert(place, b"\"\\{}[],:\0"[rng.below(9)]);
        let _ = peek(&PaddedBody::from(damaged), &at);
    }
    assert_eq!(guessed, 3_000);
}

#[test]
fn group_11_peeking_crosses_no_more_than_it_must() {
    let records = format!("[{}]", vec!["{\"x\":1}"; 10_000].join(","));
    let at = RecordsPath::parse("d").unwrap();
    let body = format!("{{\"n\":1,\"d\":{records},\"links\":{{\"next\":\"a]\\\\\\\"\"}}}}");
    let envelope = peek(&PaddedBody::from(body.as_bytes()), &at);
    assert_eq!(envelope, Some(json!({"n": 1, "d": [], "links": {"next": "a]\\\""}})));
    assert_eq!(peek(&PaddedBody::from(&body.as_bytes()[..body.len() - 1]), &at), None);
    assert_eq!(peek(&PaddedBody::from(&b"[1]"[..]), &RecordsPath::default()), None);
}
