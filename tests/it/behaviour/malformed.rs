//! Malformed input: twenty mistakes and the one sentence that each gets.
//!
//! Five configs, five catalogs, five states, five responses, no two with the same cause. Each sentence says what is wrong,
//! where, and what would be right. A config that is refused by `check` is a FAILED status and exit code 0; by `read`, like
//! everything else, a TRACE ERROR and exit code 1. Before a request that would be in vain, none is sent.

use cdk_core::prelude::*;
use cdk_core::testing::{self, Api, Output, Reply};

use super::Folder;

#[derive(Deserialize, JsonSchema)]
struct Config {
    /// The key of the account. It is in the settings.
    api_key: Secret,
    #[expect(dead_code, reason = "only decoding looks at it")]
    start_date: Option<Date>,
    region: Option<Region>,
    #[schemars(range(min = 1, max = 100))]
    page_size: Option<u8>,
    #[expect(dead_code, reason = "only decoding looks at it")]
    accounts: Option<Vec<Account>>,
}

#[derive(Deserialize, JsonSchema)]
struct Account {
    #[expect(dead_code, reason = "only decoding looks at it")]
    id: u64,
}

#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Region {
    Eu,
    Us,
}

impl TemplateValue for Region {
    fn template_value(&self) -> Option<Value> {
        Some(Value::from(match self {
            Self::Eu => "eu",
            Self::Us => "us",
        }))
    }
}

#[derive(Source)]
#[source(
    config = Config,
    url_base = "https://api.example.com",
    auth = bearer("{config.api_key}"),
    params(region = "{config.region}", limit = "{config.page_size}"),
    records = "data",
    streams(User),
)]
struct Users;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Users, path = "users", paginate = "next_url", primary_key = "id")]
struct User {
    id: u64,
    name: Option<String>,
}

const CONFIG: &str = r#"{"api_key":"k3y-secret"}"#;
const CATALOG: &str = r#"{"streams":[{"stream":{"name":"user"},"sync_mode":"full_refresh"}]}"#;
const RESPONSE: &str = r#"{"data":[{"id":1}],"next":null}"#;

/// What is malformed, and the sentence; `FILE` stands for the path of the file.
const CONFIGS: [(&str, &str); 5] = [
    (r#"{"api_key": "k3y-secret""#, "config: the file FILE is not valid JSON: it ends too early, at line 1"),
    (r#"{"page_size": 10}"#, "config.api_key: missing; The key of the account"),
    (
        r#"{"api_key": "k", "start_date": "yesterday"}"#,
        "config.start_date: expected a date like 2024-01-31, got 'yesterday'",
    ),
    (r#"{"api_key": "k", "region": "mars"}"#, "config.region: expected one of 'eu', 'us', got 'mars'"),
    (
        r#"{"api_key": "k", "accounts": [{"id": 1}, {"id": "two"}]}"#,
        "config.accounts[1].id: expected a whole number of at least 0, got 'two'",
    ),
];

const CATALOGS: [(&str, &str); 5] = [
    (r#"{"streams": null}"#, "catalog.streams: missing; expected a list"),
    (
        r#"{"streams": [{"stream": {"name": "user"}, "sync_mode": "sometimes"}]}"#,
        "catalog.streams[0].sync_mode: expected one of 'full_refresh', 'incremental', got 'sometimes'",
    ),
    (
        r#"{"streams": [{"stream": "user", "sync_mode": "full_refresh"}]}"#,
        "catalog.streams[0].stream: expected an object, got 'user'",
    ),
    (
        r#"{"streams": [{"stream": {"name": "user"}, "sync_mode": "full_refresh"},
                        {"stream": {"name": "user"}, "sync_mode": "incremental"}]}"#,
        "catalog.streams[1]: stream `user` is selected twice",
    ),
    (
        r#"{"streams": [{"stream": {"name": "user"}, "sync_mode": "full_refresh", "cursor_field": "id"}]}"#,
        "catalog.streams[0].cursor_field: expected a list, got 'id'",
    ),
];

const STATES: [(&str, &str); 5] = [
    ("[\n  {\"type\": \"STREAM\",}\n]", "state: the file FILE is not valid JSON: trailing comma at line 2, column 21"),
    (r#""2024-01-31""#, "state: expected a list of state messages, got a text"),
    (r#"[{"type": "WEEKLY"}]"#, "state[0].type: expected one of 'STREAM', 'GLOBAL', 'LEGACY', got 'WEEKLY'"),
    (r#"[{"type": "STREAM", "stream": null}]"#, "state[0].stream: missing; the `type` of the message requires it"),
    (
        r#"[{"type": "STREAM", "stream": {"stream_descriptor": {"name": "user"}, "stream_state": ["x"]}}]"#,
        "stream `user`: state[0].stream.stream_state: expected an object, got a list",
    ),
];

const RESPONSES: [(&str, &str); 5] = [
    (
        "<html>down</html>",
        "stream `user`: page 1: the response is not readable as JSON (expected a value at byte 0; HTTP 200, \
         application/json; it begins with <html>down</html>)",
    ),
    (
        r#"{"users": []}"#,
        "stream `user`: page 1: the response should hold its records at `data`, but there is nothing (HTTP 200, \
         application/json; it begins with {\"users\": []})",
    ),
    (
        r#"{"data": [{"id": 1}, {"id": {"nr": 2}}]}"#,
        "stream `user`: page 1: record 2 (id = {\"nr\": 2}): /id: expected an integer from 0 to 18446744073709551615, got \
         an object",
    ),
    (
        r#"{"data": [{"id": 1, "name": "a", "name": "b"}]}"#,
        "stream `user`: page 1: record 1 (id = 1): /name: expected each key once, got a second `name`",
    ),
    (
        r#"{"data": [{"id": 1}], "next": {"cursor": "b"}}"#,
        "stream `user`: page 1: `next` should hold the next page's URL, but holds an object",
    ),
];

/// One run with these files and this response; how many requests came, and what was written.
fn run(command: &str, [config, catalog, state]: [&str; 3], response: &str) -> (Output, usize, String) {
    let folder = Folder::new();
    let reply = Reply::bytes(response).header("Content-Type", "application/json");
    let api = Api::new().on_each("GET /users", [reply]).start();
    let mut arguments = vec![command.into(), "--url-base".into(), api.url().into()];
    for (name, text) in [("config", config), ("catalog", catalog), ("state", state)] {
        if name == "config" || command == "read" {
            arguments.extend([format!("--{name}").into(), folder.file(name, text).into()]);
        }
    }
    (testing::run::<Users>(arguments), api.requests().len(), folder.0.display().to_string())
}

/// What the table says, with the place of the file in it.
fn told(sentence: &str, folder: &str, name: &str) -> String {
    sentence.replace("FILE", &format!("{folder}/{name}"))
}

fn refused(name: &str, files: [&str; 3], sentence: &str) {
    let (output, requests, folder) = run("read", files, RESPONSE);

    assert_eq!(output.errors(), [(told(sentence, &folder, name), "config_error".to_owned())]);
    assert_eq!((output.exit_code(), requests), (1, 0), "{output}");
    assert_eq!(output.messages().iter().filter(|message| message["type"] != "LOG").count(), 1, "{output}");
}

#[test]
fn a_malformed_config_gets_its_sentence() {
    for (config, sentence) in CONFIGS {
        refused("config", [config, CATALOG, "[]"], sentence);

        let (output, requests, folder) = run("check", [config, CATALOG, "[]"], RESPONSE);
        assert_eq!(output.connection_status().unwrap(), ("FAILED".to_owned(), told(sentence, &folder, "config")));
        assert_eq!((output.exit_code(), requests, output.errors().len()), (0, 0, 0));
    }
}

#[test]
fn a_malformed_catalog_gets_its_sentence() {
    for (catalog, sentence) in CATALOGS {
        refused("catalog", [CONFIG, catalog, "[]"], sentence);
    }
}

#[test]
fn a_malformed_state_gets_its_sentence() {
    for (state, sentence) in STATES {
        refused("state", [CONFIG, CATALOG, state], sentence);
    }
}

#[test]
fn a_malformed_response_gets_its_sentence() {
    for (response, sentence) in RESPONSES {
        let (output, requests, _) = run("read", [CONFIG, CATALOG, "[]"], response);

        assert_eq!(output.errors(), [(sentence.to_owned(), "system_error".to_owned())]);
        assert_eq!((output.exit_code(), requests), (1, 1), "{output}");
        assert_eq!(output.statuses("user"), ["STARTED", "INCOMPLETE"]);
        assert_eq!((output.of_type("RECORD").count(), output.of_type("STATE").count()), (0, 0));

        let (output, ..) = run("check", [CONFIG, CATALOG, "[]"], response);
        assert_eq!(
            (output.connection_status().unwrap(), output.exit_code()),
            (("FAILED".to_owned(), sentence.to_owned()), 0)
        );
    }
}

#[test]
fn a_state_that_is_none_gets_a_sentence() {
    refused("state", [CONFIG, CATALOG, "[{}]"], "state[0]: expected a state message with `stream`, `global` or `data`");
    let sentence = "stream `cursor`: state.cursor: expected the state of stream `cursor` (an object), got a text";
    refused("state", [CONFIG, CATALOG, r#"{"cursor": "2024-01-31"}"#], sentence);
}

#[test]
fn sentences_read_as_one_voice() {
    for (_, sentence) in [CONFIGS, CATALOGS, STATES, RESPONSES].concat() {
        for jargon in
            ["invalid type", "expected struct", "sequence", "map,", "u64", "String", "serde", "unknown variant"]
        {
            assert!(!sentence.contains(jargon), "{sentence}");
        }
        assert!(sentence.starts_with(char::is_lowercase) && !sentence.ends_with('.'), "{sentence}");
    }
}
