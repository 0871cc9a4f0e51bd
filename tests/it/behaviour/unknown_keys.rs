//! Names that nothing has: keys of a config, and streams of a catalog.

use std::collections::BTreeMap;

use cdk_core::StreamsCx;
use cdk_core::prelude::*;
use cdk_core::stream::{Auth, DynRecord, OAuth2, Stream, StreamDef};
use cdk_core::testing::{Api, Connector, Output, Reply, RunningApi};

#[derive(Deserialize, JsonSchema)]
#[allow(dead_code, reason = "only decoding looks at most of them")]
struct Config {
    #[serde(alias = "key")]
    api_key: Secret,
    start_date: Option<Date>,
    #[serde(default, alias = "page_limit")]
    page_size: Option<u8>,
    batch_size: Option<u8>,
    credentials: Option<Credentials>,
    hosts: Option<Vec<Host>>,
    #[serde(default)]
    labels: BTreeMap<String, String>,
    extra: Option<Value>,
    #[serde(default)]
    #[schemars(skip)]
    hidden: Option<u8>,
    #[serde(default, alias = "older")]
    #[schemars(skip)]
    old: Option<Value>,
    #[serde(flatten)]
    window: Option<TimeWindow>,
    tree: Option<Box<Tree>>,
}

#[derive(Deserialize, JsonSchema)]
#[allow(dead_code, reason = "only decoding looks at it")]
struct TimeWindow {
    window_days: u8,
}

#[derive(Deserialize, JsonSchema)]
#[allow(dead_code, reason = "only decoding looks at it")]
struct Host {
    name: String,
    port: Option<u16>,
}

#[derive(Deserialize, JsonSchema)]
#[allow(dead_code, reason = "only decoding looks at it")]
struct Tree {
    left: Option<Box<Tree>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(tag = "auth_type", rename_all = "snake_case")]
#[allow(dead_code, reason = "only decoding looks at it")]
enum Credentials {
    Key {},
    Tokens { client_id: String, refresh_token: Secret },
}

#[derive(Source)]
#[source(
    config = Config,
    url_base = "https://api.example.com",
    auth = choose(signed),
    ignores("batch_size"),
    streams(Charge, Refund),
    streams = tables,
)]
struct Shop;

fn signed(config: &Config) -> Auth<Config> {
    match &config.credentials {
        Some(Credentials::Tokens { refresh_token, .. }) => Auth::oauth2(
            OAuth2::new("https://api.example.com/token")
                .refresh_token(refresh_token)
                .access_token_config_path("credentials.kept.access")
                .single_use_refresh_token(),
        ),
        _ => Auth::bearer(&config.api_key),
    }
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, name = "charges", primary_key = "id")]
struct Charge {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, name = "refunds", primary_key = "id")]
struct Refund {
    id: u64,
}

async fn tables(cx: &StreamsCx<'_, Config>) -> Result<Vec<Stream<Config>>> {
    let names: Vec<String> = cx.send(cx.get("tables")?).await?.json()?;
    let schema = json!({ "type": "object", "properties": { "id": { "type": "integer" } } });
    let table =
        |name: String| StreamDef::<DynRecord, Config>::new(&name).source::<Shop>().schema(schema.clone()).into();
    Ok(names.into_iter().map(table).collect())
}

fn shop() -> RunningApi {
    Api::new()
        .on("GET /charges", |_| Reply::json(json!([{ "id": 1 }])))
        .on("POST /token", |_| Reply::json(json!({ "access_token": "a1", "expires_in": 60 })))
        .on("GET /tables", |_| Reply::json(json!(["Invoices", "Q1 / Sales"])))
        .start()
}

/// The WARNs of a command about its config.
fn warnings(output: &Output) -> Vec<String> {
    let warnings = output.logs().into_iter().filter(|(level, text)| level == "WARN" && text.contains("config"));
    warnings.map(|(_, text)| text).collect()
}

fn read(config: Value) -> Output {
    let mut config = config;
    config.as_object_mut().unwrap().entry("api_key").or_insert_with(|| json!("k3y-secret"));
    Connector::<Shop>::new(&shop(), config).read(["charges"]).succeeded()
}

#[test]
fn unknown_config_keys_are_one_warning_that_says_what_was_meant() {
    for (config, told) in [
        (json!({ "strat_date": "2024-01-31" }), "config.strat_date (did you mean `start_date`?)"),
        (json!({ "colour": 1 }), "config.colour"),
        (
            json!({ "colour": 1, "PageSize": 2, "hosts": [{ "name": "a", "prot": 1 }, { "name": "b", "prot": 2 }] }),
            "config.colour, config.PageSize (did you mean `page_size`?), config.hosts[0].prot (did you mean `port`?)",
        ),
        // What is given already was not meant.
        (json!({ "page_size": 2, "page_sizes": 2 }), "config.page_sizes"),
        (
            json!({ "credentials": { "auth_type": "tokens", "client_id": "a", "refresh_token": "r3fresh", "clientid": "b" } }),
            "config.credentials.clientid",
        ),
        // A key of another variant is unknown in this one.
        (json!({ "credentials": { "auth_type": "key", "client_id": "a" } }), "config.credentials.client_id"),
        (json!({ "window_day": 3 }), "config.window_day (did you mean `window_days`?)"),
        (json!({ "tree": { "left": { "left": { "right": {} } } } }), "config.tree.left.left.right"),
        (json!({ "a/b~c": 1, "line\nbreak": 2 }), "config.a/b~c, config.line break"),
    ] {
        let output = read(config.clone());

        assert_eq!(warnings(&output), [format!("unknown config keys have no effect: {told}")], "{config}");
    }
}

#[test]
fn every_command_names_unknown_keys() {
    let api = shop();
    let connector = Connector::<Shop>::new(&api, json!({ "key": "k3y-secret", "colour": 1 }));
    for output in [connector.check(), connector.discover(), connector.read(["charges"])] {
        assert_eq!(warnings(&output), ["unknown config keys have no effect: config.colour"], "{output}");
    }
}

#[test]
fn keys_that_are_known_otherwise_are_not_named() {
    let tokens = json!({
        "auth_type": "tokens", "client_id": "a", "refresh_token": "r3fresh",
        "kept": { "access": "a1-secret" }, "token_expiry_date": "2024-01-31T00:00:00Z",
    });
    for config in [
        json!({ "api_key": null, "key": "k3y-secret", "page_limit": 3, "hidden": 3, "old": { "a": 1 } }),
        json!({ "older": [1], "hosts": [{ "name": "a", "~/": null }] }),
        json!({ "batch_size": 3, "extra": { "any": 1 }, "labels": { "any": "x" } }),
        json!({ "__injected_declarative_manifest": {}, "__anything": 1, "_limit": 5, "_page_size": 2 }),
        json!({ "colour": null, "hosts": [{ "name": "a", "__added": 1, "colour": null }] }),
        json!({ "credentials": tokens }),
    ] {
        let mut config = config;
        if config["key"].is_null() {
            config["api_key"] = json!("k3y-secret");
        }
        let output = Connector::<Shop>::new(&shop(), config).read(["charges"]).succeeded();

        assert_eq!(warnings(&output), [""; 0], "{output}");
    }
}

#[test]
fn many_unknown_keys_are_counted() {
    let keys: serde_json::Map<String, Value> = (0..30).map(|n| (format!("unknown {n}"), json!(n))).collect();

    let warnings = warnings(&read(Value::Object(keys)));

    assert!(warnings[0].contains(", config.unknown 19, and 10 more") && warnings.len() == 1, "{warnings:?}");
}

#[test]
fn a_required_key_that_is_missing_names_the_one_that_was_probably_meant() {
    let connector = |config| Connector::<Shop>::new(&shop(), config).check().connection_status().unwrap().1;

    let told = connector(json!({ "apikey": "k3y-secret" }));
    assert_eq!(told, "config.api_key: missing; expected a text; rename `apikey`?");
    let told = connector(json!({ "api_key": "k3y-secret", "hosts": [{ "nmae": "a" }] }));
    assert_eq!(told, "config.hosts[0].name: missing; expected a text; rename `nmae`?");
    let told = connector(json!({ "api_key": "k3y-secret", "credentials": { "authType": "key" } }));
    assert_eq!(told, "config.credentials.auth_type: missing; expected one of 'key', 'tokens'; rename `authType`?");
}

#[test]
fn a_misspelled_stream_of_the_catalog_names_the_one_that_was_probably_meant() {
    for (name, help) in [
        ("chrages", "did you mean `charges`?"),
        ("Refunds", "did you mean `refunds`?"),
        // Of those that only the API knows.
        ("invoices", "did you mean `Invoices`?"),
        ("Q1/Sales", "did you mean `Q1 / Sales`?"),
        ("customers", "refresh the connection's schema"),
    ] {
        let output = Connector::<Shop>::new(&shop(), json!({ "api_key": "k3y-secret" })).read([name]);

        let told = format!("stream `{name}`: unknown stream; {help}");
        assert_eq!(output.errors(), [(told, "config_error".to_owned())], "{output}");
    }
    let entry = json!({ "stream": { "name": "charges", "namespace": "eu" }, "sync_mode": "full_refresh" });
    let output =
        Connector::<Shop>::new(&shop(), json!({ "api_key": "k3y-secret" })).read(json!({ "streams": [entry] }));
    let told = "stream `charges`: unknown stream in namespace `eu`: the streams of this source have no namespace; refresh \
                the connection's schema";
    assert_eq!(output.failed(), told);
}
