use serde::Deserialize;
use serde_json::{Value, json};

use super::decode_config;
use crate::error::FailureType;
use crate::schema::connection_specification;
use crate::secret::Secret;

#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[allow(dead_code, reason = "only decoding is looked at")]
struct Config {
    /// API key from the dashboard. It starts with `sk_`.
    #[serde(alias = "api_key")]
    client_secret: Secret,
    start_date: Option<jiff::civil::Date>,
    #[schemars(extend("format" = "date"))]
    end_date: Option<String>,
    #[schemars(extend("format" = "date-time"), example = &"2017-01-25T00:00:00Z")]
    since: Option<String>,
    #[schemars(regex(pattern = "^acct_[0-9]+$"))]
    account_id: Option<String>,
    #[schemars(regex(pattern = "^(?!x)"))]
    odd_pattern: Option<String>,
    #[schemars(range(min = 1, max = 40))]
    num_workers: Option<u32>,
    size: Option<u32>,
    ratio: Option<f64>,
    debug: Option<bool>,
    region: Option<Region>,
    credentials: Option<Credentials>,
    hosts: Option<Vec<Host>>,
    pair: Option<(u8, u8)>,
    either: Option<Either>,
    limits: Option<std::collections::BTreeMap<String, u8>>,
    port: Option<Port>,
    name: Option<String>,
}

#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Region {
    Eu,
    Us,
}

#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(tag = "auth_type")]
#[allow(dead_code, reason = "only decoding is looked at")]
enum Credentials {
    #[serde(rename = "a")]
    A { token: Secret },
    #[serde(rename = "b")]
    B {
        /// The user's name.
        user: String,
    },
}

#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[allow(dead_code, reason = "only decoding is looked at")]
struct Host {
    name: String,
}

#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(untagged)]
#[allow(dead_code, reason = "only decoding is looked at")]
enum Either {
    Number(u8),
    Object { id: u8 },
}

/// A number that a hand-written rule judges.
#[derive(Debug, schemars::JsonSchema)]
struct Port(#[allow(dead_code, reason = "only decoding is looked at")] String);

impl<'de> Deserialize<'de> for Port {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let is_even = text.len().is_multiple_of(2);
        is_even.then_some(Self(text)).ok_or_else(|| serde::de::Error::custom("a port has an even number of digits"))
    }
}

fn decoded(config: &Value) -> Result<Config, crate::Error> {
    decode_config(config, &connection_specification::<Config>())
}

/// The sentence that a config gets which is right but for `field`.
fn refusal(field: &str, value: Value) -> String {
    let config = json!({ "client_secret": "sk_live_12345", field: value });
    let error = decoded(&config).expect_err("the config is wrong");
    assert_eq!(error.failure_type(), FailureType::ConfigError);
    error.to_string()
}

#[test]
fn a_good_config_is_decoded() {
    let config = decoded(&json!({
        "client_secret": "sk_live_12345",
        "start_date": "2024-01-31",
        "end_date": "2024-02-29",
        "since": "2024-01-31T00:00:00Z",
        "account_id": "acct_1",
        "odd_pattern": "x",
        "num_workers": 40,
        "credentials": { "auth_type": "b", "user": "u" },
        "hosts": [{ "name": "a" }],
        "pair": [1, 2],
        "either": { "id": 1 },
    }));

    assert_eq!(config.unwrap().num_workers, Some(40));
}

#[test]
fn nulls_stand_for_absent_and_unknown_keys_are_ignored() {
    let config = json!({
        "client_secret": "sk_live_12345", "num_workers": null, "unknown": 1,
        "credentials": { "auth_type": "b", "user": "u", "token": null, "other": 2 },
    });

    assert!(decoded(&config).is_ok());
}

#[test]
fn an_alias_is_taken() {
    assert!(decoded(&json!({ "api_key": "sk_live_12345" })).is_ok());
}

#[test]
fn each_mistake_gets_its_sentence() {
    for (field, value, expected) in [
        ("start_date", json!("yesterday"), "config.start_date: expected a date like 2024-01-31, got 'yesterday'"),
        ("start_date", json!("20240131"), "config.start_date: expected a date like 2024-01-31, got '20240131'"),
        ("end_date", json!("2023-02-29"), "config.end_date: expected a date like 2024-01-31, got '2023-02-29'"),
        (
            "since",
            json!("2024-01-31"),
            "config.since: expected a date and time like 2017-01-25T00:00:00Z, got '2024-01-31'",
        ),
        ("account_id", json!("x"), "config.account_id: expected a text that matches ^acct_[0-9]+$, got 'x'"),
        ("num_workers", json!("many"), "config.num_workers: expected a whole number from 1 to 40, got 'many'"),
        ("num_workers", json!(41), "config.num_workers: expected a whole number from 1 to 40, got 41"),
        ("num_workers", json!(1.5), "config.num_workers: expected a whole number from 1 to 40, got 1.5"),
        ("size", json!(-1), "config.size: expected a whole number of at least 0, got -1"),
        ("size", json!(5_000_000_000_u64), "config.size: expected a smaller whole number, got 5000000000"),
        ("ratio", json!(true), "config.ratio: expected a number, got true"),
        ("debug", json!("yes"), "config.debug: expected true or false, got 'yes'"),
        ("region", json!("mars"), "config.region: expected one of 'eu', 'us', got 'mars'"),
        ("hosts", json!({}), "config.hosts: expected a list, got an object"),
        ("hosts", json!([{ "name": "a" }, { "name": 5 }]), "config.hosts[1].name: expected a text, got 5"),
        ("hosts", json!([{}]), "config.hosts[0].name: missing; expected a text"),
        ("hosts", json!([null]), "config.hosts[0]: expected an object, got null"),
        ("pair", json!([1]), "config.pair: expected a list of 2, got a list"),
        ("either", json!("x"), "config.either: expected a whole number from 0 to 255 or an object, got 'x'"),
        ("limits", json!({ "a": 1, "b": "c" }), "config.limits.b: expected a whole number from 0 to 255, got 'c'"),
        ("port", json!("123"), "config.port: a port has an even number of digits"),
        ("credentials", json!({ "auth_type": "b" }), "config.credentials.user: missing; The user's name"),
        ("credentials", json!({ "auth_type": "c" }), "config.credentials.auth_type: expected one of 'a', 'b', got 'c'"),
        ("credentials", json!({}), "config.credentials.auth_type: missing; expected one of 'a', 'b'"),
        ("name", json!(["a"]), "config.name: expected a text, got a list"),
    ] {
        assert_eq!(refusal(field, value), expected);
    }
}

#[test]
fn a_missing_field_is_explained() {
    let error = decoded(&json!({})).unwrap_err();

    assert_eq!(error.to_string(), "config.client_secret: missing; API key from the dashboard");
}

#[test]
fn a_config_that_is_no_object_is_told_so() {
    for (config, got) in [(json!([]), "a list"), (json!("sk_live_12345"), "a text (not shown)"), (json!(null), "null")]
    {
        assert_eq!(decoded(&config).unwrap_err().to_string(), format!("config: expected an object, got {got}"));
    }
}

#[test]
fn a_secret_is_never_quoted() {
    for (field, value) in [
        ("client_secret", json!(987_654_321)),
        ("client_secret", json!(["987654321"])),
        ("credentials", json!("987654321")),
        ("credentials", json!({ "auth_type": "a", "token": 987_654_321 })),
        ("credentials", json!(["987654321"])),
    ] {
        let sentence = refusal(field, value);

        assert!(!sentence.contains("987654321"), "{sentence}");
    }
}

#[test]
fn a_long_value_is_cut_and_stays_on_one_line() {
    let sentence = refusal("region", json!("first\nsecond ".repeat(50)));

    assert!(sentence.chars().count() < 130, "{sentence}");
    assert!(sentence.ends_with("…'") && !sentence.contains('\n'), "{sentence}");
}

/// A config with its own rule.
#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(try_from = "Raw")]
#[schemars(with = "Raw")]
struct Ruled;

#[derive(Debug, Deserialize, schemars::JsonSchema)]
struct Raw {
    #[serde(alias = "old_secret")]
    api_key: Option<Secret>,
    from: u32,
    to: u32,
}

impl TryFrom<Raw> for Ruled {
    type Error = String;

    fn try_from(raw: Raw) -> Result<Self, String> {
        let key = raw.api_key.map(|key| key.expose().to_owned()).unwrap_or_default();
        if raw.from <= raw.to { Ok(Self) } else { Err(format!("`from` is later than `to` (for {key})")) }
    }
}

#[test]
fn a_rule_of_the_config_itself_is_quoted_without_its_secrets() {
    let refusal =
        |config: &Value| decode_config::<Ruled>(config, &connection_specification::<Ruled>()).unwrap_err().to_string();
    let masked = "config: `from` is later than `to` (for ****)";
    for name in ["api_key", "old_secret"] {
        assert_eq!(refusal(&json!({ name: "sk_live_12345", "from": 2, "to": 1 })), masked);
    }
    assert_eq!(refusal(&json!({ "from": 2, "to": 1 })), "config: `from` is later than `to` (for )");
    // Too short to be masked.
    let short = refusal(&json!({ "api_key": "k9", "from": 2, "to": 1 }));
    assert!(!short.contains("k9"), "{short}");
}

#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[allow(dead_code, reason = "only decoding is looked at")]
struct Forest {
    tree: Option<Box<Tree>>,
    form: Option<Form>,
    forms: Option<Forms>,
}

#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[allow(dead_code, reason = "only decoding is looked at")]
struct Tree {
    leaf: Option<Secret>,
    size: Option<u8>,
    left: Option<Box<Tree>>,
}

#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(untagged)]
#[allow(dead_code, reason = "only decoding is looked at")]
enum Form {
    Pair { hidden: Secret, n: u8 },
    Text(String),
}

#[derive(Debug, Deserialize, schemars::JsonSchema)]
#[serde(untagged)]
#[allow(dead_code, reason = "only decoding is looked at")]
enum Forms {
    A { a: u8 },
    B { b: u8 },
}

#[test]
fn what_is_expected_is_never_what_is_there() {
    let spec = connection_specification::<Forest>();
    for (config, expected) in [
        (
            json!({ "tree": { "left": { "left": { "leaf": 5 } } } }),
            "tree.left.left.leaf: expected a text, got a number",
        ),
        (json!({ "tree": { "leaf": 5 } }), "tree.leaf: expected a text, got a number"),
        (
            json!({ "form": { "hidden": "sk_live_12345", "n": 300 } }),
            "form.n: expected a whole number from 0 to 255, got 300",
        ),
        (json!({ "form": 5 }), "form: expected an object or a text, got a number"),
        (json!({ "forms": { "a": 300 } }), "forms: does not match any of the allowed forms"),
    ] {
        let error = decode_config::<Forest>(&config, &spec).unwrap_err();
        assert_eq!(error.to_string(), format!("config.{expected}"), "{config}");
    }
    let deep = json!({ "tree": { "left": { "left": { "left": { "size": 300 } } } } });
    let error = decode_config::<Forest>(&deep, &spec).unwrap_err().to_string();
    assert!(error.starts_with("config.tree.left.left.left.size: ") && !error.contains("smaller"), "{error}");
}
