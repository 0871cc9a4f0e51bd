//! The connection specification of a config type, and the secrets that it finds.

use cdk_core::Secret;
use cdk_core::testing::schema::{connection_specification, looks_secret, secrets};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

/// Everything that a config may hold.
#[derive(Deserialize, JsonSchema)]
#[allow(dead_code, reason = "only its schema is looked at")]
pub(super) struct Config {
    /// Starts with `acct_`.
    #[schemars(title = "Account ID", example = &"acct_1", regex(pattern = "^acct_"))]
    account_id: String,
    /// API key from the dashboard.
    client_secret: Secret,
    /// Records before this date are left out.
    #[schemars(example = "2024-01-31")]
    start_date: Option<Date>,
    since: Option<Timestamp>,
    local: Option<DateTime>,
    #[serde(default = "ten")]
    #[schemars(range(min = 1, max = 40))]
    num_workers: u32,
    region: Region,
    mode: Option<Mode>,
    credentials: Credentials,
    backup: Option<Credentials>,
    hosts: Vec<Host>,
    tokens: Vec<Secret>,
    #[schemars(extend("airbyte_hidden" = true))]
    debug: Option<bool>,
    limit: Option<Limit>,
    extra: Option<Value>,
    next: Option<Box<Config>>,
}

fn ten() -> u32 {
    10
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Region {
    Eu,
    Us,
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Mode {
    /// All at once.
    Full,
    /// What is new.
    New,
}

#[derive(Deserialize, JsonSchema)]
#[serde(tag = "auth_type")]
#[allow(dead_code, reason = "only its schema is looked at")]
enum Credentials {
    /// Signs in with an application.
    #[serde(rename = "oauth2.0")]
    #[schemars(title = "OAuth")]
    OAuth { client_id: String, refresh_token: Secret, expires: Option<Timestamp> },
    #[serde(rename = "api_key")]
    ApiKey { api_key: Secret },
    #[serde(rename = "none")]
    None,
}

#[derive(Deserialize, JsonSchema)]
#[allow(dead_code, reason = "only its schema is looked at")]
struct Host {
    name: String,
    password: Option<Secret>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
#[allow(dead_code, reason = "only its schema is looked at")]
enum Limit {
    Number(u32),
    Text(String),
}

fn property(name: &str) -> Value {
    connection_specification::<Config>()["properties"][name].clone()
}

/// Calls `judge` with every object in `value`.
fn every_object(value: &Value, judge: &mut impl FnMut(&serde_json::Map<String, Value>)) {
    match value {
        Value::Object(fields) => {
            judge(fields);
            fields.values().for_each(|value| every_object(value, judge));
        }
        Value::Array(elements) => elements.iter().for_each(|value| every_object(value, judge)),
        _ => {}
    }
}

#[test]
fn what_is_said_at_the_field_stands() {
    let expected = json!({
        "title": "Account ID",
        "description": "Starts with `acct_`.",
        "type": "string",
        "pattern": "^acct_",
        "examples": ["acct_1"],
        "order": 0,
    });

    assert_eq!(property("account_id"), expected);
}

#[test]
fn an_option_is_a_plain_type_that_is_not_required() {
    let spec = connection_specification::<Config>();

    assert_eq!(spec["properties"]["start_date"]["type"], "string");
    assert_eq!(spec["required"], json!(["account_id", "client_secret", "region", "credentials", "hosts", "tokens"]));
    every_object(&spec, &mut |words| {
        assert_ne!(words.get("type"), Some(&json!("null")), "{words:?}");
        assert!(!words.get("type").is_some_and(|name| name.to_string().contains("null")), "{words:?}");
    });
}

#[test]
fn dates_have_the_formats_of_the_form() {
    assert_eq!(property("start_date")["format"], "date");
    assert_eq!(property("since")["format"], "date-time");
    assert_eq!(property("local").get("format"), None);
    assert_eq!(property("local")["pattern"], r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$");
}

#[test]
fn a_number_keeps_its_range_and_its_default_and_loses_its_format() {
    let expected = json!({
        "title": "Num Workers",
        "type": "integer",
        "minimum": 1,
        "maximum": 40,
        "default": 10,
        "order": 5,
    });

    assert_eq!(property("num_workers"), expected);
}

#[test]
fn every_field_has_a_title_and_an_order_at_every_depth() {
    let judge = |properties: &serde_json::Map<String, Value>| {
        for (place, (name, property)) in properties.iter().enumerate() {
            assert_eq!(property["order"], place, "{name}");
            assert!(property.get("title").is_some() || property.get("const").is_some(), "{name}");
        }
    };
    every_object(&connection_specification::<Config>(), &mut |words| {
        if let Some(Value::Object(properties)) = words.get("properties") {
            judge(properties);
        }
    });
}

#[test]
fn a_unit_enum_is_an_enum_also_where_its_variants_are_documented() {
    assert_eq!(property("region")["enum"], json!(["eu", "us"]));
    assert_eq!(property("mode")["enum"], json!(["full", "new"]));
    assert_eq!(property("mode").get("oneOf"), None);
}

#[test]
fn a_tagged_enum_is_a_one_of_told_apart_by_a_const() {
    for name in ["credentials", "backup"] {
        let property = property(name);
        assert_eq!(property["type"], "object");
        let variants = property["oneOf"].as_array().unwrap();

        let titles: Vec<&Value> = variants.iter().map(|variant| &variant["title"]).collect();
        assert_eq!(titles, ["OAuth", "API Key", "None"]);
        let tags: Vec<&Value> = variants.iter().map(|variant| &variant["properties"]["auth_type"]["const"]).collect();
        assert_eq!(tags, ["oauth2.0", "api_key", "none"]);
        assert_eq!(variants[0]["required"], json!(["auth_type", "client_id", "refresh_token"]));
    }
}

#[test]
fn only_one_of_is_left_of_the_combinators_and_no_reference() {
    every_object(&connection_specification::<Config>(), &mut |words| {
        for word in ["anyOf", "allOf", "$ref", "definitions", "not", "writeOnly"] {
            assert!(!words.contains_key(word), "{words:?}");
        }
    });
}

#[test]
fn an_untagged_enum_of_plain_values_lists_their_types() {
    assert_eq!(property("limit")["type"], json!(["integer", "string"]));
}

#[test]
fn a_config_that_holds_itself_is_an_open_object_there() {
    assert_eq!(property("next")["type"], "object");
    assert_eq!(property("next")["additionalProperties"], true);
}

#[test]
fn unknown_keys_are_allowed_everywhere() {
    every_object(&connection_specification::<Config>(), &mut |words| {
        if words.get("properties").is_some_and(Value::is_object) {
            assert_eq!(words.get("additionalProperties"), Some(&Value::Bool(true)), "{words:?}");
        }
    });
}

#[test]
fn the_specification_is_valid_draft_07() {
    let spec = connection_specification::<Config>();

    assert!(jsonschema::meta::validate(&spec).is_ok());
    assert_eq!(spec["$schema"], "http://json-schema.org/draft-07/schema#");
}

#[test]
fn every_secret_of_a_config_is_found() {
    let config = json!({
        "account_id": "acct_1",
        "client_secret": "sk_1",
        "credentials": { "auth_type": "oauth2.0", "client_id": "public", "refresh_token": "rt_1" },
        "backup": { "auth_type": "api_key", "api_key": 4711 },
        "hosts": [{ "name": "a", "password": "pw_1" }, { "name": "b", "password": null }],
        "tokens": ["t_1", "", "t_1"],
        "unknown": "x",
    });

    let found = secrets(&connection_specification::<Config>(), &config);

    assert_eq!(found, ["sk_1", "rt_1", "4711", "pw_1", "t_1"]);
}

#[test]
fn odd_configs_have_no_secrets() {
    let spec = connection_specification::<Config>();
    for config in [json!(null), json!([]), json!("x"), json!({ "hosts": 5, "credentials": [], "client_secret": true })]
    {
        assert_eq!(secrets(&spec, &config), Vec::<String>::new());
    }
}

#[test]
fn names_that_look_like_secrets_are_told() {
    for name in ["client_secret", "apiKey", "personal-access-token", "Password", "key", "aws_secret_access_key"] {
        assert!(looks_secret(name), "{name}");
    }
    for name in ["client_id", "keyboard", "account", "token_url", "page_token_field"] {
        assert!(!looks_secret(name), "{name}");
    }
}
