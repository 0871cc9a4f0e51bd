//! Groups 4 and 5: keys, structure.

use serde_json::Value;

use super::lists::VALUES;
use super::support::{agree, lenient, mismatch, page, read, scanner, strict, syntax};
use super::types::{Charge, One, Point, Tree, Zoo};
use cdk_core::testing::scanner::MismatchKind;

#[test]
fn group_04_keys_are_found_however_they_are_spelled() {
    let mut points = scanner::<Point>(&strict::<Point>());
    for record in [
        r#"{"x":1,"y":2}"#,
        r#"{"x" :1,"y" : 2}"#,
        "{\"x\"\n:1 ,\t\"y\"\r\n:\n2}",
        r#"{"\u0078":1}"#,
        r#"{"\u0078":1,"x":2}"#,
        r#"{"x":1,"\u0078":2}"#,
        r#"{"\u0079":1,"x":2}"#,
        r#"{"x":1,"y":null,"y":null}"#,
        r#"{"x":1,"xx":true,"x ":true,"":true,"X":true}"#,
        r#"{"x":1,"xx":true,"xx":true}"#,
        r#"{"x":1,"\ud800":true}"#,
        r#"{x:1}"#,
        r#"{'x':1}"#,
        r#"{"x"1}"#,
        r#"{"x"::1}"#,
    ] {
        agree::<Point>(&mut points, record);
        agree::<Point>(&mut points, record);
    }
    assert_eq!(read(&mut points, r#"{"\u0078" :1}"#).unwrap(), r#"{"\u0078":1}"#, "the spelling stays");

    let mut zoo = scanner::<Zoo>(&strict::<Zoo>());
    for (key, pointer) in [
        (r#""a/b~c\"d""#, "/a~1b~0c\"d"),
        (r#""a\/b~c\u0022d""#, "/a~1b~0c\"d"),
        (r#""é\\""#, "/é\\"),
        (r#""""#, "/"),
        (r#""thirteen_by_2""#, "/thirteen_by_2"),
        (r#""sixteen_bytes_xx""#, "/sixteen_bytes_xx"),
        (r#""sixteen_bytes_xx_and_one""#, "/sixteen_bytes_xx_and_one"),
        (r#""sixteen_bytes_xx_and_two""#, "/sixteen_bytes_xx_and_two"),
    ] {
        let wrong = mismatch(&mut zoo, format!("{{{key}:\"no\"}}"));
        assert_eq!((wrong.pointer.as_str(), wrong.offset), (pointer, key.len() + 2));
        let twice = mismatch(&mut zoo, format!("{{{key}:1,{key}:1}}"));
        assert_eq!((twice.kind, twice.offset), (MismatchKind::Duplicate, key.len() + 4));
    }
}

/// A predicted long key must be compared to its end, and between: the record before makes the scanner expect the other.
#[test]
fn group_04_long_keys_are_told_apart_when_predicted() {
    let mut zoo = scanner::<Zoo>(&strict::<Zoo>());
    let mut keys = vec!["sixteen_bytes_xx_and_one".to_owned(), "sixteen_bytes_xx_and_two".to_owned()];
    let long = format!("sixteen_bytes_xx{}", "_and_so_on".repeat(4));
    keys.push(long.replacen("_on", "_ON", 1));
    keys.push(long.clone() + "_end");
    keys.push(long);
    let mut met = vec![0; keys.len()];
    for first in 0..keys.len() {
        for second in 0..keys.len() {
            // Not symmetric, or the counts of two mistaken keys would make up for each other.
            for key in if first < second { vec![first, second, first] } else { vec![second] } {
                met[key] += 1;
                let wrong = mismatch(&mut zoo, format!("{{\"{}\":\"no\"}}", keys[key]));
                let kind = if key < 2 { MismatchKind::Kind } else { MismatchKind::Missing };
                assert_eq!(wrong.kind, kind, "{}", keys[key]);
            }
        }
    }
    let mut counts = zoo.undeclared();
    counts.sort();
    let mut expected: Vec<(String, u64)> = (2..keys.len()).map(|i| (format!("/{}", keys[i]), met[i])).collect();
    expected.sort();
    assert_eq!(counts, expected);
}

#[test]
fn group_05_structure_is_json_as_serde_says() {
    let mut value = scanner::<One<Value>>(&strict::<One<Value>>());
    let mut text = scanner::<One<String>>(&strict::<One<String>>());
    let odd = [
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1,,2]",
        "[1",
        "1]",
        "[1}",
        "{\"a\":1]",
        "{\"a\":1,}",
        "{,\"a\":1}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1,,\"b\":2}",
        "{}",
        "{ }",
        "[]",
        "[ ]",
        "[\n]",
        "tru",
        "truee",
        "nulll",
        "nul",
        "True",
        "/**/1",
        "1//",
        "'a'",
        "",
        " ",
        "\u{c}1",
        "\u{a0}1",
        "1 1",
        "\"a\" \"b\"",
    ];
    for inner in odd.iter().chain(VALUES) {
        agree::<One<Value>>(
            &mut value,
            format!("{{\"v\":{inner}}}").replace(",\"a\"", ",\"b\"").replace("\\u0061", "b"),
        );
        agree::<One<String>>(&mut text, format!("{{\"v\":\"\",\"x\":{inner}}}"));
        agree::<One<String>>(&mut text, format!("{{\"x\":{inner},\"v\":\"\"}}"));
        agree::<One<String>>(&mut text, inner);
    }
    for behind in ["", " ", "\n", ",", "}", "{}", "\0", "x", "\u{feff}"] {
        agree::<One<String>>(&mut text, format!("{{\"v\":\"\"}}{behind}"));
    }
    for only_cut in
        ["{\"x\":1,}", "{\"x\":1,,}", "{\"x\":1,\"v\":\"\",}", "{\"v\":\"\",\"x\":1,}", "{\"x\":1 \"v\":\"\"}"]
    {
        agree::<One<String>>(&mut text, only_cut);
    }
}

#[test]
fn group_05_a_body_that_breaks_off_anywhere_is_truncated() {
    let record =
        r#"{"id":12,"x":[1.5e3,{"k":"\u00e9"}],"label":"a\"b","children":[{"id":1,"children":[]}],"next":null}"#;
    let body = format!("{{\"m\":true,\"data\":[{record},{record}],\"next\":-1.5}}");
    let mut scanner = scanner::<Tree>(&strict::<Tree>());
    assert_eq!(page(&mut scanner, &body, "data").unwrap().0.len(), 2);
    for end in 0..body.len() {
        assert_eq!(syntax(page(&mut scanner, &body[..end], "data")), (end, true), "{}", &body[..end]);
    }
    let misfit = body.replacen("\"id\":12", "\"id\":-2", 1);
    for end in 0..body.len() {
        assert_eq!(syntax(page(&mut scanner, &misfit[..end], "data")), (end, true), "a misfit hides nothing");
    }
}

#[test]
fn group_05_nesting_is_bounded_like_serdes() {
    let mut tree = scanner::<Tree>(&strict::<Tree>());
    let mut value = scanner::<One<Value>>(&strict::<One<Value>>());
    let mut charge = scanner::<Charge>(&strict::<Charge>());
    for levels in [1, 60, 63, 64, 65, 125, 126, 127, 128, 200, 100_000] {
        let lists = "[".repeat(levels) + &"]".repeat(levels);
        agree::<One<Value>>(&mut value, format!("{{\"v\":{lists}}}"));
        agree::<One<Value>>(&mut value, format!("{{\"v\":1,\"ignored\":{lists}}}"));
        agree::<Charge>(&mut charge, format!("{{\"fraud_details\":{lists}}}"));
        if levels <= 200 {
            let tree_text = "{\"id\":1,\"children\":[],\"next\":".repeat(levels) + "null" + &"}".repeat(levels);
            agree::<Tree>(&mut tree, tree_text);
        }
    }
}

#[test]
fn group_05_deep_nesting_needs_no_more_than_a_small_stack() {
    let deep = std::thread::Builder::new().stack_size(2 << 20).spawn(|| {
        let mut tree = scanner::<Tree>(&lenient::<Tree>());
        let mut value = scanner::<One<Value>>(&strict::<One<Value>>());
        for levels in [126, 127, 200, 100_000] {
            let text = "{\"id\":1,\"children\":[],\"next\":".repeat(levels) + "null" + &"}".repeat(levels);
            let _ = read(&mut tree, text);
            let children = "{\"id\":1,\"children\":[".repeat(levels) + &"]}".repeat(levels);
            let _ = read(&mut tree, children);
            let lists = "{\"a\":[".repeat(levels) + &"]}".repeat(levels);
            let _ = read(&mut value, format!("{{\"v\":{lists}}}"));
        }
    });
    deep.unwrap().join().unwrap();
}
