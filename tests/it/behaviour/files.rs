//! The files of a command: encodings, empty files, and JSON that is refused for a reason of its own.

use cdk_core::prelude::*;
use cdk_core::testing::{self, Api, Output, Reply};

use super::Folder;

#[derive(Deserialize, JsonSchema)]
struct Config {
    /// The key of the account.
    api_key: Secret,
}

#[derive(Source)]
#[source(
    config = Config,
    url_base = "https://api.example.com",
    auth = bearer("{config.api_key}"),
    login(token_url = "https://a.example.com/t", authorize_url = "https://a.example.com/a", client_id_config_path = "id"),
    streams(User),
)]
struct Users;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Users, path = "users", primary_key = "id", cursor_field = "id")]
struct User {
    id: u64,
}

const CONFIG: &str = r#"{"api_key":"k3y-secret"}"#;
const CATALOG: &str = r#"{"streams":[{"stream":{"name":"user"},"sync_mode":"incremental"}]}"#;
const STATE: &str = r#"[{"type":"STREAM","stream":{"stream_descriptor":{"name":"user"},"stream_state":{"id":2}}}]"#;

/// A read with these three files. Their folder is named `FOLDER` in messages.
fn read(config: &[u8], catalog: &[u8], state: &[u8]) -> (Output, usize) {
    let folder = Folder::new();
    let api = Api::new().on("GET /users", |_| Reply::json(json!([{ "id": 1 }, { "id": 2 }]))).start();
    let mut arguments = vec!["read".into(), "--url-base".into(), api.url().into()];
    for (name, bytes) in [("config", config), ("catalog", catalog), ("state", state)] {
        arguments.extend([format!("--{name}").into(), folder.file(&format!("{name}.json"), bytes).into()]);
    }
    (testing::run::<Users>(arguments), api.requests().len())
}

/// What a read says of a file, without its folder.
fn refusal(config: &[u8], catalog: &[u8], state: &[u8]) -> String {
    let (output, requests) = read(config, catalog, state);
    assert_eq!((output.exit_code(), requests), (1, 0), "{output}");
    let (message, kind) = output.errors().remove(0);
    assert_eq!(kind, "config_error");
    let (what, rest) = message.split_once(": the file ").unwrap_or_else(|| panic!("{message}"));
    let (_, rest) = rest.split_once(&format!("/{what}.json ")).unwrap_or_else(|| panic!("{message}"));
    format!("{what}: {rest}")
}

fn marked(text: &str) -> Vec<u8> {
    [b"\xEF\xBB\xBF", text.as_bytes()].concat()
}

fn utf16(text: &str, mark: &[u8]) -> Vec<u8> {
    mark.iter().copied().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}

#[test]
fn a_byte_order_mark_at_the_begin_of_a_file_is_accepted() {
    let (output, _) = read(&marked(CONFIG), &marked(CATALOG), &marked(STATE));

    let output = output.succeeded();
    // The state counts: what is older is not written.
    assert_eq!(output.records("user"), [json!({ "id": 2 })], "{output}");
    for empty in [marked(""), marked(" \r\n"), b"\n".to_vec(), Vec::new()] {
        read(CONFIG.as_bytes(), CATALOG.as_bytes(), &empty).0.succeeded();
    }
}

#[test]
fn a_file_in_another_encoding_is_named_with_its_encoding() {
    let (config, catalog, state) = (CONFIG.as_bytes(), CATALOG.as_bytes(), STATE.as_bytes());
    let wide = "is encoded as UTF-16; save it as UTF-8";
    for mark in [&b"\xFF\xFE"[..], b""] {
        assert_eq!(refusal(&utf16(CONFIG, mark), catalog, state), format!("config: {wide}"));
        assert_eq!(refusal(config, &utf16(CATALOG, mark), state), format!("catalog: {wide}"));
        assert_eq!(refusal(config, catalog, &utf16(STATE, mark)), format!("state: {wide}"));
    }
    let big_endian: Vec<u8> = CONFIG.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(refusal(&[b"\xFE\xFF", &big_endian[..]].concat(), catalog, state), format!("config: {wide}"));
    let utf32: Vec<u8> = format!("\u{feff}{CONFIG}").chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
    assert_eq!(refusal(&utf32, catalog, state), "config: is encoded as UTF-32; save it as UTF-8");
    let latin1 = b"{\n\"api_key\":\"k3y-s\xE9cret\"}";
    assert_eq!(refusal(latin1, catalog, state), "config: is not UTF-8 at line 2; save it as UTF-8");
}

#[test]
fn an_empty_file_is_named_and_called_empty() {
    let (config, catalog, state) = (CONFIG.as_bytes(), CATALOG.as_bytes(), STATE.as_bytes());
    for empty in [&b""[..], b" \r\n\t", b"\xEF\xBB\xBF"] {
        assert_eq!(refusal(empty, catalog, state), "config: is empty; expected a JSON object");
        assert_eq!(refusal(config, empty, state), "catalog: is empty; expected a JSON object with `streams`");
    }
    let folder = Folder::new();
    let file = folder.file("config.json", "");
    for command in ["check", "discover", "login"] {
        let output = testing::run::<Users>(vec![command.into(), "--config".into(), file.clone().into()]);

        let told = format!("config: the file {} is empty; expected a JSON object", file.display());
        let error = output.errors().pop().map(|(message, _)| message);
        assert_eq!(error.unwrap_or_else(|| output.connection_status().unwrap().1), told, "{command}");
    }
}

#[test]
fn a_file_is_refused_with_its_reason_and_without_its_content() {
    let deep = "[".repeat(200) + &"]".repeat(200);
    for (text, why) in [
        (format!("{{\"a\": {deep}}}"), "is nested too deep: more than 127 levels at line 1, column 133"),
        ("{\n\"secret\": 1e400}".into(), "has a number that is too large for a 64-bit float at line 2, column 15"),
        (r#"{"a": -1e999}"#.into(), "has a number that is too large for a 64-bit float at line 1, column 12"),
        (r#"{"a": "\ud83d"}"#.into(), "has one half of a surrogate pair (`\\ud800` to `\\udfff`) at line 1, column 14"),
        (r#"{"a": "\udc00"}"#.into(), "has one half of a surrogate pair (`\\ud800` to `\\udfff`) at line 1, column 13"),
        ("{}\n{}".into(), "has more than one JSON value: the second begins at line 2, column 1"),
        ("{'a': 1}".into(), "is not valid JSON: expected a key in double quotes at line 1, column 2"),
        ("api_key: x".into(), "is not valid JSON: expected a value at line 1, column 1"),
        ("{\"a\": True}".into(), "is not valid JSON: expected a value at line 1, column 7"),
        ("{\"a\": 1,}".into(), "is not valid JSON: trailing comma at line 1, column 9"),
        (
            "{\"a\": \"x\ny\"}".into(),
            "is not valid JSON: an unescaped line break or control character in a text at line 2, column 0",
        ),
        ("{\"a\": [1, 2".into(), "is not valid JSON: it ends too early, at line 1"),
    ] {
        let (text, fine) = (text.as_bytes(), (CONFIG.as_bytes(), CATALOG.as_bytes(), STATE.as_bytes()));

        assert_eq!(refusal(text, fine.1, fine.2), format!("config: {why}"));
        assert_eq!(refusal(fine.0, text, fine.2), format!("catalog: {why}"));
        assert_eq!(refusal(fine.0, fine.1, text), format!("state: {why}"));
    }
}
