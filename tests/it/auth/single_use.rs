//! Refresh tokens that are good for one use: the next one is handed over before anything can lose it.

use std::sync::{Arc, Mutex};

use cdk_core::prelude::*;
use cdk_core::stream::{DynRecord, StreamDef};
use cdk_core::testing::{self, Api, Reply};

use super::{page, source};
use crate::behaviour::Folder;

#[derive(Deserialize, JsonSchema)]
struct Config {
    credentials: Credentials,
}

#[derive(Deserialize, JsonSchema)]
struct Credentials {
    client_id: String,
    client_secret: Secret,
    refresh_token: Secret,
    #[allow(dead_code, reason = "kept for the next run")]
    access_token: Option<Secret>,
    #[allow(dead_code, reason = "kept for the next run")]
    token_expiry_date: Option<String>,
}

source!(
    Usual,
    A,
    Config,
    auth = oauth2(
        token_url = "https://auth.example.com/token",
        client_id = "{config.credentials.client_id}",
        client_secret = "{config.credentials.client_secret}",
        refresh_token = "{config.credentials.refresh_token}",
        single_use_refresh_token,
    )
);

#[derive(Deserialize, JsonSchema)]
struct Flat {
    refresh: Secret,
}

source!(
    Elsewhere,
    B,
    Flat,
    auth = oauth2(
        token_url = "https://auth.example.com/token",
        client_id = "app",
        refresh_token = "{config.refresh}",
        single_use_refresh_token,
        refresh_token_config_path = "refresh",
        access_token_config_path = "access",
        token_expiry_date_config_path = "until",
    )
);
source!(
    Mislaid,
    D,
    Flat,
    auth = oauth2(
        token_url = "https://auth.example.com/token",
        client_id = "app",
        refresh_token = "{config.refresh}",
        single_use_refresh_token,
    )
);

#[derive(Source)]
#[source(
    config = Flat,
    url_base = "https://api.example.com",
    auth = oauth2(
        token_url = "https://auth.example.com/token",
        client_id = "app",
        refresh_token = "{config.refresh}",
        single_use_refresh_token,
        refresh_token_config_path = "refresh",
    ),
    records = "data",
    streams(Same, Other),
    streams = found,
)]
struct Torn;

#[derive(serde::Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Torn, path = "items")]
struct Same {
    id: u64,
}

#[derive(serde::Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Torn, path = "items", auth = oauth2(
    token_url = "https://auth.example.com/token",
    client_id = "app",
    refresh_token = "{config.refresh}",
    scopes = "more",
    single_use_refresh_token,
    refresh_token_config_path = "refresh",
))]
struct Other {
    id: u64,
}

/// Streams that the API knows: the token is used up before any of them is read.
async fn found(cx: &StreamsCx<'_, Flat>) -> Result<Vec<Stream<Flat>>> {
    cx.send(Request::get("https://api.example.com/items")?).await?;
    let schema = json!({"type": "object", "properties": {"id": {"type": "integer"}}});
    let late =
        StreamDef::<DynRecord, Flat>::new("late").source::<Torn>().path("items").primary_key(["id"]).schema(schema);
    Ok(vec![late.into()])
}

/// A server that takes each refresh token once.
fn rotating() -> Api {
    let good = Arc::new(Mutex::new(("r0".to_owned(), 0)));
    Api::new()
        .on("POST /token", move |request| {
            let mut good = good.lock().unwrap();
            let token = request.form().into_iter().find(|(name, _)| name == "refresh_token").unwrap().1;
            if token != good.0 {
                return Reply::json(json!({"error": "invalid_grant"})).with_status(400);
            }
            good.1 += 1;
            good.0 = format!("r{}", good.1);
            Reply::json(json!({"access_token": format!("a{}", good.1), "refresh_token": good.0, "expires_in": 3600}))
        })
        .on("GET /items", |request| match request.header("authorization") {
            Some(token) if token.starts_with("Bearer a") => page(),
            _ => Reply::status(401),
        })
}

fn config(refresh_token: &str) -> Value {
    json!({"credentials": {"client_id": "id", "client_secret": "s3cret", "refresh_token": refresh_token}, "other": [1, null]})
}

#[test]
fn the_next_refresh_token_is_announced_before_the_first_record() {
    let api = rotating().start();

    let output = testing::read::<Usual>(&api, config("r0"), ["items"]).succeeded();

    let kinds: Vec<&str> = output.messages().iter().filter_map(|message| message["type"].as_str()).collect();
    let (control, record) =
        (kinds.iter().position(|kind| *kind == "CONTROL"), kinds.iter().position(|kind| *kind == "RECORD"));
    assert!(control.unwrap() < record.unwrap(), "{kinds:?}");
    let control = &output.messages()[control.unwrap()]["control"];
    assert_eq!(control["type"], "CONNECTOR_CONFIG");
    let kept = &control["connectorConfig"]["config"];
    assert_eq!(
        (&kept["credentials"]["refresh_token"], &kept["credentials"]["access_token"]),
        (&json!("r1"), &json!("a1"))
    );
    assert!(
        kept["credentials"]["token_expiry_date"].as_str().unwrap().parse::<Timestamp>().unwrap() > Timestamp::now()
    );
    assert_eq!((&kept["credentials"]["client_secret"], &kept["other"]), (&json!("s3cret"), &json!([1, null])));
}

/// Runs a command with a config file and `--write-config`.
fn run_with_file(api: &testing::RunningApi, folder: &Folder, options: &[&str]) -> testing::Output {
    let mut arguments: Vec<std::ffi::OsString> = options.iter().map(Into::into).collect();
    arguments.extend(["--url-base".into(), api.url().into(), "--write-config".into()]);
    arguments.extend(["--config".into(), folder.0.join("config.json").into()]);
    testing::run::<Usual>(arguments)
}

#[test]
fn the_next_refresh_token_is_written_to_the_config_file_if_that_is_wanted() {
    let (api, folder) = (rotating().start(), Folder::new());
    let file = folder.file("config.json", config("r0").to_string());
    let written = || serde_json::from_slice::<Value>(&std::fs::read(&file).unwrap()).unwrap();

    run_with_file(&api, &folder, &["read"]).succeeded();

    let mut kept = written();
    assert_eq!((&kept["credentials"]["refresh_token"], &kept["other"]), (&json!("r1"), &json!([1, null])));
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&file).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);

    // Without an access token, the next run needs the new refresh token.
    kept["credentials"].as_object_mut().unwrap().remove("access_token");
    folder.file("config.json", kept.to_string());
    run_with_file(&api, &folder, &["check"])
        .connection_status()
        .map(|(status, _)| assert_eq!(status, "SUCCEEDED"))
        .unwrap();
    assert_eq!(written()["credentials"]["refresh_token"], "r2");
}

#[test]
fn a_token_that_cannot_be_written_to_the_file_is_still_announced() {
    let folder = Folder::new();
    let file = folder.file("config.json", config("r0").to_string());
    let api = Api::new()
        .on("POST /token", move |_| {
            // The token is issued, and the config file is gone.
            std::fs::remove_file(&file).unwrap();
            Reply::json(json!({"access_token": "a1", "refresh_token": "r1", "expires_in": 3600}))
        })
        .on("GET /items", |_| page())
        .start();

    let output = run_with_file(&api, &folder, &["read"]);

    assert_eq!(output.exit_code(), 1);
    assert!(output.failed().contains("config.json cannot be written"), "{}", output.failed());
    let kept = &output.of_type("CONTROL").next().unwrap()["control"]["connectorConfig"]["config"];
    assert_eq!(kept["credentials"]["refresh_token"], "r1");
}

#[test]
fn a_replay_writes_no_config() {
    let (api, folder) = (rotating().start(), Folder::new());
    folder.file("config.json", config("r0").to_string());

    let output = run_with_file(&api, &folder, &["read", "--from-cache", "tape"]);

    assert_eq!(output.exit_code(), 2);
    assert!(api.requests().is_empty());
}

#[test]
fn the_config_that_was_announced_works_for_the_next_run_and_its_token_is_used_to_its_end() {
    let api = rotating().start();
    let announced = |output: &testing::Output| {
        output.of_type("CONTROL").next().map(|message| message["control"]["connectorConfig"]["config"].clone())
    };

    let mut config = announced(&testing::check::<Usual>(&api, config("r0"))).unwrap();
    assert!(announced(&testing::read::<Usual>(&api, config.clone(), ["items"]).succeeded()).is_none());
    assert_eq!(api.count("POST /token"), 1);

    config["credentials"]["token_expiry_date"] = json!("2020-01-01T00:00:00.000000+00:00");
    let config = announced(&testing::read::<Usual>(&api, config, ["items"]).succeeded()).unwrap();
    assert_eq!(config["credentials"]["refresh_token"], "r2");
}

#[test]
fn a_refresh_token_that_was_used_before_is_the_users_to_renew() {
    let api = rotating().start();

    let output = testing::read::<Usual>(&api, config("an-old-one"), ["items"]);

    assert_eq!(output.errors()[0].1, "config_error");
    assert!(output.failed().contains("sign in again"), "{}", output.failed());
    assert_eq!(output.of_type("CONTROL").count(), 0);
}

#[test]
fn a_run_that_fails_does_not_lose_the_next_token() {
    let api = Api::new()
        .on("POST /token", |_| {
            Reply::json(json!({"access_token": "a1", "refresh_token": "r1", "expires_in": 3600}))
                .delay(std::time::Duration::from_millis(500))
        })
        .on("GET /items", |_| Reply::status(404))
        .start();

    let output = testing::read::<Usual>(&api, config("r0"), ["items"]);

    output.failed();
    let kept = &output.of_type("CONTROL").next().unwrap()["control"]["connectorConfig"]["config"];
    assert_eq!(kept["credentials"]["refresh_token"], "r1");
}

#[test]
fn tokens_may_lie_anywhere_in_the_config() {
    let api = rotating().start();

    let output = testing::read::<Elsewhere>(&api, json!({"refresh": "r0"}), ["items"]).succeeded();

    let config = &output.of_type("CONTROL").next().unwrap()["control"]["connectorConfig"]["config"];
    assert_eq!((&config["refresh"], &config["access"]), (&json!("r1"), &json!("a1")));
    assert!(config["until"].is_string());
}

#[test]
fn a_place_where_the_next_token_would_be_lost_is_told_before_the_first_is_used() {
    let api = rotating().start();

    let message = testing::read::<Mislaid>(&api, json!({"refresh": "r0"}), ["items"]).failed();

    assert!(
        message.contains("`credentials.refresh_token`") && message.contains("refresh_token_config_path"),
        "{message}"
    );
    assert_eq!(api.count("POST /token"), 0);
}

/// Asked for in full: by name alone they would be discovered first, with the same token.
fn catalog(streams: &[&str]) -> Value {
    let stream = |name: &&str| json!({"stream": {"name": name}, "sync_mode": "full_refresh"});
    json!({"streams": streams.iter().map(stream).collect::<Vec<_>>()})
}

#[test]
fn a_token_that_was_used_up_for_finding_streams_is_renewed_for_reading_them() {
    let api = rotating().start();

    testing::read::<Torn>(&api, json!({"refresh": "r0"}), catalog(&["late", "same"])).succeeded();

    assert_eq!(api.count("POST /token"), 1);
}

#[test]
fn one_token_for_one_use_in_two_ways_is_told_before_it_is_used_twice() {
    let api = rotating().start();

    let told = testing::read::<Torn>(&api, json!({"refresh": "r0"}), catalog(&["same", "other"])).failed();

    assert!(told.contains("the same single-use refresh token with different settings"), "{told}");
    assert_eq!(api.count("POST /token"), 1);
}
