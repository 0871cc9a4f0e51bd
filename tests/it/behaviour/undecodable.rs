//! What JSON allows and readers refuse: half a surrogate pair, a number that no double holds, too deep nesting.

use std::collections::BTreeMap;

use cdk_core::prelude::*;
use cdk_core::testing::{self, Api, Output, Reply};

use super::Nothing;
use super::records::{warnings, written};

#[derive(Source)]
#[source(
    config = Nothing,
    url_base = "https://api.example.com",
    streams(Plain, Rows, Paged, LastKey, Kept, Typed, Mapped, Lines, Lasting, FromPage, Named, Strict, Parent, Child),
)]
struct Odd;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Odd, path = "page")]
struct Plain {
    text: Option<String>,
    must: Option<Inner>,
    number: Option<f64>,
    any: Option<Value>,
    list: Option<Vec<Inner>>,
    map: Option<BTreeMap<String, String>>,
    either: Option<Either>,
    rule: Option<JsonText>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Inner {
    name: String,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
enum Either {
    Text(String),
    Object { name: String, score: Option<f64> },
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Odd, path = "page", records = "rows")]
struct Rows {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Odd, path = "pages", records = "rows", paginate = "cursor")]
struct Paged {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Odd, path = "page", undeclared = "keep")]
struct Kept {
    id: Option<u64>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Odd, path = "page", emit = "typed", add(label = record.source))]
struct Typed {
    text: Option<String>,
    number: Option<f64>,
    any: Option<Value>,
    source: Option<String>,
    label: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Odd, path = "page", map = shouted)]
struct Mapped {
    text: Option<String>,
    any: Option<Value>,
}

fn shouted(_: &Cx<'_, Mapped>, record: Mapped) -> Result<Option<Mapped>> {
    Ok(Some(Mapped { text: record.text.map(|text| text.to_uppercase()), any: record.any }))
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Odd, path = "page", decoder = "jsonl")]
struct Lines {
    text: Option<String>,
    any: Option<Value>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Odd, path = "lasting", next_page_token = behind_the_last)]
struct Lasting {
    key: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Odd, path = "lasting", paginate = cursor(token = last("key"), more = "more"), records = "rows")]
struct LastKey {
    key: String,
}

fn behind_the_last(cx: &Cx<'_, Lasting>) -> Result<Option<Value>> {
    Ok(cx.last_record().map(|last| last["key"].clone()).filter(|key| key == "a\u{fffd}"))
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Odd, path = "page", records = "rows", add(total = "{response.total}"))]
struct FromPage {
    id: u64,
    total: Option<u64>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Odd, path = "page", primary_key = "key", cursor_field = "at", add(label = record.note, price = record.cost))]
struct Named {
    key: String,
    at: Option<String>,
    note: Option<String>,
    cost: Option<f64>,
    label: Option<String>,
    price: Option<f64>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Odd, path = "page", on_mismatch = "fail")]
struct Strict {
    text: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Odd, path = "parents", primary_key = "key")]
struct Parent {
    key: String,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Odd, path = "children", parent = Parent, params(of = "{parent.key}"))]
struct Child {
    text: Option<String>,
}

fn read(stream: &str, body: &str) -> Output {
    let body = body.to_owned();
    let api = Api::new().on("GET /page", move |_| Reply::bytes(body.clone())).start();
    testing::read::<Odd>(&api, json!({}), [stream])
}

/// The entries of the first record's `meta.changes`: field and change.
fn changes(output: &Output) -> Vec<(String, String)> {
    let record = output.of_type("RECORD").next().unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let all = record["record"]["meta"]["changes"].as_array().cloned().unwrap_or_default();
    all.iter().map(|change| (text(&change["field"]), text(&change["change"]))).collect()
}

fn pair(field: &str, change: &str) -> (String, String) {
    (field.to_owned(), change.to_owned())
}

#[test]
fn half_a_surrogate_pair_is_written_as_the_replacement_character() {
    for (sent, want) in [
        (r"\ud800", "\u{fffd}"),
        (r"\udc00", "\u{fffd}"),
        (r"a\udc00\udc00b", "a\u{fffd}\u{fffd}b"),
        (r"\ud800\ud83d\ude00", "\u{fffd}\u{1f600}"),
        (r"\ud800\u0041", "\u{fffd}A"),
        (r"\ud800\n\\ud800", "\u{fffd}\n\\ud800"),
        ("é\\ud800 0123456789abcdef", "é\u{fffd} 0123456789abcdef"),
    ] {
        let output = read("plain", &format!(r#"[{{ "text" : "{sent}" }}]"#)).succeeded();

        assert_eq!(output.records("plain"), [json!({ "text": want })], "{sent}");
        assert_eq!(changes(&output), [pair("text", "TRUNCATED")]);
        let what = "half a surrogate pair in a text cannot be decoded and was written as U+FFFD: text (1)";
        assert_eq!(warnings(&output), [format!("stream `plain`: {what}")]);
    }
}

#[test]
fn only_the_text_is_mended_wherever_it_is_and_what_is_around_it_stays() {
    let body = r#"[{"must":{"name":"\ud800"},"any":{"a":1.10,"b":["x","\ud800"]},"list":[{"name":"y"},{"name":"\udc00"}],
        "map":{"k":"\ud800","l\ud800":"z"},"either":{"name":"\ud800","score":1},"extra":"\ud800","ex\ud800":1}]"#;

    let output = read("plain", body).succeeded();

    let want = json!({
        "must": { "name": "\u{fffd}" },
        "any": { "a": 1.1, "b": ["x", "\u{fffd}"] },
        "list": [{ "name": "y" }, { "name": "\u{fffd}" }],
        "map": { "k": "\u{fffd}", "l\u{fffd}": "z" },
        "either": { "name": "\u{fffd}", "score": 1 },
    });
    assert_eq!(output.records("plain"), [want]);
    assert!(written(&output)[0].contains("1.10"), "{output}");
    let fields = ["must.name", "any.b.1", "list.1.name", "map.k", "map.l\u{fffd}", "either.name"];
    assert_eq!(changes(&output), fields.map(|field| pair(field, "TRUNCATED")));
}

#[test]
fn a_number_outside_of_a_double_is_written_as_null() {
    let body = r#"[{"number":1e400,"any":{"a":[1,-1e999,2],"b":"x"},"either":{"name":"n","score":1e400}}]"#;

    let output = read("plain", body).succeeded();

    let want = r#"{"number":null,"any":{"a":[1,null,2],"b":"x"},"either":{"name":"n","score":null}}"#;
    assert_eq!(written(&output), [want]);
    assert_eq!(changes(&output), ["number", "any.a.1", "either.score"].map(|field| pair(field, "NULLED")));
    let told = warnings(&output).join("\n");
    assert!(told.contains("number (1): got 1e400, expected a number that a double can hold"), "{told}");
}

#[test]
fn a_json_text_keeps_what_it_quotes() {
    let output = read("plain", r#"[{"rule":{"n":1e400,"t":"\ud800"}},{"rule":"\ud800"}]"#).succeeded();

    assert_eq!(
        output.records("plain"),
        [json!({ "rule": r#"{"n":1e400,"t":"\ud800"}"# }), json!({ "rule": "\u{fffd}" })]
    );
}

#[test]
fn what_is_passed_on_undeclared_is_mended_too() {
    let output = read("kept", r#"[{"id":1,"x":{"\ud800":"\ud800","n":1e400,"y":1},"z\ud800":2}]"#).succeeded();

    let want = json!({ "id": 1, "x": { "\u{fffd}": "\u{fffd}", "n": null, "y": 1 }, "z\u{fffd}": 2 });
    assert_eq!(output.records("kept"), [want]);
    let fields = [
        pair("x.\u{fffd}", "TRUNCATED"),
        pair("x.\u{fffd}", "TRUNCATED"),
        pair("x.n", "NULLED"),
        pair("z\u{fffd}", "TRUNCATED"),
    ];
    assert_eq!(changes(&output), fields);
}

#[test]
fn two_keys_that_become_one_are_still_a_duplicate() {
    let output = read("plain", r#"[{"any":{"\ud800":1,"\udc00":2},"text":"x"}]"#).succeeded();

    assert_eq!(written(&output), [r#"{"any":null,"text":"x"}"#]);
}

#[test]
fn records_that_go_through_serde_are_mended_too() {
    let body = r#"[{"text":"a\ud800","number":1e400,"any":["\ud800",1e400],"source":"\ud800"}]"#;

    let output = read("typed", body).succeeded();
    let want = json!({ "text": "a\u{fffd}", "number": null, "any": ["\u{fffd}", null], "source": "\u{fffd}", "label": "\u{fffd}" });
    assert_eq!(output.records("typed"), [want]);
    let listed = changes(&output);
    for change in [
        pair("text", "TRUNCATED"),
        pair("number", "NULLED"),
        pair("any.0", "TRUNCATED"),
        pair("any.1", "NULLED"),
        pair("label", "TRUNCATED"),
    ] {
        assert!(listed.contains(&change), "{change:?} in {listed:?}");
    }

    let output = read("mapped", body).succeeded();
    assert_eq!(output.records("mapped"), [json!({ "text": "A\u{fffd}", "any": ["\u{fffd}", null] })]);
}

#[test]
fn lines_are_mended_too() {
    let output = read("lines", "{\"text\":\"\\ud800\",\"any\":1e400}\n{\"text\":\"x\"}\n").succeeded();

    assert_eq!(output.records("lines"), [json!({ "text": "\u{fffd}", "any": null }), json!({ "text": "x" })]);
}

#[test]
fn keys_cursors_and_added_fields_are_mended() {
    let body = r#"[{"key":"\ud800","at":"2024\ud800","note":"n\udc00","cost":1e400},{"key":"b","at":"2025","cost":2}]"#;

    let output = read("named", body).succeeded();

    let note = "n\u{fffd}";
    let first =
        json!({ "key": "\u{fffd}", "at": "2024\u{fffd}", "note": note, "cost": null, "label": note, "price": null });
    assert_eq!(output.records("named")[0], first);
    let fields = [
        pair("key", "TRUNCATED"),
        pair("at", "TRUNCATED"),
        pair("note", "TRUNCATED"),
        pair("cost", "NULLED"),
        pair("label", "TRUNCATED"),
    ];
    assert_eq!(changes(&output), fields);
}

#[test]
fn a_parent_with_half_a_pair_in_its_key_has_children() {
    let api = Api::new()
        .on("GET /parents", |_| Reply::bytes(r#"[{"key":"a\ud800","extra":1e400}]"#))
        .on("GET /children", |_| Reply::bytes(r#"[{"text":"\ud800"}]"#))
        .start();

    let output = testing::read::<Odd>(&api, json!({}), ["child"]).succeeded();

    assert_eq!(output.records("child"), [json!({ "text": "\u{fffd}" })]);
    assert_eq!(api.requests()[1].param("of"), Some("a\u{fffd}"));
}

#[test]
fn on_mismatch_fail_makes_half_a_pair_an_error() {
    let error = read("strict", r#"[{"text":"\ud800"}]"#).failed();

    assert!(error.contains("/text: expected a text that can be decoded, got half a surrogate pair"), "{error}");
}

#[test]
fn a_value_outside_of_the_records_never_fails_a_page() {
    let deep = format!("{}1{}", "[".repeat(200), "]".repeat(200));
    for odd in [r#""\ud800""#, "1e400", &deep, r#"{"\udc00":[-1e999]}"#] {
        for body in
            [format!(r#"{{"meta":{odd},"rows":[{{"id":1}}]}}"#), format!(r#"{{"rows":[{{"id":1}}],"meta":{odd}}}"#)]
        {
            assert_eq!(read("rows", &body).succeeded().records("rows"), [json!({ "id": 1 })], "{odd}");

            let paged = body.replacen('{', r#"{"next_cursor":"b","#, 1);
            let api = Api::new()
                .on("GET /pages", move |request| match request.param("cursor") {
                    None => Reply::bytes(paged.clone()),
                    Some(_) => Reply::bytes(r#"{"rows":[{"id":2}]}"#),
                })
                .start();
            let output = testing::read::<Odd>(&api, json!({}), ["paged"]).succeeded();
            assert_eq!(output.records("paged"), [json!({ "id": 1 }), json!({ "id": 2 })], "{odd}");

            let added = body.replacen('{', r#"{"total":9,"#, 1);
            let output = read("from_page", &added).succeeded();
            assert_eq!(output.records("from_page"), [json!({ "id": 1, "total": 9 })], "{odd}");
        }
    }
}

#[test]
fn the_last_record_of_a_page_may_hold_anything() {
    let api = Api::new()
        .on_each("GET /lasting", [Reply::bytes(r#"[{"key":"a\ud800","x":1e400}]"#), Reply::bytes(r#"[{"key":"b"}]"#)])
        .start();

    let output = testing::read::<Odd>(&api, json!({}), ["lasting"]).succeeded();

    assert_eq!(output.records("lasting"), [json!({ "key": "a\u{fffd}" }), json!({ "key": "b" })]);

    let first = r#"{"rows":[{"key":"a\ud800"}],"more":true}"#;
    let api = Api::new()
        .on_each("GET /lasting", [Reply::bytes(first), Reply::bytes(r#"{"rows":[{"key":"b"}],"more":false}"#)])
        .start();

    let output = testing::read::<Odd>(&api, json!({}), ["last_key"]).succeeded();

    assert_eq!(output.records("last_key").len(), 2);
    assert_eq!(api.requests()[1].param("cursor"), Some("a\u{fffd}"));
}

#[test]
fn nesting_that_is_too_deep_is_called_so() {
    let deep = format!("{}1{}", "[".repeat(200), "]".repeat(200));

    let output = read("plain", &format!(r#"[{{"any":{deep},"text":"x"}}]"#)).succeeded();

    assert_eq!(written(&output), [r#"{"any":null,"text":"x"}"#]);
    let told = warnings(&output).join("\n");
    assert!(
        told.contains("any (1): `any.0.0.0` is nested too deeply for JSON readers, declare `Option<JsonText>`"),
        "{told}"
    );

    let error = read("strict", &format!(r#"[{{"text":{deep}}}]"#)).failed();
    assert!(error.contains("/text: expected a text or null, got an array"), "{error}");
}
